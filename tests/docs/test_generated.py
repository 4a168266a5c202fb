"""The generated parts of the docs are those that the program gives, and what the docs show is right."""

import importlib.util
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from cleaner import _core
from cleaner.authoring.lint import lint
from cleaner.authoring.verify import cases
from cleaner.authoring.workspace import Workspace
from cleaner.rules.catalogue import Catalogue

DOCS = Path(__file__).parents[2] / "docs"


@pytest.fixture(scope="module")
def generate():
    spec = importlib.util.spec_from_file_location("generate", DOCS / "generate.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_no_page_is_stale(generate):
    found = [str(path.relative_to(DOCS.parent)) for path in generate.stale()]
    assert found == [], "run: python docs/generate.py"


def test_every_table_of_the_language_is_in_the_reference():
    shown = set(re.findall(r"<!-- generated: table (\w+) -->", (DOCS / "rules.md").read_text("utf-8")))
    assert shown == set(_core.tables())


def test_every_kind_of_value_has_a_name(generate):
    tables = _core.tables()
    kinds = {kind for table in tables.values() for kind, *_ in table.values()}
    assert {kind for kind in kinds if ":" not in kind} - set(tables) == set(generate.KINDS)


def test_the_examples_of_slots_fit_them(generate):
    engine = _core.Engine(Catalogue().core, "vi/page", [])
    shown = {slot: re.findall(r"`([^`]+)`", text) for slot, text in generate.SLOT_EXAMPLES.items()}
    assert sum(map(len, shown.values())) > 10
    for slot, examples in shown.items():
        template = f"Lúc {{{slot}}} nay"
        assert [one for one in examples if not engine.fits_template(template, f"Lúc {one} nay", "")] == []


def test_the_command_page_has_every_command():
    text = (DOCS / "cli.md").read_text("utf-8")
    for name in ("clean", "check", "explain", "restore", "rules lint", "rules test", "rules stats"):
        assert re.search(rf"^#+ `cleaner {name}`$", text, re.M)
    assert "`--require-tests`" in text


def test_the_file_shown_in_the_reference_is_right(tmp_path):
    text = (DOCS / "rules.md").read_text("utf-8")
    example = next(found for found in re.findall(r"```yaml\n(.*?)```", text, re.S) if "source: tin.example.vn" in found)
    path = tmp_path / "tin.example.vn.yaml"
    path.write_text(example, "utf-8")
    assert {problem.code for problem in lint([str(path)]).problems} <= {"C210"}  # the schema is not beside it here
    workspace = Workspace([str(path)])
    (file,) = (sheet.sound for sheet in workspace.sheets)
    ran = list(cases(workspace.chain(file), tmp_path, ""))
    assert ran
    assert all(case.ok for case in ran)


def test_the_manual_has_every_command_option_and_setting():
    text = (DOCS / "cleaner.1").read_text("utf-8").replace("\\-", "-")
    page = (DOCS / "cli.md").read_text("utf-8")
    names = set(re.findall(r"^##+ `(cleaner [\w -]+)`", page, re.M))
    assert [name for name in names if name != "cleaner rules" and name not in text] == []
    assert [name for name in set(re.findall(r"`(--[a-z-]+)", page)) if name not in text] == []
    assert "CLEANER_TEXT_FIELD" in text


@pytest.mark.skipif(not shutil.which("groff"), reason="no groff here")
def test_the_manual_is_right():
    done = subprocess.run(
        ["groff", "-man", "-Kutf8", "-Tutf8", "-ww", "-z", DOCS / "cleaner.1"], capture_output=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.checkout
def test_the_site_has_every_page():
    config = (DOCS.parent / "zensical.toml").read_text("utf-8")
    assert [page.name for page in DOCS.glob("*.md") if f'"docs/{page.name}"' not in config] == []


def test_links_between_pages_lead_somewhere():
    for page in DOCS.rglob("*.md"):
        for target in re.findall(r"\]\(([^)#]+)\)", page.read_text("utf-8")):
            assert "://" in target or (page.parent / target).exists(), f"{page.name} → {target}"


@pytest.mark.parametrize("page", sorted(DOCS.glob("*.md")), ids=lambda page: page.name)
def test_a_row_of_a_table_is_of_that_table(page):
    """As many cells as the head has; `|` inside code is written otherwise."""
    cells = 0
    for number, line in enumerate(page.read_text("utf-8").split("\n"), 1):
        found = len(re.findall(r"(?<!\\)\|", re.sub("`[^`]*`", "", line))) if line.startswith("|") else 0
        assert not cells or not found or found == cells, f"{page.name}:{number}: {line}"
        cells = found


def test_the_figures_of_repair_name_every_kind_of_damage():
    spec = importlib.util.spec_from_file_location("damage", DOCS.parent / "benchmarks/unicode/damage.py")
    damage = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(damage)
    rows = re.findall(
        r"^\| (.+?) \| [\d.]+ % \| [\d.]+ % \| [\d.]+ % \| \d of \d \|$", (DOCS / "unicode.md").read_text("utf-8"), re.M
    )
    assert rows == [*damage.REPAIRABLE, *damage.BEYOND]
