"""The limit on processor time for one page: what takes longer is ended, and the page failed.

A timer of the operating system counts the processor time of the process; when it has run out, its signal raises in the
middle of the work, inside regular expressions too. See docs/adr/0007 for why it is done this way and what it cannot do.
"""

from __future__ import annotations

import signal
import threading
import time
from typing import TYPE_CHECKING, TypeVar

from sw_scraper.crawl.failures import CostlyPageError

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

_AGAIN_S = 0.5
"""Processor time until the signal comes again, should somebody have swallowed it."""


class _TimeIsUpError(BaseException):
    """Raised by the signal; no ``except Exception`` on the way may hold it up."""


def within_cpu_time(limit_s: float, work: Callable[[], T], *, url: str) -> T:
    """Do some work, for at most so much processor time.

    Args:
        limit_s: seconds of this thread; 0 for no limit.
        work: pure Python, or short calls of libraries: nothing that leaves a file half written.
        url: of the page, for the message.

    Raises:
        CostlyPageError: the time has run out.
    """
    if limit_s <= 0 or not can_limit():
        return work()
    started = time.thread_time()
    armed = True

    def ring(*_: object) -> None:
        if not armed:
            return
        left = limit_s - (time.thread_time() - started)
        if left > 0:  # other threads spent the rest
            signal.setitimer(signal.ITIMER_PROF, left, _AGAIN_S)
            return
        raise _TimeIsUpError

    before = signal.signal(signal.SIGPROF, ring)
    try:
        signal.siginterrupt(signal.SIGPROF, False)
        signal.setitimer(signal.ITIMER_PROF, limit_s, _AGAIN_S)
        try:
            return work()
        finally:
            armed = False
    except _TimeIsUpError:
        armed = False
        raise CostlyPageError(f"{CostlyPageError.default_what}, {limit_s:g} s (SW_PAGE_CPU_S)", url=url) from None
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def can_limit() -> bool:
    """Whether the limit can be kept here: on POSIX systems, in the main thread, when nobody profiles the process."""
    return (
        hasattr(signal, "setitimer")
        and threading.current_thread() is threading.main_thread()
        and signal.getsignal(signal.SIGPROF) in (signal.SIG_DFL, signal.SIG_IGN)
        and signal.getitimer(signal.ITIMER_PROF)[0] == 0
    )
