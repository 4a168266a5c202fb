"""Pages of unknown sources, by the kinds of faults that readers of pages have: nothing is lost, no junk comes."""

from __future__ import annotations

import json

import pytest

from cleaner import Cleaner
from cleaner.html.article import Words, find_article
from cleaner.html.extractor import extracted
from cleaner.html.page import Page, concealed
from cleaner.html.reader import read_html
from cleaner.html.votes import Facts
from cleaner.model import Document
from cleaner.rules.html import Html
from tests.command import inside

TITLE = "Làng chài bên vịnh dựng lại chiếc cầu gỗ"
PARAGRAPHS = [
    f"Người thợ thứ {n} kể rằng {what}, và cả làng đã góp công suốt mùa hè vừa qua."
    for n, what in enumerate(
        ["gỗ được chở từ rừng về", "trụ cầu cũ vẫn còn chắc", "trẻ con đi học gần hơn", "chợ sẽ họp sớm"], 1
    )
]
HEAD = f"<title>{TITLE} - Báo Thử</title>"
MENU = "".join(f'<div class=m><a href="/{n}">Chuyên mục thứ {n} của tờ báo này</a></div>' for n in range(9))
FOOT = "<footer><p>Tòa soạn ở số 1 phố Chợ, giấy phép do cơ quan quản lý cấp từ nhiều năm trước.</p></footer>"
COMMENT = "Bài viết này hay quá, mong tác giả kể thêm về ngôi làng của mình trong những số báo sau nữa nhé."
WORDS = Html(junk=("comments", "share"), beside=("caption",), body=("content",), owner="x/y")


def paragraphs(some=PARAGRAPHS) -> str:
    return "".join(f"<p>{one}</p>" for one in some)


def read(body: str, section: Html = WORDS, foot: str = FOOT) -> Document:
    page = f"<html><head>{HEAD}</head><body>{MENU}{body}{foot}</body></html>"
    found = read_html(page.encode(), "a.html", lambda _: [section])
    assert isinstance(found, Document)
    return found


def lines(document: Document) -> list[str]:
    gone = {cut.line for cut in document.cuts}
    return [line for number, line in enumerate(document.text.split("\n"), 1) if number not in gone]


@pytest.mark.parametrize(
    ("body", "more"),
    [
        (f"<article><h1>{TITLE}</h1><p><a href=/x>{PARAGRAPHS[0]}</a></p>{paragraphs(PARAGRAPHS[1:])}</article>", ()),
        (
            f"<h1>{TITLE}</h1><div>{paragraphs()}<div class=comments><p>{COMMENT}</p></div></div>",
            (),
        ),
        (f"<h1>{TITLE}</h1><div>{paragraphs()}<p style='display:none'>{PARAGRAPHS[1]} Không ai thấy.</p></div>", ()),
        (f"<h1>{TITLE}</h1><div>{paragraphs()}</div><div hidden>{paragraphs()}</div>", ()),
        (
            f"<h1>{TITLE}</h1><div class=page>{paragraphs(PARAGRAPHS[:2])}</div>"
            f"<div class='page off' style='display: none'>{paragraphs(PARAGRAPHS[2:])}</div>",
            (),
        ),
        (f"<h1><a href='/'>Trang đầu</a></h1><div>{TITLE}</div><div>{paragraphs()}</div>", ()),
        (f"<noscript><h1>{TITLE}</h1>{paragraphs()}</noscript>", ()),
        (f"<h1>{TITLE}</h1><script type='text/template'>{paragraphs()}</script>", ()),
    ],
    ids=["linked-first", "comments", "hidden", "copy", "shown-in-turn", "site-name", "noscript", "template"],
)
def test_the_article_and_nothing_else(body, more):
    assert lines(read(body)) == [TITLE, *PARAGRAPHS, *more]


def test_a_refrain_is_kept_as_often_as_it_is_sung():
    song = ["Về đây bên bến sông xưa", "Nghe sóng ru"] * 3
    body = f"<article><h1>{TITLE}</h1>{paragraphs([PARAGRAPHS[0], *song, *PARAGRAPHS[1:]])}</article>"
    assert lines(read(body)) == [TITLE, PARAGRAPHS[0], *song, *PARAGRAPHS[1:]]


def test_verses_of_one_block_are_no_copy_and_a_short_article_given_twice_is():
    verses = [f"{one.removesuffix('.')}," for one in PARAGRAPHS[1:]]
    song = f"<div>{'<br>'.join([PARAGRAPHS[0], *verses])}</div><div>{'<br>'.join([COMMENT, *verses])}</div>"
    assert lines(read(f"<h1>{TITLE}</h1><article>{song}</article>")) == [
        TITLE,
        PARAGRAPHS[0],
        *verses,
        COMMENT,
        *verses,
    ]
    long = [f"{one} {COMMENT}" for one in PARAGRAPHS[:2]]
    twice = f"<section><div class=a>{paragraphs(long)}</div></section><section><div>{paragraphs(long)}</div></section>"
    assert lines(read(f"<h1>{TITLE}</h1><article>{twice}</article>")) == [TITLE, *long]


