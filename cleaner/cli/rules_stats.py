"""`rules stats`: rules measured on documents."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from cleaner.cli.explain import documents
from cleaner.cli.rules_figures import figures, print_figures
from cleaner.cli.rules_output import Printer, print_json
from cleaner.cli.terminal import Messages
from cleaner.engine.drift import FORM, baseline, drifts
from cleaner.engine.identify import host_of
from cleaner.engine.stats import Stats
from cleaner.errors import InputError, UsageError
from cleaner.formats.files import NewFile
from cleaner.formats.streams import read_all
from cleaner.model import Skipped
from cleaner.rulebook.catalogue import GENERIC
from cleaner.runs.options import Options
from cleaner.runs.worker import Worker
from cleaner.sides import parse_json

if TYPE_CHECKING:
    from cleaner.model import Document


@dataclass(frozen=True)
class Wanted:
    """What the call asked for."""

    corpus: tuple[str, ...]
    rules: tuple[str, ...]
    baseline: str
    write_baseline: str
    top: int
    text_field: str
    url_field: str
    strict: bool


def measure(wanted: Wanted, as_json: bool, color: str) -> int:
    """Clean the corpus, count, and tell; the exit code."""
    before = _baseline(wanted.baseline) if wanted.baseline else None
    stats, skipped = _count(wanted)
    if not stats.documents:
        raise InputError("no document could be read")
    drifted = drifts(stats, before) if before is not None else []
    if wanted.write_baseline:
        with NewFile(wanted.write_baseline) as file:
            file.write((json.dumps(baseline(stats), ensure_ascii=False, indent=1) + "\n").encode())
    if as_json:
        print_json(figures(stats, drifted, wanted.top))
    else:
        print_figures(stats, drifted, wanted.top, Printer(color), compared=before is not None)
    return int(bool(skipped or (wanted.strict and drifted)))


def _count(wanted: Wanted) -> tuple[Stats, int]:
    """Clean every document of the corpus; also gives how many could not be read."""
    options = Options(
        verb="check",
        paths=wanted.corpus,
        rules=wanted.rules,
        text_field=wanted.text_field,
        url_field=wanted.url_field,
    )
    worker, messages = Worker(options), Messages()

    @cache
    def names(source: str) -> tuple[str, ...]:
        known = source or (GENERIC if GENERIC in worker.cleaner.catalogue.entries else "")
        return tuple(rule.spec.name for rule in worker.cleaner.rulebook(known).rules) if known else ()

    stats, skipped = Stats(), 0
    for document in documents(worker, options, messages):
        if isinstance(document, Skipped):
            messages.problem(document.reason)
            skipped += 1
            continue
        found = worker.cleaner.explain(document)
        source = found.result.source
        flagged = bool(found.result.flags)
        stats.add(source or host(document), bool(source), names(source), found.lines, flagged)
    return stats, skipped


def host(document: Document) -> str:
    """Give the host of a document that no source claims: of its address, else a part of its path that looks so."""
    if host := host_of(document.url):
        return host
    folders = document.id.split("/")[:-1]
    return next((part for part in reversed(folders) if "." in part.strip(".") and host_of(part)), "unknown")


def _baseline(path: str) -> dict[str, Any]:
    try:
        found = parse_json(read_all(path))
        if found["form"] == FORM and isinstance(found["rules"], dict):
            return dict(found)
    except (ValueError, KeyError, TypeError):
        pass
    raise UsageError(f"{path}: is no baseline that `cleaner rules stats --write-baseline` wrote")
