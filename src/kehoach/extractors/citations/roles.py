"""Roles: legal basis, what the plan carries out, or a mere mention."""

from __future__ import annotations

import re

from kehoach.extractors.citations.mention import Mention
from kehoach.record import CitationRole
from kehoach.text.clean import CleanText

_BASIS = re.compile(r"\W*(?:căn cứ|theo căn cứ)\b")
_CARRIES_OUT = re.compile(
    r"\W*(?:thực hiện|triển khai|tiếp tục thực hiện|để triển khai|để thực hiện|nhằm triển khai|nhằm thực hiện)\b"
)
_JOIN_WORDS = re.compile(
    r"(?:căn cứ(?: vào| theo)?|;|,|và|được sửa đổi(?:, bổ sung)?(?:[^;.\n]{0,40}?)?(?:bởi|tại|theo)|bổ sung(?: một số điều)?(?: bởi| tại| theo)?)(?: các)?$"
)
_TITLE_LEAD = re.compile(r"(?<!hướng dẫn )(?<!quy định )(?:thực hiện|triển khai|thi hành)(?: (?:theo|các))?$")
_LEAD = 600  # so many characters before a citation say how it is cited: a line may be the whole text


def give_roles(clean: CleanText, mentions: list[Mention], titles: list[tuple[int, int]]) -> None:
    """Legal basis, implements or mention, from the line the citation stands in and the words that lead to it."""
    low = clean.low
    body = _body_start(clean)
    previous: Mention | None = None
    previous_line = last_line = -1
    last_opener: CitationRole | None = None
    for mention in mentions:
        line = clean.line_at(mention.start)
        start, _ = clean.line_span(line)
        lead = low[max(start, mention.start - _LEAD) : mention.start]
        if any(first <= mention.start < last for first, last in titles):
            if _TITLE_LEAD.search(lead.rstrip()) or (
                previous is not None and previous.role == "implements" and lead.endswith(" và ")
            ):
                mention.role = "implements"
            previous, previous_line = mention, line
            continue
        basis = _BASIS.match(low, start, mention.start)
        if mention.start >= body and not (basis and _in_preamble(clean, line)):
            previous, previous_line = mention, line
            continue
        opener: CitationRole | None = None
        if line == last_line:
            opener = last_opener
        elif not lead.strip() and line == last_line + 1 and clean.text[start - 2 : start - 1] in (";", ","):
            opener = last_opener  # a list of bases that goes on in the next line
        elif basis:
            opener = "legal_basis"
        elif _CARRIES_OUT.match(low, start, mention.start):
            opener = "implements"
        last_line, last_opener = line, opener
        if opener:
            same_line = previous is not None and previous_line == line
            floor = previous.end if same_line and previous is not None else start
            if same_line and previous is not None and previous.issuer_span and previous.issuer_span[1] <= mention.start:
                floor = max(floor, previous.issuer_span[1])
            floor = max(floor, mention.start - _LEAD)
            gap = low[
                floor : min(mention.pinpoint_span[0] if mention.pinpoint_span else mention.start, mention.start)
            ].rstrip(' (“"')
            gap = re.sub(r"(?: các)?(?: số:?)?$", "", gap).rstrip()
            if mention.listed and low[floor : mention.start].rstrip(" số").endswith((":", ";", "(", ",", " và")):
                mention.role = opener
            elif not same_line:
                words = gap.lstrip(" -*").split()
                mention.role = opener if len(words) <= 5 else ("mention" if not _JOIN_WORDS.search(gap) else opener)
            elif _JOIN_WORDS.search(gap):
                short = len(gap) < 14 and "sửa đổi" not in gap and not gap.endswith(";")
                if short and previous is not None:
                    mention.role = previous.role
                elif mention.form == "number" or gap.endswith(";") or len(gap) < 40:
                    mention.role = opener  # a name far behind a title belongs to the title
        previous, previous_line = mention, line


_PREAMBLE_LINE = re.compile(r"\W*(?:căn cứ|xét |theo đề nghị|thực hiện|sau khi xem xét)\b")


def _in_preamble(clean: CleanText, line: int) -> bool:
    """Whether a `Căn cứ` line below the first marker stands in a list of legal bases, not in running text."""
    start, end = clean.line_span(line)
    if not clean.text[max(start, end - 4) : end].rstrip().endswith(";"):
        return False
    for other in (line - 1, line + 1):
        if 0 <= other < len(clean.starts) and _PREAMBLE_LINE.match(clean.low, *clean.line_span(other)):
            return True
    return False


_BODY = re.compile(r"^(?:[ivx]{1,4}[./\-]|điều 1\b|phần (?:i|thứ nhất)\b|1\. |chương i\b|a\. )", re.MULTILINE)


def _body_start(clean: CleanText) -> int:
    match = _BODY.search(clean.low)
    return match.start() if match else len(clean.low)
