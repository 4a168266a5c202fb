"""Letters and their marks: composed, in the order Vietnamese stacks them, and no spaces between."""

from __future__ import annotations

import re
from unicodedata import combining, normalize

from cleaner.text.syllable import syllables

MARKS = "\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323"
LOOSE = tuple(f" {mark}" for mark in MARKS)
# Read on the decomposed line: a tone mark that came before the mark of the vowel's quality.
WRONG_ORDER = re.compile("([\u0300\u0301\u0303\u0309])([\u0302\u0306])")
#: What some PDFs make of *của*: cu, a space, the mark, a space, a.
APART = re.compile(
    rf"(?<![^\W\d_])([^\W\d_]{{1,7}})((?: {{1,3}}[{MARKS}]{{1,3}}){{1,3}})( {{1,3}})?(?=([^\W\d_]{{1,7}})?)"
)
STACK = 32  # marks on one letter
SOON_SORTED = 1_000  # characters
HEAP = re.compile(rf"[^\w\x00-\x7f\u2000-\u206f\u3000-\u303f]{{{STACK},}}")


def compose(line: str) -> str:
    """Give the line in NFC, with a tone mark behind the circumflex or breve that it stands on.

    *ó* + circumflex is canonically no *ố*, so that NFC leaves it in two pieces; nobody writes it for anything else.

    >>> compose("Vie" + chr(0x323) + chr(0x302) + "t"), compose("ó" + chr(0x302))
    ('Việt', 'ố')
    >>> compose("cu " + chr(0x309) + " a chu " + chr(0x309) + " đâ " + chr(0x300) + " u tư")
    'của chủ đầu tư'
    """
    composed = nfc(line)
    if "\u0302" in composed or "\u0306" in composed:
        composed = nfc(WRONG_ORDER.sub(r"\2\1", normalize("NFD", composed)))
    return APART.sub(_together, composed) if any(map(composed.__contains__, LOOSE)) else composed


def nfc(text: str) -> str:
    """Give a text in NFC, in time that grows with its length: sorting thousands of marks on one letter does not."""
    return normalize("NFC", HEAP.sub(_in_order, text) if len(text) > SOON_SORTED else text)


def _in_order(heap: re.Match[str]) -> str:
    """Bring marks into canonical order, each run between characters that are none."""
    out: list[str] = []
    run: list[str] = []
    for character in "".join(normalize("NFD", one) for one in heap[0]):
        if combining(character):
            run.append(character)
        else:
            out += [*sorted(run, key=combining), character]
            run = []
    return "".join([*out, *sorted(run, key=combining)])


def _together(apart: re.Match[str]) -> str:
    """Put marks on the word before them, and the rest of the word behind them, where that makes a syllable."""
    from cleaner.text.tone import right_placement

    word, marks, space, rest = apart.groups()
    marked = compose(word + marks.replace(" ", ""))
    if rest and f"{marked}{rest}".lower() in syllables():
        return marked
    for one in (marked, right_placement(marked)):
        if one.lower() in syllables() and (space or not rest):
            return one + (space or "")
    return apart[0]
