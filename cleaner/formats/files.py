"""Writes files so that no moment shows half of one: beside first, then renamed over.

The maker of a temporary file holds a lock on it for as long as it lives; the system takes the lock back from the dead.
So a temporary file that nobody holds is nobody's, and the next run that writes into its folder takes it away. A file
that grows as a run goes on (an audit, rejects, a manifest) is held in the same way: one run at a time writes it.
"""

import contextlib
import errno
import os
import stat
from _thread import allocate_lock  # what threading gives, without loading it
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO, Literal, cast

from cleaner.errors import InputError, UsageError
from cleaner.formats import compression

_MASK = allocate_lock()
_FORBIDDEN = (errno.EACCES, errno.EPERM, errno.EROFS)


class NotAllowedError(InputError):
    """One file may not be written; others may be."""


@contextlib.contextmanager
def told_of(path: str) -> Iterator[None]:
    """Say of an error which file it is about. A pipe that nobody reads any more is no error of the file."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        kind = NotAllowedError if error.errno in _FORBIDDEN else InputError
        raise kind(f"{path}: cannot be written: {(error.strerror or str(error)).lower()}") from None


class NewFile:
    """A file in the making: it takes its name when it is complete, and leaves no trace when it is not.

    As a context it is committed when all went well.

    A file that is there already is replaced with its mode and its owner; a link is followed, so that the link stays
    a link. What is no regular file (``/dev/null``, a named pipe) is written to as it is. A name on ``.gz``, ``.zst``,
    ``.bz2`` or ``.xz`` is packed, with no time stamp, so that equal content gives equal bytes; `packing` says another
    way, or none, for names may lie.
    """

    def __init__(self, path: str, packing: compression.Packing | Literal["named"] | None = "named") -> None:
        if packing == "named":
            packing = compression.packing_named(path)
        self.target = os.path.realpath(path)
        self._shown = path
        self._temporary = ""
        with told_of(path):
            if os.path.exists(self.target) and not os.path.isfile(self.target):
                self._raw: BinaryIO = open(self.target, "wb")  # noqa: SIM115
            else:
                folder = os.path.dirname(self.target)
                make_folder(folder, path)
                handle, self._temporary = _make(folder)
                self._raw = cast("BinaryIO", os.fdopen(handle, "wb"))
        self._stream = self._raw
        if packing is not None:
            try:
                self._stream = compression.packed(packing, self._raw)
            except InputError:
                self.discard()
                raise

    def __enter__(self) -> "NewFile":
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self.commit()
        else:
            self.discard()

    def write(self, data: bytes) -> None:
        with told_of(self._shown):
            self._stream.write(data)

    def commit(self) -> None:
        """Finish: everything on the disk, mode and owner as before, then the name."""
        self.put().close()  # and with it the lock that says the file is somebody's

    def put(self) -> BinaryIO:
        """Finish, but leave the file open, and locked, to add to it."""
        with told_of(self._shown):
            if self._stream is not self._raw:
                self._stream.close()
            self._raw.flush()
            if self._temporary:
                os.fsync(self._raw.fileno())
                _dress(self._raw.fileno(), self.target)
                if os.name == "nt":  # pragma: no cover - an open file cannot be renamed there
                    self._raw.close()
                os.replace(self._temporary, self.target)
                self._temporary = ""
        return self._raw

    def discard(self) -> None:
        """Forget the file; what stood under its name is untouched."""
        with contextlib.suppress(OSError, ValueError):
            self._stream.close()
        with contextlib.suppress(OSError):
            self._raw.close()
        if self._temporary:
            with contextlib.suppress(OSError):
                os.unlink(self._temporary)
            self._temporary = ""


def make_folder(folder: str, shown: str) -> None:
    """Make a folder for the file that is `shown`, if it is not there."""
    try:
        os.makedirs(folder, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        while not os.path.lexists(folder):
            folder = os.path.dirname(folder)
        raise InputError(f"{shown}: cannot be written: {folder} is no folder") from None


def _dress(handle: int, target: str) -> None:
    """Hand the mode and the owner of the old file on to the new one; without an old one, those of any new file."""
    try:
        old = os.stat(target)
    except FileNotFoundError:
        with _MASK:  # what new files are denied can only be read by setting it, which no two threads may do at once
            mask = os.umask(0o077)
            os.umask(mask)
        os.fchmod(handle, 0o666 & ~mask)
        return
    new = os.fstat(handle)
    if (old.st_uid, old.st_gid) != (new.st_uid, new.st_gid):
        try:
            os.fchown(handle, old.st_uid, old.st_gid)
        except OSError as error:
            raise NotAllowedError(f"{target}: its owner cannot be kept: {(error.strerror or '').lower()}") from None
    os.fchmod(handle, stat.S_IMODE(old.st_mode))


try:
    import fcntl
except ImportError:  # pragma: no cover - not on this system: nothing is locked, nothing swept
    fcntl = None  # type: ignore[assignment]

PREFIX, SUFFIX = ".cleaner-", ".part"
_swept: set[str] = set()


def _make(folder: str) -> tuple[int, str]:
    """Make a hidden file that nobody else can read, and hold it; give its handle and its name."""
    sweep(folder)
    while True:
        path = os.path.join(folder, f"{PREFIX}{os.urandom(6).hex()}{SUFFIX}")
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        # somebody may have swept the folder between these lines, and be at it still or be done
        if _held(handle) is not False and os.fstat(handle).st_nlink:
            return handle, path
        os.close(handle)


def sweep(folder: str) -> None:
    """Take away what killed runs left in a folder; once a run is enough."""
    if folder in _swept or fcntl is None:
        return
    _swept.add(folder)
    with contextlib.suppress(OSError), os.scandir(folder) as listing:
        for path in [one.path for one in listing if one.name.startswith(PREFIX) and one.name.endswith(SUFFIX)]:
            with contextlib.suppress(OSError):
                handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
                try:
                    if _held(handle):
                        os.unlink(path)
                finally:
                    os.close(handle)


def _held(handle: int) -> bool | None:
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


class GrowingFile:
    """A file that grows as a run goes on, so that an early end loses nothing of it: an audit, rejects, a manifest.

    One run at a time writes it: it is locked from the start, before anything is changed, to the end. `before` is how
    many bytes it held, -1 where there was no such file.
    """

    def __init__(self, path: str) -> None:
        """Open the file and lock it; what it holds is not touched yet. `UsageError` where another run has it."""
        self.path = path
        was_there = os.path.lexists(path)
        with told_of(path):
            self._stream = self._locked()
        self.before = os.fstat(self._stream.fileno()).st_size if was_there else -1

    def begin(self, *, more: bool) -> None:
        """Make ready for the first line; `more` adds to what the file holds."""
        if not more and self.before > 0:
            self._stream.truncate(0)

    def rewrite(self, lines: Iterable[bytes]) -> None:
        """Put other lines in the place of those that are there, at a stroke; the lock is held all the time."""
        new = NewFile(self.path, None)
        try:
            for line in lines:
                new.write(line)
            stream = new.put()
        except BaseException:
            new.discard()
            raise
        self.close()
        self._stream = stream

    def write(self, data: bytes) -> None:
        with told_of(self.path):
            self._stream.write(data)

    def flush(self, *, disk: bool = True) -> None:
        """Hand over all lines, to the `disk` where what follows may change the only files they tell of."""
        with told_of(self.path):
            self._stream.flush()
            if disk and os.path.isfile(self.path):
                os.fsync(self._stream.fileno())

    def close(self) -> None:
        """Close the file, which unlocks it."""
        with told_of(self.path):
            self._stream.close()

    def _locked(self) -> BinaryIO:
        """Open the file to add to it, and keep other runs from doing so; what is no regular file is nobody's."""
        stream = open(self.path, "ab")  # noqa: SIM115
        if not os.path.isfile(self.path):
            return stream
        ours = _held(stream.fileno())
        try:
            same = os.path.samestat(os.fstat(stream.fileno()), os.stat(self.path))
        except FileNotFoundError:
            same = False
        if ours is False or not same:
            stream.close()
            raise UsageError(f"{self.path}: another run is writing it; name another file")
        return stream


FileState = tuple[Any, ...]
"""What a file looks like: its size, then what changes with it; empty where there is none, or where nobody will ask."""


def file_state(path: str) -> FileState:
    """What tells that a file is not what it was: its size, its times, and its number on the disk."""
    try:
        status = os.stat(path)
    except OSError:
        return ()
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino
