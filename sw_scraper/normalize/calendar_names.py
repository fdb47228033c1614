"""Names of the months and days of the week, language by language: data only.

Source: Unicode CLDR (by way of dateparser's tables), with the forms added that web pages write: older abbreviations,
genitives, and the month names of the Levant and the Maghreb.
"""

from __future__ import annotations

from typing import Final

# Twelve cells a language, January first; in a cell the variants, the words of one variant joined by "_".
MONTHS: Final[dict[str, str]] = {
    "af": (
        "jan januarie|feb februarie|maart mrt|apr april|mei|jun junie|jul julie|aug augustus|sep september|"
        "okt oktober|nov november|des desember"
    ),
    "ar": (
        "يناير كانون_الثاني جانفي|فبراير شباط فيفري|مارس آذار|أبريل نيسان أفريل|مايو أيار ماي|"
        "يونيو يونيه يونية حزيران جوان|يوليو يوليه يولية تموز جويلية يوليوز|أغسطس آب أوت غشت|"
        "سبتمبر أيلول شتنبر|أكتوبر تشرين_الأول|نوفمبر تشرين_الثاني نونبر|ديسمبر كانون_الأول دجنبر"
    ),
    "az": (
        "yan yanvar|fev fevral|mar mart|apr aprel|may|iyn iyun|iyl iyul|avq avqust|sen sentyabr|okt oktyabr|"
        "noy noyabr|dek dekabr"
    ),
    "be": (
        "сту студзень студзеня стд|лют лютага люты|сак сакавік сакавіка|кра красавік красавіка крс|"
        "май мая траўня тра|чэр чэрвень чэрвеня|ліп ліпень ліпеня|жні жнівень жніўня жнівеня жнв|"
        "вер верасень верасня врс|кас кастрычнік кастрычніка кст|ліс лістапад лістапада|"
        "сне снежань снежня снж"
    ),
    "bg": (
        "яну януари|фев февруари|март|апр април|май|юни|юли|авг август|сеп септември септ септм|окт октомври|"
        "ное ноември|дек декември"
    ),
    "bn": (
        "জানু জানুয়ারী জানুয়ারি|ফেব ফেব্রুয়ারী ফেব্রুয়ারি|মার্চ|এপ্রি এপ্রিল|মে|জুন|জুল জুলাই|আগ আগস্ট|"
        "সেপ সেপ্টেম্বর|অক্টো অক্টোবর|নভে নভেম্বর|ডিসে ডিসেম্বর"
    ),
    "bs": (
        "jan januar januara|feb februar februara|mar mart marta|apr april aprila|maj maja|jun juni juna|"
        "jul juli jula|aug august avg avgust avgusta augusta|sep septembar septembra|okt oktobar oktobra|"
        "nov novembar novembra|dec decembar decembra"
    ),
    "ca": (
        "gen gener|febr febrer|març|abr abril|maig|juny|jul juliol|ag agost|set setembre|oct octubre|"
        "nov novembre|des desembre"
    ),
    "cs": (
        "led leden ledna lednu|úno únor února únr únoru|bře březen března březnu|dub duben dubna dubnu|"
        "kvě květen května květnu|červen června čvn čer červnu|července červenec čvc črc červenci črv|"
        "srp srpen srpna srpnu|zář září|říj říjen října říjnu|lis listopad listopadu|"
        "pro prosince prosinec prosinci"
    ),
    "cy": (
        "ion ionawr|chw chwef chwefror|maw mawrth|ebr ebrill|mai|meh mehefin|gor gorff gorffennaf|awst|medi|"
        "hyd hydref|tach tachwedd|rhag rhagfyr"
    ),
    "da": (
        "jan januar|feb februar|mar marts|apr april|maj|jun juni|jul juli|aug august|sep september|"
        "okt oktober|nov november|dec december"
    ),
    "de": (
        "jan januar jänner|feb februar feber|mär märz mrz|apr april|mai|jun juni|jul juli|aug august|"
        "sep sept september|okt oktober|nov november|dez dezember"
    ),
    "el": (
        "ιαν ιανουάριος ιανουαρίου|φεβ φεβρουάριος φεβρουαρίου|μάρ μάρτιος μαρτίου|απρ απρίλιος απριλίου|"
        "μάι μάιος μαΐου|ιουν ιουνίου ιούνιος|ιουλ ιουλίου ιούλιος|αυγ αυγούστου αύγουστος|"
        "σεπ σεπτέμβριος σεπτεμβρίου|οκτ οκτωβρίου οκτώβριος|νοέ νοέμβριος νοεμβρίου|"
        "δεκ δεκέμβριος δεκεμβρίου"
    ),
    "en": (
        "jan january|feb february|mar march|apr april|may|jun june|jul july|aug august|sep september sept|"
        "oct october|nov november|dec december"
    ),
    "eo": (
        "jan januaro|feb februaro|mar marto|apr aprilo|maj majo|jun junio|jul julio|aŭg aŭgusto|"
        "sep septembro|okt oktobro|nov novembro|dec decembro"
    ),
    "es": (
        "ene enero|feb febrero|mar marzo|abr abril|may mayo|jun junio|jul julio|ago agosto|"
        "sept septiembre setiembre sep set|oct octubre|nov noviembre|dic diciembre"
    ),
    "et": (
        "jaan jaanuar|veebr veebruar|märts|apr aprill|mai|juuni|juuli|aug august|sept september|okt oktoober|"
        "nov november|dets detsember"
    ),
    "eu": (
        "urt urtarrila urtarrilaren urtarrilak|ots otsaila otsailaren otsailak|"
        "mar martxoa martxoaren martxoak|api apirila apirilaren apirilak|mai maiatza maiatzaren maiatzak|"
        "eka ekaina ekainaren ekainak|uzt uztaila uztailaren uztailak|abu abuztua abuztuaren abuztuak|"
        "ira iraila irailaren irailak|urr urria urriaren urriak|aza azaroa azaroaren azaroak|"
        "abe abendua abenduaren abenduak"
    ),
    "fa": (
        "ژانویه جنوری|فوریه فبروری|مارس مارچ|آوریل اپریل|مه می|ژوئن جون|ژوئیه جولای|اوت آگست|سپتامبر سپتمبر|"
        "اکتبر اکتوبر|نوامبر نومبر|دسامبر دسمبر"
    ),
    "fi": (
        "tammi tammik tammikuu tammikuuta tammikuussa|helmi helmik helmikuu helmikuuta helmikuussa|"
        "maalis maalisk maaliskuu maaliskuuta maaliskuussa|huhti huhtik huhtikuu huhtikuuta huhtikuussa|"
        "touko toukok toukokuu toukokuuta toukokuussa|kesä kesäk kesäkuu kesäkuuta kesäkuussa|"
        "heinä heinäk heinäkuu heinäkuuta heinäkuussa|elo elok elokuu elokuuta elokuussa|"
        "syys syysk syyskuu syyskuuta syyskuussa|loka lokak lokakuu lokakuuta lokakuussa|"
        "marras marrask marraskuu marraskuuta marraskuussa|joulu jouluk joulukuu joulukuuta joulukuussa"
    ),
    "fil": (
        "ene enero|peb pebrero|mar marso|abr abril|may mayo|hun hunyo|hul hulyo|ago agosto|set setyembre|"
        "okt oktubre|nob nobyembre|dis disyembre"
    ),
    "fo": (
        "jan januar|feb februar|mar mars|apr apríl|mai|jun juni|jul juli|aug august|sep september|"
        "okt oktober|nov november|des desember"
    ),
    "fr": (
        "janv janvier jan|févr février fév|mars|avr avril|mai|juin jun|juil juillet jul juill|août aoû|"
        "sept septembre sep|oct octobre|nov novembre|déc décembre"
    ),
    "fur": (
        "zen zenâr|fev fevrâr|mar març|avr avrîl|mai|jug jugn|lui|avo avost|set setembar|otu otubar|"
        "nov novembar|dic dicembar"
    ),
    "ga": (
        "ean eanáir|feabh feabhra|márta|aib aibreán|beal bealtaine|meith meitheamh|iúil|lún lúnasa|"
        "meán_fómhair mfómh|deireadh_fómhair dfómh|samh samhain|noll nollaig"
    ),
    "gl": (
        "xan xaneiro|feb febreiro|mar marzo|abr abril|maio|xuño|xul xullo|ago agosto|set setembro|"
        "out outubro|nov novembro|dec decembro"
    ),
    "gu": ("જાન્યુ જાન્યુઆરી|ફેબ્રુ ફેબ્રુઆરી|માર્ચ|એપ્રિલ|મે|જૂન|જુલાઈ|ઑગસ્ટ|સપ્ટે સપ્ટેમ્બર|ઑક્ટો ઑક્ટોબર|નવે નવેમ્બર|ડિસે ડિસેમ્બર"),
    "he": (
        "ינואר ינו לינואר בינואר|פברואר פבר בפברואר לפברואר|מרץ במרץ למרץ מרס במרס למרס מארס במארס למארס|"
        "אפריל אפר באפריל לאפריל|מאי במאי למאי|יוני ביוני ליוני יונ|יולי ביולי ליולי יול|"
        "אוגוסט אוג באוגוסט לאוגוסט|ספטמבר ספט בספטמבר לספטמבר|אוקטובר אוק באוקטובר לאוקטובר|"
        "נובמבר נוב בנובמבר לנובמבר|דצמבר דצמ בדצמבר לדצמבר"
    ),
    "hi": (
        "जनवरी जन|फ़रवरी फ़र|मार्च|अप्रैल|मई|जून|जुलाई जुल|अगस्त अग|सितंबर सित सितम्बर|अक्तूबर अक्तू अक्टूबर|"
        "नवंबर नव नवम्बर|दिसंबर दिस दिसम्बर"
    ),
    "hr": (
        "sij siječanj siječnja siječnju siječnjem|velj veljača veljače veljači veljačom|"
        "ožu ožujak ožujka ožujku ožujkom|tra travanj travnja travnju travnjem|"
        "svi svibanj svibnja svibnju svibnjem|lip lipanj lipnja lipnju lipnjem|"
        "srp srpanj srpnja srpnju srpnjem|kol kolovoz kolovoza kolovozu kolovozom|"
        "ruj rujan rujna rujnu rujnom|lis listopad listopada listopadu listopadom|"
        "stu studeni studenoga studenom studenomu studenome studenog studenim|"
        "pro prosinac prosinca prosincu prosincem"
    ),
    "hu": (
        "jan január|febr február feb|márc március már|ápr április|máj május|jún június|júl július|"
        "aug augusztus|szept szeptember|okt október|nov november|dec december"
    ),
    "hy": (
        "հնվ հունվար հունվարի|փետրվար փետրվարի փտվ|մարտ մարտի մրտ|ապր ապրիլ ապրիլի|մայիս մայիսի մյս|"
        "հնս հունիս հունիսի|հլս հուլիս հուլիսի|օգոստոս օգոստոսի օգս|սեպ սեպտեմբեր սեպտեմբերի|"
        "հոկ հոկտեմբեր հոկտեմբերի|նոյ նոյեմբեր նոյեմբերի|դեկ դեկտեմբեր դեկտեմբերի"
    ),
    "id": (
        "jan januari djan djanuari|feb februari peb pebruari|mar maret mrt|apr april|mei mai|jun juni djuni|"
        "jul juli djuli|agu agustus agt ag|sep september sept|okt oktober|nov november nop nopember|"
        "des desember"
    ),
    "is": (
        "jan janúar|feb febrúar|mar mars|apr apríl|maí|jún júní|júl júlí|ágú ágúst|sep september|okt október|"
        "nóv nóvember|des desember"
    ),
    "it": (
        "gen gennaio genn|feb febbraio febbr|mar marzo marz|apr aprile|mag maggio|giu giugno giugn|"
        "lug luglio lugl|ago agosto|set settembre sett|ott ottobre ottob|nov novembre novem|"
        "dic dicembre dicem"
    ),
    "ka": (
        "იან იანვარი იანვარს|თებ თებერვალი თებერვალს|მარ მარტი მარტს|აპრ აპრილი აპრილს|მაი მაისი მაისს|"
        "ივნ ივნისი ივნისს|ივლ ივლისი ივლისს|აგვ აგვისტო აგვისტოს|სექ სექტემბერი სექტემბერს|"
        "ოქტ ოქტომბერი ოქტომბერს|ნოე ნოემბერი ნოემბერს|დეკ დეკემბერი დეკემბერს"
    ),
    "kk": (
        "қаң қаңтар|ақп ақпан|нау наурыз|сәу сәуір|мам мамыр|мау маусым|шіл шілде|там тамыз|қыр қыркүйек|"
        "қаз қазан|қар қараша|жел желтоқсан"
    ),
    "kn": ("ಜನ ಜನವರಿ|ಫೆಬ್ರ ಫೆಬ್ರವರಿ|ಮಾರ್ಚ್|ಏಪ್ರಿ ಏಪ್ರಿಲ್|ಮೇ|ಜೂನ್|ಜುಲೈ|ಆಗ ಆಗಸ್ಟ್|ಸೆಪ್ಟೆಂ ಸೆಪ್ಟೆಂಬರ್|ಅಕ್ಟೋ ಅಕ್ಟೋಬರ್|ನವೆಂ ನವೆಂಬರ್|ಡಿಸೆಂ ಡಿಸೆಂಬರ್"),
    "lb": (
        "jan januar|feb februar|mäe mäerz|abr abrëll|mee|jun juni|jul juli|aug august|sep september|"
        "okt oktober|nov november|dez dezember"
    ),
    "lt": (
        "saus sausio sausis|vas vasario vasaris|kov kovas kovo|bal balandis balandžio|geg gegužė gegužės|"
        "birž birželio birželis|liep liepa liepos|rugp rugpjūtis rugpjūčio|rugs rugsėjis rugsėjo|"
        "spal spalio spalis|lapkr lapkritis lapkričio|gruod gruodis gruodžio"
    ),
    "lv": (
        "janv janvāris janvārī|febr februāris februārī|marts martā|apr aprīlis aprīlī|maijs maijā|"
        "jūn jūnijs jūnijā|jūl jūlijs jūlijā|aug augusts augustā|sept septembris septembrī|"
        "okt oktobris oktobrī|nov novembris novembrī|dec decembris decembrī"
    ),
    "mk": (
        "јан јануари|фев февруари|мар март|апр април|мај|јун јуни|јул јули|авг август|сеп септември септ|"
        "окт октомври|ное ноември ноем|дек декември"
    ),
    "ml": (
        "ജനു ജനുവരി|ഫെബ്രു ഫെബ്രുവരി|മാർ മാർച്ച്|ഏപ്രി ഏപ്രിൽ|മേയ്|ജൂൺ|ജൂലൈ|ഓഗ ഓഗസ്റ്റ്|സെപ്റ്റം സെപ്റ്റംബർ|ഒക്ടോ ഒക്‌ടോബർ|നവം നവംബർ|ഡിസം ഡിസംബർ"
    ),
    "mr": ("जाने जानेवारी|फेब्रु फेब्रुवारी|मार्च|एप्रि एप्रिल|मे|जून|जुलै|ऑग ऑगस्ट|सप्टें सप्टेंबर|ऑक्टो ऑक्टोबर|नोव्हें नोव्हेंबर|डिसें डिसेंबर"),
    "ms": (
        "jan januari|feb februari|mac|apr april|mei|jun|jul julai|ogo ogos|sep september|okt oktober|"
        "nov november|dis disember"
    ),
    "mt": (
        "jan jannar|fra frar|mar marzu|apr april|mej mejju|ġun ġunju|lul lulju|aww awwissu|set settembru|"
        "ott ottubru|nov novembru|diċ diċembru"
    ),
    "nb": (
        "jan januar|feb februar|mar mars|apr april|mai|jun juni|jul juli|aug august|sep september|"
        "okt oktober|nov november|des desember"
    ),
    "ne": "जनवरी|फेब्रुअरी|मार्च|अप्रिल|मे मई|जुन|जुलाई|अगस्ट|सेप्टेम्बर|अक्टोबर|नोभेम्बर|डिसेम्बर",
    "nl": (
        "jan januari|feb februari|maart mrt|apr april|mei|jun juni|jul juli|aug augustus|sep september|"
        "okt oktober|nov november|dec december"
    ),
    "nn": (
        "jan januar|feb februar|mar mars|apr april|mai|jun juni|jul juli|aug august|sep september|"
        "okt oktober|nov november|des desember"
    ),
    "pa": "ਜਨ ਜਨਵਰੀ|ਫ਼ਰ ਫ਼ਰਵਰੀ|ਮਾਰਚ|ਅਪ੍ਰੈ ਅਪ੍ਰੈਲ|ਮਈ|ਜੂਨ|ਜੁਲਾ ਜੁਲਾਈ|ਅਗ ਅਗਸਤ|ਸਤੰ ਸਤੰਬਰ|ਅਕਤੂ ਅਕਤੂਬਰ|ਨਵੰ ਨਵੰਬਰ|ਦਸੰ ਦਸੰਬਰ",
    "pl": (
        "sty styczeń stycznia styczniu|lut lutego luty lutym|mar marca marzec marcu|"
        "kwi kwiecień kwietnia kwietniu kwie|maj maja maju|cze czerwca czerwiec czerwcu|"
        "lip lipca lipiec lipcu|sie sierpień sierpnia sierpniu|wrz wrzesień września wrześniu|"
        "paź październik października październiku|lis listopad listopada listopadzie|"
        "gru grudnia grudzień grudniu"
    ),
    "pt": (
        "jan janeiro|fev fevereiro|mar março|abr abril|mai maio|jun junho|jul julho|ago agosto|"
        "set setembro septembro|out outubro|nov novembro|dez dezembro"
    ),
    "rm": (
        "schaner schan|favrer favr|mars|avr avrigl|matg|zercladur zercl|fanadur fan|avust|settember sett|"
        "october oct|november nov|december dec"
    ),
    "ro": (
        "ian ianuarie|feb februarie febr|mar martie mart|apr aprilie|mai|iun iunie|iul iulie|aug august|"
        "sept septembrie sep|oct octombrie|noiembrie nov noiem|dec decembrie"
    ),
    "ru": (
        "янв январь января|февр февраль февраля фев|мар март марта|апр апрель апреля|май мая|июн июнь июня|"
        "июл июль июля|авг август августа|сент сентябрь сентября сен|окт октябрь октября|"
        "нояб ноябрь ноября ноя|дек декабрь декабря"
    ),
    "sk": (
        "jan január januára|feb február februára|mar marca marec|apr apríl apríla|máj mája|jún júna|júl júla|"
        "aug august augusta|sep september septembra|okt október októbra|nov november novembra|"
        "dec december decembra"
    ),
    "sl": (
        "jan januar januarja|feb februar februarja|mar marec marca|apr april aprila|maj maja|"
        "jun junij junija|jul julij julija|avg avgust avgusta|sep september septembra|okt oktober oktobra|"
        "nov november novembra|dec december decembra"
    ),
    "sq": (
        "jan janar|shk shkurt|mar mars|pri prill|maj|qer qershor|korr korrik kor|gush gusht gsh|sht shtator|"
        "tet tetor|nën nëntor|dhj dhjetor"
    ),
    "sr": (
        "јан јануар jan januar јануара januara|феб фебруар feb februar фебруара februara|"
        "мар март mar mart марта marta|апр април apr april априла aprila|мај maj маја maja|"
        "јун jun јуна јуни juna juni|јул jul јула јули jula juli|авг август avg avgust августа avgusta|"
        "сеп септембар sep septembar септембра septembra|окт октобар okt oktobar октобра oktobra|"
        "нов новембар nov novembar новембра novembra|дец децембар dec decembar децембра decembra"
    ),
    "sv": (
        "jan januari|feb februari|mars|apr april|maj|juni jun|juli jul|aug augusti|sep september sept|"
        "okt oktober|nov november|dec december"
    ),
    "sw": (
        "jan januari|feb februari|mac machi|apr aprili|mei|jun juni|jul julai|ago agosti|sep septemba|"
        "okt oktoba|nov novemba|des desemba"
    ),
    "ta": ("ஜன ஜனவரி|பிப் பிப்ரவரி|மார் மார்ச்|ஏப் ஏப்ரல்|மே|ஜூன்|ஜூலை|ஆக ஆகஸ்ட்|செப் செப்டம்பர்|அக் அக்டோபர்|நவ நவம்பர்|டிச டிசம்பர்"),
    "te": ("జన జనవరి|ఫిబ్ర ఫిబ్రవరి|మార్చి|ఏప్రి ఏప్రిల్|మే|జూన్|జులై|ఆగ ఆగస్టు|సెప్టెం సెప్టెంబర్|అక్టో అక్టోబర్|నవం నవంబర్|డిసెం డిసెంబర్"),
    "th": (
        "มกราคม มค มกรา|กพ กุมภาพันธ์ กุมภา|มีค มีนาคม มีนา|เมย เมษายน เมษา|พค พฤษภาคม พฤษภา|"
        "มิถุนายน มิย มิถุนา|กค กรกฎาคม กรกฎา|สค สิงหาคม สิงหา|กย กันยายน กันยา|ตค ตุลาคม ตุลา|"
        "พย พฤศจิกายน พฤศจิ|ธค ธันวาคม ธันวา"
    ),
    "tr": (
        "oca ocak|şub şubat|mar mart|nis nisan|may mayıs|haz haziran|tem temmuz|ağu ağustos|eyl eylül|"
        "eki ekim|kas kasım|ara aralık"
    ),
    "uk": (
        "січ січень січня|лют лютий лютого|бер березень березня берез|квіт квітень квітня кві|"
        "трав травень травня тра|черв червень червня чер|лип липень липня|серп серпень серпня сер|"
        "вер вересень вересня верес|жовт жовтень жовтня жов|лист листопад листопада листоп лис|"
        "груд грудень грудня гру"
    ),
    "ur": "جنوری|فروری|مارچ|اپریل|مئی|جون|جولائی|اگست|ستمبر|اکتوبر|نومبر|دسمبر",
    "uz": (
        "yan yanvar|fev fevral|mar mart|apr aprel|may|iyn iyun|iyl iyul|avg avgust|sen sentabr|okt oktabr|"
        "noy noyabr|dek dekabr"
    ),
}

