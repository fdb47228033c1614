"""Stock phrases of entries in lists: read on, bylines, reading times, comments; data only, language by language."""

# ruff: noqa: E501  (tables of words: a line a language)

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

# A whole label (folded: case, arrows, dots, brackets at the ends) that only says "read on".
_READ_ON: Final = (
    "read more|read the rest|read on|read full article|read full story|read the full story|read the article|read article|read post"
    "|read the post|read story|read now|read|more|more info|more details|more information|learn more|find out more|see more|view more|view"
    "|view post|view article|view details|details|continue reading|continue|continued|full article|full story|full text|go to article"
    "|discover more|discover|explore|open|download|show more|keep reading|know more|click here|here|watch|listen|link|permalink"
    "|leggi|leggi tutto|leggi di più|leggi l'articolo|leggi articolo|leggi ancora|leggi il seguito|continua|continua a leggere|continua la lettura"
    "|continua lettura|scopri|scopri di più|scopri di piu|vai|vai all'articolo|approfondisci|dettagli|vedi|vedi tutto|maggiori informazioni|scarica|apri|altro"
    "|lire|lire la suite|lire plus|lire l'article|lire la suite de|en savoir plus|voir|voir plus|la suite|suite|continuer la lecture|continuer à lire|découvrir|plus|plus d'infos"
    "|leer|leer más|leer mas|leer artículo|leer noticia|ver más|ver mas|ver|ver noticia|seguir leyendo|continuar leyendo|continuar|continúa|más información|saber más|más|conoce más|descargar|ver boletín"
    "|ler|ler mais|leia mais|leia|ler artigo|continue lendo|continuar lendo|continuar a ler|continuar lendo|continuar|saiba mais|ver mais|mais|veja mais|confira"
    "|weiterlesen|weiter lesen|weiter|mehr|mehr lesen|mehr erfahren|mehr dazu|mehr infos|lesen|lesen sie mehr|zum artikel|zum beitrag|artikel lesen|beitrag lesen|details ansehen|ganzen artikel lesen|alles lesen"
    "|lees meer|lees verder|verder lezen|meer lezen|meer|lees|lees artikel|bekijk|meer info|doorlezen"
    "|læs mere|læs videre|læs|mere|läs mer|läs vidare|läs|mer|fortsätt läsa|les mer|les videre|les|lue lisää|jatka lukemista|lue|lesa meira|lesa áfram|nánar|meira"
    "|czytaj|czytaj więcej|czytaj dalej|więcej|dowiedz się więcej|zobacz|zobacz więcej|přečíst|číst dál|číst dále|číst více|více|celý článek|čítať viac|čítať ďalej|viac|preberi več|preberite več|več|beri dalje|naprej"
    "|pročitaj više|opširnije|više|saznaj više|detaljnije|прочитај више|опширније|више|прочетете още|прочети|повече|още|прочитајте повеќе|повеќе"
    "|читать|читать далее|читать дальше|читать полностью|далее|подробнее|подробно|дальше|ещё|еще|продолжить чтение|читати|читати далі|читати більше|детальніше|далі|докладніше|чытаць далей"
    "|citește|citește mai mult|citeste mai mult|citește mai departe|mai mult|continuă lectura|detalii|vezi|olvass tovább|tovább|bővebben|részletek|tovább olvasom|elolvasom"
    "|διαβάστε|διαβάστε περισσότερα|περισσότερα|διαβάστε ακόμη|συνέχεια|δείτε περισσότερα|devamı|devamını oku|daha fazla|oku|okumaya devam et|ayrıntılar|haberin devamı|incele"
    "|skaityti|skaityti daugiau|daugiau|plačiau|lasīt|lasīt vairāk|vairāk|lasīt tālāk|loe|loe edasi|loe rohkem|rohkem|edasi"
    "|קרא עוד|קראו עוד|קרא|להמשך|להמשך קריאה|עוד|המשך קריאה|המשך|לכתבה המלאה|למאמר המלא|لقراءة المزيد|اقرأ المزيد|إقرأ المزيد|المزيد|أكمل القراءة|أكمل القراءة »|قراءة المزيد|اقرأ أكثر|التفاصيل|تابع القراءة|ادامه مطلب|بیشتر بخوانید|ادامه|بیشتر|مشاهده"
    "|और पढ़ें|आगे पढ़ें|पढ़ें|বিস্তারিত|আরও পড়ুন|আরো পড়ুন|বিস্তারিত পড়ুন|மேலும்|மேலும் படிக்க|อ่านต่อ|อ่านเพิ่มเติม|ดูเพิ่มเติม|xem thêm|đọc tiếp|đọc thêm|chi tiết|xem chi tiết|selengkapnya|baca selengkapnya|baca juga|lanjutkan membaca|baca|lihat|baca lagi"
    "|阅读更多|閱讀更多|阅读全文|閱讀全文|查看更多|更多|详细|详情|查看详情|繼續閱讀|继续阅读|全文|了解更多|詳細|続きを読む|もっと読む|詳しく見る|詳細を見る|詳細|記事を読む|もっと見る|全文を読む|続き|더 보기|더보기|계속 읽기|자세히 보기|더 읽기|자세히"
    "|llegir més|llegeix més|segueix llegint|veure més|ler máis|gehiago irakurri|irakurri gehiago|lexo më shumë|më shumë|soma zaidi|lees meer »"
)
_EDGES: Final = " \t\n.…·»›→>|[]()«‹←<-–—+&⟶▸▶►:•*/\u00a0\u2192\u27a1\ufe0f"
READ_ON: Final = frozenset(phrase.strip() for phrase in _READ_ON.casefold().split("|"))
_READ_ON_START: Final = re.compile(
    r"(?:read more|continue reading|continue lendo|continua a leggere|leggi tutto|leggi l|lire la suite|leer más|seguir leyendo|leia mais|weiterlesen"
    r"|lees verder|lees meer|czytaj dalej|číst dál|читать далее|continuer la lecture|read the rest|read full|læs mere|läs mer|fortsätt läsa|les mer"
    r"|devamını oku|okumaya devam|keep reading|learn more about|more about|more on|leggi di più|continuar leyendo|continue|view|selengkapnya|mehr (?:über|zu)\b|lire plus"
    r"|continúa leyendo|en savoir plus|permalink to|permanent link|продолжить чтение|читать)\b",
    re.I,
)

