"""What is known of each line of a page before its article is looked for: letters, running text, votes.

An extractor votes for lines. Paragraphs that it lost are voted for where they are made as most of the page's are;
comments and teasers lose their votes.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Sequence
from itertools import compress, count
from operator import and_
from typing import Final, NamedTuple

from cleaner.html.lines import BlockTree, Line

SENTENCE: Final = re.compile(r"[.!?…。！？।।؟][\"'”’»)\]」』]*(?:\s#\S{1,99}){0,50}$")  # hashtags may follow
_CUT_OFF: Final = re.compile(r"(?:\.\.\.|…)$")
_WIDE: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")  # one letter says as much as two or three
PROSE: Final = 50  # characters that a line of running text has at least
_LONG: Final = 120  # characters that make a line running text, whatever its end
LEAD: Final = 40  # characters by which a lead is known
_SEARCHED: Final = 200_000  # characters, and pairs of lines, in which parts of lines are looked for
_MANY: Final = 4  # teasers that make a list
_TEASERS: Final = 0.6  # the share of teasers in the voted text that makes a page a list
_HEADLINE: Final = 25  # characters of a headline at least
_HEADLINES: Final = 15  # of them make a list, where the text beside them has so many characters at most,
_OWN: Final = 500
_TIMES: Final = 4  # and so many times fewer than they, which are
_MOSTLY: Final = 0.4  # this share of all that the page says
_OWN_SHARE: Final = 0.3  # the share of the voted text in the ``<article>`` with the title that leaves out others
_DIGIT: Final = re.compile(r"\d")
_SIGNATURE: Final = 40  # characters of a line that says who wrote a comment, and when, at most
HEADING: Final = re.compile(r"h[1-6]")


def key(text: str) -> str:
    """The letters and digits of a text, by which lines are compared; composed, for pages that are not."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    return "".join(filter(str.isalnum, text)).casefold()


class Facts(NamedTuple):
    """What is known of each line by itself, and of the page; `taken` is the share of running text with a vote."""

    keys: list[str]
    sizes: list[int]
    free: list[int]
    prose: list[bool]
    voted: list[bool]
    title: str
    about: list[str]
    taken: float

    @classmethod
    def of(cls, page: BlockTree, extracted: str, title: str = "", descriptions: Iterable[str] = ()) -> "Facts":
        """Learn all of it; `extracted` is what an extractor found, and may be nothing."""
        lines = page.lines
        keys = [key(line.text) for line in lines]
        sizes = [max(1, len(line.text)) for line in lines]
        free = [size - line.linked for size, line in zip(sizes, lines, strict=True)]
        first = dict(zip(reversed(keys), range(len(keys) - 1, -1, -1), strict=True))
        prose = [first[keys[at]] == at and line.gone < 0 and _is_prose(line) for at, line in enumerate(lines)]
        voted = _votes(page, keys, extracted)
        about = [one for text in descriptions if len(one := key(text)) >= LEAD]
        found = cls(keys, sizes, free, prose, voted, key(title), about, 1.0)
        if mass := found.unlinked(prose):
            found = found._replace(taken=found.voted_text / mass)
        found._add_votes(page)
        return found

    def unlinked(self, some: Sequence[bool]) -> int:
        """The characters of some lines that are no links."""
        return sum(compress(self.free, some))

    @property
    def voted_text(self) -> int:
        """The characters of running text that have a vote, links aside."""
        return self.unlinked(list(map(and_, self.voted, self.prose)))

    @property
    def votes_are_links(self) -> bool:
        """Whether more than half of the voted text are links, as in a menu."""
        return 2 * self.unlinked(self.voted) < sum(compress(self.sizes, self.voted))

    def without(self, lines: Iterable[int]) -> bool:
        """Take the votes for some lines back, which are no running text either; tell whether there are any."""
        for at in (gone := list(lines)):
            self.voted[at] = self.prose[at] = False
        return bool(gone)

    def without_teasers(self, page: BlockTree) -> bool:
        """Take the votes for teasers back; tell whether the page is a list of them.

        A page that shows a video has its own text between the title and the teasers.
        """
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
        self.without(teasers)
        return False

    def _add_votes(self, page: BlockTree) -> None:
        """Vote for all paragraphs of the page's commonest kind where the extractor lost most of them.

        Articles that are cut up by boxes stand in several blocks; extractors often take but one. Where an extractor
        found nothing at all, the running text of the commonest kind is voted for.
        """
        mass, found = (Counter[tuple[str, ...]]() for _ in range(2))
        foot, blocks = page.holders("footer"), [line.block for line in page.lines]  # where other text is made alike
        kinds = {at: (*kind_of(page, blocks[at]), str(foot[blocks[at]])) for at in compress(count(), self.prose)}
        for at, kind in kinds.items():
            mass[kind] += self.free[at]
            found[kind] += self.free[at] * self.voted[at]
        if not mass:
            return
        commonest, most = mass.most_common(1)[0]
        voted, many = self.voted_text, list(kinds.values()).count(commonest) > 2
        if not any(self.voted) or (many and most > 1.3 * voted and 2 * found[commonest] > voted):
            for at, kind in kinds.items():
                if kind == commonest and page.lines[at].linked < 0.3 * self.sizes[at]:
                    self.voted[at] = True


