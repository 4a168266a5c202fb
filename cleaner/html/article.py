"""Finds the article of a page that no selector describes, among the lines of the whole page.

An extractor's answer is the floor: its lines are votes. What the page's own blocks tell is added to them: which block
holds most running text, which kind of element its paragraphs are, where the first and the last of them stand, what
classes say, where links crowd. Each line gets points for a few such signs; `_POINTS` is all that is weighed. The points
were fitted (logistic regression, then rounded) on public sets of labelled pages, see benchmarks/html.

Three guards stand around it: where the result has but a part of the votes' text, the votes are the answer; lines
between two paragraphs of one block stay with them; the lead, which many papers set apart, is known by what the page
says it is about.
"""

import math
import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from itertools import compress
from operator import add, and_, or_
from typing import Final, NamedTuple

from cleaner.html.lines import BlockTree
from cleaner.html.votes import HEADING, LEAD, PROSE, SENTENCE, Facts, comments, other_articles

_TOKEN: Final = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_MOST: Final = 0.85  # the share of the voted text that the article's block must hold
_COPIED: Final = 0.25  # the share of all text that a copy of the article has at least
_USUAL: Final = 0.5  # the share of running text that is of the usual kind of block
_APART: Final = 0.3  # a block with this share of the voted text is the article's, whatever its class says
_FLOOR: Final = 0.5  # the share of the voted text below which the votes are the answer,
_SHORT: Final = 0.45  # or of all that has a vote, below which they stay, too: lists and tables are no running text
_LITTLE: Final = 400  # characters of running text, below which all that has a vote and is no link stays,
_ALL: Final = 0.9  # if of that text this share has a vote
_SINGLE: Final = frozenset(("p", "li", "td", "dd", "blockquote"))
_LISTS: Final = frozenset(("ul", "ol"))
_ALIKE: Final = 3  # lines made alike that tell more than one
_ITEMS: Final = 12  # of a list without an element of its own
_LONG_ITEM: Final = 60  # characters: longer is as long as a headline
_ASIDE: Final = frozenset(("<aside>", "<nav>", "<form>", "<footer>"))
_FIGURE: Final = frozenset(("<figure>", "<figcaption>"))

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


class Words(NamedTuple):
    """Words of class and id names: of boxes that are none of the article, of what stands beside it, of the article."""

    junk: frozenset[str] = frozenset()
    beside: frozenset[str] = frozenset()
    body: frozenset[str] = frozenset()


class Article(NamedTuple):
    """For each line of a page whether it is the article's, and what is doubtful.

    `unsure`: extractor and page disagree so much that somebody should look. `listing`: the text is made of teasers.
    """

    kept: tuple[bool, ...] = ()
    unsure: bool = False
    listing: bool = False


def find_article(page: BlockTree, facts: Facts, words: Words) -> Article:
    """Tell which lines of a page are its article's, the title aside.

    Where nothing was voted for and no line is running text, nothing is kept.
    """
    if not page.lines:
        return Article()
    facts.without(other_articles(page, facts))
    before, unsure = facts.voted_text, facts.without(comments(page, facts))
    listing = facts.without_teasers(page)
    if not any(facts.voted):
        return Article((False,) * len(page.lines))
    signs = _Signs(page, facts, words)
    votes = [voted and line.gone < 0 for voted, line in zip(facts.voted, page.lines, strict=True)]
    kept = [line.gone < 0 and points > _NEEDED for line, points in zip(page.lines, signs.points(), strict=True)]
    wanted, got = facts.voted_text, facts.unlinked(list(map(and_, kept, facts.prose)))
    unsure = unsure or got < _FLOOR * wanted or wanted < _FLOOR * max(got, before)
    if got < _FLOOR * wanted or (not wanted and not facts.votes_are_links):
        kept = votes
    _fill(page, facts, signs, kept)
    if any(kept) and facts.unlinked(kept) < _SHORT * facts.unlinked(votes):
        kept, unsure = list(map(or_, kept, votes)), True
    elif any(kept) and wanted < _LITTLE and facts.taken > _ALL and not facts.votes_are_links:
        kept = [stays or (votes[at] and signs.is_text(at)) for at, stays in enumerate(kept)]
    _without_copies(page, facts, kept)
    return Article(tuple(kept), unsure, listing)


