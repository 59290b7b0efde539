"""One plan from source text to record: clean once, then each extractor in its turn, then what joins them."""

from __future__ import annotations

import contextlib
import re
from bisect import bisect_left
from dataclasses import dataclass

from kehoach.extractors import budget, citations, dates, header, outline, reports, responsibilities, targets
from kehoach.extractors.assemble import Assembler, links
from kehoach.extractors.citations.mention import Mention
from kehoach.extractors.dates.atom import Found
from kehoach.extractors.dates.columns import settle_columns
from kehoach.extractors.header.head import Head
from kehoach.extractors.ids import Identifiers
from kehoach.extractors.outline import Item
from kehoach.extractors.targets.due import Horizons, eligible
from kehoach.record import Record, Source
from kehoach.register import Register
from kehoach.register.days import bounds
from kehoach.text.clean import CleanText, clean
from kehoach.text.layout import Layout
from kehoach.text.statements import Piece, parents, pieces
from kehoach.text.tables import Table, tables


@dataclass(frozen=True, slots=True)
class Reading:
    """A record with what it was read from, for those who look at both.

    Attributes:
        record: all that is said of the plan.
        clean: its cleaned text.
        sections, statements, tables: outline, sentences and tables in the offsets of the cleaned text.
        title_year: the one year that the title names.
        layout: what the file's reader knows of its pages and tables.
    """

    record: Record
    clean: CleanText
    sections: list[Item]
    statements: list[Piece]
    tables: list[Table]
    title_year: int | None
    layout: Layout | None = None


def read(text: str, source: Source, register: Register | None = None, layout: Layout | None = None) -> Reading:
    """Extract the record of `text`, which was read from `source`.

    Nothing is raised whatever the text; what is not there is null or empty.

    Args:
        register: known documents and bodies; the shipped register where none is given.
        layout: pages, tables and asides of the text; None for plain text.
    """
    register = register or Register.shipped()
    cleaned = clean(text, layout)
    heads = header.scan(cleaned)
    found = dates.scan(cleaned)
    titles = [head.title_span for head in heads if head.title_span]
    mentions = citations.scan(cleaned, found, header.own_numbers(heads), header.own_codes(heads), titles)
    cited = _disjoint(
        [span for m in mentions for span in (m.issued_span, *m.extra_dates) if span]
        + [(m.start, m.end) for m in mentions if m.form != "short"]
    )
    found = _with_extra_dates(cleaned, found, mentions)
    year = title_year(cleaned, heads[0])
    dates.settle(
        found,
        issued=[head.issued_span for head in heads if head.issued_span] + _own_dates(cleaned, heads),
        cited=cited,
        titles=_disjoint([m.title_span for m in mentions if m.title_span]),
        plan_year=year,
    )
    sections = outline.scan(cleaned, [head.type_span[0] for head in heads[1:] if head.type_span])
    above = parents(sections)
    statements = pieces(cleaned, sections)
    grids = tables(cleaned)
    settle_columns(cleaned, found, grids, _year_of_issue(heads[0]))
    normative = _lays_down_rules(cleaned, heads, sections)
    aims = targets.scan(
        cleaned,
        sections,
        above,
        statements,
        grids,
        found,
        cited,
        _horizons(cleaned, heads, sections, above, found, year),
        normative=normative,
        national=heads[0].issuer is not None and _STATE.match(heads[0].issuer[2].lower()) is not None,
    )
    directing = heads[0].code in _DIRECTING
    duties = responsibilities.scan(cleaned, sections, above, statements, grids, found, directing=directing)
    reporting = reports.scan(cleaned, sections, above, statements, found, duties)
    money = budget.scan(cleaned, sections, statements, above, grids, normative=normative)

    issued_on = heads[0].issued
    ids = Identifiers(text)
    all_dates = dates.finish(cleaned, found, ids, plan_year=year, issued_on=_issued_on(cleaned, heads[0]))
    all_citations = citations.finish(cleaned, mentions, register.identifiers, ids)
    make = Assembler(cleaned, all_dates, ids, register, _about(issued_on, year))
    all_targets = tuple(make.target(aim) for aim in aims)
    all_duties = tuple(make.responsibility(duty) for duty in duties)
    all_reports = tuple(make.report(one) for one in reporting)
    record = Record(
        source,
        header.finish(cleaned, heads[0]),
        tuple(header.finish(cleaned, head) for head in heads[1:]),
        outline.finish(cleaned, sections),
        all_citations,
        all_dates,
        all_targets,
        all_duties,
        all_reports,
        tuple(make.money(one) for one in money),
        links=links(all_targets, all_duties, all_reports, all_citations, all_dates),
    )
    return Reading(record, cleaned, sections, statements, grids, year, layout)


def _with_extra_dates(cleaned: CleanText, found: list[Found], mentions: list[Mention]) -> list[Found]:
    """The dates with those that only the citations could tell."""
    known = dates.Spans([(d.start, d.end) for d in found])
    found = found + [
        Found(start, end, cleaned.text[start:end], "year", "during", "citation")
        for m in mentions
        for start, end in m.extra_dates
        if not known.holding(start, end)
    ]
    found.sort(key=lambda d: d.start)
    return found


