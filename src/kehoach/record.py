"""The record of one plan: typed, frozen, and printed exactly as `kehoach extract --format json` prints it.

Every extracted thing is a `Span`: `text == source[start:end]`, offsets in code points into the source text as its
reader decoded it. Normalised values stand in fields of their own. The JSON Schema of a record lies beside this
module as `record.schema.json` and is what `kehoach schema` prints.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any, Literal, TypeVar

from kehoach.quick import quick
from kehoach.text.layout import Box, Layout, Page

SCHEMA = "kehoach.record/1"

SectionKind = Literal[
    "purpose",
    "requirements",
    "objectives",
    "tasks",
    "budget",
    "organisation",
    "reporting",
    "recipients",
    "other",
]
CitationRole = Literal["legal_basis", "implements", "mention"]
CitationForm = Literal["number", "name", "short"]
DateKind = Literal["date", "month", "quarter", "year", "interval", "recurring"]
Relation = Literal["on", "before", "by", "from", "until", "during"]
DateRole = Literal[
    "issued",
    "citation",
    "deadline",
    "milestone",
    "period",
    "observance",
    "plan_year",
    "other",
]
Authority = Literal["TM.", "KT.", "TL.", "TUQ.", "Q."]
Comparator = Literal["=", ">=", "<=", ">", "<", "approximately", "increase", "decrease", "maintain"]
Frequency = Literal["yearly", "half_yearly", "quarterly", "monthly", "weekly", "daily", "ad_hoc", "final"]
ResponsibilityRole = Literal["lead", "coordinate", "advise", "implement", "report", "monitor", "fund", "requested"]
Severity = Literal["error", "warning", "info"]
LinkKind = Literal["due", "owner", "basis"]
Status = Literal["quantified", "qualitative", "mentioned", "absent", "not_applicable", "needs_review"]
Verdict = Literal["exceeds", "meets", "below", "not_comparable"]
StatementRole = Literal[
    "commitment",
    "past_result",
    "quotes_strategy",
    "activity",
    "assignment",
    "budget",
    "reporting",
    "basis",
    "rationale",
    "other",
]


@quick
@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the source text.

    Attributes:
        text: the source's own characters, `source[start:end]`.
        start, end: offsets in code points.
        page: counts from 1, the page on which it begins; None where the format has no pages.
        confidence: 0..1 where the reading may be doubtful, as on a scan; None where it is not measured.
        boxes: where it stands, one box a line: page, left, top, right, bottom in points from the upper left corner; None
            where the format has no places.
    """

    text: str
    start: int
    end: int
    page: int | None = None
    confidence: float | None = None
    boxes: tuple[Box, ...] | None = field(default=None, kw_only=True)


