"""Repairing a whole text: what is decided for the document, and which of its lines need work."""

from __future__ import annotations

from cleaner.model import Repair
from cleaner.text.proof import is_clean
from cleaner.text.repaired import Repaired, squeeze
from cleaner.text.scan import needs_spaces_only, spaced, touched
from cleaner.text.settings import DEFAULT, TextSettings
from cleaner.text.spaces import plain_spaces, single_spaces

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from cleaner.text.steps import Change, Step

ROUNDS = 4
REMEMBERED = 10_000  # characters of a line: a longer one is hardly met twice
_SHORT = 20_000
_first = iter(range(4))


def repair(text: str, settings: TextSettings = DEFAULT) -> Repaired:
    r"""Repair a text, line by line where something is wrong, and leave the rest as it is.

    `text` is any `str` of lines parted by ``\n`` (or ``\r\n``). The result is a fixed point: repairing it again
    changes nothing. No text makes it raise.

    >>> fixed = repair("Viá»‡t\xa0Nam\n\n\n\nHà Nội ")
    >>> fixed.text
    'Việt Nam\n\nHà Nội'
    >>> [(one.line, one.step) for one in fixed.repairs]
    [(1, 'mojibake'), (1, 'spaces'), (5, 'space-runs')]
    """
    if not settings.repair:
        lines = text.split("\n")
        return Repaired(text.strip("\n"), lines, range(1, len(lines) + 1))
    repairs: list[Repair] = []
    if "\r" in text and "\r\n" in text:  # one letter is found at once
        text = _unix(text, repairs)
    lines = text.split("\n")
    if settings.default and _is_due(text) and (proven := _proven(text, lines, repairs)):
        return Repaired(squeeze(proven[0]), proven[1], range(1, len(lines) + 1), tuple(repairs))
    hits = _lines_to_work_on(text, len(lines), settings)
    if hits and settings.default and _single_spaced(lines, hits, repairs):
        text = "\n".join(lines)
        hits = touched(text)
    if not hits:
        return Repaired(squeeze(text), lines, range(1, len(lines) + 1), tuple(repairs))
    return _repair_lines(text, lines, hits, repairs, settings)


def _is_due(text: str) -> bool:
    """Tell whether to try the proof: a few short texts are not worth making what proves it."""
    return len(text) > _SHORT or next(_first, None) is None


def _proven(text: str, lines: list[str], repairs: list[Repair]) -> tuple[str, list[str]] | None:
    """Give a text that is clean once runs of spaces are brought to order, with its lines; None if more may be wrong.

    One space stands where several stood, so nothing that the scan stops at comes or goes with them unseen.
    """
    if is_clean(text):
        return text, lines
    places = sorted(set(spaced(text)))
    ordered = lines.copy()
    for at in places:
        ordered[at] = single_spaces(lines[at])
    if not places or not is_clean(text := "\n".join(ordered)):
        return None
    repairs += [Repair(at + 1, "space-runs", lines[at], ordered[at]) for at in places]
    return text, ordered


def _lines_to_work_on(text: str, count: int, settings: TextSettings) -> list[int]:
    """Ask the scan; the steps that somebody asked for beyond the defaults see every line."""
    return touched(text) if settings.default else list(range(count))


def _single_spaced(lines: list[str], hits: list[int], repairs: list[Repair]) -> bool:
    """Bring the spaces of those lines to order that need nothing else; tell whether there were any."""
    begun = len(repairs)
    for at in hits:
        line = lines[at]
        if not needs_spaces_only(line):
            continue
        for step, change in (("spaces", plain_spaces), ("space-runs", single_spaces)):
            if (after := change(lines[at])) != lines[at]:
                repairs.append(Repair(at + 1, step, lines[at], after))
                lines[at] = after
    return len(repairs) > begun


def _unix(text: str, repairs: list[Repair]) -> str:
    r"""Make ``\r\n`` one newline; one record for line 0 says so when all of the text's line ends were of that kind."""
    if text.count("\r\n") == text.count("\n"):
        repairs.append(Repair(0, "newlines", "\r\n", "\n"))
    else:
        for number, line in enumerate(text.split("\n")[:-1], 1):
            if line.endswith("\r"):
                repairs.append(Repair(number, "newlines", line, line[:-1]))
    return text.replace("\r\n", "\n")


def _repair_lines(
    text: str, lines: list[str], hits: list[int], repairs: list[Repair], settings: TextSettings
) -> Repaired:
    """Take the lines that were hit through the steps, round by round until the document's own decisions stand."""
    from cleaner.text.entities import is_markup
    from cleaner.text.legacy import legacy_encoding
    from cleaner.text.residual import residual_flags
    from cleaner.text.steps import steps_for

    for _ in range(ROUNDS):
        letters = len(text) - text.count("\n")
        encoding = legacy_encoding(text) if sum(len(lines[at]) for at in hits) * 5 > letters else ""
        if encoding:
            _read_legacy(lines, encoding, repairs)
            hits = list(range(len(lines)))
        steps = steps_for(settings, entities=settings.html_entities and not is_markup(text))
        if not _run_steps(lines, hits, steps, repairs, default=settings.default) and not encoding:
            break
        text = "\n".join(lines)
        hits = _owners(lines, _lines_to_work_on(text, text.count("\n") + 1, settings))
    repairs.sort(key=_line)
    return Repaired(
        squeeze(text), *_split(lines), tuple(repairs), residual_flags(text, "\n".join(lines[at] for at in hits))
    )


def _line(one: Repair) -> int:
    return one.line


def _read_legacy(lines: list[str], encoding: str, repairs: list[Repair]) -> None:
    """Read every line in a legacy encoding; the records say which."""
    from cleaner.text.legacy import read_legacy

    for at, line in enumerate(lines):
        after = "\n".join(read_legacy(piece, encoding) for piece in line.split("\n"))
        if after != line:
            repairs.append(Repair(at + 1, encoding, line, after))
            lines[at] = after


def _run_steps(
    lines: list[str], hits: list[int], steps: tuple[Step, ...], repairs: list[Repair], *, default: bool
) -> bool:
    """Repair the lines at `hits` in place; tell whether any changed. Equal lines are worked on once."""
    from cleaner.text.steps import run

    known: dict[str, tuple[str, tuple[Change, ...]]] = {}
    changed = False
    for at in hits:
        line = lines[at]
        result = known.get(line) or run(line, steps, default=default)
        if len(line) < REMEMBERED:
            known[line] = result
        if result[1]:
            changed = True
            lines[at] = result[0]
            repairs += [Repair(at + 1, *change) for change in result[1]]
    return changed


def _owners(lines: list[str], hits: list[int]) -> list[int]:
    """Map numbers of lines as they are now to those of the input, some of which now hold newlines."""
    if not any("\n" in line for line in lines):
        return hits
    owner = [at for at, line in enumerate(lines) for _ in range(line.count("\n") + 1)]
    return sorted({owner[hit] for hit in hits})


def _split(lines: list[str]) -> tuple[list[str], Sequence[int]]:
    """Give the lines with the newlines inside them obeyed, and the input line of each."""
    if not any("\n" in line for line in lines):
        return lines, range(1, len(lines) + 1)
    pieces = [line.split("\n") for line in lines]
    return [piece for some in pieces for piece in some], [at for at, some in enumerate(pieces, 1) for _ in some]
