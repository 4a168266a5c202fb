"""A rule file's own tests: what was promised of each line against what becomes of it.

A test runs with the rules of its file and nothing else decides: the source is given, labels have their usual fate,
and limits, which three lines would soon trip, are left out for marked lines.
"""

from __future__ import annotations

import difflib
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal

from cleaner.engine.cuts import Apart
from cleaner.engine.explain import Fate, fates
from cleaner.engine.identify import Identity
from cleaner.engine.outcome import Origin, outcome
from cleaner.engine.policy import Policy
from cleaner.engine.settle import Engine, Settled
from cleaner.text import repair

if TYPE_CHECKING:
    from cleaner.model import Document
    from cleaner.rulebook.compiled import Rulebook
    from cleaner.rulebook.spec import Place, TestCase

#: `missed`: should have gone and stays. `noisy`: should have stayed and goes. `wrong owner`: goes, but as boilerplate
#: where metadata was promised, or the other way round. `unstable`: cleaning again changes it once more.
#: `new`: there is no accepted snapshot yet.
Verdict = Literal["ok", "missed", "noisy", "wrong owner", "unstable", "new"]

_PROMISES: Final = {"+": ("keep", "trim"), "-": ("drop",), "~": ("meta",)}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a test with its verdict: where it stands, what was promised, and who owns it now."""

    place: Place
    mark: str
    text: str
    verdict: Verdict
    rule: str = ""
    label: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True)
class Checked:
    """A test that was run: every line of it, what rules noted, and the text that came out.

    `rules` are the full names of the rules that took or changed something: what this test shows.
    """

    test: TestCase
    lines: tuple[Line, ...]
    text: str
    notes: tuple[str, ...] = ()
    rules: frozenset[str] = frozenset()
    flags: tuple[str, ...] = ()

    @property
    def failures(self) -> tuple[Line, ...]:
        """Give the lines that are not as promised."""
        return tuple(line for line in self.lines if line.verdict != "ok")

    @property
    def ok(self) -> bool:
        """Tell whether everything is as promised."""
        return not self.failures


class Verifier:
    """Runs tests with one rulebook."""

    def __init__(self, rulebook: Rulebook) -> None:
        """Make the rules ready."""
        self._engine = Engine(rulebook, Policy())

    def lines(self, test: TestCase) -> Checked:
        """Run a test of marked lines."""
        text = "\n".join(line.text for line in test.lines)
        origin, settled = self._settle(text, test.title)
        found = []
        for fate in fates(origin, settled):
            line = test.lines[fate.line - 1]
            found.append(_line(line.place, line.mark, line.text, _verdict(line.mark, fate), fate))
        left = "\n".join(settled.texts)
        found += self._unstable(left, test, test.title)
        return _checked(test, found, left, settled)

    def document(self, test: TestCase, text: str, accepted: str | None, title: str = "") -> Checked:
        """Run a test on a whole document; `accepted` is its snapshot, None where there is none yet."""
        title = test.title or title
        origin, settled = self._settle(text, title)
        result = outcome(origin, settled, Identity(self._engine.rulebook.name, "source given"), self._engine.rulebook)
        if accepted is None:
            found = [Line(test.place, "", test.file, "new")]
        else:
            limited = "limits" in result.flags
            owners = {} if limited else {fate.text: fate for fate in fates(origin, settled) if fate.fate != "keep"}
            found = _compared(test, accepted.split("\n"), f"{result.text}\n".split("\n"), owners)
        if "limits" not in result.flags:  # a document that stays as it was for them is at rest
            found += self._unstable(result.text, test, title)
        return _checked(test, found, result.text, settled, result.flags)

    def page(self, test: TestCase, document: Document) -> Checked:
        """Run a test on a page: its `+` lines come out and no others, `-` do not, and `~` become metadata."""
        apart = Apart.of(document, Policy())
        title = test.title or document.title
        origin, settled = self._settle(apart.rest.text, title)
        told = apart.fates(fates(origin, settled))
        out = Counter(fate.kept or fate.text for fate in told if fate.fate in _PROMISES["+"])
        gone = {fate.text: fate for fate in told if fate.fate not in _PROMISES["+"]}
        meta = {*document.meta.values(), *(fate.text for fate in gone.values() if fate.fate == "meta")}
        found: list[Line] = []
        for line in (line for line in test.lines if line.mark):
            comes = out[line.text] > 0
            wanted = comes if line.mark == "+" else not comes and (line.mark == "-" or line.text in meta)
            verdict: Verdict = "ok" if wanted else "noisy" if line.mark == "+" else "missed"
            found.append(_line(line.place, line.mark, line.text, verdict, gone.get(line.text)))
            out[line.text] -= line.mark == "+"
        found += [Line(test.place, "-", text, "missed") for text, number in out.items() for _ in range(number)]
        left = "\n".join(settled.texts)
        checked = _checked(test, [*found, *self._unstable(left, test, title)], left, settled)
        return replace(checked, rules=checked.rules | {cut.rule for cut in apart.cuts})

    def _settle(self, text: str, title: str) -> tuple[Origin, Settled]:
        origin = Origin.of(repair(text))
        return origin, self._engine.settle(origin.texts, title)

    def _unstable(self, text: str, test: TestCase, title: str) -> list[Line]:
        """Clean what came out once more: nothing may go now."""
        if not text:
            return []
        origin, settled = self._settle(text, title)
        again = [fate for fate in fates(origin, settled) if fate.fate != "keep"]
        return [_line(test.place, "", fate.text, "unstable", fate) for fate in again]


def _verdict(mark: str, fate: Fate) -> Verdict:
    if fate.fate in _PROMISES[mark]:
        return "ok"
    if mark == "+":
        return "noisy"
    return "missed" if fate.fate in ("keep", "trim") else "wrong owner"


def _line(place: Place, mark: str, text: str, verdict: Verdict, fate: Fate | None) -> Line:
    if fate is None:
        return Line(place, mark, text, verdict)
    return Line(place, mark, text, verdict, fate.rule, fate.label, fate.at)


def _compared(test: TestCase, accepted: list[str], now: list[str], owners: dict[str, Fate]) -> list[Line]:
    """Compare the lines of a snapshot with those of today; lines of the snapshot that are gone say who took them."""
    found: list[Line] = []
    for sign in difflib.ndiff(accepted, now):
        if sign[0] in "+-" and sign[2:].strip():
            mark, verdict = ("-", "missed") if sign[0] == "+" else ("+", "noisy")
            found.append(_line(test.place, mark, sign[2:], verdict, owners.get(sign[2:])))  # type: ignore[arg-type]
    if not found and accepted != now:
        found.append(Line(test.place, "", "blank lines", "missed"))
    return found


def _checked(test: TestCase, lines: list[Line], text: str, settled: Settled, flags: tuple[str, ...] = ()) -> Checked:
    rules = {taken.rule.name for taken in settled.taken} | {rule.spec.name for rule in settled.labelled.values()}
    return Checked(test, tuple(lines), text, tuple(settled.notes), frozenset(rules), flags)
