"""Packed streams: found by their content, read member after member, and kept up to the place where they break."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import random
import subprocess
import sys
import zlib

import pytest

from cleaner.errors import InputError
from cleaner.formats import compression
from cleaner.formats.base import Limits
from cleaner.formats.compression import PACKINGS, Packing
from cleaner.formats.files import NewFile
from cleaner.formats.streams import open_input, read_all, read_part, trouble
from cleaner.runs.shard import clean_file
from tests.command import inside

zstd = compression._zstd()


def checked(data: bytes) -> bytes:
    return zstd.compress(data, options={zstd.CompressionParameter.checksum_flag: 1})


PACK = {"gzip": gzip.compress, "zstd": checked, "bzip2": bz2.compress, "xz": lzma.compress}
BY_NAME = {packing.name: packing for packing in PACKINGS}
ROWS = [json.dumps({"id": n, "text": f"A\u0300 câu {n * n * 7919 % 1000003}."}).encode() + b"\n" for n in range(600)]
LINES = b"".join(ROWS)

every_packing = pytest.mark.parametrize("packing", PACKINGS, ids=[packing.name for packing in PACKINGS])


@pytest.fixture
def without_isal(monkeypatch):
    monkeypatch.setitem(sys.modules, "isal", None)


def content(path) -> bytes:
    return read_all(str(path))


@every_packing
def test_by_content_and_member_after_member(tmp_path, packing: Packing):
    pack = PACK[packing.name]
    path = tmp_path / "lies.txt"
    path.write_bytes(pack(b"one\n") + pack(b"") + pack(LINES))
    assert content(path) == b"one\n" + LINES
    path.write_bytes(pack(b""))
    assert content(path) == b""


@every_packing
def test_thousands_of_members_end_anywhere(tmp_path, packing: Packing):
    rng = random.Random(5)
    parts = [rng.randbytes(size) for size in (0, 1, 2, 3, 5, 7, 11, 30, 31, 37, 4000, 8192, 20_000)]
    members = [PACK[packing.name](part) for part in parts]
    order = rng.choices(range(len(parts)), [40] * 10 + [1] * 3, k=5000)
    (tmp_path / "a").write_bytes(b"".join(members[at] for at in order))
    assert content(tmp_path / "a") == b"".join(parts[at] for at in order)


def test_what_else_may_stand_in_a_stream(tmp_path):
    path = tmp_path / "a"
    path.write_bytes(gzip.compress(b"a") + bytes(1000) + gzip.compress(b"b") + bytes(300_000))
    assert content(path) == b"ab"
    path.write_bytes(lzma.compress(b"a") + bytes(8) + lzma.compress(b"b"))
    assert content(path) == b"ab"
    skippable = b"\x50\x2a\x4d\x18" + (5).to_bytes(4, "little") + b"index"
    path.write_bytes(skippable + zstd.compress(b"a") + skippable)
    assert content(path) == b"a"
    path.write_bytes("BZh là tên của một người.".encode())
    assert content(path).startswith(b"BZh")


@every_packing
def test_what_is_written_by_name_is_packed_and_the_same_at_any_time(tmp_path, packing: Packing):
    for name in ("a", "b"):
        with NewFile(str(tmp_path / name) + packing.suffix.upper()) as file:
            for row in ROWS[:200]:
                file.write(row)
    one, two = ((tmp_path / name).read_bytes() for name in (f"a{packing.suffix.upper()}", f"b{packing.suffix.upper()}"))
    assert one == two
    assert one.startswith(packing.begins)
    assert content(tmp_path / f"a{packing.suffix.upper()}") == b"".join(ROWS[:200])


@every_packing
@pytest.mark.parametrize("cut", [14, 100, 0.5, -1])
def test_all_whole_records_before_the_cut_are_cleaned(tmp_path, packing: Packing, cut):
    whole = PACK[packing.name](LINES)
    path = tmp_path / f"a.jsonl{packing.suffix}"
    path.write_bytes(whole[: int(len(whole) * cut) if isinstance(cut, float) else cut])
    stream = open_input(str(path))
    there = stream.read()
    assert LINES.startswith(there)
    assert "is cut short after" in trouble(stream) or "is followed by" in trouble(stream)
    if not there:
        with pytest.raises(InputError, match=r"cut short|cannot be|not JSON"):
            clean_file(path, tmp_path / "out.jsonl", resume=False)
        return
    rejects = tmp_path / "rejects"
    stats = clean_file(path, tmp_path / "out.jsonl", rejects=rejects)
    assert stats.failed == 1
    records = there.count(b"\n")
    out = (tmp_path / "out.jsonl").read_bytes().splitlines()
    assert [json.loads(line)["id"] for line in out] == list(range(records))
    assert rejects.read_bytes().rstrip(b"\n") == there[there.rfind(b"\n") + 1 :]
    clean_file(path, tmp_path / "passed.jsonl")
    assert (tmp_path / "passed.jsonl").read_bytes().endswith(there[there.rfind(b"\n") + 1 :])


def test_no_byte_before_the_cut_is_lost(tmp_path, without_isal):
    """What isal unpacks of a cut stream is what zlib unpacks of it, byte for byte, or more."""
    whole = gzip.compress(LINES)
    for cut in range(len(whole) // 3, len(whole), len(whole) // 7):
        (tmp_path / "a").write_bytes(whole[:cut])
        data, problem = read_part(str(tmp_path / "a"))
        assert data == zlib.decompressobj(31).decompress(whole[:cut])
        assert problem == f"the gzip data is cut short after {cut:,} bytes"


def test_isal_gives_as_much_of_a_cut_stream(tmp_path):
    pytest.importorskip("isal")
    whole = gzip.compress(LINES)
    for cut in range(len(whole) // 3, len(whole), len(whole) // 7):
        (tmp_path / "a").write_bytes(whole[:cut])
        data, _ = read_part(str(tmp_path / "a"))
        reference = io.BytesIO()
        engine = zlib.decompressobj(31)
        reference.write(engine.decompress(whole[:cut]))
        assert reference.getvalue().rfind(b"\n") <= data.rfind(b"\n")


@every_packing
def test_damage_and_other_bytes_behind(tmp_path, packing: Packing):
    noise = random.Random(3).randbytes(1_200_000)
    whole = PACK[packing.name](noise)
    damaged = bytearray(whole)
    damaged[-200_000:-199_000] = bytes(1000)
    path = tmp_path / "a"
    path.write_bytes(damaged)
    data, problem = read_part(str(path))
    assert "data is damaged before byte" in problem
    assert len(data) > 400_000
    assert noise.startswith(data[:400_000])
    padding = b"\0" * 9000 * (packing.name in ("gzip", "xz"))
    path.write_bytes(whole + padding + b"more")
    data, problem = read_part(str(path))
    assert (data, problem) == (
        noise,
        f"the {packing.name} data is followed by other bytes from byte {len(whole + padding) + 1:,} on",
    )
    with pytest.raises(InputError, match="followed by other bytes"):
        content(path)


@every_packing
def test_a_bomb_stops_where_it_may(tmp_path, packing: Packing):
    path = tmp_path / "bomb"
    path.write_bytes(PACK[packing.name](bytes(3_000_000)))
    small = Limits(document=10_000_000, ratio=20, swollen=200_000)
    data, problem = read_part(str(path), small)
    assert 200_000 < len(data) < 500_000
    assert problem.endswith("data unpacks to more than 20 times its size (--max-ratio allows more)")
    with pytest.raises(InputError, match=r"larger than 0.9\d* MB \(--max-document allows more\)"):
        read_part(str(path), Limits(document=1_000_000, ratio=10_000))


def test_a_ratio_is_not_held_against_what_just_repeats_itself(tmp_path):
    (tmp_path / "a").write_bytes(gzip.compress(ROWS[0] * 100_000))
    assert len(content(tmp_path / "a")) == len(ROWS[0]) * 100_000


def test_in_place_keeps_the_packing_and_leaves_a_broken_file(tmp_path):
    whole = gzip.compress(LINES)
    (tmp_path / "a.jsonl").write_bytes(whole)
    (tmp_path / "b.jsonl.gz").write_bytes(LINES)
    (tmp_path / "c.jsonl.gz").write_bytes(whole[:-9])
    done = inside(tmp_path, "clean", "-i", "a.jsonl", "b.jsonl.gz", "c.jsonl.gz")
    assert done.returncode == 1
    assert b"c.jsonl.gz:601: the gzip data is cut short" in done.stderr
    cleaned = LINES.replace(b"A\\u0300", b"\\u00c0")
    assert gzip.decompress((tmp_path / "a.jsonl").read_bytes()) == cleaned
    assert (tmp_path / "b.jsonl.gz").read_bytes() == cleaned
    assert (tmp_path / "c.jsonl.gz").read_bytes() == whole[:-9]


def test_from_one_packing_to_another_on_a_pipe(tmp_path):
    command = [sys.executable, "-m", "cleaner", "clean", "-o", "out.jsonl.zst", "--max-ratio", "5000"]
    subprocess.run(command, cwd=tmp_path, input=bz2.compress(LINES), check=True)
    assert zstd.decompress((tmp_path / "out.jsonl.zst").read_bytes()) == LINES.replace(b"A\\u0300", b"\\u00c0")


def test_half_a_text_is_kept_and_told(tmp_path):
    text = "".join(f"Câu thứ {n * n * 7919 % 1000003}.\n" for n in range(1500)).encode()
    (tmp_path / "a.txt.gz").write_bytes(gzip.compress(text)[:-1500])
    stats = clean_file(tmp_path / "a.txt.gz", tmp_path / "a.txt", resume=False)
    assert stats.failed == 1
    assert "is cut short after" in stats.problems[0]
    kept = (tmp_path / "a.txt").read_bytes().rstrip(b"\n")
    assert text.startswith(kept)
    assert len(kept) > 10_000


def test_a_missing_library_is_named(tmp_path, monkeypatch):
    for module in ("compression", "backports"):
        monkeypatch.setitem(sys.modules, module, None)
    (tmp_path / "a.jsonl.zst").write_bytes(zstd.compress(LINES))
    with pytest.raises(InputError, match=r"a.jsonl.zst: a .zst stream needs .* pip install '"):
        clean_file(tmp_path / "a.jsonl.zst", tmp_path / "a.jsonl")
    (tmp_path / "a.jsonl").write_bytes(LINES)
    with pytest.raises(InputError, match=r"pip install '"):
        clean_file(tmp_path / "a.jsonl", tmp_path / "b.jsonl.zst")
    assert not list(tmp_path.glob("*.part"))
    assert not list(tmp_path.glob(".*"))


@pytest.mark.parametrize("form", ["csv", "tsv", "parquet", "jsonl"])
def test_half_a_text_that_is_kept_is_in_a_table_too(tmp_path, form):
    """What a message says is kept must be in the output, whatever its form."""
    text = "".join(f"Câu thứ {n * n * 7919 % 1000003}.\n" for n in range(1500)).encode()
    (tmp_path / "a.txt.gz").write_bytes(gzip.compress(text)[:-1500])
    (tmp_path / "b.txt").write_text("Câu cuối.\n", encoding="utf-8")
    done = inside(tmp_path, "clean", "a.txt.gz", "b.txt", "-t", form, "-o", f"out.{form}")
    assert b"what comes before is kept" in done.stderr
    again = inside(tmp_path, "clean", f"out.{form}", "-t", "jsonl", "--no-repair", "--no-source")
    texts = [json.loads(line)["text"] for line in again.stdout.splitlines()]
    assert [len(texts), texts[-1]] == [2, "Câu cuối."]
    assert len(texts[0].encode()) > 10_000
    assert text.startswith(texts[0].encode())
