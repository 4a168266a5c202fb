"""Audits in the form of Dolma's attributes: spans of the original text that cleaning takes out, by label.

Where a corpus keeps documents and judgements apart, nothing is rewritten: an attribute file goes beside each document
file, and a mixer takes the spans out, or only counts them.
"""

from __future__ import annotations

from itertools import accumulate

from cleaner.model import Result

Spans = list[tuple[int, int, float]]


def attributes(text: str, result: Result, prefix: str = "cleaner") -> dict[str, Spans]:
    r"""``{"cleaner__LABEL": [[start, end, score], …]}`` for the lines of `text` that left as a whole.

    A span ends behind its line's newline; the score is 1. Lines that only lost a part, and repaired letters, have
    none: they are in `result.removals` and `result.repairs`.

    >>> from cleaner import clean
    >>> text = "Theo dõi thoidai.com.vn trên\nMột câu.\nHai câu."
    >>> attributes(text, clean(text))
    {'cleaner__follow': [(0, 29, 1.0)]}
    >>> text[0:29]
    'Theo dõi thoidai.com.vn trên\n'
    """
    lines = text.split("\n")
    ends = list(accumulate(len(line) + 1 for line in lines))
    found: dict[str, Spans] = {}
    for removal in result.removals:
        if not removal.kept:
            end = ends[removal.line - 1]
            span = (end - len(lines[removal.line - 1]) - 1, min(end, len(text)), 1.0)
            found.setdefault(f"{prefix}__{removal.label}", []).append(span)
    return found
