"""The quick benchmarks, one after the other: what ``make bench`` runs."""

from __future__ import annotations

from benchmarks.extraction import main

if __name__ == "__main__":
    main()
