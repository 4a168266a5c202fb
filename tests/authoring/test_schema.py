"""The JSON Schema says of a file what the loader says."""

import json
from pathlib import Path

import pytest
import yaml

from cleaner import _core
from cleaner.authoring.starter import schema_text, starter
from cleaner.errors import UsageError

jsonschema = pytest.importorskip("jsonschema")

RULES = Path(__file__).parents[2] / "rules"
SCHEMA = json.loads(schema_text())
VALID = jsonschema.Draft7Validator(SCHEMA)


def errors(text):
    return [error.message for error in VALID.iter_errors(yaml.safe_load(text))]


def test_the_schema_is_one():
    jsonschema.Draft7Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("path", sorted(RULES.rglob("*.yaml")), ids=lambda path: path.stem)
def test_every_shipped_file_fits(path):
    assert errors(path.read_text("utf-8")) == []
    first = path.read_text("utf-8").split("\n")[0]
    assert (path.parent / first.partition("$schema=")[2]).resolve() == RULES / "schema" / "source.schema.json"


def test_the_starter_fits():
    assert errors(starter("example.vn")) == []
    assert starter("https://www.example.vn/tin/bai-mau.html?so=1") == starter("example.vn")
    for none in ("example", "a..vn", "example.vn.", "127.0.0.1", "mau vn", ""):
        with pytest.raises(UsageError, match="is no host"):
            starter(none)


def test_every_key_is_described():
    definitions = {**SCHEMA["definitions"], "file": SCHEMA}
    for table, fields in _core.tables().items():
        assert set(definitions[table]["properties"]) == set(fields)
        assert all(one["description"] for one in definitions[table]["properties"].values())


@pytest.mark.parametrize(
    "piece",
    [
        "rules: [{id: a, label: share, drop: {strats: [x]}}]",
        "rules: [{id: a, label: shares, drop: {line: [x]}}]",
        "rules: [{id: A_b, label: share, drop: {line: [x]}}]",
        "rules: [{id: a, label: share, drop: {line: [no]}}]",
        "rules: [{id: a, label: share, drop: {line: []}}]",
        "rules: [{id: a, label: share, drop: {}}]",
        "rules: [{id: a, label: share, drop: {line: [x]}, keep: {line: [x]}}]",
        "rules: [{id: a, label: share, drop: {from: {line: [x]}}}]",
        "rules: [{id: a, label: share, drop: {line: [x]}, where: {first: many}}]",
        "package: cms/x",
        "tests: [{name: a}]",
        "tests: [{lines: 'no mark'}]",
        "limits: {max_removed: 97}",
    ],
)
def test_what_the_loader_refuses_the_schema_refuses(piece):
    assert errors(f"source: example.vn\n{piece}\n")
