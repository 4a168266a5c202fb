"""What is proven clean needs no repair: no step changes it, and the ftfy that is installed sees nothing in it."""

import itertools
import random
from pathlib import Path

import pytest
from ftfy.badness import BADNESS_RE, is_bad
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner._core import has_clue, is_clean, may_be_misread
from cleaner.text import repair

try:
    import re._parser as sre
except ImportError:  # Python 3.10
    import sre_parse as sre

SOURCE = Path(__file__).resolve().parents[2] / "native/src/text/badness.rs"
CANDIDATES = [chr(code) for code in range(0x3000) if not 0xD800 <= code < 0xE000] + ["\uf8ff", "\ufb01", "\ufffd", "中"]
JUDGED = "ÀÁÂÃÈÉÊÌÍÝĂĐÙ“”‘•°²³±×½¼¾®™©€£¥«»§µ÷¹&?"
NAMED = "ÂÃĂÎÐØÙ“”‘•–—…’·´\xa0\xadœŠšŸž "  # characters that a rule names


def test_stored_classes_are_those_of_ftfy(classes_script):
    stored, made = SOURCE.read_text("utf-8").split("\n", 1), classes_script.module().split("\n", 1)
    assert stored[1] == made[1], "run benchmarks/unicode/classes.py"  # the first line names the version


def sets_of(tree):
    """Every set of characters that ftfy's pattern asks for, as found in its parse tree."""
    for op, value in tree:
        name = str(op)
        if name == "IN":
            yield re_class(value)
        elif name in ("LITERAL", "NOT_LITERAL"):
            yield frozenset({chr(value)})
        elif name == "BRANCH":
            for branch in value[1]:
                yield from sets_of(branch)
        elif name == "SUBPATTERN":
            yield from sets_of(value[-1])
        elif name in ("MAX_REPEAT", "MIN_REPEAT"):
            yield from sets_of(value[2])


def re_class(items):
    found = set()
    negated = False
    for op, value in items:
        name = str(op)
        if name == "NEGATE":
            negated = True
        elif name == "LITERAL":
            found.add(chr(value))
        elif name == "RANGE":
            found.update(map(chr, range(value[0], value[1] + 1)))
        elif str(value) == "CATEGORY_SPACE":
            found.update(c for c in CANDIDATES if c.isspace())
        elif str(value) == "CATEGORY_WORD":
            found.update(c for c in CANDIDATES if c.isalnum() or c == "_")
        else:
            raise AssertionError((op, value))
    return frozenset(set(CANDIDATES) - found if negated else found)


@pytest.fixture(scope="module")
def every(classes_script):
    """One character of each class that neither ftfy nor the proof can tell apart."""
    asked = list(dict.fromkeys(sets_of(sre.parse(BADNESS_RE.pattern, BADNESS_RE.flags))))
    for ranges in classes_script.classes().values():
        asked.append(frozenset(chr(code) for first, last in ranges for code in range(first, last + 1)))
    asked.append(frozenset(c for c in CANDIDATES if c.isalnum()))
    asked.append(frozenset(c for c in CANDIDATES if is_clean(f"a{c}a")))
    asked.append(frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    asked += [frozenset(c) for c in NAMED]
    chosen = {}
    for character in CANDIDATES:
        chosen.setdefault(tuple(character in one for one in asked), character)
    return list(chosen.values())


@pytest.fixture(scope="module")
def silent(every):
    """Characters that pass by themselves."""
    return [c for c in every if is_clean(f"a{c}a") and c != "\n"]


def test_silence_is_proof_for_all_windows_up_to_four(silent):
    assert set("Đ“”²ÃÂ ") & set(silent), silent
    bad = BADNESS_RE.search
    for size in range(1, 4):
        for window in map("".join, itertools.product(silent, repeat=size)):
            assert not bad(window) or not is_clean(window), ascii(window)
    inner = [c for c in silent if c in JUDGED or c in "aA à.’–"]
    for window in map("".join, itertools.product(inner, repeat=4)):
        assert not bad(window) or not is_clean(window), ascii(window)


def test_the_gate_of_ftfy_fires_for_all_windows_up_to_three(every):
    bad = BADNESS_RE.search
    for size in (1, 2):
        for window in map("".join, itertools.product(every, repeat=size)):
            assert not bad(window) or may_be_misread(window), ascii(window)
    pairs = [(a, b) for a, b in itertools.product(every, repeat=2) if not may_be_misread(a + b)]
    for a, b in pairs:
        for c in every:
            window = a + b + c
            assert not bad(window) or may_be_misread(window), ascii(window)


def test_the_gate_of_ftfy_on_random_text(every):
    chance = random.Random(7)
    for _ in range(60_000):
        window = "".join(chance.choices(every, k=chance.randint(4, 9)))
        assert not is_bad(window) or may_be_misread(window), ascii(window)


def through_all_steps(line):
    """Repair a line that is clean behind one that is not; the steps see all of it."""
    return repair(f"{line} , \u200b.").text.removesuffix(" , .")


def test_what_is_proven_clean_no_step_changes(silent):
    chance = random.Random(11)
    alphabet = silent + list("aeiđĐàÃâ“”’ .,;-&?()25\u4e2d") * 3
    passed = 0
    for _ in range(60_000):
        line = "".join(chance.choices(alphabet, k=chance.randint(1, 12)))
        if is_clean(line) and not has_clue(line):  # a clue counts in a line in doubt, which this is made
            passed += 1
            assert through_all_steps(line) == line, ascii(line)
    assert passed > 2_000


def test_every_character_that_a_step_changes_is_seen():
    for code in itertools.chain(range(0x30000), range(0xE0000, 0xE0200), range(0xF0000, 0xF0010)):
        if not 0xD800 <= code < 0xE000 and code != 0xA and is_clean(line := f"a{chr(code)}b"):
            assert through_all_steps(line) == line, hex(code)


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from("aàĐÃ“”²½?&; \n")))
def test_a_text_is_clean_where_its_lines_are(text):
    """But for a judged letter at a line's end, which is the end of the text for a line by itself."""
    assert is_clean(text) == all(map(is_clean, text.split("\n")))
