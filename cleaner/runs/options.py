"""What a command line asked for, as one frozen value; the fields are those of the table of options."""

from __future__ import annotations

from cleaner.formats.reading import Fields, Limits, Reading
from cleaner.sides import MEGABYTE
from cleaner.values import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cleaner.pipeline import Cleaner


class Options(NamedTuple):
    """One call. Built by the front or by the typer app, and handed to worker processes as it is.

    `said` names the fields that the command line itself gives; others come from a file of settings, or are as usual.
    """

    verb: str = "clean"
    paths: tuple[str, ...] = ()
    files_from: str = ""
    form: str = "auto"
    to: str = "auto"
    output: str = ""
    in_place: bool = False
    check: bool = False
    diff: bool = False
    annotate: bool = False
    removed: str = ""
    rejects: str = ""
    summary: str = ""
    url: str = ""
    encoding: str = ""
    text_field: str = "text"
    url_field: str = "url"
    source: str = ""
    no_source: bool = False
    rules: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    quotes: str = "keep"
    tone: str = "keep"
    no_repair: bool = False
    html_entities: bool = True
    jobs: int = 0
    max_document: int = 256
    max_ratio: int = 1000
    strict: bool = False
    format: str = "text"
    quiet: bool = False
    hook: bool = False
    documents: int = 200
    only: str = "all"
    rule: str = ""
    record: str = ""
    pager: bool = True
    manifest: str = ""
    resume: bool = False
    config: str = ""
    no_config: bool = False
    show_settings: bool = False
    color: str = "auto"
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    gitignore: bool = True
    said: frozenset[str] = frozenset()

    @property
    def writes(self) -> bool:
        """Tell whether documents are written, and not only looked at."""
        return not (self.check or self.diff or self.verb == "check")

    @property
    def known_source(self) -> str:
        """Give the source that the caller named; ``none`` means no rules."""
        return "none" if self.no_source else self.source

    @property
    def limits(self) -> Limits:
        """Give how large a document may be, and how far a packed stream may swell."""
        return Limits(self.max_document * MEGABYTE, self.max_ratio)

    @property
    def reading(self) -> Reading:
        """Give how inputs are read."""
        return Reading(self.limits, self.fields, self.encoding, self.url)

    @property
    def fields(self) -> Fields:
        """Give where a record has its text and its address."""
        return Fields(self.text_field, self.url_field)

    def cleaner(self) -> Cleaner:
        """Build the cleaner that the call asks for."""
        from cleaner.pipeline import Cleaner
        from cleaner.text import TextSettings

        letters = TextSettings(
            repair=not self.no_repair, quotes=self.quotes, tone=self.tone, html_entities=self.html_entities
        )
        return Cleaner(self.rules, keep=self.keep, drop=self.drop, source=self.known_source, text=letters)
