"""Work without a clock: clean text is told from text that needs a repair by looks, not by trying each step."""

from __future__ import annotations

from cleaner import Cleaner
from cleaner.text import repair
from cleaner.text.document import Guesses

PROSE = "Sáng nay, hai bên gặp nhau ở Hà Nội và trao đổi về nhiều vấn đề của năm tới, rồi cùng ăn trưa với nhau."


def test_nothing_is_guessed_about_clean_text(monkeypatch):
    for name in ("page", "legacy", "meant", "residual"):
        monkeypatch.setattr(Guesses, name, None)
    assert Cleaner().clean(PROSE).text == PROSE
    assert repair(f"{PROSE}\n\n\nÔng nói: “Đã xong.”").repairs == ()


def test_what_the_core_repairs_takes_no_guess(monkeypatch):
    monkeypatch.setattr("cleaner.text.legacy.legacy_encoding", None)
    monkeypatch.setattr("cleaner.text.mojibake.undo_mojibake", None)
    assert repair(f"{PROSE}\n\nÔng\tnói:  “Đã\xa0xong.” ").text == f"{PROSE}\n\nÔng nói: “Đã xong.”"
    assert repair(f"{PROSE} a\u0300").text == f"{PROSE} à"


def test_only_lines_in_doubt_are_guessed_at(monkeypatch):
    tried = []
    monkeypatch.setattr("cleaner.text.mojibake.undo_mojibake", lambda line: tried.append(line) or line)
    repair(f"{PROSE}\n" * 50 + "Viá»‡t\n" * 3)
    assert tried == ["Viá»‡t"]
