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


def test_all_is_counted_and_what_changed_is_shown(made):
    page = Page(made)
    words = "".join(page.texts)
    assert "6 documents, 3 changed, 1 flagged, 4 lines removed (menu 3, published 1)" in words
    assert [one["data-source"] for one in page.all("details")] == ["bao.test"] * 3 + [""]
    lines = page.all("li")
    assert [line["class"] for line in lines[:4]] == ["drop", "meta", "trim", "keep"]
    assert (lines[0]["data-label"], lines[0]["data-rule"]) == ("menu", "bao.test#menu")
    picks = {(one.get("data-by"), one.get("value")) for one in page.all("button")}
    assert {("source", "bao.test"), ("label", "menu"), ("rule", "bao.test#dateline")} <= picks
    assert "bao.test.yaml:" in words
    assert "(BT) - " in page.texts, "what is cut out of a line stands by itself"


def test_it_needs_nothing_else_and_lets_no_other_script_run(made):
    page = Page(made)
    assert not re.search(rb"""(?:src|href)\s*=|url\(|@import|https?://(?!www\.w3\.org)""", made)
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
    assert {tag for tag, _ in page.tags} <= harmless | {"del"}
    assert len(page.all("script")) == len(page.all("style")) == 1
    names = {name for tag, attributes in page.tags if tag in ("li", "details", "span", "small") for name in attributes}
    assert names <= {"class", "data-label", "data-rule", "data-source", "data-flagged", "title", "id", "role"}
    for text in EVIL[:6]:
        assert text in page.texts
    assert "\\x1b[31mred\\x07" in page.texts
    assert "\\u202egnp.exe" in page.texts
    assert b"\x1b" not in done.stdout


def test_many_documents_are_counted_and_some_are_shown(ours, tmp_path):
    rows = "".join(json.dumps({"text": f"Trang chủ\nCâu {number}."}) + "\n" for number in range(50))
    (tmp_path / "rows.jsonl").write_text(rows, "utf-8")
    done = ours("report", "rows.jsonl", "-o", "r.html", "--documents", "7")
    assert done.returncode == 0
    page = Page((tmp_path / "r.html").read_bytes())
    assert len(page.all("details")) == 7
    assert "43 more documents changed" in "".join(page.texts)
    assert "50 documents, 50 changed" in "".join(page.texts)


def test_a_report_is_no_document_and_writes_over_none(ours, tmp_path, made):
    before = (tmp_path / "report.html").read_bytes()
    assert ours("report", ".", "-o", "report.html").returncode == 0
    assert (tmp_path / "report.html").read_bytes() == before
    done = ours("report", ".", "-o", "a.txt")
    assert (done.returncode, b"would be written over" in done.stderr) == (2, True)
    assert ours("report", "nothing.txt", "-o", "x.html").returncode == 2
