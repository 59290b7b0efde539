"""By when a value is due: what the sentence says, else its lead-in, else the headings above it, else the title."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field, replace

from kehoach.extractors.dates.atom import Found
from kehoach.extractors.outline import Item
from kehoach.extractors.quantities import Quantity
from kehoach.extractors.responsibilities.tables import columns_of
from kehoach.extractors.targets.words import rule
from kehoach.record import Frequency
from kehoach.text.clean import CleanText
from kehoach.text.statements import Piece
from kehoach.text.tables import Table


@dataclass(slots=True)
class Horizons:
    """What headings and titles say of the time, as indices of dates.

    Attributes:
        of_section: for each section the date of the nearest heading that has one.
        of_title: (where a document begins, the date of its title), in order.
        issued_year: the year in which the plan was made.
    """

    of_section: list[int | None] = field(default_factory=list)
    of_title: list[tuple[int, int | None]] = field(default_factory=list)
    issued_year: int | None = None

    def around(self, piece: Piece) -> int | None:
        """The date that holds for a statement which names none itself."""
        return self.at(piece.start, piece.section)

    def at(self, start: int, section: int | None) -> int | None:
        """The date that holds for what stands at `start` under `section`."""
        if section is not None and self.of_section and (date := self.of_section[section]) is not None:
            return date
        title = None
        for begin, date in self.of_title:
            if begin <= start:
                title = date
        return title


# a line that says nothing but a time, though the outline takes it for no heading: "a) Đến năm 2025 - 100% xã …"
_TIME_ONLY = re.compile(
    r"[ *_]*(?:(?:các |về )?(?:mục tiêu|chỉ tiêu)(?: cụ thể| phấn đấu)? |phấn đấu )?(?:đến |từ |trong |vào |hết |cuối |tới |thời kỳ |giai đoạn )*(?=năm |20\d\d)"
)
_LONGEST_LEAD = 60


def _only_time(clean: CleanText, section: Item, begin: int, date: Found) -> bool:
    """Whether an item says the date and nothing else before its line or its first clause ends."""
    end = clean.line_span(clean.line_at(section.start))[1]
    while begin < end and clean.low[begin] in ").":
        begin += 1
    match = _TIME_ONLY.match(clean.low, begin, end)
    return (
        match is not None
        and date.start <= match.end()
        and date.kind in ("year", "interval")
        and eligible(clean.low, date)
        and _THEN.match(clean.low, date.end, end) is not None
    )


_THEN = re.compile(r"[ *_]*(?:[:;.]|[-–+•] |$)")


def of_lines(
    horizons: Horizons,
    clean: CleanText,
    sections: list[Item],
    above: list[int | None],
    dates: list[Found],
    starts: list[int],
) -> Horizons:
    """`horizons` with the dates of items that open with nothing but a time, for what stands below them."""
    of_section = list(horizons.of_section)
    own: set[int] = set()
    for index, section in enumerate(sections[: len(of_section)]):
        parent = above[index]
        if section.title is None and section.marker is not None:
            begin = section.start + len(section.marker)
            at = bisect_left(starts, begin)
            if at < len(starts) and starts[at] < begin + _LONGEST_LEAD and _only_time(clean, section, begin, dates[at]):
                of_section[index] = at
                own.add(index)
                continue
        if parent in own and of_section[index] == horizons.of_section[parent]:
            of_section[index] = of_section[parent]
            own.add(index)
    return replace(horizons, of_section=of_section) if own else horizons


_COMPARED = re.compile(
    r"\b(?:so với|so|(?<!mặt )(?<!văn )(?<!công )(?<!đồng )(?<!cân )bằng)(?: [^\s,;.\d]+){0,3} $|\((?:cùng kỳ ?|đầu |cuối |hết |kết quả )?$|cùng kỳ ?$"
)
_PARTED = re.compile(r"[;.]|,? và (?=đến|năm|giai|phấn|tăng)|, (?=đến|phấn|năm)")


# "đạt 100% vào năm 2027 và duy trì đến năm 2030": how long it is kept is not by when it is reached
_KEPT = re.compile(r"\bduy trì[^,;.\d]{0,30}? (?:đến|tới) (?:hết |cuối )?$")


def eligible(low: str, date: Found) -> bool:
    """Whether a date can be a milestone: not one that a value is compared with, nor a day's name."""
    if date.role in ("citation", "issued", "observance") or date.kind == "recurring":
        return False
    return not _COMPARED.search(low, max(0, date.start - 40), date.start)


