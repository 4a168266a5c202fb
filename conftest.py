"""For every test, in this process, in xdist's workers and in the commands they start."""

from __future__ import annotations

import os
import sys
from importlib.util import find_spec

#: Modules whose engine is not installed cannot be loaded, and so not be looked through for examples.
_ENGINES = {"arrow": "pyarrow", "spark": "pyspark", "scrapy": "itemadapter"} | {
    name: name for name in ("datasets", "datatrove", "ray")
}
collect_ignore = [f"cleaner/integrations/{name}.py" for name, library in _ENGINES.items() if find_spec(library) is None]

# Hundreds of processes load these modules: compiled by each of them anew, they would take half as long again.
os.environ["PYTHONDONTWRITEBYTECODE"] = ""
sys.dont_write_bytecode = False
