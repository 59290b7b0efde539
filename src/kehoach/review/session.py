"""A review: plans, their values as rows, and what is said of them, kept in a file at every change."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any

from kehoach.pages.coverage import readable
from kehoach.prefill.catalogue import catalogue, known_field, names_of
from kehoach.prefill.corrections import (
    Correction,
    Corrections,
    Doubt,
    Said,
    correct,
    entry,
    found_again,
    lines,
    load,
    save,
)
from kehoach.prefill.edit import ADDABLE, EditError, Shape, shape
from kehoach.prefill.form import Filling, scope_of
from kehoach.prefill.language import Field, FieldError, parse
from kehoach.prefill.paths import Plan
from kehoach.prefill.slots import Slot, slots
from kehoach.prefill.styles import words_of
from kehoach.prefill.values import Filled
from kehoach.prefill.words import Language, word
from kehoach.review.typed import LONGEST, from_typed

if TYPE_CHECKING:
    from kehoach.prefill.form import Form

Both = tuple[str, str]
"""Words in Vietnamese and in English."""
GROUPS = ("header", "attached", *ADDABLE)
"""Parts of the record that are shown, in this order."""
# of each class, the values that a reader can judge; the others follow from these
_SHOWN = {
    "HeadType": ("name",),
    "Number": ("normalised",),
    "Named": ("name",),
    "Issued": ("edtf",),
    "Signatory": ("name", "position", "authority"),
    "Span": ("text",),
    "Citation": (
        "text",
        "number",
        "name",
        "year",
        "issued",
        "issuer",
        "title",
        "pinpoint",
        "role",
        "form",
        "refers_to",
    ),
    "DocumentType": ("name",),
    "Date": ("text", "edtf", "kind", "relation", "role"),
    "Target": ("text", "indicator", "scope", "frequency"),
    "Measurement": ("comparator", "value", "value_max", "unit", "per", "frequency"),
    "Baseline": ("value", "edtf"),
    "Due": ("edtf",),
    "Responsibility": ("text", "role", "task"),
    "Agency": ("name",),
    "Report": ("text", "frequency"),
    "BudgetLine": ("text", "source", "amount"),
}
_STEP = re.compile(r"(\w+)(?:\[(\d+)\])?")


class Refused(ValueError):
    """What was asked cannot be done; the message is a key of the page's words."""


@dataclass(slots=True)
class _Open:
    """A plan under review.

    Attributes:
        plan: with the entries that were added.
        known: its values by id.
        groups: as the page shows them.
        held, moved: what is said of its values, by their ids.
    """

    plan: Plan
    known: dict[str, Slot]
    groups: list[dict[str, Any]]
    held: dict[str, Correction] = field(default_factory=dict)
    moved: frozenset[str] = frozenset()
    suspect: list[tuple[Correction, Doubt]] = field(default_factory=list)


