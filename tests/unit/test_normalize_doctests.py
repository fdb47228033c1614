"""The examples in the docstrings of normalize are its truth tables; here they run."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import sw_scraper.normalize

MODULES = [f"sw_scraper.normalize.{module.name}" for module in pkgutil.iter_modules(sw_scraper.normalize.__path__)]


@pytest.mark.parametrize("name", MODULES)
def test_examples_run(name: str) -> None:
    """Every example in the docstrings of a module prints what it says."""
    result = doctest.testmod(importlib.import_module(name))
    assert result.failed == 0


def test_examples_exist() -> None:
    """The public verbs of text, URLs, keys, names and language have examples."""
    finder = doctest.DocTestFinder(exclude_empty=True)
    for name in ("text", "urls", "keys", "names", "language"):
        module = importlib.import_module(f"sw_scraper.normalize.{name}")
        assert sum(len(test.examples) for test in finder.find(module)) >= 3
