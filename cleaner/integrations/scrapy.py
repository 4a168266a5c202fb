"""Scrapy: an item pipeline that cleans the text of items on their way."""

from typing import Any

from cleaner.formats.fields import Fields, document_of, summary
from cleaner.integrations import needs
from cleaner.pipeline import Cleaner

with needs("scrapy"):
    from itemadapter import ItemAdapter


class CleanPipeline:
    """Cleans the text of every item; items keep all their fields.

    In the settings of a project: ``ITEM_PIPELINES = {"cleaner.integrations.scrapy.CleanPipeline": 300}``, and where
    needed ``CLEANER_TEXT = "text"``, ``CLEANER_URL = "url"``, ``CLEANER_RULES = ["my-rules/"]``, ``CLEANER_KEEP`` and
    ``CLEANER_DROP``. A field ``clean`` gets the counts, if the item has a place for it.
    """

    def __init__(self, cleaner: Cleaner | None = None, text: str = "text", url: str = "url", stats: Any = None) -> None:
        self.cleaner, self.fields, self.stats = cleaner or Cleaner(), Fields(text, url), stats

    @classmethod
    def from_crawler(cls, crawler: Any) -> "CleanPipeline":
        """Build from the settings of a project; wrong rules end the crawl before it begins."""
        chosen = crawler.settings
        lists = {name: chosen.getlist(f"CLEANER_{name.upper()}") for name in ("rules", "keep", "drop")}
        cleaner = Cleaner(lists.pop("rules"), **lists)
        return cls(cleaner, chosen.get("CLEANER_TEXT", "text"), chosen.get("CLEANER_URL", "url"), crawler.stats)

    def process_item(self, item: Any, spider: Any = None) -> Any:  # noqa: ARG002 - Scrapy's signature
        """Clean one item; one without a text passes."""
        adapter = ItemAdapter(item)
        holder, name = _holder(adapter, self.fields.text)
        text = holder.get(name) if holder is not None else None
        if holder is None or not isinstance(text, str):
            return item
        result = self.cleaner.clean(document_of(text, adapter.asdict(), "", 0, self.fields))
        holder[name] = result.text
        places = adapter.get_field_names_from_class(adapter.item.__class__)
        if "clean" not in adapter and (places is None or "clean" in places):
            adapter["clean"] = summary(result)
        if self.stats:
            self.stats.inc_value("cleaner/items")
            self.stats.inc_value("cleaner/removed_lines", len(result.removals))
        return item


def _holder(adapter: Any, path: str) -> tuple[Any, str]:
    """Follow a path such as ``doc.text`` to what holds its last step; None where it leads nowhere."""
    if path in adapter or "." not in path:
        return adapter, path
    *steps, last = path.split(".")
    here: Any = adapter
    for step in steps:
        inner = here.get(step)
        if not isinstance(inner, dict) and not ItemAdapter.is_item(inner):
            return None, last
        here = ItemAdapter(inner)
    return here, last
