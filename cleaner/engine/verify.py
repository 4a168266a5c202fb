"""A rule file's own tests: what was promised of each line against what becomes of it.

A test runs with the rules of its file and nothing else decides: the source is given, labels have their usual fate,
and limits, which three lines would soon trip, are left out for marked lines.
"""

from __future__ import annotations

import difflib
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal

from cleaner.engine.cleaned import LIMITS, Cleaned, Engine
from cleaner.engine.cuts import Apart
from cleaner.engine.identify import Identity
from cleaner.engine.policy import Policy
from cleaner.text import repair

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cleaner.engine.explain import Fate
    from cleaner.model import Document
    from cleaner.rulebook.spec import Place, RuleFile, TestCase

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
    """Runs tests with the rules of a file and of all that it extends."""

    def __init__(self, files: Iterable[RuleFile]) -> None:
        """Make the rules ready; `files` come in order of ownership, and nothing is wrong with them."""
        self._engine = Engine.of_files(files, Policy())

    def lines(self, test: TestCase) -> Checked:
        """Run a test of marked lines."""
        cleaned = self._clean("\n".join(line.text for line in test.lines), test.title, test.url)
        found = []
        for fate in cleaned.fates():
            line = test.lines[fate.line - 1]
            found.append(_line(line.place, line.mark, line.text, _verdict(line.mark, fate), fate))
        found += self._unstable(cleaned.text, test, test.title)
        return _checked(test, found, cleaned)

    def document(self, test: TestCase, text: str, accepted: str | None, title: str = "") -> Checked:
        """Run a test on a whole document; `accepted` is its snapshot, None where there is none yet."""
        title = test.title or title
        cleaned = self._clean(text, title, test.url, trusted=False)
        result = cleaned.result(Identity(self._engine.name, "source given"))
        limited = LIMITS in result.flags
        if accepted is None:
            found = [Line(test.place, "", test.file, "new")]
        else:
            owners = {} if limited else {fate.text: fate for fate in cleaned.fates() if fate.fate != "keep"}
            found = _compared(test, accepted.split("\n"), f"{result.text}\n".split("\n"), owners)
        if not limited:  # a document that stays as it was for them is at rest
            found += self._unstable(result.text, test, title)
        return replace(_checked(test, found, cleaned), flags=result.flags)

    def page(self, test: TestCase, document: Document) -> Checked:
        """Run a test on a page: its `+` lines come out and no others, `-` do not, and `~` become metadata."""
        apart = Apart.of(document, Policy())
        title = test.title or document.title
        cleaned = self._clean(apart.rest.text, title, test.url)
        told = apart.fates(cleaned.fates())
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
        checked = _checked(test, [*found, *self._unstable(cleaned.text, test, title)], cleaned)
        return replace(checked, rules=checked.rules | {cut.rule for cut in apart.cuts})

    def _clean(self, text: str, title: str, url: str, *, trusted: bool = True) -> Cleaned:
        return self._engine.clean(repair(text), title, url, trusted=trusted)

    def _unstable(self, text: str, test: TestCase, title: str) -> list[Line]:
        """Clean what came out once more: nothing may go now."""
        again = [fate for fate in self._clean(text, title, test.url).fates() if fate.fate != "keep"] if text else []
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


def _checked(test: TestCase, lines: list[Line], cleaned: Cleaned) -> Checked:
    return Checked(test, tuple(lines), cleaned.text, tuple(cleaned.verdict.notes), cleaned.shown_rules)
