"""The two columns over the title: number, place and date, whatever way they were flattened."""

from __future__ import annotations

import re

from kehoach.extractors.citations.numbers import normalise_number
from kehoach.extractors.header.head import Head
from kehoach.extractors.header.issuer import read_issuer
from kehoach.text.clean import CleanText
from kehoach.text.normal import lower

_MOTTO = re.compile(
    r"cộng\s*h[oòóö][aàá]\s*xã\s*hội\s*chủ\s*nghĩa\s*việt\s*nam|đảng\s*cộng\s*sản\s*việt\s*nam"
    r"|độc\s*lập\s*[-.]?\s*tự\s*do\s*[-.]?\s*hạnh\s*phúc"
)
_AUTHENTICATED = "xác thực văn bản hợp nhất"
_RIGHT_COLUMN = re.compile(f"{_MOTTO.pattern}|{_AUTHENTICATED}")
# the date line, found by its "ngày"; the place stands before it on the line
_DATE_LINE = re.compile(
    r"ngày(?: ?\d{1,2}(?!\d)|[ .…_]*)(?: ?\([^)\n]*\))?,? ?(?:tháng ?(?:\d{1,2}(?!\d)|[ .…_]*),? ?(?:năm ?(?:\d{4}|20[.…_ ]*|[.…_ ]*))?|[/.\-] ?\d{1,2} ?[/.\-] ?\d{4})"
)
_PLACE = re.compile(r"(?P<place>[^\n,;:|/()]{2,60}?), ?$")
_NUMBER_LINE = re.compile(
    r"(?:(?:kế hoạch|quyết định|nghị quyết|nghị định|thông tư|chỉ thị|luật|hướng dẫn) )?số(?: hiệu)?[ :.]*(?P<number>"
    r"[.…_ ]*(?P<serial>\d{1,5}(?:\.\d{1,3})?[a-zđ]?)?[.…_ ]*(?P<rest>(?:/ ?\d{4} ?)?[/\-] ?[a-zđ][\w&.]*(?: ?[-/&] ?[a-zđ\d][\w&.]*)*)?)"
)


def read_own_line(clean: CleanText, head: Head, floor: int, start: int) -> None:
    """Issuer, number and date that are printed once more over an attached document."""
    begin = max(floor, start - 500)
    window = clean.low[begin:start]
    motto = _MOTTO.search(window)
    if motto is None:
        return
    line = clean.line_at(begin + motto.start())
    zone = clean.starts[max(0, line - 3)]
    read_columns(clean, head, max(floor, zone), start)


def read_authentication(clean: CleanText, head: Head) -> None:
    """Number, place, date and body of a consolidated text, which stand at its end (Pháp lệnh 01/2012/UBTVQH13)."""
    at = clean.low.rfind(_AUTHENTICATED)
    if at >= 0:
        line = clean.line_at(at)
        read_columns(clean, head, clean.starts[max(0, line - 3)], min(len(clean.text), at + 600))


