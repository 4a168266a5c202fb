"""Every mistake in a rule file is told with its file, line, column and code, and with the nearest right word."""

from __future__ import annotations

from textwrap import dedent

import pytest

from cleaner import Cleaner, RuleError, UsageError, _core
from cleaner.authoring.files import read

RULE = "- {id: a, label: ad, drop: {line: [x]}}"


def problems(text: str | bytes, file: str = "a.yaml"):
    data = text if isinstance(text, bytes) else dedent(text).encode()
    return read(data, file)[1]


def one_rule(text: str) -> str:
    return f"source: a.vn\nrules:\n{text}"


#: What is wrong, the file from its first line on, then line, column, code, a part of the message, the hint.
TABLE = [
    ("misspelt key of the file", "sourse: a.vn", 1, 1, "C102", "unknown key 'sourse'", "did you mean 'source'?"),
    ("misspelt action", one_rule("- {id: a, label: ad, dorp: {line: [x]}}"),
     3, 22, "C102", "'dorp'", "did you mean 'drop'?"),
    ("misspelt word", one_rule("- {id: a, label: ad, drop: {strats: [x]}}"),
     3, 29, "C102", "'strats'", "did you mean 'starts'?"),
    ("misspelt word of a sequence", one_rule("- {id: a, label: ad, drop: {sequnce: [{line: x}]}}"),
     3, 29, "C102", "'sequnce'", "did you mean 'sequence'?"),
    ("misspelt end of a block", one_rule("- {id: a, label: ad, drop: {form: {line: x}, untill: end}}"),
     3, 29, "C102", "'form'", "did you mean 'from'?"),
    ("misspelt key of a zone", one_rule(RULE[:-1] + ", where: {frist: 3}}"),
     3, 49, "C102", "'frist'", "did you mean 'first'?"),
    ("a key like no other", "source: a.vn\nmatch: {zzz: 1}", 2, 9, "C102", "unknown key 'zzz'", "one of: host text"),
    ("key given twice", "source: a.vn\nname: A\nname: B",
     3, 1, "C103", "duplicate key 'name'", "first given in line 2"),
    ("action given twice", one_rule("- id: a\n  label: ad\n  drop: {line: x}\n  drop: {line: y}"),
     6, 3, "C103", "'drop'", "first given in line 5"),
    ("rules are no list", "source: a.vn\nrules: {id: a}", 2, 8, "C104", "'rules' needs a list", ""),
    ("a rule is a text", one_rule("- abc"), 3, 3, "C104", "expected keys and values: id label", ""),
    ("a shape is a text", one_rule("- {id: a, label: ad, drop: x}"), 3, 28, "C104", "needs a matcher, a block", ""),
    ("a truth is a number", one_rule("- {id: a, label: ad, drop: {from: {line: x}, until: end, takes_prose: 1}}"),
     3, 71, "C104", "'takes_prose' needs true or false", ""),
    ("words are a half", one_rule("- {id: a, label: ad, drop: {words: 1.5}}"),
     3, 36, "C104", "'words' needs a range", "such as 5..34, ..14, 5.. or one number"),
    ("words are negative",
     one_rule("- {id: a, label: ad, drop: {words: -1}}"), 3, 36, "C104", "needs a range",
     "such as 5..34, ..14, 5.. or one number"),
    ("a range of nothing",
     one_rule("- {id: a, label: ad, drop: {chars: ..}}"), 3, 36, "C104", "needs a range",
     "such as 5..34, ..14, 5.. or one number"),
    ("a range upside down", one_rule("- {id: a, label: ad, drop: {words: 34..5}}"),
     3, 36, "C104", "the range 34..5 holds nothing", "write 5..34"),
    ("a kind misspelt", one_rule("- {id: a, label: ad, drop: {is: hedline}}"),
     3, 33, "C104", "unknown is 'hedline'", "did you mean 'headline'?"),
    ("a kind among others misspelt", one_rule("- {id: a, label: ad, drop: {not: [prose, sentense]}}"),
     3, 42, "C104", "unknown not 'sentense'", "did you mean 'sentence'?"),
    ("a kind is a truth", one_rule("- {id: a, label: ad, drop: {is: true}}"),
     3, 33, "C104", "unknown is 'true'", f"one of: {' '.join(_core.choices()['kind'])}"),
    ("a number in quotes", one_rule("- {id: a, label: ad, drop: {words: '5'}}"),
     3, 36, "C104", "'words' needs a range", "write it without quotes: 5"),
    ("lines in quotes", one_rule(RULE[:-1] + ", where: {first: '5'}}"),
     3, 56, "C104", "a number of lines", "write it without quotes: 5"),
    ("a truth in quotes", one_rule("- {id: a, label: ad, drop: {from: {line: x}, until: end, takes_prose: 'true'}}"),
     3, 71, "C104", "'takes_prose' needs true or false", "write it without quotes: true"),
    ("it is and is not", one_rule("- {id: a, label: ad, drop: {is: [prose, names], not: prose}}"),
     3, 49, "C118", "no line is and is not: prose", ""),
    ("an old size", one_rule("- {id: a, label: ad, drop: {max_words: 9}}"),
     3, 29, "C102", "unknown key 'max_words'", "write `words: ..14`"),
    ("an old truth", one_rule("- {id: a, label: ad, drop: {line: x, sentence: false}}"),
     3, 38, "C102", "unknown key 'sentence'", "write `is: sentence` or `not: sentence`"),
    ("an old block", one_rule("- {id: a, label: ad, drop: {from: {line: x}, until: {line: y}, wary: true}}"),
     3, 64, "C102", "unknown key 'wary'",
     "a block to the end is wary by itself; `takes_prose: true` is for one that need not be"),
    ("an old word of a rule", one_rule("- {id: a, label: ad, drop: {line: x}, wary: true}"),
     3, 39, "C102", "unknown key 'wary'",
     "a block to the end is wary by itself; `takes_prose: true` is for one that need not be"),
    ("an old anchor", one_rule(RULE[:-1] + ", where: {after: lead}}"),
     3, 56, "C104", "unknown after 'lead'", "write `body-start`"),
    ("an old end", one_rule("- {id: a, label: ad, drop: {from: {line: x}, until: blank}}"),
     3, 53, "C104", "unknown until 'blank'", "blank lines do not count: a matcher for the line below, or `end`"),
    ("an old action", one_rule("- {id: a, replace: {has: x, with: y}}"),
     3, 11, "C102", "unknown key 'replace'", "rules add no text: `trim` cuts a part, `drop` takes the line"),
    ("prose for a block with an end",
     one_rule("- {id: a, label: ad, drop: {from: {line: x}, until: {line: y}, takes_prose: true}}"),
     3, 64, "C118", "`takes_prose` is for a block to the end", "remove it"),
    ("no beginning", one_rule("- {id: a, label: ad, drop: {from: [], until: {line: y}}}"),
     3, 35, "C117", "'from' is an empty list", ""),
    ("lists are a list", "source: a.vn\nlists: [x]", 2, 8, "C104", "'lists' needs a name for each list", ""),
    ("a list with a bad name",
     "source: a.vn\nlists: {A b: [x]}", 2, 9, "C109", "'A b' of a list",
     "small letters, digits, hyphens; a letter first"),
    ("an empty list of texts", "source: a.vn\nlists: {a: []}", 2, 12, "C117", "'a' is an empty list", ""),
    ("an unknown list", f"source: a.vn\nlists: {{boxes: [y]}}\nrules:\n{RULE.replace('[x]', '[$boxs]')}",
     4, 36, "C125", "unknown list $boxs", "did you mean $boxes?"),
    ("an unknown list alone", one_rule(RULE.replace("[x]", "$boxes")),
     3, 35, "C125", "unknown list $boxes", "give it under `lists:`"),
    ("a list that nothing uses", f"source: a.vn\nlists: {{boxes: [y]}}\nrules:\n{RULE}",
     2, 9, "C126", "the list $boxes is used by no rule", "use it, or remove it"),
    ("lists in a circle", f"source: a.vn\nlists: {{a: [$b], b: [$a]}}\nrules:\n{RULE.replace('[x]', '$a')}",
     2, 9, "C127", "a list that holds itself: $a → $b → $a", ""),
    ("a pattern in a list", f"source: a.vn\nlists: {{a: ['(x']}}\nrules:\n{RULE.replace('line: [x]', 'regex: $a')}",
     2, 13, "C110", "unclosed group", "patterns run in linear time: no look-around, no back-references"),
    ("lines are a half", one_rule(RULE[:-1] + ", where: {first: 1.5}}"), 3, 56, "C104", "a share such as 80%", ""),
    ("more than all", one_rule(RULE[:-1] + ", where: {last: 101%}}"), 3, 55, "C104", "a share such as 80%", ""),
    ("a limit without %", "source: a.vn\nlimits: {max_removed: 97}", 2, 23, "C104", "needs a share such as 97%", ""),
    ("a limit above all", "source: a.vn\nlimits: {max_removed: 101%}",
     2, 23, "C104", "'max_removed' needs a share such as 97%, at most 100%", ""),
    ("no zone", one_rule(RULE[:-1] + ", where: {}}"),
     3, 48, "C117", "an empty zone bounds nothing", "`first: 100%` is the whole page"),
    ("a bound for a block to the end",
     one_rule("- {id: a, label: ad, drop: {from: {line: x}, until: end, max: 9}, where: {first: 9}}"),
     3, 58, "C118", "`max` is for a block with a matcher as its end", "remove it"),
    ("a block of no lines", one_rule("- {id: a, label: ad, drop: {from: {line: x}, until: {line: y}, max: 0}}"),
     3, 69, "C104", "'max' needs a number from 1", ""),
    ("no rounds", one_rule("- {id: a, label: ad, drop: {sequence: [{line: x}], repeat: 0}}"),
     3, 60, "C104", "a number from 1", ""),
    ("rounds without a number", one_rule("- {id: a, label: ad, drop: {sequence: [{line: x}], repeat: true}}"),
     3, 60, "C104", "needs a number", "remove it: a sequence goes on while its lines fit"),
    ("an anchor of no kind", one_rule(RULE[:-1] + ", where: {after: head}}"),
     3, 56, "C104", "'head'", "a matcher, `title`, `body-start` or `body-end`"),
    ("an end of no kind", one_rule("- {id: a, label: ad, drop: {from: {line: x}, until: stop}}"),
     3, 53, "C104", "'stop'", "a matcher, or `end`"),
    ("the same as what", one_rule("- {id: a, label: ad, drop: {same_as: last}}"),
     3, 38, "C104", "'last'", "one of: previous title any"),
    ("a source like a package", "source: vi/news",
     1, 1, "C104", "a name with a slash", "write `package:` in place of `source:`"),
    ("a list of lists", one_rule("- {id: a, label: ad, drop: {line: [[x]]}}"),
     3, 36, "C104", "'line' needs a text", ""),
    ("bare yes", one_rule("- {id: a, label: ad, drop: {line: [yes]}}"),
     3, 36, "C105", "YAML reads 'yes' as a yes/no", 'write it in quotes: "yes"'),
    ("bare on", "source: a.vn\nname: on", 2, 7, "C105", "YAML reads 'on' as a yes/no", 'write it in quotes: "on"'),
    ("bare clock", one_rule("- {id: a, label: ad, drop: {line: [11:26]}}"),
     3, 36, "C105", "YAML reads '11:26' as a number", 'write it in quotes: "11:26"'),
    ("bare number", one_rule("- {id: a, label: ad, drop: {line: [1.10]}}"),
     3, 36, "C105", "YAML reads '1.10' as a number", 'write it in quotes: "1.10"'),
    ("bare year", one_rule("- {id: a, label: ad, drop: {line: 2024}}"),
     3, 35, "C105", "YAML reads '2024' as a number", 'write it in quotes: "2024"'),
    ("bare date", one_rule("- {id: a, label: ad, drop: {line: [2024-01-13]}}"),
     3, 36, "C105", "YAML reads '2024-01-13' as timestamp", 'write it in quotes: "2024-01-13"'),
    ("bare null", one_rule("- {id: a, label: ad, drop: {line: [null]}}"),
     3, 36, "C105", "YAML reads 'null' as nothing", 'write it in quotes: "null"'),
    ("nothing at all", "source:", 1, 7, "C105", "YAML reads 'an empty value' as nothing", 'write it in quotes: ""'),
    ("no name", "name: A", 1, 1, "C106", "the file needs `source:`", ""),
    ("two names", "source: a.vn\npackage: a/b", 1, 1, "C106", "the file needs `source:`", ""),
    ("no id", one_rule("- {label: ad, drop: {line: [x]}}"), 3, 3, "C106", "the key 'id' is missing", ""),
    ("no label", one_rule("- {id: a, drop: {line: [x]}}"), 3, 3, "C106", "the rule 'a' needs a label",
     "say `label:`, or name the rule after one"),
    ("no label of a fact", one_rule("- {id: ad, meta: {line: [x]}}"), 3, 3, "C108",
     "needs a metadata label", "one of: published byline credit origin"),
    ("no action", one_rule("- {id: a, label: ad}"), 3, 3, "C106", "this has none", ""),
    ("two actions", one_rule("- {id: a, label: ad, drop: {line: x}, keep: {line: y}}"),
     3, 3, "C106", "this has drop and keep", ""),
    ("a block without end", one_rule("- {id: a, label: ad, drop: {from: {line: x}}}"),
     3, 28, "C106", "the key 'until' is missing", ""),
    ("a block without start", one_rule("- {id: a, label: ad, drop: {until: end}, where: {first: 3}}"),
     3, 28, "C106", "the key 'from' is missing", ""),
    ("an empty test", "source: a.vn\ntests:\n- {name: x}", 3, 3, "C106", "a test needs `lines:` or `file:`", ""),
    ("one id twice", one_rule(f"{RULE}\n{RULE}"), 4, 4, "C107", "duplicate id 'a'", "first used in line 3"),
    ("misspelt label", one_rule("- {id: a, label: relatd, drop: {line: [x]}}"),
     3, 18, "C108", "'relatd'", "did you mean 'related'?"),
    ("a fact that is none", one_rule("- {id: a, label: ad, meta: {line: [x]}}"),
     3, 11, "C108", "needs a metadata label", "one of: published byline credit origin"),
    ("an id in capitals", one_rule("- {id: A_b, label: ad, drop: {line: [x]}}"),
     3, 8, "C109", "'A_b' is not kebab-case", "small letters, digits, hyphens"),
    ("look-around", one_rule("- {id: a, label: ad, drop: {regex: ['a(?=b)']}}"),
     3, 37, "C110", "cannot be used", "look-around is not linear; use several words in one matcher, or `where`"),
    ("look-behind", one_rule("- {id: a, label: ad, drop: {regex: [x, '(?<!a)b']}}"),
     3, 40, "C110", "cannot be used", "look-around is not linear; use several words in one matcher, or `where`"),
    ("back-reference", one_rule("- {id: a, label: ad, drop: {regex: '(a)\\1'}}"),
     3, 36, "C110", "cannot be used", "patterns run in linear time: no look-around, no back-references"),
    ("open bracket", one_rule("- {id: a, label: ad, drop: {regex: '(a'}}"),
     3, 36, "C110", "unclosed group", "patterns run in linear time: no look-around, no back-references"),
    ("long pattern", one_rule("- {id: a, label: ad, drop: {regex: '" + "a" * 2001 + "'}}"),
     3, 36, "C110", "2001 characters", "split it"),
    ("misspelt slot", one_rule("- {id: a, label: ad, drop: {like: ['{dat} x']}}"),
     3, 36, "C111", "unknown slot {dat}", "did you mean 'date'?"),
    ("no slot", one_rule("- {id: a, label: ad, drop: {like: ['x']}}"),
     3, 36, "C111", "has no slot", "use `line:` for a fixed text"),
    ("every line", one_rule("- {id: a, label: ad, drop: {like: ['{words}']}}"),
     3, 36, "C111", "would fit every line", "add fixed words, or use other slots"),
    ("to the end from anywhere", one_rule("- {id: a, label: ad, drop: {from: {line: x}, until: end}}"),
     3, 4, "C112", "`until: end` in 'a' needs a `where`", ""),
    ("a package guesses", f"package: a/b\nrules:\n{RULE.replace('line: [x]', 'is: slug')}",
     3, 4, "C112", "`is: slug` in the package rule 'a' needs a `where`", ""),
    ("an empty list", one_rule("- {id: a, label: ad, drop: {line: []}}"), 3, 35, "C117", "'line' is an empty list", ""),
    ("an empty text", one_rule("- {id: a, label: ad, drop: {line: [x, ' ']}}"),
     3, 35, "C117", "'line' holds an empty text", ""),
    ("an empty alternative", one_rule("- {id: a, label: ad, drop: {has: '{|a}'}}"),
     3, 34, "C117", "one of these alternatives is an empty text", ""),
    ("an empty text in a list", f"source: a.vn\nlists: {{a: [x, '']}}\nrules:\n{RULE.replace('[x]', '$a')}",
     2, 12, "C117", "'a' holds an empty text", ""),
    ("an empty alternative in a list",
     f"source: a.vn\nlists: {{a: ['{{x|{{y|}}}}{{z|}}']}}\nrules:\n{RULE.replace('[x]', '$a')}",
     2, 13, "C117", "one of these alternatives is an empty text", ""),
    ("a text with an empty key", one_rule("- {id: a, label: ad, drop: {starts: ['&nbsp;']}}"),
     3, 37, "C117", "'starts' holds an empty text", ""),
    ("an empty matcher", one_rule("- {id: a, label: ad, drop: {}}"),
     3, 28, "C117", "an empty matcher would fit every line", ""),
    ("an empty sequence", one_rule("- {id: a, label: ad, drop: {sequence: []}}"),
     3, 28, "C117", "an empty sequence fits nothing", ""),
    ("an edit without a part", one_rule("- {id: a, trim: {words: ..3}}"),
     3, 17, "C118", "exactly one of: starts ends has regex", ""),
    ("an edit of two parts", one_rule("- {id: a, trim: {starts: x, ends: y}}"),
     3, 17, "C118", "exactly one of: starts ends has regex", ""),
    ("a whole line cut", one_rule("- {id: a, trim: {line: x}}"),
     3, 17, "C118", "exactly one of: starts ends has regex", ""),
    ("an open selector", "source: a.vn\nhtml: {content: 'div[a'}", 2, 17, "C118", "'div[a' has an open bracket", ""),
    ("a long selector", f"source: a.vn\nhtml: {{remove: [a, '{':not(:has(*))' * 99}']}}",
     2, 20, "C118", "a selector has at most 500 characters",
     "split it: a list of selectors finds what any of them does"),
    ("a package that matches", "package: a/b\nmatch: {host: a.vn}", 2, 8, "C122", "a package has no `match`", ""),
    ("a test line without a mark", "source: a.vn\ntests:\n- lines: |\n    + a\n    b",
     5, 1, "C124", "without a mark: 'b'", "begin it with `+ `, `- ` or `~ `"),
    ("test lines in a row", "source: a.vn\ntests:\n- lines: '+ a'",
     3, 10, "C124", "needs a block of lines", "write `lines: |` and a line below"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "line", "column", "code", "message", "hint"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE]
)
def test_a_mistake_is_told_with_its_place_and_the_right_word(text, line, column, code, message, hint):
    first = problems(text)[0]
    assert (first.file, first.line, first.column, first.code) == ("a.yaml", line, column, code)
    assert message in first.message
    assert first.hint == hint


