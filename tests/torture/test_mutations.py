"""Damaged input of every kind: pages, robots.txt, recordings. Every failure names the seed that makes it again."""

from __future__ import annotations

import json
import os
import random
import time
import unicodedata
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from lxml import etree
from page_mutations import mutated_page

from sw_scraper import extract_archive
from sw_scraper.cli.outlined_page import outlined_page
from sw_scraper.crawl.robots_rules import parse_robots
from sw_scraper.errors import ConfigError
from sw_scraper.extract.archive import inspect_archive
from sw_scraper.model import ArchivePage
from sw_scraper.normalize.keys import article_id
from sw_scraper.normalize.urls import canonical_url
from sw_scraper.warc.reader import read_recordings
from sw_scraper.warc.records import RawExchange
from sw_scraper.warc.writer import WarcFile

TORTURE = bool(os.environ.get("SW_TORTURE"))
SEED = os.environ.get("SW_SEED", "20261122")
FIXTURES = Path(__file__).parents[1] / "fixtures"
PAGES = sorted(FIXTURES.glob("*/page.html"))
BATCH = 1000 if TORTURE else 300
CPU_LIMIT_S = 5.0
AT = datetime(2026, 11, 22, 2, 3, 4, tzinfo=UTC)


def is_clean(text: str) -> bool:
    """No control, bidi-override or lone surrogate; a blank line between paragraphs is text."""
    return not any(
        unicodedata.category(char) in ("Cc", "Cs") or char in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
        for char in text.replace("\n\n", "")
    )


def fault_of(page: ArchivePage) -> str | None:
    """What is wrong with a page as a value; None when nothing is."""
    said = page.to_dict()
    json.dumps(said, ensure_ascii=False).encode()
    if page.teasers and page.kind != "archive":
        return f"{page.kind} with teasers"
    if not 0.0 <= page.confidence <= 1.0:
        return f"confidence {page.confidence}"
    urls = [page.next_url, *(one.url for one in page.teasers), *(one.image_url for one in page.teasers)]
    if page.tag:
        urls += [link.url for link in page.tag.links]
    for url in filter(None, urls):
        if urlsplit(url).scheme not in ("http", "https") or not is_clean(url):
            return f"address {url!r}"
    texts = [page.tag.name, page.tag.description] if page.tag else []
    for one in page.teasers:
        texts += [one.title, one.teaser, *one.authors, *one.categories]
        if one.url:
            canonical_url(one.url)
            article_id(one.url)
    if dirty := [text for text in texts if text is not None and not is_clean(text)]:
        return f"text {dirty[0]!r}"
    return None


@pytest.mark.torture
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("batch", range(10 if TORTURE else 1))
def test_mutated_pages(batch: int) -> None:
    """A damaged page raises nothing, costs less than five seconds of CPU, and gives clean values only."""
    seeds = [path.read_bytes() for path in PAGES]
    assert len(seeds) >= 10
    wrong: list[str] = []
    slowest, kinds = (0.0, ""), dict[str, int]()
    for number in range(BATCH):
        seed = f"{SEED}:{batch}:{number}"
        html = mutated_page(seeds, seed)
        started = time.process_time()
        try:
            page = extract_archive(html, "https://example.org/tag/x/", fetched_at=AT)
        except Exception as error:  # noqa: BLE001  # whatever comes out is the finding
            wrong.append(f"{seed}: {type(error).__name__}: {error}")
            continue
        spent = time.process_time() - started
        slowest = max(slowest, (spent, seed))
        kinds[page.kind] = kinds.get(page.kind, 0) + 1
        if fault := fault_of(page):
            wrong.append(f"{seed}: {fault}")
    print(f"{BATCH} pages, slowest {slowest[0]:.2f} s CPU (seed {slowest[1]}), kinds {kinds}")
    assert wrong == [], "\n".join(wrong[:20])
    assert slowest[0] < CPU_LIMIT_S, slowest
    assert kinds.get("archive", 0) > BATCH // 10, "the damage leaves nothing to read"


@pytest.mark.torture
@pytest.mark.timeout(1800)
def test_reports_of_mutated_pages() -> None:
    """The page that doctor writes of a damaged page can be made, has its policy, and holds nothing that runs."""
    seeds = [path.read_bytes() for path in PAGES]
    for number in range(2000 if TORTURE else 60):
        seed = f"{SEED}:report:{number}"
        try:
            made = outlined_page(inspect_archive(mutated_page(seeds, seed), "https://example.org/tag/x/"))
        except Exception as error:  # noqa: BLE001  # whatever comes out is the finding
            pytest.fail(f"seed {seed}: {type(error).__name__}: {error}")
        root = etree.fromstring(made, etree.HTMLParser(encoding="utf-8", huge_tree=True))
        (first, *_) = [meta for meta in root.iter("meta") if meta.get("http-equiv")]
        assert "default-src 'none'" in first.get("content"), f"seed {seed}"
        alive = [one.tag for one in root.iter("script", "iframe", "object", "embed", "base")]
        alive += [name for one in root.iter("*") for name in one.attrib if name.lower().startswith("on")]
        assert alive == [], f"seed {seed}: {alive}"


ROBOTS = (
    b"User-agent: *\nDisallow: /wp-admin/\nAllow: /wp-admin/x.php\nCrawl-delay: 2\nSitemap: https://a.example/s.xml\n",
    b"\xef\xbb\xbfUser-Agent: sw_scraper\nUser-agent: b\nDisallow: /*?page=*$\nDisallow: /a%2fb\n\nUser-agent: *\n",
    b"user-agent:*\r\ndisallow:/\r\nallow:/tag/\r\n# words\r\n",
)
ROBOTS_PIECES = (b"*" * 400, b"$", b"%", b"%zz", b"\x00", b"\r", b":", b"User-agent: *\n", b"Disallow: /" + b"*a" * 200)


