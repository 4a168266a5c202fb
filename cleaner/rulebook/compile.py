"""Rule files → a `Rulebook`: every rule of a source in the order of ownership, literals as keys, patterns compiled.

What is prepared here is plain data; how it is matched against a document is the engine's business.
"""

from __future__ import annotations

from cleaner.rulebook.amounts import Limits
from cleaner.rulebook.compiled import (
    BROAD_WORDS,
    KEYED_WORDS,
    LITERAL_WORDS,
    LOOKUP_WORDS,
    WORDED,
    CompiledMatcher,
    CompiledPage,
    CompiledRule,
    CompiledWhere,
    Rulebook,
)
from cleaner.rulebook.language import Language
from cleaner.rulebook.patterns import compile_pattern
from cleaner.rulebook.spec import Block, Matcher, Place, Sequence
from cleaner.rulebook.templates import compile_template
from cleaner.text import key, tone_variants
from cleaner.values import replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Final

    from cleaner.rulebook.spec import Rule, RuleFile, Shape, Where

#: The fields of a language, by the keys of a `page:` section.
_LANGUAGE: Final = {
    "before": "before_date", "dates": "date", "times": "time", "beside": "beside_stamp", "joints": "joints",
    "never": "no_stamp",
}  # fmt: skip
_FEW_LETTERS: Final = 3
_NOWHERE: Final = Place("", 0, 0)
_ORDER: Final = (
    "max_chars", "min_chars", "line", "starts", "ends", "same_as", "min_words", "max_words", "sentence", "prose",
    "headline", "names", "stamp", "has", "slug", "doubled", "like", "regex", "follows",
)  # fmt: skip


def compile_rulebook(files: tuple[RuleFile, ...]) -> Rulebook:
    """Compile a source's file and the packages behind it, in order of ownership."""
    import hashlib

    disabled = {name for file in files for name in file.disable}
    said = _said(files)
    builder = _Compiler(_language(said))
    rules = [builder.rule(rule) for file in files for rule in file.rules if rule.name not in disabled]
    return Rulebook(
        name=files[0].name,
        rules=tuple(rules),
        page=builder.page(said),
        matchers=tuple(builder.matchers),
        limits=next((file.limits for file in files if file.limits), Limits()),
        html=tuple(file.html for file in files if file.html and file.html.name not in disabled),
        digest=hashlib.blake2b("".join(file.digest for file in files).encode(), digest_size=6).hexdigest(),
        files=tuple(file.place.file for file in files),
    )


def _said(files: tuple[RuleFile, ...]) -> dict[str, Any]:
    """Give what the `page:` sections of some files say; of each key the first that has it."""
    found: dict[str, Any] = {}
    for page in (file.page for file in reversed(files) if file.page):
        found |= {**dict(page.parts), **dict(page.texts)}
        found |= {"labels": page.labels} if page.labels else {}
    return found


def _language(said: dict[str, Any]) -> Language:
    given = {name: said.get(key, ()) for name, key in _LANGUAGE.items()}
    return Language(**{name: tuple(map(str, texts)) for name, texts in given.items()})


