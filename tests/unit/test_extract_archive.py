"""What extract_archive promises: its strategies, fields, bounds, and that nothing in a page makes it raise."""

from __future__ import annotations

import json
import random
import re
import time
import unicodedata
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from page_fixtures import page_fixtures

from sw_scraper import extract_archive
from sw_scraper.errors import ConfigError
from sw_scraper.model import ArchivePage, SiteProfile
from sw_scraper.themes.catalog import load_themes, parse_theme, themes_of

URL = "https://example.org/tag/x/"
HEAD = '<html lang="it"><head><title>x</title></head><body class="archive tag"><h1>x</h1><main>'


def entry(number: int, *, names: str = "post", title: str | None = None, extra: str = "") -> str:
    """One plain entry of a list."""
    shown = title if title is not None else f"Titolo della voce numero {number}"
    return (
        f'<article class="{names}"><h2 class="{names}-title"><a href="/2026/art-{number}/">{shown}</a></h2>'
        f'<span class="{names}-when">{1 + number % 28} agosto 2024</span>'
        f'<div class="{names}-words"><p>Un riassunto abbastanza lungo da essere una frase vera, la {number}.</p>'
        f"{extra}</div>"
        "</article>"
    )


def page(*entries: str) -> ArchivePage:
    """The page that an archive with these entries gives."""
    return extract_archive(HEAD + "".join(entries) + "</main></body></html>", URL)


def profile(**selectors: str) -> SiteProfile:
    """A site profile with selectors."""
    return SiteProfile(
        key="esempio",
        name="Esempio",
        base_url="https://example.org/",
        hosts=("example.org",),
        selectors={key: (value,) for key, value in selectors.items()},
    )


def test_plain_entries_are_read() -> None:
    """Title, address, date and teaser of a list that no theme knows."""
    found = page(*(entry(number) for number in range(5)))
    assert [f"https://example.org/2026/art-{number}/" for number in range(5)] == [one.url for one in found.teasers]
    first = found.teasers[0]
    assert (first.title, first.date.iso if first.date else None) == ("Titolo della voce numero 0", "2024-08-01")
    assert first.teaser == "Un riassunto abbastanza lungo da essere una frase vera, la 0."


def test_the_contract_has_all_its_keys() -> None:
    """to_dict() has the keys that other programs rely on, and survives JSON."""
    found = json.loads(json.dumps(page(entry(1), entry(2)).to_dict()))
    assert {"url", "kind", "reasons", "language", "tag", "teasers", "next_url", "page_number", "last_page"} < set(found)
    assert {"position", "url", "url_raw", "title", "title_raw", "teaser", "teaser_is_cut", "date_published"} < set(
        found["teasers"][0]
    )


def test_renamed_classes_give_the_same_records() -> None:
    """A redesign that renames every class changes no value: that is what the structural miner is for."""
    before = page(*(entry(number, names="post") for number in range(6)))
    after = page(*(entry(number, names="zq") for number in range(6)))
    assert [one.to_dict() for one in before.teasers] == [one.to_dict() for one in after.teasers]


def test_a_site_profile_that_fits_wins() -> None:
    """Selectors written for the site come before everything else, and its rules name it."""
    html = HEAD + "".join(entry(number) for number in range(5))
    site = profile(item="article.post", title=".post-title", date=".post-when", teaser=".post-words")
    found = extract_archive(html, URL, site=site)
    assert (found.extractor, found.drift) == ("site:esempio", False)
    assert found.teasers[0].rules["title"] == "site:esempio title"


def test_a_site_profile_that_no_longer_fits_is_drift() -> None:
    """When the profile finds nothing another strategy takes over with the same values, and says so."""
    html = HEAD + "".join(entry(number, names="renamed") for number in range(5))
    site = profile(item="article.post", title=".post-title")
    found = extract_archive(html, URL, site=site)
    assert found.drift
    assert [one.to_dict() for one in found.teasers] == [one.to_dict() for one in extract_archive(html, URL).teasers]


def test_one_renamed_field_is_drift() -> None:
    """A profile whose dates are found by another rule has drifted, although its entries still fit."""
    html = HEAD + "".join(entry(number) for number in range(5))
    found = extract_archive(html, URL, site=profile(item="article.post", date=".data-nuova"))
    assert (found.extractor, found.drift) == ("site:esempio", True)
    assert all(one.date for one in found.teasers)


