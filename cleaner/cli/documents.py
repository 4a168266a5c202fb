"""The documents of a call, for commands that look at them and write none back."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from cleaner._core import host_of
from cleaner.cli.terminal import Messages
from cleaner.errors import InputError
from cleaner.model import Document, Skipped
from cleaner.runs.options import Options
from cleaner.runs.plan import plan
from cleaner.runs.tally import Tally
from cleaner.runs.worker import Worker
from cleaner.settings import Settings

_MOST_PROBLEMS: Final = 100


def reading(paths: Sequence[str], rules: Sequence[str], text_field: str, url_field: str) -> Options:
    """The options of a command that reads documents, and has no other choice of how."""
    settings = Settings(tuple(rules))
    return Options("check", tuple(paths), settings=settings, text_field=text_field, url_field=url_field)


class Corpus:
    """The documents of a call; those that cannot be read are told of and counted, the first `problems` are kept."""

    def __init__(self, options: Options, messages: Messages | None = None) -> None:
        self.messages = messages or Messages()
        self.worker = Worker(options)
        self.targets = plan(options, self.messages.say)
        self.tally = Tally()
        self.problems: list[str] = []

    def documents(self) -> Iterator[Document]:
        total = 0
        for one in _wanted(self.worker.documents(self.targets), self.worker.options.record):
            total += 1
            if isinstance(one, Document):
                yield one
                continue
            self.messages.problem(one.reason)
            self.tally.skipped += 1
            self.tally.missing += one.line
            if len(self.problems) < _MOST_PROBLEMS:
                self.problems.append(one.reason)
        self.messages.flush(total)


def _wanted(found: Iterable[Document | Skipped], record: str) -> Iterator[Document | Skipped]:
    """Yield all documents, or the one with an id; where none has it, the one of that number."""
    if not record:
        yield from found
        return
    numbered: Document | Skipped | None = None
    number = 0
    for number, one in enumerate(found, 1):
        if one.id == record:
            yield one
            return
        if str(number) == record:
            numbered = one
    if numbered is None:
        raise InputError(f"--record {record}: no record has this id or number, of {number:,}")
    yield numbered


def host(document: Document) -> str:
    """The host that a document is of: by its record, its address, or a part of its path that looks so.

    >>> host(Document("", url="https://www.bao.vn/1.html")), host(Document("", id="tin.vn/1.txt")), host(Document(""))
    ('bao.vn', 'tin.vn', '')
    """
    folders = reversed(document.id.replace("\\", "/").split("/")[:-1])
    said = [document.source, document.url, *(folder for folder in folders if "." in folder.strip("."))]
    return next((host for one in said if one and (host := host_of(one).removeprefix("www."))), "")
