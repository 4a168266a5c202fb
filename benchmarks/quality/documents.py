"""Labelled documents, in the two layouts they come in.

- one folder with `labels.json`: ``{"NAME.txt": {"drop": [[1, 2]], "keep": …}}``; lines without a label are blank;
- a folder for each host, with ``NNN.txt`` and beside it ``NNN.json``: ``{"keep": [3, [5, 9]], …}``; lines without a
  label are boilerplate, and ``"article": false`` says that the page is none.

``URLS.tsv`` in the folder or above it gives addresses, by the end of the path; else the host alone is the address.
"""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

#: From weak to strong: a line that has two labels is taken for the stronger one.
LABELS: Final = ("drop", "optional", "meta", "caption", "keep", "title")


@dataclass(frozen=True, slots=True)
class Labelled:
    """One document: its name in its folder, whose it is, its address, and the label of each of its lines."""

    name: str
    host: str
    url: str
    text: str
    labels: Mapping[int, str]
    article: bool = True


def load(folder: Path) -> list[Labelled]:
    """Read all labelled documents of a folder, in either layout."""
    found = list(_flat(folder) if (folder / "labels.json").is_file() else _by_host(folder))
    if not found:
        raise FileNotFoundError(f"{folder}: neither a labels.json nor labelled documents HOST/NNN.txt with NNN.json")
    return found


def spread(given: Mapping[str, Any]) -> dict[int, str]:
    """The label of each line number that a labelling names.

    >>> spread({"keep": [1, [3, 4]], "meta": [[4, 5]]})
    {4: 'keep', 5: 'meta', 1: 'keep', 3: 'keep'}
    """
    labels: dict[int, str] = {}
    for label in LABELS:
        for entry in given.get(label) or ():
            first, last = (entry, entry) if isinstance(entry, int) else (entry[0], entry[-1])
            labels.update(dict.fromkeys(range(first, last + 1), label))
    return labels


def _flat(folder: Path) -> Iterator[Labelled]:
    urls = _urls(folder)
    for name, given in sorted(json.loads((folder / "labels.json").read_text("utf-8")).items()):
        if not name.startswith("_"):
            url = _url(urls, name)
            yield Labelled(name, url.split("/")[2], url, (folder / name).read_text("utf-8"), spread(given))


def _by_host(folder: Path) -> Iterator[Labelled]:
    urls = _urls(folder.parent) | _urls(folder)
    for labels in sorted(folder.glob("*/*.json")):
        page = labels.with_suffix(".txt")
        if page.is_file():
            name = page.relative_to(folder).as_posix()
            given = json.loads(labels.read_text("utf-8"))
            article = given.get("article", True)
            yield Labelled(name, labels.parent.name, _url(urls, name), page.read_text("utf-8"), spread(given), article)


def _urls(folder: Path) -> dict[str, str]:
    table = folder / "URLS.tsv"
    if not table.is_file():
        return {}
    with table.open(encoding="utf-8", newline="") as rows:
        return {row["path"]: row["url"] for row in csv.DictReader(rows, delimiter="\t", quoting=csv.QUOTE_NONE)}


def _url(urls: Mapping[str, str], name: str) -> str:
    for path, url in urls.items():
        if url.startswith("http") and (path == name or path.endswith(f"/{name}")):
            return url
    return f"https://{name.partition('/')[0]}/"
