"""One cleaner in many hands: threads, processes, tasks of an event loop."""

from __future__ import annotations

import asyncio
import pickle
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path

import pytest

from cleaner import Cleaner, Settings, clean
from tests.golden.seeds import seeds

DOCUMENTS = [
    {"text": f"{seed.text}\nCâu số {number}.", "url": seed.url if number % 2 else ""}
    for number in range(5)
    for seed in seeds()
]


@pytest.fixture(scope="module")
def expected():
    return [Cleaner().clean(document) for document in DOCUMENTS[:5]] + list(Cleaner().clean_many(DOCUMENTS[5:]))


def test_threads_share_a_cleaner_from_its_first_document_on(expected):
    """No warm-up: all threads meet rulebooks, patterns and fingerprints that nobody has built yet."""
    for _ in range(2):
        cleaner = Cleaner()
        with ThreadPoolExecutor(8) as pool:
            assert list(pool.map(cleaner.clean, DOCUMENTS)) == expected


def test_processes_get_a_cleaner_and_build_it_once(expected):
    with ProcessPoolExecutor(2) as pool:
        assert list(pool.map(Cleaner(drop=["caption"]).clean, DOCUMENTS[:5])) == [
            Cleaner(drop=["caption"]).clean(document) for document in DOCUMENTS[:5]
        ]
    assert pickle.loads(pickle.dumps(expected)) == expected


def test_an_event_loop_goes_on_while_threads_clean(expected):
    cleaner = Cleaner()

    async def ticking(done: asyncio.Event) -> int:
        ticks = 0
        while not done.is_set():
            await asyncio.sleep(0.001)
            ticks += 1
        return ticks

    async def main():
        done = asyncio.Event()
        clock = asyncio.create_task(ticking(done))
        found = await asyncio.gather(*(asyncio.to_thread(cleaner.clean, document) for document in DOCUMENTS))
        streamed = [result async for result in cleaner.clean_stream(documents())]
        done.set()
        return found, streamed, await clock

    async def documents():
        for document in DOCUMENTS:
            await asyncio.sleep(0)
            yield document

    found, streamed, ticks = asyncio.run(main())
    assert found == streamed == expected
    assert ticks > 5


def test_a_stream_reads_no_further_than_it_has_cleaned():
    taken = 0

    def documents():
        nonlocal taken
        for document in DOCUMENTS:
            taken += 1
            yield document

    async def main():
        async for _ in Cleaner().clean_stream(documents()):
            break
        return taken

    assert asyncio.run(main()) == 1


def test_the_short_form_is_the_long_one(expected):
    assert clean(DOCUMENTS[0]) == expected[0]
    assert Cleaner.of(Settings()).clean(DOCUMENTS[0]) == expected[0]


def test_what_is_public_is_typed(tmp_path):
    code = tmp_path / "user.py"
    code.write_text(
        "from cleaner import Cleaner, Result, Settings, Stats, clean, clean_file\n"
        "text: str = clean('a', url='https://vov.vn/').text\n"
        "results: list[Result] = list(Cleaner(drop=['caption']).clean_many(['a', {'text': 'b'}]))\n"
        "stats: Stats = clean_file('a.jsonl', 'b.jsonl', settings=Settings(source='vov.vn'))\n"
        "total: Stats = sum([stats], Stats())\n"
        "reveal_type(results[0].removals)\n"
    )
    done = subprocess.run(
        [sys.executable, "-m", "mypy", code],  # with the settings and the cache of `make types`
        capture_output=True,
        encoding="utf-8",
        cwd=Path(__file__).parents[2],
        check=False,
    )
    assert done.returncode == 0, done.stdout
    assert "Sequence[" in done.stdout
    assert "cleaner.model.Removal]" in done.stdout
