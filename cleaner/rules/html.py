"""What rule files say of pages of HTML: selectors, each with its place in a file."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple


class Place(NamedTuple):
    """Where something stands in a rule file; line and column are 1-based."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        """``file:line``, the form that editors and terminals make a link of."""
        return f"{self.file}:{self.line}"


class Placed(str):
    """A text of a rule file that knows where it stands; everywhere else it is the text itself."""

    __slots__ = ("place",)
    place: Place

    def __new__(cls, text: str, place: Place) -> "Placed":
        made = super().__new__(cls, text)
        made.place = place
        return made

    def __getnewargs__(self) -> tuple[str, Place]:  # type: ignore[override]
        return str(self), self.place


def place_of(text: str, default: Place) -> Place:
    """Return where a text stands, or the default when it does not know."""
    return text.place if isinstance(text, Placed) else default


def placed(texts: Iterable[tuple[str, int, int, str | None]], file: str) -> tuple[Placed, ...]:
    """Take texts as the core gives them: each with its line, its column, and its file where that is not `file`."""
    return tuple(Placed(text, Place(other or file, line, column)) for text, line, column, other in texts)


class Html(NamedTuple):
    """Selectors for HTML input: the article, its title, what goes out of it, and facts. CSS, or ``xpath: …``.

    `junk`, `beside` and `body` are words of class and id names, by which an article is looked for without selectors.
    `owner` is the name of the file they stand in.
    """

    content: tuple[str, ...] = ()
    title: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()
    published: tuple[str, ...] = ()
    byline: tuple[str, ...] = ()
    junk: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    owner: str = ""

    @property
    def name(self) -> str:
        """The name under which removed lines have them as their owner, and under which `disable` knows them."""
        return f"{self.owner}#html"

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> "Html":
        file = given["file"]
        selectors = {key: placed(texts, file) for key, texts in given.items() if key not in ("owner", "file")}
        return cls(owner=given["owner"], **selectors)
