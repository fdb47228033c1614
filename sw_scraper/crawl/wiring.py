"""The Scrapy settings that put the parts of this folder in their places; ``sw_scraper.settings`` takes them over.

Names only, so that reading the settings imports nothing.
"""

from __future__ import annotations

from typing import Any

_CRAWL = "sw_scraper.crawl"

WIRE_SETTINGS: dict[str, Any] = {
    "TWISTED_REACTOR": "twisted.internet.asyncioreactor.AsyncioSelectorReactor",
    "DOWNLOAD_HANDLERS": {
        "http": f"{_CRAWL}.handler.WireHandler",
        "https": f"{_CRAWL}.handler.WireHandler",
        "file": None,
        "data": None,
        "ftp": None,
        "s3": None,
    },
    "DOWNLOADER_MIDDLEWARES": {
        # Scrapy's own do less or more than they should here; ours stand in the same places.
        "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
        "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
        "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,
        "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
        "scrapy.downloadermiddlewares.redirect.MetaRefreshMiddleware": None,
        "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
        "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,
        "scrapy.downloadermiddlewares.cookies.CookiesMiddleware": None,
        "scrapy.downloadermiddlewares.httpproxy.HttpProxyMiddleware": None,
        "scrapy.downloadermiddlewares.httpcache.HttpCacheMiddleware": None,
        f"{_CRAWL}.origin_guard.OriginGuard": 50,
        f"{_CRAWL}.robots.RobotsMiddleware": 100,
        f"{_CRAWL}.credentials.CredentialsMiddleware": 300,
        f"{_CRAWL}.retry.PatientRetryMiddleware": 550,
        f"{_CRAWL}.redirect.SameOriginRedirectMiddleware": 600,
        f"{_CRAWL}.cookies.OriginCookiesMiddleware": 700,
        f"{_CRAWL}.reservations.ReservationsMiddleware": 800,
    },
    "TELNETCONSOLE_ENABLED": False,
    "REMOTE_CONTROL_ENABLED": False,
    "METAREFRESH_ENABLED": False,
    "COMPRESSION_ENABLED": False,
    "HTTPPROXY_ENABLED": False,
    "HTTPCACHE_ENABLED": False,
    "ROBOTSTXT_OBEY": True,
    # No limit over all hosts: a request that waits for one host (Retry-After) must not hold up another's. What is
    # under way is bounded by the spiders, which ask for one page a harvest, and by one request a host.
    "CONCURRENT_REQUESTS": 0,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
    "DOWNLOAD_DELAY": 1.0,
    "DEFAULT_REQUEST_HEADERS": {
        "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
        "Accept-Encoding": "gzip, deflate, br, zstd",
    },
}
"""What every run has."""


def replay_settings(files: str) -> dict[str, Any]:
    """The settings that turn a run into a replay: no network, no waiting, nothing asked anew.

    Args:
        files: paths of recordings, separated by commas, in the order in which they are to be read.
    """
    return {
        "SW_REPLAY": files,
        "DOWNLOAD_HANDLERS": {
            **WIRE_SETTINGS["DOWNLOAD_HANDLERS"],
            "http": f"{_CRAWL}.replay.ReplayHandler",
            "https": f"{_CRAWL}.replay.ReplayHandler",
        },
        "ROBOTSTXT_OBEY": False,
        "COOKIES_ENABLED": False,
        "DOWNLOAD_DELAY": 0,
    }
