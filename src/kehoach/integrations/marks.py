"""What goes through every door: a text, and marks on it.

`marks(record)` makes a mark of every span of a record but those that were searched and not taken; each has an id that stays
the same while its text does. A mark that belongs to another names it in the attribute `of`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

from kehoach.errors import KehoachError
from kehoach.extractors.ids import Identifiers
from kehoach.record import Coverage, Covered, CoveredItem, Header, Record, Span

if TYPE_CHECKING:
    from kehoach.readers import Document

Kind = Literal[
    "header",
    "sections",
    "citations",
    "dates",
    "targets",
    "responsibilities",
    "reports",
    "budget",
    "coverage",
    "findings",
]
EVERY: tuple[Kind, ...] = get_args(Kind)
_BROKEN = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_SHOWN = 40


class DoorError(KehoachError):
    """A file of another tool cannot be read or written, or what it says does not fit its text.

    Attributes:
        name: the file as the caller named it.
        reason: what is wrong, without the name and place.
        place: where in the file (`line 3`, `mark c5e8b2899`); None where it is the file itself.
    """

    def __init__(self, name: object, reason: str, place: str | None = None) -> None:
        super().__init__(f"{name}: {place}: {reason}" if place else f"{name}: {reason}")
        self.name = str(name)
        self.reason = reason
        self.place = place


@dataclass(frozen=True, slots=True)
class Mark:
    """One labelled stretch of a text.

    Attributes:
        id: one in its document.
        label: `citation`, `date`, `header-title` …; in a record's marks of letters and hyphens alone.
        start, end: offsets in code points.
        text: the text's own characters, `text[start:end]`.
        attributes: what is known of it, as JSON has it; no place in them is an offset.
        page: from 1; None where there are no pages.
    """

    id: str
    label: str
    start: int
    end: int
    text: str
    attributes: Mapping[str, Any] = field(default_factory=dict)
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Marked:
    """A text with its marks, in the order of their starts.

    Attributes:
        name: of the file; `-` where it has none.
        meta: `sha256` of the file, `media_type`, `number`, `title`, `issued`, `issuer`, `type`: what is known, as strings.

    Raises:
        DoorError: an offset or a text of a mark does not fit, an id comes twice, or the text has half characters side by
            side, which become one when they are written.
    """

    name: str
    text: str
    marks: tuple[Mark, ...] = ()
    meta: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if (broken := _BROKEN.search(self.text)) is not None:
            raise DoorError(
                self.name, "two half characters (surrogates) that any format makes one", f"{broken.start()}"
            )
        seen: set[str] = set()
        for mark in self.marks:
            place = f"mark {mark.id}"
            if mark.id in seen:
                raise DoorError(self.name, "two marks have this id", place)
            seen.add(mark.id)
            if _SURROGATE.search(mark.id) or _SURROGATE.search(mark.label):
                raise DoorError(self.name, "a half character (surrogate) in an id or label", place)
            check(self.name, place, self.text, mark.start, mark.end, mark.text)

    @property
    def digest(self) -> str:
        """What tells one text from another: sha256 of its UTF-8."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Written:
    """What an export wrote: documents, marks, and marks that the format has no place for."""

    documents: int = 0
    marks: int = 0
    left_out: int = 0


def check(name: object, place: str, text: str, start: int, end: int, quoted: object = None) -> None:
    """Raise `DoorError` where a range is none of the text, or the text there is not the one that was quoted.

    A half character (surrogate) equals U+FFFD, which is written for it where a format holds UTF-8 alone.
    """
    if not 0 <= start <= end <= len(text):
        raise DoorError(name, f"{start}:{end} is no range of a text of {len(text)} characters", place)
    if quoted is not None and not isinstance(quoted, str):
        raise DoorError(name, "the words of it are not a text", place)
    if quoted is not None and quoted != text[start:end] and quoted != utf8(text[start:end]):
        raise DoorError(name, f"at {start}:{end} the text has {_short(text[start:end])}, not {_short(quoted)}", place)


