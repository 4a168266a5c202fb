"""Work grows with the input, not with its square: each shape at one, four and sixteen times its size."""

from __future__ import annotations

import gzip
import io
import json
import time
from functools import partial
from typing import TYPE_CHECKING

import pytest

from cleaner import Cleaner
from cleaner.formats.diff import unified
from cleaner.formats.warc import records
from cleaner.option import build
from cleaner.runs.options import Options
from cleaner.runs.worker import Worker
from tests.command import inside
from tests.tasks import file_task

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LINE = "Câu thứ {} của thân bài nói về một việc khác và kết thúc bằng dấu chấm."

#: A text of about so many bytes, by shape.
TEXTS = {
    "lines": lambda n: "\n".join(LINE.format(at) for at in range(n // 80)),
    "one line": lambda n: " ".join(LINE.format(at) for at in range(n // 80)),
    "equal lines": lambda n: "\n".join([LINE] * (n // 80)),
    "short lines": lambda n: "a\n" * (n // 2),
    "blank lines": lambda n: "a" + "\n" * n + "b",
    "spaces": lambda n: "a" + " " * n + "b",
    "one word": lambda n: "a" * n,
    "marks": lambda n: "a" + "\u0301\u0323" * (n // 4),
    "ampersands": lambda n: "&" + "amp;" * (n // 4),
    "mojibake": lambda n: "Viá»‡t Nam á»Ÿ HÃ  Ná»™i. " * (n // 40),
    "decomposed": lambda n: "Vie\u0323\u0302t Nam o\u031b\u0309 Ha\u0300 No\u0323\u0302i.\n" * (n // 40),
    "returns": lambda n: "Một câu.\r" * (n // 12),
    "form feeds": lambda n: "Một câu.\n\x0c\n" * (n // 14),
    "menus": lambda n: "\n".join(f"Mục {at}" for at in range(n // 9)),
    "fingerprints": lambda n: "Theo dõi vov.vn trên\n" * (n // 24),
    "links": lambda n: "https://a.vn/b-1.html\n" * (n // 22),
    "controls": lambda n: "\x1b[31m\u202e" * (n // 8),
    "half surrogates": lambda n: "\ud800a" * (n // 4),
    "brackets": lambda n: "(" * n,
    "capitals": lambda n: "HÀ NỘI " * (n // 9),
    "dates": lambda n: "13/01/2025 11:26\n" * (n // 17),
}
PAGES = {
    "paragraphs": lambda n: "<html><body>" + "".join(f"<p>{LINE.format(at)}</p>" for at in range(n // 90)),
    "open elements": lambda n: "<html><body>" + "<div>" * (n // 5),
    "attributes": lambda n: "<html><body><p " + " ".join(f"a{at}=1" for at in range(n // 6)) + ">Một câu.",
    "entities": lambda n: "<html><body><p>" + "&agrave;" * (n // 8),
    "comments": lambda n: "<html><body>" + "<!-- a --><p>b" * (n // 14),
    "links": lambda n: "<html><body>" + "<a href=x>Tin khác</a>" * (n // 22),
}


def grows(small: float, large: float, times: int) -> bool:
    """Whether work grew by more than its input, twice of it allowed; what takes no time at all cannot be told."""
    return large > 0.15 and large > 2.5 * times * max(small, 0.02)


def spent(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


@pytest.mark.slow
@pytest.mark.parametrize("repair", [True, False], ids=["", "no repair"])
@pytest.mark.parametrize("shape", TEXTS)
def test_a_text(shape, repair):
    cleaner = Worker(build(Options, {"repair": repair})).cleaner
    cleaner.clean(TEXTS[shape](5_000))
    texts = [TEXTS[shape](25_000 * times) for times in (1, 4, 16)]
    took = [spent(partial(cleaner.clean, text)) for text in texts]
    assert not grows(took[0], took[1], 4), took
    assert not grows(took[0], took[2], 16), took


@pytest.mark.slow
@pytest.mark.parametrize("shape", PAGES)
def test_a_page(shape):
    worker = Worker(Options(form="html"))
    took = []
    for times in (1, 4, 16):
        data = PAGES[shape](40_000 * times).encode()
        took.append(spent(lambda data=data: worker.do(file_task(data, "a.html"))))
    assert not grows(took[1], took[2], 4), took


def files(here: Path, number: int) -> tuple[str, ...]:
    (here / "docs").mkdir()
    for at in range(number):
        (here / "docs" / f"{at}.txt").write_text(f"Ha\u0300 Nội {at}.\n", "utf-8")
    return ("docs", "-o", "out")


def lines(here: Path, number: int) -> tuple[str, ...]:
    rows = (json.dumps({"id": at, "text": f"Ha\u0300 Nội {at}."}) for at in range(number * 20))
    (here / "a.jsonl").write_text("".join(f"{row}\n" for row in rows), "utf-8")
    return ("a.jsonl", "-o", "out.jsonl")


def bad_lines(here: Path, number: int) -> tuple[str, ...]:
    (here / "a.jsonl").write_text("no record\n" * number * 20, "utf-8")
    return ("-f", "jsonl", "a.jsonl", "-o", "out.jsonl")


def fields(here: Path, number: int) -> tuple[str, ...]:
    row = {f"f{at}": at for at in range(number * 10)} | {"text": "Ha\u0300 Nội."}
    (here / "a.jsonl").write_text(json.dumps(row) + "\n", "utf-8")
    return ("a.jsonl", "-o", "out.jsonl")


def members(here: Path, number: int) -> tuple[str, ...]:
    (here / "a.jsonl.gz").write_bytes(b"".join(gzip.compress(b'{"text": "a\\u0300"}\n') for _ in range(number)))
    return ("a.jsonl.gz", "-o", "out.jsonl")


def folders(here: Path, number: int) -> tuple[str, ...]:
    for at in range(number):
        (here / "docs" / str(at)).mkdir(parents=True)
        (here / "docs" / str(at) / ".gitignore").write_text("*.md\n", "utf-8")
        (here / "docs" / str(at) / "a.txt").write_text("Hà Nội.\n", "utf-8")
    return ("docs", "-o", "out")


@pytest.mark.slow
@pytest.mark.parametrize("shape", [files, lines, bad_lines, fields, members, folders])
def test_a_run_and_the_way_back(tmp_path, shape):
    took: list[list[float]] = []
    for times in (1, 4, 16):
        here = tmp_path / str(times)
        here.mkdir()
        call = shape(here, 100 * times)
        out = call[-1]
        runs = (
            ("clean", "-q", "--no-source", "-j", "1", *call, "--removed", "audit"),
            *([("clean", "-q", "--no-source", "-j", "1", *call, "--removed", "audit", "--resume")] * (out == "out")),
            ("restore", out, "--removed", "audit", "-o", "back" + out.removeprefix("out")),
        )
        took.append([spent(lambda run=run, here=here: inside(here, *run)) for run in runs])
    for one, four, sixteen in zip(*took, strict=True):
        assert not grows(one, four, 4), took
        assert not grows(four, sixteen, 4), took


@pytest.mark.parametrize("shape", ["lines", "menus", "equal lines", "fingerprints"])
def test_a_small_text(shape):
    """Of those above, in each run of the tests, and generously."""
    cleaner = Cleaner()
    cleaner.clean(TEXTS[shape](5_000))
    took = [spent(partial(cleaner.clean, TEXTS[shape](15_000 * times))) for times in (1, 8)]
    assert took[1] < 1 or took[1] < 40 * took[0], took


@pytest.mark.parametrize("rule", ["{id: a, label: share, trim: ", "{id: a, label: byline, meta: "])
def test_lines_that_are_edited_or_become_facts(tmp_path, rule):
    rules = tmp_path / "bao.test.yaml"
    limits = "limits: {max_removed: 100%, min_kept: 0}"
    rules.write_text(f"source: bao.test\n{limits}\nrules:\n- {rule}{{starts: [Chia sẻ]}}}}\n", encoding="utf-8")
    cleaner = Cleaner([str(rules)])

    def work(number: int) -> None:
        article = [" ".join([LINE.format(at)] * 5) for at in range(8)]
        text = "\n".join([*article, *(f"Chia sẻ {LINE.format(at)} {LINE}" for at in range(number))])
        assert len(cleaner.clean(text, source="bao.test").removals) == number

    work(10)
    took = [spent(partial(work, number)) for number in (8_000, 64_000)]
    assert took[1] < 1 or took[1] < 40 * took[0], took


def changed_everywhere(number: int) -> int:
    lines = [b"line %d\n" % at for at in range(number)]
    numbers = [at + 1 for at in range(number) if at % 3]
    kept = b"".join(lines[at - 1] for at in numbers)
    return unified("a.txt", b"".join(lines), kept, numbers).count(b"\n-")


def headers_without_an_end(number: int) -> int:
    return sum(not found.form for found in records(io.BytesIO(b"WARC/1.0\r\n" * 3 * number)))


@pytest.mark.parametrize("work", [changed_everywhere, headers_without_an_end])
def test_a_diff_and_an_archive(work):
    took = []
    for number in (1_000, 8_000):
        begun = time.process_time()
        assert work(number) in (number // 3, number // 3 + 1, 3 * number)
        took.append(time.process_time() - begun)
    assert took[1] < 1 or took[1] < 40 * took[0], took
