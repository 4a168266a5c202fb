"""Pages that are broken, empty, enormous or hostile: each gives its text or a reason, in bounded time."""

from __future__ import annotations

import time

import pytest

from cleaner.html import markup
from cleaner.html.reader import read_html
from cleaner.model import Document, Skipped
from cleaner.rules.html import Html

LINE = "Một câu của thân bài, đủ dài để là văn xuôi, kết thúc bằng dấu chấm, và mang số {}."
BODY = LINE.format(1).encode()


def read(data: bytes, **section: tuple[str, ...]) -> Document | Skipped:
    """Read a page twice: by its looks, and by selectors; no page may take long."""
    start = time.process_time()
    read_html(data, "a.html", lambda _: [Html(**section or {"content": ("p",), "remove": ("b", ".x")})])
    found = read_html(data, "a.html", lambda _: None)
    assert time.process_time() - start < 20
    return found


def text(data: bytes) -> str:
    found = read(data)
    assert isinstance(found, Document), found
    return found.text


@pytest.mark.parametrize("data", [b"", b" \n\t "])
def test_an_empty_page_is_an_empty_text(data):
    assert read(data) == Document("", "a.html")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"<html></html>", "the page has no text"),
        (b"<frameset><frame src=a></frameset>", "the page has no text"),
        (b"<script>x</script><!-- y -->", "the page has no text"),
        (b"%PDF-1.7", "this is a PDF, not a page"),
        (b"<a>" * 100_000 + BODY, "opens so many styles"),
        (b"<b><i>" * 20_000 + BODY + b"</b></i>" * 20_000, "opens so many styles"),
        (b"<div>" * 100_000 + BODY, "the page nests more than 5,000 blocks deep"),
        (b"<ul><li>" * 20_000 + BODY, "the page nests more than 5,000 blocks deep"),
        (b"<p " + b" ".join(b"a%d=1" % n for n in range(100_000)) + b">" + BODY, "more than 2,000 attributes"),
        (b'<p x=">" ' + b"y" * 3 + b" a" * 100_000 + b">" + BODY, "more than 2,000 attributes"),
        (
            b"<p>" + b"".join(b"<b a=%d>" % n for n in range(3000)) + b"</p>" + b"<p>x" * 3000,
            "the page opens so many styles without closing them that each paragraph repeats them all",
        ),
    ],
)
def test_what_cannot_be_read_says_why(data, reason):
    found = read(data)
    assert isinstance(found, Skipped)
    assert reason in found.reason


def test_a_page_may_be_so_large_and_no_larger(monkeypatch):
    monkeypatch.setattr(markup, "LARGEST", 1 << 20)
    found = read(b"<p>" + b"a " * (1 << 20))
    assert isinstance(found, Skipped)
    assert found.reason == "the page is larger than 1 MB"
    assert isinstance(read(b"<p>" + b"a " * (1 << 18)), Document)


@pytest.mark.parametrize(
    "data",
    [
        b"<div>" * 3000 + BODY + b"</div>" * 3000,
        b"<span>" * 50_000 + BODY,
        b"<b><i>" * 500 + BODY + b"</b></i>" * 500,
        b"<table><tr><td>" * 800 + BODY,
        b"<p>" + BODY + b"<!--" * 100_000,
        b"<p>" + BODY + b"<script>" + b"x<" * 100_000,
        b"<" * 100_000 + b"<p>" + BODY,
        b'<p title="' + b"x " * 5_000_000 + b'">' + BODY,
        b"\0" * 1000 + b"<p>" + BODY,
        b"<p>" + BODY + b"</p></p></div></body></html></p>",
        b"<p>" + BODY + b"<p",
        b'<p>' + BODY + b'<a href="x',
        b"<svg><p>" + BODY + b"<math><mi><table><p>",
    ],
    ids=range(13),
)  # fmt: skip
def test_broken_and_nested_pages_keep_their_text(data):
    assert LINE.format(1) in text(data)


def test_large_pages_are_read_whole():
    lines = [LINE.format(n) for n in range(4_000)]
    assert text("".join(f"<p>{line}</p>" for line in lines).encode()).split("\n")[-4_000:] == lines


def test_many_links_and_open_items():
    assert LINE.format(1) in text(b"<ul>" + b"<li><a href=x>a b c</a>" * 12_000 + b"</ul><p>" + BODY)


def test_entities_mean_one_letter_each_and_nothing_more():
    page = (
        b'<!DOCTYPE html [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><p>&b; &amp;lt; &#x110; &#0; &#1114112; &nosuch; '
        + BODY
    )
    assert text(page).endswith("&b; &lt; Đ \ufffd \ufffd &nosuch; " + LINE.format(1))


def test_marks_of_our_own_cannot_come_from_a_page():
    page = f"<div class=c>a\0b<p>&#0;\ufdd0c \ufdd1</p><p class=x>đi</p>{LINE.format(2)}</div>".encode() * 12
    found = read_html(page, "a.html", lambda _: [Html(content=(".c",), remove=(".x",), owner="a.vn")])
    assert isinstance(found, Document)
    assert found.text.split("\n")[:4] == ["ab", "\ufffd\ufdd0c \ufdd1", "đi", LINE.format(2)]
    assert [cut.line for cut in found.cuts] == [4 * n + 3 for n in range(12)]