@lru_cache(50_000)
def _said(name: str, tag: str) -> frozenset[str]:
    """What a block says that it is: its element, and the words of class and id; ``articleBody main-text`` has four."""
    return frozenset((f"<{tag}>", *map(str.lower, _TOKEN.findall(name))))


class _Signs:
    """The signs of each line: what `_POINTS` weighs."""

    def __init__(self, page: BlockTree, facts: Facts, words: Words) -> None:
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
        _, best = max(zip(scores, range(count), strict=True))
        if page.tags[best] in _SINGLE:  # a paragraph by itself is no block
            best = page.above[best]
        while best and self.votes[best] < _MOST * total:
            best = page.above[best]
        self.inside, self.junk, self.beside, self.body = ([False] * count for _ in range(4))
        self.inside[best] = True
        said = list(map(_said, page.names, page.tags))
        junk, beside = self.words.junk | _ASIDE, self.words.beside | _FIGURE
        common = self._common(said, junk | beside)
        junk, beside = junk - common, beside - common
        for block in range(1, count):
            above = page.above[block]
            self.inside[block] = self.inside[block] or self.inside[above]
            self.body[block] = not self.words.body.isdisjoint(said[block])
            if block != best and not (total and self.votes[block] >= _APART * total):
                self.junk[block] = self.junk[above] or not junk.isdisjoint(said[block])
                self.beside[block] = self.beside[above] or not beside.isdisjoint(said[block])

    def _common(self, said: Sequence[frozenset[str]], words: frozenset[str]) -> frozenset[str]:
        """Of some words those that much of the voted text stands under: they tell nothing apart here."""
        under: list[frozenset[str]] = [frozenset()]
        votes: Counter[str] = Counter()
        for block in range(1, len(said)):
            around = under[self.page.above[block]]
            own = (said[block] & words) - around
            under.append(around | own if own else around)
            for word in own:
                votes[word] += self.votes[block]
        return frozenset(word for word, size in votes.items() if size >= _APART * self.votes[0] > 0)

    def points(self) -> list[float]:
        """Add up what speaks for each line and against it: the strength of each sign, 0 where it is not there."""
        page, facts, places = self.page, self.facts, range(len(self.page.lines))
        voted, sizes, prose, linked = facts.voted, facts.sizes, facts.prose, [line.linked for line in page.lines]
        blocks = [line.block for line in page.lines]
        above = [page.above[block] for block in blocks]
        beside = [self.paragraphs[above[at]] - (prose[at] and voted[at]) > 0 for at in places]
        signs: dict[str, Sequence[float]] = {
            "kind": [self.kinds.get(self._kind(block), 0) / self.all_prose for block in blocks],
            "links_near": _near(linked, sizes),
            "voted_linked": [voted[at] * linked[at] / sizes[at] for at in places],
            "voted_size": [voted[at] * math.log1p(sizes[at]) / 5 for at in places],
            "voted_short": [voted[at] and sizes[at] < 40 for at in places],
            "beside_prose": beside,
            "between_prose": [beside[at] and self.first < at < self.last for at in places],
            "below": [at > self.last for at in places],
            "below_voted": [at > self.last and voted[at] for at in places],
            "votes_near": list(map(add, [False, *voted], [*voted[1:], False])),
            "in_block": [self.inside[block] for block in blocks],
            "prose": prose,
            "title": list(map(self.is_title, places)),
            "body": [self.body[blocks[at]] or self.body[above[at]] for at in places],
            "lead": list(map(self.is_lead, places)),
            "junk": [self.junk[block] for block in blocks],
            "beside": [self.beside[block] for block in blocks],
        }
        points = [0.0] * len(page.lines)
        for sign, strengths in signs.items():
            weight = _POINTS[sign]
            points = [so_far + weight * strength for so_far, strength in zip(points, strengths, strict=True)]
        return points

    def may_stay(self, at: int, *, among: bool = False) -> bool:
        """Whether a line may stand among those of the article; `among`: between two of its own block."""
        line, linked = self.page.lines[at], self.page.lines[at].linked / self.facts.sizes[at]
        if line.gone >= 0 or self.junk[line.block] or not self.inside[line.block]:
            return False
        if among and (self.facts.voted[at] or (self.is_usual(at) and self.is_long_sentence(at))):
            return True
        return not self.beside[line.block] and linked <= (0.8 if among else 0.5)

    def is_text(self, at: int) -> bool:
        """Whether a line is no link, and stands in no box that is none of the article."""
        line = self.page.lines[at]
        return 2 * line.linked <= self.facts.sizes[at] and not self.junk[line.block]

    def is_outside_boxes(self, at: int) -> bool:
        """Whether a line stands in no box that a name tells from the article."""
        line = self.page.lines[at]
        return line.gone < 0 and not self.junk[line.block] and not self.beside[line.block]

    def is_heading_of(self, at: int, paragraph: int) -> bool:
        """Whether a line is a heading in the block of a paragraph, and not the title."""
        one, other = (self.page.lines[place].block for place in (at, paragraph))
        is_heading = HEADING.fullmatch(self.page.tags[one]) and self.page.above[one] == self.page.above[other]
        return bool(is_heading) and self.page.lines[at].gone < 0 and not self.junk[one] and not self.is_title(at)

    def is_usual(self, at: int) -> bool:
        """Whether a line is made as most of the running text is."""
        return self.kinds.get(self._kind(self.page.lines[at].block), 0) > _USUAL * self.all_prose

    def is_long_sentence(self, at: int) -> bool:
        text = self.page.lines[at].text
        return len(text) >= PROSE and SENTENCE.search(text) is not None

    def is_title(self, at: int) -> bool:
        """Whether a line says what the title does, or a part of it."""
        one, title = self.facts.keys[at], self.facts.title
        if not title or not one:
            return False
        return one == title or (len(one) > 15 and (one in title or (title in one and len(one) < 2 * len(title))))

    def is_lead(self, at: int) -> bool:
        """Whether a line above the article says what the page is about; both may begin with a place or a name."""
        one, line = self.facts.keys[at], self.page.lines[at]
        if at > self.first or line.linked > 0.5 * len(line.text):
            return False
        if at and self.facts.keys[at - 1] == self.facts.title and SENTENCE.search(line.text):
            above = self.page.above
            if not line.linked and above[line.block] == above[self.page.lines[at - 1].block]:
                return True
        if len(one) < 30:
            return False
        return any(one[:LEAD] in text or text[:LEAD] in one or one[10:60] in text for text in self.facts.about)


