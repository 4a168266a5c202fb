"""Lines that always stand outside the article, for pages on which nobody can tell where that begins or ends.

A poem, a list or a very short text has no running text that rules with a zone could hold on to. What stands on most
other pages, and never inside their articles, goes there as well.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from cleaner.engine.learn.cues import cue, is_caption, is_name
from cleaner.engine.learn.lines import literal_of
from cleaner.engine.learn.masks import masked
from cleaner.engine.sentences import is_prose
from cleaner.rulebook.draft import Draft, Shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cleaner.engine.learn.counted import Counted
    from cleaner.engine.learn.needs import Needs
    from cleaner.engine.learn.seen import Seen


def stray(counted: Counted, needs: Needs, others: Sequence[Seen]) -> list[Draft]:
    """Propose a rule without a zone; `others` are the pages whose article could not be told."""
    inside = {page.keys[at] for page in counted.pages for at in range(page.lead_at, page.body_at + 1)}
    met: Counter[str] = Counter()
    texts: dict[str, str] = {}
    for page in others:
        for key, at in {page.keys[at]: at for at in page.free()}.items():
            if key not in inside and _recurs(counted, needs, key, page.texts[at]):
                met[key] += 1
                texts.setdefault(key, " ".join(page.texts[at].split()))
    groups: dict[str, list[str]] = {}
    for key in sorted(met):
        groups.setdefault(literal_of(texts[key])[0], []).append(key)
    return [_rule(word, [(key, texts[key]) for key in keys], counted, len(others)) for word, keys in groups.items()]


def _recurs(counted: Counted, needs: Needs, key: str, text: str) -> bool:
    if len(counted.known.get(key, ())) < needs.half(counted.total) or key in counted.titles or " " not in key:
        return False
    if is_caption(key) or is_name(text) or "{" in masked(text) or not text.isprintable():
        return False
    return not is_prose(text) or bool(cue(key))


def _rule(word: str, found: list[tuple[str, str]], counted: Counted, others: int) -> Draft:
    value: dict[str, object] = {word: [literal_of(text)[1] for _, text in found]}
    if word == "starts":
        value["words"] = f"..{max(len(text.split()) for _, text in found) + 10}"
    low = min(len(counted.known[key]) for key, _ in found)
    evidence = f"in at least {low} of {counted.total} documents, always outside the article"
    why = f"on {others} more page{'s' * (others != 1)} nobody could tell where the article is, and it stood there too"
    shown = tuple(Shown("body", (("-", text),)) for _, text in found[:2])
    return Draft("outside-the-article", "debris", "drop", value, evidence, {}, why, shown)
