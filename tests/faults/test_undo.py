"""The way back from a folder that was changed: whatever became of some files, the others come back."""

from __future__ import annotations

import gzip
import json
import os
import random
import shutil
import signal
import time
from contextlib import suppress
from pathlib import Path

import pytest

from cleaner.audit import Audit
from cleaner.errors import RestoreError
from tests.command import inside
from tests.faults.test_files import without_powers

CLEAN = ("clean", "--rules", "bao.test.yaml", "-s", "bao.test")
TEXT = "Trang chủ\nMột câu thân bài số {} kết thúc bằng dấu chấm.\n"
RULES = """\
source: bao.test
limits: {max_removed: 100%, min_kept: 0}
rules:
  - id: menu
    label: menu
    drop: {line: ["Trang chủ"]}
"""


def documents(folder: Path, number: int = 3) -> None:
    folder.mkdir()
    for at in range(number):
        (folder / f"{at}.txt").write_text(TEXT.format(at), "utf-8")


@pytest.fixture
def here(tmp_path: Path) -> Path:
    (tmp_path / "bao.test.yaml").write_text(RULES, "utf-8")
    return tmp_path


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def restored(here: Path, audit: str = "audit", code: int = 0) -> str:
    """Restore the folder, and compare with how it was; give what was said."""
    shutil.rmtree(here / "back", ignore_errors=True)
    done = inside(here, "restore", "docs", "--removed", audit, "-o", "back")
    assert (done.returncode, b"Traceback" in done.stderr) == (code, False), done.stderr
    return done.stderr.decode()


def test_a_file_that_is_as_it_was(here):
    documents(here / "docs", 4)
    lines = [json.dumps({"text": TEXT.format(at)}, ensure_ascii=False) for at in range(4)]
    (here / "docs/a.jsonl").write_text("\n".join([*lines, "no record", lines[0]]), "utf-8")
    (here / "docs/b.json").write_text(json.dumps({"text": TEXT.format(9)}, indent=1), "utf-8")
    (here / "docs/c.txt.gz").write_bytes(gzip.compress(TEXT.format(8).encode()))
    (here / "docs/d.txt.gz").write_text(TEXT.format(7), "utf-8")
    (here / "docs/e.txt").write_bytes(TEXT.format(6).replace("\n", "\r\n").encode("utf-16"))
    before = contents(here / "docs")
    assert inside(here, *CLEAN, "-i", "docs", "--removed", "audit", "--rejects", "bad").returncode == 1
    after = contents(here / "docs")
    assert all(before[name] != after[name] for name in before)
    for old in ((), ("2.txt",), ("a.jsonl", "b.json", "c.txt.gz"), ("d.txt.gz", "e.txt"), tuple(before)):
        for name, data in after.items():
            (here / "docs" / name).write_bytes(before[name] if name in old else data)
        said = restored(here)
        assert {line.split(": ")[1] for line in said.splitlines()} == {f"docs/{name}" for name in old}
        back = contents(here / "back")
        packed = "c.txt.gz"  # what it was packed by cannot be known, unless it is still there
        assert gzip.decompress(back[packed]) == gzip.decompress(before[packed])
        assert {**back, packed: b""} == {**before, packed: b""}
    for name, data in before.items():
        (here / "docs" / name).write_bytes(data)
        done = inside(here, "restore", f"docs/{name}", "--removed", "audit", "-o", "one")
        assert done.returncode == 0
        assert (here / "one").read_bytes() == (gzip.decompress(data) if name == "c.txt.gz" else data)


def test_a_table_that_is_as_it_was(here):
    pa = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    documents(here / "docs")
    texts = [TEXT.format(1), None, "Câu sạch.", TEXT.format(2)]
    table = pa.table({"text": texts, "n": [1, 2, 3, 4]})
    parquet.write_table(table, here / "docs/t.parquet")
    shutil.copytree(here / "docs", here / "orig")
    more = ("--annotate", "--rejects", "bad")
    inside(here, *CLEAN, "-i", "docs", "--removed", "audit", *more)
    assert parquet.read_table(here / "docs/t.parquet").num_rows == 3
    restored(here)
    assert parquet.read_table(here / "back/t.parquet").equals(table)
    shutil.copy(here / "orig/t.parquet", here / "docs/t.parquet")
    assert "docs/t.parquet: is as it was" in restored(here)
    assert (here / "back/t.parquet").read_bytes() == (here / "orig/t.parquet").read_bytes()


def test_a_file_that_was_changed_since_does_not_stop_the_others(here):
    documents(here / "docs", 5)
    before = contents(here / "docs")
    inside(here, *CLEAN, "-i", "docs", "--removed", "audit")
    (here / "docs/1.txt").write_text("Một câu khác.\n", "utf-8")
    (here / "docs/3.txt").unlink()
    said = restored(here, code=1)
    assert "docs/1.txt:1: document 'docs/1.txt' is not as the run wrote it" in said
    assert contents(here / "back") == {name: before[name] for name in ("0.txt", "2.txt", "4.txt")}


