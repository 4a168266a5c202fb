"""Kept and removed, merged by line number, give the input back: every byte of it, whatever the input was."""

from __future__ import annotations

import io
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cleaner.audit import groups
from cleaner.option import build
from cleaner.restore import outputs, rebuild
from cleaner.runs.options import Options
from cleaner.runs.worker import Worker
from tests.tasks import file_task, records_task

JUNK = [
    "Trang chủ Chính trị - Xã hội Chuyện tuần này",
    "Theo dõi thoidai.com.vn trên",
    "Theo dõi Baoquocte.vn trên",
    "11:26 | 13/01/2025 GMT+7",
    "Nhỏ Bình thường Lớn",
    "0:00 / 0:00",
    "Đọc nhiều",
    "TIN LIÊN QUAN",
    "Tin bài liên quan",
    "Tags: Nga, Việt Nam",
    "Copy link thành công",
    "--> -->",
    "Bình luận (0)",
]
PROSE = [
    "Quan hệ Đối tác chiến lược toàn diện Việt Nam và Liên bang Nga",
    "Sáng ngày 8/7, tại trụ sở Bộ, Thứ trưởng Ngoại giao đã tiếp Đại sứ Liên bang Nga tại Việt Nam.",
    "(PLVN) - Nhận lời mời của Tổng thống, Chủ tịch nước thăm chính thức Liên bang Nga từ ngày 29/11.",
    "Đọc nhiều sách giúp trẻ phát triển ngôn ngữ. Ông nói: “Chúng tôi rất vui.”",
    "Ảnh: TTXVN",
]
ODD = [
    "",
    " ",
    "\t",
    "\u00a0",
    "\u200b",
    "\ufeff",
    "\x0c",
    "\x00",
    "\x1b[31mđỏ\x1b[0m",
    "a\rb",
    "một\u2028hai",
    "\x85",
    "Viá»‡t Nam",
    "Vie\u0323\u0302t Nam",
    "h\u00f2a &amp; &agrave;",
    "CỘNG HÒA XÃ\u00a0HỘI",
    "ﬁ ½ m² 漢字",
    "  hai  khoảng   trắng  ",
    '\\u00e3 / \\ "',
    "😀\u200d👩",
]
LINE = st.one_of(
    st.sampled_from(JUNK),
    st.sampled_from(PROSE),
    st.sampled_from(ODD),
    st.text(st.characters(codec="utf-8"), max_size=12),
)
ENDS = st.sampled_from(["\n", "\n", "\n", "\r\n", "\n\n", "\n\n\n"])
TEXT = st.builds(
    lambda pairs, tail: "".join(line + end for line, end in pairs) + tail,
    st.lists(st.tuples(LINE, ENDS), max_size=14),
    LINE,
)
WHOLE = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.fixture(scope="module")
def workers() -> dict[str, Worker]:
    """Two ways to clean: as usual, and with everything left out that can be."""
    return {
        "usual": Worker(Options(removed="audit")),
        "bare": Worker(build(Options, {"removed": "audit", "repair": False, "source": "none"})),
        "annotate": Worker(Options(removed="audit", annotate=True)),
    }


def restored(out: bytes, audit: list[bytes], to: str) -> bytes:
    """Rebuild an input from what a worker wrote."""
    stream = io.BytesIO(out)
    pieces = outputs(stream, to, {})
    return b"".join(found.data or b"" for found in rebuild(pieces, groups(audit, "audit"), "clean"))


@WHOLE
@given(text=TEXT, crlf=st.booleans(), mode=st.sampled_from(["usual", "bare"]), to=st.sampled_from(["text", "jsonl"]))
def test_a_text_comes_back(workers: dict[str, Worker], text: str, crlf: bool, mode: str, to: str) -> None:
    data = (text.replace("\n", "\r\n") if crlf else text).encode()
    outcome = workers[mode].do(file_task(data, to=to))
    if outcome.failed:
        assert not outcome.documents
        return
    assert restored(b"".join(outcome.documents), outcome.audit, to) == data


@WHOLE
@given(
    texts=st.lists(TEXT, max_size=4),
    ascii_=st.booleans(),
    mode=st.sampled_from(["usual", "bare", "annotate"]),
    to=st.sampled_from(["text", "jsonl"]),
    end=st.sampled_from([b"\n", b"\r\n", b"\n\n", b"\nnot json\n", b'\n{"id": 1}\n']),
)
def test_records_come_back(
    workers: dict[str, Worker], texts: list[str], ascii_: bool, mode: str, to: str, end: bytes
) -> None:
    rows = [json.dumps({"id": n, "text": text, "big": 10**30}, ensure_ascii=ascii_) for n, text in enumerate(texts)]
    data = end.join(row.encode() for row in rows)
    outcome = workers[mode].do(records_task(io.BytesIO(data).readlines(), to))
    out = b"\f\n".join(filter(None, outcome.documents)) if to == "text" else b"".join(outcome.documents)
    assert restored(out, outcome.audit, to) == data
