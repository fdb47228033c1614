"""The charts, as Vega-Lite specifications made with Altair: small tables in, dictionaries out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sw_scraper.report.extras import require_extra

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sw_scraper.report.facts import ReportFacts

PERIOD = "period"
"""The selection of the chart of months: what is brushed there is what the list shows."""
_MOST_TAGS = 8
# Okabe and Ito: told apart by eyes that see red and green alike, and readable on white and on near-black.
_COLOURS = ["#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#b8a800", "#8c6bb1", "#8a8a8a"]
_VERDICTS = {
    "complete": "#009e73",
    "unchanged": "#56b4e9",
    "partial": "#e69f00",
    "held": "#cc79a7",
    "failed": "#d55e00",
}


def report_charts(facts: ReportFacts, words: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """Specifications by name: ``months``, ``coverage``, ``together``, ``harvests``; what has no data is left out.

    Args:
        facts: what to draw.
        words: texts of the page in its language.

    Raises:
        ConfigError: Altair is not installed.
    """
    require_extra("report", "altair", tool="The report")
    import altair as alt

    drawn = {
        "months": _months(alt, facts, words) if facts.months else None,
        "coverage": _coverage(alt, facts, words) if facts.coverage else None,
        "together": _together(alt, facts, words) if facts.together else None,
        "harvests": _harvests(alt, facts, words) if facts.harvests else None,
    }
    return {name: _spec(chart) for name, chart in drawn.items() if chart is not None}


def _spec(chart: Any) -> dict[str, Any]:
    spec: dict[str, Any] = chart.to_dict()
    spec.pop("$schema", None)  # an address, and nothing reads it
    spec.pop("config", None)  # colours and fonts come from the page, which knows whether it is dark
    return spec


def _months(alt: Any, facts: ReportFacts, words: Mapping[str, str]) -> Any:
    often: dict[str, int] = {}
    for row in facts.months:
        often[row["tag"]] = often.get(row["tag"], 0) + row["n"]
    shown = sorted(often, key=lambda tag: (-often[tag], tag))[:_MOST_TAGS]
    sums: dict[tuple[str, str], int] = {}
    for row in facts.months:
        name = facts.names.get(row["tag"], row["tag"]) if row["tag"] in shown else words["other_tags"]
        sums[row["month"], name] = sums.get((row["month"], name), 0) + row["n"]
    order = [facts.names.get(tag, tag) for tag in shown]
    order += [words["other_tags"]] if len(often) > len(shown) else []
    rows = [{"month": f"{month}-01", "tag": name, "n": n} for (month, name), n in sums.items()]
    brush = alt.selection_interval(name=PERIOD, encodings=["x"])
    pick = alt.selection_point(name="tag", fields=["tag"], bind="legend")
    return (
        alt.Chart(alt.InlineData(values=rows, format={"type": "json"}), width="container", height=260)
        .mark_bar(binSpacing=1)
        .encode(
            x=alt.X("yearmonth(month):T", title=words["month"], axis=alt.Axis(labelOverlap=True, tickCount=8)),
            y=alt.Y("sum(n):Q", title=words["articles"], axis=alt.Axis(tickMinStep=1)),
            color=alt.Color(
                "tag:N",
                sort=order,
                scale=alt.Scale(domain=order, range=_COLOURS[: len(order)]),
                legend=alt.Legend(title=words["tag"], orient="bottom", columns=4, labelLimit=220),
            ),
            opacity=alt.condition(pick, alt.value(1), alt.value(0.15)),
            tooltip=[
                alt.Tooltip("yearmonth(month):T", title=words["month"], format="%Y-%m"),
                alt.Tooltip("tag:N", title=words["tag"]),
                alt.Tooltip("sum(n):Q", title=words["articles"]),
            ],
        )
        .add_params(brush, pick)
        .properties(description=words["months_description"])
    )


def _coverage(alt: Any, facts: ReportFacts, words: Mapping[str, str]) -> Any:
    rows = [
        {
            "at": row["at"].strftime("%Y-%m-%dT%H:%M:%SZ"),
            "tag": facts.names.get(row["tag"], row["tag"]),
            "field": words[f"field_{row['field']}"],
            "share": round(row["share"], 4),
            "n": row["n"],
        }
        for row in facts.coverage
    ]
    tags = sorted({row["tag"] for row in rows})
    base = alt.Chart(alt.InlineData(values=rows, format={"type": "json"}), width="container", height=220)
    if len(tags) > 1:
        choice = alt.selection_point(
            name="of",
            fields=["tag"],
            bind=alt.binding_select(options=[None, *tags], labels=[words["all_tags"], *tags], name=f"{words['tag']} "),
        )
        base = base.add_params(choice).transform_filter(choice)
    fields = [words[f"field_{one}"] for one in ("title", "teaser", "date", "authors")]
    return (
        base.transform_calculate(weight="datum.share * datum.n")
        .transform_timeunit(day="utcyearmonthdate(at)")
        .transform_aggregate(weight="sum(weight)", n="sum(n)", groupby=["day", "field"])
        .transform_calculate(share="datum.weight / datum.n")
        .mark_line(point={"size": 36, "filled": True}, interpolate="monotone")
        .encode(
            x=alt.X("day:T", title=words["day"], axis=alt.Axis(labelOverlap=True, tickCount=8, format="%Y-%m-%d")),
            y=alt.Y("share:Q", title=words["share"], axis=alt.Axis(format="%"), scale=alt.Scale(domain=[0, 1])),
            color=alt.Color(
                "field:N",
                sort=fields,
                scale=alt.Scale(domain=fields, range=_COLOURS[:4]),
                legend=alt.Legend(title=None, orient="bottom"),
            ),
            strokeDash=alt.StrokeDash("field:N", sort=fields, scale=alt.Scale(domain=fields)),
            tooltip=[
                alt.Tooltip("day:T", title=words["day"], format="%Y-%m-%d"),
                alt.Tooltip("field:N", title=words["field"]),
                alt.Tooltip("share:Q", title=words["share"], format=".1%"),
                alt.Tooltip("n:Q", title=words["teasers"]),
            ],
        )
        .properties(description=words["coverage_description"])
    )


def _together(alt: Any, facts: ReportFacts, words: Mapping[str, str]) -> Any:
    rows = [
        {
            "one": facts.names.get(row["one"], row["one"]),
            "other": facts.names.get(row["other"], row["other"]),
            "n": row["n"],
        }
        for row in facts.together
    ]
    n_tags = len({row["one"] for row in rows})
    axis = alt.Axis(labelLimit=140, labelAngle=-40)
    return (
        alt.Chart(alt.InlineData(values=rows, format={"type": "json"}), width="container", height=max(120, 26 * n_tags))
        .mark_rect(cornerRadius=2)
        .encode(
            x=alt.X("one:N", title=None, axis=axis),
            y=alt.Y("other:N", title=None, axis=alt.Axis(labelLimit=140)),
            color=alt.Color("n:Q", scale=alt.Scale(scheme="blues"), legend=alt.Legend(title=words["articles"])),
            tooltip=[
                alt.Tooltip("one:N", title=words["tag"]),
                alt.Tooltip("other:N", title=words["and"]),
                alt.Tooltip("n:Q", title=words["articles"]),
            ],
        )
        .properties(description=words["together_description"])
    )


def _harvests(alt: Any, facts: ReportFacts, words: Mapping[str, str]) -> Any:
    rows: Sequence[dict[str, Any]] = [
        {
            "at": row["at"].strftime("%Y-%m-%dT%H:%M:%SZ"),
            "tag": facts.names.get(row["tag"], row["tag"]),
            "verdict": words[f"verdict_{row['verdict']}"],
            "reason": row["reason"][:200],
            "n": row["n_new"],
            "requests": row["n_requests"],
        }
        for row in facts.harvests
    ]
    verdicts = [words[f"verdict_{one}"] for one in _VERDICTS]
    n_tags = len({row["tag"] for row in rows})
    return (
        alt.Chart(
            alt.InlineData(values=list(rows), format={"type": "json"}), width="container", height=max(60, 24 * n_tags)
        )
        .mark_point(filled=True, size=70, opacity=0.9)
        .encode(
            x=alt.X("at:T", title=words["day"], axis=alt.Axis(labelOverlap=True, tickCount=8, format="%Y-%m-%d")),
            y=alt.Y("tag:N", title=None, axis=alt.Axis(labelLimit=160)),
            color=alt.Color(
                "verdict:N",
                sort=verdicts,
                scale=alt.Scale(domain=verdicts, range=list(_VERDICTS.values())),
                legend=alt.Legend(title=None, orient="bottom"),
            ),
            shape=alt.Shape("verdict:N", sort=verdicts, scale=alt.Scale(domain=verdicts)),
            tooltip=[
                alt.Tooltip("at:T", title=words["day"], format="%Y-%m-%d %H:%M"),
                alt.Tooltip("tag:N", title=words["tag"]),
                alt.Tooltip("verdict:N", title=words["verdict"]),
                alt.Tooltip("reason:N", title=words["reason"]),
                alt.Tooltip("n:Q", title=words["n_new"]),
                alt.Tooltip("requests:Q", title=words["requests"]),
            ],
        )
        .properties(description=words["harvests_description"])
    )
