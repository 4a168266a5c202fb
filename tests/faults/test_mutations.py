"""What holds of every document, however odd: it comes to rest, it comes back, and nothing goes without an owner."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import pytest

from cleaner import Cleaner, Document
from cleaner.audit import groups
from cleaner.restore import outputs, rebuild
from cleaner.runs.options import Options
from cleaner.runs.worker import Worker
from tests.faults.mutate import make
from tests.tasks import file_task, records_task

if TYPE_CHECKING:
    from cleaner.runs.worker import Outcome

#: A few in each run of the tests, many in `make test-faults`.
RANGES = [range(60), *(pytest.param(range(at, at + 2500), marks=pytest.mark.slow) for at in range(1000, 11_000, 2500))]


@pytest.fixture(scope="module")
def worker() -> Worker:
    return Worker(Options(removed="audit"))


def back(outcome: Outcome, to: str) -> bytes:
    """Rebuild what went in from what came out and the audit."""
    pieces = outputs(io.BytesIO(b"".join(outcome.documents)), to, {})
    return b"".join(found.data or b"" for found in rebuild(pieces, groups(outcome.audit, "audit"), "clean"))


@pytest.mark.parametrize("seeds", RANGES, ids=lambda seeds: f"{seeds[0]}-{seeds[-1]}")
def test_cleaning_twice_is_cleaning_once(seeds):
    cleaner = Cleaner()
    for seed in seeds:
        text, url = make(seed)
        once = cleaner.clean(text, url=url)
        again = cleaner.clean(once.text, url=url)
        assert again.text == once.text, seed
        assert not again.removals, seed


@pytest.mark.parametrize("seeds", RANGES, ids=lambda seeds: f"{seeds[0]}-{seeds[-1]}")
def test_every_line_has_an_owner_or_stays(seeds):
    cleaner = Cleaner()
    for seed in seeds:
        text, url = make(seed)
        result = cleaner.clean(text, url=url)
        assert len(result.numbers) == sum(bool(line.strip()) for line in result.text.split("\n")), seed
        assert list(result.numbers) == sorted(result.numbers), seed
        assert all(removal.rule and removal.at for removal in result.removals), seed
        if result.flags:
            continue
        told = {*result.numbers, *(removal.line for removal in result.removals)}
        plain = cleaner.clean(Document(text, url=url), source="none")
        assert {*plain.numbers} <= told, seed


@pytest.mark.parametrize("seeds", RANGES, ids=lambda seeds: f"{seeds[0]}-{seeds[-1]}")
def test_every_byte_comes_back(worker, seeds):
    for seed in seeds:
        text, url = make(seed)
        data = text.encode("utf-8", "surrogatepass")
        outcome = worker.do(file_task(data))
        if not outcome.problems:
            assert back(outcome, "text") == data, seed
        line = json.dumps({"id": seed, "url": url, "text": text}, ensure_ascii=bool(seed % 2))
        lines = [line.encode("utf-8", "surrogatepass") + b"\n", b'{"text": "x"}\n']
        outcome = worker.do(records_task(lines))
        assert not any("unexpected" in problem for problem in outcome.problems), seed
        assert back(outcome, "jsonl") == b"".join(lines), seed
