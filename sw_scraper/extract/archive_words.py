"""What archive pages say of themselves, language by language; data only.

Source: the translations of WordPress core (``Category: %s``, ``Tag Archives: %s``, ``Nothing Found``), of Yoast's title
templates (``%s Archives``), Blogger's status lines, Drupal and Joomla, as far as they are stock phrases.
All phrases are case-folded.
"""

from __future__ import annotations

from typing import Final

# Nouns that stand before a colon (or a dash, or a quoted name): "Category: Rome".
PREFIX_NOUNS: Final[dict[str, str]] = {
    "en": "category|categories|category archives|category archive|tag|tags|tag archives|tag archive"
    "|tagged|tagged with|topic|topics|archive|archives|archive for category"
    "|archive for tag|archive for|author|author name|author archives|posts by|articles by|all posts by"
    "|posts tagged|posts tagged with|entries tagged|articles tagged|articles tagged with"
    "|label|keyword|keywords|section|theme|subject|series|browsing|browsing category|browsing tag|browse"
    "|filed under|posts in category|posts in|posts from|all posts in"
    "|all posts in category|all posts tagged|content tagged|content tagged with|currently viewing the tag"
    "|viewing tag|viewing category|showing posts with label|showing posts from"
    "|posts categorized|blog category|blog tag|blog tags|news category|type|genre|collection"
    "|project category|product category|taxonomy term|term|search results for|you are browsing|posts about"
    "|articles about|posts filed under|entries from|location|listing category",
    "it": "categoria|categorie|archivio della categoria|archivio categoria|archivi della categoria"
    "|archivi categoria|archivio per la categoria|archivio per categoria|archivio tag|archivi tag"
    "|archivio del tag"
    "|archivio per il tag|archivio per tag|tag|etichetta|etichette|argomento|argomenti|tema|archivio"
    "|archivi|autore|archivio autore|articoli di|tutti gli articoli di|articoli con tag|articoli taggati"
    "|articoli taggati con"
    "|post taggati|post con tag|parola chiave|sezione|rubrica|tutti gli articoli in"
    "|articoli nella categoria|articoli della categoria|articoli per categoria|articoli per tag"
    "|visualizzazione post con etichetta|risultati per"
    "|contenuti taggati|elementi filtrati per tag|post in|archivio dell'autore|archivio mensile|goal|obiettivo",
    "fr": "catégorie|catégories|archives de la catégorie|archives de catégorie|archive de la catégorie"
    "|archives pour la catégorie|archives par catégorie|étiquette|étiquettes"
    "|archives de l'étiquette|archives par étiquette|archives par mot-clé|archives mots-clés"
    "|mot-clé|mots-clés|mot clé"
    "|tag|archives|archive|auteur|auteur/autrice|auteur / autrice|auteur/autrice|autrice"
    "|archives de l'auteur|articles de|articles par|publié par|thème|thématique|rubrique|sujet"
    "|articles tagués|articles avec le tag|articles taggés|articles étiquetés|billets tagués"
    "|articles de la catégorie|articles dans la catégorie|tous les articles de"
    "|affichage des articles dont le libellé est|libellé|archives pour|dossier",
    "es": "categoría|categorías|archivo de la categoría|archivos de la categoría|archivo de categoría"
    "|archivos por categoría|archivo por categoría|categoria|etiqueta|etiquetas"
    "|archivo de la etiqueta|archivos de la etiqueta|archivo de etiquetas|archivos por etiqueta|tag"
    "|archivo|archivos|autor|autora|autor/a|archivo del autor|archivos del autor|artículos de|entradas de"
    "|todas las entradas de|entradas etiquetadas|entradas etiquetadas con|entradas con la etiqueta"
    "|artículos etiquetados|mostrando entradas con la etiqueta|tema|temas|sección|palabra clave"
    "|publicaciones de|nombre del autor|entradas en la categoría|artículos con la etiqueta",
    "pt": "categoria|categorias|arquivo da categoria|arquivos da categoria|arquivo de categoria"
    "|arquivos de categoria|tag|tags|arquivo da tag|arquivos da tag|arquivo de tags|arquivo"
    "|arquivos|etiqueta|marcador|autor|autora|arquivo do autor|arquivos do autor|posts de"
    "|artigos de|todos os posts de"
    "|posts com a tag|posts marcados com|artigos com a tag|mostrando postagens com marcador"
    "|mostrar mensagens com a etiqueta|assunto|tema|tópico|seção|secção|palavra-chave|posts tagged"
    "|nome do autor|editoria",
    "ca": "categoria|arxiu de la categoria|etiqueta|arxiu de l'etiqueta|arxiu|arxius|autor|tema"
    "|entrades amb l'etiqueta",
    "gl": "categoría|arquivo da categoría|etiqueta|arquivo|autor",
    "eu": "kategoria|etiketa|egilea|artxiboa|kategoriaren artxiboa",
    "de": "kategorie|kategorien|kategorie-archiv|kategorie-archive|kategoriearchiv|archiv der kategorie"
    "|archiv für die kategorie|archiv für kategorie|schlagwort|schlagworte|schlagwörter"
    "|schlagwort-archiv|schlagwort-archive|schlagwortarchiv|archiv für das schlagwort|tag|tags"
    "|tag-archiv|tag-archive|stichwort"
    "|archiv|archive|autor|autorin|autor-archive|autor-archiv|autoren-archiv|autorenarchiv|beiträge von"
    "|artikel von|alle beiträge von|beiträge mit dem schlagwort|beiträge mit schlagwort"
    "|artikel mit dem schlagwort|beiträge getaggt mit|artikel getaggt mit|beiträge zum thema|thema|themen"
    "|rubrik|beiträge in der kategorie|posts mit dem label|alle artikel in|beiträge aus der kategorie"
    "|alle beiträge in|verschlagwortet mit",
    "nl": "categorie|categorieën|categorie archief|categoriearchief|categorie archieven"
    "|archief van categorie|archief voor de categorie|tag|tags|tag archief|tagarchief|tag archieven"
    "|archief|archieven|auteur|auteursarchief|auteur archief|berichten van|berichten getagd"
    "|berichten getagd met|artikelen met tag|alle berichten van|onderwerp|thema|trefwoord"
    "|berichten in categorie|alle berichten in",
    "da": "kategori|kategorier|kategoriarkiv|kategori-arkiv|kategori arkiv|arkiv for kategorien|tag|tags"
    "|tag-arkiv|tagarkiv|arkiv|arkiver|forfatter|forfatterarkiv|indlæg af|emne|emner|indlæg tagget"
    "|stikord|nøgleord",
    "sv": "kategori|kategorier|kategoriarkiv|kategori-arkiv|arkiv för kategori|arkiv för kategorin"
    "|etikett|etiketter|etikettarkiv|tagg|taggar|tag|taggarkiv|arkiv|författare|författararkiv"
    "|inlägg av|ämne|inlägg taggade|inlägg märkta|märkt|nyckelord",
    "nb": "kategori|kategorier|kategoriarkiv|kategori-arkiv|stikkord|stikkordarkiv|stikkord-arkiv|tag"
    "|emneknagg|arkiv|forfatter|forfatterarkiv|innlegg av|emne|merkelapp|emneord|merket",
    "fi": "kategoria|kategoriat|kategorian arkisto|avainsana|avainsana-arkisto|tagi|arkisto|arkistot"
    "|kirjoittaja|kirjoittajan artikkelit|aihe|luokka|asiasana|julkaisija|kirjoittajan arkisto"
    "|avainsanat",
    "is": "flokkur|merki|höfundur|safn|efnisorð",
    "pl": "kategoria|kategorie|archiwum kategorii|archiwa kategorii|tag|tagi|archiwum tagu|archiwa tagu"
    "|archiwum tagów|etykieta|słowo kluczowe|archiwum|archiwa|autor|archiwum autora|wpisy autora"
    "|wpisy otagowane|posty otagowane|temat|dział|znacznik|wpisy z tagiem|wszystkie wpisy",
    "cs": "rubrika|rubriky|kategorie|archiv rubriky|archivy rubriky|archiv pro rubriku|archiv kategorie"
    "|archivy kategorie|štítek|štítky|archiv štítku|archivy štítku|tag|archiv|archivy|autor"
    "|archiv autora|archivy autora|příspěvky autora|téma|klíčové slovo|příspěvky označené"
    "|články se štítkem",
    "sk": "kategória|kategórie|rubrika|archív kategórie|archívy kategórie|značka|značky|archív značky"
    "|štítok|tag|archív|archívy|autor|archív autora|téma|kľúčové slovo",
    "sl": "kategorija|arhiv kategorije|oznaka|arhiv oznake|značka|avtor|arhiv|arhivi|tema",
    "hr": "kategorija|kategorije|arhiva kategorije|oznaka|oznake|arhiva oznaka|autor|arhiva|arhiva autora"
    "|tema|tag|rubrika",
    "sr": "kategorija|oznaka|autor|arhiva|arhiva kategorije|arhiva oznaka|tema|категорија|ознака|аутор"
    "|архива|архива категорије|архива ознака|тема|рубрика",
    "mk": "категорија|ознака|автор|архива|таг",
    "bg": "категория|категории|архив за категория|архив на категория|етикет|етикети|архив за етикет|таг"
    "|автор|архив|архиви|публикации от|тема|рубрика|ключова дума",
    "ru": "рубрика|рубрики|категория|категории|архив рубрики|архив категории|архивы рубрики"
    "|архив за рубрика|метка|метки|архив метки|архив по метке|архивы метки|архив меток"
    "|записи с меткой|записи с тегом|записи по метке|тег|теги|тэг|хештег|ярлык|архив|архивы|автор"
    "|архив автора|все записи автора|записи автора|статьи автора|тема|раздел|сообщения с ярлыком"
    "|показаны сообщения с ярлыком|материалы с тегом|статьи с тегом|ключевое слово"
    "|публикации с тегом|материалы по тегу|новости по тегу|статьи по теме",
    "uk": "категорія|категорії|рубрика|архів категорії|архіви категорії|архів рубрики|позначка|позначки"
    "|мітка|мітки|архів позначки|тег|теги|хештег|архів|архіви|автор|архів автора|тема|розділ"
    "|записи з позначкою|ключове слово",
    "be": "катэгорыя|рубрыка|пазнака|тэг|аўтар|архіў",
    "ro": "categorie|categorii|arhiva categoriei|arhive categorie|arhivă categorie|categoria|etichetă"
    "|etichete|arhiva etichetei|arhive etichetă|eticheta|autor|arhive autor|arhiva|arhive"
    "|articole de|subiect|tag|articole etichetate|cuvânt cheie|temă",
    "hu": "kategória|kategóriák|kategória archívum|kategória archívumok|címke|címkék|címke archívum|cimke"
    "|archívum|archívumok|szerző|szerző archívuma|szerző archívum|bejegyzések|téma|rovat|kulcsszó"
    "|tag|címkézett bejegyzések|szerzői archívum",
    "el": "κατηγορία|κατηγορίες|αρχείο κατηγορίας|αρχεία κατηγορίας|ετικέτα|ετικέτες|αρχείο ετικέτας"
    "|αρχεία ετικετών|αρχείο|αρχεία|συγγραφέας|αρχείο συντάκτη|συντάκτης|θέμα|tag|άρθρα με ετικέτα"
    "|αρθρογράφος|συντακτης",
    "tr": "kategori|kategoriler|kategori arşivi|kategori arşivleri|etiket|etiketler|etiket arşivi"
    "|etiket arşivleri|arşiv|arşivler|yazar|yazar arşivi|yazar arşivleri|konu|etiketli yazılar"
    "|ile etiketlenen yazılar|bölüm",
    "lt": "kategorija|kategorijos archyvas|žyma|žymos archyvas|žymos|žymė|autorius|archyvas|archyvai|tema|rubrika",
    "lv": "kategorija|kategorijas arhīvs|birka|tags|birkas arhīvs|autors|arhīvs|tēma|rubrika|atslēgvārds|iezīme",
    "et": "kategooria|rubriik|silt|sildid|märksõna|autor|arhiiv|teema|rubriigi arhiiv|kategooria arhiiv",
    "he": "קטגוריה|קטגוריות|ארכיון קטגוריה|ארכיון הקטגוריה|תגית|תגיות|תג|ארכיון תגית|ארכיון התגית|ארכיון"
    "|ארכיון עבור|מחבר|מחבר/ת|נושא|ארכיון מחבר|מאת|הצגת רשומות עם תוויות",
    "ar": "التصنيف|تصنيف|تصنيفات|القسم|قسم|أرشيف التصنيف|أرشيف القسم|أرشيف تصنيف|الوسم|وسم|وسوم"
    "|أرشيف الوسم|أرشيف وسم|أرشيف|أرشيفات|الأرشيف|أرشيف ل|الكاتب|كاتب|أرشيف الكاتب|المؤلف|موضوع|تاغ"
    "|المقالات بواسطة|هاشتاغ|الهاشتاج|عرض المشاركات المصنفة بحسب",
    "fa": "دسته‌بندی|دسته بندی|دسته|بایگانی دسته|آرشیو دسته|بایگانی دسته‌ی|برچسب|برچسب‌ها|بایگانی برچسب"
    "|آرشیو برچسب|بایگانی|آرشیو|بایگانی‌ها|آرشیوها|نویسنده|بایگانی نویسنده|موضوع|کلیدواژه",
    "ur": "زمرہ|ٹیگ|مصنف|آرکائیو",
    "hi": "श्रेणी|वर्ग|केटेगरी|कैटेगरी|टैग|लेखक|पुरालेख|संग्रह|विषय",
    "bn": "বিভাগ|ক্যাটাগরি|ট্যাগ|ট্যাগ আর্কাইভ|লেখক|আর্কাইভ|বিষয়|ক্যাটেগরি",
    "ta": "வகை|பிரிவு|குறிச்சொல்|ஆசிரியர்",
    "th": "หมวดหมู่|หมวด|ประเภท|ป้ายกำกับ|แท็ก|ผู้เขียน|คลังเก็บ|คลังเก็บหมวดหมู่|คลังเก็บป้ายกำกับ"
    "|หัวข้อ|หมวดหมู่ข่าว",
    "vi": "chuyên mục|danh mục|lưu trữ danh mục|thể loại|thẻ|từ khóa|từ khoá|tag|tác giả|lưu trữ|chủ đề"
    "|lưu trữ chuyên mục|lưu trữ thẻ|nhãn|hiển thị các bài đăng có nhãn",
    "id": "kategori|arsip kategori|tag|arsip tag|label|penulis|arsip|arsip penulis|topik"
    "|menampilkan postingan dengan label|tulisan dari|kata kunci|tagar",
    "ms": "kategori|arkib kategori|tag|label|pengarang|penulis|arkib|topik",
    "sq": "kategoria|kategori|etiketa|etiketë|autori|arkiva|arkivi|tema",
    "ka": "კატეგორია|ტეგი|ავტორი|არქივი",
    "hy": "կատեգորիա|պիտակ|հեղինակ|արխիվ",
    "az": "kateqoriya|etiket|müəllif|arxiv|mövzu",
    "zh": "分类|分類|类别|類別|分类目录|分类目录归档|分類彙整|分类归档|分类存档|栏目|欄目|标签"
    "|標籤|标签归档|標籤彙整|标签存档|标记|關鍵字|关键词|关键字|归档|歸檔|存档|彙整"
    "|封存|作者|作者归档|作者彙整|专题|話題|话题|主题|主題|顯示包含「標籤」的文章|显示标签为|专栏|目录",
    "ja": "カテゴリー|カテゴリ|カテゴリーアーカイブ|カテゴリアーカイブ|タグ|タグアーカイブ|アーカイブ"
    "|アーカイブス|投稿者|作成者|著者|執筆者|作者|ラベル|テーマ|トピック|タグ一覧"
    "|キーワード|ジャンル",
    "ko": "카테고리|카테고리 보관물|카테고리 글 목록|분류|태그|태그 보관물|태그 글 목록|보관물"
    "|글쓴이|작성자|글쓴이 보관물|주제|라벨|글 보관함",
}  # fmt: skip