def utf8(text: str) -> str:
    """A text of as many characters that can be written as UTF-8: a half character (surrogate) is U+FFFD."""
    return text if text.isascii() else _SURROGATE.sub("\ufffd", text)


def _short(text: str) -> str:
    return repr(text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…")


class Texts:
    """The texts of plans, found by what they are or else by their names."""

    def __init__(self, texts: Iterable[tuple[str, str]] = ()) -> None:
        self._by_name: dict[str, str | None] = {}
        self._by_digest: dict[str, str] = {}
        for name, text in texts:
            self.add(name, text)

    def add(self, name: str, text: str) -> None:
        """Keep a text under the name of its file."""
        # two texts of one name: neither is meant by it
        known = self._by_name.get(name, text)
        self._by_name[name] = text if known == text else None
        self._by_digest[Marked(name, text).digest] = text

    def named(self, name: str) -> str | None:
        """The one text of this name, with or without the folders before it."""
        text = self._by_name.get(name)
        return self._by_name.get(Path(name).name) if text is None else text

    def find(self, source: object, name: str, digest: str | None = None) -> str:
        """The text of a document.

        Raises:
            DoorError: it was not given.
        """
        text = self._by_digest.get(digest or "")
        if text is None:
            text = self.named(name)
        if text is None:
            raise DoorError(source, "its text is not here: give the plan with --text", f"document {name}")
        return text


def same_text(document: Marked, texts: Texts, source: object) -> None:
    """Raise `DoorError` where a plan of the same name was given and has another text."""
    text = texts.named(document.name)
    if text is not None and text != document.text and utf8(text) != document.text:
        differs = next((i for i, (a, b) in enumerate(zip(text, document.text, strict=False)) if a != b), None)
        at = min(len(text), len(document.text)) if differs is None else differs
        raise DoorError(source, f"the text differs from the plan's at {at}", f"document {document.name}")


# --- the marks of a record ------------------------------------------------------------------------------------------


def marked(document: Document, record: Record, kinds: Sequence[Kind] = EVERY) -> Marked:
    """A plan's text with the marks of its record."""
    return of_text(document.text, record, kinds, record.source.name or document.name)


def of_text(text: str, record: Record, kinds: Sequence[Kind] = EVERY, name: str = "-") -> Marked:
    """A text with the marks of the record that was made from it."""
    head = record.header
    known = {
        "sha256": record.source.sha256,
        "media_type": record.source.media_type,
        "type": head.document_type and head.document_type.code,
        "number": head.number and head.number.normalised,
        "title": head.title and head.title.name,
        "issuer": head.issuer and head.issuer.name,
        "issued": head.issued and head.issued.edtf,
    }
    return Marked(name, text, marks(text, record, kinds), {key: value for key, value in known.items() if value})


def marks(text: str, record: Record, kinds: Sequence[Kind] = EVERY) -> tuple[Mark, ...]:
    """Every span of a record of these kinds as a mark, by start, the longer first.

    Args:
        text: the record's source text.
    """
    found = list(_Walk(text, record, kinds).marks())
    order = {mark.id: index for index, mark in enumerate(found)}
    return tuple(sorted(found, key=lambda mark: (mark.start, -mark.end, order[mark.id])))


_LABELS = {
    "citations": "citation",
    "dates": "date",
    "targets": "target",
    "responsibilities": "responsibility",
    "reports": "report",
    "budget": "budget",
    "findings": "finding",
}
# where a span stands in another: its label, and how it is named there
_WITHIN = {
    "measurements": ("measurement", None),
    "due": ("due", None),
    "agency": ("agency", "agency"),
    "partners": ("agency", "partner"),
    "who": ("agency", "who"),
    "to": ("agency", "to"),
    "via": ("agency", "via"),
    "related": ("related", None),
}
_PLACE = {"text", "start", "end", "page", "boxes", "id"}


class _Walk:
    def __init__(self, text: str, record: Record, kinds: Sequence[Kind]) -> None:
        self._text = text
        self._record = record
        self._kinds = kinds
        given = Identifiers(text)
        self._sections = [given("s", section.start, section.end) for section in record.sections]

    def marks(self) -> Iterator[Mark]:
        record = self._record
        if "header" in self._kinds:
            for number, head in enumerate((record.header, *record.attached)):
                yield from self._head(head, f"attached-{number}-" if number else "")
        if "sections" in self._kinds:
            for id, section in zip(self._sections, record.sections, strict=True):
                yield from self._span(section, "section", id)
        for kind, label in _LABELS.items():
            if kind in self._kinds:
                for item in getattr(record, kind):
                    yield from self._span(item, label, item.id)
        if "coverage" in self._kinds:
            for judged in record.coverage:
                yield from self._coverage(judged)

    def _head(self, head: Header, before: str) -> Iterator[Mark]:
        for part in fields(head):
            value = getattr(head, part.name)
            label = f"header-{part.name.replace('_', '-')}"
            if isinstance(value, Span):
                yield from self._span(value, label, f"{before}{label}")
            else:
                for number, span in enumerate(value or (), 1):
                    yield from self._span(span, label.removesuffix("s"), f"{before}{label.removesuffix('s')}-{number}")

    def _coverage(self, judged: Coverage) -> Iterator[Mark]:
        groups: tuple[tuple[str, Sequence[Covered]], ...] = (
            ("goal", judged.goals),
            ("item", judged.items),
            ("measure", judged.measures),
        )
        for group, all_covered in groups:
            for covered in all_covered:
                yield from self._covered(covered, group, judged.framework.id)

    def _covered(self, covered: Covered, group: str, framework: str) -> Iterator[Mark]:
        # a goal, an item and a measure of one number are not the same
        whole = f"{framework}-{group}-{covered.id}"
        about = {"framework": framework, group: covered.id, "status": covered.status}
        for number, evidence in enumerate(covered.evidence, 1):
            yield from self._span(evidence, "evidence", f"{whole}-e{number}", about)
        if isinstance(covered, CoveredItem):
            for number, milestone in enumerate(covered.milestones, 1):
                yield from self._span(milestone, "milestone", f"{whole}-m{number}", about)
            for part in covered.parts:
                yield from self._covered(part, group, framework)

    def _span(self, span: Span, label: str, id: str, more: Mapping[str, Any] | None = None) -> Iterator[Mark]:
        """The mark of a span, then those of the spans in it."""
        attributes = dict(more or {})
        within: list[Mark] = []
        for part in fields(span):
            value = getattr(span, part.name)
            if part.name in _PLACE or value is None or value == ():
                continue
            if part.name == "indicator_span":
                within.append(self._range(value, "indicator", f"{id}-indicator", {"of": id}))
            elif part.name == "parts":
                within += (
                    self._range(place, "citation-part", f"{id}-{name}", {"of": id, "part": name})
                    for name, place in value.items()
                )
            elif part.name == "date":  # an index in the record: its id says the same in any order
                attributes["date"] = self._record.dates[value].id
            elif part.name == "refers_to":
                attributes["refers_to"] = self._record.citations[value].id
            elif part.name == "section":
                attributes["section"] = self._sections[value]
            elif part.name in _WITHIN and isinstance(value, (Span, tuple)):
                inner, role = _WITHIN[part.name]
                of = {"of": id} if role is None else {"of": id, "as": role}
                for number, one in enumerate(value if isinstance(value, tuple) else (value,), 1):
                    within += self._span(one, inner, f"{id}-{role or inner}-{number}", of)
            else:
                attributes[part.name] = _plain(value)
        yield Mark(id, label, span.start, span.end, span.text, attributes, span.page)
        yield from within

    def _range(self, place: tuple[int, int], label: str, id: str, attributes: dict[str, Any]) -> Mark:
        start, end = place
        return Mark(id, label, start, end, self._text[start:end], attributes)


def _plain(value: Any) -> Any:
    """As JSON has it; what is not known is left out."""
    if is_dataclass(value):
        parts = ((part.name, getattr(value, part.name)) for part in fields(value))
        return {name: _plain(part) for name, part in parts if part is not None}
    if isinstance(value, (tuple, list)):
        return [_plain(item) for item in value]
    return value
