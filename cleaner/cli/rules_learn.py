"""`rules new`, `rules schema` and `rules learn`: what a rule file begins with, empty or drafted from pages."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from cleaner.authoring.files import read
from cleaner.authoring.learn.learning import Learnt, Lesson, learn
from cleaner.authoring.learn.pages import Needs, is_page, sample
from cleaner.authoring.schema import host_named, schema_text, starter
from cleaner.cli import completion
from cleaner.cli.configuration import rules_of
from cleaner.cli.documents import Corpus, host, reading
from cleaner.cli.printer import print_json
from cleaner.cli.rules import Json, Mine, Source, TextField, UrlField
from cleaner.cli.terminal import Messages
from cleaner.errors import InputError, RuleError, UsageError
from cleaner.formats.files import NewFile
from cleaner.formats.streams import read_all
from cleaner.rules.catalogue import Catalogue
from cleaner.runs.console import out
from cleaner.runs.tally import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cleaner.authoring.learn.drafts import Draft
    from cleaner.model import Document

Output = Annotated[str, typer.Option("-o", "--output", help="A file, or a folder to put HOST.yaml in.", metavar="PATH")]
PagesOfOne = Annotated[
    list[str], typer.Argument(help="Whole pages of one source: files, folders, or - .", metavar="CORPUS...")
]
Force = Annotated[bool, typer.Option("--force", help="Write over a file rather than add to it.")]
Against = Annotated[
    list[str] | None,
    typer.Option("--against", help="Documents of others: what stands in their articles stays.", metavar="PATH"),
]
Extends = Annotated[
    list[str] | None,
    typer.Option(
        "--extends",
        help="What a new file builds on, or none; else what fits best.",
        metavar="NAME",
        autocompletion=completion.sources,
    ),
]
FromScratch = Annotated[bool, typer.Option("--from-scratch", help="As if the source had no file of its own yet.")]
MinDocuments = Annotated[
    int, typer.Option("--min-documents", help="Different articles that a line must stand with.", min=2, metavar="N")
]
Share = Annotated[int, typer.Option("--share", help="The share of them, in percent.", min=1, max=100, metavar="N")]
Pages = Annotated[
    int,
    typer.Option("--pages", help="Learn from so many; of more, the same are chosen each time.", min=3, metavar="N"),
]
_SCHEMA: Final = "schema/source.schema.json"
_NAMED: Final = 5  # hosts in a message


def new_source(
    host: Annotated[str, typer.Argument(help="The host of the new source, such as example.vn.", metavar="HOST")],
    output: Output = "",
) -> int:
    """Begin a source: a commented rule file that passes lint and test. To standard output, or with -o to a file.

    In a folder the schema is put beside it, so that editors complete and check.
    """
    text = starter(host)
    if not output:
        out(text.encode())
        return 0
    folder = output.endswith("/") or Path(output).is_dir()
    name = next(line for line in text.split("\n") if line.startswith("source: ")).removeprefix("source: ")
    path = Path(output, f"{name}.yaml") if folder else Path(output)
    if path.exists():
        raise UsageError(f"{path}: is there already")
    _write(path, text)
    Messages().say(f"{path}: written; check it with `cleaner rules lint {path}` and `cleaner rules test {path}`")
    return 0


def write_schema(
    output: Annotated[str, typer.Option("-o", "--output", help="A file; else standard output.", metavar="FILE")] = "",
) -> int:
    """Print the JSON Schema of rule files, for editors and other programs."""
    data = schema_text().encode()
    if not output:
        out(data)
        return 0
    with NewFile(output) as file:
        file.write(data)
    return 0


def learn_rules(
    corpus: PagesOfOne,
    source: Source = "",
    output: Output = "",
    force: Force = False,
    against: Against = None,
    extends: Extends = None,
    from_scratch: FromScratch = False,
    min_documents: MinDocuments = 3,
    share: Share = 25,
    pages: Pages = 1000,
    rules: Mine = None,
    text_field: TextField = "text",
    url_field: UrlField = "url",
    json: Json = False,
) -> int:
    """Write the first draft of a rule file from whole pages of a source: what recurs on them and is no article.

    What the packages take already, or the source's own file, is not learnt again; where there is such a file, the new
    rules are added behind its own. Every rule is tried on the pages first; one that could take a line of an article
    is put into the file as a comment, with the reason. The file has tests, and passes lint.
    """
    options = reading(corpus, rules_of(rules), text_field, url_field)
    read = Corpus(options)
    source, documents = _of_source(read, source, pages)
    target = _target(output, source)
    catalogue = read.worker.cleaner.catalogue
    if target is not None and target.exists() and not force:
        _check_own(target, source, from_scratch)
        catalogue = Catalogue((str(target), *options.settings.rules))
    lesson = Lesson(source, Needs(min_documents, share), tuple(extends or ()), from_scratch)
    others = (one for one in read.documents(against or ()) if is_page(one) and _by_host(catalogue, host(one)) != source)
    found = learn(lesson, documents, sample(others, pages) if against else [], catalogue)
    new = bool(found.rules) or not found.base.known
    if target is not None and new:
        _write(target, found.text)
    if json:
        print_json(values(found, str(target or "")))
    elif target is None and new:
        out(found.text.encode())
    _tell(found, read.messages, str(target) if target is not None and new else "")
    return int(bool(read.skipped))


def _of_source(corpus: Corpus, name: str, most: int) -> tuple[str, list[Document]]:
    """Choose pages of one source, the one that is named or the only one there is; also give its name."""
    catalogue = corpus.worker.cleaner.catalogue
    source = name if name in catalogue.entries or not name else _by_host(catalogue, host_named(name))
    sources, met = Counter[str](), Counter[bool]()

    def pages() -> Iterator[Document]:
        for document in corpus.documents():
            whose = _by_host(catalogue, host(document))
            sources[whose] += 1
            if not source or whose in ("", source):
                met[is_page(document)] += 1
                if is_page(document):
                    yield document

    found = sample(pages(), most)
    if not found:
        told = f" of {source}; there are: {_told(sources)}" if source and sources else ""
        raise InputError(f"no document{told or ' could be read'}")
    names = {name for name in sources if name}
    if not source and len(names) != 1:
        several = f"the documents are of several sources: {_told(sources)}"
        why = several if names else "nothing says which source it is"
        raise UsageError(f"{why}; rules are learnt for one: --source NAME")
    if left := sources.total() - met.total():
        corpus.messages.say(f"{counted(left, 'document')} of other sources left out")
    if met[False]:
        corpus.messages.say(f"{counted(met[False], 'document')} left out: empty, or longer than any page")
    if met[True] > most:
        corpus.messages.say(f"{most} of {counted(met[True], 'document')} chosen; --pages N takes more")
    return source or names.pop(), found


def _by_host(catalogue: Catalogue, host: str) -> str:
    return (catalogue.by_host(host) or host) if host else ""


def _told(sources: Counter[str]) -> str:
    most = [f"{name or 'unknown'} ({count})" for name, count in sources.most_common(_NAMED)]
    return ", ".join([*most, *(["…"] if len(sources) > _NAMED else [])])


def _target(output: str, source: str) -> Path | None:
    if not output:
        return None
    return Path(output, f"{source}.yaml") if output.endswith("/") or Path(output).is_dir() else Path(output)


def _check_own(target: Path, source: str, scratch: bool) -> None:
    """Make sure that a file to which rules are added is the source's."""
    if scratch:
        raise UsageError(f"{target}: is there already; --force writes over it")
    file, problems = read(read_all(str(target)), str(target))
    if problems or file is None:
        raise RuleError(problems)
    if file.name != source:
        raise UsageError(f"{target}: is there already, with the rules of {file.name}; --force writes over it")


