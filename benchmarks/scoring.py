"""Compares a record with gold marks: spans (exact and overlapping), values on matched spans, per field.

Spans are matched one to one, exact pairs first, then by overlap in order. A field's accuracy is over matched pairs for
which gold or record states the field.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from benchmarks.gold import Gold, value_key
from kehoach.record import Header, Record


@dataclass(slots=True)
class Item:
    """One gold mark or one thing found, in a common form."""

    start: int
    end: int
    values: dict[str, Any]
    group: str = ""


@dataclass(slots=True)
class Counts:
    """What was found of one kind of thing."""

    gold: int = 0
    found: int = 0
    exact: int = 0
    overlap: int = 0
    right: int = 0
    values: dict[str, list[int]] = field(default_factory=dict)
    misses: list[tuple[str, Item | None, Item | None]] = field(default_factory=list)

    def add(self, other: Counts) -> None:
        self.gold += other.gold
        self.found += other.found
        self.exact += other.exact
        self.overlap += other.overlap
        self.right += other.right
        for name, (hit, all_) in other.values.items():
            mine = self.values.setdefault(name, [0, 0])
            mine[0] += hit
            mine[1] += all_
        self.misses += other.misses

    @staticmethod
    def _f1(hit: int, gold: int, found: int) -> float:
        return 2 * hit / (gold + found) if gold + found else 1.0

    @property
    def exact_f1(self) -> float:
        return self._f1(self.exact, self.gold, self.found)

    @property
    def overlap_f1(self) -> float:
        return self._f1(self.overlap, self.gold, self.found)

    @property
    def f1(self) -> float:
        """F1 of things whose span overlaps and whose identifying values are all right."""
        return self._f1(self.right, self.gold, self.found)


# the values that make a thing the right one; the others are reported as accuracies
IDENTIFYING = {
    "citations": ("type", "number", "name", "year", "issued"),
    "short forms": ("type", "refers_to"),
    "dates": ("edtf",),
    "header": ("value",),
    "recipients": (),
    "sections": ("marker",),
    "measurements": ("cmp", "value", "max", "unit", "per", "due"),
    "aims": (),
    "responsibilities": ("agency", "role"),
    "reports": ("to", "due"),
    "budget": ("amount",),
}
FIELDS = {
    "citations": ("type", "number", "name", "year", "issued", "issuer", "pinpoint", "role", "form"),
    "short forms": ("type", "refers_to"),
    "dates": ("edtf", "relation", "role", "date_kind"),
    "header": ("value", "position", "authority"),
    "recipients": (),
    "sections": ("marker", "level", "sec_kind"),
    "measurements": ("cmp", "value", "max", "unit", "per", "due", "freq", "base", "base_due", "indicator"),
    "aims": ("due",),
    "responsibilities": ("agency", "role", "partners", "due"),
    "reports": ("who", "to", "via", "due", "freq"),
    "budget": ("amount",),
}
# the kind of the marks that each is compared with
MARKS = {
    "citations": "citation",
    "short forms": "citation",
    "dates": "date",
    "header": "header",
    "recipients": "header",
    "sections": "section",
    "measurements": "measurement",
    "aims": "target",
    "responsibilities": "responsibility",
    "reports": "report",
    "budget": "budget",
}
KINDS = tuple(FIELDS)


def compare(gold: list[Item], found: list[Item], kind: str) -> Counts:
    """Counts of one kind in one document."""
    counts = Counts(len(gold), len(found))
    pairs = match(gold, found, kind)
    if kind == "responsibilities":
        counts.exact = sum(abs(g.start - f.start) <= 2 for g, f in pairs)
    else:
        exact = [(g.start, g.end) == (f.start, f.end) for g, f in pairs]
        counts.exact = sum(exact)
        counts.misses += [("edges", g, f) for (g, f), same in zip(pairs, exact, strict=True) if not same]
    matched = {id(item) for pair in pairs for item in pair}
    counts.misses += [("missed", g, None) for g in gold if id(g) not in matched]
    counts.misses += [("invented", None, f) for f in found if id(f) not in matched]
    return _valued(counts, pairs, kind)


def match(gold: list[Item], found: list[Item], kind: str) -> list[tuple[Item, Item]]:
    """Which mark and which thing found are one, each at most once: those of one span first, then those that share most."""
    if kind == "responsibilities":
        return list(_pair_duties(gold, found))
    pairs: list[tuple[Item, Item]] = []
    by_span: dict[tuple[int, int, str], list[Item]] = {}
    for f in reversed(found):
        by_span.setdefault((f.start, f.end, f.group), []).append(f)
    used: set[int] = set()
    rest = []
    for g in gold:
        if twins := by_span.get((g.start, g.end, g.group)):
            f = twins.pop()
            used.add(id(f))
            pairs.append((g, f))
        else:
            rest.append(g)
    free = [f for f in found if id(f) not in used]
    for g in rest:
        best = None
        for f in free:
            shared = min(g.end, f.end) - max(g.start, f.start)
            if shared > 0 and f.group == g.group and (best is None or shared > best[0]):
                best = (shared, f)
        if best is not None:
            free.remove(best[1])
            pairs.append((g, best[1]))
    return pairs


def _valued(counts: Counts, pairs: list[tuple[Item, Item]], kind: str) -> Counts:
    """`counts` with the values of the matched pairs compared."""
    counts.overlap = len(pairs)
    for g, f in pairs:
        wrong = []
        for name in FIELDS[kind]:
            expected, got = _key(name, g.values.get(name)), _key(name, f.values.get(name))
            if expected is None and (got is None or name == "indicator"):
                continue
            tally = counts.values.setdefault(name, [0, 0])
            tally[1] += 1
            if agree(name, g, f):
                tally[0] += 1
            else:
                wrong.append(name)
        if not any(name in wrong for name in IDENTIFYING[kind]):
            counts.right += 1
        if wrong:
            counts.misses.append((",".join(wrong), g, f))
    return counts


def agree(name: str, gold: Item, found: Item) -> bool:
    """Whether a value of a thing found is the gold's."""
    expected, got = _key(name, gold.values.get(name)), _key(name, found.values.get(name))
    return expected == got or (name in _PLACES and _meet(name, expected, got))


