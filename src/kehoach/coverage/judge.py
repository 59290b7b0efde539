"""From statements to the state of each goal, target and solution group.

The model (or, where there is none, the framework's own words) says what a statement is about and what it does; rules say
what value stands there, for which year, and how it compares. A cell is decided by its best statement.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from kehoach.coverage import issuer, rules, values
from kehoach.coverage.features import Signs
from kehoach.coverage.figures import Figures
from kehoach.coverage.lexical import Lexicon
from kehoach.coverage.model import ROLES, Model, model_of
from kehoach.coverage.statements import Statement, statements, tokens
from kehoach.coverage.values import Bound
from kehoach.extractors.plan import Reading
from kehoach.frameworks import Framework, Item
from kehoach.record import (
    Coverage,
    Covered,
    CoveredItem,
    Depth,
    Evidence,
    FrameworkId,
    Measurement,
    Message,
    Milestone,
    Rejected,
    Searched,
    Stated,
    StatementRole,
    Status,
    Target,
    Verdict,
)

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MOST_EVIDENCE = 5
MOST_REJECTED = 3
MOST_RANKED = 24
_DOING: frozenset[StatementRole] = frozenset(("activity", "assignment"))
_PROMISING: frozenset[StatementRole] = frozenset(("commitment",))
_RANK: dict[Status, int] = {"quantified": 3, "qualitative": 2, "mentioned": 1}


class _Spanned(Protocol):
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Judged:
    """A statement as it was judged.

    Attributes:
        span: its range in the source.
        role: what it does.
        targets: the plan's targets in it.
    """

    statement: Statement
    span: tuple[int, int]
    role: StatementRole
    targets: tuple[Target, ...]


@dataclass(frozen=True, slots=True)
class Looked:
    """The statements as they stand to one label, each with its probability.

    Attributes:
        taken: those that are about it, in the order of the text.
        rest: the best ones of the others, the best first.
        best: the highest probability of all.
        doubtful: whether one of the others may be about it.
    """

    taken: list[tuple[float, Judged]]
    rest: list[tuple[float, Judged]]
    best: float
    doubtful: bool


class Judge:
    """One plan against one framework.

    Args:
        reading: the plan.
        framework: what it is judged against.
        model: the framework's model; None: the framework's words alone judge.
    """

    def __init__(self, reading: Reading, framework: Framework, model: Model | None) -> None:
        self.reading = reading
        self.framework = framework
        self.model = model
        self.lexicon = lexicon_of(framework)
        self.period = issuer.period_of(reading)
        self.level = issuer.level_of(reading)
        self.remit = issuer.field_of(reading, framework)
        year = values.last_year(self.period)
        milestones = sorted({m.year for item in framework.items for m in item.milestones})
        self.year = year
        self.asked = next((m for m in milestones if year is None or m >= year), milestones[-1] if milestones else None)
        self._whole = {part.id: target.id for target in framework.targets for part in target.parts}
        self._columns = {label: at for at, label in enumerate(framework.labels)}
        self._likely: NDArray[np.float64]
        self._order: NDArray[np.intp]
        self.judged = self._judged()
        self._figures = Figures(reading)
        self._index = {id(judged): at for at, judged in enumerate(self.judged)}

    # --- statements -------------------------------------------------------------------------------------------------

    def _judged(self) -> list[Judged]:
        gate = self.lexicon.gate(self.reading.clean.low)
        if gate.shut:
            return []
        found = statements(self.reading, masked=gate.about)
        looks = gate.looks(found)
        if not gate.about and any(looked for _, looked in looks):
            found = statements(self.reading)  # names of places are masked where there is something to judge
        kept = [(one, opened) for one, (opened, looked) in zip(found, looks, strict=True) if looked]
        if not kept:
            return []
        spans = [self.reading.clean.span(statement.start, statement.end) for statement, _ in kept]
        seen = Seen(self.reading)
        signs = [seen.signs(*span) for span in spans]
        self._likely, roles = self._scored(kept, signs)
        self._order = (-self._likely).argsort(axis=0, kind="stable")[:MOST_RANKED]
        return [
            Judged(statement, span, roles[at], seen.targets(*span))
            for at, ((statement, _), span) in enumerate(zip(kept, spans, strict=True))
        ]

    def _scored(
        self, kept: list[tuple[Statement, set[int]]], signs: list[Signs]
    ) -> tuple[NDArray[np.float64], list[StatementRole]]:
        """The probabilities that the statements are about the labels, statements × labels, and their roles."""
        import numpy as np

        found = [statement for statement, _ in kept]
        if self.model is not None:
            scored = self.model.score(self.lexicon, found, signs, [opened for _, opened in kept])
            return scored.labels, [ROLES[best] for best in scored.roles.argmax(axis=1).tolist()]
        likely = np.zeros((len(kept), len(self.framework.labels)))
        for at, (statement, opened) in enumerate(kept):
            words = tokens(statement.low)
            for index in opened or range(len(self.framework.items)):
                likely[at, index] = self.lexicon.likeness(index, statement, words)
        return likely, [rules.role_of(s, sign, self.framework) for s, sign in zip(found, signs, strict=True)]

    def _looked(self, label: str, accept: float, reject: float) -> Looked:
        """The statements by how likely they are about a label."""
        if not self.judged:
            return Looked([], [], 0.0, False)
        column = self._columns[label]
        ranked = [(float(self._likely[at, column]), at) for at in self._order[:, column].tolist()]
        taken = sorted(at for p, at in ranked if p >= accept)
        if len(taken) == len(ranked):  # perhaps more than were ranked
            taken = [at for at, p in enumerate(self._likely[:, column].tolist()) if p >= accept]
        rest = [(p, at) for p, at in ranked if 0.0 < p < accept][:MOST_REJECTED]
        return Looked(
            [(float(self._likely[at, column]), self.judged[at]) for at in taken],
            [(p, self.judged[at]) for p, at in rest],
            ranked[0][0],
            bool(rest) and rest[0][0] > reject,
        )

    def _bars(self, label: str) -> tuple[float, float]:
        """From which probability a statement is taken, and up to which it is not."""
        if self.model is not None:
            return self.model.accept[label], self.model.reject[label]
        return rules.ACCEPT, rules.REJECT

    # --- items ------------------------------------------------------------------------------------------------------

    def item(self, item: Item) -> CoveredItem:
        """The state of a target; of a compound one by its parts."""
        if item.parts:
            return self._compound(item, tuple(self.item(part) for part in item.parts))
        looked = self._looked(item.id, *self._bars(item.id))
        taken = looked.taken
        bound = [(judged, value) for _, judged in taken for value in self._values(item, judged)]
        valued = {id(judged) for judged, _ in bound}
        status = self._status(taken, valued)
        probability = looked.best if self.model is not None else None
        if status is None:
            status = "needs_review" if looked.doubtful else self._absent(item)
        milestones = tuple(self._milestone(item, value) for _, value in bound)
        best = sorted(taken, key=lambda pair: (-self._weight(pair[1], valued), -pair[0], pair[1].span))
        return CoveredItem(
            item.id,
            item.name,
            status,
            round(probability, 4) if probability is not None else None,
            self._evidence(best),
            Searched(len(self.judged), self._rejected(looked.rest)),
            goal=item.goal,
            asked=self._asked_of(item),
            milestones=milestones,
            verdict=self._verdict(item, milestones) if status == "quantified" else None,
            depth=self._depth([judged for _, judged in taken], status),
        )

    def _asked_of(self, item: Item) -> Stated | None:
        asked = item.milestone_for(self.year)
        if asked is None:
            return None
        return Stated(asked.comparator, asked.value, None, item.unit, item.per)

    def _weight(self, judged: Judged, valued: set[int]) -> int:
        if id(judged) in valued:
            return 3
        if judged.role in _PROMISING:
            return 2
        return 1 if judged.role in _DOING else 0

    def _status(self, taken: list[tuple[float, Judged]], valued: set[int]) -> Status | None:
        found: Status | None = None
        for _, judged in taken:
            if judged.role in _PROMISING or id(judged) in valued:
                status: Status = "quantified" if id(judged) in valued else "qualitative"
            elif judged.role in _DOING:
                status = "qualitative"
            else:
                status = "mentioned"
            if found is None or _RANK[status] > _RANK[found]:
                found = status
        return found

    def _absent(self, item: Item) -> Status:
        """`absent`, or `not_applicable` where the item cannot be asked of the body or of the period."""
        if self.remit is not None and not self.remit.items & {item.id, self._whole.get(item.id, item.id)}:
            return "not_applicable"
        years = self.framework.years
        if years is not None and self.year is not None and not years[0] <= self.year <= years[1]:
            return "not_applicable"
        return "absent" if item.asked(self.level) is not None else "not_applicable"

    def _compound(self, item: Item, parts: tuple[CoveredItem, ...]) -> CoveredItem:
        """A compound target stands as its best part; its verdict is the weakest of those that can be told."""
        ranks = [_RANK.get(part.status, 0) for part in parts]
        best = parts[ranks.index(max(ranks))]
        status = best.status
        if not max(ranks) and any(part.status == "needs_review" for part in parts):
            status = "needs_review"
        told = [part.verdict for part in parts if part.verdict is not None]
        order: tuple[Verdict, ...] = ("below", "meets", "exceeds", "not_comparable")
        verdict = min(told, key=order.index) if told else None
        probabilities = [part.probability for part in parts if part.probability is not None]
        rejected = sorted((r for p in parts for r in p.searched.best_rejected), key=lambda r: -r.score)
        depth = Depth(
            *(
                any(getattr(p.depth, name) for p in parts)
                for name in ("target", "measure", "agency", "budget", "deadline")
            )
        )
        return CoveredItem(
            item.id,
            item.name,
            status,
            max(probabilities) if probabilities else None,
            tuple(dict.fromkeys(e for part in parts for e in part.evidence))[:MOST_EVIDENCE],
            Searched(max(p.searched.candidates for p in parts), tuple(dict.fromkeys(rejected))[:MOST_REJECTED]),
            goal=item.goal,
            verdict=verdict,
            depth=depth,
            parts=parts,
        )

    # --- values -----------------------------------------------------------------------------------------------------

    def _values(self, item: Item, judged: Judged) -> list[Bound]:
        """The values of the statement that are the item's."""
        if judged.role not in ("commitment", "activity", "assignment", "other", "rationale"):
            return []
        at = self._index[id(judged)]
        rivals = [
            other
            for other in self.framework.items
            if other.id != item.id
            and other.unit == item.unit
            and self._likely[at, self._columns[other.id]] >= self._bars(other.id)[0]
        ]
        found = [
            bound
            for target in judged.targets
            for measurement in target.measurements
            if (bound := self._bound(item, rivals, judged, measurement, target.id)) is not None
        ]
        loosely = not found and judged.role in _PROMISING
        if loosely:
            # outside the sections on aims the model alone says that a statement commits
            start, end = judged.statement.start, judged.statement.end
            loose = [self._bound(item, rivals, judged, one, "") for one in self._figures.within(start, end)]
            found = [bound for bound in loose if bound is not None]
            if judged.statement.row and len(found) > 1:
                return []  # columns whose years nothing tells
        if not found and loosely:
            found = self._changes(item, rivals, judged)
        return found

    def _changes(self, item: Item, rivals: Sequence[Item], judged: Judged) -> list[Bound]:
        """A change BY a value: committed to, but comparable with no milestone (`giảm 0,3 điểm so với năm 2022`)."""
        start, end = judged.statement.start, judged.statement.end
        low = judged.statement.low
        return [
            Bound(one, "", None, False, low)
            for one in self._figures.within(start, end)
            if values.changes(item, one) and values.claims(item, rivals, low, self._at(judged, one))
        ][:1]

    def _bound(
        self, item: Item, rivals: Sequence[Item], judged: Judged, measurement: Measurement, target: str
    ) -> Bound | None:
        """A value, if it is the item's: in the statement, of its unit, nearer to its words than to a rival's."""
        if not judged.span[0] <= measurement.start < judged.span[1]:
            return None
        low = judged.statement.low
        inner = values.fits_inner(item, measurement)
        if not inner and not values.fits(item, measurement, low):
            return None
        if not values.claims(item, rivals, low, self._at(judged, measurement)):
            return None
        due = measurement.due.edtf if measurement.due is not None else None
        return Bound(measurement, target, values.last_year(due), inner, low)

    def _at(self, judged: Judged, measurement: Measurement) -> int:
        """Where a value stands in the statement's own text."""
        return max(0, self.reading.clean.derived(measurement.start) - judged.statement.start)

    def _milestone(self, item: Item, value: Bound) -> Milestone:
        measurement = value.measurement
        asked = item.milestone_for(value.year if value.year is not None else self.year)
        said: Verdict = "not_comparable"
        if asked is not None and not value.inner:
            year = value.year if value.year is not None else self.year
            said = values.verdict(item, measurement, year, asked, value.low)
            if item.asked(self.level) in ("self", "has_one", "inner") and said == "below":
                said = "not_comparable"  # a share of bodies is not asked of one body
        elif value.inner and item.inner is not None:
            said = values.inner_verdict(item.inner, measurement, value.low)
        framework = Stated(
            item.inner.comparator if value.inner and item.inner else asked.comparator if asked else "=",
            item.inner.value if value.inner and item.inner else asked.value if asked else None,
            None,
            item.inner.unit if value.inner and item.inner else item.unit,
            None if value.inner else item.per,
        )
        return Milestone(
            measurement.text,
            measurement.start,
            measurement.end,
            measurement.page,
            None,
            measurement.due.edtf if measurement.due is not None else None,
            asked.year if asked is not None else None,
            Stated(measurement.comparator, measurement.value, measurement.value_max, measurement.unit, measurement.per),
            framework,
            said,
            value.target,
            value.inner,
            not value.inner and values.wrong_way(item, measurement),
        )

    def _verdict(self, item: Item, milestones: Sequence[Milestone]) -> Verdict | None:
        """The verdict for the milestone that the plan's period asks for: of the value nearest to that milestone in time."""
        return values.joined(
            item,
            self._nearest([m for m in milestones if not m.inner]),
            self._nearest([m for m in milestones if m.inner]),
        )

    def _nearest(self, milestones: Sequence[Milestone]) -> Verdict | None:
        if not milestones:
            return None
        if self.year is None or self.asked is None:
            return milestones[0].verdict
        asked = [m for m in milestones if m.against == self.asked] or milestones

        def distance(milestone: Milestone) -> tuple[int, int]:
            year = values.last_year(milestone.due)
            asked = self.asked or 0
            return (abs((year if year is not None else self.year or asked) - asked), milestone.start)

        return min(asked, key=distance).verdict

    def _depth(self, taken: list[Judged], status: Status) -> Depth:
        if not taken:
            return Depth()
        record = self.reading.record
        spans = [judged.span for judged in taken]
        carried = status in ("quantified", "qualitative")
        return Depth(
            target=status == "quantified",
            measure=any(judged.role in _DOING for judged in taken),
            agency=any(_overlaps(spans, duty) for duty in record.responsibilities),
            budget=carried and any(_overlaps(spans, money) for money in record.budget),
            deadline=any(m.due is not None for judged in taken for t in judged.targets for m in t.measurements)
            or any(duty.due is not None and _overlaps(spans, duty) for duty in record.responsibilities),
        )

    # --- goals and measures -----------------------------------------------------------------------------------------

    def goal(self, goal_id: str, name: Message, items: Sequence[CoveredItem]) -> Covered:
        """A goal stands as its best item, or by a statement about its field."""
        mine = [item for item in items if item.goal == goal_id]
        own = self._adopted(goal_id, self._label(f"G{goal_id}", name, goal_id))
        ranks = [_RANK.get(item.status, 0) for item in mine]
        best = mine[ranks.index(max(ranks))] if mine else None
        if best is not None and _RANK.get(best.status, 0) >= _RANK.get(own.status, 0) and _RANK.get(best.status, 0):
            return replace(own, status=best.status, evidence=best.evidence, probability=best.probability)
        if own.status == "absent" and mine:
            if all(item.status == "not_applicable" for item in mine):
                return replace(own, status="not_applicable")
            if any(item.status == "needs_review" for item in mine):
                return replace(own, status="needs_review")
        return own

    def _adopted(self, goal_id: str, own: Covered) -> Covered:
        """A goal whose targets the plan takes over as they stand: `phấn đấu đạt các chỉ tiêu lĩnh vực y tế của Chiến lược`."""
        if own.status in ("qualitative", "quantified"):
            return own
        words = next((goal.words for goal in self.framework.goals if goal.id == goal_id), ())
        taken = [
            (1.0, judged)
            for judged in self.judged
            if judged.role in _DOING | _PROMISING
            and ("chỉ tiêu" in judged.statement.low or "mục tiêu" in judged.statement.low)
            and any(name in judged.statement.low for name in self.framework.names)
            and any(word in judged.statement.low for word in words)
        ]
        return replace(own, status="qualitative", evidence=self._evidence(taken)) if taken else own

    def _label(self, label: str, name: Message, shown: str) -> Covered:
        looked = self._looked(label, *self._bars(label)) if self.model is not None else Looked([], [], 0.0, False)
        taken = sorted(looked.taken, key=lambda pair: (-self._weight(pair[1], set()), -pair[0]))
        status: Status = "absent"
        if any(j.role in _DOING | _PROMISING for _, j in taken):
            status = "qualitative"
        elif taken:
            status = "mentioned"
        elif looked.doubtful:
            status = "needs_review"
        return Covered(
            shown,
            name,
            status,
            round(looked.best, 4) if self.model is not None else None,
            self._evidence(taken),
            Searched(len(self.judged), self._rejected(looked.rest)),
        )

    def measure(self, label: str, name: Message, words: Sequence[str]) -> Covered:
        """A solution group, by the model, or by its words in the tasks where there is none."""
        if self.model is not None:
            return self._label(label, name, label)
        taken = [
            (1.0, judged)
            for judged in self.judged
            if judged.role in _DOING and any(word in judged.statement.low for word in words)
        ]
        status: Status = "qualitative" if taken else "absent"
        return Covered(label, name, status, None, self._evidence(taken), Searched(len(self.judged)))

    # --- spans ------------------------------------------------------------------------------------------------------

    def _evidence(self, taken: Sequence[tuple[float, Judged]]) -> tuple[Evidence, ...]:
        source = self.reading.clean.source
        return tuple(
            Evidence(source[slice(*judged.span)], *judged.span, None, round(p, 4), judged.role)
            for p, judged in taken[:MOST_EVIDENCE]
        )

    def _rejected(self, rest: list[tuple[float, Judged]]) -> tuple[Rejected, ...]:
        source = self.reading.clean.source
        return tuple(Rejected(source[slice(*judged.span)], *judged.span, None, None, round(p, 4)) for p, judged in rest)


