"""A corpus of sixteen odd shards, and what the command line makes of it: the measure of every integration."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from tests.golden.seeds import seeds

if TYPE_CHECKING:
    from pathlib import Path

SHARDS = 16
RULES = """\
source: bao.test
match: {host: [bao.test]}
limits: {max_removed: 100%, min_kept: 0}
rules:
  - {id: menu, label: menu, drop: {line: ["Trang chủ"]}}
tests:
  - name: menu
    lines: |
      - Trang chủ
"""

#: Records of other tools: each must come back with every byte but those of its text.
ODD = (
    r'{"text": "", "id": 1}',
    r'{"text": "Trang chủ", "url": "https://bao.test/a", "id": 2}',
    r'{"id": 123456789012345678901234567890, "x": 1e5, "y": 0.1000, "text": "M\u1ed9t c\u00e2u."}',
    r'{"n": NaN, "i": -Infinity, "text": "Trang chủ\nMột câu.", "url": "https:\/\/bao.test\/b"}',
    r'{"k": 1, "k": 2, "text": "cũ", "text": "Trang chu\u0309\nHai câu.", "source": "bao.test"}',
    '  { "metadata" :\t{"url": "https://bao.test/c", "text": "x"} , "text":"Trang chủ\\r\\nBa câu.\\r\\n"}  \r',
    r'{"text": {"inner": "no string"}}',
    r'{"text": null, "a": [1, "2", {"b": [null]}]}',
    "not JSON at all",
    "",
    r'{"text": "half a pair \ud800 stays", "id": "a/b"}',
)


class Corpus(NamedTuple):
    """Where it lies: shards, and the outputs and audit of the command line."""

    source: Path
    expected: Path
    rules: Path


def records(number: int) -> list[bytes]:
    """The lines of one shard: real documents in several dresses, and odd rows."""
    found = []
    for at, seed in enumerate(seeds()):
        text = f"{seed.text}\nCâu số {number} của bài này."
        text = (text, text.replace("\n", "\r\n"), unicodedata.normalize("NFD", text))[(number + at) % 3]
        fields = {"id": number * 100 + at, "text": text, "score": 0.25, "meta": {"tags": ["a", {"b": None}]}}
        fields |= {"url": seed.url} if (number + at) % 2 else {}
        found.append(json.dumps(fields, ensure_ascii=bool(at % 2)).encode())
    return [*found, *(line.encode() for line in ODD[number % 3 :: 2])]


def make(folder: Path, rounds: int = 1) -> Corpus:
    """Write the shards, larger by so many rounds of records; clean them at the command line."""
    corpus = Corpus(folder / "in", folder / "expected", folder / "rules/bao.test.yaml")
    corpus.rules.parent.mkdir(parents=True)
    corpus.rules.write_text(RULES, "utf-8")
    for number in range(SHARDS):
        lines = [line for more in range(rounds) for line in records(number + more * SHARDS)]
        data = b"\n".join(lines) + b"\n" * (number % 2)
        name = f"{'ab'[number % 2]}/{number:05d}.jsonl"
        (corpus.source / name).parent.mkdir(parents=True, exist_ok=True)
        if number == SHARDS - 1:
            data = b""  # an empty shard is a shard all the same
        if number % 4 == 3:
            (corpus.source / f"{name}.gz").write_bytes(gzip.compress(data))
        else:
            (corpus.source / name).write_bytes(data)
    command = [sys.executable, "-m", "cleaner", "clean", corpus.source, "-o", corpus.expected, "--rules", corpus.rules]
    done = subprocess.run([*map(str, command), "-q"], capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 1, done.stderr  # odd rows are reported
    return corpus


def contents(folder: Path) -> dict[str, bytes]:
    """The shards of a folder by name, those of gzip unpacked; sidecars are hidden, and no shards."""
    found = {}
    for path in sorted(folder.rglob("*.jsonl*")):
        if not path.name.startswith("."):
            data = path.read_bytes()
            found[path.relative_to(folder).as_posix()] = gzip.decompress(data) if path.suffix == ".gz" else data
    return found


def same_bytes(corpus: Corpus, folder: Path) -> bool:
    """Whether a folder holds what the command line made, shard by shard, byte by byte, and nothing else."""
    wanted, found = contents(corpus.expected), contents(folder)
    assert len(wanted) == SHARDS
    assert found.keys() == wanted.keys()
    assert [name for name in wanted if wanted[name] != found[name]] == []
    return True
