"""Where a plan comes from: the province of its issuer, then and now, and the lineage that joins an issuer's plans of all years."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from unicodedata import normalize

from kehoach.record import Record
from kehoach.register import Register

_PROVINCE = re.compile(r"(?:tỉnh|thành phố|tp\.?) (?P<name>[^\W\d_]+(?:[ -][^\W\d_]+){0,3})")
_COMMITTEE = re.compile(r"^(?:ubnd|u[ỷy] ban nhân dân|ủy ban nhân dân)\b")
_LEVELS = re.compile(r"\b(?:tỉnh|thành phố|tp\.?|thị xã|huyện|quận|phường|xã|thị trấn)\b")


def province_of(record: Record, register: Register) -> tuple[str | None, str | None]:
    """The province of the issuer on the day of issue, and the one of today that its area belongs to.

    The head is asked first, then the place of issue, the title and the receivers, and at last whose documents it cites: a
    ward's plan names its province where it says what it carries out. A name that is none of the register's is not guessed at.
    """
    day = _day(record)
    for name in _places(record):
        if (found := register.province(name, day)) is not None:
            return found.name, (register.successor_of(found) or found).name
    cited = Counter(
        found.name
        for citation in record.citations
        for name in _named(citation.issuer or "")
        if (found := register.province(name, day)) is not None
    )
    most = cited.most_common(2)
    if not most or (len(most) > 1 and most[0][1] == most[1][1]):
        return None, None
    province = register.province(most[0][0], day)
    assert province is not None
    return province.name, (register.successor_of(province) or province).name


def _day(record: Record) -> date | None:
    issued = record.header.issued
    if issued is None or not issued.edtf[:4].isdigit():
        return None
    year, month, day = (*issued.edtf.split("-"), "XX", "XX")[:3]
    try:
        return date(int(year), int(month) if month.isdigit() else 7, int(day) if day.isdigit() else 1)
    except ValueError:
        return None


def _places(record: Record) -> Iterator[str]:
    """Names that may be a province, the surest first."""
    header = record.header
    for part in (header.issuer, header.parent_issuer):
        if part is not None:
            yield from _named(part.name)
    if header.place is not None:
        yield header.place.name
    if header.title is not None:
        yield from _named(header.title.name)
    for recipient in header.recipients:
        yield from _named(recipient.text)


def _named(words: str) -> Iterator[str]:
    for match in _PROVINCE.finditer(" ".join(words.lower().split())):
        parts = match["name"].split(" ")
        for count in range(len(parts), 0, -1):  # "tỉnh lào cai về việc": the name is the longest that is known
            yield " ".join(parts[:count])


@lru_cache(4096)
def lineage_of(issuer: str, province_now: str | None) -> str:
    """The same for plans of one issuer: its name in small letters without the words of layout, and its province of today."""
    name = " ".join(normalize("NFC", issuer).lower().split())
    name = _COMMITTEE.sub("ủy ban nhân dân", name).replace("uỷ", "ủy")
    return " | ".join(part for part in (_LEVELS.sub("", name).strip(), (province_now or "").lower()) if part)
