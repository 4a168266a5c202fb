"""What is cheaper is the same: each shortcut of the repairs in Python beside what it stands for."""

import random
import re
from itertools import islice

import pytest

from cleaner.text.codepages import LETTERS, PAGES, page
from cleaner.text.residual import _count, _odd

PROSE = "Sáng nay, hai bên gặp nhau ở Hà Nội, trao đổi về nhiều vấn đề. Xã đã có “ĐẠI LÝ”; giá 20 °C? "
ODD = [
    *"\t\xa0\u2009\u3000\xad\u200b\u200d\ufeff\x00\x02\x85\r\x0b\u2028\ue012\ufffd?&;ÃÂĂØÙ”“„Đđ",
    *"\u0300\u0301\u0302\u031b\u0323öñß天山ÐđƣﬁＡРийไທ©½«»á",
    *["  ", "Ã ", "Ã\t", "á?b", "&amp;", "Viá»‡t", "dÃ ng", "vá»\ufffd", "đã ", "├í", "√¢"],
]


@pytest.fixture
def texts():
    """Texts of any length with odd pieces in them."""
    chance = random.Random(17)

    def made():
        for _ in range(600):
            text = PROSE * chance.choice((1, 1, 8, 12))
            for _ in range(chance.choice((1, 1, 2, 5, 12))):
                at = chance.randint(0, len(text))
                text = text[:at] + chance.choice(ODD) + text[at + chance.choice((0, 0, 3)) :]
            yield text

    return made()


def test_chunks_are_found_by_their_first_letters(texts):
    found = 0
    for text in texts:
        for name in PAGES:
            spans = [chunk.span() for chunk in page(name).chunks_in(text)]
            chunks = rf"{LETTERS}(?:{page(name).runs}{LETTERS})+"
            assert spans == [chunk.span() for chunk in re.finditer(chunks, text)], (name, ascii(text))
            found += len(spans)
    assert found > 500


def test_lines_without_a_first_letter_have_no_sign(texts):
    found, some = 0, [*islice(texts, 40)]
    for one in map(page, PAGES):
        for piece in (*some, *ODD, "Сегодня в Ханое", "Ştiri de la Hà Nội"):
            assert one.may_show(piece) == bool(re.search(one.sign, piece)), (one.name, ascii(piece))
            found += one.may_show(piece)
    assert found > 10


def test_words_that_are_left_out_are_not_wrong(texts):
    for text in texts:
        words = [word for word in text.split() if not word.isascii() or "?" in word]
        assert _count(_odd(words))[1] == _count(text)[1], ascii(text)
