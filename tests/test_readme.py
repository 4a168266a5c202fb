"""The README keeps its word: commands run, Python gives what it shows, the example is true, links lead on."""

from __future__ import annotations

import doctest
import html
import os
import re
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from cleaner import Cleaner
from tests.golden.seeds import seeds

pytestmark = pytest.mark.checkout

ROOT = Path(__file__).parents[1]
PAGES = (
    "README.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "seeds/README.md",
    "benchmarks/README.md",
    "examples/README.md",
)


def blocks(page: str, language: str) -> list[str]:
    text = (ROOT / page).read_text("utf-8")
    return [textwrap.dedent(block) for block in re.findall(rf"^ *```{language}\n(.*?)^ *```$", text, re.M | re.S)]


def commands(page: str) -> list[str]:
    return [line for block in blocks(page, "sh") for line in block.splitlines() if line.strip()]


@pytest.fixture
def copy(tmp_path):
    """Make a checkout of its own whose environment is set up: that which runs the tests."""
    for name in ("cleaner", "seeds", "rules", "benchmarks", "native"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("target", "__pycache__"))
    shutil.copy2(ROOT / "Makefile", tmp_path)
    shutil.copy2(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / ".venv").symlink_to(sys.prefix)
    return tmp_path


def runnable(line: str) -> str:
    """The command to try for a line: make only says what it would do, since it runs these tests; what measures
    for long only has to be there."""
    line = re.sub(r"^python (benchmarks/\S+).*", r"test -f \1", line)
    line = re.sub(r"^python -m benchmarks\.(speed|html|learn|compare)\b.*", r"test -f benchmarks/\1/__main__.py", line)
    return re.sub(r"^make ", "make --dry-run ", line)


def wanted(line: str) -> int:
    found = re.search(r"# exits with (\d)", line)
    return int(found[1]) if found else 0


def session(lines: list[str], folder: Path) -> list[tuple[str, int]]:
    """Type the lines into one shell; give each with its exit status."""
    script = "\n".join(f"{runnable(line)}\necho $? >> status" for line in lines)
    environment = {**os.environ, "PYTHONPATH": str(folder), "NO_COLOR": "1"}
    subprocess.run(
        ["bash", "-s"], input=script, cwd=folder, env=environment, encoding="utf-8", capture_output=True, check=True
    )
    return list(zip(lines, map(int, (folder / "status").read_text().split()), strict=True))


def test_every_shell_line_of_the_readme_works(copy):
    for block in blocks("README.md", "yaml"):
        path = copy / block.splitlines()[0].removeprefix("# ")
        path.parent.mkdir(exist_ok=True)
        path.write_text(block, "utf-8")
    ran = session(commands("README.md"), copy)
    assert len(ran) > 15
    assert [(line, status) for line, status in ran if status != wanted(line)] == []
    first = next(seed for seed in seeds() if seed.name.startswith("000"))
    assert (copy / "again.txt").read_text("utf-8") == first.text
    assert '"id": 7' in (copy / "cleaned.jsonl").read_text("utf-8")


def test_the_python_of_the_readme_gives_what_it_shows(monkeypatch):
    monkeypatch.chdir(ROOT)
    text = "\n".join(blocks("README.md", "python"))
    test = doctest.DocTestParser().get_doctest(text, {}, "README.md", "README.md", 0)
    assert len(test.examples) >= 6
    said: list[str] = []
    assert doctest.DocTestRunner(verbose=False).run(test, out=said.append).failed == 0, "".join(said)


def test_the_picture_is_true():
    """It is drawn by a run (tests/docs holds it to that); here is what it must show."""
    seed = seeds()[0]
    result = Cleaner().clean(seed.text)
    went, stayed = [removal.text for removal in result.removals], result.text.split("\n")
    texts = re.findall(
        r'<text class="([a-z ]+)" x="80"[^>]*>(.*?)</text>', (ROOT / "docs/cleaner.svg").read_text("utf-8")
    )
    lines = [(kind, html.unescape(text).rstrip("…")) for kind, text in texts if kind not in ("more", "sum")]
    assert len(lines) > 10
    for kind, text in lines:
        assert any(line.startswith(text) for line in (stayed if kind == "keep" else went)), text
    assert "](docs/cleaner.svg)" in (ROOT / "README.md").read_text("utf-8")


@pytest.mark.parametrize("page", ["CONTRIBUTING.md", "benchmarks/README.md"])
def test_every_shell_line_of_the_other_pages_works(page, copy):
    lines = commands("README.md")[:3] + commands(page)
    ran = session(lines, copy)
    assert [(line, status) for line, status in ran if status != wanted(line)] == []


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page):
    text = (ROOT / page).read_text("utf-8")
    links = [link for link in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", text) if not link.startswith("http")]
    assert [link for link in links if not (ROOT / page).parent.joinpath(link).exists()] == []


def test_every_make_target_is_told_by_help():
    makefile = (ROOT / "Makefile").read_text("utf-8")
    phony = re.search(r"^\.PHONY: (.*)$", makefile, re.M)
    assert phony
    told = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, encoding="utf-8", check=True).stdout
    assert re.findall(r"make ([\w-]+)", told) == phony[1].split()


def test_the_demo_shows_every_seed(copy):
    demo = [sys.executable, str(copy / "seeds/demo.py")]
    done = subprocess.run(demo, cwd=copy, capture_output=True, encoding="utf-8", check=True)
    for seed in seeds():
        assert (copy / f"build/demo/{seed.name}.txt").read_text("utf-8") == seed.expected
        assert re.search(rf"seeds/{seed.name}\.txt .*\d+ lines → +\d+, +[\d.]+% of the characters gone", done.stdout)
