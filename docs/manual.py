"""Writes the manual page, docs/cleaner.1, from what the commands' help is made of; `make docs` calls it."""

from __future__ import annotations

import re
from typing import Any

from cleaner._core import __version__
from cleaner.cli.app import examples
from cleaner.cli.configuration import keys, variable

_HEAD = f""".TH CLEANER 1 "" "cleaner {__version__}" "User Commands"
.SH NAME
cleaner \\- turns dirty Vietnamese news text into clean text
.SH SYNOPSIS
.B cleaner
[\\fIOPTION\\fR]... [\\fIPATH\\fR]...
.br
.B cleaner
\\fICOMMAND\\fR [\\fIOPTION\\fR]... [\\fIARGUMENT\\fR]...
.SH DESCRIPTION
Rules, one readable YAML file a source, take menus, share bars, boxes and other boilerplate out of news text that was
already extracted, and the Unicode is repaired. Every line that leaves has a rule that answers for it, and a run can be
undone. Without a command,
.B clean
is meant: text on standard input becomes text on standard output.
.SH COMMANDS
"""
_TAIL = """.SH EXIT STATUS
.TP
.B 0
fine, also when documents were changed
.TP
.B 1
something would change (\\fBcheck\\fR), was skipped, or flagged and \\fB\\-\\-strict\\fR; a test failed, or lint found
an error
.TP
.B 2
wrong use, unreadable input, bad rules
.TP
.B 130
interrupted
.SH FILES
.TP
.I cleaner.toml\\fR, or the table [tool.cleaner] of \\fIpyproject.toml
settings: options by their long names. The nearest file upwards holds.
.TP
.I .cleaner\\-manifest.jsonl
in an output folder: what is complete, for \\fB\\-\\-resume\\fR.
"""


def manual(root: Any) -> str:
    """The page for a tree of commands."""
    parts = [_HEAD]
    for name, command in root.commands.items():
        inner = getattr(command, "commands", None)
        for path, one in (
            {f"{name} {key}": value for key, value in inner.items()}.items() if inner else [(name, command)]
        ):
            parts.append(_command(path, one))
    variables = [variable(key) for key in keys()]
    parts += [".SH ENVIRONMENT\nSettings, as in a file; lists have commas:\n", _roff(", ".join(variables) + "."), "\n"]
    parts += [
        ".TP\n.B NO_COLOR\nno colours\n",
        _TAIL,
    ]
    return "".join(
        [*parts, ".SH EXAMPLES\n", *map(_example, (item for found in examples().values() for item in found))]
    )


def _command(path: str, command: Any) -> str:
    """Describe a command."""
    arguments = " ".join(one.metavar or one.name.upper() for one in command.params if one.param_type_name == "argument")
    lines = [f".SS cleaner {_roff(path)} [OPTION]... {_roff(arguments)}", _paragraphs(command.help or "")]
    for one in command.params:
        if one.param_type_name == "option" and not one.hidden and "--help" not in one.opts:
            names = ", ".join(f"\\fB{_roff(name)}\\fR" for name in (*one.opts, *one.secondary_opts))
            value = value_of(one)
            lines += [".TP", names + (f" \\fI{_roff(value)}\\fR" if value else ""), _roff(_plain(one.help or ""))]
    return "\n".join(lines) + "\n"


def value_of(option: Any) -> str:
    """What stands for the value of an option; nothing where it takes none."""
    choices = "|".join(map(str, getattr(option.type, "choices", None) or ()))
    return "" if option.is_flag else option.metavar or choices or option.name.upper()


def _example(example: tuple[str, str]) -> str:
    line, what = example
    return f".TP\n{_roff(what)}\n.B {_roff(line)}\n"


def _paragraphs(text: str) -> str:
    return "\n.PP\n".join(_roff(" ".join(_plain(part).split())) for part in text.split("\n\n"))


def _plain(text: str) -> str:
    """Leave the help's markup out."""
    return re.sub(r"\[/?\w*\]", "", text)


def _roff(text: str) -> str:
    r"""Make a text safe: a backslash, a hyphen that is meant as one, and what would be a request at a line's start."""
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return f"\\&{text}" if text[:1] in (".", "'") else text
