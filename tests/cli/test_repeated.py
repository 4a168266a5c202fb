"""The same warning many times over is told a few times in full, then counted, with what would help."""

from __future__ import annotations

import json

import pytest

BODY = "Một câu thân bài kết thúc bằng dấu chấm."


@pytest.fixture
def cleaner(called):
    return called


def lines(done) -> list[str]:
    return done.stderr.decode().splitlines()


@pytest.mark.parametrize("arguments", [[], ["-q"], ["--check"]])
def test_records_without_a_text(cleaner, arguments):
    data = "".join(json.dumps({"id": n, "content": BODY}) + "\n" for n in range(2000))
    told = lines(cleaner("clean", "-f", "jsonl", *arguments, stdin=data.encode()))
    full = [
        line for line in told if ": the record has no 'text', but 'id', 'content' (try --text-field content)" in line
    ]
    assert len(full) == 5
    assert "cleaner: 2,000 of 2,000 records have no 'text'; try --text-field content" in told
    assert len(told) <= 7


def test_what_is_called_a_text_is_pointed_to_though_an_address_is_longer(cleaner):
    data = json.dumps({"Content": "Ngắn.", "url": f"https://bao.example/{'a' * 80}.html"}) + "\n"
    assert b"(try --text-field Content)" in cleaner("clean", "-f", "jsonl", stdin=data.encode()).stderr


def test_a_text_that_lies_deeper_is_pointed_to(cleaner):
    data = json.dumps({"id": 1, "doc": {"body": BODY}}) + "\n"
    assert b"(try --text-field doc.body)" in cleaner("clean", stdin=data.encode()).stderr
    done = cleaner("clean", "--text-field", "doc.body", "--url-field", "doc.url", stdin=data.encode())
    assert done.returncode == 0


def test_kinds_are_told_apart(cleaner):
    rows = ['{"text": null}', '{"text": 5}', "no JSON", '{"text": "a"}'] * 10
    told = lines(cleaner("clean", "-f", "jsonl", stdin="\n".join(rows).encode()))
    assert sum("is null" in line for line in told) == 6
    assert "cleaner: 10 of 40 records: 'text' is null, a string is wanted" in told
    assert "cleaner: 10 of 40 records: 'text' is a number, a string is wanted" in told
    assert any(line.startswith("cleaner: 10 of 40 records: not JSON") for line in told)


def test_files_of_one_kind(cleaner, tmp_path):
    (tmp_path / "in").mkdir()
    for number in range(12):
        (tmp_path / f"in/{number}.csv").write_text(f"id,noi_dung\n1,{BODY}\n", "utf-8")
    told = lines(cleaner("clean", "in", "-o", "out"))
    assert sum("there is no column 'text', but 'id', 'noi_dung'" in line for line in told) == 5
    assert "cleaner: 12 of 12 documents: there is no column 'text'; try --text-field noi_dung" in told


def test_flags_of_one_kind(cleaner):
    data = "".join(json.dumps({"text": ""}) + "\n" for n in range(30))
    told = lines(cleaner("clean", "-f", "jsonl", stdin=data.encode()))
    assert sum("flagged: empty" in line for line in told) == 6
    assert any(line.startswith("cleaner: 30 of 30 records: flagged: empty") for line in told)
    assert lines(cleaner("clean", "-q", "-f", "jsonl", stdin=data.encode())) == []


@pytest.mark.parametrize("verb", ["explain", "check"])
def test_other_verbs_sum_up_too(cleaner, tmp_path, verb):
    (tmp_path / "a.jsonl").write_text("".join('{"id": 1}\n' for _ in range(20)), "utf-8")
    told = lines(cleaner(verb, "a.jsonl"))
    assert "cleaner: 20 of 20 records have no 'text'; --text-field names another" in told
