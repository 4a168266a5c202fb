"""Files in place while the world breaks: every file is old or new, and the next run leaves nothing lying about."""

from __future__ import annotations

import ctypes
import os
import random
import shutil
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path

import pytest

from tests.faults.processes import BODY, feed, members, records

OLD = "Trang chủ\nMột câu thân bài số {} kết thúc bằng dấu chấm.\n"
NEW = "Một câu thân bài số {} kết thúc bằng dấu chấm.\n"


def many(folder: Path, number: int) -> None:
    for at in range(number):
        path = folder / f"{at % 10}" / f"bài {at}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(OLD.format(at), "utf-8")


def count_new(folder: Path) -> int:
    """Count the files that are new; the others are old, and there is no third kind."""
    new = 0
    for path in folder.rglob("*.txt"):
        at = path.stem.split()[1]
        text = path.read_text("utf-8")
        assert text in (OLD.format(at), NEW.format(at)), path
        new += text == NEW.format(at)
    return new


def article(paragraphs: int) -> str:
    """A long text that a rule takes a line of."""
    return "\n".join(["Trang chủ", *(" ".join(BODY.format(f"{at}.{n}") for n in range(5)) for at in range(paragraphs))])


def leftovers(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and path.suffix != ".txt"]


@pytest.mark.parametrize(("number", "kills"), [(200, 2), pytest.param(4000, 40, marks=pytest.mark.slow)])
def test_killed_in_place(start, rules, tmp_path, number, kills):
    docs = tmp_path / "docs"
    many(docs, number)
    ours = ("clean", "-i", "-q", "--rules", rules, "-s", "bao.test", "docs")
    chance = random.Random(number)
    new = halves = 0
    for at in range(kills):
        process = start(*ours, "-j", str(1 + at % 2))
        time.sleep(0.1 + chance.random() * number / 2000)  # from before the first file to after the last
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        before, new = new, count_new(docs)
        assert new >= before
        halves += 0 < new < number
        if new == number:
            many(docs, number)
            new = 0
    assert halves or number < 1000, "no run was killed amid the files"
    # a file in the making whose maker was killed, wherever the last one hit
    Path(docs, "3", ".cleaner-abcdefgh.part").write_text("half", "utf-8")
    process = start(*ours)
    assert process.wait(60) == 0
    assert count_new(docs) == number
    assert leftovers(docs) == []


def test_what_another_run_is_making_is_not_swept(start, tmp_path):
    held = start("-c", "from cleaner.formats.files import NewFile; f = NewFile('a.txt'); print(flush=True); input()",
                 python=True)  # fmt: skip
    held.stdout.readline()
    made = list(tmp_path.glob(".cleaner-*.part"))
    assert len(made) == 1
    assert made[0].stat().st_mode & 0o777 == 0o600
    Path(tmp_path, "b.txt").write_text("Việt Nam\n", "utf-8")
    assert start("clean", "-i", "-q", "b.txt").wait(30) == 0
    assert made[0].exists()


def test_a_full_disk(start, rules, tmp_path):
    """The limit on the size of a file stands in for the disk; a real one, where it can be mounted, is below."""
    docs = tmp_path / "docs"
    many(docs, 20)
    big = article(300)
    Path(docs, "0", "bài 0.txt").write_text(big, "utf-8")
    code = "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (20000, 20000)); sys.argv[0] = 'cleaner'\n"
    code += "from cleaner.cli.main import main; main()"
    ours = ("--rules", rules, "-s", "bao.test")
    process = start("-c", code, "clean", "-i", "-q", *ours, "docs", python=True)
    _, said = process.communicate(timeout=30)
    assert process.returncode == 2
    assert "bài 0.txt: cannot be written: file too large" in said.decode()
    assert b"Traceback" not in said
    assert Path(docs, "0", "bài 0.txt").read_text("utf-8") == big
    assert leftovers(docs) == []


