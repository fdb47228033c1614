"""The text and the links between a tag's name and its list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from sw_scraper.extract.document import Document, Element
from sw_scraper.extract.empty_archive import says_nothing_found
from sw_scraper.extract.empty_list import empty_list
from sw_scraper.extract.hints import Zone, zone_hints
from sw_scraper.extract.marks import Mark, marked_elements
from sw_scraper.extract.tag_name import fold_name
from sw_scraper.model import Link
from sw_scraper.normalize.text import clean_text, join_paragraphs

_SKIPPED_TAGS: Final = frozenset(
    (
        "nav",
        "form",
        "select",
        "button",
        "script",
        "style",
        "template",
        "noscript",
        "svg",
        "figure",
        "figcaption",
        "iframe",
        "footer",
        "aside",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "time",
        "label",
        "input",
        "video",
        "audio",
        "canvas",
        "dialog",
    )
)
_SKIPPED_CLASS: Final = re.compile(
    r"crumb|share|social|filter|facet|\bsort|result-?count|count\b|meta\b|tagcloud|tag-cloud|screen-reader|sr-only"
    r"|visually-hidden|(?<!re)search|toolbar|pagin|advert|banner-ad|adsbygoogle|newsletter|cookie|menu|btn|button"
    r"|\bdate\b|byline",
    re.IGNORECASE,
)
_OFF: Final = int(Zone.NAV | Zone.SIDE | Zone.FOOT | Zone.RELATED | Zone.OTHER)
_BLOCKS: Final = frozenset(("p", "blockquote", "div", "section", "article", "li", "dd", "td", "pre", "center"))
_INLINE: Final = frozenset(
    (
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "br",
        "cite",
        "code",
        "em",
        "font",
        "i",
        "img",
        "kbd",
        "mark",
        "q",
        "s",
        "samp",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "u",
        "var",
        "wbr",
    )
)
_SHORTEST: Final = 25
_ENDS_SENTENCE: Final = re.compile(r"[.!?…。！？।؟][\"'”’»›)\]]*$")
_COUNTS: Final = re.compile(r"\d")
_LONGEST: Final = 20_000
_MOST_BLOCKS: Final = 60
_MOST_ELEMENTS: Final = 600


def describe(
    doc: Document, *, heading: Element | None, records: Sequence[Element], name: str
) -> tuple[str | None, tuple[Link, ...]]:
    """The description of a tag and the links in it.

    Args:
        doc: the page.
        heading: where the name stands; None when it was taken from the title.
        records: the elements of the main list's records, in page order; where there are none, the text ends where the
            page shows its empty list.
        name: the tag's name, which is no part of its description.

    Returns:
        The paragraphs, joined by a blank line, and the links in page order; None and none when the page has no such
        text. A class that says "description" is trusted; else it is what stands between the heading and the first
        record and reads like text.
    """
    inside = frozenset(records)
    blocks = _by_class(doc, inside)
    end = records[0] if records else doc.once(empty_list)
    if not blocks and heading is not None and end is not None:
        blocks = _with_short_ones(doc, list(_between(doc, heading, end)))
    folded = fold_name(name)
    kept: list[tuple[Element, str]] = []
    for block in blocks:
        text = clean_text(doc.text(block))
        if (
            text
            and fold_name(text) != folded
            and not says_nothing_found(text)
            and all(text != other for _, other in kept)
        ):
            kept.append((block, text))
    text = join_paragraphs(text for _, text in kept) if kept else None
    if not text or len(text) > _LONGEST:
        return None, ()
    return text, tuple(_links(doc, [block for block, _ in kept]))


def _by_class(doc: Document, inside: frozenset[Element]) -> list[Element]:
    for element in doc.once(marked_elements)[Mark.DESCRIBED]:
        if element in inside or any(up in inside for up in element.iterancestors()):
            continue
        if doc.is_hidden(element) or any(node in inside for node in element.iterdescendants()):
            continue
        paragraphs = [node for node in element.iter("p", "li", "blockquote") if doc.text(node)]
        paragraphs = [node for node in paragraphs if not any(up in paragraphs for up in node.iterancestors())]
        covered = sum(len(doc.text(node)) for node in paragraphs)
        whole = doc.text(element)
        if whole:
            return paragraphs if covered * 10 >= len(whole) * 9 else [element]
    return []


def _between(doc: Document, heading: Element, first: Element) -> Iterator[Element]:
    """Blocks of running text after the heading and before the first record, in document order."""
    around = frozenset(first.iterancestors())
    stack = _what_follows(heading)
    if not any(node is first or node in around for node in stack):
        return  # the list stands before the heading, or around it
    visited = found = 0
    while stack and visited < _MOST_ELEMENTS and found < _MOST_BLOCKS:
        node = stack.pop()
        visited += 1
        if node is first:
            return
        if not isinstance(node.tag, str) or _is_skipped(doc, node):
            continue
        if node.tag in _BLOCKS and node not in around and _is_text_block(node):
            text = doc.text(node)
            if (len(text) >= _SHORTEST or _is_short_sentence(node, text)) and _reads_like_text(doc, node, text):
                found += 1
                yield node
        else:
            stack.extend(reversed(node))


def _is_short_sentence(node: Element, text: str) -> bool:
    return node.tag == "p" and _ENDS_SENTENCE.search(text) is not None and _COUNTS.search(text) is None


def _with_short_ones(doc: Document, blocks: list[Element]) -> list[Element]:
    """The blocks; short ones only where a longer one shows that this is running text."""
    return blocks if any(len(doc.text(block)) >= _SHORTEST for block in blocks) else []


def _what_follows(heading: Element) -> list[Element]:
    """The siblings after the heading and after each element around it, the next one last."""
    levels = []
    for node in (heading, *heading.iterancestors()):
        if node.tag in ("body", "html"):
            break
        levels.append(list(node.itersiblings()))
    return [node for level in reversed(levels) for node in reversed(level)]


def _is_skipped(doc: Document, node: Element) -> bool:
    if node.tag in _SKIPPED_TAGS or doc.is_hidden(node):
        return True
    names = f"{node.get('class') or ''} {node.get('id') or ''}"
    if len(names) > 1 and _has_skipped_class(names):
        return True
    return bool(zone_hints(node.tag, names, node.get("role") or "") & _OFF)


@lru_cache(maxsize=4096)
def _has_skipped_class(names: str) -> bool:
    return _SKIPPED_CLASS.search(names) is not None


def _is_text_block(node: Element) -> bool:
    """Whether an element holds text itself, with nothing but inline elements around it."""
    has_text = bool(node.text and node.text.strip()) or any(child.tail and child.tail.strip() for child in node)
    if not has_text and not any(child.tag in ("b", "strong", "em", "i", "span", "font") for child in node):
        return False
    return all(child.tag in _INLINE for child in node.iterdescendants())


def _reads_like_text(doc: Document, node: Element, text: str) -> bool:
    linked = sum(len(doc.text(link)) for link in node.iter("a"))
    return linked * 10 <= len(text) * 7


def _links(doc: Document, blocks: Sequence[Element]) -> Iterator[Link]:
    for block in blocks:
        for anchor in block.iter("a"):
            url, text = doc.absolute(anchor.get("href")), clean_text(doc.text(anchor))
            if url and text:
                yield Link(text=text, url=url)
