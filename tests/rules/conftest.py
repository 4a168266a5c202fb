"""Rules as short YAML, run on short documents."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from cleaner import Cleaner
from cleaner.rules.catalogue import builtin_folder

#: Documents of tests are too short for the usual limits.
FREE = "extends: [vi/page]\nlimits: {max_removed: 100%, min_kept: 0}"
VIETNAMESE = str(Path(builtin_folder()) / "vi" / "page.yaml")
PLACE = "a.vn"


def with_rules(folder: Path, rules: str, *, head: str = FREE, packages: dict[str, str] | None = None, **choices):
    """Build a cleaner from the rules of one source, and from packages by name."""
    (folder / "a.vn.yaml").write_text(f"source: a.vn\n{dedent(head)}\nrules:\n{dedent(rules)}", encoding="utf-8")
    for name, text in (packages or {}).items():
        path = folder / f"{name}.yaml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"package: {name}\n{dedent(text)}", encoding="utf-8")
    return Cleaner([folder, VIETNAMESE], source=PLACE, builtin=False, **choices)


@pytest.fixture
def clean(tmp_path):
    """Clean a text with the given rules."""

    def run(rules, document, *, title="", **choices):
        return with_rules(tmp_path, rules, **choices).clean(document, title=title)

    return run


@pytest.fixture
def taken(clean):
    """The lines that one rule takes from a document; `where` and `action` go into the rule."""

    def run(shape, lines, *, where="", title="", **choices):
        zone = f", where: {where}" if where else ""
        text = lines if isinstance(lines, str) else "\n".join(lines)
        result = clean(f"- {{id: rule, label: ad, drop: {shape}{zone}}}\n", text, title=title, **choices)
        return [removal.text for removal in result.removals]

    return run


@pytest.fixture
def explained(tmp_path):
    """Tell the fate of each line of a text under the given rules."""

    def run(rules, document, *, title="", **choices):
        return with_rules(tmp_path, rules, **choices).explain(document, title=title)

    return run
