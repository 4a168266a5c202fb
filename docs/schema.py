"""Every key of the rule language, and the JSON Schema made of them, by which editors complete, explain and check.

The core checks files against the same table, and ``docs/rules.md`` is made from it; so they can never disagree. Draft 7
is what the YAML language server knows best.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Final, get_args

from cleaner import _core
from cleaner.authoring.files import Action
from cleaner.settings import LABELS, META


@dataclass(frozen=True, slots=True)
class Field:
    """One key: `kind` names a scalar type or another table; `doc` is what editors show."""

    kind: str
    doc: str
    required: bool = False
    default: str = ""


#: Kinds: str, strs (a string or a list of them), texts (the same, and ``$name`` stands for a list), int, bool, percent,
#: amount (lines, or a share with %), range (``5..34``), kinds (of `LINE_KINDS`), id, label, same_as, count, lists,
#: patterns, matchers (a matcher or a list of them), shapes (a shape or a list of them);
#: ``list:T`` is a list of T, ``several:T`` a T or a list of them; a table's name is a mapping of that table.
TABLES: Final[dict[str, dict[str, Field]]] = {
    name: {key: Field(*said) for key, said in table.items()} for name, table in _core.tables().items()
}

_CHOICES: Final = _core.choices()
#: What `is` and `not` can say of a line, each with what it means.
LINE_KINDS: Final[dict[str, str]] = _CHOICES["kind"]
ANCHORS: Final = tuple(_CHOICES["anchor"])
SLOTS: Final = tuple(_CHOICES["slot"])
ENUMS: Final[dict[str, tuple[str, ...]]] = {
    "label": LABELS,
    "same_as": tuple(_CHOICES["same_as"]),
    "kind": tuple(LINE_KINDS),
}

DRAFT: Final = "http://json-schema.org/draft-07/schema#"
TITLE: Final = "A rule file of cleaner"

_TEXT: Final[dict[str, Any]] = {"type": "string", "pattern": r"\S"}
_NUMBER: Final[dict[str, Any]] = {"type": "integer", "minimum": 0, "maximum": 999_999_999}
_SHARE: Final[dict[str, Any]] = {
    "type": "string",
    "pattern": r"^(100(\.0{1,3})?|0?[0-9]{1,2}(\.[0-9]{1,3})?)%$",
}


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/definitions/{name}"}


def _one_or_more(one: dict[str, Any]) -> dict[str, Any]:
    return {"oneOf": [one, {"type": "array", "items": one, "minItems": 1}]}


_MATCHERS: Final = _one_or_more(_ref("matcher"))
_SHAPE: Final[dict[str, Any]] = {"anyOf": [_ref("matcher"), _ref("block"), _ref("sequence")]}
_KINDS: Final[dict[str, dict[str, Any]]] = {
    "str": {"type": "string"},
    "lines": {"type": "string", "pattern": r"^(([+~-] .*|[ \t]*)(\n|$))*$"},
    "strs": _one_or_more(_TEXT),
    "texts": _one_or_more(_TEXT),
    "lists": {
        "type": "object",
        "propertyNames": {"pattern": "^[a-z][a-z0-9]*(-[a-z0-9]+)*$"},
        "additionalProperties": _one_or_more(_TEXT),
    },
    "range": {
        "oneOf": [
            _NUMBER,
            {"type": "string", "pattern": r"^([0-9]{1,9}\.\.([0-9]{1,9})?|\.\.[0-9]{1,9})$"},
        ]
    },
    "patterns": _one_or_more(_TEXT),
    "kinds": _one_or_more(_ref("kind")),
    "matchers": _MATCHERS,
    "id": {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"},
    "int": _NUMBER,
    "bool": {"type": "boolean"},
    "percent": _SHARE,
    "amount": {"oneOf": [_NUMBER, _SHARE]},
    "count": {**_NUMBER, "minimum": 1},
    "shapes": _one_or_more(_SHAPE),
    "until": {"oneOf": [{"enum": ["end"]}, _ref("matcher")]},
    "anchor": {"oneOf": [{"enum": list(ANCHORS)}, _ref("matcher")]},
    **{name: {"enum": list(words)} for name, words in ENUMS.items()},
}

#: A file that `tests_in` names.
_TESTS_ALONE: Final[dict[str, Any]] = {
    "required": ["tests"],
    "not": {"anyOf": [{"required": ["source"]}, {"required": ["package"]}]},
}
#: A part of a page is known by the line alone.
_ALONE: Final[dict[str, Any]] = {"not": {"anyOf": [{"required": ["same_as"]}, {"required": ["follows"]}]}}
#: A `trim` names one part of the line.
_CUT: Final[dict[str, Any]] = {"oneOf": [{"required": [word]} for word in ("starts", "ends", "has", "regex")]}


def _id_among(labels: tuple[str, ...]) -> dict[str, Any]:
    return {"properties": {"id": {"enum": list(labels)}}}


#: What a table asks for beyond its keys.
_EXTRA: Final[dict[str, dict[str, Any]]] = {
    "file": {"oneOf": [{"required": ["source"]}, {"required": ["package"]}, _TESTS_ALONE]},
    "page": {
        "allOf": [
            {
                "properties": {
                    key: _one_or_more(_ref("alone")) for key, part in TABLES["page"].items() if part.kind == "matchers"
                }
            }
        ]
    },
    "rule": {
        "oneOf": [{"required": [action]} for action in get_args(Action)],
        "allOf": [
            {"if": {"required": ["drop"]}, "then": {"anyOf": [{"required": ["label"]}, _id_among(LABELS)]}},
            {
                "if": {"required": ["meta"]},
                "then": {
                    "if": {"required": ["label"]},
                    "then": {"properties": {"label": {"enum": list(META)}}},
                    "else": _id_among(META),
                },
            },
            {"properties": {"trim": _one_or_more(_ref("cut"))}},
        ],
    },
    "matcher": {"minProperties": 1},
    "block": {
        "if": {"properties": {"until": {"const": "end"}}},
        "then": {"not": {"required": ["max"]}},
        "else": {"properties": {"takes_prose": {"const": False}}},
    },
    "sequence": {"allOf": [{"properties": {"sequence": {"minItems": 1}}}]},
    "where": {"minProperties": 1},
    "test": {
        "oneOf": [{"required": ["lines"]}, {"required": ["file"]}],
        "dependencies": {"html": ["lines"]},
    },
}


def schema() -> dict[str, Any]:
    """Return the schema as plain values."""
    definitions = {name: _table(name) for name in TABLES if name != "file"}
    definitions |= {"kind": _KINDS["kind"], "alone": _ALONE, "cut": _CUT}
    return {"$schema": DRAFT, "title": TITLE, **_table("file"), "definitions": definitions}


def schema_text() -> str:
    """Return the schema as it stands in a file."""
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
    if kind.startswith("several:"):
        return _one_or_more(_ref(kind[8:]))
    if kind in TABLES:
        return {"allOf": [_ref(kind)]}  # a bare $ref would hide the description beside it
    return _KINDS[kind]
