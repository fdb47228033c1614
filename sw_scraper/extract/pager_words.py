"""What links to other pages of a list are called, language by language; data only.

Source: the translations of WordPress core (``Older posts``, ``Next page``, ``Page %s``), Drupal's pager, Joomla's
pagination, Blogger and the pagers of common front-end frameworks, as far as they are stock phrases.
All words are in the folded form of :func:`sw_scraper.extract.labels.fold_label`: case-folded, one space between words,
without decoration (arrows, brackets, digits).
"""

from __future__ import annotations

from typing import Final

# Each table: language -> phrases separated by "|". A phrase counts when it is the whole label.

NEXT: Final[dict[str, str]] = {
    "en": "next|next page|next post page|next results|next articles|go to next page|go to the next page"
    "|next set|next set of posts|forward|page forward|older|older posts|older entries|older articles"
    "|older post|older news|older stories|older items|older content|older results"
    "|earlier posts|earlier entries|earlier|go to next page of results",
    "it": "avanti|successiva|successivo|successive|successivi|pagina successiva|pagina seguente|prossima"
    "|prossima pagina"
    "|seguente|seguenti|post successivi|vai alla pagina successiva|vai alla successiva"
    "|articoli più vecchi|articoli meno recenti|meno recenti|più vecchi|post più vecchi|post meno recenti|"
    "|vecchi articoli|vecchi post|risultati successivi|scorri avanti",
    "fr": "suivant|suivante|suivants|suivantes|page suivante|la page suivante|aller à la page suivante"
    "|articles plus anciens|plus anciens|plus ancien|messages plus anciens|anciens articles"
    "|articles anciens|billets plus anciens"
    "|publications plus anciennes|entrées plus anciennes|page suiv|suiv",
    "es": "siguiente|siguientes|página siguiente|siguiente página|próxima|próxima página|próximo"
    "|ir a la página siguiente"
    "|ir a la siguiente página|entradas más antiguas|entradas antiguas"
    "|más antiguas|más antiguos|artículos más antiguos|antiguas|avanzar|sig|publicaciones más antiguas"
    "|mensajes antiguos",
    "pt": "próximo|próxima|próximos|próximas|próxima página|página seguinte|seguinte|seguintes|ir para a próxima página"
    "|posts mais antigos|postagens mais antigas|artigos mais antigos|mensagens antigas|mensagem antiga|mais antigos"
    "|mais antigas|publicações mais antigas|conteúdos mais antigos|avançar|posts antigos",
    "ca": "següent|següents|pàgina següent|entrades més antigues|més antigues|articles més antics|endavant",
    "gl": "seguinte|páxina seguinte|entradas máis antigas|máis antigas",
    "eu": "hurrengoa|hurrengo orria|hurrengo orrialdea|sarrera zaharragoak|zaharragoak|hurrengo",
    "de": "weiter|nächste|nächste seite|zur nächsten seite|zur nächsten seite blättern|vorwärts|nächster|nächsten|"
    "|ältere|ältere beiträge|ältere artikel|ältere einträge|ältere posts|ältere meldungen|frühere beiträge"
    "|folgende seite|"
    "|weiterblättern|eine seite vor|seite vor",
    "nl": "volgende|volgende pagina|ga naar de volgende pagina|naar volgende pagina|verder"
    "|oudere|oudere berichten|oudere artikelen|oudere posts|ouder",
    "da": "næste|næste side|ældre|ældre indlæg|ældre artikler|gå til næste side|fremad|flere ældre indlæg",
    "sv": "nästa|nästa sida|äldre|äldre inlägg|äldre artiklar|gå till nästa sida|framåt|äldre nyheter",
    "nb": "neste|neste side|eldre|eldre innlegg|eldre artikler|gå til neste side|eldre nyheter|neste sida",
    "fi": "seuraava|seuraava sivu|seuraavat|vanhemmat|vanhemmat artikkelit|vanhempia artikkeleita"
    "|vanhemmat kirjoitukset|siirry seuraavalle sivulle",
    "is": "næsta|næsta síða|áfram|eldri|eldri færslur|næst",
    "pl": "następna|następny|następne|dalej|następna strona|strona następna|kolejna|kolejna strona"
    "|starsze|starsze wpisy"
    "|starsze posty|nast|idź do następnej strony|przejdź do następnej strony",
    "cs": "další|následující|další strana|další stránka|následující stránka|následující strana|starší"
    "|starší příspěvky|starší články|dále",
    "sk": "ďalšia|ďalší|ďalšie|nasledujúca|nasledujúca strana|ďalšia strana|ďalšia stránka|staršie"
    "|staršie články|staršie príspevky|ďalej",
    "sl": "naslednja|naslednja stran|naprej|naslednji|starejši prispevki|starejše objave|starejše",
    "hr": "sljedeća|sljedeća stranica|sljedeće|dalje|stariji|stariji postovi|starije objave|starije"
    "|sljedeći|starije vijesti",
    "sr": "sledeća|sledeća strana|sledeće|dalje|starije|stariji članci|следећа|следећа страна|следеће"
    "|даље|старији чланци|старији чланак|следећи",
    "mk": "следна|следна страница|постари|постари објави|следно",
    "bg": "следваща|следващ|следваща страница|напред|следващи|по-стари|по-стари публикации"
    "|по-стари статии|стари публикации",
    "ru": "следующая|следующий|следующие|следующая страница|далее|вперёд|вперед|след|дальше"
    "|следующие записи|старые записи"
    "|более старые|более старые записи|раньше|ранее|на следующую страницу|перейти на следующую страницу|старее",
    "uk": "наступна|наступний|наступні|наступна сторінка|далі|вперед|старіші|старіші записи"
    "|давніші записи|давніші|старші записи|наст",
    "be": "наступная|наступная старонка|далей|старэйшыя запісы",
    "ro": "următoarea|următorul|următoare|următor|pagina următoare|înainte|articole mai vechi|mai vechi"
    "|postări mai vechi|urmatoarea|urmatoare|pagina urmatoare",
    "hu": "következő|következő oldal|tovább|előre|régebbi|régebbi bejegyzések|korábbi bejegyzések"
    "|régebbi hírek|régebbi cikkek|következő lap",
    "el": "επόμενη|επόμενο|επόμενα|επόμενη σελίδα|επόμενες|παλιότερα|παλαιότερα|παλαιότερα άρθρα"
    "|παλιότερα άρθρα|παλαιότερες αναρτήσεις|μετά",
    "tr": "sonraki|sonraki sayfa|ileri|sonra|eski yazılar|daha eski yazılar|daha eski|sıradaki"
    "|daha eski kayıtlar|eski kayıtlar",
    "lt": "kitas|kitas puslapis|sekantis|sekantis puslapis|pirmyn|toliau|senesni|senesni įrašai|kiti",
    "lv": "nākamā|nākamā lapa|nākamais|tālāk|vecāki|vecāki ieraksti|vecāki raksti|nākošā",
    "et": "järgmine|järgmine leht|edasi|vanemad|vanemad postitused|järgmised",
    "he": "הבא|הבאה|הבאים|לעמוד הבא|העמוד הבא|דף הבא|לדף הבא|הדף הבא|עמוד הבא|פוסטים ישנים"
    "|פוסטים ישנים יותר|ישן יותר|רשומות קודמות|לפוסטים ישנים יותר|ישנים יותר",
    "ar": "التالي|التالية|الصفحة التالية|الصفحه التاليه|التالى|المقالات الأقدم|أقدم|مقالات أقدم"
    "|تدوينات أقدم|رسائل أقدم|المشاركات الأقدم|المواضيع القديمة|المواضيع الأقدم",
    "fa": "بعدی|صفحه بعد|صفحه بعدی|صفحهٔ بعد|برگه بعدی|برگه‌ی بعدی|نوشته‌های قدیمی‌تر|نوشته‌های پیشین|قدیمی‌تر|مطالب قدیمی‌تر",
    "ur": "اگلا|اگلا صفحہ|پرانی تحاریر|اگلے",
    "hi": "अगला|अगला पृष्ठ|अगला पेज|आगे|पुराने पोस्ट|पुराने लेख|अगले|पुरानी पोस्ट",
    "bn": "পরবর্তী|পরের পাতা|পরবর্তী পাতা|পরবর্তী পৃষ্ঠা|পুরাতন পোস্ট|পুরোনো পোস্টসমূহ|পুরনো পোস্ট",
    "ta": "அடுத்த|அடுத்த பக்கம்|பழைய இடுகைகள்|அடுத்து",
    "te": "తదుపరి|తరువాత|పాత పోస్ట్‌లు",
    "ml": "അടുത്തത്|അടുത്ത പേജ്|പഴയ പോസ്റ്റുകള്‍",
    "mr": "पुढील|पुढे|पुढील पृष्ठ|जुने लेख",
    "ne": "अर्को|अर्को पृष्ठ|पुराना पोस्टहरू",
    "th": "ถัดไป|หน้าถัดไป|หน้าต่อไป|ต่อไป|เรื่องที่เก่ากว่า|บทความที่เก่ากว่า|เก่ากว่า",
    "vi": "tiếp|tiếp theo|trang sau|trang tiếp|trang tiếp theo|trang kế|sau|kế tiếp|bài cũ hơn"
    "|các bài cũ hơn|cũ hơn|bài đăng cũ hơn|bài viết cũ hơn",
    "id": "berikutnya|selanjutnya|halaman berikutnya|halaman selanjutnya|lanjut|pos-pos lama|pos lama"
    "|pos lebih lama|postingan lama|postingan lebih lama|lebih lama",
    "ms": "seterusnya|halaman seterusnya|catatan lama|artikel lama|kiriman lama",
    "tl": "susunod|susunod na pahina|mga mas lumang post",
    "sw": "ifuatayo|ukurasa unaofuata",
    "af": "volgende bladsy|ouer plasings",
    "sq": "tjetra|tjetër|faqja tjetër|artikuj më të vjetër|më të vjetra",
    "ka": "შემდეგი|შემდეგი გვერდი|ძველი ჩანაწერები",
    "hy": "հաջորդ|հաջորդը|հաջորդ էջ",
    "az": "növbəti|növbəti səhifə|sonrakı|irəli|köhnə yazılar",
    "kk": "келесі|келесі бет|алға",
    "uz": "keyingi|keyingi sahifa",
    "mn": "дараах|дараагийн|дараагийн хуудас",
    "eo": "sekva|sekva paĝo|pli malnovaj",
    "cy": "nesaf|tudalen nesaf|cofnodion hŷn",
    "ga": "ar aghaidh|an chéad leathanach eile",
    "mt": "li jmiss|paġna li jmiss",
    "zh": "下一页|下一頁|下页|下頁|后一页|後一頁|后页|下一个|較舊的文章|较旧的文章|较早文章"
    "|較早的文章|早期文章|更早的文章|更旧的文章|"
    "|舊文章|旧文章|较旧文章|较旧的博文|較舊的文章|下一組|次页",
    "ja": "次|次へ|次ページ|次のページ|次のページへ|次の記事|次の記事一覧|過去の記事|過去の投稿"
    "|古い記事|古い投稿|古い記事へ|過去の記事へ|次の10件|次の20件|次の一覧|次頁|次の件",
    "ko": "다음|다음 페이지|다음페이지|다음 글|다음으로|오래된 글|다음 목록",
}

