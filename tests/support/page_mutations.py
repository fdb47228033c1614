"""Pages damaged at random, by seed: bytes and markup cut, doubled, exchanged, nested, and hostile pieces put in."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence

TAGS = (b"div", b"article", b"a", b"p", b"table", b"tr", b"ul", b"li", b"span", b"template", b"svg", b"select", b"form")
HOSTILE = (
    b"\x00", b"\xff\xfe", b"\xed\xa0\x80", b"&#0;", b"&#x110000;", b"&#xd800;", b"&amp;amp;lt;", b"<!--", b"-->",
    b"<![CDATA[", b"]]>", b"<?xml version='1.0' encoding='utf-7'?>", b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b"<plaintext>",
    b"<script>", b"<style>", b"<title>", b"</body></html>", b"<base href='javascript:1'>", b"<base href='//['>",
    b"<meta charset='utf-16'>", b"<meta charset='nonsense'>", b"<a href='http://[::1'>", b"<a href='http://a:99999/'>",
    b"<a href='\x01javascript:1'>", b"<time datetime='9999-99-99T99:99:99+99:99'>", b"<time datetime='-1'>",
    b"31 febbraio 2025", b"0 0 0000", b"12/31/99999999999", b"5 minuti fa", "\u202e\u200b\u0000".encode(),
    b"<link rel=next href=''>", b"<link rel=next href='?page=99999999999999999999'>", b"page/" + b"9" * 400 + b"/",
    b"<script type='application/ld+json'>{\"@graph\":[{\"@type\":[[]],\"datePublished\":{}}]}</script>",
    b"<script type='application/ld+json'>" + b"[" * 3000 + b"</script>", b"x" * 20_000, "\u0301".encode() * 3000,
    b"<div " + b" ".join(b"a%d=1" % n for n in range(3000)) + b">", "𝟗".encode() * 40, b"\r\n\t" * 500,
)  # fmt: skip
_TAG = re.compile(rb"<[^>]{0,400}>")
_VALUE = re.compile(rb"=\"[^\"]{0,400}\"")
_NUMBER = re.compile(rb"\d+")

_Change = Callable[[bytes, random.Random, Sequence[bytes]], bytes]


def _span(data: bytes, dice: random.Random, most: int) -> tuple[int, int]:
    start = dice.randrange(len(data) + 1)
    return start, min(len(data), start + dice.randint(1, most))


def _bytes_changed(data: bytes, dice: random.Random, _seeds: Sequence[bytes]) -> bytes:
    made = bytearray(data)
    for _ in range(dice.choice((1, 10, 300))):
        if made:
            made[dice.randrange(len(made))] = dice.randrange(256)
    return bytes(made)


def _cut_out(data: bytes, dice: random.Random, _seeds: Sequence[bytes]) -> bytes:
    start, end = _span(data, dice, dice.choice((3, 100, 5000)))
    return data[:start] + data[end:]


def _cut_off(data: bytes, dice: random.Random, _seeds: Sequence[bytes]) -> bytes:
    return data[: dice.randrange(len(data) + 1)]


def _doubled(data: bytes, dice: random.Random, _seeds: Sequence[bytes]) -> bytes:
    start, end = _span(data, dice, dice.choice((50, 2000)))
    return data[:start] + data[start:end] * dice.choice((2, 5, 60)) + data[end:]


def _moved(data: bytes, dice: random.Random, _seeds: Sequence[bytes]) -> bytes:
    start, end = _span(data, dice, 3000)
    left = data[:start] + data[end:]
    place = dice.randrange(len(left) + 1)
    return left[:place] + data[start:end] + left[place:]


def _hostile(data: bytes, dice: random.Random, _seeds: Sequence[bytes]) -> bytes:
    place = dice.randrange(len(data) + 1)
    return data[:place] + dice.choice(HOSTILE) + data[place:]


def _nested(data: bytes, dice: random.Random, _seeds: Sequence[bytes]) -> bytes:
    place, tag = dice.randrange(len(data) + 1), dice.choice(TAGS)
    return data[:place] + b"<%b>" % tag * dice.choice((20, 500, 5000)) + data[place:]


def _tags_dropped(data: bytes, dice: random.Random, _seeds: Sequence[bytes]) -> bytes:
    share = dice.choice((0.02, 0.2))
    return _TAG.sub(lambda found: b"" if dice.random() < share else found[0], data)


def _tags_renamed(data: bytes, dice: random.Random, _seeds: Sequence[bytes]) -> bytes:
    old, new = dice.choice(TAGS), dice.choice(TAGS)
    return data.replace(b"<" + old, b"<" + new)


def _values_exchanged(data: bytes, dice: random.Random, _seeds: Sequence[bytes]) -> bytes:
    values = _VALUE.findall(data) or [b'=""']
    return _VALUE.sub(lambda found: dice.choice(values) if dice.random() < 0.1 else found[0], data)


def _numbers_exchanged(data: bytes, dice: random.Random, _seeds: Sequence[bytes]) -> bytes:
    made = (b"0", b"-1", b"99999999999999999999", b"31", b"2025", b"")
    return _NUMBER.sub(lambda found: dice.choice(made) if dice.random() < 0.1 else found[0], data)


def _spliced(data: bytes, dice: random.Random, seeds: Sequence[bytes]) -> bytes:
    other = dice.choice(seeds)
    return data[: dice.randrange(len(data) + 1)] + other[dice.randrange(len(other) + 1) :]


def _encoded_anew(data: bytes, dice: random.Random, _seeds: Sequence[bytes]) -> bytes:
    return data.decode("utf-8", "replace").encode(dice.choice(("utf-16", "utf-32", "latin-1", "utf-7")), "replace")


CHANGES: tuple[_Change, ...] = (
    _bytes_changed, _cut_out, _cut_off, _doubled, _moved, _hostile, _hostile, _nested, _tags_dropped, _tags_renamed,
    _values_exchanged, _numbers_exchanged, _spliced, _encoded_anew,
)  # fmt: skip


def mutated_page(seeds: Sequence[bytes], seed: str) -> bytes:
    """A page made of one of the seeds by one to six changes, the same for the same seed."""
    dice = random.Random(seed)
    data = dice.choice(seeds)
    for _ in range(dice.randint(1, 6)):
        data = dice.choice(CHANGES)(data, dice, seeds)
    return data
