"""What the words of a line say it is: the labels that its words alone make sure of."""

from __future__ import annotations

import re
from typing import Final

#: Labels with patterns over keys; the first that is found names the line. They only name what recurs already.
_WORDS: Final = {
    "copyright": [
        "^©", "^copyright", "all rights reserved", "bản quyền (?:thuộc|nội dung)", "giữ bản quyền", "ghi rõ nguồn",
        "(?:đồng ý|chấp thuận) bằng văn bản", "không được sao chép",
    ],
    "footer": [
        "giấy phép", "tổng biên tập", "t(?:òa|oà) soạn", "cơ quan chủ quản", r"^địa chỉ\s?:", "^trụ sở", "hotline",
        "đường dây nóng", r"^(?:điện thoại|liên hệ|email|fax|tel)\s?:", "liên hệ quảng cáo", "chính sách bảo mật",
        "điều khoản sử dụng", "^rss$", "sơ đồ (?:site|trang|web)", "(?:lên|về|trở lại) đầu trang", "^đặt báo$",
        r"quảng cáo\s?:", "chịu trách nhiệm nội dung",
    ],
    "newsletter": ["đăng ký (?:nhận|theo dõi|ngay để)", "bản tin", "newsletter", "nhận thông báo"],
    "comments": [
        "bình luận", "ý kiến (?:của )?(?:bạn|độc giả)", "gửi (?:ý kiến|phản hồi)", "^phản hồi", "đăng nhập",
        "tặng (?:sao|quà|tác giả)", "đánh giá bài viết", "vui lòng (?:nhập|gõ|viết)", "^trả lời$",
    ],
    "most-read": ["^(?:tin |bài |bài viết )?(?:được )?(?:đọc|xem) nhiều", "^nhiều người (?:đọc|quan tâm|xem)"],
    "related": [
        r"^(?:các |những )?(?:tin|bài|chủ đề|sự kiện|nội dung|video|ảnh)\b[^.:]{0,14} liên quan", r"^liên quan\b",
        "cùng (?:chuyên mục|chủ đề|tác giả|danh mục)", "có thể (?:bạn )?(?:quan tâm|thích)",
        "bạn có thể", "^(?:xem|đọc|tham khảo|khám phá) (?:thêm|tiếp|ngay)", "đừng bỏ lỡ", "^mới nhất$", "^nổi bật$",
        "^(?:các )?(?:tin|bài)(?: viết)? (?:khác|mới|nổi bật|cũ|tiếp|trước|sau)", "^(?:đáng|nên) đọc",
        "^(?:bài|tin) hay", "^(?:chuyện|bài|tin) (?:trong|đáng) ",
    ],
    "follow": ["^theo dõi", "^kết nối với", "trên google news", "^mời (?:quý|bạn|độc giả)"],
    "share": [
        "^chia sẻ", "copy link", "sao chép (?:liên kết|link)", "^in bài", "^lưu (?:bài|tin)", "^lấy link", "^facebook",
        "^zalo", "^twitter", "^gửi (?:bài|email)", "google news", "^link bài",
    ],
    "player": [
        "^nghe (?:bài|đọc|tin|audio)", "giọng (?:nữ|nam|đọc)", "^(?:nữ|nam) miền", "tốc độ đọc", "playback",
        r"^audio\b", r"^play\b", "^pause$", "trình duyệt không hỗ trợ",
    ],
    "font-size": ["cỡ chữ", "font size", r"^(?:a[+-]?\s?){2,}$"],
    "tags": [
        r"^(?:từ kh(?:óa|oá)|tags?|thẻ|chủ đề|hashtag|sự kiện)\s?:?$", r"^(?:từ kh(?:óa|oá)|tags?|chủ đề|thẻ)\s?:",
    ],
    "ad": ["quảng cáo", "advertisement", "^ads by", "^(?:tin |nội dung |được )?tài trợ"],
    "video": [r"^(?:xem )?(?:video|clip)(?: (?:hot|mới|nổi bật|liên quan))?\s?:?$"],
    "multimedia": ["^(?:multimedia|media|podcast|infographics?|e-?magazine|longform|thư viện ảnh|tin ảnh)$"],
    "breadcrumb": ["^trang chủ", "^trở (?:lại|về) "],
    "loading": ["đang tải", "loading", "vui lòng chờ", "xin chờ", "có lỗi xảy ra"],
}  # fmt: skip
_CUES: Final = tuple((label, re.compile("|".join(patterns))) for label, patterns in _WORDS.items())
#: Longer lines with such words are rather headlines, or sentences.
_MOST_WORDS: Final = {"copyright": 70, "footer": 60, "newsletter": 20, "comments": 16, "follow": 16, "loading": 16}
_FEW: Final = 8
#: What stands below or beside a picture: it recurs, and stays.
_CAPTION: Final = re.compile(
    r"(?:^|[\s(/])(?:ảnh|hình|đồ h(?:ọa|oạ)|clip|video|nguồn|minh h(?:ọa|oạ))\s?(?::|minh|tư liệu|do |của |[-/])"
    r"|^\(?ảnh\)?$|^theo (?!dõi)"
)
_LONGEST_CAPTION: Final = 200


def cue(key: str) -> str:
    """Give the label that a key's words tell, or nothing.

    >>> cue("tin liên quan"), cue("số giấy phép: 12/gp-ttđt"), cue("nguyên liệu")
    ('related', 'footer', '')
    """
    words = key.count(" ") + 1
    for label, pattern in _CUES:
        if words <= _MOST_WORDS.get(label, _FEW) and pattern.search(key):
            return label
    return ""


def is_caption(key: str) -> bool:
    """Tell whether a line is of a picture: ``Ảnh minh họa``, ``Ảnh: TTXVN``.

    >>> is_caption("ảnh: ttxvn"), is_caption("ảnh minh họa"), is_caption("đọc nhiều")
    (True, True, False)
    """
    return len(key) < _LONGEST_CAPTION and _CAPTION.search(key) is not None