PREVIOUS: Final[dict[str, str]] = {
    "en": "previous|previous page|prev|prev page|back|go to previous page|go to the previous page|newer"
    "|newer posts|newer entries"
    "|newer articles|newer post|newer news|later posts|later entries|more recent posts|show previous posts"
    "|previous results|more recent",
    "it": "indietro|precedente|precedenti|pagina precedente|vai alla pagina precedente|articoli più recenti|più recenti"
    "|post più recenti|articoli più nuovi|nuovi articoli|più nuovi|prec|post precedenti|articoli precedenti"
    "|voci precedenti",
    "fr": "précédent|précédente|précédents|page précédente|articles plus récents|plus récents|plus récent"
    "|messages plus récents|articles récents|retour|préc|publications plus récentes|nouveaux articles"
    "|billets plus récents|entrées précédentes|articles précédents",
    "es": "anterior|anteriores|página anterior|entradas más recientes|más recientes|entradas recientes|atrás|ant"
    "|más nuevas|entradas más nuevas|artículos más recientes|volver|ir a la página anterior|entradas nuevas",
    "pt": "anterior|anteriores|página anterior|posts mais recentes|postagens mais recentes|mais recentes"
    "|mensagens recentes|voltar"
    "|artigos mais recentes|mais novas|posts mais novos|posts recentes|mais novos",
    "ca": "anterior|pàgina anterior|entrades més recents|enrere|entrades més noves",
    "gl": "anterior|páxina anterior|entradas máis recentes|entradas máis novas",
    "eu": "aurrekoa|aurreko orria|sarrera berriagoak",
    "de": "zurück|vorherige|vorherige seite|vorige|vorige seite|neuere|neuere beiträge|neuere artikel"
    "|neuere einträge|neuere posts|rückwärts"
    "|vorheriger|zur vorherigen seite|vorhergehende|eine seite zurück|neueste beiträge",
    "nl": "vorige|vorige pagina|terug|nieuwere|nieuwere berichten|nieuwere artikelen"
    "|ga naar de vorige pagina|nieuwere posts",
    "da": "forrige|forrige side|nyere|nyere indlæg|tilbage|nyere artikler",
    "sv": "föregående|föregående sida|förra|nyare|nyare inlägg|tillbaka|bakåt|nyare artiklar",
    "nb": "forrige|forrige side|nyere|nyere innlegg|tilbake",
    "fi": "edellinen|edellinen sivu|uudemmat|uudemmat artikkelit|takaisin|edelliset|uudempia artikkeleita",
    "is": "fyrri|fyrri síða|nýrri|til baka|nýrri færslur",
    "pl": "poprzednia|poprzedni|poprzednie|wstecz|poprzednia strona|nowsze|nowsze wpisy|nowsze posty|poprz|wróć",
    "cs": "předchozí|zpět|předchozí strana|předchozí stránka|novější|novější příspěvky|novější články",
    "sk": "predchádzajúca|predchádzajúci|späť|predošlá|novšie|novšie články|novšie príspevky|predchádzajúca strana",
    "sl": "prejšnja|prejšnja stran|nazaj|novejši prispevki|novejše objave",
    "hr": "prethodna|prethodna stranica|natrag|noviji|novije objave|noviji postovi|prethodno",
    "sr": "prethodna|prethodna strana|nazad|novije|noviji članci|претходна|претходна страна|назад"
    "|новији чланци|претходно",
    "mk": "претходна|претходна страница|понови|понови објави",
    "bg": "предишна|предишен|предишна страница|назад|по-нови|по-нови публикации|предходна|предходна страница",
    "ru": "предыдущая|предыдущий|предыдущие|предыдущая страница|назад|пред|новые записи|более новые"
    "|более новые записи|свежие записи",
    "uk": "попередня|попередній|попередні|попередня сторінка|назад|новіші|новіші записи|нові записи|попер",
    "be": "папярэдняя|назад|навейшыя запісы",
    "ro": "anterioara|anterioară|anterior|pagina anterioară|înapoi|articole mai noi|mai noi|precedenta"
    "|precedent|pagina precedentă|pagina anterioara",
    "hu": "előző|előző oldal|vissza|újabb|újabb bejegyzések|előző lap|frissebb bejegyzések",
    "el": "προηγούμενη|προηγούμενο|προηγούμενα|προηγούμενη σελίδα|νεότερα|νεότερα άρθρα|πίσω|προηγούμενες"
    "|νεότερες αναρτήσεις",
    "tr": "önceki|önceki sayfa|geri|yeni yazılar|daha yeni yazılar|daha yeni|daha yeni kayıtlar",
    "lt": "ankstesnis|ankstesnis puslapis|atgal|naujesni|naujesni įrašai",
    "lv": "iepriekšējā|iepriekšējā lapa|atpakaļ|jaunāki|jaunāki ieraksti",
    "et": "eelmine|eelmine leht|tagasi|uuemad|uuemad postitused",
    "he": "הקודם|הקודמת|קודם|לעמוד הקודם|העמוד הקודם|הדף הקודם|דף קודם|פוסטים חדשים|פוסטים חדשים יותר|חדש יותר",
    "ar": "السابق|السابقة|الصفحة السابقة|السابقه|المقالات الأحدث|أحدث|مقالات أحدث|رسائل أحدث|المشاركات الأحدث",
    "fa": "قبلی|صفحه قبل|صفحه قبلی|برگه قبلی|نوشته‌های جدیدتر|نوشته‌های تازه‌تر|جدیدتر",
    "ur": "پچھلا|پچھلا صفحہ|نئی تحاریر",
    "hi": "पिछला|पिछला पृष्ठ|पीछे|नए पोस्ट|नई पोस्ट",
    "bn": "পূর্ববর্তী|আগের পাতা|পূর্ববর্তী পাতা|নতুন পোস্ট|নতুনতর পোস্টসমূহ",
    "ta": "முந்தைய|முந்தைய பக்கம்|புதிய இடுகைகள்",
    "th": "ก่อนหน้า|หน้าก่อนหน้า|หน้าก่อน|ย้อนกลับ|เรื่องที่ใหม่กว่า|บทความที่ใหม่กว่า",
    "vi": "trước|trang trước|bài mới hơn|mới hơn|quay lại|các bài mới hơn",
    "id": "sebelumnya|halaman sebelumnya|pos-pos baru|pos baru|lebih baru|postingan lebih baru|kembali|pos lebih baru",
    "ms": "sebelumnya|catatan baru|kembali",
    "sq": "e mëparshme|mbrapa|artikuj më të rinj",
    "ka": "წინა|წინა გვერდი",
    "hy": "նախորդ|նախորդը",
    "az": "əvvəlki|əvvəlki səhifə|geri",
    "zh": "上一页|上一頁|上页|上頁|前一页|前一頁|较新的文章|較新的文章|更新的文章|较新文章|新文章"
    "|返回|上一个|较新的博文",
    "ja": "前|前へ|前ページ|前のページ|前のページへ|新しい記事|新しい投稿|戻る|新しい記事へ|最新の記事",
    "ko": "이전|이전 페이지|이전페이지|최근 글|최신 글|이전으로",
}

