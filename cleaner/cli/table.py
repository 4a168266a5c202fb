"""The options of the commands that clean, in one table.

Two readers use it: the quick front, which takes the usual calls without loading typer, and the typer app, which
prints help and errors. Neither has an option of its own, so they cannot disagree.
"""

from __future__ import annotations

from cleaner.cli import CHECK, CLEAN, EXPLAIN, REPORT, RESTORE
from cleaner.values import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class Option(NamedTuple):
    """One option, or the positional arguments of a verb (`names` is empty then); `most` bounds a number."""

    field: str
    names: tuple[str, ...]
    kind: str
    verbs: str
    help: str
    panel: str
    metavar: str = ""
    choices: tuple[str, ...] = ()
    default: Any = None
    off: tuple[str, ...] = ()
    most: int = 1_000_000


_READ = "clean check explain report"
_ALL = "clean check explain restore report"

_IN, _OUT, _RULES, _TEXT, _RUN = "Input", "Output", "Rules", "Letters", "Run"

_FORMS = ("auto", "text", "html", "jsonl", "csv", "tsv", "warc", "parquet")
_TO_HELP = (
    "What comes out. Several text documents on one stream are parted by a form feed line: for several documents "
    "jsonl is the better choice."
)


def _value(field: str, names: str, verbs: str, help: str, panel: str, metavar: str, default: str = "") -> Option:
    """Describe an option with a value."""
    return Option(field, tuple(names.split()), "value", verbs, help, panel, metavar, default=default)


def _choice(field: str, names: str, verbs: str, help: str, panel: str, choices: tuple[str, ...]) -> Option:
    """Describe an option with a closed list of values, the first of which is the default."""
    return Option(field, tuple(names.split()), "value", verbs, help, panel, "", choices, choices[0])


def _flag(field: str, names: str, verbs: str, help: str, panel: str, off: str = "") -> Option:
    """Describe a switch; with a name that switches it off, it is on from the start."""
    return Option(field, tuple(names.split()), "flag", verbs, help, panel, default=bool(off), off=tuple(off.split()))


def _list(field: str, name: str, help: str, metavar: str, panel: str) -> Option:
    """Describe an option that may be given several times."""
    return Option(field, (name,), "list", _READ, help, panel, metavar, default=())


