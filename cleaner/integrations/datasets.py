"""Hugging Face datasets: `.map` in batches, over processes, cached as long as the rules are the same."""

from typing import Any

from cleaner.integrations import needs
from cleaner.settings import Settings

with needs("datasets"):
    from datasets import DatasetDict, Features, IterableDataset, IterableDatasetDict
    from datasets.fingerprint import Hasher

    from cleaner.integrations.arrow import TableCleaner


def clean(dataset: Any, text: str = "text", url: str = "url", settings: Settings | None = None, **options: Any) -> Any:
    """Clean the text of a Dataset; all rows and features stay, ``source meta clean`` are added.

    `options` are those of `map`, such as ``num_proc``. The result is cached under a fingerprint of the data, the
    settings, the rule files and the version: a changed rule cleans anew, an unchanged one does not. Of a DatasetDict
    every split is cleaned; a stream (``streaming=True``) stays one, and is cleaned as it is read.
    """
    if isinstance(dataset, DatasetDict | IterableDatasetDict):
        splits = {name: clean(split, text, url, settings, **options) for name, split in dataset.items()}
        return type(dataset)(splits)
    cleaner = TableCleaner(settings, text=text, url=url)
    if isinstance(dataset, IterableDataset):
        return _stream(dataset, cleaner, options)
    key = (dataset._fingerprint, cleaner.rules, text, url, repr(settings))
    mapped = dataset.with_format("arrow").map(
        cleaner, batched=True, features=_features(dataset, cleaner), new_fingerprint=Hasher.hash(key), **options
    )
    shown = dataset.format
    hidden = set(dataset.column_names) - set(shown["columns"])
    columns = [name for name in mapped.column_names if name not in hidden] if hidden else None
    return mapped.with_format(shown["type"], columns, shown["output_all_columns"], **shown["format_kwargs"])


def _stream(dataset: Any, cleaner: TableCleaner, options: dict[str, Any]) -> Any:
    """Clean what comes; a stream may not know its features before."""
    features = dataset.features and _features(dataset, cleaner)
    mapped = dataset.with_format("arrow").map(cleaner, batched=True, features=features, **options)
    return mapped.with_format(dataset._formatting and dataset._formatting.format_type)


def _features(dataset: Any, cleaner: TableCleaner) -> Any:
    """The features of what comes out: those that were there as they were."""
    schema = cleaner.schema(dataset.features.arrow_schema.remove_metadata())
    return Features({**Features.from_arrow_schema(schema), **dataset.features})
