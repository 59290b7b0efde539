"""Whether the cells of a plan's tables reach the extractors in their role: task, body, partner, deadline; indicator, unit, year.

Two measures. `placed` compares rows and headers as the extractors see them with what the renderer wrote. `roles` looks whether
the record says of each row of a made table what the row says: a duty's task, its body, its partners, its deadline; a target's
indicator, the unit and each year's value.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from benchmarks.readers.annex import Duty, Goal
from benchmarks.readers.plan import Doc
from benchmarks.readers.values import Count, words
from kehoach.readers import Document
from kehoach.record import Agency, Record
from kehoach.text import clean
from kehoach.text.tables import tables

TASK_CELLS = ("task", "lead", "partners", "due")
GOAL_CELLS = ("indicator", "unit", "value")


def placed(doc: Doc, document: Document) -> Count:
    """Cells that stand under their header in their row: (header, words of the row's first long cell, words), a multiset each."""
    gold: Counter[tuple[str, str, str]] = Counter()
    for table in doc.tables:
        for row in table.rows:
            gold.update(_cells(table.columns, row))
    found: Counter[tuple[str, str, str]] = Counter()
    cleaned = clean(document.text, document.layout)
    for seen in tables(cleaned):
        for spans in seen.rows:
            found.update(_cells(seen.header, tuple(cleaned.text[a:b] for a, b in spans)))
    return Count((gold & found).total(), gold.total(), found.total())


def _cells(header: tuple[str, ...], row: tuple[str, ...]) -> list[tuple[str, str, str]]:
    """The cells of a row, each with its column's words and the row's longest one, which names the row."""
    said = [words(cell) for cell in row]
    if sum(bool(cell) for cell in said) < 3:  # a row that opens a group has no columns
        return []
    name = max(said, key=len)
    return [(words(top).lower(), name, cell) for top, cell in zip(header, said, strict=False) if cell]


def roles(doc: Doc, record: Record) -> dict[str, Count]:
    """Of the made tables, the cells that the record states in their role, by role; `found` counts what was looked for."""
    counts = {name: Count() for name in (*TASK_CELLS, *GOAL_CELLS)}
    for table in doc.tables:
        for duty in table.duties:
            _duty(duty, record, counts)
        for goal in table.goals:
            _goal(goal, record, counts)
    return counts


def _count(counts: dict[str, Count], name: str, right: bool) -> None:
    counts[name].add(Count(right, 1, 1))


def _duty(duty: Duty, record: Record, counts: dict[str, Count]) -> None:
    task = words(duty.task).lower()
    said = [r for r in record.responsibilities if words(r.task).lower().startswith(task[:60])]
    _count(counts, "task", bool(said))
    leads = [r for r in said if r.agency is not None and duty.lead in _names(r.agency)]
    _count(counts, "lead", bool(leads))
    if duty.partners:
        _count(counts, "partners", any(_are(r.partners, duty.partners) for r in leads))
    if duty.due is not None:
        _count(counts, "due", any(r.due is not None and r.due.edtf == duty.due for r in leads))


def _names(agency: Agency) -> tuple[str, str]:
    """A body's name as printed and as the register has it."""
    return words(agency.text), words(agency.name)


def _are(agencies: Sequence[Agency], bodies: Sequence[str]) -> bool:
    return len(agencies) == len(bodies) and all(any(body in _names(a) for a in agencies) for body in bodies)


def _goal(goal: Goal, record: Record, counts: dict[str, Count]) -> None:
    said = [t for t in record.targets if words(goal.indicator).lower() in words(t.indicator).lower()]
    _count(counts, "indicator", bool(said))
    unit = {"%": "percent", "lần": "times"}.get(goal.unit, goal.unit)
    measured = [m for t in said for m in t.measurements]
    _count(counts, "unit", bool(measured) and all(m.unit == unit for m in measured))
    for year, value in goal.values:
        due = str(year)
        right = any(m.due is not None and m.due.edtf == due and abs(m.value - value) < 1e-6 for m in measured)
        _count(counts, "value", right)
