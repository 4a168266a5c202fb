"""A rulebook made ready, as the engine runs it.

`cleaner.rulebook.compile` makes it of rule files, `cleaner.rulebook.stored` of what an earlier run kept; a run that
finds it kept loads neither the former nor what a file says of a rule (`spec`) beyond what stands here.
"""

from __future__ import annotations

from cleaner.rulebook.amounts import Limits
from cleaner.rulebook.language import Language
from cleaner.values import dataclass, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Final

    from cleaner.rulebook.amounts import Amount
    from cleaner.rulebook.spec import Action, Anchor, Html, Rule

#: Words whose values are literals that can be looked up; the cheapest check comes first.
LITERAL_WORDS: Final = ("line", "starts", "ends", "has")
BROAD_WORDS: Final = ("names", "regex")  # many a line fits these
#: Words that few lines fit, the fewest first, so that a line can be sorted once for all rules that use them.
LOOKUP_WORDS: Final = ("line", "starts", "ends", "stamp", "slug", "doubled", "like", "has", *BROAD_WORDS)
#: Words that need to know a language: their values go with it.
WORDED: Final = frozenset(("names", "stamp"))
#: Words that ask for a line's key.
KEYED_WORDS: Final = frozenset((*LITERAL_WORDS, "like", "stamp", "doubled"))


@dataclass(frozen=True, slots=True, eq=False)
class CompiledMatcher:
    """A matcher made ready: (word, prepared value) pairs that must all hold, cheapest first.

    `static` needs nothing but the line, its key too where it is `keyed`; `context` needs its neighbours or the title.
    `lookup` is the word by which the lines that could fit are found, for all rules at once; it is ``""`` where nearly
    any line could. Then `near` may still find them: it is the value of `same_as`, ``titled`` where the line must
    begin with the title, or ``follows`` where few lines fit what stands above.
    """

    number: int
    static: tuple[tuple[str, Any], ...]
    context: tuple[tuple[str, Any], ...]
    lookup: str
    near: str
    titled: bool
    keyed: bool

    @property
    def checks(self) -> tuple[tuple[str, Any], ...]:
        """Give all pairs."""
        return self.static + self.context

    @property
    def literals(self) -> tuple[str, ...]:
        """Give the literals by which its lines are found, if it is found by literals."""
        return tuple(dict(self.static)[self.lookup]) if self.lookup in LITERAL_WORDS else ()


@dataclass(frozen=True, slots=True, eq=False)
class CompiledWhere:
    """A zone made ready; rules whose zones say the same share one, by its number.

    It lies after and before what a matcher fits, or after and before the anchors that are named.
    """

    number: int
    first: Amount | None
    last: Amount | None
    after: CompiledMatcher | None
    before: CompiledMatcher | None
    anchors: tuple[Anchor | None, Anchor | None]


@dataclass(frozen=True, slots=True, eq=False)
class CompiledRule:
    """A rule made ready. `start` finds where it can begin; `items` are the further matchers of a sequence.

    `twin` is the `same_as` of a bare matcher: the line that this one repeats. `name` and `at` are what every line
    that the rule takes is stamped with. A sequence has so many `rounds` at least; a block has `most` lines at most,
    and ends before what `until` fits, or at the ``end`` of its zone; `items` are then the lines below its first.
    """

    rank: int
    spec: Rule
    start: CompiledMatcher
    until: CompiledMatcher | None = None
    items: tuple[CompiledMatcher, ...] = ()
    where: CompiledWhere | None = None
    twin: str = ""
    name: str = ""
    at: str = ""
    action: Action = "drop"
    label: str = ""
    rounds: int | None = None
    most: int | None = None
    wary: bool = False
    end: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class CompiledPage:
    """What the parts of a page look like, made ready: matchers by part and by label, of which any may fit."""

    language: Language = field(default_factory=Language)
    parts: tuple[tuple[str, tuple[CompiledMatcher, ...]], ...] = ()
    labels: tuple[tuple[str, tuple[CompiledMatcher, ...]], ...] = ()


NO_PAGE: Final = CompiledPage()


@dataclass(frozen=True, slots=True, eq=False)
class Rulebook:
    """All rules that hold for one source, own ones first, and what was said about the whole document."""

    name: str
    rules: tuple[CompiledRule, ...] = ()
    matchers: tuple[CompiledMatcher, ...] = ()
    limits: Limits = field(default_factory=Limits)
    html: tuple[Html, ...] = ()
    page: CompiledPage = NO_PAGE
    digest: str = ""
    files: tuple[str, ...] = ()
