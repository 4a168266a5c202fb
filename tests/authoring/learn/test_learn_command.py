"""`cleaner rules learn` as a command: what it reads, what it writes, what it says, how it ends."""

import gzip
import json
import subprocess
import sys

import pytest

from tests.authoring.learn.paper import HOST, LISTEN, articles, document

NAMES = list(articles())[:9]


def cleaner(*arguments, stdin=None):
    command = [sys.executable, "-m", "cleaner", *map(str, arguments)]
    return subprocess.run(command, input=stdin, capture_output=True, encoding="utf-8", check=False)


def learn(*arguments, stdin=None):
    return cleaner("rules", "learn", *arguments, stdin=stdin)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("pages") / HOST
    made.mkdir()
    for number, name in enumerate(NAMES):
        (made / f"{number}.txt").write_text(document(number, name).text, "utf-8")
    return made


@pytest.fixture(scope="module")
def printed(folder):
    """What a folder named by its host gives on standard output."""
    done = learn(folder)
    assert done.returncode == 0, done.stderr
    return done


def test_a_folder_named_by_its_host_is_enough(printed):
    assert f"source: {HOST}\n" in printed.stdout
    assert LISTEN in printed.stdout
    assert f"{HOST}: learnt from 9 pages" in printed.stderr
    assert "learnt rules" in printed.stderr


def test_records_packed_in_any_order_give_the_same(tmp_path, folder, printed):
    records = [
        {"text": file.read_text("utf-8"), "url": f"https://{HOST}/{file.stem}.html"}
        for file in sorted(folder.glob("*.txt"), reverse=True)
    ]
    lines = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    (tmp_path / "pages.jsonl.gz").write_bytes(gzip.compress(lines.encode()))
    assert learn(tmp_path / "pages.jsonl.gz").stdout == printed.stdout


def test_what_is_written_passes_every_check_and_is_written_over_only_when_asked(tmp_path, folder, printed):
    done = learn(folder, "-o", f"{tmp_path}/")
    path = tmp_path / f"{HOST}.yaml"
    assert (done.returncode, done.stdout) == (0, "")
    assert path.read_text("utf-8") == printed.stdout
    checked = cleaner("rules", "check", path)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert "nothing wrong" in checked.stderr

    path.write_text("source: mine.example.vn\n", "utf-8")
    again = learn(folder, "-o", path)
    assert again.returncode == 2
    assert f"{path}: is there already; --force writes over it" in again.stderr
    assert path.read_text("utf-8") == "source: mine.example.vn\n"
    assert learn(folder, "-o", path, "--force").returncode == 0
    assert path.read_text("utf-8") == printed.stdout


def test_rules_that_a_source_has_are_left_aside(tmp_path, folder, printed):
    path = tmp_path / f"{HOST}.yaml"
    path.write_text(printed.stdout, "utf-8")
    again = learn(folder, "--rules", path)
    assert again.stdout == printed.stdout
    assert f"{HOST} has rules, which are left aside: {path}" in again.stderr


def test_what_is_left_out_is_told(tmp_path, folder):
    lines = [{"text": file.read_text("utf-8")} for file in sorted(folder.glob("*.txt"))] + [{"text": " "}]
    (tmp_path / "pages.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    done = learn(tmp_path / "pages.jsonl", "--source", HOST, "--pages", "8")
    assert done.returncode == 0
    assert "the first 8 of 10 documents taken" in done.stderr
    assert "learnt from 8 pages" in done.stderr


def test_programs_get_the_evidence(folder):
    done = learn(folder, "--json")
    found = json.loads(done.stdout)
    assert (found["source"], found["pages"], found["articles"], found["extends"]) == (HOST, 9, 9, ["vi/news"])
    assert found["share_after"] > found["share_before"]
    assert found["rules"]
    assert all(rule["evidence"] and rule["label"] for rule in found["rules"])
    assert found["file"].startswith("# yaml-language-server")


@pytest.mark.parametrize(
    ("arguments", "stdin", "told"),
    [
        ((), None, "there are: "),
        (("--source", "khac.example.vn"), None, "no document of khac.example.vn"),
        (("--source", "không"), None, "is no host"),
        (("-",), "Một câu.\n", "nothing says which source it is; rules are learnt for one: --source NAME"),
        (("-", "--source", HOST), "Một câu.\n", "too few pages"),
        (("--min-documents", "10", "--source", HOST), None, "at least 10 are needed"),
    ],
)
def test_wrong_use_says_what_is_needed(tmp_path, folder, arguments, stdin, told):
    if told == "there are: ":
        (tmp_path / "khac.example.vn").mkdir()
        (tmp_path / "khac.example.vn" / "1.txt").write_text("Một câu.", "utf-8")
        arguments, told = (tmp_path, folder), "the documents are of several sources"
    elif "-" not in arguments:
        arguments = (folder, *arguments)
    done = learn(*arguments, stdin=stdin)
    assert done.returncode == 2
    assert told in done.stderr
    assert done.stdout == ""
