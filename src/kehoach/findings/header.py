"""Number and date of the head, and whether it is a plan at all."""

from __future__ import annotations

from collections.abc import Iterator

from kehoach.findings.case import Case
from kehoach.findings.rule import Raised, finds


@finds("missing-number")
def missing_number(case: Case) -> Iterator[Raised]:
    number = case.record.header.number
    if number is not None and number.serial is None:
        yield Raised(number.start, number.end, {"symbol": number.normalised})


@finds("incomplete-date")
def incomplete_date(case: Case) -> Iterator[Raised]:
    issued = case.record.header.issued
    if issued is not None and "X" in issued.edtf:
        yield Raised(issued.start, issued.end, {"written": " ".join(issued.text.replace("*", "").split())})


@finds("no-number")
def no_number(case: Case) -> Iterator[Raised]:
    if case.is_whole and case.record.header.number is None:
        yield Raised(case.start.start, case.start.end)


@finds("no-date")
def no_date(case: Case) -> Iterator[Raised]:
    if case.is_whole and case.record.header.issued is None:
        yield Raised(case.start.start, case.start.end)


@finds("not-a-plan")
def not_a_plan(case: Case) -> Iterator[Raised]:
    kind = case.record.header.document_type
    if case.is_news:
        yield Raised(
            case.start.start,
            case.start.end,
            {
                "what_vi": "Văn bản là tin, bài viết về kế hoạch, không phải kế hoạch",
                "what_en": "The text is a news item, not a plan",
            },
        )
    elif not case.is_plan:
        values = {
            "what_vi": f"Văn bản là {kind.name}, không phải kế hoạch"
            if kind is not None
            else "Văn bản không ghi là kế hoạch",
            "what_en": f"The document is a {kind.name}, not a plan"
            if kind is not None
            else "The document does not say that it is a plan",
        }
        yield Raised(case.start.start, case.start.end, values)