def test_a_mistake_in_a_list_is_told_once():
    text = f"source: a.vn\nlists: {{a: [x, '']}}\nrules:\n{RULE.replace('[x]', '$a')}"
    assert [problem.code for problem in problems(text)] == ["C117"]


#: Files that cannot be read at all: line, column, a part of the message.
BROKEN = [
    ("an empty file", b"", 1, 1, "must hold keys and values"),
    ("a comment only", b"# nothing\n", 1, 1, "must hold keys and values"),
    ("a list", b"- a\n- b\n", 1, 1, "must hold keys and values"),
    ("a text", b"abc", 1, 1, "must hold keys and values"),
    ("not UTF-8", "source: a.vn\nname: Đọc".encode("cp1258", "replace") + b"\xff", 2, 1, "not UTF-8"),
    ("UTF-16", "source: a.vn".encode("utf-16"), 1, 1, "not UTF-8"),
    ("an alias", b"source: a.vn\nname: &x A\nextends: *x\n", 2, 7, "anchors and aliases"),
    ("an alias bomb", b"a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n", 1, 4, "anchors and aliases"),
    ("a tag", b"source: !!python/object/apply:os.system ['x']\n", 1, 9, "tags (!) are not allowed"),
    ("a tag of one's own", b"source: a.vn\nname: !x A\n", 2, 7, "tags (!) are not allowed"),
    ("a tab", b"source: a.vn\nrules:\n\t- id: a\n", 3, 2, "not valid YAML"),
    ("an open quote", b"source: 'a.vn\n", 1, 9, "not valid YAML"),
    ("an open bracket", b"source: a.vn\nrules: [\n", 3, 1, "not valid YAML"),
    ("two documents", b"source: a.vn\n---\nsource: b.vn\n", 2, 1, "single document"),
    ("a colon in a value", b"source: a.vn\nname: Tin: bai\n", 2, 10, "not valid YAML"),
]


