"""Web pages: a file is one page; how its article is found is the business of `cleaner.html`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cleaner.errors import InputError
from cleaner.formats.text import TextFile
from cleaner.model import Skipped
from cleaner.text.decoding import decode_as

if TYPE_CHECKING:
    from cleaner.formats.reading import Reading
    from cleaner.model import Document


class HtmlFile(TextFile):
    """A file that is a page. What comes out is text, or a record: the page itself is not written."""

    name = "html"

    def document(self, data: bytes, path: str, reading: Reading, *, facts: bool = False) -> Document | Skipped:
        """Read the page."""
        return read_page(data, path, reading, facts=facts)


def read_page(
    data: bytes, id: str, reading: Reading, url: str = "", charset: str = "", *, facts: bool = False
) -> Document | Skipped:
    """Make a document of a page; `charset` is what its HTTP header says, which comes before what the caller says."""
    if reading.encoding and not charset:
        try:
            data, charset = decode_as(data, reading.encoding).text.encode("utf-8", "surrogatepass"), "utf-8"
        except InputError as error:
            return Skipped(id, str(error))
    from cleaner.html.reader import read_html  # loads the libraries of pages

    return read_html(data, id, reading.selectors, url or reading.url, charset=charset, facts=facts)