def read_columns(clean: CleanText, head: Head, begin: int, end: int) -> bool:
    """Read number, place, date and issuer from the zone over the title; True where the motto stands in it."""
    low = clean.low[begin:end]
    text = clean.text[begin:end]
    blank = list(text)

    def take(start: int, stop: int) -> None:
        for at in range(start, stop):
            if blank[at] != "\n":
                blank[at] = "\x00"

    mottos = list(_RIGHT_COLUMN.finditer(low))
    for match in mottos:
        take(*match.span())
    rest = "".join(blank)
    small = lower(rest)
    top = 0
    if mottos:
        # menus and notices of a page stand before the head
        line = text.rfind("\n", 0, mottos[0].start())
        for _ in range(5):
            if line < 0:
                break
            line = text.rfind("\n", 0, line)
        top = max(0, line)
    number = None
    for match in _NUMBER_LINE.finditer(small, top):
        if not match["rest"] and not (match["serial"] and mottos):
            continue
        before = rest[rest.rfind("\n", 0, match.start()) + 1 : match.start()]
        led = before.strip(" \x00|*#/-_")
        if led and not (mottos and led.isupper()):
            continue
        if not mottos and not match[0].startswith("số"):
            continue  # without the motto beside it only a line that opens with "Số" is the document's own number
        if match["serial"] is None and "/" not in (match["rest"] or "") and "-" not in (match["rest"] or ""):
            continue
        number = match
        break
    if number is not None:
        start, stop = number.span("number")
        while text[start] in " .…_:" and start < stop:
            start += 1
        while text[stop - 1] in " .,-_…" and stop > start:
            stop -= 1
        if stop > start:
            head.number_span = (begin + start, begin + stop)
            head.number = _own_number(text[start:stop], number["serial"])
            take(number.start(), number.end())
    rest = "".join(blank)
    if (found := _date_line(rest, top)) and (mottos or number is not None):
        start, stop, first, last = found
        while start < stop and not rest[start].isalpha():
            start += 1
        words = rest[start:stop]
        cut = words.rfind("\x00")
        if cut >= 0:
            start += cut + 1
        while start < stop and not rest[start].isalpha():
            start += 1
        line = rest.rfind("\n", 0, max(0, start - 1))
        if (
            start
            and rest[start - 1] == "\n"
            and re.fullmatch(r"(?:[A-ZĐ][a-zà-ỹđ]+ ?){1,3}", rest[line + 1 : start - 1])
        ):
            start = line + 1  # a place that was broken over two lines
        if stop > start:
            head.place = (begin + start, begin + stop, " ".join(text[start:stop].split()))
        while text[last - 1] in " .…_,":
            last -= 1
        head.issued_span = (begin + first, begin + last)
        head.issued = _issued(text[first:last])
        take(start, last)
    if mottos or number is not None:
        limit = number.start() if number is not None and number.start() > top else len(text)
        read_issuer(clean, head, "".join(blank), begin, top, limit, bool(mottos))
    return bool(mottos)


def _date_line(rest: str, top: int) -> tuple[int, int, int, int] | None:
    """Place and date of the first date line: start and end of each."""
    small = lower(rest)
    at = small.find("ngày", top)
    while at >= 0:
        place = _PLACE.search(rest, max(top, at - 66), at)
        date = _DATE_LINE.match(small, at) if place else None
        if place and date:
            return *place.span("place"), *date.span()
        at = small.find("ngày", at + 4)
    return None


PARTY_NUMBER = re.compile(r"\d*-[A-ZĐ][A-Za-zĐđ]*/")  # 16-KH/ĐU, and -KH/ĐU before it is numbered


def _own_number(printed: str, serial: str | None) -> str:
    number = normalise_number(printed.strip(" .…_"))
    if serial is None and not number.startswith("/") and not PARTY_NUMBER.match(number):
        number = "/" + number.lstrip("-")
    return re.sub(r"^[.…_]+", "", number)


_ISSUED = re.compile(
    r"ngày(?: ?(?P<d>\d{1,2})|[ .…_]*)?(?: ?\([^)]*\))?[ ,]*(?:tháng(?: ?(?P<m>\d{1,2})|[ .…_]*)[ ,]*(?:năm ?(?P<y>\d{4})?)?|[/.\-] ?(?P<m2>\d{1,2}) ?[/.\-] ?(?P<y2>\d{4}))",
    re.IGNORECASE,
)


def _issued(text: str) -> str:
    match = _ISSUED.match(text)
    if match is None:
        return "XXXX-XX-XX"
    year = match["y"] or match["y2"] or "XXXX"
    month = match["m"] or match["m2"]
    day = match["d"]
    return (
        f"{year}-{int(month):02d}-{int(day):02d}"
        if month and day
        else (f"{year}-{int(month):02d}-XX" if month else f"{year}-XX-{int(day):02d}" if day else f"{year}-XX-XX")
    )
