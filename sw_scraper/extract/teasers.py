"""The teaser text of a record: what a reader would read below the title, without what surrounds it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sw_scraper.extract.hints import Hint
from sw_scraper.extract.regions import shape
from sw_scraper.extract.stock_words import is_read_on, is_small_talk
from sw_scraper.normalize.text import clean_text, cut_at_sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sw_scraper.extract.reading import Run

_FIELDS: Final = Hint.DATE | Hint.AUTHOR | Hint.CATEGORY | Hint.COMMENTS | Hint.SHARE | Hint.MORE | Hint.MODIFIED
_META: Final = Hint.META
_EXCERPT: Final = Hint.EXCERPT
_BODY: Final = Hint.BODY
_WIDE: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_SENTENCE: Final = re.compile(r"[.!?…。！？।][\"”»')\]]*(?:\s|$)")
_WHOLE_POST = 1000
_LIMIT = 600


@dataclass(frozen=True, slots=True)
class TeaserText:
    """A teaser as found.

    Attributes:
        text: clean, cut at a sentence where the list holds whole posts.
        raw: as the page has it, white space collapsed, the same length.
        is_cut: the page shows more.
        rule: what found it.
    """

    text: str
    raw: str
    is_cut: bool
    rule: str


def teaser_of(
    runs: Sequence[Run],
    *,
    title: str,
    stock: frozenset[str],
    own_links: frozenset[object],
    places: frozenset[object] = frozenset(),
) -> TeaserText | None:
    """The teaser among a record's texts.

    Args:
        runs: the region's runs, in page order.
        title: the record's title, so as not to repeat it.
        stock: texts that many records of the list have in common.
        own_links: the anchors that lead to the record's own article.
        places: where the other records of the list have prose (:func:`prose_places`); a short text there is a teaser.
    """
    plain = _plain(runs, title=title, stock=stock, own_links=own_links)
    lines = _long_blocks(plain)
    for bits, rule in ((_EXCERPT, "structure:excerpt"), (_BODY, "structure:body"), (0, "structure:prose")):
        chosen = [run for run in plain if (run.hints & bits if bits else not run.hints & _META or run.block in lines)]
        if not bits and any(not run.heading and _is_prose(run.text) for run in chosen):
            chosen = [run for run in chosen if not run.heading]
        blocks = [text for text, run in _blocks(chosen) if bits or _is_prose(text) or look_of(run) in places]
        if bits and not any(len(block) > 3 for block in blocks):
            continue
        found = _joined(blocks, rule, whole=bool(bits & _BODY))
        if found is not None:
            return found
    return None


def _plain(runs: Sequence[Run], *, title: str, stock: frozenset[str], own_links: frozenset[object]) -> list[Run]:
    kept = []
    last_of_block = {run.block: index for index, run in enumerate(runs)}
    for index, run in enumerate(runs):
        text = run.text
        if run.hints & _FIELDS and not _is_long_prose(run) and not _in_sentence(runs, index):
            continue
        if (text == title or text in stock) and (_alone(runs, index) or run.hints & _META) and not _is_excerpt(run):
            continue
        if is_small_talk(text) and (run.anchor is not None or _alone(runs, index)):
            continue
        if run.anchor is not None:
            if is_read_on(text):
                continue
            ends = last_of_block[run.block] == index
            if run.anchor in own_links and ends and len(text) < 40 and not _alone(runs, index):
                continue
        if run.heading and not run.hints & _EXCERPT and (len(text) < 60 or run.hints & _BODY):
            continue
        kept.append(run)
    return kept


def _long_blocks(runs: Sequence[Run]) -> set[int]:
    """Blocks with more than a line of particulars holds, whatever the element is called ("info-block")."""
    if not any(run.hints & _META for run in runs):
        return set()
    lengths: Counter[int] = Counter()
    for run in runs:
        if run.anchor is None or len(run.text) < 40:
            lengths[run.block] += len(run.text) if " " in run.text or len(run.text) > 20 else 0
    return {block for block, length in lengths.items() if length >= 80}


def _is_excerpt(run: Run) -> bool:
    """A text that the page itself calls the excerpt is one, however often it stands there."""
    return bool(run.hints & _EXCERPT) and run.anchor is None


def _in_sentence(runs: Sequence[Run], index: int) -> bool:
    """A link in a running text, whatever its address hints at."""
    run = runs[index]
    if run.anchor is None or not run.hints & (_EXCERPT | _BODY) or run.hints & Hint.MORE:
        return False
    around = sum(len(other.text) for other in runs[max(0, index - 4) : index + 5] if other.block == run.block)
    return around > 80 + 2 * len(run.text)


def _alone(runs: Sequence[Run], index: int) -> bool:
    block = runs[index].block
    return (index == 0 or runs[index - 1].block != block) and (index + 1 == len(runs) or runs[index + 1].block != block)


def _is_long_prose(run: Run) -> bool:
    """A long text below a misleading name (``div.tag-list`` around everything) is still the teaser."""
    if run.hints & (Hint.COMMENTS | Hint.SHARE):
        return False
    enough = 40 if run.hints & _BODY and not run.hints & (Hint.DATE | Hint.AUTHOR | Hint.MORE) else 120
    return len(run.text) > enough and bool(_SENTENCE.search(run.text)) and run.anchor is None


def _blocks(runs: Iterable[Run]) -> list[tuple[str, Run]]:
    blocks: list[tuple[str, Run]] = []
    number = None
    for run in runs:
        if run.block == number:
            blocks[-1] = (blocks[-1][0] + run.raw, blocks[-1][1])
        else:
            blocks.append((run.raw, run))
            number = run.block
    return [(text, run) for raw, run in blocks if (text := " ".join(raw.split()))]


def look_of(run: Run) -> tuple[object, object]:
    """What kind of element a run stands in: the same for the same field of all records.

    Args:
        run: of a record.
    """
    parent = run.element.getparent()
    return shape(run.element), shape(parent) if parent is not None else None


def prose_places(records: Sequence[Sequence[Run]]) -> frozenset[object]:
    """The kinds of elements in which a good part of a list's records has prose.

    Args:
        records: the runs of each record.
    """
    counts: Counter[object] = Counter()
    for runs in records:
        counts.update(
            {
                look_of(run)
                for run in runs
                if not run.hints & (_FIELDS | _META) and not run.heading and _is_prose(run.text)
            }
        )
    return frozenset(look for look, count in counts.items() if count >= max(2, 0.3 * len(records)))


def _is_prose(text: str) -> bool:
    if len(text) >= 40 or len(_WIDE.findall(text[:80])) >= 12:
        return True
    return len(text) > 12 and (bool(_SENTENCE.search(text)) or text.count(" ") >= 5)


def _joined(blocks: list[str], rule: str, *, whole: bool) -> TeaserText | None:
    raw = " ".join(blocks).strip()
    text = clean_text(raw)
    if text is None or not any(char.isalnum() for char in text):
        return None
    if len(text) > _WHOLE_POST or (whole and len(blocks) > 2 and len(text) > _LIMIT):
        cut = cut_at_sentence(text, _LIMIT)
        return TeaserText(cut, raw[: len(cut)], True, rule + "-beginning")
    return TeaserText(text, raw, False, rule)
