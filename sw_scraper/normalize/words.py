"""Tables written as words: a long list reads best as the words themselves."""

from __future__ import annotations


def word_set(text: str) -> frozenset[str]:
    """Return the words of *text*, separated by white space.

    >>> sorted(word_set("tag topic"))
    ['tag', 'topic']
    """
    return frozenset(text.split())
