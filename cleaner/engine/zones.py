"""The part of a page in which a rule may act."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cleaner.engine.scan import Scan
    from cleaner.rulebook.compiled import CompiledMatcher, CompiledWhere
    from cleaner.rulebook.spec import Anchor

Zone = tuple[int, int]


def zone_of(where: CompiledWhere, scan: Scan) -> Zone | None:
    """Give the lines from `low` up to, not including, `high`; None where the anchor of a zone is not there."""
    total = len(scan.page)
    low, high = 0, total
    after, before = where.anchors
    if where.first is not None:
        high = min(high, where.first.of(total))
    if where.last is not None:
        low = max(low, total - where.last.of(total))
    if where.after is not None or after is not None:
        anchor = _anchor(after, where.after, scan)
        if anchor is None:
            return None
        low = max(low, anchor + 1)
    if where.before is not None or before is not None:
        anchor = _anchor(before, where.before, scan)
        if anchor is None or (before == "title" and not scan.page.title_is_sure):
            return None
        high = min(high, anchor)
    return (low, high) if low < high else (low, low)


def _anchor(name: Anchor | None, matcher: CompiledMatcher | None, scan: Scan) -> int | None:
    if matcher is not None:
        return scan.first(matcher, 0, len(scan.page))
    if name == "title":
        return scan.page.title_at
    return scan.page.lead_at if name == "body-start" else scan.page.body_at
