"""A driver of datatrove in a process of its own, since its executors hang on to the process that starts them.

    python -m tests.engines.datatrove_jobs EXECUTOR WHAT SOURCE OUTPUT RULES

EXECUTOR is local, ray or slurm; WHAT is documents, shards, dying (shards, and the process at one of them is killed
once) or killing (its parent is).
"""

from __future__ import annotations

import os
import sys
from typing import Any

TASKS = 4


def pipeline(what: str, source: str, output: str, rules: str) -> list[Any]:
    """The steps."""
    from datatrove.pipeline.readers import JsonlReader
    from datatrove.pipeline.writers import JsonlWriter

    from cleaner import Settings
    from cleaner.integrations.datatrove import CleanDocuments, CleanShards
    from cleaner.integrations.job import ShardJob
    from tests.engines.dying import DyingJob, KillingJob

    settings = Settings(rules=(rules,))
    if what == "documents":
        removed = JsonlWriter(f"{output}/removed", compression=None)
        cleaned = JsonlWriter(f"{output}/clean", compression=None)
        return [JsonlReader(source), CleanDocuments(settings, removed=removed), cleaned]
    kind = {"dying": DyingJob, "killing": KillingJob}.get(what, ShardJob)
    job = kind(source, f"{output}/out", settings=settings)
    job.marker = f"{output}/died"  # type: ignore[union-attr]
    return [CleanShards(job)]


def executor(name: str, steps: list[Any], output: str) -> Any:
    """The executor, with logs and marks of completion in the output folder."""
    logs = f"{output}/logs"
    if name == "local":
        from datatrove.executor import LocalPipelineExecutor

        return LocalPipelineExecutor(steps, tasks=TASKS, workers=2, logging_dir=logs)
    if name == "ray":
        from datatrove.executor import RayPipelineExecutor

        limit = int(os.environ.get("RANK_SECONDS", "0")) or None
        return RayPipelineExecutor(steps, tasks=TASKS, logging_dir=logs, mem_per_cpu_gb=0.2, time=limit)
    from datatrove.executor import SlurmPipelineExecutor

    return SlurmPipelineExecutor(
        steps,
        tasks=TASKS,
        time="00:10:00",
        partition="all",
        mem_per_cpu_gb=1,
        logging_dir=logs,
        env_command=f"source {sys.prefix}/bin/activate; export PYTHONPATH={os.environ['PYTHONPATH']}",
        requeue=False,
    )


def main() -> None:
    """Run."""
    name, what, source, output, rules = sys.argv[1:]
    if name == "ray":
        import ray

        ray.init(address=os.environ["RAY_ADDRESS"], log_to_driver=False)
    executor(name, pipeline(what, source, output, rules), output).run()


if __name__ == "__main__":
    main()
