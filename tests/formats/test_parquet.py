"""Tables: every column but the text stays, with its type; row groups stay; other forms become tables and back."""

from __future__ import annotations

import datetime
import io
import json
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet

from cleaner.errors import InputError
from cleaner.formats.parquet import ParquetEncoder
from cleaner.runs.shard import clean_file
from tests.command import inside

DIRTY = ["Theo dõi vov.vn trên\nMột câu.", "Câu sạch.", "A\u0300 ơi.", "", None]
CLEAN = ["Một câu.", "Câu sạch.", "À ơi.", "", None]
SCHEMA = pa.schema(
    [
        pa.field("id", pa.int64(), metadata={"note": "kept"}),
        pa.field("url", pa.string()),
        pa.field("text", pa.large_string()),
        pa.field("when", pa.timestamp("ns", "Asia/Ho_Chi_Minh")),
        pa.field("price", pa.decimal128(20, 2)),
        pa.field("tags", pa.list_(pa.string())),
        pa.field("metadata", pa.struct([("title", pa.string()), ("n", pa.float32())])),
        pa.field("kind", pa.dictionary(pa.int32(), pa.string())),
        pa.field("raw", pa.binary()),
        pa.field("map", pa.map_(pa.string(), pa.int16())),
    ],
    metadata={"huggingface": '{"info": {}}', "more": "ü"},
)


def table(rows: int = 10) -> pa.Table:
    made = [
        {
            "id": n + 2**60,
            "url": f"https://vov.vn/bai-{n}",
            "text": DIRTY[n % 5],
            "when": 1_700_000_000_123_456_789 + n,
            "price": Decimal("12.30"),
            "tags": ["a", None] if n % 2 else None,
            "metadata": {"title": f"Tiêu đề {n}", "n": n / 3},
            "kind": "news",
            "raw": bytes([n % 256]),
            "map": [("a", n)],
        }
        for n in range(rows)
    ]
    return pa.Table.from_pylist(made, schema=SCHEMA)


def piped(folder: Path, *arguments: str, **more: object) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([sys.executable, "-m", "cleaner", *arguments], cwd=folder, capture_output=True, **more)


def test_all_but_the_text_stays(tmp_path):
    data = table()
    parquet.write_table(data, tmp_path / "a.parquet", row_group_size=3, compression={"text": "gzip", "id": "snappy"})
    stats = clean_file(tmp_path / "a.parquet", tmp_path / "b.parquet")
    assert (stats.counts["documents"], stats.counts["skipped"], stats.counts["changed"]) == (8, 2, 4)
    made = parquet.ParquetFile(tmp_path / "b.parquet")
    _same(made.schema_arrow, parquet.read_schema(tmp_path / "a.parquet"))
    assert [made.metadata.row_group(n).num_rows for n in range(made.num_row_groups)] == [3, 3, 3, 1]
    found = made.read()
    assert found.column("text").to_pylist() == CLEAN * 2
    assert found.drop_columns(["text"]).equals(data.drop_columns(["text"]))


def _same(made: pa.Schema, wanted: pa.Schema) -> None:
    """Names, types and metadata; of a map, the entries have a name in memory that no file holds."""
    assert made.equals(wanted)
    assert made.metadata == wanted.metadata
    assert [field.metadata for field in made] == [field.metadata for field in wanted]


def test_annotations_follow_the_columns(tmp_path):
    parquet.write_table(
        table(5).drop_columns(["when"]).append_column("meta", pa.array([7] * 5)), tmp_path / "a.parquet"
    )
    clean_file(tmp_path / "a.parquet", tmp_path / "b.parquet", annotate=True)
    found = parquet.read_table(tmp_path / "b.parquet")
    assert found.schema.names == [
        *(name for name in SCHEMA.names if name != "when"),
        "meta",
        "source",
        "title",
        "clean",
    ]
    first, *_, last = found.to_pylist()
    assert (first["meta"], first["source"], first["title"]) == (7, "vov.vn", "Tiêu đề 0")
    assert first["clean"]["removed_lines"] == 1
    assert first["clean"]["by_rule"][0]["lines"] == 1
    assert (last["source"], last["clean"]) == (None, None)