@pytest.mark.torture
def test_mutated_robots() -> None:
    """A damaged robots.txt never raises, is read in no time, and answers every question with yes or no."""
    for number in range(20_000 if TORTURE else 1500):
        seed = f"{SEED}:robots:{number}"
        dice = random.Random(seed)
        made = bytearray(dice.choice(ROBOTS))
        for _ in range(dice.randint(1, 8)):
            at = dice.randrange(len(made) + 1)
            made[at : at + dice.choice((0, 1, 10))] = dice.choice((dice.randbytes(3), dice.choice(ROBOTS_PIECES)))
        started = time.process_time()
        try:
            rules = parse_robots(bytes(made), token="sw_scraper")
            said = [rules.allows(path) for path in ("/", "/tag/x/?page=2", "/" + "a" * 3000, "/perché/%zz", "")]
        except Exception as error:  # noqa: BLE001  # likewise
            pytest.fail(f"seed {seed}: {type(error).__name__}: {error}")
        assert set(said) <= {True, False}, f"seed {seed}"
        assert rules.crawl_delay is None or rules.crawl_delay >= 0, f"seed {seed}"
        assert time.process_time() - started < 5.0, f"seed {seed}"


ROBOTS_LINES = (
    b"User-agent: *\n", b"User-agent: sw_scraper\n", b"Disallow: /*a*a*a*b\n", b"Disallow: /*aaaaaaaaaaaaaaab\n",
    b"Disallow: /" + b"%41" * 300 + b"\n", b"Allow: /" + "è".encode() * 300 + b"\n", b"Crawl-delay: 1e9\n", b"\r",
    b":\n", b"#\n", b"Disallow: /" + b"*a" * 4000 + b"$\n",
)  # fmt: skip
ROBOTS_BYTES = 500 * 1024


@pytest.mark.torture
def test_large_mutated_robots() -> None:
    """A robots.txt as long as it may be, of lines repeated and damaged, is read and asked within bounds."""
    for number in range(400 if TORTURE else 12):
        seed = f"{SEED}:large-robots:{number}"
        dice = random.Random(seed)
        made = bytearray()
        while len(made) < ROBOTS_BYTES:
            made += dice.choice(ROBOTS_LINES) * dice.choice((1, 100, 20_000))
        for _ in range(dice.randint(0, 50)):
            made[dice.randrange(ROBOTS_BYTES)] = dice.randrange(256)
        body = bytes(made[:ROBOTS_BYTES])
        started = time.process_time()
        try:
            rules = parse_robots(body, token="sw_scraper")
            said = [rules.allows(path) for path in ("/" + "a" * 8000, "/tag/x/page/2/")]
        except Exception as error:  # noqa: BLE001  # likewise
            pytest.fail(f"seed {seed}: {type(error).__name__}: {error}")
        assert set(said) <= {True, False}, f"seed {seed}"
        assert len(rules.rules) <= 2 * body.count(b"llow"), f"seed {seed}: rules multiply"
        assert time.process_time() - started < CPU_LIMIT_S, f"seed {seed}"


def recording(folder: Path) -> bytes:
    """A recording of ours with forty pages."""
    file = WarcFile.create(folder / "whole.warc.gz", {"sw-harvest-id": "h", "sw-start-url": "http://a.example/1/"})
    for number in range(40):
        file.write_exchange(
            RawExchange(
                url=f"http://a.example/{number}/",
                fetched_at=AT,
                request=b"GET / HTTP/1.1\r\nHost: a.example\r\n\r\n",
                head=b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n",
                body=f"<html>{number} {random.Random(number).randbytes(300).hex()}</html>".encode(),
            )
        )
    return file.finish()[0].read_bytes()


@pytest.mark.torture
def test_mutated_recordings(tmp_path: Path) -> None:
    """A damaged recording gives the pages that can be had, each as it was, and says what is lost; nothing raises."""
    whole = recording(tmp_path)
    bodies = {page.url: page.body() for one in read_recordings([tmp_path / "whole.warc.gz"]) for page in one.pages}
    assert len(bodies) == 40
    kept = refused = told = 0
    n_files = 3000 if TORTURE else 150
    for number in range(n_files):
        seed = f"{SEED}:warc:{number}"
        dice = random.Random(seed)
        made = bytearray(whole)
        for _ in range(dice.randint(1, 3)):
            at = dice.randrange(len(made) + 1)
            how = dice.randrange(4)
            if how == 0:
                del made[at : at + dice.choice((1, 50, 2000))]
            elif how == 1:
                made[at : at + 4] = dice.randbytes(4)
            elif how == 2:
                made[at:at] = dice.randbytes(dice.choice((1, 300)))
            elif dice.random() < 0.3:
                del made[at:]
        path = tmp_path / f"{number}.warc.gz"
        path.write_bytes(made)
        try:
            recordings = read_recordings([path])
            pages = [page for one in recordings for page in one.pages]
            right = sum(bodies.get(page.url) == page.body() for page in pages)
        except ConfigError:
            refused += 1
            continue
        except Exception as error:  # noqa: BLE001  # likewise
            pytest.fail(f"seed {seed}: {type(error).__name__}: {error}")
        finally:
            path.unlink()
        lost = len(bodies) - right
        kept += right
        told += any(one.problems for one in recordings)
        if lost and bytes(made) != whole:
            cut_clean = len(made) < len(whole)
            assert cut_clean or any(one.problems for one in recordings), f"seed {seed}: {lost} pages lost in silence"
    print(f"{n_files} files: {kept} of {40 * n_files} pages had, {told} files with a word on it, {refused} refused")
    assert kept > 40 * n_files * 0.5
