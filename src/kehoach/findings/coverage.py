"""Values that stand below a framework's, or against its direction."""

from __future__ import annotations

from collections.abc import Iterator

from kehoach.findings.case import Case
from kehoach.findings.rule import Raised, finds
from kehoach.record import Coverage, CoveredItem, Milestone
from kehoach.shown import stated


@finds("target-below-framework")
def target_below_framework(case: Case) -> Iterator[Raised]:
    """A value that is weaker than the framework's milestone of that year."""
    for judged, item, milestone in _milestones(case):
        if milestone.verdict == "below" and not milestone.inner:
            yield _raised(judged, item, milestone)


@finds("target-against-framework")
def target_against_framework(case: Case) -> Iterator[Raised]:
    """A value that binds against the framework's direction: a rise of what is to fall."""
    for judged, item, milestone in _milestones(case):
        if milestone.opposed:
            yield _raised(judged, item, milestone)


def _raised(judged: Coverage, item: CoveredItem, milestone: Milestone) -> Raised:
    told = {
        "item": item.id,
        "name_vi": item.name.vi,
        "name_en": item.name.en,
        "plan": stated(milestone.plan),
        "framework": stated(milestone.framework),
        "id": judged.framework.id,
        "year": str(milestone.against),
    }
    return Raised(milestone.start, milestone.end, told)


def _milestones(case: Case) -> Iterator[tuple[Coverage, CoveredItem, Milestone]]:
    for judged in case.record.coverage:
        for item in judged.items:
            for part in item.parts or (item,):
                for milestone in part.milestones:
                    yield judged, part, milestone
