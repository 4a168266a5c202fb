"""Measures learnt rules: ``python -m benchmarks.learn [--data FOLDER]``.

Exit status: 0 fine, 1 a learnt rule took a line of an article, 2 wrong use.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Final

from benchmarks.learn.material import Case, invented, real
from benchmarks.quality.measures import Score, together
from benchmarks.quality.run import measure
from cleaner import Cleaner
from cleaner.authoring.learn.learning import Lesson, learn
from cleaner.errors import InputError
from cleaner.rules.catalogue import Catalogue

if TYPE_CHECKING:
    from collections.abc import Iterable

INVENTED: Final = Path(__file__).parents[2] / "tests" / "rules" / "invented"
GENERIC: Final = "vi/news"
WAYS: Final = ("vi/news alone", "vi/news and learnt", "learnt alone")

Scores = dict[str, dict[str, Score]]


def main(argv: list[str] | None = None) -> int:
    """Run from the command line; give the exit status."""
    options = parser().parse_args(argv)
    cases = list(real(options.data, options.others) if options.data else invented(INVENTED))
    wanted = [case for case in cases if not options.source or case.source in options.source]
    if not wanted:
        parser().error(f"no such source; there are: {', '.join(sorted({case.source for case in cases}))}")
    scores, passed = run(wanted)
    if options.json:
        print(json.dumps({source: {way: one.figures for way, one in ways.items()} for source, ways in scores.items()}))
    else:
        print(as_text(scores, passed, options.show))
    lost = {way: together(ways[way] for ways in scores.values()).wrong for way in WAYS}
    plain = {(one.document, one.line) for one in lost[WAYS[0]] if one.what == "lost"}
    extra = {(one.document, one.line) for way in WAYS[1:] for one in lost[way] if one.what == "lost"}
    return 1 if extra - plain else 0


def parser() -> argparse.ArgumentParser:
    """Describe the command line."""
    made = argparse.ArgumentParser(prog="python -m benchmarks.learn", description=__doc__)
    made.add_argument("--data", type=Path, metavar="FOLDER", help="corpus/HOST/*.txt, and labelled pages/HOST/")
    made.add_argument("--others", action="store_true", help="learn from the other labelled pages of a source as well")
    made.add_argument("--source", action="append", metavar="HOST", help="only this source; repeatable")
    made.add_argument("--show", type=int, default=0, metavar="N", help="show N lost and N left lines a source and way")
    made.add_argument("--json", action="store_true", help="the figures as JSON")
    return made


def run(cases: Iterable[Case]) -> tuple[Scores, list[str]]:
    """Learn and judge each case; also gives the sources with too few pages to learn from."""
    scores: dict[str, dict[str, list[Score]]] = defaultdict(lambda: defaultdict(list))
    passed: list[str] = []
    generic, catalogue = Cleaner(source=GENERIC), Catalogue()
    for case in cases:
        try:
            texts = [
                learn(Lesson(case.source, extends=(base,)), case.learn, catalogue).text for base in (GENERIC, "none")
            ]
        except InputError:
            passed.append(case.source)
            continue
        found = [_judged(generic, case, GENERIC), *(_judged(_cleaner(case.source, text), case) for text in texts)]
        for way, score in zip(WAYS, found, strict=True):
            scores[case.source][way].append(score)
    summed = {source: {way: together(all_) for way, all_ in ways.items()} for source, ways in scores.items()}
    return summed, sorted(set(passed) - set(summed))


def _cleaner(source: str, text: str) -> Cleaner:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"{source}.yaml")
        path.write_text(text, "utf-8")
        made = Cleaner([path])
        made.rules(source)  # read before the folder goes
    return made


def _judged(cleaner: Cleaner, case: Case, source: str = "") -> Score:
    return together(measure(cleaner, case.judge, source=source or case.source).by_document.values())


def as_text(scores: Scores, passed: list[str], show: int) -> str:
    """The figures as a table, and wrong lines above it."""
    rows = []
    for source, ways in {**scores, "ALL": {way: together(one[way] for one in scores.values()) for way in WAYS}}.items():
        for wrong in [] if source == "ALL" else _wrong(ways, show):
            rows.append(wrong)
        cells = " ".join(
            f"{_figure(ways[way].figures['junk'])} {_lost(ways[way])} {_figure(ways[way].figures['meta_out'])}"
            for way in WAYS
        )
        rows.append(f"{source:34} {ways[WAYS[0]].documents:5} {cells}")
    head = f"{'':40} " + " ".join(f"{way:>26}" for way in WAYS)
    units = f"{'percent of characters':34} {'pages':>5} " + " ".join(
        f"{'junk':>8} {'lost':>8} {'meta':>8}" for _ in WAYS
    )
    return "\n".join([head, units, *rows, *([f"too few pages to learn from: {', '.join(passed)}"] if passed else [])])


def _figure(value: float | None) -> str:
    return f"{'' if value is None else f'{value:.2f}':>8}"


def _lost(score: Score) -> str:
    article = score.figures["article"]
    return _figure(None if article is None else 100 - article)


def _wrong(ways: dict[str, Score], show: int) -> list[str]:
    found = []
    for way, score in ways.items():
        for what in ("lost", "left"):
            lines = [one for one in score.wrong if one.what == what][:show]
            found += [f"{way}: {what} {one.document}:{one.line} {one.text[:110]}" for one in lines]
    return found


if __name__ == "__main__":
    sys.exit(main())
