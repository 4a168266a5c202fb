"""Tests for learnt rules: invented pages around the lines that the rules take."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cleaner.rulebook.draft import Draft

_TITLE: Final = "Một tiêu đề viết riêng cho bài kiểm thử này"
_LEAD: Final = "Câu mở đầu viết riêng cho bài kiểm thử, đủ dài để ai đọc cũng thấy đây là một đoạn văn của bài báo."
_MIDDLE: Final = (
    "Câu thân bài ở giữa cũng viết riêng cho bài kiểm thử này, và nó phải ở lại trọn vẹn với cả đoạn của mình."
)
_LAST: Final = (
    "Câu thân bài cuối cùng khép lại bài kiểm thử, dài như một đoạn văn thật, và nó cũng phải ở lại trọn vẹn."
)
_PROSE: Final = "Người dân kể rằng {} là những chữ mà sáng nào họ cũng đọc thấy trên tấm bảng đặt ở đầu chợ ven sông."
_MOST_PROSE: Final = 5
_PROSE_WORDS: Final = (2, 8)


def checks_of(drafts: Sequence[Draft]) -> str:
    """Give the list of tests for the rules that are in force.

    One page shows all rules for single lines, a page of its own each block; and words of rules inside a sentence stay.
    """
    sure = [draft for draft in drafts if not draft.doubt]
    tests = [
        _test("what recurs goes, the article stays", _page([draft for draft in sure if "from" not in draft.value]))
    ]
    tests += [_test(f"{draft.id} takes its block", _page([draft])) for draft in sure if "from" in draft.value]
    words = list(_words(sure))
    if words:
        tests.append(
            _test("words of the rules inside sentences stay", [("+", _PROSE.format(one)) for one in words], "")
        )
    return "".join(tests)


def _test(name: str, lines: list[tuple[str, str]], title: str = _TITLE) -> str:
    head = [f"  - name: {name}"] + ([f"    title: {title}"] if title else [])
    return "\n".join([*head, "    lines: |", *(f"      {mark} {text}" for mark, text in lines)]) + "\n"


def _page(drafts: Sequence[Draft]) -> list[tuple[str, str]]:
    """Give the lines of an invented page, with what rules show in its place."""
    signs = [text for draft in drafts for one in draft.shown if one.zone == "lead" for _, text in one.lines]
    lead = f"{signs[0] if signs else ''}{_LEAD}"
    page = [*_shown(drafts, "head"), *_shown(drafts, "top"), ("+", _TITLE), *_shown(drafts, "under"), ("+", lead)]
    page += [*_shown(drafts, "inside"), *_shown(drafts, "body"), ("+", _MIDDLE), ("+", _LAST)]
    return [*page, *sorted(_shown(drafts, "tail"), key=lambda one: one[0] != "~")]


def _shown(drafts: Sequence[Draft], zone: str) -> list[tuple[str, str]]:
    return [line for draft in drafts for one in draft.shown if one.zone == zone for line in one.lines]


def _words(drafts: Sequence[Draft]) -> Iterator[str]:
    """Give literals that could stand in a sentence, a few of each rule."""
    found = dict.fromkeys(text for draft in drafts if draft.action == "drop" for text in _literals(draft.value)[:2])
    low, high = _PROSE_WORDS
    fitting = [
        text for text in found if low <= len(text.split()) <= high and text[-1:].isalpha() and text[:1].isalpha()
    ]
    return iter(fitting[:_MOST_PROSE])


def _literals(value: Any) -> list[str]:
    if isinstance(value, list):
        return [text for one in value for text in _literals(one)]
    if not isinstance(value, dict):
        return []
    own = [text for text in value.get("line", ()) if isinstance(text, str)]
    return own + [text for key, one in value.items() if key in ("from", "sequence") for text in _literals(one)]
