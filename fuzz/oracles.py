"""The promises, one function for each kind of input: each takes bytes and raises when one of them is broken.

They run under atheris (`python -m fuzz`) and, with what was found before, in the normal tests.
"""

from __future__ import annotations

import io
from collections import Counter
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from cleaner import Cleaner, Document
from cleaner.audit import groups
from cleaner.authoring.files import chain, read
from cleaner.authoring.verify import Verifier
from cleaner.errors import CleanerError
from cleaner.formats.base import Batch, WriteOptions
from cleaner.formats.json_formats import JsonLines
from cleaner.formats.text import TextFile
from cleaner.restore import outputs, rebuild
from cleaner.runs.options import Options
from cleaner.runs.worker import Place, Task, Worker
from cleaner.text import decode, repair

if TYPE_CHECKING:
    from collections.abc import Callable

    from cleaner import Removal, Result
    from cleaner.authoring.files import RuleFile

PAGE = Path(__file__).with_name("page.txt").read_text("utf-8")  # native/tests/promises cleans it as well
READER = "page#html"  # owns what was left out of a page that no selector is for; it stands in no file


@cache
def _cleaner() -> Cleaner:
    return Cleaner()


@cache
def _worker() -> Worker:
    return Worker(Options(removed="audit"))


@cache
def _sources() -> tuple[str, ...]:
    return ("", "none", *sorted(_cleaner().catalogue.entries))


@cache
def _package(name: str) -> RuleFile | None:
    entry = _cleaner().catalogue.entries.get(name)
    return read(entry.read(), entry.shown, _package)[0] if entry else None


def rules(data: bytes) -> None:
    """A rule file is read or refused with places; one that is read compiles, cleans and judges its own tests."""
    file, problems = read(data, "fuzz.yaml", _package)
    assert file is not None or problems, "refused without a word"
    assert all(problem.line >= 1 and problem.column >= 1 for problem in problems), "a mistake without a place"
    if file is None or problems or not (whole := chain(file, _package, _sources()[2:])).sound:
        return
    assert all(line >= 1 and column >= 1 for _, line, column, *_ in file.sheet.lint()), "a warning without a place"
    engine = whole.engine()
    for page in (PAGE, *("\n".join(line.text for line in test.lines) for test in file.tests)):
        first = engine.clean(page).result()
        assert len(first.text) <= len(page), "a rule makes text grow"
        assert engine.clean(first.text).text == first.text, "cleaning again changes the text"
        _owned(first, page)
    verifier = Verifier(engine)
    for test in file.tests:
        if test.lines:
            verifier.lines(test)


def text(data: bytes) -> None:
    """The first byte chooses a source; the rest is a file: it comes back, and clean text stays as it is."""
    if not data:
        return
    source = _sources()[data[0] % len(_sources())]
    data = data[1:]
    _comes_back(
        _worker().do(Task(Place(0, "a.txt", "-", "text"), TextFile(), Batch([(data, "")], places=1))), data, "text"
    )
    try:
        given = decode(data).text
    except CleanerError:
        return
    _cleaned(Document(given, source=""), source)


def html(data: bytes) -> None:
    """A page gives a text, or a reason why not; that text, cleaned as the same source's, stays as it is."""
    worker = _worker()
    form, batch = TextFile("html"), Batch([(data, "")], places=1)
    task = Task(Place(0, "a.html", "-", "jsonl"), form, batch)
    outcome = worker.do(task)
    if outcome.failed:
        assert outcome.problems
        assert not outcome.documents
        return
    (item,) = form.read(batch, "a.html", worker.reading, WriteOptions("jsonl"))
    _cleaned(item.document, "")


def jsonl(data: bytes) -> None:
    """Lines keep their number and their bytes but for the text's, and come back."""
    lines = io.BytesIO(data).readlines()
    for to in ("jsonl", "text"):
        outcome = _worker().do(Task(Place(0, "a.jsonl", "-", to), JsonLines(), Batch(list(lines), places=len(lines))))
        _comes_back(outcome, data, to)
        if to == "jsonl":
            written = io.BytesIO(b"".join(outcome.documents)).readlines()
            assert len(written) == len(lines), "a line was lost or made"


def _cleaned(document: Document, source: str) -> None:
    """Clean a document, and hold against it what holds for every document."""
    cleaner = _cleaner()
    first = cleaner.clean(document, source=source)
    again = cleaner.clean(first.text, source=source or first.source, title=document.title)
    assert again.text == first.text, "cleaning again changes the text"
    assert not again.removals, "cleaning again removes"
    _owned(first, document.text)


def _owned(result: Result, given: str) -> None:
    """Every line of the repaired text stayed, or went with an owner."""
    done = repair(given)
    wanted = Counter(line for line in done.lines if line and not line.isspace())
    solid = [line for line in result.text.split("\n") if line and not line.isspace()]
    assert len(solid) == len(result.numbers), "a line without a number"
    trimmed = {(removal.line, removal.kept): removal.text for removal in result.removals if removal.kept}
    found = Counter(
        trimmed.get((number, line), line) for number, line in zip(result.numbers, solid, strict=True)
    ) + Counter(filter(None, map(_shown, (removal for removal in result.removals if not removal.kept))))
    assert found == wanted, "a line was lost, or has no owner"
    owners = {(removal.rule, removal.at) for removal in result.removals}
    assert all(rule and (at or rule == READER) for rule, at in owners), "a removal without an owner"


def _shown(removal: Removal) -> str:
    """Give a line that went as it was repaired, which what the reader of pages left out was not."""
    return repair(removal.text).text if removal.rule.endswith("#html") else removal.text


def _comes_back(outcome: object, data: bytes, to: str) -> None:
    """Rebuild an input from what was written."""
    if outcome.failed:  # type: ignore[attr-defined]
        assert outcome.problems  # type: ignore[attr-defined]
        assert not outcome.documents  # type: ignore[attr-defined]
        return
    given = outcome.documents  # type: ignore[attr-defined]
    out = b"\f\n".join(filter(None, given)) if to == "text" else b"".join(given)
    stream = io.BytesIO(out)
    pieces = outputs(stream, to, {})
    found = groups(outcome.audit, "audit")  # type: ignore[attr-defined]
    back = b"".join(one.data or b"" for one in rebuild(pieces, found, "clean"))
    assert back == data, "the input does not come back"


ORACLES: dict[str, Callable[[bytes], None]] = {"rules": rules, "text": text, "html": html, "jsonl": jsonl}
