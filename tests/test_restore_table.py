"""A table comes back from its cleaned one and the audit, value for value; what does not fit is told."""

from __future__ import annotations

import io
import json
from decimal import Decimal

import pyarrow as pa
import pytest
from pyarrow import parquet

from cleaner.cli import app

DIRTY = [
    "Theo dõi vov.vn trên\n\n  Một câu.\r\nHai câu.",
    "Câu sạch.",
    "A\u0300 ơi.\n",
    "",
    None,
    "Theo dõi vov.vn trên",
]
SCHEMA = pa.schema(
    [
        pa.field("id", pa.int64(), metadata={"note": "kept"}),
        pa.field("url", pa.string()),
        pa.field("text", pa.large_string()),
        pa.field("when", pa.timestamp("ns", "Asia/Ho_Chi_Minh")),
        pa.field("price", pa.decimal128(20, 2)),
        pa.field("tags", pa.list_(pa.string())),
        pa.field("kind", pa.dictionary(pa.int32(), pa.string())),
    ],
    metadata={"huggingface": '{"info": {}}', "more": "ü"},
)


def table(rows: int = 20, schema: pa.Schema = SCHEMA) -> pa.Table:
    made = [
        {
            "id": n + 2**60,
            "url": f"https://vov.vn/bai-{n}",
            "text": DIRTY[n % len(DIRTY)],
            "when": 1_700_000_000_123_456_789 + n,
            "price": Decimal("12.30"),
            "tags": ["a", None] if n % 2 else None,
            "kind": "news",
        }
        for n in range(rows)
    ]
    return pa.Table.from_pylist(made, schema=schema)


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def call(line: str) -> int:
    return app.call(line.split())


def same(path, wanted: pa.Table) -> None:
    """Names, types, metadata and values; as a file gives them, since it names the items of lists in its own way."""
    held = io.BytesIO()
    parquet.write_table(wanted, held)
    wanted, found = parquet.read_table(held), parquet.read_table(path)
    assert found.schema.equals(wanted.schema, check_metadata=True)
    assert found.equals(wanted)


@pytest.mark.parametrize(
    "options",
    ["", "--annotate", "--rejects bad", "--annotate --rejects bad", "-j2"],
    ids=lambda options: options or "plain",
)
def test_a_table_comes_back(here, options):
    data = table()
    parquet.write_table(data, here / "a.parquet", row_group_size=7, compression={"text": "gzip", "id": "snappy"})
    assert call(f"clean -q a.parquet -o b.parquet --removed audit {options}") == 1  # some rows have no text
    made = parquet.read_table(here / "b.parquet")
    assert made.column("text").to_pylist() != data.column("text").to_pylist()
    assert made.num_rows == (17 if "rejects" in options else 20)
    assert call("restore b.parquet --removed audit -o c.parquet") == 0
    same("c.parquet", data)
    was, found = (parquet.ParquetFile(here / name).metadata for name in ("a.parquet", "c.parquet"))
    for group in range(was.num_row_groups):
        assert found.row_group(group).num_rows == was.row_group(group).num_rows
        assert found.row_group(group).column(2).compression == was.row_group(group).column(2).compression


def test_in_place_and_many_tables_and_folders(here):
    (here / "in").mkdir()
    for name in ("a", "b"):
        parquet.write_table(table(), here / "in" / f"{name}.parquet")
    call("clean -q in -o out --removed audit --include *.parquet")
    assert call("restore out --removed audit -o again") == 0
    same("again/a.parquet", table())
    same("again/b.parquet", table())
    call("clean -q in/a.parquet in/b.parquet -o all.parquet --removed audit --annotate")
    assert call("restore all.parquet --removed audit -o again.parquet") == 0
    same("again.parquet", pa.concat_tables([table(), table()]))
    call("clean -q -i in/a.parquet --removed audit")
    call("restore in/a.parquet --removed audit -o in/a.parquet")
    same("in/a.parquet", table())


@pytest.mark.parametrize("kind", [pa.string(), pa.binary(), pa.dictionary(pa.int32(), pa.string())], ids=str)
def test_a_text_of_any_type_and_name(here, kind):
    texts = pa.array([*DIRTY, "ends so"], pa.string())
    data = pa.table({"body": texts.cast(kind), "source": ["mine"] * 7})
    parquet.write_table(data, here / "a.parquet")
    call("clean -q a.parquet -o b.parquet --removed audit --text-field body --source vov.vn --annotate")
    assert parquet.read_schema("b.parquet").names == ["body", "source", "title", "meta", "clean"]
    assert call("restore b.parquet --removed audit -o c.parquet") == 0
    same("c.parquet", parquet.read_table("a.parquet"))


@pytest.mark.parametrize("rows", [0, 1])
def test_a_table_in_which_little_happens(here, rows):
    data = table(rows + 1).slice(1)
    parquet.write_table(data, here / "a.parquet")
    call("clean -q a.parquet -o b.parquet --removed audit")
    assert call("restore b.parquet --removed audit -o c.parquet") == 0
    assert (here / "c.parquet").read_bytes() == (here / "b.parquet").read_bytes()
    call("clean -q a.parquet -o d.parquet --removed audit --annotate")
    assert call("restore d.parquet --removed audit -o e.parquet") == 0
    same("e.parquet", data)


