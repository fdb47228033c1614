"""Addresses and the keys made of them."""

from __future__ import annotations

import re
import time
import unicodedata
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sw_scraper.model import SiteProfile, Taxonomy
from sw_scraper.normalize.archive_address import archive_address
from sw_scraper.normalize.keys import article_id, content_hash, file_name_part, tag_address, tag_key
from sw_scraper.normalize.urls import absolute_url, canonical_url, identity_of, is_http, origin_of, same_site_url

BASE = "https://www.example.org/tag/x/page/2/?a=1#top"
URL_LIKE = st.one_of(
    st.text(max_size=80),
    st.text(alphabet="abC/:.?&=#%;@[]\\ \t\n\r0129-_~ü%2F%E8", max_size=60).map(lambda text: "http://" + text),
    st.text(alphabet="abC/:.?&=#%;@[]\\ \t\n\r0129-_~ü", max_size=60).map(lambda text: "https://example.org/" + text),
)


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("/a/", "https://www.example.org/a/"),
        ("a", "https://www.example.org/tag/x/page/2/a"),
        ("../../y/", "https://www.example.org/tag/x/y/"),
        ("?b=2", "https://www.example.org/tag/x/page/2/?b=2"),
        ("#c", "https://www.example.org/tag/x/page/2/?a=1#c"),
        ("//h.example/a", "https://h.example/a"),
        ("\\\\h.example\\a", "https://h.example/a"),
        ("https:a", "https://www.example.org/tag/x/page/2/a"),
        ("http:a", "http://a/"),
        ("HTTP://H.Example:80/a", "http://h.example/a"),
        (" \n/a\r\nb\t ", "https://www.example.org/ab"),
        ("/a%0d%0aX-Injected:%201", "https://www.example.org/a%0d%0aX-Injected:%201"),
        ("/è?q=ü", "https://www.example.org/%C3%A8?q=%C3%BC"),
        ("http://user:secret@h.example/a", "http://h.example/a"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("http://[::1]:8080/", "http://[::1]:8080/"),
        ("http://[::1/", None),
        ("http://127.0.0.1:99999/", None),
        ("http://", None),
        ("javascript:void(0)", None),
        ("mailto:a@example.org", None),
        ("data:text/html,x", None),
        ("file:///etc/passwd", None),
        ("tel:+39", None),
        ("", None),
        (" ", None),
        (None, None),
        ("/" + "a" * 200_000, None),
        ("/\ud800", None),
    ],
)
def test_links_lead_where_a_browser_would_go(href: str | None, expected: str | None) -> None:
    """A link is resolved as WHATWG has it; what is no http(s) address leads nowhere."""
    assert absolute_url(href, BASE) == expected


def test_a_base_that_is_no_address_resolves_only_absolute_links() -> None:
    """Without a usable base, a relative link leads nowhere and an absolute one where it says."""
    assert absolute_url("/a", "nonsense") is None
    assert absolute_url("https://example.org/a", "nonsense") == "https://example.org/a"


SAME_ARTICLE = [
    "https://www.example.org/caffè-1/",
    "https://www.example.org/caff%C3%A8-1/",
    "https://www.example.org/caff%c3%a8-1/",
    "https://www.example.org/caff%C3%A8%2D1/",
    "http://www.example.org/caff%C3%A8-1/",
    "http://example.org/caff%C3%A8-1",
    "HTTPS://WWW.EXAMPLE.ORG:443/caff%C3%A8-1/",
    "http://example.org:80/caff%C3%A8-1/",
    "https://example.org//caff%C3%A8-1/",
    "https://example.org/x/../caff%C3%A8-1/",
    "https://example.org/caff%C3%A8-1/#commenti",
    "https://example.org/caff%C3%A8-1/index.html",
    "https://example.org/caff%C3%A8-1/index.php",
    "https://example.org/caff%C3%A8-1/amp/",
    "https://example.org/caff%C3%A8-1/amp",
    "https://example.org/caff%C3%A8-1/?amp=1",
    "https://example.org/caff%C3%A8-1/?amp",
    "https://example.org/caff%C3%A8-1/?outputType=amp",
    "https://example.org/caff%C3%A8-1/?utm_source=a&utm_medium=b",
    "https://example.org/caff%C3%A8-1/?fbclid=abc",
    "https://example.org/caff%C3%A8-1/?gclid=abc&mc_cid=1#x",
    "https://example.org/caff%C3%A8-1/?share=facebook",
    "https://example.org/caff%C3%A8-1/;jsessionid=0A1B2C",
    "https://example.org./caff%C3%A8-1/?",
]
OTHER_ARTICLES = [
    "https://example.org/caff%C3%A8-2/",
    "https://example.org/Caff%C3%A8-1/",
    "https://example.org/caff%C3%A8-1/2/",
    "https://example.org/caff%C3%A8-1/?p=123",
    "https://example.org/caff%C3%A8-1/?p=124",
    "https://example.org/caff%C3%A8-1/?page=2",
    "https://example.org/caff%C3%A8-1/?sid=7",
    "https://example.org:8080/caff%C3%A8-1/",
    "https://other.example.org/caff%C3%A8-1/",
    "https://example.org/caff%C3%A8-1%2Fb",
    "https://example.org/caff%C3%A8-1/b",
    "https://example.org/#!/caff%C3%A8-1",
    "https://example.org/#!/caff%C3%A8-2",
    "https://example.org/",
    "https://example.org/amp/",
]


