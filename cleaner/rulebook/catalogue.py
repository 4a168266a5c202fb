"""All rule files at hand: which source a host belongs to, and the rulebook of a source.

Built-in files are read when they are needed; files that the user names are all checked at once, since a mistake in
one of them must stop the run before it changes a document. What was found out is kept for the next run (see `store`),
which then loads neither the files nor the modules that read them.
"""

from __future__ import annotations

from functools import cached_property

from cleaner import _core
from cleaner.errors import Problem, RuleError, UsageError
from cleaner.rulebook.folders import Entry, builtin_entries, builtin_path, entries
from cleaner.rulebook.store import Store

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Final

    from cleaner.rulebook.compiled import Rulebook
    from cleaner.rulebook.heads import Head
    from cleaner.rulebook.spec import RuleFile

#: The package that is applied to a document whose source is not known.
GENERIC: Final = "vi/news"


_DEEPEST: Final = 50  # packages behind one another: the core tells of more


class Catalogue:
    """Rule files by name. The user's come before the built-in ones: the first of a name wins."""

    def __init__(self, paths: Iterable[str] = (), *, builtin: bool = True) -> None:
        """List the files; read and check those of `paths`."""
        self._paths, self._builtin = tuple(paths), builtin
        paths = self._paths
        self._files: dict[str, RuleFile] = {}
        self._rulebooks: dict[str, Rulebook] = {}
        self.entries: dict[str, Entry] = {}
        self._packages: dict[str, Entry] = {}
        self._depth = 0
        self._parents: dict[str, RuleFile | None] = {}
        own = [entry for path in paths for entry in entries(path)]
        given = builtin_entries() if builtin else []
        self._store = Store([*own, *given])
        names = self._checked(own, given)
        for name, at in names:
            self.entries.setdefault(name, own[at])
        for entry in given:
            self.entries.setdefault(entry.name, entry)
        if self._files:
            for name in self._files.copy():
                self.chain(name)
            self._store.put("own", names)
        if paths:
            self.core  # noqa: B018 - it reads them now: the files of a user may be gone when the first document comes

    @cached_property
    def core(self) -> _core.Catalogue:
        """Give the Rust part's catalogue of the same files."""
        return _core.Catalogue(list(self._paths), builtin_path() if self._builtin else None)

    def _checked(self, own: list[Entry], given: list[Entry]) -> list[tuple[str, int]]:
        """Give the name of each file of the user's, with its number; read and check all, unless that was done."""
        if not own:
            return []
        known = self._store.get("own")
        if known is not None:
            return known  # type: ignore[no-any-return]
        from cleaner.rulebook.heads import declared
        from cleaner.rulebook.load import read

        names: list[tuple[str, int]] = []
        problems: list[Problem] = []
        for entry in own:
            self._packages.setdefault(declared(entry), entry)
        for entry in given:
            self._packages.setdefault(entry.name, entry)
        for at, entry in enumerate(own):
            file, found = read(entry.read(), entry.shown, self._parent)
            problems += found
            if file is not None and not found:
                self._files.setdefault(file.name, file)
                names.append((str(file.name), at))
        if problems:
            raise RuleError(problems)
        return names

    @property
    def names(self) -> list[str]:
        """Give the names of all files, sources and packages, sorted."""
        return sorted(self.entries)

    def file(self, name: str) -> RuleFile:
        """Give one rule file, checked."""
        if name not in self._files:
            entry = self.entries.get(name)
            if entry is None:
                raise UsageError(f"unknown source {name!r}{self._near(name)}")
            from cleaner.rulebook.load import read

            found, problems = read(entry.read(), entry.shown, self._parent)
            if found is not None and entry.builtin and found.name != entry.name and not problems:
                message = f"the file holds {found.name!r} but its place in the folder says {entry.name!r}"
                problems = [Problem(entry.shown, 1, 1, "C123", message, "rename one of them")]
            if problems or found is None:
                raise RuleError(problems)
            self._files[name] = found
        return self._files[name]

    def _parent(self, name: str) -> RuleFile | None:
        """Give a package for the lists in it, or None where it cannot be read, or extends itself."""
        if name in self._files or name in self._parents:
            return self._files.get(name) or self._parents[name]
        entry = self._packages.get(name) or self.entries.get(name)
        if entry is None or self._depth > _DEEPEST:
            return None
        from cleaner.rulebook.load import read

        self._parents[name] = None
        self._depth += 1
        found, problems = read(entry.read(), entry.shown, self._parent)
        self._depth -= 1
        self._parents[name] = found if not problems else None
        return self._parents[name]

    def rulebook(self, name: str) -> Rulebook:
        """Give all rules that hold for a source or package, compiled once."""
        if name not in self._rulebooks:
            self._rulebooks[name] = self._kept(name) or self._compiled(name)
        return self._rulebooks[name]

    def _kept(self, name: str) -> Rulebook | None:
        """Give a rulebook that an earlier run compiled."""
        data = self._store.get(f"book {name}")
        if data is None:
            return None
        from cleaner.rulebook.stored import thawed

        return thawed(data)

    def _compiled(self, name: str) -> Rulebook:
        from cleaner.rulebook.compile import compile_rulebook
        from cleaner.rulebook.storing import frozen

        book = compile_rulebook(self.chain(name))
        self._store.put(f"book {name}", frozen(book))
        return book

    def chain(self, name: str) -> tuple[RuleFile, ...]:
        """Give a file and the packages it extends, in order of ownership; checks `extends` and `disable`."""
        from cleaner.rulebook.chains import chain

        found = chain(self.file(name), self.file, self.entries)
        if found.problems:
            raise RuleError(found.problems)
        return tuple(found.files)

    @cached_property
    def heads(self) -> dict[str, Head]:
        """How each source is recognised."""
        from cleaner.rulebook.heads import Head, read_head

        found = {}
        for name, entry in self.entries.items():
            file = self._files.get(name)
            if file is not None:
                found[name] = Head(name, file.hosts, file.fingerprints)
            elif "/" not in name:
                found[name] = read_head(entry)
        return found

    @cached_property
    def _hosts(self) -> dict[str, str]:
        kept: dict[str, str] | None = self._store.get("hosts")
        if kept is not None:
            return kept
        hosts: dict[str, str] = {}
        for name, head in self.heads.items():
            for host in head.hosts:
                hosts.setdefault(str(host), str(name))
        self._store.put("hosts", hosts)
        return hosts

    @cached_property
    def _all_builtin(self) -> bool:
        return all(entry.builtin for entry in self.entries.values())

    def by_host(self, host: str) -> str:
        """Give the source that a host or one of its parents belongs to; the longest name wins. ``""`` if none."""
        host = host.lower().rstrip(".")
        while "." in host:
            if host in self.entries and self._all_builtin:
                return host
            if host in self._hosts:
                return self._hosts[host]
            host = host.partition(".")[2]
        return ""

    @cached_property
    def fingerprints(self) -> tuple[tuple[str, str], ...]:
        """Give (key, source) for each fingerprint of each source, in every tone-mark spelling."""
        kept = self._store.get("fingerprints")
        if kept is not None:
            return kept  # type: ignore[no-any-return]
        from cleaner.rulebook.compile import literal_keys

        found = tuple(
            (spelling, str(name))
            for name, head in self.heads.items()
            for text in head.fingerprints
            for spelling in literal_keys(text)
        )
        self._store.put("fingerprints", found)
        return found

    def _near(self, name: str) -> str:
        from cleaner._core import nearest

        hint = nearest(name, self.entries)
        return f" ({hint})" if hint else "; `cleaner rules list` shows the known ones"
