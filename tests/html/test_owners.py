"""What selectors take out of a page has an owner, and what a page says of itself comes out: by the command."""

from __future__ import annotations

import json

import pytest

from cleaner.html.reader import read_html
from cleaner.model import Document
from tests.command import inside

PACKAGE = """\
package: cms/tin
html:
  content: [.noi-dung]
  remove: [.lien-quan, .quang-cao]
  published: [.ngay]
  byline: ["xpath: //p[@class='tac-gia']"]
"""
SOURCE = """\
source: bao.test
extends: [cms/tin]
match: {host: [bao.test]}
limits: {max_removed: 100%, min_kept: 0}
html:
  content: [.khong-co]
  title: [h2]
  remove: [.video]
rules:
  - {id: share, label: share, drop: {line: [Chia sẻ]}}
"""
LINES = [f"Câu thứ {n} của thân bài, đủ dài để là văn xuôi và kết thúc bằng một dấu chấm." for n in range(12)]
PAGE = f"""<html lang="vi-VN"><head><title>Bão | Báo</title><meta property="og:site_name" content="Báo Thử">
<script type="application/ld+json">{{"@context": "https://schema.org", "@type": "NewsArticle", "headline": "Bão",
"datePublished": "2025-01-13T11:26:00+07:00", "author": {{"@type": "Person", "name": "Lan Anh"}}}}</script></head>
<body><h1>Báo Thử</h1><h2>Bão số 3 vào bờ</h2><span class="ngay">13/01/2025 11:26</span><div class="noi-dung">
<p>{LINES[0]} <span class="quang-cao">Mua ngay</span>Hết.</p><div class="lien-quan"><p>Bài khác</p><p>Bài nữa</p></div>
{"".join(f"<p>{line}</p>" for line in LINES[1:])}<div class="video">Xem video</div><p>Chia sẻ</p>
<p class="tac-gia">Minh Hà</p></div><div class="lien-quan">Không thuộc bài</div></body></html>"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "rules" / "cms").mkdir(parents=True)
    (tmp_path / "rules" / "cms" / "tin.yaml").write_text(PACKAGE, "utf-8")
    (tmp_path / "rules" / "bao.test.yaml").write_text(SOURCE, "utf-8")
    (tmp_path / "a.html").write_text(PAGE, "utf-8")
    return tmp_path


def cleaner(folder, *arguments: str, check: bool = True) -> str:
    done = inside(folder, *arguments, "--rules", "rules")
    assert done.returncode == 0 or not check, done.stderr.decode()
    return done.stdout.decode()


def test_the_text_has_the_article_and_nothing_else(folder):
    text = cleaner(folder, "clean", "-q", "--url", "https://bao.test/1", "a.html")
    assert text.split("\n") == ["Bão số 3 vào bờ", f"{LINES[0]} Hết.", *LINES[1:], ""]


def test_the_audit_names_who_took_what_and_restore_gives_it_back(folder):
    cleaner(folder, "clean", "-q", "--url", "https://bao.test/1", "a.html", "-o", "a.txt", "--removed", "a.audit")
    *records, _end = [json.loads(line) for line in (folder / "a.audit").read_text("utf-8").splitlines()]
    told = [(r["line"], r["rule"], r["at"], r["label"], r["text"]) for r in records]
    assert told == [
        (2, "cms/tin#html", "rules/cms/tin.yaml:4", "html", "Mua ngay"),
        (4, "cms/tin#html", "rules/cms/tin.yaml:4", "html", "Bài khác"),
        (5, "cms/tin#html", "rules/cms/tin.yaml:4", "html", "Bài nữa"),
        (17, "bao.test#html", "rules/bao.test.yaml:8", "html", "Xem video"),
        (18, "bao.test#share", "rules/bao.test.yaml:10", "share", "Chia sẻ"),
        (19, "cms/tin#html", "rules/cms/tin.yaml:6", "byline", "Minh Hà"),
    ]
    done = inside(folder, "restore", "a.txt", "--removed", "a.audit")
    assert done.returncode == 0
    whole = ["Bão số 3 vào bờ", "Mua ngay", f"{LINES[0]} Hết.", "Bài khác", "Bài nữa", *LINES[1:]]
    assert done.stdout.decode().rstrip("\n").split("\n") == [*whole, "Xem video", "Chia sẻ", "Minh Hà"]


def test_lines_are_counted_by_the_label_that_each_has(folder):
    summary = folder / "figures.json"
    cleaner(folder, "clean", "-q", "--url", "https://bao.test/1", "a.html", "-o", "a.txt", "--summary", str(summary))
    counts = json.loads(summary.read_text("utf-8"))["counts"]
    assert counts["labels"] == {"html": 4, "share": 1, "byline": 1}
    assert counts["rules"] == {"cms/tin#html": 4, "bao.test#html": 1, "bao.test#share": 1}


def test_explain_shows_removed_lines_in_their_place(folder):
    shown = cleaner(folder, "explain", "--url", "https://bao.test/1", "a.html", "--color", "never")
    row = next(line for line in shown.split("\n") if "Bài khác" in line)
    assert row.split()[:5] == ["4", "drop", "html", "cms/tin#html", "rules/cms/tin.yaml:4"]
    assert "19 lines: keep 13, drop 5, meta 1" in shown


def test_a_label_that_stays_keeps_the_line_of_a_field(folder):
    text = cleaner(folder, "clean", "-q", "--url", "https://bao.test/1", "--keep", "byline", "a.html")
    assert text.endswith(f"{LINES[-1]}\nMinh Hà\n")


def test_a_record_has_what_selectors_found_and_what_the_page_says(folder):
    record = json.loads(cleaner(folder, "clean", "-q", "--url", "https://bao.test/1", "-t", "jsonl", "a.html"))
    assert record["title"] == "Bão số 3 vào bờ"
    assert record["meta"] == {"published": "13/01/2025 11:26", "byline": "Minh Hà", "site": "Báo Thử", "language": "vi"}
    assert record["clean"]["by_rule"] == {"cms/tin#html": 4, "bao.test#html": 1, "bao.test#share": 1}


def test_without_rules_the_page_speaks_for_itself(folder):
    record = json.loads(cleaner(folder, "clean", "-q", "--no-source", "-t", "jsonl", "a.html"))
    assert record["meta"] == {"published": "2025-01-13", "byline": "Lan Anh", "site": "Báo Thử", "language": "vi"}
    assert not {"cms/tin#html", "bao.test#html"} & set(record["clean"]["by_rule"])


def test_an_inherited_section_can_be_switched_off(folder):
    path = folder / "rules" / "bao.test.yaml"
    path.write_text(SOURCE.replace("match:", "disable: [cms/tin#html]\nmatch:"), "utf-8")
    record = json.loads(cleaner(folder, "clean", "-q", "--url", "https://bao.test/1", "-t", "jsonl", "a.html"))
    assert record["clean"]["by_rule"] == {"bao.test#html": 1, "bao.test#share": 1, "page#html": 3}
    assert "Bài khác" in record["text"]


@pytest.mark.parametrize(
    ("selector", "message"),
    [
        ("xpath: //p/@@", "rules/bao.test.yaml:8: 'xpath: //p/@@' is no XPath"),
        ("xpath: count(//p)", "rules/bao.test.yaml:8: 'xpath: count(//p)' finds no elements"),
        ("p:none", "rules/bao.test.yaml:8: 'p:none' is no CSS selector"),
    ],
)
def test_a_selector_that_is_none_names_its_line(folder, selector, message):
    path = folder / "rules" / "bao.test.yaml"
    path.write_text(SOURCE.replace("[.video]", f'["{selector}"]'), "utf-8")
    done = inside(folder, "clean", "--url", "https://bao.test/1", "a.html", "--rules", "rules")
    assert done.returncode == 2
    assert message in done.stderr.decode()


@pytest.mark.parametrize(
    "head",
    [
        '<link rel="stylesheet" href="/theme/2009/01/a.css">',
        '<meta name="copyright" content="Copyright 2009 Báo Thử">',
        '<meta property="og:image" content="https://bao.test/2017/04/a.jpg">',
        "<script>var built = '2014-03-02';</script>",
    ],
)
def test_a_year_in_the_head_is_no_date_where_the_page_shows_one(head):
    shown = "<h1>Chợ</h1><time datetime='2024-05-06T08:00'>6/5</time><p>Xa."
    page = f"<html><head><title>Chợ</title>{head}</head><body>{shown}"
    found = read_html(page.encode(), "a.html", lambda url: None, facts=True)
    assert isinstance(found, Document)
    assert found.date == "2024-05-06"
