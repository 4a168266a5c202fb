"""The file that `cleaner rules learn` writes: in the style of `rules new`, each rule with what speaks for it.

Its tests are invented pages around the lines that the rules take.
"""

import json
import re
from collections.abc import Iterable, Sequence
from textwrap import wrap
from typing import Any, Final

from cleaner.authoring.learn.drafts import Draft
from cleaner.authoring.learn.words import samples
from cleaner.authoring.starter import SCHEMA

_WIDTH: Final = 118
_PLAIN: Final = re.compile(r"[a-z][a-z.-]*|\d*\.\.\d*")
_WORDS_OF_YAML: Final = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})


def written(source: str, seen: tuple[int, int], extends: Sequence[str], drafts: Sequence[Draft]) -> str:
    """Return the text of a file; `seen` is the number of pages that it was learnt from, and of different articles."""
    different = f" with {seen[1]} different articles" if seen[1] < seen[0] else ""
    told = f"# Seen: {seen[0]} pages{different} of {source}, by `cleaner rules learn`. A first draft: read each rule"
    head = [f"# yaml-language-server: $schema={SCHEMA}", f"{told} before you use it."]
    head += ["# The comment above a rule says on how many pages its lines were met, and where."]
    head += [f"source: {scalar(source)}", f"name: {scalar(source)}"]
    head += [f"extends: [{', '.join(extends)}]"] if extends else []
    head += ["match:", f"  host: [{scalar(source)}]"]
    rules = [line for draft in drafts for line in _item(draft)]
    head += ["", "rules:", *rules] if rules else []
    return "\n".join([*head, "", "tests:"]) + "\n" + _tests(drafts)


def _item(draft: Draft) -> list[str]:
    lines = wrap(draft.evidence, _WIDTH, initial_indent="  # ", subsequent_indent="  # ")
    lines.append(f"  - id: {draft.id}")
    if draft.label != draft.id:
        lines.append(f"    label: {draft.label}")
    if draft.why:
        lines.append(f"    why: {draft.why}")
    lines += _entry(draft.action, draft.value, 4)
    return [*lines, f"    where: {_flow(draft.where)}"] if draft.where else lines


def scalar(text: str) -> str:
    """Write a text so that YAML reads it as that text.

    >>> scalar("menu"), scalar("Đọc: nhiều"), scalar("..9"), scalar("yes")
    ('menu', '"Đọc: nhiều"', '..9', '"yes"')
    """
    plain = _PLAIN.fullmatch(text) and text not in _WORDS_OF_YAML
    return text if plain else json.dumps(text, ensure_ascii=False)


def _flow(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_flow(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
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


def _tests(drafts: Sequence[Draft]) -> str:
    """Return the list of tests: one page shows all rules for single lines, a page of its own each block."""
    title = samples()["title"]
    tests = [_test("what recurs goes, the article stays", _page([d for d in drafts if "from" not in d.value]), title)]
    tests += [_test(f"{draft.id} takes its block", _page([draft]), title) for draft in drafts if "from" in draft.value]
    return "".join(tests)


def _test(name: str, lines: Iterable[tuple[str, str]], title: str) -> str:
    head = [f"  - name: {name}", f"    title: {title}"]
    return "\n".join([*head, "    lines: |", *(f"      {mark} {text}" for mark, text in lines)]) + "\n"


def _page(drafts: Sequence[Draft]) -> list[tuple[str, str]]:
    """Return the lines of an invented page, with what rules show in its place."""

    def shown(*zones: str) -> list[tuple[str, str]]:
        return [line for zone in zones for draft in drafts if draft.zone == zone for line in draft.shown]

    said = samples()
    head = [*shown("head", "top"), ("+", said["title"]), *shown("under")]
    body = [("+", said["lead"]), *shown("body"), ("+", said["middle"]), ("+", said["last"])]
    return [*head, *body, *sorted(shown("tail"), key=lambda line: line[0] != "~")]
