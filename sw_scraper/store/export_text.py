"""Texts of pages made harmless for the programs that open an export."""

from __future__ import annotations

import re

# Excel, LibreOffice and Google Sheets take a cell that begins so for a formula; the wide ones are those of Japanese
# and Chinese input. Blanks before them do not help with every program.
_BEGINS = re.compile(r"[\s\u200b\ufeff]*[=+\-@＝＋－＠]|[\t\r\n]")
# Excel splits a .csv at the list separator of the user's country, whatever the file was written with, and then what
# follows that character begins a cell.
_BEGINS_LATER = re.compile(r"([;,|\t\r\n][\"']*)(?=[+\-＋－])|([;,|\t\r\n][\"'\s]*)(?=[=@＝＠])")
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")

XLSX_LIMIT = 32_767
"""The longest text that a cell of a workbook can hold, in UTF-16 units."""
_CUT_MARK = " […]"


def begins_formula(text: str) -> bool:
    """Whether a spreadsheet may take a cell with this text for a formula.

    >>> begins_formula("=1+1"), begins_formula("+39 02 1"), begins_formula(" @x"), begins_formula("3 = 2 + 1")
    (True, True, True, False)
    """
    return _BEGINS.match(text) is not None


def neutralised(text: str) -> str:
    r"""A text that no spreadsheet runs as a formula, wherever it splits the line of a CSV file.

    An apostrophe is put before what would begin a formula; every other text stays as it is.

    >>> neutralised("=1+1"), neutralised("Welfare, un'idea"), neutralised("a;=cmd|'/c calc'!A1")
    ("'=1+1", "Welfare, un'idea", "a;'=cmd|'/c calc'!A1")
    >>> neutralised("5-6 giugno - Torino, -5%")
    '5-6 giugno - Torino, -5%'
    """
    if begins_formula(text):
        text = f"'{text}"
    return _BEGINS_LATER.sub(lambda found: f"{found[0]}'", text)


def xml_text(text: str) -> str:
    r"""A text without the characters that no XML document may hold.

    >>> xml_text("a\x00b\x0bc\tÈ")
    'abc\tÈ'
    """
    return _NOT_IN_XML.sub("", text)


def fitting(text: str, limit: int = XLSX_LIMIT) -> str:
    """A text that a cell of a workbook can hold: cut, with a mark at its end, when it is longer.

    Args:
        text: of any length.
        limit: in UTF-16 units, in which workbooks count; an emoji is two.

    >>> fitting("abc", 3), fitting("abcdefgh", 7), fitting("a\U0001f600\U0001f600\U0001f600", 6)
    ('abc', 'abc […]', 'a […]')
    """
    if len(text) <= limit // 2 or _units(text) <= limit:
        return text
    room = limit - len(_CUT_MARK)
    kept = text.encode("utf-16-le")[: room * 2].decode("utf-16-le", "ignore")
    return kept + _CUT_MARK


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
