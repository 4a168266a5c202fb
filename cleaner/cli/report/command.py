"""From a call of `report` to the page: every document is cleaned and counted, some are shown."""

import os

from cleaner.cli.configuration import chosen
from cleaner.cli.documents import Corpus
from cleaner.cli.printer import write
from cleaner.cli.progress import Summary, table, watched
from cleaner.cli.report.figures import Figures, Sample
from cleaner.cli.report.page import Run, page
from cleaner.cli.terminal import Messages
from cleaner.errors import UsageError
from cleaner.formats.detect import own_file
from cleaner.runs.manifest import rules_digest
from cleaner.runs.options import Options
from cleaner.runs.plan import STDIO, check_name
from cleaner.runs.tally import Stopwatch

#: Settings that change nothing of what a report tells.
_ASIDE = ("color", "quiet", "strict")


def report(options: Options, messages: Messages) -> int:
    """Clean all documents, write the page and nothing else; give the exit code."""
    reading = options._replace(output="", check=True)
    if options.summary and os.path.realpath(options.summary) == os.path.realpath(options.output):
        raise UsageError(f"{options.output} cannot be both the page and the summary")
    corpus, watch = Corpus(reading, messages), Stopwatch()
    if options.output != STDIO:
        place = os.path.realpath(options.output)
        inputs = (item.path for target in corpus.targets for item in target.inputs)
        if any(os.path.realpath(path) == place and not own_file(path) for path in inputs):  # an earlier report is none
            raise UsageError(f"{options.output} is an input, it would be written over")
        check_name(options.output, "html", asked=False)
    cleaner = corpus.worker.cleaner
    summary = Summary(options.summary, cleaner) if options.summary else None
    figures, sample = Figures(corpus.tally), Sample(options.documents)
    code: int | None = None
    try:
        with watched(corpus.targets, messages) as advance:
            for number, document in enumerate(corpus.documents(), 1):
                found = cleaner.explain(document)
                own = figures.count(found, found.result.text != document.text.rstrip("\r\n"))
                sample.add(number, found, own)
                size = len(document.text.encode("utf-8", "surrogatepass"))
                watch.size += size
                advance(size, figures.tally)
        run = Run(options.paths, chosen(options, _ASIDE), rules_digest(cleaner), corpus.problems)
        write(options.output, page(figures, sample.chosen(), options.documents, run))
        code = figures.tally.exit_code(options.strict, checking=False)
    finally:
        if summary is not None:
            summary.write(figures.tally, watch, code)
    if messages.terminal and figures.tally.documents > 1:
        messages.show(table(figures.tally, watch))
    else:
        messages.say(figures.tally.sentence())
    if options.output != STDIO:
        messages.say(f"{options.output}: written; open it in a browser")
    return code
