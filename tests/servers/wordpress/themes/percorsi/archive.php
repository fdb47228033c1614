<?php
/**
 * The list of a term: header texts, then its posts. The name of a goal or tag is shown with a "#", as the site does.
 */

get_header();
$percorsi_term = get_queried_object();
$percorsi_goal = $percorsi_term instanceof WP_Term && 'sdgs' === $percorsi_term->taxonomy;
?>
<main class="elementor elementor-location-archive">
	<section class="elementor-section">
		<div class="elementor-widget elementor-widget-theme-archive-title elementor-widget-heading">
			<h1 class="elementor-heading-title elementor-size-default"><?php echo $percorsi_goal ? '#' : ''; single_term_title(); ?></h1>
		</div>
		<?php if ( term_description() ) : ?>
		<div class="elementor-widget elementor-widget-text-editor">
			<div class="elementor-widget-container"><?php echo term_description(); ?></div>
		</div>
		<?php endif; ?>
		<?php if ( $percorsi_goal ) : ?>
		<div class="elementor-widget elementor-widget-text-editor">
			<div class="elementor-widget-container"><p><?php echo esc_html( get_option( 'percorsi_goals_text' ) ); ?></p></div>
		</div>
		<?php endif; ?>
	</section>
	<section class="elementor-section">
		<div class="elementor-widget elementor-widget-archive-posts">
			<div class="elementor-widget-container">
			<?php if ( have_posts() ) : ?>
				<div class="elementor-posts-container elementor-posts elementor-grid">
				<?php
				while ( have_posts() ) {
					the_post();
					percorsi_card( 'h3' );
				}
				?>
				</div>
				<?php percorsi_pagination(); ?>
			<?php else : ?>
				<div class="elementor-posts-nothing-found">Non ci sono ancora articoli.</div>
			<?php endif; ?>
			</div>
		</div>
	</section>
</main>
<?php
get_footer();
