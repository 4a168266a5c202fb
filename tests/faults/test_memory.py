"""Memory does not grow with a stream, nor with a line too long to be cleaned."""

from __future__ import annotations

import subprocess
import sys
import threading

import pytest

from tests.faults.processes import peak, records


def peak_of(process, block: bytes, times: int) -> int:
    """Feed a process, take all it gives, and ask for its peak before it ends."""
    taken = threading.Event()

    def drain() -> None:
        left = len(block) * times
        while left and (piece := process.stdout.read1(1 << 20)):
            left -= len(piece)
        taken.set()

    threading.Thread(target=drain, daemon=True).start()
    for _ in range(times):
        process.stdin.write(block)
    process.stdin.flush()
    assert taken.wait(1800)
    most = peak(process)
    process.stdin.close()
    assert process.wait(30) == 0
    return most


@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize(
    ("short", "long", "more"), [(4, 24, 15), pytest.param(20, 2000, 50, marks=pytest.mark.slow)], ids=["24 MB", "2 GB"]
)
def test_memory_is_flat(start, jobs, short, long, more):
    block = records(2_000_000)
    peaks = [
        peak_of(start("clean", "-f", "jsonl", "-q", "--no-source", "-j", jobs), block, size // 2)
        for size in (short, long)
    ]
    assert peaks[1] <= peaks[0] + more, f"{peaks} MB"


@pytest.mark.slow
def test_a_line_of_a_gigabyte_is_passed_on_and_told_of(start):
    process = start("clean", "-f", "jsonl", "-q", "--no-source", "-j", "1")
    came = []
    reader = threading.Thread(target=lambda: came.extend(map(len, iter(lambda: process.stdout.read1(1 << 20), b""))))
    reader.start()
    sent = process.stdin.write(b'{"text": "first"}\n{"text": "')
    most = 0
    for _ in range(1024):
        sent += process.stdin.write(b"abcd" * (1 << 18))
        most = max(most, peak(process))
    sent += process.stdin.write(b'"}\n')
    process.stdin.close()
    reader.join(600)
    assert (process.wait(30), sum(came)) == (1, sent)
    assert process.stderr.read() == b"cleaner: -:2: larger than 256 MB (--max-document allows more)\n"
    assert most < 700


@pytest.mark.parametrize(("count", "most"), [(50_000, 1500), (1_000_000, 100)], ids=["cleaned", "too many"])
def test_short_lines_take_so_much_memory(count, most):
    code = (
        "import resource; from cleaner import Cleaner\n"
        "def peak(): return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024\n"
        "def text(count): return ''.join(f'Me  {at}\\n' for at in range(count))\n"
        f"one = Cleaner(); one.clean(text(300)); many = text({count}); before = peak(); one.clean(many)\n"
        f"print((peak() - before) // {count})"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert int(done.stdout) < most
