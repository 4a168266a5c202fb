"""Cleaning twice changes nothing, also where cleaning takes away what told the source, or brings up another one."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner import Cleaner, Document, Result
from cleaner.rules.catalogue import Identity

#: What each source is known by is what its own rules, or those of another source, take away.
FILES = {
    "a.vn.yaml": """
source: a.vn
match: {host: a.vn, text: [Theo dõi báo A trên]}
limits: {max_removed: 100%, min_kept: 0}
rules:
- {id: own, label: follow, drop: {line: [Theo dõi báo A trên, Mục một]}}
- {id: theirs, label: follow, drop: {line: [Theo dõi báo B trên, "Nguồn: https://b.vn/1"]}}
""",
    "b.vn.yaml": """
source: b.vn
match: {host: b.vn, text: [Theo dõi báo B trên]}
limits: {max_removed: 100%, min_kept: 0}
rules:
- {id: own, label: follow, drop: {line: [Theo dõi báo B trên, Mục hai]}}
- {id: theirs, label: follow, drop: {line: [Theo dõi báo A trên, Theo dõi báo C trên, "Nguồn: https://c.vn/1"]}}
""",
    "c.vn.yaml": """
source: c.vn
match: {host: c.vn, text: [Theo dõi báo C trên]}
limits: {max_removed: 100%, min_kept: 0}
rules:
- {id: own, label: follow, drop: {line: [Mục ba, "Nguồn: https://a.vn/1"]}}
""",
    "e.vn.yaml": """
source: e.vn
match: {host: e.vn, text: [Theo dõi báo E trên]}
extends: [vi/news]
limits: {max_removed: 100%, min_kept: 0}
rules:
- {id: own, label: follow, drop: {line: [Theo dõi báo E trên, Mục năm]}}
- {id: keeps, keep: {follows: {starts: [Ông nói rằng]}, line: [Mục chung]}}
""",
    "w.vn.yaml": """
source: w.vn
match: {host: w.vn}
rules:
- {id: ads, label: ad, drop: {starts: [Rao vặt]}}
- {id: goods, label: ad, drop: {starts: [Hàng], not: prose}}
""",
    "vi/news.yaml": """
package: vi/news
limits: {max_removed: 100%, min_kept: 0}
rules:
- {id: any, label: follow, drop: {line: [Mục chung, Theo dõi báo C trên]}}
""",
}
LINES = [
    *(f"Theo dõi báo {name} trên" for name in "ABCE"),
    *(f"Nguồn: https://{name}.vn/1" for name in "abc"),
    *("Mục một", "Mục hai", "Mục ba", "Mục năm", "Mục chung"),
    "Sáng nay, hai bên gặp nhau ở Hà Nội và ký một văn bản mới.",
    "Ông nói rằng mọi việc đã xong từ tuần trước, và không ai phàn nàn.",
]


@pytest.fixture(scope="module")
def cleaner(tmp_path_factory) -> Cleaner:
    root = tmp_path_factory.mktemp("rules")
    for name, text in FILES.items():
        path = root / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return Cleaner([root], builtin=False)


def identified(cleaner: Cleaner, document: Document, text: str) -> Identity:
    return Identity(*cleaner.catalogue.core.identify(text, document.source, document.url, document.id))


def step_by_step(cleaner: Cleaner, document: Document) -> str:
    """Clean by the rules of one source after the other until cleaning again is tried and changes nothing."""

    def clean(text: str, found: Identity) -> Result:
        return cleaner.clean(replace(document, text=text), source=found.source or "vi/news")

    found, tried = identified(cleaner, document, document.text), set()
    while (result := clean(document.text, found)).removals:
        after = identified(cleaner, document, result.text) if found.of_text else found
        if clean(result.text, after).text == result.text:
            break
        tried.add(found.source)
        if found.of_text:
            found = Identity(of_text=True) if after.source in tried else after
        if found.source in tried:
            return document.text
    return result.text


some_lines = st.lists(st.sampled_from(LINES), max_size=12)
some_urls = st.sampled_from(["", "https://a.vn/x", "https://d.vn/x"])


@settings(max_examples=200, deadline=None)
@given(lines=some_lines, url=some_urls)
def test_what_is_proven_at_rest_is_at_rest_step_by_step(cleaner, lines, url):
    document = Document("\n".join(lines), url=url)
    assert cleaner.clean(document).text == step_by_step(cleaner, document)


@settings(max_examples=400, deadline=None)
@given(lines=some_lines, url=some_urls)
def test_twice_is_once(cleaner, lines, url):
    document = Document("\n".join(lines), id="a.jsonl:1", url=url)
    once = cleaner.clean(document)
    again = cleaner.clean(Document(once.text, id="a.jsonl:1", url=url))
    assert again.text == once.text
    assert again.source in ("", once.source) or not again.removals


def test_the_first_source_is_kept_where_the_output_tells_of_none(cleaner):
    result = cleaner.clean("\n".join([*LINES[-2:], "Theo dõi báo A trên", "Mục một"]))
    assert (result.source, result.text) == ("a.vn", "\n".join(LINES[-2:]))


def test_a_source_that_comes_up_as_another_goes(cleaner):
    """A draw decides nothing; the rules of all news take one sign, and the other is alone then."""
    result = cleaner.clean("\n".join(["Theo dõi báo A trên", "Theo dõi báo C trên", *LINES[-2:], "Mục một"]))
    assert result.source == "a.vn"
    assert "Mục một" not in result.text
    assert cleaner.clean(result.text).text == result.text


def test_what_a_source_keeps_does_not_go_when_it_is_known_no_more(cleaner):
    """Its sign goes, and the rules for all news would take what it keeps; without such a line all is at rest."""
    kept = cleaner.clean("\n".join(["Theo dõi báo E trên", "Mục năm", *LINES[-2:], "Mục chung"]))
    assert cleaner.clean(kept.text).text == kept.text
    gone = cleaner.clean("\n".join(["Theo dõi báo E trên", "Mục năm", "Mục chung", *LINES[-2:]]))
    assert (gone.source, gone.text) == ("e.vn", "\n".join(LINES[-2:]))


def test_where_no_source_is_at_rest_nothing_goes(cleaner):
    lines = ["Theo dõi báo A trên", "Theo dõi báo A trên.", *LINES[-2:]]
    result = cleaner.clean("\n".join(lines))
    assert cleaner.clean(result.text).text == result.text
    assert all(line in result.text for line in LINES[-2:])


def test_an_address_needs_no_rest_without_it(cleaner):
    result = cleaner.clean("\n".join([*LINES[-2:], "Mục một", "Theo dõi báo B trên"]), url="https://a.vn/x")
    assert (result.source, result.evidence) == ("a.vn", "url: a.vn")
    assert result.text == "\n".join(LINES[-2:])


def test_what_is_prose_only_where_much_is_wrapped_does_not_go_when_little_is_left(cleaner):
    """The rows of advertisements show the width; without them a first row would be a line of its own."""
    advertisement = ["Rao vặt đồ cũ ở chợ bến sông, người bán cho xem tại chỗ và", "rao vặt thêm một ít đồ mới."]
    first = "Hàng hóa trên bến sông năm nay nhiều hơn hẳn mọi năm trước"
    lines = [first, "vì mùa nước về sớm. Người buôn bán cả ngày ở chợ.", *advertisement * 5, *LINES[-1:]]
    once = cleaner.clean("\n".join(lines), url="https://w.vn/x")
    again = cleaner.clean(once.text, url="https://w.vn/x")
    assert first in once.text
    assert again.text == once.text