# The same for archives by date.
PREFIX_DATES: Final[str] = (
    "month|year|day|monthly archives|yearly archives|daily archives|monthly archive|archives for|mese|anno"
    "|giorno|archivio mensile|archivi mensili|archivi giornalieri|archivi annuali|archivi del mese|mois"
    "|année|jour|archives mensuelles|archives du mois|archives annuelles|mes|año|día|archivo mensual"
    "|archivos mensuales|mês|ano|dia|arquivos mensais"
    "|monat|jahr|tag|monatsarchive|monatsarchiv|monatliche archive|jahresarchiv|maand|jaar|dag"
    "|maandelijks archief|måned|år|månad|månedsarkiv|kuukausi|vuosi|päivä|miesiąc|rok|dzień|měsíc|den"
    "|mesiac|deň|mesec|leto|dan|mjesec|godina|месец|година|месяц|год|день|місяць|рік|luna|anul|lună|an|ziua"
    "|hónap|év|nap|μήνας|έτος|ημέρα|ay|yıl|gün|mėnuo|metai|mēnesis|gads|kuu|aasta|חודש|שנה|יום|شهر|سنة|يوم"
    "|ماه|سال|روز|เดือน|ปี|tháng|năm|ngày|bulan|tahun|hari|月|年|日|월|년|일|месечни архиви|архив за месяц"
    "|архивы за месяц"
)