# Skipped where they stand beside a date; which day they name is not asked.
WEEKDAYS: Final[str] = (
    "월요일 화요일 수요일 목요일 금요일 토요일 일요일 τρ κυ σα δε πε τε πα "
    "ahad ahd al alhamisi an antradienis aoine ar asteartea asteazkena astelehena axşamı az ba bazar be biy "
    "biyernes bảy ca ceturtd ceturtdiena chor chorshanba chủ cmt cn cs csütörtök cum cuma cumartesi cz czw "
    "czwartek céad céadaoin cümə dc dg di die diel dienstag dijous dilluns dim dimanche dimanĉo dimarts "
    "dimecres dinsdag dissabte diumenge divendres dj dl do dom domenica domenie domh domhnaigh domingo don "
    "donderdag donnerstag donneschdeg ds dt du dum dumengia duminică dush dushanba dv dydd dé déar déardaoin "
    "dën dënschdeg enj enjte erb erbgħa ertəsi esmaspäev feira fim fimmtudagur fr fre fred fredag freideg "
    "freitag fri friday fríggjadagur fös föstudagur gie gievgia gio giovedì gli glindesdi gwe gwen gwener hai "
    "haoine huw huwebes hétfő hën hënë hós hósdagur iau ig igandea ijumaa il is isn isnin it je jeu jeudi joi "
    "joibe ju jue jueves jum juma jumaat jumamosi jumanne jumapili jumat jumatano jumatatu kam kamis ke kedd "
    "keskiviikko keskiviikkona ketvirtadienis kha khamis kolmapäev kt la larunbata lau lauantai lauantaina "
    "laugardagur laupäev laurdag ley leygardagur lin linggo llun lr lu luain luan lun lundi lundo lunedì "
    "lunes luni lunis luns lör lörd lördag lør lørdag ma maanantai maanantaina maandag man mandag mar mardi "
    "mardo martars martedì martes martë marți maw mawrth me mer mercher mercoledì mercredi merkredo mesemna "
    "mi mie miercuri miercus mik mikudagur min minggu mit mittwoch miy miyerkules miércoles mið miðvikudagur "
    "mo mon monday montag máirt mánadagur mánudagur månd méi méindeg mércores mërkurë mët mëttwoch nd ne ned "
    "nedelja nedeľa nedeľu nedjelja neděle neděli neljapäev nhật nie niedz niedziela niedziele năm og on ons "
    "onsd onsdag or osteguna ostirala otrd otrdiena pay payshanba paz pazar pazartesi pe penktadienis per "
    "perjantai perjantaina perşembe pet petak petek pi pia piatek piatok piektd piektdiena pirmadienis pirmd "
    "pirmdiena pn po pon pondelok pondělí ponedeljak ponedeljek ponedjeljak poniedzialek poniedziałek pr pre "
    "premte prs pt pzt pá pát pátek pátku péntek pühapäev qua quarta qui quinta rab rabu reede sa sab sabado "
    "sabato sabide sabtu sad sadwrn sal salı sam samedi samschdeg samstag sat saterdag sath sathairn saturday "
    "sb seg segunda sekmadienis sel selasa sen senin sesh seshanba sestd sestdiena sex sexta shan shanba sht "
    "shtunë sib sibt sk so sob sobota sobote sobotu soboty son sonda sondag sonndeg sonntag sr sre sreda sri "
    "srijeda sro sroda srode st streda stredu stř středy su sub subota sul sun sunday sunnudagur sunnuntai "
    "sunnuntaina svētd svētdiena sze szerda szo szombat sáu sâmbătă sönd sø søn søndag teisipäev ter terça th "
    "thu thursday ti tiistai tiistaina tir tirs tirsdag tis tisd tisdag tli tlieta tne tnejn to tor torek "
    "tors torsd torsdag torstai torstaina tr trečiadienis trešd trešdiena tu tue tues tuesday ty tys tysdag "
    "týsdagur ut uto utorak utorok vas vasárnap ve ven venderdi vendredi vendredo venerdì venres vi vie "
    "viernes vin vinars vineri vr vrijdag vrydag we wed wednesday wo woensdag wt wto wtorek xov xoves yak "
    "yakshanba za zaterdag zo zondag çar çarşamba çrs çərşənbə úte úterý þri þriðjudagur čet četrtek četvrtak "
    "čt čtv čtvrtek ġim ġimgħa ħad ħadd ħam ħamis ĵa ĵaŭdo şənbə šeštadienis štvrtok δευ δευτέρα κυρ κυριακή "
    "πέμ πέμπτη παρ παρασκευή σάβ σάββατο τετ τετάρτη τρί τρίτη аў аўт аўторак бейсенбі бс воскресение "
    "воскресенье вс вск вт вто вторник втр вів вівтор вівторок дс дүйсенбі жексенбі жм жс жұма нд нед недела "
    "неделя недеља неділ неділю неділя няд нядзеля панядзелак пет петак петок петък пн пнд пон понед "
    "понеделник понедельник понедељак понеділок пт птн пят пятница пятницу пятніца саб сабота сб сбт сейсенбі "
    "сенбі сер серада серед середа середу ср срд сре среда среду сря сряда сс суб суббота субботу субот "
    "субота суботу събота сәрсенбі уто уторак чацвер чв чет четвер четверг четвртак четврток четвъртък чт чтв "
    "чц чцв ятницю ятниця երեքշաբթի երկ երկուշաբթի երք կիր կիրակի հինգշաբթի հնգ շաբաթ շբթ ուր ուրբաթ "
    "չորեքշաբթի չրք חמישי יום ראשון רביעי שבת שישי שלישי שני اتوار الأحد الأربعاء الإثنين الثلاثاء الجمعة "
    "الجمعه الخميس السبت بدھ جمعرات جمعه جمعہ دو دوشنبه روز سهشنبه سه‌شنبه سوموار شنبه منگل پنج پنجشنبه پیر "
    "چهار چهارشنبه ہفتہ یکشنبه आइत आइतबार गुरु गुरुवार बिहि बिहिबार बुध बुधबार बुधवार मंगल मंगलवार मंगळ "
    "मंगळवार मङ्गल मङ्गलबार रवि रविवार शनि शनिबार शनिवार शुक्र शुक्रबार शुक्रवार सोम सोमबार सोमवार বুধ বুধবার "
    "বৃহষ্পতিবার বৃহস্পতি বৃহস্পতিবার মঙ্গল মঙ্গলবার রবি রবিবার শনি শনিবার শুক্র শুক্রবার সোম সোমবার ਐਤ ਐਤਵਾਰ "
    "ਬੁੱਧ ਬੁੱਧਵਾਰ ਮੰਗਲ ਮੰਗਲਵਾਰ ਵੀਰ ਵੀਰਵਾਰ ਸ਼ਨਿੱਚਰ ਸ਼ਨਿੱਚਰਵਾਰ ਸ਼ੁੱਕਰ ਸ਼ੁੱਕਰਵਾਰ ਸੋਮ ਸੋਮਵਾਰ ગુરુ ગુરુવાર બુધ "
    "બુધવાર મંગળ મંગળવાર રવિ રવિવાર શનિ શનિવાર શુક્ર શુક્રવાર સોમ સોમવાર சனி செவ் செவ்வாய் ஞாயி ஞாயிறு திங் "
    "திங்கள் புத புதன் வியா வியாழன் வெள் வெள்ளி ఆది ఆదివారం గురు గురువారం బుధ బుధవారం మంగళ మంగళవారం శని "
    "శనివారం శుక్ర శుక్రవారం సోమ సోమవారం ಗುರು ಗುರುವಾರ ಬುಧ ಬುಧವಾರ ಭಾನು ಭಾನುವಾರ ಮಂಗಳ ಮಂಗಳವಾರ ಶನಿ ಶನಿವಾರ ಶುಕ್ರ "
    "ಶುಕ್ರವಾರ ಸೋಮ ಸೋಮವಾರ ചൊവ്വ ചൊവ്വാഴ്ച ചൊവ്വാഴ്‌ച ഞായറാഴ്‌ച ഞായർ തിങ്കളാഴ്‌ച തിങ്കൾ ബുധനാഴ്‌ച ബുധൻ വെള്ളി "
    "വെള്ളിയാഴ്‌ച വ്യാഴം വ്യാഴാഴ്‌ച ശനി ശനിയാഴ്‌ച จันทร์ พฤ พฤหัส พฤหัสบดี พุธ วันจันทร์ วันจันทร์ที่ "
    "วันพฤหัสบดี วันพฤหัสบดีที่ วันพุธ วันพุธที่ วันศุกร์ วันศุกร์ที่ วันอังคาร วันอังคารที่ วันอาทิตย์ "
    "วันอาทิตย์ที่ วันเสาร์ วันเสาร์ที่ ศุกร์ อังคาร อา อาทิตย์ เสาร์ ຈັນ ພະຫັດ ພຸດ ວັນຈັນ ວັນພະຫັດ ວັນພຸດ "
    "ວັນສຸກ ວັນອັງຄານ ວັນອາທິດ ວັນເສົາ ສຸກ ອັງຄານ ອາທິດ ເສົາ ကြာသပတေး စနေ တနင်္ဂနွေ တနင်္လာ ဗုဒ္ဓဟူး သောကြာ "
    "အင်္ဂါ კვი კვირა ოთხ ოთხშაბათი ორშ ორშაბათი პარ პარასკევი სამ სამშაბათი შაბ შაბათი ხუთ ხუთშაბათი ចន្ទ "
    "ច័ន្ទ ពុធ ព្រហ ព្រហស្បតិ៍ សុក្រ សៅរ៍ អង្គារ អាទិត្យ"
)

# Months of other calendars: the solar one of Iran and Afghanistan.
JALALI_MONTHS: Final = (
    "فروردین حمل|اردیبهشت ثور|خرداد جوزا|تیر سرطان|مرداد امرداد اسد|شهریور سنبله|"
    "مهر میزان|آبان عقرب|آذر قوس|دی جدی|بهمن دلو|اسفند حوت"
)
