"""robots.txt by RFC 9309: groups, longest match, wildcards, and files that are anything but tidy."""

from __future__ import annotations

import time

import pytest

from sw_scraper.crawl.robots_rules import parse_robots, product_token

TOKEN = "sw_scraper"
OURS_AGAIN = "User-agent: sw_scraper\nDisallow: /c\n"
DELAYS = {"2": 2.0, "0.5": 0.5, "-1": None, "soon": None, "1e9": None, "": None, "NaN": None, "9" * 30: None}


@pytest.mark.parametrize(
    ("text", "path", "allowed"),
    [
        ("", "/x", True),
        ("User-agent: *\nDisallow:\n", "/x", True),
        ("User-agent: *\nDisallow: /\n", "/x", False),
        ("User-agent: *\nDisallow: /\n", "/robots.txt", True),
        ("User-agent: *\nDisallow: /a\n", "/b", True),
        # the longest match decides, and Allow where both are equally long
        ("User-agent: *\nDisallow: /a\nAllow: /a/b\n", "/a/b/c", True),
        ("User-agent: *\nAllow: /a\nDisallow: /a/b\n", "/a/b/c", False),
        ("User-agent: *\nDisallow: /a\nAllow: /a\n", "/a", True),
        # wildcards and the end
        ("User-agent: *\nDisallow: /*/page/*/$\n", "/tag/x/page/2/", False),
        ("User-agent: *\nDisallow: /*/page/*/$\n", "/tag/x/page/2/?a", True),
        ("User-agent: *\nDisallow: /*/page/*/$\n", "/tag/x/", True),
        ("User-agent: *\nDisallow: /*.php$\n", "/a.php?x", True),
        ("User-agent: *\nDisallow: /*.php\n", "/a.php?x", False),
        ("User-agent: *\nDisallow: /a*b*a$\n", "/aba", False),
        ("User-agent: *\nDisallow: /ab*ba$\n", "/aba", True),
        ("User-agent: *\nDisallow: /x$\n", "/x", False),
        ("User-agent: *\nDisallow: /x$\n", "/xy", True),
        ("User-agent: *\nDisallow: *\n", "/x", False),
        ("User-agent: *\nDisallow: x\n", "/x", True),
        # the query belongs to the path; case counts in paths
        ("User-agent: *\nDisallow: /*?s=\n", "/?s=1", False),
        ("User-agent: *\nDisallow: /A\n", "/a", True),
        # escapes: the same in either spelling
        ("User-agent: *\nDisallow: /perché\n", "/perch%C3%A9/x", False),
        ("User-agent: *\nDisallow: /perch%c3%a9\n", "/perch%C3%A9/x", False),
        ("User-agent: *\nDisallow: /%7Euno\n", "/~uno", False),
        ("User-agent: *\nDisallow: /a%2Fb\n", "/a/b", True),
        # groups: ours goes before everyone's, several of ours count together
        ("User-agent: *\nDisallow: /\n\nUser-agent: sw_scraper\nDisallow: /a\n", "/b", True),
        ("User-agent: SW_Scraper/2.0\nDisallow: /\n", "/b", False),
        ("User-agent: sw_scraper_other\nDisallow: /\n", "/b", True),
        ("User-agent: sw\nDisallow: /\n", "/b", True),
        (
            "User-agent: sw_scraper\nDisallow: /a\nUser-agent: x\nDisallow: /b\nUser-agent: sw_scraper\nDisallow: /c",
            "/c",
            False,
        ),
        ("User-agent: x\nUser-agent: *\nDisallow: /\n", "/b", False),
        ("User-agent: *\nUser-agent: x\nDisallow: /\n", "/b", False),
        ("User-agent: x\nDisallow: /\n", "/b", True),
        ("User-agent: sw_scraper\n", "/b", True),
        # what does not belong there
        ("Disallow: /\nUser-agent: *\nDisallow: /a\n", "/b", True),
        ("User-agent: *\nUnknown: line\nUser-agent: x\nDisallow: /\n", "/b", False),
        ("User-agent: *\nCrawl-delay: 2\nUser-agent: x\nDisallow: /\n", "/b", False),
        ("User-agent: *\nSitemap: http://a/s.xml\nDisallow: /\n", "/b", False),
        ("\ufeffUser-agent: *\nDisallow: /\n", "/b", False),
        ("User-agent: *\rDisallow: /\r", "/b", False),
        ("User-agent: *\r\n\r\nDisallow: /\r\n", "/b", False),
        ("USER-AGENT : *\n  disallow\t: /  # all\n", "/b", False),
        ("User-agent: * # everyone\nDisallow: /#x\n", "/b", False),
        ("User-agent: *\nDisallow /\n", "/b", True),
        ("<html><body>User-agent: *</body></html>", "/b", True),
        ("User-agent: *\x0bDisallow: /\n", "/b", True),
    ],
)
def test_rules(text: str, path: str, *, allowed: bool) -> None:
    """Each line of the table is one rule of the standard, or one habit of the web."""
    assert parse_robots(text.encode(), token=TOKEN).allows(path) is allowed


def test_bytes_that_are_no_text_say_nothing() -> None:
    """A binary file allows everything and breaks nothing."""
    assert parse_robots(bytes(range(256)) * 100, token=TOKEN).allows("/x")


@pytest.mark.parametrize(("value", "delay"), DELAYS.items())
def test_crawl_delays(value: str, delay: float | None) -> None:
    """Seconds as a plain number; nonsense is none."""
    text = f"User-agent: *\nCrawl-delay: {value}\nDisallow: /a\n"
    assert parse_robots(text.encode(), token=TOKEN).crawl_delay == delay


def test_wildcards_do_not_blow_up() -> None:
    """Sixty stars over a long path of the same letter take no time to speak of."""
    text = "User-agent: *\n" + "Disallow: /" + "*a" * 60 + "b\n"
    started = time.process_time()
    assert parse_robots(text.encode(), token=TOKEN).allows("/" + "a" * 8000)
    assert time.process_time() - started < 2


def test_a_file_of_the_largest_size_is_quick() -> None:
    """500 KiB of rules are read and asked in a moment."""
    text = "User-agent: *\n" + "".join(f"Disallow: /*a{number}*b$\n" for number in range(24_000))
    started = time.process_time()
    rules = parse_robots(text.encode()[: 500 * 1024], token=TOKEN)
    assert rules.allows("/" + "a1" * 1000)
    assert time.process_time() - started < 5


def test_repeated_agents_do_not_multiply_rules() -> None:
    """20,000 lines for everybody above 20,000 rules make 20,000 rules, not 400 million."""
    text = "User-agent: *\n" * 20_000 + "Disallow: /x\n" * 20_000
    assert len(parse_robots(text.encode(), token=TOKEN).rules) == 20_000


def test_product_tokens() -> None:
    """The token of a User-Agent is its first word, without version."""
    assert product_token("sw_scraper/0.1 (+me@uni.example)") == "sw_scraper"
    assert product_token("123") == "*"
