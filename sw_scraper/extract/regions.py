"""From seeds (titles or links that look alike) to the regions of the page that are one record each."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from sw_scraper.extract.hints import TERM_CLASS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sw_scraper.extract.document import Element
    from sw_scraper.extract.outline import Outline

# Tokens that differ between records of one list: numbers, positions, states.
_PASSING: Final = re.compile(
    r"\b(?:first|last|odd|even|active|current|alt|sticky|featured|leading)\b|(?:row|col|item|post|node|id)?[-_]?\d+"
)


@dataclass(slots=True, eq=False)
class Region:
    """A part of the page that is one record.

    Attributes:
        nodes: neighbouring elements in page order; mostly one.
        seed: the title or link that it was found by.
    """

    nodes: list[Element]
    seed: Element

    @property
    def first(self) -> Element:
        """The first element."""
        return self.nodes[0]


@dataclass(slots=True, eq=False)
class RegionSet:
    """A list: regions in page order.

    Attributes:
        regions: in page order.
        container: the element that holds the list (its nearest common part).
    """

    regions: list[Region]
    container: Element
    notes: list[str] = field(default_factory=list)


def shape(element: Element) -> tuple[str, str]:
    """What makes an element the same kind of thing as another: tag and class without what passes.

    Args:
        element: any.
    """
    names = element.get("class")
    return element.tag, _lasting(names) if names else ""


@lru_cache(maxsize=8192)
def _lasting(names: str) -> str:
    tokens = names.split()
    if "hentry" in tokens or "status-publish" in tokens or "type-post" in tokens:
        tokens = [token for token in tokens if not TERM_CLASS.match(token) and not token.startswith("has-")]
    return " ".join(_PASSING.sub("", " ".join(tokens)).split())


def regions_of(seeds: Sequence[Element], outline: Outline) -> list[tuple[Element, Element]]:
    """The largest element around each seed that has no other seed in it.

    Args:
        seeds: in page order.
        outline: of the page.

    Returns:
        ``(region, seed)`` in page order; a seed that holds other seeds has none.
    """
    ends = _chain(seeds[0], outline), set(_chain(seeds[-1], outline))
    common = next((node for node in ends[0] if node in ends[1]), None)
    counts: dict[Element, int] = {}
    for seed in seeds:
        node: Element | None = seed
        while node is not None and node is not common:
            counts[node] = counts.get(node, 0) + 1
            node = node.getparent()
    found = []
    for seed in seeds:
        if counts.get(seed) != 1:
            continue
        region = seed
        while (above := region.getparent()) is not None:
            if counts.get(above) != 1:
                break
            region = above
        found.append((region, seed))
    return found


def _chain(element: Element, outline: Outline) -> list[Element]:
    """The element and all around it, nearest first."""
    chain = []
    node: Element | None = element
    while node is not None:
        chain.append(node)
        node = outline.parent(node)
    return chain


def clustered(pairs: Iterable[tuple[Element, Element]], outline: Outline) -> list[RegionSet]:
    """Regions as lists: siblings belong together, and so do the like children of like siblings (rows, columns, years).

    Args:
        pairs: ``(region, seed)`` in page order.
        outline: of the page.
    """
    parent = outline.parent
    by_container: dict[Element, list[Region]] = {}
    for region, seed in pairs:
        container = parent(region)
        if container is None:
            container = region
        by_container.setdefault(container, []).append(Region([region], seed))
    groups = _merged(list(by_container), parent_of=parent)
    found = []
    for containers in groups:
        if _are_cells(containers, by_container):
            above = parent(containers[0])
            whole = [Region([container], by_container[container][0].seed) for container in containers]
            found.append(RegionSet(whole, above if above is not None else containers[0]))
            continue
        regions = _of_one_kind([region for container in containers for region in by_container[container]], outline)
        container = containers[0] if len(containers) == 1 else parent(containers[0])
        found.append(RegionSet(regions, container if container is not None else containers[0]))
    return found


def _are_cells(containers: list[Element], by_container: dict[Element, list[Region]]) -> bool:
    """Whether the regions are parts of records: most of their containers link to one and the same place twice."""
    if len(containers) < 2:
        return False
    doubled = 0
    for container in containers:
        targets = [region.seed.get("href") for region in by_container[container] if region.seed.tag == "a"]
        doubled += len(set(targets)) < len(targets)
    return doubled >= 0.7 * len(containers)


def _of_one_kind(regions: list[Region], outline: Outline) -> list[Region]:
    """Without what is of another shape and stands elsewhere than most of the list."""
    if len(regions) < 5:
        return regions
    shapes = Counter(shape(region.first) for region in regions)
    usual, count = shapes.most_common(1)[0]
    if count == len(regions) or count < 0.6 * len(regions):
        return regions
    homes = {outline.parent(region.first) for region in regions if shape(region.first) == usual}
    return [region for region in regions if shape(region.first) == usual or outline.parent(region.first) in homes]


def _merged(containers: list[Element], *, parent_of: object) -> list[list[Element]]:
    leader = {container: container for container in containers}

    def find(node: Element) -> Element:
        while leader[node] is not node:
            node = leader[node]
        return node

    seen: dict[tuple[object, ...], Element] = {}
    for container in containers:
        steps: list[object] = []
        node = container
        for _ in range(3):
            above = parent_of(node)  # type: ignore[operator]
            if above is None:
                break
            steps.append(shape(node) if node is not container else (node.tag, shape(node)[1]))
            if above in leader and above is not container:  # a row of one: its region is a child of the list itself
                leader[find(container)] = find(above)
            key = (above, *steps)
            if key in seen:
                leader[find(container)] = find(seen[key])
            else:
                seen[key] = container
            node = above
    groups: dict[Element, list[Element]] = {}
    for container in containers:
        groups.setdefault(find(container), []).append(container)
    return list(groups.values())


def spread(regions: list[Region], outline: Outline) -> bool:
    """Widen the regions of a flat list (title, text, title, text as siblings) to all that belongs to each.

    Args:
        regions: in page order; changed in place.
        outline: of the page.

    Returns:
        Whether anything was widened.
    """
    if len(regions) < 2:
        return False
    by_container: dict[Element, list[Region]] = {}
    for region in regions:
        container = outline.parent(region.first)
        if container is not None:
            by_container.setdefault(container, []).append(region)
    widened = False
    for container, members in by_container.items():
        if len(members) >= 2:
            widened |= _spread_in(container, members)
    return widened


def _spread_in(container: Element, members: list[Region]) -> bool:
    children = list(container)
    place = {child: index for index, child in enumerate(children)}
    starts = [place[member.first] for member in members]
    gaps = [after - before - 1 for before, after in pairwise(starts)]
    if sum(1 for gap in gaps if gap > 0) < 0.6 * len(gaps):
        return False
    # what stands before every title, the first one included, belongs to the title after it
    lead = 0
    while starts[0] - lead - 1 >= 0 and lead < min(gaps):
        shapes = {shape(children[start - lead - 1]) for start in starts}
        if len(shapes) > 1 or children[starts[0] - lead - 1].tag in {"hr", "br", "h1"}:
            break
        lead += 1
    if lead and lead >= min(gaps) and _follows(children, starts, lead):
        lead = 0
    known: set[tuple[str, str]] = set()
    for index, member in enumerate(members[:-1]):
        member.nodes = children[starts[index] - lead : starts[index + 1] - lead]
        known.update(shape(node) for node in member.nodes)
    end = starts[-1] + 1
    limit = max(gaps) + 1 - lead
    while end < len(children) and end - starts[-1] < limit and shape(children[end]) in known:
        end += 1
    members[-1].nodes = children[starts[-1] - lead : end]
    return True


def _follows(children: list[Element], starts: list[int], lead: int) -> bool:
    """Whether the last title has after it what stands between the others: then that follows, not leads."""
    after_last = starts[-1] + 1
    return after_last < len(children) and shape(children[after_last]) == shape(children[starts[0] + 1]) and lead > 0
