"""The audit: what it tells, and that a wrong pair of output and audit is never restored."""

from __future__ import annotations

import io
import json
import unicodedata
from typing import TYPE_CHECKING

import pytest

from cleaner import audit
from cleaner.audit import groups
from cleaner.errors import RestoreError
from cleaner.model import Removal, Repair, Result
from cleaner.restore import outputs, rebuild
from cleaner.runs.options import Options
from cleaner.runs.worker import Worker
from cleaner.settings import Settings
from tests.command import inside
from tests.tasks import file_task, records_task

if TYPE_CHECKING:
    from cleaner.runs.worker import Outcome

RULES = """\
source: bao.test
limits: {max_removed: 100%, min_kept: 0}
match: {host: [bao.test]}
rules:
  - {id: menu, label: menu, drop: {line: ["Trang chủ"]}}
  - {id: cut, trim: {starts: ["(BT) - "]}}
"""


@pytest.fixture(scope="module")
def worker(tmp_path_factory) -> Worker:
    path = tmp_path_factory.mktemp("rules") / "bao.test.yaml"
    path.write_text(RULES, encoding="utf-8")
    return Worker(Options(removed="audit", settings=Settings(str(path), source="bao.test")))


def cleaned(worker: Worker, data: bytes, name: str = "a.txt") -> Outcome:
    return worker.do(file_task(data, name))


def told(outcome: Outcome) -> list[dict]:
    return [json.loads(line) for line in outcome.audit]


def restored(out: bytes, lines: list[bytes], to: str = "text") -> bytes:
    stream = out.splitlines(keepends=True) if b"\r" not in out else [line + b"\n" for line in out.split(b"\n")[:-1]]
    pieces = outputs(stream, to, {})
    return b"".join(found.data or b"" for found in rebuild(pieces, groups(lines, "audit"), "clean.txt"))


def test_a_record_for_each_line_that_went_or_changed(worker):
    data = "Trang chủ\n\nMột câu.\n(BT) - Hai câu.\nVie\u0323\u0302t\u200b Nam\n\n".encode()
    records = told(cleaned(worker, data))
    assert [(r["line"], r["rule"].split("#")[0], r["label"], r["text"], r.get("kept")) for r in records] == [
        (1, "bao.test", "menu", "Trang chủ", 0),
        (4, "bao.test", "", "(BT) - Hai câu.", 1),
        (5, "text", "repair", "Vie\u0323\u0302t\u200b Nam", 1),
        (0, "cleaner", "layout", "", None),
    ]
    assert records[0]["at"].endswith("bao.test.yaml:5")
    assert {record["doc"] for record in records} == {"a.txt"}
    assert (records[-1]["lines"], records[-1]["blank"]) == (7, "2 6-7")
    assert all(list(record)[:5] == ["doc", "line", "rule", "at", "label"] for record in records)


def test_what_does_not_change_is_not_told(worker):
    assert cleaned(worker, "Một câu.\n\nHai câu.\n".encode()).audit == []


@pytest.mark.parametrize(
    "data",
    [
        "Trang chủ\nMột câu.".encode(),
        "Trang chủ\r\nMột câu.\r\n\r\nHai.\r\n".encode(),
        "Trang chủ\r\nMột câu.\nHai.\r".encode(),
        "Một câu.\rHai câu.\rTrang chủ\r".encode(),
        "\ufeffTrang chủ\nMột câu.\n".encode(),
        "Trang chủ\nMột câu.\n".encode("utf-16"),
        unicodedata.normalize("NFD", "Trang chủ\nMột câu của Đại sứ.\n").encode(),
        "Một\x00 câu\u2028Trang chủ\u2028Hai\n \t \n\u00a0\n\x0c\n".encode(),
        "Một câu.\n\x0c\nHai câu.\n".encode(),
        "Trang chủ\n".encode(),
        "\n\n\nMột câu.\n\n\n\n\n".encode(),
    ],
)
def test_odd_texts_come_back(worker, data):
    outcome = cleaned(worker, data)
    assert restored(b"".join(outcome.documents), outcome.audit) == data
    assert "original" not in told(outcome)[-1]


def test_a_document_of_several_texts(worker):
    names = {"a": "Trang chủ\nMột.\n", "b": "Hai.\n", "c": "Trang chủ\n", "d": "Ba.\n", "e": "(BT) - Bốn."}
    written, lines = [], []
    for position, (name, text) in enumerate(names.items(), 1):
        outcome = worker.do(file_task(text.encode(), name, position=position))
        written += [document for document in outcome.documents if document]
        lines += outcome.audit
    out = b"\f\n".join(written)
    assert restored(out, lines).decode() == "".join(names.values())
    with pytest.raises(RestoreError, match="'e' is missing"):
        restored(b"\f\n".join(written[:-1]), lines)


