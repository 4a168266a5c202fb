"""Lint grows with what is there, and finds what comparing each rule with every other would find."""

from __future__ import annotations

import random

import pytest

from cleaner.authoring.lint import lint, shadows
from cleaner.authoring.shadows import Earlier

HEAD = "# yaml-language-server: $schema=none\nsource: a.vn\nmatch: {host: [a.vn]}\nrules:\n"
WORDS = ["đọc", "xem", "nhiều", "thêm", "hoà", "hòa", "tin", "mới", "của", "báo"]


def rule(chance: random.Random, number: int) -> str:
    """Write a small rule; many are much alike, so that some take what others would."""

    def phrase() -> str:
        return " ".join(chance.choice(WORDS) for _ in range(chance.choice((1, 1, 2, 2, 3))))

    said = []
    for word in chance.sample(["line", "starts", "ends", "has", "like", "regex"], chance.choice((1, 1, 1, 2))):
        texts = [phrase() for _ in range(chance.choice((1, 1, 2)))]
        if word == "like":
            texts = [chance.choice(("{n} %s", "%s {n}", "{date} %s {n}", "%s {n} %s")).replace("%s", t) for t in texts]
        said.append(f"{word}: {texts}")
    if chance.random() < 0.3:
        said.append(f"words: ..{chance.randint(1, 6)}")
    if chance.random() < 0.1:
        said = [f"words: ..{chance.randint(1, 3)}"]
    where = chance.choice(("", "", ", where: {first: 5}", ", where: {first: 9}"))
    return f"- {{id: r{number}, label: menu, drop: {{{', '.join(said)}}}{where}}}\n"


def test_the_same_is_found_as_by_comparing_all(tmp_path, monkeypatch):
    path = tmp_path / "a.vn.yaml"
    usual = Earlier.may_take
    found = 0
    for seed in range(25):
        chance = random.Random(seed)
        path.write_text(HEAD + "".join(rule(chance, number) for number in range(40)), "utf-8")
        said = []
        for way in (usual, lambda self, _: self._rules):
            monkeypatch.setattr(Earlier, "may_take", way)
            said.append({str(problem) for problem in lint([str(path)], builtin=False).problems})
        assert said[0] == said[1], seed
        found += sum("C205" in one or "C208" in one for one in said[0])
    assert found > 150


@pytest.mark.parametrize(
    "drop",
    [
        "{line: ['Dòng số %d của trang']}",
        "{starts: ['Dòng số %d của'], words: ..9}",
        "{ends: ['của số %d'], words: ..9}",
        "{has: ['số %d của'], words: ..9}",
        "{like: ['{n} dòng %d {date}']}",
        "{regex: ['^Dòng %d \\d+']}",
    ],
)
def test_more_rules_are_not_compared_with_all(tmp_path, monkeypatch, drop):
    compared = []
    usual = shadows.covers
    monkeypatch.setattr(shadows, "covers", lambda *given: compared.append(1) or usual(*given))
    path = tmp_path / "a.vn.yaml"
    counts = []
    for number in (50, 200):
        rules = (f"- {{id: r{at}, label: menu, drop: {drop.replace('%d', str(at + 1000))}}}\n" for at in range(number))
        path.write_text(HEAD + "".join(rules), "utf-8")
        compared.clear()
        assert {one.code for one in lint([str(path)], builtin=False).problems} <= {"C210", "C207", "C213"}
        counts.append(len(compared))
    assert counts[1] <= 8 * max(1, counts[0])


def test_rules_of_sizes_alone_are_compared_with_so_many(tmp_path, monkeypatch):
    monkeypatch.setattr("cleaner.authoring.shadows._MOST", 10)
    compared = []
    usual = shadows.covers
    monkeypatch.setattr(shadows, "covers", lambda *given: compared.append(1) or usual(*given))
    path = tmp_path / "a.vn.yaml"
    path.write_text(HEAD + "".join(f"- {{id: r{at}, label: menu, drop: {{words: ..{at + 1}}}}}\n" for at in range(100)))
    lint([str(path)], builtin=False)
    assert len(compared) <= 1000
