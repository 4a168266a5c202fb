"""Every rule against every line it could mean: marks, and nothing is cut yet."""

from __future__ import annotations

from cleaner.engine.sentences import is_prose

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import Final

    from cleaner.engine.page import Page
    from cleaner.engine.scan import Scan
    from cleaner.engine.zones import Zone
    from cleaner.rulebook.compiled import CompiledMatcher, CompiledRule


_LONG_BLOCK: Final = 8


class Mark:
    """One rule wants these lines, ascending; a run of them is a range."""

    __slots__ = ("lines", "rule")

    def __init__(self, rule: CompiledRule, lines: Sequence[int]) -> None:
        """Take the rule and what it wants."""
        self.rule = rule
        self.lines = lines


def mark(page: Page, scan: Scan, rules: Iterable[CompiledRule], notes: list[str]) -> list[Mark]:
    """Let every rule that could fire on this page say what it wants; rules come in the order of ownership.

    `notes` takes in why rules that met their start did not fire.
    """
    marks: list[Mark] = []
    for rule in rules:
        zone = scan.zone(rule.where)
        if zone is None:
            if rule.start.lookup and scan.hits(rule.start):
                notes.append(f"{rule.name}: did not fire, the anchor of its zone was not found")
        elif rule.start.titled and not page.title:
            notes.append(f"{rule.name}: did not fire, the document has no title")
        elif rule.most is None and rule.rounds is None:
            if lines := scan.hits(rule.start, *zone):
                marks.append(Mark(rule, lines))
        else:
            marks += [Mark(rule, range(low, high)) for low, high in _spans(rule, scan, zone, notes)]
    return marks


def _spans(rule: CompiledRule, scan: Scan, zone: Zone, notes: list[str]) -> Iterator[Zone]:
    if rule.most is not None:
        return _blocks(rule, rule.most, scan, zone, notes)
    return _sequences((rule.start, *rule.items), rule.rounds or 1, scan, zone)


def _blocks(rule: CompiledRule, most: int, scan: Scan, zone: Zone, notes: list[str]) -> Iterator[Zone]:
    """Give the blocks that open and close in the zone; they never overlap.

    Where a block opened in vain no end stands, so the next one looks further down; the first such opening is noted.
    """
    free, high = zone
    vain = 0
    below = [scan.test(item) for item in rule.items]
    for at in scan.hits(rule.start, *zone):
        if at < free or at + len(below) >= high or not _fit(below, at + 1):
            continue
        end = _end(rule, scan, max(at + 1 + len(below), vain), min(at + most, high), high)
        if end is None:
            if not vain:
                opened = scan.page.texts[at][:40]
                notes.append(f"{rule.name}: opened at {opened!r} but found no end within {most} lines")
            vain = min(at + most, high) + 1
        elif not (rule.wary and _may_be_paragraph(scan, at + len(below), end)):
            yield at, end
            free = end
        elif below:
            free = at + 1 + len(below)
            yield at, free


def _may_be_paragraph(scan: Scan, low: int, high: int) -> bool:
    """Tell whether a block is short and holds one line of prose: a box in the article, then its last paragraph."""
    if high - low >= _LONG_BLOCK:
        return False
    return sum(is_prose(scan.page.texts[at]) for at in range(low, high)) == 1


def _end(rule: CompiledRule, scan: Scan, low: int, last: int, high: int) -> int | None:
    """Give the line before which a block ends, from `low` to `last`; `high` is the end of the zone."""
    if rule.end == "end":
        return high
    assert rule.until is not None  # noqa: S101 - compiled from the same shape
    return scan.first(rule.until, low, last + 1)


def _sequences(items: tuple[CompiledMatcher, ...], rounds: int, scan: Scan, zone: Zone) -> Iterator[Zone]:
    """Give the runs of at least `rounds` rounds of lines that fit one after the other.

    The rest of a run that is too short is too short as well, so it is not walked again.
    """
    free, high = zone
    size, short = len(items), [0] * len(items)
    pivot = scan.rarest(items)
    hits = scan.hits(items[pivot], free + pivot, high)
    if not hits:
        return
    tests = [frozenset(hits).__contains__ if at == pivot else scan.test(one) for at, one in enumerate(items)]
    for found in hits:
        at = found - pivot
        if at < free or at < short[at % size]:
            continue
        end = at
        while end + size <= high and _fit(tests, end):
            end += size
        if end - at >= rounds * size:
            yield at, end
            free = end
        else:
            short[at % size] = end


def _fit(tests: Sequence[Callable[[int], bool]], low: int) -> bool:
    """Tell whether lines from `low` on fit one after the other."""
    for at, fits in enumerate(tests, low):  # noqa: SIM110 - all() would cost a generator a line
        if not fits(at):
            return False
    return True
