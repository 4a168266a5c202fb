"""What a command line asked for, as one frozen value; each option is declared here, at the field that holds it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cleaner.formats.base import Limits, ReadOptions
from cleaner.formats.detect import FORMS, OUTPUTS
from cleaner.formats.fields import Fields
from cleaner.option import INPUT, OUTPUT, READING, RUN, Option, check, of_a_call, setting
from cleaner.settings import DEFAULT, Settings
from cleaner.side_files import MEGABYTE

if TYPE_CHECKING:
    from cleaner.pipeline import Cleaner

_CLEANING = "clean check"
_INPUTS = "Files, folders, or - for standard input."
#: The helps that are too long to stand in a line with their options.
_FILES_FROM = "Read the names of inputs from a file, or - ; a line each, or parted by NUL bytes."
_MAX_DOCUMENT = "Megabytes that one document may have; a larger one is passed over."
_MAX_RATIO = "How many times its size a packed stream may be unpacked; one made to swell ends there."
_TO = (
    "What comes out. Several text documents on one stream are parted by a form feed line: for several documents jsonl "
    "is the better choice."
)
_REMOVED = "Audit: every line that went or changed; `restore` undoes a run with it."
_REJECTS = "Lines that are no record with a text go here; else they pass through."
_ONLY = "Only lines that go, that stay, that become metadata, or that stay and no rule owns."
_JOBS = "Processes to work with; 0: one, and one a core when more than 4 MB were cleaned."
_HOOK = "For pre-commit: no summary; `clean` works in place, says `Fixing NAME`, and exits with 1 if it did."


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
    paths: tuple[str, ...] = of_a_call(
        (),
        Option("[PATH]...", _CLEANING, _INPUTS),
        Option("PATH...", "explain", "A file, or - for standard input."),
        Option("PATH...", "report", _INPUTS),
        Option("CLEAN", "restore", "A cleaned output: a file, a folder, or -."),
    )
    form: str = setting(
        "auto",
        Option("-f --from FORMAT", READING, "What the input is; auto goes by name, else by the first bytes.", INPUT),
        choices=("auto", *(name for name, form in FORMS.items() if form.named)),
        decides=True,
    )
    url: str = of_a_call("", Option("--url URL", READING, "The address of the document.", INPUT), decides=True)
    encoding: str = setting(
        "",
        Option("--encoding NAME", READING, "The encoding of the input, where it cannot be told.", INPUT),
        decides=True,
    )
    text_field: str = setting(
        "text",
        Option("--text-field NAME", READING, "The field or column with the text; doc.text leads inwards.", INPUT),
        decides=True,
    )
    url_field: str = setting(
        "url",
        Option("--url-field NAME", READING, "The field or column with the address; metadata.url leads inwards.", INPUT),
        decides=True,
    )
    files_from: str = of_a_call("", Option("--files-from FILE", _CLEANING, _FILES_FROM, INPUT))
    include: tuple[str, ...] = setting(
        (),
        Option("--include GLOB", READING, "In folders, only files that fit, unknown suffixes too; repeatable.", INPUT),
    )
    exclude: tuple[str, ...] = setting(
        (), Option("--exclude GLOB", READING, "In folders, nothing that fits, as .gitignore has it; repeatable.", INPUT)
    )
    gitignore: bool = setting(
        True,
        Option("--gitignore", READING, "In folders, leave out what .gitignore names.", INPUT, off="--no-gitignore"),
    )
    max_document: int = setting(
        256, Option("--max-document MB", _CLEANING, _MAX_DOCUMENT, INPUT), least=1, decides=True
    )
    max_ratio: int = setting(1000, Option("--max-ratio N", _CLEANING, _MAX_RATIO, INPUT), least=1, decides=True)
    to: str = setting("auto", Option("-t --to FORMAT", "clean", _TO, OUTPUT), choices=("auto", *OUTPUTS), decides=True)
    output: str = of_a_call(
        "",
        Option("-o --output PATH", "clean restore", "A file, or a folder that mirrors the input's.", OUTPUT),
        Option("-o --output FILE", "report", "The page to write, or -.", OUTPUT, required=True),
    )
    in_place: bool = of_a_call(
        False, Option("-i --in-place", "clean", "Change the files themselves, each one at a stroke.", OUTPUT)
    )
    check: bool = of_a_call(
        False, Option("--check", "clean", "Write nothing; exit 1 if something would change.", OUTPUT)
    )
    diff: bool = of_a_call(
        False, Option("--diff", "clean", "Write nothing; show a diff that `patch -p1` takes.", OUTPUT)
    )
    annotate: bool = setting(
        False,
        Option(
            "--annotate", "clean", "Records: add source, title, meta and clean; a field that is there stays.", OUTPUT
        ),
        decides=True,
    )
    removed: str = of_a_call(
        "",
        Option("--removed FILE", "clean", _REMOVED, OUTPUT),
        Option("--removed AUDIT", "restore", "The audit that the run wrote.", OUTPUT, required=True),
    )
    rejects: str = of_a_call("", Option("--rejects FILE", "clean", _REJECTS, OUTPUT))
    manifest: str = of_a_call(
        "", Option("--manifest FILE", "clean", "Where -o DIR notes what is complete; else within DIR.", OUTPUT)
    )
    resume: bool = of_a_call(
        False, Option("--resume", "clean", "With -o DIR: leave what is complete and would come out the same.", OUTPUT)
    )
    only: str = of_a_call(
        "all", Option("--only", "explain", _ONLY, OUTPUT), choices=("all", "removed", "kept", "meta", "unowned")
    )
    rule: str = of_a_call(
        "", Option("--rule RULE", "explain", "Only lines that this rule owns or wants: SOURCE#RULE, or #RULE.", OUTPUT)
    )
    record: str = of_a_call(
        "", Option("--record ID", "explain", "Only the record with this id, else the one of this number.", OUTPUT)
    )
    pager: bool = setting(
        True,
        Option("--pager", "explain", "On a terminal, show what is long in $PAGER, or less.", OUTPUT, off="--no-pager"),
    )
    documents: int = of_a_call(
        200, Option("--documents N", "report", "How many documents to show; all are counted.", OUTPUT)
    )
    settings: Settings = DEFAULT
    jobs: int = setting(0, Option("-j --jobs N", _CLEANING, _JOBS, RUN), most=256)
    summary: str = of_a_call(
        "", Option("--summary FILE", "clean check report", "Write the figures of the run to this file, as JSON.", RUN)
    )
    strict: bool = setting(False, Option("--strict", "clean check report", "Exit 1 if a document is flagged.", RUN))
    format: str = of_a_call(
        "text",
        Option("--format", "explain", "For people, or for programs.", RUN, choices=("text", "json")),
        Option("--format", "check", "For people, for programs, for GitHub.", RUN),
        choices=("text", "json", "github"),
    )
    hook: bool = of_a_call(False, Option("--hook", _CLEANING, _HOOK, RUN))
    config: str = of_a_call(
        "", Option("--config FILE", READING, "Take settings from this file; else the nearest one upwards.", RUN)
    )
    no_config: bool = of_a_call(False, Option("--no-config", READING, "Take settings from no file.", RUN))
    show_settings: bool = of_a_call(
        False, Option("--show-settings", READING, "Show every setting and who made it, and do nothing.", RUN)
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
        return not (self.check or self.diff or self.verb == "check")

    @property
    def in_place_flag(self) -> str:
        """The option by which files are changed in place, for messages about it."""
        return "--hook" if self.hook else "-i"

    @property
    def reading(self) -> ReadOptions:
        limits = Limits(self.max_document * MEGABYTE, self.max_ratio)
        return ReadOptions(limits, self.fields, self.encoding, self.url)

    @property
    def fields(self) -> Fields:
        """Where a record has its text and its address."""
        return Fields(self.text_field, self.url_field)

    def cleaner(self) -> Cleaner:
        from cleaner.pipeline import Cleaner

        return Cleaner.of(self.settings)
