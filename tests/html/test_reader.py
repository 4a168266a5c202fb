"""Pages: the source's own selectors, else trafilatura, else all that can be seen."""

from __future__ import annotations

import pytest

from cleaner.errors import UsageError
from cleaner.html.reader import read_html
from cleaner.model import Cut, Document, Skipped
from cleaner.rules.html import Html, Place, Placed

BODY = "".join(
    f"<p>Câu thứ {n} của <b>thân</b> bài, đủ dài để người đọc tin rằng đây là một bài báo.</p>" for n in range(9)
)
PAGE = f"""<!doctype html><html><head><title>Bão số 3 | Báo</title>
<meta property="og:title" content="Bão số 3 (og)"><link rel="canonical" href="https://bao.test/bao-so-3.html"></head>
<body><nav><ul><li>Trang chủ<li>Thời sự</ul></nav><h1> Bão
số 3 </h1><div class="c"><div class="ad">Quảng cáo</div>{BODY}<table><tr><td>A<td>B</table>một<br>hai</div>
<div class="c">Phần hai</div><script>var x = "Mã";</script><footer>Bản quyền</footer></body></html>""".encode()


def page(data: bytes = PAGE, selectors: Html | None = None, url: str = "") -> Document:
    found = read_html(data, "a.html", lambda _: selectors and [selectors], url)
    assert isinstance(found, Document)
    return found


def staying(document: Document) -> list[str]:
    """The lines of a document that its reader lets stay."""
    gone = {cut.line for cut in document.cuts}
    return [line for number, line in enumerate(document.text.split("\n"), 1) if number not in gone]


def test_the_article_is_found_and_the_title_stands_above():
    document = page()
    lines = staying(document)
    assert lines[0] == document.title == "Bão số 3"
    assert "Câu thứ 4 của thân bài, đủ dài để người đọc tin rằng đây là một bài báo." in lines
    assert lines.count("Bão số 3") == 1
    assert not {"Quảng cáo đây", "Trang chủ", "Bản quyền"} & set(lines)
    assert document.url == "https://bao.test/bao-so-3.html"
    assert page(url="https://x.test/").url == "https://x.test/"


def test_the_selectors_of_a_source_come_first():
    seen = []
    ads = Placed(".ad", Place("a.yaml", 7, 3))
    section = Html((".c", ".c p", ".none"), (Placed("title", Place("a", 1, 1)),), (ads,), owner="a.vn")
    found = read_html(
        PAGE,
        "a.html",
        lambda url: seen.append(url) or [section],
    )
    assert isinstance(found, Document)
    lines = found.text.split("\n")
    assert seen == ["https://bao.test/bao-so-3.html"]
    assert found.title == lines[0] == "Bão số 3 | Báo"
    assert lines[1] == "Quảng cáo"
    assert found.cuts == (Cut(2, "a.vn#html", "a.yaml:7", "html"),)
    assert lines[2].startswith("Câu thứ 0 của thân bài")
    assert lines[-5:] == ["A", "B", "một", "hai", "Phần hai"]
    assert len(lines) == 1 + 1 + 9 + 5


def test_selectors_that_find_nothing_leave_it_to_trafilatura():
    assert page(selectors=Html((".not-there",))).text == page().text
    assert page(selectors=Html((), ("h2",))).title == "Bão số 3"


def test_a_page_without_an_article_gives_what_can_be_seen():
    document = page("<body><div>Một</div><span>hai</span> ba<script>x</script></body>".encode())
    assert document.text == "Một\nhai ba"


@pytest.mark.parametrize("data", [b"<html></html>", b"<script>x</script>", b"%PDF-1.7"])
def test_no_text_is_skipped(data):
    assert isinstance(read_html(data, "a.html", lambda _: None), Skipped)


def test_a_broken_selector_is_an_error():
    placed = Placed("div[", Place("rules/a.yaml", 7, 12))
    with pytest.raises(UsageError, match=r"rules/a\.yaml:7: 'div\[' is no CSS selector"):
        page(selectors=Html(("p", placed)))


def test_depth_and_odd_pages():
    deep = b"<div>" * 3000 + "Sâu".encode() + b"</div>" * 3000
    assert "Sâu" in page(deep, Html(("body",))).text
    assert page("<form><p>Trong biểu mẫu ASP".encode(), Html(("body",))).text.endswith("Trong biểu mẫu ASP")


def test_what_goes_belongs_to_the_first_selector_that_it_fits():
    page = "<div class=c>" + BODY + "<div class=a><p class=b>A</p></div><p class=b>B</p><p class='a b'>C</p></div>"
    section = Html((".c",), remove=(".b", ".a", ".d .b"), owner="x.vn")
    found = read_html(page.encode(), "a.html", lambda _: [section])
    assert isinstance(found, Document)
    lines = found.text.split("\n")
    assert [(lines[cut.line - 1], cut.rule) for cut in found.cuts] == [(name, "x.vn#html") for name in "ABC"]
    placed = [Placed(selector, Place("x.yaml", at, 1)) for at, selector in enumerate(section.remove, 1)]
    found = read_html(page.encode(), "a.html", lambda _: [Html((".c",), remove=tuple(placed), owner="x.vn")])
    assert isinstance(found, Document)
    assert [cut.at for cut in found.cuts] == ["x.yaml:2", "x.yaml:1", "x.yaml:1"]


@pytest.mark.parametrize("address", ["http://[bao", "https://bao.test:cổng/a", "//", "https://e\u2100.test/"])
def test_an_address_that_is_none_does_not_stop_a_page(address):
    data = PAGE.replace(b"https://bao.test/bao-so-3.html", address.encode())
    found = read_html(data, "a.html", lambda _: None, facts=True)
    assert isinstance(found, Document)
    assert "Câu thứ 3" in found.text
