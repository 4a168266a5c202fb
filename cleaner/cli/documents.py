"""The documents of a call, for commands that look at them and write none back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cleaner._core import host_of
from cleaner.runs.options import Options
from cleaner.runs.plan import plan
from cleaner.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cleaner.cli.terminal import Messages
    from cleaner.model import Document, Skipped
    from cleaner.runs.worker import Worker


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


def host(document: Document) -> str:
    """Return the host of a document that no source claims: of its address, else a part of its path that looks so."""
    if host := host_of(document.url):
        return host
    folders = document.id.split("/")[:-1]
    return next((part for part in reversed(folders) if "." in part.strip(".") and host_of(part)), "none found")
