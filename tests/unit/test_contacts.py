"""E-mail addresses and phone numbers in teasers: found where they stand, and few false alarms."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sw_scraper.normalize.contacts import find_contacts


@pytest.mark.parametrize(
    ("text", "emails", "phones"),
    [
        ("Scrivere a info@esempio.it.", ["info@esempio.it"], []),
        ("(Ada.Rossi+x@mail.esempio.co.uk), B@b.example", ["ada.rossi+x@mail.esempio.co.uk", "b@b.example"], []),
        ("info@esempio.it e INFO@esempio.it", ["info@esempio.it"], []),
        ("ada [at] esempio [dot] org, bea (chiocciola) esempio.it", ["ada@esempio.org", "bea@esempio.it"], []),
        ("mailto:ada@esempio.it?subject=x", ["ada@esempio.it"], []),
        ("Tel. 02 1234567", [], ["02 1234567"]),
        ("Telefono: 06/12.34.56.78, fax 06 8765432", [], ["06/12.34.56.78", "06 8765432"]),
        ("chiama +39 333 1234567", [], ["+39 333 1234567"]),
        ("+44 (0)20 7946 0958 or 0033 1 23 45 67 89", [], ["+44 (0)20 7946 0958", "0033 1 23 45 67 89"]),
        ("WhatsApp +39-02-1234567", [], ["+39-02-1234567"]),
        ("tel. +39 333 1234567", [], ["+39 333 1234567"]),
    ],
)
def test_contacts_are_found(text: str, emails: list[str], phones: list[str]) -> None:
    """Addresses and numbers come in the order of the text, each once."""
    found = find_contacts(text)
    assert (list(found.emails), list(found.phones)) == (emails, phones)


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "Nel 2025 sono stati 1.234.567 euro, il 12,5% in più rispetto al 2024.",
        "Dal 12/11/2026 al 13-11-2026, ore 14:30-18:00",
        "Legge 328/2000, D.Lgs. 117/2017, art. 55 comma 3, G.U. n. 179 del 02/08/2017",
        "ISBN 978-88-15-12345-6, DOI 10.1000/182, pp. 123-145",
        "@esempio su Mastodon: @ada@, @ bea, prezzo 3@2",
        "IBAN IT60 X054 2811 1010 0000 0123 456",
        "il telefono compie 150 anni: dal 1876 al 2026",
        "Cellulare e scuola: il 75% dei 12-14enni",
        "call for papers 2026-11-22",
        "+20% in 10 anni, +1.500 posti, 00:30",
        "https://www.esempio.it/rapporti/2025-2026/12345678/",
        "Coordinate 45.4642035 9.189982",
        "3 2 1 2 3 4 5 6 7 8 9",
    ],
)
def test_other_numbers_and_signs_are_none(text: str | None) -> None:
    """Years, sums, laws, dates, book and account numbers and handles are no contacts."""
    assert not find_contacts(text), find_contacts(text)


@given(st.text(alphabet="a1@.+ -()/tel:0", max_size=300) | st.text(max_size=200))
def test_nothing_raises(text: str) -> None:
    """Whatever a text says, what is found is short and in it."""
    found = find_contacts(text)
    assert all(len(one) < 400 for one in (*found.emails, *found.phones))


@pytest.mark.parametrize("piece", ["@", "a@a.", "tel ", "1 ", "+1", "(1)", "tel. 1-", "[at]", "a" * 63 + "@"])
def test_reading_takes_little_time(piece: str) -> None:
    """A text of 100,000 characters made of beginnings is read in less than a second."""
    started = time.process_time()
    find_contacts(piece * (100_000 // len(piece)))
    assert time.process_time() - started < 5.0
