"""What the headings above a statement say of it: an aim, a general aim, a result, or something outside of the plan's words."""

from __future__ import annotations

import re
from enum import Enum

from kehoach.extractors.outline import Item
from kehoach.extractors.targets.words import rule
from kehoach.text.clean import CleanText


class Context(Enum):
    """How a statement is to be taken.

    `SPECIFIC` is an aim even without a value, `OBJECTIVES` only with one, `GENERAL` needs a goal word, `RESULTS` never is.
    """

    NONE = "none"
    OBJECTIVES = "objectives"
    SPECIFIC = "specific"
    GENERAL = "general"
    RESULTS = "results"
    OUTSIDE = "outside"


def contexts(
    clean: CleanText, sections: list[Item], above: list[int | None], issued_year: int | None = None
) -> list[Context]:
    """The context of each section, its own heading before those above it.

    Args:
        issued_year: the year in which the plan was made; headings of years before it tell of results.
    """
    general_below = {above[i] for i, s in enumerate(sections) if s.title and rule("general").search(s.title.lower())}
    found: list[Context] = []
    for index, section in enumerate(sections):
        inherited = found[above[index]] if above[index] is not None else Context.NONE  # type: ignore[index]
        own = _of_heading(section, index in general_below, inherited, issued_year) if section.title else None
        if own is None:
            ends = section.kind in _ENDS and section.title is not None and inherited is not Context.RESULTS
            if ends and inherited in _AIMS:
                ends = ends_aims(clean, section)
            own = Context.NONE if ends else inherited
        found.append(own)
    return found


_ENDS = ("tasks", "budget", "organisation", "reporting", "requirements")


def ends_aims(clean: CleanText, section: Item) -> bool:
    """Whether a section ends the aims around it: `c) Trạm y tế có sổ theo dõi: 85%` is one of them, though it opens with a body."""
    if section.kind == "other" or section.title is None:
        return False
    return _PLAIN.fullmatch(section.title.lower()) is not None or _VALUED.search(_line(clean, section)) is None


_PLAIN = re.compile(
    r"(?:nguồn |dự toán |về )?kinh phí(?: thực hiện)?|tổ chức (?:triển khai )?thực hiện|(?:các )?(?:nhiệm vụ|giải pháp)(?:,? (?:và )?giải pháp)?|phân công(?: nhiệm vụ| thực hiện)?|chế độ (?:thông tin,? )?báo cáo|yêu cầu"
)


def _line(clean: CleanText, section: Item) -> str:
    """The line that a section opens, behind its marker."""
    end = clean.line_span(clean.line_at(section.start))[1]
    return clean.low[section.start + len(section.marker or "") : min(end, section.start + _LONGEST)]


_LONGEST = 300
# a figure that measures or counts, and is no date and no number of an article
_VALUED = re.compile(
    r"(?<!năm )(?<!ngày )(?<!tháng )(?<!quý )(?<!điều )(?<!khoản )(?<!số )(?<!đoạn )(?<![\d/.,-])\d[\d.,]*(?: ?%|/\d| [a-zà-ỹđ]{2})"
)


def _of_heading(section: Item, has_general: bool, inherited: Context, issued_year: int | None) -> Context | None:
    title = section.title.lower() if section.title else ""
    if section.kind == "recipients":
        return Context.OUTSIDE
    if inherited in _AIMS and _MEASURES.search(title):
        return None  # "Kết quả khám sức khỏe đạt 95%" among aims is one of them
    if _over(title, issued_year):
        return Context.RESULTS
    own = of_words(title)
    return Context.OBJECTIVES if own is Context.SPECIFIC and has_general and not _SPECIFIC.search(title) else own


_AIMS = (Context.OBJECTIVES, Context.SPECIFIC)
_MEASURES = re.compile(r"\d ?%|\d/\d")
_SPECIFIC = re.compile(r"cụ thể|chỉ tiêu")
_YEAR = re.compile(r"\b20\d\d\b")
_AHEAD = re.compile(
    r"\b(?:kế hoạch|mục tiêu|chỉ tiêu|phương hướng|nhiệm vụ|giải pháp|căn cứ|thực hiện (?:nghị|quyết|chỉ|kết|luật))\b"
)


def _over(title: str, issued_year: int | None) -> bool:
    """Whether a heading names only years that were over when the plan was made: `Vài con số của năm 2024`."""
    years = [int(year) for year in _YEAR.findall(title)]
    return bool(years) and issued_year is not None and max(years) < issued_year and not _AHEAD.search(title)


def of_words(title: str) -> Context | None:
    """What the words of a heading, in small letters, say; None where they speak of something else."""
    if rule("rewards").search(title) or rule("another").search(title):
        return Context.OUTSIDE
    if rule("results").search(title):
        return Context.RESULTS
    if rule("joint").search(title):
        return Context.SPECIFIC if title.startswith("mục tiêu") and _SPECIFIC.search(title) else Context.OBJECTIVES
    if rule("general").search(title):
        return Context.GENERAL
    if rule("vision").search(title):
        return Context.OBJECTIVES
    return Context.SPECIFIC if rule("objectives").search(title) else None