def is_of_headlines(page: BlockTree, kept: Sequence[bool], *, listed: bool, front: bool) -> bool:
    """Whether a page is made of headlines, with next to no text of its own.

    So it may be where it is no article by its own word, `listed`, or the first of its site, `front`, which has more
    text, for it shows the beginnings of articles; any other page where it has but the beginning of a text, cut off.
    """
    headlines = number = 0
    said: dict[str, int] = {}
    for line, stays in zip(page.lines, kept, strict=True):
        size = len(line.text)
        if stays and _is_prose(line) and line.text not in said:
            said[line.text] = size - line.linked
        elif not stays and size >= _HEADLINE and line.linked > 0.8 * size and page.tags[line.block] != "pre":
            headlines += size
            number += 1
    text, whole = sum(said.values()), sum(len(line.text) for line in page.lines)
    if number < _HEADLINES or not (listed or front or (said and all(map(_CUT_OFF.search, said)))):
        return False
    few = text <= _OWN and headlines >= _TIMES * text and headlines >= _MOSTLY * whole
    return few or (front and headlines > text)


def _is_prose(line: Line) -> bool:
    """Whether a line is running text with few links."""
    size = len(line.text)
    if not line.text.isascii():
        size += len(_WIDE.findall(line.text))
    long = size >= _LONG or (size >= PROSE and bool(SENTENCE.search(line.text)))
    return long and line.linked < 0.5 * len(line.text)


def _votes(page: BlockTree, keys: Sequence[str], extracted: str) -> list[bool]:
    """Tell which lines an extractor took, whole or in part; a short one counts where it stands in its place.

    A line without letters, such as the dash of an empty cell, goes with the line above it. The cells of a row are taken
    together: an extractor writes them on one line, and may put a table elsewhere.
    """
    lines, rows = page.lines, _rows(page, keys)
    known = dict(zip((line.text for line in lines), keys, strict=True))
    said = [known[one] if one in known else key(one) for one in extracted.split("\n")]
    parts, whole = set(said) - {""}, "".join(said) if len(extracted) <= _SEARCHED else ""
    long = [part for part in parts if len(part) >= 30]
    long = long if len(long) * len(lines) <= _SEARCHED else []
    voted: list[bool] = []
    before, was = "", False
    for at, (line, one) in enumerate(zip(lines, keys, strict=True)):
        if line.gone >= 0:
            was = False
        elif one in parts or rows.get(at) in parts:
            was = True
        elif len(one) < 15:
            was = was and before[-25:] + one in whole  # where it has no letters, as its neighbour
        elif one in whole or (len(one) > 60 and (one[:50] in whole or one[-50:] in whole)):
            was = True
        else:
            was = len(one) >= 30 and any(part in one for part in long)
        before = one or before
        voted.append(was)
    return voted


def _rows(page: BlockTree, keys: Sequence[str]) -> dict[int, str]:
    """What the row of a table says that a line stands in, for all lines that stand in one."""
    rows, cells = page.holders("tr"), defaultdict[int, list[int]](list)
    for at, line in enumerate(page.lines):
        if row := rows[line.block]:
            cells[row].append(at)
    said = ((places, "".join(keys[at] for at in places)) for places in cells.values())
    return {at: text for places, text in said for at in places}


def kind_of(page: BlockTree, block: int) -> tuple[str, ...]:
    """What blocks that a template makes alike have in common: names, or where there are none, what they stand in."""
    above = page.above[block]
    names = page.names[block], page.names[above]
    if any(map(str.strip, names)):
        return (page.tags[block], *names)
    around = page.above[above]
    return (page.tags[block], page.tags[above], page.tags[around], page.tags[page.above[around]])


