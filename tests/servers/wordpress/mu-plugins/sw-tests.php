<?php
/**
 * Plugin Name: The site that the tests harvest
 * Description: Registers the taxonomy of goals and lets every server process show a theme of its own.
 */

add_action(
	'init',
	function () {
		register_taxonomy(
			'sdgs',
			'post',
			array(
				'labels'       => array(
					'name'          => 'Obiettivi',
					'singular_name' => 'Obiettivo',
				),
				'public'       => true,
				'hierarchical' => false,
				'show_in_rest' => true,
				'rewrite'      => array( 'slug' => 'sdgs' ),
			)
		);
	}
);

// Application passwords want TLS; this site stands on loopback.
add_filter( 'wp_is_application_passwords_available', '__return_true' );

$sw_hides = explode( ',', (string) getenv( 'SW_WP_HIDES' ) );
if ( in_array( 'dates', $sw_hides, true ) ) {
	add_filter(
		'get_the_date',
		function ( $date ) {
			return is_archive() && ! is_feed() ? '' : $date;
		}
	);
}
if ( in_array( 'rest', $sw_hides, true ) ) {
	// As sites do that switch REST off for visitors: still advertised, but protected.
	add_filter(
		'rest_authentication_errors',
		function () {
			return new WP_Error( 'rest_forbidden', 'Forbidden', array( 'status' => 401 ) );
		}
	);
}

$sw_theme = getenv( 'SW_WP_THEME' );
if ( $sw_theme ) {
	foreach ( array( 'pre_option_template', 'pre_option_stylesheet' ) as $sw_option ) {
		add_filter(
			$sw_option,
			function () use ( $sw_theme ) {
				return $sw_theme;
			}
		);
	}
}
