<?php
/**
 * What WordPress itself says of every term: `php export.php ROOT` prints JSON. The theme is that of the environment
 * (SW_WP_THEME), because a theme may change what the excerpt function gives.
 *
 * Titles, excerpts and descriptions are HTML, as the functions return them that themes print; turning them into text is
 * left to the test, in Python. Nothing here uses the archive's own loop: posts come from a query of the database.
 */

require $argv[1] . '/wp-load.php';

$sw_texturized_as_a_page = wp_is_block_theme();

function sw_excerpt( $post, $texturized_as_a_page ) {
	$excerpt = get_the_excerpt( $post );
	if ( $texturized_as_a_page ) {
		// Block templates print the excerpt as it is, and texturize the whole page afterwards.
		return convert_smilies( wptexturize( $excerpt ) );
	}
	return apply_filters( 'the_excerpt', $excerpt );
}

$sw_terms = array();
foreach ( array( 'sdgs', 'category', 'post_tag' ) as $sw_taxonomy ) {
	foreach ( get_terms( array( 'taxonomy' => $sw_taxonomy, 'hide_empty' => false ) ) as $sw_term ) {
		$sw_ids = $wpdb->get_col(
			$wpdb->prepare(
				"SELECT p.ID FROM $wpdb->posts p JOIN $wpdb->term_relationships r ON r.object_id = p.ID
				WHERE r.term_taxonomy_id = %d AND p.post_type = 'post' AND p.post_status = 'publish'
				ORDER BY p.post_date DESC, p.ID DESC",
				$sw_term->term_taxonomy_id
			)
		);
		$sw_posts = array();
		foreach ( $sw_ids as $sw_id ) {
			$post = get_post( $sw_id );
			setup_postdata( $post );
			$sw_posts[] = array(
				'url'      => get_permalink( $post ),
				'title'    => get_the_title( $post ),
				'excerpt'  => sw_excerpt( $post, $sw_texturized_as_a_page ),
				'local'    => get_the_date( 'Y-m-d\TH:i:s', $post ),
				'instant'  => get_post_datetime( $post, 'date', 'gmt' )->setTimezone( new DateTimeZone( 'UTC' ) )->format( 'Y-m-d\TH:i:s\Z' ),
				'author'   => get_the_author(),
				'image'    => get_the_post_thumbnail_url( $post, 'full' ) ?: null,
			);
		}
		$sw_terms[] = array(
			'taxonomy'    => $sw_taxonomy,
			'slug'        => urldecode( $sw_term->slug ),
			'url'         => get_term_link( $sw_term ),
			'name'        => apply_filters( 'single_term_title', $sw_term->name ),
			'description' => term_description( $sw_term ),
			'posts'       => $sw_posts,
		);
	}
}

echo wp_json_encode(
	array(
		'version' => get_bloginfo( 'version' ),
		'theme'   => get_stylesheet(),
		'terms'   => $sw_terms,
	)
);
