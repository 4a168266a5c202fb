"""What helps people find their way: examples, labels, sources, what shells complete."""

from __future__ import annotations

import json
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from cleaner.cli.app import examples
from cleaner.settings import LABELS, MEANINGS
from tests.command import inside
from tests.golden.seeds import seeds


@pytest.fixture
def cleaner(called):
    return called


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Everything that the examples name."""
    made = tmp_path_factory.mktemp("examples")
    (made / "corpus").mkdir()
    for seed in seeds():
        (made / "corpus" / f"{seed.name}.txt").write_text(seed.text, "utf-8")
    (made / "page.txt").write_text(seeds()[0].text, "utf-8")
    (made / "pages.jsonl").write_text("".join(json.dumps({"text": seed.text}) + "\n" for seed in seeds()), "utf-8")
    assert inside(made, "rules", "new", "example.vn", "-o", "my-rules/").returncode == 0
    return made


def test_every_command_has_examples():
    from typer.main import get_command

    from cleaner.cli.app import app, load_rules

    load_rules()
    root = get_command(app)
    names = {"", *root.commands} | {f"rules {name}" for name in root.commands["rules"].commands}
    assert set(examples()) == names


@pytest.mark.parametrize("command", examples(), ids=lambda name: name or "cleaner")
def test_every_example_works(folder, command):
    for line, what in examples()[command]:
        assert what
        words = shlex.split(line)
        stdin = (folder / words[words.index("<") + 1]).read_bytes() if "<" in words else b""
        arguments = words[1 : words.index("<")] if "<" in words else words[1:]
        done = inside(folder, *arguments, stdin=stdin)
        wanted = (1,) if words[1] == "check" else (0, 1) if "stats" in words else (0,)
        assert done.returncode in wanted, (line, done.stderr.decode())
        assert b"rror" not in done.stderr, line
    help = inside(folder, *command.split(), "--help", COLUMNS="120").stdout.decode()
    for line, _ in examples()[command]:
        assert line in help


def test_labels_are_told(called):
    done = called("labels")
    lines = [line.split("  ")[0] for line in done.stdout.decode().splitlines()]
    assert lines[1 : len(LABELS) + 1] == list(LABELS)
    assert {row["label"]: row["meaning"] for row in json.loads(called("labels", "--json").stdout)} == MEANINGS


@pytest.mark.parametrize("word", ["https://vov.vn/chinh-tri/a.html", "vov.vn", "www.vov.vn", "VOV"])
def test_a_source_is_found_by_what_one_knows(called, word):
    done = called("sources", word, "--json")
    assert done.returncode == 0
    assert [row["name"] for row in json.loads(done.stdout)] == ["vov.vn"]


def test_sources_of_ones_own_are_among_them_and_none_is_an_answer(called, rules):
    assert b"bao.test" in called("sources", "--rules", rules).stdout
    done = called("sources", "no such")
    assert (done.returncode, done.stderr) == (1, b"")


COMPLETED = [
    ("cleaner clean --source vo", ["vov.vn"]),
    ("cleaner --source vo", ["vov.vn"]),
    ("cleaner clean --keep byl", ["byline"]),
    ("cleaner clean --drop byl", ["byline"]),
    ("cleaner rules show vov.vn#menu-i", ["vov.vn#menu-items"]),
    ("cleaner sou", ["sources"]),
    ("cleaner clean --to jso", ["jsonl"]),
    ("cleaner rules expl", ["explain-code"]),
    ("cleaner rules show no.such#", []),
    ("cleaner explain --rule vov.vn#menu-ro", ["vov.vn#menu-rows"]),
    ("cleaner rules explain-code C20", [f"C20{number}" for number in range(1, 10)]),
    ("cleaner rules learn --extends cms/vc", ["cms/vccorp"]),
    ("cleaner sources vo", ["vov.vn"]),
    ("cleaner --rules no/such --source v", []),
]


@pytest.mark.parametrize(("line", "wanted"), COMPLETED)
def test_shells_are_told_how_a_line_goes_on(called, line, wanted):
    words = line.split(" ")
    bash = {"COMP_WORDS": "\n".join(words), "COMP_CWORD": str(len(words) - 1)}
    done = called(_CLEANER_COMPLETE="complete_bash", **bash)
    assert done.stdout.decode().split() == wanted
    assert done.stderr == b""
    fish = {"_TYPER_COMPLETE_ARGS": line, "_TYPER_COMPLETE_FISH_ACTION": "get-args"}
    done = called(_CLEANER_COMPLETE="complete_fish", **fish)
    assert [one.partition("\t")[0] for one in done.stdout.decode().splitlines() if one] == wanted


@pytest.mark.parametrize("odd", [{}, {"COMP_WORDS": "cleaner 'x", "COMP_CWORD": "many"}, {"_TYPER_COMPLETE_ARGS": "'"}])
@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "nosuch"])
def test_nothing_odd_that_a_shell_says_is_a_mistake_of_ours(called, shell, odd):
    done = called(_CLEANER_COMPLETE=f"complete_{shell}", **odd)
    assert b"unexpected" not in done.stderr


@pytest.mark.skipif(not shutil.which("bash"), reason="no bash here")
def test_bash_completes(tmp_path):
    script = (
        'eval "$(cleaner --show-completion)"; COMP_WORDS=(cleaner clean --source vo); COMP_CWORD=3;'
        '_cleaner_completion cleaner; echo "${COMPREPLY[@]}"'
    )
    path = f"{Path(sys.executable).parent}:/usr/bin:/bin"
    env = {
        "PATH": path,
        "SHELL": "/bin/bash",
        "HOME": str(tmp_path),
        "_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "",
    }
    done = subprocess.run(["bash", "-c", script], capture_output=True, encoding="utf-8", env=env, check=False)
    assert done.stdout == "vov.vn\n", done.stderr
