"""What holds for every document: seeds, and documents made of junk markers, prose and odd Unicode."""

from __future__ import annotations

import random
from collections import Counter
from functools import cache
from unicodedata import normalize

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cleaner import Cleaner, Document, Result
from cleaner.authoring.workspace import Workspace
from cleaner.text import repair
from tests.golden.seeds import seeds

SEEDS = seeds()
CLEANER = Cleaner()
WORKSPACE = Workspace()
FEW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])

#: Real lines: what rules take, and what they must leave.
JUNK = sorted({line.strip() for seed in SEEDS for label in ("drop", "meta") for line in seed.lines(label)})
PROSE = sorted({line.strip() for seed in SEEDS for label in ("keep", "caption") for line in seed.lines(label)})
MARKERS = [
    "Đọc nhiều", "Tin liên quan", "Xem thêm", "Trang chủ Thời sự", "Chia sẻ", "Tags: Nga, Việt Nam", "Bình luận (0)",
    "11:26 | 13/01/2025 GMT+7", "(PLVN) - Hôm nay 12/1, hai bên gặp nhau.", ">> Xem thêm: Một bài khác", "Multimedia",
    "Theo TTXVN", "Nguồn: baotintuc.vn", "[Video] Hà Nội vào đông", "© 2024 Báo điện tử", "thu-do-ha-noi-vao-dong",
    "Đọc nhiều sách giúp trẻ phát triển ngôn ngữ.", "Một câu ngắn. Một câu ngắn.", "Ảnh: Tuấn Anh",
]  # fmt: skip
ODD = [
    "", " ", "\u00a0", "\t\t", "\u200b", "\ufeff", "\u0301", "a\u0300\u0301", "\x00", "\x0b", "\x0c", "\x85", "\u2028",
    "\u2029", "\r", "\ud800", "\ufffd", "\u202eabc", "Ã¡ Ä‘", "&amp;nbsp;", "ﬁ", "𝐇𝐚̀ 𝐍𝐨̣̂𝐢", "日本語の行", "🇻🇳👩‍👩‍👧",
    "…", "a" * 3000, "hoà hòa thuý thúy", "| --- | --- |", "VIÃŠT NAM", "c\u0327a", "ᴴ²", "Hà Nội\u00ad mới",
    "\u1e9b\u0323", "    Hàng tre xanh bên đường", "    if x:", "        y = {", "  - một mục",
]  # fmt: skip


@cache
def told(source: str) -> list[str]:
    """The lines that the tests of a source's rule files speak of: what its rules take, and what looks like it."""
    file = WORKSPACE.find(source)
    files = WORKSPACE.chain(file).files if file else ()
    lines = {line.text for file in files for test in file.tests for line in test.lines if line.text}
    return sorted(lines) or MARKERS


SEEDED = st.sampled_from(["", "none", *(seed.source for seed in SEEDS)])
ANY = st.sampled_from(["", "none", *sorted(CLEANER.catalogue.entries)])
joints = st.sampled_from(["\n", "\n\n", "\n\n\n\n", "\n \n"])
real_lines = st.sampled_from([*JUNK, *PROSE, *MARKERS])
odd_lines = st.one_of(st.sampled_from(ODD), st.text(max_size=40))


@st.composite
def cases(draw, sources=ANY, odd=True):
    """Draw a source, and a document of lines that concern it, of prose and, where wanted, of odd Unicode."""
    source = draw(sources)
    lines = st.one_of(st.sampled_from(told(source)), real_lines, *([odd_lines] if odd else []))
    return "".join(line + draw(joints) for line in draw(st.lists(lines, min_size=1, max_size=25))), source


def solid(text: str) -> list[str]:
    return [line for line in text.split("\n") if line and not line.isspace()]


def pieces(result: Result, text: str) -> dict[int, list[str]]:
    """What came of each input line: lines that stayed and lines that went."""
    lines = solid(result.text)
    assert len(lines) == len(result.numbers)
    trimmed = {(removal.line, removal.kept): removal.text for removal in result.removals if removal.kept}
    found: dict[int, list[str]] = {}
    for number, line in zip(result.numbers, lines, strict=True):
        found.setdefault(number, []).append(trimmed.get((number, line), line))
    for removal in result.removals:
        if not removal.kept:
            found.setdefault(removal.line, []).append(removal.text)
    return found