_READING_TIME: Final = re.compile(
    r"^(?:\W*)(?:(?:reading time|read time|tempo di lettura|lettura|temps de lecture|tiempo de lectura|tempo de leitura|lesezeit|leestijd|læsetid|lästid"
    r"|lesetid|czas czytania|время чтения|час читання|время на чтение|estimated reading time|okuma süresi)\W*)?"
    r"(?:ca\.?|circa|about|~|less than|meno di|moins de)?\s*\d{1,3}(?:\s*[-–]\s*\d{1,3})?\s*(?:'|’|′|min\b\.?|mins\b|minut\w*|minuto\w*|minuti|minute\w*|мин\w*|хв\w*|分|분|dk\b|dakika\w*|dk\.)"
    r"(?:\W*(?:di lettura|read|reading|reading time|per leggerlo|de lecture|de lectura|de leitura|lesezeit|leestijd|læsning|läsning|czytania|okuma|to read|per leggere|чтения|читать|钟阅读|で読めます|lesen|leer|ler|lire))?\W*$",
    re.I,
)
_COUNT: Final = re.compile(
    r"^\W*(?:(?:no|nessun|non ci sono|kein\w*|aucun|ningún|sin|sem|nenhum|žádn\w*|brak|нет|0|zero|geen|ingen|inga)\s+)?[\d.,\s]*k?\s*\W*"
    r"(?:comments?|commenti?o?|commentaires?|comentarios?|comentários?|kommentare?n?|reacties?|kommentarer?|komentarzy?|komentarze|komentář\w*|комментари\w*|коментар\w*|yorum"
    r"|likes?|views?|visite?|visualizzazioni|vues?|vistas?|visualizações|shares?|condivisioni|repl(?:y|ies)|risposte|hits|letture|reads?|votes?|voti|コメント|条评论|评论|تعليق\w*|تعليقات|পঠিত)"
    r"\W*\d*\W*$",
    re.I,
)
_LABEL: Final = re.compile(
    r"^(?:posted (?:in|on|by)|published|filed under|tagged|tags?|categor(?:y|ies|ia|ie)|categoria|kategorien?|by|on|in|at|di|il|e|and|da|von|par|por|pubblicato(?: da| il| in)?"
    r"|author|autore|date|data|written by|last updated|share|condividi|tweet|like|save|print|stampa|leave a (?:comment|reply)|lascia un commento|hinterlasse einen kommentar|comments? off"
    r"|schreibe einen kommentar|laisser un commentaire|deja un comentario|deixe um comentário|commenti disabilitati.*|comments are (?:closed|disabled).*|new|nuovo|featured|in evidenza|sponsored|0)\W*$",
    re.I,
)

