"""The JSON Schema says of a file what the loader says."""

import json
from pathlib import Path

import pytest
import yaml

from cleaner import _core
from cleaner.authoring.files import read
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


MATCHER = "rules: [{id: a, label: share, drop: {%s}}]"
ZONE = "rules: [{id: a, label: share, drop: {line: [x]}, where: %s}]"
BLOCK = "rules: [{id: a, label: share, drop: {from: {line: x}, %s}, where: {first: 9}}]"
RULE = "rules: [{id: a, %s}]"
LINES = "tests: [{%s}]"

GOOD = [
    *[MATCHER % one for one in ("line: [x]", "words: 5", "words: 5..", "words: ..14", "chars: 0", "words: 007..9")],
    *[MATCHER % one for one in ("is: sentence", "not: [stamp, names]", "follows: {line: x}", "same_as: any")],
    *[MATCHER % one for one in ("sequence: [{line: x}], repeat: 3", "sequence: [{line: x}]")],
    *[ZONE % one for one in ("{first: 5}", "{first: 0}", "{last: 100%}", "{first: 2.5%}", "[{first: 5}, {last: 3}]")],
    *[ZONE % one for one in ('{first: "80%"}', "{last: 100.0%}", "{after: title}", "{before: {line: x}}")],
    *[BLOCK % one for one in ("until: end", "until: {line: y}, max: 3", "until: end, takes_prose: true")],
    BLOCK % "until: {line: y}, takes_prose: false",
    *[RULE % one for one in ("label: byline, meta: {line: x}", "keep: {line: x}", "trim: {starts: x, words: ..9}")],
    *[RULE % one for one in ("trim: [{has: x}, {regex: y}]", "trim: {ends: x}, label: credit")],
    "rules: [{id: ad, drop: {line: x}}, {id: byline, meta: {line: x}}]",
    "limits: {max_removed: 97.5%, min_kept: 2}",
    "page: {ends: [{line: x}, {has: y, words: ..3}]}",
]

#: What both refuse: a wrong word, a wrong kind, a number that is none, what does not go together.
BAD = [
    *[
        MATCHER % one
        for one in ("strats: [x]", "line: [no]", "line: []", "line: ' '", "", "line: {a: b}", "line: [[x]]")
    ],
    *[MATCHER % one for one in ("words: '5'", "words: -1", "words: 5.5", "words: '..'", "words: '5 .. 34'")],
    *[
        MATCHER % one
        for one in ("words: 1000000000..", "words: 9999999999", "chars: ..٥", "words: [5, 6]", "words: true")
    ],
    *[MATCHER % one for one in ("is: sentences", "is: true", "is: []", "same_as: Title", "same_as: [any]")],
    *[MATCHER % one for one in ("follows: [{line: x}]", "follows: {}", "min_words: 3", "from: {line: x}")],
    *[MATCHER % one for one in ("sequence: []", "sequence: {line: x}", "sequnce: [{line: x}]")],
    *[MATCHER % f"sequence: [{{line: x}}], repeat: {one}" for one in ("0", "true", "'3'", "-1")],
    *[ZONE % one for one in ("{first: many}", "{first: '5'}", "{first: 150%}", "{first: 5 %}", "{first: .5%}", "{}")],
    *[ZONE % one for one in ("[]", "x", "{fist: 5}", "{first: 5.5}", "{last: -1}", "{first: 1234567890}")],
    *[ZONE % one for one in ("{after: lead}", "{after: [title]}", "{after: {}}", "{last: 100.5%}", "{last: 1.0000%}")],
    *[
        BLOCK % one
        for one in ("until: blank", "until: end, max: 3", "until: {line: y}, max: 0", "until: end, wary: true")
    ],
    *[BLOCK % one for one in ("until: {line: y}, max: '3'", "until: {line: y}, takes_prose: true", "max: 3")],
    *[BLOCK % one for one in ("until: end, takes_prose: 'true'", "until: end, takes_prose: 1", "until: [{line: y}]")],
    *[RULE % one for one in ("drop: {line: x}", "label: shares, drop: {line: x}", "label: ad", "label: ad, drop: x")],
    *[RULE % one for one in ("label: ad, meta: {line: x}", "label: title, meta: {line: x}", "meta: {line: x}")],
    *[RULE % one for one in ("trim: {line: x}", "trim: {starts: x, ends: y}", "trim: [{has: x}, {words: 3}]")],
    *[RULE % one for one in ("label: ad, drop: {line: x}, keep: {line: y}", "label: ad, drop: {line: x}, why: [a]")],
    *[RULE % one for one in ("label: ~, drop: {line: x}", "label: [ad], drop: {line: x}", "label: ad, drop: []")],
    "rules: [{id: ad, meta: {line: x}}]",
    "rules: [{id: A_b, label: ad, drop: {line: x}}]",
    "rules: {}",
    *[f"limits: {{{one}}}" for one in ("max_removed: 97", "max_removed: 101%", "min_kept: -1", "min_kept: '1'")],
    *[
        f"page: {{{one}}}"
        for one in ("ends: {}", "ends: {same_as: any}", "box: [{line: x}, {follows: {line: y}}]", "x: y")
    ],
    *[f"lists: {{{one}}}" for one in ("A: [x]", "a: []", "a-: [x]", "a: {b: c}", "a: [yes]")],
    *[LINES % one for one in ("name: a", "lines: 'no mark'", "html: x", "html: x, file: y", "file: x, lines: '+ a'")],
    "package: cms/x",
    "extends: []",
    "name: 24",
]

#: What only the loader can tell: what stands in a text, what two numbers say together, and how a value is written,
#: which those who check by a schema do not see any more.
UNSEEN = [
    *[MATCHER % one for one in ("regex: '('", "like: plain", "like: '{dat} x'", "heading: '##'", "line: '&nbsp;'")],
    *[MATCHER % one for one in ("line: $boxes", "line: '{|a}'", "words: 34..5", "is: sentence, not: sentence")],
    *[MATCHER % one for one in ("words: 0x10", "words: 1_000", "sequence: [{line: x}], repeat: 3.0")],
    *[BLOCK % one for one in ("until: end, takes_prose: yes", "until: end, takes_prose: True")],
    "rules: [{id: a, label: ad, drop: {from: {line: x}, until: end}}]",
    "page: {ends: {like: '{title} x'}}",
    "html: {content: 'a['}",
    "tests: [{lines: '+ a'}]",
]


def verdicts(piece):
    text = f"source: example.vn\n{piece}\n"
    return bool(read(text.encode(), "example.vn.yaml")[1]), bool(errors(text))


@pytest.mark.parametrize("piece", GOOD)
def test_what_the_loader_takes_the_schema_takes(piece):
    assert verdicts(piece) == (False, False)


@pytest.mark.parametrize("piece", BAD)
def test_what_the_loader_refuses_the_schema_refuses(piece):
    assert verdicts(piece) == (True, True)


@pytest.mark.parametrize("piece", UNSEEN)
def test_what_no_schema_sees_the_loader_refuses(piece):
    assert verdicts(piece) == (True, False)
