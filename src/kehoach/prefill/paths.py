"""The way from a record to its values: where a path leads, entry by entry, in one plan or in several."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from typing import Any

from kehoach.prefill.catalogue import HEADING, POINTS, TIES, catalogue, names_of
from kehoach.prefill.language import Condition, Each, Path
from kehoach.record import Measurement, Record, Section, Span, Stated
from kehoach.text.layout import Layout
from kehoach.text.normal import fold


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan as forms are filled from it.

    Attributes:
        name: the file as the caller named it.
        text: its source text, into which all spans point.
        corrected: what a person said of its values, by their id.
    """

    name: str
    record: Record
    text: str
    layout: Layout | None = None
    corrected: Mapping[str, Corrected] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Corrected:
    """What a person said of one value.

    Attributes:
        text: what it is to be; None where it was right.
        digest: of the words it stood on when that was said.
        read: what had been read.
        span: other words of the plan on which it stands.
    """

    digest: str
    read: str
    text: str | None = None
    span: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Node:
    """A place in a record.

    Attributes:
        name: class and name of the value.
        path, key: where it is: by place, and by ids that last.
        within: the entries it lies in, from the record on.
        tied: whether it was reached by a tie that the text makes, and so is concluded.
        plan: whose record it is; None above the plans.
    """

    value: Any
    name: tuple[str, str]
    path: str
    key: str
    within: tuple[Node, ...] = ()
    tied: bool = False
    plan: Plan | None = None


@dataclass(frozen=True, slots=True)
class _Root:
    """What lies above the plans of a form that collects several."""

    plans: tuple[Plan, ...]


@dataclass(frozen=True, slots=True)
class Scope:
    """Where a field is read: the record or what lies above several, and then the entries that enclose its row."""

    entries: tuple[Node, ...]
    row: int = 0

    @classmethod
    def of(cls, plan: Plan) -> Scope:
        """The fields of one plan."""
        return cls((Node(plan.record, ("", "Record"), "", "", plan=plan),))

    @classmethod
    def over(cls, plans: Sequence[Plan]) -> Scope:
        """The fields of a form that collects several plans."""
        return cls((Node(_Root(tuple(plans)), ("", "Root"), "", ""),))

    @property
    def plan(self) -> Plan | None:
        """The plan whose entry encloses the row, if one does."""
        return self.entries[-1].plan

    def begin(self, path: Path) -> Node:
        """The entry at which a path begins."""
        return self.entries[0] if path.up == 0 else self.entries[-path.up]


def nodes(path: Path, scope: Scope, keep: bool = False) -> Iterator[Node]:
    """All that a path leads to, in the order of the record; with `keep`, an empty last list gives one empty entry."""
    found: Sequence[Node] = [scope.begin(path)]
    for number, step in enumerate(path.steps):
        last = number == len(path.steps) - 1
        following: list[Node] = []
        for node in found:
            entries = [one for one in _step(node, step.name) if _meets(one, step.conditions)]
            if step.index is not None:
                at = step.index - 1 if step.index > 0 else len(entries) + step.index
                entries = entries[at : at + 1] if at >= 0 else []
            if not entries and last and keep:
                empty = Node(None, (class_of(node), step.name), f"{node.path}.{step.name}", "", plan=node.plan)
                entries = [replace(empty, within=(*node.within, node))]
            following += entries
        found = following
    yield from found


def class_of(node: Node) -> str:
    return type(node.value).__name__


