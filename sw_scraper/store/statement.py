"""The methods paragraph of a paper: what was collected, how, how well, and what is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sw_scraper import __version__
from sw_scraper.store.facts import FIELDS
from sw_scraper.store.statement_words import counted, day, listed, named, number, share, with_article

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sw_scraper.store.facts import Facts, TagGap
    from sw_scraper.store.statement_words import Language

_VERDICTS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "it": {
        "complete": ("completa", "complete"),
        "unchanged": ("senza novità", "senza novità"),
        "partial": ("parziale", "parziali"),
        "held": ("sospesa per un controllo", "sospese per un controllo"),
        "failed": ("fallita", "fallite"),
    },
    "en": {
        "complete": ("complete", "complete"),
        "unchanged": ("without anything new", "without anything new"),
        "partial": ("partial", "partial"),
        "held": ("held for a check", "held for a check"),
        "failed": ("failed", "failed"),
    },
}
_TOLD = 5
_FIELDS: Mapping[str, Mapping[str, str]] = {
    "it": {"title": "titolo", "teaser": "testo di anteprima", "date": "data", "authors": "almeno un autore"},
    "en": {"title": "title", "teaser": "teaser", "date": "date", "authors": "at least one author"},
}


def statement(facts: Facts, language: Language) -> str:
    """The paragraph.

    Args:
        facts: of the state; something was committed.
        language: ``it`` or ``en``.

    Returns:
        Sentences on one line; numbers, dates, singular and plural as the language wants them.
    """
    sentences = _italian(facts) if language == "it" else _english(facts)
    return " ".join(sentence for sentence in sentences if sentence)


def _versions(facts: Facts) -> str:
    """The versions that harvested; this one's where the harvests do not say."""
    return ", ".join(facts.said_by_harvests("tool_version")) or __version__


def _sites(facts: Facts) -> list[str]:
    return [f"{site.name} ({site.url})" if site.url and site.name != site.url else site.name for site in facts.sites]


def _verdicts(facts: Facts, language: Language) -> str:
    words = _VERDICTS[language]
    found = facts.verdicts
    if sum(found.values()) == 1:
        return words[next(iter(found))][0]
    return listed([counted(n, *words[verdict], language=language) for verdict, n in found.items()], language)


def _coverage(facts: Facts, language: Language) -> str:
    found = facts.coverage
    words = _FIELDS[language]
    return listed([f"{words[one]} {share(found[one], facts.n_articles, language)}" for one in FIELDS], language)


def _names(gaps: Sequence[TagGap], language: Language) -> str:
    return named([gap.name for gap in gaps], language)


def _longest(facts: Facts) -> tuple[int, TagGap] | None:
    """The longest time between two good harvests of a tag, in whole days, when it is at least one."""
    known = [(gap.longest.days, gap) for gap in facts.gaps if gap.longest is not None and gap.longest.days]
    return max(known, key=lambda one: one[0], default=None)


def _italian(facts: Facts) -> list[str]:
    one_tag, one_site = len(facts.gaps) == 1, len(facts.sites) == 1
    where = f"{'del sito' if one_site else 'dei siti'} {listed(_sites(facts), 'it')}"
    tags = _names(facts.gaps, "it")
    what = f"dall'archivio del tag {tags}" if one_tag else f"dagli archivi di {number(len(facts.gaps), 'it')} tag"
    more = "" if one_tag else f": {tags}"
    first, last = (moment.date() for moment in facts.period)
    n = len(facts.harvests)
    when = with_article(first, "il") if first == last else f"{with_article(first, 'dal')} {with_article(last, 'al')}"
    done = "è stata effettuata una raccolta" if n == 1 else f"sono state effettuate {number(n, 'it')} raccolte"
    return [
        "ATTENZIONE: questi testi sono inventati (registrazione dimostrativa)." if facts.is_sample else "",
        f"I dati sono stati raccolti con sw_scraper {_versions(facts)} {what} {where}{more}.",
        f"{when[0].upper()}{when[1:]} (UTC) {done} ({_verdicts(facts, 'it')}).",
        _italian_accepted(facts.n_accepted),
        _italian_content(facts),
        _italian_gaps(facts),
        _italian_reservations(facts),
        f"Per ricostruire esattamente questo stato a partire dalla cartella del dataset: "
        f'open_dataset(CARTELLA).articles(version="{facts.version_id}") del pacchetto Python sw_scraper; '
        "le tabelle derivano dagli avvistamenti registrati a ogni raccolta.",
        "Le risposte originali sono conservate in file WARC, da cui ogni raccolta può essere riletta."
        if facts.said_by_harvests("warc_file")
        else "",
    ]


