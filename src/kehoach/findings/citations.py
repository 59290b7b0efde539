"""Cited documents beside what the register knows of them, and beside the plan's own date."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kehoach.findings.case import Case
from kehoach.findings.rule import Raised, finds
from kehoach.record import Citation, Span
from kehoach.register import Document
from kehoach.text.normal import fold

_REPLACED = re.compile(r"(?:thay thế|bãi bỏ|hủy bỏ|hết hiệu lực|sửa đổi|bổ sung|trước đây|đã được thay|dừng thực hiện)[^.;]{0,80}$")
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
    if year == document.date[:4] or re.search(r"/(?:19|20)\d\d/", document.number):
        return document
    return document if _same_subject(citation, document) else None


def _same_subject(citation: Citation, document: Document) -> bool:
    if citation.title is None:
        return False
    words = {w for w in fold(document.title).split() if len(w) > 2 and not w[0].isdigit()} - _COMMON
    mine = set(fold(citation.title).split())
    return len(words) >= 3 and len(words & mine) >= 0.7 * len(words)


_COMMON = frozenset("ban hành phê duyệt quy định giai đoạn năm của các một số điều luật triển khai thực hiện việc".split())


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
        document = _known(case, citation)
        if document is None or document.superseded_by is None or case.issued_about is None:
            continue
        if case.register.status(document, case.issued_about) != "superseded":
            continue
        if _REPLACED.search(case.clean.source[max(0, citation.start - 120) : citation.start].lower()):
            continue
        values = {"number": citation.number or "", "by": document.superseded_by, "on": document.superseded_on or "?"}
        yield Raised(citation.start, citation.end, values)


@finds("ended-programme")
def ended(case: Case) -> Iterator[Raised]:
    """A programme whose period was over is cited as what the plan carries out."""
    for citation in case.record.citations:
        document = _known(case, citation)
        if document is None or document.ended is None or case.issued_about is None or citation.role == "mention":
            continue
        if case.register.status(document, case.issued_about) == "expired":
            yield Raised(citation.start, citation.end, {"number": citation.number or "", "ended": document.ended})


@finds("citation-after-plan")
def after_plan(case: Case) -> Iterator[Raised]:
    issued = case.issued
    kind = case.record.header.document_type
    if issued is None or (kind is not None and kind.code == "VBHN"):
        return
    header = case.record.header.issued
    for citation in case.record.citations:
        if citation.issued is None or not _DAY.fullmatch(citation.issued) or citation.issued <= issued:
            continue
        start, end = (citation.parts or {}).get("issued", (citation.start, citation.end))
        related = (Span(header.text, header.start, header.end),) if header is not None else ()
        yield Raised(start, end, {"cited": citation.issued, "issued": issued}, related)
