"""How languages say "three weeks ago" and "yesterday": data only.

Each line has six cells: the phrases that mean *ago* (before or after the number, words joined by "_"), then the words
for minute, hour, day, week, month and year. Source: Unicode CLDR, with the plural forms that it abbreviates.
"""

from __future__ import annotations

from typing import Final

AGO: Final[dict[str, str]] = {
    "it": "fa or_sono|min minuto minuti|h ora ore|g gg giorno giorni|sett settimana settimane|mese mesi|anno anni",
    "en": "ago|min mins minute minutes m|hour hours hr hrs h|day days d|week weeks wk wks w"
    "|month months mo mos|year years yr yrs y",
    "de": "vor|min minute minuten|std stunde stunden h|tag tagen tage|woche wochen wo|monat monaten|jahr jahren",
    "fr": "il_y_a ilya|min minute minutes mn|heure heures h|jour jours j|semaine semaines sem|mois|an ans année années",
    "es": "hace|min minuto minutos|hora horas h|día días d|semana semanas sem|mes meses|año años",
    "pt": "há ha atrás faz|min minuto minutos mins|hora horas h|dia dias d|semana semanas sem|mês meses|ano anos",
    "ca": "fa|min minut minuts|hora hores h|dia dies d|setmana setmanes setm|mes mesos|any anys",
    "gl": "hai|min minuto minutos|hora horas h|día días|semana semanas|mes meses|ano anos",
    "nl": "geleden|min minuut minuten|uur uren u|dag dagen dgn d|week weken|maand maanden|jaar jaren",
    "da": "for_siden siden|min minut minutter|time timer t|dag dage d|uge uger|måned måneder md mdr|år",
    "nb": "for_siden siden|min minutt minutter|time timer t|dag dager døgn d|uke uker|måned måneder md|år",
    "sv": "för_sedan sedan för_sen sen|min minut minuter|tim timme timmar|dag dagar d|vecka veckor"
    "|mån månad månader|år",
    "fi": "sitten|min minuutti minuuttia|t tunti tuntia|pv päivä päivää|vk viikko viikkoa"
    "|kk kuukausi kuukautta|v vuosi vuotta",
    "is": "fyrir|mín mínútu mínútum|klst klukkustund klukkustundum tíma|degi dögum|viku vikum|mánuði mánuðum|ári árum",
    "pl": "temu|min minuta minutę minuty minut|godz godzina godzinę godziny godzin|dzień dni dnia"
    "|tydz tyg tydzień tygodnie tygodni|mies miesiąc miesiące miesięcy|rok lata lat",
    "cs": "před|min minutou minutami|h hodinou hodinami|dnem dny|týdnem týdny|měsícem měsíci|rokem roky lety",
    "sk": "pred|min minútou minútami|h hodinou hodinami|dňom dňami|týždňom týždňami|mesiacom mesiacmi|rokom rokmi",
    "sl": "pred|min minuto minutama minutami|h uro urama urami|dnevom dnevoma dnevi|tednom tednoma tedni"
    "|mesecem mesecema meseci|letom letoma leti",
    "hr": "prije|min minuta minutu minute|h sat sata sati|d dan dana|tj tjedan tjedna tjedana"
    "|mj mjesec mjeseca mjeseci"
    "|god godina godinu godine",
    "sr": "pre пре|min minuta minut мин минут минута|sat sata sati сат сата сати|dan dana дан дана"
    "|nedelja nedelju nedelje недеља недељу недеље|mesec meseca meseci месец месеца месеци"
    "|godina godinu godine година годину године",
    "ru": "назад тому_назад|мин минуту минута минуты минут|ч час часа часов|д дн день дня дней"
    "|нед неделю неделя недели недель"
    "|мес месяц месяца месяцев|г год года лет",
    "uk": "тому назад|хв хвилину хвилина хвилини хвилин|годину година години годин|д дн день дня дні днів"
    "|тиж тиждень тижня тижні тижнів|міс місяць місяця місяці місяців|р рік року роки років",
    "be": "таму|хв хвіліну хвіліны хвілін|гадзіну гадзіны гадзін|дзень дня дні дзён|тыдзень тыдня тыдні тыдняў"
    "|месяц месяца месяцы месяцаў|год года гады гадоў",
    "bg": "преди пр|мин минута минути|ч час часа|ден дни дена|седмица седмици седм|месец месеца месеци|година години г",
    "mk": "пред|мин минута минути|час часа|ден дена|недела недели седмица седмици|месец месеци|година години",
    "ro": "acum în_urmă|min minut minute de_minute|oră ore de_ore h|zi zile de_zile|săptămână săptămâni de_săptămâni"
    "|lună luni de_luni|an ani de_ani",
    "hu": "ezelőtt|perccel perc|órával óra|nappal nap|héttel hét|hónappal hónap|évvel év",
    "el": "πριν_από πριν|λεπτό λεπτά λ|ώρα ώρες ώρ|ημέρα ημέρες μέρα μέρες|εβδομάδα εβδομάδες εβδ|μήνα μήνες"
    "|χρόνο χρόνια έτος έτη",
    "tr": "önce|dk dakika|sa saat|gün|hf hafta|ay|yıl sene",
    "az": "öncə əvvəl|dəqiqə|saat|gün|həftə|ay|il",
    "ar": "منذ قبل|دقيقة دقائق|ساعة ساعات|يوم أيام يوما|أسبوع أسابيع أسبوعا|شهر أشهر شهور شهرا"
    "|سنة سنوات عام أعوام عاما",
    "fa": "پیش قبل|دقیقه|ساعت|روز|هفته|ماه|سال",
    "he": "לפני|דקה דקות|שעה שעות|יום ימים|שבוע שבועות|חודש חודשים|שנה שנים",
    "hi": "पहले|मिनट|घंटे घंटा|दिन|सप्ताह हफ्ते|माह महीने महीना|वर्ष साल",
    "bn": "আগে পূর্বে|মিনিট|ঘন্টা ঘণ্টা|দিন|সপ্তাহ|মাস|বছর",
    "id": "yang_lalu lalu|menit mnt|jam|hari|minggu mgg|bulan bln|tahun thn",
    "ms": "yang_lalu lalu|minit min|jam|hari|minggu|bulan|tahun",
    "vi": "trước cách_đây|phút|giờ|ngày|tuần|tháng|năm",
    "lt": "prieš|min minutę minutes minučių|val valandą valandas valandų|d dieną dienas dienų"
    "|sav savaitę savaites savaičių"
    "|mėn mėnesį mėnesius mėnesių|m metus metų",
    "lv": "pirms|min minūtes minūtēm|st stundas stundām|dienas dienām|nedēļas nedēļām|mēneša mēnešiem|gada gadiem",
    "et": "tagasi eest|min minuti minutit|tunni tundi tund|päeva päev|nädala nädalat|kuu kuud|aasta aastat",
    "eu": "duela|minutu|ordu|egun|aste|hilabete|urte",
    "sq": "më_parë|min minuta minutë|orë|ditë|javë|muaj|vit vjet",
}

