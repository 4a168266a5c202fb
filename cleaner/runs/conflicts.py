"""Calls that make no sense: options that contradict each other, or that could not take effect.

What a file of settings says is never wrong here: it is meant for many calls. Only what the command line of this call
says is.
"""

from __future__ import annotations

from cleaner.errors import UsageError
from cleaner.formats import detect
from cleaner.formats.streams import is_remote
from cleaner.runs.inputs import STDIO

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cleaner.runs.options import Options
    from cleaner.runs.plan import Target

_OF_RECORDS = {"text_field", "url_field", "rejects"}
_OF_FOLDERS = {"include", "exclude"}


def check_flags(options: Options) -> None:
    """Refuse options that contradict each other, whatever the inputs are."""
    in_place, writes, said = options.in_place, options.writes, options.said
    letters = {name for name in ("quotes", "tone") if getattr(options, name) != "keep"} & said
    labels = {"keep", "drop"} & said
    wrong = (
        (in_place and options.output, "-i changes the files themselves, so -o has no meaning"),
        (in_place and options.to != "auto", "-i keeps the form of each file, so -t has no meaning"),
        (in_place and (not options.paths or STDIO in options.paths), "-i needs files, not standard input"),
        (options.source and options.no_source, "--source and --no-source contradict each other"),
        (not writes and options.output, "-o has no meaning when nothing is written"),
        (not writes and (options.removed or options.rejects), "nothing is written: no --removed, no --rejects"),
        (not writes and {"to", "annotate"} & said, "nothing is written: no -t, no --annotate"),
        (
            STDIO in (options.removed, options.rejects, options.summary),
            "standard output is for documents: name a file",
        ),
        (in_place and any(map(is_remote, options.paths)), "-i changes files on this machine; use -o"),
        (
            any(map(is_remote, (options.removed, options.rejects, options.summary))),
            "--removed, --rejects and --summary name files on this machine",
        ),
        (options.paths.count(STDIO) > 1, "standard input can be read only once"),
        (options.no_source and labels, f"--no-source uses no rules, so {_names(labels)} could not take effect"),
        (options.no_repair and letters, f"--no-repair changes no letters, so {_names(letters)} could not take effect"),
    )
    for holds, message in wrong:
        if holds:
            raise UsageError(message)
    if options.encoding:
        from cleaner.text.decoding import known_encoding

        known_encoding(options.encoding)


def _names(fields: set[str]) -> str:
    """Name options by their fields."""
    return ", ".join(f"--{field.replace('_', '-')}" for field in sorted(fields))


def check_effect(options: Options, targets: list[Target]) -> None:
    """Refuse options of this call that could not take effect on what it reads and writes."""
    items = [item for target in targets for item in target.inputs if not item.problem]
    if not items:
        return
    records = any(detect.FORMS[item.form].fields for item in items)
    if not records and (fields := _OF_RECORDS & options.said):
        raise UsageError(f"{_names(fields)} could not take effect: no input has records with fields")
    if all(item.named for item in items) and (fields := _OF_FOLDERS & options.said):
        raise UsageError(f"{_names(fields)} could not take effect: it is for folders, and none is named")
    if "encoding" in options.said and all(item.form in ("warc", "parquet") for item in items):
        raise UsageError("--encoding could not take effect: archives and Parquet files say theirs themselves")
    if "annotate" in options.said and all(target.to == "text" for target in targets):
        raise UsageError("--annotate could not take effect: what comes out is text; -t jsonl makes records")


def check_name(path: str, to: str, asked: bool) -> None:
    """Refuse an output whose name says something else than what would be written; `asked` where -t says what."""
    said, suffix = detect.by_suffix(path), detect.suffix(path)
    if said and detect.NAMED.get(said, said) != to:
        name = f"name it {detect.FORMS[to].suffixes[0]}" + ", or choose with -t" * (to in detect.OUTPUTS)
        raise UsageError(f"{path}: {to} would be written, and {suffix} says {said}; {name}")
    if said:
        return
    from cleaner.formats.detect import foreign_name

    found = foreign_name(path)
    if found is not None and found.binary:
        raise UsageError(f"{path}: {found.kind}, going by its name, cannot be written; {to} would be")
    if found is not None and not asked:
        anyway = f" (-t {to} does it anyway)" * (to in detect.OUTPUTS)
        raise UsageError(f"{path}: is {found.kind}, going by its name; {to} would be written{anyway}")
