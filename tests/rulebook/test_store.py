"""What is kept between runs: it says the same as the files, and is never taken for anything else."""

from __future__ import annotations

import marshal
import os
import stat

import pytest

from cleaner import Cleaner
from cleaner.rulebook.catalogue import Catalogue
from cleaner.rulebook.compile import compile_rulebook
from cleaner.rulebook.compiled import CompiledMatcher
from cleaner.rulebook.folders import builtin_entries
from cleaner.rulebook.store import Store
from cleaner.rulebook.stored import thawed
from cleaner.rulebook.storing import frozen

RULES = """source: {name}
extends: vi/news
match: {{host: [{name}], text: [Dấu vết của {name}]}}
rules:
  - {{id: menu, label: menu, drop: {{line: [{line}]}}}}
"""
TEXT = "Mục một\nMục hai\nMột câu thân bài kết thúc bằng dấu chấm.\n"


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("CLEANER_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def rules(tmp_path):
    (tmp_path / "rules").mkdir()
    write(tmp_path / "rules", "Mục một")
    return tmp_path / "rules"


def write(rules, line, name="bao.test"):
    path = rules / f"{name}.yaml"
    path.write_text(RULES.format(name=name, line=line), "utf-8")
    age(path)


def age(path):
    """Let a file look as if it had been there for long; only its inode's change time stays young."""
    os.utime(path, (1_600_000_000, 1_600_000_000))


def says(value):
    """Take compiled values apart, all fields of them: two that are equal say the same."""
    if isinstance(value, (tuple, list)):
        return [says(one) for one in value]
    if isinstance(value, frozenset):
        return sorted(map(says, value))
    if hasattr(value, "__value_fields__"):
        fields = value.__value_fields__
        kind = next(cls for cls in type(value).__mro__ if "__value_fields__" in vars(cls))
        return [kind.__name__, *(says(getattr(value, name)) for name in fields)]
    return str(value) if isinstance(value, str) else value


@pytest.fixture(scope="module")
def catalogue():
    return Catalogue()


@pytest.mark.parametrize("name", [entry.name for entry in builtin_entries()])
def test_a_kept_rulebook_is_the_compiled_one(catalogue, name):
    book = compile_rulebook(catalogue.chain(name))
    again = thawed(marshal.loads(marshal.dumps(frozen(book))))
    assert says(again) == says(book)
    known = {id(matcher) for matcher in again.matchers}
    for rule in again.rules:
        parts = (rule.start, rule.until, *rule.items)
        assert all(id(part) in known for part in parts if isinstance(part, CompiledMatcher))


def settle(monkeypatch):
    """Let all files look settled, whenever they were written."""
    monkeypatch.setattr(Store, "_settled", lambda _: True)


def test_a_second_run_reads_no_rule_file(rules, folder, monkeypatch):
    settle(monkeypatch)
    first = Cleaner([rules]).clean(TEXT, url="https://bao.test/a")
    assert list(folder.iterdir())
    monkeypatch.setattr("cleaner.rulebook.load.read", None)
    monkeypatch.setattr("cleaner.rulebook.folders.Entry.read", None)
    again = Cleaner([rules]).clean(TEXT, url="https://bao.test/a")
    assert (again, again.removals[0].rule) == (first, "bao.test#menu")


def test_a_changed_file_is_read_anew(rules, monkeypatch):
    settle(monkeypatch)
    assert "Mục hai" in Cleaner([rules]).clean(TEXT, source="bao.test").text
    write(rules, "Mục hai")
    assert "Mục một" in Cleaner([rules]).clean(TEXT, source="bao.test").text


def test_a_new_file_is_found(rules, monkeypatch):
    settle(monkeypatch)
    assert Cleaner([rules]).clean(TEXT, url="https://hai.test/").source != "hai.test"
    write(rules, "Mục hai", "hai.test")
    assert Cleaner([rules]).clean(TEXT, url="https://hai.test/").source == "hai.test"


def test_a_file_that_was_just_written_is_not_trusted(rules, folder):
    Cleaner([rules]).clean(TEXT, source="bao.test")
    assert not folder.exists()


@pytest.mark.parametrize("damage", [b"", b"{}", b"0" * 32 + b"\n[]", None], ids=["empty", "json", "digest", "cut"])
def test_damage_is_as_good_as_nothing(rules, folder, monkeypatch, damage):
    settle(monkeypatch)
    first = Cleaner([rules]).clean(TEXT, url="https://bao.test/a")
    for path in folder.iterdir():
        path.write_bytes(path.read_bytes()[:-3] if damage is None else damage)
    assert Cleaner([rules]).clean(TEXT, url="https://bao.test/a") == first


def test_what_others_may_write_is_not_read(rules, folder, monkeypatch):
    settle(monkeypatch)
    store = Store(builtin_entries())
    store.put("a", [1])
    assert store.get("a") == [1]
    (path,) = folder.iterdir()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.chmod(0o666)
    assert store.get("a") is None


def test_it_can_be_switched_off(rules, folder, monkeypatch):
    settle(monkeypatch)
    monkeypatch.setenv("CLEANER_CACHE", "off")
    Cleaner([rules]).clean(TEXT, source="bao.test")
    assert not folder.exists()


def test_a_folder_that_cannot_be_written_is_no_trouble(rules, folder, monkeypatch):
    settle(monkeypatch)
    folder.write_text("a file where the folder should be")
    assert Cleaner([rules]).clean(TEXT, source="bao.test").source == "bao.test"
