"""The file that `cleaner rules new` begins a source with: small, commented, and right as it stands."""

from __future__ import annotations

from typing import Final

from cleaner.errors import UsageError

_FILE: Final = """\
# yaml-language-server: $schema={schema}
# Seen: say here which pages these rules were written on, and when.
source: {host}
name: {host}
extends: [vi/news]            # rules that hold for any Vietnamese news page; yours come first
# disable: [vi/news#some-id]  # switches an inherited rule off

match:
  host: [{host}]{pad}  # of the document's address; subdomains count
  # text: ["Theo dõi {host} trên"]   # for text without an address: a phrase that only this source shows

# Past these limits the rules are not believed: the document stays as it was, and is flagged.
# limits: {{max_removed: 97%, min_kept: 2}}

# A line belongs to the first rule that wants it. Labels, matchers, zones: see docs/rules.md
rules:
  - id: follow-bar
    label: follow
    drop: {{like: ["Theo dõi {{host}} trên {{words}}"], words: ..8}}
  - id: published
    label: published
    meta: {{like: ["{{time}} | {{date}}"]}}
    where: {{first: 8}}
  - id: boxes-under-the-article
    label: related
    why: from the first of these headings down there are other articles
    drop: {{from: {{line: [Tin cùng chuyên mục, Đọc nhiều]}}, until: end}}
    where: {{after: body-end}}

# + must stay, - must go, ~ must become metadata. Run them with: cleaner rules test THIS-FILE
tests:
  - name: the boxes go, the article stays
    lines: |
      + Một tiêu đề viết riêng cho bài kiểm thử này
      ~ 11:26 | 13/01/2025
      - Theo dõi {host} trên Google News
      + Câu mở đầu viết riêng cho bài kiểm thử, đủ dài để ai đọc cũng thấy đây là một đoạn văn của bài báo.
      + Câu thân bài cuối cùng, cũng viết riêng cho bài kiểm thử này, và nó phải ở lại với cả đoạn của mình.
      - Đọc nhiều
      - Một tiêu đề của bài khác
  - name: the headings' words inside prose stay
    lines: |
      + Đọc nhiều sách giúp trẻ phát triển ngôn ngữ, theo lời các cô giáo ở trường.
"""


def starter(host: str, schema: str = "schema/source.schema.json") -> str:
    r"""Give the text of a new file for a host; `schema` is where the schema lies, seen from the file.

    >>> starter("example.vn").split("\n")[2]
    'source: example.vn'
    """
    host = host.lower().removeprefix("https://").removeprefix("http://").removeprefix("www.").strip("/")
    if "/" in host or "." not in host or not host.replace(".", "").replace("-", "").isalnum():
        raise UsageError(f"{host!r} is no host; expected one such as example.vn")
    return _FILE.format(host=host, schema=schema, pad=" " * max(0, 20 - len(host)))