def test_an_unknown_site_is_an_error_of_the_caller() -> None:
    """A key that no profile has is refused."""
    with pytest.raises(ConfigError):
        extract_archive("", URL, site="no-such-site")


def test_relative_dates_need_the_time_of_the_fetch() -> None:
    """Nothing is read from a clock: without the fetch time "2 giorni fa" is no date."""
    html = HEAD + "".join(entry(number).replace(f"{1 + number % 28} agosto 2024", "2 giorni fa") for number in range(4))
    fetched = datetime(2026, 11, 22, 12, tzinfo=UTC)
    assert [one.date for one in extract_archive(html, URL).teasers] == [None] * 4
    dated = extract_archive(html, URL, fetched_at=fetched).teasers
    assert [one.date.iso[:10] for one in dated if one.date] == ["2026-11-20"] * 4


def test_linked_data_names_entries_but_gives_no_values() -> None:
    """A date that only a script says is not on the page."""
    items = [
        {"@type": "ListItem", "position": n, "url": f"/2026/art-{n}/", "datePublished": "2020-01-01"} for n in (1, 2, 3)
    ]
    script = json.dumps({"@type": "ItemList", "itemListElement": items})
    html = f'{HEAD}<script type="application/ld+json">{script}</script>' + "".join(
        f'<p><a href="/2026/art-{n}/">Titolo della voce {n}</a></p>' for n in (1, 2, 3)
    )
    found = extract_archive(html, URL)
    assert [one.date for one in found.teasers] == [None] * 3
    assert "linked_data" in {one.extractor for one in found.candidates}


def test_the_rejected_are_told_with_reasons() -> None:
    """A list of links in the page is judged, and the doctor can say why it lost."""
    menu = "<ul>" + "".join(f'<li><a href="/voce-{n}/">Voce {n}</a></li>' for n in range(12)) + "</ul>"
    found = extract_archive(HEAD + "".join(entry(n) for n in range(4)) + menu, URL)
    assert len(found.teasers) == 4
    assert "nothing but links" in {one.verdict for one in found.candidates}


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("AT&amp;T &egrave; qui", "AT&T è qui"),
        ("&lt;script&gt;alert(1)&lt;/script&gt; detto", "<script>alert(1)</script> detto"),
        ("pa\u200brola\u202e strana", "parola strana"),
        ("uno\n\tdue\x1b[31m tre", "uno due[31m tre"),
        ("=1+1 e poi", "=1+1 e poi"),
        ("Parola" + " " * 200_000 + "altra", "Parola altra"),
    ],
)
def test_titles_are_text(title: str, expected: str) -> None:
    """Entities are decoded once, what cannot be seen goes, white space is one blank, in linear time."""
    start = time.process_time()
    found = page(*(entry(number, title=title if number == 1 else None) for number in range(4)))
    assert expected == found.teasers[1].title
    assert time.process_time() - start < 5


def test_a_javascript_link_is_no_address() -> None:
    """An entry whose link runs a script has no URL."""
    found = page(*(entry(n) for n in range(3)), entry(3).replace('href="/2026/art-3/"', 'href="javascript:alert(1)"'))
    assert [one.url for one in found.teasers if one.url and not one.url.startswith("https://example.org/")] == []


@pytest.mark.parametrize("broken", ["", "\0" * 50, "<", "<<<>>>", "<html", "plain words", "]]>", "<p>" * 9, "{}"])
def test_pages_that_are_none_have_no_records(broken: str) -> None:
    """Nothing is made up from nothing."""
    assert extract_archive(broken, URL).teasers == ()


def test_many_entries_take_time_in_proportion() -> None:
    """Eight times the entries take less than twenty times as long, and none is cut."""
    taken = []
    for count in (400, 3200):
        html = HEAD + "".join(entry(number) for number in range(count))
        start = time.process_time()
        assert len(extract_archive(html, URL).teasers) == count
        taken.append(time.process_time() - start)
    assert taken[1] < 20 * taken[0]


