"""A page with its records outlined, safe to open in a browser: no scripts, and nothing is loaded unless asked for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from lxml import etree

if TYPE_CHECKING:
    from sw_scraper.extract.archive import Inspection

_REMOVED: Final = (
    "script",
    "noscript",
    "iframe",
    "frame",
    "frameset",
    "object",
    "embed",
    "applet",
    "template",
    "base",
    "portal",
)
_ADDRESSES: Final = frozenset(
    ("href", "src", "action", "formaction", "poster", "data", "background", "cite", "longdesc", "xlink:href")
)
_NOTHING: Final = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:"
_ASSETS: Final = (
    "default-src 'none'; style-src 'unsafe-inline' http: https:; img-src data: http: https:; "
    "font-src data: http: https:"
)
# What the parser lets through and lxml refuses to write, as bytes of UTF-8 and as text.
_FORBIDDEN: Final = re.compile(b"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_STYLE: Final = """
.sw-record { outline: 3px solid #d03030 !important; outline-offset: 2px !important; position: relative; }
.sw-tag { outline: 3px dashed #2060d0 !important; }
.sw-next { outline: 3px solid #208040 !important; }
.sw-number { all: initial; position: absolute; top: 0; left: 0; z-index: 99999; padding: 1px 6px; background: #d03030;
  color: #fff; font: bold 13px/1.4 sans-serif; }
.sw-verdict { all: initial; display: block; padding: 10px 14px; border-bottom: 3px solid #d03030; background: #fff;
  color: #111; font: 14px/1.5 sans-serif; white-space: pre-wrap; }
"""


def outlined_page(seen: Inspection, *, assets: bool = False) -> bytes:
    """The page as HTML with the records outlined and numbered, the tag's name and the next link marked.

    Args:
        seen: the inspection.
        assets: the page may load styles, pictures and fonts of its site; else nothing at all.

    Returns:
        UTF-8 bytes. Scripts, frames, event attributes and script addresses are gone, and a content security policy
        forbids what might have been missed.
    """
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    source = _FORBIDDEN.sub(b" ", seen.document.source or b"<html></html>")
    root = etree.fromstring(source, parser)
    if root is None:
        root = etree.fromstring(b"<html><body></body></html>", parser)
    _mark(root, seen)
    _disarm(root, seen)
    _add_head(root, _ASSETS if assets else _NOTHING)
    _add_verdict(root, seen)
    text: bytes = etree.tostring(root, method="html", encoding="utf-8")
    return b"<!DOCTYPE html>\n" + text


def _mark(root: Any, seen: Inspection) -> None:
    """Classes and numbers; elements are found again by their paths, which both trees share."""
    original, copy = seen.document.root.getroottree(), root.getroottree()
    marked: list[tuple[Any, str, str]] = []
    for position, region in enumerate(seen.regions, start=1):
        for order, element in enumerate(region):
            label = str(position) if order == 0 else ""
            marked += [(twin, "sw-record", label) for twin in _twin(original, copy, element)]
    for element in _name_elements(seen):
        marked += [(twin, "sw-tag", "") for twin in _twin(original, copy, element)]
    for anchor in seen.document.anchors:
        if anchor.url is not None and anchor.url == seen.pagination.next_url:
            marked += [(twin, "sw-next", "") for twin in _twin(original, copy, anchor.element)]
    for element, name, label in marked:
        element.set("class", _CONTROL.sub(" ", f"{element.get('class') or ''} {name}").strip())
        if label and element.tag not in ("tr", "img", "br", "hr", "input", "table", "tbody"):
            number = etree.Element("span", {"class": "sw-number"})
            number.text, number.tail, element.text = label, element.text, None
            element.insert(0, number)


def _twin(original: Any, copy: Any, element: Any) -> list[Any]:
    try:
        found = copy.xpath(original.getpath(element))
    except etree.XPathError:  # a broken page has elements whose names are no names
        return []
    return found[:1] if isinstance(found, list) else []


def _name_elements(seen: Inspection) -> list[Any]:
    from sw_scraper.extract.header import name_candidates

    if seen.page.tag is None:
        return []
    elements = [node for region in seen.regions for node in region]
    found = name_candidates(seen.document, records=elements)
    best = max(found, key=lambda one: one.score, default=None)
    return [best.element] if best is not None and best.element is not None else []


def _disarm(root: Any, seen: Inspection) -> None:
    for element in list(root.iter(*_REMOVED)):
        _drop(element)
    for element in list(root.iter("meta")):
        if element.get("http-equiv"):
            _drop(element)
    for element in list(root.iter("link")):
        if "stylesheet" not in (element.get("rel") or "").lower():
            _drop(element)
    for element in root.iter():
        for name in list(element.attrib):
            lowered = name.lower()
            if lowered.startswith("on") or lowered in ("srcdoc", "ping"):
                del element.attrib[name]
            elif lowered in _ADDRESSES or lowered == "srcset":
                _make_safe(element, name, seen)


def _make_safe(element: Any, name: str, seen: Inspection) -> None:
    if name.lower() == "srcset":
        del element.attrib[name]
        return
    value = element.get(name)
    if value.startswith(("#", "data:image/")):
        return
    url = seen.document.absolute(value)
    if url is None:
        del element.attrib[name]
    else:
        element.set(name, url)


def _drop(element: Any) -> None:
    """Remove an element and keep the text after it."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def _add_head(root: Any, policy: str) -> None:
    head = root.find("head")
    if head is None:
        head = etree.Element("head")
        root.insert(0, head)
    for element in [one for one in head.iter("meta") if one.get("charset")]:
        _drop(element)
    style = etree.SubElement(head, "style")
    style.text = _STYLE
    head.insert(0, etree.Element("meta", {"name": "referrer", "content": "no-referrer"}))
    head.insert(0, etree.Element("meta", {"http-equiv": "Content-Security-Policy", "content": policy}))
    head.insert(0, etree.Element("meta", {"charset": "utf-8"}))


def _add_verdict(root: Any, seen: Inspection) -> None:
    page = seen.page
    body = root.find("body")
    if body is None:
        body = etree.SubElement(root, "body")
    panel = etree.Element("div", {"class": "sw-verdict"})
    tag = page.tag.name if page.tag else "none"
    panel.text = _CONTROL.sub(
        " ",
        f"{page.url}\n{page.kind}: {'; '.join(page.reasons)}\n"
        f"{len(seen.regions)} records by {page.extractor} (confidence {page.confidence:.2f}), tag: {tag}, "
        f"next page: {seen.pagination.next_url or 'none'}",
    )
    panel.tail, body.text = body.text, None
    body.insert(0, panel)