def repaired_pieces(text: str) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    done = repair(text)
    for number, line in zip(done.numbers, done.lines, strict=True):
        if line and not line.isspace():
            found.setdefault(number, []).append(line)
    return found


def is_subsequence(short: str, long: str) -> bool:
    rest = iter(long)
    return all(character in rest for character in short)


@FEW
@given(cases())
def test_cleaning_twice_changes_nothing(case):
    text, source = case
    once = CLEANER.clean(text, source=source)
    again = CLEANER.clean(once.text, source=source)
    assert again.text == once.text
    assert again.removals == ()


@FEW
@given(cases())
def test_kept_and_removed_lines_give_the_repaired_input_back(case):
    text, source = case
    found = pieces(CLEANER.clean(text, source=source), text)
    assert {n: Counter(lines) for n, lines in found.items()} == {
        n: Counter(lines) for n, lines in repaired_pieces(text).items()
    }


@FEW
@given(cases())
def test_rules_add_no_character_and_keep_the_order(case):
    text, source = case
    result = CLEANER.clean(text, source=source)
    assert is_subsequence(result.text, repair(text).text)
    assert list(result.numbers) == sorted(result.numbers)


@FEW
@given(cases())
def test_without_rules_there_is_only_unicode_repair(case):
    text, _ = case
    result = CLEANER.clean(text, source="none")
    assert result.text == repair(text).text
    assert (result.removals, result.meta, result.source) == ((), {}, "")


@settings(FEW, max_examples=10)
@given(st.lists(cases(SEEDED), min_size=2, max_size=5), st.randoms(use_true_random=False))
def test_neighbours_do_not_matter(drawn, shuffler):
    documents = [Document(text, source=source, id=str(at)) for at, (text, source) in enumerate(drawn)]
    alone = {document.id: CLEANER.clean(document) for document in documents}
    shuffler.shuffle(documents)
    assert list(Cleaner().clean_many(documents)) == [alone[document.id] for document in documents]
    assert list(CLEANER.clean_many(documents)) == [alone[document.id] for document in documents]


@FEW
@given(cases(odd=False))
def test_unicode_form_does_not_matter(case):
    text, source = case
    composed = CLEANER.clean(normalize("NFC", text), source=source)
    decomposed = CLEANER.clean(normalize("NFD", text), source=source)
    assert decomposed.text == composed.text
    assert decomposed.meta == composed.meta
    assert decomposed.numbers == composed.numbers


def cp1252(text: str) -> str:
    """Misread UTF-8 as browsers and Windows do: the five bytes cp1252 lacks come through as control characters."""
    return "".join(_misread(byte) for byte in text.encode())


def _misread(byte: int) -> str:
    try:
        return bytes([byte]).decode("cp1252")
    except UnicodeDecodeError:
        return chr(byte)


DAMAGE = {
    "nfd": lambda text: normalize("NFD", text),
    "latin-1": lambda text: text.encode().decode("latin-1"),
    "cp1252": cp1252,
    "cp1252 of nfd": lambda text: cp1252(normalize("NFD", text)),
    "windows line ends": lambda text: text.replace("\n", "\r\n"),
    "byte order mark": lambda text: "\ufeff" + text,
}


@pytest.mark.parametrize("damage", DAMAGE)
@pytest.mark.parametrize("way", ["url", "bare"])
@pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: seed.name)
def test_damage_does_not_matter(seed, way, damage):
    url = seed.url if way == "url" else ""
    damaged = DAMAGE[damage](seed.text)
    assert damaged != seed.text
    whole, found = CLEANER.clean(seed.text, url=url), CLEANER.clean(damaged, url=url)
    assert found.text == whole.text
    assert (found.source, found.meta) == (whole.source, whole.meta)


@pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: seed.name)
def test_the_seeds_hold_the_invariants(seed):
    result = CLEANER.clean(seed.text, url=seed.url)
    assert CLEANER.clean(result.text, url=seed.url).removals == ()
    assert pieces(result, seed.text) == repaired_pieces(seed.text)
    assert is_subsequence(result.text, repair(seed.text).text)


def test_the_order_of_the_seeds_does_not_matter():
    documents = [Document(seed.text, id=seed.name, url=seed.url) for seed in SEEDS] * 2
    random.Random(7).shuffle(documents)
    accepted = {seed.name: seed.expected for seed in SEEDS}
    for document, result in zip(documents, CLEANER.clean_many(documents), strict=True):
        assert result.text + "\n" == accepted[document.id]
