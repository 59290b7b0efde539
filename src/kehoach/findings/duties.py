"""Tasks without an owner, owners without a deadline."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kehoach.extractors.responsibilities.tables import columns_of
from kehoach.findings.case import Case
from kehoach.findings.rule import Raised, finds

_MANY = 5


@finds("task-without-owner")
def task_without_owner(case: Case) -> Iterator[Raised]:
    """A row of a task table that names a task and leaves the column of its owner empty."""
    for task, lead, _ in _rows(case):
        if lead[1] <= lead[0]:
            yield Raised(*case.clean.span(*task), {"task": _short(case, task)})


@finds("owner-without-deadline")
def owner_without_deadline(case: Case) -> Iterator[Raised]:
    """A row that has an owner and leaves the column of its deadline empty; a plan none of whose duties has a deadline."""
    for task, lead, time in _rows(case):
        if lead[1] > lead[0] and time is not None and time[1] <= time[0]:
            yield Raised(*case.clean.span(*task), {"task": _short(case, task)})


@finds("no-deadlines")
def no_deadlines(case: Case) -> Iterator[Raised]:
    duties = [d for d in case.record.responsibilities if d.agency is not None and d.agency.kind != "generic"]
    if case.is_whole and len(duties) >= _MANY and not any(d.due for d in duties):
        yield Raised(case.start.start, case.start.end, {"count": str(len(duties))})


_Cell = tuple[int, int]


def _rows(case: Case) -> Iterator[tuple[_Cell, _Cell, _Cell | None]]:
    """Task, owner and time of each row of the plan's task tables that is no heading of its own."""
    if not case.is_plan:
        return
    for table in case.reading.tables:
        columns = columns_of(table)
        if columns is None:
            continue
        task, lead, _, time = columns
        filled = [row for row in table.rows if row[lead][1] > row[lead][0]]
        if len(filled) * 2 < len(table.rows) or len(table.rows) < 2:
            continue
        for row in table.rows:
            words = case.clean.text[slice(*row[task])]
            others = [cell for i, cell in enumerate(row) if i != task and cell[1] - cell[0] > 3]
            if row[task][1] - row[task][0] >= 8 and not words.isupper() and others and not _sums(case, row):
                yield row[task], row[lead], row[time] if time is not None else None


def _sums(case: Case, row: Sequence[_Cell]) -> bool:
    """Whether a row gives the total of those above it."""
    return any(
        case.clean.low[slice(*cell)].lstrip().startswith(("tổng cộng", "tổng số", "tổng thời gian", "cộng "))
        for cell in row[:2]
    )


def _short(case: Case, cell: _Cell) -> str:
    words = " ".join(case.clean.text[slice(*cell)].split())
    return words if len(words) <= 60 else words[:57] + "…"
