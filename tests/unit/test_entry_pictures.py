from __future__ import annotations

import pytest
from page_writing import LOREM, written_page

from sw_scraper.extract.archive import extract_archive

URL = "https://www.example.org/tag/casa/"
SHOWN = URL[:23] + "/media/{n}.jpg"
PICTURES = [
    ('<a href="{href}" aria-hidden="true" tabindex="-1"><img src="/media/{n}.jpg" alt=""></a>', True),
    ('<div aria-hidden="true"><figure><img data-src="/media/{n}.jpg"></figure></div>', True),
    ('<img aria-hidden="true" src="/media/{n}.jpg">', True),
    ('<a href="{href}" aria-hidden="true"><span hidden><img src="/media/{n}.jpg"></span></a>', False),
    ('<div hidden><img src="/media/{n}.jpg"></div>', False),
    ('<div style="display: none"><img src="/media/{n}.jpg"></div>', False),
    ('<div aria-hidden="true" inert><img src="/media/{n}.jpg"></div>', False),
]


@pytest.mark.parametrize(("markup", "is_seen"), PICTURES)
def test_a_decorative_picture_is_a_picture(markup: str, is_seen: bool) -> None:
    """What is hidden from screen readers only is seen; its words are still not read."""
    entries = "".join(
        f'<article class="post">{markup}<h2><a href="{{href}}">Una storia di quartiere, la numero {{n}}</a></h2>'
        f"<p>{LOREM}</p></article>".format(n=n, href=f"/2024/05/storia-{n}/")
        for n in (1, 2, 3)
    )
    page = extract_archive(written_page(f"<main><h1>Tag: Casa</h1>{entries}</main>", body_class="archive tag"), URL)
    assert [SHOWN.format(n=n) if is_seen else None for n in (1, 2, 3)] == [one.image_url for one in page.teasers]
