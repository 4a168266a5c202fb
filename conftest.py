"""For every test, in this process, in xdist's workers and in the commands they start: no file of the user's is touched.

The tests of one run share what cleaner keeps between runs, in a folder that goes when they end.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from importlib.util import find_spec

#: Modules whose engine is not installed cannot be loaded, and so not be looked through for examples.
_ENGINES = {"arrow": "pyarrow", "spark": "pyspark", "scrapy": "itemadapter"} | {
    name: name for name in ("datasets", "datatrove", "ray")
}
collect_ignore = [f"cleaner/integrations/{name}.py" for name, library in _ENGINES.items() if find_spec(library) is None]

# here and not in a fixture: workers and subprocesses inherit the environment of the process that starts them
_MADE = "" if "PYTEST_XDIST_WORKER" in os.environ else tempfile.mkdtemp(prefix="cleaner-tests-")
if _MADE:
    os.environ["CLEANER_CACHE"] = _MADE
# Hundreds of processes load these modules: compiled by each of them anew, they would take half as long again.
os.environ["PYTHONDONTWRITEBYTECODE"] = ""
sys.dont_write_bytecode = False


def pytest_unconfigure() -> None:
    """Take the folder away when the last worker has ended."""
    if _MADE:
        shutil.rmtree(_MADE, ignore_errors=True)
