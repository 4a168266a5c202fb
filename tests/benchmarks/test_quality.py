"""The measures of quality: on documents made here, and the seeds against their floors."""

from __future__ import annotations

import json
from collections import Counter

import pytest

from benchmarks.quality import __main__ as command
from benchmarks.quality import confusion, floors
from benchmarks.quality.documents import Labelled, load, spread
from benchmarks.quality.measures import Wrong, score, together
from cleaner import Cleaner, Result

RULES = """\
source: a.vn
match: {host: [a.vn], text: ["Theo dõi A trên"]}
limits: {max_removed: 99%, min_kept: 1}
rules:
  - {id: follow, label: follow, drop: {starts: ["Theo dõi A trên"]}}
  - {id: byline, label: byline, meta: {starts: ["Bài: "]}}
  - {id: agency, trim: {starts: ["(AVN) - "]}}
  - {id: too-greedy, label: related, drop: {starts: ["Ông Nam"]}}
"""
PAGE = [
    "Một cái tựa đề",
    "",
    "(AVN) - Hôm nay trời đẹp, mọi người ra đường từ sáng sớm.",
    "Ông Nam nói rằng ông cũng đi.",
    "Theo dõi A trên Google News",
    "Đọc nhiều",
    "Bài: Lan",
]
LABELS = {"title": [1], "keep": [[3, 4]], "meta": [7], "article": True}


@pytest.fixture
def folder(tmp_path):
    """Make labelled pages of two hosts, one without rules and one of them no article; and the rules of the other."""
    for name, lines, labels in [
        ("a.vn/001", PAGE, LABELS),
        ("a.vn/002", ["Trang chủ", "Thời sự"], {"article": False}),
        ("b.vn/001", ["Hôm nay trời mưa.", "Tin khác"], {"keep": [1]}),
    ]:
        page = tmp_path / "pages" / f"{name}.txt"
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text("\n".join(lines), "utf-8")
        page.with_suffix(".json").write_text(json.dumps(labels), "utf-8")
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules/a.vn.yaml").write_text(RULES, "utf-8")
    return tmp_path


def made(lines, labels):
    return Labelled("a.vn/001.txt", "a.vn", "https://a.vn/", "\n".join(lines), spread(labels))


def test_figures_of_a_page(folder):
    cleaner = Cleaner([str(folder / "rules")], builtin=False)
    found = score(made(PAGE, LABELS), cleaner.clean("\n".join(PAGE), source="a.vn"))
    left, gone = len("Đọc nhiều"), len("Theo dõi A trên Google News")
    article = len(PAGE[0]) + len(PAGE[2]) + len(PAGE[3])
    assert found.figures == {
        "junk": round(100 * gone / (gone + left), 2),
        "article": round(100 * (article - len(PAGE[3])) / article, 2),
        "caption": None,
        "meta_out": 100.0,
        "meta_found": 100.0,
    }
    assert found.wrong == [
        Wrong("a.vn/001.txt", 4, "lost", PAGE[3]),
        Wrong("a.vn/001.txt", 6, "left", "Đọc nhiều"),
    ]


def test_a_line_cut_by_more_than_a_quarter_is_lost_in_part():
    text = "một hai ba bốn năm sáu bảy tám"
    found = score(made([text], {"keep": [1]}), Result(text[:10], numbers=[1]))
    assert (found.kept["keep"], found.total["keep"]) == (10, len(text))
    assert [wrong.what for wrong in found.wrong] == ["lost"]


def test_of_two_equal_lines_either_may_stay():
    document = made(["Tựa", "Câu.", "Tựa"], {"keep": [[1, 2]]})
    for numbers in ([1, 2], [2, 3]):
        text = "Tựa\nCâu." if numbers == [1, 2] else "Câu.\nTựa"
        assert score(document, Result(text, numbers=numbers)).figures["article"] == 100.0
        assert score(document, Result(text, numbers=numbers)).figures["junk"] == 100.0
    both = score(document, Result("Tựa\nCâu.\nTựa", numbers=[1, 2, 3]))
    assert both.figures["junk"] == 0.0


def test_optional_lines_count_nowhere():
    document = made(["Câu.", "Hay không", "Rác"], {"keep": [1], "optional": [2]})
    for text, numbers in (("Câu.", [1]), ("Câu.\nHay không", [1, 2])):
        figures = score(document, Result(text, numbers=numbers)).figures
        assert (figures["article"], figures["junk"]) == (100.0, 100.0)


