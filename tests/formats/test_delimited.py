"""CSV and TSV: rows are taken apart as the csv module does, and every byte but those of the text stays."""

from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.audit import groups
from cleaner.errors import InputError
from cleaner.formats.base import Record
from cleaner.formats.delimited import Delimited, DelimitedEncoder, Dialect
from cleaner.formats.fields import FIELDS, Fields
from cleaner.model import Skipped
from cleaner.restore import outputs, rebuild
from cleaner.runs.options import Options
from cleaner.runs.worker import Worker
from tests.command import inside
from tests.tasks import records_task

FOLLOW = "Theo dõi vov.vn trên"
TABLE = f"""id,url,title,text,n
1,https://vov.vn/a,"Bão, lũ","{FOLLOW}
Một câu có ""nháy"".
Hai câu.",1e5
2,"https://vov.vn/b",x,"{FOLLOW}
Ba câu.", 007
3,https://vov.vn/c,,Một dòng thôi.,
"""
WANTED = TABLE.replace(f"{FOLLOW}\n", "")
CELL = st.text(st.sampled_from('ab"",;\t\n\r Đ'), max_size=8)
ROWS = st.lists(st.lists(CELL, min_size=2, max_size=4), min_size=1, max_size=5)


def settled(head: str, name: str = "csv", **fields: str) -> Delimited:
    return Delimited.of("csv" if name == "csv" else "tsv", head.encode(), Fields(**fields), "a")


def cut(form: Delimited, data: bytes) -> list[bytes]:
    return [piece for piece in form.pieces(io.BytesIO(data), 1 << 20) if isinstance(piece, bytes)]


@settings(max_examples=300, deadline=None)
@given(rows=ROWS, delimiter=st.sampled_from(",;\t|"), quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
def test_rows_are_those_of_the_csv_module(rows, delimiter, quoting):
    made = io.StringIO(newline="")
    csv.writer(made, delimiter=delimiter, quoting=quoting).writerows(rows)
    data = made.getvalue().encode()
    form = Delimited("csv", Dialect(delimiter.encode()), (), 0)
    pieces = cut(form, data)
    assert b"".join(pieces) == data
    found = [[form.dialect.shown(row[a:b]) for a, b in form.dialect.cells(row)[0]] for row in pieces]
    assert found == list(csv.reader(io.StringIO(made.getvalue(), newline=""), delimiter=delimiter))


@settings(max_examples=200, deadline=None)
@given(data=st.text(st.sampled_from('a"",;\n'), max_size=30))
def test_whatever_it_is_no_byte_is_lost(data):
    form = Delimited("csv", Dialect(b","), (), 0)
    assert b"".join(cut(form, data.encode())) == data.encode()


@pytest.mark.parametrize(
    ("head", "name", "wanted"),
    [
        ("id,text\n1,a\n", "csv", (b",", True, 1)),
        ("id;text\n1;a, b, c\n", "csv", (b";", True, 1)),
        ("id\ttext\n1\ta, b\n", "csv", (b"\t", True, 1)),
        ("id|body\n1|a\n", "csv", (b"|", True, 1)),
        ('\ufeff"text","id"\n"a","1"\n', "csv", (b",", True, 0)),
        ("sep=;\r\nid;content\r\n1;a\r\n", "csv", (b";", True, 1)),
        ("text\nMột câu, hai câu.\n", "csv", (b";", True, 0)),
        ('id\ttext\n1\t"Bão số 3" đổ bộ\n2\t"Mở\n3\tb\n', "tsv", (b"\t", False, 1)),
        ('id\ttext\n1\t"a\tb"\n', "tsv", (b"\t", True, 1)),
        ("id,text\n", "csv", (b",", True, 1)),
        ("", "csv", (b",", True, 0)),
        ("\ufeff\n", "tsv", (b",", True, 0)),
    ],
)
def test_the_dialect_is_read_off_the_first_rows(head, name, wanted):
    form = settled(head, name)
    assert (form.dialect.delimiter, form.dialect.quoted, form.text) == wanted


@pytest.mark.parametrize("size", [1 << 13, 1 << 16])
@pytest.mark.parametrize("begin", ['id,text\n1,"', 'text\n"', 'text\nMột dòng.\n"'])
def test_the_dialect_is_told_where_a_row_is_longer_than_what_is_looked_at(begin, size):
    head = (begin + "Một câu, rồi một câu nữa.\nMột dòng.\n" * size)[:size]
    assert settled(head).dialect == Dialect(b",", quoted=True)


@pytest.mark.parametrize(
    ("head", "fields", "word"),
    [
        ("id,tiêu đề\n1,a\n", {}, "there is no column 'text', but 'id', 'tiêu đề' (--text-field names another"),
        ("id,text\n", {"text": "body"}, "there is no column 'body'"),
        ("text,text\na,b\n", {}, "'text' and 'text'"),
        ("content,body\na,b\n", {}, "could be the text (--text-field says which)"),
        ("id,text\r1,a\r", {}, "carriage returns alone"),
    ],
)
def test_a_table_without_a_text_is_told_of(head, fields, word):
    with pytest.raises(InputError) as told:
        settled(head, **fields)
    assert word in str(told.value)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("1,a,b\n", "has 3 cells, and the row of names 2"),
        ("1\n", "has no cell for 'text'"),
        ('1,"a\n', "never closed"),
        ('1,"a"b\n', "closing quote"),
        (b"1,\xff\n", "is not UTF-8"),
    ],
)
def test_a_row_that_does_not_fit_is_no_record(row, reason):
    form = settled("id,text\n1,a\n")
    found = form.parse(row if isinstance(row, bytes) else row.encode(), "a.csv", 7)
    assert isinstance(found, Skipped)
    assert (found.id, reason in found.reason) == ("a.csv:7", True)


