"""`rules new`, `rules schema` and `rules learn`: what a rule file begins with, empty or drafted from pages."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from cleaner._core import host_of
from cleaner.authoring.files import read
from cleaner.authoring.learn.learning import Learnt, Lesson, learn
from cleaner.authoring.learn.pages import Needs, Sample
from cleaner.authoring.schema import host_named, schema_text, starter
from cleaner.cli.documents import documents, reading
from cleaner.cli.printer import print_json
from cleaner.cli.terminal import Messages
from cleaner.errors import InputError, RuleError, UsageError
from cleaner.formats.files import NewFile
from cleaner.formats.streams import read_all
from cleaner.model import Document, Skipped
from cleaner.rules.catalogue import Catalogue
from cleaner.runs.console import out
from cleaner.runs.tally import counted
from cleaner.runs.worker import Worker

if TYPE_CHECKING:
    from cleaner.authoring.learn.drafts import Draft
    from cleaner.runs.options import Options

_SCHEMA: Final = "schema/source.schema.json"
_NAMED: Final = 5  # hosts in a message


def new_source(host: str, output: str) -> int:
    """Write a starter file; one that is there already is never touched."""
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


def write_schema(output: str) -> int:
    """Write the schema to a file or to standard output."""
    data = schema_text().encode()
    if not output:
        out(data)
        return 0
    with NewFile(output) as file:
        file.write(data)
    return 0


@dataclass(frozen=True)
class Wanted:
    """What the call asked for."""

    corpus: tuple[str, ...]
    rules: tuple[str, ...]
    source: str
    output: str
    against: tuple[str, ...]
    extends: tuple[str, ...]
    needs: Needs
    pages: int
    scratch: bool
    force: bool
    text_field: str
    url_field: str


def learn_rules(wanted: Wanted, as_json: bool) -> int:
    """Learn, write and tell; the exit code."""
    messages = Messages()
    worker = Worker(_options(wanted, wanted.corpus))
    source, pages, skipped = _corpus(worker, wanted, messages)
    target = _target(wanted.output, source)
    catalogue = worker.cleaner.catalogue
    if target is not None and target.exists() and not wanted.force:
        _check_own(target, source, wanted.scratch)
        catalogue = Catalogue((str(target), *wanted.rules))
    against = _against(worker, wanted, source, messages)
    lesson = Lesson(source, wanted.needs, wanted.extends, wanted.scratch)
    found = learn(lesson, pages, against, catalogue)
    new = bool(found.rules) or not found.known
    if target is not None and new:
        _write(target, found.text)
    if as_json:
        print_json(values(found, str(target or "")))
    elif target is None and new:
        out(found.text.encode())
    _tell(found, messages, str(target) if target is not None and new else "")
    return int(bool(skipped))


def _options(wanted: Wanted, paths: tuple[str, ...]) -> Options:
    return reading(paths, wanted.rules, wanted.text_field, wanted.url_field)


def _corpus(worker: Worker, wanted: Wanted, messages: Messages) -> tuple[str, list[Document], int]:
    """Read the pages of one source; also gives its name, and how many documents could not be read."""
    sample, sources, skipped, unfit = Sample(wanted.pages), Counter[str](), 0, 0
    source = _known(wanted.source, worker.cleaner.catalogue)
    for document in documents(worker, worker.options, messages):
        if isinstance(document, Skipped):
            messages.problem(document.reason)
            skipped += 1
            continue
        name = _source_of(document, worker.cleaner.catalogue)
        sources[name] += 1
        if source and name not in ("", source):
            continue
        unfit += not sample.add(document)
    if not sample.documents:
        told = f" of {source}; there are: {_told(sources)}" if source and sources else ""
        raise InputError(f"no document{told or ' could be read'}")
    names = {name for name in sources if name}
    if not source and len(names) != 1:
        why = f"the documents are of several sources: {_told(sources)}" if names else "nothing says which source it is"
        raise UsageError(f"{why}; rules are learnt for one: --source NAME")
    if left := sum(count for name, count in sources.items() if source and name not in ("", source)):
        messages.say(f"{counted(left, 'document')} of other sources left out")
    if unfit:
        messages.say(f"{counted(unfit, 'document')} left out: empty, or longer than any page")
    if sample.met > wanted.pages:
        messages.say(f"{wanted.pages} of {counted(sample.met, 'document')} chosen; --pages N takes more")
    return source or names.pop(), sample.documents, skipped


def _told(sources: Counter[str]) -> str:
    most = [f"{name or 'unknown'} ({count})" for name, count in sources.most_common(_NAMED)]
    return ", ".join([*most, *(["…"] if len(sources) > _NAMED else [])])


def _known(name: str, catalogue: Catalogue) -> str:
    """Return the name of a source as its file has it, else its host."""
    if not name or name in catalogue.entries:
        return name
    host = host_named(name)
    return catalogue.by_host(host) or host


def _source_of(document: Document, catalogue: Catalogue) -> str:
    """Return the source of a document by its record, its address, or a part of its path that is a host."""
    folders = reversed(document.id.replace("\\", "/").split("/")[:-1])
    hosts = [document.source, document.url, *(part for part in folders if "." in part.strip("."))]
    host = next((host for one in hosts if one and (host := host_of(one).removeprefix("www."))), "")
    return catalogue.by_host(host) or host if host else ""


def _against(worker: Worker, wanted: Wanted, source: str, messages: Messages) -> list[Document]:
    """Read the documents of other sources that speak against rules."""
    sample = Sample(wanted.pages)
    for document in documents(worker, _options(wanted, wanted.against), messages) if wanted.against else ():
        if isinstance(document, Skipped):
            messages.problem(document.reason)
        elif _source_of(document, worker.cleaner.catalogue) != source:
            sample.add(document)
    return sample.documents


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
    there = found.known or (f"the rules of {', '.join(found.extends)}" if found.extends else "no rules")
    doubtful = len(found.drafts) - len(found.rules)
    shown = "in comments" if found.rules or not found.known else "that --json shows"
    doubts = f"; {counted(doubtful, 'candidate')} {shown}" if doubtful else ""
    messages.say(
        f"{there}: {100 * found.before:.1f}% of the characters go; with {counted(len(found.rules), 'learnt rule')} "
        f"{100 * found.after:.1f}%{doubts}"
    )
    if found.known and not found.rules:
        messages.say(f"{found.known}: already covered, nothing else recurs that could be told from an article")
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
        "known": found.known,
        "extends": list(found.extends),
        "packages": [
            {"extends": list(one.extends), "share": round(one.share, 6), "paragraphs": one.paragraphs}
            for one in found.tried
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