@pytest.mark.parametrize(
    ("data", "line", "column", "message"), [row[1:] for row in BROKEN], ids=[row[0] for row in BROKEN]
)
def test_what_is_no_rule_file_is_told_with_its_place(data, line, column, message):
    (problem,) = problems(data)
    assert (problem.file, problem.line, problem.column, problem.code) == ("a.yaml", line, column, "C101")
    assert message in problem.message


@pytest.mark.parametrize("opening", ["[", "{a: "])
@pytest.mark.parametrize("sign", ["", "x: '&'\n"])
def test_a_file_nested_too_deeply_is_refused(opening, sign):
    text = f"{sign}source: {opening * 5_000}"
    assert {problem.code for problem in problems(text)} == {"C101"}


@pytest.mark.parametrize("sign", ["", "name: '&'\n"])
def test_a_well_formed_file_nested_too_deeply_is_refused(sign):
    text = f"{sign}source: {'[' * 30}{']' * 30}"
    assert any("nested deeper than 20" in problem.message for problem in problems(text))


def test_a_file_that_is_too_large_is_not_even_read():
    (problem,) = problems(b"\xff" * 1_000_001)
    assert (problem.code, problem.line) == ("C120", 1)
    assert "1000001 bytes" in problem.message


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm():
    text = "source: a.vn\r\nrules:\r\n" + RULE + "\r\n"
    assert read(b"\xef\xbb\xbf" + text.encode(), "a.yaml")[0].rules[0].place.line == 3


