"""Finds the article of a page that no selector describes, in the lines of the whole page.

An article is running text with few links: the block with the most of it, links counted against it, holds the article.
What an extractor took for the article has a vote: running text that it left out counts little, which keeps comments
and teasers out. All lines of the block are taken but those made of links, so that the subheadings, short answers and
tables that extractors lose stay. The lead, which most papers set apart, is known by what the page says it is about.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cleaner.readers.selectors_blocks import below

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cleaner.readers.selectors_blocks import BlockTree, Line

_SENTENCE = re.compile(r"[.!?…][\"'”’»)\]]*$")
_LETTERS = re.compile(r"[\W_]+")
_PROSE = 60  # characters that a line of running text has at least
_LONG = 120  # characters that make a line running text, whatever its end
_LINKED = 0.5  # the share of links from which a line is one of links
_AGAINST = 2.0  # what a character of a link counts against a block
_SHORT = 0.5  # what a character of a short line counts against it
_FREE = 0.1  # the share of links that the block around a single paragraph may have
_LEFT_OUT = 0.3  # what running text counts that the extractor left out
_SEARCHED = 200_000  # characters in which parts of lines are looked for
_LEAD = 40  # characters by which a lead is known


def article(page: BlockTree, extracted: str, title: str, descriptions: Sequence[str]) -> list[Line]:
    """Give the lines of the article, without its title; lines that go are among them where they stand in it.

    `extracted` is what an extractor found, and may be nothing. Where no line is running text there is no article.
    """
    votes = _Votes(extracted)
    prose = _prose(page.lines)
    if not any(prose):
        return []
    inside = below(page.above, _widened(page, _best(page, prose, votes)))
    head = _key(title)
    seen: set[str] = {head}
    found = []
    chosen = [line for line in page.lines if line.block in inside]
    if not chosen:  # a page whose blocks are so broken that none holds its lines
        return []
    for line in [*_lead(page, chosen[0], head, descriptions), *chosen]:
        key = _key(line.text)
        again = key in seen and (len(key) > 20 or key == head)
        if not again and (line.gone >= 0 or line.linked < _LINKED * len(line.text)):
            found.append(line)
            seen.add(key)
    return found


def _prose(lines: Sequence[Line]) -> list[bool]:
    """Tell for each line whether it is running text, said for the first time."""
    seen: set[str] = set()
    found = []
    for line in lines:
        size = len(line.text)
        long = size >= _LONG or (size >= _PROSE and bool(_SENTENCE.search(line.text)))
        found.append(line.gone < 0 and long and line.linked < 0.4 * size and line.text not in seen)
        seen.add(line.text)
    return found


def _best(page: BlockTree, prose: Sequence[bool], votes: _Votes) -> int:
    """Give the block that holds the article; the innermost one where several are as good."""
    scores = [0.0] * len(page.above)
    for line, running in zip(page.lines, prose, strict=True):
        if line.gone < 0:
            scores[line.block] += _score(line, running, votes)
    for block in range(len(scores) - 1, 0, -1):
        scores[page.above[block]] += scores[block]
    return max(range(len(scores)), key=lambda block: (scores[block], block))


def _widened(page: BlockTree, best: int) -> int:
    """Give the block around a single paragraph, where hardly anything else in it is a link.

    A forecast or a chronicle has one paragraph and many short lines, which count against the block that holds them.
    """
    block = best
    while page.above[block] != block and block:
        inside = below(page.above, block)
        others = [line for line in page.lines if line.block in inside and line.block != best]
        if others:
            linked = sum(line.linked for line in others)
            return block if linked <= _FREE * sum(len(line.text) for line in others) else best
        if sum(line.block == best for line in page.lines) > 1:
            return best
        block = page.above[block]
    return best


def _score(line: Line, running: bool, votes: _Votes) -> float:
    """Say what a line counts for the block that it stands in."""
    size = len(line.text)
    if running:
        free = size - line.linked
        return (free if votes.has(line.text) else _LEFT_OUT * free) - _AGAINST * line.linked
    return -_AGAINST * line.linked if line.linked else -_SHORT * min(size, _PROSE)


def _lead(page: BlockTree, first: Line, head: str, descriptions: Sequence[str]) -> list[Line]:
    """Give the line above the article that says what the page is about: the lead, below the title where that stands."""
    above = page.lines[: page.lines.index(first)]
    titles = [at for at, line in enumerate(above) if _key(line.text) == head]
    wanted = [key for text in descriptions if len(key := _key(text)) >= _LEAD]
    lines = [line for line in above[titles[-1] + 1 if titles else 0 :] if line.gone < 0 and _is_lead(line.text, wanted)]
    return lines[-1:]


def _is_lead(text: str, wanted: Sequence[str]) -> bool:
    """Tell whether a line says what a description says; either may begin with a place or the name of the paper."""
    key = _key(text)
    if len(key) < _LEAD:
        return False
    return any(key[:_LEAD] in one or one[:_LEAD] in key or one[_LEAD // 4 : _LEAD + 20] in key for one in wanted)


def _key(text: str) -> str:
    """Give the letters and digits of a text, by which lines are compared."""
    return _LETTERS.sub("", text).casefold()


class _Votes:
    """What an extractor took for the article; where it found nothing, it has no vote."""

    def __init__(self, extracted: str) -> None:
        self._lines = {_key(line) for line in extracted.split("\n")}
        self._all = _key(extracted) if len(extracted) <= _SEARCHED else ""

    def has(self, text: str) -> bool:
        """Tell whether a line is in it, by itself or, in pages of usual size, as a part of a longer one."""
        key = _key(text)
        return self._lines == {""} or key in self._lines or key in self._all