def _step(node: Node, name: str) -> Iterator[Node]:
    """The entries or the value under one name of a place."""
    if isinstance(node.value, _Root):
        for plan in node.value.plans if name == "plans" else ():
            yield Node(plan.record, ("", "Record"), "", "", (node,), plan=plan)
        return
    kind = class_of(node)
    if node.value is None or node.plan is None or name not in names_of(kind):
        return
    record, plan = node.plan.record, node.plan
    within = (*node.within, node)
    if (tie := TIES.get((kind, name))) is not None:
        link, listed, _ = tie
        mine = node.value.id
        others = {
            one.second if one.first == mine else one.first
            for one in record.links
            if one.kind == link and mine in (one.first, one.second)
        }
        for index, entry in enumerate(getattr(record, listed)):
            if entry.id in others:
                yield Node(entry, (kind, name), f"{listed}[{index}]", _key(listed, index, record), within, True, plan)
        return
    held = node.value.section if name == HEADING else getattr(node.value, name)
    if held is None:
        return
    if name == HEADING:
        if (above := _heading(record.sections, held)) is not None:
            entry = record.sections[above]
            yield Node(entry, (kind, name), f"sections[{above}]", _key("sections", above, record), within, True, plan)
        return
    if (point := POINTS.get((kind, name))) is not None:
        listed = point[0]
        entries = getattr(record, listed)
        if 0 <= held < len(entries):
            tied = catalogue().entries[kind, name].inferred is not None
            yield Node(entries[held], (kind, name), f"{listed}[{held}]", _key(listed, held, record), within, tied, plan)
        return
    path = f"{node.path}.{name}" if node.path else name
    key = f"{node.key}.{name}" if node.key else name
    if isinstance(held, tuple):
        for index, entry in enumerate(held):
            own = _key(name, index, record) if not node.key else f"{key}[{getattr(entry, 'id', '') or index}]"
            yield Node(entry, (kind, name), f"{path}[{index}]", own, within, node.tied, plan)
    else:
        yield Node(held, (kind, name), path, key, within, node.tied, plan)


def _heading(sections: Sequence[Section], index: int) -> int | None:
    """The nearest section at `index` or above it in the tree that has a title."""
    level = sections[index].level + 1
    for at in range(index, -1, -1):
        if sections[at].level < level:
            if sections[at].title:
                return at
            level = sections[at].level
    return None


def _key(listed: str, index: int, record: Record) -> str:
    """What names an entry over re-runs: its id where it has one, of a section its words and those of the one before."""
    entries = getattr(record, listed)
    entry = entries[index]
    if isinstance(entry, Section):
        words = fold(f"{entries[index - 1].text if index else ''} {entry.text}")
        return f"sections[{blake2b(words.encode('utf-8', 'surrogatepass'), digest_size=4).hexdigest()}]"
    return f"{listed}[{getattr(entry, 'id', '') or index}]"


def _meets(node: Node, conditions: tuple[Condition, ...]) -> bool:
    return all(_holds(node, condition) for condition in conditions)


def _holds(node: Node, condition: Condition) -> bool:
    reached = [node]
    for name in condition.names:
        reached = [after for before in reached for after in _step(before, name)]
    there = [one.value for one in map(leaf_of, reached) if one is not None]
    if condition.operator in ("there", "not there"):
        return any(value not in (None, "", False) for value in there) == (condition.operator == "there")
    asked = fold(condition.value)
    if condition.operator == "~":
        return any(asked in fold(str(value)) for value in there)
    same = any(fold(_comparable(value)) == asked for value in there)
    return same == (condition.operator == "=")


def _comparable(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def leaf_of(node: Node) -> Node | None:
    """The value that is meant where a path ends at an entry: its main one."""
    while (mains := catalogue().main.get(class_of(node))) is not None:
        if isinstance(node.value, (Measurement, Stated)):
            return node  # written as a whole: `≥ 85 %`
        for name in mains:
            held = getattr(node.value, name)
            if held not in (None, ""):
                within = (*node.within, node)
                way = (class_of(node), name)
                node = Node(held, way, f"{node.path}.{name}", f"{node.key}.{name}", within, node.tied, node.plan)
                break
        else:
            return None
    return node


def rows_of(each: Each, scope: Scope) -> list[Scope]:
    """The scopes of the rows that a mark repeats, one for each entry."""
    rows = []
    for number, node in enumerate(nodes(each.path, scope, each.keep), 1):
        inner = node.within[len(scope.begin(each.path).within) + 1 :]
        rows.append(Scope((*scope.entries, *inner, node), number))
    return rows


def span_at(plan: Plan, start: int, end: int) -> Span:
    """The span `start:end` of a plan, with its page and its places."""
    layout = plan.layout
    if layout is None:
        return Span(plan.text[start:end], start, end)
    boxes = layout.boxes(start, end) or None
    return Span(plan.text[start:end], start, end, layout.page_at(start), layout.confidence(start, end), boxes=boxes)
