"""The quick front and the typer app read every call alike."""

from __future__ import annotations

import pytest

from cleaner.cli import VERBS, main
from cleaner.cli import app as typer_app
from cleaner.cli.front import defaults, parse
from cleaner.cli.table import TABLE, options
from cleaner.runs.options import Options
from tests.command import inside

CALLS = [
    ["clean"],
    ["clean", "a.txt", "b.txt", "-o", "out", "-j", "3"],
    ["clean", "-", "-fjsonl", "--to=text", "-j2", "-q", "--strict"],
    ["clean", "--keep", "lead", "--keep=title", "--drop", "caption", "--rules", "r"],
    ["clean", "-i", "a", "--check", "--diff", "--annotate", "--removed", "x", "--rejects", "y"],
    ["clean", "--url", "https://a.vn/?b=c", "--source", "vi/news", "--text-field", "content", "--url-field", "m.u"],
    ["clean", "--no-source", "--no-repair", "--quotes", "straight", "--tone", "old", "--no-html-entities"],
    ["clean", "--html-entities", "--", "-odd-name"],
    ["check", "a", "-q", "--strict", "--jobs", "2", "--color", "never"],
    ["explain", "a", "--format", "json", "--color", "always"],
    ["restore", "a", "--removed", "b", "-o", "c", "-q"],
]
WRONG = [
    ["clean", "--nothing"],
    ["clean", "--jobs=-1"],
    ["clean", "-j", "x"],
    ["clean", "-f", "pdf"],
    ["clean", "-o"],
    ["clean", "--check=yes"],
    ["restore", "a"],
    ["restore", "--removed", "b"],
    ["restore", "a", "b", "--removed", "c"],
    ["explain"],
    ["check", "-o", "x"],
]


@pytest.fixture
def called(monkeypatch) -> list[tuple[str, dict]]:
    """What the app would run."""
    seen: list[tuple[str, dict]] = []
    monkeypatch.setattr(main, "execute", lambda verb, values: seen.append((verb, values)) or 0)
    return seen


@pytest.mark.parametrize("argv", CALLS, ids=" ".join)
def test_both_understand_the_same(called, argv):
    found = parse(argv)
    assert found is not None
    assert typer_app.call(argv) == 0
    assert called == [found]
    assert set(found[1]) <= {option.field for option in options(argv[0])}
    Options(verb=found[0], **found[1])


@pytest.mark.parametrize("argv", WRONG, ids=" ".join)
def test_both_refuse_the_same(called, capsys, argv):
    assert parse(argv) is None
    assert typer_app.call(argv) == 2
    assert called == []
    assert capsys.readouterr().err


WITHOUT_VERB = [
    ["a.txt"],
    ["a.txt", "b.txt", "-o", "out"],
    ["--url", "https://a.vn/", "a.txt"],
    ["s3://pages/a.txt", "-q"],
]


@pytest.mark.parametrize("argv", WITHOUT_VERB, ids=" ".join)
def test_paths_need_no_verb(called, tmp_path, monkeypatch, argv):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").touch()
    assert parse(argv) == parse(["clean", *argv]) is not None
    assert typer_app.call(argv) == 0
    assert called == [parse(argv)]


@pytest.mark.parametrize("argv", [["check"], ["rules"], ["check", "a.txt"]], ids=" ".join)
def test_a_command_has_its_name_to_itself(tmp_path, monkeypatch, argv):
    monkeypatch.chdir(tmp_path)
    (tmp_path / argv[0]).touch()
    assert (parse(argv) or ("rules",))[0] == argv[0]
    assert parse([f"./{argv[0]}"]) == ("clean", {"paths": (f"./{argv[0]}",)})


def test_a_word_that_is_neither_command_nor_path_is_refused(tmp_path):
    hint, typo = (inside(tmp_path, word, stdin=b"a\n") for word in ("pages/a.txt", "chek"))
    assert (hint.returncode, typo.returncode) == (2, 2)
    assert b"pages/a.txt: no such file, and no command either" in hint.stderr
    assert b"Did you mean 'check'?" in typo.stderr


def test_short_flags_may_be_put_together(called):
    assert parse(["clean", "-iq", "a"]) is None  # the front leaves it to the app
    assert typer_app.call(["clean", "-iq", "a"]) == 0
    assert called[0][1]["in_place"] is called[0][1]["quiet"] is True


@pytest.mark.parametrize("verb", VERBS)
def test_the_app_has_the_options_of_the_table_and_no_others(verb):
    import typer.main

    command = typer.main.get_command(typer_app.app).commands[verb]
    theirs = {(param.name, name) for param in command.params for name in (*param.opts, *param.secondary_opts)}
    ours = {(option.field, name) for option in options(verb) for name in (*option.names, *option.off)}
    ours |= {(option.field, option.field) for option in options(verb) if not option.names}
    assert theirs == ours
    assert all(param.help for param in command.params)


def test_defaults_are_those_of_the_value():
    for verb in VERBS:
        told = {name: value for name, value in defaults(verb).items() if value != ()}
        assert told == {name: getattr(Options(), name) for name in told}


def test_every_entry_of_the_table_has_a_place_in_the_value():
    assert {option.field for option in TABLE} | {"verb", "said"} == set(Options._fields)