# Phrases that need no colon: what follows is the name.
PREFIX_PHRASES: Final[str] = (
    "category archives|tag archives|author archives|posts tagged with|posts tagged|entries tagged with"
    "|entries tagged|articles tagged with|articles tagged|posts categorized|all posts tagged|all posts in"
    "|all posts by|posts by"
    "|browsing category|browsing tag|browsing the category|browsing the tag|browsing posts in"
    "|archive for category|archive for the category|archive for tag|archive for the|archive for"
    "|archives for|tag archive|category archive|showing posts with label|posts in category"
    "|items tagged|content tagged with|tagged with|currently browsing category|currently browsing"
    "|archivio della categoria|archivio categoria|archivi della categoria|archivi categoria"
    "|archivio per la categoria|archivio tag|archivi tag|archivio del tag|archivio per il tag"
    "|articoli con tag|articoli taggati con|articoli taggati|post taggati|articoli nella categoria"
    "|visualizzazione post con etichetta|tutti gli articoli di|elementi filtrati per tag"
    "|archives de la catégorie|archive de la catégorie|archives par catégorie|archives par mot-clé"
    "|archives de l'étiquette|articles tagués|articles taggés|articles avec le tag|articles étiquetés"
    "|affichage des articles dont le libellé est|archives de l'auteur|archives pour la catégorie"
    "|archivo de la categoría|archivos de la categoría|archivo de la etiqueta|archivos de la etiqueta"
    "|archivo por etiqueta|entradas etiquetadas con|entradas etiquetadas|mostrando entradas con la etiqueta"
    "|artículos etiquetados|archivo del autor"
    "|arquivo da categoria|arquivos da categoria|arquivo da tag|arquivos da tag|posts com a tag"
    "|posts marcados com|mostrando postagens com marcador|mostrar mensagens com a etiqueta"
    "|kategorie-archive|kategorie-archiv|kategoriearchiv|schlagwort-archive|schlagwort-archiv"
    "|schlagwortarchiv|tag-archiv|tag-archive|archiv der kategorie|archiv für die kategorie"
    "|archiv für das schlagwort|beiträge mit dem schlagwort|beiträge getaggt mit|artikel mit dem schlagwort"
    "|alle beiträge von|beiträge von|artikel von"
    "|categorie archief|categoriearchief|tag archief|tagarchief|berichten getagd met|berichten getagd"
    "|kategoriarkiv|taggarkiv|etikettarkiv|arkiv för kategorin|arkiv for kategorien|archiwum kategorii"
    "|archiwa kategorii|archiwum tagu|wpisy otagowane"
    "|archiv rubriky|archivy rubriky|archiv štítku|archívy kategórie|archív kategórie|архив рубрики"
    "|архив категории|архив метки|архивы рубрики|записи с меткой|записи с тегом|архів категорії"
    "|архіви категорії|архив за категория"
    "|arhiva categoriei|arhiva etichetei|kategória archívum|címke archívum|αρχείο κατηγορίας"
    "|αρχείο ετικέτας|ארכיון קטגוריה|ארכיון הקטגוריה|ארכיון תגית|ארכיון עבור|ארכיון|أرشيف التصنيف"
    "|أرشيف الوسم|أرشيف|الأرشيف|بایگانی دسته|بایگانی برچسب|آرشیو|lưu trữ danh mục|lưu trữ chuyên mục"
    "|lưu trữ|arsip kategori|arsip tag"
    "|posts about|articles about|entries about|stories about|articoli su|post su|articles sur|billets sur"
    "|publicaciones sobre|entradas sobre|artículos sobre|artigos sobre|posts sobre|textos publicados sobre"
    "|einträge über|beiträge über|artikel über|berichten over|artikelen over|indlæg om|innlegg om|inlägg om"
    "|artiklar om|kirjoituksia aiheesta|posty o|wpisy o|příspěvky o|články o|príspevky o|objave o|postovi o"
    "|постови о|записи о|статьи о|статті про|публикации относно|articole despre|postime rreth|bejegyzések erről"
    "|αναρτήσεις για|مقالات عن|tulisan tentang|bài viết về|โพสต์เกี่ยวกับ|publicacions sobre"
    "|search results for|risultati della ricerca per|risultati di ricerca per|risultati ricerca per"
    "|risultati per|résultats de recherche pour|résultats pour|resultados de búsqueda para"
    "|resultados de la búsqueda|resultados para|resultados da pesquisa por|resultados da busca por"
    "|suchergebnisse für|zoekresultaten voor"
    "|分类目录归档|分類彙整|标签归档|標籤彙整|カテゴリーアーカイブ|タグアーカイブ"
)

