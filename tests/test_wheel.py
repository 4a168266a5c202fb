"""The package as users get it: sdist → wheel → a fresh environment, from another folder; and from the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

from tests.golden.seeds import seeds

pytestmark = pytest.mark.checkout

ROOT = Path(__file__).parents[1]
RULES = sorted(path.relative_to(ROOT / "rules").as_posix() for path in (ROOT / "rules").rglob("*.yaml"))
LICENCES = {"licenses/LICENSE", "licenses/native/LICENSES.md"}
MODULES = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "cleaner").rglob("*.py"))
WHERE = (
    "import cleaner; from cleaner.rules.catalogue import builtin_folder as f; print(cleaner.__file__, f(), sep='\\n')"
)
EVERY = pytest.mark.parametrize("seed", seeds(), ids=lambda seed: seed.name)


def run(*words: object, env: dict[str, str] | None = None, **more: object) -> str:
    environment = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")}
    environment |= {name: value for name, value in (env or {}).items() if name not in environment}
    done = subprocess.run(
        [str(word) for word in words], capture_output=True, encoding="utf-8", env=environment, check=False, **more
    )
    assert done.returncode == 0, f"{words}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="session")
def built(tmp_path_factory):
    """Build in isolation, as pip does: the sdist from the checkout, the wheel from the sdist."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--outdir", folder, ROOT, env={"CARGO_TARGET_DIR": str(ROOT / "native/target")})
    return folder


@pytest.fixture(scope="session")
def wheel(built):
    (path,) = built.glob("*.whl")
    return path


@pytest.fixture(scope="session")
def sdist(built):
    (path,) = built.glob("*.tar.gz")
    return path


@pytest.fixture(scope="session")
def installed(wheel, tmp_path_factory):
    """Install the wheel into an environment of its own; its dependencies are lent by the one that runs the tests."""
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder, with_pip=False)
    python = folder / "bin/python"
    run(sys.executable, "-m", "pip", "--python", python, "install", "--no-deps", "--no-index", "--quiet", wheel)
    packages = run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip()
    lent = dict.fromkeys(sysconfig.get_path(name) for name in ("purelib", "platlib"))
    Path(packages, "lent.pth").write_text("\n".join(lent) + "\n", "utf-8")
    return folder


def test_the_wheel_holds_all_modules_and_all_rules(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    assert sorted(name for name in names if name.endswith(".py")) == MODULES
    assert sorted(name.rpartition("cleaner/_rules/")[2] for name in names if name.endswith(".yaml")) == RULES
    assert [name for name in names if name.startswith("cleaner/_core.")]
    assert wheel.name.split("-")[2:4] == ["cp310", "abi3"]
    assert "cleaner/py.typed" in names
    assert {name.rpartition(".dist-info/")[2] for name in names if "/licenses/" in name} == LICENCES
    assert not [name for name in names if "__pycache__" in name or name.startswith(("tests/", "seeds/"))]


def test_the_sdist_holds_what_tests_need(sdist):
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    wanted = {
        "README.md",
        "LICENSE",
        "Makefile",
        "pyproject.toml",
        "seeds/labels.json",
        "tests/test_wheel.py",
        "native/Cargo.lock",
    }
    assert wanted <= names
    assert {f"rules/{name}" for name in RULES} <= names


def test_rules_are_found_in_the_installed_package(installed, tmp_path):
    package, rules = run(installed / "bin/python", "-c", WHERE, cwd=tmp_path).split()
    assert Path(package).is_relative_to(installed)
    assert Path(rules).is_relative_to(installed)


@EVERY
def test_the_installed_command_cleans_from_anywhere(installed, tmp_path, seed):
    assert run(installed / "bin/cleaner", input=seed.text, cwd=tmp_path) == seed.expected


def test_the_installed_module_runs(installed, tmp_path):
    seed = seeds()[0]
    out = run(installed / "bin/python", "-m", "cleaner", "--url", seed.url, input=seed.text, cwd=tmp_path)
    assert out == seed.expected


def test_documents_that_are_not_installed_are_passed_over_with_a_word(installed, tmp_path):
    """Tests of built-in rules name articles of the checkout, which no wheel brings."""
    done = subprocess.run(
        [installed / "bin/cleaner", "rules", "test", "--filter", "../seeds/"], cwd=tmp_path, capture_output=True
    )
    assert (done.returncode, done.stdout) == (0, b"")
    assert b"all ok, 5 passed over (their documents are not installed)" in done.stderr


def test_the_checkout_runs_without_being_built(tmp_path):
    seed = seeds()[0]
    package, rules = run(sys.executable, "-c", WHERE, cwd=ROOT).split()
    assert (Path(package).parent, Path(rules)) == (ROOT / "cleaner", ROOT / "rules")
    assert run(Path(sys.executable).with_name("cleaner"), input=seed.text, cwd=tmp_path) == seed.expected
