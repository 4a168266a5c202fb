"""Scripts of benchmarks/unicode, for the tests that compare stored data with them."""

import importlib.util
import sys
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).resolve().parents[2] / "benchmarks" / "unicode"


def load(name):
    spec = importlib.util.spec_from_file_location(f"benchmarks_unicode_{name}", SCRIPTS / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def classes_script():
    return load("classes")


@pytest.fixture(scope="session")
def damage():
    return load("damage")
