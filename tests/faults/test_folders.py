"""Runs that fill a folder, killed and resumed, two at once, on a disk that is full; and the way back from each."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import time
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from tests.command import inside
from tests.faults.processes import members
from tests.faults.test_undo import RULES, TEXT, contents, documents

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

RULED = ("--rules", "bao.test.yaml", "-s", "bao.test")


@pytest.fixture
def here(tmp_path: Path) -> Path:
    (tmp_path / "bao.test.yaml").write_text(RULES, "utf-8")
    return tmp_path


@pytest.fixture
def disk(here: Path) -> Iterator[Path]:
    """A disk of half a megabyte, where one can be mounted."""
    disk = here / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=500k", "tmpfs", str(disk)], capture_output=True).returncode:
        pytest.skip("mounting needs root")
    yield disk
    subprocess.run(["umount", "-l", str(disk)], check=True)


def visible(folder: Path) -> dict[str, bytes]:
    return {name: data for name, data in contents(folder).items() if not name.startswith(".")}


def kill(process: subprocess.Popen[bytes], number: int) -> None:
    """End a process and its workers, or interrupt it."""
    with suppress(ProcessLookupError):
        if number % 3:
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.send_signal(signal.SIGINT)
    process.wait()


@pytest.mark.parametrize(("number", "kills"), [(150, 3), pytest.param(2000, 40, marks=pytest.mark.slow)])
def test_killed_and_resumed(start, here, number, kills):
    """Whenever a run is killed, what is there is whole, and comes back; the last run makes the same as one alone."""
    documents(here / "docs", number)
    before = contents(here / "docs")
    call = ("clean", "-q", *RULED, "docs", "-o", "out", "--removed", "audit", "--resume")
    chance = random.Random(number)
    midway = 0
    for at in range(kills):
        process = start(*call, "-j", str(1 + at % 2))
        time.sleep(0.15 + chance.random() * number / 4000)
        kill(process, at)
        if not (here / "out").is_dir():
            continue
        made = visible(here / "out")
        midway += 0 < len(made) < number
        if not made:
            continue
        shutil.rmtree(here / "back", ignore_errors=True)
        done = inside(here, "restore", "out", "--removed", "audit", "-o", "back")
        assert done.returncode == 0, done.stderr
        assert visible(here / "back") == {name: before[name] for name in made}
        if len(made) == number:
            shutil.rmtree(here / "out")
    assert midway or number < 1000
    assert inside(here, *call).returncode == 0
    assert inside(here, *call[:-2], "whole.audit").returncode == 0
    told = [set((here / name).read_bytes().splitlines()) for name in ("audit", "whole.audit")]
    assert told[0] == told[1]
    shutil.rmtree(here / "back", ignore_errors=True)
    assert inside(here, "restore", "out", "--removed", "audit", "-o", "back").returncode == 0
    assert visible(here / "back") == before


def test_an_output_that_the_manifest_does_not_know_is_not_left_without_its_audit(here):
    """A run was killed right behind such an output; the next one cannot make it anew."""
    documents(here / "docs")
    before = contents(here / "docs")
    call = ("clean", "-q", *RULED, "docs", "-o", "out", "--removed", "audit", "--resume")
    assert inside(here, *call).returncode == 0
    manifest = here / "out/.cleaner-manifest.jsonl"
    lines = manifest.read_bytes().splitlines(keepends=True)
    manifest.write_bytes(b"".join(line for line in lines if json.loads(line)["output"] != "1.txt"))
    (here / "docs/1.txt").write_bytes(bytes(range(256)) * 9)
    assert inside(here, *call).returncode == 1
    assert inside(here, "restore", "out", "--removed", "audit", "-o", "back").returncode == 0
    assert visible(here / "back") == {name: before[name] for name in ("0.txt", "2.txt")}


@pytest.mark.parametrize("number", [60, pytest.param(1500, marks=pytest.mark.slow)])
@pytest.mark.parametrize("how", [("-i",), ("-o", "out"), ("-o", "out", "--resume")])
def test_two_runs_at_once(start, here, number, how):
    """With one audit the second changes nothing; with two, every file is whole and comes back by one of them."""
    documents(here / "docs", number)
    before = contents(here / "docs")
    calls = [("clean", "-q", *RULED, "docs", *how, "--removed", f"audit{at}") for at in range(2)]
    runs = [start(*call) for call in calls]
    said = [run.communicate(timeout=300)[1] for run in runs]
    assert all(run.returncode in (0, 1, 2) for run in runs)
    assert not any(b"Traceback" in one or b"mistake in cleaner" in one for one in said)
    out = here / ("docs" if how == ("-i",) else "out")
    cleaned = {name: data.replace("Trang chủ\n".encode(), b"") for name, data in before.items()}
    assert visible(out) == cleaned
    told = b"".join((here / f"audit{at}").read_bytes() for at in range(2) if (here / f"audit{at}").exists())
    docs = {json.loads(line)["doc"] for line in told.splitlines()}
    assert docs == {f"docs/{name}" for name in before}


def test_a_full_disk_and_the_way_back(start, here, disk):
    """Whether the files or their audit fill it: nothing is half, and what was changed is undone."""
    number = 40
    documents(here / "docs", number)
    shutil.copytree(here / "docs", disk / "docs")
    before = contents(here / "docs")
    for name, audit in (("files", "audit"), ("audit", "disk/audit")):
        filler = disk / "filler"
        free = os.statvfs(disk)
        filler.write_bytes(b"x" * (free.f_bavail * free.f_frsize - 3 * free.f_frsize))
        process = start("clean", "-i", "-q", *RULED, "disk/docs", "--removed", audit)
        _, said = process.communicate(timeout=60)
        assert b"Traceback" not in said, name
        assert process.returncode in (0, 2)
        if process.returncode:
            assert b"cannot be written: no space left on device" in said
            assert b"output:" not in said
        assert members(process.pid) == []
        shutil.rmtree(here / "back", ignore_errors=True)
        done = inside(here, "restore", "disk/docs", "--removed", audit, "-o", "back")
        assert done.returncode == 0 or b"not JSON" in done.stderr or not (here / audit).stat().st_size, done.stderr
        assert not list(disk.rglob("*.part"))
        filler.unlink()
        shutil.rmtree(disk / "docs")
        shutil.copytree(here / "docs", disk / "docs")
        if (here / "back").exists():
            assert visible(here / "back") == before, name
    assert TEXT.format(1) == (disk / "docs/1.txt").read_text("utf-8")


def test_an_audit_on_a_device_that_is_full(here):
    documents(here / "docs", 2)
    before = contents(here / "docs")
    done = inside(here, "clean", "-i", *RULED, "docs", "--removed", "/dev/full")
    assert done.returncode == 2
    assert b"/dev/full: cannot be written: no space left on device" in done.stderr
    assert contents(here / "docs") == before
