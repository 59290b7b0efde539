"""A record as rows of the store's tables (`tables.toml`)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from kehoach.audit import schema
from kehoach.audit.origin import lineage_of, province_of
from kehoach.audit.sketch import sketch, text_digest
from kehoach.record import Agency, Coverage, Covered, CoveredItem, Due, Milestone, Record, Span, Stated
from kehoach.register import Register

if TYPE_CHECKING:
    import pyarrow

Row = tuple[Any, ...]


def document_id(path: str) -> str:
    """The stable id of a document: a digest of its path within the archive."""
    return "d" + blake2b(path.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()


@dataclass(slots=True)
class Rows:
    """Rows of many documents, by table."""

    held: dict[str, list[Row]] = field(default_factory=lambda: {name: [] for name in schema.tables()})

    def failed(self, path: str, sha256: str | None, status: str, reason: str) -> None:
        """Add a file that could not be read."""
        self.held["errors"].append((document_id(path), path, sha256, status, reason))

    def zipped(self, path: str, sha256: str) -> None:
        """Add a zip file, beside its members."""
        self.held["archives"].append((document_id(path), path, sha256))

    def add(self, path: str, record: Record, text: str, register: Register) -> None:
        """Add all that a record holds; `text` is its source text."""
        document = document_id(path)
        held = self.held
        held["documents"].append(_document(document, path, record, text, register))
        held["texts"].append((document, text))
        held["sketches"].append((document, sketch(text)))
        line = json.dumps({"path": path, **record.to_dict()}, ensure_ascii=False, separators=(",", ":"))
        held["records"].append((document, line))
        for n, s in enumerate(record.sections):
            held["sections"].append((*_span(document, n, s, ""), s.marker, s.level, s.title, s.kind))
        for n, c in enumerate(record.citations):
            kind = (c.type.code, c.type.name) if c.type is not None else (None, None)
            more = (c.number, c.name, c.year, c.issued, c.issuer, c.title, c.pinpoint, c.role, c.form, c.refers_to)
            held["citations"].append((*_span(document, n, c, c.id), *kind, *more, c.known_as))
        for n, d in enumerate(record.dates):
            held["dates"].append((*_span(document, n, d, d.id), d.edtf, d.kind, d.relation, d.role, d.resolved))
        number = 0
        for n, t in enumerate(record.targets):
            held["targets"].append(
                (*_span(document, n, t, t.id), t.indicator, t.quantified, _due(t.due), t.frequency, t.scope, t.section)
            )
            for place, m in enumerate(t.measurements):
                base = (m.baseline.value, m.baseline.edtf) if m.baseline is not None else (None, None)
                values = (t.id, m.comparator, m.value, m.value_max, m.unit, m.per, _due(m.due), m.frequency, *base)
                held["measurements"].append((*_span(document, number, m, f"{t.id}.{place}"), *values))
                number += 1
        for n, r in enumerate(record.responsibilities):
            a = r.agency
            who = (a.name, a.text, a.code, a.kind) if a is not None else (None, None, None, None)
            duty = (r.role, _names(r.partners), r.task, _due(r.due), r.section, r.inherited)
            held["responsibilities"].append((*_span(document, n, r, r.id), *who, *duty))
        for n, p in enumerate(record.reports):
            via = p.via.name if p.via is not None else None
            held["reports"].append(
                (*_span(document, n, p, p.id), _names(p.who), _names(p.to), via, _due(p.due), p.frequency)
            )
        for n, b in enumerate(record.budget):
            held["budget"].append((*_span(document, n, b, b.id), b.source, b.amount))
        for n, f in enumerate(record.findings):
            said = (f.code, f.severity, f.message.vi, f.message.en, False)
            held["findings"].append((*_span(document, n, f, f.id), *said))
        self._cover(document, record.coverage)

    def _cover(self, document: str, coverage: Iterable[Coverage]) -> None:
        n = shown = stated = 0
        for one in coverage:
            frame = (document, one.framework.id, one.period, one.milestone)
            for kind, covered in _each(one):
                self.held["coverage"].append(_covered(n, kind, covered, *frame))
                n += 1
                for taken, spans in ((True, covered.evidence), (False, covered.searched.best_rejected)):
                    for span in spans:
                        score = span.confidence if taken else getattr(span, "score", None)
                        row = (document, shown, one.framework.id, covered.id, taken, score, getattr(span, "role", None))
                        self.held["evidence"].append((*row, span.text, span.start, span.end, span.page))
                        shown += 1
                for m in covered.milestones if isinstance(covered, CoveredItem) else ():
                    head = (document, stated, one.framework.id, covered.id, m.due, m.against)
                    tail = (m.verdict, m.target, m.inner, m.opposed, m.text, m.start, m.end, m.page)
                    self.held["milestones"].append((*head, *_stated(m.plan), *_stated(m.framework), *tail))
                    stated += 1

    def arrow(self) -> dict[str, pyarrow.Table]:
        """The rows as Arrow tables, and none left here."""
        found = {name: to_arrow(table, self.held[name]) for name, table in schema.tables().items()}
        self.held = {name: [] for name in self.held}
        return found


def to_arrow(table: schema.Table, rows: list[Row]) -> pyarrow.Table:
    """Rows as an Arrow table of the written schema."""
    import pyarrow as pa

    form = schema.arrow(table)
    columns: list[Any] = list(zip(*rows, strict=True)) if rows else [()] * len(form)
    return pa.Table.from_arrays([_array(c, f.type) for c, f in zip(columns, form, strict=True)], schema=form)


def _array(values: Sequence[Any], kind: pyarrow.DataType) -> pyarrow.Array:
    import pyarrow as pa

    try:
        return pa.array(values, kind)
    except UnicodeEncodeError:  # a lone surrogate is no UTF-8: `?` here, kept in the record
        return pa.array([_clean(value) for value in values], kind)


def _clean(value: Any) -> Any:
    if isinstance(value, list):
        return [_clean(one) for one in value]
    return value.encode("utf-8", "replace").decode("utf-8") if isinstance(value, str) else value


def _span(document: str, n: int, span: Span, own: str) -> Row:
    return (document, n, own or None, span.text, span.start, span.end, span.page, span.confidence)


def _document(document: str, path: str, record: Record, text: str, register: Register) -> Row:
    head, source = record.header, record.source
    coverage = record.coverage[0] if record.coverage else None
    province, now = province_of(record, register)
    level = coverage.level if coverage is not None else None
    issuer = head.issuer.name if head.issuer is not None else None
    issued = head.issued.edtf if head.issued is not None else None
    period = coverage.period if coverage is not None else (issued[:4] if issued and issued[:4].isdigit() else None)
    last = period[-4:] if period is not None else ""
    # a department of nowhere known is no lineage: every province has one
    lineage = lineage_of(issuer, now) if issuer and (now or level == "central") else None
    severities = [finding.severity for finding in record.findings]
    return (
        document,
        path,
        source.sha256,
        text_digest(text),
        source.media_type,
        source.reader,
        source.characters,
        source.pages,
        not any(finding.code == "not-a-plan" for finding in record.findings),
        head.document_type.code if head.document_type is not None else None,
        head.document_type.name if head.document_type is not None else None,
        head.number.normalised if head.number is not None else None,
        head.number is not None and head.number.complete,
        issued,
        issuer,
        head.parent_issuer.name if head.parent_issuer is not None else None,
        level,
        coverage.field if coverage is not None else None,
        province,
        now,
        lineage,
        int(last) if last.isdigit() else None,
        period,
        head.place.name if head.place is not None else None,
        head.title.name if head.title is not None else None,
        head.signatory.name if head.signatory is not None else None,
        list(source.warnings),
        len(record.sections),
        len(record.citations),
        len(record.targets),
        len(record.responsibilities),
        severities.count("error"),
        severities.count("warning"),
    )


def _each(coverage: Coverage) -> Iterable[tuple[str, Covered]]:
    for goal in coverage.goals:
        yield "goal", goal
    for item in coverage.items:
        yield "item", item
        for part in item.parts:
            yield "part", part
    for measure in coverage.measures:
        yield "measure", measure


def _covered(
    n: int, kind: str, covered: Covered, document: str, framework: str, period: str | None, milestone: int | None
) -> Row:
    item = covered if isinstance(covered, CoveredItem) else None
    best = covered.evidence[0] if covered.evidence else None
    value = _decisive(item, milestone) if item is not None else None
    depth = item.depth if item is not None else None
    return (
        document,
        n,
        framework,
        kind,
        covered.id,
        item.goal if item is not None else None,
        covered.name.vi,
        covered.name.en,
        covered.status,
        item.verdict if item is not None else None,
        covered.probability,
        period,
        milestone,
        *_stated(item.asked if item is not None else None),
        *_stated(value.plan if value is not None else None),
        value.due if value is not None else None,
        *((best.text, best.start, best.end, best.page) if best is not None else (None,) * 4),
        len(covered.evidence),
        covered.searched.candidates,
        *(
            (depth.target, depth.measure, depth.agency, depth.budget, depth.deadline)
            if depth is not None
            else (None,) * 5
        ),
    )


def _decisive(item: CoveredItem, milestone: int | None) -> Milestone | None:
    """The value that the verdict rests on: one of the same verdict, for the milestone asked for where there is one."""
    values = [value for value in item.milestones if not value.inner] or list(item.milestones)
    same = [value for value in values if value.verdict == item.verdict] or values
    return next((value for value in same if value.against == milestone), same[0] if same else None)


def _stated(stated: Stated | None) -> Row:
    if stated is None:
        return (None,) * 5
    return (stated.comparator, stated.value, stated.value_max, stated.unit, stated.per)


def _due(due: Due | None) -> str | None:
    return due.edtf if due is not None else None


def _names(agencies: Iterable[Agency]) -> list[str]:
    return [agency.name for agency in agencies]
