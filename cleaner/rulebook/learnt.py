"""The file that `cleaner rules learn` writes: in the style of `rules new`, each rule with what speaks for it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

from cleaner.rulebook.learnt_checks import checks_of
from cleaner.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from cleaner.rulebook.draft import Draft

_WIDTH: Final = 118
_PLAIN: Final = frozenset("abcdefghijklmnopqrstuvwxyz-")
_RANGE: Final = re.compile(r"\d*\.\.\d*")
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
    """Give the text of a file."""
    parts = [_head(head)]
    if drafts:
        sure = any(not draft.doubt for draft in drafts)
        parts.append(f"\nrules:{'' if sure else ' []'}\n{rules_of(drafts)}")
    return "".join([*parts, "\ntests:\n", checks_of(drafts)])


def rules_of(drafts: Iterable[Draft]) -> str:
    """Give rules as list items, those in doubt as comments behind the others."""
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
        lines.append(_wrapped("  text: ", list(head.fingerprints), "  "))
    return "\n".join(lines) + "\n"


def _rule(draft: Draft) -> str:
    lines = [*_comment(draft.evidence), f"  - id: {draft.id}", f"    label: {draft.label}"]
    if draft.why:
        lines.append(f"    why: {draft.why}")
    lines.append(_wrapped(f"    {draft.action}: ", draft.value, "    "))
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


def _wrapped(start: str, value: Mapping[str, Any] | list[str], indent: str) -> str:
    """Write plain values behind `start`, broken between the texts of lists where a line grows too long."""
    lines, line = [], start
    for piece in _pieces(value):
        if len(line) + len(piece.rstrip()) > _WIDTH and line.strip() and line != start:
            lines.append(line.rstrip())
            line = f"{indent}  {piece.lstrip()}"
        else:
            line += piece
    return "\n".join([*lines, line.rstrip()])


def _pieces(value: Any) -> list[str]:
    """Cut flow style into pieces between which a line may end."""
    if isinstance(value, dict):
        pieces = []
        for number, (key, one) in enumerate(value.items()):
            inner = _pieces(one)
            inner[0] = f"{'{' if not number else ''}{key}: {inner[0]}"
            inner[-1] += ", " if number < len(value) - 1 else "}"
            pieces += inner
        return pieces
    if isinstance(value, list) and value:
        pieces = []
        for number, one in enumerate(value):
            inner = _pieces(one)
            inner[0] = f"{'[' if not number else ''}{inner[0]}"
            inner[-1] += ", " if number < len(value) - 1 else "]"
            pieces += inner
        return pieces
    return [_flow(value)]
