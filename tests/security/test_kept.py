"""What cleaner keeps and writes on the side: for its user alone, and believed only where nobody else could write it."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from cleaner.formats.files import NewFile
from cleaner.rulebook.folders import builtin_entries
from cleaner.rulebook.store import Store


@pytest.fixture
def store(tmp_path, monkeypatch):
    folder = tmp_path / "cache"
    monkeypatch.setenv("CLEANER_CACHE", str(folder))
    monkeypatch.setattr(Store, "_settled", lambda _: True)
    Store(builtin_entries()).put("hosts", {"a.vn": "a"})
    Store(builtin_entries()).put("other", {"b.vn": "b"})
    return folder


def get(name: str = "hosts") -> object:
    return Store(builtin_entries()).get(name)


def test_for_its_user_alone(store):
    assert get() == {"a.vn": "a"}
    assert store.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in store.iterdir()} == {0o600}


def test_what_others_could_write_is_not_believed(store):
    (one, two) = sorted(store.iterdir())
    for path in (one, two):
        path.chmod(0o622)
    assert get() is None
    for path in (one, two):
        path.chmod(0o600)
    store.chmod(0o777)  # a shared folder: anybody could have put these files in
    assert get() is None
    store.chmod(0o700)
    assert get() == {"a.vn": "a"}


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
def test_what_belongs_to_somebody_else_is_not_believed(store):
    for path in store.iterdir():
        os.chown(path, 1234, 1234)
    assert get() is None
    for path in store.iterdir():
        os.chown(path, 0, 0)
    os.chown(store, 1234, 1234)
    assert get() is None


def test_links_swaps_and_damage_are_not_believed(store, tmp_path):
    one, two = sorted(store.iterdir())
    first, second = one.read_bytes(), two.read_bytes()
    one.write_bytes(second)  # whole, but kept under another name
    two.write_bytes(first)
    assert get() is None
    assert get("other") is None
    one.write_bytes(first[:-3])
    two.write_bytes(b"")
    assert get() is None
    assert get("other") is None
    for path, data in ((one, first), (two, second)):
        moved = tmp_path / path.name
        moved.write_bytes(data)
        moved.chmod(0o600)
        path.unlink()
        path.symlink_to(moved)
    assert get() is None
    assert get("other") is None


def test_only_its_own_files_are_taken_away(store):
    for number in range(500):
        store.joinpath(f"theirs-{number}.txt").touch()
    Store(builtin_entries()).put("hosts", {})
    assert len(list(store.glob("theirs-*"))) == 500


def test_a_poisoned_rulebook_cannot_run_code():
    code = (
        "import sys, cleaner; cleaner.clean('a'); print({'pickle', 'marshal', 'shelve'} & {*sys.modules} - {'marshal'})"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert done.stdout == b"set()\n"


def test_files_in_the_making_are_private_and_links_are_not_followed(tmp_path):
    file = NewFile(str(tmp_path / "a.txt"))
    (made,) = tmp_path.iterdir()
    assert made.stat().st_mode & 0o777 == 0o600
    file.discard()
    victim = tmp_path / "victim"
    victim.write_text("x", "utf-8")
    (tmp_path / ".cleaner-abcdefgh.part").symlink_to(victim)
    with NewFile(str(tmp_path / "b.txt")) as other:
        other.write(b"b")
    assert victim.read_text("utf-8") == "x"
