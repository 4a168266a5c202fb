"""What cleaner writes on the side is for its user alone."""

from __future__ import annotations

from cleaner.formats.files import NewFile


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
