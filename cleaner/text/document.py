"""Repairing a whole text: what is decided for the document, and which of its lines need work."""

from __future__ import annotations

from cleaner.model import Repair
from cleaner.text.automata import LONG
from cleaner.text.proof import EVERY, LETTERS, SPACES, doubts, in_doubt, is_touched, unproven
from cleaner.text.repaired import LEGACY, Repaired, squeeze
from cleaner.text.scan import needs_spaces_only, spaced, touched
from cleaner.text.settings import DEFAULT, TextSettings
from cleaner.text.spaces import COMMON, plain_common, plain_spaces, single_spaces

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cleaner.text.steps import Change, Step

    Find = Callable[[str], list[int]]

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
    if not settings.default:
        find, hits = _all, _all(text)
    elif _is_due(text):
        find, hits = unproven, _doubted(text, lines, repairs)
    else:
        find, hits = touched, _scanned(text, lines, repairs)
    if repairs:
        text = "\n".join(lines)
    if not hits:
        return Repaired(squeeze(text), lines, range(1, len(lines) + 1), tuple(repairs))
    return _repair_lines(text, lines, hits, repairs, settings, find)


def _all(text: str) -> list[int]:
    """Give every line: the scan does not know the steps that somebody asked for beyond the defaults."""
    return list(range(text.count("\n") + 1))


def _is_due(text: str) -> bool:
    """Tell whether to try the proof: a few short texts are not worth making what proves it."""
    return len(text) > _SHORT or next(_first, None) is None


def _doubted(text: str, lines: list[str], repairs: list[Repair]) -> list[int]:
    """Bring to order the spaces of the lines that need nothing else; give those that may need more."""
    found = doubts(text)
    if not found:
        return []
    if found is EVERY:
        return _scanned(text, lines, repairs)
    places = set(spaced(text, *COMMON)) if SPACES in found else set()
    if LETTERS not in found:
        _order_spaces(lines, sorted(places), repairs, plain_common)
        return []
    doubted = list(in_doubt(text))
    hard = {at for at in doubted if not needs_spaces_only(lines[at])}
    _order_spaces(lines, sorted(places.union(doubted) - hard), repairs)
    return [at for at in doubted if at in hard or is_touched(lines, at)]


def _scanned(text: str, lines: list[str], repairs: list[Repair]) -> list[int]:
    """Do what `_doubted` does without the automaton."""
    hits = touched(text)
    begun = len(repairs)
    _order_spaces(lines, [at for at in hits if needs_spaces_only(lines[at])], repairs)
    return touched("\n".join(lines)) if len(repairs) > begun else hits


def _order_spaces(
    lines: list[str], places: list[int], repairs: list[Repair], plain: Callable[[str], str] = plain_spaces
) -> None:
    """Bring the spaces of some lines to order."""
    for at in places:
        line = lines[at]
        if (after := plain(line)) != line:
            repairs.append(Repair(at + 1, "spaces", line, after))
        if (ordered := single_spaces(after)) != after:
            repairs.append(Repair(at + 1, "space-runs", after, ordered))
        lines[at] = ordered


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
    text: str, lines: list[str], hits: list[int], repairs: list[Repair], settings: TextSettings, find: Find
) -> Repaired:
    """Take the lines that were hit through the steps, round by round until the document's own decisions stand."""
    from cleaner.text.entities import is_markup
    from cleaner.text.legacy import legacy_encoding
    from cleaner.text.residual import residual_flags
    from cleaner.text.steps import steps_for

    read_as: list[str] = []
    for _ in range(ROUNDS):
        if _compose(lines, hits, repairs):
            text = "\n".join(lines)
            hits = _left(text, lines, hits, find)
        letters = len(text) - text.count("\n")
        encoding = legacy_encoding(text) if sum(len(lines[at]) for at in hits) * 5 > letters else ""
        if encoding:
            _read_legacy(lines, encoding, repairs)
            read_as.append(f"{LEGACY} {encoding}")
            hits = list(range(len(lines)))
        read = _read_mojibake(lines, hits, repairs)
        hits = sorted({*hits, *read}) if read else hits
        steps = steps_for(settings, entities=settings.html_entities and not is_markup(text))
        if not _run_steps(lines, hits, steps, repairs, default=settings.default) and not (encoding or read):
            break
        text = "\n".join(lines)
        hits = _left(text, lines, hits, find)
    repairs.sort(key=_line)
    flags = (*read_as, *residual_flags(text, "\n".join(lines[at] for at in hits)))
    return Repaired(squeeze(text), *_split(text, lines), tuple(repairs), flags)


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


