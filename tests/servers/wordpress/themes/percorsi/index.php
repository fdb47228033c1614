<?php
/**
 * Every list that is not of a term: the newest posts.
 */

get_header();
?>
<main class="elementor">
	<h1 class="elementor-heading-title"><?php bloginfo( 'name' ); ?></h1>
	<div class="elementor-posts-container elementor-posts elementor-grid">
	<?php
	while ( have_posts() ) {
		the_post();
		percorsi_card( 'h2' );
	}
	?>
	</div>
	<?php percorsi_pagination(); ?>
</main>
<?php
get_footer();