_INPUT = (
    Option("paths", (), "many", "clean check", "Files, folders, or - for standard input.", "", "[PATH]..."),
    Option("paths", (), "some", EXPLAIN, "A file, or - for standard input.", "", "PATH..."),
    Option("paths", (), "some", REPORT, "Files, folders, or - for standard input.", "", "PATH..."),
    Option("paths", (), "one", RESTORE, "A cleaned output: a file, a folder, or -.", "", "CLEAN"),
    _choice("form", "-f --from", _READ, "What the input is; auto goes by name, else by the first bytes.", _IN, _FORMS),
    _value("url", "--url", _READ, "The address of the document.", _IN, "URL"),
    _value("encoding", "--encoding", _READ, "The encoding of the input, where it cannot be told.", _IN, "NAME"),
    _value(
        "text_field",
        "--text-field",
        _READ,
        "The field or column with the text; doc.text leads inwards.",
        _IN,
        "NAME",
        "text",
    ),
    _value(
        "url_field",
        "--url-field",
        _READ,
        "The field or column with the address; metadata.url leads inwards.",
        _IN,
        "NAME",
        "url",
    ),
)
_FOLDERS = (
    _value(
        "files_from",
        "--files-from",
        "clean check",
        "Read the names of inputs from a file, or - ; a line each, or parted by NUL bytes.",
        _IN,
        "FILE",
    ),
    _list("include", "--include", "In folders, only files that fit, unknown suffixes too; repeatable.", "GLOB", _IN),
    _list("exclude", "--exclude", "In folders, nothing that fits, as .gitignore has it; repeatable.", "GLOB", _IN),
    _flag("gitignore", "--gitignore", _READ, "In folders, leave out what .gitignore names.", _IN, "--no-gitignore"),
)
_LIMITS = (
    Option(
        "max_document",
        ("--max-document",),
        "number",
        "clean check",
        "Megabytes that one document may have; a larger one is passed over.",
        _IN,
        "MB",
        default=256,
    ),
    Option(
        "max_ratio",
        ("--max-ratio",),
        "number",
        "clean check",
        "How many times its size a packed stream may be unpacked; one made to swell ends there.",
        _IN,
        "N",
        default=1000,
    ),
)
_OUTPUT = (
    _choice("to", "-t --to", CLEAN, _TO_HELP, _OUT, ("auto", "text", "jsonl", "csv", "tsv", "parquet")),
    _value("output", "-o --output", "clean restore", "A file, or a folder that mirrors the input's.", _OUT, "PATH"),
    _flag("in_place", "-i --in-place", CLEAN, "Change the files themselves, each one at a stroke.", _OUT),
    _flag("check", "--check", CLEAN, "Write nothing; exit 1 if something would change.", _OUT),
    _flag("diff", "--diff", CLEAN, "Write nothing; show a diff that `patch -p1` takes.", _OUT),
    _flag(
        "annotate",
        "--annotate",
        CLEAN,
        "Records: add source, title, meta and clean; a field that is there stays.",
        _OUT,
    ),
    _value(
        "removed",
        "--removed",
        CLEAN,
        "Audit: every line that went or changed; `restore` undoes a run with it.",
        _OUT,
        "FILE",
    ),
    _value("manifest", "--manifest", CLEAN, "Where -o DIR notes what is complete; else within DIR.", _OUT, "FILE"),
    _flag("resume", "--resume", CLEAN, "With -o DIR: leave what is complete and would come out the same.", _OUT),
    _choice(
        "only",
        "--only",
        EXPLAIN,
        "Only lines that go, that stay, that become metadata, or that stay and no rule owns.",
        _OUT,
        ("all", "removed", "kept", "meta", "unowned"),
    ),
    _value("rule", "--rule", EXPLAIN, "Only lines that this rule owns or wants: SOURCE#RULE, or #RULE.", _OUT, "RULE"),
    _value("record", "--record", EXPLAIN, "Only the record with this id, else the one of this number.", _OUT, "ID"),
    _flag("pager", "--pager", EXPLAIN, "On a terminal, show what is long in $PAGER, or less.", _OUT, "--no-pager"),
    Option("output", ("-o", "--output"), "needed", REPORT, "The page to write, or -.", _OUT, "FILE"),
    Option(
        "documents",
        ("--documents",),
        "number",
        REPORT,
        "How many documents to show; all are counted.",
        _OUT,
        "N",
        default=200,
    ),
    Option("removed", ("--removed",), "needed", RESTORE, "The audit that the run wrote.", _OUT, "AUDIT"),
    _value(
        "rejects",
        "--rejects",
        CLEAN,
        "Lines that are no record with a text go here; else they pass through.",
        _OUT,
        "FILE",
    ),
)
_CHOICE_OF_RULES = (
    _value(
        "source", "-s --source", _READ, "Use the rules of this source, or of a package such as vi/news.", _RULES, "NAME"
    ),
    _flag("no_source", "--no-source", _READ, "Use no rules: only repair the Unicode.", _RULES),
    _list("rules", "--rules", "A rule file or folder, before the built-in ones; repeatable.", "PATH", _RULES),
    _list("keep", "--keep", "Let lines with this label stay; repeatable, or a,b.", "LABEL", _RULES),
    _list("drop", "--drop", "Remove lines with this label; repeatable, or a,b.", "LABEL", _RULES),
)
_LETTERS = (
    _choice("quotes", "--quotes", _READ, "Leave curly quotes, or make them straight.", _TEXT, ("keep", "straight")),
    _choice("tone", "--tone", _READ, "Tone marks: as they are, old (hòa) or new (hoà).", _TEXT, ("keep", "old", "new")),
    _flag("no_repair", "--no-repair", _READ, "Leave the Unicode as it is.", _TEXT),
    _flag("html_entities", "--html-entities", _READ, "Undo &eacute; and its like.", _TEXT, "--no-html-entities"),
)
_RUNNING = (
    Option(
        "jobs",
        ("-j", "--jobs"),
        "number",
        "clean check",
        "Processes to work with; 0: one, and one a core when more than 4 MB were cleaned.",
        _RUN,
        "N",
        default=0,
        most=256,
    ),
    _value(
        "summary",
        "--summary",
        "clean check report",
        "Write the figures of the run to this file, as JSON.",
        _RUN,
        "FILE",
    ),
    _flag("strict", "--strict", "clean check report", "Exit 1 if a document is flagged.", _RUN),
    _choice("format", "--format", EXPLAIN, "For people, or for programs.", _RUN, ("text", "json")),
    _choice("format", "--format", CHECK, "For people, for programs, for GitHub.", _RUN, ("text", "json", "github")),
    _flag(
        "hook",
        "--hook",
        "clean check",
        "For pre-commit: no summary; `clean` works in place, says `Fixing NAME`, and exits with 1 if it did.",
        _RUN,
    ),
    _value("config", "--config", _READ, "Take settings from this file; else the nearest one upwards.", _RUN, "FILE"),
    _flag("no_config", "--no-config", _READ, "Take settings from no file.", _RUN),
    _flag("show_settings", "--show-settings", _READ, "Show every setting and who made it, and do nothing.", _RUN),
    _flag(
        "quiet",
        "-q --quiet",
        "clean check restore report",
        "No summary, no flags; lost documents are still told.",
        _RUN,
    ),
    _choice(
        "color", "--color", _ALL, "Colours; auto: on a terminal, NO_COLOR obeyed.", _RUN, ("auto", "always", "never")
    ),
)
TABLE: tuple[Option, ...] = (*_INPUT, *_FOLDERS, *_LIMITS, *_OUTPUT, *_CHOICE_OF_RULES, *_LETTERS, *_RUNNING)


def options(verb: str) -> tuple[Option, ...]:
    """Give the options of a verb.

    >>> [option.field for option in options("restore")]
    ['paths', 'output', 'removed', 'quiet', 'color']
    """
    return tuple(option for option in TABLE if verb in option.verbs.split())