FIRST_OR_LAST: Final[dict[str, str]] = {
    "en": "first|first page|last|last page|go to first page|go to last page|start|end|begin|see all"
    "|view all|show all|all",
    "it": "prima|ultima|prima pagina|ultima pagina|inizio|fine|primo|ultimo|prime|tutti|tutte|vedi tutti"
    "|vai all'ultima pagina|vai alla prima pagina",
    "fr": "premier|première|première page|dernier|dernière|dernière page|début|fin|tous|tout|voir tout",
    "es": "primera|primero|primera página|última|último|última página|inicio|fin|final|todos|todas"
    "|ver todo|ver todas|ver todos",
    "pt": "primeira|primeiro|primeira página|última|último|última página|início|fim|todos|todas|ver todos|ver todas",
    "ca": "primera|última|darrera|inici|final",
    "de": "erste|erste seite|letzte|letzte seite|anfang|ende|alle|alle anzeigen|zur letzten seite|zur ersten seite",
    "nl": "eerste|eerste pagina|laatste|laatste pagina|begin|einde|alle|alles",
    "da": "første|sidste|første side|sidste side",
    "sv": "första|sista|första sidan|sista sidan|sista sida",
    "nb": "første|siste|siste side",
    "fi": "ensimmäinen|viimeinen|viimeinen sivu",
    "pl": "pierwsza|ostatnia|pierwsza strona|ostatnia strona|początek|koniec|start|wszystkie",
    "cs": "první|poslední|první strana|poslední strana|konec",
    "sk": "prvá|posledná|koniec",
    "sl": "prva|zadnja",
    "hr": "prva|zadnja|posljednja|početak|kraj",
    "sr": "prva|poslednja|прва|последња|почетак|крај",
    "bg": "първа|последна|начало|край",
    "ru": "первая|последняя|начало|конец|в начало|в конец|первая страница|последняя страница|все",
    "uk": "перша|остання|початок|кінець|всі",
    "ro": "prima|ultima|început|sfârșit",
    "hu": "első|utolsó|első oldal|utolsó oldal",
    "el": "πρώτη|τελευταία|αρχή|τέλος",
    "tr": "ilk|son|ilk sayfa|son sayfa|tümü",
    "lt": "pirmas|paskutinis",
    "lv": "pirmā|pēdējā",
    "et": "esimene|viimane",
    "he": "ראשון|אחרון|לעמוד האחרון|עמוד אחרון|לעמוד הראשון",
    "ar": "الأولى|الأخيرة|الاخيرة|الأول|الأخير|الصفحة الأخيرة",
    "fa": "اولین|آخرین|صفحه آخر|صفحه اول|ابتدا|انتها",
    "hi": "पहला|अंतिम|आखिरी",
    "bn": "প্রথম|শেষ|শেষ পাতা",
    "th": "หน้าแรก|หน้าสุดท้าย",
    "vi": "đầu|cuối|trang đầu|trang cuối|cuối cùng",
    "id": "pertama|terakhir|halaman terakhir",
    "zh": "首页|首頁|尾页|尾頁|末页|末頁|最后一页|最後一頁|第一页|第一頁|最后|最末页|最末頁|全部",
    "ja": "最初|最後|最初へ|最後へ|最後のページ|先頭|末尾|最終",
    "ko": "처음|마지막|맨끝|맨처음|마지막 페이지|처음으로|끝",
}

