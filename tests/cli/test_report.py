"""The report: one page, complete, made of nothing but text as far as documents go."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from html.parser import HTMLParser

import pytest

EVIL = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</details></body><h1>taken over</h1>",
    "' onmouseover='alert(1)",
    "&lt;b&gt; &amp; <!-- ",
    "</style><style>*{display:none}</style>",
    "\x1b[31mred\x07",
    "\u202egnp.exe",
)


class Page(HTMLParser):
    """What a browser would make of a page."""

    def __init__(self, data: bytes) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.feed(data.decode("utf-8"))
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.texts.append(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]

    def documents(self) -> list[dict[str, str | None]]:
        return self.all("details")


@pytest.fixture
def cleaner(called):
    return called


@pytest.fixture
def made(ours, tmp_path, dirty):
    (tmp_path / "a.txt").write_bytes(dirty)
    (tmp_path / "clean.txt").write_bytes("Một câu.\n".encode())
    rows = [{"text": "Trang chủ\nMột.", "n": 1}, {"text": "Hai."}, {"text": "Trang chủ\nBa\u200b."}, {"text": ""}]
    (tmp_path / "rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    done = ours("report", ".", "-o", "report.html")
    assert (done.returncode, done.stdout) == (0, b""), done.stderr
    return (tmp_path / "report.html").read_bytes()


def test_all_is_counted_and_documents_are_shown(made):
    page = Page(made)
    words = " ".join("".join(page.texts).split())
    assert re.search(r"[\d.]+ % of the text of 6 documents went; 1 needs a look", words)
    assert "Flagged1 empty 1" in words.replace("Flagged 1", "Flagged1")
    assert "All 6 documents" in words
    shown = page.documents()
    assert sorted(one["data-source"] for one in shown) == [""] + ["bao.test"] * 5
    assert [one["data-flagged"] for one in shown] == ["1"] + ["0"] * 5, "what needs a look comes first"
    (dirty,) = [one["id"] for one in shown if one["data-share"] == max(other["data-share"] for other in shown)]
    lines = {one.get("class", "keep") for one in page.all("li")}
    assert lines == {"drop", "meta", "trim", "repair", "keep"}
    assert f"{dirty}-1" in {one["id"] for one in page.all("a") if "id" in one}, "every line can be linked to"
    picks = {(one.get("data-by"), one.get("value")) for one in page.all("button")}
    assert {("source", "bao.test"), ("label", "menu"), ("rule", "bao.test#dateline"), ("gone", "0")} <= picks
    assert "bao.test.yaml:" in words
    assert "(BT) - " in page.texts, "what is cut out of a line stands by itself"
    assert "settings" in words.lower()
    assert 'source = "bao.test"' in words


def test_what_is_unlike_the_others_comes_first(ours, tmp_path):
    rows = [{"id": str(n), "text": "Trang chủ\nMột câu."} for n in range(4)] + [{"id": "odd", "text": "Một câu."}]
    (tmp_path / "rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    first, *others = Page(ours("report", "rows.jsonl", "-o", "-").stdout).documents()
    assert float(first["data-share"]) == 0
    assert all(float(one["data-share"]) > 0 for one in others)


def test_what_recurs_without_an_owner_is_told(ours, tmp_path):
    rows = [{"text": f"Trang chủ\nGóc quảng bá của tòa soạn\nCâu {n}.", "url": "https://bao.test/"} for n in range(12)]
    (tmp_path / "rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    page = Page(ours("report", "rows.jsonl", "-o", "-").stdout)
    (line,) = [one["value"] for one in page.all("button") if one.get("data-by") == "text"]
    assert line == "Góc quảng bá của tòa soạn"


def test_selectors_that_take_lines_of_several_labels_have_a_row_for_each(ours, tmp_path):
    page = (
        "<html><body><h1>Cầu mới</h1><div class=text><p class=by>Lan Mẫu</p><p>Một câu dài của bài báo.</p>"
        "<p class=ad>Mua ngay</p><p>Và một câu nữa.</p></div></body></html>"
    )
    (tmp_path / "page.html").write_text(page, "utf-8")
    selectors = "html: {content: [div.text], title: [h1], byline: [p.by], remove: [p.ad]}"
    (tmp_path / "mau.vn.yaml").write_text(f"source: mau.vn\nmatch: {{host: mau.vn}}\n{selectors}\n", "utf-8")
    found = Page(ours("report", "page.html", "-o", "-", "--rules", "mau.vn.yaml", "--source", "mau.vn").stdout)
    assert [one["data-v"] for one in found.all("td") if one.get("data-head") == "Label"] == ["html", "byline"]
    lines = {one["data-r"] for one in found.all("li") if "data-r" in one}
    assert lines == {one["data-r"] for one in found.all("tr") if "data-r" in one}, "each line leads to its row"


def test_a_page_says_what_was_read_and_leads_to_what_needs_a_look(made):
    page = Page(made)
    assert "Of . · Rules" in " ".join("".join(page.texts).split())
    assert "#why=flagged" in {one.get("href") for one in page.all("a")}


def test_there_is_an_example_of_every_rule_as_far_as_there_is_room(ours, tmp_path):
    rows = [{"text": f"Trang chủ\nCâu số {number} của bài."} for number in range(60)]
    rows[41]["text"] = f"11:26 | 13/01/2025\n{rows[41]['text']}"
    (tmp_path / "rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    page = Page(ours("report", "rows.jsonl", "-o", "-", "--documents", "4").stdout)
    assert "42" in {one["data-n"] for one in page.documents()}, "the only one with a date"


def test_dates_give_a_course(ours, tmp_path):
    rows = [{"text": "Trang chủ\nMột câu.", "date": f"202{year}-05-0{day}T10:00"} for year in (3, 4) for day in (1, 2)]
    (tmp_path / "rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    page = Page(ours("report", "rows.jsonl", "-o", "-").stdout)
    days = [one["value"] for one in page.all("button") if one.get("data-by") == "day"]
    assert days == ["2023-05-01", "2023-05-02", "2024-05-01", "2024-05-02"]


def test_the_same_corpus_gives_the_same_page(ours, tmp_path, made):
    again = [ours("report", ".", "-o", "-", SOURCE_DATE_EPOCH="1700000000").stdout for _ in range(2)]
    assert again[0] == again[1]
    assert b"2023-11-14 22:13" in again[0]


def test_it_needs_nothing_else_and_lets_no_other_script_run(made):
    page = Page(made)
    assert not re.search(rb"""src\s*=|href\s*=(?!"#)|url\(|@import|https?://(?!www\.w3\.org)""", made)
    (policy,) = [one["content"] for one in page.all("meta") if one.get("http-equiv") == "Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; ")
    for tag in ("script", "style"):
        (content,) = re.findall(rf"<{tag}>(.*?)</{tag}>", made.decode("utf-8"), re.S)
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    assert not any(name.startswith("on") or name == "style" for _, attributes in page.tags for name in attributes)


