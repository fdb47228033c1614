"""The words of dates, folded for lookup: months, days of the week, labels beside a date."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from sw_scraper.normalize.calendar_names import JALALI_MONTHS, MONTHS, WEEKDAYS
from sw_scraper.normalize.words import word_set

# Pages of all languages carry dates in these.
_MAJOR: Final = word_set("en it de fr es pt nl pl ru tr sv da nb cs ro hu ca el")
_TWINS: Final = {"no": "nb", "tl": "fil"}
_ONE_LETTER: Final = {"ı": "i", "ي": "ی", "ى": "ی", "ك": "ک", "\u200c": "", "\u200d": "", "\u00ad": "", "ß": "ss"}


@lru_cache(maxsize=16384)
def fold_word(word: str) -> str:
    """Return *word* in lower case and without accents, for lookup.

    >>> fold_word("MÄRZ"), fold_word("ARALIK"), fold_word("Μαΐου")
    ('marz', 'aralik', 'μαιου')
    """
    if word.isascii():
        return word.lower()
    folded = unicodedata.normalize("NFKD", word.casefold())
    bare = "".join(_ONE_LETTER.get(char, char) for char in folded if not _is_mark(char))
    return unicodedata.normalize("NFC", bare)  # puts the syllables of Korean together again


def _is_mark(char: str) -> bool:
    return "\u0300" <= char <= "\u036f" or "\u064b" <= char <= "\u065f" or "\u0591" <= char <= "\u05c7"


@dataclass(frozen=True, slots=True)
class Month:
    """What a word says of a month.

    Attributes:
        number: 1 to 12; None where the languages disagree and the page's language does not decide.
        jalali: the month is one of the solar calendar of Iran.
        words: how many words the name has.
    """

    number: int | None
    jalali: bool = False
    words: int = 1


@cache
def _months() -> dict[str, dict[str, int]]:
    table: dict[str, dict[str, int]] = {}
    for language, cells in MONTHS.items():
        for number, cell in enumerate(cells.split("|"), start=1):
            for name in cell.split():
                table.setdefault(_fold_name(name), {})[language] = number
    return table


@cache
def _jalali_months() -> dict[str, int]:
    cells = enumerate(JALALI_MONTHS.split("|"), start=1)
    return {_fold_name(name): number for number, cell in cells for name in cell.split()}


def _fold_name(name: str) -> str:
    return " ".join(map(fold_word, name.split("_")))


@lru_cache(maxsize=8192)
def month_named(word: str, following: str, language: str | None) -> Month | None:
    """Return the month that *word* (folded), or *word* with the *following* one, names; None when it names none.

    >>> month_named("marzo", "", "it").number, month_named("listopad", "", "hr").number
    (3, 10)
    >>> month_named("listopad", "", None).number, month_named("parole", "", "it")
    (None, None)
    """
    if following and (pair := _months().get(f"{word} {following}")):
        return Month(_agreed(pair, language), words=2)
    if language in {"fa", None} and (number := _jalali_months().get(word)):
        return Month(number, jalali=True)
    found = _months().get(word)
    return Month(_agreed(found, language)) if found else None


def _agreed(found: dict[str, int], language: str | None) -> int | None:
    """The number that the languages agree on, else what the page's language has; never a majority."""
    named = found.get(_TWINS.get(language or "", language or ""))
    if named is not None:
        return named
    if language is not None and not is_covered(language) and not any(key in found for key in _MAJOR):
        return None  # a word of a small language on a page of one that the tables do not know: an accident
    return next(iter(found.values())) if len(set(found.values())) == 1 else None


def is_covered(language: str) -> bool:
    """Tell whether the own tables know the month names of *language* (a primary subtag)."""
    return _TWINS.get(language, language) in MONTHS or language in {"ja", "zh", "ko", "vi"}


def folded_set(words: str) -> frozenset[str]:
    """Return the words of *words* as they stand in tokens.

    >>> sorted(folded_set("à Très"))
    ['a', 'tres']
    """
    return frozenset(fold_word(word) for word in word_set(words))


_WEEKDAYS: Final = folded_set(WEEKDAYS)

