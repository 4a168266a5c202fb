"""Workers that are killed, parents that are killed, readers that do not read: nothing is lost, nothing hangs."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.faults.processes import JOBS, feed, members, peak, record, records, workers

#: A pool whose worker dies as often as a file says at one task, and whose processes are killed from here too. At the
#: end it tells which tasks were done more than once.
POOL = """
import os, random, signal, sys
from collections import Counter
from multiprocessing import active_children
from pathlib import Path
from cleaner.errors import CleanerError
from cleaner.runs.pool import results
from cleaner.runs.options import Options
from cleaner.formats.base import Batch
from cleaner.formats.json_formats import JsonLines
from cleaner.runs.worker import Outcome, Place, Task

number, fatal, deaths, murders, seed, size = map(int, sys.argv[1:])
left, done = Path("deaths"), Path("done")
left.write_bytes(b"x" * deaths)
done.touch()

class Stand:
    options = Options()
    def do(self, task):
        if task.batch.first == fatal and (more := left.read_bytes()):
            left.write_bytes(more[1:])
            os.kill(os.getpid(), signal.SIGKILL)
        outcome = Outcome()
        # more than a pipe holds: a kill finds it half sent
        outcome.documents.append(b"%d " % task.batch.first * size)
        with done.open("a") as stream:
            stream.write(f"{task.batch.first} ")
        return outcome

def tasks():
    for first in range(number):
        yield Task(Place(0, "a", "-", "jsonl"), JsonLines(), Batch([b"{}" * size] * 5, first, 5, 1 << 17))

