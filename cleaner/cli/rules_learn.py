"""`rules new`, `rules schema` and `rules learn`: what a rule file begins with, empty or drafted from pages."""

from collections import Counter
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from cleaner.authoring.learn.learning import NOTHING, Learnt, Lesson, learn
from cleaner.authoring.learn.pages import Needs
from cleaner.authoring.starter import SCHEMA, host_named, schema_text, starter
from cleaner.cli import completion
from cleaner.cli.configuration import rules_of
from cleaner.cli.documents import Corpus, host, reading
from cleaner.cli.printer import print_json, write
from cleaner.cli.rules import Json, Mine, TextField, UrlField
from cleaner.cli.terminal import Messages
from cleaner.errors import InputError, UsageError
from cleaner.model import Document
from cleaner.rules.catalogue import GENERIC, Catalogue
from cleaner.runs.console import out
from cleaner.runs.tally import counted

Output = Annotated[str, typer.Option("-o", "--output", help="A file, or a folder to put HOST.yaml in.", metavar="PATH")]
_EXTENDS = f"What the file builds on, or none; else {GENERIC}."
_WHOSE = "Whose pages; else as their addresses or folders say."
_LEAST = "Different articles that a line must stand with."
_NAMED: Final = 5  # hosts in a message


def new_source(
    host: Annotated[str, typer.Argument(help="The host of the new source, such as example.vn.", metavar="HOST")],
    output: Output = "",
) -> int:
    """Begin a source: a commented rule file that passes lint and test. To standard output, or with -o to a file.

    In a folder the schema is put beside it, so that editors complete and check.
    """
    text = starter(host)
    if output in ("", "-"):
        out(text.encode())
        return 0
    name = next(line for line in text.split("\n") if line.startswith("source: ")).removeprefix("source: ")
    path = _target(output, name)
    if path.exists():
        raise UsageError(f"{path}: is there already")
    _write(path, text)
    Messages().say(f"{path}: written; check it with `cleaner rules lint {path}` and `cleaner rules test {path}`")
    return 0


def write_schema(
    output: Annotated[str, typer.Option("-o", "--output", help="A file; else standard output.", metavar="FILE")] = "",
) -> int:
    """Print the JSON Schema of rule files, for editors and other programs."""
    write(output, schema_text().encode())
    return 0


def learn_rules(
    corpus: Annotated[
        list[str], typer.Argument(help="Whole pages of one source: files, folders, or - .", metavar="CORPUS...")
    ],
    source: Annotated[
        str, typer.Option("-s", "--source", help=_WHOSE, metavar="HOST", autocompletion=completion.sources)
    ] = "",
    output: Output = "",
    force: Annotated[bool, typer.Option("--force", help="Write over a file that is there.")] = False,
    extends: Annotated[
        list[str] | None, typer.Option("--extends", help=_EXTENDS, metavar="NAME", autocompletion=completion.sources)
    ] = None,
    min_documents: Annotated[int, typer.Option("--min-documents", help=_LEAST, min=2, metavar="N")] = 3,
    share: Annotated[
        int, typer.Option("--share", help="The share of them, in percent.", min=1, max=100, metavar="N")
    ] = 25,
    pages: Annotated[
        int, typer.Option("--pages", help="Learn from so many, the first of them.", min=3, metavar="N")
    ] = 1000,
    rules: Mine = None,
    text_field: TextField = "text",
    url_field: UrlField = "url",
    json: Json = False,
) -> int:
    """Write the first draft of a rule file from whole pages of a source: what recurs on them and is no article.

    What the packages take already is not learnt again; rules that the source has are not looked at. Every rule is tried
    on the pages first; one that could take a line of an article is left out. The file has tests, and passes lint.
    """
    read = Corpus(reading(corpus, rules_of(rules), text_field, url_field))
    source, documents = _of_source(read, source, pages)
    target = _target(output, source) if output not in ("", "-") else None
    if target is not None and target.exists() and not force:
        raise UsageError(f"{target}: is there already; --force writes over it")
    catalogue = read.worker.cleaner.catalogue
    if source in catalogue.entries:
        read.messages.say(f"{source} has rules, which are left aside: {catalogue.entries[source].shown}")
    lesson = Lesson(source, Needs(min_documents, share), tuple(extends or (GENERIC,)))
    found = learn(lesson, documents, catalogue)
    if target is not None:
        _write(target, found.text)
    if json:
        print_json(values(lesson, found, str(target or "")))
    elif target is None:
        out(found.text.encode())
    _tell(lesson, found, read.messages, str(target or ""))
    return int(bool(read.tally.skipped))


