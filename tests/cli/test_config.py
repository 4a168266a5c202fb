"""Settings from a file: which file holds, what wins, and what a mistake in it says."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from cleaner.cli.configuration import keys
from tests.command import inside

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def cleaner(called):
    return called


@pytest.fixture
def folder(tmp_path, dirty) -> Path:
    """A place for settings with a document in it, and an end to the search above it."""
    (tmp_path / ".git").mkdir()
    (tmp_path / "a.txt").write_bytes(dirty)
    return tmp_path


def settings(cleaner, *arguments: str) -> dict[str, tuple[str, str]]:
    done = cleaner(*(arguments or ("clean",)), "--show-settings")
    assert (done.returncode, done.stderr) == (0, b"")
    rows = [line.rpartition("  # ") for line in done.stdout.decode().splitlines()]
    return {row[0].partition(" = ")[0]: (row[0].partition(" = ")[2].strip(), row[2]) for row in rows}


def test_the_settings_hold(cleaner, rules, folder, clean):
    (folder / "cleaner.toml").write_text(f'rules = ["{rules}"]\nsource = "bao.test"\ndrop = ["caption"]\n', "utf-8")
    assert cleaner("clean", "a.txt").stdout == clean.split(b"\n")[0] + b"\n"
    assert cleaner("check", "a.txt").returncode == 1
    assert b"bao.test#caption" in cleaner("explain", "a.txt").stdout
    assert b"bao.test" in cleaner("rules", "list").stdout


def test_the_command_line_wins(cleaner, rules, folder, dirty, clean):
    (folder / "cleaner.toml").write_text(f'rules = ["{rules}"]\nsource = "bao.test"\nto = "jsonl"\n', "utf-8")
    assert cleaner("clean", "a.txt", "-t", "text").stdout == clean
    assert cleaner("clean", "a.txt").stdout.startswith(b'{"id"')
    assert cleaner("clean", "a.txt", "-t", "text", "--no-source").stdout.startswith("Trang chủ".encode())
    assert cleaner("clean", "a.txt", "--no-config", "--no-source").stdout.startswith("Trang chủ".encode())
    assert cleaner("clean", "-i", "a.txt").returncode == 0, "`to` gives way to -i"
    assert (folder / "a.txt").read_bytes() == clean


def test_the_nearest_file_holds_up_to_the_top_of_the_repository(cleaner, folder, tmp_path):
    inner = folder / "one/two"
    inner.mkdir(parents=True)

    def jobs() -> str:
        shown = inside(inner, "clean", "--show-settings").stdout.decode()
        return next(line for line in shown.splitlines() if line.startswith("jobs"))

    assert jobs().endswith("# default")
    (folder / "pyproject.toml").write_text("[project]\nname = 'x'\n[tool.cleaner]\njobs = 3\n", "utf-8")
    assert jobs().split() == ["jobs", "=", "3", "#", "../../pyproject.toml:4"]
    (folder / "one/pyproject.toml").write_text("[tool.black]  # says nothing of cleaner\n", "utf-8")
    assert "jobs = 3" in jobs()
    (folder / "cleaner.toml").write_text("jobs = 4\n", "utf-8")
    assert "jobs = 4" in jobs(), "in one folder, cleaner.toml comes first"
    (folder / "one/pyproject.toml").write_text("tool.cleaner.jobs = 5\n", "utf-8")
    assert "jobs = 5" in jobs()
    (inner / ".git").write_text("gitdir: elsewhere\n", "utf-8")
    assert jobs().endswith("# default"), "a worktree ends the search too"


def test_rule_folders_are_seen_from_the_file(cleaner, rules, folder, tmp_path, clean):
    (folder / "conf/mine").mkdir(parents=True)
    (folder / "conf/mine/bao.test.yaml").write_bytes(open(rules, "rb").read())  # noqa: PTH123, SIM115
    (folder / "conf/x.toml").write_text('rules = ["mine"]\nsource = "bao.test"\n', "utf-8")
    assert cleaner("clean", "--config", "conf/x.toml", "a.txt").stdout == clean


def test_show_settings_tells_who_said_what(cleaner, folder):
    (folder / "cleaner.toml").write_text('# ours\nkeep = ["lead"]\n\ntext-field = "body"\n', "utf-8")
    found = settings(cleaner, "clean", "a.txt", "--tone", "new", "--drop", "caption")
    assert found["keep"] == ('["lead"]', "cleaner.toml:2")
    assert found["text-field"] == ('"body"', "cleaner.toml:4")
    assert found["tone"] == ('"new"', "command line")
    assert found["drop"] == ('["caption"]', "command line")
    assert found["html-entities"] == ("true", "default")
    assert set(found) == {key for key, (one, option) in keys().items() if option.is_for("clean") and key == one.key}
    (folder / "again.toml").write_text("".join(f"{name} = {value}\n" for name, (value, _) in found.items()), "utf-8")
    again = settings(cleaner, "clean", "--config", "again.toml")
    assert {name: value for name, (value, _) in again.items()} == {name: value for name, (value, _) in found.items()}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('drop = []\nsuorce = "x"\n', "cleaner.toml:2: unknown setting 'suorce' (did you mean 'source'?)"),
        ('text_field = "x"\n', "cleaner.toml:1: unknown setting 'text_field' (did you mean 'text-field'?)"),
        ("\n\njobs = true\n", "cleaner.toml:3: jobs wants a whole number"),
        ('keep = "lead"\n', 'cleaner.toml:1: keep wants a list of texts, not "lead"'),
        ("keep = [1]\n", "cleaner.toml:1: keep wants a list of texts, not [1]"),
        ('strict = "yes"\n', "cleaner.toml:1: strict wants true or false"),
        ('tone = "odd"\n', "cleaner.toml:1: tone wants one of keep, old, new"),
        ('removed = "/etc/passwd"\n', "cleaner.toml:1: 'removed' belongs on the command line"),
        ("in-place = true\n", "cleaner.toml:1: 'in-place' belongs on the command line"),
        ("no-html-entities = true\n", "write html-entities = false"),
        ("[tool.cleaner]\njobs = 1\n", "cleaner.toml:1: unknown setting 'tool'"),
        ("jobs = = 1\n", "cleaner.toml:1:8: invalid value"),
        ("jobs = 1\njobs = 2\n", "cleaner.toml:2"),
        ("jobs = [1,\n", "cleaner.toml:"),
        ('keep = ["no-such-label"]\n', "no-such-label"),
        ('source = "a.vn"\nno-source = true\n', "cleaner.toml:2: source and no-source contradict each other"),
        ('rules = ["nowhere"]\n', "nowhere: no such rule file or folder"),
    ],
)
def test_a_mistake_is_told_with_its_place(cleaner, folder, text, told):
    (folder / "cleaner.toml").write_text(text, "utf-8")
    done = cleaner("clean", "a.txt")
    assert (done.returncode, done.stdout) == (2, b"")
    assert told in done.stderr.decode()
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("pyproject.toml", b"[tool.cleaner]\n\nsuorce = 1\n", "pyproject.toml:3: unknown setting 'suorce'"),
        ("pyproject.toml", b"[tool.other]\na = 1\n", "has no table [tool.cleaner]"),
        ("x.toml", b"a = 1\n\xff", "x.toml:2: not UTF-8"),
        ("nothing.toml", None, "nothing.toml: no such file"),
    ],
)
def test_a_file_named_by_the_call(cleaner, folder, name, data, told):
    if data is not None:
        (folder / name).write_bytes(data)
    done = cleaner("clean", "a.txt", "--config", name)
    assert done.returncode == 2
    assert told in done.stderr.decode()


def test_no_file_no_library(tmp_path):
    code = "import sys; from cleaner.cli.main import main; sys.argv[1:] = ['clean', '--no-source', '-']\n"
    report = "import atexit; atexit.register(lambda: print(*sys.modules, file=sys.stderr))\n"
    (tmp_path / ".git").mkdir()
    for name, wanted in (("pyproject.toml", False), ("cleaner.toml", True)):
        (tmp_path / name).write_text("# cleaner\n[tool.other]\n" * (not wanted), "utf-8")
        done = subprocess.run(
            [sys.executable, "-c", code.replace("\n", "; ") + report + "main()"],
            input="Một câu.\n",
            cwd=tmp_path,
            capture_output=True,
            encoding="utf-8",
        )
        assert done.returncode == 0, done.stderr
        assert ("tomllib" in done.stderr.split() or "tomli" in done.stderr.split()) is wanted


def test_the_environment_stands_between_the_file_and_the_command_line(cleaner, rules, folder, clean):
    (folder / "cleaner.toml").write_text('source = "vov.vn"\nquotes = "straight"\ntone = "old"\n', "utf-8")
    environ = {"CLEANER_RULES": rules, "CLEANER_SOURCE": "bao.test", "CLEANER_TONE": "new", "CLEANER_JOBS": ""}
    assert cleaner("clean", "a.txt", **environ).stdout == clean
    done = cleaner("clean", "--tone", "keep", "--show-settings", **environ).stdout.decode()
    rows = {line.split(" = ")[0]: line.rpartition("  # ")[2] for line in done.splitlines()}
    wanted = {"rules": "CLEANER_RULES", "source": "CLEANER_SOURCE", "quotes": "cleaner.toml:2", "tone": "command line"}
    assert {name: rows[name] for name in wanted} == wanted
    assert rows["jobs"] == "default", "an empty variable says nothing"
    assert b"bao.test" in cleaner("rules", "list", CLEANER_RULES=rules).stdout


def test_what_the_environment_says_against_the_file_holds(cleaner, folder, dirty):
    (folder / "cleaner.toml").write_text('source = "bao.test"\n', "utf-8")
    done = cleaner("clean", "a.txt", CLEANER_NO_SOURCE="true")
    assert done.stdout.startswith("Trang chủ".encode()), done.stderr


@pytest.mark.parametrize(
    ("variable", "words"),
    [
        (("CLEANER_JOBS", "many"), "CLEANER_JOBS wants a whole number"),
        (("CLEANER_JOBS", "9" * 5000), "CLEANER_JOBS wants a whole number"),
        (("CLEANER_JOBS", "-1"), "CLEANER_JOBS wants a whole number"),
        (("CLEANER_STRICT", "perhaps"), "CLEANER_STRICT wants true or false"),
        (("CLEANER_TONE", "loud"), "CLEANER_TONE wants one of keep, old, new"),
        (("CLEANER_SOURCES", "vov.vn"), "did you mean 'CLEANER_SOURCE'?"),
        (("CLEANER_DROP", "no-such"), "unknown label 'no-such'"),
    ],
)
def test_a_variable_that_makes_no_sense_ends_the_run(cleaner, folder, variable, words):
    done = cleaner("clean", "a.txt", **dict([variable]))
    assert (done.returncode, done.stdout) == (2, b"")
    assert words in done.stderr.decode()


def test_a_switch_that_is_off_says_the_default(cleaner, folder):
    (folder / "cleaner.toml").write_text('no-source = false\nsource = "vov.vn"\nno-repair = true\n', "utf-8")
    found = settings(cleaner)
    assert (found["source"][0], found["no-repair"][0]) == ('"vov.vn"', "true")
    done = cleaner("clean", "--show-settings", CLEANER_NO_REPAIR="0").stdout.decode()
    assert "no-repair = false     # CLEANER_NO_REPAIR" in done


def test_variables_of_others_are_theirs(cleaner, folder):
    assert cleaner("clean", "a.txt", CLEANER_HOME="/x", CLEANER_OUTPUT="x.txt", CLEANER_IN_PLACE="1").returncode == 0
    assert sorted(path.name for path in folder.iterdir()) == [".git", "a.txt"]
