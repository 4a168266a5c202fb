"""What travels to a worker: settings with their rule files, and a folder of shards as a job.

Rule files named on the driver are not on the disks of the workers. They are small, so they travel inside the pickle of
whatever needs them: no engine has to be told to ship a folder, and a worker can never hold another version of a file.

Of a job, an engine only says who does which shard: nothing of a record passes through it, so none of its readers or
writers can change a byte.
"""

import os
import shutil
import tempfile
from contextlib import suppress
from functools import lru_cache
from hashlib import blake2b
from typing import Any

from cleaner.errors import CleanerError
from cleaner.option import checked
from cleaner.pipeline import Cleaner
from cleaner.rules.catalogue import Stamp, rule_files
from cleaner.runs.shard import Name, Stats, clean_file, gathered, rules_state, shards
from cleaner.settings import Settings

#: A path that the user named, and the files behind it: where each stands below it, and its bytes.
Parcel = tuple[str, tuple[tuple[str, bytes], ...]]


class Shipped:
    """Settings whose rule files go along when they are pickled."""

    def __init__(self, settings: Settings) -> None:
        self.settings = checked(settings)
        self._state = rules_state(self.settings.rules)

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        """Read the rule files now, so that all workers have the same."""
        return _arrived, (self.settings, tuple(pack(path) for path in self.settings.rules))

    @property
    def cleaner(self) -> Cleaner:
        return _cleaner(self.settings, self._state)


def _arrived(settings: Settings, parcels: tuple[Parcel, ...]) -> Shipped:
    return Shipped(settings._replace(rules=tuple(unpack(parcel) for parcel in parcels)))


@lru_cache(maxsize=4)
def _cleaner(settings: Settings, state: tuple[Stamp, ...]) -> Cleaner:  # noqa: ARG001 - other rules, another cleaner
    return Cleaner.of(settings)


def pack(path: str) -> Parcel:
    """Read the rule files of a path."""
    root = path if os.path.isdir(path) else os.path.dirname(path)
    return path, tuple((os.path.relpath(entry.path, root or "."), entry.read()) for entry in rule_files(path))


def unpack(parcel: Parcel) -> str:
    """A path that holds the files: the same as on the driver where the very same files are there, too."""
    path, files = parcel
    with suppress(CleanerError, OSError):  # of another machine
        if pack(path) == parcel:
            return path
    name = os.path.basename(os.path.abspath(path))
    inner = name if len(files) != 1 or files[0][0] != name else ""
    digest = blake2b(repr(parcel).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
    folder = os.path.join(tempfile.gettempdir(), f"cleaner-rules-{os.geteuid()}-{digest}")  # one for all of a user
    if not os.path.isdir(folder):
        _lay_out(folder, {os.path.join(inner, place): data for place, data in files})
    status = os.lstat(folder)
    if status.st_uid != os.geteuid() or status.st_mode & 0o077:
        raise CleanerError(f"{folder} belongs to somebody else")
    return os.path.join(folder, name)


def _lay_out(folder: str, files: dict[str, bytes]) -> None:
    """Write the files beside, then rename: of several workers one comes first, and each finds them whole."""
    made = tempfile.mkdtemp(dir=os.path.dirname(folder))
    for place, data in files.items():
        path = os.path.join(made, place)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as stream:
            stream.write(data)
    try:
        os.rename(made, folder)
    except OSError:
        shutil.rmtree(made)


class ShardJob:
    """Which files are cleaned into which, and how. Picklable, with its rule files.

    `job.shards()` lists the work, `job(shard)` does one piece of it on any machine that sees the folders and gives its
    counts; done twice, the second time is a look at the sidecar. `job.stats()` adds up what is complete.
    """

    def __init__(
        self,
        source: Name,
        output: Name,
        *,
        settings: Settings | None = None,
        text: str = "text",
        url: str = "url",
        to: str = "auto",
        annotate: bool = False,
        removed: Name = "",
        resume: bool = True,
    ) -> None:
        """Take the folders; `removed` is one for the audits, an audit a shard. The rest is as in `clean_file`."""
        self.source, self.output, self.removed = os.fspath(source), os.fspath(output), os.fspath(removed)
        self._how: dict[str, Any] = {"text": text, "url": url, "to": to, "annotate": annotate, "resume": resume}
        self._shipped = Shipped(settings or Settings())
        _ = self._shipped.cleaner  # what is wrong with the settings shows here

    def shards(self) -> list[tuple[str, str]]:
        return shards(self.source, self.output, to=self._how["to"])

    def __call__(self, shard: tuple[str, str]) -> Stats:
        given, out = shard
        return clean_file(given, out, settings=self._shipped.settings, removed=self.audit(out), **self._how)

    def audit(self, out: str) -> str:
        """Name the audit of an output, if one is kept."""
        if not self.removed:
            return ""
        name = os.path.relpath(out, self.output).removesuffix(".gz")
        return os.path.join(self.removed, f"{name}.removed.jsonl.gz")

    def stats(self) -> Stats:
        """Add up the sidecars of all shards; those that are not complete count as failed."""
        return gathered(out for _, out in self.shards())
