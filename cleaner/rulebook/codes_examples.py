"""For each code a piece of a rule file that has the problem, and the same piece put right. Both are tried in a test.

C120 and C123 have none: one is a matter of size, the other of a file's place.
"""

from __future__ import annotations

from typing import Final

EXAMPLES: Final[dict[str, tuple[str, str]]] = {
    "C101": (
        """rules:
  - id: share
    label: share
    drop: {line: [Chia sẻ: Facebook: Zalo]
""",
        """rules:
  - id: share
    label: share
    drop: {line: ["Chia sẻ: Facebook: Zalo"]}
""",
    ),
    "C102": (
        """rules:
  - id: share
    label: share
    drop: {strats: ["Chia sẻ "], words: ..5}
""",
        """rules:
  - id: share
    label: share
    drop: {starts: ["Chia sẻ "], words: ..5}
""",
    ),
    "C103": (
        """rules:
  - id: share
    label: share
    drop: {line: [Chia sẻ], line: [Sao chép liên kết]}
""",
        """rules:
  - id: share
    label: share
    drop: {line: [Chia sẻ, Sao chép liên kết]}
""",
    ),
    "C104": (
        """rules:
  - id: share
    label: share
    drop: {line: [Chia sẻ], words: few}
""",
        """rules:
  - id: share
    label: share
    drop: {line: [Chia sẻ]}
""",
    ),
    "C105": (
        """rules:
  - id: clock
    label: debris
    drop: {line: [11:26, no]}
""",
        """rules:
  - id: clock
    label: debris
    drop: {line: ["11:26", "no"]}
""",
    ),
    "C106": (
        """rules:
  - id: share
    drop: {line: [Chia sẻ]}
""",
        """rules:
  - id: share
    label: share
    drop: {line: [Chia sẻ]}
""",
    ),
    "C107": (
        """rules:
  - id: share
    label: share
    drop: {line: [Chia sẻ]}
  - id: share
    label: share
    drop: {line: [Sao chép liên kết]}
""",
        """rules:
  - id: share
    label: share
    drop: {line: [Chia sẻ]}
  - id: copy-link
    label: share
    drop: {line: [Sao chép liên kết]}
""",
    ),
    "C108": (
        """rules:
  - id: share
    label: sharing
    drop: {line: [Chia sẻ]}
""",
        """rules:
  - id: share
    label: share
    drop: {line: [Chia sẻ]}
""",
    ),
    "C109": (
        """rules:
  - id: Share_Bar
    label: share
    drop: {line: [Chia sẻ]}
""",
        """rules:
  - id: share-bar
    label: share
    drop: {line: [Chia sẻ]}
""",
    ),
    "C110": (
        r"""rules:
  - id: agency
    label: credit
    meta: {regex: ['^Theo (?!ông)\w+$']}
""",
        r"""rules:
  - id: agency
    label: credit
    meta: {regex: ['^Theo \p{Lu}\w+$'], words: ..3}
""",
    ),
    "C111": (
        """rules:
  - id: stamp
    label: published
    meta: {like: ["{clock} | {day}"]}
""",
        """rules:
  - id: stamp
    label: published
    meta: {like: ["{time} | {date}"]}
""",
    ),
    "C112": (
        """rules:
  - id: footer
    label: footer
    drop: {from: {line: [Cơ quan chủ quản]}, until: end}
""",
        """rules:
  - id: footer
    label: footer
    drop: {from: {line: [Cơ quan chủ quản]}, until: end}
    where: {last: 30%}
""",
    ),
    "C113": (
        """extends: [vi/nwes]
rules:
  - id: share
    label: share
    drop: {line: [Chia sẻ]}
""",
        """extends: [vi/news]
rules:
  - id: share
    label: share
    drop: {line: [Chia sẻ]}
""",
    ),
    "C114": (
        """package: cms/mine
extends: [cms/mine]
""",
        """package: cms/mine
extends: [vi/news]
""",
    ),
    "C115": (
        """extends: [vi/news]
disable: [vi/news#no-such-rule]
rules:
  - id: share
    label: share
    drop: {line: [Chia sẻ]}
""",
        """extends: [vi/news]
rules:
  - id: share
    label: share
    drop: {line: [Chia sẻ]}
""",
    ),
    "C117": (
        """rules:
  - id: share
    label: share
    drop: {line: []}
""",
        """rules:
  - id: share
    label: share
    drop: {line: [Chia sẻ]}
""",
    ),
    "C118": (
        """rules:
  - id: dateline
    trim: {starts: ["(PLVN) - "], has: ["(PLVN)"]}
""",
        """rules:
  - id: dateline
    trim: {starts: ["(PLVN) - "]}
""",
    ),
    "C120": ("", ""),
    "C122": (
        """package: cms/mine
match: {host: [example.vn]}
""",
        """package: cms/mine
""",
    ),
    "C123": ("", ""),
    "C124": (
        """tests:
  - name: the bar goes
    lines: |
      Chia sẻ
      + Một câu thân bài.
""",
        """tests:
  - name: the bar goes
    lines: |
      - Chia sẻ
      + Một câu thân bài.
""",
    ),
    "C125": (
        """lists:
  boxes: [Tin liên quan, Đọc nhiều]
rules:
  - id: boxes
    label: related
    drop: {line: [$boxes, $box]}
""",
        """lists:
  boxes: [Tin liên quan, Đọc nhiều]
rules:
  - id: boxes
    label: related
    drop: {line: $boxes}
""",
    ),
    "C126": (
        """lists:
  boxes: [Tin liên quan, Đọc nhiều]
rules:
  - id: boxes
    label: related
    drop: {line: [Tin liên quan, Đọc nhiều]}
""",
        """lists:
  boxes: [Tin liên quan, Đọc nhiều]
rules:
  - id: boxes
    label: related
    drop: {line: $boxes}
""",
    ),
    "C127": (
        """lists:
  boxes: [Tin liên quan, $boxes]
rules:
  - id: boxes
    label: related
    drop: {line: $boxes}
""",
        """lists:
  boxes: [Tin liên quan]
rules:
  - id: boxes
    label: related
    drop: {line: $boxes}
""",
    ),
    "C201": (
        """match: {host: [example.vn, taken.example.vn]}   # a.vn has taken.example.vn already
""",
        """match: {host: [example.vn]}
""",
    ),
    "C202": (
        """match: {host: [example.vn], text: ["Theo dõi báo A trên"]}   # a.vn has this phrase already
""",
        """match: {host: [example.vn], text: ["Theo dõi báo B trên"]}
""",
    ),
    "C203": (
        """source: a.vn   # another file is called a.vn already
""",
        """source: b.vn
""",
    ),
    "C204": (
        """rules:
  - id: share
    label: share
    drop: {regex: ['^(Chia sẻ|Lưu tin)$']}
""",
        """rules:
  - id: share
    label: share
    drop: {line: [Chia sẻ, Lưu tin]}
""",
    ),
    "C205": (
        """rules:
  - id: share
    label: share
    drop: {starts: ["Chia sẻ "], words: ..5}
  - id: share-on-zalo
    label: share
    drop: {line: [Chia sẻ Zalo]}
""",
        """rules:
  - id: share
    label: share
    drop: {starts: ["Chia sẻ "], words: ..5}
""",
    ),
    "C206": (
        """rules:
  - id: most-read
    label: most-read
    drop: {starts: [Đọc nhiều]}
tests:
  - name: prose stays
    lines: |
      + Đọc nhiều sách giúp trẻ phát triển ngôn ngữ rất tốt.
""",
        """rules:
  - id: most-read
    label: most-read
    drop: {line: [Đọc nhiều]}
tests:
  - name: prose stays
    lines: |
      + Đọc nhiều sách giúp trẻ phát triển ngôn ngữ rất tốt.
""",
    ),
    "C207": (
        """tests: []
""",
        """tests:
  - name: the bar goes, prose stays
    lines: |
      - Chia sẻ
      + Chia sẻ với chúng tôi, ông nói rằng mọi việc đã xong.
""",
    ),
    "C208": (
        """rules:
  - id: share
    label: share
    drop: {line: [Chia sẻ, CHIA SẺ]}
""",
        """rules:
  - id: share
    label: share
    drop: {line: [Chia sẻ]}
""",
    ),
    "C209": (
        """rules:
  - id: share
    label: share
    drop: {line: [Chia sẻ bài viết này], words: ..3}
""",
        """rules:
  - id: share
    label: share
    drop: {line: [Chia sẻ bài viết này]}
""",
    ),
    "C210": (
        """# rules of example.vn
source: example.vn
""",
        """# yaml-language-server: $schema=schema/source.schema.json
source: example.vn
""",
    ),
    "C211": (
        """tests:
  - name: the bar goes
    url: https://elsewhere.example/1.html
    lines: |
      - Chia sẻ
""",
        """tests:
  - name: the bar goes
    url: https://example.vn/1.html
    lines: |
      - Chia sẻ
""",
    ),
    "C212": (
        """source: example.vn
match: {}
""",
        """source: example.vn
match: {host: [example.vn]}
""",
    ),
    "C213": (
        """rules:
  - id: share
    label: share
    drop: {line: [Chia sẻ]}   # allow: C204
""",
        """rules:
  - id: share
    label: share
    drop: {line: [Chia sẻ]}
""",
    ),
}
