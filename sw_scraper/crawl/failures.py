"""What can go wrong on the wire, as classes with a name, and words for people who are no programmers.

Every exception that the download handler and its middlewares raise is a :class:`FetchError`; its ``failure_class``
stands in the dataset (``harvests.failure_class``). Responses have a failure class too (``http_404``), so that
:func:`failure_class` and :func:`explain` take either.

::

    FetchError
    ├── DnsError, RefusedError, ConnectionTimeoutError, TlsError, BlockedAddressError   no connection
    ├── CutError, FirstByteTimeoutError, SlowTransferError, StalledError, MalformedError no whole answer
    ├── TooLargeError, BombError, EncodingError                                         an answer beyond the limits
    ├── OffOriginError, RedirectLimitError, BadRedirectError, BadUrlError               an address we do not go to
    ├── RobotsDisallowedError, RobotsUnreachableError                                   the site says no
    ├── RateLimitedError, StoppedError                                                  not asked at all
    ├── CostlyPageError                                                                 an answer that cannot be read
    ├── NotRecordedError                                                                replay only
    └── RecordedError                                                                   replay of another's failure
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from sw_scraper.errors import PageError, StoreError, SwScraperError

if TYPE_CHECKING:
    from scrapy.http import Response


class FetchError(PageError):
    """A page could not be fetched; ``where`` is its URL.

    Args:
        what: what happened, one sentence without a full stop; None takes the class's own words.
        url: the address that was asked for.
        hint: what to do next; None takes the class's own words.
    """

    failure_class: ClassVar[str] = "failed"
    #: Why the recorded body is not whole (WARC-Truncated); None when no body was begun.
    truncated: ClassVar[str | None] = None
    #: The class's own words, when the one who raises has no better ones.
    default_what: ClassVar[str] = "The page could not be fetched"
    default_hint: ClassVar[str] = "Run the same command again later"

    def __init__(self, what: str | None = None, *, url: str | None = None, hint: str | None = None) -> None:
        super().__init__(what or self.default_what, where=url, hint=hint or self.default_hint)

    @property
    def url(self) -> str | None:
        """The address that was asked for."""
        return self.where


class DnsError(FetchError):
    """The host's name has no address."""

    failure_class = "dns"
    default_what = "The host's name cannot be found"
    default_hint = "Check the address for typing errors and whether this computer is online"


class RefusedError(FetchError):
    """Nothing listens there, or no way leads there."""

    failure_class = "refused"
    default_what = "The server does not accept connections"
    default_hint = "Open the address in a browser; if it opens there, a firewall or proxy may stand between"


class ConnectionTimeoutError(FetchError):
    """No connection in time."""

    failure_class = "timeout"
    default_what = "The server could not be reached in time"
    default_hint = "Run the same command again later, or give it more time with -s SW_CONNECT_TIMEOUT_S=30"


class FirstByteTimeoutError(FetchError):
    """Connected, but the answer never began."""

    failure_class = "timeout"
    truncated = "time"
    default_what = "The server took the request and did not answer in time"
    default_hint = "Run the same command again later, or give it more time with -s SW_FIRST_BYTE_TIMEOUT_S=60"


class SlowTransferError(FetchError):
    """The answer began and stalled or dripped beyond the limit."""

    failure_class = "timeout"
    truncated = "time"
    default_what = "The answer began but did not end in time"
    default_hint = "Run the same command again later, or give it more time with -s SW_REQUEST_TIMEOUT_S=180"


class StalledError(SlowTransferError):
    """The answer began, and then nothing came for a while."""

    default_what = "The answer began and then stalled"
    default_hint = "Run the same command again later, or give it more time with -s SW_IDLE_TIMEOUT_S=60"


class RateLimitedError(FetchError):
    """The site asked for a pause that is longer than anyone waits for."""

    failure_class = "rate_limited"
    default_what = "The site asks for a long pause before the next request"
    default_hint = "Run the same command again later, with a larger -s DOWNLOAD_DELAY"


class StoppedError(FetchError):
    """The run was ended while the page waited for its turn."""

    failure_class = "cancelled"
    default_what = "The run was ended before the page was asked for"
    default_hint = "Run the same command again"


class TlsError(FetchError):
    """The encrypted connection could not be made or the certificate not verified."""

    failure_class = "tls"
    default_what = "The encrypted connection could not be made"
    default_hint = (
        "If the site's certificate is known to be wrong and you trust the site all the same, run with "
        "-s SW_TLS_VERIFY=False; for a certificate authority of your own use -s SW_TLS_CA_FILE=FILE"
    )