def test_records_whose_text_is_written_in_odd_ways(worker):
    texts = [r'"Trang ch\u1EE7\nM\u1ED9t \/"', r'"Trang ch\u1ee7\n\u0041 / \/"', '"Trang chủ\\nMột"', r'"\ud800 Trang"']
    lines = [b'{"a": 1e5, "text": ' + text.encode() + b' ,"text2": 1}\r\n' for text in texts]
    outcome = worker.do(records_task(lines))
    assert outcome.documents[0] == b'{"a": 1e5, "text": "M\\u1ED9t \\/" ,"text2": 1}\r\n'
    found = list(
        rebuild(outputs(io.BytesIO(b"".join(outcome.documents)), "jsonl", {}), groups(outcome.audit, "audit"), "clean")
    )
    assert [entry.data for entry in found] == lines
    layouts = [record for record in told(outcome) if record["line"] == 0]
    assert ["literal" in layout for layout in layouts[:3]] == [False, True, False]


DATA = "Trang chủ\nMột câu.\n\nHai câu.\nTrang chủ\n".encode()


@pytest.mark.parametrize(
    "damage",
    [
        lambda out: out.replace(b"Hai", b"Ba"),
        lambda out: out.replace("Hai câu.\n".encode(), b""),
        lambda out: out + b"more\n",
        lambda out: out + b"\n",
        lambda out: out.replace(b"\n\n", b"\n"),
        lambda out: b"",
        lambda out: out[:-1] + b"\r\n",
        lambda out: b"\xff" + out,
    ],
)
def test_an_output_that_was_changed_is_refused(worker, damage):
    outcome = cleaned(worker, DATA)
    out = b"".join(outcome.documents)
    assert restored(out, outcome.audit) == DATA
    with pytest.raises(RestoreError, match=r"clean\.txt.*'a\.txt'"):
        restored(damage(out), outcome.audit)


def test_an_audit_that_was_changed_is_refused(worker):
    outcome = cleaned(worker, DATA)
    out = b"".join(outcome.documents)
    for lines, word in (
        (outcome.audit[:-1], "not closed"),
        (outcome.audit[1:], "line 4 is missing"),
        ([outcome.audit[0].replace("chủ".encode(), b"chu"), *outcome.audit[1:]], "does not come out"),
        ([b"{}\n"], "not a record"),
        ([b"\xff\n"], "not JSON"),
        (outcome.audit * 2, "twice"),
    ):
        with pytest.raises(RestoreError, match=word):
            restored(out, lines)


def test_where_the_lines_cannot_be_told_the_original_is_kept():
    result = Result("b\na", numbers=[2, 1], removals=(Removal(3, "c", "r#x", "r:1", "menu"),))
    records = audit.changed("a", "a\nb\nc", result)
    layout = audit.closing("a", "a\nb\nc", result, records)
    assert layout["original"] == "a\nb\nc"
    assert audit.assemble(layout, records, result.text) == "a\nb\nc"


def test_the_owner_of_a_line_is_the_first_rule_and_the_others_are_named():
    removals = (Removal(1, "a b", "s#one", "s:1", "menu", "b"), Removal(1, "b", "s#two", "s:2", "ad", also=("t#x",)))
    record = audit.changed("a", "a b", Result("", removals=removals, repairs=(Repair(1, "nfc", "", ""),)))[0]
    assert (record["rule"], record["also"], record["kept"]) == ("s#one", ["s#two", "t#x"], 0)


def test_what_is_restored_has_its_suffix_again(tmp_path):
    (tmp_path / "in").mkdir()
    text = "Theo dõi vov.vn trên\nMột câu.\n"
    row = json.dumps({"url": "https://vov.vn/a", "text": text})
    files = {
        "a.jsonl": f"{row}\n",
        "b.json": f"[{row}]",
        "c.csv": 'url,text\nhttps://vov.vn/a,"' + text + '"\n',
        "d.txt": text,
        "e.ndjson": f"{row}\n",
    }
    for name, data in files.items():
        (tmp_path / "in" / name).write_text(data, "utf-8")
    for to in ("text", "jsonl"):
        done = inside(tmp_path, "clean", "in", "-t", to, "-o", to, "--removed", f"{to}.audit")
        assert done.returncode == 0, done.stderr
        done = inside(tmp_path, "restore", to, "--removed", f"{to}.audit", "-o", f"{to}-back")
        assert done.returncode == 0, done.stderr
        back = {path.name: path.read_text("utf-8") for path in (tmp_path / f"{to}-back").glob("[!.]*")}
        wanted = {("e.jsonl" if name == "e.ndjson" and to == "text" else name): data for name, data in files.items()}
        assert back == wanted


def test_an_empty_document_takes_no_place_among_texts(tmp_path):
    """It leaves nothing in an output of several documents, and what follows is undone all the same."""
    for name, text in (("a", ""), ("b", "A\u0300.\n"), ("c", ""), ("d", "E\u0300.\n\f\nMột câu.\n"), ("e", "")):
        (tmp_path / f"{name}.txt").write_text(text, "utf-8")
    names = [f"{name}.txt" for name in "abcde"]
    assert inside(tmp_path, "clean", *names, "-o", "out", "-t", "text", "--removed", "audit").returncode == 0
    done = inside(tmp_path, "restore", "out", "--removed", "audit")
    assert (done.returncode, done.stderr) == (0, b"")
    parts = [text for name in names if (text := (tmp_path / name).read_bytes())]
    assert done.stdout == b"\f\n".join(parts)
