"""The argument that says which dataset, the same for every command that reads one."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    from sw_scraper.store.dataset import Dataset


def add_dataset_argument(parser: argparse.ArgumentParser) -> None:
    """Add ``--data``."""
    parser.add_argument("-d", "--data", metavar="FOLDER", default="data", help="the dataset (default data)")


def folder_of(args: argparse.Namespace) -> Path | str:
    """Where the dataset is: an address as given, or the folder by the rule of SW_DATA_DIR.

    Raises:
        ConfigError: the value is empty.
    """
    if "://" in args.data:
        return str(args.data)
    from sw_scraper.crawl.data_folder import data_folder

    return data_folder(args.data)


def dataset_of(args: argparse.Namespace) -> Dataset:
    """The dataset, open for reading.

    Raises:
        StoreError: there is none, or it cannot be read.
    """
    from sw_scraper.store.dataset import open_dataset

    return open_dataset(folder_of(args))
