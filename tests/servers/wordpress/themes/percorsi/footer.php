<footer class="elementor elementor-location-footer">
	<section class="elementor-section">
		<div class="elementor-widget elementor-widget-heading">
			<h2 class="elementor-heading-title">Da leggere anche</h2>
		</div>
		<div class="elementor-widget elementor-widget-posts">
			<div class="elementor-widget-container">
				<div class="elementor-posts-container elementor-posts elementor-grid">
					<?php percorsi_footer_posts(); ?>
				</div>
			</div>
		</div>
	</section>
	<section class="elementor-section">
		<p>Percorsi di prova: persone, luoghi e organizzazioni di queste pagine sono inventati.</p>
	</section>
</footer>
<?php wp_footer(); ?>
</body>
</html>