# Stand before a date of publication: "Pubblicato il", "Posted on", "Veröffentlicht am", ...
PUBLISHED: Final = folded_set(
    """
    pubblicato pubblicata pubblicati pubblicate pubblicazione pubbl inserito inserita postato postata scritto scritta
    creato creata data caricato redazione uscito posted published publication publish pub written created added date
    dated online issued release released veröffentlicht erstellt gepostet publiziert verfasst
    erschienen datum veröffentlichung publié publiée publie parution paru parue posté postée ajouté écrit rédigé créé
    publication mis mise ligne publicado publicada publicación publicacion fecha escrito creado subido postado postada
    publicação criado publicat publicada data dia día geplaatst gepubliceerd gepost geschreven opublikowano opublikowany
    dodano dodane utworzono napisano publikacja publikacji zveřejněno publikováno vydáno přidáno vloženo napsáno
    zverejnené publikované pridané objavljeno objava postano datum objavil objavljen julkaistu lisätty päiväys
    publicerad publicerat inlagt skapad publiceret oprettet publisert lagt opprettet skrevet birt közzétéve megjelent
    létrehozva dátum publicerat yayınlanma yayınlandı yayın yayınlama tarih tarihi eklenme eklendi oluşturulma
    postat publicată publicării dată adăugat опубликовано опубликован опубликована публикация публикации размещено
    добавлено создано дата написано опубліковано розміщено додано створено публикувано публикуван публикувана
    објављено δημοσιεύτηκε δημοσιεύθηκε δημοσιευμένο δημοσίευση δημοσίευσης ημερομηνία αναρτήθηκε نشر نشرت منشور النشر
    تاريخ بتاريخ كتب التاريخ تاریخ انتشار منتشر درج ارسال פורסם פורסמה תאריך נכתב đăng ngày xuất bản diterbitkan
    diposting dipublikasikan tanggal pada terbit paskelbta publicēts avaldatud argitaratua publikuar
    """
)
# Small words between a label and its date.
CONNECTING: Final = folded_set(
    """
    il lo l le li lì la del dell dello della di d in a the on of at as am vom den der em el en o op de du le au
    an dnia dne dňa dana dan w v na от в во на у la ngày hari dia día giorno jour journée dag tag dato pe i í kl
    το την στις τη τις ב ל في یوم یک در يوم den este az u je za og gli
    """
)
# A date after one of these is when the page was changed.
MODIFIED: Final = folded_set(
    """
    aggiornato aggiornata aggiornati aggiornamento modificato modificata modifica revisionato updated update modified
    edited revised reviewed changed amended aktualisiert aktualisierung geändert bearbeitet überarbeitet zuletzt
    actualisé actualisée modifié modifiée actualizado actualizada actualización modificado modificada modificación
    atualizado atualizada atualização editado actualitzat actualitzada actualització modificat bijgewerkt gewijzigd
    zaktualizowano aktualizacja aktualizacji zmodyfikowano aktualizováno aktualizace upraveno aktualizované
    ažurirano izmijenjeno posodobljeno päivitetty muokattu uppdaterad uppdaterat ändrad opdateret ændret oppdatert
    endret uppfært frissítve frissítés módosítva güncelleme güncellendi güncellenme güncelleştirme actualizat
    modificat обновлено обновлён обновление изменено отредактировано оновлено змінено обновена обновен ажурирано
    ενημερώθηκε ενημέρωση τροποποιήθηκε محدث تحديث آخر التعديل بروزرسانی ویرایش עודכן עדכון cập nhật diperbarui
    diupdate atnaujinta atjaunināts uuendatud eguneratua përditësuar
    """
)
# A date after one of these is of what the text tells about.
EVENT: Final = folded_set(
    """
    evento eventi event events scade scadenza scadenze entro dal dalla dallo fino sino quando inizio fine deadline due
    until till from since expires ends starts start end when where bis ab termin frist stichtag jusqu jusque depuis
    hasta desde plazo evento até prazo vence tot vanaf do od до с по born nato nata morto died deceduto scomparso
    convegno seminario webinar incontro workshop conferenza conference appuntamento iscrizioni candidature apertura
    validità valido valid legge decreto dl dlgs dpr dpcm delibera direttiva regolamento sentenza law act directive
    gesetz loi décret ley
    """
)
# After a date: what may follow its year or its time.
TRAILING: Final = folded_set(
    """
    г год года гг р рік року d m uhr ore ora hrs hr hours h ч часов god goda godine godina ur óra órakor
    gada metų jahr year clock ж թ թվական წელი წლის жыл ж il yıl yılı uur klo kl hodin hod godz น ค ศ พ
    """
)


def is_weekday(word: str) -> bool:
    """Tell whether *word* (folded) is the name of a day of the week in some language, or its abbreviation."""
    return word in _WEEKDAYS
