"""The guarded parse: charsets, hostile markup, what is hidden."""

from __future__ import annotations

import time

import pytest

from sw_scraper.extract.charset import codec_of, encoding_of
from sw_scraper.extract.document import Document, load_document
from sw_scraper.extract.markup import MAX_ATTRIBUTES, bounded, flattened

MANY = b" ".join(b"a%d=1" % number for number in range(40_000))


def load(html: bytes | str, content_type: str | None = None) -> Document:
    """A document of a page of an example site."""
    return load_document(html, url="https://example.org/tag/a/", content_type=content_type)


@pytest.mark.parametrize(
    ("body", "content_type", "expected"),
    [
        (b"\xef\xbb\xbf<p>x", "text/html; charset=iso-8859-1", "utf-8"),
        (b"<meta charset=iso-8859-1>\xc3\xa8", "text/html; charset=UTF-8", "utf-8"),
        (b"<meta charset=windows-1252>\xe8", "text/html", "cp1252"),
        (b'<meta http-equiv="Content-Type" content="text/html; charset=ISO-8859-1">\xe8', None, "cp1252"),
        (b"<meta charset=klingon-8>\xc3\xa8", "text/html; charset=klingon-8", "utf-8"),
        (b"<meta charset=utf-7>+ADw-", "text/html; charset=utf-7", "utf-8"),
        (b"<meta charset=utf-16>x", None, "utf-8"),
        (b"<meta charset=windows-1251>\xcf", None, "cp1251"),
        (b"perch\xe9", None, "cp1252"),
        (b"\xff\xfea\x00", None, "utf-16-le"),
        (b'<?xml version="1.0" encoding="Shift_JIS"?>\x82\xa0', None, "cp932"),
    ],
)
def test_a_charset_is_found_as_browsers_find_it(body: bytes, content_type: str | None, expected: str) -> None:
    """Byte order mark, header, meta, then UTF-8 or windows-1252; unknown labels and UTF-7 count for nothing."""
    assert expected == encoding_of(body, content_type)


@pytest.mark.parametrize("label", ["utf-7", "rot13", "hex", "unicode_escape", "", "\x00", "punycode", "zlib"])
def test_what_is_no_encoding_of_the_web_is_none(label: str) -> None:
    """Python's own transformations are no charsets."""
    assert codec_of(label) is None


def test_text_with_lone_surrogates_is_read() -> None:
    """A text that no encoding can write is still a page."""
    assert load("<p>a\ud800b</p>").text(load("<p>x</p>").body) == "x"


def test_nothing_is_lost_below_many_nested_tags() -> None:
    """The parser gives up at 2,046 levels; the page is then read without the middle levels."""
    doc = load(b"<body>" + b"<div>" * 5000 + b"<p>deep</p>" + b"</div>" * 5000 + b"<p>after</p>")
    assert doc.text(doc.body) == "deepafter"
    assert doc.notes == ("elements nested too deeply for the parser were flattened",)


def test_unclosed_nests_keep_what_follows() -> None:
    """Tags that are never closed don't swallow the list after them."""
    doc = load(b"<body>" + b"<b><i>" * 4000 + b"<h2><a href=/x>title</a></h2>")
    assert [anchor.url for anchor in doc.anchors] == ["https://example.org/x"]


def test_ordinary_pages_are_not_touched() -> None:
    """Flattening leaves a page of ordinary depth as it is, and bounding gives back the same object."""
    page = b"<body><!-- <div --><div class='a>b'><p>x<br>y<li>z</div><script>if(a<b){'</div>'}</script></body>"
    assert flattened(page) == page
    assert bounded(page)[0] is page


@pytest.mark.parametrize(
    "hostile",
    [
        b"<body><div " + MANY + b">x</div><p>after</p>",
        b'<body><div a1 x="<!--" ' + MANY + b' y="-->">x</div><p>after</p>',
        b'<body><script><a "</script><div x="> " ' + MANY + b">x</div><p>after</p>",
        b"<body><title><b '</title><div " + MANY + b">x</div><p>after</p>",
        b'<body><!-- <div " --><div ' + MANY + b">x</div><p>after</p>",
        b"<body><div " + b" ".join(b'a%d="<b>"' % number for number in range(40_000)) + b">x</div><p>after</p>",
    ],
)
def test_a_tag_of_many_attributes_is_cut_before_the_parser_sees_it(hostile: bytes) -> None:
    """40,000 attributes cost the parser 15 s; after the cut a moment, and the page says that it was cut."""
    start = time.process_time()
    doc = load(hostile)
    assert time.process_time() - start < 2
    assert "after" in doc.text(doc.body)
    assert doc.notes == (f"tags with more than {MAX_ATTRIBUTES} attributes cut",)


def test_an_outsized_page_loses_what_nobody_reads() -> None:
    """Twenty megabytes of drawings and comments don't hide the text among them."""
    filler = (b"<svg>" + b'<path d="M0 0"/>' * 500 + b"</svg><!--" + b"x" * 5000 + b"-->") * 1500
    doc = load(b"<body>" + filler + b"<p>found</p>" + filler)
    assert doc.text(doc.body) == "found"


def test_a_base_of_another_origin_is_not_believed() -> None:
    """A base tag may move links within the site, not to another."""
    own = load(b'<base href="/blog/"><a href="x">y</a>')
    foreign = load(b'<base href="https://evil.example/"><a href="x">y</a>')
    assert own.anchors[0].url == "https://example.org/blog/x"
    assert foreign.anchors[0].url == "https://example.org/tag/a/x"


@pytest.mark.parametrize(
    "href", ["javascript:alert(1)", "mailto:a@b.c", "data:text/html,x", "#top", "http://[::1/", ""]
)
def test_what_leads_nowhere_has_no_url(href: str) -> None:
    """Only http and https are addresses of articles."""
    assert load("<p>x").absolute(href) is None


def test_hidden_parts_are_not_read() -> None:
    """What is hidden by attribute or inline style is not text, what merely mentions it is."""
    doc = load(b'<p>a<b style="display: none">b</b><i hidden>c</i><u style="list-style:none">d</u> e</p>')
    assert doc.text(doc.body) == "ad e"


def test_scripts_are_no_text_but_linked_data_is_kept() -> None:
    """The tree keeps every element, emptied of what no reader sees."""
    doc = load(b'<p>a<script type="application/ld+json">{"@type":"Blog"}</script><style>b{}</style></p>')
    assert doc.text(doc.body) == "a"
    assert doc.linked_data == ('{"@type":"Blog"}',)
    assert len(list(doc.root.iter("script", "style"))) == 2


def test_an_address_that_is_none_is_noted() -> None:
    """A page without an address of its own is read all the same."""
    assert load_document(b"<p>x", url="http://[::1/").notes == ("the page's own address is none",)


def test_names_of_elements_with_control_characters() -> None:
    """Elements whose names hold control characters are elements of no known name, and their entries are read."""
    entries = "".join(f"<x\x01y><h2><a href='/{n}/'>Titolo numero {n}</a></h2></x\x01y>" for n in range(5))
    doc = load_document(f"<body><main>{entries}</main></body>", url="https://example.org/")
    assert {element.tag for element in doc.root.iter() if "x" in element.tag} == set()
    assert len(list(doc.root.iter("unknown"))) == 5
