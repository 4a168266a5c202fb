"""Ray: a task a shard file, or `map_batches` on a Dataset."""

from typing import Any

from cleaner.integrations import needs
from cleaner.integrations.job import ShardJob
from cleaner.runs.shard import Stats
from cleaner.settings import Settings

with needs("ray"):
    import ray

    from cleaner.integrations.arrow import TableCleaner


def clean(dataset: Any, text: str = "text", url: str = "url", settings: Settings | None = None, **options: Any) -> Any:
    """Clean the text of a Dataset; all rows and columns stay, ``source meta clean`` are added.

    `options` are those of `map_batches`, such as ``concurrency`` and ``batch_size``.
    """
    cleaner = TableCleaner(settings, text=text, url=url)
    return dataset.map_batches(cleaner, batch_format="pyarrow", zero_copy_batch=True, **options)


def clean_files(job: ShardJob, **options: Any) -> Stats:
    """Clean shard files, a task each; give the counts of all. `options` are those of a Ray task.

    A worker or node that dies loses only the shards it was at, and Ray gives these to others.
    """
    task = ray.remote(_clean).options(**{"max_retries": 3, **options})
    sent = ray.put(job)
    return sum(ray.get([task.remote(sent, shard) for shard in job.shards()]), Stats())


def _clean(job: ShardJob, shard: tuple[str, str]) -> Stats:
    return job(shard)
