"""The Rust part as the package sees it: its offers are typed, its crates listed, its keys are those of Python."""

from __future__ import annotations

import ast
from importlib.metadata import version
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cleaner
from cleaner import _core
from cleaner.text import key

ROOT = Path(__file__).parents[1]
LETTERS = "aoueyhkqntg HOÀoàòaoèuýùy'’-#@.:/w0_&;amp\u0301\u0300\xa0\x1c\u2003ßİſΑΐ"


def test_it_is_of_the_version_of_the_package():
    assert _core.__version__ == cleaner.__version__ == version("cleaner")


@pytest.mark.checkout
def test_all_that_it_offers_is_typed():
    stub = ast.parse((ROOT / "cleaner/_core.pyi").read_text("utf-8")).body
    typed = {one.name for one in stub if isinstance(one, ast.ClassDef | ast.FunctionDef)}
    typed |= {one.target.id for one in stub if isinstance(one, ast.AnnAssign)}
    typed = {name for name in typed if not name.startswith("_")}
    assert typed == {name for name in dir(_core) if not name.startswith("_")}
    for one in stub:
        if isinstance(one, ast.ClassDef) and one.name in typed:
            members = {inner.name for inner in one.body if isinstance(inner, ast.FunctionDef)}
            offered = {name for name in vars(getattr(_core, one.name)) if not name.startswith("__")}
            assert {name for name in members if not name.startswith("__")} == offered


def test_the_licence_of_every_crate_is_listed():
    listed = (ROOT / "native/LICENSES.md").read_text("utf-8")
    locked = (ROOT / "native/Cargo.lock").read_text("utf-8").split("[[package]]")[1:]
    for one in locked:
        lines = dict(line.split(" = ", 1) for line in one.splitlines() if " = " in line and line[0] != " ")
        name, version = lines["name"].strip('"'), lines["version"].strip('"')
        assert name == "cleaner-core" or f"| {name} | {version} |" in listed


@pytest.mark.parametrize("line", ["  HOÀ &amp; BÌNH ", "Hòa\xa0Bình", "#hoà Quý khoẻ thuý", "vn.a/hoà", "&ATILDE;"])
def test_keys_are_those_of_the_package(line):
    assert _core.key(line) == key(line)


@given(st.text(LETTERS, max_size=30))
def test_keys_of_any_line_are_those_of_the_package(line):
    assert _core.key(line) == key(line)