class Seen:
    """What the other extractors found, looked up by place in the source."""

    def __init__(self, reading: Reading) -> None:
        record = reading.record
        self._targets = record.targets
        self._starts = {
            "duty": sorted(x.start for x in record.responsibilities),
            "report": sorted(x.start for x in record.reports),
            "money": sorted(x.start for x in record.budget),
            "cites": sorted(x.start for x in record.citations),
            "dated": sorted(x.start for x in record.dates),
        }
        self._target_starts = [t.start for t in record.targets]

    def targets(self, start: int, end: int) -> tuple[Target, ...]:
        """The targets that overlap a range."""
        first = bisect_left(self._target_starts, start)
        if first and self._targets[first - 1].end > start:
            first -= 1
        last = bisect_left(self._target_starts, end)
        return self._targets[first:last]

    def signs(self, start: int, end: int) -> Signs:
        """What stands in a range."""
        inside = self.targets(start, end)
        units = {unit_sign(m) for target in inside for m in target.measurements if start <= m.start < end}
        flags = {
            name: (at := bisect_right(starts, start - 1)) < len(starts) and starts[at] < end
            for name, starts in self._starts.items()
        }
        return Signs(frozenset(units), any(not t.quantified for t in inside), **flags)


def unit_sign(measurement: Measurement) -> str:
    """A value's unit as a sign: `percent`, `per100`, `times`, `money`, else `count`."""
    if measurement.unit == "per":
        return f"per{measurement.per}"
    if measurement.unit in ("percent", "times"):
        return measurement.unit
    return "money" if measurement.unit == "đồng" else "count"


