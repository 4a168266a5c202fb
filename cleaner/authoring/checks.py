"""Checks of rule files: what each should have, what two of them claim, what is there in vain, sentences that go."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cleaner._core import host_of, is_sentence, template_problem
from cleaner.authoring.files import LITERAL_WORDS, Block, Matcher, Rule, RuleFile, literal_key, problem_at
from cleaner.authoring.shadows import is_own
from cleaner.errors import UsageError
from cleaner.rules.catalogue import builtin_folder
from cleaner.rules.html import Html, Place, place_of
from cleaner.rules.labels import PARTS
from cleaner.text import repair

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cleaner.authoring.workspace import Sheet, Workspace
    from cleaner.errors import Problem

_SCHEMA: Final = re.compile(rb"\A(?:\xef\xbb\xbf)?# yaml-language-server: \$schema=(\S+)")
_SENTENCE_WORDS: Final = 7  # a line of fewer words may well be a heading

_MOST_TEXTS: Final = 12  # that a hint writes out
_DIGITS: Final = "\0"  # stands for a run of digits in a pattern
_ESCAPE_OR_DIGITS: Final = re.compile(r"(\\[^d])|\\d(?:\+|\{\d+(?:,\d*)?\})?")
_TIME: Final = re.compile(rf"{_DIGITS}+:{_DIGITS}+(?::{_DIGITS}+)?")
_DATE: Final = re.compile(rf"{_DIGITS}+([/.-]){_DIGITS}+\1{_DIGITS}+")
_NUMBER: Final = re.compile(rf"{_DIGITS}+")
_PLAIN: Final = r"(?:[^.^$*+?()\[\]{}|\\]|\\[^\w\s])*"
_CHOICE: Final = rf"{_PLAIN}(?:\|{_PLAIN})*"
_ONE_CHOICE: Final = re.compile(rf"(?:^|\|)({_PLAIN})")
_FIXED: Final = re.compile(
    rf"(?P<lead>{_PLAIN})(?:\((?:\?:)?(?P<inner>{_CHOICE})\)(?P<tail>{_PLAIN}))?|(?P<any>{_CHOICE})"
)


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
    tested = {one.name for file in workspace.files.values() if file.tests for one in _tested(workspace, file)}
    for file in (sheet.sound for sheet in workspace.sheets if sheet.sound is not None):
        if file.name not in tested and not file.tests and (file.rules or not file.package):
            hint = "add `tests:` with lines that go, lines that stay, and the rules' words inside prose"
            yield problem_at(file.place, "C207", "the file has no tests", hint)


def _tested(workspace: Workspace, file: RuleFile) -> tuple[RuleFile, ...]:
    return workspace.chain(file).files if file.package else (file,)


def recognisable(_: Sheet, file: RuleFile) -> Iterator[Problem]:
    """A source needs a way to be found."""
    if not file.package and not file.hosts and not file.fingerprints:
        message = "no document is ever recognised as this source"
        yield problem_at(file.place, "C212", message, "add `match:` with `host:`, or name the source in each call")


def repeated(_: Sheet, file: RuleFile) -> Iterator[Problem]:
    """Two literals of one list that mean the same, or one that holds another."""
    for rule in file.rules:
        for matcher in rule.matchers:
            for word in LITERAL_WORDS:
                yield from _repeated(word, matcher.texts(word), rule)


def _repeated(word: str, texts: tuple[str, ...], rule: Rule) -> Iterator[Problem]:
    """Look at short literals first, which longer ones may hold; what a list has need not be said again."""
    seen: dict[str, str] = {}
    sizes: set[int] = set()
    held = "line" if rule.action == "trim" else word  # a cut takes the longest: there both count
    keys = [(not is_own(text, rule), literal_key(word, text), text) for text in texts]
    for listed, key, text in sorted(keys, key=lambda one: (not one[0], len(one[1]))):
        by = next((seen[part] for part in _parts(held, key, sizes) if part in seen), None)
        if by is not None and not listed:
            message = f"{str(text)!r} in `{word}` of {rule.id!r} adds nothing to {str(by)!r}"
            yield problem_at(place_of(text, rule.place), "C208", message, "remove it")
        seen.setdefault(key, text)
        sizes.add(len(key))


def _parts(word: str, key: str, sizes: Iterable[int]) -> Iterator[str]:
    """Return the parts of a key, of some sizes, that stand where a word wants its literals.

    >>> list(_parts("starts", "đọc nhiều", [3])), list(_parts("has", "đọc", [2]))
    (['đọc'], ['đọ', 'ọc'])
    """
    if word in ("line", "heading"):
        yield key
        return
    for size in (size for size in sizes if size <= len(key)):
        first = len(key) - size if word == "ends" else 0
        last = 0 if word == "starts" else len(key) - size
        yield from (key[at : at + size] for at in range(first, last + 1))


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


def impossible(sheet: Sheet, file: RuleFile) -> Iterator[Problem]:
    """A whole line that the matcher's other words refuse."""
    for rule in file.rules:
        first = next(rule.matchers, None)
        if first is not None and rule in sheet.numbers:
            yield from _impossible(sheet, rule, first)


