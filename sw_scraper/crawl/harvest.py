"""The running state of one harvest: its walk, its lock, and what its pages said so far."""

from __future__ import annotations

from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sw_scraper.crawl.enrichment import Gaps
from sw_scraper.crawl.recorded_walk import RecordedWalk
from sw_scraper.crawl.walk import Walk
from sw_scraper.extract.version import EXTRACTOR_VERSION
from sw_scraper.normalize.contacts import find_contacts
from sw_scraper.normalize.keys import tag_key
from sw_scraper.store.records import HarvestHead, TagFacts

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sw_scraper.crawl.arguments import Address, Target
    from sw_scraper.crawl.enrichment import Enrichment
    from sw_scraper.crawl.gate import Reading
    from sw_scraper.crawl.validators import Validator
    from sw_scraper.model import Alternate, ArchivePage, Exchange, Origin, SiteProfile, TagHeader, TagKey
    from sw_scraper.store.records import ExpectedSource
    from sw_scraper.store.writer import HarvestWriter
    from sw_scraper.warc.reader import Recording

_KEPT_BYTES = 4 * 1024 * 1024


@dataclass(slots=True, kw_only=True)
class Harvest:
    """One harvest from its first request to its commit.

    Attributes:
        harvest_id: of the harvest; on replay the recording's.
        target: the tag that was asked for; ``turn`` is the address of it that is being tried.
        key: the tag, locked; that of the first address until the first page of a list settles it.
        walk: where it is in the list.
        locks: released when the harvest is over.
        tried: every address of the tag that was asked for.
        steps: every address that the walk asked for, with the number that its page got; 0 for one without rows.
        seen: article_ids that have a row.
        readings: what the rows say of each article, for the gate.
        past_of: tag_id of the tag that the walk's past is of; None without a past.
        noticed: what the gate saw, for the notes of the commit.
        first_page: address and body of the first page of the list; None before it came, and for a huge one.
        validator: of the first page, as far as it is known; None without one.
        not_modified: the server called the first page not modified, and was believed.
        read_to_end: the last page that was read links to no next one, whatever the scope.
        teasers_in, rows_out: teasers that came from pages, and rows that were written.
        dropped: reason to number of teasers that became no row.
        recording: what is replayed; None for a live harvest.
        forgotten: rows of articles that must not be kept, for cutting them out of the recording.
        gaps: the articles that lack a date or an author.
        enrichment: what is asked beside the list; None when nothing is.
        expected_source: who said ``n_expected``.
        contacts: ``emails`` and ``phones`` to how many stand in the teasers, ``rows`` to how many rows have any.
    """

    harvest_id: str
    target: Target
    key: TagKey
    walk: Walk
    origin: Origin
    started_at: datetime
    mode: str
    locks: ExitStack = field(default_factory=ExitStack)
    turn: int = 0
    tried: list[str] = field(default_factory=list)
    steps: list[tuple[str, int]] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    teasers_in: int = 0
    rows_out: int = 0
    dropped: Counter[str] = field(default_factory=Counter)
    contacts: Counter[str] = field(default_factory=Counter)
    tag_url: str | None = None
    header: TagHeader | None = None
    language: str | None = None
    extractors: Counter[str] = field(default_factory=Counter)
    theme: str | None = None
    drift: bool = False
    n_expected: int | None = None
    last_page: int | None = None
    alternates: dict[str, Alternate] = field(default_factory=dict)
    first_fetch_at: datetime | None = None
    last_fetch_at: datetime | None = None
    writer: HarvestWriter | None = None
    readings: dict[str, Reading] = field(default_factory=dict)
    read_to_end: bool = False
    past_of: str | None = None
    noticed: dict[str, str] = field(default_factory=dict)
    first_page: tuple[str, bytes] | None = None
    validator: Validator | None = None
    not_modified: bool = False
    recording: Recording | None = None
    forgotten: list[Mapping[str, Any]] = field(default_factory=list)
    gaps: Gaps = field(default_factory=Gaps)
    enrichment: Enrichment | None = None
    expected_source: ExpectedSource = "page"
    over: bool = False

    @property
    def profile(self) -> SiteProfile | None:
        """Of the site; None for a site without one."""
        return self.target.profile

    @property
    def address(self) -> Address:
        """The address of the tag that is being tried."""
        return self.target.addresses[self.turn]

    @property
    def head(self) -> HarvestHead:
        """What the rows of the harvest share."""
        return HarvestHead(
            harvest_id=self.harvest_id, key=self.key, extractor_version=EXTRACTOR_VERSION, origin=self.origin
        )

    def next_address(self) -> bool:
        """Move on to the next address of the tag; False when all were tried, or the walk is a recorded one."""
        if isinstance(self.walk, RecordedWalk) or self.turn + 1 >= len(self.target.addresses):
            return False
        self.turn += 1
        before = self.walk
        self.walk = Walk(
            start_url=self.address.url,
            limits=before.limits,
            past=before.past,
            newest=before.newest,
            may_sweep=before.may_sweep,
            may_repair=before.may_repair,
            adopt=before.adopt,
        )
        return True

    def settled_key(self, url: str) -> TagKey:
        """The identity of the tag, now that the address of its first page is known.

        A redirect inside the site's known taxonomies names another tag; one to a path that the profile does not know
        leaves a tag that was asked for by name what it is.
        """
        found = tag_key(url, self.profile)
        if self.profile is None:
            return found
        known = found.site == self.profile.key and found.taxonomy in [entry.name for entry in self.profile.taxonomies]
        return found if known else self.address.key

    def conditions(self) -> dict[str, str]:
        """The headers that make the first request conditional; empty for other pages, and when none may be sent."""
        if self.walk.pages or self.validator is None or self.validator.url != self.address.url:
            return {}
        return self.validator.conditions()

    def confirm(self) -> None:
        """The first page is called not modified: believe it, this time."""
        assert self.validator is not None
        self.not_modified, self.validator = True, self.validator.confirmed()

    def note_validator(self, now: Validator | None) -> None:
        """Remember the validator that came with the first page, and what it says of the server."""
        self.validator = now if now is None or self.validator is None else self.validator.seen_again(now)

    def note_first_page(self, url: str, body: bytes) -> None:
        """Keep the first page for a look at its markup, unless it is huge."""
        if len(body) <= _KEPT_BYTES:
            self.first_page = (url, body)

    def note_contacts(self, text: str | None) -> None:
        """Count the e-mail addresses and phone numbers of a teaser."""
        found = find_contacts(text)
        if found:
            self.contacts.update(emails=len(found.emails), phones=len(found.phones), rows=1)

    def note_fetch(self, exchange: Exchange) -> None:
        """Remember when the first and the last response that was judged began."""
        self.first_fetch_at = min(self.first_fetch_at or exchange.fetched_at, exchange.fetched_at)
        self.last_fetch_at = max(self.last_fetch_at or exchange.fetched_at, exchange.fetched_at)

    def note_page(self, page: ArchivePage, url: str) -> None:
        """Remember what a page of the list (or an archive that says it is empty) says of the tag."""
        self.tag_url = self.tag_url or url
        self.header = self.header or page.tag
        self.language = self.language or page.language
        self.theme = self.theme or page.theme
        self.drift = self.drift or page.drift
        self.extractors[page.extractor] += 1
        numbers = page.pagination
        self.read_to_end = numbers.next_url is None
        self.n_expected = numbers.n_expected if numbers.n_expected is not None else self.n_expected
        self.last_page = max(self.last_page or 0, numbers.last_page or 0) or None
        for alternate in page.alternates:
            self.alternates.setdefault(alternate.url, alternate)

    def tag_facts(self) -> TagFacts:
        """What the harvest learned of its tag."""
        header, url = self.header, self.tag_url or self.address.url
        asked = self.address.url
        return TagFacts(
            tag_url=url,
            aliases=(asked,) if asked != url else (),
            name=header.name if header else None,
            name_raw=header.name_raw if header else None,
            description=header.description if header else None,
            language=self.language or (self.profile.language if self.profile else None),
            links=header.links if header else (),
            goal_number=self._goal_number(),
        )

    def _goal_number(self) -> int | None:
        """The number of the Sustainable Development Goal, from the profile; None when the tag is none."""
        numbers = self.profile.goal_numbers if self.profile else {}
        return numbers.get(f"{self.key.taxonomy}/{self.key.slug}")
