r"""Patterns that are compiled when they are first used: to compile those of all modules takes longer than a page.

>>> word = late(r"\w+")
>>> word.findall("Hà Nội")
['Hà', 'Nội']
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from typing import Any, AnyStr


class _Late:
    """Stands for a pattern; a method of it is looked up once."""

    def __init__(self, source: str | bytes) -> None:
        self._source = source

    def __getattr__(self, name: str) -> Any:
        import re  # with what it needs itself, a third of Python's own start

        found = getattr(re.compile(self._source), name)
        setattr(self, name, found)
        return found


def late(source: AnyStr) -> re.Pattern[AnyStr]:
    """Give a pattern as `re.compile` does; flags stand in the source."""
    made: Any = _Late(source)
    return made  # type: ignore[no-any-return]
