"""What is no prose is not touched, and a call that could not do what it says is refused."""

from __future__ import annotations

import pytest

CODE = b"def f(x):\n    return x\n\n\n\nMENU = 'Trang ch\xe1\xbb\xa7'\n"
TEXT_LIKE = ["a.py", "a.PY", "b.md", "c.yaml", "d.xml", "e.js", "f.sql", "g.srt", "h.log", "i.tex", "Makefile", "k.css"]
BINARY = ["scan.pdf", "a.docx", "b.zip", "c.png", "d.xlsx", "e.sqlite", "f.mp4", "g.epub"]


@pytest.fixture
def cleaner(called):
    return called


@pytest.fixture
def mixed(tmp_path, dirty):
    for name in ("in/a.txt", "in/b/c.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(dirty)
    for name in ("x.py", "y.py", "b/z.md", "b/scan.pdf", "b/LICENSE"):
        (tmp_path / "in" / name).write_bytes(CODE)
    (tmp_path / "in/p.html").write_text("<!doctype html><p>Trang chủ</p><p>Một câu.</p>", "utf-8")
    return tmp_path


@pytest.mark.parametrize("name", [*TEXT_LIKE, "a.py.gz", *BINARY])
@pytest.mark.parametrize("arguments", [[], ["-i"], ["--hook"], ["-o", "out.txt"], ["-o", "out/"], ["--check"]])
def test_it_is_refused_and_stays(ours, tmp_path, name, arguments):
    (tmp_path / name).write_bytes(CODE)
    done = ours("clean", name, *arguments)
    assert (done.returncode, done.stdout) == (2, b"")
    assert name in done.stderr.decode()
    assert b"going by its name" in done.stderr
    assert (tmp_path / name).read_bytes() == CODE
    assert not (tmp_path / "out.txt").exists()


@pytest.mark.parametrize("verb", ["check", "explain"])
def test_other_verbs_refuse_it_too(ours, tmp_path, verb):
    (tmp_path / "a.py").write_bytes(CODE)
    assert ours(verb, "a.py").returncode == 2


def test_who_says_that_it_is_text_is_believed(ours, tmp_path):
    (tmp_path / "a.md").write_text("Trang chủ\nMột câu.\n", "utf-8")
    assert ours("clean", "-f", "text", "a.md").stdout.decode() == "Một câu.\n"
    assert ours("clean", "-i", "-f", "text", "a.md").returncode == 0
    assert (tmp_path / "a.md").read_text("utf-8") == "Một câu.\n"


def test_a_name_that_says_nothing_is_read(ours, tmp_path):
    for name in ("2025.01.13", "bai-viet", "vov.vn", "thoidai.com"):
        (tmp_path / name).write_text("Trang chủ\nMột câu.\n", "utf-8")
        assert ours("clean", name).stdout.decode() == "Một câu.\n"


def test_in_folders_it_is_passed_over_and_told_of_once(ours, mixed, clean):
    done = ours("clean", "in", "-o", "out")
    assert done.returncode == 0
    (line,) = (line for line in done.stderr.decode().splitlines() if "passed over" in line)
    assert "in: passed over 5 files" in line
    assert ".py 2, .md 1, .pdf 1, no suffix 1" in line
    assert "-f text" in line
    made = {path.relative_to(mixed / "out").as_posix() for path in (mixed / "out").rglob("*.*") if path.is_file()}
    assert made == {".cleaner-manifest.jsonl", "a.txt", "b/c.txt", "p.txt"}
    assert (mixed / "out/a.txt").read_bytes() == clean


def test_a_pattern_makes_no_prose_of_it(ours, mixed):
    done = ours("clean", "-i", "in", "--include", "*.py", "--include", "/a.txt")
    assert done.returncode == 0
    assert b".py 2" in done.stderr
    assert (mixed / "in/x.py").read_bytes() == CODE


def test_a_page_among_texts_stops_no_run_in_place(ours, mixed, clean):
    done = ours("clean", "-i", "in")
    assert done.returncode == 0, done.stderr
    assert (mixed / "in/a.txt").read_bytes() == (mixed / "in/b/c.txt").read_bytes() == clean
    assert b"in: passed over 1 file that -i would replace by their text: .html 1" in done.stderr
    assert ours("clean", "-i", "in/p.html").returncode == 2
    assert ours("clean", "--diff", "in").returncode == 0


def test_all_of_a_folder_as_text_leaves_out_what_is_none(ours, mixed):
    done = ours("clean", "-f", "text", "in", "-o", "out")
    assert done.returncode == 0, done.stderr
    assert b".pdf 1" in done.stderr
    assert (mixed / "out/x.py").exists()


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["a.txt", "-o", "b.html"], ".html says html"),
        (["a.txt", "-o", "b.warc"], ".warc says warc"),
        (["a.txt", "-t", "text", "-o", "b.jsonl"], ".jsonl says jsonl"),
        (["a.txt", "-t", "jsonl", "-o", "b.txt"], ".txt says text"),
        (["a.txt", "-t", "jsonl", "-o", "b.parquet.gz"], ".parquet says parquet"),
        (["a.txt", "-o", "b.py"], "is code"),
        (["a.txt", "-o", "b.md.gz"], "is markup"),
        (["a.txt", "-o", "b.docx"], "cannot be written"),
        (["a.txt", "-t", "text", "-o", "b.pdf"], "cannot be written"),
        (["a.txt", "--annotate"], "--annotate could not take effect"),
        (["a.txt", "-t", "text", "--annotate"], "--annotate could not take effect"),
        (["a.jsonl", "-t", "text", "--annotate"], "--annotate could not take effect"),
        (["a.jsonl", "--check", "--annotate"], "--annotate"),
        (["a.txt", "--diff", "-t", "jsonl"], "no -t"),
        (["a.txt", "--text-field", "body"], "--text-field could not take effect"),
        (["a.txt", "--url-field", "link"], "--url-field could not take effect"),
        (["a.txt", "--rejects", "bad"], "--rejects could not take effect"),
        (["a.txt", "--include", "*.txt"], "--include could not take effect"),
        (["a.txt", "--exclude", "*.txt"], "--exclude could not take effect"),
        (["a.txt", "--no-repair", "--tone", "new"], "--tone could not take effect"),
        (["a.txt", "--no-repair", "--quotes", "straight"], "--quotes could not take effect"),
    ],
)
def test_what_could_not_be_done_is_refused(ours, tmp_path, arguments, word):
    (tmp_path / "a.txt").write_text("Một câu.\n", "utf-8")
    (tmp_path / "a.jsonl").write_text('{"text": "Một câu."}\n', "utf-8")
    before = sorted(tmp_path.iterdir())
    done = ours("clean", *arguments)
    assert (done.returncode, done.stdout) == (2, b"")
    assert word in done.stderr.decode()
    assert sorted(tmp_path.iterdir()) == before


def test_labels_without_rules_are_refused(cleaner):
    done = cleaner("clean", "--no-source", "--drop", "caption", stdin=b"a\n")
    assert (done.returncode, b"--drop could not take effect" in done.stderr) == (2, True)


def test_what_a_file_of_settings_says_is_for_many_calls(ours, tmp_path):
    (tmp_path / "cleaner.toml").write_text(
        'annotate = true\ntext-field = "body"\ntone = "new"\nexclude = ["x"]\n', "utf-8"
    )
    (tmp_path / "a.txt").write_text("Một câu.\n", "utf-8")
    assert ours("clean", "a.txt").returncode == 0
    assert ours("clean", "a.txt", "--no-repair").returncode == 0


def test_an_output_that_is_called_json_gets_records(ours, tmp_path):
    (tmp_path / "a.txt").write_text("Một câu.\n", "utf-8")
    assert ours("clean", "a.txt", "-o", "b.json").returncode == 0
    assert (tmp_path / "b.json").read_text("utf-8").startswith('{"id":')
    assert ours("clean", "a.txt", "-t", "text", "-o", "b.md").returncode == 0