def _teasers(page: BlockTree, facts: Facts) -> set[int]:
    """The running text of teasers: three blocks or more made alike, in each a headline that links to another page.

    A link that has no block of its own is a headline for what stands below it. A comment is as much, to which its date
    links. Parts of an article may be made so, too: they stand in one block with other text of it.
    """
    dated = {at: _is_date(one) for at, one in enumerate(facts.keys) if _is_head(page.lines[at], one)}
    heads: dict[int, bool] = {}  # blocks with a headline, and whether it is a date
    number: Counter[int] = Counter()
    for at, line in enumerate(page.lines):
        above = page.above[line.block]
        for block in {above, page.above[above]} if facts.prose[at] or at in dated else ():
            number[block] += facts.prose[at]
            if at in dated and (dated[at] or not number[block]):
                heads[block] = dated[at]
    found: dict[int, bool] = {}
    opened: dict[int, bool] = {}
    for at, line in enumerate(page.lines):
        if facts.prose[at]:
            around = {above := page.above[line.block], page.above[above]}
            signs = [heads.get(block, opened.get(block)) for block in around if number[block] == 1]
            if known := [sign for sign in signs if sign is not None]:
                found[at] = any(known)
        if at in dated:
            opened[line.block] = dated[at]
    alike = Counter(kind_of(page, page.lines[at].block) for at in found)
    teasers = {at: dated for at, dated in found.items() if alike[kind_of(page, page.lines[at].block)] > 2}
    return teasers.keys() - _parts(page, facts, teasers, found)


def _parts(page: BlockTree, facts: Facts, teasers: dict[int, bool], like_them: Container[int]) -> set[int]:
    """What looks like teasers, or like comments, and is a part of an article: other text of it stands among them.

    A single teaser that is made in another way, as the largest of a first page is, is no such text.
    """
    held = Counter(block for at in teasers for block in page.around(at))
    shelf = {at: next(block for block in page.around(at) if held[block] > 1) for at in teasers}
    first = {shelf[at]: (at, dated) for at, dated in reversed(teasers.items())}
    mixed: set[int] = set()
    for at, line in enumerate(page.lines if teasers else ()):
        if facts.voted[at] and facts.prose[at] and at not in like_them:
            place, around = page.above[line.block], set(page.around(at))
            for block, (begin, dated) in first.items():
                below = at > begin and (block in around or page.above[block] == place)
                if below or (block == place and not dated):
                    mixed.add(block)
    return {at for at in teasers if shelf[at] in mixed}


def _is_head(line: Line, one: str) -> bool:
    """Whether a line may be the headline of a teaser, or the date of a comment; `one` is its key."""
    size = len(line.text)
    return line.linked > 0.8 * size and (size >= 15 or line.text.count(" ") >= 3) and (line.leads or _is_date(one))


def _is_date(one: str) -> bool:
    return 4 * len(_DIGIT.findall(one)) >= len(one)


def comments(page: BlockTree, facts: Facts) -> set[int]:
    """The lines of comments: neighbouring blocks made alike, a paragraph in each, below it who wrote it, and when.

    They stand in a row below other running text, apart from what the extractor took of it, and it took none of what
    follows; three are wanted, for a list of the article may look like two of them, and a date above its paragraph is
    one of a timeline.
    """
    signed: dict[tuple[int, str, str], list[int]] = {}
    paragraphs = [at for at, yes in enumerate(facts.prose) if yes]
    for at, below in ((at, at + 1) for at in paragraphs if at + 1 < len(page.lines)):
        block, one = page.above[page.lines[at].block], facts.keys[below]
        is_signed = facts.sizes[below] < _SIGNATURE and _DIGIT.search(one) and not _is_date(one)
        if is_signed and block in page.around(below) and page.tags[block] not in ("tr", "table", "tbody"):
            signed.setdefault((page.above[block], page.tags[block], page.classes[block]), []).append(at)
    for (place, *_), found in signed.items():
        first = paragraphs.index(found[0])
        following = paragraphs[first + len(found) :]
        in_a_row = paragraphs[first : first + len(found)] == found
        beside = {page.above[page.lines[at].block] for at in paragraphs[:first] if facts.voted[at]}
        is_apart = beside.isdisjoint({place, *(page.above[page.lines[at].block] for at in found)})
        is_apart = is_apart and not any(facts.voted[at] for at in following)
        if len(found) > 2 and first and in_a_row and is_apart:
            return {*found, *(at + 1 for at in found)}
    return set()


def other_articles(page: BlockTree, facts: Facts) -> set[int]:
    """The lines of further ``<article>``s on a page whose title and much of whose voted text stand in one.

    Some pages go on with the next article, or show how many begin. Without a heading or a link above its text one is a
    part of the same.
    """
    articles = page.holders("article", outermost=True)
    own = {articles[line.block] for line, one in zip(page.lines, facts.keys, strict=True) if one and one == facts.title}
    votes, opened, headed = Counter[int](), {0}, set[int]()
    for at, line in enumerate(page.lines):
        article = articles[line.block]
        votes[article] += facts.free[at] * (facts.voted[at] and facts.prose[at])
        if article not in opened and (line.linked or HEADING.fullmatch(page.tags[line.block])):
            headed.add(article)
        if facts.prose[at]:
            opened.add(article)
    if not any(votes[block] >= _OWN_SHARE * facts.voted_text > 0 for block in own if block):
        return set()
    return {at for at, line in enumerate(page.lines) if articles[line.block] in headed - own}