MORE: Final[dict[str, str]] = {
    "en": "load more|show more|more posts|load more posts|show more posts|view more|view more posts"
    "|see more|more articles|more news"
    "|load more articles|show more articles|more entries|load older posts|more results|show more results"
    "|load more results|more|load more news|more stories|load more stories|view more articles",
    "it": "carica altri|carica altro|carica altri articoli|carica di più|mostra altri|mostra di più"
    "|mostra altro|altri articoli|vedi altri"
    "|carica più articoli|altre notizie|carica altre notizie|altri risultati|mostra altri risultati"
    "|visualizza altri|carica altri post|vedi altro|altri post",
    "fr": "charger plus|voir plus|plus d'articles|charger plus d'articles|afficher plus"
    "|voir plus d'articles|afficher plus d'articles|plus de résultats|en voir plus",
    "es": "cargar más|ver más|mostrar más|más entradas|más artículos|más noticias|cargar más entradas"
    "|ver más noticias|cargar más artículos|cargar más noticias|más resultados|más publicaciones",
    "pt": "carregar mais|ver mais|mostrar mais|mais posts|mais notícias|carregar mais posts|mais artigos"
    "|carregar mais artigos|ver mais notícias|carregar mais notícias|exibir mais|mais resultados",
    "ca": "carrega'n més|mostra'n més|veure més|més entrades",
    "de": "mehr laden|mehr anzeigen|mehr beiträge|weitere beiträge|weitere artikel|weitere laden"
    "|weitere beiträge laden|mehr artikel|weitere anzeigen|weitere ergebnisse|mehr beiträge laden"
    "|weitere artikel laden|mehr nachrichten|weitere meldungen",
    "nl": "meer laden|laad meer|toon meer|meer berichten|meer artikelen|meer tonen|meer nieuws"
    "|laad meer berichten|meer weergeven",
    "da": "vis flere|indlæs flere|hent flere|flere indlæg|se flere|vis mere|flere nyheder",
    "sv": "visa fler|ladda fler|fler inlägg|ladda mer|visa mer|hämta fler|fler artiklar|fler nyheter",
    "nb": "vis flere|last flere|flere innlegg|last inn flere|last inn mer|vis mer|flere saker",
    "fi": "lataa lisää|näytä lisää|lisää artikkeleita|lisää",
    "is": "sækja meira|sjá meira|fleiri fréttir",
    "pl": "załaduj więcej|pokaż więcej|więcej wpisów|wczytaj więcej|więcej|zobacz więcej|więcej artykułów",
    "cs": "načíst další|zobrazit další|více článků|zobrazit více|další články|načíst více|další příspěvky",
    "sk": "načítať ďalšie|zobraziť viac|viac článkov|ďalšie články",
    "sl": "naloži več|prikaži več",
    "hr": "učitaj više|prikaži više|učitaj još|vidi više|još vijesti",
    "sr": "učitaj još|prikaži još|учитај још|прикажи још|učitaj više",
    "bg": "зареди още|покажи още|виж още|още новини|още",
    "ru": "показать ещё|показать еще|загрузить ещё|загрузить еще|ещё|еще|больше записей|загрузить больше"
    "|показать больше|смотреть ещё|смотреть еще|больше новостей|ещё новости|еще новости",
    "uk": "показати ще|завантажити ще|більше записів|більше|ще|показати більше|більше новин",
    "ro": "încarcă mai multe|mai multe articole|vezi mai multe|mai multe|afișează mai multe|incarca mai multe",
    "hu": "továbbiak|több|továbbiak betöltése|több betöltése|további cikkek|további bejegyzések"
    "|mutass többet|még több|további hírek",
    "el": "περισσότερα|φόρτωση περισσότερων|δείτε περισσότερα|περισσότερα άρθρα|φόρτωσε περισσότερα",
    "tr": "daha fazla|daha fazla yükle|daha fazla göster|daha fazla yazı|devamını yükle|daha fazla haber",
    "lt": "daugiau|rodyti daugiau|įkelti daugiau|daugiau naujienų",
    "lv": "vairāk|rādīt vairāk|ielādēt vairāk|skatīt vairāk",
    "et": "näita rohkem|lae rohkem|rohkem|laadi rohkem",
    "he": "טען עוד|הצג עוד|עוד פוסטים|לעוד כתבות|עוד|טעינת עוד|למאמרים נוספים|פוסטים נוספים|כתבות נוספות",
    "ar": "تحميل المزيد|المزيد|عرض المزيد|حمّل المزيد|مزيد من المقالات|المزيد من المقالات|شاهد المزيد",
    "fa": "بیشتر|بارگذاری بیشتر|مطالب بیشتر|نمایش بیشتر",
    "hi": "और लोड करें|और देखें|अधिक|और पढ़ें समाचार|और दिखाएं",
    "bn": "আরও|আরও দেখুন|আরও লোড করুন|আরো দেখুন|আরও খবর|আরো",
    "th": "โหลดเพิ่มเติม|ดูเพิ่มเติม|แสดงเพิ่มเติม|เพิ่มเติม",
    "vi": "xem thêm|tải thêm|hiển thị thêm|thêm bài viết",
    "id": "muat lebih banyak|lihat lainnya|tampilkan lagi|muat lebih|lebih banyak|lihat lebih banyak"
    "|artikel lainnya|berita lainnya",
    "ms": "muat lagi|lihat lagi|lebih banyak",
    "zh": "加载更多|載入更多|查看更多|显示更多|顯示更多|更多文章|更多|点击加载更多|看更多",
    "ja": "もっと見る|さらに読み込む|もっと読み込む|さらに表示|さらに見る|もっと読む記事|もっと",
    "ko": "더 보기|더보기|더 불러오기|더 많은 글",
}

