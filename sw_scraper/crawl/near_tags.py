"""What a tag that a site does not have may have been meant to be."""

from __future__ import annotations

import difflib
import unicodedata
from typing import TYPE_CHECKING

from sw_scraper.store.discoveries import discovered_tags

if TYPE_CHECKING:
    from sw_scraper.model import SiteProfile, TagKey
    from sw_scraper.store.store import Store

_MOST = 5


def near_hint(store: Store, key: TagKey, profile: SiteProfile | None, *, hint: str) -> str:
    """What to do about a tag that is not there: the nearest ones that are known, and how to find out all.

    Args:
        store: the dataset; what was found or harvested in it is known.
        key: of the tag that was asked for.
        profile: of the site; its known tags count as well.
        hint: what is said otherwise.
    """
    commits = store.commits()
    known = {commit.tag_id for commit in commits if commit.kind == "harvest" and commit.counts}
    known |= discovered_tags(commits).keys()
    names = {tag_id.partition("/")[2] for tag_id in known if tag_id.startswith(f"{key.site}/")}
    names |= set(profile.known_tags) if profile is not None else set()
    by_form = {_form(name): name for name in sorted(names)} | {
        _form(name.partition("/")[2]): name for name in sorted(names)
    }
    wanted = [_form(f"{key.taxonomy}/{key.slug}"), _form(key.slug)]
    near = [
        by_form[form] for one in wanted for form in difflib.get_close_matches(one, list(by_form), n=_MOST, cutoff=0.6)
    ]
    inside = [name for form, name in by_form.items() if len(wanted[1]) > 3 and wanted[1] in form]
    found = list(dict.fromkeys([*near, *inside]))[:_MOST]
    site = f"--site {key.site}" if profile is not None else "--url ADDRESS"
    ask = f"sw-scraper tags --find {site} lists the tags that the site has"
    return f"Did you mean {', '.join(found)}? {ask}" if found else f"{hint.rstrip('.')}; {ask}" if hint else ask


def _form(name: str) -> str:
    """A name without accents and case."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    return "".join(char for char in plain if not unicodedata.combining(char))
