"""HTML of a source whose rule file has selectors, beside trafilatura."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from benchmarks.speed.measure import Row, calls
from cleaner import Cleaner
from cleaner.html.reader import read_html

if TYPE_CHECKING:
    from benchmarks.speed.material import Page

#: The rule file of this source names these two elements.
HOST = "https://baoquocte.vn/a-1.html"
SHELL = (
    "<!doctype html><html><head><title>{title}</title></head><body><nav>{menu}</nav><h1>{title}</h1>"
    '<div class="article-detail-desc"><p>{lead}</p></div><div class="__MASTERCMS_CONTENT">{body}</div>'
    "<footer>{menu}</footer></body></html>"
)


def pages(some: list[Page], rounds: int) -> list[Row]:
    """Take the article out of pages built around the documents, and clean it."""
    import trafilatura

    htmls = [_page(page.text) for page in some] * max(1, 40 // len(some))
    cleaner = Cleaner()

    def clean() -> None:
        for html in htmls:
            document = read_html(html, "a.html", lambda url: (found := cleaner.html_for(url)) and found[1], HOST)
            cleaner.clean(document)  # type: ignore[arg-type]

    clean()
    named = {"cleaner": clean, "trafilatura": lambda: [trafilatura.extract(html.decode()) for html in htmls]}
    size = sum(map(len, htmls)) / 1e6
    speed = {name: size / cpu for name, cpu in calls(named, rounds).items()}
    mine, other = speed["cleaner"], speed["trafilatura"]
    return [Row("HTML with selectors", f"{mine:.1f} MB/s", f"trafilatura: {other:.1f} MB/s", f"{mine / other:.2f} ×")]


def _page(text: str) -> bytes:
    """Wrap a document in a page of its source."""
    lines = [escape(line) for line in text.split("\n") if line.strip()]
    menu = "".join(f"<a href='/{at}'>{line}</a>" for at, line in enumerate(lines) if len(line) < 40)
    body = "".join(f"<p>{line}</p>" for line in lines[2:])
    return SHELL.format(title=lines[0], menu=menu, lead=lines[1 % len(lines)], body=body).encode()
