"""The shape of the package: imports run one way, each foreign library has one home, modules stay small."""

from __future__ import annotations

import ast
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "cleaner"

#: From the ground up; a module may import from its own layer and from those before it.
LAYERS = (
    ("__init__", "version", "option", "errors", "model", "side_files"),
    ("text",),
    ("settings", "rules"),
    ("pipeline", "formats", "html", "audit", "restore"),
    ("authoring",),
    ("runs",),
    ("cli", "integrations", "__main__"),
)

#: Where each library that is not Python's own may be imported.
HOMES = {
    "ftfy": ("text/",),
    "trafilatura": ("html/",),
    "lxml": ("html/",),
    "selectolax": ("html/",),
    "msgspec": ("formats/json_record.py", "formats/arrow.py", "runs/manifest.py"),
    "pyarrow": (
        "integrations/arrow.py",
        "integrations/spark.py",
        "formats/arrow.py",
        "formats/parquet.py",
    ),
    "datasets": ("integrations/datasets.py",),
    "datatrove": ("integrations/datatrove.py",),
    "pyspark": ("integrations/spark.py",),
    "ray": ("integrations/ray.py",),
    "scrapy": ("integrations/scrapy.py",),
    "itemadapter": ("integrations/scrapy.py",),
    "fastwarc": ("formats/warc.py",),
    "fsspec": ("formats/remote.py",),
    "isal": ("formats/compression.py",),
    "backports": ("formats/compression.py",),
    "compression": ("formats/compression.py",),
    "pathspec": ("formats/folders.py",),
    "tomli": ("cli/configuration.py",),
    "jinja2": ("cli/report/page.py",),
    "markupsafe": ("cli/report/page.py",),
    "typer": ("cli/",),
    "click": ("cli/",),
    "rich": ("cli/",),
}

#: Modules of more lines than others may have, each with the number it may not pass and the reason it is one piece.
LONG: dict[str, int] = {}
MOST_LINES = 500


@dataclass(frozen=True)
class Import:
    """One import: the module that has it, what it names, and when it happens: ``load``, ``call`` or ``check``."""

    module: str
    target: str
    when: str

    @property
    def foreign(self) -> bool:
        top = self.target.partition(".")[0]
        return top not in sys.stdlib_module_names and top != "cleaner"


def name_of(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


@cache
def modules() -> tuple[Path, ...]:
    return tuple(sorted(PACKAGE.rglob("*.py")))


@cache
def imports() -> tuple[Import, ...]:
    """Read the imports of all modules, also those inside functions."""
    found = []
    for path in modules():
        tree = ast.parse(path.read_text("utf-8"))
        when = {id(inner): "call" for node in ast.walk(tree) if is_function(node) for inner in ast.walk(node)}
        when |= {id(inner): "check" for node in ast.walk(tree) if is_type_checking(node) for inner in under(node)}
        for node in ast.walk(tree):
            found += [Import(name_of(path), target, when.get(id(node), "load")) for target in targets(node)]
    return tuple(found)


def is_function(node: ast.AST) -> bool:
    return isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)


