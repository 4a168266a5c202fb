"""From settled lines to the result: the text, input line numbers, metadata, and whether the rules are believed."""

from __future__ import annotations

from itertools import chain, compress, zip_longest
from operator import attrgetter, gt, sub

from cleaner.engine.article import is_article, is_dated_article
from cleaner.engine.columns import many
from cleaner.engine.looks import looks_of
from cleaner.engine.sentences import has_sentences
from cleaner.model import Removal, Result
from cleaner.values import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any, Final

    from cleaner.engine.identify import Identity
    from cleaner.engine.looks import Looks
    from cleaner.engine.settle import Settled, Taken
    from cleaner.rulebook.compiled import Rulebook
    from cleaner.text import Repaired


#: The flags under which a document keeps all its lines.
LIMITS: Final = "limits"
NOT_AN_ARTICLE: Final = "not-an-article"
_RESTLESS: Final = "limits: the rules find no end, each round gives the next one work; nothing was removed"


@dataclass(frozen=True, slots=True)
class Origin:
    """The repaired document: its non-blank lines and their rows among all repaired lines."""

    repaired: Repaired
    texts: list[str]
    rows: Sequence[int]

    @classmethod
    def of(cls, repaired: Repaired) -> Origin:
        """Leave the blank lines out."""
        lines = repaired.lines
        if any(map(str.isspace, lines)):  # only where nothing was repaired
            lines = ["" if line.isspace() else line for line in lines]
        texts = list(filter(None, lines))
        if len(texts) == len(lines):
            return cls(repaired, texts, range(len(lines)))
        return cls(repaired, texts, list(compress(range(len(lines)), lines)))

    @property
    def numbers(self) -> Sequence[int]:
        """Give the input lines of all non-blank lines."""
        if isinstance(self.rows, range) and isinstance(self.repaired.numbers, range):
            return self.repaired.numbers
        return list(self.numbers_of(range(len(self.rows))))

    def numbers_of(self, lines: Iterable[int]) -> Iterable[int]:
        """Give the input lines of some non-blank lines."""
        return map(self.repaired.numbers.__getitem__, map(self.rows.__getitem__, lines))


class Removed:
    """The lines that went, before anybody has read of them: nobody may, and most only count them."""

    __slots__ = ("_columns", "_rules")

    def __init__(self, taken: Sequence[Taken], origin: Origin) -> None:
        """Take what is needed of the document; the lines that stay are not held."""
        lines, self._rules, kept, also = zip(*taken, strict=True)
        texts = list(map(origin.texts.__getitem__, lines))
        self._columns: dict[str, Sequence[Any]]
        self._columns = {"line": list(origin.numbers_of(lines)), "text": texts, "kept": kept, "also": also}

    def column(self, name: str) -> Sequence[Any]:
        """Give one field of all removals."""
        return self._columns[name] if name in self._columns else list(map(_OF_RULE[name], self._rules))

    def made(self) -> tuple[Removal, ...]:
        """Make the removals."""
        return tuple(many(Removal, *map(self.column, Removal.__match_args__)))


_OF_RULE: Final = {"rule": attrgetter("name"), "at": attrgetter("at"), "label": attrgetter("label")}


def outcome(origin: Origin, settled: Settled, identity: Identity, book: Rulebook) -> Result:
    """Put the pieces together; past the limits the document keeps all its lines and says so."""
    repaired, taken = origin.repaired, settled.taken
    text, numbers = repaired.text, None
    flags, notes = list(repaired.flags), list(settled.notes)
    facts = settled.facts
    if book.name and not settled.restless and not _is_article(origin, settled, looks_of(book.page)):
        flags.append(NOT_AN_ARTICLE)
        taken, facts = [], {}
    if taken:
        cleaned = _join(settled, origin.rows)
        if reason := _RESTLESS if settled.restless else _beyond(book, origin.texts, settled.texts, cleaned):
            flags.append(LIMITS)
            notes.append(reason)
            taken, facts = [], {}
        else:
            text, numbers = cleaned, list(origin.numbers_of(settled.origin))
    if not text:
        flags.append("empty")
    return Result(
        text=text,
        source=identity.source if book.name else "",
        evidence=identity.evidence,
        title=settled.title,
        meta={label: "\n".join(values) for label, values in facts.items()},
        removals=Removed(taken, origin) if taken else (),  # type: ignore[arg-type] # made when they are read
        repairs=repaired.repairs,
        flags=tuple(dict.fromkeys(flags)),
        notes=tuple(notes),
        rules=book.digest,
        numbers=origin.numbers if numbers is None else numbers,
    )


def _is_article(origin: Origin, settled: Settled, looks: Looks) -> bool:
    stamps = [at for at, rule, *_ in settled.taken if rule.label == "published"]
    return is_article(origin.texts, settled.texts, looks) or is_dated_article(
        settled.texts, settled.origin, stamps, looks
    )


def _join(settled: Settled, rows: Sequence[int]) -> str:
    """Join what stays; one blank line stands where any stood between two lines before."""
    if isinstance(rows, range):
        return "\n".join(settled.texts)
    above = list(map(sub, map(rows.__getitem__, settled.origin), settled.origin))  # blank lines above each
    ends = map(("\n", "\n\n").__getitem__, map(gt, above[1:], above))
    return "".join(chain.from_iterable(zip_longest(settled.texts, ends, fillvalue="")))


def _beyond(book: Rulebook, before: list[str], after: list[str], cleaned: str) -> str:
    """Tell why the rules are not believed, or nothing."""
    limits = book.limits
    total, left = sum(map(len, before)), sum(map(len, after))
    share = 100 * (total - left) / total
    if share > limits.max_removed:
        return (
            f"limits: {share:.1f}% of the characters would go, more than {limits.max_removed:g}%; nothing was removed"
        )
    if not has_sentences(cleaned, limits.min_kept):
        return f"limits: fewer than {limits.min_kept} sentences would stay; nothing was removed"
    return ""
