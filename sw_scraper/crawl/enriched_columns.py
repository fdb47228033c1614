"""What REST, feed and article page say of one article, as columns of sightings. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sw_scraper.normalize.names import author_names

if TYPE_CHECKING:
    from collections.abc import Collection

    from sw_scraper.extract.article import ArticleFacts
    from sw_scraper.extract.post_facts import PostFacts


def columns_of(
    *, rest: PostFacts | None, feed: PostFacts | None, article: ArticleFacts | None, accounts: Collection[str]
) -> dict[str, Any]:
    """The columns that were found; those that nobody says anything of are left out.

    The date with a day wins, REST before the article before the feed. A byline of the article's page beats the names
    of REST and feed; of these, accounts stay in ``authors_raw`` alone.

    Args:
        rest: what the REST address says; None when it was not asked or does not know the article.
        feed: the same of the feed.
        article: the same of the article's page.
        accounts: names that are no authors.
    """
    page = article.facts if article is not None else None
    sources = [
        (name, facts) for name, facts in (("rest", rest), ("article", page), ("feed", feed)) if facts is not None
    ]
    columns: dict[str, Any] = {}
    rules: dict[str, str] = {}
    dated = [(name, facts) for name, facts in sources if facts.date is not None]
    best = next((one for one in dated if one[1].date is not None and one[1].date.day), dated[0] if dated else None)
    if best is not None:
        columns |= _date_columns(*best)
        rules["date"] = f"enrich:{best[0]}"
    changed = next((facts.modified_at for _, facts in sources if facts.modified_at is not None), None)
    if changed is not None:
        columns["modified_at"] = changed
    byline = _byline_columns(page, [(name, facts) for name, facts in sources if facts is not page], accounts)
    if byline:
        columns |= byline
        rules["authors"] = f"enrich:{byline.get('authors_source') or 'account'}"
    return {**columns, "rules": rules} if columns else {}


def _date_columns(source: str, facts: PostFacts) -> dict[str, Any]:
    date = facts.date
    assert date is not None
    return {
        "date_published": date.iso,
        "date_precision": date.precision,
        "published_on": date.day,
        "published_at": date.instant,
        "date_published_raw": facts.date_raw,
        "date_source": source,
    }


def _byline_columns(
    page: PostFacts | None, others: list[tuple[str, PostFacts]], accounts: Collection[str]
) -> dict[str, Any]:
    if page is not None and page.authors_raw:
        names = _names(page.authors_raw)
        if names:
            return {"authors": names, "authors_raw": list(page.authors_raw), "authors_source": "article"}
    for source, facts in others:
        if not facts.authors_raw:
            continue
        names = _names([name for name in facts.authors_raw if name not in accounts])
        return {
            "authors": names,
            "authors_raw": list(facts.authors_raw),
            "authors_source": source if names else None,
        }
    return {}


def _names(raw: Collection[str]) -> list[str]:
    return list(dict.fromkeys(name for text in raw for name in author_names(text)))
