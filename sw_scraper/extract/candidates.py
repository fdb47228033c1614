"""Every strategy's proposals for the main list of a page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sw_scraper.extract.chrome import stands_in_chrome
from sw_scraper.extract.judge import Candidate
from sw_scraper.extract.linked_data import linked_sets
from sw_scraper.extract.miner import Miner
from sw_scraper.extract.selected import selected_sets
from sw_scraper.themes.catalog import Theme, themes_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sw_scraper.extract.document import Document
    from sw_scraper.extract.outline import Outline
    from sw_scraper.model import SiteProfile

# What a strategy knows beforehand, as a factor of what the judge sees. A profile was written for this very site.
_PRIORS: Final = {"site": 1.6, "theme": 1.1, "linked_data": 1.05, "structure": 1.0}


def proposals(
    doc: Document, outline: Outline, profile: SiteProfile | None
) -> tuple[list[Candidate], tuple[Theme, ...]]:
    """All candidates, strategy by strategy, and the themes that the page is of.

    Args:
        doc: the page.
        outline: of the page.
        profile: the site's profile; None for an unknown site.
    """
    sets = Miner(doc, outline).region_sets()
    if not sets:
        outline.enter_side_parts()
        sets = Miner(doc, outline).region_sets()
    found = [Candidate("structure", regions) for regions in sets]
    themes = themes_of({name for names in outline.names for name in names.split()})
    found.extend(_from_selectors(doc, outline, profile, themes))
    found.extend(
        Candidate("linked_data", regions, prior=_PRIORS["linked_data"]) for regions in linked_sets(doc, outline)
    )
    return [one for one in found if not stands_in_chrome(doc, (r.first for r in one.regions.regions))], themes


def _from_selectors(
    doc: Document, outline: Outline, profile: SiteProfile | None, themes: tuple[Theme, ...]
) -> Iterator[Candidate]:
    if profile is not None and profile.selectors:
        name = f"site:{profile.key}"
        for regions, fields in selected_sets(profile.selectors, name, doc, outline):
            yield Candidate(name, regions, prior=_PRIORS["site"], fields=fields)
    for theme in themes:
        name = f"theme:{theme.name}"
        for regions, fields in selected_sets(theme.selectors, name, doc, outline):
            yield Candidate(name, regions, prior=_PRIORS["theme"], fields=fields)