def _horizons(
    cleaned: CleanText,
    heads: list[Head],
    sections: list[Item],
    above: list[int | None],
    found: list[Found],
    year: int | None,
) -> Horizons:
    """What headings and titles say of the time."""
    starts = [d.start for d in found]

    def first(start: int, end: int) -> int | None:
        at = bisect_left(starts, start)
        while at < len(found) and found[at].start < end:
            if eligible(cleaned.low, found[at]) and _spans_a_plan(found[at]):
                return at
            at += 1
        return None

    of_section: list[int | None] = []
    for index, section in enumerate(sections):
        own = first(section.start, section.end) if section.title is not None else None
        parent = above[index]
        of_section.append(own if own is not None else (of_section[parent] if parent is not None else None))
    of_title = [
        (head.type_span[0] if head.type_span else 0, first(*head.title_span)) for head in heads if head.title_span
    ]
    for position, (start, date) in enumerate(of_title):
        if date is None and position:
            of_title[position] = (start, of_title[position - 1][1])
    issued = heads[0].issued or ""
    issued_year = int(issued[:4]) if issued[:4].isdigit() else year
    return Horizons(of_section, of_title, issued_year)


def _spans_a_plan(date: Found) -> bool:
    """Whether a date in a heading can hold for all below it: a year, a period of years, a quarter, a day by which."""
    if date.kind == "interval":
        return all(part == ".." or len(part) == 4 for part in date.edtf.split("/"))
    return date.kind in ("year", "month", "quarter") or (
        date.kind == "date" and date.relation in ("by", "until", "before")
    )


_RULES = re.compile(
    r"\s*(?:ban hành )?(?:về )?(?:việc )?(?:ban hành )?(?:quy định|quy chế|điều lệ|sửa đổi|bãi bỏ|công bố|phân cấp|định mức|mức|chính sách|danh mục|bổ sung|hướng dẫn|thông qua phương án|thông qua đề án|nội quy|tiêu chí)"
)
_PLANNING = frozenset(("KH", "CTr", "ĐA", "PA", "CT", "TB", "CĐ", "CV"))
_RULING = frozenset("NĐ TT TTLT QC QyĐ Luật PL HP ĐL VBHN".split())


def _about(issued: str | None, year: int | None) -> str | None:
    """The date of issue as the register can take it: a day, month or year of the calendar; else the plan's year."""
    if issued is not None:
        for text in (issued.replace("-XX", ""), issued[:7], issued[:4]):
            with contextlib.suppress(ValueError):
                bounds(text)
                return text
    return str(year) if year else None


_DIRECTING = frozenset(("CT", "TB", "CĐ", "KL"))


# bodies that speak for the whole country
_STATE = re.compile(
    r"(?:chính phủ|thủ tướng|quốc hội|ủy ban thường vụ|văn phòng chính phủ|bộ (?!chỉ huy|đội)|ban chấp hành trung ương|ban bí thư|trung ương|ủy ban quốc gia)"
)


def _lays_down_rules(cleaned: CleanText, heads: list[Head], sections: list[Item]) -> bool:
    """Whether the document is a set of rules and no plan, by its types, its title and what its sections are about."""
    if heads[0].code not in _RULING and any(head.code in _PLANNING for head in heads):
        return False
    if any(head.code in _RULING for head in heads):
        return True
    if any(head.title_span is not None and _RULES.match(cleaned.low, *head.title_span) for head in heads):
        return True
    articles = any((s.marker or "").startswith(("Điều", "Chương")) for s in sections)
    return articles and not any(s.title and s.kind in ("objectives", "tasks") for s in sections)


def _disjoint(ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _own_dates(cleaned: CleanText, heads: list[Head]) -> list[tuple[int, int]]:
    """Dates behind the document's own number, where an annex repeats it: `(Kèm theo Quyết định số …)`."""
    ranges = []
    for number in header.own_numbers(heads):
        pattern = r" ?".join(re.escape(part) for part in re.split(r"(?<=[/-])|(?=[/-])", number.lower()) if part)
        for match in re.finditer(pattern + r",? ", cleaned.low):
            ranges.append((match.end(), match.end() + 32))
    for match in re.finditer(r"kèm theo [^\n]{0,60}?số ?[ .…:_]*/[^\n ]+ ", cleaned.low):
        ranges.append((match.end(), match.end() + 36))
    return _disjoint(ranges)


_YEAR = re.compile(r"năm (?P<y>(?:19|20) ?\d\d)(?!\d| ?- ?\d| ?đến)")


def title_year(cleaned: CleanText, head: Head) -> int | None:
    """The one year that the title names; None where it names none or several."""
    if head.title_span is None:
        return None
    title = cleaned.low[slice(*head.title_span)]
    years = {
        int(m["y"].replace(" ", "")) for m in _YEAR.finditer(title) if not _NOT_PLAN_YEAR.search(title[: m.start()])
    }
    return years.pop() if len(years) == 1 else None


_NOT_PLAN_YEAR = re.compile(r"(?:tháng ?\d+|đến|từ|trước) $")


_PERIOD = re.compile(r"(\d{4}) ?- ?(\d{4})")


def _year_of_issue(head: Head) -> int | None:
    return int(head.issued[:4]) if head.issued is not None and head.issued[:4].isdigit() else None


def _issued_on(cleaned: CleanText, head: Head) -> str | None:
    """The date of issue with its year; None where the title names a period of years, of which a date may be any one.

    A school year (`2023 - 2024`) is none: its dates follow the date of issue.
    """
    if head.issued is None or not head.issued[:4].isdigit():
        return None
    period = _PERIOD.search(cleaned.low, *head.title_span) if head.title_span is not None else None
    if period is not None and int(period[2]) - int(period[1]) > 1:
        return None
    return head.issued