# Words at the end of a title: "News Archives", "Blog archivos", "Allgemein Archive".
SUFFIXES: Final[str] = (
    "archives|archive|category archives|tag archives|category|archivi|archivio|archivos|archivo|arquivos|arquivo"
    "|archiv|archieven|archief|arkiv|arkiver|arkistot|arkisto|archiwa|archiwum|archivy|archívy|archív"
    "|arhive|arhiva|arhivi|arhiv|arşivleri|arşivi|arşiv|архивы|архив|архіви|архів"
    "|архиви|архива|arxius|arxiu|αρχεία|αρχείο|arsip|arkib|archyvai|archyvas|arhīvs|arhiivid|arhiiv"
    "|archívum|archívumok|アーカイブ|アーカイブス|归档|歸檔|存档|存檔|彙整|封存|보관물"
    "|บทความ คลังเก็บ|คลังเก็บ|আর্কাইভ|आर्काइव्स"
    "|अभिलेखागार|آرشیو|بایگانی|الأرشيف|ארכיון|記事一覧|一覧|の記事一覧|artxiboak|safn"
    "|の記事"
)

# Headings that name a box or a control of the page and never a tag.
NOT_NAMES: Final[str] = (
    "menu|main menu|navigation|search|search form|close|cookies|cookie|privacy|categories|tags|archives"
    "|recent posts|recent comments|latest posts|latest news|popular posts|most read|related posts|follow us"
    "|newsletter|subscribe|share|contact|contact us|about|about us|links|home|homepage|sidebar"
    "|primary sidebar|footer|skip to content|language|languages|login|log in|sign in|comments|leave a reply"
    "|post navigation|posts navigation|site navigation|breadcrumb|you are here|meta|calendar|advertisement"
    "|filter|filters|sort by|loading|results|pages|table of contents|untitled|no title|archive"
    "|menù|menu principale|navigazione|cerca|chiudi|categorie|articoli recenti|commenti recenti"
    "|ultimi articoli|ultime notizie|più letti|seguici|iscriviti|condividi|contatti|chi siamo|archivi"
    "|archivio|navigazione articoli|ti trovi in|sei qui"
    "|rechercher|recherche|fermer|catégories|étiquettes|articles récents|commentaires récents"
    "|derniers articles|suivez-nous|partager|contactez-nous|accueil|navigation des articles|vous êtes ici"
    "|buscar|búsqueda|cerrar|categorías|etiquetas|entradas recientes|comentarios recientes|últimas entradas"
    "|últimas noticias|síguenos|compartir|contacto|inicio|navegación|navegación de entradas|archivos|menú"
    "|menú principal"
    "|pesquisar|pesquisa|fechar|categorias|posts recentes|comentários recentes|artigos recentes|siga-nos"
    "|compartilhar|contato|contacto|início|arquivos|navegação por posts"
    "|suche|suchen|schließen|kategorien|schlagwörter|neueste beiträge|neueste kommentare|letzte beiträge"
    "|folge uns|teilen|kontakt|startseite|archiv|archive|beitragsnavigation|hauptmenü"
    "|zoeken|sluiten|categorieën|recente berichten|recente reacties|archief|volg ons|berichtnavigatie|søg"
    "|sök|søk|haku|kategorier|kategoriat|seneste indlæg|senaste inläggen|siste innlegg|kategorie|szukaj"
    "|ostatnie wpisy|najnowsze wpisy|nawigacja"
    "|hledat|rubriky|nejnovější příspěvky|поиск|рубрики|категории|метки|свежие записи|свежие комментарии"
    "|архивы|меню|навигация|пошук|категорії|останні записи|меню сайту|ara|kategoriler|son yazılar|arama"
    "|αναζήτηση|κατηγορίες|πρόσφατα άρθρα|keresés|kategóriák|legutóbbi bejegyzések|căutare|categorii"
    "|articole recente"
    "|חיפוש|קטגוריות|פוסטים אחרונים|ניווט|بحث|البحث|التصنيفات|أحدث المقالات|القائمة|جستجو|دسته‌ها"
    "|نوشته‌های تازه|搜索|搜尋|分类|分類|标签|標籤|最新文章|近期文章|導航|导航|文章导航"
    "|検索|カテゴリー|最近の投稿|アーカイブ|メニュー|검색|카테고리|최근 글|메뉴|cari"
    "|kategori|tìm kiếm|chuyên mục|ค้นหา|หมวดหมู่"
)

# Names of a site's first page in titles and headings.
HOME_WORDS: Final[str] = (
    "home|homepage|home page|welcome|start|startseite|accueil|inicio|início|inici|pagina iniziale"
    "|principale|principal|hem|hjem|forside|etusivu|strona główna|domů|úvod|domov|početna|naslovna|главная"
    "|главная страница|головна|начало|acasă|kezdőlap|főoldal|αρχική|ana sayfa|anasayfa|pradžia|sākums"
    "|avaleht|בית|דף הבית|عربي|الرئيسية|الصفحة الرئيسية|خانه|صفحه اصلی|होम|หน้าแรก|trang chủ|beranda|utama"
    "|首页|首頁|主页|ホーム|トップページ|홈|benvenuto|benvenuti|bienvenue|bienvenido|bienvenidos|willkommen|bem-vindo"
)

