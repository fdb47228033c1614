"""What kind of page it is, and why: only archives give teasers.

Pages that are no page of the site at all show it by themselves (``strange_pages``); between archive, article and home
page the evidence of address, markup, linked data and text decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from sw_scraper.extract import archive_words as words
from sw_scraper.extract import page_stock as stock
from sw_scraper.extract.document import Document, Element
from sw_scraper.extract.empty_archive import says_empty
from sw_scraper.extract.list_place import ListPlace
from sw_scraper.extract.page_address import read_address
from sw_scraper.extract.page_look import PageLook
from sw_scraper.extract.strange_pages import strange_page
from sw_scraper.extract.tag_name import fold_name, without_prefix
from sw_scraper.extract.term_index import is_term_index
from sw_scraper.model import Kind, Pagination, TagHeader

_LONG_TEXT: Final = 1500
_SURE: Final = 4.0  # points that the place of the list cannot outweigh
_HOME: Final = frozenset(fold_name(phrase) for phrase in words.alternatives(words.HOME_WORDS))


@dataclass(slots=True)
class _Evidence:
    """Points for a kind with the words that explain them."""

    points: float = 0.0
    reasons: list[str] = field(default_factory=list)

    def add(self, points: float, reason: str) -> None:
        self.points += points
        self.reasons.append(reason)


def judge_kind(
    doc: Document,
    *,
    records: Sequence[Element] = (),
    pagination: Pagination | None = None,
    header: TagHeader | None = None,
    confidence: float = 1.0,
    n_dated: int | None = None,
    urls: Sequence[str | None] | None = None,
) -> tuple[Kind, tuple[str, ...]]:
    """What kind of page it is.

    Args:
        doc: the page.
        records: the elements of the records that were found, in page order; empty when there are none.
        pagination: what was found of it; None when it was not looked for.
        header: what was found of the tag; None when nothing was.
        confidence: 0..1, how sure the record finder is of its list.
        n_dated: how many of the records have a date; None when not known.
        urls: the address of each record; None when not known.

    Returns:
        The kind and the reasons in plain words, most important first; at least one.
    """
    look = PageLook(doc, records, urls=urls)
    strange = strange_page(look)
    if strange is not None:
        return strange
    archive = _archive_evidence(look, pagination or Pagination(), header)
    empty = says_empty(look, points=archive.points, n_dated=n_dated)
    if empty is not None:
        return "empty", (empty, *archive.reasons)
    return _page_of_the_site(look, archive, pagination or Pagination(), confidence=confidence, n_dated=n_dated)


def _page_of_the_site(
    look: PageLook, archive: _Evidence, pagination: Pagination, *, confidence: float, n_dated: int | None
) -> tuple[Kind, tuple[str, ...]]:
    article = _article_evidence(look, against=archive.points)
    home = _home_evidence(look)
    if look.records and max(archive.points, article.points) < _SURE:
        _weigh_place(look, archive, article, home, n_dated)
    if look.records and article.points >= 3.0 and not stock.ARTICLE_BODY.search(look.body_class):
        _doubt_article(look.place, archive, article)
    is_home = home.points >= 3.0 and not stock.ARTICLE_BODY.search(look.body_class)
    if article.points >= 3.0 and article.points > archive.points and not is_home:
        return "article", tuple(article.reasons)
    if is_home and not _list_rules_the_page(look, archive, pagination, n_dated):
        return "home", tuple(home.reasons)
    if look.records and is_term_index(look.urls or (), n_dated=n_dated):
        return "other", ("its list leads to terms or authors, not to articles", *archive.reasons)
    if look.records and (archive.points >= 2.0 or (archive.points >= 1.5 and confidence >= 0.5)):
        return "archive", ("a list of entries", *archive.reasons)
    return _without_list(archive, article)


def _weigh_place(look: PageLook, archive: _Evidence, article: _Evidence, home: _Evidence, n_dated: int | None) -> None:
    """What the place of the list in the page says for each kind; asked where markup and address leave it open."""
    place = look.place
    if place.in_surroundings:
        archive.add(-4.0, "the only list stands in the footer, a menu or beside the content")
        return
    _place_for_archive(place, archive, n_dated)
    _place_for_article(place, article)
    if look.is_root and place.n_sections >= 1:
        home.add(2.0, f"{place.n_sections} headings divide its list into sections")


def _doubt_article(place: ListPlace, archive: _Evidence, article: _Evidence) -> None:
    """A page that is next to nothing but a long list is no article, whatever plugins write into its head."""
    if place.n_records >= 6 and place.share >= 0.9 and not place.is_related and not place.own_date:
        archive.add(article.points, f"the list is {place.share:.0%} of its text, whatever its linked data says")


def _place_for_archive(place: ListPlace, archive: _Evidence, n_dated: int | None) -> None:
    count = place.n_records
    if place.n_linked * 2 < count:
        archive.add(-3.0, "most of its entries lead nowhere")
    elif place.n_own * 2 < place.n_linked and not n_dated:
        archive.add(-1.5, "most of its entries lead to other sites")
    if place.is_related:
        return
    if count >= 2 and place.share >= 0.75:
        archive.add(2.0 if count >= 3 else 1.5, f"the list is {place.share:.0%} of its text")
    elif count >= 3 and place.share >= 0.5:
        archive.add(1.0, f"the list is {place.share:.0%} of its text")
    if count >= 3 and not n_dated and place.list_size < 22 * count:
        archive.add(-2.0, "next to no text in its entries")
    if count >= 10 and not place.is_related:
        archive.add(1.0, "a long list")
    if n_dated and n_dated * 2 >= count >= 3:
        archive.add(0.5, "dated entries")
    if place.n_below * 2 >= max(count, 2):
        archive.add(1.0, "its entries lie below its own address")


def _place_for_article(place: ListPlace, article: _Evidence) -> None:
    if place.text_outside >= 600 and place.text_outside > place.list_size:
        points = 1.0 + (place.text_outside >= _LONG_TEXT) + (place.text_outside >= 2 * _LONG_TEXT)
        article.add(points, "more running text outside of the list than in it")
    if place.is_related:
        article.add(3.0, f"its list is headed {place.heading!r}")
    elif place.heading and place.text_before >= 600:
        article.add(0.5, "its list has a heading of its own, below the text")
    if place.n_beside * 2 >= max(place.n_linked, 2):
        article.add(1.5, "its own address is like those of its entries")
    if place.own_date:
        article.add(1.5, "its main heading has a date or a byline")
    if place.has_title and place.n_records == 1:
        article.add(2.0, "its only entry is the page itself")


def _without_list(archive: _Evidence, article: _Evidence) -> tuple[Kind, tuple[str, ...]]:
    """The kind of a page of the site where no list that could be an archive's was found."""
    if article.points >= 2.0 and article.points > archive.points:
        return "article", tuple(article.reasons)
    if archive.points >= 2.0:
        return "other", ("looks like an archive, but no list of entries was found", *archive.reasons)
    return "other", ("no list of entries was found",)


