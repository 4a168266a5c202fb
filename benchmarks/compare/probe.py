"""Cleans documents with the cleaner of the interpreter that runs it, and prints each result as a JSON line.

It stands alone, since one of the two builds that are compared is an older one.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from cleaner import Cleaner, Document, Result
from cleaner.html.reader import read_html

GENERIC = "vi/news"


def cleaned(built: Cleaner, given: dict[str, str], url: str, source: str) -> Result:
    """Clean one document, which is a text or a page."""
    if not given["html"]:
        return built.clean(given["text"], url=url, source=source)
    page = read_html(
        given["html"].encode(), "page.html", lambda said: (built.html_for(said, source) or ("", ()))[1], url
    )
    return built.clean(page if isinstance(page, Document) else "", source=source)


def told(result: Result) -> dict[str, object]:
    """Give all that a user can see of a result; but where a rule stands, which any edit moves."""
    plain = {name: getattr(result, name) for name in ("text", "source", "evidence", "title", "flags", "notes")}
    removals = [[one.line, one.text, one.rule, one.label, one.kept, *one.also] for one in result.removals]
    lists = {"numbers": list(result.numbers), "repairs": list(map(list, result.repairs)), "removals": removals}
    return {**plain, "meta": dict(result.meta), **lists}


def main() -> None:
    """Clean the documents of a file of JSON lines in each way."""
    built = Cleaner()
    for line in Path(sys.argv[1]).read_text("ascii").splitlines():
        given = json.loads(line)
        ways = {"address": (given["url"], ""), "no address": ("", ""), GENERIC: ("", GENERIC)}
        for way, (url, source) in ways.items():
            if url or way != "address":
                try:
                    found = told(cleaned(built, given, url, source))
                except Exception as error:  # which is a result, too
                    found = {"error": f"{type(error).__name__}: {error}"}
                print(json.dumps({"document": given["name"], "way": way, **found}), flush=True)


if __name__ == "__main__":
    main()
