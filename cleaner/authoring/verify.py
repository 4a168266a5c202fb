"""A rule file's own tests: what was promised of each line against what becomes of it.

A test runs with the rules of its file and nothing else decides: the source is given, labels have their usual fate,
and limits, which three lines would soon trip, are left out for marked lines.
"""

import difflib
import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Literal

from cleaner.authoring.files import Chain, RuleFile, TestCase
from cleaner.errors import InputError
from cleaner.formats import detect
from cleaner.formats.streams import only_regular, read_all
from cleaner.formats.text import read_text
from cleaner.model import Document, Skipped
from cleaner.rules.cuts import Apart
from cleaner.rules.engine import LIMITS, Cleaned, Engine, Fate
from cleaner.rules.html import Html, Place
from cleaner.settings import Policy

#: `missed`: should have gone and stays. `noisy`: should have stayed and goes. `wrong owner`: goes, but as boilerplate
#: where metadata was promised, or the other way round. `unstable`: cleaning again changes it once more.
#: `new`: there is no accepted snapshot yet.
Verdict = Literal["ok", "missed", "noisy", "wrong owner", "unstable", "new"]

Htmls = tuple[Html, ...]
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

    `rules` are the full names of the rules that took or changed something, or own a line that stays: it shows these.
    """

    test: TestCase
    lines: tuple[Line, ...] = ()
    text: str = ""
    notes: tuple[str, ...] = ()
    rules: frozenset[str] = frozenset()
    flags: tuple[str, ...] = ()

    @property
    def failures(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.verdict != "ok")


class Verifier:
    """Runs tests with the rules of a file and of all that it extends."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def lines(self, test: TestCase) -> Checked:
        """Run a test of marked lines."""
        cleaned = self._engine.clean("\n".join(line.text for line in test.lines), test.title, test.url, trusted=True)
        found = []
        for fate in cleaned.fates():
            place, mark, text = test.lines[fate.line - 1]
            found.append(_line(place, mark, text, _verdict(mark, fate), fate))
        found += self._unstable(cleaned.text, test, test.title)
        return _checked(test, found, cleaned)

    def document(self, test: TestCase, text: str, accepted: str | None, title: str = "") -> Checked:
        """Run a test on a whole document; `accepted` is its snapshot, None where there is none yet."""
        title = test.title or title
        cleaned = self._engine.clean(text, title, test.url)
        result = cleaned.result()
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
        cleaned = self._engine.clean(apart.rest.text, title, test.url, trusted=True)
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

    def _unstable(self, text: str, test: TestCase, title: str) -> list[Line]:
        """Clean what came out once more: nothing may go now."""
        fates = self._engine.clean(text, title, test.url, trusted=True).fates()
        return [_line(test.place, "", fate.text, "unstable", fate) for fate in fates if fate.fate != "keep"]


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
    core = cleaned.core
    rules = {*(taken[1] for taken in core.taken), *(labelled[1] for labelled in core.labelled)}
    return Checked(test, tuple(lines), cleaned.text, tuple(core.notes), frozenset(rules))


@dataclass
class Case:
    """One test with what came of it. `snapshot` is where a document's accepted output is kept.

    It is `passed_over` where a document of a built-in test is not installed: a wheel brings rules, not articles.
    """

    file: RuleFile
    checked: Checked
    snapshot: Path | None = None
    unreadable: str = ""
    accepted: bool = False
    passed_over: bool = False

    @property
    def name(self) -> str:
        test = self.checked.test
        return test.name or test.file or f"test in line {test.place.line}"

    @property
    def failures(self) -> tuple[Line, ...]:
        """The lines that fail; what was accepted just now does not."""
        return tuple(line for line in self.checked.failures if not self.accepted or line.verdict == "unstable")

    @property
    def ok(self) -> bool:
        return not self.unreadable and not self.failures


def cases(chain: Chain, folder: Path, wanted: str, *, builtin: bool = False) -> Iterator[Case]:
    """Run the tests of the first file of a chain, which must be sound.

    `wanted`, in lower case, must stand in the test's name or in that of its file. The documents of a `builtin` file
    lie beside the folder of all rules, wherever one is, or are passed over.
    """
    file, verifier = chain.files[0], Verifier(chain.engine())
    roots = folder, folder.parent if builtin else Path.cwd()
    for test in file.tests:
        if wanted not in f"{file.name} {file.place.file} {test.name} {test.file}".casefold():
            continue
        case = Case(file, Checked(test))
        case.passed_over = builtin and test.file != "" and not (folder / test.file).exists()
        try:
            if not case.passed_over:
                case.checked, case.snapshot = _run(verifier, test, chain.html, roots)
        except (InputError, UnicodeDecodeError) as error:
            case.unreadable = str(error)
        yield case


def _run(verifier: Verifier, test: TestCase, html: Htmls, roots: tuple[Path, Path]) -> tuple[Checked, Path | None]:
    """Run one test, by its kind; also give the snapshot of a document."""
    if not test.file:
        return (verifier.page(test, _page(test.html.encode(), test, html)) if test.html else verifier.lines(test)), None
    path = roots[0] / test.file
    snapshot = path.with_name(path.name.rsplit(".", 1)[0] + ".expected.txt")
    for one in (path, snapshot):
        if not _may_be_read(one, roots):
            name = os.path.relpath(one, roots[0])
            raise InputError(f"{name}: lies outside the folder of the rule file and the one you are in")
    data = read_all(only_regular(str(path)))
    if detect.by_suffix(path.name) == "html":
        found = Apart.of(_page(data, test, html), Policy()).rest
    else:
        found = _read(read_text(data, test.file))
    accepted = read_all(only_regular(str(snapshot))).decode() if os.path.lexists(snapshot) else None
    return verifier.document(test, found.text, accepted, found.title), snapshot


def _may_be_read(path: Path, roots: tuple[Path, Path]) -> bool:
    """Return whether a rule file, which may come from anywhere, may name a file: below one of two folders.

    No link may lead out of the one below which it stands, the first of them where it stands below both.
    """
    written = Path(os.path.abspath(path))
    root = next((one for one in roots if written.is_relative_to(os.path.abspath(one))), None)
    try:
        return root is not None and path.resolve().is_relative_to(root.resolve())
    except (OSError, RuntimeError, ValueError):  # links that lead to each other, a name that no file can have
        return False


def _page(data: bytes, test: TestCase, html: Htmls) -> Document:
    from cleaner.html.reader import read_html

    return _read(read_html(data, test.file or "a page", lambda _: html, test.url))


def _read(found: Document | Skipped) -> Document:
    if isinstance(found, Skipped):
        raise InputError(found.reason)
    return found
