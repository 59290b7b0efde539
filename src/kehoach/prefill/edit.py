"""Changes to a record: a value, the words it stands on, an entry more or less."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, get_args, get_type_hints

from kehoach import record as classes
from kehoach.extractors.citations.types import document_type, type_names
from kehoach.prefill.catalogue import catalogue, names_of
from kehoach.record import Baseline, Citation, DocumentType, Due, HeadType, Number, Record, Span, Target
from kehoach.text.normal import fold

if TYPE_CHECKING:
    from kehoach.prefill.slots import Slot

ADDABLE = {
    "citations": "Citation",
    "dates": "Date",
    "targets": "Target",
    "responsibilities": "Responsibility",
    "reports": "Report",
    "budget": "BudgetLine",
}
"""Lists of the record to which a person can add, and from which they can take, and what they hold."""
GROWING = frozenset(
    {
        ("Header", "recipients"),
        ("Target", "measurements"),
        ("Responsibility", "partners"),
        ("Report", "who"),
        ("Report", "to"),
    }
)
"""Lists within an entry to which a person can add."""
_STEP = re.compile(r"(\w+)(?:\[(\d+)\])?")
_EDTF = re.compile(r"[\dX]{4}(?:-[\dX]{2}(?:-[\dX]{2})?)?")
_NUMBER = re.compile(r"(?P<serial>[\w.]+)?/(?:(?P<year>\d{4})/)?(?P<symbol>[^\s/].*)")
# values of a citation that stand in words of their own
_PARTS = frozenset({"number", "name", "issued", "issuer", "title", "pinpoint"})


class EditError(ValueError):
    """A record cannot be changed so."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What a value can be.

    Attributes:
        kind: `text`, `number`, `truth`, `code` or `date` (EDTF).
        options: all it can be; empty where that is open.
        optional: whether it can be missing.
        whole: of a number, whether it has no fraction.
    """

    kind: Literal["text", "number", "truth", "code", "date"]
    options: tuple[str, ...] = ()
    optional: bool = False
    whole: bool = False


@cache
def shape(owner: str, key: str) -> Shape:
    """What the value of this class and name can be.

    Raises:
        EditError: it is no value.
    """
    if (owner, key) == ("Citation", "refers_to"):
        return Shape("text", optional=True)  # a number or a name, see `edited`
    kind = names_of(owner).get(key)
    if kind is None or key == "id" or kind.name not in ("text", "number", "truth", "code"):
        raise EditError(f"{owner}.{key} is no value")
    hint = get_type_hints(getattr(classes, owner), vars(classes))[key]
    options = get_args(hint)
    optional = type(None) in options
    plain = next((one for one in options if one is not type(None)), hint) if optional else hint
    if kind.name == "code":
        return Shape("code", get_args(plain), optional)
    if kind.name == "number":
        return Shape("number", optional=optional, whole=plain is int)
    if kind.name == "truth":
        return Shape("truth", ("true", "false"), optional)
    if f"{owner}.{key}" in catalogue().dated or key == "resolved":
        return Shape("date", optional=optional)
    if owner == "DocumentType":
        return Shape("text", tuple(type_names() if key == "code" else type_names().values()), optional)
    return Shape("text", optional=optional)


def removable(owner: str, key: str) -> bool:
    """Whether such a value can be missing."""
    try:
        found = shape(owner, key)
    except EditError:
        return False
    return key != "text" and (found.optional or found.kind in ("text", "date"))


def value_from(owner: str, key: str, text: str) -> Any:
    """A value by its characters, as the record would have it.

    Raises:
        EditError: it is no such value.
    """
    form = shape(owner, key)
    if key == "text" and issubclass(getattr(classes, owner), Span):
        raise EditError("the words are the plan's own")
    if text == "":
        if form.optional:
            return None
        if form.kind in ("text", "date"):
            return ""
        raise EditError("cannot be missing")
    if form.kind == "number":
        try:
            number = float(text)
        except ValueError:
            raise EditError("is no number") from None
        if not abs(number) < 1e18 or (form.whole and not number.is_integer()):
            raise EditError("is no such number")
        return int(number) if form.whole else number
    if form.kind == "date":
        ends = text.split("/")
        if len(ends) > 2 or not all(_EDTF.fullmatch(end) or (end == ".." and len(ends) == 2) for end in ends):
            raise EditError("is no date in EDTF")
        return text
    if form.options:
        same = next((one for one in form.options if fold(one) == fold(text)), None)
        if same is None:
            raise EditError(f"is none of {', '.join(form.options)}")
        return same == "true" if form.kind == "truth" else same
    return text


def edited(record: Record, slot: Slot, text: str | None, span: Span | None) -> Record:
    """The record with another value.

    Args:
        text: what it is to be, as the record has it; None: as it was.
        span: the words it is to stand on; None: those it stood on.

    Raises:
        EditError: it cannot be so.
    """
    steps = [(name, int(index) if index else None) for name, index in _STEP.findall(slot.path)]
    if (slot.owner, slot.key) == ("Citation", "refers_to"):
        return _pointing(record, steps[0][1], text)
    changed = _put(record, steps, text, span)
    assert isinstance(changed, Record)
    return changed


def _pointing(record: Record, index: int | None, text: str | None) -> Record:
    """The record with a short form that points at another document, which it must cite in full."""
    held = record.citations
    if index is None or index >= len(held):
        raise EditError("is not there")
    if text is None:
        return record
    full = (
        place
        for place, one in enumerate(held)
        if one.form != "short" and any(told and fold(told) == fold(text) for told in (one.number, one.name))
    )
    at = next(full, None) if text else None
    if text and at is None:
        raise EditError("is cited nowhere")
    changed = replace(held[index], refers_to=at)
    return replace(record, citations=(*held[:index], changed, *held[index + 1 :]))


def _put(held: Any, steps: Sequence[tuple[str, int | None]], text: str | None, span: Span | None) -> Any:
    (name, index), *after = steps
    if not after:
        if index is not None:
            raise EditError("is no value")
        return _leaf(held, name, text, span)
    child = getattr(held, name)
    if index is None:
        inner = child if child is not None else _blank(names_of(type(held).__name__)[name].name, span)
        return replace(held, **{name: _put(inner, after, text, span)})
    if index > len(child):
        raise EditError("is not there")
    inner = child[index] if index < len(child) else _blank(names_of(type(held).__name__)[name].name, span)
    entries = (*child[:index], _put(inner, after, text, span), *child[index + 1 :])
    changed: Any = replace(held, **{name: entries})
    if isinstance(changed, Target) and name == "measurements":
        return replace(changed, quantified=True)
    return changed


def _blank(name: str, span: Span | None) -> Any:
    """An entry of which nothing is known but its words."""
    cls = getattr(classes, name)
    if cls is DocumentType:
        return DocumentType(None, "")
    if cls is Baseline:
        return Baseline()
    if not issubclass(cls, Span):
        raise EditError("cannot be made")
    if span is None:
        raise EditError("stands on no words")
    return cls(span.text, span.start, span.end, span.page, span.confidence, boxes=span.boxes)


def _leaf(held: Any, name: str, text: str | None, span: Span | None) -> Any:
    owner = type(held).__name__
    if text is not None and not (name == "text" and isinstance(held, Span)):
        value = value_from(owner, name, text)
        if isinstance(held, DocumentType):
            code = next(
                (code for code, told in type_names().items() if value == (code if name == "code" else told)), None
            )
            return document_type(code) if code is not None else DocumentType(None, "")
        held = replace(held, **{name: value})
        if isinstance(held, HeadType) and name == "name":
            held = replace(
                held, code=next((code for code, one in type_names().items() if fold(one) == fold(value)), None)
            )
        if isinstance(held, Number) and name == "normalised":
            held = _numbered(held)
    if span is None:
        return held
    if isinstance(held, Citation) and name in _PARTS:
        return replace(held, parts={**(held.parts or {}), name: (span.start, span.end)})
    if isinstance(held, Target) and name == "indicator":
        return replace(held, indicator_span=(span.start, span.end))
    if isinstance(held, Span) and (name == "text" or name in catalogue().main.get(owner, ())):
        place = {one: getattr(span, one) for one in ("text", "start", "end", "page", "confidence", "boxes")}
        return replace(held, **place)
    return held  # the words of its entry stay where they are


def _numbered(number: Number) -> Number:
    match = _NUMBER.fullmatch(number.normalised)
    if match is None:
        return replace(number, serial=number.normalised or None, year=None, symbol=None, complete=False)
    year = int(match["year"]) if match["year"] else None
    return replace(
        number, serial=match["serial"], year=year, symbol=match["symbol"], complete=match["serial"] is not None
    )


# --- entries --------------------------------------------------------------------------------------------------------


def added(record: Record, listed: str, id: str, span: Span) -> tuple[Record, str]:
    """The record with an entry more, in the order of the text, and the entry's class; the same where it stands there.

    Raises:
        EditError: there is no such list.
    """
    if listed not in ADDABLE:
        raise EditError(f"{listed} is no list to add to")
    name = ADDABLE[listed]
    held = getattr(record, listed)
    if any((one.start, one.end) == (span.start, span.end) for one in held):
        return record, name
    more = {"quantified": False} if name == "Target" else {}
    made = getattr(classes, name)(
        span.text, span.start, span.end, span.page, span.confidence, boxes=span.boxes, id=id, **more
    )
    at = next((place for place, one in enumerate(held) if one.start > span.start), len(held))
    order = [*range(at), *range(at + 1, len(held) + 1)]
    return _rearranged(record, listed, (*held[:at], made, *held[at:]), order), name


def without(record: Record, paths: Iterable[str]) -> Record:
    """The record without the entries at these paths (`citations[3].text`)."""
    gone: dict[str, set[int]] = {}
    for path in paths:
        match = _STEP.match(path)
        assert match is not None and match[2]
        gone.setdefault(match[1], set()).add(int(match[2]))
    for listed, places in gone.items():
        held = getattr(record, listed)
        kept = tuple(one for place, one in enumerate(held) if place not in places)
        order: list[int | None] = []
        for place in range(len(held)):
            order.append(None if place in places else place - sum(one < place for one in places))
        ids = {held[place].id for place in places}
        record = _rearranged(record, listed, kept, order)
        links = tuple(link for link in record.links if not {link.first, link.second} & ids)
        record = replace(record, links=links)
    return record


def _rearranged(record: Record, listed: str, entries: tuple[Any, ...], order: Sequence[int | None]) -> Record:
    """The record with another list; what points into it by place is told the new one."""
    record = replace(record, **{listed: entries})  # type: ignore[arg-type]
    points = {"citations": (Citation, "refers_to"), "dates": (Due, "date")}.get(listed)
    if points is None:
        return record
    changed = {name: _pointed(getattr(record, name), *points, order) for name in ADDABLE}
    return replace(record, **changed)


def _pointed(value: Any, cls: type, name: str, order: Sequence[int | None]) -> Any:
    if isinstance(value, tuple):
        return tuple(_pointed(one, cls, name, order) for one in value)
    if not is_dataclass(value) or isinstance(value, type):
        return value
    if isinstance(value, cls):
        at = getattr(value, name)
        new = order[at] if at is not None and 0 <= at < len(order) else None
        return value if new == at else replace(value, **{name: new})
    parts = {one.name: getattr(value, one.name) for one in fields(value)}
    changed = {
        key: new
        for key, one in parts.items()
        if isinstance(one, tuple) or is_dataclass(one)
        if (new := _pointed(one, cls, name, order)) is not one
    }
    return replace(value, **changed) if changed else value