def _overlaps(spans: Sequence[tuple[int, int]], one: _Spanned) -> bool:
    # statements stand in order and beside each other: only the last that opens before the end can reach in
    at = bisect_left(spans, one.end, key=lambda span: span[0]) - 1
    return at >= 0 and spans[at][1] > one.start


_LEXICONS: dict[str, Lexicon] = {}


def lexicon_of(framework: Framework) -> Lexicon:
    """The words of a framework, made once for each file."""
    found = _LEXICONS.get(framework.digest)
    if found is None:
        found = _LEXICONS[framework.digest] = Lexicon(framework)
    return found


def cover(reading: Reading, framework: Framework) -> Coverage:
    """A plan against a framework: every goal, target and solution group with its state and evidence.

    Raises:
        FrameworkError: the framework's model is damaged.
    """
    model = model_of(framework)
    judge = Judge(reading, framework, model)
    items = tuple(judge.item(target) for target in framework.targets)
    return Coverage(
        FrameworkId(framework.id, framework.version, model.version if model is not None else None),
        judge.period,
        judge.asked,
        judge.level,
        judge.remit.field if judge.remit is not None else None,
        tuple(judge.goal(goal.id, goal.name, items) for goal in framework.goals),
        items,
        tuple(judge.measure(m.id, m.name, m.words) for m in framework.measures),
    )
