"""A rule file's bytes → a `RuleFile`, or a `RuleError` that lists every mistake at once."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from cleaner.errors import Problem, RuleError
from cleaner.rulebook.amounts import Limits
from cleaner.rulebook.check import Checker, Mapping
from cleaner.rulebook.fields import TABLES, WORDS
from cleaner.rulebook.labels import META
from cleaner.rulebook.lists import Lists
from cleaner.rulebook.nodes import parse
from cleaner.rulebook.patterns import Allowance
from cleaner.rulebook.spec import (
    ACTIONS,
    DEFAULT_MAX,
    Block,
    Html,
    Matcher,
    PageLooks,
    Place,
    Placed,
    Rule,
    RuleFile,
    Sequence,
    Shape,
    TestCase,
    Where,
    place_of,
)
from cleaner.rulebook.templates import template_problem
from cleaner.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable

    from cleaner.rulebook.spec import Action

    Parent = Callable[[str], "RuleFile | None"]

#: A trim needs to know *which part* is meant: these words name one.
PART_WORDS = ("starts", "ends", "has", "regex")
TEXT_WORDS = frozenset(word for word, field in TABLES["matcher"].items() if field.kind == "texts")
PATTERN_KEYS = {key for key, field in TABLES["page"].items() if field.kind == "patterns"}
_ATTRIBUTES = {"is": "is_", "not": "not_"}


def load(data: bytes, file: str, parent: Parent | None = None) -> RuleFile:
    """Read one rule file; `file` is the name that errors and audits show. See `read` for `parent`."""
    rule_file, problems = read(data, file, parent)
    if problems or rule_file is None:
        raise RuleError(problems)
    return rule_file


def read(data: bytes, file: str, parent: Parent | None = None) -> tuple[RuleFile | None, list[Problem]]:
    """Read one rule file as far as it can be read, with every problem; for those who show all of them.

    `parent` gives a package that the file extends, for the lists in it, or None where it cannot be read.
    """
    tree, problems = parse(data, file)
    if tree is None:
        return None, problems
    checker = Checker(problems)
    top = checker.mapping(tree, "file")
    name, package = _name(top, checker)
    parents = [parent(str(one)) if parent else None for one in top.get("extends", ())]
    lists = Lists(name, top.get("lists", {}), parents, checker)
    build = _Builder(checker, name, package, Allowance(), lists)
    rules = tuple(rule for spec in top.get("rules", ()) if (rule := build.rule(spec)))
    build.unique(rules)
    page = build.page(top.get("page"))
    if not package and not problems:
        lists.unused()
    match = top.get("match")
    if package and match:
        checker.problem(match.place, "C122", "a package has no `match`: sources extend it by name")
    found = RuleFile(
        name=name,
        place=top.place,
        package=package,
        display=top.get("name", ""),
        extends=top.get("extends", ()),
        disable=top.get("disable", ()),
        hosts=tuple(_host(host, top.place) for host in match.get("host", ())) if match else (),
        fingerprints=match.get("text", ()) if match else (),
        limits=_limits(top.get("limits")),
        html=_html(top.get("html"), name, checker),
        page=page,
        rules=rules,
        tests=tuple(build.test(spec) for spec in top.get("tests", ())),
        tests_in=top.get("tests_in", ()),
        digest=hashlib.blake2b(data, digest_size=16).hexdigest(),
        lists=lists.known,
        used=frozenset(lists.used),
    )
    return found, checker.problems


def read_tests(data: bytes, file: str) -> tuple[tuple[TestCase, ...], list[Problem]]:
    """Read a file of tests that a rule file names by `tests_in`, with every problem."""
    tree, problems = parse(data, file)
    if tree is None:
        return (), problems
    checker = Checker(problems)
    top = checker.mapping(tree, "file")
    for key in top.places.keys() & TABLES["file"].keys() - {"tests"}:
        checker.problem(top.places[key], "C102", f"{key!r} in a file of tests", "it holds `tests:` alone")
    build = _Builder(checker, "", True, Allowance(), Lists("", {}, (), checker))
    return tuple(build.test(spec) for spec in top.get("tests", ())), problems


def _name(top: Mapping, checker: Checker) -> tuple[str, bool]:
    if ("source" in top.places) == ("package" in top.places):
        checker.problem(top.place, "C106", "the file needs `source:` (or, for a package, `package:`)")
    if "package" in top:
        return top.values["package"], True
    if "/" in top.get("source", ""):
        hint = "write `package:` in place of `source:`"
        checker.problem(top.places["source"], "C104", "a name with a slash is that of a package", hint)
    return top.get("source", ""), False


def _host(text: str, default: Place) -> Placed:
    return Placed(text.lower().removeprefix("www."), place_of(text, default))


def _limits(given: Mapping | None) -> Limits | None:
    if given is None:
        return None
    default = Limits()
    return Limits(given.get("max_removed", default.max_removed), given.get("min_kept", default.min_kept))


def _html(given: Mapping | None, owner: str, checker: Checker) -> Html | None:
    if given is None:
        return None
    for key, selectors in given.values.items():
        for selector in selectors:
            if selector.count("[") != selector.count("]") or selector.count("(") != selector.count(")"):
                checker.problem(given.places[key], "C118", f"the selector {selector!r} has an open bracket")
    return Html(**given.values, owner=owner)


@dataclass(slots=True)
class _Builder:
    checker: Checker
    owner: str
    package: bool
    patterns: Allowance
    lists: Lists

    def rule(self, spec: Mapping) -> Rule | None:
        actions = [action for action in ACTIONS if action in spec.places]
        if not actions and spec.places.keys() - TABLES["rule"].keys():
            return None  # the wrong word was reported already
        if len(actions) != 1:
            given = " and ".join(actions) or "none"
            self.checker.problem(spec.place, "C106", f"a rule needs one of {' '.join(ACTIONS)}; this has {given}")
            return None
        action = actions[0]
        if "id" not in spec or action not in spec:
            return None
        shape = self.act(action, spec.values[action])
        if shape is None:
            return None
        where = self.where(spec.get("where"))
        rule = Rule(
            owner=self.owner,
            id=spec.values["id"],
            action=action,
            shape=shape,
            place=spec.places["id"],
            label=spec.get("label", ""),
            where=where,
            why=spec.get("why", ""),
        )
        self.label(rule, spec)
        self.bounds(rule)
        return rule

    def act(self, action: Action, value: Any) -> Shape | None:
        if action == "trim":
            return self.part(value)
        kind, mapping = value
        return self.shape(kind, mapping)

    def part(self, spec: Mapping) -> Matcher | None:
        matcher = self.matcher(spec)
        if matcher and sum(bool(getattr(matcher, word)) for word in PART_WORDS) != 1:
            self.checker.problem(spec.place, "C118", f"name the part by exactly one of: {' '.join(PART_WORDS)}")
            return None
        return matcher

    def shape(self, kind: str, spec: Mapping) -> Shape | None:
        if kind == "matcher":
            return self.matcher(spec)
        if kind == "sequence":
            items = tuple(matcher for item in spec.get("sequence", ()) if (matcher := self.matcher(item)))
            if not items:
                self.checker.problem(spec.place, "C117", "an empty sequence fits nothing")
                return None
            return Sequence(items, spec.get("repeat", 1))
        if "from" not in spec or "until" not in spec:
            return None
        opening, until = tuple(map(self.matcher, spec.values["from"])), spec.values["until"]
        end = until if isinstance(until, str) else self.matcher(until)
        if None in opening or end is None or not opening:
            return None
        takes_prose = spec.get("takes_prose", False)
        if takes_prose and end != "end":
            place = spec.places["takes_prose"]
            self.checker.problem(place, "C118", "`takes_prose` is for a block to the end", "remove it")
        return Block(opening, end, spec.get("max", DEFAULT_MAX), takes_prose)  # type: ignore[arg-type]

    def matcher(self, spec: Mapping) -> Matcher | None:
        given = {word: spec.values[word] for word in WORDS if word in spec}
        if not given:
            if not spec.places:  # else the wrong word was reported already
                self.checker.problem(spec.place, "C117", "an empty matcher would fit every line")
            return None
        for word in given.keys() & TEXT_WORDS:
            texts = self.lists.texts(given[word], spec.places[word])
            if texts is None:
                return None
            given[word] = texts
        for word, problem_of in (("regex", self.patterns.problem), ("like", template_problem)):
            for text in given.get(word, ()):
                if message := problem_of(text):
                    place = place_of(text, spec.places[word])
                    self.checker.problem(place, "C110" if word == "regex" else "C111", *message)
                    return None
        if isinstance(given.get("follows"), Mapping):
            given["follows"] = self.matcher(given["follows"])
        if both := set(given.get("is", ())) & set(given.get("not", ())):
            self.checker.problem(spec.places["not"], "C118", f"no line is and is not: {' '.join(sorted(both))}")
        return Matcher(spec.place, **{_ATTRIBUTES.get(word, word): value for word, value in given.items()})

    def page(self, spec: Mapping | None) -> PageLooks | None:
        """Read what a language package says of the parts of a page; a line alone must tell whether it fits."""
        if spec is None:
            return None
        parts = {key: value for key, value in spec.values.items() if TABLES["page"][key].kind == "matchers"}
        for key in PATTERN_KEYS & spec.values.keys():
            for text in spec.values[key]:
                if message := self.patterns.problem(text):
                    self.checker.problem(place_of(text, spec.places[key]), "C110", *message)
        return PageLooks(
            tuple((key, self._alone(value)) for key, value in parts.items()),
            tuple((key, self._alone(value)) for key, value in spec.get("labels", {}).items()),
            tuple((key, value) for key, value in spec.values.items() if key in (*PATTERN_KEYS, "joints")),
        )

    def _alone(self, specs: tuple[Mapping, ...]) -> tuple[Matcher, ...]:
        found = tuple(matcher for spec in specs if (matcher := self.matcher(spec)))
        for matcher in found:
            if matcher.same_as or matcher.follows or any("{title}" in text for text in matcher.like):
                message = "a part of a page is known by the line alone"
                self.checker.problem(matcher.place, "C118", message, "leave out `same_as`, `follows` and {title}")
        return found

    def where(self, spec: Mapping | None) -> Where | None:
        if spec is None:
            return None
        anchors = {key: self.anchor(spec.get(key)) for key in ("after", "before")}
        return Where(spec.get("first"), spec.get("last"), **anchors)

    def anchor(self, value: Any) -> Any:
        return self.matcher(value) if isinstance(value, Mapping) else value

    def label(self, rule: Rule, spec: Mapping) -> None:
        if rule.action == "drop" and not rule.label and "label" not in spec.places:
            self.checker.problem(spec.place, "C106", f"the rule {rule.id!r} needs a label")
        if rule.action == "meta" and rule.label not in META and ("label" in spec or "label" not in spec.places):
            hint = f"one of: {' '.join(META)}"
            self.checker.problem(spec.places.get("label", spec.place), "C108", "`meta` needs a metadata label", hint)

    def bounds(self, rule: Rule) -> None:
        """What can only be guessed at from afar must say where it acts: a package is used on pages nobody saw."""
        shape = rule.shape
        if isinstance(shape, Block) and shape.until == "end" and rule.where is None:
            self.checker.problem(rule.place, "C112", f"`until: end` in {rule.id!r} needs a `where`")
        elif self.package and rule.where is None and (word := _unbounded(shape)):
            self.checker.problem(rule.place, "C112", f"`{word}` in the package rule {rule.id!r} needs a `where`")

    def unique(self, rules: tuple[Rule, ...]) -> None:
        seen: dict[str, Rule] = {}
        for rule in rules:
            if rule.id in seen:
                hint = f"first used in line {seen[rule.id].place.line}"
                self.checker.problem(rule.place, "C107", f"duplicate id {rule.id!r}", hint)
            seen.setdefault(rule.id, rule)

    def test(self, spec: Mapping) -> TestCase:
        if ("lines" in spec.places) == ("file" in spec.places):
            self.checker.problem(spec.place, "C106", "a test needs `lines:` or `file:`")
        if "html" in spec.places and "lines" not in spec.places:
            self.checker.problem(spec.places["html"], "C106", "a test of `html:` needs `lines:`")
        keys = ("name", "file", "url", "title", "html")
        return TestCase(spec.place, lines=spec.get("lines", ()), **{key: spec.get(key, "") for key in keys})


def _unbounded(shape: Shape) -> str:
    if isinstance(shape, Sequence):
        return "sequence"
    matchers = shape.opening if isinstance(shape, Block) else (shape,)
    if all(matcher.regex for matcher in matchers):
        return "regex"
    kinds = {kind for matcher in matchers for kind in matcher.is_}
    return next((f"is: {kind}" for kind in ("doubled", "slug") if kind in kinds), "")
