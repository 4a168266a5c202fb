"""The Python interface: a `Cleaner` is built once and then only asked."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import pickle
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from typing import get_type_hints

import pytest

from cleaner import Cleaner, Document, Result, RuleError, Settings, TextSettings, UsageError, clean
from cleaner._core import Utf8
from cleaner.model import RuleCount, held_text

FILES = {
    "a.vn.yaml": """
source: a.vn
match:
  host: [a.vn, www.b.vn]
  text: [Theo dõi báo A trên, "Tòa soạn: Hoà Bình"]
rules:
- {id: ads, label: ad, drop: {line: [Quảng cáo]}}
- {id: by, label: byline, meta: {line: [Lan Anh]}}
""",
    "deep.a.vn.yaml": """
source: deep.a.vn
match: {host: deep.a.vn, text: Theo dõi báo sâu trên}
html: {content: article, title: [h1, h2], remove: .ad}
rules:
- {id: ads, label: ad, drop: {line: [Quảng cáo sâu]}}
""",
    "vi/news.yaml": "package: vi/news\nrules:\n- {id: share, label: share, drop: {line: [Chia sẻ]}}\n",
}
BODY = "Một câu thân bài."
ENGLISH = """Harbour school opens its doors
Home
News
Jane Doe
The harbour school opened its doors on Monday, and some forty pupils came with their parents to see the new rooms.
A second paragraph says that the boats of the fishermen, all painted blue, will take the pupils home in winter."""
VIETNAMESE = """Trường làng ven biển mở cửa đón học sinh
Trang chủ
Thời sự
Jane Doe
Sáng thứ hai, trường làng ven biển mở cửa đón bốn mươi học sinh cùng phụ huynh đến xem các phòng học mới xây.
Mùa đông này, những chiếc thuyền sơn xanh của ngư dân sẽ đưa các em về nhà sau mỗi buổi học, không lấy tiền."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    root = tmp_path_factory.mktemp("rules")
    for name, text in FILES.items():
        path = root / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def cleaner(folder):
    return Cleaner([folder], builtin=False)