class Session:
    """The review of some plans.

    Args:
        path: the file of corrections; what it holds is taken up, and every change is written to it at once.
        form: whose fields are shown; None: the record's.
        reviewer, when: stand in each correction.

    Raises:
        FormError: the file is damaged, or the form cannot be filled.
    """

    def __init__(
        self,
        plans: Sequence[Plan],
        path: str | os.PathLike[str],
        *,
        form: Form | None = None,
        reviewer: str | None = None,
        when: str | None = None,
    ) -> None:
        self.path = Path(path)
        self.form = form
        self._plans = list(plans)
        self._reviewer, self._when = reviewer, when
        self._lock = RLock()
        self._stamp: tuple[int, ...] | None = None
        self._corrections = Corrections()
        self._refresh()
        self._opened: dict[int, _Open] = {}

    # --- what the page shows ------------------------------------------------------------------------------------------

    def __len__(self) -> int:
        return len(self._plans)

    def overview(self) -> dict[str, Any]:
        """The plans, and how far each is reviewed."""
        with self._lock:
            told = [self._summary(at) for at in range(len(self._plans))]
        form = None if self.form is None else readable(Path(self.form.name).name)
        return {"file": readable(self.path.name), "form": form, "plans": told}

    def _summary(self, at: int) -> dict[str, Any]:
        one = self._open(at)
        header = one.plan.record.header
        title = header.title.name if header.title is not None else ""
        return {"name": readable(one.plan.name), "title": readable(title), **self._tally(one)}

    def _tally(self, one: _Open) -> dict[str, int]:
        shown = [row for group in one.groups for card in group["cards"] for row in card["rows"]]
        there = [row["id"] for row in shown if row["state"] != "missing"]
        done = sum(id in one.held and one.held[id].said != "noted" for id in there)
        return {"values": len(there), "done": done, "suspect": len(one.suspect)}

    def plan(self, at: int) -> dict[str, Any]:
        """One plan: its text, its values, and what is said of them. Offsets are in code points."""
        with self._lock:
            one = self._open(at)
            return {
                **self._summary(at),
                "text": readable(one.plan.text),
                "groups": one.groups,
                "options": _options(one),
                "addable": [(name, _listed(name)) for name in ADDABLE],
                "said": {id: self._said(one, id) for id in one.held},
                "suspect": [_doubt(one, held, doubt) for held, doubt in one.suspect],
            }

    def export(self) -> str:
        """All that is said of these plans, as the file has it."""
        with self._lock:
            told = {id(one): one for plan in self._plans for one in self._corrections.of(plan, self._others(plan))}
            return lines(told.values())

    # --- what is said on it -------------------------------------------------------------------------------------------

    def say(
        self,
        at: int,
        id: str,
        said: Said | None,
        *,
        text: str | None = None,
        span: tuple[int, int] | None = None,
        note: str | None = None,
        lang: Language = "vi",
        exact: bool = False,
    ) -> dict[str, Any]:
        """Say something of a value; None takes back what was said.

        Args:
            text: as it was typed in `lang`, or, where `exact`, as the record has it.

        Raises:
            Refused: it cannot be said.
            FormError: the file cannot be written.
        """
        with self._lock:
            one = self._open(at)
            before = one.held.get(id)
            note = (note or "").strip() or None
            if note is not None and len(note) > LONGEST:
                raise Refused("too_long")
            made = None
            if said is None:
                if before is not None:
                    self._change(None, before)
            elif said == "added" or id not in one.known:
                raise Refused("no_value")
            else:
                made = self._correction(one, one.known[id], said, text, span, note, lang, exact)
                # what is said now takes the place of what was said of other words
                old = [held for held, _ in one.suspect if held.id == id]
                self._change(made, *([before] if before is not None else []), *old)
                one.suspect = [(held, doubt) for held, doubt in one.suspect if held.id != id]
            if before is not None and before.said == "added":
                self._opened.pop(at)
                return {"reload": True, **self._tally(self._open(at))}
            one.moved -= {id}
            if made is None:
                one.held.pop(id, None)
            else:
                one.held[id] = made
            doubts = [_doubt(one, held, doubt) for held, doubt in one.suspect]
            return {"said": self._said(one, id) if made is not None else None, "doubts": doubts, **self._tally(one)}

    def _correction(
        self,
        one: _Open,
        slot: Slot,
        said: Said,
        text: str | None,
        span: tuple[int, int] | None,
        note: str | None,
        lang: Language,
        exact: bool,
    ) -> Correction:
        if said == "corrected":
            before = one.held.get(slot.id)
            if text is not None and not exact and (same := _unchanged(slot, before, text)) is not None:
                text = same
            elif text is not None and not exact:
                try:
                    text = from_typed(slot.owner, slot.key, text, lang)
                except EditError:
                    raise Refused("no_such_value") from None
            if slot.value is not None and text == slot.read:
                text = None
            if span is not None and [span] == [(part.start, part.end) for part in slot.spans]:
                span = None
            if text is None and span is None:
                said = "accepted"
        try:
            return correct(
                one.plan,
                slot,
                said,
                text=text,
                span=span if said == "corrected" else None,
                note=note,
                reviewer=self._reviewer,
                when=self._when,
            )
        except ValueError as error:
            raise Refused("needs_span" if str(error) == "span" else "no_such_value") from None

    def add(self, at: int, listed: str, span: tuple[int, int]) -> dict[str, Any]:
        """Add an entry that was not read.

        Raises:
            Refused: there is no such list, or no words there.
            FormError: the file cannot be written.
        """
        with self._lock:
            one = self._open(at)
            try:
                made = entry(one.plan, listed, span, reviewer=self._reviewer, when=self._when)
            except ValueError as error:
                raise Refused("needs_span" if str(error) == "span" else "no_such_value") from None
            if any((held.start, held.end) == span for held in getattr(one.plan.record, listed)):
                raise Refused("there_already")
            self._change(made)
            self._opened.pop(at)
            return {"reload": True, "id": made.id, **self._tally(self._open(at))}

    def forget(self, at: int, suspect: int) -> dict[str, Any]:
        """Forget a correction that is suspect.

        Raises:
            Refused: there is none of that number.
            FormError: the file cannot be written.
        """
        with self._lock:
            one = self._open(at)
            if not 0 <= suspect < len(one.suspect):
                raise Refused("no_value")
            self._change(None, one.suspect[suspect][0])
            self._opened.pop(at)
            return {"reload": True, **self._tally(self._open(at))}

    # --- the file -----------------------------------------------------------------------------------------------------

    def _change(self, made: Correction | None, *gone: Correction) -> None:
        self._refresh()
        held = Corrections(self._corrections, self._corrections.name)
        held.drop(*gone)
        if made is not None:
            held.put(made)
        save(self.path, held)
        self._corrections = held
        self._stamp = self._stamped()

    def _refresh(self) -> None:
        """Take up what another review wrote to the file."""
        stamp = self._stamped()
        if stamp != self._stamp or stamp is None:
            self._corrections = load(self.path)
            self._stamp = stamp

    def _stamped(self) -> tuple[int, ...] | None:
        try:
            found = self.path.stat()
        except OSError:
            return None
        return found.st_ino, found.st_size, found.st_mtime_ns

    # --- plans --------------------------------------------------------------------------------------------------------

    def _others(self, plan: Plan) -> set[str]:
        return {one.record.source.sha256 for one in self._plans} - {plan.record.source.sha256}

    def _open(self, at: int) -> _Open:
        if at not in self._opened:
            plan = self._plans[at]
            others = self._others(plan)
            entries = Corrections(one for one in self._corrections.of(plan, others) if one.said == "added")
            plan = entries.apply(plan)
            known = {slot.id: slot for slot in slots(plan)}
            one = _Open(plan, known, [])
            one.groups = self._of_form(one) if self.form is not None else _of_record(one)
            applied = self._corrections.compare(self._plans[at], apart=others)
            one.held, one.moved = applied.held, frozenset(applied.moved)
            one.suspect = list(applied.suspect)
            self._opened[at] = one
        return self._opened[at]

    def _said(self, one: _Open, id: str) -> dict[str, Any]:
        held = one.held[id]
        slot = one.known.get(id)
        where = None if held.span is None else found_again(one.plan.text, held.span)
        shown = None
        if held.text is not None and slot is not None:
            shown = _shown(slot, held.text)
        return {
            "said": held.said,
            "text": held.text,
            "shown": shown,
            "span": where,
            "note": held.note and readable(held.note),
            "reviewer": held.reviewer and readable(held.reviewer),
            "moved": id in one.moved,
        }

    # --- the fields of a form -----------------------------------------------------------------------------------------

    def _of_form(self, one: _Open) -> list[dict[str, Any]]:
        assert self.form is not None
        filling = Filling(scope_of(self.form, [one.plan]))
        with tempfile.TemporaryDirectory() as folder:
            self.form.fill(filling, str(Path(folder) / Path(self.form.name).name))
        parts: dict[str, list[Slot]] = {}
        missing: dict[str, Slot] = {}
        for slot in one.known.values():
            for above in _above(slot.id) if _is_shown(slot) else ():
                parts.setdefault(above, []).append(slot)
            for above in (*_above(slot.path), slot.path) if slot.value is None else ():
                missing.setdefault(above, slot)
        cards = []
        for filled in filling.told:
            rows = [_row(slot) for slot in _filled(one, filled, parts, missing)]
            if rows:
                title = readable(filled.field)
                cards.append({"title": (title, title), "place": readable(filled.place), "rows": rows})
        name = readable(Path(self.form.name).name)
        return [{"name": "form", "label": (name, name), "cards": cards}]