def test_cells_below_one_without_letters_are_the_extractors_as_well():
    cells = ["18:00", "Lan", "-", "Hoa", "19:00", "Mai", "-", "Sen"]
    rows = "".join("<tr>" + "".join(f"<td>{cell}" for cell in cells[at : at + 4]) for at in (0, 4))
    tree = Page(f"<body><p>{PARAGRAPHS[0]}</p><table>{rows}</table><p>Lan</p>").block_tree()
    taken = f"{PARAGRAPHS[0]}\n| 18:00 | Lan | - | Hoa |\n| 19:00 | Mai | - | Sen |"
    voted = Facts.of(tree, taken).voted
    assert voted == [True] * (1 + len(cells)) + [False]


def test_cells_of_a_table_and_lines_of_code_stay():
    table = "<table><tr><td><a href=/a>Lan</a><td>5<tr><td>Hà<td>5</table><pre>if x:\n    y\n</pre>"
    body = f"<article><h1>{TITLE}</h1>{paragraphs(PARAGRAPHS[:2])}{table}{paragraphs(PARAGRAPHS[2:])}</article>"
    wanted = [TITLE, *PARAGRAPHS[:2], "Lan", "5", "Hà", "5", "if x:", "    y", *PARAGRAPHS[2:]]
    assert lines(read(body)) == wanted


def test_a_row_is_the_extractors_wherever_it_puts_the_table():
    table = "<table><tr><td>Lan<td>5<tr><td>Hà<td>5</table>"
    page = Page(f"<table><tr><td><p>Lan</p><div>{PARAGRAPHS[0]}</div>{table}<div>{PARAGRAPHS[1]}</div></table>")
    taken = f"| {PARAGRAPHS[0]} {PARAGRAPHS[1]} |\n| Lan | 5 |\n| Hà | 5 |"
    assert Facts.of(page.block_tree(), taken).voted == [False] + [True] * 6


def test_code_is_indented_also_when_the_text_is_cleaned_again():
    code = "<pre><code>def ban(gia):\n\tif gia &lt; 10:\n\t\treturn 1\n</code></pre>"
    found = read(f"<article><h1>{TITLE}</h1>{paragraphs(PARAGRAPHS[:2])}{code}{paragraphs(PARAGRAPHS[2:])}</article>")
    once = Cleaner().clean(found)
    wanted = [*PARAGRAPHS[:2], "def ban(gia):", "    if gia < 10:", "        return 1", *PARAGRAPHS[2:]]
    assert once.text.split("\n") == [TITLE, *wanted]
    assert Cleaner().clean(once.text).text == once.text


def test_a_heading_that_is_a_link_opens_the_article():
    review = "<div><h2><a href='/danh-gia/1'>Cầu chắc hơn trước</a></h2>" + paragraphs() + "</div>"
    assert lines(read(f"<h1>{TITLE}</h1><article><div><a href=/a>Hoài An</a></div>{review}</article>")) == [
        TITLE,
        "Cầu chắc hơn trước",
        *PARAGRAPHS,
    ]


def test_lines_of_one_paragraph_stay_together():
    place = ["Làng nằm ở cuối vịnh, ba mặt là rừng đước,", PARAGRAPHS[0], "đi bộ hết một vòng mất nửa buổi"]
    asked = [f"<div class=qa><h4>Hỏi câu {n}</h4><p class=a>{PARAGRAPHS[1]} Lần {n}.</p></div>" for n in range(20)]
    page = f"<h1>{TITLE}</h1><div>{''.join(asked)}</div><section><div><p class=b>{'<br>'.join(place)}</div></section>"
    found = lines(read(page))
    assert [line for line in found if line in place] == place


def test_teasers_whose_headline_has_no_block_of_its_own_are_left_out():
    teasers = "".join(f"<div class=item><a href=/{n}>Chuyện làng thứ {n} của tuần này</a><p>{one} Xem {n}.</p></div>"
                      for n, one in enumerate(PARAGRAPHS))  # fmt: skip
    body = f"<div><h1>{TITLE}</h1><div>{paragraphs(f'{one} Rồi thôi.' for one in PARAGRAPHS)}</div>{teasers}</div>"
    assert lines(read(body)) == [TITLE, *(f"{one} Rồi thôi." for one in PARAGRAPHS)]


@pytest.mark.parametrize(
    ("item", "end"),
    [
        ("<div class=item><h3><a href='/nha-{at}'>Ngôi nhà cổ thứ {at} bên sông</a></h3><p>{text}</p></div>", ""),
        ("<h3><a href='/nha-{at}'>Ngôi nhà cổ thứ {at} bên sông</a></h3><p>{text}</p>", ""),
        ("<section><a href='https://nha{at}.example/'>Ngôi nhà cổ thứ {at}</a><p>{text}</p></section>", "<p>Hết."),
        ("<div><span>{at}h30</span><p>{text}</p></div>", ""),
        ("<div class=post><div>Phóng viên</div><div>{at}:30 12/9/2024</div><p>{text}</p></div>", ""),
        ("<div class=step><h4>{at}</h4><p>{text}</p></div>", ""),
    ],
    ids=["list", "flat-list", "other-sites", "times", "reports", "steps"],
)
@pytest.mark.parametrize("number", [3, 9])
def test_parts_of_an_article_made_alike_are_neither_teasers_nor_comments(item, end, number):
    texts = [f"{PARAGRAPHS[at % 4]} Đó là chuyện thứ {at}." for at in range(number)]
    items = "".join(item.format(at=at, text=text) for at, text in enumerate(texts))
    for body in (f"{items}{end}", f"<div class=list>{items}</div><p>{PARAGRAPHS[2]}</p>"):
        found = read(f"<div><h1>{TITLE}</h1>{paragraphs(PARAGRAPHS[:2])}{body}</div>", foot="")
        assert [line for line in lines(found) if line in texts] == texts


