"""An option is declared once: the command line, its help, the value of a call and Python's keyword arguments agree."""

from __future__ import annotations

import inspect
import pickle

import pytest
import typer.main
from hypothesis import given
from hypothesis import strategies as st

from cleaner import Cleaner, UsageError
from cleaner.cli import app as typer_app
from cleaner.cli.main import COMMANDS, spelt_out
from cleaner.option import build, checked, settings_of
from cleaner.runs.options import Options
from cleaner.settings import Settings
from tests.command import inside

CALLS = [
    (["clean"], {"paths": ()}),
    (["clean", "a.txt", "b.txt", "-o", "out", "-j", "3"], {"paths": ("a.txt", "b.txt"), "output": "out", "jobs": 3}),
    (["clean", "-", "-fjsonl", "--to=text"], {"paths": ("-",), "form": "jsonl", "to": "text"}),
    (["clean", "--keep", "lead", "--keep=title"], {"paths": (), "keep": ("lead", "title")}),
    (["clean", "-iq", "a"], {"paths": ("a",), "in_place": True, "quiet": True}),
    (["clean", "--no-source", "--no-repair"], {"paths": (), "source": "none", "repair": False}),
    (["clean", "--no-html-entities", "--", "-odd-name"], {"paths": ("-odd-name",), "html_entities": False}),
    (["explain", "a", "--format", "json"], {"paths": ("a",), "format": "json"}),
    (["restore", "a", "--removed", "b", "-o", "c"], {"paths": ("a",), "removed": "b", "output": "c"}),
]
WRONG = [
    (["clean", "--nothing"], "no such option: --nothing"),
    (["clean", "--jobs=-1"], "-j"),
    (["clean", "-j", "x"], "-j"),
    (["clean", "-f", "pdf"], "pdf"),
    (["clean", "-o"], "-o"),
    (["restore", "a"], "--removed"),
    (["restore", "a", "b", "--removed", "c"], "b"),
    (["explain"], "PATH"),
    (["explain", "a", "--format", "github"], "github"),
    (["check", "-o", "x"], "-o"),
    (["clean", "--source", "vov.vn", "--no-source"], "--source and --no-source contradict each other"),
    (["rules", "lst"], "lst"),
]
#: What calls are drawn from: the names of options, with a value behind them or not, and other words.
NAMES = sorted({name for one in settings_of(Options) for option in one.options for name in option.names})
OFF = sorted({option.off for one in settings_of(Options) for option in one.options if option.off})
ODD = ["-", "--", "-qi", "--jobs=2", "", "a.txt", "2", "-1", "jsonl", "json", "keep", "lead,ad", "https://a.vn/"]
WORDS = st.lists(
    st.sampled_from([*([name] for name in (*NAMES, *OFF, *ODD)), *([name, value] for name in NAMES for value in ODD)]),
    max_size=5,
).map(lambda parts: [word for part in parts for word in part])


@pytest.fixture
def called(monkeypatch) -> list[tuple[str, dict]]:
    """What the app would run."""
    seen: list[tuple[str, dict]] = []
    monkeypatch.setattr(typer_app, "execute", lambda command, values: seen.append((command, values)) or 0)
    return seen


@pytest.mark.parametrize(("argv", "values"), CALLS, ids=lambda part: " ".join(part) if isinstance(part, list) else "")
def test_a_call_says_what_it_names_and_no_more(called, argv, values):
    assert typer_app.call(argv) == 0
    assert called == [(argv[0], values)]
    assert build(Options, {"verb": argv[0], **values}).verb == argv[0]


@pytest.mark.parametrize(("argv", "values"), CALLS, ids=lambda part: " ".join(part) if isinstance(part, list) else "")
def test_a_call_that_is_spelt_out_says_the_same_without_typer(argv, values):
    assert spelt_out(argv[0], argv[1:]) in (values, None)


@given(st.sampled_from(COMMANDS), WORDS)
def test_what_is_read_without_typer_is_what_typer_reads(command, words):
    seen: list[tuple[str, dict]] = []
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(typer_app, "execute", lambda *call: seen.append(call) or 0)
        try:
            values = spelt_out(command, words)
        except UsageError as error:
            with pytest.raises(UsageError, match=f"^{error}$"):
                typer_app.call([command, *words])
        else:
            if values is not None:
                assert typer_app.call([command, *words]) == 0
                assert seen == [(command, values)]