def test_all_ways_to_link_to_an_article_have_one_id() -> None:
    """Scheme, www, ports, slashes, escapes, fragments, tracking and AMP variants do not make another article."""
    assert {article_id(url) for url in SAME_ARTICLE} == {article_id(SAME_ARTICLE[0])}


def test_different_articles_have_different_ids() -> None:
    """Case of the path, ids in the query, ports, hosts and routes do."""
    assert len({article_id(url) for url in [SAME_ARTICLE[0], *OTHER_ARTICLES]}) == len(OTHER_ARTICLES) + 1


@pytest.mark.parametrize("port", ["", ":8080"])
def test_both_schemes_of_a_port_are_one_article(port: str) -> None:
    """An article linked by http and by https on the same host and port is one."""
    assert article_id(f"http://127.0.0.1{port}/a/") == article_id(f"https://127.0.0.1{port}/a/")


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("HTTP://Example.ORG:80/a/./b/../c/#x", "http://example.org/a/c/"),
        ("https://example.org/a?b=2&a=1&utm_campaign=z", "https://example.org/a?a=1&b=2"),
        ("https://example.org/?p=123", "https://example.org/?p=123"),
        ("https://example.org/index.php?/news/1", "https://example.org/index.php?/news/1"),
        ("https://example.org/a?flag", "https://example.org/a?flag"),
        ("https://example.org/a?q=b+c%20d", "https://example.org/a?q=b+c%20d"),
        ("https://example.org/tag/amp/", "https://example.org/tag/amp/"),
        ("https://example.org/a/index.html", "https://example.org/a/index.html"),
        ("nonsense", "nonsense"),
        ("", ""),
    ],
)
def test_canonical_addresses_can_still_be_fetched(url: str, expected: str) -> None:
    """The canonical form keeps scheme, www, slash and index file, and writes the rest in one way."""
    assert canonical_url(url) == expected


@given(URL_LIKE, URL_LIKE)
def test_no_address_makes_the_verbs_raise(url: str, other: str) -> None:
    """Any text is answered; what comes out is absolute, without control characters, and settles at once."""
    for resolved in (absolute_url(url, other), absolute_url(url, BASE)):
        if resolved is not None:
            assert resolved.startswith(("http://", "https://"))
            assert resolved.isascii()
            assert resolved.isprintable()
            assert " " not in resolved
            assert is_http(resolved)
            assert absolute_url(resolved, BASE) == resolved
            assert is_http(canonical_url(resolved))
    canonical = canonical_url(url)
    assert canonical_url(canonical) == canonical
    assert article_id(canonical) == article_id(url)
    assert identity_of(canonical) == identity_of(url)
    assert same_site_url(url, url) == is_http(url) == (origin_of(url) is not None)
    assert re.fullmatch(r"[0-9a-f]{20}", article_id(url))
    assert tag_key(url).tag_id.count("/") >= 2


PARTNERSHIP = [
    "https://www.secondowelfare.it/sdgs/partnership/",
    "https://www.secondowelfare.it/sdgs/partnership",
    "http://secondowelfare.it/sdgs/partnership/page/12/",
    "https://www.secondowelfare.it/sdgs/partnership/page/12",
    "https://www.secondowelfare.it/sdgs/partnership/?start=80",
    "https://www.secondowelfare.it/sdgs/partnership/?paged=2",
    "https://www.secondowelfare.it/sdgs/partnership/?page=2&utm_source=x",
    "https://www.secondowelfare.it/sdgs/partnership/2/",
    "https://www.secondowelfare.it/sdgs/partnership/page-2/",
    "https://www.secondowelfare.it/sdgs/partnership/?query-1-page=2",
    "https://www.secondowelfare.it/sdgs/partnership/?e-page-3a1b2c=2",
    "https://www.secondowelfare.it/sdgs/partnership/feed/",
    "https://www.secondowelfare.it/sdgs/PARTNERSHIP/index.php",
    "https://www.secondowelfare.it/sdgs/partnership/#main",
]