# One and the next ones as words, and the words that stand for "a couple".
NUMBERS: Final[dict[str, str]] = {
    "it": "un una uno un'|due|tre|quattro|cinque|sei|sette|otto|nove|dieci|undici|dodici",
    "en": "a an one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve",
    "de": "ein eine einem einer|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf",
    "fr": "un une|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze",
    "es": "un una uno|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce",
    "pt": "um uma|dois duas|três|quatro|cinco|seis|sete|oito|nove|dez|onze|doze",
    "ca": "un una|dos dues|tres|quatre|cinc|sis|set|vuit|nou|deu|onze|dotze",
    "nl": "een één|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf",
    "da": "en et|to|tre|fire|fem|seks|syv|otte|ni|ti|elleve|tolv",
    "nb": "en et én ett|to|tre|fire|fem|seks|sju syv|åtte|ni|ti|elleve|tolv",
    "sv": "en ett|två|tre|fyra|fem|sex|sju|åtta|nio|tio|elva|tolv",
    "pl": "jeden jedną|dwa dwie|trzy|cztery|pięć|sześć|siedem|osiem|dziewięć|dziesięć|jedenaście|dwanaście",
    "ru": "один одну|два две|три|четыре|пять|шесть|семь|восемь|девять|десять|одиннадцать|двенадцать",
    "ro": "un o|doi două|trei|patru|cinci|șase|șapte|opt|nouă|zece|unsprezece|doisprezece",
    "tr": "bir|iki|üç|dört|beş|altı|yedi|sekiz|dokuz|on|onbir|oniki",
}