# An archive that says that it has no entries; any of these, somewhere in the main text.
EMPTY: Final[dict[str, str]] = {
    "en": "nothing found|no posts found|no posts were found|no results found|no results were found"
    "|no articles found|no entries found|no items found|there are no posts|there are no articles"
    "|there is currently no content|no content has been classified|no posts to display|no posts yet"
    "|no articles yet|no results for|nothing to show|nothing here yet|it seems we can't find"
    "|it seems we can’t find|sorry, no posts|sorry, but nothing|there are no items|no news found"
    "|no posts matching|no matching posts|no posts in this category"
    "|there are no articles in this category|no records found|currently no posts|no posts available"
    "|no content available|0 results|no posts match|no stories found|nothing was found"
    "|no publications found|coming soon: no posts"
    "|nothing here|nothing to see here|nothing matched|nothing published yet|no entries yet|no stories yet"
    "|nothing has been published|no articles available|no news yet|there is nothing here",
    "it": "nessun risultato|nessun articolo|nessun post|nessun contenuto|nessuna notizia|nessun elemento"
    "|non è stato trovato nulla|non abbiamo trovato|non ci sono articoli|non ci sono contenuti"
    "|non ci sono post|non ci sono elementi|non ci sono notizie|non sono presenti articoli"
    "|non sono presenti contenuti|non è stato trovato alcun|nulla è stato trovato"
    "|niente da mostrare|nessun dato|al momento non ci sono|nessuna pubblicazione"
    "|non sono stati trovati|non esistono articoli|non è ancora stato inserito"
    "|sembra che non sia possibile trovare|nessun record"
    "|non ci sono ancora articoli|non ci sono ancora contenuti|non ci sono ancora post|non ci sono ancora notizie"
    "|non ci sono ancora elementi|non ci sono risultati"
    "|nessuna storia|non è stato pubblicato|non è presente alcun|non sono disponibili articoli|niente di trovato"
    "|non ci sono pubblicazioni|qui non c'è nulla|qui non c’è nulla|elenco vuoto",
    "fr": "aucun article|aucun résultat|aucun contenu|aucune publication|rien n'a été trouvé"
    "|rien n’a été trouvé|rien de trouvé|aucun élément|il n'y a pas d'article"
    "|il n’y a pas d’article|pas de contenu|aucun post|pas d'article|aucune actualité"
    "|il semble que nous ne puissions|désolé, mais rien"
    "|pas encore d'article|pas encore d’article|pas d’article|rien à afficher|aucune entrée|aucune page trouvée",
    "es": "no se encontraron|no se ha encontrado|no se han encontrado|nada encontrado|no hay entradas"
    "|no hay artículos|no hay contenido|no hay resultados|no hay publicaciones|no hay noticias"
    "|ningún resultado|no se encontró|sin resultados|no existen entradas|no hay elementos"
    "|parece que no podemos encontrar|ninguna entrada"
    "|todavía no hay artículos|todavía no hay entradas|no hay nada|nada que mostrar"
    "|ningún artículo|no hay contenidos|no se han publicado",
    "pt": "nada encontrado|nenhum resultado|nenhum post|nenhum artigo|nenhum conteúdo|nenhuma postagem"
    "|nenhuma publicação|não há posts|não há artigos|não há postagens|não há conteúdo"
    "|não foram encontrad|não encontramos|nenhuma notícia|sem resultados|parece que não conseguimos"
    "|nenhum item|nenhum registro"
    "|nada para mostrar|não há nada|não existem artigos|não há publicações|não há conteúdos",
    "ca": "no s'ha trobat|no s’ha trobat|no hi ha entrades|no hi ha articles|cap resultat|no s'han trobat"
    "|no hi ha contingut"
    "|no hi ha res|cap article|cap entrada",
    "gl": "non se atopou|non hai entradas|ningún resultado"
    "|non hai artigos|non se atoparon",
    "eu": "ez da ezer aurkitu|ez dago"
    "|ez da aurkitu",
    "de": "nichts gefunden|keine beiträge|keine ergebnisse|keine artikel|keine einträge|keine treffer"
    "|keine inhalte|es wurde nichts gefunden|es wurden keine|leider wurde nichts|leider keine"
    "|nichts passendes|derzeit keine|es gibt keine beiträge|es gibt noch keine|noch keine beiträge"
    "|keine meldungen"
    "|hier gibt es nichts|nichts vorhanden|momentan keine|zurzeit keine",
    "nl": "niets gevonden|geen berichten|geen resultaten|geen artikelen|geen inhoud|er zijn geen"
    "|helaas niets gevonden|geen items|nog geen berichten|niks gevonden"
    "|nog geen artikelen|er is nog niets|momenteel geen|geen nieuws",
    "da": "intet fundet|ingen indlæg|ingen resultater|der blev ikke fundet|ingen artikler|intet indhold"
    "|der er ingen|ikke fundet noget"
    "|ingen nyheder|intet at vise",
    "sv": "inget hittades|inga inlägg|inga resultat|inga artiklar|inga träffar|det finns inga"
    "|inget innehåll|hittades inte några"
    "|inga nyheter|inget att visa|hittade inga",
    "nb": "ingen treff|ingenting funnet|ingen innlegg|ingen resultater|ingen artikler|det finnes ingen"
    "|fant ingen|ikke noe innhold|ingen funnet"
    "|ingenting her|ingen nyheter",
    "fi": "mitään ei löytynyt|ei tuloksia|ei artikkeleita|ei kirjoituksia|ei löytynyt|ei hakutuloksia"
    "|ei sisältöä|ei julkaisuja"
    "|täällä ei ole",
    "is": "ekkert fannst|engar niðurstöður|engar færslur",
    "pl": "nic nie znaleziono|brak wpisów|brak wyników|nie znaleziono|brak artykułów|brak postów"
    "|brak treści|nie ma żadnych|brak aktualności"
    "|nie ma jeszcze wpisów|nie ma jeszcze artykułów|nic tu nie ma|brak materiałów|nie opublikowano",
    "cs": "nic nenalezeno|nic nebylo nalezeno|žádné příspěvky|žádné články|žádné výsledky|nebyly nalezeny"
    "|nenalezeny žádné|nebylo nic nalezeno|zatím zde nejsou|není zde žádný"
    "|nic tu není|žádné záznamy|zatím nic",
    "sk": "nič nenájdené|nič sa nenašlo|žiadne články|žiadne príspevky|žiadne výsledky|nenašli sa|neboli nájdené"
    "|žiadne záznamy|zatiaľ nič",
    "sl": "nič ni bilo najdeno|ni zadetkov|ni prispevkov|ni objav|ni najdenih",
    "hr": "ništa nije pronađeno|nema objava|nema rezultata|nema članaka|nema postova|nije pronađeno|nema vijesti",
    "sr": "ništa nije pronađeno|nema rezultata|nema članaka|ništa nije nađeno|ништа није пронађено"
    "|нема резултата|нема чланака|ништа није нађено",
    "mk": "ништо не е пронајдено|нема резултати|нема објави",
    "bg": "нищо не е намерено|няма резултати|няма публикации|няма намерени|няма статии|не са намерени|няма новини",
    "ru": "ничего не найдено|записей не найдено|записей нет|нет записей|нет результатов|нет статей"
    "|нет материалов|не найдено ни одной|по вашему запросу ничего|публикаций нет|статей не найдено"
    "|новостей не найдено|пока нет записей|пока ничего нет|раздел пуст|нет публикаций"
    "|в этой рубрике нет|в этом разделе нет|элементов не найдено|сообщений не найдено"
    "|список пуст|записи отсутствуют|материалов нет|нет новостей",
    "uk": "нічого не знайдено|записів не знайдено|немає записів|немає результатів|немає статей"
    "|записи відсутні|публікацій немає|не знайдено жодного"
    "|немає матеріалів|немає новин|список порожній",
    "be": "нічога не знойдзена|няма запісаў",
    "ro": "nimic găsit|nu am găsit|nu s-a găsit|nu s-au găsit|nu există articole|niciun rezultat"
    "|niciun articol|nu sunt articole|nu au fost găsite|nimic gasit|nu există postări"
    "|nu a fost găsit"
    "|nu sunt postări|nimic de afișat",
    "hu": "nincs találat|nem található|nincsenek bejegyzések|nincs bejegyzés|nincsenek cikkek"
    "|nincs megjeleníthető|nem találtunk|nincsenek hírek"
    "|nincs bejegyzés|nincs tartalom|nincs eredmény",
    "el": "δεν βρέθηκαν|δεν βρέθηκε|δεν υπάρχουν άρθρα|δεν υπάρχουν αναρτήσεις|κανένα αποτέλεσμα"
    "|δε βρέθηκαν|τίποτα δεν βρέθηκε|δεν υπάρχουν διαθέσιμ"
    "|δεν υπάρχουν δημοσιεύσεις|τίποτα εδώ",
    "tr": "hiçbir şey bulunamadı|sonuç bulunamadı|yazı bulunamadı|içerik bulunamadı|hiç yazı yok"
    "|kayıt bulunamadı|gönderi bulunamadı|henüz yazı|bulunmamaktadır|hiçbir sonuç"
    "|henüz içerik|hiç içerik|burada hiçbir şey|haber bulunamadı",
    "lt": "nieko nerasta|įrašų nerasta|straipsnių nėra|nėra įrašų|rezultatų nerasta",
    "lv": "nekas netika atrasts|nekas nav atrasts|nav ierakstu|nav rakstu|nav rezultātu",
    "et": "midagi ei leitud|postitusi ei leitud|artikleid ei leitud|tulemusi ei leitud|ei leitud ühtegi",
    "he": "לא נמצאו|לא נמצא דבר|אין פוסטים|אין תוצאות|אין כתבות|אין תוכן|לא נמצא כלום",
    "ar": "لا توجد نتائج|لم يتم العثور|لا توجد مقالات|لا يوجد محتوى|لا توجد مشاركات|لا شيء هنا"
    "|لا توجد منشورات|لا توجد أخبار|لا يوجد نتائج|لا توجد مواضيع|لم نعثر|لا يوجد مقالات",
    "fa": "چیزی یافت نشد|هیچ نوشته‌ای|نتیجه‌ای یافت نشد|مطلبی یافت نشد|موردی یافت نشد|هیچ مطلبی|هیچ موردی"
    "|نوشته‌ای یافت نشد|یافت نشد",
    "ur": "کچھ نہیں ملا|کوئی نتیجہ نہیں",
    "hi": "कुछ नहीं मिला|कोई पोस्ट नहीं|कोई परिणाम नहीं|कोई लेख नहीं|कोई समाचार नहीं",
    "bn": "কিছুই পাওয়া যায়নি|কোনো পোস্ট|কোন পোস্ট|পাওয়া যায়নি|কোনো খবর|কোনো ফলাফল",
    "ta": "எதுவும் கிடைக்கவில்லை|இடுகைகள் இல்லை",
    "th": "ไม่พบ|ไม่มีบทความ|ไม่มีโพสต์|ไม่มีข้อมูล|ไม่มีผลลัพธ์|ไม่มีรายการ",
    "vi": "không tìm thấy|không có bài viết|không có kết quả|chưa có bài viết|không có nội dung|chưa có bài",
    "id": "tidak ditemukan|tidak ada pos|tidak ada artikel|tidak ada hasil|belum ada artikel"
    "|tidak ada postingan|tidak ada konten|belum ada postingan|tidak ada berita",
    "ms": "tiada hasil|tiada artikel|tidak dijumpai|tiada kandungan|tiada catatan",
    "sq": "asgjë nuk u gjet|nuk u gjet asgjë|nuk ka artikuj|nuk ka postime",
    "ka": "ვერაფერი მოიძებნა|არაფერი მოიძებნა",
    "hy": "ոչինչ չի գտնվել",
    "az": "heç nə tapılmadı|nəticə tapılmadı",
    "zh": "没有找到|没有文章|暂无文章|暂无内容|暂无数据|没有内容|未找到|找不到|沒有找到|沒有文章"
    "|目前沒有|尚無文章|无结果|無結果|没有相关|沒有符合|暂时没有|暂无相关|暂无信息|查無資料"
    "|尚未有"
    "|还没有文章|還沒有文章|沒有內容|这里什么都没有",
    "ja": "見つかりませんでした|記事がありません|記事はありません|投稿がありません|該当する記事"
    "|投稿はありません|記事が見つかりません|まだ記事|何も見つかりません|該当する投稿|記事はまだ"
    "|何もありません|記事はまだありません",
    "ko": "찾을 수 없습니다|글이 없습니다|게시물이 없습니다|검색 결과가 없습니다|결과가 없습니다"
    "|등록된 글이|등록된 게시물이|글을 찾을 수|내용이 없습니다"
    "|아직 글이|아직 게시물이|등록된 내용이|자료가 없습니다",
}  # fmt: skip

