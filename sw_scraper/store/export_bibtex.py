"""Articles as BibTeX entries."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

COLUMNS = ("article_id", "site", "url", "title", "date_published", "authors", "language", "last_seen")
"""The columns of articles that an entry is made of."""
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
"""The macros of the months."""
_ESCAPES = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#", "%": r"\%", "_": r"\_",
    "^": r"\textasciicircum{}", "~": r"\textasciitilde{}",
}  # fmt: skip
_SPECIAL = re.compile(r"[\\{}$&#%_^~]")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]+")
_UNSAFE_IN_URL = re.compile(r'[\\{}^`|"<>\s]')
_ID_DIGITS = 6
_SMALL = frozenset(
    ("il", "lo", "la", "le", "gli", "i", "l", "un", "uno", "una", "di", "da", "per", "e", "the", "a", "an", "of", "on")
)


def entries(
    rows: Sequence[Mapping[str, Any]], *, site_names: Mapping[str, str], taken: Collection[str] = ()
) -> Iterator[bytes]:
    """One entry per article, UTF-8, in the order of the rows.

    Args:
        rows: of articles, with COLUMNS.
        site_names: key of a site to its name.
        taken: keys that are in use already.

    Yields:
        Entries; no two have the same key, and an article has the same key in every export.
    """
    seen = {key.lower() for key in taken}
    for row in rows:
        yield f"{_entry(row, _free_key(row, seen), site_names.get(row['site'], row['site']))}\n".encode()


def escaped(text: str) -> str:
    r"""A text as LaTeX prints it.

    >>> escaped("R&D {50%} _a_ ~ \\x")
    'R\\&D \\{50\\%\\} \\_a\\_ \\textasciitilde{} \\textbackslash{}x'
    """
    return _SPECIAL.sub(lambda found: _ESCAPES[found[0]], _CONTROL.sub(" ", text))


def plain_url(url: str) -> str:
    """An address that neither BibTeX nor LaTeX trips over: what would need an escape is percent-encoded.

    >>> plain_url("https://example.org/{a}?x=1&y=50%25#z")
    'https://example.org/%7Ba%7D?x=1&y=50%25#z'
    """
    return _UNSAFE_IN_URL.sub(lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode()), url)


def name_list(names: Sequence[str]) -> str:
    """Names as BibTeX separates them; what it would tear apart (commas, "and", digits) stands in braces.

    >>> name_list(["Ada Rossi", "Bianchi, Verdi e Soci", "Salt and Pepper"])
    'Ada Rossi and {Bianchi, Verdi e Soci} and {Salt and Pepper}'
    """
    found = [escaped(" ".join(name.split())) for name in names]
    return " and ".join(f"{{{one}}}" if re.search(r",|\d|\band\b|\bothers\b", one, re.I) else one for one in found)


def _free_key(row: Mapping[str, Any], seen: set[str]) -> str:
    authors = row["authors"]
    who = _ascii(authors[0].split()[-1]) if authors and authors[0].split() else ""
    words = (_ascii(word) for word in re.split(r"[\s'’]+", row["title"] or ""))
    what = next((word for word in words if word and word not in _SMALL), "")
    start = f"{who[:20] or _ascii(row['site'])[:20] or 'article'}{(row['date_published'] or '')[:4]}{what[:20]}"
    # With a part of the article's id the key never depends on what else is in the export.
    for n in range(_ID_DIGITS, len(row["article_id"]) + 1):
        key = f"{start}-{row['article_id'][:n]}"
        if key not in seen:
            break
    seen.add(key)
    return key


def _ascii(word: str) -> str:
    plain = unicodedata.normalize("NFKD", word).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]", "", plain.lower())


def _entry(row: Mapping[str, Any], key: str, site_name: str) -> str:
    fields = [
        ("title", f"{{{escaped(row['title'])}}}" if row["title"] else None),
        ("author", name_list([name for name in row["authors"] if name.strip()]) or None),
        *_date_fields(row["date_published"]),
        ("howpublished", escaped(site_name)),
        ("url", plain_url(row["url"])),
        ("urldate", f"{row['last_seen']:%Y-%m-%d}"),
        ("langid", _language(row["language"])),
    ]
    body = "".join(f"  {name} = {value if name == 'month' else f'{{{value}}}'},\n" for name, value in fields if value)
    return f"@misc{{{key},\n{body}}}\n"


def _date_fields(text: str | None) -> list[tuple[str, str | None]]:
    """Year, month and day as far as the page gives them."""
    day = (text or "").split("T")[0]
    month = MONTHS[int(day[5:7]) - 1] if len(day) >= 7 else None
    return [("year", day[:4] or None), ("month", month), ("day", str(int(day[8:10])) if len(day) >= 10 else None)]


def _language(tag: str | None) -> str | None:
    names = {"it": "italian", "en": "english", "fr": "french", "de": "german", "es": "spanish"}
    return names.get((tag or "").split("-")[0].lower())