def test_in_place_check_audit_rejects_and_processes(tmp_path):
    parquet.write_table(table(40), tmp_path / "a.parquet", row_group_size=7)
    (tmp_path / "clean.parquet").write_bytes((tmp_path / "a.parquet").read_bytes())
    before = (tmp_path / "a.parquet").read_bytes()
    assert inside(tmp_path, "check", "a.parquet").stdout.startswith(b"a.parquet:1: ")
    one, two = (inside(tmp_path, "clean", "a.parquet", "-o", f"{j}.parquet", f"-j{j}") for j in (1, 2))
    assert one.returncode == two.returncode == 1
    assert one.stderr == two.stderr
    assert b"a.parquet:5: 'text' is null" in one.stderr
    assert (tmp_path / "1.parquet").read_bytes() == (tmp_path / "2.parquet").read_bytes()
    assert (tmp_path / "a.parquet").read_bytes() == before
    done = inside(tmp_path, "clean", "-i", "a.parquet", "--rejects", "bad", "--removed", "audit")
    assert done.returncode == 1, done.stderr
    made = parquet.read_table(tmp_path / "a.parquet")
    assert made.column("text").to_pylist() == CLEAN[:4] * 8
    bad = [json.loads(line) for line in (tmp_path / "bad").read_bytes().splitlines()]
    assert [row["url"] for row in bad] == [f"https://vov.vn/bai-{n}" for n in range(4, 40, 5)]
    audit = [json.loads(line) for line in (tmp_path / "audit").read_bytes().splitlines()]
    assert audit[0]["text"] == "Theo dõi vov.vn trên"
    assert audit[0]["doc"] == str(2**60)
    again = (tmp_path / "a.parquet").stat()
    assert inside(tmp_path, "clean", "-i", "a.parquet").returncode == 0
    assert (tmp_path / "a.parquet").stat().st_mtime_ns == again.st_mtime_ns
    again = inside(tmp_path, "restore", "a.parquet", "--removed", "audit")
    assert parquet.read_table(io.BytesIO(again.stdout)).equals(parquet.read_table(io.BytesIO(before)))
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


def test_rows_as_json_lines_and_on_a_pipe(tmp_path):
    parquet.write_table(table(5), tmp_path / "a.parquet")
    clean_file(tmp_path / "a.parquet", tmp_path / "a.jsonl", annotate=True)
    first, *_, last = map(json.loads, (tmp_path / "a.jsonl").read_bytes().splitlines())
    assert list(first) == [*SCHEMA.names, "source", "title", "meta", "clean"]
    assert (first["id"], first["text"], first["price"], first["raw"]) == (2**60, "Một câu.", "12.30", "AA==")
    assert first["when"].endswith(".123456789+0700")
    assert last["text"] is None
    data = (tmp_path / "a.parquet").read_bytes()
    done = piped(tmp_path, "clean", "-q", input=data)
    assert parquet.read_table(io.BytesIO(done.stdout)).column("text").to_pylist() == CLEAN
    text = inside(tmp_path, "clean", "a.parquet", "-t", "text")
    assert text.stdout.decode() == "Một câu.\n\f\nCâu sạch.\n\f\nÀ ơi.\n"


def test_explain_looks_into_tables(tmp_path):
    parquet.write_table(table(5), tmp_path / "a.parquet")
    done = inside(tmp_path, "explain", "a.parquet", "--format", "json")
    assert done.returncode == 1
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == [str(2**60 + n) for n in range(4)]
    assert b"a.parquet:5: 'text' is null" in done.stderr


