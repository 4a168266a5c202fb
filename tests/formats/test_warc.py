"""Web archives: pages and texts become documents, everything else is counted, and what is broken is told and mended."""

from __future__ import annotations

import gzip
import io
import json
import random
import subprocess
import sys
import zlib
from pathlib import Path

import pytest

from cleaner.errors import InputError
from cleaner.formats.base import Limits
from cleaner.formats.warc import KEPT, body_of, records
from cleaner.runs.shard import clean_file
from tests.command import inside

HTML = (
    "<html><head><title>Bão số 3</title></head><body><h1>Bão số 3</h1><p>Một câu dài về bão số {n}.</p></body></html>"
)


def http(body: bytes, *headers: str, status: str = "200 OK", kind: str = "text/html; charset=utf-8") -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", *headers, "", ""]
    return "\r\n".join(lines).encode() + body


def record(kind: str, block: bytes, n: int = 1, length: str | None = None, content: str = "application/http") -> bytes:
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{n}>\r\nWARC-Date: 2024-05-01T10:00:{n:02}Z\r\n"
        f"WARC-Target-URI: https://vov.vn/bai-{n}.html\r\nContent-Type: {content}\r\n"
        f"Content-Length: {len(block) if length is None else length}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def response(n: int, **more: str) -> bytes:
    return record("response", http(HTML.format(n=n).encode()), n, **more)


def read(data: bytes, limits: Limits = Limits()) -> list[tuple[str, str, str]]:  # noqa: B008
    return [(found.url[-6:-5], found.other, found.problem) for found in records(io.BytesIO(data), limits)]


CRAWL = [
    record("warcinfo", b"software: x\r\n", 1, content="application/warc-fields"),
    record("request", b"GET / HTTP/1.1\r\n\r\n", 2),
    response(3),
    record("response", http(b"\x89PNG", kind="image/png"), 4),
    record("response", http(b"<p>gone", status="404 Not Found"), 5),
    record("metadata", b"a: b\r\n", 6, content="application/warc-fields"),
    record("resource", HTML.format(n=7).encode(), 7, content="text/html"),
    response(8),
]
WET = [
    record("conversion", f"Theo dõi vov.vn trên\nCâu thứ {n}.\n".encode(), n, content="text/plain") for n in range(1, 6)
]


def rows(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_bytes().splitlines()]


@pytest.mark.parametrize("pack", [b"".join, lambda parts: b"".join(map(gzip.compress, parts))], ids=["plain", "gzip"])
def test_pages_become_records_with_address_date_and_source(tmp_path, pack):
    (tmp_path / "crawl.warc.gz").write_bytes(pack(CRAWL))
    stats = clean_file(tmp_path / "crawl.warc.gz", tmp_path / "out.jsonl")
    found = rows(tmp_path / "out.jsonl")
    assert [row["url"] for row in found] == [f"https://vov.vn/bai-{n}.html" for n in (3, 7, 8)]
    assert list(found[0]) == ["id", "url", "source", "title", "date", "text", "meta", "clean"]
    assert (found[0]["id"], found[0]["date"]) == ("<urn:uuid:3>", "2024-05-01T10:00:03Z")
    assert (found[0]["source"], found[0]["title"]) == ("vov.vn", "Bão số 3")
    assert "Một câu dài về bão số 3." in str(found[0]["text"])
    assert stats.counts["others"] == {
        "warcinfo": 1,
        "request": 1,
        "metadata": 1,
        "response (image/png)": 1,
        "response (status 404)": 1,
    }
    assert stats.counts["skipped"] == 0


