<?php
/**
 * Adds a term to a post: `php give_term.php ROOT POST_SLUG TAXONOMY TERM_SLUG`. The post itself is not saved, so that
 * the date of the site's last change stays what it was.
 */

require $argv[1] . '/wp-load.php';

$sw_posts = get_posts( array( 'name' => rawurldecode( $argv[2] ), 'post_type' => 'post', 'post_status' => 'publish' ) );
if ( 1 !== count( $sw_posts ) ) {
	fwrite( STDERR, 'No such post: ' . $argv[2] . "\n" );
	exit( 1 );
}
$sw_done = wp_set_object_terms( $sw_posts[0]->ID, $argv[4], $argv[3], true );
if ( is_wp_error( $sw_done ) ) {
	fwrite( STDERR, $sw_done->get_error_message() . "\n" );
	exit( 1 );
}