# The dual of Arabic and Hebrew: "two days" in one word.
DUALS: Final[dict[str, tuple[int, str]]] = {
    "دقيقتين": (2, "minute"), "ساعتين": (2, "hour"), "يومين": (2, "day"), "أسبوعين": (2, "week"), "شهرين": (2, "month"),
    "سنتين": (2, "year"), "عامين": (2, "year"), "שעתיים": (2, "hour"), "יומיים": (2, "day"), "שבועיים": (2, "week"),
    "חודשיים": (2, "month"), "שנתיים": (2, "year"),
}  # fmt: skip

ABOUT: Final = (
    "circa quasi oltre più_di about almost over around nearly more_than etwa ungefähr rund environ"
    " près_de plus_de casi "
    "aproximadamente cerca_de mais_de más_de ongeveer ca около примерно око około mniej_więcej asi yaklaşık omkring"
)

# Days counted back from today: cells for today, yesterday, the day before.
DAY_WORDS: Final[dict[str, str]] = {
    "it": "oggi|ieri|altro_ieri l'altro_ieri ieri_l'altro avantieri",
    "en": "today|yesterday|day_before_yesterday",
    "de": "heute|gestern|vorgestern",
    "fr": "aujourd'hui|hier|avant-hier",
    "es": "hoy|ayer|anteayer antier",
    "pt": "hoje|ontem|anteontem",
    "ca": "avui|ahir|abans-d'ahir despús-ahir",
    "gl": "hoxe|onte|antonte",
    "nl": "vandaag|gisteren|eergisteren",
    "da": "i_dag|i_går|i_forgårs",
    "nb": "i_dag|i_går|i_forgårs",
    "sv": "idag i_dag|igår i_går|i_förrgår förrgår",
    "fi": "tänään|eilen|toissapäivänä",
    "is": "í_dag|í_gær|í_fyrradag",
    "pl": "dzisiaj dziś|wczoraj|przedwczoraj",
    "cs": "dnes|včera|předevčírem",
    "sk": "dnes|včera|predvčerom",
    "sl": "danes|včeraj|predvčerajšnjim",
    "hr": "danas|jučer|prekjučer",
    "sr": "danas данас|juče јуче|prekjuče прекјуче",
    "ru": "сегодня|вчера|позавчера",
    "uk": "сьогодні|вчора учора|позавчора",
    "be": "сёння|учора ўчора|пазаўчора",
    "bg": "днес|вчера|онзи_ден",
    "mk": "денес|вчера|завчера",
    "ro": "azi astăzi|ieri|alaltăieri",
    "hu": "ma|tegnap|tegnapelőtt",
    "el": "σήμερα|χθες χτες|προχθές",
    "tr": "bugün|dün|evvelsi_gün",
    "az": "bu_gün|dünən|",
    "ar": "اليوم|أمس الأمس|",
    "fa": "امروز|دیروز|پریروز",
    "he": "היום|אתמול|שלשום",
    "hi": "आज||",
    "bn": "আজ|গতকাল|",
    "id": "hari_ini|kemarin|",
    "ms": "hari_ini|semalam|",
    "vi": "hôm_nay|hôm_qua|hôm_kia",
    "lt": "šiandien|vakar|užvakar",
    "lv": "šodien|vakar|aizvakar",
    "et": "täna|eile|üleeile",
    "eu": "gaur|atzo|herenegun",
    "sq": "sot|dje|pardje",
    "ja": "今日 本日|昨日|一昨日 おととい",
    "zh": "今天 今日|昨天 昨日|前天",
    "ko": "오늘|어제|그저께 그제",
}