@pytest.mark.parametrize("sign", ["R&D", "a*b", "Hay!", "&lt;", "*"])
def test_signs_inside_texts_are_no_anchors_or_tags(sign):
    assert read(f"source: a.vn\nname: '{sign}'".encode(), "a.yaml")[0].display == sign


def test_all_mistakes_of_a_file_are_told_at_once():
    text = """\
    source: a.vn
    nmae: A
    rules:
      - id: A b
        label: ad
        drop: {line: [yes]}
      - id: b
        label: relatd
        drop: {strats: [x], regex: ['(']}
      - id: c
      - id: d
        label: ad
        drop: {line: [x]}
        where: {first: x}
    """
    found = [(problem.line, problem.code) for problem in problems(text)]
    assert sorted(found) == [
        (2, "C102"),
        (4, "C109"),
        (6, "C105"),
        (8, "C108"),
        (9, "C102"),
        (9, "C110"),
        (10, "C106"),
        (14, "C104"),
    ]


def written(folder, files: dict[str, str]):
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def test_all_mistakes_of_all_files_are_told_at_once(tmp_path):
    folder = written(
        tmp_path, {"a.vn.yaml": "source: a.vn\nx: 1", "b.vn.yaml": "source: b.vn", "c/d.yaml": "package: c/d\ny: 1"}
    )
    with pytest.raises(RuleError) as caught:
        Cleaner([folder], builtin=False)
    assert [(one.file, one.line) for one in caught.value.problems] == [
        (f"{folder}/a.vn.yaml", 2),
        (f"{folder}/c/d.yaml", 2),
    ]
    assert str(caught.value).count("\n") == 1
    assert f"{folder}/a.vn.yaml:2:1: C102 unknown key 'x'" in str(caught.value)


