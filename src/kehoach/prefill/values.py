"""What a field gives on a plan: its values, how sure each is, and the words of the plan that it stands on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import Any, Literal

from kehoach.prefill.catalogue import Asked, State, entry_of
from kehoach.prefill.measured import DEFAULT, reliability
from kehoach.prefill.paths import Corrected, Node, Plan, Scope, class_of, leaf_of, nodes, span_at
from kehoach.prefill.styles import Written, words_of, write
from kehoach.prefill.words import Language, word
from kehoach.record import Agency, Citation, Covered, Due, Measurement, Responsibility, Signatory, Span, Stated, Target
from kehoach.text.normal import fold

Ground = Literal["text", "file", "framework"]
"""What a value stands on: words of the plan; the file itself (`source.name`); the framework's own words (`items.name`)."""


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a record.

    Attributes:
        id: stable over re-runs: the entry's own id, or its place, and the name.
        path: where it stands in the record (`targets[2].indicator`, from 0).
        name: its class and name (`Target.indicator`).
        raw: as the record holds it.
        text: as it is written into the form.
        spans: the words it stands on; empty only where `ground` is not `text`.
        confidence: 0..1: how often such values are right, and how well these words were read; None where neither is known.
        why: of an inferred value, the key of the reason.
        digest: of the words it stands on.
        correction: what a person said of it.
    """

    id: str
    path: str
    name: str
    raw: Any
    text: str
    state: State
    spans: tuple[Span, ...] = ()
    confidence: float | None = None
    why: str | None = None
    ground: Ground = "text"
    digest: str = ""
    correction: Corrected | None = None


@dataclass(frozen=True, slots=True)
class Filled:
    """What stands in one field of a filled form.

    Attributes:
        field: as the form has it.
        place: where in the form: `B4`, `row 3`, a JSON path.
        plan: name of the file it was filled from.
        text: what was written; the field's blank where it is missing.
        state: the least sure of its values'.
        values: those that were written.
        left_out: those that were not, being too unsure.
        reason: of a missing one, why, in words; of an inferred one, how it was concluded.
        data: for JSON: a number, a truth value, a text or a list of these; None where it is missing.
        in_row: whether it stands in a repeated row.
    """

    field: str
    place: str
    plan: str
    text: str
    state: State
    values: tuple[Value, ...] = ()
    left_out: tuple[Value, ...] = ()
    reason: str = ""
    data: Any = None
    in_row: bool = False

    @property
    def to_tell(self) -> bool:
        """Whether a comment belongs to it: an entry of a list that lacks one of its parts needs none for each."""
        return bool(self.values or self.left_out or (self.reason and not self.in_row))

    @property
    def confidence(self) -> float | None:
        """The lowest of its values'."""
        known = [value.confidence for value in self.values if value.confidence is not None]
        return min(known, default=None)


def fill(asked: Asked, scope: Scope, *, place: str, least: float | None, lang: Language) -> Filled:
    """What stands in a field.

    Args:
        place: where in the form.
        least: the confidence below which a value is left out; None: as is usual for its state.
    """
    name = scope.plan.name if scope.plan is not None else ""
    written, field = asked.written, asked.field
    found: list[Value] = []
    left_out: list[Value] = []
    told = word("missing", "nothing", lang)
    spoken = True
    for path in field.paths:
        found, left_out = [], []
        for node in nodes(path, scope):
            if (value := value_of(node, lang)) is None:
                continue
            if value.ground == "text" and not value.spans:
                told, spoken = word("missing", "no_span", lang, value=value.text), False
            elif _unsure(value, least):
                left_out.append(value)
            else:
                found.append(value)
        if found:
            break
    told = "" if found else told
    if left_out:
        lowest = min(value.confidence or 0.0 for value in left_out)
        asked_for = least if least is not None else DEFAULT[left_out[0].state]
        held_back = word("missing", "unsure", lang, confidence=f"{lowest:.2f}", least=f"{asked_for:.2f}")
        told = word("missing", "some", lang, count=len(left_out), why=held_back) if found else held_back
    out = write(found, field.styles, lang) if found else Written(field.blank)
    if not found or not out.text:
        return Filled(
            written, place, name, field.blank, "missing", (), tuple(left_out), told, None, scope.row > 0 and spoken
        )
    state: State = "inferred" if any(value.state == "inferred" for value in found) else "found"
    reasons = dict.fromkeys(word("inferred", value.why, lang) for value in found if value.why is not None)
    told = "; ".join([*reasons, *filter(None, [told])])
    data = list(out.data) if asked.several else out.data[0]
    return Filled(written, place, name, out.text, state, tuple(found), tuple(left_out), told, data, scope.row > 0)


def _unsure(value: Value, least: float | None) -> bool:
    if value.confidence is None or value.correction is not None:
        return False
    return value.confidence < (DEFAULT[value.state] if least is None else least)


def value_of(node: Node, lang: Language = "vi") -> Value | None:
    """The value at a place: its state, its words and its confidence; None where there is none."""
    leaf = leaf_of(node)
    if leaf is None or leaf.value in (None, ""):
        return None
    assert leaf.plan is not None
    plan = leaf.plan
    owner = class_of(leaf.within[-1]) if leaf.within else ""
    if isinstance(leaf.value, (Measurement, Stated)):
        owner, name = class_of(leaf), "value"
    else:
        name = leaf.name[1]
    ground = _ground(leaf)
    spans = _spans(leaf, plan) if ground == "text" else ()
    state, why = _state(leaf, owner, name, spans) if ground == "text" else ("found", None)
    value = Value(
        id=leaf.key,
        path=leaf.path,
        name=f"{owner}.{name}",
        raw=leaf.value,
        text=words_of(leaf.value, f"{owner}.{name}", lang),
        state=state,
        spans=spans,
        why=why,
        ground=ground,
        digest=digest("".join(span.text for span in spans)),
    )
    if ground == "text":
        value = replace(value, confidence=_sure(value, leaf))
    return _after_correction(value, plan)


