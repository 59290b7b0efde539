"""Reads the head and foot of a document: type, number, issuer, place and date, title; recipients and signatory.

The head of a Vietnamese document has two columns (Nghị định 30/2020/NĐ-CP, appendix I); text files flatten them in every
way: side by side on one line, one after the other, broken inside a word group, with lone `|` between. The right column's
fixed phrases (quốc hiệu, tiêu ngữ) and the date line are taken out first; what is left is the left column.

A file may hold several documents: a decision and the plan it issues. `read` returns the first one's header and those of
the documents attached to it. A text without any of these parts (a news page) has a header of nulls.
"""

from __future__ import annotations

from kehoach.extractors.citations.types import type_names
from kehoach.extractors.header.columns import PARTY_NUMBER, read_authentication, read_columns, read_own_line
from kehoach.extractors.header.foot import read_foot
from kehoach.extractors.header.head import Head
from kehoach.extractors.header.title import read_title
from kehoach.extractors.header.types import by_number, is_attached, official_letter, type_lines
from kehoach.record import Header, HeadType, Issued, Named, Number, Signatory, Span
from kehoach.text.clean import CleanText


def scan(clean: CleanText) -> list[Head]:
    """The heads in the file: the first document's, then those of documents attached to it."""
    types = type_lines(clean)
    head = Head()
    first = types[0] if types else None
    zone_end = first[0] if first else min(len(clean.text), 1500)
    has_motto = read_columns(clean, head, 0, zone_end)
    if first is None and not has_motto and head.number_span is None:
        read_foot(clean, head, 0, len(clean.text))
        return [head]
    if first is not None:
        head.type_span = (first[0], first[1])
        head.code = first[2]
        head.title_span = read_title(clean, first[1])
        _cut_title(clean, head)
    elif head.number is not None:
        official_letter(clean, head)
        if head.code is None:
            by_number(clean, head)
    if head.number_span is None:
        read_authentication(clean, head)
    heads = [head]
    starts = [0]
    for start, end, code in types[1:]:
        if is_attached(clean, start, end, code):
            other = Head(type_span=(start, end), code=code)
            other.title_span = read_title(clean, end)
            last = heads[-1].title_span or heads[-1].type_span or (0, 0)
            read_own_line(clean, other, last[1], start)
            heads.append(other)
            starts.append(start)
    starts.append(len(clean.text))
    for index, one in enumerate(heads):
        read_foot(clean, one, starts[index], starts[index + 1])
    return heads


def _cut_title(clean: CleanText, head: Head) -> None:
    """Take from the title what was joined to it: the body that decides, the first sentence of a consolidated text."""
    if head.title_span is None or head.type_span is None:
        return
    start, end = head.title_span
    title = clean.text[start:end]
    if head.issuer is not None and title.isupper() and title.endswith(body := " " + head.issuer[2]):
        line_start = clean.source[: clean.span(end - len(body) + 1, end)[0]].rstrip(" *|").endswith("\n")
        if line_start and not title[: -len(body)].endswith((" CỦA", " VÀ", ",", "-")):
            end -= len(body)
    # "Thông tư số 4/2019/TT-BYT ngày … hướng dẫn [the title again], có hiệu lực từ …"
    low = clean.low[start:end]
    again = low.find(low[:_REPEATED], _REPEATED) if len(low) > 2 * _REPEATED else -1
    named = low.rfind(f" {clean.low[slice(*head.type_span)]} số ", 0, again) if again >= 0 else -1
    if named > 0:
        end = start + named
    head.title_span = (start, end)


_REPEATED = 30  # so many characters of a title do not stand in it twice


def own_numbers(heads: list[Head]) -> set[str]:
    """Normalised numbers of the documents in the file."""
    return {head.number for head in heads if head.number and head.number[0] not in "/-"}


def own_codes(heads: list[Head]) -> set[str]:
    """Type codes of the documents in the file."""
    return {head.code for head in heads if head.code}


def finish(clean: CleanText, head: Head) -> Header:
    """The header with its spans in the source."""
    source = clean.source

    def place(start: int, end: int) -> tuple[str, int, int]:
        first, last = clean.span(start, end)
        return source[first:last], first, last

    def named(item: tuple[int, int, str] | None) -> Named | None:
        return Named(*place(item[0], item[1]), name=item[2]) if item else None

    number = None
    if head.number_span is not None and head.number is not None:
        first, _, symbol = head.number.rpartition("/")
        serial, year = first, None
        if "/" in first:
            serial, _, middle = first.partition("/")
            year = int(middle) if middle.isdigit() else None
        if PARTY_NUMBER.match(head.number):
            serial, _, letters = first.partition("-")
            symbol = f"{letters}/{symbol}"
        number = Number(
            *place(*head.number_span),
            serial=serial or None,
            year=year,
            symbol=symbol or None,
            normalised=head.number,
            complete=bool(serial) and bool(symbol),
        )
    kind: HeadType | None = None
    if head.type_span is not None and head.code is not None:
        kind = HeadType(*place(*head.type_span), code=head.code, name=type_names().get(head.code, head.code))
    issued = Issued(*place(*head.issued_span), edtf=head.issued or "") if head.issued_span else None
    title = None
    if head.title_span is not None:
        title = Named(*place(*head.title_span), name=" ".join(clean.text[slice(*head.title_span)].split()))
    signatory = None
    if head.signatory is not None:
        signatory = Signatory(
            *place(head.signatory[0], head.signatory[1]),
            name=head.signatory[2],
            position=head.position,
            authority=head.authority,
        )
    return Header(
        kind,
        number,
        named(head.issuer),
        named(head.parent),
        named(head.place),
        issued,
        title,
        tuple(Span(*place(*r)) for r in head.recipients),
        signatory,
    )