def _above(path: str) -> Iterator[str]:
    """The places that a place lies in."""
    for match in re.finditer(r"\.", path):
        yield path[: match.start()]


def _filled(one: _Open, filled: Filled, parts: dict[str, list[Slot]], missing: dict[str, Slot]) -> list[Slot]:
    """The values that stand in a field of a form; what is written as a whole is judged by its parts."""
    found: dict[str, Slot] = {}
    for value in filled.values:
        slot = one.known.get(value.id)
        if slot is not None:
            found |= {part.id: part for part in ([slot] if slot.owner else parts.get(slot.id, ()))}
    if not filled.values and (lacking := _lacking(filled.field, missing)) is not None:
        found[lacking.id] = lacking
    return list(found.values())


def _lacking(written: str, missing: dict[str, Slot]) -> Slot | None:
    """The place of the value that a field asks for and does not find."""
    try:
        parsed = parse(written)
        if not isinstance(parsed, Field):
            return None
        return missing.get(str(known_field(parsed, written, ("Record",)).field.paths[0]))
    except FieldError:
        return None


# --- the values of a record -----------------------------------------------------------------------------------------


def _of_record(one: _Open) -> list[dict[str, Any]]:
    cards: dict[str, dict[str, dict[str, Any]]] = {name: {} for name in GROUPS}
    for slot in one.known.values():
        name, index = _STEP.match(slot.path).groups()  # type: ignore[union-attr]
        if name not in cards or not _is_shown(slot):
            continue
        at = f"{name}[{index}]" if index is not None else name
        card = cards[name].setdefault(at, {"title": ("", ""), "place": "", "rows": []})
        card["rows"].append(_row(slot))
    found = []
    for name in GROUPS:
        told = list(cards[name].values())
        for number, card in enumerate(told, 1):
            card["rows"].sort(key=_rank)
            card["title"] = (str(number), str(number)) if name not in ("header",) else ("", "")
        if told or name in ADDABLE:
            found.append({"name": name, "label": _listed(name), "cards": told})
    return found


