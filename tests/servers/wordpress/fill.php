<?php
/**
 * Fills an installed WordPress: `php fill.php ROOT CONTENT.json`. The content is what wordpress_texts.py writes.
 */

require $argv[1] . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/taxonomy.php';

$sw_content = json_decode( file_get_contents( $argv[2] ), true, 512, JSON_THROW_ON_ERROR );

global $wpdb;
$wpdb->query( 'SET autocommit = 0' );
wp_defer_term_counting( true );
wp_suspend_cache_invalidation( true );
kses_remove_filters();
// Descriptions of terms are cut down to a few inline tags otherwise, whoever saves them.
remove_filter( 'pre_term_description', 'wp_filter_kses' );

function sw_must( $result ) {
	if ( is_wp_error( $result ) ) {
		fwrite( STDERR, $result->get_error_message() . "\n" );
		exit( 1 );
	}
	return $result;
}

// What a fresh installation brings along.
foreach ( get_posts( array( 'post_type' => array( 'post', 'page' ), 'post_status' => 'any', 'numberposts' => -1 ) ) as $sw_post ) {
	wp_delete_post( $sw_post->ID, true );
}

$sw_authors = array();
foreach ( $sw_content['authors'] as $sw_author ) {
	$sw_authors[ $sw_author['login'] ] = sw_must(
		wp_insert_user(
			array(
				'user_login'   => $sw_author['login'],
				'user_pass'    => wp_generate_password(),
				'user_email'   => $sw_author['login'] . '@demo.example',
				'display_name' => $sw_author['name'],
				'role'         => 'author',
			)
		)
	);
}

$sw_terms = array();
foreach ( $sw_content['terms'] as $sw_term ) {
	$sw_created = sw_must(
		wp_insert_term(
			wp_slash( $sw_term['name'] ),
			$sw_term['taxonomy'],
			array(
				'slug'        => $sw_term['slug'],
				'description' => wp_slash( $sw_term['description'] ),
			)
		)
	);
	$sw_terms[ $sw_term['taxonomy'] . '/' . $sw_term['slug'] ] = $sw_created['term_id'];
}

$sw_images = array();
foreach ( $sw_content['images'] as $sw_image ) {
	$sw_upload = sw_must( wp_upload_bits( $sw_image['file'], null, base64_decode( $sw_image['base64'] ), '2020/01' ) );
	$sw_id     = wp_insert_attachment(
		array(
			'post_mime_type' => 'image/png',
			'post_title'     => $sw_image['alt'],
			'post_status'    => 'inherit',
		),
		$sw_upload['file']
	);
	wp_update_attachment_metadata(
		$sw_id,
		array(
			'width'  => $sw_image['width'],
			'height' => $sw_image['height'],
			'file'   => _wp_relative_upload_path( $sw_upload['file'] ),
			'sizes'  => array(),
		)
	);
	update_post_meta( $sw_id, '_wp_attachment_image_alt', wp_slash( $sw_image['alt'] ) );
	$sw_images[ $sw_image['file'] ] = $sw_id;
}

foreach ( $sw_content['posts'] as $sw_post ) {
	$sw_categories = array();
	foreach ( $sw_post['terms']['category'] as $sw_slug ) {
		$sw_categories[] = $sw_terms[ 'category/' . $sw_slug ];
	}
	$sw_id = sw_must(
		wp_insert_post(
			wp_slash(
				array(
					'post_type'     => $sw_post['type'],
					'post_title'    => $sw_post['title'],
					'post_content'  => $sw_post['content'],
					'post_excerpt'  => $sw_post['excerpt'],
					'post_status'   => $sw_post['status'],
					'post_password' => $sw_post['password'],
					'post_date'     => $sw_post['date'],
					'post_author'   => $sw_authors[ $sw_post['author'] ],
					'post_category' => $sw_categories,
				)
			),
			true
		)
	);
	foreach ( array( 'sdgs', 'post_tag' ) as $sw_taxonomy ) {
		$sw_ids = array();
		foreach ( $sw_post['terms'][ $sw_taxonomy ] as $sw_slug ) {
			$sw_ids[] = $sw_terms[ $sw_taxonomy . '/' . $sw_slug ];
		}
		sw_must( wp_set_object_terms( $sw_id, $sw_ids, $sw_taxonomy ) );
	}
	update_post_meta( $sw_id, 'reading_minutes', $sw_post['reading_minutes'] );
	if ( $sw_post['image'] ) {
		set_post_thumbnail( $sw_id, $sw_images[ $sw_post['image'] ] );
	}
	if ( $sw_post['sticky'] ) {
		stick_post( $sw_id );
	}
}

update_option( 'percorsi_goals_text', $sw_content['goals_text'] );

wp_suspend_cache_invalidation( false );
wp_cache_flush();
wp_defer_term_counting( false );
flush_rewrite_rules( false );
$wpdb->query( 'COMMIT' );

printf( "%d posts, %d terms, %d authors\n", count( $sw_content['posts'] ), count( $sw_terms ), count( $sw_authors ) );
