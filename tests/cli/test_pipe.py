"""`cleaner < dirty > clean`, and what it says about bad input."""

from __future__ import annotations

import gzip
import json
import os
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest

from cleaner.cli.main import guarded
from cleaner.cli.terminal import Messages


@pytest.fixture
def cleaner(called):
    return called


def test_no_verb_on_a_pipe(process, rules, dirty, clean):
    done = process("--rules", rules, "--url", "https://www.bao.test/a.html", stdin=dirty)
    assert (done.returncode, done.stdout, done.stderr) == (0, clean, b"")


def test_the_built_in_rules_find_their_source(process):
    body = [f"Câu thứ {number} của thân bài kết thúc bằng dấu chấm." for number in ("nhất", "hai", "ba", "tư")]
    lines = ["Theo dõi thoidai.com.vn trên", "Đại sứ Nga thăm chính thức Việt Nam trong ba ngày", "", *body]
    done = process(stdin="\n".join(lines).encode())
    assert done.returncode == 0
    assert "Theo dõi".encode() not in done.stdout
    assert done.stdout.endswith("dấu chấm.\n".encode())


def test_only_unicode_repair(cleaner, rules):
    done = cleaner("--no-source", "--rules", rules, stdin="Trang chủ\nViá»‡t Nam\n".encode())
    assert done.stdout.decode() == "Trang chủ\nViệt Nam\n"


@pytest.mark.parametrize(
    ("flags", "given", "wanted"),
    [
        (["--quotes", "straight"], "“a”\n", '"a"\n'),
        (["--tone", "new"], "hòa bình\n", "hoà bình\n"),
        (["--no-html-entities"], "a &amp;amp; b\n", "a &amp;amp; b\n"),
        (["--no-repair"], "Viá»‡t\n", "Viá»‡t\n"),
    ],
)
def test_letters(cleaner, flags, given, wanted):
    assert cleaner(*flags, "--no-source", stdin=given.encode()).stdout.decode() == wanted


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00", "PNG"),
        (b"%PDF-1.7\n", "PDF"),
        (b"\x00\x01\x81\x8d\x9f\xff\xc3\x28" * 40, "-: "),
        (b'{"id": 1}\n', "the record has no 'text', but 'id' (--text-field names another)"),
        (b'{"text": 5}\n', "a number"),
        (b'{"text": "a\n', "not JSON"),
        (gzip.compress(b"Tin t\xe1\xbb\xa9c. ", mtime=0)[:9], "cut short"),
    ],
)
def test_bad_input_is_said_and_is_2_when_it_is_all(cleaner, data, word):
    done = cleaner(stdin=data)
    assert done.returncode == 2
    assert done.stdout in (b"", data)  # a line of JSON without a text passes through
    assert word in done.stderr.decode()
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("data", [b"", b"\n \n", b"\xef\xbb\xbf"])
def test_an_empty_input_is_an_empty_document_wherever_it_comes_from(cleaner, tmp_path, data):
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.txt").write_bytes(data)
    (tmp_path / "in/b.html").write_bytes(data)
    piped = cleaner(stdin=data)
    assert (piped.returncode, piped.stdout, piped.stderr) == (0, b"", b"cleaner: -: flagged: empty\n")
    assert cleaner("--strict", stdin=data).returncode == 1
    assert cleaner("clean", "in", "-o", "out").returncode == 0
    assert (tmp_path / "out/a.txt").read_bytes() == (tmp_path / "out/b.txt").read_bytes() == b""
    record = json.loads(cleaner("clean", "in/a.txt", "-t", "jsonl").stdout)
    assert (record["text"], record["clean"]["flags"]) == ("", ["empty"])
    assert cleaner("check", "in/a.txt").returncode == int(bool(data))
    assert cleaner("clean", "-i", "in/a.txt", "--removed", "audit").returncode == 0
    assert (tmp_path / "in/a.txt").read_bytes() == b""
    if data:
        assert cleaner("restore", "in/a.txt", "--removed", "audit").stdout == data


def test_a_bad_line_among_good_ones_passes_through(process):
    data = b'{"text": "a"}\n[1]\n\n{"text": null}\nno json\n{"text":"b"}'
    done = process(stdin=data)
    assert (done.returncode, done.stdout) == (1, data)
    said = done.stderr.decode().splitlines()
    assert [line.split(": ", 2)[1] for line in said] == ["-:2", "-:4", "-:5"]