# What an error page says in its title or first heading.
ERROR: Final[str] = (
    "page not found|not found|404|error 404|404 error|oops|page can't be found|page can’t be found"
    "|page cannot be found|page doesn't exist|page doesn’t exist|page does not exist|page no longer exists"
    "|nothing here|this page isn't available|internal server error|500|bad gateway|502|service unavailable"
    "|503|gateway timeout|504|bad request|access denied|forbidden|403|410|gone|site not found|server error"
    "|something went wrong|error|fatal error|under maintenance|maintenance mode"
    "|briefly unavailable for scheduled maintenance|error establishing a database connection"
    "|account suspended|temporarily unavailable|unexpected error|an error occurred"
    "|pagina non trovata|non trovata|errore 404|errore|la pagina non esiste|pagina inesistente"
    "|accesso negato|sito in manutenzione|in manutenzione|la pagina che cerchi|pagina non disponibile"
    "|impossibile trovare la pagina|ops"
    "|page introuvable|page non trouvée|erreur 404|erreur|cette page n'existe pas"
    "|cette page est introuvable|accès refusé|site en maintenance|impossible de trouver|oups"
    "|página no encontrada|no encontrada|error 404|no se encontró la página|no se ha encontrado la página"
    "|la página no existe|esta página no existe|acceso denegado|en mantenimiento|no se puede encontrar|vaya"
    "|página no disponible"
    "|página não encontrada|não encontrada|erro 404|erro|a página não existe|acesso negado|em manutenção"
    "|pàgina no trobada|no s'ha trobat la pàgina"
    "|seite nicht gefunden|nicht gefunden|fehler 404|fehler|seite existiert nicht"
    "|diese seite wurde nicht gefunden|zugriff verweigert|wartungsarbeiten|wartungsmodus"
    "|seite konnte nicht gefunden werden|hoppla|ups"
    "|pagina niet gevonden|niet gevonden|fout 404|toegang geweigerd|onderhoud|siden blev ikke fundet"
    "|siden findes ikke|side ikke fundet|sidan hittades inte|sidan kunde inte hittas|sidan finns inte"
    "|siden ble ikke funnet|siden finnes ikke|fant ikke siden|sivua ei löytynyt|sivua ei löydy"
    "|síða fannst ekki"
    "|nie znaleziono strony|strona nie została znaleziona|błąd 404|strona nie istnieje|odmowa dostępu"
    "|stránka nenalezena|stránka nebyla nalezena|chyba 404|stránka neexistuje|stránka sa nenašla"
    "|stránka nebola nájdená|stran ni bila najdena|stranica nije pronađena|страница није пронађена"
    "|страницата не е намерена|страница не найдена|ошибка 404|ошибка|страница не существует"
    "|такой страницы нет|доступ запрещён|доступ запрещен|сторінку не знайдено|помилка 404"
    "|сторінка не знайдена|pagina nu a fost găsită|pagina nu există|eroare 404|az oldal nem található"
    "|a lap nem található|nem található az oldal|404-es hiba|η σελίδα δεν βρέθηκε|σφάλμα 404"
    "|sayfa bulunamadı|hata 404|puslapis nerastas|lapa nav atrasta|lehte ei leitud"
    "|הדף לא נמצא|העמוד לא נמצא|דף לא נמצא|שגיאה 404|الصفحة غير موجودة|لم يتم العثور على الصفحة|خطأ 404"
    "|صفحه پیدا نشد|صفحه مورد نظر یافت نشد|خطای 404|पृष्ठ नहीं मिला|পৃষ্ঠা পাওয়া যায়নি|ไม่พบหน้า"
    "|ไม่พบหน้าที่ต้องการ|không tìm thấy trang|trang không tồn tại|halaman tidak ditemukan|页面不存在|页面未找到"
    "|找不到页面|找不到頁面|頁面不存在|未找到页面|无法找到|ページが見つかりません|ページが見つかりませんでした"
    "|お探しのページ|페이지를 찾을 수 없습니다"
)