def _near(linked: Sequence[int], sizes: Sequence[int]) -> list[float]:
    """For each line the share of links in the two before and the two behind."""
    padded = ([0, 0, *some, 0, 0] for some in (linked, sizes))
    links, all_text = ([sum(four) for four in zip(one, one[1:], one[3:], one[4:], strict=False)] for one in padded)
    return [link / (text or 1) for link, text in zip(links, all_text, strict=True)]


def _fill(page: BlockTree, facts: Facts, signs: _Signs, kept: list[bool]) -> None:
    """Keep what stands among the lines of the article: between two of one block, voted lines, tables; and the lead."""
    last: dict[int, int] = {}
    for at, line in enumerate(page.lines):
        if not kept[at]:
            continue
        above = page.above[line.block]
        for other in range(last.get(above, at) + 1, at):
            beside = page.above[page.lines[other].block] == above
            kept[other] = kept[other] or (beside and signs.may_stay(other, among=True))
        for opening in range(at - 1, -1, -1) if above not in last else ():
            made_alike = page.above[page.lines[opening].block] == above and signs.is_usual(opening)
            if not made_alike or signs.is_title(opening) or not signs.may_stay(opening, among=True):
                break
            kept[opening] = True
        last[above] = at
    paragraphs = [at for at, stays in enumerate(kept) if stays and facts.prose[at]]
    if paragraphs:
        for at in range(paragraphs[0], paragraphs[-1]):
            kept[at] = kept[at] or (facts.voted[at] and signs.may_stay(at))
    _fill_lists(page, facts, signs, kept)
    _fill_blocks(page, facts, signs, kept)
    _fill_tables(page, facts, signs, kept)
    _fill_questions(page, facts, signs, kept)
    _fill_head(page, facts, signs, kept)


