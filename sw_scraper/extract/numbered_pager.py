"""The row of page numbers: which page this is, which link leads to the following one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from sw_scraper.extract.document import Element
from sw_scraper.extract.labels import page_number_of
from sw_scraper.extract.link_signals import PageLink
from sw_scraper.extract.marks import Mark, marks_of
from sw_scraper.extract.page_address import PageAddress, is_comment_page, is_day_archive, read_address
from sw_scraper.extract.site_identity import OwnSites

_HEIGHT: Final = 4  # how far above its links the row's container may stand
_LARGEST_ROW: Final = 400  # elements; a bigger container is no row of numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberedPager:
    """A row of page numbers.

    Attributes:
        container: the smallest element that holds the row.
        current: the number of this page; None when the row does not tell.
        certain: the current number was marked and not concluded.
        next_url: the address of the following number; None on the last page.
        descending: numbers run down: the first page of the list has the highest.
        highest: the highest number in the row, this page's included.
        last_by_link: the number in the address of a link labelled as the last page.
    """

    container: Element
    current: int | None
    certain: bool
    next_url: str | None
    next_number: int | None
    descending: bool
    highest: int | None
    last_by_link: int | None


@dataclass(frozen=True, slots=True)
class _Numbered:
    link: PageLink
    number: int
    url: str | None
    address: PageAddress | None


def find_numbered_pager(links: Sequence[PageLink], here: PageAddress, sites: OwnSites) -> NumberedPager | None:
    """The row of page numbers that belongs to the list, if the page has one.

    Args:
        links: the page's links with signs of pagination.
        here: the page's own address.
        sites: the page's own sites.
    """
    numbered = [
        _Numbered(link, link.number, link.url, read_address(link.url) if link.url else None)
        for link in links
        if link.number is not None and 0 < link.number < 100_000 and not link.hidden and not link.in_slider
    ]
    numbered = [one for one in numbered if one.url is None or _is_possible(one.url, sites)]
    best: tuple[float, Element, list[_Numbered]] | None = None
    for container, row in _rows(numbered):
        score = _score(row, here)
        if score >= 2 and (best is None or score >= best[0]):
            best = (score, container, row)
    return _read_row(best[1], best[2], here, links) if best else None


def _is_possible(url: str, sites: OwnSites) -> bool:
    return len(url) < 4096 and not is_day_archive(url) and not is_comment_page(url) and url in sites


def _rows(numbered: list[_Numbered]) -> Iterator[tuple[Element, list[_Numbered]]]:
    """The numbers grouped by the nearest element that holds more than one of them."""
    above = [_ancestors(one.link.element) for one in numbered]
    counts = Counter(node for chain in above for node in chain)
    rows: dict[Element, list[_Numbered]] = {}
    for one, chain in zip(numbered, above, strict=True):
        together = next((node for node in chain if counts[node] > 1), None)
        alone = chain[min(1, len(chain) - 1)] if chain else one.link.element
        rows.setdefault(together if together is not None else alone, []).append(one)
    yield from rows.items()


def _ancestors(element: Element) -> list[Element]:
    chain: list[Element] = []
    for node in element.iterancestors():
        if len(chain) == _HEIGHT or node.tag in ("body", "main", "html"):
            break
        chain.append(node)
    return chain


def _score(row: list[_Numbered], here: PageAddress) -> float:
    """How sure it is that a row of numbers is the list's pager; below 2 it is none."""
    addresses = [(one.number, one.address) for one in row if one.address is not None]
    if not addresses or all(1900 <= number <= 2100 for number, _ in addresses):
        return 0.0
    in_pager = any(one.link.in_pager for one in row)
    known = [
        (number, address) for number, address in addresses if address.number is not None and address.key != here.key
    ]
    if not known:
        tokens = len({address.key for _, address in addresses}) == len(addresses)
        return 2.0 if in_pager and tokens else 0.0
    stems = Counter(address.stem for _, address in known)
    stem, votes = stems.most_common(1)[0]
    if not _fits([(number, address.number or 0) for number, address in known]) or (votes < len(known) and not in_pager):
        return 0.0
    score = 1.0 + (1.5 if in_pager else 0.0) + (1.0 if known[0][1].is_named else 0.0)
    if stem == here.stem:
        score += 3.0
    elif len(known) == 1 and not in_pager:
        score -= 1.0
    return score


def _fits(pairs: list[tuple[int, int]]) -> bool:
    """Whether the numbers in the addresses follow from the numbers shown: the same, one less, or offsets."""
    if all(shown == named for shown, named in pairs) or all(shown == named + 1 for shown, named in pairs):
        return True
    above_one = [(shown, named) for shown, named in pairs if shown > 1]
    if not above_one:
        return False
    shown, named = above_one[0]
    size = named / (shown - 1)
    if size >= 2 and all(abs(named - size * (shown - 1)) < 1.01 for shown, named in pairs):
        return True
    size = named / shown
    return len(pairs) > 1 and size >= 2 and all(named == size * shown for shown, named in pairs)


