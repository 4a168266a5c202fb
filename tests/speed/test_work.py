"""Work without a clock: clean text is told from text that needs a repair by looks, not by trying each step."""

from __future__ import annotations

from cleaner import Cleaner
from cleaner.text import repair

PROSE = "Sáng nay, hai bên gặp nhau ở Hà Nội và trao đổi về nhiều vấn đề của năm tới, rồi cùng ăn trưa với nhau."


def test_clean_text_goes_through_no_repair_step(monkeypatch):
    monkeypatch.setattr("cleaner.text.document._repair_lines", None)
    assert Cleaner().clean(PROSE).text == PROSE


def test_clean_text_is_not_even_scanned_once_a_run_has_begun(monkeypatch):
    for _ in range(5):
        repair(PROSE)
    monkeypatch.setattr("cleaner.text.document.touched", None)
    monkeypatch.setattr("cleaner.text.proof.touched", None)
    assert repair(f"{PROSE}\n\nÔng nói: “Đã xong.”").repairs == ()
    assert repair(f"{PROSE}\n\nÔng\tnói:  “Đã\xa0xong.” ").text == f"{PROSE}\n\nÔng nói: “Đã xong.”"


def test_only_lines_in_doubt_are_scanned(monkeypatch):
    for _ in range(5):
        repair(PROSE)
    from cleaner.text import proof

    scanned = []
    touched = proof.touched
    monkeypatch.setattr(proof, "touched", lambda text: scanned.append(text) or touched(text))
    monkeypatch.setattr("cleaner.text.document.touched", None)
    assert repair(f"{PROSE}\n" * 50 + "Hỏi: gì?Đáp").repairs == ()
    assert len("".join(scanned)) < len(PROSE)


def test_a_long_line_goes_through_the_steps_that_have_work(monkeypatch):
    from cleaner.text import mojibake, steps

    idle = []
    look = steps.idle_steps
    monkeypatch.setattr(steps, "idle_steps", lambda line: idle.append(look(line)) or idle[-1])
    monkeypatch.setattr(mojibake, "CLUE", None)
    assert repair(f"{PROSE} " * 20 + "a\u0300").repairs[0].step == "nfc"
    assert all(names >= {"mojibake", "controls", "invisible", "spaces"} for names in idle)
