"""Completion records: what makes an output count as done, and what makes it be done again."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cleaner.errors import InputError
from cleaner.option import build
from cleaner.runs import manifest
from cleaner.runs.options import Options
from cleaner.settings import Settings

if TYPE_CHECKING:
    from cleaner.runs.manifest import Completion, Terms

PLAIN = Options(settings=Settings(source="none"))


@pytest.fixture(scope="module")
def terms() -> Terms:
    return manifest.terms(PLAIN, PLAIN.cleaner())


@pytest.fixture
def shard(tmp_path: Path, terms: Terms) -> tuple[str, str]:
    """An input and its output, complete and noted down."""
    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_bytes(b'{"text": "a "}\n')
    seen = manifest.state(str(source))
    out.write_bytes(b'{"text": "a"}\n')
    counts = {"documents": 1, "labels": {}}
    made = manifest.complete(str(source), seen, "in.jsonl", str(out), "out.jsonl", terms, counts)
    Path(manifest.sidecar(str(out))).write_bytes(made.dump())
    return str(source), str(out)


def record(shard: tuple[str, str]) -> Completion | None:
    return manifest.read_sidecar(shard[1])


def test_a_record_comes_back_as_it_was(shard, terms):
    found = record(shard)
    assert found is not None
    assert manifest.parse(found.dump()) == found
    assert (found.input, found.size, found.output, found.written) == ("in.jsonl", 15, "out.jsonl", 14)
    assert manifest.holds(found, *shard, terms)


def test_an_untouched_input_is_not_read_again(shard, terms, monkeypatch):
    later = time.time() + 60
    os.utime(shard[1], (later, later))
    monkeypatch.setattr(manifest, "_digest", lambda path: pytest.fail(f"{path} was read"))
    assert manifest.holds(record(shard), *shard, terms)


def test_a_touched_input_is_judged_by_its_content(shard, terms):
    source, out = shard
    os.utime(out, (1, 1))
    assert manifest.holds(record(shard), source, out, terms)
    Path(source).write_bytes(b'{"text": "b "}\n')
    assert not manifest.holds(record(shard), source, out, terms)


@pytest.mark.parametrize("lost", ["output", "half of the output", "input", "sidecar", "half of the sidecar"])
def test_what_is_missing_or_half_is_not_done(shard, terms, lost):
    source, out = shard
    sidecar = manifest.sidecar(out)
    path = Path({"output": out, "input": source, "sidecar": sidecar}[lost.split()[-1]])
    if lost.startswith("half"):
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    else:
        path.unlink()
    assert not manifest.holds(record(shard), source, out, terms)


@pytest.mark.parametrize(
    "options", [build(Options, {"source": "none", "tone": "new"}), PLAIN._replace(text_field="body"), Options()]
)
def test_other_settings_are_other_terms(shard, options):
    assert not manifest.holds(record(shard), *shard, manifest.terms(options, options.cleaner()))


def test_rules_count_by_content_not_by_place_or_time(tmp_path):
    digests = []
    for folder, label in (("a", "menu"), ("b", "menu"), ("c", "share")):
        path = tmp_path / folder / "x.vn.yaml"
        path.parent.mkdir()
        path.write_text(f"source: x.vn\nrules:\n  - {{id: m, label: {label}, drop: {{line: [Menu]}}}}\n", "utf-8")
        options = Options(settings=Settings(str(path)))
        digests.append(manifest.terms(options, options.cleaner()).rules)
    assert digests[0] == digests[1] != digests[2]


def test_an_input_that_changes_under_the_run_is_not_done(tmp_path, terms):
    source = tmp_path / "a.txt"
    source.write_bytes(b"a")
    seen = manifest.state(str(source))
    source.write_bytes(b"b")
    os.utime(source, ns=(seen[1] + 1, seen[1] + 1))
    with pytest.raises(InputError, match="changed while it was read"):
        manifest.complete(str(source), seen, "a.txt", str(source), "a.txt", terms, {})
