"""Lint results for programs: JSON, GitHub's annotations, SARIF."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cleaner.rulebook.codes import CODES, severity
from cleaner.runs.console import visible
from cleaner.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cleaner.errors import Problem
    from cleaner.lint.run import Report


def as_json(report: Report) -> dict[str, Any]:
    """Give the report as plain values."""
    return {
        "files": report.files,
        "errors": report.errors,
        "warnings": report.warnings,
        "problems": [
            {
                "file": problem.file,
                "line": problem.line,
                "column": problem.column,
                "code": problem.code,
                "severity": severity(problem.code),
                "message": problem.message,
                "hint": problem.hint,
            }
            for problem in report.problems
        ],
    }


def as_github(report: Report) -> Iterator[str]:
    """Give workflow commands, which GitHub shows beside the lines of a change."""
    for problem in report.problems:
        title = f"{problem.code} {CODES[problem.code].title}" if problem.code in CODES else problem.code
        yield annotation(severity(problem.code), problem.file, problem.line, problem.column, title, _said(problem))


def annotation(grade: str, file: str, line: int, column: int, title: str, message: str) -> str:
    r"""Give one workflow command.

    >>> annotation("error", "a,b.yaml", 3, 7, "C102", "one\ntwo")
    '::error file=a%2Cb.yaml,line=3,col=7,title=C102::one%0Atwo'
    """
    place = f"file={_property(file)},line={line},col={column},title={_property(title)}"
    return visible(f"::{grade} {place}::{_escaped(message)}")


def as_sarif(report: Report) -> dict[str, Any]:
    """Give SARIF 2.1.0, which code hosts and editors read."""
    used = sorted({problem.code for problem in report.problems})
    rules = [
        {
            "id": code,
            "shortDescription": {"text": CODES[code].title},
            "fullDescription": {"text": CODES[code].text},
            "defaultConfiguration": {"level": severity(code)},
        }
        for code in used
    ]
    results = [
        {
            "ruleId": problem.code,
            "ruleIndex": used.index(problem.code),
            "level": severity(problem.code),
            "message": {"text": _said(problem)},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": problem.file.replace("\\", "/")},
                        "region": {"startLine": problem.line, "startColumn": problem.column},
                    }
                }
            ],
        }
        for problem in report.problems
    ]
    driver = {"name": "cleaner", "version": __version__, "rules": rules}
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}],
    }


def _said(problem: Problem) -> str:
    return f"{problem.message} ({problem.hint})" if problem.hint else problem.message


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")
