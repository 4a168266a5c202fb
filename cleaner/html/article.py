"""Finds the article of a page that no selector describes, among the lines of the whole page.

An extractor's answer is the floor: its lines are votes. What the page's own blocks tell is added to them: which block
holds most running text, which kind of element its paragraphs are, where the first and the last of them stand, what
classes say, where links crowd. Each line gets points for a few such signs; `_POINTS` is all that is weighed. The points
were fitted (logistic regression, then rounded) on public sets of labelled pages, see benchmarks/html.

Three guards stand around it: where the result has less than half of the votes' text, the votes are the answer; lines
between two paragraphs of one block stay with them; the lead, which many papers set apart, is known by what the page
says it is about.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Final

    from cleaner.html.blocks import BlockTree, Line

_SENTENCE: Final = re.compile(r"[.!?…。！？।।؟][\"'”’»)\]」』]*$")
_LETTERS: Final = re.compile(r"[\W_]+")
_WIDE: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")  # one letter says as much as two or three
_TOKEN: Final = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_PROSE: Final = 50  # characters that a line of running text has at least
_LONG: Final = 120  # characters that make a line running text, whatever its end
_MOST: Final = 0.85  # the share of the voted text that the article's block must hold
_APART: Final = 0.3  # a block with this share of the voted text is the article's, whatever its class says
_LEAD: Final = 40  # characters by which a lead is known
_FLOOR: Final = 0.5  # the share of the voted text below which the votes are the answer
_WHOLE: Final = 0.9  # the share of a block that the extractor took when it took it whole
_SINGLE: Final = frozenset(("p", "li", "td", "dd", "blockquote"))
_SEARCHED: Final = 200_000  # characters, and pairs of lines, in which parts of lines are looked for
_MANY: Final = 4  # teasers that make a list
_TEASERS: Final = 0.6  # the share of teasers in the voted text that makes a page a list
_DIGIT: Final = re.compile(r"\d")
_HEADING: Final = re.compile(r"h[1-6]")
_ASIDE: Final = frozenset(("aside", "nav", "form", "footer"))

#: What a line counts for each sign, and what it needs.
_POINTS: Final = {
    "in_block": 1.85,
    "voted_linked": -4.0,
    "voted_size": 1.75,
    "voted_short": 0.7,
    "prose": 0.8,
    "title": -3.0,
    "below": -2.1,
    "below_voted": 2.4,
    "beside_prose": 0.45,
    "between_prose": 0.9,
    "kind": 2.0,
    "links_near": -1.9,
    "body": 0.65,
    "lead": 1.05,
    "votes_near": 0.55,
    "junk": -2.3,
    "beside": -1.9,
}
_NEEDED: Final = 3.85


@dataclass(frozen=True, slots=True)
class Words:
    """Words of class and id names: of boxes that are none of the article, of what stands beside it, of the article."""

    junk: frozenset[str] = frozenset()
    beside: frozenset[str] = frozenset()
    body: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Reading:
    """For each line of a page whether it is the article's, and what is doubtful.

    `unsure`: extractor and page disagree so much that somebody should look. `listing`: the text is made of teasers.
    """

    kept: tuple[bool, ...] = ()
    unsure: bool = False
    listing: bool = False


def article(
    page: BlockTree, extracted: str, title: str = "", descriptions: Iterable[str] = (), words: Words | None = None
) -> Reading:
    """Tell which lines of a page are its article's, the title aside.

    `extracted` is what an extractor found, and may be nothing. Where no line is running text, nothing is kept.
    """
    if not page.lines:
        return Reading()
    facts = _Facts.of(page, extracted, title, descriptions)
    listing = facts.without(page)
    if not any(facts.voted):
        return Reading((False,) * len(page.lines))
    signs = _Signs(page, facts, words or Words())
    kept = [line.gone < 0 and signs.points(at) > _NEEDED for at, line in enumerate(page.lines)]
    wanted = sum(facts.free[at] for at, voted in enumerate(facts.voted) if voted and facts.prose[at])
    got = sum(facts.free[at] for at, stays in enumerate(kept) if stays and facts.prose[at])
    unsure = got < _FLOOR * wanted or wanted < _FLOOR * got
    if got < _FLOOR * wanted:
        kept = [voted and line.gone < 0 for voted, line in zip(facts.voted, page.lines, strict=True)]
    _fill(page, facts, signs, kept)
    _without_copies(facts, kept)
    return Reading(tuple(kept), unsure, listing)


def key(text: str) -> str:
    """Give the letters and digits of a text, by which lines are compared; composed, for pages that are not."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    return _LETTERS.sub("", text).casefold()