def valid(found: ArchivePage) -> None:
    """What holds of every page, whatever was in it."""
    assert found.kind == "archive" or not found.teasers
    for position, one in enumerate(found.teasers, 1):
        assert one.position == position
        assert one.url is None or re.match(r"https?://[^\s/]", one.url)
        for text in (one.title, one.teaser, *one.authors, *one.categories):
            if text is not None:
                assert text == text.strip() != ""
                text.encode("utf-8")
                assert not any(unicodedata.category(char) in {"Cc", "Cs"} for char in text)
                assert not re.search("[\u202a-\u202e\u2066-\u2069]", text)


FIXTURES = page_fixtures()
ODD: tuple[bytes, ...] = (
    b'<a href="#">',
    b"<h2>",
    b"</div>",
    b'<time datetime="x">',
    b'<base href="http://[::1/">',
    b"<!--",
    b"<article class=post>",
    b'<a href="http://a:99999/">',
    b"<table><tr><td>",
    b"\xed\xa0\x80",
    b"&#0;&#xD800;&#x110000;",
    b"<div hidden>",
    b"<script>",
    b'<html lang="\xff">',
    b"\xe2\x80\xae",
    b'itemprop="datePublished"',
    b"<title>",
    b"<svg>",
    b'style="display:none"',
)


def mutated(html: bytes, chance: random.Random) -> bytes:
    """A page with a few pieces lost, doubled, moved or replaced."""
    body = bytearray(html)
    for _ in range(chance.randint(1, 25)):
        start = chance.randrange(max(1, len(body)))
        end = min(len(body), start + chance.randint(1, 200))
        match chance.randint(0, 3):
            case 0:
                del body[start:end]
            case 1:
                body[start:start] = body[start:end] * chance.randint(1, 4)
            case 2:
                body[start:start] = chance.choice(ODD)
            case _:
                body[start:end] = bytes(chance.randrange(256) for _ in range(chance.randint(1, 12)))
    return bytes(body)


@pytest.mark.parametrize("seed", range(60))
def test_a_damaged_page_is_read_as_far_as_it_goes(seed: int) -> None:
    """Mutations of every fixture never raise, give valid values, and the same page gives the same answer."""
    chance = random.Random(seed)
    fixture = FIXTURES[seed % len(FIXTURES)]
    html = mutated(fixture.page, chance)
    url = chance.choice([fixture.meta["url"], URL, "", "http://[::1/", "x"])
    found = extract_archive(html, url, content_type=chance.choice([None, "text/html; charset=utf-8", "image/png"]))
    valid(found)
    again: dict[str, Any] = extract_archive(html, url).to_dict()
    assert again == extract_archive(html, url).to_dict()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=400) | st.text(max_size=400), st.text(max_size=40), st.none() | st.text(max_size=40))
def test_no_input_raises(html: bytes | str, url: str, content_type: str | None) -> None:
    """Any bytes or text, any address, any content type."""
    valid(extract_archive(html, url, content_type=content_type))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=30), min_size=2, max_size=6))
def test_any_titles_are_valid(titles: list[str]) -> None:
    """Whatever stands in the titles, the values are clean text."""
    valid(page(*(entry(number, title=title) for number, title in enumerate(titles))))


def test_themes_are_well_formed() -> None:
    """Every theme names its source and its markers, and no two have the same name."""
    themes = load_themes()
    assert len(themes) == len({theme.name for theme in themes}) >= 30
    assert all(theme.source and theme.markers and theme.selectors["item"] for theme in themes)


def test_a_theme_is_found_by_its_marker() -> None:
    """A page of Elementor posts is of that family; conventions that many follow come last."""
    assert [theme.name for theme in themes_of({"elementor-post", "hentry"})] == ["elementor-posts", "hatom"]
    assert themes_of({"nothing-known"}) == ()


@pytest.mark.parametrize(
    "text",
    [
        "name = ",
        'name = "x"\nsource = "y"\nmarkers = ["z"]\n[selectors]\ntitle = "h2"',
        'name = "x"\nsource = "y"\nmarkers = ["z"]\ncolour = "red"\n[selectors]\nitem = "li"',
        'name = "x"\nsource = "y"\nmarkers = ["z"]\n[selectors]\nitem = "li"\nsubtitle = "h3"',
    ],
)
def test_a_malformed_theme_is_refused(text: str) -> None:
    """A theme file with an unknown or missing key names it."""
    with pytest.raises(ConfigError):
        parse_theme(text, file="x.toml")
