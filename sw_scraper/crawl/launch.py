"""One run from its arguments to its exit code: the same for ``scrapy crawl tag`` and ``sw-scraper harvest``."""

from __future__ import annotations

import asyncio
import logging
import shutil
import signal
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sw_scraper import __version__
from sw_scraper.crawl import exitcodes
from sw_scraper.crawl.arguments import parse_arguments
from sw_scraper.crawl.bugs import BugWatcher
from sw_scraper.crawl.data_folder import data_folder
from sw_scraper.crawl.feed_files import check_feeds, writes_to_stdout
from sw_scraper.crawl.forecast import forecast_lines
from sw_scraper.crawl.interrupt import Interruption
from sw_scraper.crawl.log import one_line, run_log, tidy_terminal_log
from sw_scraper.crawl.monitoring import monitor_lines
from sw_scraper.crawl.outside_tags import with_all_tags
from sw_scraper.crawl.progress import progress_for
from sw_scraper.crawl.run import Run
from sw_scraper.crawl.summary import WIDTH, harvest_lines, next_lines
from sw_scraper.errors import ConfigError, SwScraperError
from sw_scraper.store.object_store_address import shown_dataset

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path
    from typing import TextIO

    from scrapy.crawler import AsyncCrawlerProcess, Crawler
    from scrapy.settings import BaseSettings

    from sw_scraper.crawl.arguments import CrawlPlan


def announce(settings: BaseSettings) -> None:
    """The first line of a run: which version writes where.

    Raises:
        ConfigError: SW_DATA_DIR is no local folder.
    """
    folder = shown_dataset(data_folder(settings.get("SW_DATA_DIR", "data")))
    print(one_line(f"sw_scraper {__version__}, data in {folder}"), file=sys.stderr, flush=True)


def print_error(error: SwScraperError) -> None:
    """One clear message: what, where, what to do next."""
    print(f"error: {one_line(error.what)}", file=sys.stderr)
    if error.where:
        print(f"  where  {one_line(error.where)}", file=sys.stderr)
    if error.hint:
        print(f"  next   {one_line(error.hint)}", file=sys.stderr)


def launch(process: AsyncCrawlerProcess, raw: Mapping[str, str]) -> int:
    """Run the spider ``tag`` with these arguments, say how it went, and give the exit code.

    Args:
        process: not started yet; nothing else may run in it.
        raw: the spider's arguments.
    """
    settings = process.settings
    try:
        named = with_all_tags(settings, raw)
        if isinstance(named, int):
            return named
        plan = parse_arguments(named, today=datetime.now(UTC).date())
        folder = data_folder(settings.get("SW_DATA_DIR", "data"))
        check_feeds(settings)
        if plan.mode == "plan":
            print("\n".join(forecast_lines(plan, folder, settings)))
            return exitcodes.OK
        crawler = process.create_crawler("tag")
        return _crawl(process, crawler, plan, folder)
    except ConfigError as error:
        print_error(error)
        return exitcodes.USAGE


def _crawl(process: AsyncCrawlerProcess, crawler: Crawler, plan: CrawlPlan, folder: Path) -> int:
    """Crawl, close, report."""
    bugs = BugWatcher()
    logging.getLogger().addHandler(bugs)
    interruption = Interruption(process, lambda: [run] if (run := Run.find(crawler)) is not None else [])
    with run_log(folder) as log_file:
        try:
            tidy_terminal_log(crawler.settings["LOG_FORMAT"])
            progress = progress_for(sys.stderr)
            task = process.crawl(crawler, plan=plan, progress=progress)
            interruption.install()
            process.start(install_signal_handlers=False)
            failure = failure_of(task)
        finally:
            interruption.restore()
        run = Run.find(crawler)
        if isinstance(failure, ConfigError):
            progress.close()
            raise failure
        if run is None:
            bugs.note(failure)
            return say_bugs(bugs, log_file)
        bugs.note(failure)
        run.close()
        progress.close()
        logging.getLogger().removeHandler(bugs)
        return _report(run, bugs, log_file)


def failure_of(task: asyncio.Task[Any]) -> BaseException | None:
    """What ended the crawl's task; None when it ended as it should or was cancelled."""
    if not task.done() or task.cancelled():
        return None
    return task.exception()


def _report(run: Run, bugs: BugWatcher, log_file: Path | None) -> int:
    """Print the summary and give the exit code."""
    if run.config_error is not None:
        raise run.config_error
    if bugs.texts:
        say_bugs(bugs, log_file)
    width = min(WIDTH, shutil.get_terminal_size((WIDTH, 24)).columns)
    summary = sys.stderr if writes_to_stdout(run.crawler.settings) else sys.stdout
    for outcome in run.outcomes:
        stream = sys.stderr if outcome.verdict in ("failed", "locked") else summary
        print_lines(["", *harvest_lines(outcome, width=width)], stream)
    print_lines(next_lines(run.outcomes), summary)
    if run.store_error is not None and not any(outcome.failure_class == "store" for outcome in run.outcomes):
        print_error(run.store_error)
    if run.feed_error is not None:
        print_error(run.feed_error)
    if run.delta_error is not None:
        print_error(run.delta_error)
    if run.interrupted is not None:
        _say_interrupted(run)
    complaints = monitor_lines(run.crawler)
    print_lines([one_line(line) for line in complaints], sys.stderr)
    code = exitcodes.exit_code(
        [outcome.verdict for outcome in run.outcomes],
        bugs=len(bugs.texts),
        interrupted=run.interrupted,
        store_failed=any(error is not None for error in (run.store_error, run.feed_error, run.delta_error)),
    )
    return exitcodes.PARTIAL if complaints and code == exitcodes.OK else code


def _say_interrupted(run: Run) -> None:
    """What an interruption left, and how to go on."""
    done = sum(outcome.result is not None for outcome in run.outcomes)
    name = signal.Signals(run.interrupted or signal.SIGINT).name
    print(f"\nEnded by {name}: {done} of {len(run.plan.targets)} harvests committed, nothing half.", file=sys.stderr)
    print("  next   Run the same command again; what was not committed is read anew.", file=sys.stderr)


def say_bugs(bugs: BugWatcher, log_file: Path | None) -> int:
    """Say an error that nobody foresaw: what it was and where the whole of it stands."""
    print(f"\nThis is a bug in sw_scraper: {one_line(bugs.texts[0])}", file=sys.stderr)
    print(f"  where  {log_file or 'see above'}", file=sys.stderr)
    print("  next   Please report it with that log; what was committed before is untouched.", file=sys.stderr)
    return exitcodes.BUG


def print_lines(lines: Sequence[str], stream: TextIO) -> None:
    """Lines to a stream; characters that it cannot show are escaped, a reader that went away is no error of ours."""
    encoding = stream.encoding or "utf-8"
    for line in lines:
        try:
            print(line.encode(encoding, "backslashreplace").decode(encoding), file=stream)
        except BrokenPipeError:
            return
