"""Finds dates, months, quarters, years, periods and recurring days, and says what each bounds and is for.

Found: every expression that names a point or a period of the calendar, blanks and missing years kept as `X` (EDTF).
Left alone: durations (`15 ngày`, `06 tháng`), ratios and counts (`30/100.000`, `48/63 tỉnh`), years inside document
numbers, `hằng năm` by itself, round the clock (`24/7`), relative words (`năm trước`).

Atoms are found by the patterns of `lexicon/dates.toml`; ranges (`15/11 - 15/12/2023`) and lists that share a month or
year (`ngày 18, 19/11/2025`) are then put together from neighbouring atoms.
"""

from __future__ import annotations

from bisect import bisect_right

from kehoach.extractors.dates.atom import Atom, Found
from kehoach.extractors.dates.atoms import atoms
from kehoach.extractors.dates.ranges import LIST, LIST_BOUND, combine
from kehoach.extractors.dates.roles import MONTHLY, ONWARDS, YEARLY, relation_of, role_of, stands
from kehoach.extractors.dates.values import resolve, value_of
from kehoach.extractors.ids import Identifiers
from kehoach.record import Date, Relation
from kehoach.text.clean import CleanText


def scan(clean: CleanText) -> list[Found]:
    """Dates of the cleaned text with values, relations and roles; roles that depend on the document come later."""
    low = clean.low
    found: list[Found] = []
    combined = combine(low, atoms(low))
    previous: tuple[Atom, Relation] | None = None
    for position, atom in enumerate(combined):
        if not stands(low, atom):
            continue
        edtf, kind = value_of(atom)
        end = atom.end
        recurring = False
        match = None
        if atom.year is None:
            if match := YEARLY.match(low, end):
                recurring = True
            elif atom.day and atom.month is None and (match := MONTHLY.match(low, end)):
                recurring = True
                edtf = f"XXXX-XX-{atom.day:02d}"
            if match:
                end = match.end()
                if low[end - 1] == ")" and "(" not in low[atom.start : end]:
                    end -= 1
            elif position + 1 < len(combined):
                # "ngày 10/6 và ngày 01/12 hằng năm"
                following = combined[position + 1]
                same = bool(atom.day) == bool(following.day) and bool(atom.month) == bool(following.month)
                if same and LIST_BOUND.match(low[atom.end : following.start]):
                    if atom.month and YEARLY.match(low, following.end):
                        recurring = True
                    elif atom.day and not atom.month and MONTHLY.match(low, following.end):
                        recurring = True
                        edtf = f"XXXX-XX-{atom.day:02d}"
        relation = relation_of(low, atom)
        if relation == "on" and previous is not None and previous[1] in ("before", "by", "until"):
            # "trước ngày 15/6 và 15/12"
            if LIST.match(low[previous[0].end : atom.start]):
                relation = previous[1]
        previous = (atom, relation)
        if kind != "interval" and ONWARDS.match(low, end) and "năm tiếp theo" not in low[end : end + 30]:
            relation = "from"
            edtf += "/.."
        if recurring:
            kind = "recurring"
        found.append(Found(atom.start, end, edtf, kind, relation, role_of(low, atom, relation, recurring)))
    return found


class Spans:
    """Membership of an offset in a list of sorted, disjoint ranges."""

    def __init__(self, ranges: list[tuple[int, int]]) -> None:
        self._ranges = sorted(ranges)
        self._starts = [r[0] for r in self._ranges]

    def holding(self, start: int, end: int) -> tuple[int, int] | None:
        """The range that holds `start:end`, if one does."""
        at = bisect_right(self._starts, start) - 1
        if at >= 0 and end <= self._ranges[at][1]:
            return self._ranges[at]
        return None


def settle(
    found: list[Found],
    *,
    issued: list[tuple[int, int]],
    cited: list[tuple[int, int]],
    titles: list[tuple[int, int]],
    plan_year: int | None,
) -> None:
    """Give each date the role that the document decides.

    Args:
        issued: ranges of the cleaned text in which the document's own date stands.
        cited: ranges of the citations.
        titles: ranges of the titles of cited documents.
        plan_year: the year the plan is for, as its title says.
    """
    own = Spans(issued)
    citations = Spans(cited)
    cited_titles = Spans(titles)
    plan = str(plan_year) if plan_year else None
    for item in found:
        if own.holding(item.start, item.end):
            item.role = "issued"
        elif citations.holding(item.start, item.end):
            item.role = "citation"
        elif item.edtf == plan and item.kind == "year" and item.relation in ("during", "on"):
            item.role = "plan_year"
        elif item.role == "other" and item.kind == "year" and cited_titles.holding(item.start, item.end):
            item.role = "citation"


def finish(
    clean: CleanText, found: list[Found], ids: Identifiers, *, plan_year: int | None, issued_on: str | None
) -> tuple[Date, ...]:
    """The dates with their spans in the source and their years filled in.

    Args:
        plan_year: the year the plan is for, as its title says.
        issued_on: EDTF of the date of issue, by which years are filled in where the title names neither a year nor a period.
    """
    source = clean.source
    dates = []
    for item in found:
        start, end = clean.span(item.start, item.end)
        resolved = None
        if plan_year or (issued_on is not None and item.kind != "recurring"):
            resolved = resolve(item.edtf, plan_year or int(issued_on[:4]))  # type: ignore[index]
            if (
                not plan_year
                and resolved is not None
                and issued_on is not None
                and resolved[: len(issued_on)] < issued_on[: len(resolved)]
            ):
                resolved = resolve(item.edtf, int(issued_on[:4]) + 1)  # a plan looks ahead
        dates.append(
            Date(
                source[start:end],
                start,
                end,
                None,
                None,
                item.edtf,
                item.kind,
                item.relation,
                item.role,
                resolved,
                ids("d", start, end),
            )
        )
    return tuple(dates)