CHAINS = [
    ("a circle", {"a.yaml": "source: a\nextends: p/x", "p/x.yaml": "package: p/x\nextends: [p/y]",
                  "p/y.yaml": "package: p/y\nextends:\n- p/x"},
     "p/y.yaml", 3, 3, "C114", "p/x → p/y → p/x", ""),
    ("itself", {"p/x.yaml": "package: p/x\nextends: p/x"}, "p/x.yaml", 2, 10, "C114", "p/x → p/x", ""),
    ("an unknown package", {"a.yaml": "source: a\nextends: [p/nwes]", "p/news.yaml": "package: p/news"},
     "a.yaml", 2, 11, "C113", "unknown package 'p/nwes'", "did you mean 'p/news'?"),
    ("a source", {"a.yaml": "source: a\nextends: b", "b.yaml": "source: b"},
     "a.yaml", 2, 10, "C113", "which is a source, not a package", ""),
    ("an unknown rule", {"a.yaml": "source: a\nextends: p/x\ndisable:\n- 'p/x#shaer'",
                         "p/x.yaml": "package: p/x\nrules:\n- {id: share, label: ad, drop: {line: x}}"},
     "a.yaml", 4, 3, "C115", "`disable` of 'p/x#shaer'", "did you mean 'p/x#share'?"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("files", "file", "line", "column", "code", "message", "hint"),
    [row[1:] for row in CHAINS],
    ids=[row[0] for row in CHAINS],
)
def test_mistakes_between_files_are_told_where_they_are_written(
    tmp_path, files, file, line, column, code, message, hint
):
    with pytest.raises(RuleError) as caught:
        Cleaner([written(tmp_path, files)], builtin=False)
    first = caught.value.problems[0]
    assert (first.file, first.line, first.column, first.code) == (f"{tmp_path}/{file}", line, column, code)
    assert message in first.message
    assert first.hint == hint


def test_paths_that_hold_no_rules_are_a_wrong_use(tmp_path):
    with pytest.raises(UsageError, match="no such rule file or folder"):
        Cleaner([tmp_path / "x.yaml"])
    with pytest.raises(UsageError, match=r"no rule file \(\*\.yaml\)"):
        Cleaner([tmp_path])


def test_a_rule_error_survives_the_way_to_another_process():
    import pickle

    error = RuleError(problems("sourse: a"))
    again = pickle.loads(pickle.dumps(error))
    assert (again.problems, str(again)) == (error.problems, str(error))


def test_a_file_of_mistakes_alone_is_told_of_without_comparing_all_words():
    rules = "".join(f"  - {{id: r{n}, label: fotter, drop: {{line: [a{n}]}}}}\n" for n in range(2_000))
    hints = [problem.hint for problem in problems(f"source: a.vn\nrules:\n{rules}")]
    assert hints[0] == "did you mean 'footer'?"
    assert all(hint.startswith("one of: ") for hint in hints[1_000:])


@pytest.mark.parametrize("text", ["a: b: c", "a:\n\t- b", "[1, 2", "a: 'b", "a: \x00", "%", "a: " + "[" * 2000])
def test_no_word_of_the_yaml_library_stands_bare(text):
    file, (problem,) = read(text.encode(), "a.vn.yaml")
    assert file is None
    assert problem.message.startswith(("not valid YAML", "nested deeper than", "control characters"))