# values that are ranges of the text: an agency is the right one where the ranges meet, an indicator where they share half
_PLACES = {"agency": 0.0, "indicator": 0.5}


def _key(name: str, value: object) -> object:
    if isinstance(value, list | tuple) and name not in _PLACES:
        return frozenset(str(value_key(item)) for item in value) or None
    if name == "due" and isinstance(value, str) and value.startswith("XXXX-XX"):
        return value[-2:]
    return value_key(value)


def _meet(name: str, one: object, other: object) -> bool:
    if not isinstance(one, tuple) or not isinstance(other, tuple):
        return False
    shared = min(one[1], other[1]) - max(one[0], other[0])
    whole = max(one[1], other[1]) - min(one[0], other[0])
    return shared > 0 and shared / whole > _PLACES[name]


def _pair_duties(gold: list[Item], found: list[Item]) -> Iterable[tuple[Item, Item]]:
    """Pairs of duties: first those of one body that begin at one place, then those of one body near each other."""
    free = list(found)
    rest = []
    for g in gold:
        twin = next((f for f in free if _same_body(g, f) and abs(f.start - g.start) <= 12), None)
        if twin is None:
            rest.append(g)
        else:
            free.remove(twin)
            yield g, twin
    for g in rest:
        near = [f for f in free if _same_body(g, f) and abs(f.start - g.start) <= 80]
        near = near or [f for f in free if abs(f.start - g.start) <= 12]
        if near:
            twin = min(near, key=lambda f: abs(f.start - g.start))
            free.remove(twin)
            yield g, twin


def _same_body(one: Item, other: Item) -> bool:
    return _meet("agency", one.values["agency"], other.values["agency"])


def _header_items(header: Header, number: int) -> Iterable[tuple[str, Item]]:
    group = f"{number}:"
    one = (
        ("document_type", header.document_type, lambda x: x.code),
        ("number", header.number, lambda x: x.normalised),
        ("issuer", header.issuer, lambda x: x.name),
        ("parent_issuer", header.parent_issuer, lambda x: x.name),
        ("place", header.place, lambda x: x.name),
        ("issued", header.issued, lambda x: x.edtf),
        ("title", header.title, lambda x: None),
    )
    for name, part, value in one:
        if part is not None:
            yield "header", Item(part.start, part.end, {"value": value(part)}, group + name)
    if header.signatory is not None:
        s = header.signatory
        values = {"value": s.name, "position": s.position, "authority": s.authority}
        yield "header", Item(s.start, s.end, values, group + "signatory")
    for span in header.recipients:
        yield "recipients", Item(span.start, span.end, {}, group)


