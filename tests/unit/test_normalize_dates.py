"""Dates beside the table: inside lines, for machines, at the edges of zones, and for any text whatever."""

from __future__ import annotations

import subprocess
import sys
import time
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sw_scraper.normalize.dates import find_date, find_dates, guess_day_first, parse_date, parse_machine_date

NOW = datetime(2026, 11, 22, 2, 3, 4, tzinfo=UTC)
DATE_LIKE = st.text(
    alphabet=st.sampled_from(list("0123456789 /.-:,'°|年月日marzo gen lug fa ieri ago h TZ+(")), max_size=60
)

FOUND = [
    ("di Mario Rossi | 3 marzo 2024 | 5 min di lettura", "it", "3 marzo 2024", "2024-03-03"),
    ("Mario Rossi 3 Marzo 2024 News, Welfare", "it", "3 Marzo 2024", "2024-03-03"),
    ("Posted on March 3, 2024 by admin in News", "en", "March 3, 2024", "2024-03-03"),
    ("By Lukas Tillmann · Aug 12, 2024 · 7 min read", "en", "Aug 12, 2024", "2024-08-12"),
    ("Pubblicato da Redazione il 3 marzo 2024", "it", "3 marzo 2024", "2024-03-03"),
    ("admin - 12/03/2024 - 3 commenti", "it", "12/03/2024", "2024-03-12"),
    ("3 marzo 2024 (aggiornato il 5 marzo 2024)", "it", "3 marzo 2024", "2024-03-03"),
    ("Updated May 5, 2024 | Published May 3, 2024", "en", "May 3, 2024", "2024-05-03"),
    ("Aggiornato il 5 marzo 2024 - Pubblicato il 3 marzo 2024", "it", "3 marzo 2024", "2024-03-03"),
    ("Veröffentlicht am 5. März 2024 von Anna Schmidt", "de", "5. März 2024", "2024-03-05"),
    ("投稿日：2024年3月5日 カテゴリ：ニュース", "ja", "2024年3月5日", "2024-03-05"),
    ("Roma, 3 marzo 2024", "it", "3 marzo 2024", "2024-03-03"),
    ("News / 3 marzo 2024 alle 14:30 / Redazione", "it", "3 marzo 2024 alle 14:30", "2024-03-03T14:30"),
    ("Welfare | due settimane fa", "it", "due settimane fa", "2026-11-08"),
    ("Pubblicato: Marzo 2024 | Rapporti", "it", "Marzo 2024", "2024-03"),
]
NOT_FOUND = [
    ("Il convegno si terrà il 12 marzo 2025 a Milano", "it"),
    ("Evento: 12 marzo 2025", "it"),
    ("Scadenza 12 marzo 2025", "it"),
    ("Candidature entro il 12 marzo 2025", "it"),
    ("dal 3 al 5 marzo 2024", "it"),
    ("3-5 marzo 2024", "it"),
    ("15.-16. juin 2019, SKU PROMO TOUR", "fr"),
    ("8 e 9 giugno 2024", "it"),
    ("12.03.2024 - 14.03.2024", "de"),
    ("Ultimo aggiornamento: 3 marzo 2024", "it"),
    ("Legge 8 novembre 2000, n. 328", "it"),
    ("Milano, 3 marzo 2024 – Si è svolto ieri il convegno sul welfare aziendale", "it"),
    ("20 mars 2022 Grand Bravo à Johan pour sa première place à l'arrivée", "fr"),
    ("このイベントは2024年3月5日に開催されます", "ja"),
    ("Bollettino Ottobre 2022", "it"),
    ("Pubblicato il 31 febbraio 2026 alle 10:00", "it"),
    ("Publicado el 31 de febrero de 2026 a las 10:00", "es"),
    ("Veröffentlicht am 31. Februar 2026 um 10:00 Uhr", "de"),
    ("Published: 31st of February 2026 10:00", "en"),
    ("Tel. 06-12-34-2024", "it"),
    ("host 192.168.10.12.2024", "it"),
    ("5 min di lettura", "it"),
    ("", "it"),
]