class _Compiler:
    def __init__(self, language: Language) -> None:
        self.language = language
        self.matchers: list[CompiledMatcher] = []
        self.known: dict[str, CompiledMatcher] = {}
        self.zones: dict[str, CompiledWhere] = {}
        self.ranks = 0

    def rule(self, rule: Rule) -> CompiledRule:
        shape = rule.shape
        start, until, items = self.shape(shape)
        rank, self.ranks = self.ranks, self.ranks + 1
        twin = shape.same_as or "" if isinstance(shape, Matcher) else ""
        block = shape if isinstance(shape, Block) else None
        return CompiledRule(
            rank,
            rule,
            start,
            until,
            items,
            self.where(rule.where),
            twin,
            rule.name,
            str(rule.place),
            action=rule.action,
            label=rule.label,
            rounds=shape.rounds if isinstance(shape, Sequence) else None,
            most=block.max if block else None,
            wary=block is not None and block.until == "end" and not block.takes_prose and rule.action != "keep",
            end=block.until if block and isinstance(block.until, str) else "",
        )

    def shape(self, shape: Shape) -> tuple[CompiledMatcher, CompiledMatcher | None, tuple[CompiledMatcher, ...]]:
        if isinstance(shape, Sequence):
            items = tuple(self.matcher(item) for item in shape.items)
            return items[0], None, items[1:]
        if isinstance(shape, Block):
            until = self.matcher(shape.until) if isinstance(shape.until, Matcher) else None
            start, *further = map(self.matcher, shape.opening)
            return start, until, tuple(further)
        return self.matcher(shape), None, ()

    def where(self, where: Where | None) -> CompiledWhere | None:
        if where is None:
            return None
        after = self.matcher(where.after) if isinstance(where.after, Matcher) else None
        before = self.matcher(where.before) if isinstance(where.before, Matcher) else None
        anchors = (
            None if isinstance(where.after, Matcher) else where.after,
            None if isinstance(where.before, Matcher) else where.before,
        )
        known = repr(
            (where.first, where.last, after.number if after else where.after, before.number if before else where.before)
        )
        made = CompiledWhere(len(self.zones), where.first, where.last, after, before, anchors)
        return self.zones.setdefault(known, made)

    def page(self, said: dict[str, Any]) -> CompiledPage:
        parts = ((key, tuple(map(self.matcher, said[key]))) for key in said if isinstance(said[key][0], Matcher))
        labels = ((key, tuple(map(self.matcher, some))) for key, some in said.get("labels", ()))
        return CompiledPage(self.language, tuple(parts), tuple(labels))

    def prepare(self, word: str, value: Any) -> Any:
        """Make one word ready; the value of `follows` is a matcher of its own."""
        if word in WORDED:
            return value, self.language
        if word == "like":
            return tuple(compile_template(text, self.language) for text in value)
        return self.matcher(value) if isinstance(value, Matcher) else prepare(word, value)

    def matcher(self, spec: Matcher) -> CompiledMatcher:
        """Compile a matcher; two that say the same are one."""
        known = repr(replace(spec, place=_NOWHERE))
        if known not in self.known:
            self.known[known] = self.made(spec)
        return self.known[known]

    def made(self, spec: Matcher) -> CompiledMatcher:
        given = asked(spec)
        checks = tuple((word, self.prepare(word, given[word])) for word in _ORDER if word in given)
        lookup = next((word for word in LOOKUP_WORDS if given.get(word) and is_telling(word, given[word])), "")
        titled = spec.same_as == "title" or any("{title}" in template for template in spec.like)
        around = ("same_as", "follows", "like") if titled else ("same_as", "follows")
        static = tuple(pair for pair in checks if pair[0] not in around)
        context = tuple(pair for pair in checks if pair[0] in around)
        near: str = spec.same_as or ""
        if lookup == "like" and all(template.startswith("{title}") for template in spec.like):
            lookup, near = "", "titled"
        elif not near and lookup in ("", *BROAD_WORDS) and _is_rare(dict(context).get("follows")):
            lookup, near = "", "follows"
        keyed = any(word in KEYED_WORDS for word, _ in static)
        made = CompiledMatcher(len(self.matchers), static, context, lookup, near, titled, keyed)
        self.matchers.append(made)
        return made


def asked(spec: Matcher) -> dict[str, Any]:
    """Give what a line is asked for a matcher: bounds one by one, and each kind of line with a yes or no.

    >>> asked(Matcher(_NOWHERE, not_=("sentence",)))
    {'sentence': False}
    """
    found = spec.said
    for name in ("words", "chars"):
        if name in found:
            bounds = found.pop(name)
            found |= {f"min_{name}": bounds.low, f"max_{name}": bounds.high}
    for name, wanted in (("is", True), ("not", False)):
        found |= dict.fromkeys(found.pop(name, ()), wanted)
    return {word: value for word, value in found.items() if value is not None}


def is_telling(word: str, value: Any) -> bool:
    """Tell whether few lines fit a word: any line of some length has a comma, or two letters that stand together.

    >>> is_telling("has", (",",)), is_telling("has", ("ảnh:",)), is_telling("line", (",",))
    (False, True, True)
    """
    return word != "has" or min(map(len, value)) >= _FEW_LETTERS


def _is_rare(matcher: CompiledMatcher | None) -> bool:
    """Tell whether few lines fit a matcher, and they are known without asking each."""
    return matcher is not None and (matcher.near == "follows" or matcher.lookup not in ("", *BROAD_WORDS))


def prepare(word: str, value: Any) -> Any:
    """Make the value of one matcher word ready: literals become keys in every tone-mark spelling."""
    if word == "line":
        return frozenset(spelling for text in value for spelling in literal_keys(text))
    if word in LITERAL_WORDS:
        left, right = word in ("ends", "has"), word in ("starts", "has")
        return tuple(spelling for text in value for spelling in literal_keys(text, left, right))
    if word == "regex":
        return tuple(compile_pattern(text) for text in value)
    return value


def literal_keys(text: str, left: bool = False, right: bool = False) -> tuple[str, ...]:
    """Give every spelling of a literal's key; a space at an edge is kept where that edge lies inside the line.

    >>> literal_keys("Trang chủ ", right=True)
    ('trang chủ ',)
    """
    before, after = " " * (left and text[:1].isspace()), " " * (right and text[-1:].isspace())
    return tuple(before + spelling + after for spelling in sorted(tone_variants(key(text))))
