"""One place that weighs candidates for the main list against each other."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from sw_scraper.extract.document import string_of
from sw_scraper.extract.hints import Hint, field_hints

if TYPE_CHECKING:
    from sw_scraper.extract.document import Document, Element
    from sw_scraper.extract.outline import Outline
    from sw_scraper.extract.regions import Region, RegionSet
    from sw_scraper.extract.selected import FieldSelectors

_DIGITS_OF_DATE: Final = re.compile(  # a year, or a date in digits; begins with what is quick to look for
    r"\d(?:(?<=1)(?<!\w1)9\d\d\b|(?<=2)(?<!\w2)0\d\d\b|\d?[./-]\d{1,2}[./-]\d{2,4})"
)
_SAMPLE = 5


@dataclass(slots=True, eq=False)
class Candidate:
    """A list that one strategy proposes.

    Attributes:
        extractor: the strategy.
        regions: its records' regions.
        score: what the judge gave it.
        prior: what is known of the strategy beforehand, a factor of the score.
        reasons: what the judge saw.
        fields: selectors of the entry's fields that the strategy knows; None when it knows none.
    """

    extractor: str
    regions: RegionSet
    score: float = 0.0
    prior: float = 1.0
    reasons: list[str] = field(default_factory=list)
    fields: FieldSelectors | None = None

    def overlaps(self, other: Candidate) -> bool:
        """Whether both propose parts of the same list."""
        mine = {node for region in self.regions.regions for node in region.nodes}
        for region in other.regions.regions[:3]:
            node = region.first
            while node is not None:
                if node in mine:
                    return True
                node = node.getparent()
        theirs = {node for region in other.regions.regions for node in region.nodes}
        for region in self.regions.regions[:3]:
            node = region.first
            while node is not None:
                if node in theirs:
                    return True
                node = node.getparent()
        return False

    def path(self) -> str:
        """Where the list stands, such as ``main#content > div.posts``."""
        steps: list[str] = []
        node = self.regions.container
        while node is not None and node.tag not in {"body", "html"} and len(steps) < 3:
            ident, names = node.get("id"), (node.get("class") or "").split()
            steps.append(node.tag + (f"#{ident}" if ident else f".{names[0]}" if names else ""))
            node = node.getparent()
        return " > ".join(reversed(steps))