# What may stand before the number of an error; a regular expression.
ERROR_BEFORE_NUMBER: Final[str] = (
    "error |errore |erreur |fehler |erro |fout |fel |fejl |błąd |chyba |ошибка |помилка |hata |hiba "
)

# Messages of servers and databases; a regular expression for case-folded text.
SERVER_ERRORS: Final[str] = (
    r"error establishing a database connection|database connection (?:error|failed)"
    r"|could not connect to (?:the )?database|sqlstate\[|mysql server has gone away|too many connections"
    r"|there has been a critical error|errore nello stabilire una connessione al database"
    r"|si è verificato un errore critico|fehler beim aufbau einer datenbankverbindung"
    r"|erreur lors de la connexion à la base de données"
    r"|error al establecer una conexión con la base de datos|fatal error: |uncaught exception|uncaught error"
    r"|the site is experiencing technical difficulties"
)

LOGIN: Final[str] = (
    "log in|login|sign in|signin|log-in|member login|log in to your account|please log in"
    "|authentication required|restricted area|members only|accedi|accesso|area riservata|effettua il login"
    "|effettua l'accesso|login fornitore|entra|connexion|se connecter|identification|espace membre"
    "|iniciar sesión|acceder|acceso|inicia sesión|área privada|ingresar|entrar|fazer login|acesse"
    "|área restrita|anmelden|anmeldung|einloggen|inloggen|aanmelden|log ind|logga in|logg inn|kirjaudu"
    "|kirjaudu sisään|zaloguj|zaloguj się|logowanie|přihlášení|přihlásit se|prihlásenie|prijava|вход|войти"
    "|авторизация|увійти|вхід|autentificare|conectare|bejelentkezés|belépés|σύνδεση|είσοδος|giriş|giriş yap"
    "|oturum aç|prisijungti|ielogoties|logi sisse|התחברות|כניסה|تسجيل الدخول|دخول|ورود|लॉग इन|লগইন"
    "|เข้าสู่ระบบ|đăng nhập|masuk|log masuk|登录|登入|登陆|ログイン|로그인|inici de sessió"
)

# Word forms by which bot challenges and consent walls make themselves known, in titles or the little text they have.
CHALLENGE: Final[str] = (
    "just a moment|attention required|checking your browser|verifying you are human|verify you are human"
    "|are you a robot|are you human|i'm not a robot|ddos protection|security check"
    "|please wait while we verify|enable javascript and cookies to continue|please enable cookies"
    "|access to this page has been denied|pardon our interruption|request unsuccessful|one more step"
    "|human verification|bot verification|unusual traffic|please complete the security check"
    "|please verify you are|performing security verification|please turn javascript on|browser check"
    "|captcha|robot check|client challenge|making sure you're not a bot|vercel security checkpoint"
    "|verifica di sicurezza|verifica di essere umano|un momento|ci siamo quasi"
    "|conferma di non essere un robot|un instant|vérification de sécurité|vérifiez que vous êtes humain"
    "|un momento, por favor|comprobando su navegador|verificación de seguridad|um momento"
    "|verificação de segurança|nur einen moment|sicherheitsüberprüfung|einen moment|bitte warten"
    "|een ogenblik|säkerhetskontroll|подождите|один момент|проверка безопасности|проверка браузера"
    "|вы не робот|请稍候|安全验证|人机验证|しばらくお待ちください|잠시만 기다리십시오|bir dakika|chwileczkę"
)