class _Facts(NamedTuple):
    """What is known of each line by itself, and of the page."""

    keys: list[str]
    sizes: list[int]
    free: list[int]
    prose: list[bool]
    voted: list[bool]
    title: str
    about: list[str]

    @classmethod
    def of(cls, page: BlockTree, extracted: str, title: str, descriptions: Iterable[str]) -> _Facts:
        lines = page.lines
        keys = [key(line.text) for line in lines]
        sizes = [max(1, len(line.text)) for line in lines]
        free = [size - line.linked for size, line in zip(sizes, lines, strict=True)]
        prose = [line.gone < 0 and _is_prose(line) for line in lines]
        seen: set[str] = set()
        for at, one in enumerate(keys):
            prose[at] = prose[at] and one not in seen
            seen.add(one)
        voted = _votes(lines, keys, extracted)
        about = [one for text in descriptions if len(one := key(text)) >= _LEAD]
        found = cls(keys, sizes, free, prose, voted, key(title), about)
        found._add_votes(page)
        return found

    def without(self, page: BlockTree) -> bool:
        """Take the votes for comments and teasers back; tell whether the page is a list of teasers.

        A page that shows a video has its own text between the title and the teasers.
        """
        for at in _comments(page, self):
            self.voted[at] = self.prose[at] = False
        teasers = _teasers(page, self)
        voted = [at for at, yes in enumerate(self.voted) if yes and self.prose[at]]
        among = [at for at in voted if at in teasers]
        if len(among) >= _TEASERS * len(voted) and len(among) >= _MANY:
            start = self.keys.index(self.title) if self.title in self.keys else min(teasers)
            own = [at for at in range(start, min(teasers)) if self.prose[at]]
            if not own:
                return True
            self.voted[:] = [start < at < min(teasers) and not line.linked for at, line in enumerate(page.lines)]
        elif len(among) == len(voted):
            return False
        for at in teasers:
            self.voted[at] = self.prose[at] = False
        return False

    def _add_votes(self, page: BlockTree) -> None:
        """Vote for all paragraphs of the page's commonest kind where the extractor lost most of them.

        Articles that are cut up by boxes stand in several blocks; extractors often take but one. Where an extractor
        found nothing at all, the running text of the commonest kind is voted for.
        """
        mass: Counter[tuple[str, ...]] = Counter()
        found: Counter[tuple[str, ...]] = Counter()
        number: Counter[tuple[str, ...]] = Counter()
        for at, line in enumerate(page.lines):
            if self.prose[at]:
                kind = _kind(page, line.block)
                mass[kind] += self.free[at]
                number[kind] += 1
                found[kind] += self.voted[at]
        if not mass:
            return
        kind, most = mass.most_common(1)[0]
        voted = sum(self.free[at] for at, yes in enumerate(self.voted) if yes and self.prose[at])
        nothing = not any(self.voted)
        if nothing or (most > 1.5 * voted and number[kind] > 3 and found[kind]):
            for at, line in enumerate(page.lines):
                if self.prose[at] and line.linked < 0.3 * self.sizes[at] and _kind(page, line.block) == kind:
                    self.voted[at] = True


def _is_prose(line: Line) -> bool:
    """Tell whether a line is running text with few links."""
    size = len(line.text)
    if not line.text.isascii():
        size += len(_WIDE.findall(line.text))
    long = size >= _LONG or (size >= _PROSE and bool(_SENTENCE.search(line.text)))
    return long and line.linked < 0.5 * len(line.text)


def _votes(lines: Sequence[Line], keys: Sequence[str], extracted: str) -> list[bool]:
    """Tell which lines an extractor took, whole or in part; a short one counts where it stands in its place."""
    parts = {key(line) for line in extracted.split("\n")} - {""}
    whole = key(extracted) if len(extracted) <= _SEARCHED else ""
    long = [part for part in parts if len(part) >= 30]
    long = long if len(long) * len(lines) <= _SEARCHED else []
    voted: list[bool] = []
    before, was = "", False
    for line, one in zip(lines, keys, strict=True):
        if not one or line.gone >= 0:
            was = False
        elif one in parts:
            was = True
        elif len(one) < 15:
            was = was and before[-25:] + one in whole
        elif one in whole or (len(one) > 60 and (one[:50] in whole or one[-50:] in whole)):
            was = True
        else:
            was = len(one) >= 30 and any(part in one for part in long)
        before = one
        voted.append(was)
    return voted


