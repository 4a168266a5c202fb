"""Lines that a reader wants out before the rules look at a text, and facts that it found beside the text.

The rules see the text without those lines; afterwards every line is numbered as in the whole text again, so that an
audit shows, and restoring gives back, what went.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from cleaner.model import Cut, Document, Removal, Result
from cleaner.rules.engine import Fate
from cleaner.settings import META, Policy
from cleaner.text import DEFAULT, TextSettings, repair


@dataclass(frozen=True, slots=True)
class Apart:
    """A document without the lines that its reader wants out; `numbers` are those that its lines have in the whole."""

    whole: Document
    rest: Document
    cuts: tuple[Cut, ...]
    numbers: tuple[int, ...]

    @classmethod
    def of(cls, document: Document, policy: Policy) -> "Apart":
        r"""Take the lines out; one with a label that stays in this run stays.

        >>> from cleaner.settings import Policy
        >>> Apart.of(Document("a\nb\nc", cuts=(Cut(2, "x#html", "x.yaml:1", "html"),)), Policy()).rest.text
        'a\nc'
        """
        cuts = tuple(cut for cut in document.cuts if cut.label not in META or cut.label in policy.leaves)
        gone = {cut.line for cut in cuts}
        lines = document.text.split("\n")
        numbers = tuple(number for number in range(1, len(lines) + 1) if number not in gone)
        text = "\n".join(lines[number - 1] for number in numbers)
        return cls(document, replace(document, text=text, cuts=(), meta={}), cuts, numbers)

    def together(self, result: Result, letters: TextSettings = DEFAULT) -> Result:
        """Number the lines of a result as in the whole document, and tell of the lines that were taken out."""
        lines = self.whole.text.split("\n")
        taken = [Removal(cut.line, lines[cut.line - 1], cut.rule, cut.at, cut.label) for cut in self.cuts]
        numbers = (0, *self.numbers)  # a repair of all lines is of line 0
        others = [removal._replace(line=numbers[removal.line]) for removal in result.removals]
        return replace(
            result,
            removals=tuple(sorted((*others, *taken), key=lambda removal: removal.line)),
            repairs=tuple(repair._replace(line=numbers[repair.line]) for repair in result.repairs),
            numbers=[numbers[number] for number in result.numbers],
            meta={name: repair(text, letters).text for name, text in self.whole.meta.items()} | dict(result.meta),
        )

    def fates(self, fates: Sequence[Fate]) -> tuple[Fate, ...]:
        """Tell the fate of every line of the whole document."""
        lines = self.whole.text.split("\n")
        found = [fate._replace(line=self.numbers[fate.line - 1]) for fate in fates]
        for cut in self.cuts:
            what = "meta" if cut.label in META else "drop"
            found.append(Fate(cut.line, lines[cut.line - 1], what, cut.label, cut.rule, cut.at))  # type: ignore[arg-type]
        return tuple(sorted(found, key=lambda fate: fate.line))