def test_documents_cannot_become_part_of_the_page(ours, tmp_path, made):
    harmless = {tag for tag, _ in Page(made).tags}
    rows = [
        {"id": text, "title": text, "url": f"https://bao.test/{text}", "text": f"Trang chủ\n{text}\nMột."}
        for text in EVIL
    ]
    (tmp_path / "<b>&.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    done = ours("report", "<b>&.jsonl", "-o", "-")
    assert done.returncode == 0
    page = Page(done.stdout)
    assert {tag for tag, _ in page.tags} <= harmless | {"del", "ins"}
    assert len(page.all("script")) == len(page.all("style")) == 1
    names = {name for tag, attributes in page.tags if tag in ("li", "details", "span", "small") for name in attributes}
    facts = {"data-n", "data-gone", "data-share", "data-why", "data-day", "data-source", "data-flagged"}
    assert names <= facts | {"class", "data-r", "title", "id", "role", "aria-hidden"}
    for text in EVIL[:6]:
        assert text in page.texts
    assert "\\x1b[31mred\\x07" in page.texts
    assert "\\u202egnp.exe" in page.texts
    assert b"\x1b" not in done.stdout


def test_many_documents_are_counted_and_some_are_shown(ours, tmp_path):
    rows = [{"text": f"Trang chủ\nCâu {number} {'và nữa ' * number}."} for number in range(40)]
    rows += [{"text": "Câu trọn vẹn."}] * 10
    (tmp_path / "rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    done = ours("report", "rows.jsonl", "-o", "r.html", "--documents", "9")
    assert done.returncode == 0
    page = Page((tmp_path / "r.html").read_bytes())
    shown = page.documents()
    assert len(shown) == 9
    assert {one["data-why"] for one in shown} == {"most", "nothing", "others"}
    assert "1" in {one["data-n"] for one in shown}, "what lost most is among them"
    assert "9 of 50 documents are shown" in " ".join("".join(page.texts).split())
    counts = [one["aria-label"] for one in page.all("button") if one.get("data-by") == "gone"]
    assert "nothing went: 10 documents" in counts, "all are counted"


def test_a_page_of_very_many_documents_stays_small(monkeypatch, ours, tmp_path):
    monkeypatch.setattr("cleaner.cli.report.page.BUDGET", 20_000)
    rows = [{"text": f"Trang chủ\n{'Câu dài. ' * 200}{number}"} for number in range(60)]
    (tmp_path / "rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    done = ours("report", "rows.jsonl", "-o", "-")
    page = Page(done.stdout)
    assert 3 < len(page.documents()) < 12
    assert "as many as one page has room for" in " ".join("".join(page.texts).split())


def test_one_huge_document_is_cut_and_says_so(ours, tmp_path):
    text = "Trang chủ\n" + "dài " * 30_000 + "\n" + "Một câu.\n" * 5_000
    (tmp_path / "a.txt").write_text(text, "utf-8")
    done = ours("report", "a.txt", "-o", "-")
    assert len(done.stdout) < 500_000
    assert b"more characters)" in done.stdout
    assert b"more lines" in done.stdout


def test_nothing_to_show_is_a_page_too(ours, tmp_path):
    (tmp_path / "no.jsonl").write_bytes(b"not json\n")
    done = ours("report", "no.jsonl", "-o", "-")
    words = " ".join("".join(Page(done.stdout).texts).split())
    assert "0 % of the text of 0 documents went; 1 needs a look" in words
    assert "1 could not be read" in words
    assert "no.jsonl:1: not JSON" in words


def test_a_report_is_no_document_and_writes_over_none(ours, tmp_path, made):
    before = (tmp_path / "report.html").read_bytes()
    assert ours("report", ".", "-o", "report.html").returncode == 0
    assert (tmp_path / "report.html").read_bytes() == before
    done = ours("report", ".", "-o", "a.txt")
    assert (done.returncode, b"would be written over" in done.stderr) == (2, True)
    assert ours("report", "nothing.txt", "-o", "x.html").returncode == 2


def test_its_figures_come_as_json_too(ours, tmp_path, made):
    assert ours("report", ".", "-o", "r.html", "--summary", "sum.json").returncode == 0
    told = json.loads((tmp_path / "sum.json").read_text("utf-8"))
    assert (told["complete"], told["counts"]["documents"], told["lines_removed"]) == (True, 6, 4)
    done = ours("report", ".", "-o", "r.html", "--summary", "r.html")
    assert (done.returncode, b"both the page and the summary" in done.stderr) == (2, True)