def _listed(name: str) -> Both:
    """What a list of the record is called."""
    label = catalogue().entries["Record", name]
    return label.vi, label.en


def _is_shown(slot: Slot) -> bool:
    return slot.key in _SHOWN.get(slot.owner, ())


def _rank(row: dict[str, Any]) -> tuple[bool, bool]:
    """The entry's own words first, what is missing last."""
    return not row["entry"], row["state"] == "missing"


def _row(slot: Slot) -> dict[str, Any]:
    value = slot.value
    form = _shape(slot)
    why = value.why if value is not None else "nothing"
    table = "inferred" if value is not None else "missing"
    return {
        "id": slot.id,
        "name": slot.name,
        "label": _label(slot),
        "kind": "words" if form is None else form.kind,
        "text": None if value is None else _shown_value(slot),
        "read": slot.read if slot.read is None else readable(slot.read),
        "state": "missing" if value is None else value.state,
        "confidence": None if value is None or value.confidence is None else round(value.confidence, 4),
        "why": None if why is None else _both(table, why),
        "spans": [(span.start, span.end, span.page) for span in slot.spans],
        "entry": slot.entry,
        "editable": form is not None,
        "removable": slot.removable,
    }


def _shape(slot: Slot) -> Shape | None:
    """What a value can be; None where it is the plan's own words, or nothing that can be changed."""
    try:
        return shape(slot.owner, slot.key) if slot.owner and slot.key != "text" else None
    except EditError:
        return None


def _options(one: _Open) -> dict[str, list[tuple[str, Both]]]:
    """What values of a name can be, where that is a choice."""
    found: dict[str, list[tuple[str, Both]]] = {}
    for slot in one.known.values():
        if slot.name not in found:
            form = _shape(slot)
            found[slot.name] = [] if form is None else [(code, _shown(slot, code)) for code in form.options]
    return {name: options for name, options in found.items() if options}


def _label(slot: Slot) -> Both:
    """What a value is called where it stands: the name of its place for the main value there, else its own."""
    at, label, number = "Record", ("", ""), ""
    steps = _STEP.findall(slot.path)
    for place, (name, index) in enumerate(steps):
        main = place > 1 and name in catalogue().main.get(at, ()) and at not in ADDABLE.values()
        if not main:
            known = catalogue().entries.get((at, name)) or catalogue().entries.get(("Span", name))
            label = (known.vi, known.en) if known is not None else (name, name)
        if place and index and int(index):
            number = f" ({int(index) + 1})"
        at = names_of(at)[name].name if name in names_of(at) else ""
    return label[0] + number, label[1] + number


def _both(table: str, key: str) -> Both:
    return word(table, key, "vi"), word(table, key, "en")


def _shown_value(slot: Slot) -> Both:
    assert slot.value is not None
    raw = slot.value.raw
    name = slot.value.name
    return readable(words_of(raw, name, "vi")), readable(words_of(raw, name, "en"))


def _shown(slot: Slot, text: str) -> Both:
    """A value in the characters of the record, in words."""
    form = _shape(slot)
    if form is not None and form.kind in ("number", "date", "code"):
        raw: Any = text
        if form.kind == "number":
            raw = int(text) if form.whole else float(text)
        return words_of(raw, slot.name, "vi") or text, words_of(raw, slot.name, "en") or text
    return readable(text), readable(text)


def _unchanged(slot: Slot, before: Correction | None, typed: str) -> str | None:
    """The value as the record has it, where what was typed is what was shown."""
    typed = " ".join(typed.split())
    if before is not None and before.text is not None:
        return before.text if typed in _shown(slot, before.text) else None
    return slot.read if slot.value is not None and typed in _shown_value(slot) else None


def _doubt(one: _Open, held: Correction, doubt: Doubt) -> dict[str, Any]:
    slot = one.known.get(held.id)
    owner, _, key = held.name.partition(".")
    known = catalogue().entries.get((owner, key)) or catalogue().entries.get(("Span", key))
    label = _label(slot) if slot is not None else (known.vi, known.en) if known is not None else (held.name, held.name)
    return {
        "id": held.id if slot is not None else None,
        "label": label,
        "said": held.said,
        "read": held.read and readable(held.read),
        "text": held.text and readable(held.text),
        "words": readable(" … ".join(place.text for place in (*held.stood, *filter(None, [held.span])))[:300]),
        "note": held.note and readable(held.note),
        "why": doubt,
    }
