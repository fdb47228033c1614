"""``sw-scraper cite``: how to cite the dataset, and the methods paragraph of a paper."""

from __future__ import annotations

import argparse
from typing import Any

from sw_scraper.cli.dataset_argument import add_dataset_argument, dataset_of
from sw_scraper.errors import ConfigError

_EPILOG = """examples:
  sw-scraper cite --author "Rossi, Ada" --author "Laboratorio di esempio"
  sw-scraper cite --format bibtex >> references.bib
  sw-scraper cite --format cff > CITATION.cff
  sw-scraper cite --statement it                    the methods paragraph, in Italian
  sw-scraper cite --as-of 2026-11-01 --statement en

The version in the citation names exactly this state: sw-scraper show --version-id ID opens it again.
"""


def add_parser(subparsers: Any) -> argparse.ArgumentParser:
    """The parser of the command."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "cite",
        help="how to cite the dataset",
        description="Print how to cite exactly this state of the dataset, or the methods paragraph of a paper.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("-f", "--format", choices=("text", "bibtex", "cff", "json"), help="(default text; json is CSL)")
    parser.add_argument("--statement", choices=("it", "en"), help="the methods paragraph instead, in that language")
    parser.add_argument("--json", action="store_true", help="the same as --format json")
    add_citation_arguments(parser)
    parser.add_argument("--as-of", metavar="TIME", help="the state as of the end of that day (UTC), or of that time")
    parser.add_argument("--version-id", metavar="ID", help="the state that was cited under that id")
    add_dataset_argument(parser)
    return parser


def add_citation_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what a citation says that the dataset does not know."""
    parser.add_argument(
        "--author",
        metavar="NAME",
        action="append",
        default=[],
        help='who made the dataset: "Family, Given", or an organisation; may be repeated',
    )
    parser.add_argument("--title", metavar="TEXT", help="of the dataset (default made from sites and tags)")
    parser.add_argument("--allow-sample", action="store_true", help="also for the sample's invented texts")


def run(args: argparse.Namespace) -> int:
    """Print the citation or the paragraph; the exit code.

    Raises:
        ConfigError: nothing was harvested, or all there is are invented texts.
        StoreError: there is no dataset.
    """
    from sw_scraper.cli.screen import harmless
    from sw_scraper.store.citation import FORMATS, citation_of
    from sw_scraper.store.facts import Facts
    from sw_scraper.store.statement import statement

    if args.statement and (args.format or args.json):
        raise ConfigError("The methods paragraph is plain text", where="--statement", hint="Leave --format out")
    facts = Facts(dataset_of(args), as_of=args.as_of, version=args.version_id)
    facts.require_commits()
    if not args.allow_sample:
        facts.require_real()
    if args.statement:
        print(harmless(statement(facts, args.statement)))
        return 0
    citation = citation_of(facts, authors=args.author, title=args.title)
    print(harmless(FORMATS["json" if args.json else args.format or "text"](citation)))
    return 0