def test_parts_of_a_list_with_a_link_below_each_paragraph_are_no_teasers():
    texts = [f"{PARAGRAPHS[at % 4]} Đó là chuyến thứ {at}." for at in range(9)]
    parts = "".join(
        f"<section><div class=part><h2>Chiếc ghe thứ {at}</h2><div><p>Giá: {at} triệu</p><p>{text}</p>"
        f"<p><a href='/di-thu-{at}'>Đi thử chiếc ghe thứ {at}</a></p></div></div></section>"
        for at, text in enumerate(texts)
    )
    found = read(f"<h1>{TITLE}</h1><div><p>{PARAGRAPHS[0]}</p></div><div>{parts}</div>")
    assert ([line for line in lines(found) if line in texts], found.flags) == (texts, ())


def test_a_footer_made_as_the_article_is_stays_out_of_it():
    notices = [f"<div class=text><p>{COMMENT} Lần {at}.</p></div>" for at in range(9)]
    body = f"<div class=text><p>{PARAGRAPHS[0]}</p></div><footer><div>{''.join(notices)}</div></footer>"
    tree = Page(f"<body>{body}").block_tree()
    assert Facts.of(tree, PARAGRAPHS[0]).voted == [True] + 9 * [False]
    tree = Page(f"<body>{body.replace('footer', 'main')}").block_tree()
    assert all(Facts.of(tree, PARAGRAPHS[0]).voted)


def test_headings_below_pictures_stay_where_the_text_beside_them_is_short():
    texts = [one.split(",")[0] for one in PARAGRAPHS[:3]]
    pictures = "".join(f"<div class=photo><img src=/{at}><h3>{one}</h3></div>" for at, one in enumerate(texts))
    offer = f"<aside><h3>Mỗi sáng một chuyện</h3><p>{COMMENT}</p></aside>"
    told = f"{PARAGRAPHS[3]} Vui hơn cả Tết."
    page = f"<h1>{TITLE}</h1><main><p>{told}</p>{pictures}</main>{offer}"
    found = read_html(page.encode(), "a", lambda url: [Html(beside=("photo",), owner="x/y")])
    assert (lines(found), found.flags) == ([TITLE, told, *texts], ("html-unsure",))


def test_a_long_comment_above_the_page_hides_it_from_no_extractor():
    page = f"<!-- {'lưu lúc nào không ai nhớ ' * 4} --><html><body><div><div><pre>Chợ họp sớm</pre></div></div>"
    assert "Chợ họp" in extracted(Page(page).pruned())


@pytest.mark.parametrize("foot", ["", FOOT.replace("<footer", "<div class=footer")])
def test_comments_that_no_name_tells_from_an_article_go_with_a_flag(foot):
    said = "".join(
        f"<div class=x><p>{COMMENT} Lần {at}.</p><span>Bạn Đọc {at}, hôm qua</span></div>" for at in range(4)
    )
    found = read(f"<h1>{TITLE}</h1><div>{paragraphs()}<div>{said}</div></div>", foot=foot)
    assert (lines(found), found.flags) == ([TITLE, *PARAGRAPHS], ("html-unsure",))


def test_what_people_say_beside_the_paragraphs_of_an_article_is_no_comment():
    said = [f"{COMMENT} Lần {at}." for at in range(4)]
    quotes = "".join(f"<div class=q><p>{one}</p><p>Bà Mẫu, {60 + at} tuổi</p></div>" for at, one in enumerate(said))
    found = read(f"<article><h1>{TITLE}</h1>{paragraphs()}{quotes}</article>")
    assert ([line for line in lines(found) if line in said], found.flags) == (said, ())
    told = "".join(f"<p>{one}</p><ul><li><a href=https://so.test/{at}>Sổ {at}</a></ul>" for at, one in enumerate(said))
    assert [line for line in lines(read(f"<div><h1>{TITLE}</h1>{paragraphs()}{told}</div>")) if line in said] == said


def test_paragraphs_without_names_are_alike_where_they_stand_in_alike():
    said = "".join(f"<li><div><p>{COMMENT} Lần {at}.</p></div></li>" for at in range(9))
    page = Page(f"<main><div>{paragraphs()}</div></main><ol>{said}</ol>").block_tree()
    assert Facts.of(page, "\n".join(PARAGRAPHS)).voted == [True] * 4 + [False] * 9


