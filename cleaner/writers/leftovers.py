"""Names for files in the making, and what becomes of those whose maker was killed.

A maker holds a lock on its file for as long as it lives; the system takes the lock back from the dead. So a file of
such a name that nobody holds is nobody's, and the next run that writes into its folder takes it away.
"""

from __future__ import annotations

import contextlib
import os
import tempfile

try:
    import fcntl
except ImportError:  # pragma: no cover - not on this system: nothing is locked, nothing swept
    fcntl = None  # type: ignore[assignment]

PREFIX, SUFFIX = ".cleaner-", ".part"
_swept: set[str] = set()


def make(folder: str) -> tuple[int, str]:
    """Make a hidden file that nobody else can read, and hold it; give its handle and its name."""
    sweep(folder)
    while True:
        handle, path = tempfile.mkstemp(prefix=PREFIX, suffix=SUFFIX, dir=folder)
        # somebody may have swept the folder between these lines, and be at it still or be done
        if held(handle) is False or not os.fstat(handle).st_nlink:
            os.close(handle)
            continue
        return handle, path


def sweep(folder: str) -> None:
    """Take away what killed runs left in a folder; once a run is enough."""
    if folder in _swept or fcntl is None:
        return
    _swept.add(folder)
    with contextlib.suppress(OSError), os.scandir(folder) as listing:
        for path in [one.path for one in listing if one.name.startswith(PREFIX) and one.name.endswith(SUFFIX)]:
            with contextlib.suppress(OSError):
                _take_away(path)


def _take_away(path: str) -> None:
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    try:
        if held(handle):
            os.unlink(path)  # noqa: PTH108
    finally:
        os.close(handle)


def held(handle: int) -> bool | None:
    """Take the lock on a file; False if somebody else has it, None where the file system knows no locks."""
    if fcntl is None:  # pragma: no cover
        return None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return None
    return True
