"""A rule file as values: what was written, checked for form, not yet made ready to match.

Everything here is frozen and built by `cleaner.rulebook.load`; `cleaner.rulebook.compile` turns it into what the
engine runs on.
"""

from __future__ import annotations

from cleaner.values import dataclass, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Literal

    from cleaner._core import Sheet
    from cleaner.rulebook.amounts import Amount, Limits, Range

    Action = Literal["drop", "keep", "meta", "trim"]
    #: A place in a document that has a name: its headline, the first line of running text, the last one.
    Anchor = Literal["title", "body-start", "body-end"]
    SameAs = Literal["previous", "title", "any"]

#: The most lines a block has when the rule does not say.
DEFAULT_MAX = 40

ACTIONS: tuple[Action, ...] = ("drop", "keep", "meta", "trim")


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in a rule file; line and column are 1-based."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        """Give ``file:line``, the form that editors and terminals make a link of."""
        return f"{self.file}:{self.line}"


class Placed(str):
    """A text of a rule file that knows where it stands; everywhere else it is the text itself."""

    __slots__ = ("place",)
    place: Place

    def __new__(cls, text: str, place: Place) -> Placed:
        """Take the text and its place."""
        made = super().__new__(cls, text)
        made.place = place
        return made

    def __getnewargs__(self) -> tuple[str, Place]:  # type: ignore[override]
        """Survive pickling."""
        return str(self), self.place


def place_of(text: str, default: Place) -> Place:
    """Give where a text stands, or the default when it does not know."""
    return text.place if isinstance(text, Placed) else default


@dataclass(frozen=True, slots=True)
class Matcher:
    """What a line must be like. All words that are given must hold; several values of one word are alternatives."""

    place: Place = field(compare=False)
    line: tuple[str, ...] = ()
    starts: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()
    has: tuple[str, ...] = ()
    like: tuple[str, ...] = ()
    regex: tuple[str, ...] = ()
    words: Range | None = None
    chars: Range | None = None
    is_: tuple[str, ...] = ()
    not_: tuple[str, ...] = ()
    same_as: SameAs | None = None
    follows: Matcher | None = None

    @property
    def said(self) -> dict[str, Any]:
        """Give the words that are there, as a file writes them, with their values."""
        pairs = ((name.rstrip("_"), getattr(self, name)) for name in self.__match_args__ if name != "place")
        return {word: value for word, value in pairs if value not in (None, ())}


@dataclass(frozen=True, slots=True)
class Block:
    """Lines from those that fit `opening`, one after the other, down to the line before one that fits `until`.

    There are at most `max` of them. A block to the end leaves alone what may be the article's last paragraph, unless
    it `takes_prose`.
    """

    opening: tuple[Matcher, ...]
    until: Matcher | Literal["end"]
    max: int = DEFAULT_MAX
    takes_prose: bool = False


@dataclass(frozen=True, slots=True)
class Sequence:
    """Neighbouring lines that fit one after the other, at least `rounds` times in a row."""

    items: tuple[Matcher, ...]
    rounds: int = 1


Shape = Matcher | Block | Sequence


@dataclass(frozen=True, slots=True)
class Where:
    """The part of the document in which a rule may act; what is given narrows each other."""

    first: Amount | None = None
    last: Amount | None = None
    after: Matcher | Anchor | None = None
    before: Matcher | Anchor | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule as written. `owner` is the name of the file it stands in: a host or a package."""

    owner: str
    id: str
    action: Action
    shape: Shape
    place: Place
    label: str = ""
    where: Where | None = None
    why: str = ""

    @property
    def name(self) -> str:
        """The rule's full name, ``owner#id``, as it stands in audits and in `disable`."""
        return f"{self.owner}#{self.id}"


@dataclass(frozen=True, slots=True)
class Html:
    """Selectors for HTML input: the article, its title, what goes out of it, and facts. CSS, or ``xpath: …``.

    `junk`, `beside` and `body` are words of class and id names, by which an article is looked for without selectors.
    `owner` is the name of the file they stand in.
    """

    content: tuple[str, ...] = ()
    title: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()
    published: tuple[str, ...] = ()
    byline: tuple[str, ...] = ()
    junk: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    owner: str = ""

    @property
    def name(self) -> str:
        """The name under which removed lines have them as their owner, and under which `disable` knows them."""
        return f"{self.owner}#html"


@dataclass(frozen=True, slots=True)
class TestLine:
    """One line of a test: `mark` is ``+ - ~``, or empty for a blank line."""

    place: Place
    mark: str
    text: str


@dataclass(frozen=True, slots=True)
class TestCase:
    """A test inside a rule file: marked lines, also of a page, or a whole document against its accepted snapshot."""

    place: Place
    name: str = ""
    lines: tuple[TestLine, ...] = ()
    file: str = ""
    url: str = ""
    title: str = ""
    html: str = ""


@dataclass(frozen=True, slots=True)
class TextList:
    """A list of texts with a name, by which rules use it. `owner` is the name of the file it stands in."""

    owner: str
    name: str
    texts: tuple[str, ...] = field(compare=False)
    place: Place = field(compare=False)


@dataclass(frozen=True, slots=True)
class PageLooks:
    """What the parts of a page look like in a language: matchers by part, by label, and texts by name.

    Of the matchers of one part any may fit.
    """

    parts: tuple[tuple[str, tuple[Matcher, ...]], ...] = ()
    labels: tuple[tuple[str, tuple[Matcher, ...]], ...] = ()
    texts: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class RuleFile:
    """One YAML file: a source (it has a `match`) or a package that sources extend.

    `lists` are those that its rules know, its own first, then those of the packages that it extends; `used` are those
    that it uses. `sheet` is the file as the core has it.
    """

    name: str
    place: Place
    package: bool
    display: str = ""
    extends: tuple[str, ...] = ()
    disable: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    fingerprints: tuple[str, ...] = ()
    limits: Limits | None = None
    html: Html | None = None
    page: PageLooks | None = None
    rules: tuple[Rule, ...] = ()
    tests: tuple[TestCase, ...] = ()
    tests_in: tuple[str, ...] = ()
    digest: str = ""
    lists: tuple[TextList, ...] = ()
    used: frozenset[TextList] = frozenset()
    sheet: Sheet = field(compare=False, default=None)  # type: ignore[assignment]
