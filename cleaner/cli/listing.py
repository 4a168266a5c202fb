"""How `check` lists what would change: for people, for programs, for GitHub's pages."""

from __future__ import annotations

from cleaner.runs.console import visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cleaner.runs.tally import Change

FORMATS = ("text", "json", "github")


def listed(change: Change, form: str) -> str:
    """Give the line that tells of a change.

    >>> from cleaner.runs.tally import Change
    >>> change = Change("a.jsonl:7", "a.jsonl", 7, "vov.vn", "1 line removed (menu 1)", {"menu": 1})
    >>> listed(change, "text")
    'a.jsonl:7: 1 line removed (menu 1)'
    >>> listed(change, "github")
    '::error file=a.jsonl,line=7,col=1,title=cleaner::not clean: 1 line removed (menu 1)'
    """
    if form == "json":
        return _json(change)
    if form == "github":
        from cleaner.cli.rules_lint import annotation

        path = change.path.removeprefix("./")
        return annotation("error", path, change.line, 1, "cleaner", f"not clean: {change.words}")
    return f"{visible(change.doc)}: {change.words}"


def _json(change: Change) -> str:
    """Give the change as a line of JSON; a name that is no UTF-8 comes with escapes."""
    import json

    fields = {
        "file": change.path,
        "line": change.line,
        "source": change.source,
        "change": change.words,
        "removed": change.labels,
        "trimmed": change.trimmed,
        "repaired": change.repaired,
        "recoded": change.recoded,
    }
    return json.dumps(fields, ensure_ascii=False).encode("utf-8", "backslashreplace").decode()
