"""Runs atheris on one kind of input.

    python -m fuzz text                         # until it is stopped, or something breaks
    python -m fuzz rules -max_total_time=600    # any option of libFuzzer
    python -m fuzz html crash-0123abcd          # one input again

What was tried and is worth keeping goes to build/fuzz/TARGET, which begins with the rule files, seeds and regression
cases of this repository; what breaks goes to build/fuzz/found.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
WORK = ROOT / "build" / "fuzz"
LONGEST = {"rules": 4_000, "text": 3_000, "html": 6_000, "jsonl": 3_000}
JSON = ('{"text": "', '"url": "', '"metadata": {', "NaN", "\\\\ud800", "\\\\u00e3", "1e5", '"id": ', "[[[[")
HTML = ("<p>", "</p>", "<script>", "<!--", "-->", "<![CDATA[", "&#x", '<meta charset="', "<table>", "<svg>", "<title>")
TEXT = (
    "\\x0a",
    "\\x0d\\x0a",
    "\\x0c\\x0a",
    "\\xcc\\x81",
    "\\xe2\\x80\\x8b",
    "\\xc3\\x83",
    "&nbsp;",
    "11:26 | 13/01/2025",
)


def words(target: str) -> tuple[str, ...]:
    """Give words that the fuzzer may put in."""
    from cleaner import _core

    if target == "rules":
        keys = tuple(f"{key}: " for table in _core.tables().values() for key in table)
        return (*keys, "{title}", "{words}", "\\\\b", "\\\\p{L}", "\\\\1", "|", "- ", "{$", "{a|b}", "end")
    return {"jsonl": JSON, "html": HTML, "text": TEXT}[target]


def seeds(target: str) -> list[bytes]:
    """Give what the fuzzer begins with."""
    from cleaner.authoring.files import read

    found = [path.read_bytes() for path in sorted(ROOT.joinpath("tests", "fuzz", target).glob("*"))]
    if target == "rules":
        files = [path.read_text("utf-8") for path in sorted(ROOT.joinpath("rules").rglob("*.yaml"))]
        some = [f"source: a\nrules:\n  - id:{rule}" for file in files for rule in file.split("\n  - id:")[1::7]]
        return found + [one.encode() for one in files + some]
    texts = [path.read_text("utf-8") for path in sorted(ROOT.joinpath("seeds").glob("*.txt"))]
    for path in sorted(ROOT.joinpath("rules").rglob("*.yaml")):
        file, _ = read(path.read_bytes(), path.name)
        tests = file.tests if file else ()
        texts += ["\n".join(line.text for line in test.lines) for test in tests]
    made = {
        "text": lambda text: b"\x00" + text.encode(),
        "jsonl": lambda text: json.dumps({"id": 1, "text": text, "n": 1e5}, ensure_ascii=False).encode() + b"\n",
        "html": lambda text: (
            "<html><body><h1>A</h1><p>" + text.replace("\n", "</p><p>") + "</p></body></html>"
        ).encode(),
    }[target]
    return found + [made(text[:1000]) for text in texts if text]


def main() -> None:
    """Fuzz."""
    target, *rest = sys.argv[1:] or [""]
    if target not in LONGEST:
        raise SystemExit(f"which? python -m fuzz {'|'.join(LONGEST)} [options of libFuzzer]")
    try:
        import atheris
    except ImportError:
        raise SystemExit("fuzzing needs atheris: pip install 'cleaner[fuzz]'") from None
    with atheris.instrument_imports(include=["cleaner"]):
        from fuzz.oracles import ORACLES
    kept, found = WORK / target, WORK / "found"
    for folder in (kept, found):
        folder.mkdir(parents=True, exist_ok=True)
    for number, data in enumerate(seeds(target)):
        kept.joinpath(f"seed-{number}").write_bytes(data)
    table = WORK / f"{target}.dict"
    table.write_text("".join('"{}"\n'.format(word.replace('"', '\\"')) for word in words(target)))
    usual = [f"-max_len={LONGEST[target]}", "-timeout=60", "-rss_limit_mb=3000", "-print_final_stats=1"]
    usual += [f"-dict={table}", f"-artifact_prefix={found}/{target}-"]
    again = any(not one.startswith("-") for one in rest)
    atheris.Setup([sys.argv[0], *usual, *rest, *([] if again else [str(kept)])], ORACLES[target])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
