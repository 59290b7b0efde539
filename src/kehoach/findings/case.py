"""One plan as the rules look at it: its record, its cleaned text, and a few things that several rules ask for."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property

from kehoach.extractors.plan import Reading
from kehoach.findings.news import is_news
from kehoach.record import Date, Record, Section, Span
from kehoach.register import Province, Register
from kehoach.text.clean import CleanText
from kehoach.text.statements import parents

_PLANS = frozenset(("KH", "CTr", "ĐA", "PA"))
_LEAST_SECTIONS = 3


class Case:
    """What the rules are given.

    Attributes:
        record: the record without findings.
        clean: the cleaned text.
        reading: sections, statements and tables in the cleaned text's offsets.
        register: known documents, bodies and provinces.
    """

    def __init__(self, reading: Reading, register: Register) -> None:
        self.reading = reading
        self.record: Record = reading.record
        self.clean: CleanText = reading.clean
        self.register = register

    @cached_property
    def is_plan(self) -> bool:
        """Whether the document, or one issued with it, is a plan."""
        if self.is_news:
            return False
        heads = (self.record.header, *self.record.attached)
        if any(h.document_type is not None and h.document_type.code in _PLANS for h in heads):
            return True
        if self.named_in_text is not None:
            return True
        title = self.record.header.title
        return (
            title is not None
            and re.match(
                r"(?:về (?:việc )?)?(?:ban hành |phê duyệt )?(?:kế hoạch|chương trình|đề án|phương án)\b",
                title.name.lower(),
            )
            is not None
        )

    @cached_property
    def is_news(self) -> bool:
        """Whether it only tells of a plan."""
        return is_news(self.record, self.clean)

    @cached_property
    def is_consolidated(self) -> bool:
        """Whether it repeats an older text with its amendments (văn bản hợp nhất), of which the words stay as they were."""
        header = self.record.header
        kind = header.document_type
        return (
            (kind is not None and kind.code == "VBHN")
            or (header.number is not None and "VBHN" in header.number.normalised)
            or (not self.is_plan and _CONSOLIDATED.search(self.clean.low, 0, _HEAD) is not None)
        )

    @cached_property
    def named_in_text(self) -> Span | None:
        """The line that names the plan, where there is no head to say so: on a web page, in a mail."""
        header = self.record.header
        if (
            header.document_type is not None
            or header.title is not None
            or sum(1 for s in self.record.sections if s.title) < _LEAST_SECTIONS
        ):
            return None
        source = self.clean.source
        match = _NAMED_PLAN.search(source, 0, self.record.sections[0].start)
        return Span(match[1], *match.span(1)) if match else None

    @cached_property
    def is_whole(self) -> bool:
        """Whether enough of a plan is there to say that something is missing: an outline, and a foot or a title."""
        header = self.record.header
        titled = sum(1 for section in self.record.sections if section.title)
        foot = header.recipients or header.signatory or any(h.recipients for h in self.record.attached)
        return self.is_plan and titled >= _LEAST_SECTIONS and bool(foot or header.title or self.named_in_text)

    @cached_property
    def issued(self) -> str | None:
        """The whole date of issue; None while it is blank or unknown."""
        issued = self.record.header.issued
        return issued.edtf if issued is not None and _DAY.fullmatch(issued.edtf) else None

    @cached_property
    def issued_about(self) -> str | None:
        """The date of issue as far as it is known: day, month or year, or the year that the plan is for."""
        issued = self.record.header.issued
        if issued is not None and issued.edtf[:4].isdigit():
            return issued.edtf.replace("-XX", "")
        return str(self.years[0]) if self.years and self.years[0] == self.years[1] else None

    @cached_property
    def years(self) -> tuple[int, int] | None:
        """First and last year the plan is for, as its title says."""
        if self.reading.title_year:
            return self.reading.title_year, self.reading.title_year
        for header in (self.record.header, *self.record.attached):
            if header.title is None:
                continue
            for date in self.record.dates:
                inside = header.title.start <= date.start and date.end <= header.title.end
                if inside and date.kind == "interval" and date.role != "citation" and _PERIOD.fullmatch(date.edtf):
                    return int(date.edtf[:4]), int(date.edtf[5:])
        if self.named_in_text is not None and (year := _OF_YEAR.search(self.named_in_text.text)):
            return int(year[1]), int(year[1])
        return None

    @cached_property
    def province(self) -> Province | None:
        """The province that the plan's head speaks of."""
        header = self.record.header
        for part in (header.issuer, header.parent_issuer, header.title, header.place):
            if part is None:
                continue
            name = part.name
            for match in _OF_PROVINCE.finditer(name):
                province = self.register.province(
                    match["name"].title() if match["name"].isupper() else match["name"], self.issued_about
                )
                if province is not None:
                    return province
            if part is header.place:
                if any(i is not None and _CENTRAL.match(i.name.lower()) for i in (header.issuer, header.parent_issuer)):
                    return None  # the seat of a body of the centre is not its territory
                return self.register.province(name, self.issued_about)
        return None

    @cached_property
    def start(self) -> Span:
        """Where what is missing is reported: the title, else the first words."""
        title = self.record.header.title or self.record.header.document_type or self.named_in_text
        if title is not None:
            return title
        source = self.clean.source
        first = re.search(r"\S[^\n]{0,80}", source)
        return Span(first[0], first.start(), first.end()) if first else Span("", 0, 0)

    @cached_property
    def parents(self) -> list[int | None]:
        """For each section the one it stands directly under."""
        return parents(self.reading.sections)

    def section_at(self, offset: int) -> Section | None:
        """The section in which an offset of the source stands."""
        at = bisect_right(self.section_starts, offset) - 1
        return self.record.sections[at] if at >= 0 else None

    @cached_property
    def section_starts(self) -> list[int]:
        """Where the sections begin, in order."""
        return [section.start for section in self.record.sections]

    def above(self, offset: int) -> Iterator[Section]:
        """The sections in which an offset of the source stands, the innermost first."""
        at: int | None = bisect_right(self.section_starts, offset) - 1
        while at is not None and at >= 0:
            yield self.record.sections[at]
            at = self.parents[at]

    def looks_back(self, offset: int) -> bool:
        """Whether a heading above says that what stands there is over: results, the situation."""
        return any(s.title is not None and _BACKWARD.match(s.title.lower()) for s in self.above(offset))

    def around(self, date: Date, before: int = 160, after: int = 80) -> tuple[str, str]:
        """The words before and behind a date in its own sentence, in small letters, on one line."""
        source = self.clean.source
        left = " ".join(source[max(0, date.start - before) : date.start].lower().replace("*", "").split())
        right = " ".join(source[date.end : date.end + after].lower().replace("*", "").split())
        left = re.split(r"(?<!\btp)[.;](?=\s)|\n\n", left + " ")[-1].strip()
        right = re.split(r"[.;](?=\s|$)", right)[0]
        return left, right