@dataclass(frozen=True, slots=True)
class Source:
    """The file a record was made from.

    Attributes:
        name: file name, `-` for standard input, None for a bare text.
        sha256: of the bytes as they were read; of the UTF-8 bytes for a bare text.
        characters: length of the source text in code points.
        pages: how many the file has; None where the format has none.
        warnings: what was repaired or could not be read.
        reader: what read it: `text`, `docx`, `pdf`, `html`, `image` …
        page_facts: how each page was read, with what confidence, and what is wrong with it.
    """

    name: str | None
    sha256: str
    media_type: str
    characters: int
    pages: int | None = None
    warnings: tuple[str, ...] = ()
    reader: str = "text"
    page_facts: tuple[Page, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentType:
    """A type of document: its code of Nghị định 30/2020/NĐ-CP, appendix III (`KH`), and its Vietnamese name."""

    code: str | None
    name: str


@dataclass(frozen=True, slots=True)
class HeadType(Span):
    """The type word at the head of a document."""

    code: str | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Number(Span):
    """A document's own number.

    Attributes:
        serial: as printed (`0125`, `66.22`, `30c`); None while the document is unnumbered.
        year: only where the number itself holds one (`31/2025/QĐ-UBND`).
        symbol: `KH-SYT`.
        normalised: `89/KH-UBND`; `/KH-UBND` without a serial.
        complete: whether serial and symbol are both there.
    """

    serial: str | None = None
    year: int | None = None
    symbol: str | None = None
    normalised: str = ""
    complete: bool = False


@dataclass(frozen=True, slots=True)
class Named(Span):
    """A body or a place with its name on one line, however the source broke it."""

    name: str = ""


@dataclass(frozen=True, slots=True)
class Issued(Span):
    """The date a document was issued, as EDTF; what is blank is `X`."""

    edtf: str = ""


@dataclass(frozen=True, slots=True)
class Signatory(Span):
    """Who signed: name, position, and the prefix under which (Nghị định 30/2020/NĐ-CP, appendix I, II.7)."""

    name: str = ""
    position: str | None = None
    authority: Authority | None = None


@dataclass(frozen=True, slots=True)
class Header:
    """The head and foot of one document. A part that is not there is None."""

    document_type: HeadType | None = None
    number: Number | None = None
    issuer: Named | None = None
    parent_issuer: Named | None = None
    place: Named | None = None
    issued: Issued | None = None
    title: Named | None = None
    recipients: tuple[Span, ...] = ()
    signatory: Signatory | None = None


@quick
@dataclass(frozen=True, slots=True)
class Section(Span):
    """One item of the outline: the span covers its marker and heading (or its opening clause).

    Attributes:
        marker: `II`, `1.1`, `a`, `đ`, `-`, `+`, `Điều 3`; None for a heading that has none.
        level: depth in the tree, from 1.
        title: the heading's words on one line; None for an item that is a running sentence.
    """

    marker: str | None = None
    level: int = 1
    title: str | None = None
    kind: SectionKind = "other"


@quick
@dataclass(frozen=True, slots=True)
class Citation(Span):
    """One mention of another document.

    Attributes:
        type: code and name of its type.
        number: normalised (`1790/QĐ-TTg`, `21-CT/TW`, `73/2006/QH11`).
        name: of a law or programme (`Luật Bình đẳng giới`, `Đề án 06`).
        year: where a law is cited with a year alone.
        issued: EDTF of the date it is cited under.
        issuer: as printed.
        title: the trích yếu that follows, on one line.
        pinpoint: `khoản 5 Điều 8`.
        form: by `number`, by `name`, or by a `short` pointer to a document cited before.
        refers_to: for a short form, the index in `citations` of the full one; None where it is not sure.
        known_as: the identifier in the register of known documents.
        parts: where number, date, issuer, title and pinpoint stand in the source.
    """

    type: DocumentType | None = None
    number: str | None = None
    name: str | None = None
    year: int | None = None
    issued: str | None = None
    issuer: str | None = None
    title: str | None = None
    pinpoint: str | None = None
    role: CitationRole = "mention"
    form: CitationForm = "number"
    refers_to: int | None = None
    known_as: str | None = None
    parts: dict[str, tuple[int, int]] | None = None
    id: str = ""


@quick
@dataclass(frozen=True, slots=True)
class Date(Span):
    """A date, month, quarter, year, period or recurring day, as EDTF (ISO 8601-2).

    Attributes:
        relation: how the date bounds what is said of it.
        role: what the date is for.
        resolved: the same date with its year filled in from the plan; None where it needs none or has none.
    """

    edtf: str = ""
    kind: DateKind = "date"
    relation: Relation = "on"
    role: DateRole = "other"
    resolved: str | None = None
    id: str = ""


@quick
@dataclass(frozen=True, slots=True)
class Due(Span):
    """When something is due: the words that say so, wherever they stand (sentence, lead-in, heading, title).

    Attributes:
        edtf: with the year filled in from the plan where the words leave it out.
        date: index in `dates`.
    """

    edtf: str = ""
    date: int | None = None


@dataclass(frozen=True, slots=True)
class Baseline:
    """What a value is compared with: a value, a year, or both."""

    value: float | None = None
    edtf: str | None = None


@quick
@dataclass(frozen=True, slots=True)
class Measurement(Span):
    """One value of a target; the span covers the figure and its unit.

    Attributes:
        comparator: how the value binds (`60 % or more` is `>=`); `increase` and `decrease` are changes BY the value.
        value, value_max: the number, and the upper end of a range.
        unit: `percent`, `per` (a ratio), `times`, or the counted thing in small letters (`lớp`, `người`, `đồng`).
        per: of a ratio: 100, 1000, 100000 ….
        due: its milestone.
        frequency: how often it is asked for.
    """

    comparator: Comparator = "="
    value: float = 0.0
    value_max: float | None = None
    unit: str = ""
    per: int | None = None
    due: Due | None = None
    baseline: Baseline | None = None
    frequency: Frequency | None = None


@quick
@dataclass(frozen=True, slots=True)
class Target(Span):
    """A result that the plan commits itself to; the span is the statement, or the row of a table.

    Attributes:
        indicator: what is measured, on one line; empty where only a value is stated.
        indicator_span: where it stands in the source.
        measurements: its values in the order of the text; empty for an aim without a value.
        due: of an aim without a value; else each value has its own.
        frequency: where one holds for all of it.
        scope: where or for whom it holds (`trên địa bàn tỉnh`).
        quantified: whether it has a value.
        section: index in `sections`.
    """

    id: str = ""
    indicator: str = ""
    indicator_span: tuple[int, int] | None = None
    measurements: tuple[Measurement, ...] = ()
    due: Due | None = None
    frequency: Frequency | None = None
    scope: str | None = None
    quantified: bool = True
    section: int | None = None


@quick
@dataclass(frozen=True, slots=True)
class Agency(Span):
    """A body or office holder as the text names it.

    Attributes:
        name: canonical where the register knows it, else as printed on one line.
        code: of the register (`SNV`).
        kind: `department`, `people_committee`, `organisation`, … ; `generic` for an addressee that names no one
            (`các cơ quan liên quan`), `official` for an office holder.
    """

    name: str = ""
    code: str | None = None
    kind: str = ""


@quick
@dataclass(frozen=True, slots=True)
class Responsibility(Span):
    """A duty of one body; the span is the duty's own text, the agency may stand in a heading above it.

    Attributes:
        role: what the body does in it, by the duty's first verb; `requested` where it is asked and not told.
        partners: who it works with.
        task: the duty on one line.
        due: its deadline.
        section: index in `sections` of the section it stands in.
        inherited: whether the agency comes from a heading.
    """

    id: str = ""
    agency: Agency | None = None
    role: ResponsibilityRole = "implement"
    partners: tuple[Agency, ...] = ()
    task: str = ""
    due: Due | None = None
    section: int | None = None
    inherited: bool = False


@quick
@dataclass(frozen=True, slots=True)
class Report(Span):
    """A reporting duty.

    Attributes:
        who: bodies that report; empty where the text does not say.
        to: receivers.
        via: the body through which it goes.
        due: when; `frequency`: how often.
    """

    id: str = ""
    who: tuple[Agency, ...] = ()
    to: tuple[Agency, ...] = ()
    via: Agency | None = None
    due: Due | None = None
    frequency: Frequency | None = None


@quick
@dataclass(frozen=True, slots=True)
class BudgetLine(Span):
    """A stated source of money, or a total.

    Attributes:
        source: as printed, on one line.
        amount: in VND; None where no sum is said.
    """

    id: str = ""
    source: str = ""
    amount: float | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """A finding in words, in Vietnamese and in English."""

    vi: str
    en: str


@dataclass(frozen=True, slots=True)
class Finding(Span):
    """What a careful reviewer would raise; the span is what disagrees, or where something is missing.

    Attributes:
        code: of the rule (`stale-year`).
        message: what disagrees with what; never who is wrong.
        related: other places in the source that the finding rests on.
    """

    id: str = ""
    code: str = ""
    severity: Severity = "warning"
    message: Message = Message("", "")
    related: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence(Span):
    """A statement that speaks of an item; `confidence` is the probability that it does.

    Attributes:
        role: what the statement does.
    """

    role: StatementRole = "other"


@dataclass(frozen=True, slots=True)
class Rejected(Span):
    """A statement that was looked at and not taken as evidence.

    Attributes:
        score: the probability that it speaks of the item.
    """

    score: float = 0.0


@dataclass(frozen=True, slots=True)
class Searched:
    """What was searched: how many statements were looked at for an item, and the best ones that were not taken."""

    candidates: int = 0
    best_rejected: tuple[Rejected, ...] = ()


@dataclass(frozen=True, slots=True)
class Stated:
    """A value as a plan or a framework states it."""

    comparator: Comparator = "="
    value: float | None = None
    value_max: float | None = None
    unit: str = ""
    per: int | None = None


@dataclass(frozen=True, slots=True)
class Milestone(Span):
    """A value of the plan beside the framework's; the span is the plan's figure.

    Attributes:
        due: EDTF of the plan's milestone; None where the text has none.
        against: the year of the framework's milestone.
        target: id of the target that holds the value.
        inner: whether it is the item's inner threshold (four items a quarter).
        opposed: whether the plan's value binds against the framework's direction (a rise of what is to fall).
    """

    due: str | None = None
    against: int | None = None
    plan: Stated = Stated()
    framework: Stated = Stated()
    verdict: Verdict = "not_comparable"
    target: str = ""
    inner: bool = False
    opposed: bool = False


@dataclass(frozen=True, slots=True)
class Depth:
    """How far an item is carried in the plan: has it a target, a measure, an agency, money, a deadline."""

    target: bool = False
    measure: bool = False
    agency: bool = False
    budget: bool = False
    deadline: bool = False


@dataclass(frozen=True, slots=True)
class Covered:
    """A goal or a solution group of a framework, as the plan stands to it.

    Attributes:
        probability: that the plan takes it up; calibrated where the framework has a model, else None.
    """

    id: str
    name: Message
    status: Status
    probability: float | None = None
    evidence: tuple[Evidence, ...] = ()
    searched: Searched = Searched()


@dataclass(frozen=True, slots=True)
class CoveredItem(Covered):
    """A target of a framework, or a part of one, as the plan stands to it.

    Attributes:
        goal: id of its goal.
        asked: what the framework asks for at the milestone of the plan's period; None for a compound target.
        milestones: each value that the plan states of it.
        verdict: for the milestone that the plan's period asks for.
        parts: of a compound target.
    """

    goal: str | None = None
    asked: Stated | None = None
    milestones: tuple[Milestone, ...] = ()
    verdict: Verdict | None = None
    depth: Depth = Depth()
    parts: tuple[CoveredItem, ...] = ()


@dataclass(frozen=True, slots=True)
class FrameworkId:
    """The framework a plan was judged against, and by what.

    Attributes:
        model: the model's version; None where the framework's words alone judged.
    """

    id: str
    version: str
    model: str | None = None


@dataclass(frozen=True, slots=True)
class Coverage:
    """A plan against a framework.

    Attributes:
        period: the years judged, EDTF; None where the plan names none.
        milestone: the year of the framework's milestones that the period asks for.
        level, field: of the body that issues the plan, as its head says.
    """

    framework: FrameworkId
    period: str | None = None
    milestone: int | None = None
    level: str | None = None
    field: str | None = None
    goals: tuple[Covered, ...] = ()
    items: tuple[CoveredItem, ...] = ()
    measures: tuple[Covered, ...] = ()


@quick
@dataclass(frozen=True, slots=True)
class Link:
    """A tie that the text makes between two things of the record, by their ids.

    Attributes:
        kind: `due` (a target, duty or report and its date), `owner` (a target and the duty that answers for it),
            `basis` (a target or duty and the document it cites).
        first, second: ids; of a date, citation, target, responsibility or report.
    """

    kind: LinkKind
    first: str
    second: str


@dataclass(frozen=True, slots=True)
class Record:
    """All that is said of one file. `attached` are the heads of documents issued with the first one."""

    source: Source
    header: Header
    attached: tuple[Header, ...] = ()
    sections: tuple[Section, ...] = ()
    citations: tuple[Citation, ...] = ()
    dates: tuple[Date, ...] = ()
    targets: tuple[Target, ...] = ()
    responsibilities: tuple[Responsibility, ...] = ()
    reports: tuple[Report, ...] = ()
    budget: tuple[BudgetLine, ...] = ()
    coverage: tuple[Coverage, ...] = ()
    findings: tuple[Finding, ...] = ()
    links: tuple[Link, ...] = ()
    schema: str = SCHEMA

    def to_dict(self) -> dict[str, Any]:
        """The record as plain lists and dicts, in the order of the contract."""
        plain = _plain(self)
        assert isinstance(plain, dict)
        return {"schema": plain.pop("schema"), **plain}


_NAMES: dict[type, tuple[str, ...]] = {}  # `dataclasses.fields` is slow, and asked for every value of every record


def _names(kind: Any) -> tuple[str, ...]:
    if kind not in _NAMES:
        _NAMES[kind] = tuple(f.name for f in fields(kind))
    return _NAMES[kind]


def _plain(value: object) -> object:
    if value is None or isinstance(value, (str, int, float)):
        return value
    if isinstance(value, (tuple, list)):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return {name: _plain(getattr(value, name)) for name in _names(type(value))}


_T = TypeVar("_T")


def placed(value: _T, layout: Layout) -> _T:
    """`value`, a record or a part of one, with the page, the places and the confidence that `layout` gives each span."""
    moved: _T = _Placing(layout).of(value)
    return moved


class _Placing:
    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._known: dict[tuple[int, int], dict[str, Any]] = {}

    def of(self, value: Any) -> Any:
        if value is None or isinstance(value, (str, int, float, Box, Page)):
            return value
        if isinstance(value, (tuple, list)):
            return type(value)(map(self.of, value))
        if isinstance(value, dict):
            return {key: self.of(item) for key, item in value.items()}
        parts = {name: self.of(getattr(value, name)) for name in _names(type(value))}
        if isinstance(value, Span):
            parts |= self._place(value)
        return type(value)(**parts)

    def _place(self, span: Span) -> dict[str, Any]:
        key = (span.start, span.end)
        if key not in self._known:
            self._known[key] = {
                "page": self._layout.page_at(span.start),
                "boxes": self._layout.boxes(*key) or None,
                "confidence": self._layout.confidence(*key),
            }
        place = dict(self._known[key])
        if span.confidence is not None:
            read = place["confidence"]
            place["confidence"] = span.confidence if read is None else min(span.confidence, read)
        return place