def test_a_read_only_file_is_left_and_counted_once(here, start):
    documents(here / "docs", 3)
    before = contents(here / "docs")
    (here / "docs/1.txt").chmod(0o444)
    process = start(*CLEAN, "-i", "docs", "--removed", "audit", preexec_fn=without_powers)
    _, said = process.communicate(timeout=30)
    assert process.returncode == 1
    assert b"2 documents, 2 changed, 1 skipped, 2 lines removed (menu 2)" in said
    assert "docs/1.txt: is as it was" in restored(here)
    assert contents(here / "back") == before


@pytest.mark.parametrize("cut", [2, 30, 150, 250])
def test_an_audit_that_is_cut_is_read_up_to_there(here, cut):
    documents(here / "docs", 3)
    before = contents(here / "docs")
    inside(here, *CLEAN, "-i", "docs", "--removed", "audit")
    (here / "docs/2.txt").write_bytes(before["2.txt"])  # it is changed only when its records are on the disk
    data = (here / "audit").read_bytes()
    (here / "audit").write_bytes(data[:-cut])
    assert "audit:6: the audit ends within the records of 'docs/2.txt'" in restored(here)
    assert contents(here / "back") == before
    (here / "audit.gz").write_bytes(gzip.compress(data))
    restored(here, "audit.gz")
    assert contents(here / "back") == before
    (here / "audit").write_bytes(b"half of a rec")
    assert "audit:1: not JSON" in restored(here, code=2)