def found_items(record: Record) -> dict[str, list[Item]]:
    """Everything in a record, by kind."""
    items: dict[str, list[Item]] = {kind: [] for kind in KINDS}
    for number, header in enumerate((record.header, *record.attached), 1):
        for kind, item in _header_items(header, number):
            items[kind].append(item)
    for section in record.sections:
        values = {"marker": section.marker, "level": section.level, "sec_kind": section.kind}
        items["sections"].append(Item(section.start, section.end, values))
    for citation in record.citations:
        values = {
            "type": citation.type.code if citation.type else None,
            "number": citation.number,
            "name": citation.name,
            "year": citation.year,
            "issued": citation.issued,
            "issuer": citation.issuer,
            "pinpoint": citation.pinpoint,
            "role": citation.role,
            "form": citation.form,
        }
        if citation.form == "short":
            meant = record.citations[citation.refers_to] if citation.refers_to is not None else None
            short = {"type": values["type"], "refers_to": (meant.number or meant.name) if meant else None}
            items["short forms"].append(Item(citation.start, citation.end, short))
        else:
            items["citations"].append(Item(citation.start, citation.end, values))
    for date in record.dates:
        values = {"edtf": date.edtf, "relation": date.relation, "role": date.role, "date_kind": date.kind}
        items["dates"].append(Item(date.start, date.end, values))
    for target in record.targets:
        for m in target.measurements:
            values = {"cmp": m.comparator, "value": m.value, "max": m.value_max, "unit": m.unit, "per": m.per}
            values |= {"due": m.due.edtf if m.due else None, "freq": m.frequency or target.frequency}
            values |= {"base": m.baseline.value, "base_due": m.baseline.edtf} if m.baseline else {}
            values["indicator"] = target.indicator_span
            items["measurements"].append(Item(m.start, m.end, values))
        if not target.quantified:
            items["aims"].append(Item(target.start, target.end, {"due": target.due.edtf if target.due else None}))
    for duty in record.responsibilities:
        assert duty.agency is not None
        values = {"agency": (duty.agency.start, duty.agency.end), "role": duty.role}
        values |= {"partners": [p.text for p in duty.partners], "due": duty.due.edtf if duty.due else None}
        items["responsibilities"].append(Item(duty.start, duty.start + 1, values))
    for report in record.reports:
        values = {"who": [a.text for a in report.who], "to": [a.text for a in report.to]}
        values |= {"via": report.via.text if report.via else None, "due": report.due.edtf if report.due else None}
        items["reports"].append(Item(report.start, report.end, {**values, "freq": report.frequency}))
    for money in record.budget:
        items["budget"].append(Item(money.start, money.end, {"amount": money.amount}))
    return items


_PLURAL = {"date": "dates", "measurement": "measurements", "target": "aims", "report": "reports", "budget": "budget"}


def gold_items(gold: Gold) -> dict[str, list[Item]]:
    """Everything in a gold document, by kind."""
    items: dict[str, list[Item]] = {kind: [] for kind in KINDS}
    for mark in gold.marks:
        item = Item(mark["start"], mark["end"], mark)
        if mark["kind"] == "header":
            if mark["field"] == "recipients":
                item.group = f"{mark['doc']}:"
                items["recipients"].append(item)
            else:
                item.group = f"{mark['doc']}:{mark['field']}"
                if mark["field"] == "title":
                    item.values = {}
                items["header"].append(item)
        elif mark["kind"] == "section":
            items["sections"].append(item)
        elif mark["kind"] == "citation":
            items["short forms" if mark["form"] == "short" else "citations"].append(item)
        elif mark["kind"] == "responsibility":
            values = {**mark, "agency": (mark["start"], mark["end"])}
            items["responsibilities"].append(Item(mark["task_start"], mark["task_start"] + 1, values))
        else:
            if "indicator_start" in mark:
                item.values = {**mark, "indicator": (mark["indicator_start"], mark["indicator_end"])}
            items[_PLURAL[mark["kind"]]].append(item)
    return items


def score(gold: Gold, read: Callable[[str], Record]) -> dict[str, Counts]:
    """Counts by kind for one document."""
    expected = gold_items(gold)
    got = found_items(read(gold.text))
    dashes = gold.part == "own"
    counts = {}
    for kind in KINDS:
        if gold.kinds is not None and MARKS[kind] not in gold.kinds:
            counts[kind] = Counts()
            continue
        found = [i for i in got[kind] if i.start < gold.region]
        wanted = expected[kind]
        if kind == "sections":
            # marks cover the marker and heading in our plans, the bare marker in real ones: compared by their start
            if not dashes:
                found = _without_dashes(found)
            found = [_opening(i, gold.text) for i in found if i.values["marker"]]
            wanted = [_opening(i, gold.text) for i in wanted if i.values.get("marker")]
        counts[kind] = compare(wanted, found, kind)
    return counts


def _opening(item: Item, text: str) -> Item:
    start = item.start + (text[item.start] == "(")
    return Item(start, start + 1, item.values, item.group)


_DASHES = ("-", "+", "•", "*", "–", "●", "○", "▪", "✓", "◦")


def _without_dashes(items: list[Item]) -> list[Item]:
    """The tree of numbered sections alone, as real documents are marked: dashes are left out and count for no level."""
    kept: list[Item] = []
    open_dashes: list[int] = []
    for item in items:
        level = item.values["level"]
        while open_dashes and open_dashes[-1] >= level:
            open_dashes.pop()
        if item.values["marker"] in _DASHES:
            open_dashes.append(level)
        elif item.values["marker"] is not None:
            values = {**item.values, "level": level - len(open_dashes)}
            kept.append(Item(item.start, item.end, values, item.group))
    return kept