_HEAD = 4000
_CONSOLIDATED = re.compile(r"văn bản hợp nhất|/vbhn-|được sửa đổi, bổ sung (?:một số điều )?(?:bởi|theo|tại)[ :]")
_NAMED_PLAN = re.compile(r"^[ *#]*(Kế hoạch(?!(?: số)? \d)[^\n.:;]{25,250}?)[ *]*$", re.MULTILINE)
_OF_YEAR = re.compile(r"\bnăm (20\d\d)\b")
_BACKWARD = re.compile(
    r"(?:[^\W_]+ ){0,3}?(?:tình hình|kết quả (?:đạt|thực hiện|năm)|thực trạng|bối cảnh|sự cần thiết|tồn tại|hạn chế|khó khăn|thuận lợi|căn cứ|đánh giá (?:chung|kết quả|tình hình|việc))(?<!báo cáo kết quả thực hiện)"
)
_CENTRAL = re.compile(
    r"(?:bộ|chính phủ|thủ tướng|văn phòng (?:chính phủ|quốc hội|trung ương)|quốc hội|ban chấp hành trung ương|trung ương|tổng|ngân hàng nhà nước|thanh tra chính phủ|kiểm toán nhà nước|viện kiểm sát nhân dân tối cao|tòa án nhân dân tối cao)\b"
)
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_PERIOD = re.compile(r"\d{4}/\d{4}")
_OF_PROVINCE = re.compile(
    r"(?:tỉnh|TỈNH|Tỉnh|thành phố|THÀNH PHỐ|Thành phố|TP\.?) (?P<name>[^\W\d_]+(?:(?: - | )[^\W\d_]+){0,3}?)(?= giai đoạn| GIAI ĐOẠN| năm| NĂM|[,;.(]|$)"
)
