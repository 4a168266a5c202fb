"""What a command line asked for, as one frozen value; each option is declared here, at the field that holds it."""

from functools import partial
from typing import TYPE_CHECKING, Annotated, NamedTuple

from cleaner.formats.base import Limits, ReadOptions
from cleaner.formats.detect import FORMS, OUTPUTS
from cleaner.formats.fields import Fields
from cleaner.option import DECIDES, INPUT, OF_A_CALL, OUTPUT, READING, RUN, Option, Setting
from cleaner.settings import DEFAULT, Settings
from cleaner.side_files import MEGABYTE

if TYPE_CHECKING:
    from cleaner.pipeline import Cleaner

_input, _output, _run = (partial(Option, panel=panel) for panel in (INPUT, OUTPUT, RUN))
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


class Options(NamedTuple):
    """One call; handed to worker processes as it is.

    `verb` is the command, and `said` names the fields that the command line itself gives; others come from a file
    of settings or the environment, or are as usual. `settings` are those of the cleaner.

    >>> Options(form="jsonl", settings=Settings(source="none")).reading.encoding
    ''
    >>> from cleaner.option import checked
    >>> checked(Options(jobs=-1))
    Traceback (most recent call last):
    cleaner.errors.UsageError: `jobs` is a whole number from 0 to 256, not -1
    """

    verb: str = "clean"
    paths: Annotated[
        tuple[str, ...],
        Option("[PATH]...", _CLEANING, _INPUTS),
        Option("PATH...", "explain", "A file, or - for standard input."),
        Option("PATH...", "report", _INPUTS),
        Option("CLEAN", "restore", "A cleaned output: a file, a folder, or -."),
        OF_A_CALL,
    ] = ()
    form: Annotated[
        str,
        _input("-f --from FORMAT", READING, "What the input is; auto goes by name, else by the first bytes."),
        Setting(choices=("auto", *(name for name, form in FORMS.items() if form.named)), decides=True),
    ] = "auto"
    url: Annotated[
        str, _input("--url URL", READING, "The address of the document."), Setting(decides=True, of_a_call=True)
    ] = ""
    encoding: Annotated[
        str, _input("--encoding NAME", READING, "The encoding of the input, where it cannot be told."), DECIDES
    ] = ""
    text_field: Annotated[
        str, _input("--text-field NAME", READING, "The field or column with the text; doc.text leads inwards."), DECIDES
    ] = "text"
    url_field: Annotated[
        str,
        _input("--url-field NAME", READING, "The field or column with the address; metadata.url leads inwards."),
        DECIDES,
    ] = "url"
    files_from: Annotated[str, _input("--files-from FILE", _CLEANING, _FILES_FROM), OF_A_CALL] = ""
    include: Annotated[
        tuple[str, ...],
        _input("--include GLOB", READING, "In folders, only files that fit, unknown suffixes too; repeatable."),
    ] = ()
    exclude: Annotated[
        tuple[str, ...],
        _input("--exclude GLOB", READING, "In folders, nothing that fits, as .gitignore has it; repeatable."),
    ] = ()
    gitignore: Annotated[
        bool, _input("--gitignore", READING, "In folders, leave out what .gitignore names.", off="--no-gitignore")
    ] = True
    max_document: Annotated[
        int, _input("--max-document MB", _CLEANING, _MAX_DOCUMENT), Setting(decides=True, least=1)
    ] = 256
    max_ratio: Annotated[int, _input("--max-ratio N", _CLEANING, _MAX_RATIO), Setting(decides=True, least=1)] = 1000
    to: Annotated[str, _output("-t --to FORMAT", "clean", _TO), Setting(choices=("auto", *OUTPUTS), decides=True)] = (
        "auto"
    )
    output: Annotated[
        str,
        _output("-o --output PATH", "clean restore", "A file, or a folder that mirrors the input's."),
        _output("-o --output FILE", "report", "The page to write, or -.", required=True),
        OF_A_CALL,
    ] = ""
    in_place: Annotated[
        bool, _output("-i --in-place", "clean", "Change the files themselves, each one at a stroke."), OF_A_CALL
    ] = False
    check: Annotated[
        bool, _output("--check", "clean", "Write nothing; exit 1 if something would change."), OF_A_CALL
    ] = False
    diff: Annotated[
        bool, _output("--diff", "clean", "Write nothing; show a diff that `patch -p1` takes."), OF_A_CALL
    ] = False
    annotate: Annotated[
        bool,
        _output("--annotate", "clean", "Records: add source, title, meta and clean; a field that is there stays."),
        DECIDES,
    ] = False
    removed: Annotated[
        str,
        _output("--removed FILE", "clean", _REMOVED),
        _output("--removed AUDIT", "restore", "The audit that the run wrote.", required=True),
        OF_A_CALL,
    ] = ""
    rejects: Annotated[str, _output("--rejects FILE", "clean", _REJECTS), OF_A_CALL] = ""
    manifest: Annotated[
        str, _output("--manifest FILE", "clean", "Where -o DIR notes what is complete; else within DIR."), OF_A_CALL
    ] = ""
    resume: Annotated[
        bool,
        _output("--resume", "clean", "With -o DIR: leave what is complete and would come out the same."),
        OF_A_CALL,
    ] = False
    only: Annotated[
        str,
        _output("--only", "explain", _ONLY),
        Setting(choices=("all", "removed", "kept", "meta", "unowned"), of_a_call=True),
    ] = "all"
    rule: Annotated[
        str,
        _output("--rule RULE", "explain", "Only lines that this rule owns or wants: SOURCE#RULE, or #RULE."),
        OF_A_CALL,
    ] = ""
    record: Annotated[
        str, _output("--record ID", "explain", "Only the record with this id, else the one of this number."), OF_A_CALL
    ] = ""
    pager: Annotated[
        bool, _output("--pager", "explain", "On a terminal, show what is long in $PAGER, or less.", off="--no-pager")
    ] = True
    documents: Annotated[
        int, _output("--documents N", "report", "How many documents to show; all are counted."), OF_A_CALL
    ] = 200
    settings: Settings = DEFAULT
    jobs: Annotated[int, _run("-j --jobs N", _CLEANING, _JOBS), Setting(most=256)] = 0
    summary: Annotated[
        str,
        _run("--summary FILE", "clean check report", "Write the figures of the run to this file, as JSON."),
        OF_A_CALL,
    ] = ""
    strict: Annotated[bool, _run("--strict", "clean check report", "Exit 1 if a document is flagged.")] = False
    format: Annotated[
        str,
        _run("--format", "explain", "For people, or for programs.", choices=("text", "json")),
        _run("--format", "check", "For people, for programs, for GitHub."),
        Setting(choices=("text", "json", "github"), of_a_call=True),
    ] = "text"
    hook: Annotated[bool, _run("--hook", _CLEANING, _HOOK), OF_A_CALL] = False
    config: Annotated[
        str, _run("--config FILE", READING, "Take settings from this file; else the nearest one upwards."), OF_A_CALL
    ] = ""
    no_config: Annotated[bool, _run("--no-config", READING, "Take settings from no file."), OF_A_CALL] = False
    show_settings: Annotated[
        bool, _run("--show-settings", READING, "Show every setting and who made it, and do nothing."), OF_A_CALL
    ] = False
    quiet: Annotated[
        bool, _run("-q --quiet", "clean check restore report", "No summary, no flags; lost documents are still told.")
    ] = False
    color: Annotated[
        str,
        _run("--color", f"{READING} restore", "Colours; auto: on a terminal, NO_COLOR obeyed."),
        Setting(choices=("auto", "always", "never")),
    ] = "auto"
    said: frozenset[str] = frozenset()

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

    def cleaner(self) -> "Cleaner":
        from cleaner.pipeline import Cleaner

        return Cleaner.of(self.settings)
