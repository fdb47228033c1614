"""The image of a record, lazy loading and source sets included."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sw_scraper.extract.document import Document, Element

_SOURCES: Final = (
    "data-src",
    "data-lazy-src",
    "data-original",
    "data-lazy",
    "src",
    "data-srcset",
    "srcset",
    "data-lazy-srcset",
)
_NO_PICTURE: Final = (
    "avatar", "emoji", "smiley", "smilies", "spacer", "blank.", "pixel", "/icon/", "/icons/", "loading.", "placeholder",
    "1x1", "transparent",
)  # fmt: skip
_BACKGROUND: Final = re.compile(r"background(?:-image)?\s*:[^;]*url\(\s*[\"']?([^\"')]+)", re.I)
_BACKGROUNDS: Final = ("data-bg", "data-background", "data-background-image", "data-bg-image")


def image_of(images: Iterable[Element], nodes: Sequence[Element], doc: Document) -> str | None:
    """The address of the record's first real image.

    Args:
        images: the ``<img>`` elements of the region, in page order.
        nodes: the region's elements, for background images.
        doc: the page.
    """
    names = [name for name in _SOURCES if name in doc.attribute_names]
    for image in images:
        for name in names:
            value = image.get(name)
            if not value or value.startswith(("data:", "blob:")):
                continue
            if "srcset" in name:
                value = value.split(",")[-1].split()[0] if value.split(",")[-1].strip() else ""
            if not value or _is_no_picture(value) or _is_no_picture(image.get("class") or ""):
                continue
            url = doc.absolute(value)
            if url:
                return url
    return _background(nodes, doc)


def _is_no_picture(names: str) -> bool:
    lowered = names.lower()
    return any(word in lowered for word in _NO_PICTURE)


def _background(nodes: Sequence[Element], doc: Document) -> str | None:
    names = [name for name in _BACKGROUNDS if name in doc.attribute_names]
    if not names and "style" not in doc.attribute_names:
        return None
    for node in nodes:
        for element in node.iter("div", "a", "span", "figure", "article", "li"):
            for name in names:
                if element.get(name):
                    return doc.absolute(element.get(name))
            style = element.get("style")
            if style and "url(" in style and (found := _BACKGROUND.search(style)):
                return doc.absolute(found.group(1))
    return None
