"""Words and sentences of an invented Italian research site; every place, person and organisation is made up.

Sentences are templates over these lists: ``{place}``, ``{org}``, ``{person}``, ``{theme}`` and so on are filled by
``wordpress_texts``, which also contracts prepositions with the article that a word brings along ("da il" to "dal").
"""

from __future__ import annotations

PERSONS = (
    "Ottavia Brancaleggi",
    "Duilio Ferrantoni",
    "Niccolò Straventi",
    "Zoè D’Aldemari",
    "Maria Ludovica Pratofiore",
    "Ettore Quercialba",
    "Agnese Ventimontagne",
    "Işıl Karadenizoğlu",
    "Tobia Sassoverde",
    "Giosuè Malvarosa",
)

PLACES = (
    "Borgo Trivarno",
    "Castelmirto",
    "Valdormia",
    "San Fulvio in Colle",
    "Montescuro a Mare",
    "Rocca Pervinca",
    "Pontelargo sul Brenno",
    "Villalta Ombrosa",
    "Fontemorta Vecchia",
    "Sant’Orsina d’Arda",
)

ORGANISATIONS = (
    "la Fondazione Tre Ruscelli",
    "il Consorzio Altavèna",
    "la cooperativa Solmara",
    "la Rete Quercialta",
    "l’associazione Nove Lanterne",
    "l’Osservatorio Trivarno",
    "il Laboratorio Mezzaluce",
    "la Mutua dei Fornai di Valdormia",
    "il comitato «Più che un orto»",
    "l’impresa sociale Passo&Passo",
)

THEMES = (
    "la coprogettazione dei servizi",
    "il welfare aziendale di comunità",
    "la povertà educativa",
    "l’invecchiamento attivo",
    "il lavoro di cura",
    "l’abitare condiviso",
    "la mobilità delle aree interne",
    "l’agricoltura sociale",
    "il contrasto allo spreco di cibo",
    "la transizione ecologica dei quartieri",
    "l’amministrazione condivisa",
    "la salute mentale dei giovani",
)

TITLES = (
    "Come cambia {theme} a {place}",
    "{Theme}: che cosa insegna {place}",
    "{Theme} secondo {person}",
    "{place}, dove {org} ha preso sul serio {theme}",
    "Perché {theme} riguarda anche le imprese",
    "Non solo bandi: {org} racconta {theme}",
    "«Qui nessuno resta indietro»: viaggio a {place}",
    "{Theme}, {number} anni dopo",
    "Quanto costa davvero {theme}? I conti di {org}",
    "{person}: “{Theme} non è un lusso”",
    "Cosa resta di {theme} quando finiscono i fondi",
    "Da {place} a {other}: {theme} in {number} tappe",
    "L’alleanza tra {org} e il Comune di {place}",
    "Un’idea semplice per {theme}",
    "{Theme}: e se avesse ragione {place}?",
)

SENTENCES = (
    "A {place} {org} lavora da {number} anni con scuole, famiglie e imprese, e i risultati cominciano a vedersi.",
    "Lo racconta {person}, che ha seguito il progetto fin dall’inizio e oggi ne coordina la valutazione.",
    "Il Comune di {place} ha scelto di affidarsi a {org}, che ha messo insieme un partenariato di {number} realtà.",
    "Secondo {person} il nodo non sono le risorse, ma la capacità di usarle insieme e di renderne conto.",
    "Tra {place} e {other} si sperimenta un modello che potrebbe essere replicato anche altrove.",
    "I dati raccolti da {org} dicono che {number} famiglie su cento hanno cambiato abitudini.",
    "Per capire dove va {theme} abbiamo parlato con chi ci lavora ogni giorno.",
    "È una storia che comincia nel {year}, quando a {place} chiude l’ultima fabbrica e nessuno sa da dove ripartire.",
    "Ma la situazione non è uguale ovunque: a {other} il finanziamento resta un tema su cui riflettere.",
    "Il {day} e {nextday} novembre a {place} tornano le Giornate del vivere insieme, con laboratori e "
    "dibattiti aperti a tutti.",
    "L’obiettivo è rendere stabile ciò che finora è stato un esperimento, con {number}.000 euro l’anno.",
    "Nel suo nuovo volume {person} propone di partire dai bisogni, senza fermarsi all’emergenza.",
    "Che cosa hanno in comune {place} e {other}? Più di quanto sembri, spiega {person}.",
    "La risposta è arrivata da {org}, che ha aperto le porte a chi di solito resta fuori.",
    "Restano però alcune domande: chi paga, chi decide e chi controlla?",
    "Il percorso, sostenuto da {org}, coinvolge oggi un folto gruppo di volontari e operatori.",
)

