"""A real Chromium, from Debian, that opens pages of ours."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from required_servers import require

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser without a window; the test is skipped where Chromium is not installed."""
    from playwright.sync_api import sync_playwright

    found = shutil.which("chromium")
    require(None if found else "chromium is not installed (make test-servers)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def opened(browser: Browser, file: Path, **settings: Any) -> Iterator[tuple[Page, list[str]]]:
    """A page of a file, drawn, and what went wrong on it: messages, errors, requests to anywhere.

    Args:
        browser: that opens it.
        file: to open.
        settings: of the browser's context, such as ``color_scheme`` or ``viewport``.
    """
    context = browser.new_context(**settings)
    wrong: list[str] = []
    try:
        page = context.new_page()
        page.on("console", lambda message: wrong.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: wrong.append(f"error: {error}"))
        page.on("request", lambda request: wrong.append(request.url) if request.url != file.as_uri() else None)
        page.goto(file.as_uri())
        page.wait_for_selector("html[data-ready=yes]", timeout=60_000)
        yield page, wrong
    finally:
        context.close()
