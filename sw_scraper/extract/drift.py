"""Whether a site profile still fits its site."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sw_scraper.extract.judge import Candidate
    from sw_scraper.model import SiteProfile, Teaser

# selectors of a profile to the rule that says who gave the field
_RULES: Final = {"title": "title", "link": "url", "teaser": "teaser", "date": "date", "author": "authors"}
_FITS = 0.5


def drift_of(profile: SiteProfile | None, winner: Candidate | None, teasers: Sequence[Teaser]) -> bool:
    """Whether the profile has selectors for this page that no longer fit, although another rule finds values.

    Args:
        profile: the site's; None for an unknown site.
        winner: the list that won.
        teasers: its records.
    """
    if profile is None or not profile.selectors or winner is None or not teasers:
        return False
    name = f"site:{profile.key}"
    if "item" in profile.selectors and winner.extractor != name:
        return True
    for field, rule in _RULES.items():
        if not profile.selectors.get(field):
            continue
        given = [teaser.rules[rule] for teaser in teasers if rule in teaser.rules]
        if given and sum(1 for one in given if one.startswith(name)) < _FITS * len(given):
            return True
    return False