def test_the_next_article_on_a_page_is_another():
    more = [f"{COMMENT} Phần {at}." for at in range(4)]
    following = f"<div><article><h2>Bến cũ đông khách trở lại</h2>{paragraphs(more)}</article></div>"
    page = Page(f"<main><article><h1>{TITLE}</h1>{paragraphs()}</article>{following}</main>").block_tree()
    taken = "\n".join([TITLE, *PARAGRAPHS, *more])
    found = find_article(page, Facts.of(page, taken, TITLE), Words())
    assert found.kept == (*[True] * 5, *[False] * 5)
    parts = f"<main><article><h1>{TITLE}</h1>{paragraphs()}</article><article>{paragraphs(more)}</article></main>"
    page = Page(parts).block_tree()
    assert all(find_article(page, Facts.of(page, taken, TITLE), Words()).kept)
    posts = "".join(f"<article><p>{one}</p></article>" for one in PARAGRAPHS)
    assert lines(read(f"<main><header><h1>{TITLE}</h1></header>{posts}</main>")) == [TITLE, *PARAGRAPHS]


def test_captions_that_end_in_hashtags_are_text():
    shown = "".join(f"<figure><div class=t>{one} #làngchài #cầugỗ</div></figure>" for one in PARAGRAPHS)
    assert [line.split(" #")[0] for line in lines(read(f"<h1>{TITLE}</h1>{shown}"))] == [TITLE, *PARAGRAPHS]


def test_short_lines_stay_where_a_page_has_hardly_any_text():
    verses = [f"Câu hát thứ {at} dài chừng này" for at in range(9)]
    page = f"<table><tr><td>{PARAGRAPHS[0]}</table>" + "".join(f"<table><tr><td>{one}</table>" for one in verses)
    assert lines(read(f"<h1>{TITLE}</h1><div>{page}</div>", foot="")) == [TITLE, PARAGRAPHS[0], *verses]


@pytest.mark.parametrize("address", ["#answer-{}", "javascript:void(0)", ""])
def test_a_question_that_opens_its_answer_is_no_headline_of_a_teaser(address):
    answers = "".join(f'<div class=item><a href="{address.format(n)}">Câu hỏi số {n} của bạn?</a><p>{one}</p></div>'
                      for n, one in enumerate(PARAGRAPHS))  # fmt: skip
    opening = f"{PARAGRAPHS[0]} Và những câu khác."
    body = f"<div><h1>{TITLE}</h1><div>{paragraphs([opening, f'{opening} Hết.'])}</div>{answers}</div>"
    assert set(PARAGRAPHS) <= set(lines(read(body)))


def test_the_title_of_a_page_without_headings_is_the_line_that_its_own_title_has():
    stamp = "Ngày đăng: 05/03/2024 | Lượt xem: 1253"
    page = f"<head>{HEAD}</head>{MENU}<div><div>{TITLE}</div><div>{stamp}</div><div>{paragraphs()}</div></div>{FOOT}"
    found = read_html(page.encode(), "a.html", lambda _: [WORDS])
    assert isinstance(found, Document)
    assert (found.title, lines(found)[0]) == (TITLE, TITLE)


def test_a_section_that_stands_in_a_page_s_title_is_not_its_headline():
    section = "Tin trong làng"
    head = HEAD.replace(f"<title>{TITLE}", f"<title>{section}")
    page = f"<head>{head}</head>{MENU}<div><a href=/tin>{section}</a><div>{TITLE}</div><div>{paragraphs()}</div></div>"
    found = read_html(page.encode(), "a.html", lambda _: [WORDS])
    assert isinstance(found, Document)
    assert found.title == TITLE


def test_a_list_of_teasers_is_no_article_and_keeps_its_text():
    boxes = "".join(f"<div class=b><h3><a href=/{n}>Tin thứ {n} của ngày</a></h3><p>{one}</p></div>"
                    for n, one in enumerate(PARAGRAPHS * 2))  # fmt: skip
    found = read(boxes)
    assert "not-an-article" in found.flags
    assert set(PARAGRAPHS) <= set(lines(found))


def test_a_first_page_may_show_its_first_story_large_and_have_a_short_headline():
    stories = [f"Tin số {at}: {one}" for at, one in enumerate(PARAGRAPHS * 2)]
    heads = [f"Chuyện bến đò kỳ thứ {at}" if at != 4 else "Mưa to ở bến" for at in range(len(stories))]
    boxes = "".join(f"<div class=b><h3><a href=/{at}>{head}</a></h3><div class=s>{one}</div></div>"
                    for at, (head, one) in enumerate(zip(heads, stories, strict=True)))  # fmt: skip
    large = f"<div class=large><a href=/9>Làng chài mở lại bến cũ</a><p class=first>{COMMENT}</p></div>"
    assert read(f"<div class=all>{boxes}{large}</div>").flags == ("not-an-article",)


def test_selectors_that_find_nothing_are_told():
    found = read(f"<h1>{TITLE}</h1><div>{paragraphs()}</div>", Html((".old-template",), owner="bao.test"))
    assert found.flags == ("html-drift",)
    assert lines(found) == [TITLE, *PARAGRAPHS]


def test_decomposed_text_is_voted_for_as_composed_text_is():
    import unicodedata

    body = f"<h1>{TITLE}</h1><div>{paragraphs()}</div>"
    apart = read(unicodedata.normalize("NFD", body))
    assert [unicodedata.normalize("NFC", line) for line in lines(apart)] == lines(read(body))