def test_a_row_says_where_it_is_from():
    form = settled("id,source,metadata.url,title,text\n", url="metadata.url")
    found = form.parse(b"7,vov.vn,https://vov.vn/a,T,a\n", "a.csv", 1)
    assert isinstance(found, Record)
    assert (found.document.id, found.document.source) == ("7", "vov.vn")
    assert (found.document.url, found.document.title) == ("https://vov.vn/a", "T")


def test_what_cannot_be_written_without_quotes_is_not_written():
    form = settled('id\ttext\n1\t"Bão" a\n2\t"b\n', "tsv")
    assert form.literal("a", form.style(b"b")) == b"a"
    with pytest.raises(ValueError, match="quotes"):
        form.literal("a\nb", form.style(b"b"))


# the command


@pytest.fixture
def table(tmp_path):
    (tmp_path / "a.csv").write_bytes(TABLE.encode())
    return tmp_path


def test_every_other_cell_stays(table):
    for arguments in ([], ["-"], ["-f", "csv"], ["-t", "csv"], ["-j", "2"]):
        stdin = TABLE.encode() if arguments == ["-"] else b""
        done = inside(table, "clean", *arguments, *(["a.csv"] if arguments != ["-"] else []), stdin=stdin)
        assert (done.returncode, done.stdout.decode()) == (0, WANTED)
    assert inside(table, "check", "a.csv").returncode == 1
    assert inside(table, "clean", "-i", "a.csv", "--removed", "audit").returncode == 0
    assert (table / "a.csv").read_bytes() == WANTED.encode()
    assert inside(table, "check", "a.csv").returncode == 0
    assert inside(table, "restore", "a.csv", "--removed", "audit").stdout == TABLE.encode()


def test_windows_line_ends_and_a_mark_stay(tmp_path):
    data = b"\xef\xbb\xbf" + TABLE.replace("\n", "\r\n").encode()
    (tmp_path / "a.csv").write_bytes(data)
    done = inside(tmp_path, "clean", "a.csv", "-o", "b.csv", "--removed", "audit")
    assert done.returncode == 0, done.stderr
    made = (tmp_path / "b.csv").read_bytes()
    assert made.startswith(b"\xef\xbb\xbfid,url,title,text,n\r\n1,")
    assert made.endswith("3,https://vov.vn/c,,Một dòng thôi.,\r\n".encode())
    assert inside(tmp_path, "restore", "b.csv", "--removed", "audit").stdout == data


@pytest.mark.parametrize("to", ["jsonl", "text", "tsv"])
def test_it_becomes_something_else_and_comes_back(table, to):
    out = {"jsonl": "b.jsonl", "text": "b.txt", "tsv": "b.tsv"}[to]
    done = inside(table, "clean", "a.csv", "-t", to, "-o", out, "--removed", "audit")
    assert done.returncode == 0, done.stderr
    back = inside(table, "restore", out, "--removed", "audit")
    if to == "tsv":
        assert (back.returncode, b"not restored" in back.stderr) == (2, True)
        assert (table / out).read_text("utf-8").splitlines()[0] == "id\turl\ttitle\ttext\tn"
    else:
        assert back.stdout == TABLE.encode()
    if to == "jsonl":
        rows = [json.loads(line) for line in (table / out).read_text("utf-8").splitlines()]
        assert [row["n"] for row in rows] == ["1e5", " 007", ""]
        assert rows[0]["text"] == 'Một câu có "nháy".\nHai câu.'


