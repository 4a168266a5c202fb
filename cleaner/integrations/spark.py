"""Spark 3.5 and 4: a column of a DataFrame, or shard files. Rule files reach the executors by themselves."""

from collections.abc import Iterator
from typing import Any

from cleaner.errors import UsageError
from cleaner.integrations import needs
from cleaner.integrations.job import ShardJob
from cleaner.runs.shard import Stats
from cleaner.settings import Settings

with needs("spark"):
    import pyarrow as pa
    from pyspark.sql.pandas.types import from_arrow_schema
    from pyspark.sql.types import StringType, StructType

    from cleaner.integrations.arrow import TableCleaner


def clean(df: Any, text: str = "text", url: str = "url", settings: Settings | None = None) -> Any:
    """Clean the text of a DataFrame; all rows and columns stay, ``source meta clean`` are added."""
    cleaner = TableCleaner(settings, text=text, url=url)
    added = from_arrow_schema(pa.schema(cleaner.more(df.columns)))
    kind = _kind(df.schema, text)
    if not isinstance(kind, StringType):
        raise UsageError(f"column {text!r} is of type {kind.simpleString()}, strings are wanted")
    schema = StructType([*df.schema.fields, *added.fields])
    return df.mapInArrow(_Batches(cleaner), schema)


def _kind(schema: Any, path: str) -> Any:
    """The type of a column, or of a field within structs."""
    if path in schema.names:
        return schema[path].dataType
    for step in path.split("."):
        if not isinstance(schema, StructType) or step not in schema.names:
            raise UsageError(f"there is no column {path!r} (text= names another)")
        schema = schema[step].dataType
    return schema


class _Batches:
    """What an executor runs; a class, so that it is found by name on the other side, with the rules inside."""

    def __init__(self, cleaner: TableCleaner) -> None:
        self.cleaner = cleaner

    def __call__(self, batches: Iterator[Any]) -> Iterator[Any]:
        return map(self.cleaner, batches)


def clean_files(context: Any, job: ShardJob, parallelism: int = 0) -> Stats:
    """Clean shard files, a task each; give the counts of all. `context` is a SparkContext or a SparkSession."""
    shards = job.shards()
    context = getattr(context, "sparkContext", context)
    done = context.parallelize(shards, parallelism or max(1, len(shards))).map(job).collect()
    return sum(done, Stats())
