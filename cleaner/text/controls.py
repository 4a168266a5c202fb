r"""Control characters, and the separators of lines that are none of ``\n``."""

from __future__ import annotations

import re

CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
ANSI = re.compile("\x1b\\[[0-9;?]{0,32}[a-zA-Z]")
PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
LONE = re.compile("[\ud800-\udfff]")
BREAK = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
C1 = re.compile("[\x80-\x84\x86-\x9f]")
C0 = re.compile("[\x00-\x08\x0e-\x1f\x7f]")


def join_surrogates(line: str) -> str:
    r"""Make a pair of UTF-16 halves the character they spell, and half a pair the sign of a loss.

    >>> join_surrogates("\ud83d\ude00 \ud83d") == "😀 \ufffd"
    True
    """
    if not LONE.search(line):
        return line
    joined = PAIR.sub(lambda pair: pair[0].encode("utf-16-le", "surrogatepass").decode("utf-16-le"), line)
    return LONE.sub("\ufffd", joined)


def drop_controls(line: str) -> str:
    r"""Take terminal colours and control characters out; read C1 as the Windows-1252 it was.

    U+0085 is an ellipsis beside other such characters, and a line's end alone.

    >>> drop_controls("\x1b[31mđỏ\x1b[0m \x93Nam\x94\x85\x00")
    'đỏ “Nam”…'
    """
    if not CONTROL.search(line):
        return line
    line = ANSI.sub("", line)
    if C1.search(line):
        line = line.replace("\x85", "…")
        line = C1.sub(lambda one: one[0].encode("latin-1").decode("cp1252", "ignore"), line)
    return C0.sub("", line)


def break_lines(line: str) -> str:
    r"""Make every separator of lines and pages a newline.

    >>> break_lines("một\rhai\u2028ba\x0c")
    'một\nhai\nba\n'
    """
    return BREAK.sub("\n", line)
