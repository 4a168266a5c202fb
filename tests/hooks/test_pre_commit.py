"""The hooks as users have them: pre-commit itself, an environment installed from a clone, real commits.

Slow, since the environment is installed: `make test-hooks` runs it.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.hooks.test_entries import CLEAN, DIRTY, NAMES, RULES

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
CONFIG = """\
repos:
  - repo: {repo}
    rev: {rev}
    hooks:
      - id: cleaner
        files: ^texts/
        args: [--rules, rules, --source, bao.test, --tone, old]
      - id: cleaner-rules
"""


def call(*command: str, cwd: Path, **environ: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "GIT_CONFIG_GLOBAL": "/dev/null", "NO_COLOR": "1", **environ}
    env.pop("PYTHONPATH", None)
    return subprocess.run(command, cwd=cwd, env=env, capture_output=True, encoding="utf-8", timeout=600)


def git(folder: Path, *arguments: str) -> str:
    who = ("-c", "user.name=Lan", "-c", "user.email=lan@example.vn", "-c", "init.defaultBranch=main")
    done = call("git", *who, *arguments, cwd=folder)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Path:
    """Where pre-commit keeps its environments, shared by these tests."""
    if call(sys.executable, "-m", "pre_commit", "--version", cwd=ROOT).returncode:
        pytest.skip("pre-commit is not installed; `make test-hooks` does it")
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def clone(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("clone") / "cleaner"
    call("git", "clone", "--quiet", "--no-local", str(ROOT), str(folder), cwd=folder.parent)
    return folder


@pytest.fixture
def work(tmp_path) -> Path:
    git(tmp_path, "init", "--quiet")
    for name in NAMES:
        path = tmp_path / "texts" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(DIRTY, "utf-8")
    (tmp_path / "other.txt").write_text(DIRTY, "utf-8")
    (tmp_path / "texts/menu.txt").write_text("Trang chủ của báo\n" + CLEAN * 9, "utf-8")
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules/bao.test.yaml").write_text(RULES, "utf-8")
    git(tmp_path, "add", "--all")
    return tmp_path


def pre_commit(work: Path, home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = (sys.executable, "-m", "pre_commit", *arguments)
    return call(*command, cwd=work, PRE_COMMIT_HOME=str(home), PRE_COMMIT_COLOR="never")


def test_try_repo(work, home, clone):
    command = ("try-repo", str(clone), "cleaner", "--all-files", "--verbose")
    first = pre_commit(work, home, *command)
    assert first.returncode == 1, first.stdout + first.stderr
    told = {line.removeprefix("Fixing ") for line in first.stdout.splitlines() if line.startswith("Fixing ")}
    assert {f"texts/{name}" for name in NAMES} | {"other.txt"} <= told
    assert [(work / "texts" / name).read_text("utf-8") for name in NAMES] == [CLEAN] * len(NAMES)
    git(work, "add", "--all")
    second = pre_commit(work, home, *command)
    assert second.returncode == 0, second.stdout + second.stderr
    assert "Passed" in second.stdout


def test_commits_with_files_and_args_and_many_names(work, home, clone):
    rev = git(clone, "rev-parse", "HEAD")
    (work / ".pre-commit-config.yaml").write_text(CONFIG.format(repo=clone, rev=rev), "utf-8")
    for number in range(1500):  # more names than one command line of pre-commit holds
        (work / f"texts/bài viết dài dòng số {number:05} {'x' * 60}.txt").write_text(DIRTY, "utf-8")
    git(work, "add", "--all")
    first = pre_commit(work, home, "run")
    assert first.returncode == 1, first.stdout + first.stderr
    assert first.stdout.count("Fixing texts/") == 1500 + len(NAMES) + 1
    assert (work / "other.txt").read_text("utf-8") == DIRTY, "files: leaves it out"
    assert (work / "texts/menu.txt").read_text("utf-8") == CLEAN * 9
    git(work, "add", "--all")
    second = pre_commit(work, home, "run")
    assert second.returncode == 0, second.stdout + second.stderr
    assert second.stdout.count("Passed") == 2


def test_bad_rules_stop_a_commit(work, home, clone):
    rev = git(clone, "rev-parse", "HEAD")
    (work / ".pre-commit-config.yaml").write_text(CONFIG.format(repo=clone, rev=rev), "utf-8")
    (work / "rules/bao.test.yaml").write_text(RULES.replace("drop:", "dorp:"), "utf-8")
    git(work, "add", "--all")
    done = pre_commit(work, home, "run", "cleaner-rules")
    assert done.returncode == 1
    assert "did you mean 'drop'?" in done.stdout


def test_the_environment_came_from_the_clone_alone(home, work, clone):
    installed = sorted(home.glob("repo*/py_env-*/bin/cleaner"))
    assert installed, "the tests before this one install it"
    done = call(str(installed[0]), "rules", "list", cwd=work)
    assert done.returncode == 0
    assert "vi/news" in done.stdout
