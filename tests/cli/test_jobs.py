"""Several processes: in order, bounded, and nothing lost when one of them is killed."""

from __future__ import annotations

import multiprocessing
import os
import signal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cleaner.errors import CleanerError
from cleaner.runs import jobs
from cleaner.runs.options import Options
from cleaner.runs.task import LinesTask, Outcome, Place

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.skipif(
    multiprocessing.get_start_method() != "fork", reason="the stand-in is inherited by fork"
)


class Stand:
    """Stands in for the worker: gives back its task's number, after dying as often as a file says."""

    deaths = Path()

    def __init__(self, options: Options) -> None:
        self.options = options

    def do(self, task: LinesTask) -> Outcome:
        if task.first == 7 and (left := self.deaths.read_bytes()):
            self.deaths.write_bytes(left[1:])
            os.kill(os.getpid(), signal.SIGKILL)
        outcome = Outcome()
        outcome.documents.append(b"%d" % task.first)
        return outcome


def tasks(taken: list[int], number: int = 40) -> Iterator[LinesTask]:
    for first in range(number):
        taken.append(first)
        yield LinesTask(Place(0, "a", "-", "jsonl"), first, [])


@pytest.mark.parametrize(("deaths", "survives"), [(0, True), (1, True), (2, True), (3, False)])
def test_a_killed_process_loses_nothing(monkeypatch, tmp_path, deaths, survives):
    (tmp_path / "deaths").write_bytes(b"x" * deaths)
    monkeypatch.setattr(Stand, "deaths", tmp_path / "deaths")
    monkeypatch.setattr(jobs, "Worker", Stand)
    found = jobs.results(tasks([]), Stand(Options()), 2)
    if survives:
        assert [outcome.documents[0] for _, outcome in found] == [b"%d" % first for first in range(40)]
    else:
        with pytest.raises(CleanerError, match="keep dying"):
            list(found)


def test_reading_ahead_is_bounded(monkeypatch, tmp_path):
    (tmp_path / "deaths").write_bytes(b"")
    monkeypatch.setattr(Stand, "deaths", tmp_path / "deaths")
    monkeypatch.setattr(jobs, "Worker", Stand)
    taken: list[int] = []
    found = jobs.results(tasks(taken), Stand(Options()), 2)
    for number in range(5):
        next(found)
        assert len(taken) <= number + 1 + 2 * 4
    found.close()
