"""The one way that a document takes, whatever its format: read, cleaned, written back, told of in the audit.

`tasks` opens the inputs of a plan, settles their formats and lets those cut them into batches, read no further ahead
than they are taken. A `Worker` does a task, the same here and in other processes, and gives its `Outcome`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from cleaner import audit
from cleaner.errors import CleanerError, InputError, MissingExtra, unexpected
from cleaner.formats import compression
from cleaner.formats.base import Batch, Done, Entry, Format, Item, Layout, Passed, ReadOptions, WriteOptions
from cleaner.formats.detect import foreign, json_form, own_file
from cleaner.formats.fields import Fields
from cleaner.formats.files import FileState, file_state
from cleaner.formats.streams import encoding_of, open_input, packing_now, peek, recoded
from cleaner.formats.text import TextFile, pieces
from cleaner.model import Document, Result, Skipped
from cleaner.runs.options import Options
from cleaner.runs.plan import STDIO, Input, Target
from cleaner.runs.tally import Change, Tally, change_of, flag_message


class Place(NamedTuple):
    """Where a task stands: its input file, its output, and its position among all that goes there.

    `to` is the format that workers write: that of the input, where its records are written back; else text, or JSON
    lines, which are `encoded` as another format when all are there. `seen` is the file as it was before it was read. It
    is `plain` where its name says that it is packed, and it is not.
    """

    target: int
    path: str
    out: str
    to: str
    position: int = 1
    seen: FileState = ()
    encoded: bool = False
    plain: bool = False


class Task(NamedTuple):
    """A batch of an input, and the format that it is of; without one it tells only of a problem."""

    place: Place
    form: Format | None
    batch: Batch


class Outcome:
    """What became of a task: bytes for each output, messages for people, and the counts.

    `problems` are documents that were passed over, `flags` warnings on cleaned ones, `changes` what a check lists.
    `tables` are rows of tables, each with the row group of the input that they are of.
    """

    def __init__(self) -> None:
        self.documents: list[bytes] = []
        self.audit: list[bytes] = []
        self.rejects: list[bytes] = []
        self.tables: list[tuple[Any, tuple[str, int]]] = []
        self.problems: list[str] = []
        self.flags: list[str] = []
        self.changes: list[Change] = []
        self.diff: list[bytes] = []
        self.tally = Tally()
        self.changed = self.failed = False

    def add(self, other: "Outcome") -> None:
        for name in ("documents", "audit", "rejects", "tables", "problems", "flags", "changes", "diff"):
            getattr(self, name).extend(getattr(other, name))
        self.tally.add(other.tally)
        self.changed |= other.changed
        self.failed |= other.failed


def tasks(targets: Sequence[Target], reading: ReadOptions = ReadOptions()) -> Iterator[Task]:  # noqa: B008 - a frozen value
    """The tasks of all outputs, in order."""
    for number, target in enumerate(targets):
        position = 1
        for at, item in enumerate(target.inputs):
            seen = file_state(item.path) if target.out != STDIO and item.stream is None else ()
            to, last = target.worked, at == len(target.inputs) - 1
            plain = item.stream is None and not item.problem and _is_plain(item.path)
            place = Place(number, item.path, target.out, to, 1, seen, encoded=to != target.to, plain=plain)
            for form, batch in _batches(item, target, last, reading):
                if form is not None and form.name in ("json", "array") and to == target.to and target.keeps_json:
                    place = place._replace(to=form.name)
                yield Task(place._replace(position=position), form, batch)
                position += batch.places


def _batches(item: Input, target: Target, last: bool, reading: ReadOptions) -> Iterator[tuple[Format | None, Batch]]:
    """The batches of an input; what is wrong with it is a batch, too."""
    if item.problem:
        yield None, Batch(places=1, problem=item.problem, missing=item.named)
        return
    if not item.named and own_file(item.path):
        return  # it lies among the documents and is none
    try:
        yield from _cut(item, target, last, reading)
    except (MissingExtra, InputError) as error:
        name = f"{item.path}: " if isinstance(error, MissingExtra) else ""
        yield None, Batch(places=1, problem=f"{name}{error}")


def _cut(item: Input, target: Target, last: bool, reading: ReadOptions) -> Iterator[tuple[Format, Batch]]:
    """Open an input, settle its format, and let that cut it."""
    form = _by_name(item.form, reading.fields)
    if isinstance(form, TextFile) and item.stream is None:
        yield form, form.unread(item.path)
        return
    stream = item.stream or open_input(item.path, reading.limits)
    encoding = ""
    if form is None:
        if encoding := encoding_of(peek(item.path, stream), reading.encoding):
            stream = recoded(stream, encoding)
        form = _by_head(item.form, peek(item.path, stream), reading.fields, item.path)
    close = not last and target.worked == form.name
    for batch in form.batches(item.path, stream, reading.limits, close):
        yield form, batch._replace(encoding=encoding) if encoding and batch.pieces else batch
    if item.path != STDIO:
        stream.close()


def _by_name(form: str, fields: Fields) -> Format | None:
    """A format that is settled by its name alone, loaded when an input has it; None where the head settles it."""
    if form in ("text", "html"):
        return TextFile(form)
    if form == "warc":
        from cleaner.formats.warc import Warc

        return Warc()
    if form == "parquet":
        from cleaner.formats.parquet import ParquetFile

        return ParquetFile(fields)
    return None


def _by_head(form: str, head: bytes, fields: Fields, where: str) -> Format:
    """Settle the format of records by the first bytes of an input; what is none is an `InputError`."""
    if problem := foreign(head):
        raise InputError(f"{where}: this is {problem}, and no records")
    if form in ("csv", "tsv"):
        from cleaner.formats.delimited import Delimited

        return Delimited.of(form, head, fields, where)
    from cleaner.formats.json_formats import json_format

    found = json_form(head)
    return json_format("jsonl" if form == "jsonl" and found == "json" else found, fields)


class Worker:
    """Options and the cleaner that they ask for; bad rules or a wrong label end the run when it is built."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self.cleaner = options.cleaner()
        self.reading = options.reading._replace(selectors=lambda url: (self.cleaner.html_for(url) or ("", ()))[1])
        self._listing = (options.check or options.verb == "check") and not options.diff

    def do(self, task: Task) -> Outcome:
        """Do one task; what nobody foresaw costs the document that it befell, which is passed over and told of."""
        outcome = Outcome()
        if task.form is None or task.batch.problem:
            return self._fail(outcome, task.place, task.batch)
        try:
            self._clean(outcome, task.place, task.form, task.batch)
        except CleanerError:
            raise
        except Exception as error:
            return self._halved(task, task.form, error)
        return outcome

    def documents(self, targets: list[Target]) -> Iterator[Document | Skipped]:
        """All documents of a plan, uncleaned; what is none comes with its whole message as the reason.

        `line` of that is 1 where the caller named an input that is not there.
        """
        for task in tasks(targets, self.reading):
            if task.form is None or task.batch.problem:
                yield Skipped(task.place.path, task.batch.problem, int(task.batch.missing))
                continue
            for item in self._read(task.form, task.batch, task.place.path, WriteOptions(task.place.to)):
                if isinstance(item, Item):
                    yield item.document
                elif isinstance(item, Passed) and not item.silent:
                    yield Skipped(item.entry.id, f"{item.name}: {item.entry.reason}")

    def _read(self, form: Format, batch: Batch, path: str, writing: WriteOptions) -> Iterator[Entry]:
        """Read the items of a batch; the address of those that name none is that of the call."""
        for item in form.read(batch, path, self.reading, writing):
            if isinstance(item, Item) and self.reading.url and not item.document.url:
                item.document = replace(item.document, url=self.reading.url)
            yield item

    def _clean(self, outcome: Outcome, place: Place, form: Format, batch: Batch) -> None:
        """Clean the documents of a batch, and write them back among what else there is."""
        writing = WriteOptions(place.to, self.options.annotate, bool(self.options.rejects))
        items = list(self._read(form, batch, place.path, writing))
        results = self.cleaner.clean_many([item.document for item in items if isinstance(item, Item)])
        outcome.tally.others = dict(batch.others)
        done: list[Done] = []
        first = place.position
        for item in items:
            if isinstance(item, Layout):
                self._lay_out(outcome, place, item)
            elif isinstance(item, Passed):
                self._pass(outcome, place, item)
                done.append((item, None))
            else:
                result = next(results)
                try:
                    written = item.write(result, writing)
                except ValueError as error:  # what is left of the text has no place in this format
                    at = place.position - first
                    alone = form.part(batch, at, at + 1)
                    self._pass(outcome, place, form.passed(alone, place.path, str(error), self.reading, writing))
                else:
                    self._write(outcome, place, item, result, written, writing)
                done.append((item, result))
            places = 1 if isinstance(item, Item) else item.places
            place = place._replace(position=place.position + places)
        if form.is_table:
            _put_together(outcome, place.path, form.together(batch, done, writing))

    def _write(
        self, outcome: Outcome, place: Place, item: Item, result: Result, written: bytes, writing: WriteOptions
    ) -> None:
        """Take in what a document is written as, and note down what became of it."""
        changed, recoded = item.compare(result, written)
        outcome.documents.append(written)
        if item.problem:
            outcome.problems.append(f"{item.name}: {item.problem}")
            outcome.tally.skipped += 1
            outcome.failed |= item.failed
        else:
            self._note(outcome, place, item, result, changed, recoded)
        if self.options.removed:
            parts = pieces(written) if writing.to == "text" else 1
            counts = parts == 1 or place.out == place.path  # as one document among those of its output
            if changed or item.form != writing.to or not counts or place.plain:
                more = {**where(place), **item.origin(result, written)}
                outcome.audit += _audit(item.document, result, more, parts if writing.to == "text" else None)
        if self.options.diff and changed:
            outcome.diff.append(item.diff(result, written))

    def _note(self, outcome: Outcome, place: Place, item: Item, result: Result, changed: bool, recoded: bool) -> None:
        """Count a cleaned document, and say what people should know of it."""
        outcome.tally.count(result, changed, recoded)
        outcome.changed |= changed
        if result.flags:
            outcome.flags.append(flag_message(item.name, result))
        if self._listing and changed:
            path = place.path if item.line else item.name
            outcome.changes.append(change_of(item.name, path, item.line, result, recoded))

    def _pass(self, outcome: Outcome, place: Place, item: Passed) -> None:
        """Pass over what is no document, and say so."""
        outcome.documents += [item.out] if item.out else []
        outcome.rejects += [item.rejected] if item.rejected else []
        outcome.changed |= item.changed
        outcome.failed |= item.failed
        if not item.silent:
            outcome.problems.append(f"{item.name}: {item.entry.reason}")
            outcome.tally.skipped += 1
            self._tell(outcome, item.entry, place, {"passed": True, **item.told} if item.kept else item.told)

    def _lay_out(self, outcome: Outcome, place: Place, item: Layout) -> None:
        """Keep what stands between documents."""
        outcome.documents += [item.out] if item.out else []
        outcome.changed |= item.changed
        if item.told:
            told = {**item.told, "rule": audit.LAYOUT, "label": "layout"}
            self._tell(outcome, Skipped(place.path, ""), place, told)

    def _tell(self, outcome: Outcome, entry: Skipped, place: Place, told: Mapping[str, Any]) -> None:
        """Put what is no document into the audit."""
        if self.options.removed:
            outcome.audit.append(audit.dump(audit.skipped(entry, **{**where(place), **told})))

    def _fail(self, outcome: Outcome, place: Place, batch: Batch) -> Outcome:
        """Report an input that could not be read, or not on; a table that is refused tells how many rows it has."""
        outcome.problems.append(batch.problem)
        outcome.failed = True
        outcome.tally.skipped += 1
        outcome.tally.missing += batch.missing
        entry = Skipped(place.path, batch.problem.removeprefix(f"{place.path}: "))
        self._tell(outcome, entry, place, {} if batch.places == 1 else {"span": batch.places})
        return outcome

    def _halved(self, task: Task, form: Format, error: Exception) -> Outcome:
        """Do a task that failed in halves, until the document that cannot be cleaned is alone; pass that over.

        The others of its batch are not lost with it. Where it can stay as it is (a line, a row), it does.
        """
        outcome, batch = Outcome(), task.batch
        if batch.places > 1:
            middle = batch.places // 2
            for start, end in ((0, middle), (middle, batch.places)):
                place = task.place._replace(position=task.place.position + start)
                outcome.add(self.do(task._replace(place=place, batch=form.part(batch, start, end))))
            return outcome
        writing = WriteOptions(task.place.to, self.options.annotate, bool(self.options.rejects))
        item = form.passed(batch, task.place.path, f"{unexpected(error)}; please report this", self.reading, writing)
        self._pass(outcome, task.place, item)
        if form.is_table:
            _put_together(outcome, task.place.path, form.together(batch, [(item, None)], writing))
        return outcome


def _put_together(outcome: Outcome, path: str, made: tuple[list[bytes], Any]) -> None:
    """Take in what a format makes of a batch as a whole; see `Format.together`."""
    lines, table = made
    outcome.documents += lines
    if table is not None:
        outcome.tables.append((table, (path, table.group)))


def _audit(document: Document, result: Result, more: dict[str, Any], parts: int | None) -> list[bytes]:
    """Write down what a document lost, and how its bytes are made of its lines."""
    if parts is not None:
        more["pieces"] = parts
    records = audit.changed(document.id, document.text, result)
    records.append(audit.closing(document.id, document.text, result, records, **more))
    return [audit.dump(record) for record in records]


def where(place: Place) -> dict[str, Any]:
    """Say for an audit which output a document went to, in which form, and where in it; and if its name lies."""
    to = "table" if place.encoded else place.to
    found: dict[str, Any] = {"out": place.out, "to": to, "position": place.position}
    return {**found, "plain": True} if place.plain else found


def _is_plain(path: str) -> bool:
    """Whether a file is not packed although its name says so: then it is to come back as it was."""
    try:
        return compression.packing_named(path) is not None and packing_now(path) is None
    except InputError:
        return False
