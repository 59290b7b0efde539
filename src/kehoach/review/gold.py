"""Corrections as gold marks: what people looked at, in the form in which the gold of real documents is kept.

A mark is gold where a person said of all its values that they are right, or what is right. A kind of marks can be compared
where all its marks are gold (`kinds`); marks of other kinds are written too, and count for nothing. What has no place in a
mark is listed with the reason.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from kehoach.prefill.corrections import Applied, Correction, Corrections
from kehoach.prefill.paths import Plan
from kehoach.prefill.slots import Slot, slots
from kehoach.record import Agency, Header, Record, Responsibility, Target
from kehoach.text.normal import fold

LONGEST = 10
"""Words of a value that is kept as it is; a longer one is kept as a digest."""
# the values of each kind that a mark holds; the words of an entry where no value has the same
_HELD = {
    "header": "HeadType.name Number.normalised Named.name Issued.edtf Signatory.name Signatory.position "
    "Signatory.authority Span.text",
    "citation": "Citation.text DocumentType.name Citation.number Citation.name Citation.year Citation.issued "
    "Citation.issuer Citation.pinpoint Citation.role Citation.form Citation.refers_to",
    "date": "Date.edtf Date.kind Date.relation Date.role",
    "measurement": "Measurement.comparator Measurement.value Measurement.value_max Measurement.unit Measurement.per "
    "Measurement.frequency Due.edtf Baseline.value Baseline.edtf Target.indicator Target.frequency",
    "target": "Target.text Due.edtf Target.frequency",
    "responsibility": "Responsibility.task Responsibility.role Agency.name Due.edtf",
    "report": "Report.text Agency.name Due.edtf Report.frequency",
    "budget": "BudgetLine.source BudgetLine.amount",
}
HELD = {kind: frozenset(names.split()) for kind, names in _HELD.items()}
_KIND = {
    "header": "header",
    "attached": "header",
    "citations": "citation",
    "dates": "date",
    "responsibilities": "responsibility",
    "reports": "report",
    "budget": "budget",
}
# values that are a part of, or stand for the same words as, one that a mark holds
_IMPLIED = frozenset(
    "HeadType.text Number.text Named.text Issued.text Signatory.text Date.text Responsibility.text BudgetLine.text Due.text "
    "Measurement.text Measurement Agency.text".split()
)
Mark = dict[str, Any]


@dataclass(slots=True)
class Gold:
    """A plan's gold marks.

    Attributes:
        sha256: of the UTF-8 bytes of its text.
        kinds: of which every mark is gold.
        counts: of each kind of which something was reviewed, its gold marks and all.
        left: what has no place in a mark, and why.
    """

    name: str
    sha256: str
    characters: int
    kinds: list[str] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    counts: dict[str, tuple[int, int]] = field(default_factory=dict)
    left: list[tuple[Correction, str]] = field(default_factory=list)

    def side_file(self, part: str = "dev") -> str:
        """As `corpora/real/*.json` has it: offsets and values, no text."""
        head = {
            "sha256": self.sha256,
            "characters": self.characters,
            "region": self.characters,
            "part": part,
            "kinds": self.kinds,
        }
        told = [f" {json.dumps(key)}: {json.dumps(value)}," for key, value in head.items()]
        marks = ",\n".join("  " + json.dumps(mark, ensure_ascii=False, sort_keys=True) for mark in self.marks)
        return "\n".join(["{", *told, ' "marks": [', *([marks] if marks else []), " ]", "}"]) + "\n"

    def left_file(self) -> str:
        """What has no place in a mark, a correction a line, each with its reason."""
        told = ({"reason": reason, **one.to_dict()} for one, reason in self.left)
        return "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in told)


def gold(plan: Plan, corrections: Corrections) -> Gold:
    """The gold marks of a plan."""
    applied = corrections.compare(plan)
    digest = hashlib.sha256(plan.text.encode("utf-8", "surrogatepass")).hexdigest()
    found = Gold(plan.name, digest, len(plan.text))
    _Making(applied, found).make()
    return found


class _Making:
    def __init__(self, applied: Applied, found: Gold) -> None:
        self._applied = applied
        self._record = applied.plan.record
        self._found = found
        self._by_entry: dict[str, list[Slot]] = {}
        for slot in slots(applied.plan):
            if slot.value is not None:
                self._by_entry.setdefault(_entry(slot.path), []).append(slot)

    def make(self) -> None:
        told: dict[str, list[tuple[Mark | None, str]]] = {}
        for kind, entry, mark in self._marks(self._record):
            why = self._unseen(kind, entry)
            told.setdefault(kind, []).append((None if why or mark is None else mark, entry))
        touched = {_kind_of(one) for one in self._applied.held.values() if one.said != "noted"}
        if "target" in touched or "measurement" in touched:
            touched |= {"target", "measurement"}
        for kind in HELD:
            marks = told.get(kind, [])
            good = [mark for mark, _ in marks if mark is not None]
            if kind not in touched or (not marks and not self._emptied(kind)):
                continue
            self._found.counts[kind] = len(good), len(marks)
            if len(good) == len(marks):
                self._found.kinds.append(kind)
            self._found.marks += good
        self._found.kinds.sort()
        self._found.marks.sort(key=lambda mark: (mark["start"], -mark["end"], mark["kind"]))
        self._list_left({entry for marks in told.values() for mark, entry in marks if mark is not None})

    def _emptied(self, kind: str) -> bool:
        """Whether a person took away all entries of a kind."""
        held = self._applied.held.values()
        return any(one.said == "removed" and one.name.endswith(".text") and _kind_of(one) == kind for one in held)

    def _unseen(self, kind: str, entry: str) -> list[str]:
        """The values of a mark of which nobody said anything."""
        held = self._applied.held
        return [slot.id for slot in self._slots_of(kind, entry) if not self._seen(slot, held)]

    def _slots_of(self, kind: str, entry: str) -> Iterator[Slot]:
        if kind == "measurement":  # its own values, and its target's indicator
            target, _, _ = entry.partition(".")
            for slot in self._by_entry.get(target, ()):
                if slot.path.startswith(f"{entry}.") or slot.key in ("indicator", "frequency"):
                    if slot.name in HELD[kind] and (
                        slot.owner != "Target" or slot.path in (f"{target}.indicator", f"{target}.frequency")
                    ):
                        yield slot
            return
        if kind == "header":
            head, _, part = entry.rpartition(".")
            for slot in self._by_entry.get(head, ()):
                if slot.path.startswith(f"{head}.{part}") and slot.name in HELD[kind]:
                    yield slot
            return
        for slot in self._by_entry.get(entry, ()):
            if slot.name in HELD[kind] and not (kind == "target" and ".measurements[" in slot.path):
                yield slot

    @staticmethod
    def _seen(slot: Slot, held: dict[str, Correction]) -> bool:
        one = held.get(slot.id)
        if one is not None and one.said != "noted":
            return True
        # an entry that a person added stands on the words that they chose
        above, _, key = slot.id.rpartition(".")
        return above in held and held[above].said == "added" and key == "text"

    # --- marks ------------------------------------------------------------------------------------------------------

    def _marks(self, record: Record) -> Iterator[tuple[str, str, Mark | None]]:
        """Each mark with its kind and the path of its entry; None where it lacks what a mark must have."""
        heads = [("header", record.header), *((f"attached[{at}]", one) for at, one in enumerate(record.attached))]
        for number, (path, head) in enumerate(heads, 1):
            yield from _header(path, head, number)
        for at, citation in enumerate(record.citations):
            values: Mark = {"form": citation.form, "role": citation.role}
            values["type"] = citation.type.code if citation.type is not None else None
            if citation.form == "short":
                meant = record.citations[citation.refers_to] if citation.refers_to is not None else None
                values["refers_to"] = (meant.number or meant.name) if meant is not None else None
            else:
                for name in ("number", "name", "year", "issued", "issuer", "pinpoint"):
                    values[name] = getattr(citation, name)
            yield "citation", f"citations[{at}]", _mark("citation", citation.start, citation.end, values)
        for at, date in enumerate(record.dates):
            values = {"edtf": date.edtf, "relation": date.relation, "role": date.role, "date_kind": date.kind}
            if date.edtf:
                yield "date", f"dates[{at}]", _mark("date", date.start, date.end, values)
        for at, target in enumerate(record.targets):
            yield from _target(f"targets[{at}]", target)
        for at, duty in enumerate(record.responsibilities):
            yield "responsibility", f"responsibilities[{at}]", _duty(duty)
        for at, report in enumerate(record.reports):
            values = {"who": _bodies(report.who), "to": _bodies(report.to), "freq": report.frequency}
            values |= {"via": next(iter(_bodies((report.via,))), None) if report.via is not None else None}
            values |= {"due": report.due.edtf if report.due is not None else None}
            yield "report", f"reports[{at}]", _mark("report", report.start, report.end, values)
        for at, money in enumerate(record.budget):
            yield "budget", f"budget[{at}]", _mark("budget", money.start, money.end, {"amount": money.amount})

    # --- what is left -----------------------------------------------------------------------------------------------

    def _list_left(self, good: set[str]) -> None:
        left = self._found.left
        left += [(one, f"suspect: {doubt}") for one, doubt in self._applied.suspect]
        gold_ids = {
            slot.id for entry in good for kind in HELD if _fits(kind, entry) for slot in self._slots_of(kind, entry)
        }
        # of an entry or a value that was taken away nothing is left, and that is what was said
        there = {slot.id: slot for listed in self._by_entry.values() for slot in listed}
        for id, one in self._applied.held.items():
            if one.note:
                left.append((one, "a note has no place in a mark"))
            if one.said == "noted" or id in gold_ids or (one.said == "removed" and id not in there):
                continue
            if one.said == "added":
                if not any(slot_id in gold_ids for slot_id in there if slot_id.startswith(f"{id}.")):
                    left.append((one, "its values are not all reviewed"))
                continue
            if one.said == "accepted" and (one.name in _IMPLIED or one.name.endswith(".id")):
                continue
            if self._of_values(one, there.get(id)):
                if one.said != "accepted":
                    left.append((one, "the words of a target with values are no mark"))
            elif one.name not in self._names(one, there.get(id)):
                left.append((one, "no mark has such a value"))
            elif id not in there:
                left.append((one, "nothing was read there, and that is no mark"))
            else:
                left.append((one, "other values of its mark are not reviewed"))

    def _of_values(self, one: Correction, slot: Slot | None) -> bool:
        """Whether it speaks of the words of a target of which the values are the marks."""
        return one.name == "Target.text" and slot is not None and self._target(slot).quantified

    def _names(self, one: Correction, slot: Slot | None) -> frozenset[str]:
        """The values that the mark of an entry has."""
        kind = _kind_of(one)
        if kind in ("target", "measurement") and slot is not None:
            return HELD["measurement" if self._target(slot).quantified else "target"]
        return HELD[kind] if kind is not None else frozenset()

    def _target(self, slot: Slot) -> Target:
        return self._record.targets[int(slot.path.partition("[")[2].partition("]")[0])]


def _fits(kind: str, entry: str) -> bool:
    name = entry.partition("[")[0].partition(".")[0]
    if name == "targets":
        return kind == ("measurement" if ".measurements[" in entry else "target")
    return _KIND.get(name) == kind


def _entry(path: str) -> str:
    """The entry of the record that a path lies in: `citations[3]`, `header`."""
    return path.partition(".")[0]


def _kind_of(one: Correction) -> str | None:
    name = one.path.partition("[")[0].partition(".")[0]
    if name == "targets":
        # of a target with values, its values are the marks
        return "target" if one.name in ("Target.text", "Target") else "measurement"
    return _KIND.get(name)


def _header(path: str, head: Header, number: int) -> Iterator[tuple[str, str, Mark | None]]:
    parts: tuple[tuple[str, Any, Any], ...] = (
        ("document_type", head.document_type, head.document_type and head.document_type.code),
        ("number", head.number, head.number and head.number.normalised),
        ("issuer", head.issuer, head.issuer and head.issuer.name),
        ("parent_issuer", head.parent_issuer, head.parent_issuer and head.parent_issuer.name),
        ("place", head.place, head.place and head.place.name),
        ("issued", head.issued, head.issued and head.issued.edtf),
        ("title", head.title, head.title and head.title.name),
        ("signatory", head.signatory, head.signatory and head.signatory.name),
    )
    for name, part, value in parts:
        if part is None or value == "":
            continue  # what a person took away has no value
        values: Mark = {"doc": number, "field": name, "value": value if name != "title" else None}
        if name == "signatory":
            values |= {"position": part.position, "authority": part.authority}
        yield "header", f"{path}.{name}", _mark("header", part.start, part.end, values)
    for at, span in enumerate(head.recipients):
        values = {"doc": number, "field": "recipients"}
        yield "header", f"{path}.recipients[{at}]", _mark("header", span.start, span.end, values)


def _target(path: str, target: Target) -> Iterator[tuple[str, str, Mark | None]]:
    if not target.quantified:
        values: Mark = {"due": target.due.edtf if target.due is not None else None, "freq": target.frequency}
        yield "target", path, _mark("target", target.start, target.end, values)
    for at, one in enumerate(target.measurements):
        values = {"cmp": one.comparator, "value": one.value, "max": one.value_max, "unit": one.unit, "per": one.per}
        values |= {"due": one.due.edtf if one.due is not None else None, "freq": one.frequency or target.frequency}
        if one.baseline is not None:
            values |= {"base": one.baseline.value, "base_due": one.baseline.edtf}
        if target.indicator and target.indicator_span is not None:
            values |= dict(zip(("indicator_start", "indicator_end"), target.indicator_span, strict=True))
        yield "measurement", f"{path}.measurements[{at}]", _mark("measurement", one.start, one.end, values)


def _duty(duty: Responsibility) -> Mark | None:
    if duty.agency is None or not duty.agency.name:
        return None
    values: Mark = {"role": duty.role, "task_start": duty.start, "partners": _bodies(duty.partners)}
    values["due"] = duty.due.edtf if duty.due is not None else None
    return _mark("responsibility", duty.agency.start, duty.agency.end, values)


def _bodies(some: Iterable[Agency]) -> list[str]:
    """Bodies as printed, on one line."""
    return [" ".join(one.text.split()) for one in some if one.name]


def _mark(kind: str, start: int, end: int, values: Mark) -> Mark:
    told = {key: _short(value) for key, value in values.items() if value not in (None, "", [])}
    return {"kind": kind, "start": start, "end": end, **told}


def _short(value: Any) -> Any:
    if isinstance(value, list):
        return [_short(one) for one in value]
    if not isinstance(value, str) or len(fold(value).split()) <= LONGEST:
        return value
    return "#" + hashlib.sha256(fold(value.replace("*", "")).encode()).hexdigest()[:16]
