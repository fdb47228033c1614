"""Tables written as words: a long list reads best as the words themselves."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def word_set(text: str) -> frozenset[str]:
    """Return the words of *text*, separated by white space.

    >>> sorted(word_set("tag topic"))
    ['tag', 'topic']
    """
    return frozenset(text.split())


def one_of(phrases: Sequence[str]) -> str:
    r"""Return a regular expression that finds one of *phrases*, the same as all of them parted by bars.

    Phrases that begin alike are tried together, so that at most places of a text nothing is tried; of phrases that
    fit at one place the first in the list is found.

    >>> one_of(("nothing", "none", "0 found"))
    '(?:no(?:thing|ne)|0\\ (?:found))'
    """
    begun: dict[str, list[str]] = {}
    for phrase in phrases:
        begun.setdefault(phrase[:2], []).append(re.escape(phrase[2:]))
    return "(?:" + "|".join(f"{re.escape(start)}(?:{'|'.join(ends)})" for start, ends in begun.items()) + ")"
