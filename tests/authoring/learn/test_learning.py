"""What `rules learn` promises: junk goes, no line of an article does, and the file is right as it stands."""

import random
from collections import Counter
from dataclasses import replace

import pytest

from cleaner import Cleaner, Document
from cleaner.authoring.learn.learning import Lesson, learn
from cleaner.authoring.learn.pages import Needs
from cleaner.authoring.lint import lint
from cleaner.errors import InputError
from cleaner.rules.catalogue import Catalogue
from tests.authoring.learn.paper import BOX_BELOW, HOST, INSIDE, LISTEN, articles, document, page

pytestmark = pytest.mark.usefixtures("few")
NAMES = list(articles())


@pytest.fixture(scope="module")
def catalogue():
    return Catalogue()


def learnt(pages, catalogue, **wanted):
    return learn(Lesson(HOST, **wanted), pages, catalogue)


def saved(text, folder):
    """Write a learnt file with its schema beside it."""
    from cleaner.authoring.starter import schema_text

    path = folder / f"{HOST}.yaml"
    path.write_text(text, "utf-8")
    (folder / "schema").mkdir()
    (folder / "schema" / "source.schema.json").write_text(schema_text(), "utf-8")
    return path


def left(cleaner, lines, source=HOST):
    return Counter(cleaner.clean("\n".join(text for _, text in lines), source=source).text.splitlines())


@pytest.mark.parametrize("extends", ["vi/news", "none"])
def test_pages_that_were_not_learnt_from_lose_junk_and_no_line_of_the_article(tmp_path, catalogue, extends):
    some = [document(number, name) for number, name in enumerate(NAMES) if number % 3]
    found = learnt(some, catalogue, extends=(extends,))
    cleaner, before = Cleaner([saved(found.text, tmp_path)]), Cleaner()
    junk = gone = 0
    for number, name in enumerate(NAMES):
        lines = page(number, name)
        stayed = left(cleaner, lines)
        article = Counter(text for mark, text in lines if mark == "+")
        assert not article - stayed - (article - left(before, lines, extends)), name
        total = Counter(text for mark, text in lines if mark == "-")
        junk += total.total()
        gone += (total - stayed).total()
    assert gone >= 0.9 * junk


def test_what_the_package_does_not_know_is_learnt(catalogue, corpus):
    found = learnt(corpus, catalogue)
    literals = str([draft.value for draft in found.rules])
    assert LISTEN in literals
    assert BOX_BELOW in literals
    assert INSIDE in literals
    assert found.after > found.before
    assert "Góc quê" not in found.text, "the package takes what stands above the title"


def test_the_file_lints_cleanly_and_its_tests_pass(tmp_path, catalogue, corpus):
    from cleaner.authoring.verify import cases
    from cleaner.authoring.workspace import Workspace

    path = saved(learnt(corpus, catalogue).text, tmp_path)
    assert lint([str(path)]).problems == ()
    workspace = Workspace([str(path)])
    file = workspace.sheets[0].sound
    ran = list(cases(workspace.chain(file), tmp_path, ""))
    assert len(ran) == 2
    assert all(case.ok for case in ran)
    shown = {name for case in ran for name in case.checked.rules}
    assert {rule.name for rule in file.rules} <= shown, "each rule is shown by a test"


def test_the_order_of_the_documents_does_not_matter(catalogue, corpus):
    texts = []
    for seed in (1, 2):
        mixed = corpus[:]
        random.Random(seed).shuffle(mixed)
        texts.append(learnt(mixed, catalogue).text)
    assert texts[0] == texts[1]


def test_each_rule_says_what_speaks_for_it(catalogue, corpus):
    found = learnt(corpus, catalogue)
    for draft in found.rules:
        assert f"of {found.articles} documents" in draft.evidence
    assert f"in {len(corpus)} of {len(corpus)} documents, between title and first running text" in found.text


def test_copies_of_an_article_count_once(catalogue):
    pages = [document(number, name) for number, name in enumerate(NAMES[:6])]
    copies = [document(number, "recipe", f"Lượt xem của bản chép {number}") for number in range(50, 62)]
    found = learnt([*pages, *copies], catalogue)
    assert found.articles <= len(pages) + 1
    assert "Nguyên liệu" not in found.text
    with pytest.raises(InputError, match=r"different articles in 12 documents: [01], and at least 3 are needed"):
        learnt(copies, catalogue)