def test_the_command_line_tells_what_it_passed_over(tmp_path):
    command = [sys.executable, "-m", "cleaner", "clean", "--removed", "audit", "-j2"]
    done = subprocess.run(command, cwd=tmp_path, input=b"".join(CRAWL + WET), capture_output=True)
    assert done.returncode == 0
    assert b"8 documents, " in done.stderr
    assert b"; passed over 5 other records (metadata 1, request 1, response (image/png) 1, " in done.stderr
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["text"] for row in found[3:]] == [f"Câu thứ {n}." for n in range(1, 6)]
    audit = [json.loads(line) for line in (tmp_path / "audit").read_bytes().splitlines()]
    went = [line for line in audit if line["text"] == "Theo dõi vov.vn trên"]
    assert [line["doc"] for line in went] == [f"<urn:uuid:{n}>" for n in range(1, 6)]
    (tmp_path / "out").write_bytes(done.stdout)
    restored = inside(tmp_path, "restore", "out", "--removed", "audit")
    assert restored.returncode == 0
    assert restored.stdout.endswith(b"".join(part.split(b"\r\n\r\n")[1] for part in WET))
    assert b"<urn:uuid:1>: was a record of an archive; this is the text" in restored.stderr


def test_explain_looks_into_archives(tmp_path):
    (tmp_path / "a.warc").write_bytes(CRAWL[2] + WET[1])
    done = inside(tmp_path, "explain", "a.warc", "--format", "json")
    assert done.returncode == 0
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == ["<urn:uuid:3>", "<urn:uuid:2>"]


def test_text_out_of_an_archive_is_parted(tmp_path):
    (tmp_path / "a.warc.wet.gz").write_bytes(b"".join(map(gzip.compress, WET[:2])))
    clean_file(tmp_path / "a.warc.wet.gz", tmp_path / "a.txt", to="text")
    assert (tmp_path / "a.txt").read_text(encoding="utf-8") == "Câu thứ 1.\n\f\nCâu thứ 2.\n"


def test_an_archive_stays_what_it_is(tmp_path):
    (tmp_path / "a.warc").write_bytes(b"".join(CRAWL))
    for flags, word in ((["-i"], "-i would replace pages by their text"), (["--diff"], "needs plain text")):
        done = inside(tmp_path, "clean", *flags, "a.warc")
        assert (done.returncode, done.stdout) == (2, b"")
        assert word in done.stderr.decode()


@pytest.mark.parametrize(
    ("broken", "problem"),
    [
        (response(2)[:-50], "its length is wrong; what is there is kept"),
        (response(2, length="9999"), "its length is wrong; what is there is kept"),
        (response(2, length="20"), "its length is wrong; what is there is kept"),
        (response(2, length="-1"), "its length is wrong; what is there is kept"),
        (response(2).replace(b"Content-Length", b"Content-Lxngth"), "its length is wrong; what is there is kept"),
        (response(2, length="9" * 5000), "its length is wrong; what is there is kept"),
    ],
)
def test_a_broken_record_is_told_and_the_next_one_is_read(broken, problem):
    found = list(records(io.BytesIO(response(1) + broken + response(3))))
    assert [one.url[-6:-5] for one in found] == ["1", "2", "3"]
    assert [one.problem for one in found] == ["", problem, ""]
    assert b"B\xc3\xa3o s\xe1\xbb\x91 3</title>" in found[1].data
    assert body_of(found[2].data, Limits()) == (HTML.format(n=3).encode(), "utf-8")


def test_a_header_without_an_end_takes_nothing_with_it():
    found = read(response(3) + b"WARC/1.0\r\nWARC-Type: response\r\n" + response(8))
    assert found == [
        ("3", "", ""),
        ("", "response (empty)", "its length is wrong; what is there is kept"),
        ("8", "", ""),
    ]


def test_what_is_no_record_is_told():
    lost = "no record begins here; what is there is passed over"
    assert read(response(1) + b"junk\r\n" + response(2)) == [("1", "", ""), ("", "", lost), ("2", "", "")]
    assert read(response(1) + b"junk") == [("1", "", ""), ("", "", lost)]
    assert read(response(1) + b"\r\n\r\n\r\n") == [("1", "", "")]
    assert read(b"") == []