class Judge:
    """Weighs candidates of one page."""

    def __init__(self, doc: Document, outline: Outline) -> None:
        self._doc = doc
        self._outline = outline

    def ranked(self, candidates: list[Candidate]) -> list[Candidate]:
        """The candidates, best first; of equals the one that was proposed first.

        Args:
            candidates: of the page; their scores are set.
        """
        known: dict[object, tuple[float, list[str]]] = {}
        for candidate in candidates:
            regions = candidate.regions.regions
            key = (regions[0].first, regions[-1].first, len(regions))
            if key in known:  # the same list from another strategy
                score, reasons = known[key]
                candidate.score, candidate.reasons = score * candidate.prior, list(reasons)
            else:
                known[key] = (self.weigh(candidate) / candidate.prior, candidate.reasons)
        self._demote_wrappers(candidates)
        return sorted((one for one in candidates if one.score > 0), key=lambda one: one.score, reverse=True)

    def _demote_wrappers(self, candidates: list[Candidate]) -> None:
        """A single record that holds several articles of another candidate is the box around them."""
        singles = [one for one in candidates if len(one.regions.regions) == 1]
        for single in singles:
            around = set(single.regions.regions[0].nodes)
            for other in candidates:
                tops = [region.first for region in other.regions.regions]
                if len(tops) < 2 or other.score < 0.4 * single.score or tops[0].tag != "article":
                    continue
                if all(any(node in around for node in top.iterancestors()) for top in tops):
                    single.score *= 0.3
                    single.reasons.append("the box around several articles")
                    break

    def weigh(self, candidate: Candidate) -> float:
        """The score of a candidate: evidence of records, summed, times what speaks for or against the place.

        Args:
            candidate: its ``score`` is set.
        """
        regions = candidate.regions.regions
        step = max(1, len(regions) // _SAMPLE)
        sample = regions[::step][:_SAMPLE]
        worth = [self._worth(region) for region in sample]
        total = sum(value for value, *_ in worth) / len(sample) * float(min(len(regions), 60) ** 0.85)
        own = sum(length for _, length, _ in worth)
        linked = sum(seed for *_, seed in worth)
        weight = self._outline.weight(candidate.regions.container)
        if weight < 0.5:
            candidate.reasons.append("stands in a side part of the page")
        score = total * weight * candidate.prior
        if linked and own - linked < 8 * len(sample):  # nothing but links
            average = linked / len(sample)
            candidate.reasons.append("nothing but links")
            score *= 0.12 if average < 18 else 0.35 if average < 28 else 0.8
        distinct = self._distinct(regions)
        if distinct < 0.6:
            candidate.reasons.append("leads to few different pages")
        score *= distinct
        candidate.score = score
        return score

    def _worth(self, region: Region) -> tuple[float, int, int]:
        text = " ".join(" ".join(string_of(node).split()) for node in region.nodes)
        seed_text = len(" ".join(string_of(region.seed).split()))
        value = 1.0
        heading, linked = self._heading(region)
        value += 2.0 * linked + 1.0 * heading
        rest = len(text) - seed_text
        value += min(rest, 400) / 160
        if _DIGITS_OF_DATE.search(text):
            value += 0.8
        first = region.first
        if next(first.iter("time"), None) is not None:
            value += 0.8
        if next(first.iter("img"), None) is not None:
            value += 0.6
        if first.tag == "article" or field_hints(first.get("class") or "") & Hint.ITEM:
            value *= 1.2
        if seed_text < 3:
            value *= 0.5
        if not linked and self._is_group(region):
            value *= 0.3
        return value, len(text), seed_text

    def _is_group(self, region: Region) -> bool:
        """Whether an unlinked heading stands over several links of one kind: then it names a group of records."""
        paths = self._outline.paths
        seen: dict[int, set[str]] = {}
        for node in region.nodes:
            for anchor in node.iter("a"):
                path = paths.get(anchor)
                url = self._doc.absolute(anchor.get("href"))
                if path is not None and url:
                    urls = seen.setdefault(path, set())
                    urls.add(url)
                    if len(urls) > 1 and len(region.seed) == 0 and region.seed.tag != "a":
                        return True
        return False

    def _heading(self, region: Region) -> tuple[bool, bool]:
        for node in region.nodes:
            for heading in node.iter("h1", "h2", "h3", "h4", "h5", "h6"):
                inside = next(heading.iter("a"), None)
                if inside is not None and self._doc.absolute(inside.get("href")):
                    return True, True
                above = self._outline.parent(heading)
                for _ in range(4):
                    if above is None:
                        break
                    if above.tag == "a":
                        return True, bool(self._doc.absolute(above.get("href")))
                    above = self._outline.parent(above)
                return True, False
        return False, False

    def _distinct(self, regions: list[Region]) -> float:
        """How far the records lead to different places: a list that names one place many times is none."""
        urls = [self._target(region) for region in regions[:60]]
        known = [url for url in urls if url]
        if not known:
            return 0.6
        return max(0.1, len(set(known)) / len(known)) * (0.6 + 0.4 * len(known) / len(urls))

    def _target(self, region: Region) -> str | None:
        seed: Element | None = region.seed
        anchor = seed if seed is not None and seed.tag == "a" else next(region.seed.iter("a"), None)
        if anchor is None:
            for node in region.nodes:
                anchor = next(node.iter("a"), None)
                if anchor is not None:
                    break
        return self._doc.absolute(anchor.get("href")) if anchor is not None else None
