"""The page of the report: facts, charts and list put into one file that loads nothing from anywhere."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
import tomllib
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from sw_scraper import __version__
from sw_scraper.report.charts import report_charts
from sw_scraper.report.extras import require_extra
from sw_scraper.report.facts import ReportFacts, report_facts
from sw_scraper.store.citation import as_text, citation_of
from sw_scraper.store.facts import Facts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sw_scraper.store.dataset import Dataset

LANGUAGES = ("en", "it")
_UNTIL = re.compile(r'<meta name="sw-changed-until" content="([^"]+)">')
_IN_SCRIPT = ("skip", "none", "untitled", "no_match", "n_of_m", "page", "period", "gone")
_TITLE = 300
_SECTIONS = (("coverage", "coverage"), ("together", "together"), ("harvests", "health"))


def report_page(dataset: Dataset, *, language: str = "en", since: datetime | None = None) -> str:
    """The whole page, as HTML.

    It works from a file, needs no network, and forbids itself any by its Content-Security-Policy.

    Args:
        dataset: to report on.
        language: of the page's own words: ``en`` or ``it``.
        since: changes noticed after this are shown; None shows all.

    Raises:
        ConfigError: Altair, vl-convert or Jinja is not installed.
        StoreError: nothing was committed yet, or the dataset cannot be read.
    """
    words = report_words(language)
    facts = report_facts(dataset, since=since)
    charts = report_charts(facts, words)
    environment = _environment(language)
    style, vega, script = _text("page.css"), _vega(), _text("page.js")
    return str(
        environment.get_template("page.html").render(
            facts=facts,
            w=words,
            language=language,
            heading=_heading(facts),
            figures=_figures(facts, words, language),
            sections=[(name, words[key], words[f"{key}_text"]) for name, key in _SECTIONS],
            charts=charts,
            citation=as_text(citation_of(Facts(dataset))),
            until=facts.last_harvest_at.isoformat(),
            tool_version=__version__,
            policy=_policy(style, vega, script),
            style=_trusted(style),
            vega=_trusted(vega),
            script=_trusted(script),
            page_words=_trusted(_json({key: words[key] for key in _IN_SCRIPT})),
            chart_data=_trusted(_json(charts)),
            rows=_rows(facts),
        )
    )


def reported_until(html: str) -> datetime | None:
    """Up to when an earlier report tells what changed; None when the text is no report.

    Args:
        html: of the earlier report.
    """
    found = _UNTIL.search(html[:8000])
    try:
        return datetime.fromisoformat(found[1]).astimezone(UTC) if found else None
    except ValueError:
        return None


@cache
def report_words(language: str) -> Mapping[str, str]:
    """The words of the page.

    Args:
        language: ``en`` or ``it``.
    """
    words: dict[str, str] = tomllib.loads(_text("words.toml"))[language]
    return words


def _text(name: str) -> str:
    return (files("sw_scraper.report") / name).read_text(encoding="utf-8")


@cache
def _vega() -> str:
    """Vega, Vega-Lite and Vega-Embed in one script, as vl-convert carries them."""
    require_extra("report", "vl_convert", tool="The report")
    import vl_convert

    return str(vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;", vl_version="6.4"))


def _environment(language: str) -> Any:
    require_extra("report", "jinja2", tool="The report")
    from jinja2 import Environment, PackageLoader

    environment = Environment(loader=PackageLoader("sw_scraper.report", ""), autoescape=True)
    environment.filters |= {
        "minute": lambda value: value.strftime("%Y-%m-%d %H:%M"),
        "day": lambda value: value.strftime("%Y-%m-%d"),
        "number": lambda value: _number(value, language),
        "percent": lambda value: "–" if value is None else f"{int(value * 100)}%",
        "shortened": _shortened,
    }
    return environment


def _trusted(text: str) -> Any:
    """Text that is put in as it is: ours, or JSON in which no markup can begin."""
    from markupsafe import Markup

    return Markup(text)  # noqa: S704 - never a page's text but as JSON whose < and & are escapes


def _json(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e").replace("\u2028", "\\u2028")


def _number(value: int, language: str) -> str:
    text = f"{value:,}"
    return text.replace(",", ".") if language == "it" else text


def _shortened(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def _heading(facts: ReportFacts) -> str:
    if len(facts.tags) == 1:
        return f"{facts.names[facts.tags[0].tag_id]} · {facts.sites[0]}"
    return ", ".join(facts.sites)


def _figures(facts: ReportFacts, words: Mapping[str, str], language: str) -> list[tuple[str, str]]:
    share = max(1, facts.n_articles)
    return [
        (_number(facts.n_articles, language), words["articles"]),
        (_number(facts.n_listed, language), words["listed_now"]),
        (_number(len(facts.tags), language), words["tags"]),
        (_number(facts.n_harvests, language), words["harvests"]),
        (f"{int(100 * facts.n_dated / share)}%", words["with_date"]),
        (f"{int(100 * facts.n_authored / share)}%", words["with_author"]),
    ]


def _rows(facts: ReportFacts) -> str:
    """The list for the script: gzip in base64, so that 10,000 articles are some 600 kB."""
    ids = list(facts.names)
    index = {tag_id: n for n, tag_id in enumerate(ids)}
    rows = [
        [
            _shortened(row["title"] or "", _TITLE),
            row["url"],
            row["date_published"] or "",
            ", ".join(row["authors"]),
            [index[tag] for tag in row["tags"] if tag in index],
            row["first_seen"].strftime("%Y-%m-%d"),
            int(row["is_listed"]),
        ]
        for row in facts.articles
    ]
    packed = json.dumps({"tags": [facts.names[one] for one in ids], "rows": rows}, ensure_ascii=False).encode()
    return base64.b64encode(gzip.compress(packed, mtime=0)).decode()


def _policy(style: str, *scripts: str) -> str:
    """Only the page's own scripts and style run, and nothing is fetched or sent."""

    def digest(text: str) -> str:
        return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"

    return "; ".join(
        [
            "default-src 'none'",
            f"script-src {' '.join(map(digest, scripts))}",
            f"style-src {digest(style)}",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )
