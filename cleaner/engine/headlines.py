"""What a headline looks like, and the stamp beside it: date and clock."""

from __future__ import annotations

from functools import lru_cache

from cleaner.late import late

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

DATE: Final = late(r"\d{1,2}\s?[./-]\s?\d{1,2}\s?[./-]\s?(?:19|20)\d\d")
CLOCK: Final = late(r"(?<!\d)\d{1,2}\s?[:hg]\s?\d{2}(?::\d{2})?(?!\d)")
_FURNITURE: Final = late(
    r"gmt\s?\+?\s?0?7(?::00)?|thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật"
    r"|\b(?:cn|am|pm|ngày|lúc|cập nhật|đăng|xuất bản|giờ|phút|vào)\b|[(),|/+\-–:.]"
)
#: What stands in no headline, and what none begins or ends with.
_NEVER_IN: Final = (
    "lưu tin", "trở về", "@", "copy", "đăng nhập", "http:", "https:", "in bài viết", "twitter", "©", "hotline", "gp-",
    "biên tập:", "điện thoại:",
)  # fmt: skip
_NEVER_FIRST: Final = (
    "cơ quan chủ quản", "địa chỉ", "trang chủ", "theo dõi", "xem các", "sự kiện:", "- ", "*", "|",
)  # fmt: skip
#: What people do in a long headline, and buttons in a short line.
_BUTTONS: Final = ("chia sẻ", "bình luận", "liên hệ", "bản quyền", "giấy phép")
_LONG: Final = 8  # words
_NEVER_LAST: Final = (".", ":", ";", ",")
_CLOSERS: Final = "\"'”’»)]"
_PAPER: Final = late(r"(?:báo|tạp chí|đài|cổng)\b.{0,40}(?:điện tử|online)$")
_LEAD: Final = late(r"(?:\([^()]{2,20}\)|\S+\.(?:vn|com)) ?[-–] ")  # that of an article begins with its paper's name
_YEARS: Final = ("20", "19")
_BEFORE_YEARS: Final = (".", "/", "-")
_DASHES: Final = "-|–"
_SITE_CHARS: Final = range(3, 41)
_MARKUP: Final = late(r"^#+ ")

STAMP_CHARS: Final = 70
_TITLE_WORDS: Final = (9, 22)  # longer is likelier a headline up to the first, less likely from the second on


@lru_cache(maxsize=8192)
def is_stamp(key: str) -> bool:
    """Tell whether a key is a date and a clock with at most a name in front.

    >>> is_stamp("11:26 | 13/01/2025 gmt+7"), is_stamp("thứ hai, 08/06/2026")
    (True, False)
    """
    if len(key) > STAMP_CHARS or not has_date(key):
        return False
    rest = DATE.sub(" ", key)
    if not CLOCK.search(rest):
        return False
    return len(_FURNITURE.sub(" ", CLOCK.sub(" ", rest)).split()) <= 5


def has_date(text: str) -> bool:
    """Tell whether a date stands in a text; most texts have no year behind a sign, and are not searched for more.

    >>> has_date("ngày 7 / 6 / 2026"), has_date("khóa 2019-2023")
    (True, False)
    """
    for year in _YEARS:
        if year in text and any(before.rstrip().endswith(_BEFORE_YEARS) for before in text.split(year)[:-1]):
            return DATE.search(text) is not None
    return False


def is_date(key: str) -> bool:
    """Tell whether a key is a date and no more.

    >>> is_date("thứ hai, 08/06/2026"), is_date("báo số 46 ra ngày 7/6/2026")
    (True, False)
    """
    return len(key) <= STAMP_CHARS and has_date(key) and not _FURNITURE.sub(" ", DATE.sub(" ", key, count=1)).split()


@lru_cache(maxsize=8192)
def is_headline(key: str) -> bool:
    """Tell whether a key could be a headline: some words, and no mark of a sentence, a list or a button.

    >>> is_headline("thúc đẩy hợp tác giữa các địa phương"), is_headline("trang chủ")
    (True, False)
    >>> is_headline("ca sĩ trẻ chia sẻ chuyện ba năm đi hát ở vùng cao"), is_headline("chia sẻ bài viết này ngay")
    (True, False)
    """
    return 4 <= key.count(" ") + 1 <= 40 and 18 <= len(key) <= 220 and not _is_no_headline(key) and not is_stamp(key)


def _is_no_headline(key: str) -> bool:
    """Tell whether a key is a sentence, a button, an imprint, or what else its signs and words say."""
    return (
        key.startswith(_NEVER_FIRST)
        or key.endswith("*")
        or key.rstrip(_CLOSERS).endswith(_NEVER_LAST)
        or any(map(key.__contains__, _NEVER_IN))
        or (any(map(key.__contains__, _BUTTONS)) and (key.count(" ") < _LONG - 1 or key.startswith(_BUTTONS)))
        or (key.endswith(("điện tử", "online")) and _PAPER.match(key) is not None)
        or (("- " in key or "– " in key) and _LEAD.match(key) is not None)
    )


def without_markup(key: str) -> str:
    """Cut the marks of a Markdown heading."""
    return _MARKUP.sub("", key) if key.startswith("#") else key


def without_site(key: str) -> str:
    """Cut the paper's name behind a headline.

    >>> without_site("chợ phiên họp trở lại - báo mẫu"), without_site("chợ phiên - chợ tình")
    ('chợ phiên họp trở lại', 'chợ phiên')
    """
    at = max(map(key.rfind, _DASHES))
    headline, site = key[: max(at, 0)], key[at + 1 :]
    parted = headline[-1:].isspace() and site[:1].isspace()
    return headline.rstrip() if parted and len(site) - 1 in _SITE_CHARS else key


def looks(key: str) -> float:
    """Tell how much like a headline a key looks, by its words."""
    words = key.count(" ") + 1
    many, most = _TITLE_WORDS
    return 0.34 * min(words, many) - 0.25 * max(0, words - most)