def _write(target: Path, text: str) -> None:
    """Write a rule file, and the schema below its folder that its first line names, where none is."""
    with NewFile(str(target)) as file:
        file.write(text.encode())
    schema = target.parent / _SCHEMA
    if not schema.exists():
        write_schema(str(schema))


def _tell(found: Learnt, messages: Messages, written: str) -> None:
    """Say what was learnt, and from what."""
    pages = counted(found.documents, "page")
    copies = f", {found.articles} different articles" if found.articles < found.documents else ""
    passed = f"; {found.passed} more are no articles, or show none that can be told" if found.passed else ""
    messages.say(f"{found.source}: learnt from {pages}{copies}{passed}")
    there = found.base.known or (f"the rules of {', '.join(found.base.extends)}" if found.base.extends else "no rules")
    doubtful = len(found.drafts) - len(found.rules)
    shown = "in comments" if found.rules or not found.base.known else "that --json shows"
    doubts = f"; {counted(doubtful, 'candidate')} {shown}" if doubtful else ""
    messages.say(
        f"{there}: {100 * found.before:.1f}% of the characters go; with {counted(len(found.rules), 'learnt rule')} "
        f"{100 * found.after:.1f}%{doubts}"
    )
    if found.base.known and not found.rules:
        messages.say(f"{found.base.known}: already covered, nothing else recurs that could be told from an article")
    elif not found.drafts:
        messages.say("nothing else recurs that could be told from an article")
    if written:
        messages.say(f"{written}: written; read it, then check it with `cleaner rules check {written}`")


def values(found: Learnt, written: str) -> dict[str, Any]:
    """Return everything as plain values."""
    return {
        "source": found.source,
        "pages": found.documents,
        "articles": found.articles,
        "passed": found.passed,
        "known": found.base.known,
        "extends": list(found.base.extends),
        "packages": [
            {"extends": list(one.extends), "share": round(one.share, 6), "paragraphs": one.paragraphs}
            for one in found.base.tried
        ],
        "share_before": round(found.before, 6),
        "share_after": round(found.after, 6),
        "fingerprints": list(found.signs),
        "rules": [_rule(draft) for draft in found.rules],
        "candidates": [{**_rule(draft), "reason": draft.doubt} for draft in found.drafts if draft.doubt],
        "written": written,
        "file": found.text,
    }


def _rule(draft: Draft) -> dict[str, Any]:
    return {
        "id": draft.id,
        "label": draft.label,
        draft.action: draft.value,
        "where": draft.where,
        "evidence": draft.evidence,
        "documents": draft.documents,
        "lines": draft.lines,
    }
