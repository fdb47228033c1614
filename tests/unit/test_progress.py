"""What a run tells while it goes on."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from sw_scraper.crawl.progress import state_words


@pytest.mark.parametrize(
    ("last_page", "number", "passed_s", "told"),
    [
        (None, 3, 2.0, "page 3, 30 teasers, 1.0 pages/s"),
        (9, 3, 2.0, "page 3 of 9, 30 teasers, 1.0 pages/s, 6 s left"),
        (1000, 3, 2.0, "page 3 of 1000, 30 teasers, 1.0 pages/s, 17 min left"),
        (90000, 3, 2.0, "page 3 of 90000, 30 teasers, 1.0 pages/s, 25.0 h left"),
    ],
)
def test_rate_and_time_left(
    monkeypatch: pytest.MonkeyPatch, last_page: int | None, number: int, passed_s: float, told: str
) -> None:
    """Rate, page, teasers and, where the site says how many pages there are, the time left."""
    clock = iter([100.0, 100.0 + passed_s])
    monkeypatch.setattr("sw_scraper.crawl.progress.time.monotonic", lambda: next(clock))
    harvest = SimpleNamespace(harvest_id="a", last_page=last_page, walk=SimpleNamespace(pages=1), teasers_in=10)
    began: dict[str, float] = {}
    state_words(harvest, 1, began)  # type: ignore[arg-type]  # all of a harvest that it asks for
    harvest.walk.pages, harvest.teasers_in = 3, 30
    assert state_words(harvest, number, began) == told  # type: ignore[arg-type]  # as above