def _italian_accepted(n: int) -> str:
    if not n:
        return ""
    return (
        "Una raccolta sospesa è stata poi accettata dopo un controllo."
        if n == 1
        else f"{number(n, 'it')} raccolte sospese sono state poi accettate dopo un controllo."
    )


def _italian_content(facts: Facts) -> str:
    begin = f"Il dataset (versione {facts.version_id})"
    if not facts.n_articles:
        return f"{begin} non contiene alcun articolo."
    verb = "non compare" if facts.n_gone == 1 else "non compaiono"
    text = f"{begin} contiene {counted(facts.n_articles, 'articolo', 'articoli', language='it')}"
    if facts.n_gone and facts.n_gone == facts.n_articles:
        gone = f", che {verb} più in alcun archivio"
    elif facts.n_gone:
        gone = f", di cui {number(facts.n_gone, 'it')} {verb} più in alcun archivio"
    else:
        gone = ""
    return f"{text}{gone}. Copertura dei campi: {_coverage(facts, 'it')}."


def _sorted_gaps(facts: Facts) -> tuple[list[TagGap], list[TagGap], list[TagGap]]:
    """Tags never read, never read in full, and read in full with fewer articles than the site says."""
    return (
        [gap for gap in facts.gaps if not gap.was_read],
        [gap for gap in facts.gaps if gap.was_read and not gap.was_full],
        [gap for gap in facts.gaps if gap.was_full and gap.n_missing],
    )


def _italian_gaps(facts: Facts) -> str:
    unread, partly, short = _sorted_gaps(facts)
    parts = []
    for gaps, how in ((unread, ""), (partly, " per intero")):
        if len(gaps) == 1:
            parts.append(f"l'archivio {_names(gaps, 'it')} non è mai stato letto{how}")
        elif gaps:
            parts.append(f"gli archivi {_names(gaps, 'it')} non sono mai stati letti{how}")
    for gap in short[:_TOLD]:
        verb = "è stato trovato" if gap.n_listed == 1 else "sono stati trovati"
        found = counted(gap.n_listed, "articolo", "articoli", language="it")
        said = counted(gap.n_expected or 0, "dichiarato", "dichiarati", language="it")
        parts.append(f"nell'archivio «{gap.name}» {verb} {found} su {said} dal sito")
    if len(short) > _TOLD:
        more = counted(len(short) - _TOLD, "altro archivio", "altri archivi", language="it")
        parts.append(f"in {more} sono stati trovati meno articoli di quanti ne dichiara il sito")
    if parts:
        text = f"Lacune note: {'; '.join(parts)}."
    else:
        text = (
            "Non sono note lacune: ogni elenco è stato letto per intero almeno una volta e, dove il sito dichiara il "
            "numero degli articoli, sono stati trovati tutti."
        )
    longest = _longest(facts)
    if longest:
        days = counted(longest[0], "giorno", "giorni", language="it")
        text += (
            f" L'intervallo più lungo tra due raccolte riuscite dello stesso archivio è di {days} "
            f"(«{longest[1].name}»): ciò che è comparso e scomparso nel frattempo non è stato osservato."
        )
    return text


def _italian_reservations(facts: Facts) -> str:
    n = sum(harvest.commit.row["tdm_reserved"] == "yes" for harvest in facts.harvests)
    if not n:
        return ""
    where = "In una raccolta" if n == 1 else f"In {number(n, 'it')} raccolte"
    return f"{where} il sito riservava i diritti di estrazione di testo e dati (text and data mining)."


