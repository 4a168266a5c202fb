"""Bytes that were lost on the way, inside UTF-8 read as something else.

Some losses leave enough behind. A no-break space that became a plain one (*dÃ ng*) joins what stands around it where
that makes a syllable. A byte that Windows-1252 has no character for became U+FFFD: of the few letters with such a byte,
the one is taken that makes a syllable; where several do, the one that news text calls for; where that is not clear
either, U+FFFD stays, since a reader sees it and a wrong letter hides. Bytes that were deleted are taken for the same.
"""

import re
from functools import cache
from pathlib import Path

from cleaner._core import is_syllable

JOIN, THREE, TWO = "\ue0fd", "\ue0fe", "\ue0ff"  # an 0xA0 that was a space; a lost third byte; a lost second byte
MARKERS = re.compile(f"[{JOIN}{THREE}{TWO}]")
SPACE_LOST = re.compile(rb"(\xc3|\xc6|\xe1[\xba\xbb]) |\xc3$")
DELETED = re.compile(rb"(\xe1\xbb|\xe1\xba|\xc3|\xc4)(?=[^\x1a \x80-\xbf])|(\xe2\x80)(?![\x1a\x80-\xbf])")
BYTE_LOST = re.compile(rb"\xe1\xbb\x1a|\xc3\x1a|\xc4\x1a|\xe2\x80\x1a|\x1a")
STAND_INS = {
    b"\xe1\xbb\x1a": THREE.encode(),
    b"\xc3\x1a": TWO.encode(),
    b"\xc4\x1a": "Đ".encode(),
    b"\xe2\x80\x1a": "”".encode(),
    b"\x1a": "\ufffd".encode(),
    b"\xe1\xbb": THREE.encode(),
    b"\xe2\x80": "”".encode(),
    b"\xe1\xba": "Ạ".encode(),
    b"\xc3": "à".encode(),
    b"\xc4": "Đ".encode(),
}
TOKEN = re.compile(f"(?<![^\\W\\d_])([^\\W\\d_]*){JOIN}(?=([^\\W\\d_]*)(.?))")
GAP = re.compile(f"[{THREE}{TWO}]")
WORD = re.compile(f"(?:[^\\W\\d_]|[{THREE}{TWO}])+")
LONGEST = 7  # letters of a syllable
LETTERS = {THREE: "ềọỏờ", TWO: "áíý"}


def mark_losses(data: bytes) -> bytes:
    r"""Make incomplete UTF-8 sequences whole, with marks where something was lost.

    >>> mark_losses(b"d\xc3 ng").decode() == "dà" + JOIN + "ng"
    True
    """
    if b"\x1a" in data:
        data = BYTE_LOST.sub(lambda lost: STAND_INS[lost[0]], data)
    data = DELETED.sub(lambda lost: STAND_INS[lost[0]], data)
    if b" " in data or data.endswith(b"\xc3"):
        data = data.replace(b"\xc2 ", b"\xc2\xa0")
        data = SPACE_LOST.sub(lambda lost: (lost[1] or b"\xc3") + b"\xa0" + JOIN.encode(), data)
    return data


def fill_losses(text: str) -> str:
    """Put letters and spaces in place of the marks that `mark_losses` left.

    >>> fill_losses("dà" + JOIN + "ng là" + JOIN + "một"), fill_losses("nhiều ng" + THREE + "i v" + THREE)
    ('dàng là một', 'nhiều ng\ufffdi về')
    """
    if not MARKERS.search(text):
        return text
    text = TOKEN.sub(_join, text)
    return _fill(text) if GAP.search(text) else text


def _join(match: re.Match[str]) -> str:
    left, right, behind = match.groups()
    if left[-1:].isupper() and left[-2:-1].islower():
        return f"{left[:-1]}{THREE} "  # a capital in a small word: another byte went, and the space is one
    joined = _possible(left + right) if right else not (behind.isalnum() or behind in "“‘(") or not behind
    return left if joined else f"{left} "


def _possible(token: str) -> bool:
    """Whether a token, gaps and all, can be a syllable."""
    gap = GAP.search(token) if len(token) <= LONGEST else None
    if gap is None:
        return is_syllable(token)
    letters = LETTERS[gap[0]] + ("ố" if gap[0] == THREE else "")
    return any(_possible(token[: gap.start()] + letter + token[gap.end() :]) for letter in letters)


def _fill(text: str) -> str:
    found = list(WORD.finditer(text))
    words = ["", *(word[0] for word in found), ""]
    out: list[str] = []
    at = 0
    for number, word in enumerate(found, 1):
        if GAP.search(word[0]):
            out += [text[at : word.start()], _complete(word[0], words[number - 1], words[number + 1])]
            at = word.end()
    return "".join([*out, text[at:]])


def _complete(word: str, before: str, after: str) -> str:
    """Fill the first gap of a word; a second one is more than can be known."""
    gap = GAP.search(word)
    assert gap is not None  # noqa: S101
    head, tail = word[: gap.start()], word[gap.end() :]
    letters_left = head + tail
    shouted = letters_left.isupper() and (len(letters_left) > 1 or before[1:].isupper() or after[1:].isupper())
    amid = head != "" and not letters_left.isupper()  # where no capital stands
    capital = shouted or (gap[0] == TWO and not amid)
    letters = "ố" if capital and gap[0] == THREE else LETTERS[gap[0]]
    fits = [letter for letter in letters if is_syllable(head + letter + tail)]
    letter = fits[0] if len(fits) == 1 else ""
    if len(fits) > 1:
        usual, behind, ahead = _tables()
        spelling = f"{head}{'_' if gap[0] == THREE else '^'}{tail}".lower()
        told = behind.get((spelling, before.lower())) or ahead.get((spelling, after.lower()))
        letter = told or usual.get(spelling, "")
    return GAP.sub("\ufffd", head + ((letter.upper() if capital else letter) or "\ufffd") + tail)


@cache
def _tables() -> tuple[dict[str, str], dict[tuple[str, str], str], dict[tuple[str, str], str]]:
    """Read what fits a spelling, and what it is behind a word and before one."""
    usual: dict[str, str] = {}
    pairs: dict[str, dict[tuple[str, str], str]] = {"behind": {}, "before": {}}
    for line in Path(__file__).with_name("lost_letters.txt").read_text("utf-8").splitlines():
        name, _, entries = line.partition(": ")
        if name == "usual":
            usual |= {entry[:-1]: entry[-1] for entry in entries.split()}
        elif name in pairs:
            split = (entry.split(":") for entry in entries.split())
            pairs[name] |= {(spelling[:-1], word): spelling[-1] for spelling, word in split}
    return usual, pairs["behind"], pairs["before"]