def _kind(page: BlockTree, block: int) -> tuple[str, ...]:
    """Give what blocks that a template makes alike have in common."""
    above = page.above[block]
    return (page.tags[block], page.names[block], page.names[above])


@lru_cache(50_000)
def _tokens(name: str) -> frozenset[str]:
    """Give the words of a class or id: ``articleBody main-text`` has four."""
    return frozenset(word.lower() for word in _TOKEN.findall(name))


class _Signs:
    """The signs of each line: what `_POINTS` weighs."""

    def __init__(self, page: BlockTree, facts: _Facts, words: Words) -> None:
        self.page, self.facts, self.words = page, facts, words
        count = len(page.above)
        self.votes, scores, self.paragraphs, self.kinds = [0] * count, [0.0] * count, [0] * count, Counter[object]()
        for at, line in enumerate(page.lines):
            voted, free = facts.voted[at], facts.free[at]
            if facts.prose[at]:
                scores[line.block] += (free if voted else 0.3 * free) - line.linked
                self.kinds[self._kind(line.block)] += free
                if voted:
                    self.votes[line.block] += free
                    self.paragraphs[page.above[line.block]] += 1
            else:
                scores[line.block] -= 0.5 * line.linked
        for block in range(count - 1, 0, -1):
            scores[page.above[block]] += scores[block]
            self.votes[page.above[block]] += self.votes[block]
        self.all_prose = sum(self.kinds.values()) + 1
        self._find_block(scores)
        places = [at for at, yes in enumerate(facts.voted) if yes]
        inner = [at for at in places if facts.prose[at] and self.inside[page.lines[at].block]]
        self.first, self.last = (inner or places)[0], (inner or places)[-1]

    def _kind(self, block: int) -> tuple[str, str, str]:
        return (self.page.tags[block], self.page.names[block], self.page.tags[self.page.above[block]])

    def _find_block(self, scores: Sequence[float]) -> None:
        """Find the article's block, and what the names of the blocks in it say."""
        page, count, total = self.page, len(self.page.above), self.votes[0]
        best = max(range(count), key=lambda block: (scores[block], block))
        if page.tags[best] in _SINGLE:  # a paragraph by itself is no block
            best = page.above[best]
        while best and self.votes[best] < _MOST * total:
            best = page.above[best]
        self.inside, self.junk, self.beside, self.body = ([False] * count for _ in range(4))
        self.inside[best] = True
        for block in range(1, count):
            above = page.above[block]
            self.inside[block] = self.inside[block] or self.inside[above]
            tokens = _tokens(page.names[block])
            self.body[block] = bool(tokens & self.words.body)
            if block == best or (total and self.votes[block] >= _APART * total):
                continue
            tag = page.tags[block]
            self.junk[block] = self.junk[above] or tag in _ASIDE or bool(tokens & self.words.junk)
            self.beside[block] = (
                self.beside[above] or tag in ("figure", "figcaption") or bool(tokens & self.words.beside)
            )

    def points(self, at: int) -> float:
        """Add up what speaks for a line and against it."""
        return sum(_POINTS[sign] * value for sign, value in self.of(at))

    def of(self, at: int) -> list[tuple[str, float]]:
        """Give the signs of a line that are there, with their strength."""
        page, facts = self.page, self.facts
        line, voted, size = page.lines[at], facts.voted[at], facts.sizes[at]
        block, above = line.block, page.above[line.block]
        lines = page.lines
        found: list[tuple[str, float]] = [
            ("kind", self.kinds.get(self._kind(block), 0) / self.all_prose),
            ("links_near", self._links_near(at)),
        ]
        if voted:
            found += [("voted_linked", line.linked / size), ("voted_size", math.log1p(size) / 5)]
            if size < 40:
                found.append(("voted_short", 1.0))
        if self.paragraphs[above] - (facts.prose[at] and voted) > 0:
            found.append(("beside_prose", 1.0))
            if self.first < at < self.last:
                found.append(("between_prose", 1.0))
        if at > self.last:
            found.append(("below", 1.0))
            if voted:
                found.append(("below_voted", 1.0))
        near = (at > 0 and facts.voted[at - 1]) + (at + 1 < len(lines) and facts.voted[at + 1])
        found.append(("votes_near", near))
        for sign, there in (
            ("in_block", self.inside[block]),
            ("prose", facts.prose[at]),
            ("title", self._is_title(at)),
            ("body", self.body[block] or self.body[above]),
            ("lead", self.is_lead(at)),
            ("junk", self.junk[block]),
            ("beside", self.beside[block]),
        ):
            if there:
                found.append((sign, 1.0))
        return found

    def may_stay(self, at: int, *, among: bool = False) -> bool:
        """Tell whether a line may stand among those of the article; `among`: between two of its own block."""
        line, linked = self.page.lines[at], self.page.lines[at].linked / self.facts.sizes[at]
        if line.gone >= 0 or self.junk[line.block] or not self.inside[line.block]:
            return False
        if among and self.facts.voted[at]:
            return True
        return not self.beside[line.block] and linked <= (0.8 if among else 0.5)

    def is_linked_paragraph(self, at: int) -> bool:
        """Tell whether a line is a sentence that somebody made a link, which no headline is."""
        line = self.page.lines[at]
        long = len(line.text) >= _PROSE and _SENTENCE.search(line.text) is not None
        return long and self.may_stay(at, among=True) and not self.beside[line.block]

    def _links_near(self, at: int) -> float:
        """Give the share of links in the two lines before and the two behind."""
        lines, sizes = self.page.lines, self.facts.sizes
        linked = size = 0
        for other in (at - 2, at - 1, at + 1, at + 2):
            if 0 <= other < len(lines):
                linked += lines[other].linked
                size += sizes[other]
        return linked / size if size else 0.0

    def _is_title(self, at: int) -> bool:
        """Tell whether a line says what the title does, or a part of it."""
        one, title = self.facts.keys[at], self.facts.title
        if not title or not one:
            return False
        return one == title or (len(one) > 15 and (one in title or (title in one and len(one) < 2 * len(title))))

    def is_lead(self, at: int) -> bool:
        """Tell whether a line above the article says what the page is about; both may begin with a place or a name."""
        one, line = self.facts.keys[at], self.page.lines[at]
        if at > self.first or line.linked > 0.5 * len(line.text):
            return False
        if at and self.facts.keys[at - 1] == self.facts.title and _SENTENCE.search(line.text):
            above = self.page.above
            if not line.linked and above[line.block] == above[self.page.lines[at - 1].block]:
                return True
        if len(one) < 30:
            return False
        return any(one[:_LEAD] in text or text[:_LEAD] in one or one[10:60] in text for text in self.facts.about)


