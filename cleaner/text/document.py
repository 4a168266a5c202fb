"""Repairing a whole text: which lines need work, and the steps they go through."""

from __future__ import annotations

import re
from unicodedata import normalize

from cleaner.model import Repair
from cleaner.text.mojibake import undo_mojibake
from cleaner.text.repaired import Repaired, squeeze
from cleaner.text.settings import DEFAULT, TextSettings
from cleaner.text.spaces import drop_invisible, plain_spaces
from cleaner.text.tokens import ACCENTED

NEEDS_WORK = re.compile(f"[^\n -~{ACCENTED}{ACCENTED.upper()}“”‘’–…]|[ÀÁÂÃÈÉÊÌÍÝĂĐÙ][^{ACCENTED}\\w ]|  |(?m:^ | $)")
BREAK = re.compile("\r\n|[\r\u0085\u2028\u2029]")
STEPS = (
    ("mojibake", undo_mojibake),
    ("newlines", lambda line: BREAK.sub("\n", line)),
    ("nfc", lambda line: normalize("NFC", line)),
    ("invisible", drop_invisible),
    ("spaces", lambda line: "\n".join(plain_spaces(part) for part in line.split("\n"))),
)


def repair(text: str, settings: TextSettings = DEFAULT) -> Repaired:
    r"""Repair a text line by line.

    >>> repair("Viá»‡t\xa0Nam\r\n\n\n\nHà Nội").text
    'Việt Nam\n\nHà Nội'
    """
    if not settings.repair:
        lines = text.split("\n")
        return Repaired(text.rstrip("\n"), lines, range(1, len(lines) + 1))
    lines = text.split("\n")
    if not NEEDS_WORK.search(text):
        return Repaired(squeeze(text), lines, range(1, len(lines) + 1))
    out: list[str] = []
    numbers: list[int] = []
    repairs: list[Repair] = []
    for number, source in enumerate(lines, 1):
        line = source.removesuffix("\r")
        if line != source:
            repairs.append(Repair(number, "newlines", source, line))
        if NEEDS_WORK.search(line):
            for name, step in STEPS:
                after = step(line)
                if after != line:
                    repairs.append(Repair(number, name, line, after))
                    line = after
        pieces = line.split("\n")
        out += pieces
        numbers += [number] * len(pieces)
    return Repaired(squeeze("\n".join(out)), out, numbers, tuple(repairs))
