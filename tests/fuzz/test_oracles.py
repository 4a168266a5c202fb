"""The oracles themselves: what is sound passes, and each notices a fault that is planted where it should look."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from cleaner.errors import RestoreError
from cleaner.rules.engine import Cleaned
from cleaner.runs.worker import Worker
from fuzz.__main__ import LONGEST, seeds, words
from fuzz.oracles import ORACLES

TEXT = """Một tiêu đề về bão số 3

Sáng 12/1, cơn bão đã qua, và mọi người trong xã trở về nhà sau ba ngày ở trường học.
Ông nói: “Chúng tôi rất vui, nhưng còn nhiều việc phải làm trước khi trời lại mưa.”
Theo dõi thoidai.com.vn trên
"""
GOOD = {
    "rules": Path(__file__).with_name("rules").joinpath("sound.yaml").read_bytes(),
    "text": b"\x00" + TEXT.encode(),
    "html": "".join(f"<p>{line}</p>" for line in TEXT.split("\n")).encode(),
    "jsonl": json.dumps({"text": TEXT, "n": 1}).encode() + b"\n",
}


def results(change):
    """Change each result."""
    usual = Cleaned.result
    return Cleaned, "result", lambda cleaned: change(usual(cleaned))


def outcomes(change):
    """Change each outcome of a task."""
    usual = Worker.do
    return Worker, "do", lambda worker, task: change(usual(worker, task))


def without_owner(result):
    return replace(result, removals=tuple(one._replace(rule="") for one in result.removals))


def cut(outcome):
    outcome.documents = [one[:-2] for one in outcome.documents]
    return outcome


LOST = results(lambda result: replace(result, text=result.text.rpartition("\n")[0]))
LONGER = results(lambda result: replace(result, text=result.text + "\nand more"))
UNKNOWN = results(without_owner)
CUT = outcomes(cut)
FAULTS = [("rules", LOST), ("rules", LONGER), ("rules", UNKNOWN), ("text", LOST), ("text", LONGER), ("text", UNKNOWN)]
FAULTS += [("text", CUT), ("html", LOST), ("html", LONGER), ("jsonl", CUT)]


@pytest.mark.parametrize("target", ORACLES)
def test_what_is_sound_passes(target):
    assert target in LONGEST
    assert words(target)
    ORACLES[target](GOOD[target])
    for data in seeds(target)[::25]:
        ORACLES[target](data)


@pytest.mark.parametrize(("target", "fault"), FAULTS)
def test_a_fault_is_noticed(target, fault, monkeypatch):
    monkeypatch.setattr(*fault)
    with pytest.raises((AssertionError, RestoreError)):
        ORACLES[target](GOOD[target])