class CutError(FetchError):
    """The answer ended before it was whole."""

    failure_class = "cut"
    truncated = "disconnect"
    default_what = "The connection was cut before the page was whole"
    default_hint = "Run the same command again; nothing of the half page was stored"


class MalformedError(FetchError):
    """What came back is not HTTP as anyone could read it in only one way."""

    failure_class = "malformed"
    truncated = "unspecified"
    default_what = "The server's answer is not valid HTTP"
    default_hint = "Open the address in a browser; if it opens there, report this page to us"


class TooLargeError(FetchError):
    """The answer is larger than the limits allow."""

    failure_class = "too_large"
    truncated = "length"
    default_what = "The page is larger than the limit"
    default_hint = "If the page is honest, raise the limit with -s SW_MAX_BODY_BYTES=... and -s SW_MAX_WIRE_BYTES=..."


class BombError(FetchError):
    """A small answer that unpacks to something beyond the limits."""

    failure_class = "bomb"
    truncated = "length"
    default_what = "The page unpacks to far more than was sent, as an attack would"
    default_hint = "If the page is honest, raise the limits with -s SW_MAX_BODY_BYTES=... and -s SW_MAX_RATIO=..."


class EncodingError(FetchError):
    """The body cannot be unpacked as its Content-Encoding says."""

    failure_class = "bad_encoding"
    default_what = "The page is packed in a way that cannot be unpacked"
    default_hint = "Run the same command again later; if it stays, tell the site's operator"


class BlockedAddressError(FetchError):
    """The name leads to an address that the start URL does not name: private, loopback, link-local and the like."""

    failure_class = "blocked_address"
    words = "an address inside a private network or otherwise not of the open internet; it was not visited"
    default_what = f"The name leads to {words}"
    default_hint = "To harvest a server inside your own network, name it in the start URL or with -s SW_RESOLVE=..."


class OffOriginError(FetchError):
    """The address is on another scheme, host or port than the harvest's start URL."""

    failure_class = "off_origin"
    default_what = "The address leads away from the site of the start URL and was not visited"
    default_hint = "If the archive moved, start at its new address; hosts of one site belong in the site's profile"


class RedirectLimitError(FetchError):
    """More redirects than the limit."""

    failure_class = "redirect_limit"
    default_what = "The page redirects again and again"
    default_hint = "Open the address in a browser; if it opens there, the site may insist on cookies or JavaScript"


class BadRedirectError(FetchError):
    """A redirect to something that is no http(s) address."""

    failure_class = "bad_redirect"
    default_what = "The page redirects to something that is not a web address"
    default_hint = "Tell the site's operator; nothing was fetched from there"


class BadUrlError(FetchError):
    """The address cannot be asked for: too long, no host, impossible port, user name inside."""

    failure_class = "bad_url"
    default_what = "The address cannot be used"
    default_hint = "Check the address; it must be http or https, with a host, and no user name or password inside"


class RobotsDisallowedError(FetchError):
    """The site's robots.txt asks us not to."""

    failure_class = "robots_disallowed"
    default_what = "The site's robots.txt asks robots not to fetch this page"
    default_hint = "Ask the site's operator for permission; with it, run with -s ROBOTSTXT_OBEY=False"


class RobotsUnreachableError(FetchError):
    """robots.txt could not be read, which means no (RFC 9309)."""

    failure_class = "robots_unreachable"
    default_what = "The site's robots.txt could not be read, which counts as a no"
    default_hint = "Run the same command again later; with the operator's permission use -s ROBOTSTXT_OBEY=False"


class CostlyPageError(FetchError):
    """The page took more processor time than a page may."""

    failure_class = "cpu_time"
    default_what = "Reading the page takes more processor time than a page may"
    default_hint = "Look at the page with sw-scraper doctor; if it is an honest one, raise -s SW_PAGE_CPU_S"


class NotRecordedError(FetchError):
    """The recording that is replayed has no answer for the address."""

    failure_class = "not_recorded"
    default_what = "The recording has no answer for this address"
    default_hint = "Harvest the live site, or give the file that holds it with replay=FILE[,FILE]"


class RecordedError(FetchError):
    """A failure that stands in a recording, raised again on replay.

    Args:
        failure_class: the recorded class.
        truncated: the recorded WARC-Truncated.
    """

    def __init__(
        self, what: str, *, url: str, failure_class: str, truncated: str | None = None, hint: str | None = None
    ) -> None:
        kind = CLASSES.get(failure_class, FetchError)
        super().__init__(what or kind.default_what, url=url, hint=hint or kind.default_hint)
        self.failure_class = failure_class  # type: ignore[misc]  # of this instance: the recorded one
        self.truncated = truncated  # type: ignore[misc]  # likewise