def test_what_is_left_out_is_in_the_audit_and_comes_back(tmp_path):
    page = f"<html><head>{HEAD}</head><body>{MENU}<h1>{TITLE}</h1><div>{paragraphs()}</div>{FOOT}</body></html>"
    (tmp_path / "a.html").write_text(page, "utf-8")
    done = inside(tmp_path, "clean", "-q", "a.html", "-o", "a.txt", "--removed", "gone.jsonl")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "a.txt").read_text("utf-8").split("\n")[:-1] == [TITLE, *PARAGRAPHS]
    gone = [json.loads(line) for line in (tmp_path / "gone.jsonl").read_text("utf-8").splitlines()]
    assert {one["rule"] for one in gone if one.get("label") == "html"} == {"page#html"}
    back = inside(tmp_path, "restore", "a.txt", "--removed", "gone.jsonl", "-o", "back.txt")
    assert back.returncode == 0, back.stderr
    assert "Chuyên mục thứ 3 của tờ báo này" in (tmp_path / "back.txt").read_text("utf-8")


def test_where_an_extractor_finds_nothing_the_page_speaks_for_itself():
    page = Page(f"<body>{MENU}<div>{paragraphs()}</div>")
    tree = page.block_tree()
    reading = find_article(tree, Facts.of(tree, "", TITLE), Words())
    assert [line.text for line, stays in zip(tree.lines, reading.kept, strict=True) if stays] == PARAGRAPHS


def test_scripts_are_no_templates():
    assert list(concealed("<p>a</p><script>var x = '<p>b</p>'</script>")) == []


def test_parts_that_react_sends_last_are_shown():
    waiting = "<main>" + "<template id='B:0'></template><div>Đang tải đoạn văn...</div>" * 9 + "</main>"
    author = f"<section><h3>Người viết</h3><p>{COMMENT * 9}</p></section>"
    texts = [f"{one} Đó là ngày thứ {at}." for at in range(3) for one in PARAGRAPHS]
    parts = "".join(f"<div hidden id='S:{at}'><div><p>{one}</p></div></div>" for at, one in enumerate(texts))
    found = lines(read(f"<h1>{TITLE}</h1>{waiting}{author}{parts}"))
    assert [line for line in found if line in texts] == texts


@pytest.mark.parametrize("opened", ["<noscript>", "<p hidden>", "<template>", "<div style='display:none'>"])
def test_what_is_concealed_many_times_over_ends_soon(opened):
    found = read_html((opened * 4000 + "Chữ").encode(), "a.html", lambda _: None)
    assert found.id == "a.html"


TEXT = "Phiên chợ vùng cao họp từ sáng sớm, người dân gùi rau, gà và rượu ngô xuống bán dọc hai bên con đường đất."


def test_an_article_that_stands_only_in_the_data_for_machines():
    body = "\\n".join([TEXT] * 2 + [f"{TEXT} Đến trưa thì tan."])
    data = f'<script type="application/ld+json">{{"articleBody": "{body}"}}</script>'
    found = read_html(f"<h1>Chợ</h1>{data}<p>Hãy cập nhật trình duyệt.</p>".encode(), "a", lambda url: None)
    assert found.text.count("Phiên chợ") == 3
    assert "Đến trưa thì tan." in found.text
    broken = data.replace("Đến", "\\x")
    assert read_html(f"<h1>Chợ</h1>{broken}<p>Một câu.</p>".encode(), "a", lambda url: None).text == "Chợ\nMột câu."


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("ld+json", {"@type": "HowTo", "step": [{"itemListElement": {"text": one}} for one in PARAGRAPHS]}),
        ("ld+json", {"@type": "Review", "reviewBody": "\n".join(PARAGRAPHS)}),
        ("json", {"props": {"page": {"id": 7, "html": paragraphs(), "menu": ["Một mục không có thẻ nào. " * 20]}}}),
    ],
)
@pytest.mark.parametrize("ascii", [True, False])
def test_an_article_that_stands_only_in_what_scripts_read(kind, data, ascii):
    written = json.dumps(data, ensure_ascii=ascii).replace("</", "<\\/")
    assert lines(read(f"<h1>{TITLE}</h1><script type='application/{kind}'>{written}</script>")) == [TITLE, *PARAGRAPHS]


def test_an_article_that_is_hidden_behind_much_that_is_none():
    offers = "".join(f"<tr><td>Gói số {n}</td><td>{n}9.000 đồng một tháng</td></tr>" for n in range(1, 40))
    article = [f"{one} Đó là ngày thứ {n}." for n in range(12) for one in PARAGRAPHS]
    shown = f"<h1>{TITLE}</h1><div>{paragraphs(article[:1])}</div><table>{offers}</table>"
    assert lines(read(f"{shown}<template>{paragraphs(article)}</template>"))[-48:] == article


def test_how_a_word_is_read_is_none_of_the_text():
    page = f"<h1>Chợ</h1><p><ruby>市<rp>(</rp><rt>chợ</rt><rp>)</rp></ruby>: {TEXT}</p>"
    assert read_html(page.encode(), "a", lambda url: None).text == f"Chợ\n市: {TEXT}"


