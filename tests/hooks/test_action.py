"""The GitHub action: its steps are run as the runner would, but for those that are others' actions."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
ACTION = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
STEPS = {step["name"]: step for step in ACTION["runs"]["steps"] if "name" in step}

pytestmark = pytest.mark.skipif(not shutil.which("bash"), reason="no bash here")


def run(folder: Path, name: str, **inputs: str) -> subprocess.CompletedProcess[str]:
    step = STEPS[name]
    given = {key: str(one.get("default", "")) for key, one in ACTION["inputs"].items()} | inputs
    made = {f"inputs.{key}": value for key, value in given.items()}
    env = {
        key: re.sub(r"\$\{\{ ([\w.]+) \}\}", lambda found: made[found[1]], text) for key, text in step["env"].items()
    }
    files = {key: str(folder / key) for key in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
        cwd=folder,
        env={**os.environ, **env, **files, "RUNNER_TEMP": str(folder / "temp"), "PATH": path},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@pytest.fixture
def folder(tmp_path):
    for name in ("temp", "texts", "texts/a b"):
        (tmp_path / name).mkdir()
    (tmp_path / "texts/a b/$(touch bad).txt").write_text("Theo dõi thoidai.com.vn trên\nMột câu.\nHai câu.\n", "utf-8")
    (tmp_path / "texts/good.txt").write_text("Một câu.\nHai câu.\n", "utf-8")
    return tmp_path


def test_it_shows_what_would_change_and_tells_the_figures(folder):
    done = run(folder, "Check", paths="texts/a b\n\ntexts/good.txt\n", args="--source thoidai.com.vn")
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("::") == 2
    told = dict(line.split("=") for line in (folder / "GITHUB_OUTPUT").read_text("utf-8").splitlines())
    assert (told["documents"], told["changed"], told["code"]) == ("2", "1", "1")
    assert 0 < float(told["share-removed"]) < 1
    assert "| 2 | 1 | 0 | 0 | 1 | " in (folder / "GITHUB_STEP_SUMMARY").read_text("utf-8")
    assert run(folder, "Report", paths="texts").returncode == 0
    assert b"of 2 documents went" in (folder / "temp/cleaner-report.html").read_bytes()
    assert not (folder / "bad").exists()


def test_wrong_use_fails_at_once(folder):
    done = run(folder, "Check", paths="texts", args="--source no.such")
    assert done.returncode == 2
    assert "unknown source" in done.stderr or "no.such" in done.stderr


def test_inputs_are_never_code():
    for step in ACTION["runs"]["steps"]:
        assert "${{" not in step.get("run", "")
