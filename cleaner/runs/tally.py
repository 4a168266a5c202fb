"""Counts of a run, mergeable across processes, and in words; they say with which exit code it ends."""

from collections.abc import Mapping
from time import monotonic
from typing import Any, NamedTuple

from cleaner.model import Result, held_text


class Tally:
    """What happened to the documents so far.

    `characters` is all text after Unicode repair, line ends aside, `gone` what of it left. `labels` and `rules` count
    removed lines by their owners, `sources` documents, `others` what else was in archives.
    """

    def __init__(self) -> None:
        self.changed = self.characters = self.documents = self.empty = self.flagged = self.gone = 0
        self.missing = self.recoded = self.repaired = self.skipped = self.trimmed = 0
        self.labels: dict[str, int] = {}
        self.others: dict[str, int] = {}
        self.rules: dict[str, int] = {}
        self.sources: dict[str, int] = {}

    def count(self, result: Result, changed: bool, recoded: bool = False) -> None:
        """Take in one cleaned document; `recoded` where its bytes were not those of plain UTF-8."""
        text = held_text(result)
        self.documents += 1
        self.changed += changed
        self.flagged += bool(result.flags)
        self.empty += not text
        self.recoded += recoded
        self.repaired += result.repaired_lines() if result.repairs else 0
        self.sources[result.source] = self.sources.get(result.source, 0) + 1
        self.characters += len(text) - text.count("\n")
        for rule, label, lines, parts, characters in result.by_rule() if result.removals else ():
            self.trimmed += parts
            self.gone += characters
            self.characters += characters
            if lines:
                self.labels[label] = self.labels.get(label, 0) + lines
                self.rules[rule] = self.rules.get(rule, 0) + lines

    def add(self, other: "Tally", sign: int = 1) -> None:
        """Take in other counts; with `sign` -1, take them out again: an output was not written."""
        for name, more in vars(other).items():
            mine = getattr(self, name)
            if isinstance(more, int):
                setattr(self, name, mine + sign * more)
                continue
            for key, number in more.items():
                mine[key] = mine.get(key, 0) + sign * number
                if not mine[key]:
                    del mine[key]

    @classmethod
    def of(cls, counts: Mapping[str, Any]) -> "Tally":
        """Take numbers as `counts` gives them."""
        tally = cls()
        for name, value in vars(tally).items():
            if isinstance(counts.get(name), type(value)):
                setattr(tally, name, counts[name])
        return tally

    def counts(self) -> dict[str, Any]:
        return dict(sorted(vars(self).items()))

    @property
    def removed(self) -> int:
        return sum(self.labels.values())

    @property
    def share(self) -> float:
        """What part of the text left, from 0 to 1: `gone` of all `characters`, both after Unicode repair."""
        return self.gone / self.characters if self.characters else 0.0

    def exit_code(self, strict: bool, checking: bool) -> int:
        """0 for fine, 1 for a finding, 2 where an input could not be read at all.

        >>> tally = Tally()
        >>> tally.skipped = 1
        >>> tally.exit_code(False, False)
        2
        >>> tally.documents = 1
        >>> tally.exit_code(False, False)
        1
        """
        if self.missing or (self.skipped == 1 and not self.documents):
            return 2
        return int(bool(self.skipped or (strict and self.flagged) or (checking and self.changed)))

    def sentence(self) -> str:
        """Say in one line what was done.

        >>> tally = Tally()
        >>> tally.documents, tally.labels = 1, {"menu": 2, "related": 5}
        >>> tally.sentence()
        '7 lines removed (related 5, menu 2)'
        """
        many = self.documents != 1 or self.skipped
        parts = [f"{counted(self.documents, 'document')}, {self.changed} changed"] if many else []
        parts += [f"{self.skipped} skipped"] if self.skipped else []
        parts += [f"{self.flagged} flagged"] if self.flagged else []
        parts += self._done() if self.labels else ["nothing removed", *self._done()]
        parts += [f"{counted(self.recoded, 'document')} recoded"] if self.recoded else []
        passed = f"; passed over {counted(sum(self.others.values()), 'other record')} ({by_number(self.others)})"
        return ", ".join(parts) + (passed if self.others else "")

    def changes(self) -> str:
        """What changed in one file.

        >>> tally = Tally()
        >>> tally.documents = tally.changed = 1
        >>> tally.changes()
        'blank lines or line ends'
        >>> tally.labels, tally.documents = {"menu": 2}, 7
        >>> tally.changes()
        '1 of 7 documents changed, 2 lines removed (menu 2)'
        """
        parts = [f"{self.changed} of {counted(self.documents, 'document')} changed"] if self.documents > 1 else []
        parts += self._done()
        parts += ["written as plain UTF-8"] if self.recoded else []
        parts += [f"{self.skipped} skipped"] if self.skipped else []
        return ", ".join(parts) or "blank lines or line ends"

    def _done(self) -> list[str]:
        """What was done to lines."""
        parts = [f"{counted(self.removed, 'line')} removed ({by_number(self.labels)})"] if self.labels else []
        more = ((self.trimmed, "trimmed"), (self.repaired, "repaired"))
        return parts + [f"{counted(number, 'line')} {how}" for number, how in more if number]


class Stopwatch:
    """Runs from when it is made; `size` counts the bytes of the documents that were read."""

    def __init__(self) -> None:
        self._begun = monotonic()
        self.size = 0

    @property
    def seconds(self) -> float:
        return monotonic() - self._begun

    @property
    def speed(self) -> float:
        return self.size / 1e6 / self.seconds if self.seconds > 0 else 0.0


def by_number(counts: Mapping[str, int]) -> str:
    """Counts in words, the most frequent first."""
    return ", ".join(f"{name} {n:,}" for name, n in sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def counted(number: int, what: str) -> str:
    """A number of things in words.

    >>> counted(1, "line"), counted(1200, "line")
    ('1 line', '1,200 lines')
    """
    return f"{number:,} {what}{'s' * (number != 1)}"


class Change(NamedTuple):
    """A document that is not as it should be: its file, the line where that shows first, and what would change.

    `line` is a line of the file; of JSON lines, the line of the record.
    """

    doc: str
    path: str
    line: int
    source: str
    tally: Tally


def change_of(doc: str, path: str, line: int, result: Result, recoded: bool = False) -> Change:
    """Describe what cleaning would do to a document; a `line` of 0 is that of the first line that changes.

    >>> from cleaner.model import Removal, Result
    >>> found = change_of("a", "a", 0, Result("", removals=(Removal(7, "Đọc nhiều", "a#b", "a:1", "related"),)))
    >>> found.line, found.tally.changes()
    (7, '1 line removed (related 1)')
    >>> change_of("a", "a", 0, Result("a")).tally.changes()
    'blank lines or line ends'
    """
    one = Tally()
    one.count(result, True, recoded)
    lines = [removal.line for removal in result.removals] + [repair.line for repair in result.repairs]
    return Change(doc, path, line or min(lines, default=1), result.source, one)


def flag_message(where: str, result: Result) -> str:
    """Warn of a flagged document.

    >>> from cleaner.model import Result
    >>> flag_message("a.txt", Result("", flags=("limits",), notes=("limits: 99 % would go",)))
    'a.txt: flagged: limits: 99 % would go'
    """
    why = [next((note for note in result.notes if note.startswith(f"{flag}:")), flag) for flag in result.flags]
    return f"{where}: flagged: {'; '.join(why)}"
