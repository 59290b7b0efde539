"""A framework as typed, frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from kehoach.record import Comparator, Frequency, Message

Direction = Literal["at_least", "at_most", "start"]
Asked = Literal["value", "self", "has_one", "inner"]
DIRECTIONS: tuple[Direction, ...] = ("at_least", "at_most", "start")
ASKED: tuple[Asked, ...] = ("value", "self", "has_one", "inner")
LEVELS = ("central", "province", "district", "commune", "unit")


@dataclass(frozen=True, slots=True)
class Milestone:
    """A value and the year by which it is asked for; None where a state is asked for and no value.

    Attributes:
        tolerance: how far a value may be off where the framework says `about`.
    """

    year: int
    comparator: Comparator = "="
    value: float | None = None
    tolerance: float = 0.0


@dataclass(frozen=True, slots=True)
class Inner:
    """A threshold inside a target: `ít nhất 04 tin, bài mỗi quý`. `also` are other words for what is counted."""

    value: float
    unit: str
    comparator: Comparator = ">="
    frequency: Frequency | None = None
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """A target, or one part of a compound target.

    Attributes:
        parts: of a compound target; the target itself is then judged by them.
        asked_of: for each level how the item is asked of a body; a level that is not there is not asked.
        must: groups of words; a text about the item holds one of each group.
        anchors: words beside a value that tell it from a sibling's.
        confidence: of its values: `confirmed` or `general`.
    """

    id: str
    goal: str | None
    name: Message
    unit: str = "percent"
    per: int | None = None
    direction: Direction = "at_least"
    population: str = ""
    persistent: bool = False
    maintain: bool = False
    milestones: tuple[Milestone, ...] = ()
    baseline: float | None = None
    inner: Inner | None = None
    asked_of: dict[str, Asked] | None = None
    must: tuple[tuple[str, ...], ...] = ()
    must_not: tuple[str, ...] = ()
    anchors: tuple[str, ...] = ()
    paraphrases: tuple[str, ...] = ()
    confusable: tuple[str, ...] = ()
    note: str = ""
    confidence: str = "general"
    parts: tuple[Item, ...] = ()

    def asked(self, level: str | None) -> Asked | None:
        """How the item is asked of a body of `level`; None where it is not. An unknown level is asked in full."""
        if self.asked_of is None or level is None:
            return "value"
        return self.asked_of.get(level)

    def milestone_for(self, year: int | None) -> Milestone | None:
        """The milestone that a plan for `year` is asked for: the first one not before it, else the last."""
        if not self.milestones:
            return None
        for milestone in self.milestones:
            if year is None or milestone.year >= year:
                return milestone
        return self.milestones[-1]


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal, under which targets stand; `words` are of its field."""

    id: str
    name: Message
    key: str = ""
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Measure:
    """A group of solutions."""

    id: str
    name: Message
    words: tuple[str, ...] = ()
    confidence: str = "general"


@dataclass(frozen=True, slots=True)
class Remit:
    """Bodies of one field, told by words of their names, and the items that can be asked of them."""

    field: str
    bodies: tuple[str, ...]
    items: frozenset[str]


@dataclass(frozen=True, eq=False)
class Framework:
    """A framework.

    Attributes:
        path: the file it was read from.
        digest: sha256 of the file's bytes, in hexadecimal.
        own: whether it is a user's own file; a shipped one has a trained model.
    """

    id: str
    version: str
    title: Message
    path: str
    digest: str
    own: bool
    issuer: str = ""
    issued: str | None = None
    period: str | None = None
    names: tuple[str, ...] = ()
    subject: tuple[str, ...] = ()
    goals: tuple[Goal, ...] = ()
    targets: tuple[Item, ...] = ()
    measures: tuple[Measure, ...] = ()
    remits: tuple[Remit, ...] = ()

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """What is measured: the parts of compound targets, and all other targets, in order."""
        return tuple(part for target in self.targets for part in (target.parts or (target,)))

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """What a statement can be about: items, goals (`G4`), solution groups (`S3`)."""
        return (
            *(item.id for item in self.items),
            *(f"G{goal.id}" for goal in self.goals),
            *(measure.id for measure in self.measures),
        )

    @cached_property
    def years(self) -> tuple[int, int] | None:
        """The first and last year it holds for."""
        if self.period is None:
            return None
        first, last = self.period.split("/")
        return int(first), int(last)
