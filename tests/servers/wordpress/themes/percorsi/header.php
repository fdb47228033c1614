<!DOCTYPE html>
<html <?php language_attributes(); ?>>
<head>
	<meta charset="<?php bloginfo( 'charset' ); ?>">
	<meta name="viewport" content="width=device-width, initial-scale=1">
	<?php wp_head(); ?>
</head>
<body <?php body_class( 'elementor-default' ); ?>>
<?php wp_body_open(); ?>
<header class="elementor elementor-location-header">
	<div class="elementor-widget elementor-widget-theme-site-logo">
		<a href="<?php echo esc_url( home_url( '/' ) ); ?>"><?php bloginfo( 'name' ); ?></a>
	</div>
	<nav class="elementor-nav-menu--main" aria-label="Menu">
		<ul class="elementor-nav-menu">
			<li class="menu-item"><a class="elementor-item" href="<?php echo esc_url( home_url( '/' ) ); ?>">Home</a></li>
			<?php foreach ( get_terms( array( 'taxonomy' => 'sdgs', 'hide_empty' => false ) ) as $percorsi_term ) : ?>
			<li class="menu-item"><a class="elementor-item" href="<?php echo esc_url( get_term_link( $percorsi_term ) ); ?>"><?php echo esc_html( $percorsi_term->name ); ?></a></li>
			<?php endforeach; ?>
		</ul>
	</nav>
	<div class="elementor-widget elementor-widget-search-form">
		<form class="elementor-search-form" action="<?php echo esc_url( home_url( '/' ) ); ?>" method="get" role="search">
			<div class="elementor-search-form__toggle" role="button" tabindex="0">
				<i aria-hidden="true" class="fas fa-search"></i>
				<span class="elementor-screen-only">Cerca</span>
			</div>
			<div class="elementor-search-form__container">
				<input placeholder="Cerca..." class="elementor-search-form__input" type="search" name="s" title="Cerca" value="">
				<div class="dialog-lightbox-close-button dialog-close-button" role="button" tabindex="0">
					<i aria-hidden="true" class="eicon-close"></i>
					<span class="elementor-screen-only">Close this search box.</span>
				</div>
			</div>
		</form>
	</div>
</header>