def _of_source(corpus: Corpus, name: str, most: int) -> tuple[str, list[Document]]:
    """Choose pages of one source, the one that is named or the only one there is; also give its name."""
    catalogue = corpus.worker.cleaner.catalogue
    source = name if name in catalogue.entries or not name else _by_host(catalogue, host_named(name))
    sources: Counter[str] = Counter()
    found: list[Document] = []
    for document in corpus.documents():
        whose = _by_host(catalogue, host(document))
        sources[whose] += 1
        if (not source or whose in ("", source)) and len(found) < most:
            found.append(document)
    if not found:
        told = f" of {source}; there are: {_told(sources)}" if source and sources else ""
        raise InputError(f"no document{told or ' could be read'}")
    names = {name for name in sources if name}
    if not source and len(names) != 1:
        several = f"the documents are of several sources: {_told(sources)}"
        why = several if names else "nothing says which source it is"
        raise UsageError(f"{why}; rules are learnt for one: --source NAME")
    source = source or names.pop()
    of_it = sources[""] + sources[source]
    if left := sources.total() - of_it:
        corpus.messages.say(f"{counted(left, 'document')} of other sources left out")
    if of_it > most:
        corpus.messages.say(f"the first {most} of {counted(of_it, 'document')} taken; --pages N takes more")
    return source, found


def _by_host(catalogue: Catalogue, host: str) -> str:
    return (catalogue.by_host(host) or host) if host else ""


def _told(sources: Counter[str]) -> str:
    most = ", ".join(f"{name or 'unknown'} ({count})" for name, count in sources.most_common(_NAMED))
    return f"{most}, …" if len(sources) > _NAMED else most


def _target(output: str, source: str) -> Path:
    return Path(output, f"{source}.yaml") if output.endswith("/") or Path(output).is_dir() else Path(output)


def _write(target: Path, text: str) -> None:
    """Write a rule file, and the schema below its folder that its first line names, where none is."""
    write(str(target), text.encode())
    schema = target.parent / SCHEMA
    if not schema.exists():
        write_schema(str(schema))


def _tell(lesson: Lesson, found: Learnt, messages: Messages, written: str) -> None:
    """Say what was learnt, and from what."""
    pages = counted(found.documents, "page")
    copies = f", {found.articles} different articles" if found.articles < found.documents else ""
    passed = f"; {found.passed} more are no articles, or show none that can be told" if found.passed else ""
    messages.say(f"{lesson.source}: learnt from {pages}{copies}{passed}")
    there = f"the rules of {', '.join(lesson.extends)}" if lesson.extends != NOTHING else "no rules"
    learnt = f"with {counted(len(found.rules), 'learnt rule')} {100 * found.after:.1f}%"
    messages.say(f"{there}: {100 * found.before:.1f}% of the characters go; {learnt}")
    if not found.rules:
        messages.say("nothing else recurs that could be told from an article")
    if written:
        messages.say(f"{written}: written; read it, then check it with `cleaner rules check {written}`")


def values(lesson: Lesson, found: Learnt, written: str) -> dict[str, Any]:
    """Everything as plain values."""
    return {
        **{"source": lesson.source, "pages": found.documents, "articles": found.articles, "passed": found.passed},
        "extends": list(lesson.extends),
        **{"share_before": round(found.before, 6), "share_after": round(found.after, 6)},
        "rules": [
            {"id": one.id, "label": one.label, one.action: one.value, "where": one.where, "evidence": one.evidence}
            for one in found.rules
        ],
        **{"written": written, "file": found.text},
    }