def _fill_questions(page: BlockTree, facts: Facts, signs: _Signs, kept: list[bool]) -> None:
    """Keep short lines made alike, above lines of the article: questions above their answers, names of its parts.

    They link to no other page, but for headings of a paragraph in their own block; most stand above a paragraph, and no
    two say the same, as what stands above advertisements does.
    """
    alike: dict[tuple[str, ...], list[int]] = {}
    for at, line in enumerate(page.lines[:-1]):
        if not facts.prose[at] and line.gone < 0:
            above = page.above[line.block]
            kind = page.tags[line.block], page.classes[line.block], page.classes[above]
            alike.setdefault(kind, []).append(at)
    for places in alike.values():
        above_text = (at for at in places if kept[at + 1] and not signs.is_title(at))
        own = (at for at in above_text if not page.lines[at].leads or signs.is_heading_of(at, at + 1))
        found = [at for at in own if signs.inside[page.lines[at].block] and signs.is_outside_boxes(at)]
        answered = sum(facts.prose[at + 1] for at in found)
        once = len({facts.keys[at] for at in found}) == len(found)
        if len(found) >= _ALIKE and once and 2 * len(found) >= len(places) and 2 * answered >= len(found):
            for at in found:
                kept[at] = True


def _fill_head(page: BlockTree, facts: Facts, signs: _Signs, kept: list[bool]) -> None:
    """Keep the lead: what the page says it is about, or what is as long between the headline and the first paragraph.

    Of that all that the extractor took; where nothing of it is known, the running text that is nearest. And the heading
    of the first paragraph.
    """
    opening = next((at for at, stays in enumerate(kept) if stays and facts.prose[at]), 0) - 1
    leads = [at for at in range(signs.first) if page.lines[at].gone < 0 and signs.is_lead(at)]
    if leads and not any(kept[at] for at in leads):
        kept[leads[-1]] = True
    titles = [at for at in range(signs.first) if facts.title and facts.keys[at] == facts.title]
    head = [at for at in range(titles[-1] + 1 if titles else signs.first, signs.first) if signs.is_outside_boxes(at)]
    for at in head:
        kept[at] = kept[at] or (facts.voted[at] and facts.free[at] >= PROSE)
    near = [at for at in head if facts.prose[at] and not page.lines[at].linked]
    if near and not any(kept[at] for at in head):
        kept[near[-1]] = True
    if opening >= 0 and signs.is_heading_of(opening, opening + 1):
        kept[opening] = True


