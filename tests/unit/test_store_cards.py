"""Datasets, tags and articles as a notebook shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from lxml import html
from report_dataset import STRANGE, make_report_dataset

from sw_scraper import open_dataset
from sw_scraper.errors import ConfigError

if TYPE_CHECKING:
    from pathlib import Path

    from sw_scraper.store.dataset import Dataset


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """A small dataset with strange titles."""
    root: Path = tmp_path_factory.mktemp("cards")
    make_report_dataset(root, n_articles=60, n_nights=2, n_tags=3)
    return open_dataset(root)


def test_a_dataset_shows_its_tags(dataset: Dataset) -> None:
    """Name, counts and verdict of every tag stand in a table."""
    shown = html.fromstring(dataset._repr_html_()).text_content()
    for told in ("demo/sdgs/salute", "Salute e benessere", "complete", dataset.version_id()):
        assert told in shown


def test_a_tag_shows_its_newest_articles(dataset: Dataset) -> None:
    """A tag is found by its slug and links to its newest articles."""
    tag = dataset.tag("salute")
    assert tag.row["tag_id"] == "demo/sdgs/salute"
    links = html.fromstring(tag._repr_html_()).xpath("//a/@href")
    assert links == dataset.articles(tag="salute").column("url").to_pylist()[:5]


def test_an_article_shows_its_history_and_nothing_runs(dataset: Dataset) -> None:
    """An article is found by id and by any spelling of its address; markup in its title is text."""
    rows = {row["title"]: row for row in dataset.articles().to_pylist()}
    row = rows[STRANGE[0]]
    article = dataset.article(row["url"].replace("https://", "http://") + "?utm_source=x#top")
    assert article.row == row == dataset.article(row["article_id"]).row
    page = html.fromstring(article._repr_html_())
    assert page.xpath("//script | //img") == []
    assert STRANGE[0] in page.text_content()
    assert [one["kind"] for one in article.changes][:1] == ["new"]


def test_what_is_not_there_is_told(dataset: Dataset) -> None:
    """An unknown tag or article is an error that names it."""
    with pytest.raises(ConfigError, match="no such tag"):
        dataset.tag("nessuno")
    with pytest.raises(ConfigError, match="no such article"):
        dataset.article("https://demo.example/niente/")
