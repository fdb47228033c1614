<?php
/**
 * One article.
 */

get_header();
the_post();
?>
<main class="elementor elementor-location-single">
	<article <?php post_class(); ?>>
		<h1 class="elementor-heading-title"><?php the_title(); ?></h1>
		<ul class="elementor-post-info">
			<li class="elementor-post-info__item--type-author"><?php the_author(); ?></li>
			<li class="elementor-post-info__item--type-date"><time datetime="<?php echo esc_attr( get_the_date( DATE_W3C ) ); ?>"><?php echo get_the_date(); ?></time></li>
			<li><?php echo percorsi_reading_time(); ?></li>
		</ul>
		<a class="pdf-button" href="?pdf=<?php the_ID(); ?>">Salva pagina in PDF</a>
		<div class="elementor-widget-theme-post-content">
			<?php the_content(); ?>
		</div>
		<div class="elementor-post-tags"><?php the_terms( get_the_ID(), 'sdgs', '#', ' #' ); ?></div>
	</article>
</main>
<?php
get_footer();
