"""Recorded pages of the families of markup and of the traps."""

from __future__ import annotations

import hashlib

import pytest
from page_fixtures import PageFixture, page_fixtures

from sw_scraper import extract_archive

FOUND = page_fixtures()


@pytest.mark.parametrize("fixture", FOUND, ids=lambda fixture: fixture.name)
def test_a_recorded_page_says_what_it_said(fixture: PageFixture) -> None:
    """What the code reads from a recorded page is what a person has accepted."""
    assert fixture.expected == fixture.actual()


@pytest.mark.parametrize("fixture", FOUND, ids=lambda fixture: fixture.name)
def test_a_recorded_page_is_the_one_that_was_recorded(fixture: PageFixture) -> None:
    """A fixture's bytes are those that its meta.json was written for, and they are our own."""
    assert fixture.meta["sha256"] == hashlib.sha256(fixture.page).hexdigest()
    assert fixture.meta["licence"] == "synthetic"


@pytest.mark.parametrize("fixture", FOUND, ids=lambda fixture: fixture.name)
def test_every_value_names_its_rule(fixture: PageFixture) -> None:
    """Every field that a record has says which rule gave it, and the list how sure it is."""
    page = extract_archive(fixture.page, fixture.meta["url"], content_type=fixture.meta["content_type"])
    if page.kind != "archive":
        assert (page.teasers, page.confidence, page.extractor) == ((), 0.0, "none")
        assert all(candidate.verdict != "won" for candidate in page.candidates)
        return
    assert 0.0 < page.confidence <= 1.0
    assert page.candidates[0].verdict == "won"
    for teaser in page.teasers:
        given = {
            "title": teaser.title,
            "url": teaser.url,
            "teaser": teaser.teaser,
            "date": teaser.date,
            "authors": teaser.authors,
            "categories": teaser.categories,
            "image_url": teaser.image_url,
        }
        assert {name for name, value in given.items() if value} == set(teaser.rules)


def test_the_seed_page_is_there() -> None:
    """The archive that the project began with has a fixture of its own, with fourteen teasers."""
    seed = next(fixture for fixture in FOUND if fixture.name == "partnership-elementor")
    page = extract_archive(seed.page, seed.meta["url"])
    assert len(page.teasers) == 14
    assert page.tag is not None
    assert page.tag.name == "Partnership"
    assert {alternate.kind for alternate in page.alternates} == {"feed", "rest"}
