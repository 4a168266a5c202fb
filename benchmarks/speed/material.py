"""The texts that are measured on: the seeds or a folder of your own, repeated with differing prose."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from cleaner.authoring.files import read

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
SEEDS = ROOT / "seeds"
LONG = 80  # characters: a longer line is another one in each copy


class Page(NamedTuple):
    """A document and its address."""

    text: str
    url: str


def pages(folder: Path = SEEDS) -> list[Page]:
    """Read the documents of a folder; the address comes from URLS.tsv, else from the name of the file's folder."""
    table = next((one for one in (folder / "URLS.tsv", folder.parent / "URLS.tsv") if one.is_file()), None)
    lines = table.read_text("utf-8").splitlines() if table else []
    urls = dict(line.split("\t")[:2] for line in lines if "\t" in line)
    found = []
    for path in sorted(folder.rglob("*.txt")):
        if not path.name.endswith(".expected.txt"):
            name = path.relative_to(folder).as_posix()
            host = path.parent.name if "." in path.parent.name else ""
            found.append(Page(path.read_text("utf-8"), urls.get(name) or (f"https://{host}/a" if host else "")))
    random.Random(1).shuffle(found)
    return found


def told(some: list[Page], folder: Path) -> str:
    """Say what is measured on, and how much of it stands again in each copy."""
    lines = [line for page in some for line in page.text.split("\n")]
    size = sum(len(page.text.encode()) for page in some)
    share = sum(len(line.encode()) for line in lines if len(line) <= LONG) / size
    name = folder.resolve().name
    return f"{len(some)} texts of `{name}`, {size / 1e3:,.0f} KB; {share:.0%} in lines that are the same in each copy."


def many(some: list[Page], size: int, first: int = 0) -> Iterator[Page]:
    """About `size` bytes of documents, the long lines numbered from `first` on: no two articles are equal."""
    number, done = first, 0
    while done < size:
        page = some[(number - first) % len(some)]
        lines = [f"{line} {number}." if len(line) > LONG else line for line in page.text.split("\n")]
        text = "\n".join(lines)
        done += len(text.encode())
        number += 1
        yield Page(text, page.url)


def record(page: Page, number: int) -> bytes:
    """A document as a JSON line with a few fields of other tools around it."""
    fields = {"id": number, "url": page.url, "text": page.text, "meta": {"score": 0.25, "tags": ["a", "b"]}}
    return json.dumps(fields, ensure_ascii=False).encode() + b"\n"


def literals() -> list[str]:
    """The literals of 12 characters or more of all rule files that come with cleaner."""
    found: set[str] = set()
    for path in sorted((ROOT / "rules").rglob("*.yaml")):
        file, _ = read(path.read_bytes(), path.name)
        for rule in file.rules if file else ():
            texts = [text.strip() for some in rule.literals.values() for text in some]
            found.update(text for text in texts if len(text) >= 12)
    return sorted(found)
