"""A JSON array of objects: every element is a record, and the array stays one where a file keeps its form."""

from __future__ import annotations

import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.audit import groups
from cleaner.errors import InputError
from cleaner.formats.base import LIMITS, Record
from cleaner.formats.json_formats import JsonArray, JsonLines
from cleaner.restore import outputs, rebuild
from cleaner.runs.options import Options
from cleaner.runs.worker import Worker
from tests.command import inside
from tests.tasks import records_task

FOLLOW = "Theo dõi vov.vn trên\n"
ROWS = [{"url": "https://vov.vn/a", "text": f"{FOLLOW}Câu {n}.", "x": [1, {"y": "]"}]} for n in range(3)]
ARRAY = json.dumps(ROWS, ensure_ascii=False, indent=1).replace('"x": [\n', '"x": [ ')
VALUE = st.recursive(
    st.none() | st.integers() | st.text(st.sampled_from('a"\\[]{},é '), max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


def cut(data: bytes) -> list[bytes]:
    return [piece for piece in JsonArray().pieces(io.BytesIO(data), 1 << 20) if isinstance(piece, bytes)]


@settings(max_examples=200, deadline=None)
@given(values=st.lists(VALUE, max_size=5), indent=st.sampled_from([None, 0, 1]), ascii_=st.booleans())
def test_pieces_are_the_elements(values, indent, ascii_):
    data = f" {json.dumps(values, indent=indent, ensure_ascii=ascii_)}\n".encode()
    pieces = cut(data)
    assert b"".join(pieces) == data
    assert len(pieces) == len(values) + 1
    for piece, value in zip(pieces, values, strict=False):
        assert json.loads(piece.lstrip(b" \n[,") if not isinstance(value, list) else piece.strip()[1:]) == value


def test_a_string_that_is_cut_by_the_end_of_a_read(monkeypatch):
    whole = cut(ARRAY.encode())
    monkeypatch.setattr("cleaner.formats.json_formats._CHUNK", 1)
    assert cut(ARRAY.encode()) == whole


@pytest.mark.parametrize("data", [b'[{"a": 1}', b'[{"a": "', b"[", b'[{"a": 1},'])
def test_one_that_is_not_closed(data):
    with pytest.raises(InputError, match="not closed"):
        cut(data)


class Broken(io.BytesIO):
    """A stream that cannot be read to its end."""

    def read1(self, size: int | None = -1, /) -> bytes:
        data = super().read1(size)
        if not data:
            raise OSError(5, "Input/output error")
        return data


def test_what_is_there_before_a_stream_fails_is_not_lost():
    lines = [b'{"text": "a"}\n', b'{"text": "b"}\n', b"\n"]
    first, last = JsonLines().batches("a.jsonl", Broken(b"".join(lines)), LIMITS)
    assert first.pieces == lines
    assert last.problem == "a.jsonl:4: input/output error; lines from here on are not read"


def test_the_line_of_an_element_is_told():
    numbers = []
    line = 1
    for piece in cut(ARRAY.encode()):
        found = JsonArray().parse(piece, "a.json", line)
        numbers += [found.number] if isinstance(found, Record) else []
        line += piece.count(b"\n")
    assert [ARRAY.split("\n")[number - 1].strip() for number in numbers] == ["{"] * 3


def test_lines_of_it(tmp_path):
    done = inside(tmp_path, "clean", stdin=ARRAY.encode())
    assert done.returncode == 0, done.stderr
    assert [json.loads(line) for line in done.stdout.splitlines()] == [
        {**row, "text": row["text"].removeprefix(FOLLOW)} for row in ROWS
    ]


def test_it_stays_an_array_in_place_and_under_such_a_name(tmp_path):
    (tmp_path / "a.json").write_text(ARRAY, "utf-8")
    wanted = ARRAY.replace(FOLLOW.replace("\n", "\\n"), "")
    assert inside(tmp_path, "clean", "a.json", "-o", "b.json", "--removed", "one").returncode == 0
    assert (tmp_path / "b.json").read_text("utf-8") == wanted
    assert inside(tmp_path, "restore", "b.json", "--removed", "one").stdout.decode() == ARRAY
    assert inside(tmp_path, "clean", "-i", "a.json", "--removed", "two").returncode == 0
    assert (tmp_path / "a.json").read_text("utf-8") == wanted
    assert inside(tmp_path, "clean", "-i", "a.json").stderr == b""
    assert inside(tmp_path, "restore", "a.json", "--removed", "two").stdout.decode() == ARRAY


def test_it_may_be_called_jsonl(tmp_path):
    (tmp_path / "a.jsonl").write_text(ARRAY, "utf-8")
    assert inside(tmp_path, "clean", "a.jsonl").stdout.count(b"\n") == 3


def test_elements_that_are_no_records(tmp_path):
    data = b'[1, {"id": 2}, {"text": "a"}]'
    (tmp_path / "a.json").write_bytes(data)
    done = inside(tmp_path, "clean", "a.json", "-o", "b.json")
    assert (done.returncode, (tmp_path / "b.json").read_bytes()) == (1, data)
    assert b"not an object but a number" in done.stderr
    done = inside(tmp_path, "clean", "a.json", "-o", "c.jsonl", "--removed", "audit")
    assert (tmp_path / "c.jsonl").read_bytes() == b'1\n{"id": 2}\n{"text": "a"}\n'
    assert inside(tmp_path, "restore", "c.jsonl", "--removed", "audit").stdout == data


def test_a_cut_one_stays_in_place(tmp_path):
    data = ARRAY.encode()[:-40]
    (tmp_path / "a.json").write_bytes(data)
    done = inside(tmp_path, "clean", "-i", "a.json")
    assert (done.returncode, (tmp_path / "a.json").read_bytes()) == (1, data)
    assert b"the array is not closed" in done.stderr


def test_one_element_that_is_too_large(tmp_path):
    big = json.dumps([{"text": "a"}, {"text": "Câu. " * 300_000}, {"text": "b"}])
    (tmp_path / "a.json").write_text(big, "utf-8")
    done = inside(tmp_path, "clean", "a.json", "-o", "b.json", "--max-document", "1")
    assert (done.returncode, (tmp_path / "b.json").read_text("utf-8") == big) == (1, True)
    assert b"larger than 1 MB" in done.stderr


def test_what_follows_an_element_far_too_large_is_told(tmp_path):
    big = json.dumps([{"text": "a"}, {"text": "Câu. " * 900_000}, {"text": "b"}]).encode()
    (tmp_path / "a.json").write_bytes(big)
    done = inside(tmp_path, "clean", "a.json", "-t", "jsonl", "--max-document", "1")
    assert (done.returncode, done.stdout) == (1, b'{"text": "a"}\n')
    assert b"larger than 1 MB" in done.stderr
    assert b"behind so large an element; lines from here on are not read" in done.stderr
    assert inside(tmp_path, "clean", "-i", "a.json", "--max-document", "1").returncode == 1
    assert (tmp_path / "a.json").read_bytes() == big


TEXT = st.lists(st.sampled_from([FOLLOW, "Câu một.\n", "a\u200bb", "\n"]), max_size=4).map("".join)


@pytest.fixture(scope="module")
def workers() -> dict[bool, Worker]:
    return {annotate: Worker(Options(removed="audit", annotate=annotate)) for annotate in (False, True)}


@settings(max_examples=60, deadline=None)
@given(
    texts=st.lists(TEXT, max_size=4),
    indent=st.sampled_from([None, 0, 2]),
    to=st.sampled_from(["array", "jsonl", "text"]),
    annotate=st.booleans(),
)
def test_an_array_comes_back(workers, texts, indent, to, annotate):
    rows = [*({"url": "https://vov.vn/a", "text": text} for text in texts), {"id": 1}]
    data = json.dumps(rows, indent=indent).encode()
    pieces = cut(data)
    outcome = workers[annotate].do(records_task(pieces, to, JsonArray(), "a.json"))
    out = b"\f\n".join(filter(None, outcome.documents)) if to == "text" else b"".join(outcome.documents)
    found = rebuild(outputs(io.BytesIO(out), to, {}), groups(outcome.audit, "audit"), "clean")
    assert b"".join(one.data or b"" for one in found) == data
