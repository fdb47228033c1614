"""A page that takes too much processor time fails with a class; what was read before it stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive_server import archive, respond, running_server
from crawl_runs import crawl

from sw_scraper import open_dataset

if TYPE_CHECKING:
    from pathlib import Path

ENTRY = '<article><h2><a href="/a/{0}">Titolo numero {0}</a></h2><p>Testo della notizia {0}.</p></article>'
COSTLY = f"<html><body><main><h1>#X</h1>{''.join(map(ENTRY.format, range(30_000)))}</main></body></html>"


def test_costly_pages(tmp_path: Path) -> None:
    """A first page that is too costly fails the harvest, a later one ends it as partial; other tags go on."""
    with running_server() as server:
        for slug, page in (("prima", 1), ("seconda", 2), ("bene", 0)):
            made = archive(slug, 7)
            made.faults[page] = lambda handler: respond(handler, COSTLY)
            server.add(slug, made)
        urls = [f"{server.base}/tag/{slug}/" for slug in ("prima", "seconda", "bene")]
        run = crawl(tmp_path / "data", f"url={','.join(urls)}", settings=["SW_PAGE_CPU_S=1.5"])
    assert run.code == 3, run.err
    run.assert_no_traceback()
    assert "takes more processor time than a page may, 1.5 s (SW_PAGE_CPU_S)" in run.both
    rows = {row["tag"]: row for row in open_dataset(str(run.data)).harvests().to_pylist()}
    assert {tag: (row["verdict"], row["failure_class"], row["n_teasers"]) for tag, row in rows.items()} == {
        "prima": ("failed", "cpu_time", 0),
        "seconda": ("partial", "cpu_time", 5),
        "bene": ("complete", None, 7),
    }
