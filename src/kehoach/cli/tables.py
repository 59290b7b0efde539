"""A record to be read: one table for each part that holds something, and an overview of several plans."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from kehoach.cli.common import Lines, console, facts, plain, shorten

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import Console
    from rich.table import Table

    from kehoach.readers import Document
    from kehoach.record import Agency, Due, Measurement, Record, Responsibility, Span

COLOURS = {"error": "red", "warning": "yellow", "info": "cyan"}
_COMPARED = {
    "=": "",
    ">=": "≥ ",
    "<=": "≤ ",
    ">": "> ",
    "<": "< ",
    "approximately": "≈ ",
    "increase": "up ",
    "decrease": "down ",
    "maintain": "keep ",
}
_TASK = 70  # characters of a duty or statement that are shown


def print_record(document: Document, record: Record) -> None:
    """All parts of one record."""
    screen = console()
    lines = Lines(document.text)
    _print_head(screen, document, record)
    _print_outline(screen, record)
    tables = (_citations, _dates, _targets, _duties, _reports, _budget, _findings)
    for table in filter(None, (make(lines, record) for make in tables)):
        screen.print()
        screen.print(table)
    for warning in record.source.warnings:
        screen.print(f"[yellow]{plain(warning)}[/]")


def print_overview(rows: list[tuple[str, Record]]) -> None:
    """A line for each plan, below the tables of several."""
    from rich.table import Table

    screen = console()
    table = Table(box=None, padding=(0, 1, 0, 0))
    for name in ("file", "number", "issued"):
        table.add_column(name, header_style="dim", overflow="fold")
    for name in ("parts", "cited", "dates", "targets", "duties", "reports", "budget", "findings"):
        table.add_column(name, header_style="dim", justify="right", no_wrap=True)
    for name, record in rows:
        head = record.header
        parts = (record.sections, record.citations, record.dates, record.targets, record.responsibilities)
        table.add_row(
            plain(Path(name).name),
            plain(head.number.normalised if head.number else (head.document_type and head.document_type.code) or "–"),
            plain(head.issued.edtf) if head.issued else "–",
            *(str(len(part)) for part in (*parts, record.reports, record.budget)),
            _severities(record),
        )
    screen.rule(f"[bold]{len(rows)} plans")
    screen.print(table)


def _severities(record: Record) -> str:
    """How many findings, in the colour of the gravest."""
    counts = Counter[str](finding.severity for finding in record.findings)
    colour = next((COLOURS[severity] for severity in COLOURS if counts[severity]), None)
    return f"[{colour}]{len(record.findings)}[/]" if colour else "0"


# --- head and outline -----------------------------------------------------------------------------------------------


def _print_head(screen: Console, document: Document, record: Record) -> None:
    screen.rule(f"[bold]{plain(document.name)}")
    table = facts()
    for number, header in enumerate((record.header, *record.attached)):
        if number:
            table.add_row("", "")
            table.add_row("attached", "")
        kind = header.document_type
        table.add_row("type", plain(f"{kind.code}  {kind.name}") if kind else "–")
        if header.number:
            note = "" if header.number.complete else "  [yellow](not numbered yet)[/]"
            table.add_row("number", plain(header.number.normalised) + note)
        for label, part in (("parent", header.parent_issuer), ("issuer", header.issuer), ("place", header.place)):
            if part:
                table.add_row(label, plain(part.name))
        if header.issued:
            table.add_row("issued", plain(header.issued.edtf))
        if header.title:
            table.add_row("title", plain(header.title.name))
        if header.signatory:
            position = " ".join(filter(None, (header.signatory.authority, header.signatory.position)))
            table.add_row(
                "signed", plain(f"{header.signatory.name}, {position}" if position else header.signatory.name)
            )
        if header.recipients:
            table.add_row("recipients", plain("; ".join(span.text for span in header.recipients)))
    screen.print(table)


def _print_outline(screen: Console, record: Record) -> None:
    shown = [s for s in record.sections if s.title and s.level <= 3]
    if not shown:
        return
    screen.print(f"\n[bold]Outline[/] [dim]{len(record.sections)} sections, headings to level 3[/]")
    for section in shown:
        marker = f"{section.marker} " if section.marker else ""
        kind = "" if section.kind == "other" else f"  [dim]{section.kind}[/]"
        screen.print(
            "  " * section.level + f"[cyan]{plain(marker)}[/]" + " " * bool(marker) + plain(section.title) + kind
        )


# --- listings -------------------------------------------------------------------------------------------------------


def _listing(record: Record, title: str, columns: tuple[str, ...]) -> Table:
    """A table with a column that says where; it is named by what the file has, lines or pages."""
    from rich.table import Table

    table = Table(title=title, title_justify="left", title_style="bold", box=None, padding=(0, 2, 0, 0))
    for column in columns:
        name = "page" if column == "line" and record.source.pages else column
        table.add_column(name, header_style="dim", overflow="fold", justify="right" if name == "amount" else "left")
    return table


def _where(lines: Lines, span: Span) -> str:
    """The page on which a span begins; its line where the file has no pages."""
    return str(lines.at(span.start)[0]) if span.page is None else f"p. {span.page}"


def _citations(lines: Lines, record: Record) -> Table | None:
    if not record.citations:
        return None
    table = _listing(
        record, f"Citations ({len(record.citations)})", ("line", "document", "issued", "issuer", "pinpoint", "role")
    )
    for citation in record.citations:
        meant = citation
        if citation.form == "short" and citation.refers_to is not None:
            meant = record.citations[citation.refers_to]
        what = " ".join(filter(None, (meant.name or (meant.type.name if meant.type else ""), meant.number)))
        if citation.form == "short":
            what = f"{citation.text} → {what}" if meant is not citation else citation.text
        issued = citation.issued or (str(citation.year) if citation.year else "")
        table.add_row(
            _where(lines, citation),
            plain(what),
            plain(issued),
            plain(citation.issuer or ""),
            plain(citation.pinpoint or ""),
            citation.role.replace("_", " "),
        )
    return table


def _dates(lines: Lines, record: Record) -> Table | None:
    shown = [d for d in record.dates if d.role not in ("citation", "issued")]
    if not shown:
        return None
    table = _listing(
        record,
        f"Dates ({len(shown)}; those of cited documents stand above)",
        ("line", "as written", "edtf", "relation", "role", "resolved"),
    )
    for date in shown:
        table.add_row(
            _where(lines, date),
            plain(date.text),
            date.edtf,
            date.relation,
            date.role.replace("_", " "),
            date.resolved or "",
        )
    return table


def _targets(lines: Lines, record: Record) -> Table | None:
    if not record.targets:
        return None
    table = _listing(record, f"Targets ({len(record.targets)})", ("line", "indicator", "value", "due", "scope"))
    table.columns[4].max_width = 22
    for column in table.columns[2:4]:
        column.no_wrap = True  # a value stands beside its date
    for target in record.targets:
        values = "\n".join(map(value, target.measurements)) or "–"
        due = "\n".join(_when(m.due, m.frequency or target.frequency) for m in target.measurements)
        table.add_row(
            _where(lines, target),
            plain(target.indicator or f"“{shorten(target.text, _TASK)}”"),
            values,
            due or _when(target.due, target.frequency),
            plain(target.scope or ""),
        )
    return table


def _when(due: Due | None, frequency: str | None) -> str:
    return ", ".join(filter(None, (due.edtf if due else "", (frequency or "").replace("_", " "))))


def value(measurement: Measurement) -> str:
    """A value with its comparator and unit: `≥ 60 %`, `up 10–15 % (from 2023)`, `≤ 30 per 100 000`."""
    shown = _COMPARED[measurement.comparator] + number(measurement.value)
    if measurement.value_max is not None:
        shown += f"–{number(measurement.value_max)}"
    units = {"percent": "%", "per": "", "times": "times"}
    shown = f"{shown} {units.get(measurement.unit, measurement.unit)}".rstrip()
    if measurement.per is not None and measurement.unit != "percent":
        shown += f" per {number(measurement.per)}"
    if measurement.baseline is not None:
        base = measurement.baseline
        since = (number(base.value) if base.value is not None else "", base.edtf or "")
        shown += f" (from {', '.join(filter(None, since))})"
    return plain(shown)


def number(amount: float) -> str:
    """Thousands apart by a blank, a point before the decimals: neither reads as the other in Vietnamese."""
    return f"{Decimal(repr(amount)):,f}".removesuffix(".0").replace(",", " ")


def _duties(lines: Lines, record: Record) -> Table | None:
    """Duties by agency, in the order in which the agencies come, so that each body stands once with all its roles."""
    if not record.responsibilities:
        return None
    bodies: dict[str, list[Responsibility]] = {}
    for duty in record.responsibilities:
        bodies.setdefault(plain(duty.agency.name) if duty.agency else "–", []).append(duty)
    title = f"Duties ({len(record.responsibilities)} of {len(bodies)} bodies)"
    table = _listing(record, title, ("agency", "line", "role", "task", "partners", "due"))
    table.columns[0].max_width = 26
    table.columns[4].max_width = 22
    for body, duties in bodies.items():
        shown = body
        for duty in duties:
            table.add_row(
                shown,
                _where(lines, duty),
                duty.role,
                plain(shorten(duty.task, _TASK)),
                _names(duty.partners),
                _when(duty.due, None),
            )
            shown = ""
    return table


def _names(agencies: Iterable[Agency]) -> str:
    return plain("; ".join(agency.name for agency in agencies))


def _reports(lines: Lines, record: Record) -> Table | None:
    if not record.reports:
        return None
    table = _listing(record, f"Reports ({len(record.reports)})", ("line", "who", "to", "due", "how often"))
    for report in record.reports:
        via = f" (via {plain(report.via.name)})" if report.via else ""
        table.add_row(
            _where(lines, report),
            _names(report.who) or "–",
            f"→ {_names(report.to) or '–'}{via}",
            _when(report.due, None),
            (report.frequency or "").replace("_", " "),
        )
    return table


def _budget(lines: Lines, record: Record) -> Table | None:
    if not record.budget:
        return None
    table = _listing(record, f"Budget ({len(record.budget)})", ("line", "source", "amount"))
    for entry in record.budget:
        amount = "" if entry.amount is None else f"{number(entry.amount)} đồng"
        table.add_row(_where(lines, entry), plain(entry.source), amount)
    return table


def _findings(lines: Lines, record: Record) -> Table | None:
    if not record.findings:
        return None
    table = _listing(record, f"Findings ({len(record.findings)})", ("line", "severity", "code", "message"))
    for finding in record.findings:
        severity = f"[{COLOURS[finding.severity]}]{finding.severity}[/]"
        table.add_row(_where(lines, finding), severity, finding.code, plain(finding.message.vi))
    return table
