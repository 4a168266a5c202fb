"""Sources to learn and to judge on: real ones of a folder, or invented articles in invented templates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from benchmarks.quality.documents import Labelled, load
from cleaner import Document

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_FOLDS: Final = 3
_MARKS: Final = {"+": "keep", "~": "meta"}


@dataclass(frozen=True)
class Case:
    """Pages to learn from, and labelled pages of the same source that are not among them."""

    source: str
    learn: tuple[Document, ...]
    judge: tuple[Labelled, ...]


def real(folder: Path, others: bool) -> Iterator[Case]:
    """The sources of ``FOLDER/corpus/HOST/*.txt`` that have labelled pages in ``FOLDER/pages/HOST``.

    With `others`, the text of the other labelled pages is learnt from as well, and each page is judged by itself.
    """
    pages: dict[str, list[Labelled]] = {}
    for page in load(folder / "pages"):
        pages.setdefault(page.host, []).append(page)
    for host, labelled in sorted(pages.items()):
        files = sorted((folder / "corpus" / host).glob("*.txt"))
        corpus = tuple(Document(file.read_text("utf-8"), id=file.name) for file in files)
        if not others:
            yield Case(host, corpus, tuple(labelled))
            continue
        for page in labelled:
            rest = tuple(Document(one.text, id=one.name) for one in labelled if one is not page)
            yield Case(host, (*corpus, *rest), (page,))


def invented(folder: Path) -> Iterator[Case]:
    """Each template with two thirds of the articles to learn from and one to judge on, in turn."""
    articles = {path.stem: path.read_text("utf-8").splitlines() for path in sorted((folder / "articles").glob("*.txt"))}
    for path in sorted((folder / "layouts").glob("*.txt")):
        layout = path.read_text("utf-8").splitlines()
        host = f"{path.stem}.example.vn"
        made = [_page(f"{host}/{name}.txt", layout, article) for name, article in articles.items()]
        for fold in range(_FOLDS):
            learn = [Document(page.text, id=page.name) for at, page in enumerate(made) if at % _FOLDS != fold]
            yield Case(host, tuple(learn), tuple(made[fold::_FOLDS]))


def _page(name: str, layout: list[str], article: list[str]) -> Labelled:
    """Fill a template; lines of it behind `~ ` are facts, all others are junk."""
    title, *body = article
    lines: list[tuple[str, str]] = []
    for line in layout:
        if line == "@title":
            lines.append(("+", title))
        elif line == "@body":
            lines += [("-", text[2:]) if text in _BOX else ("+", text) for text in body]
        elif line.startswith("~ "):
            lines.append(("~", line[2:]))
        else:
            lines.append(("-", line.replace("@title", title)))
    labels = {number: _MARKS[mark] for number, (mark, _) in enumerate(lines, 1) if mark in _MARKS}
    host = name.partition("/")[0]
    return Labelled(name, host, f"https://{host}/", "\n".join(text for _, text in lines), labels)


_BOX: Final = ("- TIN LIÊN QUAN", "- Người giữ nghề khâu nón cuối cùng của làng ven sông")