def test_every_page_of_an_archive_has_its_tag() -> None:
    """Page numbers in paths and queries, feeds and fragments lead to the same tag."""
    assert {tag_key(url).tag_id for url in PARTNERSHIP} == {"secondowelfare.it/sdgs/partnership"}


@pytest.mark.parametrize(
    ("url", "tag_id"),
    [
        ("https://example.org/tag/2024/", "example.org/tag/2024"),
        ("https://example.org/tag/2024/page/3/", "example.org/tag/2024"),
        ("https://example.org/tag/5/", "example.org/tag/5"),
        ("https://example.org/en/goals/17/", "example.org/goals/17"),
        ("https://example.org/en/goals/17/2/", "example.org/goals/17"),
        ("https://example.org/archive/2024/05/", "example.org/2024/05"),
        ("https://example.org/tag/2023-01-01/", "example.org/tag/2023-01-01"),
        ("https://example.org/tag/%C3%88-gi%C3%A0/", "example.org/tag/è-già"),
        ("https://example.org/tag/e%CC%80/", "example.org/tag/è"),
        ("https://example.org/tag/con/", "example.org/tag/con"),
        ("https://example.org/tag/page/", "example.org/tag/page"),
        ("https://example.org/tag/welfare-2/", "example.org/tag/welfare-2"),
        ("https://example.org/category/parent/child/page/2", "example.org/parent/child"),
        ("https://example.org/welfare/", "example.org/archive/welfare"),
        ("https://example.org/welfare.html", "example.org/archive/welfare"),
        ("https://example.org/blog/page/2/", "example.org/archive/blog"),
        ("https://example.org/page/2/", "example.org/archive/home"),
        ("https://example.org/", "example.org/archive/home"),
        ("http://localhost:8080/tag/x/", "localhost_8080/tag/x"),
        ("https://example.org/?cat=5&paged=2", "example.org/archive/cat-5"),
        ("https://example.org/index.php?tag=Welfare+aziendale", "example.org/archive/tag-welfare aziendale"),
        ("https://example.org/news/?category=5&page=3", "example.org/news/category-5"),
        ("https://example.org/search/label/Foo?updated-max=2015-06-06T20:38:00-07:00&max-results=20&by-date=false",
         "example.org/label/foo"),
        ("https://example.org/tag/p53/", "example.org/tag/p53"),
        ("https://example.org/tag/p53/page/2", "example.org/tag/p53"),
        ("https://example.org/sdgs/17/2/", "example.org/sdgs/17"),
        ("https://example.org/2024/05/08/", "example.org/05/08"),
    ],
)  # fmt: skip
def test_tags_are_named_by_their_address(url: str, tag_id: str) -> None:
    """Taxonomy and slug are the last segments, or the query; a number that names the tag is no page number."""
    assert tag_key(url).tag_id == tag_id


def test_a_profile_names_its_own_tags() -> None:
    """On a host of the profile, its key, taxonomies and aliases count; on another host they do not."""
    profile = SiteProfile(
        key="secondowelfare",
        name="Percorsi di secondo welfare",
        base_url="https://www.secondowelfare.it/",
        hosts=("www.secondowelfare.it", "secondowelfare.it"),
        taxonomies=(
            Taxonomy(name="sdgs", archive_path="/sdgs/{slug}/"),
            Taxonomy(name="tema", archive_path="/en/topics/{slug}/"),
        ),
        aliases=MappingProxyType({"/S-partnership": "sdgs/partnership"}),
    )
    ids = {url: tag_key(url, profile).tag_id for url in PARTNERSHIP}
    assert set(ids.values()) == {"secondowelfare/sdgs/partnership"}
    assert tag_key("https://secondowelfare.it/S-partnership", profile).tag_id == "secondowelfare/sdgs/partnership"
    assert tag_key("https://secondowelfare.it/s-partnership?start=80", profile).slug == "partnership"
    assert tag_key("https://secondowelfare.it/en/topics/x/page/2", profile).tag_id == "secondowelfare/tema/x"
    assert tag_key("https://secondowelfare.it/category/y/", profile).tag_id == "secondowelfare/category/y"
    assert tag_key("https://example.org/sdgs/partnership/", profile).tag_id == "example.org/sdgs/partnership"