def _impossible(sheet: Sheet, rule: Rule, first: Matcher) -> Iterator[Problem]:
    others = [word for word in first.asked if word != "line"]
    if not others or not first.is_static or "regex" in others:
        return
    for text in first.texts("line"):
        if is_own(text, rule) and not sheet.fits(rule, text):
            message = f"{str(text)!r} in {rule.id!r} can never fit: {' '.join(f'`{word}`' for word in others)} says no"
            yield problem_at(place_of(text, first.place), "C209", message)


def needless(_: Sheet, file: RuleFile) -> Iterator[Problem]:
    """A `regex` whose patterns all have a simpler form, and the same one: faster, and nobody has to decipher it."""
    for rule in file.rules:
        for matcher in rule.matchers:
            found = [simpler(pattern, part=rule.action == "trim") for pattern in matcher.texts("regex")]
            words = {word for word, _ in found}
            if len(words) == 1 and (word := words.pop()):
                texts = ", ".join(f'"{text}"' for _, texts in found for text in texts)
                message, place = (
                    f"`regex` of {rule.id!r} is not needed",
                    place_of(matcher.texts("regex")[0], matcher.place),
                )
                yield problem_at(place, "C204", message, f"write {word}: [{texts}]")


def simpler(pattern: str, *, part: bool = False) -> tuple[str, list[str]]:
    r"""Return the word and the texts that say what a pattern says, or nothing; `part`: a part of a line is named.

    >>> simpler("^Đọc nhiều$"), simpler("^(Xem|Nghe) thêm")
    (('line', ['Đọc nhiều']), ('starts', ['Xem thêm', 'Nghe thêm']))
    >>> simpler(r"^\d{1,2}:\d{2} \| \d+/\d+/\d{4}$"), simpler(r"^Ảnh \d+:"), simpler("^a|b$")
    (('like', ['{time} | {date}']), ('', []), ('', []))
    """
    pattern = _ESCAPE_OR_DIGITS.sub(lambda match: match[1] or _DIGITS, pattern.removeprefix("(?i)"))
    first, last = pattern.startswith("^"), pattern.endswith("$") and not pattern.endswith("\\$")
    texts = _texts(pattern[first : len(pattern) - last], anchored=first or last)
    if not texts or len(texts) > _MOST_TEXTS or any('"' in text or "{" in text or not text.strip() for text in texts):
        return "", []
    if not any(_DIGITS in text for text in texts):
        word = "line" if first and last else "starts" if first else "ends" if last else "has"
        return ("", []) if part and word == "line" else (word, texts)
    templates = [_NUMBER.sub("{n}", _DATE.sub("{date}", _TIME.sub("{time}", text))) for text in texts]
    whole = first and last and not part and not any(map(template_problem, templates))
    return ("like", templates) if whole else ("", [])