def _fill(page: BlockTree, facts: _Facts, signs: _Signs, kept: list[bool]) -> None:
    """Keep what stands among the lines of the article: between two of one block, voted lines, tables; and the lead."""
    last: dict[int, int] = {}
    for at, line in enumerate(page.lines):
        if not kept[at]:
            continue
        above = page.above[line.block]
        for other in range(last.get(above, at) + 1, at):
            kept[other] = kept[other] or (
                page.above[page.lines[other].block] == above and signs.may_stay(other, among=True)
            )
        last[above] = at
    paragraphs = [at for at, stays in enumerate(kept) if stays and facts.prose[at]]
    if paragraphs:
        for at in range(paragraphs[0], paragraphs[-1]):
            kept[at] = kept[at] or (facts.voted[at] and signs.may_stay(at))
    _fill_blocks(page, facts, signs, kept)
    _fill_tables(page, facts, signs, kept)
    leads = [at for at in range(signs.first) if page.lines[at].gone < 0 and signs.is_lead(at)]
    if leads and not any(kept[at] for at in leads):
        kept[leads[-1]] = True


def _fill_blocks(page: BlockTree, facts: _Facts, signs: _Signs, kept: list[bool]) -> None:
    """Keep all of a block with a paragraph of the article that the extractor took nearly whole: laws, verses, lists."""
    size: Counter[int] = Counter()
    voted: Counter[int] = Counter()
    holds = {page.above[page.lines[at].block] for at, stays in enumerate(kept) if stays and facts.prose[at]}
    for at, line in enumerate(page.lines):
        above = page.above[line.block]
        size[above] += facts.sizes[at]
        voted[above] += facts.sizes[at] * facts.voted[at]
    for at, line in enumerate(page.lines):
        above = page.above[line.block]
        if above in holds and facts.voted[at]:
            whole = voted[above] >= _WHOLE * size[above] and signs.may_stay(at)
            kept[at] = kept[at] or whole or signs.is_linked_paragraph(at)


