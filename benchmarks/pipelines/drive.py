"""One engine cleans one folder, in a process of its own, with two workers.

python -m benchmarks.pipelines.drive ENGINE SOURCE OUTPUT
"""

from __future__ import annotations

import os
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cleaner.integrations.job import ShardJob

if TYPE_CHECKING:
    from collections.abc import Callable

WORKERS = 2


def processes(source: str, output: str) -> None:
    """Python's own pool."""
    from concurrent.futures import ProcessPoolExecutor

    job = ShardJob(source, output)
    with ProcessPoolExecutor(WORKERS) as pool:
        list(pool.map(job, job.shards()))


def datatrove(source: str, output: str) -> None:
    """datatrove's local executor."""
    from datatrove.executor import LocalPipelineExecutor

    from cleaner.integrations.datatrove import CleanShards

    steps = [CleanShards(ShardJob(source, output))]
    LocalPipelineExecutor(steps, tasks=WORKERS * 2, workers=WORKERS, logging_dir=f"{output}.logs").run()


def session(master: str) -> Any:
    """Start Spark."""
    from pyspark.sql import SparkSession

    quiet = SparkSession.builder.master(master).config("spark.ui.enabled", "false")
    return quiet.config("spark.driver.host", "127.0.0.1").getOrCreate()


def spark_files(source: str, output: str, master: str) -> None:
    """Spark, a task a shard file."""
    from cleaner.integrations.spark import clean_files

    clean_files(session(master), ShardJob(source, output))


def spark_table(source: str, output: str, master: str) -> None:
    """Spark, Parquet to Parquet."""
    from cleaner.integrations.spark import clean

    clean(session(master).read.parquet(f"{source}.parquet")).write.parquet(output)


def ray_files(source: str, output: str) -> None:
    """Ray, a task a shard file."""
    import ray

    from cleaner.integrations.ray import clean_files

    ray.init("local", num_cpus=WORKERS, log_to_driver=False)
    clean_files(ShardJob(source, output))


def ray_table(source: str, output: str) -> None:
    """Ray Data, Parquet to Parquet."""
    import ray

    from cleaner.integrations.ray import clean

    ray.init("local", num_cpus=WORKERS, log_to_driver=False)
    clean(ray.data.read_parquet(f"{source}.parquet")).write_parquet(output)


def datasets(source: str, output: str) -> None:
    """Hugging Face datasets, Parquet to Parquet."""
    from datasets import load_dataset

    from cleaner.integrations.datasets import clean

    files = sorted(map(str, Path(f"{source}.parquet").iterdir()))
    loaded = load_dataset("parquet", data_files=files, split="train", cache_dir=f"{output}.cache")
    clean(loaded, num_proc=WORKERS).to_parquet(output)


ENGINES: dict[str, Callable[[str, str], None]] = {
    "process pool, files": processes,
    "datatrove local, files": datatrove,
    "Spark local[2], files": partial(spark_files, master=f"local[{WORKERS}]"),
    "Spark local-cluster, files": partial(spark_files, master=f"local-cluster[{WORKERS},1,1024]"),
    "Ray, files": ray_files,
    "Spark local[2], table": partial(spark_table, master=f"local[{WORKERS}]"),
    "Ray Data, table": ray_table,
    "datasets, table": datasets,
}

if __name__ == "__main__":
    os.environ["PYTHONPATH"] = str(Path(__file__).parents[2])
    os.environ["PYSPARK_PYTHON"], os.environ["SPARK_LOCAL_IP"] = sys.executable, "127.0.0.1"
    ENGINES[sys.argv[1]](*sys.argv[2:])
