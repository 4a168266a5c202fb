"""Cases by origin: seen in the wild, must not change, made up, and known to fail (strictly: a success is an error)."""

import json
from pathlib import Path

import pytest

from cleaner.text import repair
from cleaner.text.codepages import LOWER, UPPER

CASES = Path(__file__).with_name("cases")


def cases(name):
    for line in (CASES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        yield pytest.param(case["text"], case.get("wanted", case["text"]), id=case["why"])


@pytest.mark.parametrize(("text", "wanted"), list(cases("wild")))
def test_wild(text, wanted):
    assert repair(text).text == wanted


@pytest.mark.parametrize(("text", "wanted"), list(cases("negative")))
def test_correct_text_stays(text, wanted):
    assert repair(text).text == wanted
    assert repair(text).flags == ()


@pytest.mark.parametrize(("text", "wanted"), list(cases("synthetic")))
def test_synthetic(text, wanted):
    assert repair(text).text == wanted


@pytest.mark.xfail(strict=True)
@pytest.mark.parametrize(("text", "wanted"), list(cases("known-failures")))
def test_known_failures(text, wanted):
    assert repair(text).text == wanted


@pytest.mark.parametrize("sign", ["\xa0", "“", "”", "‘", "’", "–", "—", "…", "«", "»", "-", "•", "·"], ids=ascii)
def test_every_letter_beside_spaces_quotes_and_dashes(sign):
    """Correct capitals and small letters, alone and inside words, beside what mojibake is made of."""
    for letter in UPPER:
        for line in (
            f"XÃ {letter}{sign}HỘI",
            f"{sign}{letter}{sign}",
            f"LỄ {sign}T{letter}{sign} Ở ĐÃ",
            f"B{letter}{sign}",
        ):
            assert repair(line).text == " ".join(line.replace("\xa0", " ").split())
    for letter in LOWER:
        for line in (f"từ{sign}t{letter}{sign} đã", f"{sign}{letter}{sign}", f"xã{sign}{letter}", f"T{letter}{sign} Ở"):
            assert repair(line).text == " ".join(line.replace("\xa0", " ").split())
