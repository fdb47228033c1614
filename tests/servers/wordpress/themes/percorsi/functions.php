<?php
/**
 * Theme set-up and the pieces of markup that several templates share.
 */

add_action(
	'after_setup_theme',
	function () {
		add_theme_support( 'title-tag' );
		add_theme_support( 'post-thumbnails' );
		add_theme_support( 'automatic-feed-links' );
		add_theme_support( 'html5', array( 'search-form', 'script', 'style' ) );
	}
);

// Pages of this theme are recorded and published (data/sample), so they carry no script or style sheet of WordPress.
add_action(
	'init',
	function () {
		remove_action( 'wp_head', 'print_emoji_detection_script', 7 );
		remove_action( 'wp_print_styles', 'print_emoji_styles' );
		remove_action( 'wp_enqueue_scripts', 'wp_enqueue_global_styles' );
		remove_action( 'wp_footer', 'wp_enqueue_global_styles', 1 );
		remove_action( 'wp_body_open', 'wp_global_styles_render_svg_filters' );
	}
);

add_action(
	'wp_enqueue_scripts',
	function () {
		wp_dequeue_style( 'wp-block-library' );
		wp_dequeue_style( 'classic-theme-styles' );
		wp_enqueue_style( 'percorsi', get_stylesheet_uri(), array(), '1.0' );
	},
	20
);

/** The reading time of the current post, as the site writes it; not a date. */
function percorsi_reading_time() {
	$minutes = (int) get_post_meta( get_the_ID(), 'reading_minutes', true );
	return $minutes < 1 ? '&lt; 1 &#039; di lettura' : $minutes . ' &#039; di lettura';
}

/** One post of a list; lists of every kind use the same markup, as page builders do. */
function percorsi_card( $heading ) {
	?>
	<article <?php post_class( 'elementor-post elementor-grid-item' ); ?>>
		<?php if ( has_post_thumbnail() ) : ?>
		<a class="elementor-post__thumbnail__link" href="<?php the_permalink(); ?>" tabindex="-1">
			<div class="elementor-post__thumbnail"><?php the_post_thumbnail( 'full' ); ?></div>
		</a>
		<?php endif; ?>
		<div class="elementor-post__text">
			<<?php echo $heading; ?> class="elementor-post__title">
				<a href="<?php the_permalink(); ?>">
					<?php the_title(); ?>
				</a>
			</<?php echo $heading; ?>>
			<div class="elementor-post__meta-data">
				<span class="elementor-post-author">
					<?php the_author(); ?>
				</span>
				<span class="elementor-post-date">
					<?php echo get_the_date(); ?>
				</span>
				<span class="elementor-post-time-to-read">
					<?php echo percorsi_reading_time(); ?>
				</span>
			</div>
			<div class="elementor-post__excerpt">
				<?php the_excerpt(); ?>
			</div>
			<a class="elementor-post__read-more" href="<?php the_permalink(); ?>" aria-label="Leggi tutto: <?php echo esc_attr( get_the_title() ); ?>" tabindex="-1">
				Leggi tutto »
			</a>
		</div>
	</article>
	<?php
}

/** Numbered pages, with the previous and the next one as text where there is nothing to go to. */
function percorsi_pagination() {
	global $wp_query;
	$pages = (int) $wp_query->max_num_pages;
	if ( $pages < 2 ) {
		return;
	}
	$page  = max( 1, (int) get_query_var( 'paged' ) );
	$links = paginate_links(
		array(
			'type'               => 'array',
			'prev_next'          => false,
			'current'            => $page,
			'before_page_number' => '<span class="elementor-screen-only">Pagina</span>',
		)
	);
	$previous = $page > 1
		? '<a class="page-numbers prev" href="' . esc_url( get_pagenum_link( $page - 1 ) ) . '">« Precedente</a>'
		: '<span class="page-numbers prev">« Precedente</span>';
	$next     = $page < $pages
		? '<a class="page-numbers next" href="' . esc_url( get_pagenum_link( $page + 1 ) ) . '">Successivo »</a>'
		: '<span class="page-numbers next">Successivo »</span>';
	echo '<nav class="elementor-pagination" aria-label="Paginazione">', "\n", $previous, "\n", implode( "\n", $links ), "\n", $next, "\n</nav>\n";
}

/** Three posts that are not of the term that is shown: whoever takes every such article takes wrong ones. */
function percorsi_footer_posts() {
	$query = array(
		'posts_per_page'      => 3,
		'ignore_sticky_posts' => true,
		'no_found_rows'       => true,
		'has_password'        => false,
	);
	$shown = get_queried_object();
	if ( $shown instanceof WP_Term ) {
		$query['tax_query'] = array(
			array(
				'taxonomy' => $shown->taxonomy,
				'terms'    => array( $shown->term_id ),
				'operator' => 'NOT IN',
			),
		);
	}
	$posts = new WP_Query( $query );
	while ( $posts->have_posts() ) {
		$posts->the_post();
		percorsi_card( 'h3' );
	}
	wp_reset_postdata();
}