@pytest.mark.parametrize(("text", "language", "part", "iso"), FOUND)
def test_meta_lines_give_their_date_and_its_place(text: str, language: str, part: str, iso: str) -> None:
    """The date of publication in a meta line is found with its place in the text."""
    found = find_date(text, language=language, fetched_at=NOW)
    assert found is not None
    assert (part, iso) == (found.text, found.date.iso)
    assert part == text[found.start : found.end]


@pytest.mark.parametrize(("text", "language"), NOT_FOUND)
def test_dates_of_events_ranges_changes_and_prose_are_not_found(text: str, language: str) -> None:
    """A date that is not one of publication is left where it stands."""
    assert find_date(text, language=language, fetched_at=NOW) is None


def test_roles_are_told_by_the_labels() -> None:
    """A label says whether a date is of publication or of a change; without a label there is no role."""
    dates = find_dates("Pubblicato il 3/3/2024 | Modificato il 4/4/2024 | 5/5/2024", language="it")
    assert [date.role for date in dates] == ["published", "modified", None]


MACHINE = [
    ("2025-12-31T23:30:00+01:00", "2025-12-31T23:30:00+01:00", datetime(2025, 12, 31, 22, 30, tzinfo=UTC)),
    ("2026-01-05T23:59:59Z", "2026-01-05T23:59:59+00:00", datetime(2026, 1, 5, 23, 59, 59, tzinfo=UTC)),
    ("2026-01-05T23:59:59-11:00", "2026-01-05T23:59:59-11:00", datetime(2026, 1, 6, 10, 59, 59, tzinfo=UTC)),
    ("2025-10-26T02:30:00+01:00", "2025-10-26T02:30:00+01:00", datetime(2025, 10, 26, 1, 30, tzinfo=UTC)),
    ("2021-09-13T18:26:25+0200", "2021-09-13T18:26:25+02:00", datetime(2021, 9, 13, 16, 26, 25, tzinfo=UTC)),
    ("2024-03-05 14:30:15.123456+05:30", "2024-03-05T14:30:15+05:30", datetime(2024, 3, 5, 9, 0, 15, tzinfo=UTC)),
    ("20240305T143000Z", "2024-03-05T14:30:00+00:00", datetime(2024, 3, 5, 14, 30, tzinfo=UTC)),
    ("2024-03-05T14:30", "2024-03-05T14:30", None),
    ("2024-03-05", "2024-03-05", None),
    ("20240305", "2024-03-05", None),
    ("2024-03", "2024-03", None),
    ("2024", "2024", None),
    ("2024-03-05T24:00:00", "2024-03-05", None),
    ("Tue, 05 Mar 2024 14:30:00 +0100", "2024-03-05T14:30:00+01:00", datetime(2024, 3, 5, 13, 30, tzinfo=UTC)),
    ("Tue Mar  5 14:30:00 UTC 2024", "2024-03-05T14:30:00+00:00", datetime(2024, 3, 5, 14, 30, tzinfo=UTC)),
    ("1709649000", "2024-03-05T14:30:00+00:00", datetime(2024, 3, 5, 14, 30, tzinfo=UTC)),
    ("1709649000000", "2024-03-05T14:30:00+00:00", datetime(2024, 3, 5, 14, 30, tzinfo=UTC)),
    ("3 marzo 2024", "2024-03-03", None),
]


@pytest.mark.parametrize(("value", "iso", "instant"), MACHINE)
def test_machine_dates_keep_their_offset(value: str, iso: str, instant: datetime | None) -> None:
    """A date for machines keeps its precision and offset, and an instant is known only with an offset."""
    found = parse_machine_date(value)
    assert found is not None
    assert (iso, instant) == (found.iso, found.instant)


