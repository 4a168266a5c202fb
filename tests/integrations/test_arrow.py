"""The table function: rows, order and columns stay; what it says is what the command line says."""

from __future__ import annotations

import pickle

import pytest

pa = pytest.importorskip("pyarrow")

from cleaner import Settings, UsageError  # noqa: E402
from cleaner.integrations.arrow import TableCleaner  # noqa: E402
from tests.integrations.tables import SCHEMA, same_rows, table  # noqa: E402


def test_rows_are_those_of_the_command_line():
    some = table()
    cleaned = TableCleaner()(some)
    assert same_rows(some, cleaned)
    assert cleaned.column("id").equals(some.column("id"))
    assert cleaned.schema.remove(11).remove(10).remove(9) == SCHEMA


def test_batches_do_not_matter():
    some, clean = table(1), TableCleaner()
    whole = clean(some)
    parts = pa.Table.from_batches([clean(batch) for batch in some.to_batches(max_chunksize=2)])
    assert repr(parts.to_pylist()) == repr(whole.to_pylist())
    empty = clean(some.slice(0, 0))
    assert empty.num_rows == 0
    assert empty.schema == whole.schema


@pytest.mark.parametrize("kind", [pa.string(), pa.large_string(), pa.string_view()])
def test_the_text_keeps_its_type(kind):
    rows = pa.table({"text": pa.array(["A\u0300 ơi.", None], kind)})
    cleaned = TableCleaner()(rows)
    assert cleaned.schema.field("text").type == kind
    assert cleaned.column("text").to_pylist() == ["À ơi.", None]
    assert cleaned.column("clean").null_count == 1


@pytest.mark.parametrize("kind", [pa.binary(), pa.dictionary(pa.int32(), pa.string())], ids=str)
def test_a_text_in_bytes_or_a_dictionary_is_read_as_in_a_file(kind):
    texts = pa.array(["A\u0300 ơi.", None, "Một câu."], pa.string()).cast(kind)
    cleaned = TableCleaner()(pa.table({"text": texts}))
    assert cleaned.column("text").cast(pa.string()).to_pylist() == ["À ơi.", None, "Một câu."]
    assert cleaned.schema.field("text").type == kind


def test_bytes_that_are_no_text_stay():
    cleaned = TableCleaner()(pa.table({"text": [b"\xff\xfe", b"a"]}))
    assert cleaned.column("text").to_pylist() == [b"\xff\xfe", b"a"]
    assert cleaned.column("clean").null_count == 1


def test_fields_have_other_names_and_lie_in_structs():
    page = {"link": "https://vov.vn/a", "content": 1}
    rows = pa.Table.from_pylist([{"content": "Một câu.", "page": page, "text": 5}])
    cleaned = TableCleaner(text="content", url="page.link")(rows)
    assert cleaned.select(["content", "source", "text"]).to_pylist() == [
        {"content": "Một câu.", "source": "vov.vn", "text": 5}
    ]


def test_a_column_that_is_there_stays():
    rows = pa.Table.from_pylist([{"text": "Một câu.", "clean": 7, "source": "vov.vn"}])
    cleaned = TableCleaner()(rows)
    assert cleaned.schema.names == ["text", "clean", "source", "meta"]
    assert cleaned.to_pylist()[0]["clean"] == 7
    again = TableCleaner()(cleaned)
    assert again.equals(cleaned)


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ({"body": ["a"]}, "no column 'text', but 'body'"),
        ({"text": [1]}, "is of type int64"),
    ],
)
def test_what_cannot_be_cleaned_is_refused(rows, message):
    with pytest.raises(UsageError, match=message):
        TableCleaner()(pa.table(rows))


def test_nulls_alone_are_no_documents():
    cleaned = TableCleaner()(pa.table({"text": [None, None]}))
    assert cleaned.column("text").to_pylist() == [None, None]


def test_it_is_picklable_and_says_by_which_rules(tmp_path):
    rules = tmp_path / "bao.test.yaml"
    rules.write_text("source: bao.test\nmatch: {host: bao.test}\nrules: []\n")
    own = TableCleaner(Settings(rules=(str(rules),)))
    assert own.rules != TableCleaner().rules
    digest, sent = own.rules, pickle.dumps(own)
    rules.unlink()
    again = pickle.loads(sent)
    assert again.rules == digest
    rows = pa.table({"text": ["Một câu."], "url": ["https://bao.test/a"]})
    assert again(rows).column("source").to_pylist() == ["bao.test"]


def test_a_rule_that_changed_is_read_by_the_next_one(tmp_path):
    rules, rows = tmp_path / "bao.test.yaml", pa.table({"text": ["Một câu.\nQuảng cáo"], "source": ["bao.test"]})
    for word in ("Trang chủ", "Quảng cáo"):
        rules.write_text(
            "source: bao.test\nmatch: {host: bao.test}\nlimits: {max_removed: 100%}\n"
            f"rules:\n- {{id: ad, label: ad, drop: {{line: [{word}]}}}}\n"
        )
        found = TableCleaner(Settings(rules=(str(rules),)))(rows).column("text").to_pylist()
        assert found == (["Một câu."] if word == "Quảng cáo" else ["Một câu.\nQuảng cáo"])


def test_a_text_within_a_struct():
    rows = pa.Table.from_pylist([{"doc": {"text": "A\u0300 ơi.", "n": 1}, "id": 7}, {"doc": None, "id": 8}])
    cleaned = TableCleaner(text="doc.text")(rows)
    assert cleaned.column("doc").to_pylist() == [{"text": "À ơi.", "n": 1}, None]
    assert cleaned.schema.field("doc").type == rows.schema.field("doc").type
    with pytest.raises(UsageError, match=r"there is no column 'doc.body'"):
        TableCleaner(text="doc.body")(rows)
