"""Rules as text: how one is written in its file, and what it does in a few words."""

from __future__ import annotations

import re
from textwrap import dedent
from typing import TYPE_CHECKING

from cleaner.rulebook.amounts import Amount
from cleaner.rulebook.spec import Block, Matcher, Sequence

if TYPE_CHECKING:
    from cleaner.rulebook.spec import Rule, Shape, Where


def snippet(text: str, line: int) -> str:
    r"""Give a list item of a YAML text, from the line in which its first or another key stands.

    >>> snippet("rules:\n  - id: a\n    drop: {line: [x]}\n  # of b\n  - id: b\n", 2)
    '- id: a\n  drop: {line: [x]}'
    """
    lines = text.split("\n")
    first = line - 1
    while first and not lines[first].lstrip().startswith("- "):
        first -= 1
    depth = len(lines[first]) - len(lines[first].lstrip())
    last = first + 1
    while last < len(lines) and (not lines[last].strip() or re.match(rf" {{{depth + 1}}}", lines[last])):
        last += 1
    return dedent("\n".join(lines[first:last])).rstrip()


def gist(rule: Rule) -> str:
    """Say what a rule does, short enough for a table.

    >>> from cleaner.rulebook.amounts import Range
    >>> from cleaner.rulebook.spec import Place, Rule
    >>> here = Place("a.yaml", 1, 1)
    >>> matcher = Matcher(here, line=("Xem thêm", "Đọc nhiều"), words=Range(None, 9))
    >>> gist(Rule("a", "b", "drop", matcher, here, "related"))
    'drop line ×2, words ..9'
    """
    return f"{rule.action} {_shape(rule.shape)}"


def zone(where: Where | None) -> str:
    """Say where a rule may act.

    >>> from cleaner.rulebook.spec import Where
    >>> zone(Where(last=Amount(80, percent=True), after="title"))
    'last 80%, after title'
    """
    if where is None:
        return ""
    parts = []
    for name in ("first", "last", "after", "before"):
        value = getattr(where, name)
        if isinstance(value, Amount):
            parts.append(f"{name} {value.value:g}{'%' * value.percent}")
        elif value is not None:
            parts.append(f"{name} {value if isinstance(value, str) else f'({_shape(value)})'}")
    return ", ".join(parts)


def _shape(shape: Shape) -> str:
    if isinstance(shape, Sequence):
        times = f" ×{shape.rounds}" if shape.rounds > 1 else ""
        return f"sequence of {len(shape.items)}{times}"
    if isinstance(shape, Block):
        until = shape.until if isinstance(shape.until, str) else f"({_shape(shape.until)})"
        return f"from ({'; '.join(map(_shape, shape.opening))}) until {until}"
    return ", ".join(_word(word, value) for word, value in shape.said.items())


def _word(word: str, value: object) -> str:
    if isinstance(value, Matcher):
        return f"{word} ({_shape(value)})"
    if word in ("is", "not"):
        return f"{word} {' '.join(value)}"  # type: ignore[arg-type]
    if isinstance(value, tuple):
        return f"{word} {value[0]!r}" if len(value) == 1 and len(value[0]) < 25 else f"{word} ×{len(value)}"
    return f"{word} {value}"
