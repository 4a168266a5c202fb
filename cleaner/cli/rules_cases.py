"""The tests of one rule file, run: marked lines as they stand there, documents read from their own files."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cleaner.engine.cuts import Apart
from cleaner.engine.policy import Policy
from cleaner.engine.verify import Checked, Line, Verifier
from cleaner.errors import InputError
from cleaner.formats import detect
from cleaner.formats.streams import only_regular, read_all
from cleaner.formats.text import read_text
from cleaner.model import Document, Skipped

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cleaner.rulebook.compiled import Rulebook
    from cleaner.rulebook.spec import RuleFile, TestCase


@dataclass
class Case:
    """One test with what came of it. `snapshot` is where a document's accepted output is kept.

    `passed_over` names a document of a built-in test that is not installed: a wheel brings rules, not articles.
    """

    file: RuleFile
    checked: Checked
    snapshot: Path | None = None
    unreadable: str = ""
    accepted: bool = False
    passed_over: str = ""

    @property
    def name(self) -> str:
        """Give what people call the test."""
        test = self.checked.test
        return test.name or test.file or f"test in line {test.place.line}"

    @property
    def failures(self) -> tuple[Line, ...]:
        """Give the lines that fail; what was accepted just now does not."""
        return tuple(line for line in self.checked.failures if not self.accepted or line.verdict == "unstable")

    @property
    def ok(self) -> bool:
        """Tell whether the test passed."""
        return not self.unreadable and not self.failures


def cases(
    files: Sequence[RuleFile], book: Rulebook, folder: Path, wanted: str, *, builtin: bool = False
) -> Iterator[Case]:
    """Run the tests of the first of `files`, which the others stand behind.

    `wanted`, in lower case, must stand in the test's name or in that of its file.

    The documents of a `builtin` file lie beside the folder of all rules, wherever one is, or are passed over.
    """
    file, verifier = files[0], Verifier(files)
    for test in file.tests:
        told = f"{file.name} {file.place.file} {test.name} {test.file}".casefold()
        if wanted not in told:
            continue
        if builtin and test.file and not (folder / test.file).exists():
            yield Case(file, Checked(test, (), ""), passed_over=test.file)
        else:
            yield _case(verifier, file, test, book, (folder, folder.parent if builtin else Path.cwd()))


def _case(verifier: Verifier, file: RuleFile, test: TestCase, book: Rulebook, roots: tuple[Path, Path]) -> Case:
    """Run one test, by its kind."""
    if test.file:
        return _document(verifier, file, test, book, roots)
    if not test.html:
        return Case(file, verifier.lines(test))
    page = _page(test.html.encode(), test, book)
    if isinstance(page, Skipped):
        return Case(file, Checked(test, (), ""), unreadable=page.reason)
    return Case(file, verifier.page(test, page))


def _document(verifier: Verifier, file: RuleFile, test: TestCase, book: Rulebook, roots: tuple[Path, Path]) -> Case:
    path = roots[0] / test.file
    snapshot = path.with_name(path.name.rsplit(".", 1)[0] + ".expected.txt")
    for one in (path, snapshot):
        if not _may_be_read(one, roots):
            reason = (
                f"{os.path.relpath(one, roots[0])}: lies outside the folder of the rule file and the one you are in"
            )
            return Case(file, Checked(test, (), ""), unreadable=reason)
    try:
        found = _read(path, test, book)
        accepted = read_all(only_regular(str(snapshot))).decode() if os.path.lexists(snapshot) else None
    except (InputError, UnicodeDecodeError) as error:
        found = Skipped(test.file, str(error))
    if isinstance(found, Skipped):
        return Case(file, Checked(test, (), ""), unreadable=found.reason)
    return Case(file, verifier.document(test, found.text, accepted, found.title), snapshot)


def _may_be_read(path: Path, roots: tuple[Path, Path]) -> bool:
    """Tell whether a rule file, which may come from anywhere, may name a file: below one of two folders.

    No link may lead out of the one below which it stands, the first of them where it stands below both.
    """
    written = Path(os.path.abspath(path))  # noqa: PTH100 - without following links
    root = next((one for one in roots if written.is_relative_to(os.path.abspath(one))), None)  # noqa: PTH100
    try:
        return root is not None and path.resolve().is_relative_to(root.resolve())
    except (OSError, RuntimeError, ValueError):  # links that lead to each other, a name that no file can have
        return False


def _read(path: Path, test: TestCase, book: Rulebook) -> Document | Skipped:
    data = read_all(only_regular(str(path)))
    if detect.by_suffix(path.name) != "html":
        return read_text(data, test.file)
    page = _page(data, test, book)
    return page if isinstance(page, Skipped) else Apart.of(page, Policy()).rest


def _page(data: bytes, test: TestCase, book: Rulebook) -> Document | Skipped:
    """Read a page by the selectors of the rules."""
    from cleaner.html.reader import read_html

    return read_html(data, test.file or "a page", lambda _: book.html, test.url)