def test_a_table_without_text_and_a_damaged_group_are_told_of(here, capsys):
    parquet.write_table(table().drop_columns(["text"]), here / "a.parquet")
    parquet.write_table(table(), here / "b.parquet", row_group_size=5)
    parquet.write_table(table(), here / "whole.parquet", row_group_size=5)
    column = parquet.ParquetFile("b.parquet").metadata.row_group(1).column(2)
    data = bytearray((here / "b.parquet").read_bytes())
    data[column.data_page_offset : column.data_page_offset + 40] = bytes(40)
    (here / "b.parquet").write_bytes(data)
    call("clean -q a.parquet b.parquet -o c.parquet --removed audit")
    assert call("restore c.parquet --removed audit -o d.parquet") == 0
    told = capsys.readouterr().err
    assert "a.parquet: was skipped by the run, so it is not in the output" in told
    assert "b.parquet: was skipped by the run" in told
    wanted = table().take([*range(5), *range(10, 20)])
    assert parquet.read_table("d.parquet").equals(wanted)


def edited(change) -> None:
    found = parquet.read_table("b.parquet")
    parquet.write_table(change(found), "b.parquet")


DAMAGES = {
    "another text": (
        lambda made: made.set_column(2, SCHEMA.field("text"), pa.array(["Khác."] * made.num_rows, pa.large_string())),
        "b.parquet:1: document '1152921504606846976' is not as the run wrote it",
    ),
    "a row less at the end": (lambda made: made.slice(0, 18), "b.parquet:18: the output ends here"),
    "a row less at the start": (lambda made: made.slice(1), "b.parquet:1: document"),
    "no such column": (lambda made: made.drop_columns(["text"]), "b.parquet:1: there is no column 'text'"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_table_that_does_not_fit_is_not_restored(here, capsys, damage):
    change, why = DAMAGES[damage]
    parquet.write_table(table(), here / "a.parquet")
    call("clean -q a.parquet -o b.parquet --removed audit")
    edited(change)
    assert call("restore b.parquet --removed audit -o c.parquet") == 2
    assert why in capsys.readouterr().err
    assert not (here / "c.parquet").exists()


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda records: records[::-1], "comes twice in the audit, or out of order"),
        (lambda records: [{**one, "was": "0"} for one in records], "does not come out as it went in"),
        (lambda records: [{**one, "lines": "many"} if "lines" in one else one for one in records], "is damaged"),
        (lambda records: [{**one, "position": None} for one in records], "is damaged"),
        (lambda records: [{**one, "to": "jsonl"} for one in records], "was no row of a Parquet file"),
    ],
)
def test_an_audit_that_does_not_fit(here, capsys, change, why):
    parquet.write_table(pa.table({"text": ["A\u0300"] * 3}), here / "a.parquet")
    call("clean -q a.parquet -o b.parquet --removed audit")
    closing = [json.loads(line) for line in (here / "audit").read_bytes().splitlines()]
    groups = [closing[at : at + 2] for at in range(0, len(closing), 2)]
    flat = [record for group in change([g[1] for g in groups]) for record in [{**group}]]
    lines = [record for group, end in zip(groups, flat, strict=True) for record in (group[0], end)]
    (here / "audit").write_text("".join(json.dumps(record) + "\n" for record in lines))
    assert call("restore b.parquet --removed audit -o c.parquet") == 2
    assert why in capsys.readouterr().err


def test_records_are_not_made_of_a_table(here, capsys):
    (here / "a.jsonl").write_text('{"text": "A\u0300"}\n', "utf-8")
    call("clean -q a.jsonl -o b.parquet --removed audit")
    assert call("restore b.parquet --removed audit -o c.jsonl") == 2
    assert "b.parquet: document 'a.jsonl:1' was no row of a Parquet file" in capsys.readouterr().err
    parquet.write_table(table(1), here / "a.parquet")
    call("clean -q a.parquet -o c.jsonl --removed audit")
    assert call("restore c.jsonl --removed audit -o d.jsonl") == 2
    assert "was a row of a Parquet file, which only a Parquet output gives back" in capsys.readouterr().err


def test_a_table_that_is_refused_leaves_the_places_of_what_follows(here):
    """It would have taken a place for each row, and what comes after it stands where that would have ended."""
    parquet.write_table(table().drop_columns(["text"]), here / "a.parquet")
    records = "".join(json.dumps({"text": text}) + "\n" for text in ("A\u0300.", "Câu sạch.", "Câu ba.", "E\u0300."))
    (here / "b.jsonl").write_text(records, "utf-8")
    assert call("clean -q a.parquet b.jsonl -t jsonl -o c.jsonl --removed audit") == 1
    assert (here / "c.jsonl").read_text("utf-8") != records
    assert call("restore c.jsonl --removed audit -o d.jsonl") == 0
    assert (here / "d.jsonl").read_text("utf-8") == records