def _fill_lists(page: BlockTree, facts: Facts, signs: _Signs, kept: list[bool]) -> None:
    """Keep the list that a line of the article opens, to its last item, and a plain one between two lines of it.

    A line opens a list with a colon, or one of running text: a short item looks like a button to the extractor, and it
    may leave out the list that ends an article. Between paragraphs, or where the extractor took most of it, a plain
    list may be one of links; boxes have a name, or a heading.
    """
    lists: dict[int, list[int]] = {}
    for at, line in enumerate(page.lines):
        lists.setdefault(_list_of(page, line.block), []).append(at)
    for at, opener in enumerate(page.lines[:-1]):
        if not kept[at]:
            continue
        around, place = _list_of(page, page.lines[at + 1].block), page.above[opener.block]
        items, is_opened, is_between = lists[around], opener.text.endswith(":"), False
        is_bare = not around or items[0] <= at  # it has no element of its own: it is the short lines beside the colon
        if is_bare:
            items = list(range(at + 1, min(at + 1 + _ITEMS, len(page.lines))))
        elif page.above[around] == place:
            text = sum(facts.free[one] - page.lines[one].linked for one in items if facts.prose[one])
            is_opened = is_opened or 2 * text > sum(facts.sizes[one] for one in items)
            below = items[-1] + 1
            if below < len(kept) and kept[below] and page.above[page.lines[below].block] == place:
                taken = 2 * sum(facts.voted[one] for one in items) > len(items)
                is_text = 2 * sum(page.lines[one].linked for one in items) <= sum(facts.sizes[one] for one in items)
                opens = facts.prose[at] or (is_text and HEADING.fullmatch(page.tags[opener.block]) is not None)
                is_between = not page.names[around].strip() and (taken or (opens and facts.prose[below]))
        for item in items if is_opened or is_between else ():
            line = page.lines[item]
            is_beside = page.above[line.block] == place and len(line.text) < _LONG_ITEM
            if (is_bare and not is_beside) or not (is_between or (signs.may_stay(item) and not line.linked)):
                break
            kept[item] = kept[item] or line.gone < 0


def _list_of(page: BlockTree, block: int) -> int:
    """The list whose item a block is, or is a paragraph of; 0 if none."""
    for _ in range(2):
        block = page.above[block]
        if page.tags[block] in _LISTS:
            return block
    return 0


def _fill_blocks(page: BlockTree, facts: Facts, signs: _Signs, kept: list[bool]) -> None:
    """Keep what the extractor took of a paragraph that is cut into lines, and of the block around a paragraph.

    Laws, verses, lists are such blocks; one paragraph of them is known as the article's. A sentence may be a link.
    """
    begun = {page.lines[at].block for at, stays in enumerate(kept) if stays and facts.prose[at]}
    holds = {page.above[block] for block in begun}
    for at, line in enumerate(page.lines):
        if facts.voted[at] and signs.is_outside_boxes(at):
            is_text = 2 * line.linked <= facts.sizes[at]
            beside = page.above[line.block] in holds and signs.inside[line.block]
            stays = (beside and (is_text or signs.is_long_sentence(at))) or (is_text and line.block in begun)
            kept[at] = kept[at] or stays


def _fill_tables(page: BlockTree, facts: Facts, signs: _Signs, kept: list[bool]) -> None:
    """Keep a table where the extractor took most of it: a cell by itself looks like junk, and equal ones it drops."""
    tables = page.holders("table")  # a page may stand in one itself
    lead = Counter[int]()  # of what it took of a table before what it left
    for at, line in enumerate(page.lines):
        lead[tables[line.block]] += facts.sizes[at] if facts.voted[at] else -facts.sizes[at]
    for at, line in enumerate(page.lines):
        table = tables[line.block]
        if table and signs.inside[table] and lead[table] > 0 and not signs.junk[line.block]:
            kept[at] = kept[at] or facts.voted[at] or signs.may_stay(at)


def _without_copies(page: BlockTree, facts: Facts, kept: list[bool]) -> None:
    """Drop a second copy of the article: most of its paragraphs again, in a row; what a law or a song repeats stays."""
    first: dict[str, int] = {}
    runs: list[list[int]] = [[]]
    order = [at for at, stays in enumerate(kept) if stays and facts.sizes[at] >= PROSE]
    for place, at in enumerate(order):
        before = first.setdefault(facts.keys[at], place)
        if before == place or (runs[-1] and first[facts.keys[runs[-1][-1]]] + 1 != before):
            runs.append([])
        if before != place:
            runs[-1].append(at)
    least = _COPIED * sum(compress(facts.sizes, kept))
    for run in runs:
        blocks = len({page.lines[at].block for at in run})  # lines of one are a verse
        if 2 * len(run) > len(first) and 2 * blocks > max(2, len(run)) and sum(facts.sizes[at] for at in run) >= least:
            for at in run:
                kept[at] = False
