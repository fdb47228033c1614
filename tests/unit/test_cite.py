"""``sw-scraper cite``: citations, and the methods paragraph in two languages."""

from __future__ import annotations

import doctest
import importlib
import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from store_rows import KEY, at, harvest, seen

from sw_scraper import __version__
from sw_scraper.cli.main import main
from sw_scraper.model import TagKey
from sw_scraper.store.dataset import open_dataset
from sw_scraper.store.discoveries import DiscoveredTag, commit_discovery
from sw_scraper.store.facts import Facts
from sw_scraper.store.records import TagFacts
from sw_scraper.store.statement import statement
from sw_scraper.store.statement_words import with_article
from sw_scraper.store.store import open_store

NOBODY = TagKey(site="demo", taxonomy="tag", slug="nessuno")
PART = TagKey(site="example.org", taxonomy="tag", slug="parte")


@pytest.fixture(scope="module")
def one(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One complete harvest of one article."""
    folder = tmp_path_factory.mktemp("one")
    harvest(folder, [[seen("a")]], tool_version=__version__)
    return folder


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three tags of two sites: one with a missed article, gone ones and a pause, one partial, one never read."""
    folder = tmp_path_factory.mktemp("many")
    store = open_store(folder)
    known: dict[str, Any] = {"n_expected": 4, "expected_source": "page", "refresh": False, "tdm_reserved": "yes"}
    said = [seen("a"), seen("b"), seen("c", title=None, teaser=None, date_published=None, authors=[])]
    harvest(store, [said], night=0, **known)
    harvest(store, [said[:1]], night=7, **known)
    harvest(store, [], night=10, key=NOBODY, verdict="failed", failure_class="dns", reason="no host", refresh=False)
    name = TagFacts(tag_url="https://example.org/tag/parte/", name="Parte")
    harvest(store, [[seen("d")]], night=10, key=PART, verdict="partial", reason="page 2", tag=name, refresh=False)
    store.refresh_views()
    return folder


def said(folder: Path, language: str) -> str:
    facts = Facts(open_dataset(folder))
    return statement(facts, language).replace(str(facts.version_id), "ID")  # type: ignore[arg-type] # it or en


def test_italian_of_one(one: Path) -> None:
    """One tag, site, harvest and article: everything is in the singular, the day has its article."""
    assert said(one, "it") == (
        f"I dati sono stati raccolti con sw_scraper {__version__} dall'archivio del tag «Partnership» del sito Demo "
        "archive (invented texts) (http://demo.example/). Il 1º novembre 2026 (UTC) è stata effettuata una raccolta "
        "(completa). Il dataset (versione ID) contiene 1 articolo. Copertura dei campi: titolo 100%, "
        "testo di anteprima "
        "100%, data 100% e almeno un autore 100%. Non sono note lacune: ogni elenco è stato letto per "
        "intero almeno una "
        "volta e, dove il sito dichiara il numero degli articoli, sono stati trovati tutti. Per "
        "ricostruire esattamente "
        "questo stato a partire dalla cartella del dataset: "
        'open_dataset(CARTELLA).articles(version="ID") del pacchetto '
        "Python sw_scraper; le tabelle derivano dagli avvistamenti registrati a ogni raccolta."
    )


def test_english_of_one(one: Path) -> None:
    """One tag, site, harvest and article: everything is in the singular."""
    assert said(one, "en") == (
        f"The data were collected with sw_scraper {__version__} from the archive of the tag "
        "“Partnership” of Demo archive "
        "(invented texts) (http://demo.example/). On 1 November 2026 (UTC), one harvest was made "
        "(complete). The dataset "
        "(version ID) holds 1 article. Coverage of the fields: title 100%, teaser 100%, date 100% and "
        "at least one author "
        "100%. No gaps are known: every list was read in full at least once, and where a site says how many articles "
        "there are, all of them were found. To rebuild exactly this state from the dataset's folder: "
        'open_dataset(FOLDER).articles(version="ID") of the Python package sw_scraper; the tables are derived from the '
        "sightings that each harvest committed."
    )


def test_italian_of_many(many: Path) -> None:
    """Plurals, elided articles, verdicts, what is gone and every gap are told."""
    text = said(many, "it")
    assert (
        "dagli archivi di 3 tag dei siti Demo archive (invented texts) (http://demo.example/) e example.org: " in text
    )
    assert "«Partnership», «nessuno» e «Parte»." in text
    assert "Dal 1º novembre 2026 all'11 novembre 2026 (UTC) sono state effettuate 4 raccolte " in text
    assert "(2 complete, 1 parziale e 1 fallita)." in text
    assert "contiene 4 articoli, di cui 2 non compaiono più in alcun archivio." in text
    assert "titolo 75%, testo di anteprima 75%, data 75% e almeno un autore 75%." in text
    assert (
        "Lacune note: l'archivio «nessuno» non è mai stato letto; l'archivio «Parte» non è mai stato letto per intero; "
        "nell'archivio «Partnership» è stato trovato 1 articolo su 4 dichiarati dal sito. L'intervallo "
        "più lungo tra due "
        "raccolte riuscite dello stesso archivio è di 7 giorni («Partnership»): ciò che è comparso e scomparso nel "
        "frattempo non è stato osservato." in text
    )
    assert "In 2 raccolte il sito riservava i diritti" in text


def test_english_of_many(many: Path) -> None:
    """Plurals, verdicts, what is gone and every gap are told."""
    text = said(many, "en")
    assert (
        "from the archives of 3 tags of Demo archive (invented texts) (http://demo.example/) and example.org: " in text
    )
    assert (
        "From 1 November 2026 to 11 November 2026 (UTC), 4 harvests were made (2 complete, 1 partial and 1 failed)."
        in text
    )
    assert "holds 4 articles, of which 2 are no longer listed in any archive." in text
    assert (
        "Known gaps: the archive “nessuno” was never read; the archive “Parte” was never read in full; in the archive "
        "“Partnership” 1 article was found, the site says 4. The longest time between two good "
        "harvests of one archive is "
        "7 days (“Partnership”): what came and went in between was not observed." in text
    )
    assert "In 2 harvests the site reserved its rights against text and data mining." in text


@pytest.mark.parametrize("n", range(1, 32))
def test_italian_days_have_their_articles(n: int) -> None:
    """Only 8 and 11 begin with a vowel; only the first is an ordinal."""
    words = [with_article(date(2026, 10, n), word) for word in ("il", "dal", "al")]
    number = "1º" if n == 1 else str(n)
    start = ["l'", "dall'", "all'"] if n in {8, 11} else ["il ", "dal ", "al "]
    assert words == [f"{one}{number} ottobre 2026" for one in start]


@pytest.mark.parametrize("language", ["it", "en"])
def test_a_dataset_without_articles_has_a_paragraph(tmp_path: Path, language: str) -> None:
    """When every harvest failed, the paragraph says so."""
    for night in (0, 1):
        harvest(tmp_path, [], night=night, verdict="failed", failure_class="dns", reason="no such host")
    text = said(tmp_path, language)
    assert ("non contiene alcun articolo" if language == "it" else "holds no articles") in text
    assert ("2 fallite" if language == "it" else "2 failed") in text
    assert "%" not in text


def test_citation_in_words(one: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The citation names authors, version, days, tool and source."""
    version = open_dataset(one).version_id()
    assert main(["cite", "--data", str(one), "--author", "Rossi, Ada", "--author", "Un laboratorio"]) == 0
    year = re.search(r"-(\d{4})", version)
    assert year
    assert capsys.readouterr().out.strip() == (
        f"Rossi, Ada; Un laboratorio ({year[1]}). Tag archive Partnership of Demo archive (invented texts) [Data set]. "
        f"Version {version}. Collected on 2026-11-01 with sw_scraper {__version__}. "
        "Source: https://demo.example/sdgs/partnership/"
    )


def test_the_cited_version_opens_that_state(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The version in a citation still names the same rows after more was harvested; --as-of cites earlier states."""
    harvest(tmp_path, [[seen("a")]], night=0)
    assert main(["cite", "--data", str(tmp_path), "--format", "json"]) == 0
    version = json.loads(capsys.readouterr().out)[0]["version"]
    harvest(tmp_path, [[seen("a"), seen("b")]], night=1)
    assert open_dataset(tmp_path).articles(version=version).num_rows == 1
    assert main(["cite", "--data", str(tmp_path), "--version-id", version, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["version"] == version
    assert main(["cite", "--data", str(tmp_path), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["version"] == open_dataset(tmp_path).version_id() != version


def test_cff_is_yaml_with_what_its_schema_demands(many: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The file is read by a YAML parser and has the fields that CFF 1.2.0 demands, with and without authors."""
    yaml = pytest.importorskip("yaml")
    for words, authors in (
        (["--author", "O'Neil: #1, Anna"], [{"family-names": "O'Neil: #1", "given-names": "Anna"}]),
        ([], [{"name": "Compiler not named"}]),
    ):
        assert main(["cite", "--data", str(many), "--format", "cff", "--title", 'A "title": #1', *words]) == 0
        body = yaml.safe_load(capsys.readouterr().out)
        assert body["cff-version"] == "1.2.0"
        assert body["title"] == 'A "title": #1'
        assert body["authors"] == authors
        assert body["version"] == open_dataset(many).version_id()
        assert body["type"] == "dataset"
        assert isinstance(body["date-released"], date)


def test_bibtex_balances(many: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The entry has balanced braces and escapes what LaTeX would run."""
    assert main(["cite", "--data", str(many), "--format", "bibtex", "--author", "R&D {x}", "--title", "50% of $"]) == 0
    text = capsys.readouterr().out
    bare = re.sub(r"\\[{}]", "", text)
    assert bare.count("{") == bare.count("}")
    assert r"author = {{R\&D \{x\}}}" in text
    assert r"title = {{50\% of \$}}" in text


def test_invented_texts_are_not_cited_unless_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Rows of origin sample are refused with exit code 2, and marked as invented when they are cited all the same."""
    harvest(tmp_path, [[seen("a")]], origin="sample")
    for words in ([], ["--statement", "it"], ["--format", "cff"]):
        assert main(["cite", "--data", str(tmp_path), *words]) == 2
        assert "--allow-sample" in capsys.readouterr().err
        assert main(["cite", "--data", str(tmp_path), "--allow-sample", *words]) == 0
        assert re.search("[Ii]nvent", capsys.readouterr().out)
    harvest(tmp_path, [[seen("a")]], night=1, origin="live")
    assert main(["cite", "--data", str(tmp_path)]) == 0
    assert "nvented texts, not" not in capsys.readouterr().out


def test_what_cannot_be_cited_is_refused(tmp_path: Path, one: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """No dataset, an unknown version and a paragraph in a format each have their message."""
    assert main(["cite", "--data", str(tmp_path / "nowhere")]) == 4
    assert main(["cite", "--data", str(one), "--version-id", "x"]) == 2
    assert main(["cite", "--data", str(one), "--statement", "it", "--format", "cff"]) == 2
    assert capsys.readouterr().err.count("next") == 3


@pytest.mark.parametrize(
    "name",
    ["statement_words", "citation", "export_text", "export_bibtex", "publication_metadata", "publication_pages"],
)
def test_examples_run(name: str) -> None:
    """Every example in the docstrings of a module prints what it says."""
    result = doctest.testmod(importlib.import_module(f"sw_scraper.store.{name}"))
    assert result.failed == 0
    assert result.attempted


def test_the_support_rows_are_of_november() -> None:
    """The days that these tests expect are those of the rows."""
    assert at(0).date() == date(2026, 11, 1)
    assert KEY.tag_id == "demo/sdgs/partnership"


def test_tags_that_were_only_found_are_no_source(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Discovered tags are neither cited nor told of as gaps; with nothing else there is nothing to cite."""
    store = open_store(tmp_path)
    found = DiscoveredTag(key=NOBODY, tag_url="https://demo.example/tag/nessuno/", discovered_by="rest", name="Nessuno")
    commit_discovery(store, [found], discovery_id="found", site="demo", start_url="https://demo.example/", n_requests=1)
    assert main(["cite", "--data", str(tmp_path)]) == 2
    assert main(["publish", str(tmp_path / "release"), "--data", str(tmp_path)]) == 2
    assert capsys.readouterr().err.count("Nothing was harvested yet") == 2
    assert main(["export", "--format", "sqlite", "--data", str(tmp_path), "-o", str(tmp_path / "a.sqlite")]) == 0
    assert main(["export", "--format", "rss", "--data", str(tmp_path), "-o", str(tmp_path / "a.xml")]) == 0
    harvest(store, [[seen("a")]])
    capsys.readouterr()
    assert main(["cite", "--data", str(tmp_path)]) == 0
    assert capsys.readouterr().out.strip().endswith("Source: https://demo.example/sdgs/partnership/")
    assert "essuno" not in said(tmp_path, "it")


@pytest.mark.parametrize(
    ("n", "italian", "english"),
    [
        (6, "in 1 altro archivio sono stati trovati meno articoli", "in 1 other archive fewer articles were found"),
        (8, "in 3 altri archivi sono stati trovati meno articoli", "in 3 other archives fewer articles were found"),
    ],
)
def test_many_gaps_are_summed_up(tmp_path: Path, n: int, italian: str, english: str) -> None:
    """Of many archives that lack articles five are told one by one, the others by number."""
    store = open_store(tmp_path)
    for m in range(n):
        key = TagKey(site="demo", taxonomy="tag", slug=f"t{m}")
        harvest(store, [[seen(f"a{m}")]], night=m, key=key, n_expected=9, expected_source="page", refresh=False)
    assert said(tmp_path, "it").count("è stato trovato 1 articolo su 9 dichiarati dal sito") == 5
    assert italian in said(tmp_path, "it")
    assert english in said(tmp_path, "en")
