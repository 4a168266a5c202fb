"""`rules new` and `rules schema`: what a rule file begins with."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from cleaner.cli.terminal import Messages
from cleaner.errors import UsageError
from cleaner.formats.files import NewFile
from cleaner.rulebook.schema import schema_text
from cleaner.rulebook.starter import starter
from cleaner.runs.console import out

_SCHEMA: Final = "schema/source.schema.json"


def new_source(host: str, output: str) -> int:
    """Write a starter file; one that is there already is never touched."""
    text = starter(host)
    if not output:
        out(text.encode())
        return 0
    folder = output.endswith("/") or Path(output).is_dir()
    name = next(line for line in text.split("\n") if line.startswith("source: ")).removeprefix("source: ")
    path = Path(output, f"{name}.yaml") if folder else Path(output)
    if path.exists():
        raise UsageError(f"{path}: is there already")
    schema = path.parent / _SCHEMA
    with NewFile(str(path)) as file:
        file.write(text.encode())
    if not schema.exists():
        write_schema(str(schema))
    Messages().say(f"{path}: written; check it with `cleaner rules lint {path}` and `cleaner rules test {path}`")
    return 0


def write_schema(output: str) -> int:
    """Write the schema to a file or to standard output."""
    data = schema_text().encode()
    if not output:
        out(data)
        return 0
    with NewFile(output) as file:
        file.write(data)
    return 0