def test_options_by_their_names_need_no_typer():
    assert spelt_out("clean", ["-j", "2", "--drop", "lead", "a", "--drop", "ad", "--no-gitignore", "-"]) == {
        "jobs": 2,
        "drop": ("lead", "ad"),
        "gitignore": False,
        "paths": ("a", "-"),
    }
    assert spelt_out("clean", ["-q", "-j", "2", "-q", "-j", "3"]) == {"quiet": True, "jobs": 3, "paths": ()}
    for words in (["--", "-x"], ["-j2"], ["-j", "x"], ["-j"], ["--jobs=2"]):
        assert spelt_out("clean", words) is None
    for words in ([], ["a"], ["a", "b", "--removed", "c"]):
        assert spelt_out("restore", words) is None


@pytest.mark.parametrize(("argv", "told"), WRONG, ids=lambda part: " ".join(part) if isinstance(part, list) else "")
def test_wrong_use_is_told_in_one_line_with_a_hint(tmp_path, argv, told):
    done = inside(tmp_path, *argv)
    error, *hint = done.stderr.decode().splitlines()
    assert (done.returncode, done.stdout) == (2, b"")
    assert error.startswith("cleaner: error: ")
    assert told in error
    assert "contradict" in told or (len(hint) == 1 and hint[0].endswith("--help"))


@pytest.mark.parametrize(
    "argv",
    [["a.txt"], ["a.txt", "a.txt", "-o", "out"], ["--url", "https://a.vn/", "a.txt"], ["s3://pages/a.txt", "-q"]],
    ids=" ".join,
)
def test_paths_need_no_command(called, tmp_path, monkeypatch, argv):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").touch()
    assert typer_app.call(argv) == typer_app.call(["clean", *argv]) == 0
    assert called[0] == called[1]


def test_a_command_has_its_name_to_itself(tmp_path):
    (tmp_path / "check").write_text("Một câu.\n", "utf-8")
    assert inside(tmp_path, "check", "check").stdout == b""
    assert inside(tmp_path, "./check").stdout.decode() == "Một câu.\n"
    assert inside(tmp_path, "clean", "check").stdout.decode() == "Một câu.\n"


def test_a_word_that_is_neither_command_nor_path_is_refused(tmp_path):
    hint, typo = (inside(tmp_path, word, stdin=b"a\n") for word in ("pages/a.txt", "chek"))
    assert (hint.returncode, typo.returncode) == (2, 2)
    assert b"pages/a.txt: no such file, and no command either" in hint.stderr
    assert b"'check'" in typo.stderr


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_has_the_options_that_are_declared_for_it(command):
    made = typer.main.get_command(typer_app.app).commands[command]
    theirs = {name for param in made.params for name in (*param.opts, *param.secondary_opts) if name.startswith("-")}
    declared = [option for one in settings_of(Options) for option in one.options if option.is_for(command)]
    ours = {name for option in declared for name in (*option.names, option.off) if name}
    assert theirs == ours
    assert all(param.help for param in made.params)


def test_a_value_of_options_survives_the_way_to_a_worker():
    made = build(Options, {"paths": ("a",), "tone": "new", "drop": ["related,caption"], "rules": ("r",)})
    assert made.settings.drop == {"related", "caption"}
    assert made.settings.text.tone == "new"
    assert pickle.loads(pickle.dumps(made)) == made
    assert hash(made) == hash(made._replace())


def test_a_cleaner_takes_what_settings_have():
    taken = set(inspect.signature(Cleaner).parameters)
    assert taken == set(Settings._fields)
    settings = Settings(keep="lead", source="none", builtin=False)
    assert Cleaner.of(settings).settings == checked(settings)


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"form": "pdf"}, "`form` is one of auto, text"),
        ({"jobs": 1000}, "`jobs` is a whole number from 0 to 256"),
        ({"max_document": 0}, "`max_document` is a whole number from 1"),
        ({"annotate": "yes"}, "`annotate` is true or false"),
        ({"url": 3}, "`url` is a text"),
        ({"include": [1]}, "`include` is a list of texts"),
        ({"tone": "odd"}, "`tone` is one of keep, old, new"),
        ({"source": None}, "`source` is a text"),
    ],
)
def test_a_value_is_checked_wherever_it_is_from(values, told):
    with pytest.raises(UsageError, match=told):
        build(Options, values)
