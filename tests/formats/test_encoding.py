"""`--encoding`: what cannot be told is said; records of any encoding are read, and restored in it."""

from __future__ import annotations

import json

import pytest

from cleaner.errors import UsageError
from cleaner.runs.shard import clean_file
from cleaner.text.decoding import known_encoding
from tests.command import inside

FOLLOW = "Theo dõi vov.vn trên"
BODY = "Một câu ngắn ở Huế."
RECORDS = json.dumps({"url": "https://vov.vn/a", "text": f"{FOLLOW}\n{BODY}"}, ensure_ascii=False) + "\n"
FILES = {
    "a.jsonl": RECORDS + '{"text": "plain ascii"}\n\n{"id": 1, "x": "é"}\n' + RECORDS,
    "a.csv": f'số,url,text\n1,https://vov.vn/a,"{FOLLOW}\n{BODY}"\n2,,plain\n',
    "a.tsv": f'số\turl\ttext\r\n1\thttps://vov.vn/a\t"{FOLLOW}\n{BODY}"\r\n',
    "a.json": f"[{RECORDS},{RECORDS}]",
    "o.json": json.dumps(json.loads(RECORDS), ensure_ascii=False, indent=1),
}
WIDE = ["utf-16", "utf-16-le", "utf-16-be", "utf-32"]


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("encoding", WIDE)
def test_records_are_read_and_restored_in_their_encoding(tmp_path, name, encoding):
    data = FILES[name].encode(encoding)
    (tmp_path / name).write_bytes(data)
    said = ("--encoding", encoding)
    done = inside(tmp_path, "clean", name, *said, "-o", f"out/{name}", "--removed", "audit")
    assert done.returncode in (0, 1), done.stderr
    made = (tmp_path / "out" / name).read_text("utf-8-sig").replace("\r\n", "\n")
    assert (BODY in made, FOLLOW in made) == (True, False)
    back = inside(tmp_path, "restore", f"out/{name}", "--removed", "audit")
    assert back.stdout == data, back.stderr
    if name != "o.json":
        text = inside(tmp_path, "clean", name, *said, "-t", "text", "-o", "b.txt", "--removed", "audit2")
        assert text.returncode in (0, 1), text.stderr
        assert inside(tmp_path, "restore", "b.txt", "--removed", "audit2").stdout == data


@pytest.mark.parametrize("name", ["a.jsonl", "a.csv", "a.json"])
def test_a_mark_says_it(tmp_path, name):
    data = FILES[name].encode("utf-16")
    (tmp_path / name).write_bytes(data)
    before = inside(tmp_path, "clean", "-i", name, "--removed", "audit")
    assert before.returncode in (0, 1), before.stderr
    assert BODY in (tmp_path / name).read_text("utf-8-sig")
    assert inside(tmp_path, "restore", name, "--removed", "audit").stdout == data
    if name == "a.csv":
        assert BODY.encode() in inside(tmp_path, "clean", stdin=data).stdout


@pytest.mark.parametrize("said", ["windows-1252", "cp1252", "latin-1"])
def test_one_byte_encodings(tmp_path, said):
    data = "id,text\n1,Müller và Hermès.\n2,plain\n".encode("latin-1")
    (tmp_path / "a.csv").write_bytes(data)
    done = inside(tmp_path, "clean", "a.csv")
    assert (done.returncode, done.stdout) == (1, data)
    assert b"a.csv:2: 'text' is not UTF-8" in done.stderr
    assert b"--encoding" in done.stderr
    assert inside(tmp_path, "check", "a.csv", "--encoding", said).returncode == 1
    assert inside(tmp_path, "clean", "-i", "a.csv", "--encoding", said, "--removed", "audit").returncode == 0
    assert (tmp_path / "a.csv").read_bytes() == "id,text\n1,Müller và Hermès.\n2,plain\n".encode()
    assert inside(tmp_path, "restore", "a.csv", "--removed", "audit").stdout == data


def test_texts_and_pages(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"Vi\xd6t\n")
    (tmp_path / "b.html").write_bytes("<!doctype html><p>Câu này ở trang.</p>".encode("utf-16-le"))
    done = inside(tmp_path, "clean", "a.txt", "--encoding", "tcvn3", "-o", "o.txt", "--removed", "audit")
    assert (done.returncode, (tmp_path / "o.txt").read_text("utf-8")) == (0, "Việt\n")
    assert inside(tmp_path, "restore", "o.txt", "--removed", "audit").stdout == b"Vi\xd6t\n"
    done = inside(tmp_path, "clean", "b.html", "--encoding", "utf-16-le")
    assert "Câu này ở trang." in done.stdout.decode()
    done = inside(tmp_path, "clean", "--encoding", "vni", stdin=b"Vie\xe4t Nam\n")
    assert done.stdout.decode() == "Việt Nam\n"


def test_records_of_before_unicode(tmp_path):
    (tmp_path / "a.csv").write_bytes(b"id,text\n1,Vi\xd6t Nam\n")
    done = inside(tmp_path, "clean", "a.csv", "--encoding", "tcvn3", "-o", "b.csv", "--removed", "audit")
    assert (done.returncode, (tmp_path / "b.csv").read_text("utf-8")) == (0, "id,text\n1,Việt Nam\n")
    back = inside(tmp_path, "restore", "b.csv", "--removed", "audit")
    assert (back.returncode, b"was in tcvn3, which cannot be written here" in back.stderr) == (2, True)


def test_what_is_not_in_its_encoding_is_told(tmp_path):
    data = '{"text": "a"}\n'.encode("utf-16-le") + b"\x00\xd8\x41\x00" + '{"text": "b"}\n'.encode("utf-16-le")
    (tmp_path / "a.jsonl").write_bytes(data)
    done = inside(tmp_path, "clean", "-i", "a.jsonl", "--encoding", "utf-16-le")
    assert (done.returncode, (tmp_path / "a.jsonl").read_bytes()) == (1, data)
    assert b"is not utf-16-le at byte 28 (0x00)" in done.stderr
    (tmp_path / "a.txt").write_bytes(b"ab\xff\n")
    done = inside(tmp_path, "clean", "a.txt", "--encoding", "utf-8")
    assert (done.returncode, b"a.txt: is not utf-8 at byte 2 (0xff)" in done.stderr) == (2, True)


@pytest.mark.parametrize("name", ["nothing", "utf-88", "base64", "rot13", "zlib", "", " "])
def test_unknown_names(tmp_path, name):
    if name.strip():
        done = inside(tmp_path, "clean", "--encoding", name, stdin=b"a\n")
        assert (done.returncode, b"unknown encoding" in done.stderr) == (2, True)
    with pytest.raises(UsageError):
        known_encoding(name or "?")


def test_shards_may_say_it(tmp_path):
    (tmp_path / "a.jsonl").write_bytes(RECORDS.encode("utf-16-le"))
    clean_file(tmp_path / "a.jsonl", tmp_path / "b.jsonl", encoding="utf-16-le")
    assert json.loads((tmp_path / "b.jsonl").read_text("utf-8"))["text"] == BODY