# Parts of words that speak of older and of newer entries; regular expressions for folded labels.
OLDER_STEMS: Final[str] = (
    r"old|earlier|vecchi|meno recent|ancien|antig|antic|älter|frühere|ouder|eldr|äldre|ældre|vanhem|starsz"
    r"|starš|stari[jh]|stare|стар|давн|ранее|раньше|vechi"
    r"|régeb|korábbi|παλ|eski|senesn|vecāk|vanem|ישנ|ישן|أقدم|قديم|قدیم|पुरान|पुरानी|পুর|เก่า|cũ|lama|舊|旧|较早"
    r"|較早|早期|更早|過去|古い|오래|zaharrag"
)
NEWER_STEMS: Final[str] = (
    r"new|later|recent|récent|nuov|nouv|nuev|nov[oa]s|neu|nieuw|nyere|nyare|uudem|nýrri|nowsz|nověj|novš"
    r"|novij|novej|нов|свеж|новіш|noi|újabb|friss|νεότερ"
    r"|yeni|nauj|jaun|uuem|חדש|أحدث|جدید|تازه|नए|नई|নতুন|ใหม่|mới|baru|较新|較新|更新|新|최근|최신|berri"
)

# "Page 2", "Pagina 2", "第 2 页": the word that stands beside a number.
PAGE: Final[str] = (
    "page|pages|pg|p|pagina|pagine|página|páginas|pàgina|páxina|orria|orrialdea|seite|seiten|side|sida"
    "|sidan|sivu|síða|strona|strony|strana|stránka"
    "|stran|stranica|страна|страница|страницы|стр|сторінка|старонка|oldal|σελίδα|σελ|sayfa|puslapis|lapa"
    "|leht|lk|עמוד|דף|صفحة|الصفحة|صفحه"
    "|صفحہ|برگه|पृष्ठ|पेज|পাতা|পৃষ্ঠা|பக்கம்|หน้า|หน้าที่|trang|halaman|muka surat|faqja|გვერდი|էջ|səhifə"
    "|бет|sahifa|хуудас|paĝo|tudalen|页|頁|页码"
    "|ページ|ページ目|쪽|페이지|go to page|vai alla pagina|zur seite|aller à la page|ir a la página|ga naar pagina"
    "|ir para a página|part|teil|parte|partie"
    "|current page|pagina corrente|page courante|página actual|aktuelle seite|huidige pagina|you're on page"
    "|you are on page|sei a pagina|page number|pagina numero"
)
# "of" in "Page 1 of 9".
OF: Final[str] = (
    "of|di|de|sur|von|van|af|av|/|из|з|із|от|od|ze|z|z celkem|din|a|από|του|ως|/|iš|no|מתוך|של|من|از|का|এর"
    "|จาก|trên|của|dari|daripada|共|中|の|total|su|out of|sivusta|/ |toplam|ki"
)
# "120 results": what a list counts.
COUNTED: Final[str] = (
    "results?|posts?|articles?|entries|items?|stories|publications?|documents?|records?|news|hits|matches"
    "|risultat[oi]|articol[oi]|notizi[ae]|elementi|pubblicazioni|contenuti|documenti|schede"
    "|résultats?|billets?|actualités|éléments|documents"
    "|resultados?|entradas?|artículos?|noticias|publicaciones|elementos"
    "|artigos?|notícias|postagens|publicações|itens"
    "|resultats?|entrades?|notícies"
    "|ergebnisse?|beiträge|beitrag|artikel|einträge|treffer|meldungen|nachrichten"
    "|resultaten|resultaat|berichten|artikelen"
    "|resultater|indlæg|artikler|nyheder|resultat|inlägg|artiklar|nyheter|träffar|innlegg|treff|tulosta|artikkelia"
    "|wyników|wyniki|wpisów|artykułów|wpisy|artykuły|výsledků|článků|výsledkov|článkov|príspevkov|příspěvků"
    "|rezultata|rezultatov|članaka|objava|резултата|чланака|статии|публикации"
    "|результатов|результат|записей|статей|новостей|материалов|записи|записів|новин|результатів"
    "|rezultate|articole|találat|bejegyzés|cikk|hír|αποτελέσματα|άρθρα|sonuç|yazı|haber|kayıt"
    "|rezultatų|straipsnių|rezultāti|raksti|tulemust|artiklit"
    "|תוצאות|פוסטים|כתבות|مقالة|مقالات|نتيجة|نتائج|خبر|نتیجه|مطلب|परिणाम|लेख|ফলাফল|รายการ|บทความ|kết quả"
    "|bài viết|hasil|artikel"
    "|条|條|篇|件|个结果|筆|개|건"
)


def phrases(table: dict[str, str]) -> frozenset[str]:
    """Every phrase of a table, whatever the language.

    Args:
        table: one of the tables of this module.
    """
    return frozenset(phrase.strip() for line in table.values() for phrase in line.split("|") if phrase.strip())