PARKED: Final[str] = (
    "domain is for sale|domain for sale|buy this domain|this domain may be for sale|domain name is for sale"
    "|parked free|domain parking|parked domain|this domain is parked|domain has expired"
    "|this domain has been registered|dominio in vendita|questo dominio è in vendita|dominio parcheggiato"
    "|domaine à vendre|domaine est à vendre|dominio en venta|domínio à venda|domain steht zum verkauf"
    "|domain zu verkaufen|deze domeinnaam is te koop|домен продается|домен продаётся|domena na sprzedaż"
    "|related searches|default web page|welcome to nginx|apache2 ubuntu default page"
    "|apache2 debian default page|it works!|site is under construction|coming soon|sito in costruzione"
    "|web server's default page|future home of something quite cool|index of /"
)

NEEDS_SCRIPT: Final[str] = (
    "you need to enable javascript|enable javascript to run this app|please enable javascript"
    "|javascript is required|requires javascript|javascript is disabled|turn on javascript"
    "|abilita javascript|abilitare javascript|è necessario javascript|attiva javascript"
    "|javascript è disabilitato|activer javascript|activez javascript|habilite javascript"
    "|habilitar javascript|habilita javascript|active javascript|ative o javascript|javascript aktivieren"
    "|aktivieren sie javascript|javascript inschakelen|włącz javascript|включите javascript|javascriptを有効"
    "|启用javascript|启用 javascript"
)


# Headings of boxes that an article has below itself, as whole headings or their beginnings.
RELATED: Final[str] = (
    "related|related posts|related articles|related stories"
    "|related news|related content|related products"
    "|you may also like|you might also like"
    "|you may also be interested|you might be interested"
    "|recommended|recommended for you|read also|read next"
    "|read more|more from|more in|more on|more stories"
    "|more articles|more like this|more news|other news"
    "|other articles|other posts|see also|similar posts"
    "|similar articles|also read|don't miss|up next"
    "|what to read next|further reading|keep reading"
    "|leggi anche|articoli correlati|articoli simili"
    "|post correlati|contenuti correlati|notizie correlate"
    "|correlati|potrebbe interessarti|potrebbero interessarti"
    "|ti potrebbe interessare|ti potrebbero interessare"
    "|ti può interessare|altri articoli|altre notizie"
    "|vedi anche|approfondimenti|da leggere|consigliati"
    "|prodotti correlati|altre news|continua a leggere"
    "|leggi altri"
    "|articles similaires|articles liés|articles connexes"
    "|à lire aussi|à lire également|vous aimerez aussi"
    "|vous pourriez aimer|lire aussi|sur le même sujet"
    "|autres articles|voir aussi|dans la même catégorie"
    "|contenus similaires|à découvrir"
    "|artículos relacionados|entradas relacionadas"
    "|noticias relacionadas|contenido relacionado"
    "|relacionados|relacionadas|también te puede interesar"
    "|te puede interesar|quizás te interese"
    "|le puede interesar|puede interesarte|lee también"
    "|otros artículos|otras noticias|más noticias|ver también"
    "|publicaciones relacionadas|productos relacionados"
    "|te recomendamos"
    "|artigos relacionados|posts relacionados"
    "|notícias relacionadas|conteúdo relacionado|veja também"
    "|leia também|você também pode gostar|você pode gostar"
    "|outras notícias|mais notícias|outros artigos"
    "|confira também"
    "|ähnliche beiträge|ähnliche artikel|verwandte artikel"
    "|verwandte beiträge|weitere artikel|weitere beiträge"
    "|das könnte sie auch interessieren"
    "|das könnte dich auch interessieren|auch interessant"
    "|mehr zum thema|lesen sie auch|weitere meldungen"
    "|weitere nachrichten|passend dazu|mehr aus"
    "|gerelateerde berichten|gerelateerde artikelen"
    "|gerelateerd|lees ook|ook interessant|meer nieuws"
    "|andere artikelen|relaterede artikler|relaterede indlæg"
    "|læs også|liknande inlägg|relaterade artiklar|läs också"
    "|läs även|relaterte artikler|relaterte innlegg|les også"
    "|lue myös|aiheeseen liittyvää"
    "|podobne wpisy|podobne artykuły|powiązane wpisy"
    "|powiązane artykuły|zobacz także|zobacz też"
    "|przeczytaj także|czytaj także|související články"
    "|související příspěvky|podobné články"
    "|mohlo by vás zajímat|súvisiace články|podobné príspevky"
    "|povezani članki|sorodne objave|povezane objave"
    "|slični članci|možda vas zanima|povezane vijesti"
    "|повезани чланци|свързани публикации|подобни публикации"
    "|още новини"
    "|похожие записи|похожие статьи|похожие новости"
    "|похожие материалы|читайте также|смотрите также"
    "|другие новости|другие статьи|вам может понравиться"
    "|вас может заинтересовать|по теме|схожі записи"
    "|читайте також|інші новини|articole similare"
    "|articole asemănătoare|citește și|s-ar putea să-ți placă"
    "|kapcsolódó cikkek|kapcsolódó bejegyzések"
    "|hasonló bejegyzések|olvassa el ezt is|ajánlott"
    "|σχετικά άρθρα|διαβάστε επίσης|δείτε επίσης"
    "|benzer yazılar|ilgili yazılar|ilginizi çekebilir"
    "|bunlar da ilginizi çekebilir|diğer haberler"
    "|susiję straipsniai|panašūs straipsniai|saistītie raksti"
    "|lasi arī|seotud artiklid|loe ka"
    "|פוסטים קשורים|כתבות נוספות|אולי יעניין אותך"
    "|מאמרים קשורים|مقالات ذات صلة|مواضيع ذات صلة"
    "|أخبار ذات صلة|قد يعجبك|اقرأ أيضا|اقرأ أيضًا"
    "|مقالات مرتبط|مطالب مرتبط|نوشته‌های مشابه|संबंधित पोस्ट"
    "|ये भी पढ़ें|यह भी पढ़ें|সম্পর্কিত পোস্ট|আরও পড়ুন"
    "|อ่านเพิ่มเติม|บทความที่เกี่ยวข้อง|bài viết liên quan"
    "|tin liên quan|có thể bạn quan tâm|artikel terkait"
    "|berita terkait|baca juga|pos terkait"
    "|相关文章|相關文章|相关阅读|相关新闻|相关推荐|猜你喜欢|推荐阅读|延伸閱讀|你可能也喜歡|您可能还喜欢"
    "|関連記事|関連投稿|おすすめ記事|こちらもおすすめ|あわせて読みたい|관련 글|관련글|관련 기사|추천 글"
)


def alternatives(*tables: dict[str, str] | str) -> tuple[str, ...]:
    """Every phrase of the tables, the longest first, as regular expressions need them.

    Args:
        tables: tables of this module.
    """
    lines = [line for table in tables for line in (table.values() if isinstance(table, dict) else [table])]
    found = {phrase.strip() for line in lines for phrase in line.split("|") if phrase.strip()}
    return tuple(sorted(found, key=lambda phrase: (-len(phrase), phrase)))
