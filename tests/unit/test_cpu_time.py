"""The limit on processor time for one page."""

from __future__ import annotations

import re
import signal
import threading
import time

import pytest
from scrapy.http import HtmlResponse, Request
from scrapy.settings import Settings

from sw_scraper.crawl.arrivals import read_arrival
from sw_scraper.crawl.cpu_time import can_limit, within_cpu_time
from sw_scraper.crawl.failures import CostlyPageError
from sw_scraper.crawl.limits import Limits
from sw_scraper.errors import ConfigError

URL = "https://example.org/tag/x/"
pytestmark = pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="POSIX only")


def spin() -> None:
    while True:
        sum(range(1000))


def spin_deaf() -> None:
    """Work that swallows every exception, as a careless library might."""
    while True:
        try:
            sum(range(1000))
        except Exception:  # noqa: BLE001  # that is the point
            continue


def backtrack() -> None:
    re.match(r"(a+)+$", "a" * 60 + "b")


@pytest.mark.parametrize("work", [spin, spin_deaf, backtrack])
def test_what_never_ends_is_ended(work: object) -> None:
    """Loops, loops that catch everything, and patterns that backtrack are cut off, and all is as before."""
    before = signal.getsignal(signal.SIGPROF)
    with pytest.raises(CostlyPageError, match=r"0\.1 s \(SW_PAGE_CPU_S\)") as caught:
        within_cpu_time(0.1, work, url=URL)  # type: ignore[arg-type]
    assert (caught.value.failure_class, caught.value.url) == ("cpu_time", URL)
    assert signal.getsignal(signal.SIGPROF) == before
    assert signal.getitimer(signal.ITIMER_PROF) == (0.0, 0.0)


def test_work_in_time_gives_its_value() -> None:
    """A result and an error of the work come through, and no signal comes later."""
    assert within_cpu_time(5.0, lambda: 7, url=URL) == 7
    with pytest.raises(KeyError):
        within_cpu_time(5.0, lambda: dict[str, int]()["x"], url=URL)
    assert signal.getitimer(signal.ITIMER_PROF) == (0.0, 0.0)


def test_sleeping_and_other_threads_do_not_count() -> None:
    """Only processor time of the thread that reads the page counts."""
    stop = threading.Event()

    def busy() -> None:
        while not stop.is_set():
            sum(range(1000))

    other = threading.Thread(target=busy)
    other.start()
    try:
        assert within_cpu_time(0.3, lambda: time.sleep(1.0), url=URL) is None
    finally:
        stop.set()
        other.join()


def test_where_it_cannot_be_kept_the_work_is_done() -> None:
    """In other threads, under a profiler, and with the limit 0 there is no limit."""
    found: list[bool] = []
    thread = threading.Thread(target=lambda: found.append(can_limit()))
    thread.start()
    thread.join()
    assert found == [False]
    before = signal.signal(signal.SIGPROF, lambda *_: None)
    try:
        assert not can_limit()
        assert within_cpu_time(0.001, lambda: sum(range(10**6)), url=URL) == sum(range(10**6))
    finally:
        signal.signal(signal.SIGPROF, before)
    assert within_cpu_time(0, lambda: 7, url=URL) == 7


# The signal may come inside a callback of the collector or of a test tool, where it is lost; it then comes again.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_costly_page_has_failed() -> None:
    """The walk gets a failure with a class and words, and no half page."""
    entry = '<article><h2><a href="/a/{0}">Titolo {0}</a></h2><p>Testo {0}.</p></article>'
    body = f"<html><main>{''.join(map(entry.format, range(9000)))}</main></html>".encode()
    response = HtmlResponse(URL, body=body, headers={"Content-Type": "text/html"}, request=Request(URL))
    arrival = read_arrival(response, asked=URL, profile=None, cpu_s=0.2)
    assert arrival.page is None
    assert arrival.entries == ()
    assert arrival.problem is not None
    assert arrival.problem.failure_class == "cpu_time"
    assert "SW_PAGE_CPU_S" in arrival.problem.hint


@pytest.mark.parametrize("value", ["much", "-1", "inf", "nan", "1e999", ""])
def test_a_limit_must_be_a_number(value: str) -> None:
    """A malformed limit is named before the first request."""
    with pytest.raises(ConfigError, match=f"SW_PAGE_CPU_S={value}"):
        Limits.of(Settings({"SW_PAGE_CPU_S": value}))
    with pytest.raises(ConfigError, match="SW_MAX_REDIRECTS"):
        Limits.of(Settings({"SW_MAX_REDIRECTS": f"{value}.5"}))