# Titles as editors write them and parsers trip over them; every one is used at least once.
ODD_TITLES = (
    "Tutti & tre: l’accordo R&S fra “pubblico”, <em>privato</em> e terzo settore",
    "Se 3 < 5 e 5 > 3, chi resta a Valdormia?",
    "Il 5×1000 vale ancora? ½ sì, ½ no – e costa 12,50 €",
    "🌱 Orti urbani 👩‍🌾 e «città-giardino» 🏙️: si può fare!",
    "Perché l'apostrofo dritto non e' un accento",
    "8 giugno 2025: cosa cambia per chi fa welfare",
    "La direttiva dell’AT&amp;T spiegata a chi scrive &lt;section&gt; a mano",
    "Più spazi  bianchi   di così non si può",
    "Welfare, perché il “modello” di Borgo Trivarno (nato nel 1998 da un’idea di Duilio Ferrantoni, cresciuto con la "
    "Fondazione Tre Ruscelli e poi dimenticato per quasi vent’anni) torna oggi a interessare amministratori, imprese, "
    "sindacati, cooperative e studiosi di mezza Europa, che a Castelmirto si sono dati appuntamento per capire se sia "
    "possibile ripeterlo altrove, con meno soldi, più alleati e la stessa ostinazione di allora: cronaca ragionata di "
    "tre giorni di incontri, litigi, tabelle, pranzi condivisi e qualche promessa",
    "IN MAIUSCOLO: NASCE LA RETE QUERCIALTA",
    "#Partnership, la parola dell’anno",
    "Δίκτυα, сети, 网络: le reti sociali si scrivono in molti alfabeti",
    "Àèìòù ÀÈÌÒÙ çñß œ Ø ł – prova d’accenti",
    "2030",
    "«Chi ha paura dell’ISEE?» ... 14 ' di lettura, promesso",
)

ODD_EXCERPTS = (
    'Un estratto con <strong>grassetto</strong>, <em>corsivo</em> e un <a href="https://obiettivi.example/goal17/">'
    "collegamento</a>: il testo resta uno solo.",
    "Prima riga dell’estratto, che finisce qui.\n\nSeconda riga, dopo una riga vuota; è lo stesso estratto.",
    "Virgolette \"dritte\" e 'singole', trattini -- doppi --- e puntini... diventano tipografici :)",
    "Costa 3 < 5 euro? R&S, &euro; 12,50 e 100&nbsp;% di &laquo;speranza&raquo;.",
    "🎉 Festa grande a Montescuro a Mare: 👨‍👩‍👧‍👦 famiglie e 🧑🏽‍🦽 operatori insieme.",
    "Breve.",
)

REPEATED_TITLES = ("L’agenda della settimana", "Lo sapevate che…?", "Bando aperto")

CATEGORIES = (
    ("rapporti", "Rapporti"),
    ("notizie", "Notizie & fatti"),
    ("interviste", "Interviste"),
    ("analisi", "Analisi"),
)

POST_TAGS = (
    ("welfare-aziendale", "welfare aziendale", 31),
    ("terzo-settore", "Terzo settore", 14),
    ("caffe-sospeso", "caffè sospeso", 3),
    ("2024", "2024", 15),
)

GOALS_TEXT = (
    "Da qualche anno leggiamo i cambiamenti del welfare anche attraverso i 17 Obiettivi di sviluppo sostenibile: "
    "ogni articolo di questo sito inventato è collegato a uno o più di essi."
)

PARTNERSHIP_DESCRIPTION = (
    "Lavorare insieme per un fine comune è il cuore di ogni comunità. Per questo raccontiamo "
    '<a href="https://demo.example/temi/pubblico-privato/">accordi fra pubblico e privato</a>, '
    '<a href="https://demo.example/temi/innovazione/">innovazione sociale</a>, '
    '<a href="https://demo.example/temi/cooperazione/">cooperazione</a>'
    '<a href="https://demo.example/temi/coprogettazione/">coprogettazione</a>. '
    'Leggi anche il <a href="https://obiettivi.example/goal17/">Goal 17</a> sul sito degli Obiettivi.'
)