chance = random.Random(seed)
when = set(range(0, number, number // murders)) if murders else ()  # apart: who dies of one task thrice is told of
try:
    for at, (task, outcome) in enumerate(results(tasks(), Stand(), 2)):
        assert task.batch.first == at and outcome.documents == [b"%d " % at * size], at
        if at in when and (alive := active_children()):  # both may lie dead from the murders before
            os.kill(chance.choice(alive).pid, signal.SIGKILL)
    print("all", at + 1, "again", *(first for first, times in Counter(done.read_text().split()).items() if times > 1))
except CleanerError as error:
    print(error)
assert not active_children()
"""


@pytest.mark.parametrize(
    ("fatal", "deaths", "murders", "says"),
    [
        (
            7,
            1,
            0,
            "all 60 again 6\n",
        ),  # which is in the same chunk; the next one waits in the socket, and is not touched
        (59, 2, 0, "all 60 again 58\n"),  # the last one
        (7, 3, 0, "a:7-11: the process that cleans it dies each time"),
        (-1, 0, 12, "all 60"),
    ],
)
def test_a_killed_worker_loses_nothing(start, fatal, deaths, murders, says):
    process = start("-c", POOL, "60", str(fatal), str(deaths), str(murders), "1", "100000", python=True)
    out, err = process.communicate(timeout=30)
    assert out.decode().startswith(says), err.decode()


def test_what_no_socket_holds_goes_both_ways_at_once(start):
    process = start("-c", POOL, "20", "-1", "0", "0", "1", "1000000", python=True)
    assert process.communicate(timeout=30) == (b"all 20 again\n", b"")


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(20))
def test_workers_killed_at_any_moment(start, seed):
    process = start("-c", POOL, "400", str(seed * 20), "1", "15", str(seed), "100000", python=True)
    out, err = process.communicate(timeout=120)
    assert out.decode().startswith("all 400 "), err.decode()


def test_workers_die_while_nobody_reads(start):
    given = records(9_000_000)
    process = start(*JOBS)
    feeder = feed(process, given)
    found = b""
    for least in (2, 1):  # one that has nothing to do is replaced only when it is needed
        time.sleep(0.3)  # until the parent is stuck in writing
        for pid in workers(process, least):
            os.kill(pid, signal.SIGKILL)
        found += process.stdout.read(3_000_000)  # more than what was done before they died
    found += process.stdout.read()
    feeder.join()
    assert (process.wait(10), process.stderr.read()) == (0, b"")
    assert found == given


def test_order_and_bytes_do_not_depend_on_jobs(start, rules, tmp_path):
    given = records(1_000_000)
    Path(tmp_path, "a.jsonl").write_bytes(given)
    ours = ("--rules", rules, "-s", "bao.test")
    wanted = start("clean", "-q", "-j", "1", *ours, "a.jsonl").communicate(timeout=30)[0]
    assert b"Trang" not in wanted
    for how in (["a.jsonl"], ["-"]):  # by name, and as standard input that can be rewound
        with Path(tmp_path, "a.jsonl").open("rb") as stream:
            process = start("clean", "-q", "-j", "2", "-f", "jsonl", *ours, *how, stdin=stream)
            assert process.communicate(timeout=30) == (wanted, b"")


THREADED = """
import threading
threading.Thread(target=threading.Event().wait, daemon=True).start()  # a fork could copy a lock that it holds
from cleaner.cli.main import main
main()
"""


def test_with_threads_about_nothing_is_forked(start):
    given = records(1_500_000)
    process = start("-c", THREADED, *JOBS, python=True)
    feeder = feed(process, given)
    first = process.stdout.read(1_200_000)
    commands = [Path(f"/proc/{pid}/cmdline").read_bytes() for pid in members(process.pid) if pid != process.pid]
    assert sum(b"spawn_main" in command for command in commands) == 2
    assert first + process.stdout.read() == given
    feeder.join()
    assert (process.wait(10), process.stderr.read()) == (0, b"")


def test_interrupt(start):
    process = start(*JOBS)
    feeder = feed(process, records(3_000_000))
    workers(process, 2)
    time.sleep(0.1)
    os.killpg(process.pid, signal.SIGINT)  # what Ctrl-C sends: to all of them
    assert process.wait(10) == 130
    assert process.stderr.read() == b""
    assert members(process.pid) == []
    feeder.join()


@pytest.mark.slow
@pytest.mark.parametrize("wait", [at / 40 for at in range(60)])
def test_interrupt_at_any_moment(start, wait):
    process = start(*JOBS, stdout=subprocess.DEVNULL)
    feeder = feed(process, records(6_000_000))
    time.sleep(wait)
    os.killpg(process.pid, signal.SIGINT)
    # before Python has come to our code, an interrupt is Python's own: -2 and a traceback of its start
    assert process.wait(10) in (0, 130, -signal.SIGINT)
    assert wait < 0.1 or b"Traceback" not in process.stderr.read()
    assert members(process.pid) == []
    feeder.join()


@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGTERM])
def test_workers_go_with_their_parent(start, sign):
    process = start(*JOBS)
    feeder = feed(process, records(3_000_000))
    workers(process, 2)
    os.kill(process.pid, sign)
    process.wait(10)
    for _ in range(200):
        if not members(process.pid):
            break
        time.sleep(0.02)
    assert members(process.pid) == []
    feeder.join()


def test_a_slow_reader_holds_the_run_up(start):
    process = start(*JOBS)
    given = records(4_000_000)
    fed = [0]
    feeder = feed(process, given * 8, fed)
    workers(process, 2)
    before = -1
    while before != fed[0]:  # until nothing goes in any more
        before = fed[0]
        time.sleep(0.5)
    stuck = peak(process)
    assert before < 16_000_000
    for _ in range(3):
        process.stdout.read(1_000_000)
        time.sleep(0.1)
    assert peak(process) <= stuck + 15
    process.kill()
    feeder.join()


def test_one_process_by_itself_starts_others_when_there_is_much(start):
    if len(os.sched_getaffinity(0)) < 2:
        pytest.skip("needs two cores")
    process = start("clean", "-f", "jsonl", "-q", "--no-source")
    process.stdin.write(record(1))
    process.stdin.flush()
    assert process.stdout.readline().startswith(b'{"id": 1,')
    assert members(process.pid) == [process.pid]
    feeder = feed(process, records(8_000_000))
    process.stdout.read(5_000_000)  # and no more, so that they are still there when we look
    assert len(workers(process)) >= 1
    process.stdout.read()
    feeder.join()
    assert process.wait(30) == 0


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_stalled_input_holds_nothing_back(start, jobs):
    process = start("clean", "-f", "jsonl", "-q", "-j", jobs, "--no-source")
    for number in range(3):
        line = record(number)
        process.stdin.write(line + line[:9])  # and the beginning of the next, which must wait
        process.stdin.flush()
        process.stdin.write(line[9:])
        assert process.stdout.readline().startswith(b'{"id": %d,' % number)
        process.stdin.flush()
        assert process.stdout.readline().startswith(b'{"id": %d,' % number)
    for piece in (b'{"te', b'xt": ', b'"a"', b"}\n"):  # a line that comes in drops
        process.stdin.write(piece)
        process.stdin.flush()
        time.sleep(0.05)
    assert process.communicate(timeout=10) == (b'{"text": "a"}\n', b"")