def test_copies_are_told_without_titles_too():
    from cleaner.authoring.learn.pages import look, same_article

    bodies = [articles()[name][1:] for name in ("news", "list", "quotes", "interview", "live", "match", "news", "news")]
    pages = [look(Document("\n".join(body)), None) for body in bodies]
    found = same_article(pages)
    assert found[0] == found[6] == found[7]
    assert len(set(found)) == 6


def test_pages_that_all_have_the_title_of_the_site_are_different_articles(corpus):
    from cleaner.authoring.learn.pages import look, same_article

    pages = [look(replace(page, title="Báo Mẫu"), None) for page in corpus]
    assert len({page.title for page in pages}) == 1
    assert len(set(same_article(pages))) == len(set(same_article([look(page, None) for page in corpus])))


def recipes():
    """Pages of a source whose articles all have the same subheadings."""
    made = []
    for number in range(8):
        lines = [text for _, text in page(number, NAMES[number])]
        at = lines.index(INSIDE)
        made.append(Document("\n".join([*lines[:at], "Nguyên liệu", *lines[at + 1 :], "Cách làm"]), id=f"{number}"))
    return made


def test_subheadings_that_all_articles_have_are_not_learnt(catalogue):
    found = learnt(recipes(), catalogue)
    literals = str([draft.value for draft in found.rules])
    assert "Nguyên liệu" not in literals


def test_a_block_that_would_take_sentences_is_not_learnt(catalogue):
    pages = []
    for number, name in enumerate(NAMES[:8]):
        lines = [text for _, text in page(number, name)]
        end = lines.index(BOX_BELOW)
        headlines = ["Tin hay cuối ngõ", *(f"Một bài khác thứ {n} của trang {number} ở đây" for n in range(12))]
        told = [f"Câu thứ {n} chỉ có ở trang {number}, và nó kể tiếp câu chuyện của bài." for n in (1, 2)]
        pages.append(Document("\n".join([*lines[:end], *headlines, *told, *lines[end:]]), id=f"{number}"))
    found = learnt(pages, catalogue)
    assert "Tin hay cuối ngõ" not in str([draft.value for draft in found.rules])


def test_text_that_is_in_every_article_is_learnt_only_where_most_pages_have_it(catalogue, corpus):
    said = (
        "Bài viết này do bạn đọc gửi về cho báo, và báo chỉ chữa lỗi chính tả trước khi in, không thêm bớt một ý nào."
    )
    few_pages = [
        Document(f"{one.text}\n{said}" if number < 5 else one.text, id=one.id) for number, one in enumerate(corpus)
    ]
    rare = learnt(few_pages, catalogue, extends=("none",), needs=Needs(3, 10))
    assert said[:40] not in str([draft.value for draft in rare.rules])


ODD = [
    'Một "dấu nháy" và \\ gạch chéo',
    "- gạch đầu dòng: có hai chấm # và rào",
    "{words} không phải là chỗ trống",
    "yes",
    "11:26",
    "~",
    "[Liên hệ](https://vungmau.example.vn/lien-he)",
    "😀 Kênh riêng của báo 😀",
    "Dòng có\u2028ngắt dòng lạ",
    "Mẫu {ngày|đêm} lạ",
    "Mẫu {$boxes} lạ",
    "$boxes",
    "a" * 3000,
    "Một dòng rất dài " * 30 + "hết",
]


@pytest.mark.parametrize("extends", ["vi/news", "none"])
def test_whatever_stands_in_a_line_the_file_can_be_read(tmp_path, catalogue, extends):
    pages = []
    for number, name in enumerate(NAMES[:5]):
        lines = [text for _, text in page(number, name)]
        pages.append(Document("\n".join([*ODD, *lines, *ODD]), title=lines[5], id=f"{number}"))
    found = learnt(pages, catalogue, extends=(extends,))
    assert found.rules
    assert "{ngày|đêm}" not in found.text  # it would stand for two other lines
    assert lint([str(saved(found.text, tmp_path))]).problems == ()