def _english(facts: Facts) -> list[str]:
    one_tag = len(facts.gaps) == 1
    where = listed(_sites(facts), "en")
    tags = _names(facts.gaps, "en")
    what = f"the archive of the tag {tags}" if one_tag else f"the archives of {number(len(facts.gaps), 'en')} tags"
    more = "" if one_tag else f": {tags}"
    first, last = (moment.date() for moment in facts.period)
    n = len(facts.harvests)
    when = f"On {day(first, 'en')}" if first == last else f"From {day(first, 'en')} to {day(last, 'en')}"
    done = "one harvest was made" if n == 1 else f"{number(n, 'en')} harvests were made"
    return [
        "WARNING: these texts are invented (a demonstration recording)." if facts.is_sample else "",
        f"The data were collected with sw_scraper {_versions(facts)} from {what} of {where}{more}.",
        f"{when} (UTC), {done} ({_verdicts(facts, 'en')}).",
        _english_accepted(facts.n_accepted),
        _english_content(facts),
        _english_gaps(facts),
        _english_reservations(facts),
        f"To rebuild exactly this state from the dataset's folder: "
        f'open_dataset(FOLDER).articles(version="{facts.version_id}") of the Python package sw_scraper; '
        "the tables are derived from the sightings that each harvest committed.",
        "The original responses are kept in WARC files, from which each harvest can be read again."
        if facts.said_by_harvests("warc_file")
        else "",
    ]


def _english_accepted(n: int) -> str:
    if not n:
        return ""
    who = "One held harvest was" if n == 1 else f"{number(n, 'en')} held harvests were"
    return f"{who} accepted after a check."


def _english_content(facts: Facts) -> str:
    begin = f"The dataset (version {facts.version_id})"
    if not facts.n_articles:
        return f"{begin} holds no articles."
    text = f"{begin} holds {counted(facts.n_articles, 'article', 'articles', language='en')}"
    verb = "is" if facts.n_gone == 1 else "are"
    if facts.n_gone and facts.n_gone == facts.n_articles:
        gone = f", which {verb} no longer listed in any archive"
    elif facts.n_gone:
        gone = f", of which {number(facts.n_gone, 'en')} {verb} no longer listed in any archive"
    else:
        gone = ""
    return f"{text}{gone}. Coverage of the fields: {_coverage(facts, 'en')}."


def _english_gaps(facts: Facts) -> str:
    unread, partly, short = _sorted_gaps(facts)
    parts = []
    for gaps, how in ((unread, "read"), (partly, "read in full")):
        if gaps:
            noun, verb = ("archive", "was") if len(gaps) == 1 else ("archives", "were")
            parts.append(f"the {noun} {_names(gaps, 'en')} {verb} never {how}")
    for gap in short[:_TOLD]:
        verb = "was" if gap.n_listed == 1 else "were"
        found = counted(gap.n_listed, "article", "articles", language="en")
        said = number(gap.n_expected or 0, "en")
        parts.append(f"in the archive “{gap.name}” {found} {verb} found, the site says {said}")
    if len(short) > _TOLD:
        more = counted(len(short) - _TOLD, "other archive", "other archives", language="en")
        parts.append(f"in {more} fewer articles were found than the site says")
    if parts:
        text = f"Known gaps: {'; '.join(parts)}."
    else:
        text = (
            "No gaps are known: every list was read in full at least once, and where a site says how many articles "
            "there are, all of them were found."
        )
    longest = _longest(facts)
    if longest:
        days = counted(longest[0], "day", "days", language="en")
        text += (
            f" The longest time between two good harvests of one archive is {days} (“{longest[1].name}”): what came "
            "and went in between was not observed."
        )
    return text


def _english_reservations(facts: Facts) -> str:
    n = sum(harvest.commit.row["tdm_reserved"] == "yes" for harvest in facts.harvests)
    if not n:
        return ""
    where = "In one harvest" if n == 1 else f"In {number(n, 'en')} harvests"
    return f"{where} the site reserved its rights against text and data mining."
