"""The engine in Rust says of a document what the one in Python says."""

from __future__ import annotations

import random
from functools import cache
from pathlib import Path

import pytest

from cleaner import _core
from cleaner.engine.identify import Identity
from cleaner.engine.outcome import Origin, outcome
from cleaner.engine.policy import Policy
from cleaner.engine.settle import Engine
from cleaner.rulebook.catalogue import Catalogue
from cleaner.text import repair

ROOT = Path(__file__).parents[2]
CATALOGUE = Catalogue()
CASES = [
    (str(file.name), "\n".join(line.text for line in test.lines), str(test.title))
    for file in map(CATALOGUE.file, CATALOGUE.names)
    for test in file.tests
    if test.lines and not test.html
]
SEEDS = [path.read_text("utf-8") for path in sorted((ROOT / "seeds").glob("*.txt"))]


@cache
def engines(name: str) -> tuple[Engine, _core.Engine]:
    policy = Policy()
    core = _core.Catalogue([], ROOT / "rules")
    return Engine(CATALOGUE.rulebook(name), policy), _core.Engine(core, name, sorted(policy.leaves))


def told(name: str, text: str, title: str) -> tuple[object, object]:
    python, core = engines(name)
    repaired = repair(text)
    origin = Origin.of(repaired)
    result = outcome(origin, python.settle(origin.texts, title), Identity(name), python.rulebook)
    verdict = core.clean("\n".join(repaired.lines), title)
    rules = [name for name, *_ in core.rules]
    taken = [
        (repaired.numbers[row], rules[rule], kept, tuple(rules[one] for one in also))
        for row, rule, kept, also in verdict.taken
    ]
    one = [(gone.line, gone.rule, gone.kept, gone.also) for gone in result.removals]
    text = repaired.text if verdict.text is None else verdict.text
    return (result.text, result.title, dict(result.meta), one), (text, verdict.title, dict(verdict.facts), taken)


@pytest.mark.parametrize("seed", range(4))
def test_the_tests_of_rule_files_end_alike(seed):
    for name, text, title in CASES[seed::4]:
        python, core = told(name, text, title)
        assert python == core, name


@pytest.mark.parametrize("name", ["vi/news", "thoidai.com.vn", "baoquocte.vn", "vietnamnet.vn"])
def test_documents_end_alike_whole_and_in_disorder(name):
    chance = random.Random(name)
    for text in SEEDS:
        lines = text.split("\n")
        chance.shuffle(lines)
        for one in (text, "\n".join(lines), "\n".join(lines[: len(lines) // 3] * 2)):
            python, core = told(name, one, "")
            assert python == core


def test_a_text_may_hold_halves_of_pairs():
    _, core = engines("vi/news")
    verdict = core.clean("Đọc nhiều\ud800\n\nMột câu.\udfff", "")
    assert verdict.doubt in ("", "not-an-article")


def test_many_are_cleaned_as_one_by_one():
    _, core = engines("vi/news")
    many = core.clean_many([(text, "") for text in SEEDS])
    assert [one.taken for one in many] == [core.clean(text).taken for text in SEEDS]


def test_a_line_is_told_by_itself():
    _, core = engines("vi/news")
    number = next(at for at, (name, *_) in enumerate(core.rules) if name.endswith("#stamp-above-the-title"))
    assert core.fits(number, "") is False
    assert core.is_part("ends", "Tin cùng chuyên mục")
    assert not core.is_part("ends", "Tin")
    assert core.label_of("© Báo Mẫu") == "copyright"
    assert core.label_of("Một câu.") == ""
    with pytest.raises(IndexError):
        core.fits(10**6, "")
    with pytest.raises(ValueError, match="nothing"):
        core.is_part("nothing", "")
