"""The report as people have it: filters, order, keys, links, widths and themes, in a browser without a screen."""

from __future__ import annotations

import json

import pytest

from tests.browser import CHROMIUM, Browser
from tests.command import inside

pytestmark = pytest.mark.skipif(not CHROMIUM, reason="no Chromium here")

SHOWN = "[...document.querySelectorAll('.doc')].filter(one => !one.hidden).map(one => +one.dataset.n)"


@pytest.fixture(scope="module")
def page(tmp_path_factory, rules):
    folder = tmp_path_factory.mktemp("page")
    rows = [
        {
            "text": "Trang chủ\n11:26 | 13/01/2025\n(BT) - Một câu thân bài kết thúc bằng dấu chấm.",
            "date": "2025-01-13",
        },
        {"text": "Một câu trọn vẹn.", "date": "2025-02-01"},
        {"text": f"Trang chủ\n{' Một câu rất dài của thân bài.' * 20}".replace("\n ", "\n"), "date": "2025-02-02"},
        {"text": "Trang chủ\nHa\u0300ng hóa."},
        {"text": ""},
    ]
    (folder / "rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    done = inside(folder, "report", "--rules", rules, "--source", "bao.test", "rows.jsonl", "-o", "page.html")
    assert done.returncode == 0, done.stderr
    return folder / "page.html"


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    with Browser(tmp_path_factory.mktemp("browser")) as browser:
        yield browser


@pytest.fixture
def browser(running, page):
    running.look()
    running.errors.clear()
    running.open(page)
    yield running
    assert running.errors == []


def click(browser, what):
    browser.do(f"document.querySelector({what!r}).click()")


def test_a_column_a_name_and_words_choose_documents(browser):
    assert sorted(browser.do(SHOWN)) == [1, 2, 3, 4, 5]
    click(browser, ".column[data-by=gone][value='0']")
    assert sorted(browser.do(SHOWN)) == [2, 5]
    click(browser, ".chip")
    click(browser, "#rules .pick[value='bao.test#stamp']")
    assert browser.do(SHOWN) == [1]
    assert browser.do("[...document.querySelectorAll('#d1 li[class]')].filter(one => !one.hidden).length") == 1
    browser.press("Escape")
    click(browser, ".column[data-by=day][value='2025-02-02']")
    assert browser.do(SHOWN) == [3]
    browser.press("Escape", "/", "h", "ó", "a")
    assert browser.do(SHOWN) == [4]
    assert browser.do("document.querySelector('#shown').textContent") == "1 of 5 shown"


def test_what_has_no_source_or_label_can_be_chosen_and_what_is_flagged(browser, running, page, tmp_path):
    click(browser, ".pick[data-by=label][value='']")
    assert browser.do(SHOWN) == [1], "a line of it was shortened"
    assert browser.do("location.hash") == "#label="
    assert browser.do("document.querySelector('.chip').textContent") == "label: shortened ×"
    browser.press("Escape")
    click(browser, ".look")
    browser.do("new Promise(done => setTimeout(done, 50))")
    assert browser.do(SHOWN) == [5]
    click(browser, ".column[data-by=gone][value='4']")
    assert not browser.do("document.querySelector('#none').hidden"), "nothing fits, and it is said"
    (tmp_path / "two.jsonl").write_text('{"text": "Một."}\n{"text": "Hai.", "url": "https://vov.vn/a"}\n', "utf-8")
    assert inside(tmp_path, "report", "two.jsonl", "-o", "two.html").returncode == 0
    running.open(tmp_path / "two.html")
    click(browser, ".pick[data-by=source][value='']")
    assert browser.do(SHOWN) == [1]


def test_documents_and_tables_are_put_in_order(browser):
    assert browser.do(SHOWN)[0] == 5, "what is flagged stands first"
    browser.do("const o = document.querySelector('#order'); o.value = 'read'; o.dispatchEvent(new Event('input'))")
    assert browser.do(SHOWN) == [1, 2, 3, 4, 5]
    lines = "[...document.querySelectorAll('#rules tbody tr')].map(row => +row.cells[4].dataset.v)"
    click(browser, "#rules th:nth-child(5) .sort")
    assert browser.do(lines) == sorted(browser.do(lines), reverse=True)
    click(browser, "#rules th:nth-child(5) .sort")
    assert browser.do(lines) == sorted(browser.do(lines))
    assert browser.do("document.querySelector('#rules th:nth-child(5)').ariaSort") == "ascending"


def test_all_can_be_done_with_keys(browser):
    browser.press("j", "j", "o")
    assert browser.do("document.querySelectorAll('.doc')[1].open")
    browser.press("Escape", "k")
    assert browser.do("document.activeElement.closest('.doc').dataset.n") == "5"
    browser.do("location.hash = 'd1'")
    browser.do("new Promise(done => setTimeout(done, 50))")
    browser.press("n", "n")
    assert browser.do("document.querySelector('.here a').textContent") == "2"
    browser.press("p", "c")
    assert browser.do("getComputedStyle(document.querySelector('#d3 li:not([class])')).display") == "none"
    browser.press("?")
    assert browser.do("document.querySelector('#help').open")


def test_side_by_side_shows_what_was_and_what_is(browser):
    browser.do("document.querySelector('#d1').open = true; document.querySelector('#d4').open = true")
    browser.press("v")
    texts = "[...one.querySelectorAll(':scope > span')].map(side => side.innerText)"
    sides = f"[...document.querySelectorAll('{{}} li')].map(one => {texts})"
    first = browser.do(sides.format("#d1"))
    assert first[0] == ["Trang chủ", ""]
    assert first[2] == ["(BT) - Một câu thân bài kết thúc bằng dấu chấm.", "Một câu thân bài kết thúc bằng dấu chấm."]
    assert browser.do(sides.format("#d4"))[1] == ["Ha\u0300ng hóa.", "Hàng hóa."]


def test_an_address_leads_back_to_a_view_a_document_and_a_line(browser, page):
    click(browser, ".pick[data-by=label][value=menu]")
    hash = browser.do("location.hash")
    assert hash == "#label=menu"
    browser.open(page, hash[1:])
    assert sorted(browser.do(SHOWN)) == [1, 3, 4]
    for odd in ("%E0%A4%A", "order=sideways&gone=x", "d99", "constructor", "source=%"):
        browser.open(page, odd)
        assert browser.errors == []
    browser.open(page, "d3-2")
    assert browser.do("document.querySelector('#d3').open")
    assert browser.do("document.querySelector('#d3-2').getBoundingClientRect().top < innerHeight")


@pytest.mark.parametrize("width", [1280, 800, 360])
@pytest.mark.parametrize("dark", [False, True])
def test_it_fits_and_can_be_read_in_every_width_and_theme(browser, page, width, dark):
    browser.look(width, dark=dark)
    browser.open(page)
    browser.do("for (const one of document.querySelectorAll('.doc')) one.open = true")
    assert browser.do("document.documentElement.scrollWidth") <= width
    assert browser.do(CONTRASTS) == []


def test_the_theme_can_be_chosen_and_the_print_leaves_controls_out(browser):
    before = browser.do("getComputedStyle(document.body).backgroundColor")
    click(browser, "#theme")
    assert browser.do("getComputedStyle(document.body).backgroundColor") != before
    browser.look(718, printed=True)  # what A4 has between its margins
    assert browser.do("document.documentElement.scrollWidth") <= 718
    assert browser.do("getComputedStyle(document.querySelector('.filters')).display") == "none"


#: Gives the texts whose colours differ too little to be read (WCAG AA: 4.5 to 1).
CONTRASTS = """(() => {
  const rgb = (text) => text.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((c) => (c /= 255) <= .04 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4)
    .reduce((sum, c, at) => sum + c * [.2126, .7152, .0722][at], 0);
  const behind = (one) => { for (; one; one = one.parentElement) {
    const found = rgb(getComputedStyle(one).backgroundColor); if (found.length === 3 || found[3] === 1) return found; }
    return rgb(getComputedStyle(document.body).backgroundColor); };
  const bad = [];
  const texts = 'h1, h2, p, dt, dd, td, th, button, summary span, li > a, li > span, small, code';
  for (const one of document.querySelectorAll(texts)) {
    if (!one.textContent.trim() || !one.getClientRects().length) continue;
    const [a, b] = [light(rgb(getComputedStyle(one).color)), light(behind(one))].sort((x, y) => y - x);
    if ((a + .05) / (b + .05) < 4.5) bad.push(one.outerHTML.slice(0, 80));
  }
  return bad;
})()"""