@pytest.mark.parametrize(
    "value",
    [
        None, "", "0000-00-00 00:00:00", "0001-01-01T00:00:00", "9999-12-31", "2024-02-30", "2024-00-10", "03/04/2024",
        "PT5M", "P1D", "14:30", "now", "2024-W10", "12", "1.5", "-0001-11-30T00:00:00+00:00",
    ],
)  # fmt: skip
def test_machine_values_that_are_no_dates_give_none(value: str | None) -> None:
    """Fillers, impossible days, durations and numbers that may be read two ways are no dates."""
    assert parse_machine_date(value) is None


def test_local_time_gets_the_offset_of_the_site() -> None:
    """A time without offset gets that of the site's zone, winter and summer, and its instant."""
    winter = parse_machine_date("2024-01-05T14:30:00", timezone="Europe/Rome")
    summer = parse_machine_date("2024-07-05T14:30:00", timezone="Europe/Rome")
    assert winter is not None
    assert summer is not None
    assert (winter.iso, summer.iso) == ("2024-01-05T14:30:00+01:00", "2024-07-05T14:30:00+02:00")
    assert summer.instant == datetime(2024, 7, 5, 12, 30, tzinfo=UTC)


@pytest.mark.parametrize("local", ["2025-10-26T02:30:00", "2025-03-30T02:30:00"])
def test_times_that_a_clock_shows_twice_or_never_have_no_instant(local: str) -> None:
    """In the hour that summer time repeats or leaves out, the offset is not guessed."""
    found = parse_machine_date(local, timezone="Europe/Rome")
    assert found is not None
    assert (found.iso, found.instant, found.day) == (local, None, date.fromisoformat(local[:10]))


def test_unknown_zones_are_no_zones() -> None:
    """A zone that does not exist leaves the time as the page says it."""
    found = parse_machine_date("2024-01-05T14:30:00", timezone="../../etc/passwd")
    assert found is not None
    assert found.iso == "2024-01-05T14:30:00"


def test_relative_dates_count_from_the_day_of_the_site() -> None:
    """Just after midnight in Rome it is still yesterday in UTC, and "yesterday" is the day before in Rome."""
    fetched = datetime(2026, 11, 21, 23, 30, tzinfo=UTC)
    in_rome = parse_date("ieri", language="it", fetched_at=fetched, timezone="Europe/Rome")
    in_utc = parse_date("ieri", language="it", fetched_at=fetched)
    assert in_rome is not None
    assert in_utc is not None
    assert (in_rome.iso, in_utc.iso) == ("2026-11-21", "2026-11-20")


def test_minutes_are_counted_over_the_change_of_summer_time() -> None:
    """300 minutes before 05:00 on the day when the clocks went back is 01:00, not what the local clock subtracts to."""
    fetched = datetime(2025, 10, 26, 4, 0, tzinfo=UTC)
    found = parse_date("300 minuti fa", language="it", fetched_at=fetched, timezone="Europe/Rome")
    assert found is not None
    assert (found.iso, found.instant) == ("2025-10-26T01:00+02:00", datetime(2025, 10, 25, 23, 0, tzinfo=UTC))


@pytest.mark.parametrize(
    ("texts", "language", "expected"),
    [
        (["03/04/2024", "25/04/2024"], "en", True),
        (["03/04/2024", "04/25/2024"], "it", False),
        (["05/06/2024", "04/06/2024", "03/06/2024"], None, None),
        (["01/06/2024", "12/05/2024", "03/05/2024"], None, True),
        (["06/01/2024", "05/12/2024", "05/03/2024"], "it", False),
        (["25/04/2024", "04/25/2024"], "it", True),
        (["03/04/2024"], "en-GB", True),
        (["03/04/2024"], None, None),
        (["192.168.1.24", "nessuna"], None, None),
        ([], "it", True),
    ],
)
def test_the_page_tells_the_order(texts: list[str], language: str | None, expected: bool | None) -> None:
    """Numbers above 12 decide, then the order of the list, then the language; contradictions decide nothing."""
    assert guess_day_first(texts, language=language) is expected