def is_type_checking(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


def under(node: ast.If) -> list[ast.AST]:
    return [inner for statement in node.body for inner in ast.walk(statement)]


def targets(node: ast.AST) -> list[str]:
    """Name what an import statement takes in; ``from cleaner.x import y`` names the module y where it is one."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if not isinstance(node, ast.ImportFrom):
        return []
    assert node.level == 0, f"relative import of {node.module}"
    base = str(node.module)
    return [f"{base}.{alias.name}" if file_of(f"{base}.{alias.name}") else base for alias in node.names]


def file_of(target: str) -> str:
    """The file of a module of the package, or nothing."""
    if target.partition(".")[0] != "cleaner":
        return ""
    path = PACKAGE.joinpath(*target.split(".")[1:])
    for file in (path.with_suffix(".py"), path / "__init__.py"):
        if path != PACKAGE and file.is_file():
            return name_of(file)
    return ""


def layer_of(module: str) -> int:
    """The height of a module, by the first part of its name."""
    unit = module.removesuffix(".py").partition("/")[0]
    heights = [height for height, units in enumerate(LAYERS) if unit in units]
    assert heights, f"cleaner/{module} has no layer yet: give {unit!r} one in LAYERS"
    return heights[0]


def test_imports_run_one_way():
    wrong = [
        f"{found.module} imports {found.target}"
        for found in imports()
        if found.module != "__init__.py"  # the public names, loaded when they are asked for
        and (file := file_of(found.target))
        and layer_of(file) > layer_of(found.module)
    ]
    assert wrong == []


@pytest.mark.parametrize("when", [("load",), ("load", "call")])
def test_no_circles(when):
    """Commands may load each other when they are called; nothing else may, and nobody while being loaded."""
    edges: dict[str, set[str]] = {name_of(path): set() for path in modules()}
    for found in imports():
        late_in_cli = found.when == "call" and found.module.startswith("cli/")
        if found.when in when and not late_in_cli and (file := file_of(found.target)) and file != found.module:
            edges[found.module].add(file)
    while leaves := [module for module, needs in edges.items() if not needs & edges.keys()]:
        for module in leaves:
            del edges[module]
    assert edges == {}, "these modules import each other"


def test_foreign_libraries_have_one_home():
    wrong = [
        f"cleaner/{found.module} imports {found.target}"
        for found in imports()
        if found.foreign and not found.module.startswith(HOMES.get(found.target.partition(".")[0], ("nowhere",)))
    ]
    assert wrong == []


def test_integrations_and_cli_do_not_know_each_other():
    for found in imports():
        here, there = found.module.partition("/")[0], file_of(found.target).partition("/")[0]
        assert {here, there} != {"cli", "integrations"}, f"{found.module} imports {found.target}"


def test_modules_are_small():
    lengths = {name_of(path): len(path.read_text("utf-8").splitlines()) for path in modules()}
    assert {name: n for name, n in lengths.items() if n > LONG.get(name, MOST_LINES)} == {}
    assert [name for name in LONG if lengths.get(name, 0) <= MOST_LINES] == [], "no longer long: take it off the list"


def test_no_drawers():
    names = {path.stem for path in modules()} | {path.parent.name for path in modules()}
    assert not names & {"utils", "util", "helpers", "helper", "misc", "common"}


HEAVY = {"trafilatura", "lxml", "selectolax", "rich", "typer", "click", "ftfy", "asyncio", "multiprocessing", "urllib3"}
READS_OPTIONS = {"typer", "rich", "click"}
CLEAN = "Hôm nay, hai bên gặp nhau ở Hà Nội và trao đổi về nhiều vấn đề.\n"
DAMAGED = "HÃ´m nay, hai bÃªn gáº·p nhau á»Ÿ HÃ  Ná»™i.\n"
COMMAND = "import sys; from cleaner.cli.main import main; sys.argv[1:] = {arguments}; main()"


def loaded(code: str, stdin: str = "") -> set[str]:
    """Run Python in a process of its own; give the top-level modules it had loaded at the end."""
    report = "import atexit, sys; atexit.register(lambda: print('\\n'.join(sys.modules), file=sys.stderr))\n"
    done = subprocess.run(
        [sys.executable, "-c", report + code], input=stdin, capture_output=True, encoding="utf-8", check=True
    )
    return {name.partition(".")[0] for name in done.stderr.split()}


def test_import_loads_next_to_nothing():
    names = loaded("import cleaner")
    assert not names & (HEAVY | {"yaml", "msgspec", "json", "unicodedata"})


@pytest.mark.parametrize(
    "code",
    [
        f"import cleaner; cleaner.clean({CLEAN!r})",
        f"import cleaner; cleaner.clean({CLEAN!r}, url='https://thoidai.com.vn/')",
        COMMAND.format(arguments=[]),
        COMMAND.format(arguments=["clean", "-"]),
    ],
)
def test_a_clean_plain_text_loads_no_heavy_library(code):
    assert not loaded(code, CLEAN) & HEAVY


def test_damage_loads_what_undoes_it_and_no_more():
    assert loaded(COMMAND.format(arguments=["clean", "-"]), DAMAGED) & HEAVY <= {"ftfy"}


def test_json_lines_load_no_page_library():
    names = loaded(COMMAND.format(arguments=["clean", "-f", "jsonl"]), '{"text": "Một câu."}\n')
    assert not names & (HEAVY - {"ftfy"} - READS_OPTIONS)


MOST_PASSED = 25
PASSING = """
import atexit, sys
import cleaner
from cleaner.cli.main import main

passed = set()

def note(frame, event, _):
    if event == "call" and (path := frame.f_code.co_filename).startswith(cleaner.__path__[0]):
        while frame.f_code.co_name != "<module>":
            frame = frame.f_back
        if frame.f_code.co_filename == "<string>":  # not of a module that is being loaded
            passed.add(path)

atexit.register(lambda: print(*sorted(passed), sep="\\n", file=sys.stderr))
sys.argv[1:] = {arguments}
sys.setprofile(note)
main()
"""


@pytest.mark.parametrize(("arguments", "given"), [(["-q"], CLEAN), (["-q", "-f", "jsonl"], '{"text": "Một câu."}\n')])
def test_a_document_passes_few_modules(arguments, given, tmp_path):
    """What is called on the way of one document, from the call to its end, is a map that fits in a head."""
    code = PASSING.format(arguments=arguments)
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=tmp_path, input=given, capture_output=True, encoding="utf-8", check=True)
    modules_passed = done.stderr.split()
    assert 15 < len(modules_passed) <= MOST_PASSED, modules_passed