def digest(words: str) -> str:
    """A digest of words, by which a change below a correction is seen."""
    return blake2b(fold(words).encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()


def _after_correction(value: Value, plan: Plan) -> Value:
    said = plan.corrected.get(value.id)
    if said is None or said.digest != value.digest:
        return value  # what was said of other words does not hold of these
    if said.text is None:
        return replace(value, state="found", why=None, correction=said)
    spans = (span_at(plan, *said.span),) if said.span is not None else value.spans
    # a number, a date or a code that stands corrected in the record stays one
    raw = value.raw if value.text == said.text else said.text
    return replace(value, raw=raw, text=said.text, state="found", why=None, spans=spans, correction=said)


def _ground(leaf: Node) -> Ground:
    kinds = {class_of(one) for one in leaf.within}
    if "Source" in kinds:
        return "file"
    own = class_of(leaf.within[-1]) if leaf.within else ""
    if own in ("Message", "FrameworkId") and "Finding" not in kinds:
        return "framework"
    if leaf.name[1] in ("id", "goal") and own in ("Covered", "CoveredItem"):
        return "framework"
    if any(one.name[1] in ("asked", "framework") for one in (*leaf.within, leaf)):
        return "framework"
    return "text"


def _spans(leaf: Node, plan: Plan) -> tuple[Span, ...]:
    """The words that a value stands on: the narrowest that the record knows."""
    if isinstance(leaf.value, Span):
        return (leaf.value,)
    for one in reversed(leaf.within):
        held, name = one.value, leaf.name[1]
        if isinstance(held, Citation) and held.parts and one is leaf.within[-1] and name in held.parts:
            return (span_at(plan, *held.parts[name]),)
        if isinstance(held, Target) and held.indicator_span and one is leaf.within[-1] and name == "indicator":
            return (span_at(plan, *held.indicator_span),)
        if isinstance(held, Signatory) and name == "position" and (above := _above(held, plan)) is not None:
            return (above,)
        if isinstance(held, Span):
            return (held,)
        if isinstance(held, Covered):
            stated = tuple(getattr(held, "milestones", ())) if name == "verdict" else ()
            return stated or held.evidence
    return ()


_ABOVE = 400
"""Characters above a signatory's name in which the position stands."""


def _above(signatory: Signatory, plan: Plan) -> Span | None:
    """The words of a signatory's position: the last ones above the name; the record has the name's place alone."""
    start = max(0, signatory.start - _ABOVE)
    words = re.escape(signatory.position or "").replace(r"\ ", r"\s+")
    found = list(re.finditer(words, plan.text[start : signatory.start], re.IGNORECASE))
    return span_at(plan, start + found[-1].start(), start + found[-1].end()) if found else None


# values that are written as the text has them: the words are to stand in the span
_AS_WRITTEN = frozenset(
    "Named.name Agency.name Citation.name Citation.issuer Citation.title Citation.pinpoint Target.indicator Target.scope "
    "Responsibility.task Section.title BudgetLine.source Signatory.name Signatory.position".split()
)


def _state(leaf: Node, owner: str, name: str, spans: tuple[Span, ...]) -> tuple[State, str | None]:
    """Whether a value is read or concluded, and then by what."""
    for kind, step in _ways(leaf, owner, name):
        if (why := entry_of(kind, step).inferred) is not None:
            return "inferred", why
    if leaf.tied:
        return "inferred", "context"
    for place, one in enumerate(leaf.within):
        # a body that a heading names for the duties under it, and all that is said of that body
        if isinstance(one.value, Responsibility) and one.value.inherited:
            after = leaf.within[place + 1].value if place + 1 < len(leaf.within) else None
            if isinstance(after, Agency) and after is one.value.agency:
                return "inferred", "heading"
    if owner == "Due":
        due = leaf.within[-1].value
        assert isinstance(due, Due)
        entry_above = next((one.value for one in reversed(leaf.within[:-1]) if isinstance(one.value, Span)), None)
        if not re.search(r"\d{4}", due.text) and re.search(r"\d{4}", due.edtf):
            return "inferred", "year"
        if entry_above is not None and not (entry_above.start <= due.start and due.end <= entry_above.end):
            return "inferred", "context"
    if f"{owner}.{name}" in _AS_WRITTEN and spans:
        if _letters(str(leaf.value)) not in _letters(" ".join(span.text for span in spans)):
            return "inferred", "register" if owner == "Agency" else "elsewhere"
    return "found", None


def _ways(leaf: Node, owner: str, name: str) -> Iterator[tuple[str, str]]:
    """Each name on the way to a value, with the class that has it."""
    for one in leaf.within:
        if one.name[0]:
            yield one.name
    yield leaf.name
    yield owner, name


def _letters(words: str) -> str:
    return re.sub(r"[\W_]+", "", fold(words))


def _sure(value: Value, leaf: Node) -> float | None:
    """How often such a value is right, the classifier's own probability, and how well the words were read: the product."""
    assert leaf.plan is not None
    found = reliability(value, leaf.plan.record)
    judged = next((one.value for one in reversed(leaf.within) if isinstance(one.value, Covered)), None)
    if judged is not None and judged.probability is not None:
        sure = max(judged.probability, 1 - judged.probability)
        found = sure if found is None else found * sure
    read = [span.confidence for span in value.spans if span.confidence is not None and judged is None]
    if read:
        found = min(read) if found is None else found * min(read)
    return found
