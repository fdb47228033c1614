"""From what came over the wire to Scrapy's response, the same for the handler and its twin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.http import Headers
from scrapy.responsetypes import responsetypes

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.http import Response

    from sw_scraper.crawl.connection import Answer

# What described the bytes on the wire would lie about the unpacked body (and make Scrapy take it for binary).
_GONE = frozenset({b"content-encoding", b"transfer-encoding", b"content-length"})
# How recordings keep the headers of a transfer coding that was removed.
_ARCHIVED = b"x-archive-orig-"


def wire_response(request: Request, answer: Answer, body: bytes) -> Response:
    """The response for an answer; its class says whether the body is text, and of which kind.

    Args:
        request: what was asked for.
        answer: status and headers.
        body: unpacked.
    """
    headers = Headers()
    for name, value in answer.headers:
        if name.lower() not in _GONE and not name.lower().startswith(_ARCHIVED):
            headers.appendlist(name, value)
    kind = responsetypes.from_args(headers=headers, url=request.url, body=body)
    flags = ["stopped"] if answer.stopped else []
    return kind(url=request.url, status=answer.status, headers=headers, body=body, flags=flags, protocol=answer.version)
