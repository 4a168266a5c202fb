"""The documents of a call, for commands that look at them and write none back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from cleaner._core import host_of
from cleaner.cli.terminal import Messages
from cleaner.model import Document, Skipped
from cleaner.runs.options import Options
from cleaner.runs.plan import plan
from cleaner.runs.worker import Worker
from cleaner.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


def reading(paths: Sequence[str], rules: Sequence[str], text_field: str, url_field: str) -> Options:
    """Return the options of a command that reads documents, and has no other choice of how."""
    settings = Settings(tuple(rules))
    return Options("check", tuple(paths), settings=settings, text_field=text_field, url_field=url_field)


def documents(worker: Worker, options: Options, messages: Messages) -> Iterator[Document | Skipped]:
    """Read every document of the call; one that cannot be read comes with its whole message as the reason."""
    notes: list[str] = []
    targets = plan(options, notes)
    for note in notes:
        messages.say(note)
    total = 0
    for total, document in enumerate(worker.documents(targets), 1):  # noqa: B007
        yield document
    messages.flush(total)


class Corpus:
    """The documents of a call that looks at all of them; those that cannot be read are told of and counted."""

    def __init__(self, options: Options) -> None:
        """Build the cleaner that the options ask for."""
        self.options = options
        self.messages = Messages()
        self.worker = Worker(options)
        self.skipped = 0

    def documents(self, paths: Sequence[str] = ()) -> Iterator[Document]:
        """Read the documents of the call, or of other paths."""
        options = replace(self.options, paths=tuple(paths)) if paths else self.options
        for document in documents(self.worker, options, self.messages):
            if isinstance(document, Skipped):
                self.messages.problem(document.reason)
                self.skipped += 1
            else:
                yield document


def host(document: Document) -> str:
    """Return the host that a document is of: by its record, its address, or a part of its path that looks so.

    >>> host(Document("", url="https://www.bao.vn/1.html")), host(Document("", id="tin.vn/1.txt")), host(Document(""))
    ('bao.vn', 'tin.vn', '')
    """
    folders = reversed(document.id.replace("\\", "/").split("/")[:-1])
    said = [document.source, document.url, *(folder for folder in folders if "." in folder.strip("."))]
    return next((host for one in said if one and (host := host_of(one).removeprefix("www."))), "")
