"""Cited documents beside what the register knows of them, and beside the plan's own date."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kehoach.findings.case import Case
from kehoach.findings.rule import Raised, as_written, finds
from kehoach.record import Citation, Span
from kehoach.register import Document
from kehoach.text.normal import fold

_REPLACED = re.compile(
    r"(?:thay thế|thay cho|thay vì|bãi bỏ|hủy bỏ|hết hiệu lực|sửa đổi|bổ sung|trước đây|đã được thay|dừng thực hiện)[^.;]{0,80}$"
)
_SURE = ("confirmed", "confirmed_secondary")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def _known(case: Case, citation: Citation) -> Document | None:
    """The register's document that a citation means, where number and subject or year leave no doubt.

    Numbers of decisions begin anew each year, so a number alone is not enough.
    """
    if citation.form == "short" or citation.number is None:
        return None
    document = case.register.document(citation.number)
    if document is None or document.date is None:
        return None
    year = (citation.issued or "")[:4]
    if (
        year == document.date[:4]
        or (_same_day(citation, document) and _same_type(citation, document))
        or re.search(r"/(?:19|20)\d\d/", document.number)
    ):
        return document
    return document if _same_subject(citation, document) else None


def _same_day(citation: Citation, document: Document) -> bool:
    """Whether day and month agree: one number on one day of the year, in another year, is no chance."""
    return bool(
        citation.issued and document.date and _DAY.fullmatch(citation.issued) and _DAY.fullmatch(document.date)
    ) and ((citation.issued or "")[5:] == (document.date or "")[5:])


def _same_type(citation: Citation, document: Document) -> bool:
    return citation.type is None or fold(citation.type.name) == fold(document.type)


def _law(case: Case, citation: Citation) -> Document | None:
    """The law that a name with a year means (`Luật Phòng, chống bạo lực gia đình năm 2007`)."""
    if citation.form != "name" or citation.name is None or citation.year is None:
        return None
    found = [
        document
        for document in case.register.documents_named(citation.name)
        if document.type in ("Luật", "Bộ luật") and (document.date or "")[:4] == str(citation.year)
    ]
    if len(found) != 1:
        return None
    # titles in the register may end with a note or a year: "(cũ)", "2015"
    return found[0] if fold(re.sub(r"(?: \([^)]*\)| \d{4})$", "", found[0].title)) == fold(citation.name) else None


def _same_subject(citation: Citation, document: Document) -> bool:
    if citation.title is None:
        return False
    words = {w for w in fold(document.title).split() if len(w) > 2 and not w[0].isdigit()} - _COMMON
    mine = set(fold(citation.title).split())
    return len(words) >= 3 and len(words & mine) >= 0.7 * len(words)


_COMMON = frozenset(
    "ban hành phê duyệt quy định giai đoạn năm của các một số điều luật triển khai thực hiện việc".split()
)


@finds("citation-date-mismatch")
def date_mismatch(case: Case) -> Iterator[Raised]:
    for citation in case.record.citations:
        document = _known(case, citation)
        if document is None or citation.issued is None or document.date is None:
            continue
        if not (_DAY.fullmatch(citation.issued) and _DAY.fullmatch(document.date)) or citation.issued == document.date:
            continue
        if document.confidence_in("date") not in _SURE:
            continue
        start, end = (citation.parts or {}).get("issued", (citation.start, citation.end))
        values = {"number": citation.number or "", "cited": citation.issued, "known": document.date}
        yield Raised(start, end, values, (Span(citation.text, citation.start, citation.end),))


@finds("superseded-citation")
def superseded(case: Case) -> Iterator[Raised]:
    for citation in case.record.citations:
        document = _known(case, citation) or _law(case, citation)
        if document is None or document.superseded_by is None or case.issued_about is None:
            continue
        if case.register.status(document, case.issued_about) != "superseded":
            continue
        if _REPLACED.search(case.clean.source[max(0, citation.start - 120) : citation.start].lower()):
            continue
        if _told_of(case, citation):
            continue
        since = document.superseded_on
        values = {
            "number": citation.number or " ".join(citation.text.replace("*", "").split()),
            "by": document.superseded_by,
            "from_vi": f" (từ {as_written(since)})" if since else "",
            "from_en": f" from {since} on" if since else "",
        }
        yield Raised(citation.start, citation.end, values)


def _told_of(case: Case, citation: Citation) -> bool:
    """Whether the words around tell of what was done under it, or say themselves that it is over."""
    if case.looks_back(citation.start):
        return True
    source = case.clean.source
    before = " ".join(source[max(0, citation.start - 160) : citation.start].lower().split())
    end = citation.parts["title"][1] if citation.parts and "title" in citation.parts else citation.end
    behind = " ".join(source[end : end + 160].lower().split())
    return (
        _LOOKS_BACK.search(re.split(r"[.;]\s", before)[-1]) is not None
        or _WAS_DONE.search(re.split(r"[.;:](?:\s|$)", behind)[0]) is not None
    )


_LOOKS_BACK = re.compile(r"\b(?:tổng kết|sơ kết|đánh giá|kết quả|kế thừa|giai đoạn trước|trước đây|so với)\b")
_WAS_DONE = re.compile(
    r"\b(?:hết hiệu lực|được thay thế|đã (?:ban hành|chỉ đạo|triển khai|đạt|tổ chức|mở|xây dựng|thực hiện|hết|được)|năm qua|vừa qua|giai đoạn qua)\b"
)


def _carried_out(case: Case, citation: Citation) -> bool:
    """Whether the plan rests on it: by its role, or in a list of the preamble that names what is carried out."""
    if citation.role != "mention":
        return True
    first = next((s.start for s in case.record.sections), 0)
    title = case.record.header.title
    if title is None or not title.end < citation.start < first:
        return False
    before = " ".join(case.clean.source[max(0, citation.start - 40) : citation.start].lower().replace("*", "").split())
    opening = case.clean.source[
        max(title.end, case.clean.source.rfind("\n\n", 0, citation.start)) : citation.start
    ].lower()
    return before.endswith(("thực hiện", "triển khai", "căn cứ")) or (
        before.endswith(";") and re.match(r"[\W_]*(?:thực hiện|căn cứ|triển khai)\b", opening) is not None
    )


@finds("ended-programme")
def ended(case: Case) -> Iterator[Raised]:
    """A programme whose period was over is cited as what the plan carries out."""
    for citation in case.record.citations:
        document = _known(case, citation)
        if document is None or document.ended is None or case.issued_about is None or not _carried_out(case, citation):
            continue
        if _told_of(case, citation):
            continue
        if case.register.status(document, case.issued_about) == "expired":
            yield Raised(citation.start, citation.end, {"number": citation.number or "", "ended": document.ended})


@finds("citation-after-plan")
def after_plan(case: Case) -> Iterator[Raised]:
    # where the day is blank: its month or year, and at the least the year that a plan is for
    issued = case.issued_about if case.is_plan else case.issued
    if issued is None or case.is_consolidated:
        return
    header = case.record.header.issued
    for citation in case.record.citations:
        if citation.issued is None or not _DAY.fullmatch(citation.issued) or citation.issued[: len(issued)] <= issued:
            continue
        start, end = (citation.parts or {}).get("issued", (citation.start, citation.end))
        related = (Span(header.text, header.start, header.end),) if header is not None else ()
        yield Raised(start, end, {"cited": citation.issued, "issued": issued}, related)
