"""What is cheaper for long lines and whole texts is the same: each shortcut beside what it stands for."""

import random

import pytest

from cleaner.text.automata import LONG
from cleaner.text.codepages import PAGES, page, signed
from cleaner.text.gates import idle_steps
from cleaner.text.proof import SPACES, doubts, may_be_mojibake, unproven
from cleaner.text.residual import _count, _odd
from cleaner.text.scan import maybe_mojibake, spaced, touched
from cleaner.text.settings import DEFAULT
from cleaner.text.spaces import plain_spaces, single_spaces
from cleaner.text.steps import steps_for

PROSE = "Sáng nay, hai bên gặp nhau ở Hà Nội, trao đổi về nhiều vấn đề. Xã đã có “ĐẠI LÝ”; giá 20 °C? "
ODD = [
    *"\t\xa0\u2009\u3000\xad\u200b\u200d\ufeff\x00\x02\x85\r\x0b\u2028\ue012\ufffd?&;ÃÂĂØÙ”“„Đđ",
    *"\u0300\u0301\u0302\u031b\u0323öñß天山ÐđƣﬁＡРийไທ©½«»á",
    *[
        "  ",
        " \n",
        "\n ",
        "\n",
        "Ã ",
        "Ã\t",
        "Ø\nÙ",
        "Ø \n\tÙ",
        "á?b",
        "&amp;",
        "Viá»‡t",
        "dÃ ng",
        "vá»\ufffd",
        "đã ",
        "├í",
        "√¢",
    ],
]


@pytest.fixture
def texts():
    """Give texts of any length with odd pieces in them."""
    chance = random.Random(17)

    def made():
        for _ in range(1_500):
            text = PROSE * chance.choice((1, 1, 8, 12))
            for _ in range(chance.choice((1, 1, 2, 5, 12))):
                at = chance.randint(0, len(text))
                text = text[:at] + chance.choice(ODD) + text[at + chance.choice((0, 0, 3)) :]
            yield text

    return made()


def test_lines_with_spaces_are_all_found(texts):
    for text in texts:
        spread = text.replace(" n", "\n ").replace("n ", " \n").replace("ộ", "\n\t")
        lines = spread.split("\n")
        odd = [at for at, line in enumerate(lines) if line != line.strip(" ") or "  " in line or "\t" in line]
        assert sorted(set(spaced(spread, "\t"))) == odd, ascii(spread)


def test_lines_in_doubt_are_those_that_the_scan_stops_at(texts):
    for text in texts:
        assert unproven(text) == touched(text), ascii(text)


def test_a_text_that_needs_its_spaces_in_order_is_clean_with_them(texts):
    known = 0
    for text in texts:
        if list(doubts(text)) == [SPACES]:
            known += 1
            ordered = "\n".join(single_spaces(plain_spaces(line)) for line in text.split("\n"))
            assert touched(ordered) == [], ascii(text)
    assert known > 100


def test_an_idle_step_changes_nothing(texts):
    steps = steps_for(DEFAULT, entities=True)
    idle = 0
    for text in texts:
        names = idle_steps(text)
        idle += len(names)
        for name, step in steps:
            assert name not in names or step(text) == text, (name, ascii(text))
    assert idle > 1_000


def test_a_sign_that_is_not_seen_is_not_there(texts):
    missed = 0
    for text in texts:
        line = text.replace("\n", " ")
        likely = signed(line)
        for name in PAGES:
            missed += name not in likely
            assert name in likely or not page(name).sign.search(line), (name, ascii(line))
        assert may_be_mojibake(line) == (maybe_mojibake().search(line) is not None), ascii(line)
    assert missed > 1_000


def test_chunks_are_found_by_their_first_letters(texts):
    found = 0
    for text in texts:
        for name in PAGES:
            spans = [chunk.span() for chunk in page(name).chunks_in(text)]
            assert spans == [chunk.span() for chunk in page(name).chunks.finditer(text)], (name, ascii(text))
            found += len(spans)
    assert found > 1_000


def test_words_that_are_left_out_are_not_wrong(texts):
    for text in texts:
        words = [word for word in text.split() if not word.isascii() or "?" in word]
        assert _count(_odd(words))[1] == _count(text)[1], ascii(text)


def test_half_a_letter_is_no_reason_to_fail():
    line = PROSE * 12 + "\ud800"
    assert len(line) > LONG
    assert unproven(line) == touched(line) == [0]
    assert idle_steps(line) == frozenset()
    assert signed(line) is PAGES
    assert not may_be_mojibake(line)
