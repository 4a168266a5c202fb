"""The command inside the process that runs the tests: for what it makes and says, where the process is no matter.

Starting Python and loading libraries is nine tenths of what a call takes. What a test says of processes (signals,
pipes, what is loaded, how soon, by how many) it says of a real one.
"""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from unittest import mock

from cleaner.cli.main import main

#: The locale knows no Vietnamese, as in a bare container.
LOCALE = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}


def inside(folder: Path, *arguments: str, stdin: bytes = b"", **environ: str) -> subprocess.CompletedProcess[bytes]:
    """Run the command in a folder; its standard streams are files."""
    before = Path.cwd()
    with ExitStack() as stack:
        files = [stack.enter_context(tempfile.TemporaryFile()) for _ in range(3)]
        files[0].write(stdin)
        files[0].seek(0)
        streams = [io.TextIOWrapper(file, encoding="ascii", write_through=True) for file in files]  # type: ignore[arg-type]
        for name, stream in zip(("stdin", "stdout", "stderr"), streams, strict=True):
            stack.enter_context(mock.patch.object(sys, name, stream))
            stack.callback(_left, stream)
        stack.enter_context(mock.patch.object(sys, "argv", ["cleaner", *arguments]))
        stack.enter_context(mock.patch.dict(os.environ, {**LOCALE, **environ}))
        os.chdir(folder)
        stack.callback(os.chdir, before)
        code = _ended()
        said = []
        for stream, file in zip(streams[1:], files[1:], strict=True):
            stream.flush()
            file.seek(0)
            said.append(file.read())
    return subprocess.CompletedProcess(["cleaner", *arguments], code, *said)


def _left(stream: io.TextIOWrapper) -> None:
    """Leave the file of a stream to its owner; the command closes an input that breaks off."""
    if not stream.closed:
        stream.detach()


def _ended() -> int:
    """The exit code."""
    try:
        main()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(bool(end.code))
    return 0
