"""The file that `cleaner rules learn` writes: in the style of `rules new`, each rule with what speaks for it.

Its tests are invented pages around the lines that the rules take. Rules and tests are added to a file that is there
without a change to what stands in it.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from cleaner.authoring.learn.words import samples

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cleaner.authoring.learn.drafts import Draft

_WIDTH: Final = 118
_PLAIN: Final = frozenset("abcdefghijklmnopqrstuvwxyz-")
_RANGE: Final = re.compile(r"\d*\.\.\d*")
_TOP: Final = re.compile(r"[A-Za-z_]+\s*:")
_ITEM: Final = re.compile(r"( *)- ")
_MOST_PROSE: Final = 5
_PROSE_WORDS: Final = (2, 8)
_CANDIDATES: Final = """\
  # ---- candidates, not in force --------------------------------------------------------------------------------
  # They recur, but could be the article's. Look at the pages; what is boilerplate, take the marks off.
"""


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above the rules: what the file was learnt from, how the source is known, what it extends."""

    source: str
    seen: Sequence[str]
    extends: Sequence[str] = ()
    hosts: Sequence[str] = ()
    fingerprints: Sequence[str] = ()
    schema: str = "schema/source.schema.json"


def written(head: Head, drafts: Sequence[Draft]) -> str:
    """Return the text of a file."""
    parts = [_head(head)]
    if drafts:
        sure = any(not draft.doubt for draft in drafts)
        parts.append(f"\nrules:{'' if sure else ' []'}\n{rules_of(drafts)}")
    return "".join([*parts, "\ntests:\n", checks_of(drafts)])


def rules_of(drafts: Iterable[Draft]) -> str:
    """Return rules as list items, those in doubt as comments behind the others."""
    drafts = list(drafts)
    sure = [_rule(draft) for draft in drafts if not draft.doubt]
    doubtful = [_commented(draft) for draft in drafts if draft.doubt]
    return "".join([*sure, *([f"\n{_CANDIDATES}"] if doubtful else []), *doubtful])


def _head(head: Head) -> str:
    lines = [f"# yaml-language-server: $schema={head.schema}", *(f"# {line}" for line in head.seen)]
    lines += [f"source: {scalar(head.source)}", f"name: {scalar(head.source)}"]
    if head.extends:
        lines.append(f"extends: [{', '.join(head.extends)}]")
    lines += ["match:", f"  host: [{', '.join(map(scalar, head.hosts))}]"]
    if head.fingerprints:
        lines += _entry("text", list(head.fingerprints), 2)
    return "\n".join(lines) + "\n"


def _rule(draft: Draft) -> str:
    lines = [*_comment(draft.evidence), f"  - id: {draft.id}", f"    label: {draft.label}"]
    if draft.why:
        lines.append(f"    why: {draft.why}")
    lines += _entry(draft.action, draft.value, 4)
    if draft.where:
        lines.append(f"    where: {_flow(draft.where)}")
    return "\n".join(lines) + "\n"


def _commented(draft: Draft) -> str:
    marked = [f"  # {line[2:]}".rstrip() for line in _rule(draft).removesuffix("\n").split("\n")]
    inner = [line if not line.startswith("  # # ") else f"  # {line[6:]}" for line in marked]
    return "\n".join(["", *_comment(f"In doubt: {draft.doubt}."), *inner]) + "\n"


def _comment(text: str) -> list[str]:
    lines, line = [], "  #"
    for word in text.split():
        if len(line) + len(word) >= _WIDTH:
            lines.append(line)
            line = "  #"
        line += f" {word}"
    return [*lines, line]


def scalar(text: str) -> str:
    """Write a text so that YAML reads it as that text.

    >>> scalar("menu"), scalar("Đọc: nhiều"), scalar("..9")
    ('menu', '"Đọc: nhiều"', '..9')
    """
    plain = _RANGE.fullmatch(text) or (
        set(text.replace(".", "")) <= _PLAIN
        and text[:1] not in ("-", ".")
        and text not in ("y", "n", "yes", "no", "on", "off", "true", "false", "null")
    )
    return text if plain else json.dumps(text, ensure_ascii=False)


