"""Finds the results that a plan commits itself to: indicator, values, each with its milestone, or an aim without a value.

Found: every value of a statement under a heading or behind a lead-in of aims; elsewhere values that a goal word, a floor
or a rate makes a commitment. Left alone: past results, values quoted from another document, thresholds of exceptions,
rates of pay and support, ages, durations, names with figures, bare counts of activities.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from kehoach.extractors import quantities
from kehoach.extractors.dates.atom import Found
from kehoach.extractors.outline import Item
from kehoach.extractors.quantities import Quantity
from kehoach.extractors.responsibilities.tables import columns_of
from kehoach.extractors.targets.commitment import committed, goes_on
from kehoach.extractors.targets.context import Context, contexts
from kehoach.extractors.targets.due import Horizons, due_of_row, eligible, frequency_of, horizon, of_lines, of_lists
from kehoach.extractors.targets.indicator import indicator
from kehoach.extractors.targets.rolls import lines_of_aims
from kehoach.extractors.targets.table import in_tables
from kehoach.extractors.targets.unmarked import unmarked
from kehoach.extractors.targets.words import rule
from kehoach.record import Frequency
from kehoach.text.clean import CleanText
from kehoach.text.marks import trimmed
from kehoach.text.statements import Piece
from kehoach.text.tables import Cells, Table


@dataclass(slots=True)
class Value:
    """A quantity with its milestone (index of a date) and what it is compared with."""

    quantity: Quantity
    due: int | None
    base_due: int | None = None
    frequency: Frequency | None = None


@dataclass(slots=True)
class Aim:
    """A target in the cleaned text."""

    start: int
    end: int
    indicator: tuple[int, int] | None
    section: int | None
    values: list[Value] = field(default_factory=list)
    due: int | None = None  # of an aim without a value
    frequency: Frequency | None = None
    scope: tuple[int, int] | None = None


def scan(
    clean: CleanText,
    sections: list[Item],
    above: list[int | None],
    pieces: list[Piece],
    tables: list[Table],
    dates: list[Found],
    cited: list[tuple[int, int]],
    horizons: Horizons,
    *,
    normative: bool = False,
    national: bool = False,
) -> list[Aim]:
    """The targets of the cleaned text, in order.

    Args:
        above: for each section the one it stands directly under.
        dates: all dates found; `cited`: sorted ranges of citations and of the document's own head.
        horizons: what headings and titles say of the time.
        normative: whether the text lays down rules, where values are commitments under aims alone.
        national: whether it speaks for the whole country, whose values are another's elsewhere.
    """
    low = clean.low
    section_contexts = contexts(clean, sections, above, horizons.issued_year)
    starts = [d.start for d in dates]
    horizons = of_lines(horizons, clean, sections, above, dates, starts)
    taken = sorted([(d.start, d.end) for d in dates] + cited)
    taken_starts = [t[0] for t in taken]
    cells = Cells(tables)
    reaches = [] if normative else unmarked(clean, sections, lambda offset: cells.at(offset) is not None)
    reach_starts = [reach.first for reach in reaches]
    section_starts = [section.start for section in sections]
    tasked = _tasked(sections, above)

    def among_aims(table: Table) -> bool | None:
        """Whether a table stands among the aims; None where it cannot hold any."""
        at = bisect_right(section_starts, table.start) - 1
        context = section_contexts[at] if at >= 0 else Context.NONE
        if context in (Context.RESULTS, Context.OUTSIDE) and sections[at].kind != "recipients":
            return None
        line = clean.line_at(table.start)
        under = bisect_right(reach_starts, line) - 1
        return context in (Context.OBJECTIVES, Context.SPECIFIC) or (
            under >= 0 and line <= reaches[under].last and reaches[under].context is not Context.GENERAL
        )

    rows = sorted(in_tables(clean, tables, dates, starts, horizons.issued_year, among_aims), key=lambda row: row.start)
    row_starts = [row.start for row in rows]
    priced = {table.start for table in tables if any(_PRICED.search(words) for words in table.header)}
    of_tasks = {table.start for table in tables if columns_of(table) is not None}
    aims: list[Aim] = []
    listed = frozenset() if normative else lines_of_aims(clean, sections, above, pieces, horizons.issued_year)
    line_of_values = opened_line = striving_line = told_line = -1
    costed = _costed(clean, section_starts)
    oriented: set[int] = set()  # sections that open with "Định hướng … như sau:"
    later = of_lists(low, pieces, dates, starts)
    opened: int | None = None  # the date that opened an earlier clause of this paragraph
    for piece in _with_headings(clean, sections, section_contexts, pieces):
        context = Context.NONE
        table = cells.at(piece.start) if tables else None
        if table is not None:
            if normative or table.start in priced:
                continue
            row = bisect_right(row_starts, piece.start) - 1
            if row >= 0 and piece.start < rows[row].end:
                continue
        elif piece.section is not None:
            context = section_contexts[piece.section]
            if piece.start > costed.get(piece.section, piece.end) and piece.line in clean.cell_lines:
                continue
        above_it = bisect_right(reach_starts, piece.line) - 1
        if table is None and above_it >= 0 and piece.line <= reaches[above_it].last:
            reach = reaches[above_it]
            if context not in (Context.RESULTS, Context.OUTSIDE) and not (
                context is Context.SPECIFIC and reach.context is Context.OBJECTIVES
            ):
                context = reach.context
            if piece.lead_in is None:
                piece = replace(piece, lead_in=reach.words)
        elif table is None and piece.section is None and sections and piece.start < sections[0].start:
            plain = sections[0].kind == "recipients"  # a body without numbers
            if normative or not plain or not _strives(low, piece) or _BASIS.match(low, piece.start, piece.end):
                continue  # head and preamble
        if context is Context.SPECIFIC and piece.section is not None:
            if _ORIENTS.match(low, piece.start, piece.end) and low[piece.end - 1] == ":":
                oriented.add(piece.section)
            if oriented and _stands_in(oriented, above, piece.section):
                context = Context.OBJECTIVES  # a direction to go in is no aim without a value
        if context in (Context.RESULTS, Context.OUTSIDE):
            continue
        if context in (Context.NONE, Context.GENERAL) and table is None and piece.line in listed:
            context = Context.OBJECTIVES
        if (
            piece.lead_in is not None
            and table is None
            and context is not Context.GENERAL
            and _leads_to_aims(low, piece.lead_in, normative)
        ):
            context = Context.OBJECTIVES
        if table is None and ":" in low[piece.start : piece.start + _LONGEST_LABEL]:
            if _TOLD.match(low, piece.start, piece.end):
                told_line = piece.line
            elif context is Context.NONE and (named := _NAMES_AIMS.match(low, piece.start, piece.end)):
                context = Context.SPECIFIC if low.startswith("chỉ tiêu", piece.start) else Context.OBJECTIVES
                if piece.opens and not clean.has_figure(named.end(), piece.end):
                    piece = replace(piece, start=_behind_blanks(low, named.end(), piece.end))
        if piece.line == told_line:
            continue
        if normative and context in (Context.NONE, Context.GENERAL):
            continue
        if piece.line != striving_line or low[piece.start - 2] != ";":
            striving_line = piece.line if table is None and _strives(low, piece) else -1
        elif context in (Context.NONE, Context.GENERAL) and _MEASURES.match(low, piece.start, piece.end):
            context = Context.OBJECTIVES  # "phấn đấu …; tỷ lệ … 96%; …": what is striven for goes on
        found: list[Quantity] = []
        if _may_hold(clean, piece, context):
            first = max(0, bisect_right(taken_starts, piece.start) - 1)
            last = bisect_left(taken_starts, piece.end)
            found = quantities.scan(low, piece.start, piece.end, taken[first:last])
        elif context is Context.NONE:
            continue
        kept: list[Quantity] = []
        of_a_task = table.start in of_tasks if table is not None else _in(tasked, piece)
        for at, quantity in enumerate(found):
            if committed(low, piece, quantity, context, normative, national, of_a_task) or (
                at and kept and kept[-1] is found[at - 1] and goes_on(low, kept[-1], quantity)
            ):
                if at and found[at - 1] not in kept[-1:] and _leads_up(low, found[at - 1], quantity):
                    kept.append(found[at - 1])
                kept.append(quantity)
        kept = _not_past(low, piece, kept, dates, starts, horizons)
        if found and aims and not aims[-1].values and clean.line_at(aims[-1].start) == piece.line:
            del aims[-1]  # an item that holds a value is no aim without one
        if kept:
            grouped = _grouped(
                clean,
                piece,
                kept,
                dates,
                starts,
                horizons,
                due_of_row(table, piece.start, dates, starts)
                if table is not None
                else opened
                if opened_line == piece.line
                else None,
                aims[-1] if aims else None,
                later.get(piece.start),
            )
            if piece.opens and piece.section is not None and grouped[0].indicator is None:
                label = _run_in(clean, sections[piece.section], piece)
                for aim in grouped if label is not None else ():
                    aim.indicator = aim.indicator or label
            aims += grouped
            if table is None and any(q.unit in ("percent", "per") and q.value != 100 for q in kept):
                striving_line = piece.line
        if piece.line != opened_line:
            opened, opened_line = None, piece.line
        opens = _opening_date(low, piece, dates, starts)
        opened = opened if opens is None else opens
        if found:
            line_of_values = piece.line
        elif not normative and context is Context.SPECIFIC and line_of_values != piece.line and _is_aim(clean, piece):
            due = horizon(low, piece, piece.start, piece.end, None, dates, starts, horizons)
            end = trimmed(low, piece.start, piece.end)
            aims.append(Aim(piece.start, end, (piece.start, end), piece.section, due=due))
    for table_row in rows:
        at = bisect_right(section_starts, table_row.start) - 1
        else_due = horizons.at(table_row.start, at if at >= 0 else None)
        values = [Value(quantity, due if due is not None else else_due) for quantity, due in table_row.values]
        aims.append(Aim(table_row.start, table_row.end, table_row.label, None, values))
    for aim in aims:
        aim.frequency = aim.frequency or frequency_of(low, aim.start, aim.end)
        if match := rule("scope").search(low, aim.start, aim.end):
            aim.scope = match.span("x")
    aims.sort(key=lambda a: a.start)
    return aims


# what a value without a figure is written with
_IN_WORDS = re.compile(
    r"\bgấp (?:đôi|ba|hai)\b|\bmột nửa\b|\bphần (?:ba|tư|trăm)\b|\b(?:một|hai|ba|bốn|sáu|bảy|tám|chín|mười) [^.;]{1,24}(?:/ ?|mỗi |một |trong )(?:năm|quý|tháng|tuần|ngày)\b"
    r"|\b(?:ít nhất|tối thiểu|không dưới|mỗi|hằng|hàng|từng) (?:[^\W\d_]+ ){0,3}(?:một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười)\b"
)
# … and without one of these it is not
_WORD_SIGNS = tuple(
    "gấp |một |phần ba|phần tư|phần trăm|/|mỗi |hằng |hàng |từng |ít nhất |tối thiểu |không dưới ".split("|")
) + tuple(f"trong {time}" for time in ("năm", "quý", "tháng", "tuần", "ngày"))


# columns of tables that price or mark what is listed
_PRICED = re.compile(r"\b(?:điểm|đơn giá|thành tiền)\b")
# without one of these a statement outside the objectives commits to no value
_SIGNS = (
    "%",
    "phấn đấu",
    "ít nhất",
    "tối thiểu",
    "không dưới",
    "không ít hơn",
    "không thấp hơn",
    "duy trì",
    "mỗi ",
    "đạt",
    "mục tiêu",
    "chỉ tiêu",
    "/năm",
    "/tháng",
    "/quý",
    "/tuần",
    "/ngày",
    "tần suất",
    "số lượng",
    "giảm",
    "tăng",
    "nâng",
    "thêm",
    "hằng ",
    "hàng ",
    "hoàn thành",
    "phần trăm",
    "lấy mẫu",
    "bảo đảm",
    "đảm bảo",
    "/xã",
    "/lần",
    "một lần",
    "/100",
    "/1.000",
    "/học kỳ",
)


def _may_hold(clean: CleanText, piece: Piece, context: Context) -> bool:
    """Whether it is worth while to read the figures of a statement."""
    text = clean.low[piece.start : piece.end]
    if not clean.has_figure(piece.start, piece.end):
        return any(map(text.__contains__, _WORD_SIGNS)) and _IN_WORDS.search(text) is not None
    return context in (Context.OBJECTIVES, Context.SPECIFIC) or any(map(text.__contains__, _SIGNS))


def _tasked(sections: list[Item], above: list[int | None]) -> list[bool]:
    """For each section whether it or one it stands under names tasks."""
    found: list[bool] = []
    for section, parent in zip(sections, above, strict=True):
        found.append(section.kind == "tasks" or (parent is not None and found[parent]))
    return found


def _in(marked: list[bool], piece: Piece) -> bool:
    return piece.section is not None and marked[piece.section]


def _costed(clean: CleanText, section_starts: list[int]) -> dict[int, int]:
    """For each section that holds the cells of an estimate of costs, where these begin: its counts are no commitments."""
    found: dict[int, int] = {}
    if "thành tiền" not in clean.low and "đơn giá" not in clean.low:
        return found
    for match in re.finditer("thành tiền|đơn giá", clean.low):
        if clean.line_at(match.start()) in clean.cell_lines:
            found.setdefault(bisect_right(section_starts, match.start()) - 1, match.start())
    return found


_NAMES_AIMS = re.compile(
    r"(?:các |một số )?(?:chỉ tiêu|mục tiêu)\b(?! (?:chung|tổng quát|quốc gia)\b)(?: (?:số )?\d+(?:\.\d+)*\. ?|[^:;.]{0,60}:|[^:;.,]{0,40} là (?=đến|phấn đấu|trên|ít nhất|\d))"
)
# labels of what is told: "Hiện trạng: …", "Kết quả năm 2024: …"
_TOLD = re.compile(
    r"(?:hiện trạng|thực trạng|xuất phát điểm|tình hình|kết quả (?:thực hiện|đạt được|năm|giai đoạn|\d)|thời gian qua|số liệu gốc|điểm xuất phát)\b[^:;.]{0,50}:"
)
_LONGEST_LABEL = 90


def _behind_blanks(low: str, start: int, end: int) -> int:
    while start < end and low[start] in " *_":
        start += 1
    return start


def _strives(low: str, piece: Piece) -> bool:
    """Whether a statement opens a list of what is striven for: `Đến năm 2026 phấn đấu …;`, `Chỉ tiêu: …;`."""
    return (
        low.find("phấn đấu", piece.start, min(piece.end, piece.start + 70)) >= 0
        or _NAMES_AIMS.match(low, piece.start, piece.end) is not None
    )


_BASIS = re.compile(r"(?:căn cứ|thực hiện|triển khai|theo|xét|trên cơ sở|thời gian qua|trong những năm)\b")
_MEASURES = re.compile(
    r"(?:t[ỷỉ] (?:lệ|số|suất|trọng)|số|tổng|mức|thu nhập|diện tích|sản lượng|giá trị|tốc độ|kim ngạch|có|ít nhất|tối thiểu|trên|từ|khoảng|giảm|tăng|nâng|đưa|duy trì|trong đó|riêng|đến)\b|\d"
)


# "Để đạt các mục tiêu trên, các đơn vị thực hiện:", "các giải pháp sau:" lead to means
_MEANS = re.compile(
    r"giải pháp|biện pháp|\b(?:cho|theo|vào) (?:các |những )?(?:mục tiêu|chỉ tiêu)|^(?:để|nhằm|trên cơ sở|căn cứ) |(?:nội dung|công việc|nhiệm vụ|hoạt động)(?: (?:cụ thể|chủ yếu|trọng tâm|chính))?(?: như)? sau"
)


def _leads_to_aims(low: str, lead_in: tuple[int, int], normative: bool) -> bool:
    words = low[lead_in[0] : lead_in[1]]
    return (
        words.endswith(":")
        and any(word in words for word in (("phấn đấu",) if normative else ("chỉ tiêu", "mục tiêu", "phấn đấu")))
        and _MEANS.search(words) is None
    )


_OPENS_WITH_YEAR = 8
_LABEL_ONLY = re.compile(r"[^:,;.\d]{0,30}: (?:trong )?(?:năm )?")


def _not_past(
    low: str, piece: Piece, kept: list[Quantity], dates: list[Found], starts: list[int], horizons: Horizons
) -> list[Quantity]:
    """Without the values of years that were over when the plan was made."""
    if not kept or horizons.issued_year is None:
        return kept
    result = []
    for quantity in kept:
        at = bisect_left(starts, quantity.start) - 1
        if at >= 0 and starts[at] >= piece.start:
            year = dates[at].edtf[:4]
            between = low[dates[at].end : quantity.start]
            before = low[max(piece.start, dates[at].start - 14) : dates[at].start]
            gone = (
                year.isdigit()
                and int(year) < horizons.issued_year
                and "/" not in dates[at].edtf
                and dates[at].kind == "year"
            )
            ahead = low[piece.start : dates[at].start]
            if gone and (len(ahead) <= _OPENS_WITH_YEAR or _LABEL_ONLY.fullmatch(ahead)) and "phấn đấu" not in between:
                continue  # "Năm 2024 phát hiện 06 vụ, 100% nạn nhân …"
            if (
                gone
                and not re.search(r"so với|từ (?:\d[\d.,]* ?%?[^\d,;.]{0,6})?$|phấn đấu", before)
                and "phấn đấu" not in between
                and ("," not in between or (between.startswith(",") and dates[at].start - piece.start <= 14))
                and ")" not in between
            ):
                continue
        result.append(quantity)
    return result


# nothing but dates, comparators and `và`: possessive, so that a long stretch is given up at once
_SAME = re.compile(
    r"[ ,()]*+(?:(?:vào|đến|trong|năm|giai đoạn|cuối|hết|và|tương ứng|là|đạt|có|lần lượt|ở|tăng lên|lên|giảm|còn|xuống|dưới|trên|ít nhất|tối thiểu|khoảng|phấn đấu|duy trì|tiếp theo)(?![^\W\d_])[ ,:]*+|[\d\-,/:]++[ ,:]*+)*+$"
)
_NEW = re.compile(
    r"(?:, |; | và |: |\. )(?:trong đó,? ?|phấn đấu |có |tăng |giảm |nâng |duy trì |bảo đảm |đảm bảo |ít nhất |tối thiểu |trên |khoảng |thêm |tỷ lệ |tỷ số |số |tổng )*[^,;]*$"
)


# the commas of "xã, phường, thị trấn" part no statements
_GROUP = r"(?:xã|phường|thị trấn|đặc khu|thôn|bản|làng|buôn|ấp|khóm|tổ dân phố|khu dân cư|huyện|thị xã|thành phố|tỉnh|quận|sở|ban|ngành|đoàn thể|cơ quan|đơn vị|địa phương|tổ chức|doanh nghiệp|hợp tác xã|cán bộ|công chức|viên chức|người lao động|hội viên|đoàn viên|đảng viên|phụ nữ|trường|trạm|cơ sở|bệnh viện|trung tâm)"
_LISTED = re.compile(rf"(?<=[^\W\d_]),(?= (?:các )?{_GROUP}\b(?! (?:đạt|là|chiếm|:)))")


def _leads_up(low: str, before: Quantity, quantity: Quantity) -> bool:
    """`đến năm 2025 có 70% và đến năm 2030 có 100% …`: what commits to the second value commits to the first."""
    return before.unit == quantity.unit and _SAME.match(low[before.end : quantity.start]) is not None


# … with no indicator before it: `Tỷ lệ hộ nghèo đến năm 2025 còn 3%;` says it of this value alone
_OPENS = re.compile(
    r"(?:[ :*“-]|(?:phấn đấu|mục tiêu|chỉ tiêu|cụ thể|trong|đến|hết|cuối|vào|từ|tới|trước|riêng|dự kiến|tính|tiếp tục|định hướng|giai đoạn|kế hoạch|của|các|về|yêu cầu|quyết tâm|ngay|bắt đầu)(?![^\W\d_])){0,24}$"
)


_LONGEST_OPENING = 40


def _opening_date(low: str, piece: Piece, dates: list[Found], starts: list[int]) -> int | None:
    """The date that a clause opens with (`Đến hết năm 2025: …;`), which holds for the clauses behind it too."""
    at = bisect_left(starts, piece.start)
    if (
        at < len(dates)
        and starts[at] < piece.end
        and starts[at] - piece.start <= _LONGEST_OPENING
        and _OPENS.match(low[piece.start : starts[at]])
        and eligible(low, dates[at])
    ):
        return at
    return None


def _grouped(
    clean: CleanText,
    piece: Piece,
    kept: list[Quantity],
    dates: list[Found],
    starts: list[int],
    horizons: Horizons,
    carried: int | None,
    before: Aim | None,
    later: int | None,
) -> list[Aim]:
    low = clean.low
    groups: list[list[Quantity]] = []
    for quantity in kept:
        if groups:
            between = _LISTED.sub(" ", low[groups[-1][-1].end : quantity.start])
            if _SAME.match(between) or not _NEW.search(between[-160:]) or _bracketed(low, piece.start, quantity):
                groups[-1].append(quantity)
                continue
        groups.append([quantity])
    aims = []
    begin = piece.start
    previous = before.indicator if before is not None and clean.line_at(before.start) == piece.line else None
    for position, group in enumerate(groups):
        end = piece.end if position + 1 == len(groups) else _cut(low, group[-1].end, groups[position + 1][0].start)
        values = []
        for number, quantity in enumerate(group):
            outside = (other.start for other in group[number + 1 :] if not _bracketed(low, quantity.end, other))
            after = next(outside, end)
            ahead = group[number - 1].end if number else begin
            due = horizon(low, piece, ahead, after, quantity, dates, starts, horizons, carried, later)
            base = _baseline(low, quantity, after, dates, starts)
            values.append(Value(quantity, due, base, frequency_of(low, quantity.end, min(after, quantity.end + 40))))
        _bracketed_baseline(low, group, values, end, dates, starts)
        label = indicator(clean, begin, end, group, dates, starts)
        if label is None and previous is not None:
            label = previous  # "…; đến năm 2025 đạt 60%" goes on with what was measured before
        previous = label
        aims.append(Aim(begin, trimmed(low, begin, end), label, piece.section, values))
        begin = end
    return aims


def _bracketed(low: str, start: int, quantity: Quantity) -> bool:
    """Whether a value stands in a bracket that opens behind `start`: `17% (miền núi 28%)`."""
    return low.count("(", start, quantity.start) > low.count(")", start, quantity.start)


# "(năm 2025 là 54,6%)", "(cuối năm 2024: 53%)" behind the values: where they start from
_BRACKET = re.compile(r"[^,;()]{0,40}\((?P<in>[^()]{6,60})\)")
_STOOD = re.compile(r" ?(?::|là|đạt|có|mới đạt|đang là|chiếm)? ?(?=\d)")


def _bracketed_baseline(
    low: str, group: list[Quantity], values: list[Value], end: int, dates: list[Found], starts: list[int]
) -> None:
    match = _BRACKET.match(low, group[-1].end, end)
    if match is None:
        return
    at = bisect_left(starts, match.start("in"))
    if at >= len(dates) or dates[at].end > match.end("in") or dates[at].relation in ("before", "by"):
        return
    stood = _STOOD.match(low, dates[at].end, match.end("in"))
    found = quantities.scan(low, stood.end(), match.end("in"), []) if stood is not None else []
    if not found:
        return
    for quantity, value in zip(group, values, strict=True):
        if quantity.unit == found[0].unit and quantity.baseline is None:
            quantity.baseline = found[0].value
            value.base_due = at


_CUT = re.compile(r"(?:[,;:.]| và(?= ))")


def _cut(low: str, start: int, end: int) -> int:
    """Where the words before a new value part from those behind the last one."""
    cuts = [m.end() for m in _CUT.finditer(low, start, end)]
    at = cuts[-1] if cuts else start
    while at < end and low[at] == " ":
        at += 1
    return at


_COMPARED = re.compile(r"[^,;.]{0,60}?\bso với (?:đầu |cuối |kết quả )?$")


_ITS_YEAR = re.compile(r" ?\(?(?:của |vào |trong |ở )?(?:cuối |đầu )?")
_ROSE = re.compile(r" ?(?:(?:tăng|giảm|nâng) )?(?:lên|xuống|còn|đến)\b[^,;.\d]{0,24}$")


def _baseline(low: str, quantity: Quantity, after: int, dates: list[Found], starts: list[int]) -> int | None:
    """Index of the year that the value is compared with."""
    if quantity.baseline_end is not None:
        # "tăng so với 15% của năm 2024": the year stands behind the value compared with
        at = bisect_left(starts, quantity.baseline_end)
        return at if at < len(starts) and _ITS_YEAR.fullmatch(low[quantity.baseline_end : starts[at]]) else None
    if quantity.baseline is not None:
        # "từ 15% năm 2024 lên 20%": the year stands behind the first value
        at = bisect_left(starts, quantity.start) - 1
        if at >= 0 and _ROSE.match(low[dates[at].end : quantity.start]):
            return at
    at = bisect_left(starts, quantity.end)
    if at < len(starts) and starts[at] < after + 40 and _COMPARED.match(low[quantity.end : starts[at]]):
        return at
    return None


_COLON = re.compile(r"[*_ ]*:[*_ ]*")


def _run_in(clean: CleanText, section: Item, piece: Piece) -> tuple[int, int] | None:
    """Range of a heading that runs on into the statement by a colon: `2. Tỷ lệ nữ cấp ủy: 40%`."""
    if section.title is None or not _COLON.fullmatch(clean.text, section.end, piece.start):
        return None
    start = clean.text.find(section.title[:12], section.start, section.end)
    return (start, section.end) if start >= 0 and section.end - start >= 4 else None


_ORIENTS = re.compile(r"(?:các |một số )?(?:định hướng|phương hướng|quan điểm)\b")


def _stands_in(found: set[int], above: list[int | None], section: int | None) -> bool:
    """Whether a section or one it stands under is among those found."""
    while section is not None and section not in found:
        section = above[section]
    return section is not None


_AIM = re.compile(r"[^\W\d_]")
# a heading left without its list: "Giai đoạn I: từ năm 2026 đến năm 2030", "Chỉ tiêu đến hết ngày 31/5"
_HEADS = re.compile(r"(?:các )?(?:chỉ tiêu|mục tiêu|giai đoạn|từ năm|đến năm|năm)\b[^,;]{0,50}")


def _is_aim(clean: CleanText, piece: Piece) -> bool:
    """Whether a statement without a value is an aim: it opens its item or paragraph, is long enough, and leads to nothing."""
    if not piece.opens and clean.starts[piece.line] != piece.start:
        return False
    text = clean.low[piece.start : piece.end].strip()
    return (
        len(text) >= 25
        and not text.endswith(":")
        and _AIM.match(text) is not None
        and not rule("past").search(text)
        and _HEADS.fullmatch(text) is None
        and not text.startswith(("(", "trên đây", "ghi chú", "đề nghị", "giao ", "yêu cầu", "stt ", "tt "))
    )


def _with_headings(
    clean: CleanText, sections: list[Item], section_contexts: list[Context], pieces: list[Piece]
) -> Iterator[Piece]:
    """The statements, and before those of a section its heading where that holds a value."""
    at = 0
    filled = {piece.section for piece in pieces}
    for index, section in enumerate(sections):
        if section.title is None:
            continue
        among_aims = section_contexts[index] in (Context.OBJECTIVES, Context.SPECIFIC)
        if not (_COUNT_IN_HEADING if among_aims else _VALUE_IN_HEADING).search(section.title.lower()) and not (
            section_contexts[index] is Context.SPECIFIC
            and index not in filled
            and (index + 1 == len(sections) or sections[index + 1].level <= section.level)
            and clean.text[section.end : section.end + 1] in (".", ";")
        ):
            continue
        start = clean.text.find(section.title[:12], section.start, section.end)
        if start < 0:
            continue
        while at < len(pieces) and pieces[at].start < start:
            yield pieces[at]
            at += 1
        yield Piece(start, section.end, clean.line_at(start), index, True, None)
    yield from pieces[at:]


_VALUE_IN_HEADING = re.compile(
    r"\d[\d.,]* ?(?:%|km|tỷ|triệu|lần|ha\b)|\d/\d|(?:ít nhất|tối thiểu|mỗi|hằng|hàng) [^.:]{0,40}\d|\b(?:mỗi|hằng|hàng) (?:năm|quý|tháng|tuần) (?:một|hai|ba|bốn)\b|\b(?:một|hai|ba|\d+) [^\W\d_]+/(?:năm|quý|tháng|tuần)"
)
_COUNT_IN_HEADING = re.compile(r"\d[\d.,]* ?(?:%|[^\W\d_]{2})|\d/\d|\bgấp (?:đôi|ba|hai)|một nửa|mỗi ")