def test_columns_are_added(table):
    done = inside(table, "clean", "a.csv", "--annotate", "-o", "b.csv", "--removed", "audit")
    assert done.returncode == 0, done.stderr
    rows = list(csv.DictReader(io.StringIO((table / "b.csv").read_text("utf-8"))))
    assert list(rows[0])[5:] == ["source", "meta", "clean"]
    assert [row["source"] for row in rows] == ["vov.vn"] * 3
    assert json.loads(rows[1]["clean"])["removed_lines"] == 1
    assert inside(table, "restore", "b.csv", "--removed", "audit").stdout == TABLE.encode()


def test_rows_that_do_not_fit_pass_through_or_are_rejected(tmp_path):
    odd = "4,a,b,c,d,e\n"
    (tmp_path / "a.csv").write_bytes(TABLE.encode() + odd.encode())
    done = inside(tmp_path, "clean", "a.csv", "--removed", "audit")
    assert (done.returncode, done.stdout.decode()) == (1, WANTED + odd)
    assert b"a.csv:8: has 6 cells, and the row of names 5" in done.stderr
    (tmp_path / "b.csv").write_bytes(done.stdout)
    assert inside(tmp_path, "restore", "b.csv", "--removed", "audit").stdout == TABLE.encode() + odd.encode()
    done = inside(tmp_path, "clean", "a.csv", "--rejects", "bad")
    assert (done.stdout.decode(), (tmp_path / "bad").read_text("utf-8")) == (WANTED, odd)


def test_a_quote_that_is_never_closed_costs_no_row(tmp_path):
    data = TABLE + '4,https://vov.vn/d,x,"mở,\n5,https://vov.vn/e,y,Năm.,\n'
    (tmp_path / "a.csv").write_text(data, "utf-8")
    done = inside(tmp_path, "clean", "a.csv")
    assert (done.returncode, done.stdout.decode()) == (1, data.replace(f"{FOLLOW}\n", ""))
    assert b"a.csv:8: a quote is opened in this row and never closed" in done.stderr


def test_a_row_that_is_too_large_passes(tmp_path):
    big = '4,u,t,"' + "Câu. " * 300_000 + '",\n'
    (tmp_path / "a.csv").write_text(TABLE + big + TABLE.partition("\n")[2], "utf-8")
    done = inside(tmp_path, "clean", "a.csv", "--max-document", "1")
    assert done.returncode == 1
    assert done.stdout.decode() == WANTED + big + WANTED.partition("\n")[2]
    assert b"a.csv:8: larger than 1 MB" in done.stderr


def test_several_tables_become_one(table):
    (table / "b.csv").write_text("text,more\nNăm câu.,x\n", "utf-8")
    done = inside(table, "clean", "a.csv", "b.csv", "-o", "all.csv")
    assert done.returncode == 0, done.stderr
    rows = list(csv.DictReader(io.StringIO((table / "all.csv").read_text("utf-8"))))
    assert [row["text"] for row in rows][1:] == ["Ba câu.", "Một dòng thôi.", "Năm câu."]
    assert rows[3]["more"] == "x"


def test_records_become_a_table(tmp_path):
    rows = [{"id": 1, "text": "a, b", "tags": ["x"], "n": None}, {"text": "c", "new": 1.5, "ok": True}]
    data = "".join(json.dumps(row) + "\n" for row in rows) + "no record\n"
    done = inside(tmp_path, "clean", "-f", "jsonl", "-t", "csv", stdin=data.encode())
    assert list(csv.reader(io.StringIO(done.stdout.decode()))) == [
        ["id", "text", "tags", "n", "new", "ok", "extra"],
        ["1", "a, b", '["x"]', "", "", "", ""],
        ["", "c", "", "", "1.5", "true", ""],
        ["", "", "", "", "", "", "no record"],
    ]


def test_what_comes_up_late_is_not_lost(monkeypatch):
    monkeypatch.setattr("cleaner.formats.records.FIRST_ROWS", 2)
    encoder = DelimitedEncoder("tsv")
    made = encoder.add([b'{"text": "a"}\n', b'{"text": "b"}\n']) + encoder.add([b'{"text": "c", "late": 1}\n'])
    assert (made + encoder.finish()).decode() == 'text\textra\na\t\nb\t\nc\t"{""late"": 1}"\n'


def test_what_comes_up_late_stands_beside_what_is_there(monkeypatch):
    monkeypatch.setattr("cleaner.formats.records.FIRST_ROWS", 1)
    encoder = DelimitedEncoder("csv")
    made = encoder.add([b'{"text": "a", "extra": "mine"}\n', b'{"text": "b", "extra": "yours", "late": 1}\n'])
    rows = list(csv.DictReader(io.StringIO((made + encoder.finish()).decode())))
    assert [row["extra"] for row in rows] == ["mine", '{"late": 1, "extra": "yours"}']


