"""The benchmark of articles out of pages: its measure, and its pages."""

from __future__ import annotations

import pytest

pytest.importorskip("rapidfuzz")

from benchmarks.html.__main__ import SEEDS, measure, score, table
from benchmarks.html.pages import Page, pages
from benchmarks.html.peers import Peer, cleaner
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
