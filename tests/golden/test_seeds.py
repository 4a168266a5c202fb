"""The five seeds against their accepted outputs and against their labels, however the source is known."""

from __future__ import annotations

import json

import pytest

from cleaner import Cleaner, Document
from tests.golden.seeds import FOLDER, Seed, seeds

WAYS = ("url", "source", "bare")
MARK = "(PLVN) - "
EVERY = pytest.mark.parametrize("seed", seeds(), ids=lambda seed: seed.name)


@pytest.fixture(scope="module")
def cleaner() -> Cleaner:
    return Cleaner()


def document(seed: Seed, way: str) -> Document:
    """The seed with its address, with its source named, or with nothing."""
    return Document(seed.text, url=seed.url if way == "url" else "", source=seed.source if way == "source" else "")


@pytest.mark.parametrize("way", WAYS)
@EVERY
def test_output_is_the_accepted_one(cleaner, seed, way):
    result = cleaner.clean(document(seed, way))
    assert result.text + "\n" == seed.expected
    assert not result.flags
    if way != "bare":
        assert result.source == seed.source


@pytest.mark.parametrize("way", WAYS)
@EVERY
def test_boilerplate_goes_and_the_article_stays(cleaner, seed, way):
    result = cleaner.clean(document(seed, way))
    out = result.text.split("\n")
    stays = [line.removeprefix(MARK) for line in seed.lines("keep") + seed.lines("caption")]
    assert [line for line in out if line] == sorted(stays, key=out.index)
    gone = {removal.text for removal in result.removals}
    assert [line for line in seed.lines("drop") + seed.lines("meta") if line.strip() not in gone] == []


@pytest.mark.parametrize("way", WAYS)
@EVERY
def test_facts_become_metadata(cleaner, seed, way):
    result = cleaner.clean(document(seed, way))
    assert set(result.meta) <= {"published", "byline", "credit", "origin"}
    found = "\n".join(result.meta.values()).split("\n") if result.meta else []
    assert sorted(found) == sorted(line.strip() for line in seed.lines("meta"))
    assert not set(found) & set(result.text.split("\n"))


def test_the_agency_mark_goes_and_its_sentence_stays(cleaner):
    seed = next(seed for seed in seeds() if MARK in seed.text)
    result = cleaner.clean(seed.text, url=seed.url)
    (whole,) = [line for line in seed.text.split("\n") if line.startswith(MARK)]
    assert MARK.strip() not in result.text
    assert whole.removeprefix(MARK) in result.text.split("\n")


def test_every_line_of_a_seed_is_labelled_once():
    for seed in seeds():
        numbers = [n for ranges in seed.labels.values() for first, last in ranges for n in range(first, last + 1)]
        lines = [n for n, line in enumerate(seed.text.split("\n"), 1) if line.strip()]
        assert len(numbers) == len(set(numbers)), seed.name
        assert set(lines) <= set(numbers), seed.name


def test_every_seed_has_its_files():
    labelled = {name for name in json.loads((FOLDER / "labels.json").read_text("utf-8")) if not name.startswith("_")}
    found = {path.name for path in FOLDER.glob("*.txt") if not path.name.endswith(".expected.txt")}
    assert labelled == found == {f"{seed.name}.txt" for seed in seeds()}
