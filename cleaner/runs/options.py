"""What a command line asked for, as one frozen value; each option is declared here, at the field that holds it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cleaner.formats.base import Limits, ReadOptions
from cleaner.formats.detect import FORMS, OUTPUTS
from cleaner.formats.fields import Fields
from cleaner.option import INPUT, OUTPUT, READING, RUN, Option, check, setting
from cleaner.settings import DEFAULT, Settings
from cleaner.side_files import MEGABYTE

if TYPE_CHECKING:
    from cleaner.pipeline import Cleaner

_CLEANING = "clean check"
_INPUTS = "Files, folders, or - for standard input."


@dataclass(frozen=True, slots=True)
class Options:
    """One call; handed to worker processes as it is.

    `verb` is the command, and `said` names the fields that the command line itself gives; others come from a file
    of settings or the environment, or are as usual. `settings` are those of the cleaner.

    >>> Options(form="jsonl", settings=Settings(source="none")).reading.encoding
    ''
    >>> Options(jobs=-1)
    Traceback (most recent call last):
    cleaner.errors.UsageError: `jobs` is a whole number from 0 to 256, not -1
    """

    verb: str = "clean"
    paths: tuple[str, ...] = setting(
        (),
        Option("", _CLEANING, _INPUTS, metavar="[PATH]...", arity="many"),
        Option("", "explain", "A file, or - for standard input.", metavar="PATH...", arity="some"),
        Option("", "report", _INPUTS, metavar="PATH...", arity="some"),
        Option("", "restore", "A cleaned output: a file, a folder, or -.", metavar="CLEAN", arity="one"),
        of_a_call=True,
    )
    form: str = setting(
        "auto",
        Option("-f --from", READING, "What the input is; auto goes by name, else by the first bytes.", INPUT, "FORMAT"),
        choices=("auto", *(name for name, form in FORMS.items() if form.named)),
        decides=True,
    )
    url: str = setting(
        "", Option("--url", READING, "The address of the document.", INPUT, "URL"), of_a_call=True, decides=True
    )
    encoding: str = setting(
        "", Option("--encoding", READING, "The encoding of the input, where it cannot be told.", INPUT, "NAME"),
        decides=True,
    )  # fmt: skip
    text_field: str = setting(
        "text",
        Option("--text-field", READING, "The field or column with the text; doc.text leads inwards.", INPUT, "NAME"),
        decides=True,
    )
    url_field: str = setting(
        "url",
        Option(
            "--url-field", READING, "The field or column with the address; metadata.url leads inwards.", INPUT, "NAME"
        ),
        decides=True,
    )
    files_from: str = setting(
        "",
        Option(
            "--files-from",
            _CLEANING,
            "Read the names of inputs from a file, or - ; a line each, or parted by NUL bytes.",
            INPUT,
            "FILE",
        ),
        of_a_call=True,
    )
    include: tuple[str, ...] = setting(
        (),
        Option(
            "--include", READING, "In folders, only files that fit, unknown suffixes too; repeatable.", INPUT, "GLOB"
        ),
    )
    exclude: tuple[str, ...] = setting(
        (),
        Option("--exclude", READING, "In folders, nothing that fits, as .gitignore has it; repeatable.", INPUT, "GLOB"),
    )
    gitignore: bool = setting(
        True,
        Option("--gitignore", READING, "In folders, leave out what .gitignore names.", INPUT, off="--no-gitignore"),
    )
    max_document: int = setting(
        256,
        Option(
            "--max-document",
            _CLEANING,
            "Megabytes that one document may have; a larger one is passed over.",
            INPUT,
            "MB",
        ),
        least=1,
        decides=True,
    )
    max_ratio: int = setting(
        1000,
        Option(
            "--max-ratio",
            _CLEANING,
            "How many times its size a packed stream may be unpacked; one made to swell ends there.",
            INPUT,
            "N",
        ),
        least=1,
        decides=True,
    )
    to: str = setting(
        "auto",
        Option(
            "-t --to",
            "clean",
            "What comes out. Several text documents on one stream are parted by a form feed line: for several "
            "documents jsonl is the better choice.",
            OUTPUT,
            "FORMAT",
        ),
        choices=("auto", *OUTPUTS),
        decides=True,
    )
    output: str = setting(
        "",
        Option("-o --output", "clean restore", "A file, or a folder that mirrors the input's.", OUTPUT, "PATH"),
        Option("-o --output", "report", "The page to write, or -.", OUTPUT, "FILE", required=True),
        of_a_call=True,
    )
    in_place: bool = setting(
        False,
        Option("-i --in-place", "clean", "Change the files themselves, each one at a stroke.", OUTPUT),
        of_a_call=True,
    )
    check: bool = setting(
        False, Option("--check", "clean", "Write nothing; exit 1 if something would change.", OUTPUT), of_a_call=True
    )
    diff: bool = setting(
        False, Option("--diff", "clean", "Write nothing; show a diff that `patch -p1` takes.", OUTPUT), of_a_call=True
    )
    annotate: bool = setting(
        False,
        Option(
            "--annotate", "clean", "Records: add source, title, meta and clean; a field that is there stays.", OUTPUT
        ),
        decides=True,
    )
    removed: str = setting(
        "",
        Option(
            "--removed",
            "clean",
            "Audit: every line that went or changed; `restore` undoes a run with it.",
            OUTPUT,
            "FILE",
        ),
        Option("--removed", "restore", "The audit that the run wrote.", OUTPUT, "AUDIT", required=True),
        of_a_call=True,
    )
    rejects: str = setting(
        "",
        Option(
            "--rejects",
            "clean",
            "Lines that are no record with a text go here; else they pass through.",
            OUTPUT,
            "FILE",
        ),
        of_a_call=True,
    )
    manifest: str = setting(
        "",
        Option("--manifest", "clean", "Where -o DIR notes what is complete; else within DIR.", OUTPUT, "FILE"),
        of_a_call=True,
    )
    resume: bool = setting(
        False,
        Option("--resume", "clean", "With -o DIR: leave what is complete and would come out the same.", OUTPUT),
        of_a_call=True,
    )
    only: str = setting(
        "all",
        Option(
            "--only",
            "explain",
            "Only lines that go, that stay, that become metadata, or that stay and no rule owns.",
            OUTPUT,
        ),
        choices=("all", "removed", "kept", "meta", "unowned"),
        of_a_call=True,
    )
    rule: str = setting(
        "",
        Option("--rule", "explain", "Only lines that this rule owns or wants: SOURCE#RULE, or #RULE.", OUTPUT, "RULE"),
        of_a_call=True,
    )
    record: str = setting(
        "",
        Option("--record", "explain", "Only the record with this id, else the one of this number.", OUTPUT, "ID"),
        of_a_call=True,
    )
    pager: bool = setting(
        True,
        Option("--pager", "explain", "On a terminal, show what is long in $PAGER, or less.", OUTPUT, off="--no-pager"),
    )
    documents: int = setting(
        200,
        Option("--documents", "report", "How many documents to show; all are counted.", OUTPUT, "N"),
        of_a_call=True,
    )
    settings: Settings = DEFAULT
    jobs: int = setting(
        0,
        Option(
            "-j --jobs",
            _CLEANING,
            "Processes to work with; 0: one, and one a core when more than 4 MB were cleaned.",
            RUN,
            "N",
        ),
        most=256,
    )
    summary: str = setting(
        "",
        Option("--summary", "clean check report", "Write the figures of the run to this file, as JSON.", RUN, "FILE"),
        of_a_call=True,
    )
    strict: bool = setting(False, Option("--strict", "clean check report", "Exit 1 if a document is flagged.", RUN))
    format: str = setting(
        "text",
        Option("--format", "explain", "For people, or for programs.", RUN, choices=("text", "json")),
        Option("--format", "check", "For people, for programs, for GitHub.", RUN),
        choices=("text", "json", "github"),
        of_a_call=True,
    )
    hook: bool = setting(
        False,
        Option(
            "--hook",
            _CLEANING,
            "For pre-commit: no summary; `clean` works in place, says `Fixing NAME`, and exits with 1 if it did.",
            RUN,
        ),
        of_a_call=True,
    )
    config: str = setting(
        "",
        Option("--config", READING, "Take settings from this file; else the nearest one upwards.", RUN, "FILE"),
        of_a_call=True,
    )
    no_config: bool = setting(False, Option("--no-config", READING, "Take settings from no file.", RUN), of_a_call=True)
    show_settings: bool = setting(
        False,
        Option("--show-settings", READING, "Show every setting and who made it, and do nothing.", RUN),
        of_a_call=True,
    )
    quiet: bool = setting(
        False,
        Option("-q --quiet", "clean check restore report", "No summary, no flags; lost documents are still told.", RUN),
    )
    color: str = setting(
        "auto",
        Option("--color", f"{READING} restore", "Colours; auto: on a terminal, NO_COLOR obeyed.", RUN),
        choices=("auto", "always", "never"),
    )
    said: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        """Refuse what a field does not take."""
        check(self)

    @property
    def writes(self) -> bool:
        """Whether documents are written, and not only looked at."""
        return not (self.check or self.diff or self.verb == "check")

    @property
    def in_place_flag(self) -> str:
        """The option by which files are changed in place, for messages about it."""
        return "--hook" if self.hook else "-i"

    @property
    def limits(self) -> Limits:
        """How large a document may be, and how far a packed stream may swell."""
        return Limits(self.max_document * MEGABYTE, self.max_ratio)

    @property
    def reading(self) -> ReadOptions:
        """How inputs are read."""
        return ReadOptions(self.limits, self.fields, self.encoding, self.url)

    @property
    def fields(self) -> Fields:
        """Where a record has its text and its address."""
        return Fields(self.text_field, self.url_field)

    def cleaner(self) -> Cleaner:
        """Build the cleaner that the call asks for."""
        from cleaner.pipeline import Cleaner

        return Cleaner.of(self.settings)
