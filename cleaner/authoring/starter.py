"""What a rule file begins with: the schema that editors check it by, and the small file that a source starts as."""

import re
from pathlib import Path
from typing import Final

from cleaner import _core
from cleaner.errors import UsageError
from cleaner.rules.catalogue import builtin_folder

#: Where a file's first line looks for its schema, seen from the file.
SCHEMA: Final = "schema/source.schema.json"
_HOST: Final = "example.vn"  # of the starter file


def schema_text() -> str:
    """Return the JSON Schema of rule files, as it comes with the rules."""
    return Path(builtin_folder(), SCHEMA).read_text("utf-8")


def host_named(text: str) -> str:
    """Return the host that a source is named by, as its readers know it: out of an address, without ``www``.

    >>> host_named("https://www.Example.vn/tin/bai-mau.html")
    'example.vn'
    """
    host = _core.host_of(text.strip()).removeprefix("www.")
    if not host:
        raise UsageError(f"{text!r} is no host; expected one such as {_HOST}")
    return host


def starter(host: str) -> str:
    r"""Return the text of a new file for a host, or an address of it: small, commented and right as it stands.

    >>> starter("example.org").split("\n")[2]
    'source: example.org'
    """
    host = host_named(host)
    text = Path(builtin_folder(), "schema", "starter.yaml").read_text("utf-8")
    _, rest = text.split("\n", 1)
    # what stands behind the host keeps its column
    rest = re.sub(rf"{re.escape(_HOST)}\]\s+(?=#)", lambda old: f"{host}]  ".ljust(len(old[0])), rest)
    return f"# yaml-language-server: $schema={SCHEMA}\n{rest.replace(_HOST, host)}"