def test_every_cut_keeps_what_came_before():
    whole = b"".join(response(n) for n in (1, 2, 3))
    size = len(response(1))
    for cut in range(size, len(whole), 7):
        found = list(records(io.BytesIO(whole[:cut])))
        there = cut // size
        assert [one.problem for one in found[:there]] == [""] * there
        over = cut - there * size
        if over > 12:  # less may be the beginning of anything
            assert (
                found[there].problem
                in (
                    "is cut short; what is there is kept",
                    "no record begins here; what is there is passed over",
                )
                or over > size - 5
            )
    for wild in range(300):
        rng = random.Random(wild)
        data = bytearray(whole)
        for _ in range(rng.randint(1, 5)):
            at = rng.randrange(len(data))
            data[at : at + rng.randint(0, 20)] = rng.randbytes(rng.randint(0, 20))
        found = list(records(io.BytesIO(data)))
        assert len(found) <= 9
        for one in found:
            body_of(one.data, Limits())


def test_a_file_that_breaks_off_and_one_that_lies(tmp_path):
    data = gzip.compress(response(1)) + gzip.compress(response(2))[:-30]
    (tmp_path / "a.warc.gz").write_bytes(data)
    stats = clean_file(tmp_path / "a.warc.gz", tmp_path / "out.jsonl", resume=False)
    assert stats.failed == 1
    assert rows(tmp_path / "out.jsonl")[0]["url"] == "https://vov.vn/bai-1.html"
    assert stats.problems[-1].endswith(f"record 3: the gzip data is cut short after {len(data)} bytes")
    (tmp_path / "b.warc").write_bytes("Tin tức.\n".encode() * 100)
    with pytest.raises(InputError, match=r"b.warc: no WARC file: no record is in it"):
        clean_file(tmp_path / "b.warc", tmp_path / "b.jsonl")
    (tmp_path / "d.warc").write_bytes(b"what a broken download left\r\n" + response(1))
    stats = clean_file(tmp_path / "d.warc", tmp_path / "d.jsonl")
    assert [row["url"] for row in rows(tmp_path / "d.jsonl")] == ["https://vov.vn/bai-1.html"]
    assert stats.problems == (f"{tmp_path}/d.warc: byte 0: no record begins here; what is there is passed over",)
    (tmp_path / "c.warc").write_bytes(b"")
    clean_file(tmp_path / "c.warc", tmp_path / "c.jsonl")
    assert (tmp_path / "c.jsonl").read_bytes() == b""


@pytest.mark.parametrize(
    ("data", "wanted"),
    [
        (http(b"<p>A"), "<p>A"),
        (http(gzip.compress(b"<p>A", mtime=0), "Content-Encoding: gzip"), "<p>A"),
        (http(zlib.compress(b"<p>A"), "Content-Encoding: deflate"), "<p>A"),
        (http(b"4\r\n<p>A\r\n0\r\n\r\n", "Transfer-Encoding: chunked"), "<p>A"),
        (http(b"<p>A", "Content-Encoding: gzip"), "<p>A"),
        (http(b"<p>A", "Content-Encoding: nobody-knows"), "<p>A"),
        (http(b"<p>A", "Transfer-Encoding: chunked"), "<p>A"),
        (http(gzip.compress(b"<p>A", mtime=0), "Content-Encoding: gzip", "Transfer-Encoding: chunked"), "<p>A"),
        (http(b"<p>A").replace(b"\r\n", b"\n"), "<p>A"),
    ],
)
def test_the_page_is_opened_as_its_header_says_where_that_is_true(data, wanted):
    assert body_of(data, Limits()) == (wanted.encode(), "utf-8")


def test_the_encoding_of_the_header_reaches_the_page(tmp_path):
    page = "<html><body><h1>Tiêu đề</h1><p>Một câu dài của thân bài, rồi một câu nữa của thân bài.</p></body></html>"
    parts = [record("response", http(page.encode("utf-16-le"), kind="text/html; charset=utf-16le"), 1)]
    parts.append(record("response", http(page.encode("cp1258", "replace"), kind="text/html; charset=utf-8"), 2))
    (tmp_path / "a.warc").write_bytes(b"".join(parts))
    clean_file(tmp_path / "a.warc", tmp_path / "a.jsonl")
    first = rows(tmp_path / "a.jsonl")[0]
    assert "Một câu dài của thân bài" in str(first["text"])