def _texts(pattern: str, anchored: bool) -> list[str]:
    """Return the fixed texts that a pattern stands for; nothing if it stands for more, or an anchor is one text's."""
    match = _FIXED.fullmatch(pattern)
    if match is None or (anchored and match["lead"] is None):
        return []
    lead, inner, tail = match["lead"] or "", match["inner"] or match["any"] or "", match["tail"] or ""
    texts = [f"{lead}{one}{tail}" for one in _ONE_CHOICE.findall(inner)]
    return [re.sub(r"\\(.)", r"\1", text) for text in texts]


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
            found = list(_name_taken(file, names)) or list(_claims(file, claims))
            if id(sheet) in asked:
                yield from found


def _name_taken(file: RuleFile, names: dict[str, RuleFile]) -> Iterator[Problem]:
    first = names.setdefault(file.name, file)
    if first is not file:
        message = f"the name {file.name!r} is that of {first.place.file} too; only one of them is used"
        yield problem_at(file.place, "C203", message, "give each file a name of its own")


def _claims(file: RuleFile, claims: dict[tuple[str, str], tuple[RuleFile, Place]]) -> Iterator[Problem]:
    pairs = [("C201", "host", host, host) for host in file.hosts]
    pairs += [("C202", "fingerprint", text, literal_key("line", text)) for text in file.fingerprints]
    for code, what, text, key in pairs:
        place = place_of(text, file.place)
        first, where = claims.setdefault((what, key), (file, place))
        if first is not file:
            message = f"the {what} {str(text)!r} is claimed by {first.name!r} already, at {where}"
            yield problem_at(place, code, message, "one document has one source")


def foreign_addresses(workspace: Workspace) -> Iterator[Problem]:
    """A test whose address leads to another source tests less than it seems to."""
    hosts = {host: file.name for file in workspace.files.values() for host in file.hosts}
    for sheet in workspace.sheets:
        file = sheet.sound
        for test in file.tests if file is not None and not file.package else ():
            owner = _owner(host_of(test.url), hosts) if test.url else file.name  # type: ignore[union-attr]
            if owner != file.name:  # type: ignore[union-attr]
                belongs = f"belongs to {owner!r}" if owner else "belongs to no source"
                yield problem_at(test.place, "C211", f"the test's address {test.url} {belongs}")


def _owner(host: str, hosts: dict[str, str]) -> str:
    while "." in host:
        if host in hosts:
            return hosts[host]
        host = host.partition(".")[2]
    return ""


def takes_prose(workspace: Workspace) -> Iterator[Problem]:
    """Try every rule that may act anywhere on the prose of all tests."""
    lines = list(dict.fromkeys(_prose(workspace)))
    text = "\n".join(line for line, _ in lines)
    for sheet in workspace.sheets:
        rules = [rule for rule in sheet.sound.rules if _anywhere(rule)] if sheet.sound is not None else []
        takers = sheet.engine.takers(text) if rules else []
        for rule in rules:
            if hits := takers[sheet.numbers[rule]]:
                line, place = min((lines[hit] for hit in hits), key=lambda one: one[1].file != sheet.entry.shown)
                message = f"{rule.id!r} may act anywhere and takes this sentence: {_short(line)!r} ({place})"
                yield problem_at(rule.place, "C206", message, "match whole lines, bound its size, or say `where`")


def _prose(workspace: Workspace) -> Iterator[tuple[str, Place]]:
    """Return the sentences that tests show as staying."""
    for file in workspace.files.values():
        for test in file.tests:
            for line in test.lines:
                text = repair(line.text).text
                if (
                    line.mark == "+"
                    and text.count(" ") >= _SENTENCE_WORDS - 1
                    and is_sentence(text)
                    and "\n" not in text
                ):
                    yield text, line.place


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:60].rpartition(" ")[0] + " …"


def _anywhere(rule: Rule) -> bool:
    """Return whether a rule takes lines out of the text, wherever they stand, for what they say themselves."""
    shape = rule.shape.opening[0] if isinstance(rule.shape, Block) else rule.shape
    takes = rule.action in ("drop", "meta") and rule.label not in PARTS
    return takes and rule.where is None and isinstance(shape, Matcher) and shape.is_static
