"""Parts that a plan has and this one lacks; sections numbered twice or skipped."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from weakref import WeakKeyDictionary

from kehoach.findings.case import Case
from kehoach.findings.rule import Raised, finds
from kehoach.record import Section


def _missing(case: Case) -> Iterator[Raised]:
    yield Raised(case.start.start, case.start.end)


@finds("no-budget")
def no_budget(case: Case) -> Iterator[Raised]:
    if not case.is_whole or case.record.budget or any(s.kind == "budget" for s in case.record.sections):
        return
    cited = [(c.start, c.parts["title"][1] if c.parts and "title" in c.parts else c.end) for c in case.record.citations]
    if any(s.title is not None and _MEANS.match(s.title.lower()) for s in case.record.sections):
        return
    for match in _MONEY.finditer(case.clean.low):
        at = case.clean.span(*match.span())[0]
        if not any(start <= at < end for start, end in cited):  # the name of a law says nothing of the plan's money
            return
    yield from _missing(case)


_MONEY = re.compile(
    r"kinh phí|ngân sách|nguồn lực tài chính|nguồn vốn|dự toán (?:được giao|chi|giao)|chi phí (?:tổ chức|thực hiện|do)|tự cân đối"
)
_MEANS = re.compile(
    r"(?:về |bảo đảm |đảm bảo |nguồn |các )?(?:tài chính|nguồn lực|lực|điều kiện (?:bảo đảm|đảm bảo|thực hiện))\b"
)


@finds("no-reporting")
def no_reporting(case: Case) -> Iterator[Raised]:
    # to tell the police at once of a case is no report on the plan
    reports = [r for r in case.record.reports if r.due or r.frequency or "báo cáo" in " ".join(r.text.lower().split())]
    if not case.is_whole or reports or any(s.kind == "reporting" for s in case.record.sections):
        return
    if _REPORTS_ON.search(case.clean.low) is None:
        yield from _missing(case)


# a duty to report that names no one: "báo cáo kết quả theo quy định", "thực hiện chế độ thông tin, báo cáo"
_REPORTS_ON = re.compile(
    r"(?<!theo )(?<!các )\bbáo cáo (?:kết quả|tình hình|tiến độ|định kỳ)(?! kinh tế)"
    r"|chế độ (?:thông tin,? )?báo cáo|thông tin,? báo cáo|\bkết quả (?:thực hiện )?(?:gửi )?về (?:phòng|sở|ban|ubnd|ủy ban|văn phòng|bộ|cơ quan|trung tâm|hội)\b"
)


@finds("no-responsibilities")
def no_responsibilities(case: Case) -> Iterator[Raised]:
    duties = case.record.responsibilities
    if not case.is_whole or len(duties) > 1:
        return
    # one clause whose subject names nobody, outside the part on who does what, charges no body
    if any(
        d.agency is None
        or d.agency.kind != "generic"
        or (d.section is not None and case.record.sections[d.section].kind in ("organisation", "reporting"))
        for d in duties
    ):
        return
    yield from _missing(case)


@finds("no-legal-basis")
def no_legal_basis(case: Case) -> Iterator[Raised]:
    if not case.is_whole or any(
        c.role in ("legal_basis", "implements") or _under_basis(case, c.start) for c in case.record.citations
    ):
        return
    title = case.record.header.title
    first = case.clean.derived(case.record.sections[0].start)
    opening = case.clean.derived(title.end) if title is not None else max(0, first - _OPENING)
    if _NAMED_BASIS.search(case.clean.low, opening, first) is None:
        yield from _missing(case)


_OPENING = 2000
# a document named without its number: "Thực hiện Kế hoạch của UBND tỉnh về …"
_NAMED_BASIS = re.compile(
    r"(?:thực hiện|căn cứ|triển khai)(?: nội dung| tinh thần)? (?:nghị quyết|quyết định|kế hoạch|chỉ thị|chương trình|chiến lược|công văn|hướng dẫn|luật|đề án|kết luận|thông báo|văn bản|chỉ đạo|ý kiến)\b(?! này)"
)


def _under_basis(case: Case, offset: int) -> bool:
    """Whether it stands in a list under a heading of its own: "I. CĂN CỨ", "Cơ sở pháp lý"."""
    return any(
        s.title is not None and re.match(r"(?:các |những )?(?:căn cứ|cơ sở pháp lý)", s.title.lower())
        for s in case.above(offset)
    )


_LETTERS = "ABCDĐEGHKMN"
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50}


@lru_cache(maxsize=1024)
def _ordinal(marker: str | None) -> tuple[str, int] | None:
    """Kind and number of a marker: `II` is ("roman", 2), `3` is ("number", 3)."""
    if marker is None:
        return None
    last = marker.rpartition(" ")[2]
    if re.fullmatch(r"[IVXL]+", last):
        values = [_ROMAN[c] for c in last]
        number = sum(-v if v < w else v for v, w in zip(values, [*values[1:], 0], strict=True))
        return ("roman" if " " not in marker else marker.rpartition(" ")[0]), number
    if re.fullmatch(r"\d{1,2}", last):
        return ("number" if " " not in marker else marker.rpartition(" ")[0]), int(last)
    if re.fullmatch(r"(?:\d{1,2}\.)+\d{1,2}", last):
        return "number " + last.rpartition(".")[0], int(last.rpartition(".")[2])
    if len(last) == 1 and last in _LETTERS:
        return ("letter" if " " not in marker else marker.rpartition(" ")[0] + " letter"), _LETTERS.index(last) + 1
    return None


_kept: WeakKeyDictionary[Case, list[list[Section]]] = WeakKeyDictionary()


def _series(case: Case) -> list[list[Section]]:
    """The counts of a plan, made once for the rules that look at them."""
    if case not in _kept:
        _kept[case] = list(_counts(case))
    return _kept[case]


def _counts(case: Case) -> Iterator[list[Section]]:
    """What is counted on under one heading, in order: headings, and items with running words where they are one clear count."""
    groups: dict[tuple[int | None, str, int], list[Section]] = defaultdict(list)
    attached = [h.document_type.start for h in case.record.attached if h.document_type]
    for section, above in zip(case.record.sections, case.parents, strict=True):
        ordinal = _ordinal(section.marker)
        if ordinal is None:
            continue
        part = sum(start <= section.start for start in attached)
        groups[above, ordinal[0], part].append(section)
    for group in groups.values():
        if len(group) < 2:
            continue
        titled = [section for section in group if section.title is not None]
        numbers = [ordinal[1] for section in group if (ordinal := _ordinal(section.marker)) is not None]
        steps = [b - a for a, b in itertools.pairwise(numbers)]
        # two lists of running items may stand under one heading: only a count with a single flaw is taken as one
        if (
            len(titled) < len(group)
            and len(group) >= _CLEAR_COUNT
            and numbers[0] == 1
            and sum(step != 1 for step in steps) == 1
        ):
            yield group
        else:
            yield titled


_CLEAR_COUNT = 3


@finds("duplicate-section")
def duplicate_section(case: Case) -> Iterator[Raised]:
    if not case.is_plan:
        return
    for series in _series(case):
        for first, second in itertools.pairwise(series):
            one, other = _ordinal(first.marker), _ordinal(second.marker)
            if (
                one is not None
                and one == other
                and first.level == second.level
                and _alike(first, second, one[0])
                and not _elsewhere(case, first, second)
            ):
                yield Raised(second.start, second.end, {"marker": second.marker or ""}, (first,))


def _alike(first: Section, second: Section, kind: str) -> bool:
    """Whether two numbers are of one list: `1.` and `1)` are not, nor are a heading and a running item."""
    if (first.title is None) == (second.title is None) or not kind.startswith("number"):
        ends = [section.text.replace("*", "")[len(section.marker or "") :][:1] for section in (first, second)]
        return first.title is not None or ends[0] == ends[1]
    return False


def _elsewhere(case: Case, first: Section, second: Section) -> bool:
    """Whether the second number is of another text: a form or an annex begins between the two, or it is no number at all."""
    source = case.clean.source
    marks = []
    for section in (first, second):
        behind = source[section.start + len(section.marker or "") : section.start + len(section.marker or "") + 3]
        # "V/v", "4.a.1", "Mục 2 Phần XI của …"
        if re.match(r"/\w|\.\w\W", behind) or _REFERENCE.match(section.text):
            return True
        marks.append(source[max(0, section.start - 3) : section.start].endswith("**"))
    if marks[0] != marks[1] and first.title is not None:
        return True
    at = case.clean.derived(first.end)
    return _OTHER_TEXT.search(case.clean.low, at, case.clean.derived(second.start)) is not None


_REFERENCE = re.compile(r"(?:Mục|Phần|Chương|Điều) [IVX\d]+ (?:[Pp]hần|[Mm]ục|[Cc]hương|của)\b")
_OTHER_TEXT = re.compile(
    r"^(?:mẫu (?:số|biểu)|biểu (?:mẫu|số)|phụ (?:lục|biểu)|phiếu |cộng hòa xã hội chủ nghĩa|nơi nhận|kính gửi|\(?(?:kèm theo|ban hành kèm)|[“\"](?:điều|chương|mục|khoản) \d)",
    re.MULTILINE,
)


@finds("skipped-section")
def skipped_section(case: Case) -> Iterator[Raised]:
    if not case.is_plan:
        return
    for series in _series(case):
        numbers = [ordinal[1] for s in series if (ordinal := _ordinal(s.marker)) is not None]
        if len(series) < 2 or numbers[0] != 1 or numbers != sorted(numbers):
            continue
        for first, second, a, b in zip(series, series[1:], numbers, numbers[1:], strict=False):
            if b == a + 2 and (first.marker, second.marker) != ("D", "E") and not _untitled(case, first, second):
                yield Raised(
                    second.start, second.end, {"first": first.marker or "", "second": second.marker or ""}, (first,)
                )


def _untitled(case: Case, first: Section, second: Section) -> bool:
    """Whether a running item between two headings bears the number that seems to be missing."""
    sections = case.record.sections
    between = sections[bisect_right(case.section_starts, first.start) : bisect_left(case.section_starts, second.start)]
    wanted = _ordinal(first.marker)
    if wanted is None:
        return True
    if any(_ordinal(s.marker) == (wanted[0], wanted[1] + 1) for s in between):
        return True
    # a heading that the outline missed, at the start of a line
    kind, number = wanted[0], wanted[1] + 1
    if kind.startswith("number"):
        marker = re.escape(f"{kind[7:]}.{number}" if kind != "number" else str(number))
    else:
        marker = _LETTERS[number - 1] if kind.endswith("letter") and number <= len(_LETTERS) else _roman(number)
    # … or, where items are running sentences, anywhere behind a blank
    opens = r"(?:^|(?<=\s)|(?<=[*|(]))" if first.title is None or second.title is None else r"^[\s*#|]*"
    return re.search(rf"{opens}{marker}[.):/-]", case.clean.source[first.end : second.start], re.MULTILINE) is not None


def _roman(number: int) -> str:
    tens, ones = divmod(number, 10)
    return "X" * tens + ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")[ones]
