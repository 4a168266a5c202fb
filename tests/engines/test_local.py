"""The command line's own workers, and Python's pool: one of them is killed in the middle of fifty megabytes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import TYPE_CHECKING

import pytest

from cleaner import Settings, Stats
from tests.engines.dying import DyingJob
from tests.faults.processes import workers
from tests.runs.material import SHARDS, contents, same_bytes

if TYPE_CHECKING:
    from pathlib import Path


def written(folder: Path) -> int:
    """Count what lies in a folder, finished or not."""
    size = 0
    for path in folder.rglob("*"):
        try:
            size += path.stat().st_size if path.is_file() else 0
        except FileNotFoundError:  # it has just got its name
            continue
    return size


def killed_half_way(source: Path, out: Path, rules: Path) -> int:
    """Clean with two workers, kill one when half of the output is there, and give the exit code."""
    command = [sys.executable, "-m", "cleaner", "clean", source, "-o", out, "--rules", rules, "-q", "-j", "2"]
    process = subprocess.Popen(list(map(str, command)), stderr=subprocess.DEVNULL, start_new_session=True)
    half = sum(path.stat().st_size for path in (source.rglob("*") if source.is_dir() else [source])) // 3
    folder = out if source.is_dir() else out.parent
    while written(folder) < half and process.poll() is None:
        time.sleep(0.02)
    victim = workers(process, 2)[0]
    assert process.poll() is None
    os.kill(victim, signal.SIGKILL)
    return process.wait(300)


def test_the_command_line_loses_a_worker_over_a_folder(big, tmp_path):
    (tmp_path / "out").mkdir()
    assert killed_half_way(big.source, tmp_path / "out", big.rules) == 1  # as ever: odd rows are reported
    assert same_bytes(big, tmp_path / "out")


def test_the_command_line_loses_a_worker_over_one_file(big, tmp_path):
    given, out = tmp_path / "in.jsonl", tmp_path / "out/out.jsonl"
    given.write_bytes(b"\n".join(contents(big.source).values()))
    out.parent.mkdir()
    assert killed_half_way(given, out, big.rules) == 1
    assert out.read_bytes() == b"\n".join(contents(big.expected).values())


def test_a_pool_fails_at_once_and_a_rerun_does_what_is_left(big, tmp_path):
    job = DyingJob(big.source, tmp_path / "out", settings=Settings(rules=(str(big.rules),)))
    job.marker = str(tmp_path / "died")
    with ProcessPoolExecutor(2) as pool, pytest.raises(BrokenProcessPool):
        list(pool.map(job, job.shards()))
    done = job.stats().done
    assert 0 < done < SHARDS
    with ProcessPoolExecutor(2) as pool:
        total = sum(pool.map(job, job.shards()), Stats())
    assert (total.done, total.resumed, total.failed) == (SHARDS, done, 0)
    assert same_bytes(big, tmp_path / "out")
