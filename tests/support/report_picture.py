"""Make docs/images/report.png anew: `python tests/support/report_picture.py docs/images/report.png`."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from browser import chromium, opened
from report_dataset import make_report_dataset

from sw_scraper import open_dataset
from sw_scraper.report.page import report_page


def main(target: Path) -> None:
    """A dataset of invented texts, its report, and a picture of the upper part of it."""
    with tempfile.TemporaryDirectory() as name, chromium() as browser:
        folder = Path(name)
        make_report_dataset(folder / "data", n_articles=900, n_nights=5, n_tags=6, strange=False)
        page = folder / "report.html"
        page.write_text(report_page(open_dataset(folder / "data")), encoding="utf-8")
        with opened(browser, page, viewport={"width": 1100, "height": 1500}) as (shown, _):
            shown.screenshot(path=target)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
