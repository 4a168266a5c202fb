"""Repairing a whole text: what is decided for all of it, around the steps that `cleaner._core` takes line by line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cleaner._core import Draft
from cleaner.model import LazySequence, Repair
from cleaner.text.decoding import LEGACY
from cleaner.text.settings import DEFAULT, TextSettings

if TYPE_CHECKING:
    from collections.abc import Sequence

_ROUNDS = 16  # more than any text was seen to need
_SAMPLE = 64  # rows that may prove an encoding for all
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_LONE = re.compile("[\ud800-\udfff]")


class Repairs(LazySequence[Repair]):
    """The changes of one text."""

    def __init__(self, draft: Draft, joined: Sequence[Repair] = ()) -> None:
        """Take the repaired text, and what was done to it before."""
        self._draft = draft
        self._joined = joined

    def make(self) -> Sequence[Repair]:
        """Make the repairs, by line."""
        made = [Repair(*change) for change in self._draft.repairs]
        return sorted((*self._joined, *made), key=lambda one: one.line) if self._joined else made

    def __len__(self) -> int:
        return self._draft.changes + len(self._joined)


@dataclass(frozen=True, slots=True)
class Repaired:
    """A repaired text.

    `text` has runs of blank lines made one, none at either end, and no newline at its end; `whole` has them all.
    `numbers` gives the 1-based input line of each line of `whole` (a `range` where no line was split). `repairs` are
    the changes, line by line: the records of one line lead from the input line to its repaired form, which holds a
    newline where a separator inside it became one. `flags` are warnings.
    """

    text: str
    whole: str
    numbers: Sequence[int]
    repairs: Sequence[Repair] = ()
    flags: tuple[str, ...] = ()

    @property
    def lines(self) -> list[str]:
        """All repaired lines in order, blank ones as ``""``."""
        return self.whole.split("\n")


def repair(text: str, settings: TextSettings = DEFAULT) -> Repaired:
    r"""Repair a text, line by line where something is wrong, and leave the rest as it is.

    `text` is any `str` of lines parted by ``\n`` (or ``\r\n``). The result is a fixed point: repairing it again
    changes nothing. No text makes it raise.

    >>> fixed = repair("Viá»‡t\xa0Nam\n\n\n\nHà Nội ")
    >>> fixed.text
    'Việt Nam\n\nHà Nội'
    >>> [(one.line, one.step) for one in fixed.repairs]
    [(1, 'mojibake'), (1, 'spaces'), (5, 'space-runs')]
    """
    if not settings.repair:
        return Repaired(text.strip("\n"), text, _every_line(text))
    joined: list[Repair] = []
    try:
        draft = _draft(text, settings)
    except UnicodeEncodeError:  # half a character
        text, joined = _with_whole_characters(text)
        draft = _draft(text, settings)
    if draft is None:
        return Repaired(_squeezed(text), text, _every_line(text), tuple(joined))
    flags = _repair(draft, settings)
    whole, numbers = draft.text, draft.numbers
    repairs = Repairs(draft, joined) if draft.changes or joined else ()
    return Repaired(_squeezed(whole), whole, numbers or _every_line(whole), repairs, flags)


def _draft(text: str, settings: TextSettings) -> Draft | None:
    return Draft.of(text, settings.quotes, settings.tone, settings.placement)


def _every_line(text: str) -> Sequence[int]:
    return range(1, text.count("\n") + 2)


def _squeezed(text: str) -> str:
    r"""Make each run of blank lines one, and drop those at either end.

    >>> _squeezed("\na\n\n\n\nb\n")
    'a\n\nb'
    """
    text = text.strip("\n")
    while "\n\n\n" in text:
        text = text.replace("\n\n\n", "\n\n")
    return text


def _with_whole_characters(text: str) -> tuple[str, list[Repair]]:
    r"""Make pairs of UTF-16 halves the characters that they spell, and a lone half the sign of a loss.

    >>> _with_whole_characters("\ud83d\ude00 \ud83d")[0]
    '😀 \ufffd'
    """
    end = "\r\n" if "\r\n" in text and text.count("\r\n") == text.count("\n") else "\n"
    repairs: list[Repair] = []
    lines = text.split(end)
    for at, line in enumerate(lines):
        if _LONE.search(line):
            paired = _PAIR.sub(lambda pair: pair[0].encode("utf-16-le", "surrogatepass").decode("utf-16-le"), line)
            lines[at] = _LONE.sub("\ufffd", paired)
            repairs.append(Repair(at + 1, "surrogates", line, lines[at]))
    return end.join(lines), repairs


def _repair(draft: Draft, settings: TextSettings) -> tuple[str, ...]:
    """Repair a text round by round until nothing changes; give the flags that it bears."""
    flags: list[str] = []
    changes = -1
    for _ in range(_ROUNDS):
        if draft.changes == changes:
            break
        changes = draft.changes
        draft.compose()
        if draft.in_doubt:
            flags += _read_again(draft)
        if settings.html_entities:
            draft.decode_entities()
        _undo_mojibake(draft)
        draft.tidy()
    if suspected := draft.in_doubt:
        from cleaner.text.residual import residual_flags

        flags += residual_flags(draft.text, "\n".join(suspected))
    return tuple(flags)


def _read_again(draft: Draft) -> list[str]:
    """Read the text in another encoding where the whole of it proves that it is in one; give the flags that say so."""
    if clues := draft.with_clues(_SAMPLE):
        from cleaner.text.mojibake import proven_page

        if page := proven_page(piece for _, row in clues for piece in row.split("\n")):
            draft.read_as(page.core)
            return []
    if draft.is_largely_in_doubt:
        from cleaner.text.legacy import legacy_encoding, read_legacy

        if encoding := legacy_encoding(draft.text):
            draft.put(encoding, [(at, read_legacy(row, encoding)) for at, row in enumerate(draft.rows)])
            return [f"{LEGACY} {encoding}"]
    return []


def _undo_mojibake(draft: Draft) -> None:
    """Read the rows that may be mojibake one by one: a row that was cut in pieces piece by piece, equal ones once."""
    if clues := draft.with_clues():
        from cleaner.text.mojibake import undo_mojibake

        pieces = dict.fromkeys(piece for _, row in clues for piece in row.split("\n"))
        meant = {piece: undo_mojibake(piece) for piece in pieces}
        draft.put("mojibake", [(at, "\n".join(meant[piece] for piece in row.split("\n"))) for at, row in clues])
