"""The JSON Schema of rule files, made from the table of keys: with it editors complete, explain and check.

Draft 7, which the YAML language server knows best.
"""

from __future__ import annotations

import json
from typing import Any, Final

from cleaner.rulebook.fields import ANCHORS, ENUMS, TABLES, Field
from cleaner.rulebook.spec import ACTIONS

DRAFT: Final = "http://json-schema.org/draft-07/schema#"
TITLE: Final = "A rule file of cleaner"

_TEXT: Final[dict[str, Any]] = {"type": "string", "minLength": 1}
_SHARE: Final = r"^\d+(\.\d+)?%$"


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/definitions/{name}"}


_MATCHERS: Final[dict[str, Any]] = {
    "oneOf": [_ref("matcher"), {"type": "array", "items": _ref("matcher"), "minItems": 1}]
}
_KINDS: Final[dict[str, dict[str, Any]]] = {
    "str": {"type": "string"},
    "lines": {"type": "string", "pattern": r"^(([+~-] .*|[ \t]*)(\n|$))*$"},
    "strs": {"oneOf": [_TEXT, {"type": "array", "items": _TEXT, "minItems": 1}]},
    "texts": {"oneOf": [_TEXT, {"type": "array", "items": _TEXT, "minItems": 1}]},
    "lists": {
        "type": "object",
        "propertyNames": {"pattern": "^[a-z][a-z0-9]*(-[a-z0-9]+)*$"},
        "additionalProperties": {"oneOf": [_TEXT, {"type": "array", "items": _TEXT, "minItems": 1}]},
    },
    "range": {
        "oneOf": [
            {"type": "integer", "minimum": 0},
            {"type": "string", "pattern": r"^(\d+\.\.(\d+)?|\.\.\d+)$"},
        ]
    },
    "patterns": {"oneOf": [_TEXT, {"type": "array", "items": _TEXT, "minItems": 1}]},
    "labels": {
        "type": "object",
        "propertyNames": {"enum": list(ENUMS["label"])},
        "additionalProperties": _MATCHERS,
    },
    "kinds": {"oneOf": [_ref("kind"), {"type": "array", "items": _ref("kind"), "minItems": 1}]},
    "matchers": _MATCHERS,
    "id": {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"},
    "int": {"type": "integer", "minimum": 0},
    "bool": {"type": "boolean"},
    "percent": {"type": "string", "pattern": _SHARE},
    "amount": {"oneOf": [{"type": "integer", "minimum": 0}, {"type": "string", "pattern": _SHARE}]},
    "repeat": {"oneOf": [{"type": "boolean"}, {"type": "integer", "minimum": 1}]},
    "shape": {"anyOf": [_ref("matcher"), _ref("block"), _ref("sequence")]},
    "until": {"oneOf": [{"enum": ["end"]}, _ref("matcher")]},
    "anchor": {"oneOf": [{"enum": list(ANCHORS)}, _ref("matcher")]},
    **{name: {"enum": list(words)} for name, words in ENUMS.items()},
}

#: A file that `tests_in` names.
_TESTS_ALONE: Final[dict[str, Any]] = {
    "required": ["tests"],
    "not": {"anyOf": [{"required": ["source"]}, {"required": ["package"]}]},
}
#: What a table asks for beyond its keys.
_EXTRA: Final[dict[str, dict[str, Any]]] = {
    "file": {"oneOf": [{"required": ["source"]}, {"required": ["package"]}, _TESTS_ALONE]},
    "rule": {"oneOf": [{"required": [action]} for action in ACTIONS]},
    "test": {"oneOf": [{"required": ["lines"]}, {"required": ["file"]}]},
    "matcher": {"minProperties": 1},
}


def schema() -> dict[str, Any]:
    """Give the schema as plain values.

    >>> schema()["definitions"]["rule"]["properties"]["drop"]["anyOf"][0]
    {'$ref': '#/definitions/matcher'}
    """
    definitions = {name: _table(name) for name in TABLES if name != "file"}
    definitions["kind"] = _KINDS["kind"]
    return {"$schema": DRAFT, "title": TITLE, **_table("file"), "definitions": definitions}


def schema_text() -> str:
    """Give the schema as it stands in a file."""
    return json.dumps(schema(), ensure_ascii=False, indent=2) + "\n"


def _table(name: str) -> dict[str, Any]:
    fields = TABLES[name]
    made: dict[str, Any] = {
        "type": "object",
        "additionalProperties": False,
        "properties": {key: _field(field) for key, field in fields.items()},
    }
    if required := [key for key, field in fields.items() if field.required]:
        made["required"] = required
    return made | _EXTRA.get(name, {})


def _field(field: Field) -> dict[str, Any]:
    doc = field.doc + (f" Default: {field.default}." if field.default else "")
    return {"description": doc, **_kind(field.kind)}


def _kind(kind: str) -> dict[str, Any]:
    if kind.startswith("list:"):
        return {"type": "array", "items": _kind(kind[5:])}
    if kind in TABLES:
        return {"allOf": [_ref(kind)]}  # a bare $ref would hide the description beside it
    return _KINDS[kind]
