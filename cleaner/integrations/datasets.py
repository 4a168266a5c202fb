"""Hugging Face datasets: `.map` in batches, over processes, cached as long as the rules are the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cleaner.integrations.extras import needs

with needs("datasets"):
    from datasets import Features
    from datasets.fingerprint import Hasher

    from cleaner.integrations.arrow import TableCleaner

if TYPE_CHECKING:
    from cleaner.settings import Settings


def clean(dataset: Any, text: str = "text", url: str = "url", settings: Settings | None = None, **options: Any) -> Any:
    """Clean the text of a Dataset; all rows and features stay, ``source meta clean`` are added.

    `options` are those of `map`, such as ``num_proc``. The result is cached under a fingerprint of the data, the
    settings, the rule files and the version: a changed rule cleans anew, an unchanged one does not.
    """
    cleaner = TableCleaner(settings, text=text, url=url)
    schema = cleaner.schema(dataset.features.arrow_schema.remove_metadata())
    features = Features({**Features.from_arrow_schema(schema), **dataset.features})
    key = (dataset._fingerprint, cleaner.rules, text, url, repr(settings))
    mapped = dataset.with_format("arrow").map(
        cleaner, batched=True, features=features, new_fingerprint=Hasher.hash(key), **options
    )
    shown = dataset.format
    hidden = set(dataset.column_names) - set(shown["columns"])
    columns = [name for name in mapped.column_names if name not in hidden] if hidden else None
    return mapped.with_format(shown["type"], columns, shown["output_all_columns"], **shown["format_kwargs"])
