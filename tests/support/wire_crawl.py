"""A crawl with the project's wiring and nothing else, as a process: ``wire_crawl.py`` reads a plan, prints outcomes.

The plan is JSON on standard input: ``settings``, ``harvests`` (id to start URL), ``pages`` (lists of ``[harvest,
url]``; the lists run at once, the pages of one list one after the other), ``warc`` (harvest id to file). The outcomes
are JSON on standard output: ``pages`` (URL to what came of it), ``tallies``, ``order``.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerProcess

from sw_scraper.crawl.failures import explain, failure_class
from sw_scraper.crawl.origin import Origins
from sw_scraper.crawl.recordings import Recordings
from sw_scraper.crawl.tally import Tallies
from sw_scraper.crawl.wiring import WIRE_SETTINGS

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from typing import Self

    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from twisted.python.failure import Failure

QUICK: dict[str, Any] = {"DOWNLOAD_DELAY": 0, "SW_RETRY_BACKOFF_S": 0.05, "USER_AGENT": "sw_scraper/0 (+test)"}


def crawl(
    harvests: dict[str, str], *pages: list[tuple[str, str]], warc: dict[str, str] | None = None, **settings: Any
) -> dict[str, Any]:
    """Run a crawl in a process of its own and return its outcomes."""
    plan = {"settings": {**QUICK, **settings}, "harvests": harvests, "pages": pages, "warc": warc or {}}
    done = subprocess.run(
        [sys.executable, __file__], input=json.dumps(plan).encode(), capture_output=True, check=False, timeout=100
    )
    assert done.returncode == 0, done.stderr.decode()
    assert b"Traceback" not in done.stderr, done.stderr.decode()
    outcome: dict[str, Any] = json.loads(done.stdout)
    return outcome


class WireSpider(Spider):
    """Asks for the plan's pages."""

    name = "wire"
    plan: dict[str, Any]

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Scrapy's constructor."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        for harvest_id, url in spider.plan["harvests"].items():
            Origins.of(crawler).open(harvest_id, url)
        for harvest_id, path in spider.plan["warc"].items():
            info = {"sw-start-url": spider.plan["harvests"][harvest_id]}
            Recordings.of(crawler).open(harvest_id, Path(path), info)
        return spider

    async def start(self) -> AsyncIterator[Request]:
        """The first page of every list."""
        for line in self.plan["pages"]:
            for request in self.following(line):
                yield request

    def following(self, line: list[list[str]]) -> Iterator[Request]:
        """The first page of a list; the others follow when it came or failed."""
        if line:
            (harvest_id, url), *rest = line
            start = self.plan["harvests"].get(harvest_id) == url
            meta = {"sw_harvest": harvest_id, "sw_start": start, "rest": rest, "asked": url}
            yield Request(url, meta=meta, callback=self.came, errback=self.failed, dont_filter=True)

    def came(self, response: Response) -> Iterator[Request]:
        """A page came."""
        self.note(response.meta, response.status, failure_class(response), response.url, response.text)
        yield from self.following(response.meta["rest"])

    def failed(self, failure: Failure) -> Iterator[Request]:
        """A page failed."""
        request = failure.request  # type: ignore[attr-defined]  # set by Scrapy
        assert failure.value is not None
        self.note(request.meta, None, failure_class(failure.value), request.url, explain(failure.value).what)
        yield from self.following(request.meta["rest"])

    def note(self, meta: dict[str, Any], status: int | None, kind: str | None, url: str, text: str) -> None:
        """Write one page's outcome down."""
        exchange = meta.get("sw_exchange")
        self.plan["outcome"]["pages"][meta["asked"]] = {
            "status": status,
            "failure": kind,
            "url": url,
            "text": text[:500],
            "redirects": meta.get("redirect_urls", []),
            "fetched_at": exchange.fetched_at.isoformat() if exchange else None,
            "record_id": exchange.record_id if exchange else None,
            "digest": exchange.payload_digest if exchange else None,
        }
        self.plan["outcome"]["order"].append([round(time.monotonic() - self.plan["began"], 2), meta["asked"]])


def main() -> None:
    """Run the plan from standard input."""
    plan = json.load(sys.stdin)
    plan["outcome"] = {"pages": {}, "tallies": {}, "order": []}
    plan["began"] = time.monotonic()
    settings = {**WIRE_SETTINGS, "LOG_LEVEL": "WARNING", "HTTPERROR_ALLOW_ALL": True, **plan["settings"]}
    process = AsyncCrawlerProcess(settings)
    crawler = process.create_crawler(WireSpider)
    process.crawl(crawler, plan=plan)
    process.start()
    for harvest_id in plan["harvests"]:
        tally = Tallies.of(crawler)[harvest_id]
        plan["outcome"]["tallies"][harvest_id] = {name: getattr(tally, name) for name in tally.__slots__}
        Recordings.of(crawler).finish(harvest_id)
    stats = crawler.stats.get_stats() if crawler.stats else {}
    assert not stats.get("log_count/ERROR"), stats
    json.dump(plan["outcome"], sys.stdout)


if __name__ == "__main__":
    main()
