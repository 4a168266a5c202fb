"""The part of a page in which a rule may act."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cleaner.engine.scan import Scan
    from cleaner.rulebook.compile import CompiledMatcher, CompiledWhere
    from cleaner.rulebook.spec import Anchor, Matcher

Zone = tuple[int, int]


def zone_of(where: CompiledWhere, scan: Scan) -> Zone | None:
    """Give the lines from `low` up to, not including, `high`; None where the anchor of a zone is not there."""
    total = len(scan.page)
    spec, low, high = where.spec, 0, total
    if spec.first is not None:
        high = min(high, spec.first.of(total))
    if spec.last is not None:
        low = max(low, total - spec.last.of(total))
    if spec.after is not None:
        anchor = _anchor(spec.after, where.after, scan)
        if anchor is None:
            return None
        low = max(low, anchor + 1)
    if spec.before is not None:
        anchor = _anchor(spec.before, where.before, scan)
        if anchor is None or (spec.before == "title" and not scan.page.title_is_sure):
            return None
        high = min(high, anchor)
    return (low, high) if low < high else (low, low)


def _anchor(spec: Matcher | Anchor, matcher: CompiledMatcher | None, scan: Scan) -> int | None:
    if matcher is not None:
        return scan.first(matcher, 0, len(scan.page))
    if spec == "title":
        return scan.page.title_at
    return scan.page.lead_at if spec == "lead" else scan.page.body_at
