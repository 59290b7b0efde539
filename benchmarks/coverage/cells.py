"""The cells of a plan: each item with its gold state and verdict beside what the library says."""

from __future__ import annotations

from dataclasses import dataclass

from benchmarks.coverage.corpus import Plan
from benchmarks.coverage.data import read
from kehoach.coverage import cover
from kehoach.coverage.model import model_of
from kehoach.frameworks import Framework


@dataclass(frozen=True, slots=True)
class Cell:
    """One item of one plan. `not_applicable` counts as `absent`: nothing stands there.

    Attributes:
        sure: how far the best statement is from the threshold, for the curve of risk and coverage.
        shown: evidence in short.
    """

    plan: str
    item: str
    gold_status: str
    gold_verdict: str | None
    status: str
    verdict: str | None
    sure: float
    shown: str


def cells(plan: Plan, framework: Framework) -> list[Cell]:
    """The cells of a plan."""
    model = model_of(framework)
    found = []
    for item in cover(read(plan), framework).items:
        for part in item.parts or (item,):
            gold = plan.status.get(part.id, ("absent", None))
            status = "absent" if part.status == "not_applicable" else part.status
            probability = part.probability or 0.0
            bar = model.accept[part.id] if model is not None else 0.5
            sure = (probability - bar) / (1 - bar) if probability >= bar else (bar - probability) / bar
            shown = "; ".join(f"{e.role}: {' '.join(e.text.split())[:90]}" for e in part.evidence[:2])
            found.append(Cell(plan.name, part.id, gold[0], gold[1], status, part.verdict, sure, shown))
    return found
