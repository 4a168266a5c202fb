"""Work without a clock: clean text is told from text that needs a repair by looks, not by trying each step."""

from __future__ import annotations

from cleaner import Cleaner
from cleaner.model import LazyText
from cleaner.runs.options import Options
from cleaner.runs.worker import Worker
from cleaner.text import repair
from cleaner.text.document import Guesses
from tests.tasks import records_task

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


def test_a_record_that_nobody_reads_becomes_no_string(monkeypatch):
    monkeypatch.delattr(LazyText, "__get__")
    line = '{{"text": "{}", "url": "https://vnexpress.net/1"}}\n'
    clean = line.format(PROSE).encode()
    dirty = line.format(rf"Theo dõi VnExpress trên\n\n{PROSE}  ").encode()
    outcome = Worker(Options()).do(records_task([clean, dirty]))
    assert (outcome.documents, outcome.problems) == ([clean, clean], [])


def test_only_lines_in_doubt_are_guessed_at(monkeypatch):
    tried = []
    monkeypatch.setattr("cleaner.text.mojibake.undo_mojibake", lambda line: tried.append(line) or line)
    repair(f"{PROSE}\n" * 50 + "Viá»‡t\n" * 3)
    assert tried == ["Viá»‡t"]
