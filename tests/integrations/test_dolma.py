"""Spans of Dolma: cut out of the original they leave the lines that stay."""

from __future__ import annotations

import json

from cleaner import Cleaner
from cleaner.audit import solid
from cleaner.integrations.dolma import attributes
from tests.golden.seeds import seeds


def cut(text: str, spans: dict[str, list[tuple[int, int, float]]]) -> str:
    for start, end, _ in sorted((span for some in spans.values() for span in some), reverse=True):
        text = text[:start] + text[end:]
    return text


def test_what_is_left_between_the_spans_is_what_stays():
    cleaner, spans_of_all = Cleaner(), 0
    for seed in seeds():
        for text in (seed.text, seed.text.rstrip("\n"), seed.text.replace("\n", "\r\n")):
            result = cleaner.clean(text, url=seed.url)
            spans = json.loads(json.dumps(attributes(text, result)))
            spans_of_all += sum(map(len, spans.values()))
            trimmed = {removal.text.strip(): removal.kept for removal in result.removals if removal.kept}
            left = [trimmed.get(line.strip(), line.strip()) for line in solid(cut(text, spans))]
            assert left == [line.strip() for line in solid(result.text)]
    assert spans_of_all > 100