def _archive_evidence(look: PageLook, pagination: Pagination, header: TagHeader | None) -> _Evidence:
    found = _Evidence()
    mark = stock.ARCHIVE_BODY.search(look.body_class)
    if mark and not stock.ARTICLE_BODY.search(look.body_class):
        found.add(4.0, f"the page's own markup calls it an archive ({mark.group().strip()})")
    types = [name for name in look.types if name in stock.ARCHIVE_TYPES]
    if types and not (set(types) <= {"Blog", "ItemList"} and any(name in stock.ARTICLE_TYPES for name in look.types)):
        found.add(3.0 if types[0] != "ItemList" else 1.5, f"its linked data calls it a {types[0]}")
    if stock.ARCHIVE_PATH.search(look.path):
        found.add(2.0, "an address as archives have")
    elif stock.LIST_PATH.search(look.path) or (
        read_address(look.doc.url).is_named and read_address(look.doc.url).number
    ):
        found.add(1.5, "an address as lists have")
    if header is not None and header.name_raw and without_prefix(header.name_raw)[1]:
        found.add(2.0, f"a heading as archives have: {header.name_raw[:60]!r}")
    if pagination.next_url or (pagination.last_page or 0) > 1 or (pagination.page_number or 0) > 1:
        found.add(2.0, "a list that has several pages")
    return found


