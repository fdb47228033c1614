<?php
/**
 * Creates the database and installs WordPress in it: `php install.php ROOT`. Content is a second process (fill.php),
 * because what depends on the language is loaded once, before there is a language to read.
 */

define( 'WP_INSTALLING', true );

mysqli_report( MYSQLI_REPORT_ERROR | MYSQLI_REPORT_STRICT );
$sw_database = mysqli_connect( 'localhost', 'root', '', '', 0, getenv( 'SW_WP_SOCKET' ) );
mysqli_query( $sw_database, 'CREATE DATABASE wordpress CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci' );
mysqli_close( $sw_database );

require $argv[1] . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';

// The answer to the operator's mailbox is of no use here.
function wp_mail() {
	return true;
}

wp_install( 'Percorsi di prova', 'redazione', 'redazione@demo.example', true, '', wp_generate_password(), 'it_IT' );

update_option( 'blogdescription', 'Testi inventati per le prove' );
update_option( 'WPLANG', 'it_IT' );
update_option( 'timezone_string', 'Europe/Rome' );
update_option( 'date_format', 'j F Y' );
update_option( 'time_format', 'H:i' );
update_option( 'posts_per_page', 14 );
update_option( 'permalink_structure', '/%category%/%postname%/' );
update_option( 'default_ping_status', 'closed' );
update_option( 'default_comment_status', 'closed' );
