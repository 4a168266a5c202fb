"""The measure of learnt rules: its material, and one source of it from end to end."""

from __future__ import annotations

import json

import pytest

from benchmarks.learn import __main__ as command
from benchmarks.learn.material import invented, real


@pytest.fixture
def folder(tmp_path):
    """Make a corpus of a host, and two labelled pages of it."""
    for part, names in (("corpus", ("000", "001")), ("pages", ("002", "003"))):
        made = tmp_path / part / "a.vn"
        made.mkdir(parents=True)
        for name in names:
            (made / f"{name}.txt").write_text(f"Tiêu đề {name}\nMột câu.\nĐọc nhiều", "utf-8")
    for name in ("002", "003"):
        (tmp_path / "pages" / "a.vn" / f"{name}.json").write_text(json.dumps({"title": [1], "keep": [2]}), "utf-8")
    return tmp_path


def test_a_page_is_never_learnt_from_and_judged_on(folder):
    (case,) = real(folder, others=False)
    assert (case.source, len(case.learn), len(case.judge)) == ("a.vn", 2, 2)
    cases = list(real(folder, others=True))
    assert [(len(one.learn), len(one.judge)) for one in cases] == [(3, 1), (3, 1)]
    for one in cases:
        assert one.judge[0].text not in {document.text for document in one.learn}


def test_each_invented_article_is_judged_once_in_each_template():
    cases = list(invented(command.INVENTED))
    judged = [page.name for case in cases for page in case.judge]
    assert len(judged) == len(set(judged))
    for case in cases:
        assert not {page.text for page in case.judge} & {document.text for document in case.learn}
        assert all(set(page.labels.values()) <= {"keep", "meta"} for page in case.judge)


def test_what_is_learnt_takes_more_and_loses_nothing(capsys):
    assert command.main(["--source", "radio.example.vn", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)["radio.example.vn"]
    assert found["learnt alone"]["junk"] > 50
    assert found["learnt alone"]["article"] == 100
    assert found["vi/news and learnt"]["junk"] >= found["vi/news alone"]["junk"]


def test_too_few_pages_are_told(folder, capsys):
    assert command.main(["--data", str(folder)]) == 0
    assert "too few pages to learn from: a.vn" in capsys.readouterr().out
    with pytest.raises(SystemExit):
        command.main(["--data", str(folder), "--source", "b.vn"])
    assert "no such source; there are: a.vn" in capsys.readouterr().err