def _article_evidence(look: PageLook, *, against: float) -> _Evidence:
    found = _Evidence()
    mark = stock.ARTICLE_BODY.search(look.body_class)
    if mark:
        found.add(4.0, f"the page's own markup calls it an article ({mark.group().strip()})")
    articles = [name for name in look.types if name in stock.ARTICLE_TYPES]
    lists = [name for name in look.types if name in stock.ARCHIVE_TYPES and name not in ("Blog", "ProfilePage")]
    by_plugin = _is_laid_out_list(look, against)
    if 1 <= len(articles) <= 2 and not lists:
        found.add(1.0 if by_plugin else 3.0, f"its linked data calls it a {articles[0]}")
    if "article:published_time" in look.doc.metas:
        found.add(0.5 if by_plugin else 2.0, "it names its own time of publication")
    if look.doc.metas.get("og:type", "").lower() == "article":
        found.add(0.5, "og:type is article")
    if stock.DATED_ARTICLE_PATH.search(look.path):
        found.add(1.0, "an address as articles have")
    if found.points + 3.5 > against:  # else the text cannot tip the scales
        _read_text(look, found, is_list=bool(lists))
    return found


def _is_laid_out_list(look: PageLook, against: float) -> bool:
    """Whether a page laid out by hand holds a list and hardly any text of its own.

    Plugins for search engines call every such page an article with a time of publication.
    """
    if len(look.records) < 3 or against < 1.5 or not stock.STATIC_BODY.search(look.body_class):
        return False
    return look.running_text[0] < _LONG_TEXT


def _read_text(look: PageLook, found: _Evidence, *, is_list: bool) -> None:
    size, paragraphs = look.running_text
    if not look.records and size >= _LONG_TEXT and paragraphs >= 4:
        points = 2.0 if size >= 2 * _LONG_TEXT else 1.0
        found.add(points, f"{paragraphs} paragraphs of running text outside of any list")
    if not is_list and 1 <= look.doc.source.count(b"articleBody") <= 2:
        found.add(1.5, "it marks the body of one article")


def _home_evidence(look: PageLook) -> _Evidence:
    found = _Evidence()
    if look.is_root:
        found.add(3.0, "the address is that of a front page")
    mark = stock.HOME_BODY.search(look.body_class)
    if mark:
        found.add(2.0, f"the page's own markup calls it a front page ({mark.group().strip()})")
    if any(name in _HOME for name in look.names[:2]):
        found.add(2.0, "its title or heading is that of a front page")
    if stock.STATIC_BODY.search(look.body_class) and found.points:
        found.add(0.5, "a page that was laid out by hand")
    return found


def _list_rules_the_page(look: PageLook, archive: _Evidence, pagination: Pagination, n_dated: int | None) -> bool:
    """Whether a front page is one list of entries, as the front pages of blogs are."""
    if not look.records:
        return False
    if archive.points >= 4.0 and not look.place.n_sections:
        return True
    if stock.STATIC_BODY.search(look.body_class):
        return False
    if pagination.next_url or (pagination.page_number or 0) > 1 or stock.BLOG_HOME_BODY.search(look.body_class):
        return True
    place = look.place
    return place.n_records >= 3 and not place.n_sections and place.share >= (0.5 if n_dated else 0.6)
