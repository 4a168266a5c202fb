"""Write cleaner/text/classes.py: the characters that ftfy judges by, as data.

    python benchmarks/unicode/classes.py > cleaner/text/classes.py

The scan that proves a line clean rests on them. They are stored, so that ftfy is not imported to look at a clean text,
and recomputed by a test, so that a new ftfy cannot move them unseen.
"""

from __future__ import annotations

import re

import ftfy
from ftfy.badness import MOJIBAKE_CATEGORIES

QUOTES = "“”‘•"


def members(*names: str) -> set[str]:
    """Give the characters of some of ftfy's categories."""
    inside = re.compile("[" + "".join(MOJIBAKE_CATEGORIES[name] for name in names) + "]")
    return {chr(code) for code in range(0x10000) if inside.match(chr(code))}


def ranges(characters: set[str]) -> str:
    """Write a set of characters as the inside of a regular expression's class, in ASCII."""
    codes = sorted(map(ord, characters))
    out: list[str] = []
    start = 0
    for at, code in enumerate(codes):
        if at + 1 < len(codes) and codes[at + 1] == code + 1:
            continue
        first, last = codes[start], code
        out.append(f"\\u{first:04x}" + (f"-\\u{last:04x}" if last > first else ""))
        start = at + 1
    return "".join(out)


def classes() -> dict[str, str]:
    """Compute every class the scan needs, by the name it has in cleaner/text/classes.py."""
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
        '"""Characters that ftfy judges by, as classes for a regular expression.',
        "",
        "Made by ``python benchmarks/unicode/classes.py``; a test compares it with the ftfy that is installed.",
        '"""',
        "",
        f'FTFY_VERSION = "{ftfy.__version__}"',
    ]
    for name, inside in classes().items():
        lines += ["", f"{name} = ("]
        pieces = re.findall(r"(?:\\u.{4}-?)+?(?=\\u|$)", inside)
        row = ""
        for piece in pieces:
            if len(row) + len(piece) > 108:
                lines.append(f'    "{row}"')
                row = ""
            row += piece
        lines += [f'    "{row}"', ")"]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    print(module(), end="")
