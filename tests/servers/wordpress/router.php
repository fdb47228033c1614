<?php
/**
 * Router of PHP's own web server: files are served as they are, everything else is WordPress's front controller.
 */

$sw_root = $_SERVER['DOCUMENT_ROOT'];
$sw_path = rawurldecode( (string) parse_url( $_SERVER['REQUEST_URI'], PHP_URL_PATH ) );
if ( '/' !== $sw_path && false === strpos( $sw_path, '..' ) && is_file( $sw_root . $sw_path ) ) {
	return false;
}
$_SERVER['SCRIPT_NAME']     = '/index.php';
$_SERVER['PHP_SELF']        = '/index.php';
$_SERVER['SCRIPT_FILENAME'] = $sw_root . '/index.php';
chdir( $sw_root );
require $sw_root . '/index.php';
