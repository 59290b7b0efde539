"""From marked plans to what a model is trained and measured on: the system's own statements, each with its gold mark.

The system cuts a plan into statements; a statement's gold is that of the marked statement it overlaps most, and `other`
without labels where it overlaps none by half of its length.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace

from benchmarks.coverage.corpus import Plan
from benchmarks.gold import Gold
from benchmarks.noise import noisy
from kehoach.coverage.features import Signs, named
from kehoach.coverage.judge import Seen, lexicon_of
from kehoach.coverage.statements import Statement, statements
from kehoach.extractors import plan as extractor
from kehoach.extractors.plan import Reading
from kehoach.frameworks import Framework
from kehoach.record import Source

LEAST_SHARE = 0.5


@dataclass(slots=True)
class Example:
    """One statement of one plan.

    Attributes:
        plan: the plan it stands in.
        opened: indices of the items whose telling words stand in it or above it.
        gated: whether the gate lets it through.
        labels, role: the gold.
        of: index of the marked statement it is a piece of; None where it is of none.
        share: how much of that statement it is.
    """

    plan: Plan
    statement: Statement
    span: tuple[int, int]
    signs: Signs
    opened: set[int]
    gated: bool
    labels: frozenset[str]
    role: str
    of: int | None = None
    share: float = 1.0

    @property
    def teaches(self) -> bool:
        """Whether a model can learn its labels from it: not from the cell of a row, the rest of a sentence without its subject."""
        return not self.labels or self.share >= LEAST_SHARE or bool(self.opened)

    def features(self, framework: Framework) -> dict[str, float]:
        """Its features by name."""
        return named(lexicon_of(framework), self.statement, self.signs, self.opened)


def read(plan: Plan) -> Reading:
    """A plan of the corpus as the library reads it."""
    return extractor.read(plan.text, Source(plan.name, "", "text/plain", len(plan.text)))


def examples(plan: Plan, framework: Framework, reading: Reading | None = None) -> list[Example]:
    """The statements of a plan with their gold."""
    reading = reading or read(plan)
    lexicon = lexicon_of(framework)
    gate = lexicon.gate(reading.clean.low)
    seen = Seen(reading)
    starts = [s.start for s in plan.statements]
    found = []
    cut = statements(reading)
    for statement, (opened, gated) in zip(cut, gate.looks(cut), strict=True):
        span = reading.clean.span(statement.start, statement.end)
        labels, role, of, share = _gold(plan, starts, span)
        found.append(Example(plan, statement, span, seen.signs(*span), opened, gated, labels, role, of, share))
    return found


def _gold(plan: Plan, starts: list[int], span: tuple[int, int]) -> tuple[frozenset[str], str, int | None, float]:
    start, end = span
    at = max(0, bisect_right(starts, start) - 1)
    best, of = 0, None
    while at < len(plan.statements) and plan.statements[at].start < end:
        marked = plan.statements[at]
        shared = min(end, marked.end) - max(start, marked.start)
        if shared > best:
            best, of = shared, at
        at += 1
    if of is None or best * 2 < end - start:
        return frozenset(), "other", None, 1.0
    marked = plan.statements[of]
    return frozenset(marked.labels), marked.role, of, best / (marked.end - marked.start)


def noised(plans: Iterable[Plan], kinds: Iterable[str]) -> list[Plan]:
    """The plans with the noise of real documents in them, their marks moved along."""
    made = []
    kinds = tuple(kinds)
    for plan in plans:
        marks = [{"kind": "statement", "start": s.start, "end": s.end} for s in plan.statements]
        changed = noisy(Gold(plan.name, plan.text, marks, len(plan.text), "own"), kinds)
        moved = tuple(
            replace(s, start=m["start"], end=m["end"]) for s, m in zip(plan.statements, changed.marks, strict=True)
        )
        made.append(replace(plan, text=changed.text, statements=moved))
    return made