@pytest.mark.parametrize("item", ["<li>{}</li>", "<li><p>{}</p></li>"])
def test_a_plain_list_of_links_between_two_paragraphs_is_the_articles(item):
    links = "".join(item.format(f'<a href="/{at}">Giá gà đồi ở thôn {at} tăng mạnh trước Tết</a>') for at in range(8))
    text = "".join(f"<p>{TEXT} Lần {at}.</p>" for at in range(3))
    page = f"<article><h1>Chợ</h1>{text}%s{text.replace('Lần', 'Phiên')}</article>"
    plain = read_html((page % f"<ul>{links}</ul>").encode(), "a", lambda url: None)
    assert plain.cuts == ()
    named = read_html((page % f'<ul class="related">{links}</ul>').encode(), "a", lambda url: None)
    assert len(named.cuts) == 8


def test_a_list_of_places_with_links_below_a_heading_is_the_articles():
    places = [f"Bến số {at} (bản đồ)" for at in range(6)]
    items = "".join(f"<li>Bến số {at} (<a href='/m{at}'>bản đồ</a>)</li>" for at in range(6))
    between = f"<h2>Sáu bến đò</h2><ul>{items}</ul>"
    found = read(f"<h1>{TITLE}</h1><div>{paragraphs(PARAGRAPHS[:2])}{between}{paragraphs(PARAGRAPHS[2:])}</div>")
    assert lines(found) == [TITLE, *PARAGRAPHS[:2], "Sáu bến đò", *places, *PARAGRAPHS[2:]]


def test_a_short_heading_may_open_an_article():
    assert lines(read(f"<div><h1>{TITLE}</h1><h2>Bến Sông</h2>{paragraphs()}</div>")) == [
        TITLE,
        "Bến Sông",
        *PARAGRAPHS,
    ]


NAMES = Html(junk=("related", "links"), beside=("gallery",), owner="x/y")


@pytest.mark.parametrize("word", ["Facebook", "Twitter", "Instagram", "PV", "1", "RSS", "Bình luận", "In bài viết"])
@pytest.mark.parametrize("form", ["<ul>{}</ul>", "<ol class=plain>{}</ol>", "{}"])
@pytest.mark.parametrize("below", [[], PARAGRAPHS[2:]], ids=["at the end", "amid the text"])
def test_any_word_may_be_the_last_item_of_a_list_that_a_colon_opens(word, form, below):
    opener, items = "Trang mới của làng có các mục:", ["Hội làng", word]
    tag = "p" if form == "{}" else "li"
    listed = form.format("".join(f"<{tag}>{item}</{tag}>" for item in items))
    read_lines = lines(
        read(f"<h1>{TITLE}</h1><div>{paragraphs([*PARAGRAPHS[:2], opener])}{listed}{paragraphs(below)}</div>")
    )
    assert [line.removeprefix("- ") for line in read_lines] == [TITLE, *PARAGRAPHS[:2], opener, *items, *below]


LEAD = "Sau hai mùa mưa lũ, người làng tự góp gỗ và công để nối lại con đường sang chợ."


@pytest.mark.parametrize(
    "lead",
    [f"<h2>{LEAD}</h2>", f"<div class=tomtat><b>{LEAD}</b></div>", f"<div><div>12/3/2020</div><p>{LEAD}</p></div>"],
)
def test_a_lead_in_a_block_of_its_own_stays(lead):
    found = lines(read(f"<div><h1>{TITLE}</h1>{lead}<div class=nd>{paragraphs()}</div></div>"))
    assert found == [TITLE, LEAD, *PARAGRAPHS]


def test_a_list_of_sentences_that_ends_an_article_stays_and_one_of_links_goes():
    items = [*PARAGRAPHS[2:], "Cầu dài chín mươi mét"]
    listed = "".join(f"<li>{item}</li>" for item in items)
    links = "".join(f"<li><a href=/{at}>{TEXT}</a></li>" for at in range(4))
    told = f"<h1>{TITLE}</h1><div class=nd>{paragraphs(PARAGRAPHS[:2])}<p>Những gì còn lại</p><ul>%s</ul></div>"
    assert lines(read(told % listed)) == [TITLE, *PARAGRAPHS[:2], "Những gì còn lại", *items]
    assert lines(read(told % links))[:3] == [TITLE, *PARAGRAPHS[:2]]
    assert TEXT not in lines(read(told % links))


def test_an_article_of_two_parts_made_alike_keeps_both():
    parts = "".join(f"<article class=part>{paragraphs(some)}</article>" for some in (PARAGRAPHS[:2], PARAGRAPHS[2:]))
    assert lines(read(f"<h1>{TITLE}</h1>{parts}")) == [TITLE, *PARAGRAPHS]


def test_a_name_that_all_of_the_article_stands_under_tells_nothing():
    names = "".join(f'<div class="gallery-links-text">{text}</div>' for text in PARAGRAPHS)
    caption = f'<div class="related"><a href="/x">{PARAGRAPHS[0]} Xem thêm.</a></div>'
    assert lines(read(f"<h1>{TITLE}</h1><div>{names}{caption}</div>", NAMES)) == [TITLE, *PARAGRAPHS]