class TestSource:
    """How a document's source is found, and what is said of it."""

    @pytest.mark.parametrize(
        ("url", "source"),
        [
            ("https://a.vn/x.html", "a.vn"),
            ("http://www.a.vn", "a.vn"),
            ("https://A.VN/x", "a.vn"),
            ("a.vn/x", "a.vn"),
            ("https://a.vn:8080/x", "a.vn"),
            ("https://user@a.vn/x", "a.vn"),
            ("https://the-thao.a.vn/x", "a.vn"),
            ("https://b.vn/", "a.vn"),
            ("https://m.b.vn/", "a.vn"),
            ("https://deep.a.vn/x", "deep.a.vn"),
            ("https://m.deep.a.vn/x", "deep.a.vn"),
            ("https://xdeep.a.vn/x", "a.vn"),
            ("https://xa.vn/", ""),
            ("https://a.vn.evil.com/", ""),
            ("https://vn/", ""),
            ("https://[x/", ""),
            ("không", ""),
            ("https://other.com/?u=https://a.vn/", ""),
        ],
    )
    def test_by_the_address_the_longest_host_wins(self, cleaner, url, source):
        assert cleaner.clean(BODY, url=url).source == source

    @pytest.mark.parametrize(
        ("path", "source"),
        [
            ("data/a.vn/2024/x.txt", "a.vn"),
            ("data/www.b.vn/x.txt", "a.vn"),
            ("a.vn/deep.a.vn/x.txt", "deep.a.vn"),
            ("deep.a.vn\\x.txt", "deep.a.vn"),
            ("data/a.vn", ""),
            ("x.txt", ""),
        ],
    )
    def test_by_a_folder_of_its_path(self, cleaner, path, source):
        assert cleaner.clean(Document(BODY, id=path)).source == source

    @pytest.mark.parametrize(
        ("text", "source"),
        [
            (f"URL: https://a.vn/x\n{BODY}", "a.vn"),
            (f"Một tiêu đề\nLink: https://deep.a.vn/x\n{BODY}", "deep.a.vn"),
            (f"Xem https://a.vn/x\n{BODY}", ""),
            ("x\n" * 6 + "URL: https://a.vn/x", ""),
        ],
    )
    def test_by_a_link_in_its_head(self, cleaner, text, source):
        assert cleaner.clean(text).source == source

    @pytest.mark.parametrize(
        ("text", "source"),
        [
            (f"{BODY}\nTheo dõi báo A trên Google", "a.vn"),
            (f"{BODY}\nTHEO DÕI BÁO A TRÊN", "a.vn"),
            (f"{BODY}\ntoà soạn: hòa bình", "a.vn"),
            (f"{BODY}\nTheo dõi báo A trên\nTheo dõi báo sâu trên", ""),
            (f"{BODY}\nTheo dõi báo A trên\nTòa soạn: Hoà Bình\nTheo dõi báo sâu trên", "a.vn"),
            (f"{BODY}\nTheo dõi báo A", ""),
        ],
    )
    def test_by_the_phrases_of_its_template_and_a_draw_decides_nothing(self, cleaner, text, source):
        assert cleaner.clean(text).source == source

    def test_what_is_named_beats_the_address_which_beats_the_path_and_the_text(self, cleaner):
        text = f"{BODY}\nTheo dõi báo sâu trên"
        given = {"text": text, "id": "deep.a.vn/x.txt", "url": "https://a.vn/x"}
        assert cleaner.clean({**given, "source": "deep.a.vn"}).evidence == "source given"
        assert cleaner.clean(given).evidence == "url: a.vn"
        assert cleaner.clean({**given, "url": ""}).evidence == "path: deep.a.vn"
        assert cleaner.clean(text).evidence == "fingerprint: theo dõi báo sâu trên"

    def test_a_name_may_be_a_host(self, cleaner):
        assert cleaner.clean(BODY, source="https://m.b.vn/x").source == "a.vn"

    def test_what_a_record_says_may_be_unknown_but_what_the_caller_says_may_not(self, cleaner):
        assert cleaner.clean({"text": BODY, "source": "facebook"}).source == ""
        with pytest.raises(UsageError, match=r"unknown source 'a\.vm' \(did you mean 'a\.vn'\?\)"):
            cleaner.clean(BODY, source="a.vm")

    def test_where_no_source_is_found_the_general_package_is_applied(self, cleaner):
        result = cleaner.clean(f"{BODY}\nChia sẻ\nQuảng cáo")
        assert (result.text, result.source) == (f"{BODY}\nQuảng cáo", "")
        assert result.removals[0].rule == "vi/news#share"

    def test_none_asks_for_no_rules(self, cleaner):
        result = cleaner.clean(f"{BODY}\nChia sẻ\nQuảng ca\u0301o", source="none")
        assert result.text == f"{BODY}\nChia sẻ\nQuảng cáo"
        assert (result.source, result.removals, result.rules) == ("", (), "")


class TestInputs:
    """A text, a `Document` and a mapping say the same."""

    TEXT = f"{BODY}\nQuảng cáo\nLan Anh"

    def test_all_forms_give_the_same(self, cleaner):
        whole = cleaner.clean(self.TEXT, url="https://a.vn/", title="Tiêu đề")
        assert whole.text == BODY
        assert whole.meta == {"byline": "Lan Anh"}
        assert cleaner.clean(Document(self.TEXT, url="https://a.vn/", title="Tiêu đề")) == whole
        mapping = {"text": self.TEXT, "url": "https://a.vn/", "title": "Tiêu đề", "date": None, "n": 3}
        assert cleaner.clean(mapping) == whole
        assert (
            cleaner.clean(Document(self.TEXT, url="https://other.com"), url="https://a.vn/", title="Tiêu đề") == whole
        )

    @pytest.mark.parametrize("bad", [{}, {"text": None}, {"text": b"a"}, {"body": "a"}])
    def test_a_mapping_needs_a_text(self, cleaner, bad):
        with pytest.raises(UsageError, match="a document needs a text"):
            cleaner.clean(bad)

    @pytest.mark.parametrize("text", ["", "\n", " \n\u00a0\n", "\ufeff"])
    def test_an_empty_text_stays_empty_and_is_flagged(self, cleaner, text):
        result = cleaner.clean(text, url="https://a.vn/")
        assert (result.text, result.flags, list(result.numbers)) == ("", ("empty",), [])

    def test_a_stream_is_cleaned_one_document_at_a_time(self, cleaner):
        asked = []

        def documents():
            for n in range(1_000_000):
                asked.append(n)
                yield Document(f"{BODY}\nQuảng cáo", source="a.vn", id=str(n))

        found = list(islice(cleaner.clean_many(documents()), 3))
        assert [result.text for result in found] == [BODY] * 3
        assert asked == [0, 1, 2]

    def test_a_bad_document_in_a_stream_raises_when_it_is_reached(self, cleaner):
        stream = cleaner.clean_many([BODY, {}, BODY])
        assert next(stream).text == BODY
        with pytest.raises(UsageError):
            next(stream)


