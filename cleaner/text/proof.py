r"""The proof that a text is clean, in one look: nearly all texts are, and a scan by `re` costs ten times as much.

An automaton of RE2 reads the text's bytes once, whatever it looks for. It fires wherever `cleaner.text.scan` does and,
having neither look-around nor counts, in a few places more; what it fires at is scanned as ever.
"""

from __future__ import annotations

from functools import cache

from cleaner.text import classes
from cleaner.text.letters import ACCENTED as VIETNAMESE
from cleaner.text.letters import UPPER as CAPITALS
from cleaner.text.scan import EASTERN, JUDGED, PLAIN, members

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_MOST = 50_000_000  # characters: the bytes are a second text in memory


def is_clean(text: str) -> bool:
    """Tell whether a text is proven to need no repair.

    >>> [is_clean(line) for line in ("“Đà Nẵng”: 35 m²", "Viá»‡t", "hai  dấu cách")]
    [True, False, False]
    """
    if len(text) > _MOST:
        return False
    try:
        return _doubt().search(text.encode()) is None
    except UnicodeEncodeError:  # half a letter
        return False


@cache
def _doubt() -> Any:
    """Compile the pattern that fires wherever a line may need a repair.

    A letter that is plain fires nowhere, one that is not judged everywhere; what stands beside a judged one decides.
    """
    import re2  # the first few texts of a run are scanned without

    near, accented, before_upper = classes.NEAR, classes.ACCENTED, classes.BEFORE_UPPER
    letters = f"a-z{VIETNAMESE}"
    doubts = (
        f"[^{PLAIN}{EASTERN}{JUDGED}]",
        f"[{_judged(classes.ALWAYS)}]",
        f"[{near}][{_judged(classes.SYMBOL + '“‘•')}]",
        f"[{_judged(classes.SYMBOL + '”')}][{near}]",
        f"[{before_upper}”][{_judged(classes.UPPER)}]",
        f"[{accented}]”(?:[0-9A-Za-z_]|[^\x00-\x7f])",
        f"[ÂÃÎÐØÙĂ{classes.SYMBOL}]”",
        "[ÂÃÎÐĂ][–—…’·´\xa0\xadœŠšŸž]",
        "[ØÙ][^a-zA-Z0-9][ØÙ]",
        rf"(?:\A|[^{CAPITALS}])Ã(?:[ …\n]|\z)",
        r"[ÂĂ](?:[ …\n]|\z)",
        "&#?[0-9A-Za-z]+;",
        rf"[{letters}]\?[{letters}]",
        r"  | \n|\n |\A | \z",
    )
    options = re2.Options()
    options.never_capture = True
    return re2.compile("|".join(doubts), options)


def _judged(of: str) -> str:
    """Give the judged letters of a class, or one that stands in no text."""
    return "".join(sorted(set(members(of)).intersection(JUDGED))) or "\uffff"