def test_an_article_told_in_captions():
    told = "".join(
        f"<figure><img src=/{at}.jpg><figcaption>{text}</figcaption></figure>" for at, text in enumerate(PARAGRAPHS)
    )
    assert lines(read(f"<h1>{TITLE}</h1><div>{told}</div>", NAMES)) == [TITLE, *PARAGRAPHS]


def test_a_short_talk_without_a_paragraph_is_the_article():
    talk = ["Anh bảo bến cá nghỉ.", "Chị hỏi nghỉ mấy hôm.", "Anh cười, chưa biết.", "Chị lại gánh lưới về."]
    body = "".join(f"<p>{line}</p>" for line in talk)
    assert lines(read(f"<article><h1>{TITLE}</h1>{body}</article>")) == [TITLE, *talk]


def test_a_link_that_shows_its_address_counts_as_text():
    page = Page("<p><a href=/a>https://example.vn/cau-go.pdf</a></p><p><a href=/a>www.example.vn: cầu gỗ</a></p>")
    assert [line.linked for line in page.block_tree().lines] == [0, 22]
    page = Page("<p><a name=dieu_1>Điều 1. Phạm vi</a></p><p><a href=/a id=x>Điều 2</a></p>")
    assert [line.linked for line in page.block_tree().lines] == [0, 6]


def test_a_law_keeps_what_its_articles_have_in_common():
    items = [
        "a) Có tổ chức, có sự bàn bạc trước của từ ba người trở lên trong cùng một thôn;",
        "b) Đã bị nhắc nhở về hành vi này, chưa hết một năm mà lại tiếp tục vi phạm quy ước;",
        "c) Lợi dụng lúc cả làng đi biển, khi ở bến chỉ còn có người già và trẻ nhỏ trông nhà;",
    ]
    law = [
        line
        for at in range(1, 6)
        for line in (
            f"Điều {at}. Việc thứ {at} của bến cá",
            f"{at}. Người nào làm hỏng việc thứ {at} thì phải sửa lại trong vòng {at} ngày.",
            *items,
        )
    ]
    page = f"<h1>{TITLE}</h1><div><p>Chương I</p>{paragraphs(law)}</div>"
    assert lines(read(page)) == [TITLE, "Chương I", *law]


def front(address: str, kind: str, teasers: int, text: str = "") -> tuple[str, ...]:
    """Read a page of headlines and give its flags."""
    said = f'<link rel=canonical href="{address}"><meta property="og:type" content="{kind}">'
    some = "".join(
        f'<div class=m><a href="/{at}">Chợ quê số {at} họp lại sau nhiều tháng</a></div>' for at in range(teasers)
    )
    page = f"<html><head>{said}<title>Tin làng</title></head><body><h1>Tin làng</h1>{text}{some}{FOOT}</body></html>"
    found = read_html(page.encode(), "a.html", lambda _: [WORDS])
    assert isinstance(found, Document)
    return found.flags


def test_a_page_of_headlines_that_says_it_is_no_article_is_flagged():
    lead, more = f"<p>{PARAGRAPHS[0]}</p>", "".join(f"<p>{TEXT} Lần {at}.</p>" for at in range(3))
    assert front("https://bao.vn/", "", 40, lead) == ("not-an-article",)
    assert front("https://bao.vn/kinh-te", "website", 40, lead) == ("not-an-article",)
    assert front("https://bao.vn/kinh-te/cau-go-1.htm", "article", 40, lead) == ()
    assert front("https://bao.vn/kinh-te/cau-go-1.htm", "", 40, lead) == ()
    assert front("https://bao.vn/kinh-te/cau-go-1.htm", "website", 40, paragraphs() + more) == ()
    assert front("https://bao.vn/kinh-te/cau-go-1.htm", "website", 8, lead) == ()


def test_a_page_whose_only_text_is_cut_off_is_flagged():
    address, lead = "https://bao.vn/video/cau-go-1.htm", "Làng chài bên vịnh dựng lại cầu gỗ; chợ sẽ họp sớm hơn"
    assert front(address, "article", 40, f"<p>{lead}...</p>") == ("not-an-article",)
    assert front(address, "article", 40, f"<p>{lead}.</p>") == ()
    assert front(address, "article", 40, f"<p>{lead}...</p>{paragraphs()}") == ()
    assert front(address, "article", 8, f"<p>{lead}...</p>") == ()


QUESTIONS = ["Cầu mở từ mấy giờ?", "Xe máy có được qua không?", "Vé cầu giá bao nhiêu?", "Mùa lũ có đóng cầu không?"]
ANSWERED = [line for pair in zip(QUESTIONS, PARAGRAPHS, strict=True) for line in pair]


