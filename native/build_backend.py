"""The build of the package: maturin, the rule files beside the modules, and the manual page.

A checkout has the rule files in `rules/`, an installed package in `cleaner/_rules`. maturin puts files into a wheel
only where they stand in the source, so they are laid out for it first.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import maturin
from maturin import (
    get_requires_for_build_editable,
    get_requires_for_build_sdist,
    get_requires_for_build_wheel,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "build_editable",
    "build_sdist",
    "build_wheel",
    "get_requires_for_build_editable",
    "get_requires_for_build_sdist",
    "get_requires_for_build_wheel",
    "prepare_metadata_for_build_editable",
    "prepare_metadata_for_build_wheel",
]

ROOT = Path(__file__).parents[1]
LAID_OUT = ROOT / "build" / "wheel"  # `data` in pyproject.toml
OLDEST = re.findall(r'^rust-version = "(.+)"', (ROOT / "native" / "Cargo.toml").read_text("utf-8"), re.MULTILINE)[0]
NEEDED = f"""
cleaner has a part in Rust: to build it takes Rust {OLDEST} or newer and a C compiler, and {{}}.
Rust comes from https://rustup.rs (`rustup update` renews it), a C compiler with the package gcc or build-essential
(macOS: `xcode-select --install`, Windows: Visual Studio Build Tools). A wheel that was built elsewhere needs neither.
"""


def build_wheel(folder: str, settings: dict[str, Any] | None = None, metadata: str | None = None) -> str:
    """Build a wheel with the rule files and the manual page inside."""
    with _explained(), _laid_out(whole=True):
        return str(maturin.build_wheel(folder, settings, metadata))


def build_sdist(folder: str, settings: dict[str, Any] | None = None) -> str:
    """Pack the sources; needs no Rust compiler but for the list of crates."""
    with _explained(), _laid_out(whole=False):
        return str(maturin.build_sdist(folder, settings))


def build_editable(folder: str, settings: dict[str, Any] | None = None, metadata: str | None = None) -> str:
    """Build what makes a checkout importable; its rule files are found where they stand."""
    with _explained(), _laid_out(whole=False):
        return str(maturin.build_editable(folder, settings, metadata))


def prepare_metadata_for_build_wheel(folder: str, settings: dict[str, Any] | None = None) -> str:
    """Write the metadata alone."""
    with _explained(), _laid_out(whole=False):
        return str(maturin.prepare_metadata_for_build_wheel(folder, settings))


prepare_metadata_for_build_editable = prepare_metadata_for_build_wheel


@contextmanager
def _laid_out(*, whole: bool) -> Iterator[None]:
    shutil.rmtree(LAID_OUT, ignore_errors=True)
    inside = LAID_OUT / "platlib" / "cleaner"
    inside.mkdir(parents=True)
    if whole:
        shutil.copytree(ROOT / "rules", inside / "_rules", ignore=shutil.ignore_patterns(".*"))
        manuals = LAID_OUT / "data" / "share" / "man" / "man1"
        manuals.mkdir(parents=True)
        shutil.copyfile(ROOT / "docs" / "cleaner.1", manuals / "cleaner.1")
    try:
        yield
    finally:
        shutil.rmtree(LAID_OUT, ignore_errors=True)


@contextmanager
def _explained() -> Iterator[None]:
    """Say what to do where Rust is too old, or where something is missing and could not be brought."""
    found = _rust()
    if found and _numbers(found) < _numbers(OLDEST):
        raise SystemExit(NEEDED.format(f"this is {found}"))
    try:
        yield
    except (Exception, SystemExit):
        compilers = (os.environ.get("CC", "cc"), "gcc", "clang", "cl")
        if not shutil.which("cargo"):
            print(NEEDED.format("no Rust is here"), file=sys.stderr)
        elif not any(map(shutil.which, compilers)):
            print(NEEDED.format("no C compiler is here"), file=sys.stderr)
        raise


def _rust() -> str:
    """Give the version of the Rust that is here, or nothing."""
    try:
        said = subprocess.run(["rustc", "--version"], capture_output=True, encoding="utf-8", check=False).stdout
    except OSError:
        return ""
    return next(iter(re.findall(r"[0-9]+[.][0-9.]+", said)), "")


def _numbers(version: str) -> list[int]:
    return [int(number) for number in re.findall("[0-9]+", version)]