def test_rejects_take_bad_lines_as_they_were(process, tmp_path):
    data = b'{"text": "a"}\n[1]\n{"text":"b"}\nno \xff json'
    done = process("--rejects", "bad", "--removed", "audit", "-q", stdin=data)
    assert done.returncode == 1
    assert done.stdout == b'{"text": "a"}\n{"text":"b"}\n'
    assert (tmp_path / "bad").read_bytes() == b"[1]\nno \xff json\n"
    skipped = [json.loads(line) for line in (tmp_path / "audit").read_bytes().splitlines()]
    assert [(record["rule"], record["line"]) for record in skipped] == [("cleaner#skipped", 2), ("cleaner#skipped", 4)]
    (tmp_path / "clean").write_bytes(done.stdout)
    assert process("restore", "clean", "--removed", "audit").stdout == data


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["clean", "nothing.txt"], "no such file"),
        (["clean", "-s", "no-such-source"], "no-such-source"),
        (["clean", "--keep", "menus"], "menu"),
        (["clean", "-i"], "-i needs files"),
        (["clean", "--hook"], "--hook needs files"),
        (["clean", "--hook", "-o", "x", "a.txt"], "--hook changes the files themselves"),
        (["clean", "a.pdf"], "PDF"),
        (["explain", "."], "is a folder"),
        (["clean", "-o", "."], "no name"),
        (["clean", "-", "-"], "only once"),
        (["clean", "."], "holds no file"),
        (["clean", "--removed", "-"], "name a file"),
        (["clean", "--removed", "x", "--rejects", "x"], "written over"),
        (["check", "--removed", "x"], "--removed"),
        (["clean", "--rules", "nothing.yaml"], "nothing.yaml"),
        (["clean", "--soruce", "x"], "--source"),
        (["clean", "--from", "txt"], "text"),
        (["clean", "--jobs=-1"], "jobs"),
        (["--soruce", "x"], "--source"),
        (["restore", "a.txt"], "--removed"),
        (["clena"], "clean"),
    ],
)
def test_wrong_use_is_2_and_says_what_is_right(cleaner, arguments, word):
    done = cleaner(*arguments, stdin=b"a\n")
    assert (done.returncode, done.stdout) == (2, b"")
    assert word in done.stderr.decode()
    assert b"Traceback" not in done.stderr


def test_a_rule_file_with_a_typo_stops_the_run_with_its_place(process, tmp_path):
    (tmp_path / "x.yaml").write_text("source: x.test\nmatch: {host: [x.test]}\nrules:\n  - id: a\n    lable: menu\n")
    done = process("--rules", "x.yaml", stdin=b"a\n")
    assert (done.returncode, done.stdout) == (2, b"")
    assert "x.yaml:5" in done.stderr.decode()
    assert "label" in done.stderr.decode()


def test_a_path_needs_no_verb(process, tmp_path):
    (tmp_path / "a.txt").write_bytes(b"a\n")
    done = process("a.txt", stdin=b"not this\n")
    assert (done.returncode, done.stdout, done.stderr) == (0, b"a\n", b"")


def test_a_closed_pipe_ends_quietly(tmp_path):
    (tmp_path / "a.jsonl").write_bytes(b'{"text": "abc"}\n' * 200_000)
    command = f"{sys.executable} -m cleaner clean --no-source a.jsonl | head -1; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, cwd=tmp_path, timeout=60)
    assert (done.returncode, done.stdout, done.stderr) == (0, b'{"text": "abc"}\n', b"")


def test_closed_streams_are_errors(tmp_path):
    for shell, word in (("<&-", "input is closed"), (">&- </dev/null", "output is closed")):
        command = f"{sys.executable} -m cleaner {shell}"
        done = subprocess.run(["sh", "-c", command], capture_output=True, cwd=tmp_path, timeout=60)
        assert done.returncode == 2
        assert word in done.stderr.decode()
        assert b"Traceback" not in done.stderr


def test_an_interrupt_is_130_and_leaves_nothing_half(tmp_path):
    fifo = tmp_path / "in"
    os.mkfifo(fifo)
    command = [sys.executable, "-m", "cleaner", "clean", "in", "-f", "jsonl", "-o", "out.jsonl"]
    heed = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)  # whoever runs the tests may have switched it off
    process = subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, preexec_fn=heed)
    with fifo.open("wb") as stream:
        stream.write((b'{"text": "abc", "pad": "%s"}\n' % (b"x" * 900)) * 2000)
        stream.flush()
        while process.poll() is None:  # a signal between two reads of Python's own loop waits for the next one
            if any(tmp_path.glob(".cleaner-*.part")):
                process.send_signal(signal.SIGINT)
            time.sleep(0.05)
        _, said = process.communicate(timeout=30)
    assert process.returncode == 130
    assert said == b""
    assert [path.name for path in tmp_path.iterdir()] == ["in"]


def test_a_full_disk_is_an_error(process):
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    done = process("clean", "-", "-o", "/dev/full", stdin=b"abc\n")
    assert done.returncode == 2
    assert b"no space" in done.stderr


def test_a_flag_warns_and_strict_makes_it_1(process, rules):
    gone = "Trang chủ\n".encode()
    done = process("--rules", rules, "--source", "bao.test", stdin=gone)
    assert done.returncode == 0
    assert b"flagged" in done.stderr
    strict = process("--rules", rules, "--source", "bao.test", "--strict", "-q", stdin=gone)
    assert (strict.returncode, strict.stderr) == (1, b"")


def test_a_record_whose_text_becomes_empty_stays(ours):
    done = ours("clean", stdin='{"id": 1, "text": "Trang chủ", "n": 2}\n'.encode())
    assert (done.returncode, done.stdout) == (0, b'{"id": 1, "text": "", "n": 2}\n')
    assert b"-:1: flagged: empty" in done.stderr


def test_keep_and_drop(ours, dirty):
    assert "Trang chủ" in ours("clean", "--keep", "menu", stdin=dirty).stdout.decode()
    assert "Ảnh" not in ours("clean", "--drop", "caption", stdin=dirty).stdout.decode()


def test_version_and_help(process):
    assert process("--version").stdout.startswith(b"cleaner ")
    shown = process("clean", "--help", COLUMNS="200").stdout.decode()
    assert "--rejects" in shown
    assert "jsonl is the better choice" in shown
    assert "parquet" in shown


def test_an_interrupt_that_comes_wrapped_is_one(capfd):
    def work() -> int:
        raise RuntimeError("Error calling __set_name__") from KeyboardInterrupt()

    assert guarded(work, Messages()) == 130
    assert capfd.readouterr().err == ""