@pytest.mark.parametrize("contents", ["", "<ul>{}</ul>"], ids=["", "with contents"])
@pytest.mark.parametrize(
    "form",
    [
        "<h3 id=q{at}><a href='#q{at}'>{one}</a></h3><p>{text}</p>",
        "<h3><a href='https://bao.vn/hoi-dap.htm#q{at}'>{one}</a></h3><p>{text}</p>",
        "<div class=m><h3><a href='/hoi-dap.htm#q{at}'>{one}</a></h3><div><p>{text}</p></div></div>",
        "<div class=m><div><a href='#q{at}'>{one}</a></div><div id=q{at}><p>{text}</p></div></div>",
        "<div class=m><h2><button>{one}</button></h2><div><p>{text}</p></div></div>",
        "<details><summary>{one}</summary><p>{text}</p></details>",
        "<li><a href='#q{at}'>{one}</a><p>{text}</p></li>",
    ],
)
def test_questions_stay_with_their_answers(form, contents):
    links = "".join(f"<li><a href='#q{at}'>{one}</a></li>" for at, one in enumerate(QUESTIONS))
    asked = "".join(
        form.format(at=at, one=one, text=text) for at, (one, text) in enumerate(zip(QUESTIONS, PARAGRAPHS, strict=True))
    )
    page = (
        f"<html><head>{HEAD}</head><body>{MENU}<h1>{TITLE}</h1>{contents.format(links)}<div>{asked}</div></body></html>"
    )
    found = read_html(page.encode(), "a.html", lambda _: [WORDS], "https://bao.vn/hoi-dap.htm")
    assert isinstance(found, Document)
    assert lines(found)[-len(ANSWERED) :] == ANSWERED


def test_headings_of_a_guide_stay_though_they_link_to_other_pages_of_the_site():
    names = [f"Ngôi làng thứ {at} ở bên vịnh biển" for at in range(7)]
    said = [f"{one} nằm dưới chân núi, mở cửa đón khách từ sáng sớm, và ai ghé qua cũng được mời trà." for one in names]
    form = "<div class=item><h3><a href='/lang/{at}'>{one}</a></h3><p>{text}</p></div>"
    guide = "".join(
        form.format(at=at, one=one, text=text) for at, (one, text) in enumerate(zip(names, said, strict=True))
    )
    page = f"<div id=main><h1>{TITLE}</h1><p>{PARAGRAPHS[0]}</p>{guide}<p>{PARAGRAPHS[1]}</p></div>"
    page = f"<html><head>{HEAD}</head><body>{MENU}{page}{FOOT}</body></html>"
    found = read_html(page.encode(), "a.html", lambda _: [WORDS], "https://bao.vn/cau-go.htm")
    assert isinstance(found, Document)
    pairs = zip(names, said, strict=True)
    assert lines(found) == [TITLE, PARAGRAPHS[0], *(line for pair in pairs for line in pair), PARAGRAPHS[1]]


def test_who_took_the_pictures_is_no_question():
    form = (
        "<div class=slider><dl><dt>Ảnh:</dt><dd class=origin>{who}</dd></dl></div>"
        "<div class=block><div><p><strong>Nhà số {at}</strong></p><p>{text}</p></div></div>"
    )
    people = ("Lan Mẫu", "Hà Mẫu", "Minh Mẫu", "Nga Mẫu")
    shown = "".join(
        form.format(at=at, who=who, text=text) for at, (who, text) in enumerate(zip(people, PARAGRAPHS, strict=True))
    )
    found = lines(read(f"<div><h1>{TITLE}</h1>{shown}</div>"))
    assert found == [TITLE, *(line for at, text in enumerate(PARAGRAPHS) for line in (f"Nhà số {at}", text))]


def test_comments_go_whose_dates_link_to_themselves():
    form = "<ol><li>{at}<div><a href='#y{at}'>{at} tháng 3, 2024 lúc 12:3{at}</a></div><div><p>{text}</p></div></ol>"
    said = "".join(form.format(at=at, text=f"Thứ {at}, {COMMENT}") for at in range(1, 5))
    assert lines(read(f"<div><h1>{TITLE}</h1>{paragraphs()}{said}</div>")) == [TITLE, *PARAGRAPHS]


@pytest.mark.parametrize(
    "opening", ["<div role=dialog>", "<div class='modal fade'>", "<dialog open>", "<div aria-modal=true>"]
)
def test_dialogs_go_unless_an_article_is_read_in_one(opening):
    asks = "Một thư có đường dẫn sẽ tới hộp thư của bạn, hãy bấm vào đó để hoàn tất việc đăng ký thành viên. "
    sections = Cleaner().html_for()[1]
    end = f"</{opening[1:].split()[0]}>"

    def kept(body: str) -> list[str]:
        found = read_html(f"<html><head>{HEAD}</head><body>{MENU}{body}{FOOT}".encode(), "a", lambda _: sections)
        assert isinstance(found, Document)
        return lines(found)

    asked = f"{opening}<form>{paragraphs([asks * 2, asks * 3, asks * 4])}</form>{end}"
    assert kept(f"<div><h1>{TITLE}</h1>{paragraphs(PARAGRAPHS[:1])}</div>{asked}") == [TITLE, PARAGRAPHS[0]]
    assert kept(f"{opening}<h1>{TITLE}</h1>{paragraphs()}{end}") == [TITLE, *PARAGRAPHS]
    assert kept(f"{opening}<div><h2>{TITLE}</h2></div><div>{paragraphs()}</div>{end}") == [TITLE, *PARAGRAPHS]