@settings(max_examples=60, deadline=None)
@given(cells=st.lists(CELL, min_size=1, max_size=5), name=st.sampled_from(["csv", "tsv"]), more=st.booleans())
def test_every_cell_of_a_new_table_is_read_as_it_was(cells, name, more):
    encoder = DelimitedEncoder(name)
    rows = [{"text": cell, **({"last": cell[::-1]} if more else {})} for cell in cells]
    made = encoder.add([json.dumps(row).encode() for row in rows]) + encoder.finish()
    read = csv.DictReader(io.StringIO(made.decode(), newline=""), delimiter="\t" if name == "tsv" else ",")
    assert list(read) == rows
    form = Delimited.of(name, made, FIELDS, "a")
    pieces = [piece for piece in form.pieces(io.BytesIO(made), 1 << 20) if isinstance(piece, bytes)]
    assert [json.loads(form.as_line(piece)) for piece in pieces[1:]] == rows


def test_a_folder_of_tables(table):
    (table / "in").mkdir()
    (table / "in/a.csv").write_text(TABLE, "utf-8")
    (table / "in/b.tsv").write_text("id\tbody\n1\tMột câu.\n", "utf-8")
    (table / "in/c.csv").write_text("id,name\n1,x\n", "utf-8")
    done = inside(table, "clean", "in", "-o", "out")
    assert done.returncode == 1
    assert b"in/c.csv: there is no column 'text'" in done.stderr
    assert (table / "out/a.csv").read_text("utf-8") == WANTED
    assert (table / "out/b.tsv").read_text("utf-8") == "id\tbody\n1\tMột câu.\n"
    assert not (table / "out/c.csv").exists()


@pytest.mark.parametrize("verb", ["explain", "check"])
def test_other_verbs_read_it(table, verb):
    done = inside(table, verb, "a.csv")
    assert FOLLOW.split()[0] in done.stdout.decode() or b"a.csv:2" in done.stdout


def test_a_diff_that_patch_takes(table):
    done = inside(table, "clean", "--diff", "a.csv")
    assert done.stdout.decode().splitlines()[:4] == [
        "--- a/a.csv",
        "+++ b/a.csv",
        "@@ -2,3 +2,2 @@",
        '-1,https://vov.vn/a,"Bão, lũ","Theo dõi vov.vn trên',
    ]


@pytest.fixture(scope="module")
def workers() -> dict[bool, Worker]:
    return {annotate: Worker(Options(removed="audit", annotate=annotate)) for annotate in (False, True)}


TEXT = st.lists(
    st.sampled_from([FOLLOW, "Đọc nhiều", "Một câu có, dấu.", 'Câu "hai".', "", "a\u200bb", " ", "Viá»‡t Nam"]),
    max_size=5,
).map("\n".join)


@settings(max_examples=60, deadline=None)
@given(
    texts=st.lists(TEXT, min_size=1, max_size=4),
    delimiter=st.sampled_from(",;\t"),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    end=st.sampled_from(["\n", "\r\n"]),
    to=st.sampled_from(["csv", "jsonl", "text"]),
    annotate=st.booleans(),
    odd=st.sampled_from(["", "\n", "a{0}b{0}c{0}d\n"]),
)
def test_a_table_comes_back(workers, texts, delimiter, quoting, end, to, annotate, odd):
    made = io.StringIO(newline="")
    writer = csv.writer(made, delimiter=delimiter, quoting=quoting, lineterminator=end)
    writer.writerow(["id", "url", "text"])
    for number, text in enumerate(texts):
        writer.writerow([number, "https://vov.vn/a", text])
    data = (made.getvalue() + odd.format(delimiter)).encode()
    form = Delimited.of("csv", data, FIELDS, "a.csv")
    outcome = workers[annotate].do(records_task(cut(form, data), to, form, "a.csv"))
    out = b"\f\n".join(filter(None, outcome.documents)) if to == "text" else b"".join(outcome.documents)
    told = form.told()
    found = rebuild(outputs(io.BytesIO(out), to, told), groups(outcome.audit, "audit"), "clean")
    assert b"".join(one.data or b"" for one in found) == data


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_a_field_without_a_name_is_no_line_that_is_none(tmp_path, form):
    rows = [{"text": "Một câu.", "": {"a": 1}}, {"text": "Hai câu.", "": "x"}]
    (tmp_path / "a.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    assert inside(tmp_path, "clean", "a.jsonl", "-t", form, "-o", f"b.{form}").returncode == 0
    back = inside(tmp_path, "clean", f"b.{form}", "-t", "jsonl").stdout.splitlines()
    assert [json.loads(json.loads(line)["extra"]) for line in back] == [{"": {"a": 1}}, {"": "x"}]