def _read_row(container: Element, row: list[_Numbered], here: PageAddress, links: Sequence[PageLink]) -> NumberedPager:
    current, certain = _current(container, row, here)
    numbers = [one.number for one in row]
    highest = max([*numbers, current or 0])
    descending = _runs_down(numbers, current, highest, here, links)
    following = (current - 1 if descending else current + 1) if current is not None else None
    target = next((one for one in row if one.number == following and one.url and not one.link.disabled), None)
    if target is not None and target.address is not None and target.address.key == here.key:
        target = None
    return NumberedPager(
        container=container,
        current=current,
        certain=certain,
        next_url=target.url if target else None,
        next_number=following,
        descending=descending,
        highest=highest,
        last_by_link=_last_by_link(links, row),
    )


def _runs_down(
    numbers: list[int], current: int | None, highest: int, here: PageAddress, links: Sequence[PageLink]
) -> bool:
    """Whether the list begins at the highest number.

    The address without a number is the beginning of the list; where that is the highest number, they run down. Where
    the row itself is written downwards, a link labelled "next" to a lower number decides (rows are also written
    downwards for right-floating styles).
    """
    if current is None:
        return False
    if here.number is None and not here.token and current == highest and current > 1:
        return True
    if len(numbers) < 3 or any(a <= b for a, b in pairwise(numbers)):
        return False
    labelled = (read_address(link.url).number for link in links if link.direction == "next" and link.url)
    return any(number == current - 1 for number in labelled)


def _current(container: Element, row: list[_Numbered], here: PageAddress) -> tuple[int | None, bool]:
    marked, plain = _marks(container)
    if len(marked) == 1:
        return marked[0], True
    own = [one.number for one in row if one.address is not None and one.address.key == here.key]
    if len(plain) == 1 and plain[0] not in {one.number for one in row if one.url}:
        return plain[0], True
    if len(set(own)) == 1:
        return own[0], True
    if here.number is not None and here.is_named:
        twin = next((one for one in row if one.address is not None and one.address.number is not None), None)
        if twin is not None and twin.address is not None and twin.address.stem == here.stem and not here.is_offset:
            return here.number + twin.number - (twin.address.number or 0), True
    numbers = sorted({one.number for one in row if one.url})
    gaps = [a + 1 for a, b in pairwise(numbers) if b == a + 2]
    if len(gaps) == 1 and not plain:
        return gaps[0], False
    return (1, False) if numbers and numbers[0] == 2 and here.number is None else (None, False)


def _marks(container: Element) -> tuple[list[int], list[int]]:
    """Numbers that are marked as the current page, and numbers outside of links; each once, in page order."""
    marked: dict[int, None] = {}
    plain: dict[int, None] = {}
    for position, node in enumerate(container.iter()):
        if position > _LARGEST_ROW:
            return [], []
        number = _number_in(_short_text(node)) if node is not container and _is_marked(node) else None
        if number is not None:
            marked[number] = None
        own = _number_in(node.text)
        if (
            own is not None
            and node.tag not in ("a", "option")
            and not any(up.tag == "a" for up in _up_to(node, container))
        ):
            plain[own] = None
        tail = _number_in(node.tail) if node is not container and node.getparent().tag != "a" else None
        if tail is not None:
            plain[tail] = None
    return list(marked), list(plain)


def _is_marked(node: Element) -> bool:
    """Whether class or ARIA state call an element the current one."""
    classes = node.get("class")
    return (
        (node.get("aria-current") or "false") != "false"
        or node.get("aria-selected") == "true"
        or (classes is not None and bool(marks_of(classes) & Mark.CURRENT))
        or (node.tag == "option" and node.get("selected") is not None)
    )


def _number_in(text: str | None) -> int | None:
    if not text or len(text) > 400 or text.isspace():
        return None
    return page_number_of(" ".join(text.split()))


def _short_text(node: Element) -> str:
    """The text of an element; "" as soon as it is too long for a label."""
    pieces, size = [], 0
    for piece in node.itertext():
        pieces.append(piece)
        size += len(piece)
        if size > 400:
            return ""
    return "".join(pieces)


def _up_to(node: Element, container: Element) -> Iterator[Element]:
    for up in node.iterancestors():
        if up is container:
            return
        yield up


def _last_by_link(links: Sequence[PageLink], row: list[_Numbered]) -> int | None:
    stems = {one.address.stem for one in row if one.address is not None and one.address.number is not None}
    for link in links:
        if link.direction == "edge" and link.url and link.in_pager:
            address = read_address(link.url)
            if address.stem in stems and address.number and not address.is_offset and address.number > 1:
                twin = next(
                    (
                        one
                        for one in row
                        if one.address is not None and one.address.stem == address.stem and one.address.number
                    ),
                    None,
                )
                if twin is not None and twin.address is not None:
                    return address.number + twin.number - (twin.address.number or 0)
    return None
