"""The benchmark of articles out of pages: its measure, and its pages."""

from __future__ import annotations

import json
import lzma

import pytest

pytest.importorskip("rapidfuzz")

from benchmarks.html import sets
from benchmarks.html.__main__ import SEEDS, measure, score, table
from benchmarks.html.pages import Page, pages
from benchmarks.html.peers import Answer, Peer, cleaner
from cleaner import Cleaner


def test_words_are_compared_in_their_order():
    page = Page("a", "", b"", "một hai ba bốn", "một hai ba bốn ảnh")
    assert score(page, "một hai ba bốn ảnh") == (1, 1, 1)
    assert score(page, "một hai") == (1, 0.5, pytest.approx(2 / 3))
    assert score(page, "bốn ba hai một")[1] == 0.25
    assert score(page, "") == (0, 0, 0)


def test_cleaner_finds_the_articles_of_the_seeds_pages():
    some = pages(SEEDS, made=True)
    assert len(some) == 5
    found = measure(some, [Peer("own", cleaner(Cleaner())), Peer("none", cleaner(Cleaner(source="none")))], 1)
    assert found["own"].f1 > 98.5
    assert found["own"].recall > 99
    assert found["none"].f1 > 98.5
    assert table(found).count("\n") == 3


def test_a_folder_of_pages(tmp_path):
    (tmp_path / "a.vn").mkdir()
    with pytest.raises(FileNotFoundError):
        pages(tmp_path, made=False)
    (tmp_path / "a.vn" / "1.txt").write_text("Menu\nTựa\nMột câu.\nẢnh", "utf-8")
    (tmp_path / "a.vn" / "1.json").write_text(
        '{"title": 2, "keep": [3], "caption": [4]}'.replace("2,", "[2],"), "utf-8"
    )
    (tmp_path / "a.vn" / "1.html").write_text("<p>Một câu.", "utf-8")
    page = pages(tmp_path, made=False)[0]
    assert (page.url, page.wanted, page.allowed) == ("https://a.vn/", "Tựa\nMột câu.", "Tựa\nMột câu.\nẢnh")
    assert page.html == b"<p>" + "Một câu.".encode()


def test_a_set_of_pages_with_known_articles(tmp_path):
    rows = [
        {"name": "a", "html": "<p>M\u00c3\u00b4t", "title": "Tựa", "gold": "Một hai ba bốn.", "url": "https://a.vn/"},
        {"name": "b", "html": "<p>", "gold": "Năm sáu bảy tám."},
    ]
    path = tmp_path / "set.jsonl.xz"
    with lzma.open(path, "wt", encoding="utf-8") as out:
        out.writelines(json.dumps(row) + "\n" for row in rows)
    pages = sets.read(path)
    assert [(page.url, page.title) for page in pages] == [("https://a.vn/", "Tựa"), ("", "")]

    def half(html, url):
        if not url:
            raise RecursionError
        return Answer("Một hai ba bốn.")

    found = sets.measure(
        pages, [Peer("trafilatura", lambda html, url: Answer(pages[not url].gold)), Peer("other", half)]
    )
    right, other = found["trafilatura"], found["other"]
    assert (right.f1, right.shingle, right.pages) == (100, 100, [1, 1])
    assert other.pages == [1, 0]
    row = sets.table(found).split("\n")[-1]
    assert row.startswith("| other | 50.00 | 50.00 | 50.00 | 50.00 | 1 | 0 | 1 | 100.0 |")


def test_a_set_of_phrases(tmp_path):
    path = tmp_path / "set.jsonl"
    path.write_text('{"name": "a", "html": "", "with_": ["một hai", "ba"], "without": ["menu"]}\n', "utf-8")
    score = sets.measure(sets.read(path), [Peer("one", lambda html, url: Answer("Menu menu\nmột\nhai"))])["one"]
    assert (score.precision, score.recall, score.f1) == (50, 50, 50)
    path.write_text('{"name": "a"}\n', "utf-8")
    with pytest.raises(ValueError, match=r"set\.jsonl:1: no page of a set"):
        sets.read(path)