def _flow(value: Any) -> str:
    """Write plain values in one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_flow(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_flow(one) for one in value) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    return scalar(value) if isinstance(value, str) else str(value)


def _entry(key: str, value: Any, indent: int) -> list[str]:
    """Write a key with its value: on one line where that has room, else each thing in it on a line of its own.

    >>> _entry("drop", {"line": ["Đọc nhiều"]}, 4)
    ['    drop: {line: ["Đọc nhiều"]}']
    """
    margin = " " * indent
    line = f"{margin}{key}: {_flow(value)}"
    if len(line) <= _WIDTH or not isinstance(value, dict | list):
        return [line]
    if isinstance(value, dict):
        return [f"{margin}{key}:", *(line for inner, one in value.items() for line in _entry(inner, one, indent + 2))]
    return [f"{margin}{key}:", *(f"{margin}  - {_flow(one)}" for one in value)]


def checks_of(drafts: Sequence[Draft]) -> str:
    """Return the list of tests for the rules that are in force.

    One page shows all rules for single lines, a page of its own each block; and words of rules inside a sentence stay.
    """
    said, sure = samples(), [draft for draft in drafts if not draft.doubt]
    lines = _page([draft for draft in sure if "from" not in draft.value])
    tests = [_test("what recurs goes, the article stays", lines, said.title)]
    for draft in sure:
        if "from" in draft.value:
            tests.append(_test(f"{draft.id} takes its block", _page([draft]), said.title))
    if sentences := [("+", said.mention.format(one)) for one in _words(sure)]:
        tests.append(_test("words of the rules inside sentences stay", sentences, ""))
    return "".join(tests)


def _test(name: str, lines: list[tuple[str, str]], title: str) -> str:
    head = [f"  - name: {name}"] + ([f"    title: {title}"] if title else [])
    return "\n".join([*head, "    lines: |", *(f"      {mark} {text}" for mark, text in lines)]) + "\n"


def _page(drafts: Sequence[Draft]) -> list[tuple[str, str]]:
    """Return the lines of an invented page, with what rules show in its place."""
    said = samples()
    page = [*_shown(drafts, "head"), *_shown(drafts, "top"), ("+", said.title), *_shown(drafts, "under")]
    page += [("+", said.lead), *_shown(drafts, "body")]
    page += [("+", said.middle), ("+", said.last)]
    return [*page, *sorted(_shown(drafts, "tail"), key=lambda one: one[0] != "~")]


def _shown(drafts: Sequence[Draft], zone: str) -> list[tuple[str, str]]:
    return [line for draft in drafts for one in draft.shown if one.zone == zone for line in one.lines]


def _words(drafts: Sequence[Draft]) -> Iterator[str]:
    """Return literals that could stand in a sentence, a few of each rule."""
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
    return own + [text for key, one in value.items() if key == "from" for text in _literals(one)]


def merged(text: str, rules: str, tests: str) -> str | None:
    r"""Add list items to the `rules` and `tests` of a file; None where its lists are written in a way of their own.

    >>> merged("source: a\nrules:\n- id: b\ntests:\n- name: c\n", "  - id: d\n    x: y\n", "  - name: e\n")
    'source: a\nrules:\n- id: b\n- id: d\n  x: y\ntests:\n- name: c\n- name: e\n'
    """
    found: str | None = text if text.endswith("\n") else f"{text}\n"
    for key, items in (("tests", tests), ("rules", rules)):
        found = None if found is None else _added(found, key, items)
    return found


def _added(text: str, key: str, items: str) -> str | None:
    if not items:
        return text
    lines = text.removesuffix("\n").split("\n")
    start = next((at for at, line in enumerate(lines) if re.match(rf"{key}\s*:", line)), None)
    if start is None:
        return f"{text}{key}:\n{items}"
    if not re.fullmatch(rf"{key}\s*:\s*(?:#.*)?", lines[start]):
        return None
    end = next((at for at in range(start + 1, len(lines)) if _TOP.match(lines[at])), len(lines))
    while end > start + 1 and (not lines[end - 1].strip() or lines[end - 1].startswith("#")):
        end -= 1
    first = next((match for line in lines[start + 1 : end] if (match := _ITEM.match(line))), None)
    depth = len(first[1]) if first else 2
    new = [_moved(line, depth) for line in items.removesuffix("\n").split("\n")]
    return "\n".join([*lines[:end], *new, *lines[end:]]) + "\n"


def _moved(line: str, depth: int) -> str:
    """Move a line that is written for a list two columns in."""
    return f"{' ' * depth}{line[2:]}" if line.strip() else ""