def test_sums_weigh_by_characters():
    one = score(made(["a" * 30], {"drop": [1]}), Result(""))
    two = score(made(["b" * 10], {"drop": [1]}), Result("b" * 10, numbers=[1]))
    total = together([one, two])
    assert (total.documents, total.figures["junk"]) == (2, 75.0)


def test_both_layouts_are_read(folder):
    pages = {document.name: document for document in load(folder / "pages")}
    assert pages["a.vn/001.txt"].labels == {1: "title", 3: "keep", 4: "keep", 7: "meta"}
    assert (pages["a.vn/001.txt"].host, pages["a.vn/001.txt"].url) == ("a.vn", "https://a.vn/")
    assert [name for name, page in pages.items() if not page.article] == ["a.vn/002.txt"]
    seeds = load(command.SEEDS)
    assert len(seeds) == 5
    assert all("drop" in seed.labels.values() for seed in seeds)


def test_addresses_come_from_the_table(folder):
    (folder / "URLS.tsv").write_text("path\turl\npages/b.vn/001.txt\thttps://m.b.vn/x-1.html\n", "utf-8")
    urls = {document.name: (document.host, document.url) for document in load(folder / "pages")}
    assert urls["b.vn/001.txt"] == ("b.vn", "https://m.b.vn/x-1.html")
    assert urls["a.vn/001.txt"] == ("a.vn", "https://a.vn/")


def test_no_documents_is_wrong_use(tmp_path, capsys):
    with pytest.raises(SystemExit) as end:
        command.main([str(tmp_path)])
    assert end.value.code == 2
    assert "neither a labels.json" in capsys.readouterr().err


def test_run_holds_and_raises_floors(folder, capsys):
    file = folder / "floors.json"
    call = [str(folder / "pages"), "--rules", str(folder / "rules"), "--source", "a.vn", "--floors", str(file)]
    assert command.main([*call, "--json"]) == 0
    figures = json.loads(capsys.readouterr().out)["sources"]["a.vn"]
    assert command.main([*call, "--update-floors"]) == 0
    names = ("article", "junk", "meta_found", "meta_out")
    assert floors.read(file, "url") == {"a.vn": {name: figures[name] for name in names}}
    assert floors.read(file, "no-url") == {}

    floors.write(file, "url", {"a.vn": {"junk": 99.9, "article": 1.0}})
    assert command.main([*call, "--update-floors"]) == 1
    assert f"a.vn: junk {figures['junk']} is below its floor 99.9" in capsys.readouterr().err
    assert floors.read(file, "url")["a.vn"]["junk"] == 99.9
    assert floors.read(file, "url")["a.vn"]["article"] == figures["article"]


def test_report_shows_wrong_lines_and_pages_that_are_none(folder, capsys):
    assert command.main([str(folder / "pages"), "--rules", str(folder / "rules"), "--show", "1"]) == 0
    out = capsys.readouterr().out
    assert f"a.vn/001.txt:4: lost {PAGE[3]}" in out
    assert "of 1 that are none, 0 of 2 articles" in out


def test_floors_need_a_file_for_other_folders(folder, capsys):
    with pytest.raises(SystemExit) as end:
        command.main([str(folder / "pages"), "--update-floors"])
    assert end.value.code == 2
    assert "--floors FILE" in capsys.readouterr().err


def test_confusion(folder):
    (folder / "pages/a.vn/003.txt").write_text("Một câu không có dấu vết gì.", "utf-8")
    cleaner = Cleaner([str(folder / "rules")], builtin=False)
    found = confusion.matrix(cleaner, [folder / "pages"])
    assert found == {"a.vn": Counter({"-": 2, "a.vn": 1}), "-": Counter({"-": 1})}
    assert confusion.verdicts(found) == {"right": 1, "none": 2, "wrong": 0, "rightly none": 1}
    assert confusion.as_text(found).splitlines()[2].split() == ["a.vn", "3", "1", "2"]


@pytest.mark.parametrize("how", [[], ["--no-url"]])
def test_the_seeds_hold_their_floors(how, capsys):
    assert command.main([*how, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)["sources"]
    assert set(floors.read(command.FLOORS, "no-url" if how else "url")) == set(found)
    assert found["ALL"]["documents"] == 5