# Words that only stand before a name, and words that stand before anything: after those a name has a capital.
_BYLINE: Final = re.compile(
    r"(?:^|[\s,|·•(–—-])(?:written by|posted by|published by|created by|submitted by|story by|text by|words by|by|author|autore|autor|auteur"
    r"|scritto da|pubblicato da|inviato da|a cura di|redatto da|inserito da|geschrieben von|verfasst von|écrit par|publié par|escrito por|publicado por|geschreven door|skrevet av|napsal\w*"
    r"|автор|ditulis oleh|oleh|yazan|作者)\s*[::]?\s+(?P<name>[^\W\d_][^|·•\n]{1,80})",
    re.I,
)
_BYLINE_WEAK: Final = re.compile(
    r"(?:^|[,|·•(–—-]\s*|\d\s+)(?:[Dd]i|[Dd]a|[Vv]on|[Pp]ar|[Pp]or|[Dd]oor|[Aa]v|[Aa]f|[Pp]rzez|[Оо]т|文)\s+(?P<name>[^\W\d_a-zà-þа-я][^|·•\n]{1,80})"
)
_NAME_END: Final = re.compile(
    r"\s+(?:alle|at|um|à|a las|às|on|il|il giorno|del|del giorno|am|le|el|em|in|su|op|den|в)\s+(?=\W*\d|[^\W\d_]+\s+\d|[^\W\d_]+day\b)|\s*[(,;]\s*\d"
)


@lru_cache(maxsize=4096)
def is_read_on(text: str) -> bool:
    """Whether a label only asks to read on.

    Args:
        text: a link's whole text.

    >>> is_read_on("Leggi tutto »"), is_read_on("Read more about Flood"), is_read_on("Reading list")
    (True, True, False)
    """
    if len(text) > 160:
        return False
    return text.casefold().strip(_EDGES) in READ_ON or bool(_READ_ON_START.match(text.lstrip(_EDGES)))


@lru_cache(maxsize=4096)
def is_small_talk(text: str) -> bool:
    """Whether a text is a reading time, a count of comments or a label, and so neither teaser nor name.

    Args:
        text: a whole run of text, white space collapsed.

    >>> is_small_talk("14 ' di lettura"), is_small_talk("3 commenti"), is_small_talk("Posted in"), is_small_talk("Tre idee")
    (True, True, True, False)
    """
    if len(text) > 70:
        return False
    if not any(map(str.isalnum, text)):
        return True
    return bool(_READING_TIME.match(text) or _COUNT.match(text) or _LABEL.match(text))


def byline_name(text: str) -> str | None:
    """The part of a meta line that names who wrote it.

    Args:
        text: such as ``04.03.2015 11:58, by Triff``.

    Returns:
        The name as shown, to the end of its part of the line; None without a byline.
    """
    found = _BYLINE.search(text) or _BYLINE_WEAK.search(text)
    if found is None:
        return None
    return _NAME_END.split(found.group("name"))[0].strip() or None
