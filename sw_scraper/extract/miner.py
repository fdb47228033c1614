"""The structural miner: finds the repeated records of a page's lists by itself, without knowing the site.

Seeds (headings, links) under the same tags and of the same looks form groups; around each seed the largest part of the
page that has no other seed of its group is a region; regions that are siblings, or like children of like siblings, are
a list. Nothing here depends on a name; hints of names only weigh (:mod:`sw_scraper.extract.hints`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sw_scraper.extract.document import string_of
from sw_scraper.extract.hints import Hint, field_hints
from sw_scraper.extract.regions import RegionSet, clustered, regions_of, shape, spread

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sw_scraper.extract.document import Document, Element
    from sw_scraper.extract.outline import Outline

HEADINGS: Final = ("h1", "h2", "h3", "h4", "h5", "h6")
_GROUPS_TRIED = 6
_SAMPLE = 3


@dataclass(slots=True, eq=False)
class Seed:
    """A possible title or link of a record.

    Attributes:
        element: a heading or an ``<a>``.
        url: where the heading or link leads; None for unlinked headings and links to nowhere.
        heading: a heading, or a link in one.
    """

    element: Element
    url: str | None
    heading: bool


class Miner:
    """Finds the lists of one page."""

    def __init__(self, doc: Document, outline: Outline) -> None:
        self._doc = doc
        self._outline = outline
        self.page_key = doc.url.partition("#")[0].rstrip("/")

    def region_sets(self) -> list[RegionSet]:
        """The lists of the page, those of the most promising groups of seeds first, each found once."""
        groups = sorted(self._groups(), key=self._promise, reverse=True)
        found: list[RegionSet] = []
        seen: set[tuple[Element, Element, int]] = set()
        for group in groups[:_GROUPS_TRIED]:
            for regions in self._sets_of(group):
                key = (regions.regions[0].first, regions.regions[-1].first, len(regions.regions))
                if key not in seen:
                    seen.add(key)
                    found.append(regions)
        return found

    def _sets_of(self, group: list[Seed]) -> Iterator[RegionSet]:
        outline = self._outline
        if len(group) == 1:
            single = self._single(group[0])
            if single is not None:
                yield single
            return
        pairs = regions_of([seed.element for seed in group], outline)
        by_element = {seed.element: seed for seed in group}
        for found in clustered(pairs, outline):
            if len(found.regions) == 1:
                single = self._single(by_element[found.regions[0].seed])
                if single is not None:
                    yield single
                continue
            spread(found.regions, outline)
            yield found

    def _single(self, seed: Seed) -> RegionSet | None:
        """A list of one: the part around a linked title that looks like an entry."""
        if not seed.heading:
            return None
        outline = self._outline
        node = seed.element
        best = None
        for _ in range(12):
            above = outline.parent(node)
            if above is None or above.tag in {"body", "html", "main"}:
                break
            node = above
            if node.tag == "article" or (field_hints(node.get("class") or "") & Hint.ITEM and node.tag != "span"):
                best = node
                if node.tag == "article":
                    break
        if best is None:
            return None
        from sw_scraper.extract.regions import Region

        container = outline.parent(best)
        return RegionSet([Region([best], seed.element)], container if container is not None else best)

    def _seeds(self) -> Iterator[tuple[Seed, int]]:
        """The possible titles and links of the page's main part, each with its path."""
        doc, outline = self._doc, self._outline
        paths, heading_of = outline.paths, outline.heading_of
        linked: dict[Element, str] = {}
        for element in outline.anchors:
            href = element.get("href")
            url = doc.absolute(href)
            if url is None:
                if not href.startswith(("#", "javascript")):
                    continue
            elif "#" in url and url.partition("#")[0].rstrip("/") == self.page_key:
                continue
            heading = heading_of.get(element)
            if heading is not None and url is not None:
                linked.setdefault(heading, url)
            yield Seed(element, url, heading is not None), paths[element]
        for heading in outline.headings:
            target = linked.get(heading)
            if target is None and heading in outline.anchor_of:
                target = doc.absolute(outline.anchor_of[heading].get("href"))
            yield Seed(heading, target, True), paths[heading]

    def _groups(self) -> list[list[Seed]]:
        by_path: dict[int, list[Seed]] = {}
        for seed, path in self._seeds():
            by_path.setdefault(path, []).append(seed)
        groups = []
        for seeds in by_path.values():
            groups.append(seeds)
            if len(seeds) < 3:
                continue
            by_looks: dict[object, list[Seed]] = {}
            for seed in seeds:
                parent = self._outline.parent(seed.element)
                looks = (shape(seed.element), shape(parent) if parent is not None else None)
                by_looks.setdefault(looks, []).append(seed)
            if len(by_looks) > 1:
                groups.extend(part for part in by_looks.values() if len(part) > 1)
        return groups

    def _promise(self, group: list[Seed]) -> float:
        """A cheap guess at how good a list the group can be, to look closer at the best only."""
        count = len(group)
        step = max(1, count // _SAMPLE)
        sample = group[::step][:_SAMPLE]
        weight = sum(self._outline.weight(seed.element) for seed in sample) / len(sample)
        kind = 0.0
        for seed in sample:
            length = len(" ".join(string_of(seed.element).split()))
            worth = 4.0 if seed.heading and seed.url else 2.5 if seed.heading else 1.2 if seed.url else 0.5
            if length < 3:
                worth *= 0.3
            elif length < 15:
                worth *= 0.5
            elif length > 250:
                worth *= 0.7
            kind += worth
        kind /= len(sample)
        distinct = len({seed.url for seed in group if seed.url}) / count if group[0].url else 0.8
        return float(weight * kind * min(count, 30) ** 0.6 * (0.1 + distinct))
