"""Measures quality: ``python -m benchmarks.quality [FOLDER]``.

Exit status: 0 fine, 1 a figure fell below its floor, 2 wrong use.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from benchmarks.quality import confusion, floors, report
from benchmarks.quality.documents import load
from benchmarks.quality.run import ALL, Run, measure
from cleaner import Cleaner

SEEDS = Path(__file__).parents[2] / "seeds"
FLOORS = Path(__file__).with_name("floors.json")


def main(argv: list[str] | None = None) -> int:
    """Run from the command line; give the exit status."""
    options = parser().parse_args(argv)
    cleaner = Cleaner(options.rules)
    if options.confusion:
        found = confusion.matrix(cleaner, options.confusion)
        print(json.dumps({**found, "sum": confusion.verdicts(found)}) if options.json else confusion.as_text(found))
        return 0
    path = options.floors or (FLOORS if options.folder == SEEDS else None)
    if options.update_floors and path is None:
        parser().error("--update-floors with a folder of your own needs --floors FILE")
    run = _measure(cleaner, options)
    print(json.dumps(report.as_data(run)) if options.json else report.as_text(run, options.show))
    return _hold(run, path, options) if path else 0


def parser() -> argparse.ArgumentParser:
    """Describe the command line."""
    made = argparse.ArgumentParser(prog="python -m benchmarks.quality", description=__doc__)
    made.add_argument("folder", nargs="?", type=Path, default=SEEDS, help="labelled documents; default: the seeds")
    made.add_argument(
        "--no-url", action="store_true", help="withhold the address: the source must be found in the text"
    )
    made.add_argument("--as", dest="source_given", default="", metavar="NAME", help="clean all by these rules: vi/news")
    made.add_argument("--source", action="append", metavar="HOST", help="only the documents of this host; repeatable")
    made.add_argument("--rules", action="append", default=[], metavar="PATH", help="rules before the built-in ones")
    made.add_argument("--show", type=int, default=0, metavar="N", help="show N lost and N left lines a document")
    made.add_argument("--json", action="store_true", help="the figures as JSON")
    made.add_argument("--floors", type=Path, metavar="FILE", help="hold against this file; the seeds have their own")
    made.add_argument("--update-floors", action="store_true", help="take better figures over; none is lowered")
    made.add_argument(
        "--confusion", type=Path, action="append", metavar="FOLDER", help="which source is found in bare HOST/*.txt"
    )
    return made


def _measure(cleaner: Cleaner, options: argparse.Namespace) -> Run:
    try:
        documents = load(options.folder)
    except OSError as error:
        parser().error(str(error))
    wanted = [document for document in documents if not options.source or document.host in options.source]
    if not wanted:
        hosts = ", ".join(sorted({document.host for document in documents}))
        parser().error(f"no document of {', '.join(options.source)}; there are: {hosts}")
    return measure(cleaner, wanted, no_url=options.no_url, source=options.source_given)


def _hold(run: Run, path: Path, options: argparse.Namespace) -> int:
    """Compare with the floors, and raise them where that was asked for."""
    how = options.source_given or ("no-url" if options.no_url else "url")
    figures = run.figures
    if options.source:
        del figures[ALL]
    known = floors.read(path, how)
    if options.update_floors:
        floors.write(path, how, floors.raised(figures, known))
    fallen = floors.below(figures, known)
    for line in fallen:
        print(line, file=sys.stderr)
    return 1 if fallen else 0


if __name__ == "__main__":
    sys.exit(main())