@pytest.mark.parametrize("kind", [pa.string(), pa.string_view(), pa.binary(), pa.dictionary(pa.int32(), pa.string())])
def test_the_text_keeps_its_type(tmp_path, kind):
    try:
        parquet.write_table(pa.table({"text": pa.array(DIRTY, pa.string()).cast(kind)}), tmp_path / "a.parquet")
    except pa.ArrowNotImplementedError as error:
        pytest.skip(f"this pyarrow writes no such column: {error}")
    clean_file(tmp_path / "a.parquet", tmp_path / "b.parquet")
    found = parquet.read_table(tmp_path / "b.parquet")
    assert found.schema.field("text").type == parquet.read_schema(tmp_path / "a.parquet").field("text").type
    assert [text.decode() if isinstance(text, bytes) else text for text in found.column("text").to_pylist()] == CLEAN


def test_other_names_of_fields(tmp_path):
    rows = [{"content": DIRTY[0], "meta": {"link": "https://vov.vn/a"}}]
    parquet.write_table(pa.Table.from_pylist(rows), tmp_path / "a.parquet")
    clean_file(tmp_path / "a.parquet", tmp_path / "b.parquet", text="content", url="meta.link", annotate=True)
    (row,) = parquet.read_table(tmp_path / "b.parquet").to_pylist()
    assert (row["content"], row["source"], row["meta"]) == ("Một câu.", "vov.vn", {"link": "https://vov.vn/a"})


def test_what_is_no_table_or_has_no_text(tmp_path):
    whole = io.BytesIO()
    parquet.write_table(table(50), whole, row_group_size=10)
    samples = {
        "empty": (b"", "no Parquet file that can be read"),
        "lies": (b"Tin.\n" * 9, "no Parquet file that can be read"),
        "cut": (whole.getvalue()[:-100], "no Parquet file that can be read"),
        "magic": (b"PAR1" + bytes(20) + b"PAR1", "no Parquet file that can be read"),
    }
    for name, (data, reason) in samples.items():
        (tmp_path / f"{name}.parquet").write_bytes(data)
        with pytest.raises(InputError, match=rf"{name}.parquet: {reason}"):
            clean_file(tmp_path / f"{name}.parquet", tmp_path / "out.parquet")
    parquet.write_table(pa.table({"body": ["a"] * 99_999}), tmp_path / "b.parquet")
    with pytest.raises(InputError, match=r"there is no column 'text', but 'body' \(--text-field names another\)$"):
        clean_file(tmp_path / "b.parquet", tmp_path / "out.parquet")
    parquet.write_table(pa.table({"text": [1]}), tmp_path / "c.parquet")
    with pytest.raises(InputError, match="column 'text' is of type int64, strings are wanted"):
        clean_file(tmp_path / "c.parquet", tmp_path / "out.parquet")
    assert not (tmp_path / "out.parquet").exists()
    parquet.write_table(SCHEMA.empty_table(), tmp_path / "d.parquet")
    clean_file(tmp_path / "d.parquet", tmp_path / "e.parquet")
    _same(parquet.read_schema(tmp_path / "e.parquet"), parquet.read_schema(tmp_path / "d.parquet"))


def test_a_damaged_row_group_is_told_and_the_others_are_read(tmp_path):
    rows = pa.table({"id": range(300), "text": [f"Câu {n}. {n * 7919 % 1000003}" * 20 for n in range(300)]})
    path = tmp_path / "a.parquet"
    parquet.write_table(rows, path, row_group_size=100, compression="zstd", use_dictionary=False)
    column = parquet.ParquetFile(path).metadata.row_group(1).column(1)
    data = bytearray(path.read_bytes())
    middle = column.data_page_offset + column.total_compressed_size // 2
    data[middle : middle + 40] = bytes(40)
    path.write_bytes(data)
    stats = clean_file(path, tmp_path / "b.parquet", resume=False)
    assert stats.failed == 1
    assert "a.parquet: rows 101 to 200 cannot be read: " in stats.problems[0]
    assert parquet.read_table(tmp_path / "b.parquet").column("id").to_pylist() == [*range(100), *range(200, 300)]