class TestBuilt:
    """What a `Cleaner` is made of, and that it can travel."""

    def test_it_survives_pickling_with_all_its_choices(self, folder):
        made = Cleaner([folder], keep=["ad"], drop=["caption"], source="a.vn", builtin=False)
        again = pickle.loads(pickle.dumps(made))
        assert again.settings == made.settings
        text = f"{BODY}\nQuảng cáo\nLan Anh"
        assert again.clean(text) == made.clean(text)
        assert again.clean(text).text == f"{BODY}\nQuảng cáo"

    def test_settings_say_the_same_as_arguments(self, folder):
        text = TextSettings(quotes="straight")
        settings = Settings((str(folder),), drop=frozenset(["caption"]), builtin=False, text=text)
        assert Cleaner.of(settings).settings == settings
        assert Cleaner.of(settings).clean("“a”").text == '"a"'

    def test_threads_give_what_one_alone_gives(self, folder):
        fresh = Cleaner([folder], builtin=False)
        urls = ["https://a.vn/", "https://deep.a.vn/", ""]
        work = [(f"{BODY} {n}\nQuảng cáo\nQuảng cáo sâu\nChia sẻ", urls[n % 3]) for n in range(120)]
        with ThreadPoolExecutor(8) as pool:
            found = list(pool.map(lambda pair: fresh.clean(pair[0], url=pair[1]), work))
        alone = Cleaner([folder], builtin=False)
        assert found == [alone.clean(text, url=url) for text, url in work]

    def test_documents_leave_no_trace(self, folder, cleaner):
        first = cleaner.clean(f"{BODY}\nChia sẻ")
        for n in range(20):
            cleaner.clean(f"{BODY} {n}\nQuảng cáo", url="https://a.vn/")
        assert cleaner.clean(f"{BODY}\nChia sẻ") == first

    @pytest.mark.parametrize("choice", [{"keep": ["x"]}, {"drop": ["x"]}])
    def test_unknown_labels_and_sources_are_refused_at_once(self, folder, choice):
        with pytest.raises(UsageError, match="unknown label 'x'"):
            Cleaner([folder], **choice)
        with pytest.raises(UsageError, match=r"unknown source 'c\.vn'"):
            Cleaner([folder], builtin=False, source="c.vn")

    def test_a_bad_rule_file_stops_everything_before_a_document_is_touched(self, folder, tmp_path):
        bad = tmp_path / "x.yaml"
        bad.write_text("source: x\nrulez: []", encoding="utf-8")
        with pytest.raises(RuleError, match="did you mean 'rules'"):
            Cleaner([folder, bad], builtin=False)

    def test_a_users_file_comes_before_the_built_in_one_of_its_name(self, tmp_path):
        mine = tmp_path / "mine.yaml"
        mine.write_text(
            "source: vnexpress.net\nmatch: {host: vnexpress.net}\nrules:\n- {id: mine, label: ad, drop: {line: [Xyz]}}",
            encoding="utf-8",
        )
        result = Cleaner([mine]).clean(f"Xyz\n{BODY}", url="https://vnexpress.net/a")
        assert [removal.rule for removal in result.removals] == ["vnexpress.net#mine"]
        assert result.removals[0].at == f"{mine}:4"

    def test_the_first_of_two_files_of_one_name_wins(self, tmp_path):
        for name, line in (("one", "x"), ("two", "y")):
            text = f"source: s\nrules:\n- {{id: r, label: ad, drop: {{line: [{line}]}}}}"
            (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
        made = Cleaner([tmp_path / "one.yaml", tmp_path / "two.yaml"], builtin=False)
        assert made.clean(f"x\ny\n{BODY}", source="s").text == f"y\n{BODY}"

    def test_the_digest_tells_rules_apart(self, folder, tmp_path, cleaner):
        same = Cleaner([folder], builtin=False).clean(BODY, source="a.vn").rules
        assert cleaner.clean(BODY, source="a.vn").rules == same
        assert cleaner.clean(BODY, source="deep.a.vn").rules != same
        other = tmp_path / "a.vn.yaml"
        other.write_text(FILES["a.vn.yaml"] + "# changed\n", encoding="utf-8")
        assert Cleaner([other], builtin=False).clean(BODY, source="a.vn").rules != same

    def test_the_html_section_belongs_to_the_address(self, cleaner):
        name, html = cleaner.html_for("https://m.deep.a.vn/x")
        assert name == "deep.a.vn"
        assert [(one.content, one.title, one.remove) for one in html] == [(("article",), ("h1", "h2"), (".ad",))]
        assert cleaner.html_for("https://a.vn/x") is None
        assert cleaner.html_for("https://deep.a.vn/", source="none") is None

    def test_a_result_is_frozen(self, cleaner):
        result = cleaner.clean(f"{BODY}\nChia sẻ")
        for name in ("text", "removals"):
            with pytest.raises(AttributeError):
                setattr(result, name, ())

    def test_removals_are_the_same_whoever_reads_them_first(self, cleaner):
        def made():
            return cleaner.clean(f"Quảng cáo\n{BODY}\nQuảng cáo", url="https://a.vn/")

        read = made()
        assert [(one.line, one.text) for one in read.removals] == [
            (1, "Quảng cáo"),
            (len(BODY.split("\n")) + 2, "Quảng cáo"),
        ]
        assert read.removals is read.removals
        assert made() == read
        assert repr(made()) == repr(read)
        assert pickle.loads(pickle.dumps(made())) == copy.copy(made()) == dataclasses.replace(made(), notes=()) == read
        assert dataclasses.astuple(made()) == dataclasses.astuple(read)

    def test_a_text_is_the_same_as_utf_8_and_as_a_string(self, cleaner):
        given = f"Quảng cáo\n{BODY}\n\n"
        plain, raw = (Document(text, url="https://a.vn/") for text in (given, Utf8(given.encode())))
        for one in (pickle.loads(pickle.dumps(raw)), copy.copy(raw), dataclasses.replace(raw, id=""), raw):
            assert (one, repr(one)) == (plain, repr(plain))
        assert cleaner.clean(Document(Utf8(given.encode()), url="https://a.vn/")) == cleaner.clean(plain)
        for text in (BODY, f"{BODY}\n", f"\n{BODY}"):  # rules take nothing of these
            assert cleaner.clean(Document(Utf8(text.encode()))).text == BODY
        assert held_text(cleaner.clean(plain)) == BODY == str(held_text(cleaner.clean(plain)))
        assert held_text(cleaner.clean(plain)) != given
        with pytest.raises(UnicodeDecodeError, match="position 1:"):
            Utf8(b"a\xff")

    @pytest.mark.parametrize("kind", [Document, Result])
    def test_a_text_is_a_str_to_whoever_looks_at_it(self, kind):
        assert get_type_hints(kind)["text"] is dataclasses.fields(kind)[0].type is str
        assert str(inspect.signature(kind)).startswith("(text: str, ")
        assert type(kind(Utf8(b"a")).text) is str
        with pytest.raises(TypeError, match="'text'"):
            kind()

    @pytest.mark.parametrize("slots", [True, False])
    def test_a_document_may_be_of_a_kind_of_its_own(self, cleaner, slots):
        fields = [("section", str, "")]
        kind = dataclasses.make_dataclass("Page", fields, bases=(Document,), frozen=True, slots=slots)
        assert cleaner.clean(kind(f"Quảng cáo\n{BODY}", url="https://a.vn/", section="x")).text == BODY

    def test_removals_are_counted_unread(self, cleaner):
        made, read = (cleaner.clean(f"Quảng cáo\n{BODY}\nQuảng cáo", url="https://a.vn/") for _ in range(2))
        (found,) = made.by_rule()
        assert found == RuleCount("a.vn#ads", "ad", lines=2, parts=0, characters=2 * len("Quảng cáo"))
        for kind in (tuple, list):
            assert dataclasses.replace(read, removals=kind(read.removals)).by_rule() == [found]

    def test_a_rule_of_many_shapes_is_counted_as_one(self, tmp_path):
        path = tmp_path / "b.vn.yaml"
        path.write_text("source: b.vn\nrules:\n  - {id: x, label: ad, drop: [{line: [Một]}, {line: [Hai]}]}\n", "utf-8")
        result = Cleaner([path]).clean(f"Một\nHai\n{BODY}\nMột", source="b.vn")
        assert result.by_rule() == [RuleCount("b.vn#x", "ad", lines=3, parts=0, characters=9)]
        assert dataclasses.replace(result, removals=tuple(result.removals)).by_rule() == result.by_rule()

    def test_parts_of_lines_are_counted_once_whoever_counts(self, tmp_path):
        path = tmp_path / "b.vn.yaml"
        starts, ends = "trim: {starts: ['(ABC) ']}", "trim: {ends: [' / XYZ']}"
        rules = (f"{{id: agency, label: credit, {starts}}}", f"{{id: end, label: credit, {ends}}}")
        path.write_text("source: b.vn\nrules:\n" + "".join(f"  - {rule}\n" for rule in rules), "utf-8")
        result = Cleaner([path]).clean(f"(ABC) {BODY} / XYZ", source="b.vn")
        assert result.text == BODY
        assert [tuple(one)[2:] for one in result.by_rule()] == [(0, 1, 6), (0, 1, 6)]
        assert dataclasses.replace(result, removals=tuple(result.removals)).by_rule() == result.by_rule()


def test_the_short_form_uses_the_built_in_rules():
    result = clean(Document("Một câu.\nTheo dõi VnExpress trên", url="https://vnexpress.net/x"))
    assert isinstance(result, Result)
    assert result.source == "vnexpress.net"
    assert clean("Trang chu\u0309").text == "Trang chủ"


def test_explain_tells_the_fate_of_every_line(cleaner):
    text = f"Quảng cáo\n\n{BODY}\nLan Anh"
    found = cleaner.explain(text, url="https://a.vn/")
    assert [(fate.line, fate.fate, fate.label, fate.rule) for fate in found.lines] == [
        (1, "drop", "ad", "a.vn#ads"),
        (3, "keep", "", ""),
        (4, "meta", "byline", "a.vn#by"),
    ]
    assert found.result == cleaner.clean(text, url="https://a.vn/")
    assert found.document.url == "https://a.vn/"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_explain_gives_the_very_result_of_clean(cleaner, end):
    lines = ["Quảng cáo", "Một câu của  thân bài.", "", "Câu nữa của\xa0thân bài.", ""]
    for document in (end.join(lines), Document(end.join(lines), meta={"title": "A"})):
        found, wanted = (
            cleaner.explain(document, url="https://a.vn/").result,
            cleaner.clean(document, url="https://a.vn/"),
        )
        assert found == wanted
        assert found.numbers == wanted.numbers
        assert next(repair.line for repair in found.repairs) == (0 if end == "\r\n" else 1 if end == "\r" else 2)


def test_explain_shows_a_document_that_passed_its_limits_as_it_stays(cleaner):
    found = cleaner.explain("Quảng cáo\nMột tiêu đề", url="https://a.vn/")
    assert found.result.flags == ("limits",)
    assert [fate.fate for fate in found.lines] == ["keep", "keep"]


@pytest.mark.parametrize(
    "given", [None, 3, b"a", ["a"], {"text": None}, {"text": b"a"}, {}, Document(None), Document(b"a")]
)
def test_what_is_no_document_is_wrong_use(given):
    for call in (Cleaner().clean, Cleaner().explain, clean, lambda one: list(Cleaner().clean_many([one]))):
        with pytest.raises(UsageError):
            call(given)


@pytest.mark.parametrize("name", ["url", "source", "title"])
def test_what_is_known_of_a_document_is_text(name):
    with pytest.raises(UsageError, match=name):
        clean("Một câu.", **{name: 3})
    assert clean("Một câu.", **{name: None}).text == "Một câu."


def test_one_label_or_rule_file_needs_no_list(tmp_path):
    assert Cleaner(drop="caption").settings == Cleaner(drop=["caption"]).settings
    assert Cleaner(drop="caption,related").settings == Cleaner(drop=["related", "caption"]).settings
    (tmp_path / "a.yaml").write_text("source: a.test\nmatch: {host: [a.test]}\nrules: []\n", "utf-8")
    assert Cleaner(str(tmp_path)).settings.rules == (str(tmp_path),) == Cleaner(tmp_path).settings.rules


def test_rules_for_any_source_of_a_language_leave_other_languages_alone():
    assert clean(ENGLISH).text == ENGLISH
    title, *_, first, second = VIETNAMESE.split("\n")
    assert clean(VIETNAMESE).text.split("\n") == [title, first, second]


def test_a_source_that_is_named_is_not_asked_for_the_language():
    assert clean(ENGLISH, source="vi/news").text != ENGLISH


def test_what_is_told_by_no_words_goes_in_any_language():
    card = "- [Share](https://www.facebook.com/sharer/sharer.php?u=https://example.org/1)"
    assert clean(f"{ENGLISH}\n{card}").text == ENGLISH