CLASSES: dict[str, type[FetchError]] = {
    kind.failure_class: kind
    for kind in (
        DnsError, RefusedError, SlowTransferError, TlsError, CutError, MalformedError, TooLargeError, BombError,
        EncodingError, BlockedAddressError, OffOriginError, RedirectLimitError, BadRedirectError, BadUrlError,
        RobotsDisallowedError, RobotsUnreachableError, RateLimitedError, StoppedError, CostlyPageError,
        NotRecordedError,
    )
}  # fmt: skip
"""Failure class to the exception that stands for it."""


class Explanation(NamedTuple):
    """One failure in plain words: what happened, where, and what to do next."""

    what: str
    where: str
    hint: str


_STATUS_WORDS: dict[str, tuple[str, str]] = {
    "http_401": ("The site asks for a user name and password", "Give them with -s HTTPAUTH_USER and -s HTTPAUTH_PASS"),
    "http_403": ("The site refuses access to this page", "Open it in a browser, and ask the operator for permission"),
    "http_404": ("The site has no page at this address", "Check the address or the tag for typing errors"),
    "http_410": ("The site says that this page is gone for good", "Check whether the archive moved"),
    "http_304": ("The site says 'not modified' though nothing was asked conditionally", "Run the same command again"),
    "http_3xx": ("The site redirects without saying where to", "Open the address in a browser to see where it ends"),
    "http_4xx": ("The site refuses the request", "Open the address in a browser; if it opens there, report it to us"),
    "http_5xx": ("The site has an internal error", "Run the same command again later"),
    "rate_limited": ("The site asks for fewer requests", "Run the same command again later, with a larger delay"),
    "http_odd": ("The site answers with a status that HTTP does not know", "Tell the site's operator"),
}  # fmt: skip

# What Scrapy and others raise before our handler is asked, by the name of the class.
_FOREIGN = {
    "NotSupported": "bad_url",
    "UnsupportedURLSchemeError": "bad_url",
    "IgnoreRequest": "ignored",
    "CancelledError": "cancelled",
}


def failure_class(outcome: BaseException | Response) -> str | None:
    """The name of a failure, as it stands in ``harvests.failure_class``.

    Args:
        outcome: an exception from the downloader (Scrapy's ``HttpError`` included) or a response.

    Returns:
        None for a response of status 2xx; ``store`` when the recording could not be written; ``bug`` for an exception
        that nobody foresaw.
    """
    if isinstance(outcome, FetchError):
        return outcome.failure_class
    if isinstance(outcome, StoreError):
        return "store"
    status = _status_of(outcome)
    if status is not None:
        return _status_class(status)
    return _FOREIGN.get(type(outcome).__name__, "bug")


def explain(outcome: BaseException | Response) -> Explanation:
    """A failure in words that a researcher understands: what, where, what to do next."""
    if isinstance(outcome, SwScraperError):
        return Explanation(outcome.what, outcome.where or "", outcome.hint or "")
    name = failure_class(outcome)
    response: Any = getattr(outcome, "response", outcome)
    where = str(getattr(response, "url", ""))
    if name is None:
        return Explanation("The page was fetched", where, "")
    if name in _STATUS_WORDS:
        what, hint = _STATUS_WORDS[name]
        return Explanation(f"{what} (HTTP status {response.status}{_wait_words(response)})", where, hint)
    if name in CLASSES:
        return Explanation(CLASSES[name].default_what, where, CLASSES[name].default_hint)
    if name == "cancelled":
        return Explanation("The run was ended before the page came", where, "Run the same command again")
    return Explanation(f"{type(outcome).__name__}: {outcome}", where, "Report this to us, with the log")


def _status_of(outcome: Any) -> int | None:
    response = getattr(outcome, "response", outcome)
    status = getattr(response, "status", None)
    return status if isinstance(status, int) else None


def _status_class(status: int) -> str | None:
    if status == 429:
        return "rate_limited"
    named = f"http_{status}"
    if named in _STATUS_WORDS:
        return named
    families = {2: None, 3: "http_3xx", 4: "http_4xx", 5: "http_5xx"}
    return families.get(status // 100, "http_odd")


def _wait_words(response: Any) -> str:
    headers = getattr(response, "headers", None)
    value = headers.get("Retry-After") if headers is not None else None
    if not value:
        return ""
    return f", Retry-After: {value.decode('latin-1')[:40]!r}"
