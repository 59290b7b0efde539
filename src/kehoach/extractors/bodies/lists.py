"""Lists that leave words out: `các Sở: A, B và C`, `UBND các tỉnh: A, B`."""

from __future__ import annotations

import re

from kehoach.extractors.bodies.name import Body, body_of, printed, proper, tail
from kehoach.extractors.bodies.words import words
from kehoach.text.clean import CleanText
from kehoach.text.normal import lower

_PLACES = re.compile(
    r"(?P<post>chủ tịch )?(?P<head>ủy ban nhân dân |ubnd )?(?:các )?(?:tỉnh|thành phố)(?:(?:, | và |/)(?:các )?(?:tỉnh|thành phố))?:? (?!đoàn|ủy)(?=[^\W\d_])"
)


def places(clean: CleanText, at: int, limit: int) -> list[Body]:
    """`Các tỉnh Nghệ An, Quảng Ngãi`, `UBND các tỉnh: A, B`: a body for each named province; empty where none is named."""
    match = _PLACES.match(clean.low, at, limit)
    if match is None:
        return []
    found: list[Body] = []
    position = match.end()
    while clean.text[position : position + 1].isupper():
        if words().head.match(clean.low, position, limit) or words().post.match(clean.low, position, limit):
            break  # the next body of the list
        end = proper(clean, position, limit)
        if end <= position:
            break
        found.append(body_of(clean, position if found else at, end, "people_committee"))
        separator = _NEXT_PLACE.match(clean.low, end, limit)
        if separator is None:
            break
        position = separator.end()
    return found


_NEXT_PLACE = re.compile(r"(?:, và |, | và )(?:tỉnh |thành phố )?")
_ELLIPTIC = re.compile(
    r"(?:(?P<post>giám đốc|thủ trưởng|bộ trưởng|trưởng|lãnh đạo|vụ trưởng|cục trưởng|trưởng các) )?các (?P<head>sở|bộ|phòng|ban|vụ|cục|chi cục|hội|đoàn thể|khoa|trung tâm|công ty)(?:,? (?:ban,? )?ngành)?(?: tỉnh| thành phố)?(?P<colon>:)? (?=[^\W\d_])"
)
_NEXT_FIELD = re.compile(r", và |, | và |; ")


def elliptic(clean: CleanText, at: int, limit: int) -> list[Body]:
    """`Giám đốc các Sở: A, B và C`: one body for each field."""
    match = _ELLIPTIC.match(clean.low, at, limit)
    if match is None:
        return []
    head = clean.text[slice(*match.span("head"))].capitalize()
    post = clean.text[slice(*match.span("post"))].capitalize() + " " if match["post"] else ""
    kind = "official" if post else words().kinds.get(lower(head), "office")
    found: list[Body] = []
    position = match.end()
    while position < limit and clean.text[position].isupper():
        end = _field(clean, position, limit, match["colon"] is not None)
        if end is None:
            break
        found.append(Body(position if found else at, end, f"{post}{head} {printed(clean, position, end)}", kind))
        separator = _NEXT_FIELD.match(clean.low, end, limit)
        if separator is None:
            break
        position = separator.end()
    return found


def _field(clean: CleanText, at: int, limit: int, colon: bool) -> int | None:
    """End of the field at `at`; behind a colon also of one that the lexicon does not know."""
    known = words()
    field = known.field.match(clean.low, at, limit)
    if field is not None:
        return field.end()
    if not colon or known.head.match(clean.low, at, limit) or known.post.match(clean.low, at, limit):
        return None
    end = tail(clean, at - 1, limit)
    return end if end > at and not known.stop.match(clean.low, at, limit) else None


def end_of_list(clean: CleanText, at: int, limit: int) -> int | None:
    """Where the list of fields behind a colon ends: `các Sở: A, B và C`; None where no such list begins at `at`."""
    if clean.low.find("các ", at, min(limit, at + _BEFORE_LIST)) < 0:
        return None
    found = elliptic(clean, at, limit)
    return found[-1].end if found else None


_BEFORE_LIST = 16  # `người đứng đầu các …`
