"""Documents are untrusted: bombs are bounded, nothing is fetched, and what comes out of a page is text."""

from __future__ import annotations

import gzip
import http.server
import json
import subprocess
import sys
import threading
import time

import pytest

from cleaner.runs.options import Options
from cleaner.runs.worker import Worker
from tests.tasks import file_task, records_task

FORBID = """
import sys
def forbid(event, arguments):
    if event.startswith("socket.") and event not in ("socket.gethostname",):
        raise SystemExit(f"network: {event} {arguments}")
    if event in ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "webbrowser.open", "urllib.Request"):
        raise SystemExit(f"not allowed: {event}")
sys.addaudithook(forbid)
from cleaner.cli.main import main
main()
"""


@pytest.fixture(scope="module")
def worker() -> Worker:
    return Worker(Options())


@pytest.fixture
def server():
    """A web server that counts who asks."""
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *_):
            return

    made = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=made.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{made.server_port}", asked
    made.shutdown()


def test_no_network_whatever_a_document_says(tmp_path, server):
    base, asked = server
    body = "".join(f"<p>Câu thứ {n} của thân bài kết thúc bằng dấu chấm.</p>" for n in range(9))
    page = f"""<?xml version="1.0"?><!DOCTYPE html SYSTEM "{base}/x.dtd" [<!ENTITY e SYSTEM "{base}/e">
    <!ENTITY f SYSTEM "file:///etc/passwd">]><html><head><base href="{base}/"><link rel="canonical" href="{base}/a">
    <link rel="stylesheet" href="{base}/s"><script src="{base}/j"></script>
    <meta http-equiv="refresh" content="0;{base}/r"></head><body><h1>Tiêu đề</h1><iframe src="{base}/i"></iframe>
    <img src="{base}/p"><p>&e; &f;</p>{body}</body></html>"""
    (tmp_path / "a.html").write_text(page, "utf-8")
    (tmp_path / "a.txt").write_text(f"{base}/t\nMột câu.\n", "utf-8")
    (tmp_path / "a.jsonl").write_text(json.dumps({"text": f"{base}/u", "url": f"{base}/v"}) + "\n", "utf-8")
    for arguments in (
        ["clean", "-t", "jsonl", "a.html", "a.txt", "a.jsonl"],
        ["check", "--url", f"{base}/q", "a.html", "a.txt"],
        ["explain", "a.html"],
        ["rules", "stats", "a.html", "a.jsonl"],
    ):
        command = [sys.executable, "-c", FORBID, *arguments]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, timeout=60)
        assert done.returncode in (0, 1), done.stderr.decode()
        assert b"root:" not in done.stdout
    assert asked == []


def spent(work) -> tuple[object, float]:
    begun = time.process_time()
    return work(), time.process_time() - begun


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (b'{"text": "a", "x": ' + b"[" * 1_000_000 + b"]" * 1_000_000 + b"}", "deep"),
        (b"[" * 1_000_000, "deep"),
        (b'{"a":' * 500_000 + b"1" + b"}" * 500_000, "deep"),
        (b'{"text": "a", "n": ' + b"9" * 1_000_000 + b"}", None),
        (b'{"text": "a", "n": 1e999999999}', None),
        (b'{"text": "a", ' + b",".join(b'"k%d": 1' % n for n in range(50_000)) + b"}", None),
    ],
    ids=["deep value", "deep line", "deep objects", "long number", "huge number", "many fields"],
)
def test_json_bombs(worker, line, why):
    outcome, took = spent(lambda: worker.do(records_task([line + b"\n"])))
    assert outcome.documents == [line + b"\n"]  # a line that is no record passes as it is, and is told of
    assert bool(outcome.problems) == bool(why)
    assert not why or why in outcome.problems[0]
    assert took < 10


LOL = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
PAGES = {
    "deep": "<p>Một câu.</p>" + "<div>" * 50_000 + "Hai câu.",
    "deep lists": "<ul><li>" * 20_000 + "Một câu.",
    "deep tables": "<table><tr><td>" * 5_000 + "Một câu.",
    "laughs": f'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY l0 "ha">{LOL}]><html><p>Một câu. &l11;</p></html>',
    "attributes": "<p " + " ".join(f"a{n}=1" for n in range(50_000)) + ">Một câu.</p>",
    "open comments": "<p>Một câu.</p>" + "<!--" * 50_000,
    "a long entity": "<p>Một câu. &#" + "9" * 100_000 + ";</p>",
    "scripts": "<p>Một câu.</p>" + "<script>" * 20_000,
}


@pytest.mark.parametrize("name", PAGES)
def test_html_bombs(worker, name):
    task = file_task(PAGES[name].encode(), "a.html")
    outcome, took = spent(lambda: worker.do(task))
    assert sum(map(len, outcome.documents)) < len(PAGES[name]) + 10_000
    assert outcome.documents or outcome.problems
    assert took < 20


def test_an_archive_that_swells_is_stopped(tmp_path):
    (tmp_path / "bomb.txt.gz").write_bytes(gzip.compress(b"a" * 80_000_000, 1))
    code = "import resource; resource.setrlimit(resource.RLIMIT_AS, (1 << 29, 1 << 29))\n" + FORBID.split("\n", 1)[1]
    command = [sys.executable, "-c", code, "clean", "--max-ratio", "50", "bomb.txt.gz"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, timeout=60)
    assert done.returncode in (1, 2)
    assert b"bomb.txt.gz" in done.stderr
    assert b"Traceback" not in done.stderr
