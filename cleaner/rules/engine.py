"""Rules made ready to clean, what was made of one document, and the result that is told of it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final, Literal, NamedTuple

from cleaner import _core
from cleaner.model import Document, LazySequence, Removal, Result, RuleCount, held_text, lazy
from cleaner.settings import META, Policy
from cleaner.text import DEFAULT
from cleaner.text.document import in_whole_characters, letters, repairs_of

#: What becomes of a line; `repair` is what `explain` says of one that stays, and whose letters were repaired.
What = Literal["keep", "drop", "meta", "trim", "repair"]

#: The flag under which a document keeps all its lines since more would go than the limits let.
LIMITS: Final = "limits"


class Ruled(NamedTuple):
    """A rule as lines are stamped with it: full name, ``file:line``, label, action."""

    name: str
    at: str
    label: str
    action: str


class Fate(NamedTuple):
    """One non-blank line: what becomes of it and which rule says so (none for an ordinary line that stays)."""

    line: int
    text: str
    fate: What
    label: str = ""
    rule: str = ""
    at: str = ""
    kept: str = ""
    also: tuple[str, ...] = ()


class Explanation(NamedTuple):
    """A document, what cleaning gave, the fate of each line in order, and `under` which rules it was cleaned."""

    document: Document
    result: Result
    lines: tuple[Fate, ...]
    under: str = ""


class Engine:
    """The rules of a source, ready to clean any number of documents; safe in threads."""

    def __init__(self, core: _core.Engine) -> None:
        self.core = core

    @classmethod
    def of_sheets(cls, sheets: Iterable[_core.Sheet], policy: Policy) -> "Engine":
        """Compile the rules of files, in order of ownership; raises `ValueError` where one is not sound."""
        return cls(_core.Engine.of(list(sheets), sorted(policy.leaves)))

    def clean(self, text: str, title: str = "", url: str = "", *, trusted: bool = False) -> "Cleaned":
        """Repair and clean a text; rules are believed whatever they take where they are `trusted`."""
        document = Document(text, title=title)
        return Cleaned(document, lambda text: self.core.clean(text, letters(DEFAULT), title, url, trusted))


class Cleaned:
    """What was made of one document. Of what is seldom read nothing is made before it is read."""

    def __init__(self, document: Document, clean: Callable[[str | _core.Utf8], _core.Cleaned]) -> None:
        """Have a document cleaned; `joined` are the repairs that came before the core."""
        self.document = document
        self.core, self.joined = in_whole_characters(held_text(document), clean)

    @property
    def text(self) -> str:
        return str(self.core.text)

    @property
    def lines(self) -> list[str]:
        """The lines before any was taken, repaired."""
        return self.core.whole.split("\n")

    @property
    def numbers(self) -> Sequence[int]:
        """The number of the line of the document that each of `lines` was."""
        return self.core.lines or range(1, self.core.whole.count("\n") + 2)

    def result(self) -> Result:
        core, document, text = self.core, self.document, self.core.text
        numbers, origins = core.kept, core.lines
        return Result(
            text=lazy(text),
            source=core.source,
            evidence=core.evidence,
            title=document.title or core.title,
            meta=dict(core.facts),
            removals=LazySequence(len(core), self._removals, self._by_rule) if len(core) else (),
            repairs=repairs_of(core, self.joined),
            flags=tuple(dict.fromkeys((*document.flags, *core.flags, *(() if text else ("empty",))))),
            notes=tuple(core.notes),
            rules=core.digest,
            numbers=[origins[row] for row in numbers] if origins else [row + 1 for row in numbers],
        )

    def fates(self) -> tuple[Fate, ...]:
        lines, numbers = self.lines, self.numbers
        found: dict[int, Fate] = {}
        for row, name, at, label, kept, also in self.core.taken:
            what: What = "meta" if label in META else "trim" if kept else "drop"
            found[row] = Fate(numbers[row], lines[row], what, label, name, at, kept, tuple(also))
        for row, name, at, label in self.core.labelled:
            found.setdefault(row, Fate(numbers[row], lines[row], "keep", label, name, at))
        return tuple(found.get(row) or Fate(numbers[row], lines[row], "keep") for row in self.core.rows)

    def _removals(self) -> Iterator[Removal]:
        lines, numbers = self.lines, self.numbers
        for row, name, at, label, kept, also in self.core.taken:
            yield Removal(numbers[row], lines[row], name, at, label, kept, tuple(also))

    def _by_rule(self) -> Iterator[RuleCount]:
        return map(RuleCount._make, self.core.counts())
