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
