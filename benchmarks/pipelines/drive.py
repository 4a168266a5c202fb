"""One engine cleans one folder, in a process of its own, with two workers.

python -m benchmarks.pipelines.drive TITLE SOURCE OUTPUT
"""

from __future__ import annotations

import os
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from cleaner.integrations.job import ShardJob

if TYPE_CHECKING:
    from collections.abc import Callable

WORKERS = 2
ROOT = Path(__file__).parents[2]


class Engine(NamedTuple):
    """An engine in one of its shapes, the library that it needs, and what it does with a source and an output."""

    name: str
    shape: str
    needs: str
    run: Callable[[str, str], None]

    @property
    def title(self) -> str:
        """The name by which it is called."""
        return f"{self.name}, {self.shape}"


def one(source: str, output: str) -> None:
    """One process: what a core does; and the most memory that it takes, in kB, beside the output."""
    job = ShardJob(source, output)
    for shard in job.shards():
        job(shard)
    status = Path("/proc/self/status").read_text()
    Path(f"{output}.peak").write_text(status.split("VmHWM:")[1].split()[0])


def processes(source: str, output: str) -> None:
    """Python's own pool."""
    from concurrent.futures import ProcessPoolExecutor

    job = ShardJob(source, output)
    with ProcessPoolExecutor(WORKERS) as pool:
        list(pool.map(job, job.shards()))


def trove(source: str, output: str, executor: str, shape: str) -> None:
    """Run datatrove, with as many ranks as workers."""
    from datatrove.executor import LocalPipelineExecutor, RayPipelineExecutor, SlurmPipelineExecutor
    from datatrove.pipeline.readers import JsonlReader
    from datatrove.pipeline.writers import JsonlWriter

    from cleaner.integrations.datatrove import CleanDocuments, CleanShards

    files = [CleanShards(ShardJob(source, output))]
    steps: list[Any] = files if shape == "files" else [JsonlReader(source), CleanDocuments(), JsonlWriter(output)]
    common: dict[str, Any] = {"tasks": WORKERS, "logging_dir": f"{output}.logs"}
    if executor == "local":
        LocalPipelineExecutor(steps, workers=WORKERS, **common).run()
    elif executor == "ray":
        ray()
        RayPipelineExecutor(steps, mem_per_cpu_gb=0.5, **common).run()
    else:
        from tests.engines.slurm import wait_for_jobs

        environment = f"source {sys.prefix}/bin/activate; export PYTHONPATH={ROOT}"
        slurm = {"time": "00:30:00", "partition": "all", "mem_per_cpu_gb": 1, "env_command": environment}
        SlurmPipelineExecutor(steps, **common, **slurm).run()
        wait_for_jobs()


def session(master: str) -> Any:
    """Start Spark."""
    from pyspark.sql import SparkSession

    quiet = SparkSession.builder.master(master).config("spark.ui.enabled", "false")
    return quiet.config("spark.driver.host", "127.0.0.1").getOrCreate()


def spark(source: str, output: str, master: str, shape: str) -> None:
    """Run Spark: a task a shard file, or Parquet to Parquet."""
    from cleaner.integrations.spark import clean, clean_files

    if shape == "files":
        clean_files(session(master), ShardJob(source, output))
    else:
        clean(session(master).read.parquet(source)).write.parquet(output)


def ray() -> Any:
    """Start Ray."""
    import ray

    ray.init("local", num_cpus=WORKERS, log_to_driver=False, include_dashboard=False)
    return ray


def ray_files(source: str, output: str) -> None:
    """Run a Ray task a shard file."""
    from cleaner.integrations.ray import clean_files

    ray()
    clean_files(ShardJob(source, output))


def ray_table(source: str, output: str) -> None:
    """Run Ray Data, Parquet to Parquet."""
    from cleaner.integrations.ray import clean

    clean(ray().data.read_parquet(source)).write_parquet(output)


def datasets(source: str, output: str) -> None:
    """Run Hugging Face datasets, Parquet to Parquet."""
    from datasets import load_dataset

    from cleaner.integrations.datasets import clean

    files = sorted(map(str, Path(source).iterdir()))
    loaded = load_dataset("parquet", data_files=files, split="train", cache_dir=f"{output}.cache")
    Path(output).mkdir()
    clean(loaded, num_proc=WORKERS).to_parquet(f"{output}/all.parquet")


LOCAL, CLUSTER = f"local[{WORKERS}]", f"local-cluster[{WORKERS},1,1024]"
ONE = Engine("one process", "files", "", one)
ENGINES = (
    Engine("process pool", "files", "", processes),
    Engine("datatrove local", "files", "datatrove", partial(trove, executor="local", shape="files")),
    Engine("datatrove local", "documents", "datatrove", partial(trove, executor="local", shape="documents")),
    Engine("datatrove Ray", "files", "datatrove", partial(trove, executor="ray", shape="files")),
    Engine("datatrove Slurm", "files", "datatrove", partial(trove, executor="slurm", shape="files")),
    Engine("Spark local", "files", "pyspark", partial(spark, master=LOCAL, shape="files")),
    Engine("Spark local", "table", "pyspark", partial(spark, master=LOCAL, shape="table")),
    Engine("Spark local-cluster", "files", "pyspark", partial(spark, master=CLUSTER, shape="files")),
    Engine("Spark local-cluster", "table", "pyspark", partial(spark, master=CLUSTER, shape="table")),
    Engine("Ray", "files", "ray", ray_files),
    Engine("Ray Data", "table", "ray", ray_table),
    Engine("datasets", "table", "datasets", datasets),
)

if __name__ == "__main__":
    os.environ["PYTHONPATH"] = str(ROOT)
    os.environ["PYSPARK_PYTHON"], os.environ["SPARK_LOCAL_IP"] = sys.executable, "127.0.0.1"
    os.environ["RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO"] = "0"
    {engine.title: engine for engine in (ONE, *ENGINES)}[sys.argv[1]].run(*sys.argv[2:])
