"""Every value of a record that a person can speak of, those that are missing among them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import count
from typing import Any

from kehoach.prefill.catalogue import POINTS, TIES, Kind, catalogue, names_of
from kehoach.prefill.edit import ADDABLE, GROWING, removable
from kehoach.prefill.language import Path, Step
from kehoach.prefill.paths import Node, Plan, Scope, nodes
from kehoach.prefill.styles import words_of
from kehoach.prefill.values import Value, digest, value_of
from kehoach.prefill.words import Language
from kehoach.record import Citation, Measurement, Span, Stated

_PLACES = frozenset({"start", "end", "page", "confidence"})
# the file is no part of the text
_PASSED = frozenset({("Record", "source")})


@dataclass(frozen=True, slots=True)
class Slot:
    """A value, or the place of one that is missing.

    Attributes:
        id, path: as a `Value` has them; of a missing one as they would be.
        name: class and name (`Target.indicator`); the class alone for a value that is written as a whole (`≥ 85 %`).
        owner, key: class and name; empty for a whole.
        value: None where nothing was read.
        digest: of its words; of a missing one, of the words of the entry it belongs to.
        order: its place among all.
        entry: whether it is an entry of a list as a whole.
    """

    id: str
    path: str
    name: str
    owner: str
    key: str
    value: Value | None
    digest: str
    order: int
    entry: bool = False

    @property
    def read(self) -> str | None:
        """The value as the record has it, in characters; None where nothing was read."""
        return None if self.value is None else canonical(self.value.raw)

    @property
    def text(self) -> str | None:
        """The value as it is shown."""
        return None if self.value is None else self.value.text

    @property
    def spans(self) -> tuple[Span, ...]:
        """The words it stands on."""
        return () if self.value is None else self.value.spans

    @property
    def removable(self) -> bool:
        """Whether a person can say that there is nothing of the kind."""
        return self.value is not None and (self.entry or (self.owner != "" and removable(self.owner, self.key)))


def canonical(raw: Any) -> str:
    """A value in characters that do not depend on a language."""
    if isinstance(raw, bool):
        return "true" if raw else "false"
    if isinstance(raw, (int, float)):
        return f"{raw:.15g}"
    if isinstance(raw, (Measurement, Stated)):
        return words_of(raw, type(raw).__name__ + ".value", "vi")
    return str(raw)


def slots(plan: Plan, lang: Language = "vi") -> Iterator[Slot]:
    """All values of a plan in the order of its record, and behind each entry what it lacks. Linear in the record."""
    root = Scope.of(plan).entries[0]
    yield from _under(root, digest(""), lang, count())


@cache
def _to(name: str) -> Path:
    return Path((Step(name),), 1)


def _under(node: Node, around: str, lang: Language, numbers: Iterator[int]) -> Iterator[Slot]:
    kind = type(node.value).__name__
    mine = digest(node.value.text) if isinstance(node.value, Span) else around
    missing: list[tuple[str, Kind, int | None]] = []
    for name, leads in names_of(kind).items():
        if (kind, name) in POINTS or (kind, name) in TIES or (kind, name) in _PASSED:
            continue
        if name in _PLACES and isinstance(node.value, Span):
            continue
        children = list(nodes(_to(name), Scope((node,))))
        for child in children:
            if names_of(type(child.value).__name__):
                if isinstance(child.value, (Measurement, Stated)) and (whole := value_of(child, lang)) is not None:
                    yield Slot(
                        whole.id, whole.path, type(child.value).__name__, "", "", whole, whole.digest, next(numbers)
                    )
                yield from _under(child, mine, lang, numbers)
            elif (value := value_of(child, lang)) is not None:
                entry = name == "text" and len(node.within) == 1 and node.path.partition("[")[0] in ADDABLE
                yield Slot(
                    value.id, value.path, f"{kind}.{name}", kind, name, value, value.digest, next(numbers), entry
                )
            else:
                missing.append((name, leads, None))
        if (kind, name) in GROWING:
            missing.append((name, leads, len(children)))
        elif not children and not leads.several:
            missing.append((name, leads, None))
    if isinstance(node.value, Citation) and node.value.form == "short":
        yield _meant(node, mine, next(numbers))
    for name, leads, index in missing:
        path = f"{node.path}.{name}" if node.path else name
        key = f"{node.key}.{name}" if node.key else name
        if index is not None:
            path, key = f"{path}[{index}]", f"{key}[{index}]"
        owner = kind
        while (mains := catalogue().main.get(leads.name)) is not None and names_of(leads.name):
            owner, name = leads.name, mains[0]
            path, key, leads = f"{path}.{name}", f"{key}.{name}", names_of(owner)[name]
        if names_of(leads.name):
            continue  # nothing that is written
        yield Slot(key, path, f"{owner}.{name}", owner, name, None, mine, next(numbers))


def _meant(node: Node, mine: str, order: int) -> Slot:
    """The document that a short form points at, by its number or name."""
    citation, plan = node.value, node.plan
    assert isinstance(citation, Citation) and plan is not None
    id, path, name = f"{node.key}.refers_to", f"{node.path}.refers_to", "Citation.refers_to"
    held = plan.record.citations
    at = citation.refers_to
    told = (held[at].number or held[at].name) if at is not None and 0 <= at < len(held) else None
    value = None
    if told:
        span = Span(citation.text, citation.start, citation.end, citation.page, citation.confidence)
        value = Value(id, path, name, told, told, "inferred", (span,), why="context", digest=mine)
    return Slot(id, path, name, "Citation", "refers_to", value, mine, order)