def _fill_tables(page: BlockTree, facts: _Facts, signs: _Signs, kept: list[bool]) -> None:
    """Keep a table where the extractor took most of it: a cell by itself looks like junk, and equal ones it drops."""
    table = [0] * len(page.above)
    for block in range(1, len(page.above)):
        table[block] = table[page.above[block]] or block * (page.tags[block] == "table" and signs.inside[block])
    size: Counter[int] = Counter()
    voted: Counter[int] = Counter()
    for at, line in enumerate(page.lines):
        size[table[line.block]] += facts.sizes[at]
        voted[table[line.block]] += facts.sizes[at] * facts.voted[at]
    for at, line in enumerate(page.lines):
        one = table[line.block]
        if one and 2 * voted[one] > size[one] and not signs.junk[line.block]:
            kept[at] = kept[at] or facts.voted[at] or signs.may_stay(at)


def _without_copies(facts: _Facts, kept: list[bool]) -> None:
    """Drop a second copy of three paragraphs or more in a row, which is a copy of the article; a refrain stays."""
    first: dict[str, int] = {}
    run: list[int] = []
    order = [at for at, stays in enumerate(kept) if stays and facts.sizes[at] >= _PROSE]
    for place, at in enumerate(order):
        before = first.setdefault(facts.keys[at], place)
        follows = run and first[facts.keys[run[-1]]] + 1 == before
        if before == place or (run and not follows):
            _drop_copy(run, kept)
            run = []
        if before != place:
            run.append(at)
    _drop_copy(run, kept)


def _drop_copy(run: Sequence[int], kept: list[bool]) -> None:
    if len(run) > 2:
        for at in run:
            kept[at] = False


def _teasers(page: BlockTree, facts: _Facts) -> set[int]:
    """Give the running text of teasers: three blocks or more made alike, in each a headline that is a link."""
    heads: set[int] = set()
    number: Counter[int] = Counter()
    for at, line in enumerate(page.lines):
        above = page.above[line.block]
        for block in {above, page.above[above]}:
            number[block] += facts.prose[at]
            if line.linked > 0.8 * facts.sizes[at] and facts.sizes[at] >= 15:
                heads.add(block)
    found: list[int] = []
    for at, line in enumerate(page.lines):
        above = page.above[line.block]
        around = (above, page.above[above])
        if facts.prose[at] and any(block in heads and number[block] == 1 for block in around):
            found.append(at)
    alike = Counter(_kind(page, page.lines[at].block) for at in found)
    return {at for at in found if alike[_kind(page, page.lines[at].block)] > 2}


def _comments(page: BlockTree, facts: _Facts) -> set[int]:
    """Give the lines of comments: neighbouring blocks made alike, one paragraph and a date in each, no heading.

    They stand below all other running text; three are wanted, for a list of the article may look like two of them.
    """
    inside: dict[int, list[int]] = {}
    for at, line in enumerate(page.lines):
        inside.setdefault(page.above[line.block], []).append(at)
        inside.setdefault(line.block, []).append(at)
    groups: dict[tuple[object, ...], list[int]] = {}
    for block, lines in inside.items():
        short = [at for at in lines if not facts.prose[at]]
        dated = any(_DIGIT.search(page.lines[at].text) and facts.sizes[at] < 40 for at in short)
        headed = any(_HEADING.fullmatch(page.tags[page.lines[at].block]) for at in lines)
        if len(lines) - len(short) == 1 and dated and not headed and page.tags[block] not in ("tr", "table", "tbody"):
            groups.setdefault((page.above[block], page.tags[block], page.names[block]), []).append(block)
    paragraphs = [at for at, yes in enumerate(facts.prose) if yes]
    for blocks in groups.values():
        found = sorted(at for block in blocks for at in inside[block])
        if len(blocks) > 2 and paragraphs[-len(blocks) :] == [at for at in found if facts.prose[at]]:
            return set(found) if len(paragraphs) > len(blocks) else set()
    return set()