@pytest.mark.slow
def test_a_disk_that_is_really_full(start, rules, tmp_path):
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=500k", "tmpfs", str(disk)], capture_output=True).returncode:
        pytest.skip("mounting needs root")
    try:
        many(disk, 30)
        Path(disk, "0", "bài 0.txt").write_text(article(300), "utf-8")
        before = Path(disk, "0", "bài 0.txt").read_bytes()
        ours = ("--rules", rules, "-s", "bao.test")
        process = start("clean", "-i", "-q", *ours, "disk")
        _, said = process.communicate(timeout=30)
        assert process.returncode == 2
        assert "no space left" in said.decode()
        assert Path(disk, "0", "bài 0.txt").read_bytes() == before
        assert leftovers(disk) == []
        Path(tmp_path, "a.jsonl").write_bytes(records(1_000_000))
        process = start("clean", "-q", "-j", "2", "--no-source", "a.jsonl", "-o", "disk/out.jsonl")
        _, said = process.communicate(timeout=30)
        assert process.returncode == 2
        assert "disk/out.jsonl: cannot be written: no space left" in said.decode()
        assert leftovers(disk) == []
        assert members(process.pid) == []
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def without_powers() -> None:
    """Take from root, before a program begins, what lets it read and write everything."""
    if os.geteuid() == 0:
        libc = ctypes.CDLL(None, use_errno=True)
        for power in (1, 2, 3):  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH, CAP_FOWNER
            if libc.prctl(24, power, 0, 0, 0):  # PR_CAPBSET_DROP
                raise OSError(ctypes.get_errno(), "prctl")


def test_protected_and_unreadable_files(start, rules, tmp_path):
    shared = tmp_path / "docs"
    many(shared, 4)
    Path(shared, "0", "bài 0.txt").chmod(0o444)
    Path(shared, "1", "bài 1.txt").chmod(0o000)
    Path(shared, "2").chmod(0o555)
    ours = ("clean", "-i", "--rules", rules, "-s", "bao.test", "docs")
    process = start(*ours, preexec_fn=without_powers)
    _, said = process.communicate(timeout=30)
    for path in shared.rglob("*"):
        path.chmod(0o777)
    assert process.returncode == 1, said.decode()
    for number, why in ((0, "is read-only; it is left as it is"), (1, "permission denied"), (2, "permission denied")):
        line = next(line for line in said.decode().split("\n") if f"bài {number}.txt" in line)
        assert why in line
        assert Path(shared, f"{number}", f"bài {number}.txt").read_text("utf-8") == OLD.format(number)
    assert Path(shared, "3", "bài 3.txt").read_text("utf-8") == NEW.format(3)
    assert leftovers(shared) == []


def test_a_file_that_others_change_while_it_is_cleaned(start, tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"text": "a\\u0300"}\n' + records(6_000_000))
    process = start("clean", "-i", "--no-source", "-j", "1", "a.jsonl")
    while not list(tmp_path.glob(".cleaner-*.part")):
        assert process.poll() is None, process.stderr.read()
        time.sleep(0.001)
    with path.open("ab") as stream:
        stream.write(b'{"text": "theirs"}\n')
    changed = path.read_bytes()
    _, said = process.communicate(timeout=60)
    assert process.returncode == 1
    assert b"a.jsonl: was changed by others while it was cleaned; it is left as it is" in said
    assert path.read_bytes() == changed
    assert not list(tmp_path.glob(".cleaner-*"))


def test_the_output_folder_vanishes(start, tmp_path):
    process = start("clean", "-f", "jsonl", "--no-source", "-", "-o", "out/a.jsonl")
    feeder = feed(process, records(200_000))
    feeder.join()
    out = tmp_path / "out"
    for _ in range(500):
        if process.poll() is not None or list(out.glob(".cleaner-*")):
            break
        time.sleep(0.01)
    shutil.rmtree(out, ignore_errors=True)  # the run may just have given the file its name
    assert process.wait(30) in (0, 2)
    if process.returncode == 2:
        assert process.stderr.read() == b"cleaner: error: out/a.jsonl: cannot be written: no such file or directory\n"


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_closed_pipe_ends_the_run_quietly(start, jobs):
    process = start("clean", "-f", "jsonl", "-q", "--no-source", "-j", jobs)
    feeder = feed(process, records(3_000_000))
    process.stdout.readline()
    process.stdout.close()
    assert process.wait(30) == 0
    assert process.stderr.read() == b""
    assert members(process.pid) == []
    feeder.join()