def _compose(lines: list[str], hits: list[int], repairs: list[Repair]) -> bool:
    """Bring lines to NFC before anything is told of them: what is no letter of a codepage otherwise may be one then."""
    from cleaner.text.marks import nfc

    changed = False
    for at in hits:
        if (after := nfc(lines[at])) != lines[at]:
            repairs.append(Repair(at + 1, "nfc", lines[at], after))
            lines[at] = after
            changed = True
    return changed


def _read_mojibake(lines: list[str], hits: list[int], repairs: list[Repair]) -> list[int]:
    """Read short lines in the encoding that a document proves it is shown in; give those that were.

    The steps, which see one line, would leave a lone *Ã—* alone.
    """
    from cleaner.text.mojibake import proven_page, read_proven

    found = proven_page([lines[at] for at in hits])
    changed = []
    for at, line in enumerate(lines) if found else ():
        if found and (read := read_proven(line, found)):
            repairs.append(Repair(at + 1, "mojibake", line, read))
            lines[at] = read
            changed.append(at)
    return changed


def _run_steps(
    lines: list[str], hits: list[int], steps: tuple[Step, ...], repairs: list[Repair], *, default: bool
) -> bool:
    """Repair the lines at `hits` in place; tell whether any changed. Equal lines are worked on once.

    Short ones, those of menus, are remembered from text to text.
    """
    from cleaner.text.steps import run, run_short

    known: dict[str, tuple[str, tuple[Change, ...]]] = {}
    changed = False
    for at in hits:
        line = lines[at]
        if len(line) < LONG:
            result = run_short(line, steps, default=default)
        else:
            result = known.get(line) or run(line, steps, default=default)
            if len(line) < REMEMBERED:
                known[line] = result
        if result[1]:
            changed = True
            lines[at] = result[0]
            repairs += [Repair(at + 1, *change) for change in result[1]]
    return changed


def _left(text: str, lines: list[str], hits: list[int], find: Find) -> list[int]:
    """Give the lines that may need more after those that were hit were worked on; no other has changed."""
    near = sorted({at for hit in hits for at in (hit - 1, hit) if at >= 0})  # a line is judged with the one below
    if find is unproven and sum(len(lines[at]) for at in near) * 8 < len(text):
        return [at for at in near if is_touched(lines, at)]
    return _owners(text, lines, find(text))


def _owners(text: str, lines: list[str], hits: list[int]) -> list[int]:
    """Map numbers of the text's lines as they are now to those of the input, some of which now hold newlines."""
    if not hits or text.count("\n") + 1 == len(lines):
        return hits
    owner = [at for at, line in enumerate(lines) for _ in range(line.count("\n") + 1)]
    return sorted({owner[hit] for hit in hits})


def _split(text: str, lines: list[str]) -> tuple[list[str], Sequence[int]]:
    """Give the lines of the text with the newlines inside them obeyed, and the input line of each."""
    if text.count("\n") + 1 == len(lines):
        return lines, range(1, len(lines) + 1)
    pieces = [line.split("\n") for line in lines]
    return [piece for some in pieces for piece in some], [at for at, some in enumerate(pieces, 1) for _ in some]
