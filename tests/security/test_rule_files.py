"""Rule files are untrusted: whatever is in one, it is read or refused soon, and reaches nothing else."""

from __future__ import annotations

import os
import subprocess
import sys
import time

import pytest

from cleaner import Cleaner
from cleaner.authoring.files import Chain, read
from cleaner.authoring.lint import lint
from cleaner.authoring.verify import cases
from cleaner.errors import RuleError, UsageError
from tests.command import inside

HEAD = "source: a.vn\nrules:\n  - id: x\n    label: menu\n    drop: {%s}\n"
HOSTILE = {
    "aliases": ("a: &a [1,1,1]\nb: &b [*a,*a,*a]\nc: [*b,*b,*b]\n", "anchors and aliases"),
    "tags": ("source: !!python/object/apply:os.system [id]\n", "tags"),
    "merge keys": ("source: a.vn\n<<: {rules: []}\n", "unknown key '<<'"),
    "huge": ("source: a.vn\n" + "# padding\n" * 200_000, "bytes"),
    "deep lists": ("source: a.vn\nrules: " + "[" * 200_000, "nest"),
    "deep blocks": ("- " * 300_000, "nested deeper"),
    "deep keys": ("? " * 300_000, "nested deeper"),
    "deep maps": ("source: a.vn\nx: " + "{a: " * 100_000, "nested deeper"),
    "two documents": ("source: a.vn\n---\nsource: b.vn\n", "single document"),
    "a huge number": ("source: a.vn\nlimits: {min_kept: " + "9" * 10_000 + "}\n", "9 digits"),
    "a huge count": (HEAD % "regex: ['a{1000000}']", "too large"),
    "counts in counts": (HEAD % "regex: ['(a{1000}){1000}']", "too large"),
    "a large pattern": (HEAD % r"regex: ['\w{999}']", "too large"),
    "a long pattern": (HEAD % f"regex: ['{'a' * 3000}']", "at most 2000"),
    "many large patterns": (HEAD % ("regex: [" + ", ".join(rf"'\w{{60}}{n}'" for n in range(9000)) + "]"), "together"),
    "lists in lists": (
        "source: a.vn\nlists:\n" + "".join(f"  l{n}: [$l{n + 1}]\n" for n in range(20_000)) + "  l20000: [x]\n",
        "nested deeper",
    ),
    "lists that double": (
        "source: a.vn\nlists:\n  l0: [x]\n" + "".join(f"  l{n + 1}: [$l{n}, $l{n}]\n" for n in range(19)),
        "stand for more than",
    ),
    "shapes in zones": (
        "source: a.vn\nrules:\n- id: x\n  label: ad\n  drop:\n"
        + "".join(f"  - {{line: x{n}}}\n" for n in range(3_000))
        + "  where:\n"
        + "".join(f"  - {{first: {n}}}\n" for n in range(3_000)),
        "more than 20000 rules",
    ),
    "a long misspelt name": (
        f"lists: {{a{'ba' * 20_000}: [x]}}\n" + HEAD % f"line: $b{'cab' * 20_000}",
        "unknown list",
    ),
    "braces in braces": (HEAD % f"line: '{'{' * 100_000}|{'}' * 100_000}'", "more than 4000 bytes"),
    "a selector of selectors": (f"source: a.vn\nhtml: {{remove: ['{':not(:has(*))' * 500}']}}\n", "at most 500"),
    "many keys": ("source: a.vn\n" + "".join(f"k{n}: 1\n" for n in range(90_000)), "unknown key"),
    "look-around": (HEAD % "regex: ['(?<=a)b']", "look-around is not linear"),
    "no text": ("source: a\x00b\n", "control characters"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_refused_soon_with_a_place(name):
    text, why = HOSTILE[name]
    begun = time.process_time()
    file, problems = read(text.encode(), "evil.yaml")
    assert time.process_time() - begun < 10  # none takes more than two seconds on any machine we know
    assert any(why in str(problem) for problem in problems), problems[:3]
    assert file is None or problems


def test_braces_that_are_none_cost_nothing():
    begun = time.process_time()
    file, problems = read((HEAD % f"line: '{'{' * 900_000}'").encode(), "a.vn.yaml")
    assert time.process_time() - begun < 10
    assert file is not None
    assert not problems


def test_the_stack_of_c_is_safe():
    """In a process of its own: an overflow there would end the tests, too."""
    code = "from cleaner.authoring.files import read; print(read(b'[' * 900_000, 'x')[0])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=60)
    assert done.stdout == b"None\n", done.stderr


@pytest.mark.parametrize("pattern", [r"(x+x+)+y", r"(a|a)*b", r"(.*)*\d", r"(a?){500}a{500}", r"\b(\w+\s?)+\b!"])
def test_no_pattern_takes_more_than_linear_time(pattern):
    file, _ = read((HEAD % f"regex: ['{pattern}']").encode(), "a.vn.yaml")
    engine = Chain((file,)).engine()
    for letter in "xa ":
        begun = time.process_time()
        text = f"{letter * 50_000}\nMột câu."
        engine.clean(text)
        assert time.process_time() - begun < 5  # a backtracking engine would need years


def test_packages_that_go_on_and_on(tmp_path):
    (tmp_path / "p").mkdir()
    for n in range(1_500):
        (tmp_path / f"p/a{n}.yaml").write_text(f"package: p/a{n}\nextends: [p/a{n + 1}]\n", "utf-8")
    with pytest.raises(RuleError, match="goes on over more than 50 packages"):
        Cleaner([tmp_path])
    assert "C114" in {problem.code for problem in lint([str(tmp_path)]).problems}


@pytest.mark.parametrize("name", ["../../../etc/passwd", "/etc/passwd", "vi/../../x", "file:///etc/passwd", "..\\x"])
def test_extends_names_a_package_never_a_path(tmp_path, name):
    path = tmp_path / "a.vn.yaml"
    path.write_text(f"source: a.vn\nextends: ['{name}']\n{HEAD.partition(chr(10))[2] % 'line: [a]'}", "utf-8")
    with pytest.raises(RuleError, match="unknown package"):
        Cleaner([path])
    for source in (name, str(path)):
        with pytest.raises(UsageError, match="unknown source"):
            Cleaner(source=source)


@pytest.mark.parametrize("name", ["../secret.txt", "/etc/passwd", "link.txt", "a/../../secret.txt"])
def test_tests_read_and_write_nothing_elsewhere(tmp_path, monkeypatch, name):
    folder, here = tmp_path / "rules", tmp_path / "here"
    for one in (folder, here):
        one.mkdir()
    monkeypatch.chdir(here)
    (tmp_path / "secret.txt").write_text("secret", "utf-8")
    (folder / "link.txt").symlink_to("../secret.txt")
    file, _ = read(f"{HEAD % 'line: [a]'}tests:\n  - file: {name}\n".encode(), "a.vn.yaml")
    (case,) = cases(Chain((file,)), folder, "")
    assert "lies outside" in case.unreadable
    assert case.snapshot is None


RULE_WITH_PAGE = HEAD % "line: [a]" + "tests:\n  - file: page.txt\n"


@pytest.mark.parametrize("update", [False, True])
@pytest.mark.parametrize("here", [".", "rules"])
@pytest.mark.parametrize("linked", ["page.expected.txt", "page.txt", "a folder"])
def test_no_link_leads_out_of_the_rules(tmp_path, update, here, linked):
    """The snapshot beside a test, or the test itself, leads to a secret, which may lie below where we are."""
    rules, secret = tmp_path / "rules", tmp_path / "secret"
    for folder in (rules, secret):
        folder.mkdir()
    (secret / "key").write_text("top secret\n", "utf-8")
    (secret / "page.txt").write_text("top secret\n", "utf-8")
    (rules / "a.vn.yaml").write_text(RULE_WITH_PAGE.replace("page.txt", "in/page.txt" if " " in linked else "page.txt"))
    if " " in linked:
        (rules / "in").symlink_to("../secret")
    else:
        (rules / "page.txt").write_text("a\nb\n", "utf-8")
        (rules / linked).unlink(missing_ok=True)
        (rules / linked).symlink_to("../secret/key")
    before = [path.read_bytes() for path in sorted(secret.iterdir())]
    done = inside(tmp_path / here, "rules", "test", *["--update"] * update, str(rules / "a.vn.yaml"))
    assert done.returncode == 1, done.stdout
    assert b"lies outside the folder" in done.stdout
    assert b"top secret" not in done.stdout + done.stderr
    assert [path.read_bytes() for path in sorted(secret.iterdir())] == before


def test_nothing_is_written_through_a_link(tmp_path):
    (tmp_path / "a.vn.yaml").write_text(RULE_WITH_PAGE)
    (tmp_path / "page.txt").write_text("a\nb\n", "utf-8")
    (tmp_path / "page.expected.txt").symlink_to("other.txt")
    (tmp_path / "other.txt").write_text("a\n", "utf-8")
    for text in ("a\n", None):
        done = inside(tmp_path, "rules", "test", "--update", "a.vn.yaml")
        assert (done.returncode, b"Traceback" in done.stderr) == (1, False)
        if text is None:
            assert not (tmp_path / "other.txt").exists()
            break
        assert b"page.expected.txt: is a link, and nothing is written through it" in done.stderr
        assert (tmp_path / "other.txt").read_text("utf-8") == text
        (tmp_path / "other.txt").unlink()


@pytest.mark.parametrize("name", ["page.txt", "page.expected.txt"])
@pytest.mark.parametrize("kind", ["pipe", "folder", "device", "loop"])
def test_a_test_reads_regular_files_only(tmp_path, name, kind):
    (tmp_path / "a.vn.yaml").write_text(RULE_WITH_PAGE)
    (tmp_path / "page.txt").write_text("a\nb\n", "utf-8")
    (tmp_path / name).unlink(missing_ok=True)
    if kind == "pipe":
        os.mkfifo(tmp_path / name)
    elif kind == "folder":
        (tmp_path / name).mkdir()
    else:
        (tmp_path / name).symlink_to("/dev/zero" if kind == "device" else name)
    command = [sys.executable, "-m", "cleaner", "rules", "test", "--update", "a.vn.yaml"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, timeout=60)
    assert done.returncode == 1
    assert b"Traceback" not in done.stderr
    assert b"mistake in cleaner" not in done.stderr


def test_a_rule_that_eats_everything_is_stopped_by_the_limits(tmp_path):
    path = tmp_path / "a.vn.yaml"
    path.write_text(HEAD % "regex: ['.']", "utf-8")
    text = "\n".join(f"Câu thứ {n} của thân bài kết thúc bằng dấu chấm." for n in range(20))
    result = Cleaner([path]).clean(text, source="a.vn")
    assert result.text == text
    assert "limits" in result.flags


@pytest.mark.skipif(sys.platform == "darwin", reason="its file systems know no such names")
def test_rules_may_lie_under_names_that_are_no_text(tmp_path):
    folder = tmp_path / os.fsdecode(b"d\xff")
    folder.mkdir()
    file = folder / os.fsdecode(b"\xfe.yaml")
    file.write_text(HEAD % "line: [Mục một]", "utf-8")
    (tmp_path / "a.txt").write_text("Mục một\nMột câu.\n", "utf-8")
    for path in map(str, (tmp_path, folder, file)):
        assert inside(tmp_path, "clean", "--rules", path, "-s", "a.vn", "a.txt").stdout == "Một câu.\n".encode()
        assert b"1 file" in inside(tmp_path, "rules", "lint", path).stderr
    assert b"no such rule file" in inside(tmp_path, "rules", "lint", os.fsdecode(b"\xff")).stderr
