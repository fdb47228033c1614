"""Where a list goes on: the next page, this page's number, the last page, the number of entries.

Every link that could lead to the next page collects evidence (``rel``, words and symbols in many languages, classes,
page numbers, how its address relates to the page's own); the one with the most wins if it has enough. A link that is
not the next page is worse than none, and no address is ever made up.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from sw_scraper.extract import link_signals as signals
from sw_scraper.extract.document import Document, Element
from sw_scraper.extract.numbered_pager import NumberedPager, find_numbered_pager
from sw_scraper.extract.page_address import PageAddress, is_comment_page, is_day_archive, read_address, relation
from sw_scraper.extract.page_counts import PageCounts, find_page_counts
from sw_scraper.extract.site_identity import OwnSites
from sw_scraper.model import Pagination

_ENOUGH: Final = 3.0
_LONGEST_URL: Final = 4096


@dataclass(slots=True)
class _Candidate:
    """One address that could be the next page, with the evidence for and against."""

    url: str
    score: float = 0.0
    rules: list[str] = field(default_factory=list)
    labelled: bool = False

    def add(self, score: float, rule: str) -> None:
        self.score += score
        if rule and rule not in self.rules:
            self.rules.append(rule)


def find_pagination(
    doc: Document, *, records: Sequence[Element] = (), article_urls: frozenset[str] = frozenset()
) -> Pagination:
    """Where the list goes on.

    Args:
        doc: the page.
        records: the elements of the main list's records; links in them are never pagination.
        article_urls: absolute URLs that records link to; none of them is a next page.

    Returns:
        What the page says; ``rules`` has, beside the rules of the fields, ``rejected``: why the best link that was
        labelled as the next page is none, where there was one.
    """
    links = signals.find_links(doc, records)
    here = read_address(doc.url)
    sites = OwnSites(doc)
    pager = find_numbered_pager(links, here, sites)
    counts = find_page_counts(doc, pager.container if pager else None, links)
    current = pager.current if pager else None
    if current is None and counts.page_number is not None:
        current = counts.page_number
    candidates: dict[str, _Candidate] = {}
    rejected: list[str] = []
    descending = pager is not None and pager.descending
    for link in _understood(links):
        _weigh_link(link, here=here, sites=sites, candidates=candidates, rejected=rejected, descending=descending)
    _weigh_numbers(pager, candidates)
    _weigh_attributes(doc, sites, here, candidates)
    return _decide(here, candidates, rejected, pager=pager, counts=counts, article_urls=article_urls, current=current)


def _understood(links: list[signals.PageLink]) -> list[signals.PageLink]:
    """The links, with "previous posts" read as older ones where head and body both call them the next page.

    That is so only where no other link is labelled as the next page, and the words do not say newer.
    """
    declared = [link for link in links if link.rel_next and link.url and not link.newer]
    twice = {link.url for link in declared if link.in_head} & {link.url for link in declared if not link.in_head}
    if not any(link.direction == "previous" and link.url in twice for link in links):
        return links
    if any(link.direction == "next" for link in links):
        return links
    return [
        replace(link, older=True, direction=None if link.direction == "previous" else link.direction)
        if link.url in twice
        else link
        for link in links
    ]


def _weigh_link(
    link: signals.PageLink,
    *,
    here: PageAddress,
    sites: OwnSites,
    candidates: dict[str, _Candidate],
    rejected: list[str],
    descending: bool,
) -> None:
    if link.number is not None and link.direction is None and not link.rel_next:
        return  # the numbered pager judges those
    reason = _refusal(link, sites)
    if reason:
        if link.url and link.direction == "next":
            rejected.append(f"{reason}: {link.url[:200]}")
        return
    assert link.url is not None
    address = read_address(link.url)
    kind, step = relation(address, here)
    if kind in ("self", "first"):
        return
    if kind == "backward" and not descending and (link.rel_next or link.direction == "next") and not link.older:
        rejected.append(f"leads back by the page's own numbers: {link.url[:200]}")
    entry = candidates.setdefault(address.key, _Candidate(link.url))
    entry.labelled = entry.labelled or link.direction == "next" or link.rel_next
    if kind == "sibling" and (address.token or step == 0):
        kind = "forward"
    _add_evidence(entry, link, kind, step, address, descending=descending)


def _refusal(link: signals.PageLink, sites: OwnSites) -> str | None:
    """Why a link can be no next page whatever its label; None when it can."""
    if link.url is None or len(link.url) > _LONGEST_URL:
        return "no address" if link.url is None else "address too long"
    reasons = (
        (link.disabled, "disabled"),
        (link.hidden and link.nofollow, "hidden and nofollow"),
        (link.url not in sites, "leads to another site"),
        (is_comment_page(link.url), "a page of comments"),
        (is_day_archive(link.url) and not link.rel_next, "a day of a calendar"),
    )
    return next((reason for holds, reason in reasons if holds), None)


def _add_evidence(
    entry: _Candidate, link: signals.PageLink, kind: str, step: int | None, address: PageAddress, *, descending: bool
) -> None:
    forward = kind == "backward" if descending else kind == "forward"
    by_one = step is not None and abs(step) == 1
    if link.rel_next:
        entry.add(3.0, f"rel=next in {'head' if link.in_head else 'body'}")
    if link.direction == "next":
        entry.add(2.0 if link.symbol or link.weak else 3.0, f"{link.source} {link.label!r}")
    elif link.direction == "more":
        entry.add(2.0, f"{link.source} {link.label!r}")
    elif link.direction == "previous":
        # Some call older entries the previous ones; only the numbers tell.
        by_time = forward and by_one and address.is_named and not link.newer and not descending
        entry.add(1.0 if by_time else -5.0, f"{link.source} {link.label!r}" if by_time else "")
    elif link.direction == "edge":
        entry.add(-3.0, "")
    if link.class_next and link.direction != "previous":
        entry.add(1.5, "class")
    if link.in_pager:
        entry.add(1.0, "")
    if link.in_slider:
        entry.add(-3.0, "")
    if link.hidden:
        entry.add(-2.0, "")
    _add_relation(entry, link, kind, address, forward=forward, by_one=by_one, descending=descending)


def _add_relation(
    entry: _Candidate,
    link: signals.PageLink,
    kind: str,
    address: PageAddress,
    *,
    forward: bool,
    by_one: bool,
    descending: bool,
) -> None:
    if forward:
        near = by_one or address.is_offset or address.token
        entry.add(2.0 if near else 0.0, "address one page on" if near else "address further on")
        if link.direction is None and not link.rel_next and not link.in_pager:
            entry.add(-2.0, "")
    elif kind in ("forward", "backward"):
        older = link.older and not descending
        entry.add((0.0 if by_one else -1.0) if older else -4.0, "numbers run down" if older else "")
    elif kind == "other":
        # A mirror may have renamed the page itself; an address that names a page by a word still is one.
        paged = address.is_named and (address.number is not None or address.token)
        entry.add(0.0 if paged else -1.5 if link.in_pager or link.direction == "more" else -3.0, "")


def _weigh_numbers(pager: NumberedPager | None, candidates: dict[str, _Candidate]) -> None:
    if pager is None or pager.next_url is None:
        return
    entry = candidates.setdefault(read_address(pager.next_url).key, _Candidate(pager.next_url))
    entry.add(4.0 if pager.certain else 3.0, f"number {pager.next_number} in the pager")


def _weigh_attributes(doc: Document, sites: OwnSites, here: PageAddress, candidates: dict[str, _Candidate]) -> None:
    for attribute in signals.find_load_more(doc):
        if attribute.url not in sites:
            continue
        address = read_address(attribute.url)
        kind, _ = relation(address, here)
        if kind in ("self", "first", "backward"):
            continue
        entry = candidates.setdefault(address.key, _Candidate(attribute.url))
        entry.add(
            3.0 if kind != "other" or (attribute.named_next and address.is_named) else 1.0,
            f"attribute {attribute.name}",
        )


def _decide(
    here: PageAddress,
    candidates: dict[str, _Candidate],
    rejected: list[str],
    *,
    pager: NumberedPager | None,
    counts: PageCounts,
    article_urls: frozenset[str],
    current: int | None,
) -> Pagination:
    rules: dict[str, str] = {}
    best = max(candidates.values(), key=lambda entry: entry.score, default=None)
    articles = {url.rstrip("/") for url in article_urls} if best else set()
    usable = [entry for entry in candidates.values() if entry.score >= _ENOUGH]
    usable.sort(key=lambda entry: -entry.score)  # stable: page order decides between equals
    next_url = None
    for entry in usable:
        if entry.url.rstrip("/") in articles and not _is_certain_page(entry):
            rejected.append(f"a record links to it: {entry.url[:200]}")
            continue
        next_url = entry.url
        rules["next_url"] = "; ".join(entry.rules)
        break
    if next_url is None and rejected:
        rules["rejected"] = rejected[0]
    page_number = _page_number(here, current, next_url=next_url, pager=pager, rules=rules)
    last_page = _last_page(pager, counts, page_number, rules)
    if counts.n_expected is not None:
        rules["n_expected"] = counts.n_expected_rule
    return Pagination(
        next_url=next_url, page_number=page_number, last_page=last_page, n_expected=counts.n_expected, rules=rules
    )


def _is_certain_page(entry: _Candidate) -> bool:
    return any(rule.startswith(("rel=next", "number ")) for rule in entry.rules)


def _page_number(
    here: PageAddress, current: int | None, *, next_url: str | None, pager: NumberedPager | None, rules: dict[str, str]
) -> int | None:
    """The number of this page: what the pager or the title says, else the address, else 1 where a next page follows."""
    if current is not None:
        rules["page_number"] = "current page of the pager" if pager and pager.current == current else "words"
        return current
    if here.number is not None and here.is_named and not here.is_offset and here.number > 0:
        rules["page_number"] = "address"
        return here.number
    if next_url is not None and _is_first(here, next_url):
        rules["page_number"] = "first page of a list that goes on"
        return 1
    return None


def _is_first(here: PageAddress, next_url: str) -> bool:
    """Whether an address that names no page of a list is that of its first: a bare number in it may be a tag's name."""
    if here.number is None:
        return not here.token
    following = read_address(next_url)
    return not here.is_named and following.is_named and following.number == 2 and following.stem == here.key


def _last_page(
    pager: NumberedPager | None, counts: PageCounts, page_number: int | None, rules: dict[str, str]
) -> int | None:
    known = {"numbers of the pager": pager.highest if pager else None, "words": counts.last_page}
    known["load-more attribute"] = counts.last_by_attribute
    known["link to the last page"] = pager.last_by_link if pager else None
    best = max((number for number in known.values() if number is not None), default=None)
    if best is None or (page_number is not None and best < page_number):
        return None
    rules["last_page"] = next(rule for rule, number in known.items() if number == best)
    return best