def test_the_end_of_an_output_that_the_audit_does_not_tell_of(here):
    lines = [json.dumps({"text": TEXT.format(at)}, ensure_ascii=False) for at in range(5)]
    (here / "a.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
    inside(here, *CLEAN, "a.jsonl", "-o", "b.jsonl", "--removed", "audit")
    (here / "audit").write_bytes(b"".join((here / "audit").read_bytes().splitlines(keepends=True)[:7]))
    done = inside(here, "restore", "b.jsonl", "--removed", "audit", "-o", "c.jsonl")
    assert done.returncode == 1
    assert b"the audit is cut short: the last 2 may be as the run left them" in done.stderr
    assert (here / "c.jsonl").read_text("utf-8").splitlines()[:3] == lines[:3]


@pytest.mark.parametrize("run", [("-i",), ("-o", "out")])
def test_a_name_that_lies_comes_back_as_it_was(here, run):
    (here / "docs").mkdir()
    plain = {
        "y.txt.gz": TEXT.format(1),
        "clean.txt.gz": "Câu sạch.\n",
        "z.jsonl.zst": json.dumps({"text": TEXT.format(2)}) + "\n",
        "clean.jsonl.bz2": '{"text": "Câu sạch."}\n',
    }
    for name, text in plain.items():
        (here / "docs" / name).write_text(text, "utf-8")
    (here / "docs/packed.txt").write_bytes(gzip.compress(TEXT.format(3).encode()))
    before = contents(here / "docs")
    assert inside(here, *CLEAN, *run, "docs", "--removed", "audit").returncode == 0
    done = inside(here, "restore", "docs" if run == ("-i",) else "out", "--removed", "audit", "-o", "back")
    assert done.returncode == 0, done.stderr
    back = contents(here / "back")
    assert {name: back[name].decode() for name in plain} == plain
    packed = back["packed.txt"]
    assert (gzip.decompress(packed) if run == ("-i",) else packed) == gzip.decompress(before["packed.txt"])


def test_an_audit_of_other_files(here):
    documents(here / "docs", 2)
    inside(here, *CLEAN, "-i", "docs", "--removed", "audit")
    (here / "docs").rename(here / "moved")
    done = inside(here, "restore", "moved", "--removed", "audit", "-o", "back")
    assert done.returncode == 2
    assert b"moved: audit tells of other files, such as docs/0.txt" in done.stderr


def test_restoring_into_the_folder_itself_does_not_go_round(here):
    documents(here / "docs", 2)
    before = contents(here / "docs")
    inside(here, *CLEAN, "-i", "docs", "--removed", "audit")
    for _ in range(2):
        assert inside(here, "restore", "docs", "--removed", "audit", "-o", "docs/back").returncode == 0
        assert contents(here / "docs/back") == before


def test_an_audit_is_read_as_often_whatever_the_files(here, monkeypatch):
    """Once to find the records, once more to take them: what is read grows as the audit does."""
    read = []
    usual = Audit._lines
    monkeypatch.setattr(Audit, "_lines", lambda self, end: (read.append(line) or line for line in usual(self, end)))
    for number in (5, 20):
        shutil.rmtree(here / "docs", ignore_errors=True)
        (here / "audit").unlink(missing_ok=True)
        documents(here / "docs", number)
        inside(here, *CLEAN, "-i", "docs", "--removed", "audit")
        read.clear()
        restored(here)
        assert len(read) <= 3 * len((here / "audit").read_bytes().splitlines())


def test_records_of_one_output_may_stand_apart(tmp_path):
    record = {"doc": "a", "line": 0, "rule": "cleaner#layout", "at": "", "label": "", "text": "", "to": "text"}
    outs = ["a", "a", "b", "a"]
    told = [json.dumps({**record, "out": out, "position": at}).encode() for at, out in enumerate(outs)]
    (tmp_path / "audit").write_bytes(b"\n".join(told))
    audit = Audit(str(tmp_path / "audit"))
    assert {name: len(out.runs) for name, out in audit.outs.items()} == {"a": 2, "b": 1}
    assert [group.end["position"] for group in audit.groups("a")] == [0, 1, 3]
    (tmp_path / "odd").write_bytes(told[0].replace(b'"text", ', b'"text", "pieces": "9", ') + b"\n" + told[0])
    with pytest.raises(RestoreError, match=r"odd:1: .*is damaged"):
        Audit(str(tmp_path / "odd"))


@pytest.mark.parametrize(("number", "kills"), [(150, 3), pytest.param(2000, 40, marks=pytest.mark.slow)])
def test_killed_and_undone(start, here, number, kills):
    """A run that is killed, or interrupted, is undone by its audit alone."""
    chance = random.Random(number)
    midway = 0
    for at in range(kills):
        for name in ("docs", "back"):
            shutil.rmtree(here / name, ignore_errors=True)
        documents(here / "docs", number)
        before = contents(here / "docs")
        process = start(*CLEAN, "-i", "-q", "docs", "--removed", f"audit{at}", "-j", str(1 + at % 2))
        time.sleep(0.15 + chance.random() * number / 1500)
        with suppress(ProcessLookupError):
            if at % 3:
                os.killpg(process.pid, signal.SIGKILL)
            else:
                process.send_signal(signal.SIGINT)
        process.wait()
        changed = sum(before[name] != data for name, data in contents(here / "docs").items() if name.endswith(".txt"))
        midway += 0 < changed < number
        if Path(here, f"audit{at}").exists():
            restored(here, f"audit{at}")
            assert contents(here / "back") == before
    assert midway or number < 1000


def test_what_could_not_be_read_comes_back_as_it_is(here):
    """In place such a file is left as it is, whatever the audit tells of the part that was read."""
    documents(here / "docs", 2)
    text = TEXT.format(5) * 400
    for name, data in (("cut.txt.gz", gzip.compress(text.encode())[:-20]), ("none.txt.gz", b"\x1f\x8b\x08nothing")):
        (here / "docs" / name).write_bytes(data)
    lines = "".join(json.dumps({"text": TEXT.format(at)}) + "\n" for at in range(400))
    (here / "docs/cut.jsonl.gz").write_bytes(gzip.compress(lines.encode())[:-20])
    (here / "docs/odd.csv").write_text("id,text\n1\n", "utf-8")
    (here / "docs/nothing.jsonl").write_text("no record\n", "utf-8")
    before = contents(here / "docs")
    assert inside(here, *CLEAN, "-i", "docs", "--removed", "audit").returncode == 1
    restored(here)
    assert contents(here / "back") == before


def test_an_output_that_cannot_be_taken_apart_is_named(here):
    (here / "a.json").write_text('[\n{"text": "A\u0300."},\n{"text": "Hai."}', "utf-8")
    assert inside(here, "clean", "a.json", "-o", "b.json", "--removed", "audit").returncode == 1
    done = inside(here, "restore", "b.json", "--removed", "audit", "-o", "c.json")
    assert (done.returncode, "b.json: the array is not closed" in done.stderr.decode()) == (2, True)


@pytest.mark.parametrize("part", ["raw", "was", "around", "pieces", "style", "lines", "blank", "from", "to"])
@pytest.mark.parametrize("form", ["text", "jsonl"])
def test_no_part_of_a_record_that_is_damaged_is_unexpected(here, form, part):
    """Whatever stands there, the audit is named, or all comes back."""
    text = '{"text": "A\u0300."}\nno record\n\n{"text": "Hai."}\n'.encode()
    (here / "a.jsonl").write_bytes(text)
    inside(here, "clean", "a.jsonl", "-o", "b", "-t", form, "--removed", "audit")
    records = [json.loads(line) for line in (here / "audit").read_bytes().splitlines()]
    for wrong in (None, 5, [1], {"a": 1}, "odd"):
        damaged = [{**record, part: wrong} if part in record else record for record in records]
        (here / "audit").write_text("".join(json.dumps(record) + "\n" for record in damaged), "utf-8")
        done = inside(here, "restore", "b", "--removed", "audit")
        assert b"unexpected" not in done.stderr
        if (part, wrong) != ("raw", "odd"):  # which may have stood there
            assert (done.returncode, done.stdout == text) in ((0, True), (2, False)), wrong