def test_years_of_two_digits_are_not_after_the_fetch() -> None:
    """A year of two digits is the latest that is not far after the fetch."""
    early = parse_date("05/03/27", language="it", fetched_at=NOW)
    late = parse_date("05/03/28", language="it", fetched_at=NOW)
    assert early is not None
    assert late is not None
    assert (early.iso, late.iso) == ("2027-03-05", "1928-03-05")


def test_dateparser_is_asked_only_for_languages_of_its_own() -> None:
    """Dates of languages that the own tables know never import dateparser; a date in Lao does."""
    code = (
        "import sys; from sw_scraper.normalize.dates import parse_date\n"
        "parse_date('3 marzo 2024', language='it'); parse_date('5 min', language='it')\n"
        "assert 'dateparser' not in sys.modules\n"
        "found = parse_date('5 ມີນາ 2024', language='lo')\n"
        "assert found and found.iso == '2024-03-05', found\n"
        "assert 'dateparser' in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@given(st.one_of(st.text(max_size=80), DATE_LIKE), st.sampled_from([None, "it", "en", "ja", "fa", "th", "xx", ""]))
def test_no_text_makes_the_verbs_raise(text: str, language: str | None) -> None:
    """Any text gives a date or None, the same twice, and a date that ISO 8601 can read."""
    first = parse_date(text, language=language, fetched_at=NOW, timezone="Europe/Rome")
    assert first == parse_date(text, language=language, fetched_at=NOW, timezone="Europe/Rome")
    found = find_date(text, language=language, fetched_at=NOW)
    machine = parse_machine_date(text)
    for date_ in (first, found.date if found else None, machine):
        if date_ is not None and date_.precision not in {"year", "month"}:
            assert date_.day == date.fromisoformat(date_.iso[:10])
            assert datetime.fromisoformat(date_.iso) is not None
    if found is not None:
        assert found.text == text[found.start : found.end]
    assert guess_day_first([text], language=language) in {True, False, None}


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31)))
def test_every_day_is_read_back(day: date) -> None:
    """Each day of two centuries, written in words or numbers, is read as that day."""
    month = "gen feb mar apr mag giu lug ago set ott nov dic"[4 * day.month - 4 :][:3]
    written = (f"{day.day} {month}. {day.year}", f"{day:%d/%m/%Y}", f"{day.day}.{day.month}.{day.year}")
    for text in written:
        found = parse_date(text, language="it")
        assert found is not None
        assert found.iso == day.isoformat()


@given(st.datetimes(min_value=datetime(1970, 1, 1), max_value=datetime(2099, 1, 1)), st.integers(-14 * 60, 14 * 60))
def test_every_moment_is_read_back(moment: datetime, minutes: int) -> None:
    """Each moment with an offset, written as ISO 8601, keeps its instant to the second."""
    sign = "-" if minutes < 0 else "+"
    text = f"{moment:%Y-%m-%dT%H:%M:%S}{sign}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"
    found = parse_machine_date(text)
    assert found is not None
    assert found.instant is not None
    expected = moment.replace(microsecond=0, tzinfo=UTC) - timedelta(minutes=minutes)
    assert found.instant == expected


@pytest.mark.parametrize("piece", ["1", " ", "1/", "a.", "3 marzo ", "ieri ", "年", "(", "2024 ", "1-", "l'", "mar "])
def test_long_texts_take_linear_time(piece: str) -> None:
    """A text of 200 kB is answered in well under a second, whatever it repeats."""
    text = (piece * 200_000)[:200_000]
    begin = time.process_time()
    for verb in (parse_date, find_date, parse_machine_date):
        verb(text)
    guess_day_first([text])
    assert time.process_time() - begin < 5
