"""Speed without a clock: how much work a run does, counted, so that a slower way is seen on any machine."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from cleaner import Cleaner
from cleaner.rulebook.folders import builtin_entries
from cleaner.rulebook.patterns import Pattern, PatternSet, finder
from cleaner.rulebook.store import Store
from cleaner.text import repair

SEED = Path(__file__).parents[2] / "seeds" / "000_5c5eb49241727d45.txt"
PROSE = "Sáng nay, hai bên gặp nhau ở Hà Nội và trao đổi về nhiều vấn đề của năm tới, rồi cùng ăn trưa với nhau."
RUN = """
import atexit, sys
from cleaner.rulebook.store import Store
from cleaner.text import repair
Store._settled = lambda _: True
sys.argv[1:] = {arguments}
atexit.register(lambda: sys.stderr.write(" ".join(sys.modules)))
from cleaner.cli.main import main
main()
"""


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    """Keep what is kept between runs in a folder of this test, whatever the age of the rule files."""
    monkeypatch.setenv("CLEANER_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(Store, "_settled", lambda _: True)


@pytest.fixture
def reads(monkeypatch):
    """List the rule files that are opened."""
    from cleaner.rulebook.folders import Entry

    seen = []
    read = Entry.read

    def watched(entry):
        seen.append(entry.name)
        return read(entry)

    monkeypatch.setattr(Entry, "read", watched)
    return seen


def loaded(arguments, text):
    """Give the modules that a run has loaded at its end."""
    command = [sys.executable, "-c", RUN.format(arguments=arguments)]
    done = subprocess.run(command, input=text, capture_output=True, encoding="utf-8", timeout=60)
    assert done.returncode == 0, done.stderr
    return set(done.stderr.rsplit("\n", 1)[-1].split())


def test_a_run_with_an_address_reads_the_files_of_that_source_alone(reads):
    Cleaner().clean(PROSE, url="https://vnexpress.net/a-1.html")
    chain = {file.name for file in Cleaner().catalogue.chain("vnexpress.net")}
    assert set(reads) == chain
    assert len(chain) < len(builtin_entries()) / 3


def test_a_second_run_reads_none(reads):
    for text, url in ((SEED.read_text("utf-8"), ""), (PROSE, "https://vnexpress.net/a-1.html"), (PROSE, "")):
        Cleaner().clean(text, url=url)
        del reads[:]
        Cleaner().clean(text, url=url)
        assert reads == []


def test_a_second_run_loads_no_yaml_and_nothing_that_reads_rules():
    loaded([], PROSE)
    names = loaded([], PROSE)
    assert not names & {"yaml", "cleaner.rulebook.load", "cleaner.rulebook.nodes", "cleaner.rulebook.check"}
    assert not names & {"hashlib", "msgspec", "pathlib", "cleaner.readers.jsonl", "cleaner.cli.app", "urllib.parse"}


def test_a_second_list_of_the_rules_reads_none_of_them():
    loaded(["rules", "list"], "")
    assert not loaded(["rules", "list"], "") & {"yaml", "cleaner.rulebook.load", "cleaner.rulebook.shelf"}


def test_own_files_are_checked_once(tmp_path, reads):
    rules = tmp_path / "rules"
    rules.mkdir()
    for number in range(50):
        body = f"source: bao{number}.test\nrules:\n  - {{id: a, label: menu, drop: {{line: [Mục]}}}}\n"
        (rules / f"bao{number}.test.yaml").write_text(body, "utf-8")
    Cleaner([rules])
    assert len(reads) >= 50
    del reads[:]
    Cleaner([rules]).clean(PROSE, source="bao7.test")
    assert set(reads) <= {"bao7.test"}


def test_a_pattern_is_compiled_when_a_line_asks():
    before = finder.cache_info().currsize
    pattern = Pattern("zq+", "zq+")
    many = PatternSet(["zq+"])
    assert finder.cache_info().currsize == before
    assert "_sets" not in vars(many)
    assert pattern.found("azqq")
    assert many.found("azqq") == [0]
    assert finder.cache_info().currsize == before + 1


def test_a_line_is_looked_through_once_for_all_patterns():
    many = PatternSet([rf"^Mục {number} [0-9]+$" for number in range(900)])
    assert many.found("Mục 7 12") == [7]
    assert len(many._sets) == 1


def test_one_line_among_many_is_found_in_few_looks(monkeypatch):
    many = PatternSet(["^Mục [0-9]+$", "clip", "ảnh$"])
    lines = [f"{PROSE} {number}" for number in range(64)]
    assert many.found_in(lines) == []
    lines[40] = "xem clip có ảnh"
    looks = []
    found = PatternSet.found
    monkeypatch.setattr(PatternSet, "found", lambda self, text: looks.append(text) or found(self, text))
    assert many.found_in(lines) == [(40, [1, 2])]
    assert len(looks) <= 15


def test_what_costs_little_is_asked_before_patterns(tmp_path):
    from cleaner.engine.index import Index
    from cleaner.engine.match import STATIC

    rules = tmp_path / "bao.test.yaml"
    matcher = "{regex: ['[^:;]$'], words: ..9, not: sentence, like: ['{words} - Ảnh {n}.']}"
    rules.write_text(f"source: bao.test\nrules:\n  - {{id: a, label: menu, drop: {matcher}}}\n", "utf-8")
    index = Index(Cleaner([rules]).rulebook("bao.test").matchers)
    (further,) = (asked for asked in index._further.values() if len(asked) > 2)
    names = {check: word for word, check in STATIC.items()}
    assert [names[check] for check, _ in further] == ["max_words", "sentence", "like", "regex"]


def test_a_page_takes_few_steps_of_the_interpreter():
    """It is 60,000, and was 94,000 when each line was asked by itself; other versions of Python take fewer."""
    texts = [SEED.read_text("utf-8").replace(" ngày ", f" ngày {number} ") for number in range(80)]
    cleaner = Cleaner(source="thoidai.com.vn")
    for text in texts[:75]:
        cleaner.clean(text)
    steps = 0

    def step(frame, event, _):
        nonlocal steps
        frame.f_trace_opcodes, frame.f_trace_lines = True, False
        steps += event == "opcode"
        return step

    before = sys.gettrace()
    sys.settrace(step)
    try:
        for text in texts[75:]:
            cleaner.clean(text)
    finally:
        sys.settrace(before)
    assert steps / 5 <= 75_000


def test_clean_text_goes_through_no_repair_step(monkeypatch):
    monkeypatch.setattr("cleaner.text.document._repair_lines", None)
    assert Cleaner().clean(PROSE).text == PROSE


def test_clean_text_is_not_even_scanned_once_a_run_has_begun(monkeypatch):
    for _ in range(5):
        repair(PROSE)
    monkeypatch.setattr("cleaner.text.document.touched", None)
    monkeypatch.setattr("cleaner.text.proof.touched", None)
    assert repair(f"{PROSE}\n\nÔng nói: “Đã xong.”").repairs == ()
    assert repair(f"{PROSE}\n\nÔng\tnói:  “Đã\xa0xong.” ").text == f"{PROSE}\n\nÔng nói: “Đã xong.”"


def test_only_lines_in_doubt_are_scanned(monkeypatch):
    for _ in range(5):
        repair(PROSE)
    from cleaner.text import proof

    scanned = []
    touched = proof.touched
    monkeypatch.setattr(proof, "touched", lambda text: scanned.append(text) or touched(text))
    monkeypatch.setattr("cleaner.text.document.touched", None)
    assert repair(f"{PROSE}\n" * 50 + "Hỏi: gì?Đáp").repairs == ()
    assert len("".join(scanned)) < len(PROSE)


def test_a_long_line_goes_through_the_steps_that_have_work(monkeypatch):
    from cleaner.text import mojibake, steps

    idle = []
    look = steps.idle_steps
    monkeypatch.setattr(steps, "idle_steps", lambda line: idle.append(look(line)) or idle[-1])
    monkeypatch.setattr(mojibake, "CLUE", None)
    assert repair(f"{PROSE} " * 20 + "a\u0300").repairs[0].step == "nfc"
    assert all(names >= {"mojibake", "controls", "invisible", "spaces"} for names in idle)
