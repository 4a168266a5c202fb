"""Start-up without a clock: what cleaning one page loads, opens and compiles, counted."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SEED = ROOT / "seeds" / "000_5c5eb49241727d45.txt"
SHORT = ROOT / "seeds" / "002_92e30cbe0e9e22be.txt"
#: Each costs a millisecond or more, and none is needed for a text. In this package: `cleaner.values` gives what
#: `typing.NamedTuple` and `dataclasses` give; annotations are imported where ``TYPE_CHECKING = False`` guards them.
NOT_NEEDED = {
    "typing", "dataclasses", "inspect", "ast", "tempfile", "random", "hashlib", "shutil", "pathlib", "urllib",
    "argparse", "gettext", "locale", "logging", "subprocess", "threading", "multiprocessing", "importlib.metadata",
    "msgspec", "yaml", "json", "contextlib", "cleaner.values_written", "cleaner.engine.explain", "cleaner.engine.edits",
    "cleaner.rulebook.spec", "cleaner.rulebook.compile", "cleaner.rulebook.storing",
}  # fmt: skip
RUN = """
import atexit, sys
opened, compiled, ours = [], [], []
sys.addaudithook(lambda event, given: opened.append(str(given[0])) if event == "open" else None)
from cleaner.rulebook.store import Store
Store._settled = lambda _: True
import re2
compile_one = re2.compile
re2.compile = lambda *given: compiled.append(given) or compile_one(*given)
try:
    import re._compiler as sre
except ImportError:
    import sre_compile as sre
compile_ours = sre.compile
sre.compile = lambda *given: ours.append(given) or compile_ours(*given)
def tell():
    print(len(compiled), len(ours), *sys.modules, sep=" ", file=sys.stderr)
    print(*opened, sep="\\n", file=sys.stderr)
atexit.register(tell)
sys.argv[1:] = ["clean", {path!r}]
from cleaner.cli.main import main
main()
"""
#: The same without what counts compiled patterns, since that loads the library for them.
LOADED = (
    RUN[: RUN.index("import re2")]
    + """
def tell():
    print(0, 0, *sys.modules, sep=" ", file=sys.stderr)
atexit.register(tell)
sys.argv[1:] = ["clean", {path!r}]
from cleaner.cli.main import main
main()
"""
)
HELP = """
import atexit
atexit.register(lambda: print(*sys.modules, file=sys.stderr))
sys.argv[1:] = ["--help"]
from cleaner.cli.main import main
main()
"""


@pytest.fixture(scope="module")
def second(tmp_path_factory):
    """Clean a page twice; give what the second run compiled, loaded and opened."""
    return twice(tmp_path_factory.mktemp("cache"), SEED, RUN)


@pytest.fixture(scope="module")
def short(tmp_path_factory):
    """Clean a short page twice; give what the second run loaded."""
    return twice(tmp_path_factory.mktemp("cache"), SHORT, LOADED)[1]


def twice(cache, path, script):
    """Run twice; `cache` is a folder without settings, too."""
    env = {"CLEANER_CACHE": str(cache), "PATH": ""}
    command = [
        sys.executable,
        "-I",
        "-c",
        f"import sys; sys.path.insert(0, {str(ROOT)!r})\n" + script.format(path=str(path)),
    ]
    for _ in range(2):
        done = subprocess.run(command, capture_output=True, encoding="utf-8", env=env, cwd=cache, timeout=60)
        assert done.returncode == 0, done.stderr
    first, *opened = done.stderr.splitlines()
    compiled, ours, *modules = first.split()
    return (int(compiled), int(ours)), set(modules), opened


def test_what_a_text_does_not_need_is_not_loaded(second):
    _, modules, _ = second
    assert modules & NOT_NEEDED == set()


def test_modules_stay_few(second):
    """A module costs a third of a millisecond before it does anything."""
    _, modules, _ = second
    assert len({name for name in modules if name.startswith("cleaner")}) <= 90


def test_the_text_and_few_kept_files_are_read(second):
    """The rules of the source, those of any source, by which the result is at rest, and what tells sources."""
    _, _, opened = second
    data = [name for name in set(opened) if not re.search(r"\.pyc?$|\.pth$|\.so$|pyvenv\.cfg$|__pycache__", name)]
    kept = [name for name in data if name.endswith(".rulebook")]
    assert len(kept) <= 3, kept
    assert [name for name in data if name not in kept] == [str(SEED)]


def test_patterns_are_compiled_for_lines_that_may_fit_them(second):
    (compiled, ours), _, _ = second
    assert compiled <= 18
    assert ours <= 15  # each costs half a millisecond
