"""Write native/src/text/badness.rs: the characters that ftfy judges by, as data.

    python benchmarks/unicode/classes.py > native/src/text/badness.rs

The proof that a text is clean rests on them. They are stored, so that ftfy is not imported to look at a clean text, and
recomputed by a test, so that a new ftfy cannot move them unseen.
"""

from __future__ import annotations

import re

import ftfy
from ftfy.badness import MOJIBAKE_CATEGORIES

QUOTES = "“”‘•"
DOC = {
    "ALWAYS": "Characters that are mojibake wherever they stand.",
    "SYMBOL": "Signs that are mojibake behind a character of `NEAR`, or before one.",
    "NEAR": "Characters that make a sign beside them mojibake.",
    "ACCENTED": "Letters with marks, small and capital.",
    "UPPER": "Capitals with marks.",
    "BEFORE_UPPER": "Characters that make such a capital behind them mojibake.",
}


def members(*names: str) -> set[str]:
    """The characters of some of ftfy's categories."""
    inside = re.compile("[" + "".join(MOJIBAKE_CATEGORIES[name] for name in names) + "]")
    return {chr(code) for code in range(0x10000) if inside.match(chr(code))}


def ranges(characters: set[str]) -> list[tuple[int, int]]:
    """The first and the last code of each run of characters."""
    found: list[tuple[int, int]] = []
    for code in sorted(map(ord, characters)):
        if found and found[-1][1] == code - 1:
            found[-1] = (found[-1][0], code)
        else:
            found.append((code, code))
    return found


def classes() -> dict[str, list[tuple[int, int]]]:
    """Compute every class that the proof needs."""
    always = members("c1", "bad", "box") | set("ŒœЂ√≈‚")
    symbols = members("numeric", "law", "currency", "start_punctuation", "end_punctuation") | {"°"}
    near = members(*(name for name in MOJIBAKE_CATEGORIES if name not in ("common", "c1")))
    return {
        "ALWAYS": ranges(always),
        "SYMBOL": ranges(symbols - set(QUOTES) - always),
        "NEAR": ranges(near),
        "ACCENTED": ranges(members("upper_accented", "lower_accented")),
        "UPPER": ranges(members("upper_accented")),
        "BEFORE_UPPER": ranges(members("lower_accented", "lower_common", "end_punctuation", "currency", "numeric")),
    }


def module() -> str:
    """Write the module's text."""
    lines = [
        f"//! Characters that ftfy {ftfy.__version__} judges by, as ranges of codes.",
        "//!",
        "//! Made by `python benchmarks/unicode/classes.py`; a test compares it with the ftfy that is installed.",
        "",
        "pub type Ranges = &'static [(u32, u32)];",
    ]
    for name, found in classes().items():
        lines += ["", f"/// {DOC[name]}", "#[rustfmt::skip]", f"pub const {name}: Ranges = &["]
        row = "   "
        for first, last in found:
            piece = f" (0x{first:x}, 0x{last:x}),"
            if len(row) + len(piece) > 120:
                lines.append(row)
                row = "   "
            row += piece
        lines += [row, "];"]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    print(module(), end="")
