<?php
/**
 * What is shown for an address that there is nothing at.
 */

get_header();
?>
<main class="elementor elementor-location-single elementor-404">
	<h1 class="elementor-heading-title">Pagina non trovata</h1>
	<p>La pagina che cerchi non esiste o ha cambiato indirizzo. Prova con la ricerca.</p>
</main>
<?php
get_footer();