def _over(date: Found, issued_year: int | None) -> bool:
    """Whether the date was over when the plan was made: nothing is due then."""
    last = date.edtf.rpartition("/")[2][:4]
    return issued_year is not None and last.isdigit() and int(last) < issued_year


def horizon(
    low: str,
    piece: Piece,
    before: int,
    after: int,
    quantity: Quantity | None,
    dates: list[Found],
    starts: list[int],
    horizons: Horizons,
    carried: int | None = None,
    later: int | None = None,
) -> int | None:
    """Index of the date by which a value of `piece` is due; None where nothing says so.

    Args:
        before, after: end of the value before and start of the next one; dates between belong to this value first.
        carried: the date that opened an earlier clause of the same paragraph.
        later: the date of a clause that goes on with the same list: `90% ở tỉnh; 75% ở huyện vào năm 2027`.
    """
    first = bisect_left(starts, piece.start)
    here = []
    while first < len(dates) and starts[first] < piece.end:
        if eligible(low, dates[first]) and not _over(dates[first], horizons.issued_year):
            here.append(first)
        first += 1
    if len(here) > 1:
        here = [i for i in here if not _KEPT.search(low, piece.start, starts[i])] or here
    if here:
        if quantity is None:
            return here[-1]
        behind = [i for i in here if starts[i] >= quantity.end and starts[i] < after]
        ahead = [i for i in here if starts[i] < quantity.start]
        if behind and not _PARTED.search(low[quantity.end : starts[behind[0]] + 5]):
            return behind[0]
        if ahead and later is not None and _PARTED.search(low[dates[ahead[-1]].end : quantity.start]):
            return later
        if ahead:
            return ahead[-1]
        if behind and after >= piece.end:
            return behind[0]
        if behind:
            here = []  # "đạt 20% và đến năm 2030 đạt 25%": the date is the next value's
    if here:
        return here[0]  # one horizon for a list of values: "60% …, 70% … vào năm 2030"
    if carried is not None or later is not None:
        return carried if carried is not None else later
    if piece.lead_in is not None:
        at = bisect_left(starts, piece.lead_in[0])
        led = (
            [i for i in range(at, len(dates)) if starts[i] < piece.lead_in[1]]
            if at < len(dates) and starts[at] < piece.lead_in[1]
            else []
        )
        led = [i for i in led if eligible(low, dates[i])]
        if led:
            return led[-1]
    return horizons.around(piece)


def due_of_row(table: Table, start: int, dates: list[Found], starts: list[int]) -> int | None:
    """The date in the time column of a table of tasks, for what stands at `start` in another cell of its row."""
    columns = columns_of(table)
    if columns is None or columns[-1] is None:
        return None
    for row in table.rows:
        if row[0][0] <= start < row[-1][1]:
            begin, end = row[columns[-1]]
            at = bisect_left(starts, begin)
            return at if at < len(dates) and starts[at] < end and dates[at].kind != "recurring" else None
    return None


# a clause that goes on with the indicator before it
_GOES_ON = re.compile(
    r"(?:và |đạt |khoảng |trên |dưới |ít nhất |tối thiểu )*\d[\d.,]* ?% (?:đối với|ở|tại|cho|với|vào|năm|đến|khu vực|tuyến|cấp|vùng)\b"
)


def of_lists(low: str, pieces: list[Piece], dates: list[Found], starts: list[int]) -> dict[int, int]:
    """For statements, by where they begin, the date said only behind a list which goes on with `;` and the next figure."""
    found: dict[int, int] = {}
    for piece, following in zip(reversed(pieces[:-1]), reversed(pieces[1:]), strict=True):
        goes_on = following.line == piece.line and low.startswith("; ", piece.end)
        if not (goes_on or low.startswith("; ", following.start - 2)) or not _GOES_ON.match(low, following.start):
            continue
        at = bisect_left(starts, following.start)
        if at < len(starts) and starts[at] < following.end:
            if eligible(low, dates[at]):
                found[piece.start] = at
        elif following.start in found:
            found[piece.start] = found[following.start]
    return found


_OFTEN = re.compile(r"h[ằà]ng |mỗi |từng |một |định kỳ|tháng|nửa năm")


def frequency_of(low: str, start: int, end: int) -> Frequency | None:
    """How often, where `low[start:end]` says so."""
    if low.find("/", start, end) < 0 and not _OFTEN.search(low, start, end):
        return None
    match = rule("frequency").search(low, start, end)
    return match.lastgroup if match else None  # type: ignore[return-value]
