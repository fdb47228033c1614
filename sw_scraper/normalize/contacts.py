"""E-mail addresses and phone numbers in texts: what a teaser should rarely hold."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

# Found by their signs, looked at in a window around them: linear however long a text is.
_LOCAL: Final = re.compile(r"[A-Za-z0-9._%+-]{1,64}$")
_DOMAIN: Final = re.compile(r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.){1,8}[A-Za-z]{2,24}(?![A-Za-z0-9])")
_HIDDEN_AT: Final = re.compile(r"\s?[(\[{]\s?(?:at|chiocciola|arroba|ät)\s?[)\]}]\s?", re.IGNORECASE)
_HIDDEN_DOT: Final = re.compile(r"\s?[(\[{]\s?(?:dot|punto|point|punkt)\s?[)\]}]\s?", re.IGNORECASE)
# A number with its country, or one that is announced. Years, sums, laws and page numbers are neither.
_NUMBER: Final = r"\(?\d{1,5}\)?(?:[ ./-]{0,2}\(?\d{1,5}\)?){1,7}"
_ABROAD: Final = re.compile(rf"(?<![\w+])(?:\+|00)[1-9]\d{{0,2}}[ ./-]{{0,2}}{_NUMBER}(?!\w)")
_ANNOUNCED: Final = re.compile(
    r"\b(?:tel(?:efono|éfono|ephone|efon)?|cell(?:ulare)?|mobil[ea]?|phone|fax|whatsapp|call)\b\.?"
    rf"(?:\s?(?:n\.|no\.|nr\.))?\s?[:.]?\s?(\+?{_NUMBER})(?!\w)",
    re.IGNORECASE,
)
_DIGIT: Final = re.compile(r"\d")
_DATE: Final = re.compile(r"\d{1,2}([./-])\d{1,2}\1\d{2,4}|\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Contacts:
    """What was found in a text, in the order in which it stands there, each once."""

    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self.emails or self.phones)


def find_contacts(text: str | None) -> Contacts:
    """The e-mail addresses and phone numbers of a text; few false alarms matter more than finding every one.

    A phone number counts when it has a country's prefix or a word such as ``tel.`` before it, and 7 to 15 digits.

    Args:
        text: a teaser or any other text; None has none.

    >>> find_contacts("Scrivere a Ada.Rossi@esempio.it o tel. 02 1234567, entro il 12/11/2026.")
    Contacts(emails=('ada.rossi@esempio.it',), phones=('02 1234567',))
    >>> bool(find_contacts("Nel 2025 1.234.567 euro (legge 328/2000), segui @esempio"))
    False
    """
    if not text:
        return Contacts()
    return Contacts(emails=tuple(dict.fromkeys(_emails(text))), phones=tuple(dict.fromkeys(_phones(text))))


def _emails(text: str) -> Iterable[str]:
    if "@" not in text and not _HIDDEN_AT.search(text):
        return
    text = _HIDDEN_DOT.sub(".", _HIDDEN_AT.sub("@", text))
    at = text.find("@")
    while at >= 0:
        local, domain = _LOCAL.search(text[max(0, at - 64) : at]), _DOMAIN.match(text, at + 1)
        if local and domain and local[0].strip("."):
            yield f"{local[0].lstrip('.')}@{domain[0]}".lower()
        at = text.find("@", at + 1)


def _phones(text: str) -> Iterable[str]:
    found = [(one.start(), one[0]) for one in _ABROAD.finditer(text)]
    found += [(one.start(1), one[1]) for one in _ANNOUNCED.finditer(text)]
    for _, number in sorted(found):
        if 7 <= len(_DIGIT.findall(number)) <= 15 and not _DATE.fullmatch(number):
            yield number.strip(" ./-")