def test_records_become_a_table_and_none_of_their_values_is_lost(tmp_path):
    rows = [
        {
            "id": 1,
            "text": "A\u0300.",
            "n": 1,
            "x": 1,
            "ok": True,
            "big": 2**63,
            "tags": ["a"],
            "mixed": 1,
            "none": None,
        },
        {"id": 2, "text": "B.", "n": 2, "x": 1.5, "ok": None, "big": 1, "tags": None, "mixed": "a", "meta": {"k": 1}},
    ]
    lines = [json.dumps(row).encode() + b"\n" for row in rows]
    lines += [b"broken\n", b'{"id": "three", "text": "C.", "new": 1, "half": "\\ud800"}\n', b"\n"]
    (tmp_path / "a.jsonl").write_bytes(b"".join(lines))
    stats = clean_file(tmp_path / "a.jsonl", tmp_path / "a.parquet")
    assert stats.counts["skipped"] == 1
    found = parquet.read_table(tmp_path / "a.parquet")
    kinds = {field.name: str(field.type) for field in found.schema}
    wanted = {"id": "string", "n": "int64", "x": "double", "ok": "bool", "big": "string", "mixed": "string"}
    assert {name: kinds[name] for name in wanted} == wanted
    one, two, three, four = found.to_pylist()
    assert (one["text"], json.loads(one["id"]), one["n"], one["x"], one["ok"]) == ("À.", 1, 1, 1.0, True)
    assert (json.loads(one["big"]), json.loads(one["tags"]), json.loads(two["mixed"])) == (2**63, ["a"], "a")
    assert json.loads(two["meta"]) == {"k": 1}
    assert (three["text"], three["extra"]) == (None, "broken")
    assert (json.loads(four["id"]), four["text"], four["new"]) == ("three", "C.", 1)
    assert json.loads(four["half"]) == "\ud800"


def test_fields_that_come_later_stand_in_extra():
    encoder = ParquetEncoder()
    lines = [b'{"id": 1, "text": "a"}\n'] * 10_000 + [b'{"id": "b", "text": "c", "new": [1]}\n', b'{"id": 3}\n']
    data = encoder.add(lines) + encoder.finish()
    found = parquet.ParquetFile(io.BytesIO(data))
    assert found.num_row_groups == 2
    assert found.read_row_group(1).to_pylist() == [
        {"id": None, "text": "c", "extra": '{"id": "b", "new": [1]}'},
        {"id": 3, "text": None, "extra": None},
    ]


