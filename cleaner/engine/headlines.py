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
_NO_HEADLINE: Final = late(
    r"chia sẻ|bình luận|lưu tin|trở về|@|copy|đăng nhập|https?:|in bài viết|twitter|liên hệ|©|bản quyền|giấy phép"
    r"|hotline|gp-|biên tập:|^cơ quan chủ quản|^địa chỉ|điện thoại:|^trang chủ|^theo dõi|^(?:- |\*|\|)|\*$"
    r"|^(?:báo|tạp chí|đài|cổng)\b.{0,40}(?:điện tử|online)$|[.:;,][\"'”’»)\]]*$"
    r"|^(?:\([^()]{2,20}\)|\S+\.(?:vn|com)) ?[-–] "  # the lead of an article begins with its paper's name
)
_SUFFIX: Final = late(r"\s+[-|–]\s+[^-|–]{3,40}$")
_MARKUP: Final = late(r"^#+ ")

STAMP_CHARS: Final = 70
_TITLE_WORDS: Final = (9, 22)  # longer is likelier a headline up to the first, less likely from the second on


@lru_cache(maxsize=8192)
def is_stamp(key: str) -> bool:
    """Tell whether a key is a date and a clock with at most a name in front.

    >>> is_stamp("11:26 | 13/01/2025 gmt+7"), is_stamp("thứ hai, 08/06/2026")
    (True, False)
    """
    if len(key) > STAMP_CHARS or not DATE.search(key):
        return False
    rest = DATE.sub(" ", key)
    if not CLOCK.search(rest):
        return False
    return len(_FURNITURE.sub(" ", CLOCK.sub(" ", rest)).split()) <= 5


def is_date(key: str) -> bool:
    """Tell whether a key is a date and no more.

    >>> is_date("thứ hai, 08/06/2026"), is_date("báo số 46 ra ngày 7/6/2026")
    (True, False)
    """
    return (
        len(key) <= STAMP_CHARS
        and DATE.search(key) is not None
        and not _FURNITURE.sub(" ", DATE.sub(" ", key, count=1)).split()
    )


@lru_cache(maxsize=8192)
def is_headline(key: str) -> bool:
    """Tell whether a key could be a headline: some words, and no mark of a sentence, a list or a button.

    >>> is_headline("thúc đẩy hợp tác giữa các địa phương"), is_headline("trang chủ")
    (True, False)
    """
    return (
        4 <= key.count(" ") + 1 <= 40 and 18 <= len(key) <= 220 and not _NO_HEADLINE.search(key) and not is_stamp(key)
    )


def without_markup(key: str) -> str:
    """Cut the marks of a Markdown heading."""
    return _MARKUP.sub("", key) if key.startswith("#") else key


def without_site(key: str) -> str:
    """Cut the paper's name behind a headline."""
    return _SUFFIX.sub("", key) if "-" in key or "|" in key or "–" in key else key


def looks(key: str) -> float:
    """Tell how much like a headline a key looks, by its words."""
    words = key.count(" ") + 1
    many, most = _TITLE_WORDS
    return 0.34 * min(words, many) - 0.25 * max(0, words - most)
