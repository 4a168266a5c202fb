"""Public sets of pages with known articles, and how such sets are scored.

A set is a file of JSON objects, one a line, also compressed by xz or gzip: `name`, `html` (the page's bytes as
latin-1), `url`, and either `gold`, the article's text (with `title` where the title is no error), or `with_` and
`without`, phrases that must and must not be in an answer. The article extraction benchmark, the test cases of fundus,
readability's test pages and trafilatura's evaluation can all be written so.
"""

from __future__ import annotations

import gc
import gzip
import json
import lzma
import re
import statistics
import time
import unicodedata
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from rapidfuzz.distance import LCSseq

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.html.peers import Peer

#: Languages that put no space between words are compared by the character.
WORD = re.compile(r"[぀-ヿ㐀-鿿가-힯฀-๿]|[^\W぀-ヿ㐀-鿿가-힯฀-๿]+")
OPENERS: dict[str, Any] = {".xz": lzma.open, ".gz": gzip.open}
NEAR = 0.02  # F1 by which two answers for a page are told apart
POOR = 0.5


@dataclass(frozen=True, slots=True)
class Known:
    """A page, and what is known of its article."""

    name: str
    url: str
    html: bytes
    title: str = ""
    gold: str = ""
    wanted: tuple[str, ...] = ()
    unwanted: tuple[str, ...] = ()


class Score(NamedTuple):
    """What one extractor reached on a set: F1 of each page, means in percent, CPU seconds."""

    pages: list[float]
    precision: float
    recall: float
    f1: float
    shingle: float
    seconds: float


def read(path: Path) -> list[Known]:
    """Read a set; `ValueError` names the line that is no page of one."""
    found = []
    with OPENERS.get(path.suffix, open)(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            try:
                row = json.loads(line)
                page = row["html"].encode("latin-1")
                phrases = tuple(row.get("with_", ())), tuple(row.get("without", ()))
                found.append(
                    Known(
                        row["name"], row.get("url") or "", page, row.get("title") or "", row.get("gold", ""), *phrases
                    )
                )
            except (ValueError, KeyError, AttributeError) as error:
                raise ValueError(f"{path}:{number}: no page of a set: {error}") from None
    return found


def words(text: str) -> list[str]:
    """The words of a text as they are compared.

    >>> words("Bão số 3, 東京")
    ['bão', 'số', '3', '東', '京']
    """
    return WORD.findall(unicodedata.normalize("NFC", text).casefold())


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """Count the runs of four words, the measure of the article extraction benchmark.

    >>> len(shingles("một hai ba bốn năm"))
    2
    """
    found = re.findall(r"\w+", text)
    return Counter(tuple(found[at : at + 4]) for at in range(max(1, len(found) - 3))) if found else Counter()


def measure(pages: list[Known], peers: list[Peer]) -> dict[str, Score]:
    """Let extractors read all pages, and score their answers.

    Timed is a second reading, which has nothing left to load: page by page, by all in turn, so that a slow moment of
    the machine falls on all of them.
    """
    answers = {peer.name: [_answer(peer, page) for page in pages] for peer in peers}
    gc.collect()
    seconds = dict.fromkeys(answers, 0.0)
    for page in pages:
        for peer in peers:
            start = time.process_time()
            _answer(peer, page)
            seconds[peer.name] += time.process_time() - start
    score = _by_text if all(page.gold for page in pages) else _by_phrases
    return {name: score(list(zip(pages, texts, strict=True)), seconds[name]) for name, texts in answers.items()}


def _answer(peer: Peer, page: Known) -> str:
    try:
        return peer.extract(page.html, page.url).body
    except Exception:  # whatever another's code raises, it gave no answer
        return ""


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _by_text(pairs: list[tuple[Known, str]], seconds: float) -> Score:
    rows = []
    for page, text in pairs:
        got, gold, allowed = words(text), words(page.gold), words(page.title + "\n" + page.gold)
        precision = LCSseq.similarity(got, allowed) / max(1, len(got))
        recall = LCSseq.similarity(got, gold) / max(1, len(gold))
        runs, wanted = shingles(text), shingles(page.gold)
        both = sum((runs & wanted).values())
        parts = both / max(1, runs.total()), both / max(1, wanted.total())
        rows.append((precision, recall, _f1(precision, recall), *parts))
    means = [100 * statistics.mean(column) for column in zip(*rows, strict=True)]
    return Score([row[2] for row in rows], *means[:3], _f1(means[3], means[4]), seconds)


def _by_phrases(pairs: list[tuple[Known, str]], seconds: float) -> Score:
    right = wrong = all_wanted = 0
    pages = []
    for page, text in pairs:
        flat = " ".join(text.split())
        there, bad = (sum(" ".join(one.split()) in flat for one in some) for some in (page.wanted, page.unwanted))
        right, wrong, all_wanted = right + there, wrong + bad, all_wanted + len(page.wanted)
        pages.append(2 * there / max(1, there + bad + len(page.wanted)))
    precision, recall = 100 * right / max(1, right + wrong), 100 * right / max(1, all_wanted)
    return Score(pages, precision, recall, _f1(precision, recall), 0.0, seconds)


def table(found: dict[str, Score]) -> str:
    """Write the figures of a set, beside trafilatura's where it was there."""
    base = next((one for name, one in found.items() if name.startswith("trafilatura")), None)
    rows = [
        "| | P | R | F1 | shingle F1 | pages under 50 | better | worse | most behind | × trafilatura |",
        "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for name, one in found.items():
        figures = " | ".join(f"{value:.2f}" for value in (one.precision, one.recall, one.f1, one.shingle))
        poor = sum(value < POOR for value in one.pages)
        rows.append(f"| {name} | {figures} | {poor} | {_beside(one, base)} |")
    return "\n".join(rows)


def _beside(one: Score, base: Score | None) -> str:
    """Compare with trafilatura: pages better and worse, the page furthest behind in points, speed."""
    if base is None:
        return " |  |  | "
    apart = [mine - other for mine, other in zip(one.pages, base.pages, strict=True)]
    better, worse = sum(value > NEAR for value in apart), sum(value < -NEAR for value in apart)
    return f"{better} | {worse} | {max(0.0, -100 * min(apart)):.1f} | {base.seconds / max(1e-9, one.seconds):.2f} ×"
