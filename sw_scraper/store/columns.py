"""Every table and column of the dataset: name, type, whether it may be null, what it means. Data only.

The order is the order in the files. Columns are only ever added, nullable, at the end of their table.
"""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa

STRING = pa.string()
BOOL = pa.bool_()
INT8, INT16, INT32, INT64 = pa.int8(), pa.int16(), pa.int32(), pa.int64()
FLOAT32, FLOAT64 = pa.float32(), pa.float64()
DAY = pa.date32()
INSTANT = pa.timestamp("us", tz="UTC")
STRINGS = pa.list_(pa.field("element", STRING, nullable=False))
LINKS = pa.list_(
    pa.field(
        "element",
        pa.struct([pa.field("text", STRING, nullable=False), pa.field("url", STRING, nullable=False)]),
        nullable=False,
    )
)
RULES = pa.map_(STRING, pa.field("value", STRING, nullable=False))
COVERAGE = pa.struct([pa.field(name, FLOAT32) for name in ("title", "teaser", "date", "authors")])


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Attributes:
        name: snake_case, as in every file.
        type: the Arrow type; Parquet files have the same.
        text: what it means, one line, for docs/schema.md and the data dictionary.
        nullable: null means "not said or not known"; False is written NN in the docs.
        values: the only values that it can have; empty when there is no such list.
    """

    name: str
    type: pa.DataType
    text: str
    nullable: bool = True
    values: tuple[str, ...] = ()


def _nn(name: str, kind: pa.DataType, text: str, values: tuple[str, ...] = ()) -> Column:
    return Column(name, kind, text, nullable=False, values=values)


def _opt(name: str, kind: pa.DataType, text: str, values: tuple[str, ...] = ()) -> Column:
    return Column(name, kind, text, values=values)


_PRECISIONS = ("year", "month", "day", "minute", "second")
_SOURCES = ("page", "linked_data", "rest", "feed", "article")
_SCOPES = ("full", "newest", "window")
_VERDICTS = ("complete", "unchanged", "partial", "held", "failed")
_ORIGINS = ("live", "replay", "sample")

_SITE = _nn("site", STRING, "key of the site")
_TAXONOMY = _nn("taxonomy", STRING, "taxonomy of the tag")
_TAG = _nn("tag", STRING, "slug of the tag")
_TAG_ID = _nn("tag_id", STRING, "the tag: `site/taxonomy/slug`")
_ARTICLE_ID = _nn("article_id", STRING, "hash of the canonical URL")
_HARVEST_ID = _nn("harvest_id", STRING, "the harvest; globally unique; on replay the recording's")
_ORIGIN = _nn(
    "origin", STRING, "where the bytes came from; `sample` is the recording that ships with the project", _ORIGINS
)
_EXTRACTOR = _nn("extractor", STRING, "the strategy that produced the record, such as `theme:elementor`")
_EXTRACTOR_VERSION = _nn("extractor_version", STRING, "version of the extraction code")
_CONFIDENCE = _nn("confidence", FLOAT32, "of the extraction of that list, 0 to 1")
_CONTENT_HASH = _nn("content_hash", STRING, "of title, teaser, date and authors; no retrieval time in it")

_DATE = (
    _opt("date_published", STRING, "ISO 8601, exactly as precise as the page, in the site's time zone"),
    _opt("date_precision", STRING, "smallest unit that the page gives", _PRECISIONS),
    _opt("published_on", DAY, "local day; only when the day is known"),
    _opt("published_at", INSTANT, "the moment; only when time and zone are known"),
    _opt("date_published_raw", STRING, "what the page says, such as `8 giugno 2025`"),
    _opt("date_source", STRING, "where the date was read", _SOURCES),
    _opt("modified_at", INSTANT, "last change of the article, where said with time and zone"),
)
_BYLINE = (
    _nn("authors", STRINGS, "names as normalized; empty when the page names none"),
    _nn("authors_raw", STRINGS, "bylines as shown"),
    _opt("authors_source", STRING, "where the authors were read", _SOURCES),
    _nn("categories", STRINGS, "categories that the teaser shows"),
)

ARTICLES = (
    _ARTICLE_ID,
    _SITE,
    _nn("url", STRING, "canonical URL"),
    _nn("url_raw", STRING, "the URL as linked, made absolute"),
    _opt("title", STRING, "normalized title"),
    _opt("title_raw", STRING, "title as the page has it"),
    _opt("teaser", STRING, "normalized teaser text"),
    _nn("teaser_is_cut", BOOL, "the teaser was taken from a whole post and cut at a sentence"),
    *_DATE,
    *_BYLINE,
    _nn("tags", STRINGS, "tag_id of every tag that lists the article now, sorted"),
    _opt("image_url", STRING, "absolute URL of the teaser's image"),
    _opt("language", STRING, "BCP 47"),
    _opt("reading_time_min", INT16, "reading time in minutes, where said"),
    _nn("first_seen", INSTANT, "fetch time of the first sighting"),
    _nn("last_seen", INSTANT, "fetch time of the last sighting"),
    _nn("last_confirmed", INSTANT, "last time that it was seen or known to be listed still"),
    _opt("gone_since", INSTANT, "fetch time of the sweep that missed it last; null while listed anywhere"),
    _nn("is_listed", BOOL, "some tag lists it now"),
    _nn("n_changes", INT32, "how many values the source has edited since the first sighting"),
    _nn("last_harvest_id", STRING, "the harvest of the last sighting"),
    _nn("last_verdict", STRING, "verdict of that harvest", _VERDICTS),
    _EXTRACTOR,
    _EXTRACTOR_VERSION,
    _CONFIDENCE,
    _CONTENT_HASH,
    _ORIGIN,
)

LISTINGS = (
    _ARTICLE_ID,
    _TAG_ID,
    _SITE,
    _TAXONOMY,
    _TAG,
    _nn("url", STRING, "canonical URL of the article"),
    _opt("title", STRING, "title of the article, as in articles"),
    _opt("published_on", DAY, "local day of publication, as in articles"),
    _nn("first_seen", INSTANT, "fetch time of the first sighting in this tag"),
    _nn("last_seen", INSTANT, "fetch time of the last sighting in this tag"),
    _nn("last_confirmed", INSTANT, "last time that it was seen or known to be in this list still"),
    _opt("gone_since", INSTANT, "fetch time of the sweep that missed it first; null while listed"),
    _nn("is_listed", BOOL, "the tag lists it now"),
    _opt("position", INT32, "1-based in the whole list at the last full sweep; null when it was not in that"),
    _nn("n_returns", INT32, "how often it came back after having been gone"),
    _ORIGIN,
)

SIGHTINGS = (
    _HARVEST_ID,
    _SITE,
    _TAXONOMY,
    _TAG,
    _TAG_ID,
    _nn("fetched_at", INSTANT, "when the page's response began (WARC-Date)"),
    _nn("page_number", INT32, "number of the page, 1-based"),
    _nn("position", INT32, "1-based on the page"),
    _nn("page_url", STRING, "address of the page"),
    _ARTICLE_ID,
    _nn("url", STRING, "canonical URL of the article"),
    _nn("url_raw", STRING, "the URL as linked, made absolute"),
    _opt("title", STRING, "normalized title"),
    _opt("title_raw", STRING, "title as the page has it"),
    _opt("teaser", STRING, "normalized teaser text"),
    _opt("teaser_raw", STRING, "teaser as the page has it"),
    _nn("teaser_is_cut", BOOL, "the teaser was taken from a whole post and cut at a sentence"),
    *_DATE,
    *_BYLINE,
    _opt("image_url", STRING, "absolute URL of the teaser's image"),
    _opt("language", STRING, "BCP 47"),
    _EXTRACTOR,
    _EXTRACTOR_VERSION,
    _CONFIDENCE,
    _nn("rules", RULES, "field to the rule that gave it"),
    _opt("warc_record_id", STRING, "WARC-Record-ID of the response"),
    _opt("payload_digest", STRING, "digest of the body as received"),
    _CONTENT_HASH,
    _nn("verdict", STRING, "verdict of the harvest", _VERDICTS),
    _nn("scope", STRING, "scope of the harvest", _SCOPES),
    _ORIGIN,
)

TAGS = (
    _TAG_ID,
    _SITE,
    _TAXONOMY,
    _TAG,
    _nn("tag_url", STRING, "address of the archive, after redirects"),
    _nn("aliases", STRINGS, "other addresses that lead to it"),
    _opt("name", STRING, "name without prefixes such as `#`"),
    _opt("name_raw", STRING, "name as the page shows it"),
    _opt("description", STRING, "the text between name and list"),
    _opt("language", STRING, "BCP 47"),
    _nn("links", LINKS, "links in the description, in order"),
    _opt("goal_number", INT8, "number of the Sustainable Development Goal, where it is one"),
    _opt("n_expected", INT32, "how many entries the site said the list has, last time that it said so"),
    _opt("expected_source", STRING, "who said so", ("rest", "feed", "page")),
    _nn("n_listed", INT32, "articles that the tag lists now"),
    _nn("n_gone", INT32, "articles that it listed once and does not now"),
    _opt("first_harvest_at", INSTANT, "first harvest that counted"),
    _opt("last_harvest_at", INSTANT, "last harvest, whatever its verdict"),
    _opt("last_good_at", INSTANT, "last harvest that was complete, unchanged or accepted"),
    _opt("last_full_at", INSTANT, "last full sweep that was complete"),
    _opt("last_verdict", STRING, "verdict of the last harvest", _VERDICTS),
    _opt("last_reason", STRING, "reason that the last harvest gives for its verdict"),
    _nn("discovered_by", STRING, "how the tag was found", ("given", "rest", "sitemap", "link")),
    _opt("share_dated", FLOAT32, "share of the listed articles with a date"),
    _opt("share_authored", FLOAT32, "share of the listed articles with an author"),
    _ORIGIN,
)

HARVESTS = (
    _HARVEST_ID,
    _nn("run_id", STRING, "the run that made it; one run can have several harvests"),
    _TAG_ID,
    _SITE,
    _TAXONOMY,
    _TAG,
    _nn("start_url", STRING, "where reading began"),
    _nn("mode", STRING, "argument mode"),
    _nn("scope", STRING, "what was meant to be read", _SCOPES),
    _nn("verdict", STRING, "how it ended", _VERDICTS),
    _ORIGIN,
    _opt("reason", STRING, "why the verdict is not better"),
    _opt("failure_class", STRING, "class of the failure"),
    _nn("started_at", INSTANT, "start"),
    _nn("finished_at", INSTANT, "end of reading"),
    _nn("committed_at", INSTANT, "when it became visible; of a replay, when the recorded harvest ended"),
    _nn("duration_s", FLOAT64, "seconds from start to end of reading"),
    _nn("n_pages", INT32, "archive pages read"),
    _nn("n_teasers", INT32, "teasers read"),
    _nn("n_new", INT32, "articles that were new to the tag"),
    _nn("n_changed", INT32, "known articles that this tag showed differently than before"),
    _nn("n_gone", INT32, "articles that were gone from the tag"),
    _nn("n_dropped", INT32, "records that were no usable teasers"),
    _opt("last_page", INT32, "highest page number that the site names"),
    _opt("n_expected", INT32, "how many entries the site says the list has"),
    _nn("n_requests", INT32, "requests sent"),
    _nn("n_not_modified", INT32, "answers without a body because nothing had changed"),
    _nn("n_retries", INT32, "requests sent again"),
    _nn("n_errors", INT32, "requests that failed for good"),
    _nn("wire_bytes", INT64, "bytes of bodies as received"),
    _nn("body_bytes", INT64, "bytes of bodies after decoding"),
    _opt("coverage", COVERAGE, "share of the teasers that have the field; null without teasers"),
    _opt("extractor", STRING, "the strategy that produced most records"),
    _opt("extractor_version", STRING, "version of the extraction code"),
    _opt("theme", STRING, "family of markup that was recognised"),
    _nn("drift", BOOL, "the site profile's selectors no longer fit"),
    _opt("robots", STRING, "what robots.txt said", ("allowed", "disallowed", "unreachable")),
    _opt("tdm_reserved", STRING, "reservation against text and data mining", ("yes", "no", "unknown")),
    _opt("contact", STRING, "the operator's contact"),
    _opt("user_agent", STRING, "User-Agent sent"),
    _opt("tool_version", STRING, "version of sw_scraper"),
    _opt("python_version", STRING, "version of Python"),
    _opt("scrapy_version", STRING, "version of Scrapy"),
    _opt("settings_sha256", STRING, "digest of the settings that the commit file lists"),
    _opt("warc_file", STRING, "the raw responses, relative to the dataset"),
    _opt("warc_sha256", STRING, "its SHA-256"),
    _opt("sightings_file", STRING, "its rows, relative to the dataset; null when it saw none"),
    _opt("sightings_sha256", STRING, "its SHA-256"),
    _opt("accepted_at", INSTANT, "when a held harvest was accepted"),
    _opt("accepted_by", STRING, "who accepted it"),
    _opt("accepted_reason", STRING, "why"),
    _nn("format", INT16, "format of the commit"),
)

CHANGES = (
    _nn("change_id", STRING, "hash of article, harvest, field, tag and kind"),
    _ARTICLE_ID,
    _nn("harvest_id", STRING, "the harvest that noticed it"),
    _nn(
        "field",
        STRING,
        "what changed",
        ("title", "teaser", "date_published", "authors", "url", "image_url", "listing"),
    ),
    _opt("tag_id", STRING, "the tag, for listing"),
    _nn("kind", STRING, "how it changed", ("new", "edited", "gone", "returned")),
    _nn("cause", STRING, "what made it change", ("source", "extractor", "enrichment")),
    _nn("changed_at", INSTANT, "fetch time of the harvest that noticed it"),
    _opt("previous_at", INSTANT, "last time the old value was seen: it changed between the two"),
    _opt("old_value", STRING, "value before; lists as JSON"),
    _opt("new_value", STRING, "value after; lists as JSON"),
    _opt("old_digest", STRING, "payload digest of the page that had the old value"),
    _opt("new_digest", STRING, "payload digest of the page that has the new value"),
    _opt("extractor_version_old", STRING, "extraction code that read the old value"),
    _opt("extractor_version_new", STRING, "extraction code that read the new value"),
    _nn("url", STRING, "canonical URL of the article"),
    _SITE,
    _ORIGIN,
)

TEXTS = (
    _ARTICLE_ID,
    _nn("text", STRING, "full text of the article"),
    _nn("fetched_at", INSTANT, "when the article page was fetched"),
    _nn("extractor", STRING, "what read it"),
    _opt("language", STRING, "BCP 47, of the text"),
    _opt("reading_time_min", INT16, "reading time in minutes, where the page says it"),
    _opt("canonical_url", STRING, "canonical address, where the page declares one"),
    _nn("keywords", STRINGS, "tags as the article's page names them"),
)
