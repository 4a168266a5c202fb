"""The scan must fire wherever ftfy or a step of ours could change a line: proven against the ftfy that is installed."""

import itertools
import random
import sys

import pytest
from ftfy.badness import BADNESS_RE, is_bad

from cleaner.text import classes
from cleaner.text.proof import is_clean
from cleaner.text.scan import JUDGED, PLAIN, maybe_mojibake, suspect, suspect_in, touched
from cleaner.text.settings import DEFAULT
from cleaner.text.steps import run, steps_for

try:
    import re._parser as sre
except ImportError:  # Python 3.10
    import sre_parse as sre

CANDIDATES = [chr(code) for code in range(0x3000) if not 0xD800 <= code < 0xE000] + ["\uf8ff", "\ufb01", "\ufffd", "中"]


def test_stored_classes_are_those_of_ftfy(classes_script):
    for name, inside in classes_script.classes().items():
        assert getattr(classes, name) == inside.encode().decode("unicode_escape"), (
            f"{name}: run benchmarks/unicode/classes.py"
        )


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


def representatives(characters):
    """One character of each class that ftfy's pattern cannot tell apart, and that ours cannot either."""
    asked = [*sets_of(sre.parse(BADNESS_RE.pattern, BADNESS_RE.flags)), frozenset(c for c in CANDIDATES if c.isalnum())]
    asked += [*sets_of(sre.parse(suspect().pattern)), *sets_of(sre.parse(maybe_mojibake().pattern))]
    asked = list(dict.fromkeys(asked))
    chosen = {}
    for character in characters:
        chosen.setdefault(tuple(character in one for one in asked), character)
    return list(chosen.values())


@pytest.fixture(scope="module")
def every():
    return representatives(CANDIDATES)


@pytest.fixture(scope="module")
def silent():
    """Characters that the scan lets pass by themselves."""
    return representatives([c for c in CANDIDATES if not suspect().search(f"a{c}a") and c not in "\n"])


def test_silence_is_proof_for_all_windows_up_to_four(silent):
    assert set("Đà“”²€ÃÂ ") & set(silent), silent
    bad, fires = BADNESS_RE.search, suspect().search
    for size in range(1, 4):
        for window in map("".join, itertools.product(silent, repeat=size)):
            assert not bad(window) or fires(window), ascii(window)
    inner = [c for c in silent if c in JUDGED or c in "aA à.’–"]
    for window in map("".join, itertools.product(inner, repeat=4)):
        assert not bad(window) or fires(window), ascii(window)


def test_a_pattern_for_the_letters_of_a_text_is_the_one_for_all(every):
    chance = random.Random(5)
    alphabet = every + list("aeiđĐàÃÂâ“”’ .,;-&?25\u4e2d\n") * 3
    for _ in range(400):
        text = "".join(chance.choices(alphabet, k=chance.randint(1, 20)))
        narrow = suspect_in(text)
        fires = [match.span() for match in narrow.finditer(text)] if narrow else []
        assert fires == [match.span() for match in suspect(PLAIN).finditer(text)], ascii(text)


def test_the_gate_of_ftfy_fires_for_all_windows_up_to_three(every):
    bad, fires = BADNESS_RE.search, maybe_mojibake().search
    for size in (1, 2):
        for window in map("".join, itertools.product(every, repeat=size)):
            assert not bad(window) or fires(window), ascii(window)
    pairs = [(a, b) for a, b in itertools.product(every, repeat=2) if not fires(a + b)]
    for a, b in pairs:
        for c in every:
            window = a + b + c
            assert not bad(window) or fires(window), ascii(window)


def test_the_gate_of_ftfy_on_random_text(every):
    chance = random.Random(7)
    for _ in range(60_000):
        window = "".join(chance.choices(every, k=chance.randint(4, 9)))
        assert not is_bad(window) or maybe_mojibake().search(window), ascii(window)


def test_what_the_scan_passes_no_step_changes(silent):
    steps = steps_for(DEFAULT, entities=True)
    chance = random.Random(11)
    alphabet = silent + list("aeiđĐàÃâ“”’ .,;-&?()25\u4e2d") * 3
    passed = 0
    for _ in range(150_000):
        line = "".join(chance.choices(alphabet, k=chance.randint(1, 12)))
        if not touched(line):
            passed += 1
            assert run(line, steps)[0] == line, ascii(line)
    assert passed > 5_000


def test_a_text_is_proven_clean_only_where_the_scan_is_silent(every, silent):
    """Windows with an edge on either side, since spaces and some letters count at the edges of a line."""
    inner = [c for c in silent if c in JUDGED or c in "aA0; à.’–#"] + list(" \n")
    for size, letters in ((1, every), (2, every), (3, inner)):
        for window in map("".join, itertools.product(letters, repeat=size)):
            assert not (touched(window) and is_clean(window)), ascii(window)
            assert not (touched(f"a{window}a") and is_clean(f"a{window}a")), ascii(window)
    chance = random.Random(13)
    proven = 0
    for _ in range(40_000):
        text = "".join(chance.choices([*every, *inner * 3], k=chance.randint(4, 9)))
        proven += is_clean(text)
        assert not (touched(text) and is_clean(text)), ascii(text)
    assert proven > 200
    assert not is_clean("\ud800")


def test_every_character_that_a_step_changes_is_seen():
    steps = steps_for(DEFAULT, entities=True)
    for code in itertools.chain(range(0x30000), range(0xE0000, 0xE0200), range(0xF0000, 0xF0010)):
        line = f"a{chr(code)}b"
        if chr(code) != "\n" and not touched(line):
            assert run(line, steps)[0] == line, hex(code)


def test_the_first_class_stays_inside_the_basic_plane():
    assert max(map(ord, PLAIN)) <= 0xFFFF
    assert sys.maxunicode > 0xFFFF
