"""Pages of a paper that nobody has, in a template whose words no package knows, around invented articles."""

from __future__ import annotations

import random
from pathlib import Path

from cleaner import Document

HOST = "vungmau.example.vn"
ARTICLES = Path(__file__).parents[2] / "rules" / "invented" / "articles"
BOX = "- "  # behind it stands a box inside an article
HEAD = ["Vùng Mẫu ngày mới", "Góc quê", "Bếp làng", "Chuyện chợ", "Bến nước"]
LISTEN = "Máy đọc giúp bà con nghe"
INSIDE = "Mời bạn đọc theo dõi chuyện của Vùng Mẫu"
BOX_BELOW = "Bà con đọc gì hôm nay"
FOOT = ["Vùng Mẫu là tiếng nói của bà con ven sông", "In tại nhà in Bến Mẫu, ra mỗi sáng thứ hai"]
NAMES = ["Lan Mẫu", "Tư Mẫu", "Thu Bến", "Hà Vùng"]


def articles() -> dict[str, list[str]]:
    """The invented articles: a title and lines each, without the boxes inside."""
    found = {}
    for path in sorted(ARTICLES.glob("*.txt")):
        lines = path.read_text("utf-8").splitlines()
        found[path.stem] = [line for line in lines if not line.startswith(BOX)]
    return found


def page(number: int, name: str) -> list[tuple[str, str]]:
    """The lines of a page, with ``+`` for the article, ``~`` for facts, ``-`` for junk."""
    title, *body = articles()[name]
    others = [lines[0] for other, lines in articles().items() if other != name]
    chosen = random.Random(number).sample(others, 3)
    made = [("-", line) for line in HEAD] + [("+", title), ("~", f"{number % 28 + 1:02}/03/2024 08:{number % 60:02}")]
    made += [("-", LISTEN), *(("+", line) for line in body[:2]), ("-", INSIDE), *(("+", line) for line in body[2:])]
    made += [("-", BOX_BELOW), *(("-", one) for one in chosen)]
    return [*made, *(("-", line) for line in FOOT)]


def document(number: int, name: str, mark: str = "") -> Document:
    lines = [text for _, text in page(number, name)]
    return Document("\n".join([*lines, *([mark] if mark else [])]), id=f"{HOST}/{number}.txt")
