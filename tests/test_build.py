"""What a build says where Rust or a C compiler is missing or too old; the build itself is tried by test_wheel.py."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
#: maturin is there only while pip builds; this one fails, as it does where something is missing.
MATURIN = """
get_requires_for_build_editable = get_requires_for_build_sdist = get_requires_for_build_wheel = None
def build_sdist(folder, settings):
    raise SystemExit("maturin failed")
"""
BUILD = "import build_backend; build_backend.build_sdist('dist')"


def said(folder, **programs):
    """Try a build where these programs alone are there, and print what they print."""
    for name, printed in programs.items():
        path = folder / "bin" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"#!/bin/sh\necho '{printed}'\n", "utf-8")
        path.chmod(0o755)
    native = folder / "native"
    native.mkdir(exist_ok=True)
    for name in ("build_backend.py", "Cargo.toml"):
        shutil.copy(ROOT / "native" / name, native)
    (native / "maturin.py").write_text(MATURIN, "utf-8")
    call, env = [sys.executable, "-c", BUILD], {"PATH": str(folder / "bin")}
    done = subprocess.run(call, capture_output=True, encoding="utf-8", cwd=native, env=env, check=False)
    assert done.returncode == 1
    return done.stderr


@pytest.mark.parametrize("old", ["1.63.0", "1.84.1 (e71f9a9a9 2025-01-27)", "1.9.0-nightly"])
def test_a_rust_that_is_too_old_is_named(tmp_path, old):
    told = said(tmp_path, rustc=f"rustc {old}", cargo="", cc="")
    assert f"takes Rust 1.85 or newer and a C compiler, and this is {old.split()[0].split('-')[0]}." in told
    assert "https://rustup.rs" in told
    assert "maturin failed" not in told


def test_what_is_missing_is_named(tmp_path):
    assert ", and no Rust is here." in said(tmp_path, cc="")
    (tmp_path / "bin" / "cc").unlink()
    assert ", and no C compiler is here." in said(tmp_path, rustc="rustc 1.85.0", cargo="")


def test_a_build_that_fails_for_another_reason_says_that_alone(tmp_path):
    assert said(tmp_path, rustc="rustc 1.100.0", cargo="", cc="") == "maturin failed\n"
