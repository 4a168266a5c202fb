"""`rules new`, `rules schema` and `rules learn`: what a rule file begins with, empty or drafted from pages."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from cleaner._core import host_of
from cleaner.authoring.files import read
from cleaner.authoring.learn.learning import Learnt, Lesson, learn
from cleaner.authoring.learn.pages import is_page, sample
from cleaner.authoring.schema import host_named, schema_text, starter
from cleaner.cli.documents import documents
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
    from collections.abc import Iterator

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


def learn_rules(
    lesson: Lesson, options: Options, output: str, against: tuple[str, ...], most: int, force: bool, as_json: bool
) -> int:
    """Learn from at most so many pages, write and tell; the exit code."""
    corpus = _Corpus(options, Messages())
    source, pages = corpus.of_source(lesson.source, most)
    lesson = replace(lesson, source=source)
    target = _target(output, source)
    catalogue = corpus.catalogue
    if target is not None and target.exists() and not force:
        _check_own(target, lesson)
        catalogue = Catalogue((str(target), *options.settings.rules))
    found = learn(lesson, pages, corpus.of_others(against, source, most) if against else [], catalogue)
    new = bool(found.rules) or not found.base.known
    if target is not None and new:
        _write(target, found.text)
    if as_json:
        print_json(values(found, str(target or "")))
    elif target is None and new:
        out(found.text.encode())
    _tell(found, corpus.messages, str(target) if target is not None and new else "")
    return int(bool(corpus.skipped))


class _Corpus:
    """Reads pages; `skipped` counts the documents that could not be read."""

    def __init__(self, options: Options, messages: Messages) -> None:
        """Take the call's options."""
        self.options = options
        self.messages = messages
        self.skipped = 0
        self._worker = Worker(options)
        self.catalogue = self._worker.cleaner.catalogue

    def of_source(self, name: str, most: int) -> tuple[str, list[Document]]:
        """Choose pages of one source, the one that is named or the only one there is; also give its name."""
        source = name if name in self.catalogue.entries or not name else self._by_host(host_named(name))
        sources, met = Counter[str](), Counter[bool]()

        def pages() -> Iterator[Document]:
            for document in self._documents(self.options):
                whose = self._source_of(document)
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
            self.messages.say(f"{counted(left, 'document')} of other sources left out")
        if met[False]:
            self.messages.say(f"{counted(met[False], 'document')} left out: empty, or longer than any page")
        if met[True] > most:
            self.messages.say(f"{most} of {counted(met[True], 'document')} chosen; --pages N takes more")
        return source or names.pop(), found

    def of_others(self, paths: tuple[str, ...], source: str, most: int) -> list[Document]:
        """Choose documents of other sources, which speak against rules."""
        found = self._documents(replace(self.options, paths=paths))
        return sample((one for one in found if is_page(one) and self._source_of(one) != source), most)

    def _documents(self, options: Options) -> Iterator[Document]:
        for document in documents(self._worker, options, self.messages):
            if isinstance(document, Skipped):
                self.messages.problem(document.reason)
                self.skipped += 1
            else:
                yield document

    def _source_of(self, document: Document) -> str:
        """Return the source of a document by its record, its address, or a part of its path that is a host."""
        folders = reversed(document.id.replace("\\", "/").split("/")[:-1])
        hosts = [document.source, document.url, *(part for part in folders if "." in part.strip("."))]
        host = next((host for one in hosts if one and (host := host_of(one).removeprefix("www."))), "")
        return self._by_host(host) if host else ""

    def _by_host(self, host: str) -> str:
        return self.catalogue.by_host(host) or host


def _told(sources: Counter[str]) -> str:
    most = [f"{name or 'unknown'} ({count})" for name, count in sources.most_common(_NAMED)]
    return ", ".join([*most, *(["…"] if len(sources) > _NAMED else [])])


def _target(output: str, source: str) -> Path | None:
    if not output:
        return None
    return Path(output, f"{source}.yaml") if output.endswith("/") or Path(output).is_dir() else Path(output)


def _check_own(target: Path, lesson: Lesson) -> None:
    """Make sure that a file to which rules are added is the source's."""
    if lesson.scratch:
        raise UsageError(f"{target}: is there already; --force writes over it")
    file, problems = read(read_all(str(target)), str(target))
    if problems or file is None:
        raise RuleError(problems)
    if file.name != lesson.source:
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