def test_a_page_made_to_swell_and_one_too_large():
    bomb = http(gzip.compress(bytes(5_000_000)), "Content-Encoding: gzip")
    small = Limits(document=1_000_000)
    assert body_of(bomb, small) == "larger than 0.953674 MB (--max-document allows more)"
    large = record("response", http(b"<p>" + b"a" * 2_000_000), 2)
    wanted = "larger than 0.953674 MB (--max-document allows more)"
    assert read(response(1) + large + response(3), small) == [("1", "", ""), ("2", "", wanted), ("3", "", "")]


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is read off /proc")
def test_memory_is_flat_whatever_lies_between(tmp_path):
    with (tmp_path / "a.warc").open("wb") as file:
        film = http(bytes(1 << 20), kind="video/mp4")
        for n in range(12):
            size = len(film) + (15 << 20)
            file.write(record("response", b"", n, length=str(size)).removesuffix(b"\r\n\r\n") + film)
            for _ in range(15):
                file.write(bytes(1 << 20))
            file.write(b"\r\n\r\n" + response(n))
    code = (
        "from cleaner.formats.warc import records\n"
        "n = sum(one.form == 'html' for one in records(open('a.warc', 'rb')))\n"
        "print(n, next(line for line in open('/proc/self/status') if line.startswith('VmHWM')).split()[1])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, encoding="utf-8", check=True)
    number, peak = map(int, done.stdout.split())
    assert number == 12
    assert peak < 40_000 + 4 * (KEPT >> 10)


def with_bare_ends(archive_record: bytes, gap: bytes = b"\n\n") -> bytes:
    """Write a record's header with bare line feeds; its block, and so its length, stays."""
    head, _, block = archive_record.partition(b"\r\n\r\n")
    return head.replace(b"\r\n", b"\n") + b"\n\n" + block.removesuffix(b"\r\n\r\n") + gap


@pytest.mark.parametrize(
    "bare",
    [lambda n: True, lambda n: n % 2, lambda n: n < 3, lambda n: n >= 3, lambda n: n == 7],
    ids=["all", "odd", "first", "later", "last"],
)
@pytest.mark.parametrize("gap", [b"\n\n", b"\r\n\r\n", b"\n"], ids=["lf", "crlf", "one"])
def test_headers_with_bare_line_feeds(bare, gap):
    mixed = [with_bare_ends(one, gap) if bare(n) else one for n, one in enumerate(CRAWL)]
    wanted, found = list(records(io.BytesIO(b"".join(CRAWL)))), list(records(io.BytesIO(b"".join(mixed))))
    assert [one.offset for one in found] == [sum(map(len, mixed[:n])) for n in range(len(mixed))]
    assert [one._replace(offset=0) for one in found] == [one._replace(offset=0) for one in wanted]


def test_damage_in_an_archive_with_bare_line_feeds():
    bad = with_bare_ends(response(3, length="40"))
    assert [problem for _, _, problem in read(with_bare_ends(response(1)) + bad + with_bare_ends(response(5)))] == [
        "",
        "its length is wrong; what is there is kept",
        "",
    ]
    cut = (with_bare_ends(response(1)) + with_bare_ends(response(2)))[:-60]
    assert [problem for _, _, problem in read(cut)] == ["", "is cut short; what is there is kept"]
    large = with_bare_ends(record("resource", b"x" * (3 * KEPT), 1, content="text/html"))
    found = list(records(io.BytesIO(large + with_bare_ends(response(2))), Limits(document=1 << 16)))
    assert [(one.number, one.form) for one in found] == [(1, ""), (2, "html")]


def test_a_large_record_that_is_cut_short_is_told():
    page = http(b"<html><body>" + b"a" * (4 * KEPT))
    found = read(response(1) + record("response", page, 2)[:-KEPT])
    assert found == [("1", "", ""), ("2", "", "is cut short; what is there is kept")]