def test_texts_and_pages_become_a_table(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.txt").write_text(DIRTY[0], encoding="utf-8")
    (tmp_path / "in/b.html").write_text("<html><h1>Tin</h1><p>Một câu dài của bài.</p></html>", encoding="utf-8")
    done = inside(tmp_path, "clean", "in", "--url", "https://vov.vn/a", "-o", "out.parquet")
    assert done.returncode == 0, done.stderr
    found = parquet.read_table(tmp_path / "out.parquet")
    assert found.schema.names[:5] == ["id", "url", "source", "title", "text"]
    assert [row["clean"]["source"] for row in found.to_pylist()] == ["vov.vn", "vov.vn"]
    assert pa.types.is_struct(found.schema.field("meta").type)
    assert inside(tmp_path, "clean", "in", "-t", "parquet", "-o", "out").returncode == 0
    assert sorted(path.name for path in (tmp_path / "out").glob("*.parquet")) == ["a.parquet", "b.parquet"]


def test_tables_of_other_columns_are_kept_apart(tmp_path):
    parquet.write_table(pa.table({"text": ["a"]}), tmp_path / "a.parquet")
    parquet.write_table(pa.table({"text": ["b"], "n": [1]}), tmp_path / "b.parquet")
    (tmp_path / "c.jsonl").write_bytes(b'{"text": "c", "m": 1}\n')
    done = inside(tmp_path, "clean", "a.parquet", "b.parquet", "-o", "out.parquet")
    assert done.returncode == 2
    assert b"not the same columns" in done.stderr
    assert not (tmp_path / "out.parquet").exists()
    assert inside(tmp_path, "clean", "a.parquet", "c.jsonl", "-o", "out.parquet").returncode == 0
    assert parquet.read_table(tmp_path / "out.parquet").column("text").to_pylist() == ["a", "c"]


def test_dates_stay_what_they_are(tmp_path):
    parquet.write_table(pa.table({"text": ["a"], "date": [datetime.date(2025, 1, 13)]}), tmp_path / "a.parquet")
    clean_file(tmp_path / "a.parquet", tmp_path / "b.jsonl")
    assert (tmp_path / "b.jsonl").read_bytes() == b'{"text":"a","date":"2025-01-13"}\n'


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is read off /proc")
def test_memory_is_that_of_a_row_group(tmp_path):
    rows = pa.table({"text": ["Một câu."] * 200, "pad": ["x" * 90_000] * 200})
    with parquet.ParquetWriter(tmp_path / "a.parquet", rows.schema, compression="zstd") as writer:
        for _ in range(20):
            writer.write_table(rows)
    code = (
        "from cleaner.runs.shard import clean_file\nfrom cleaner.settings import Settings\nimport sys\n"
        "def peak(): return int(next(x for x in open('/proc/self/status') if x.startswith('VmHWM')).split()[1])\n"
        "clean_file('a.parquet', 'b.parquet', settings=Settings(source='none'))\nprint(peak())"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, encoding="utf-8", check=True)
    assert int(done.stdout) < 300_000  # the 20 row groups hold 360 MB
    assert parquet.ParquetFile(tmp_path / "b.parquet").num_row_groups == 20


def test_a_text_within_structs(tmp_path):
    inner = pa.struct([pa.field("n", pa.int64()), pa.field("text", pa.large_string())])
    kind = pa.struct([pa.field("page", inner), pa.field("url", pa.string())])
    values = [
        {"page": {"n": 1, "text": "Theo dõi vov.vn trên\nMột câu."}, "url": "https://vov.vn/a"},
        None,
        {"page": None, "url": "x"},
        {"page": {"n": None, "text": None}, "url": None},
        {"page": {"n": 2, "text": "Hai câu."}, "url": None},
    ]
    rows = pa.table({"id": range(5), "doc": pa.array(values, kind)})
    parquet.write_table(rows, tmp_path / "a.parquet")
    clean = ("clean", "-q", "a.parquet", "--text-field", "doc.page.text", "--url-field", "doc.url")
    done = inside(tmp_path, *clean, "-o", "b.parquet", "--removed", "audit", "--annotate")
    assert done.returncode == 1  # three rows have no text
    made = parquet.read_table(tmp_path / "b.parquet")
    wanted = [{**values[0], "page": {"n": 1, "text": "Một câu."}}, *values[1:]]
    assert (made.schema.field("doc").type, made.column("doc").to_pylist()) == (kind, wanted)
    assert made.column("source").to_pylist()[0] == "vov.vn"
    assert inside(tmp_path, "restore", "b.parquet", "--removed", "audit", "-o", "c.parquet").returncode == 0
    assert parquet.read_table(tmp_path / "c.parquet").equals(rows)
    for wrong in ("doc.page", "doc.nothing", "id.text", "doc.page.text.more"):
        done = inside(tmp_path, "clean", "a.parquet", "--text-field", wrong, "-o", "d.parquet")
        assert (done.returncode, (tmp_path / "d.parquet").exists()) == (2, False)


@pytest.mark.parametrize("form", ["parquet", "jsonl"])
def test_a_table_of_which_no_row_has_a_text_goes_to_the_rejects(tmp_path, form):
    parquet.write_table(pa.table({"n": [1, 2], "text": pa.array([None, None], pa.string())}), tmp_path / "a.parquet")
    done = inside(tmp_path, "clean", "a.parquet", "-t", form, "-o", f"b.{form}", "--rejects", "x", "--removed", "audit")
    assert (done.returncode, done.stderr.count(b"'text' is null")) == (1, 2)
    assert (tmp_path / "x").read_bytes().count(b"\n") == 2
    if form == "parquet":
        assert parquet.read_table(tmp_path / "b.parquet").num_rows == 0
        assert inside(tmp_path, "restore", "b.parquet", "--removed", "audit", "-o", "c.parquet").returncode == 0
        assert parquet.read_table(tmp_path / "c.parquet").equals(parquet.read_table(tmp_path / "a.parquet"))
