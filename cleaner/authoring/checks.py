"""Checks of rule files: what each should have, what two of them claim, what is there in vain, sentences that go."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from cleaner import _core
from cleaner._core import is_sentence
from cleaner.authoring.files import RuleFile, problem_at, problems_of
from cleaner.authoring.workspace import Sheet, Workspace
from cleaner.errors import Problem, UsageError
from cleaner.rules.catalogue import builtin_folder
from cleaner.rules.html import Html, Place, place_of
from cleaner.text import key, repair

_SCHEMA: Final = re.compile(rb"\A(?:\xef\xbb\xbf)?# yaml-language-server: \$schema=(\S+)")
_SENTENCE_WORDS: Final = 7  # a line of fewer words may well be a heading


def schema_line(sheet: Sheet, file: RuleFile) -> Iterator[Problem]:
    """Editors complete and check a file whose first line names the schema."""
    match, top = _SCHEMA.match(sheet.data), Place(file.place.file, 1, 1)
    if match is None:
        hint = "# yaml-language-server: $schema=schema/source.schema.json"
        yield problem_at(top, "C210", "the first line does not name the schema, so editors cannot help", hint)
        return
    target = match[1].decode("utf-8", "replace")
    if "://" not in target and not (Path(sheet.entry.path).resolve().parent / target).is_file():
        hint = "`cleaner rules schema -o FILE` writes it"
        yield problem_at(top, "C210", f"the first line names a schema that is not there: {target}", hint)


def untested(workspace: Workspace) -> Iterator[Problem]:
    """Rules that nobody tests break unseen; a package may be tested by one that extends it."""
    packages = [file for file in workspace.files.values() if file.tests and file.package]
    tested = {one.name for package in packages for one in workspace.chain(package).files}
    for file in workspace.sound:
        if file.name not in tested and not file.tests and (file.rules or not file.package):
            hint = "add `tests:` with lines that go, lines that stay, and the rules' words inside prose"
            yield problem_at(file.place, "C207", "the file has no tests", hint)


def recognisable(_: Sheet, file: RuleFile) -> Iterator[Problem]:
    """A source needs a way to be found."""
    if not file.package and not file.hosts and not file.fingerprints:
        message = "no document is ever recognised as this source"
        yield problem_at(file.place, "C212", message, "add `match:` with `host:`, or name the source in each call")


def selectors(_: Sheet, file: RuleFile) -> Iterator[Problem]:
    """A selector that is neither CSS nor XPath would stop every run over pages of the source."""
    from cleaner.html.page import PREFIX, Page, with_marks

    html = file.html
    for selector in (*html.content, *html.title, *html.remove, *html.published, *html.byline) if html else ():
        try:
            if selector.startswith(PREFIX):
                with_marks("<p>", [Html(content=(str(selector),))])
            else:
                Page("<p>").value([str(selector)])
        except UsageError as error:
            yield problem_at(place_of(selector, file.place), "C118", str(error))


def unwise(_: Sheet, file: RuleFile) -> Iterator[Problem]:
    """What the core has against the rules of a file: patterns, texts and whole rules that are needless."""
    return iter(problems_of(file.sheet.lint()))


def claimed_twice(workspace: Workspace) -> Iterator[Problem]:
    """Compare files with their like: a user's file may well take over what a built-in one has."""
    asked = {id(sheet) for sheet in workspace.sheets}
    folder = Path(builtin_folder()).resolve()
    sheets = [*workspace.around, *workspace.sheets]
    for builtin in (True, False):
        names: dict[str, RuleFile] = {}
        claims: dict[tuple[str, str], tuple[RuleFile, Place]] = {}
        for sheet in sheets:
            file = sheet.sound
            if file is None or (folder in Path(sheet.entry.path).resolve().parents) is not builtin:
                continue
            first = names.setdefault(file.name, file)
            if first is file:
                found = list(_claims(file, claims))
            else:
                message = f"the name {file.name!r} is that of {first.place.file} too; only one of them is used"
                found = [problem_at(file.place, "C203", message, "give each file a name of its own")]
            if id(sheet) in asked:
                yield from found


def _claims(file: RuleFile, claims: dict[tuple[str, str], tuple[RuleFile, Place]]) -> Iterator[Problem]:
    pairs = [("C201", "host", host, host) for host in file.hosts]
    pairs += [("C202", "fingerprint", text, key(text)) for text in file.fingerprints]
    for code, what, text, claim in pairs:
        place = place_of(text, file.place)
        first, where = claims.setdefault((what, claim), (file, place))
        if first is not file:
            message = f"the {what} {str(text)!r} is claimed by {first.name!r} already, at {where}"
            yield problem_at(place, code, message, "one document has one source")


def takes_prose(workspace: Workspace) -> Iterator[Problem]:
    """Try every rule that may act anywhere on the prose of all tests."""
    lines = list(dict.fromkeys(_prose(workspace)))
    text = "\n".join(line for line, _ in lines)
    for file in workspace.sound:
        engine = _core.Engine.of([file.sheet], [])
        names = {name for name, *_ in engine.rules}
        rules = [rule for rule in file.rules if rule.name in names]
        for rule, hits in zip(rules, engine.takers(text), strict=True):
            if rule.acts_anywhere and hits:
                line, place = min((lines[hit] for hit in hits), key=lambda one: one[1].file != file.place.file)
                short = line if len(line) <= 60 else f"{line[:60].rpartition(' ')[0]} …"
                message = f"{rule.id!r} may act anywhere and takes this sentence: {short!r} ({place})"
                yield problem_at(rule.place, "C206", message, "match whole lines, bound its size, or say `where`")


def _prose(workspace: Workspace) -> Iterator[tuple[str, Place]]:
    """Return the sentences that tests show as staying."""
    for file in workspace.files.values():
        for test in file.tests:
            for line in (line for line in test.lines if line.mark == "+"):
                text = repair(line.text).text
                if text.count(" ") >= _SENTENCE_WORDS - 1 and is_sentence(text) and "\n" not in text:
                    yield text, line.place
