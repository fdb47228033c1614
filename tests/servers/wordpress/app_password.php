<?php
/**
 * Makes an application password for the site's administrator: `php app_password.php ROOT`; prints login and password as
 * JSON. With it the admin API (REST) can be used as an editor's tools do.
 */

require $argv[1] . '/wp-load.php';

$sw_admin = get_users( array( 'role' => 'administrator' ) )[0];
$sw_made  = WP_Application_Passwords::create_new_application_password( $sw_admin->ID, array( 'name' => 'tests' . wp_rand() ) );
if ( is_wp_error( $sw_made ) ) {
	fwrite( STDERR, $sw_made->get_error_message() . "\n" );
	exit( 1 );
}
echo wp_json_encode( array( $sw_admin->user_login, $sw_made[0] ) );