def test_a_hash_parts_two_addresses_of_one_key() -> None:
    """Where a key is taken by another address, a short hash is added; the same address keeps the plain key."""
    first, second = "https://example.org/it/tag/x/", "https://example.org/en/tag/x/page/2/"
    taken = {tag_key(first).tag_id: tag_address(first)}
    assert tag_key(first, taken=taken).tag_id == "example.org/tag/x"
    assert re.fullmatch(r"example\.org/tag/x-[0-9a-f]{6}", tag_key(second, taken=taken).tag_id)
    assert tag_key(second, taken=taken) == tag_key("https://example.org/en/tag/x/", taken=taken)


RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


def assert_portable(name: str) -> None:
    """Assert that *name* is a valid part of a path on Windows, macOS and Linux."""
    assert 1 <= len(name.encode()) <= 120
    assert re.fullmatch(r"[a-z0-9_.~%A-F-]+", name)
    assert not RESERVED.fullmatch(name)
    assert not name.startswith(".")
    assert not name.endswith((".", " "))
    assert "=" not in name


@given(st.text(max_size=80), st.text(max_size=80))
def test_file_names_are_portable_and_never_alike(first: str, second: str) -> None:
    """Every text gives a portable name; two texts that differ give names that differ by more than case."""
    one, two = file_name_part(first), file_name_part(second)
    assert_portable(one)
    same = unicodedata.normalize("NFC", first) == unicodedata.normalize("NFC", second)
    assert (one.casefold() == two.casefold()) == same


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("2024", "2024"), ("2023-01-01", "2023-01-01"), ("è-già", "%C3%A8-gi%C3%A0"), ("con", "%63on"),
        ("aux.txt", "%61ux.txt"), ("COM1", "%43%4F%4D1"), ("lpt9", "%6Cpt9"), ("nul", "%6Eul"), ("..", "%2E%2E"),
        ("a.", "a%2E"),
        ("a b", "a%20b"), ("x=1", "x%3D1"), ("100%", "100%25"), ("~", "%7E"), ("", "%"),
    ],
)  # fmt: skip
def test_file_names_are_percent_encoded(text: str, name: str) -> None:
    """Numbers stay as they are; all else that some system refuses is escaped."""
    assert file_name_part(text) == name
    assert_portable(name)


def test_long_file_names_end_in_a_hash() -> None:
    """Long names are cut between escapes and told apart by their hash."""
    names = [file_name_part("à" * 200 + end) for end in "ab"]
    assert len(set(names)) == 2
    assert all(re.fullmatch(r"(%C3%A0)+~[0-9a-f]{16}", name) and len(name) <= 120 for name in names)


def test_the_content_hash_tells_what_changed() -> None:
    """Title, teaser, date and authors count, each in its own place, and nothing else."""
    said = {"title": "a", "teaser": "b", "date_published": "2024", "authors": ("c", "d")}
    digests = {
        content_hash(title="a", teaser="b", date_published="2024", authors=("c", "d")),
        content_hash(title="b", teaser="a", date_published="2024", authors=("c", "d")),
        content_hash(title="a", teaser=None, date_published="2024", authors=("c", "d")),
        content_hash(title="a", teaser="b", date_published="2024-01", authors=("c", "d")),
        content_hash(title="a", teaser="b", date_published="2024", authors=("d", "c")),
        content_hash(title="a", teaser="b", date_published="2024", authors=("c, d",)),
    }
    assert len(digests) == 6
    assert content_hash(**said) in digests  # type: ignore[arg-type]  # one dict of mixed values


@given(URL_LIKE)
def test_addresses_of_archives_settle(url: str) -> None:
    """Taking the page off an address is done once and for all."""
    address = archive_address(url)
    assert address.path.startswith("/")
    assert tag_address(url) == address.text


@pytest.mark.parametrize("piece", ["a", "/", "?", "&", "%", "a=1&", "/page/2", "/amp", "..//", ";jsessionid=", "#"])
def test_long_addresses_take_linear_time(piece: str) -> None:
    """An address of 200 kB is refused or folded in a moment."""
    url = ("https://example.org/" + piece * 200_000)[:200_000]
    begin = time.process_time()
    canonical_url(url)
    absolute_url(url, BASE)
    tag_key(url)
    assert time.process_time() - begin < 5
