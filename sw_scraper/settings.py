"""The settings of the Scrapy project; modules are named as strings, so that reading them imports nothing.

Settings of our own, all usable with ``-s``: ``SW_DATA_DIR``, ``SW_CONTACT``, ``SW_PAGE_CAP``, and the limits of
``sw_scraper.crawl.limits``.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from sw_scraper.crawl.wiring import WIRE_SETTINGS

BOT_NAME = "sw_scraper"
SPIDER_MODULES = ["spiders"]
NEWSPIDER_MODULE = "spiders"
COMMANDS_MODULE = "sw_scraper.crawl.commands"

SW_DATA_DIR = "data"
"""Where the dataset is; relative to the folder of scrapy.cfg, else to the current folder."""
SW_DELTA = ""
"""A Delta Lake table that committed sightings are appended to as well: a path or s3:// address; extra [delta]."""
SW_CONTACT = ""
"""The operator, as an address or URL; stands in the User-Agent and in every commit."""
SW_PAGE_CAP = 200
"""Pages after which a list counts as endless."""

# The download handler, middlewares and politeness (sw_scraper.crawl.wiring says what each is for).
globals().update(WIRE_SETTINGS)

ITEM_PIPELINES = {
    "pipelines.normalize.NormalizePipeline": 100,
    "pipelines.validate.ValidatePipeline": 200,
    "pipelines.dedupe.DedupePipeline": 300,
    "pipelines.write.WritePipeline": 400,
}
# Pages of a harvest go through the pipelines one after the other, and a harvest's end after its last page.
CONCURRENT_ITEMS = 1

# The walk judges every status and every address itself; nothing may be dropped before it.
HTTPERROR_ALLOW_ALL = True
URLLENGTH_LIMIT = 0
REFERER_ENABLED = False

EXTENSIONS = {
    "scrapy.extensions.feedexport.FeedExporter": None,
    "sw_scraper.crawl.feed.TeaserFeedExporter": 0,
    "scrapy.extensions.logstats.LogStats": None,
}
FEED_EXPORT_ENCODING = "utf-8"

# The terminal shows progress, warnings and the summary; the whole log is in the dataset's .work/logs, or here with -L.
LOG_LEVEL = "WARNING"
LOG_FORMAT = "%(levelname)s: %(message)s"
LOG_FORMATTER = "sw_scraper.crawl.log.QuietLogFormatter"


def _assert_siblings() -> None:
    """Refuse to start when ``spiders`` or ``pipelines`` belong to another project.

    Scrapy appends the project's root to ``sys.path``; a foreign package of the same name further up would win, and
    the harvest would run with somebody else's code.
    """
    home = Path(__file__).resolve().parent.parent
    for name in ("spiders", "pipelines"):
        spec = find_spec(name)
        origin = Path(spec.origin).resolve() if spec and spec.origin else None
        if origin is None or origin.parent.parent != home:
            raise ImportError(
                f"the package {name!r} is taken from {origin}, but belongs beside sw_scraper in {home}. "
                "Run from another folder, or remove the other package from PYTHONPATH."
            )


_assert_siblings()
