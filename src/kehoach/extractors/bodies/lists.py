"""Lists that leave words out: `các Sở: A, B và C`, `UBND các tỉnh: A, B`."""

from __future__ import annotations

import re

from kehoach.extractors.bodies.name import Body, body_of, printed, proper
from kehoach.extractors.bodies.words import words
from kehoach.text.clean import CleanText
from kehoach.text.normal import lower

_PLACES = re.compile(
    r"(?P<post>chủ tịch )?(?P<head>ủy ban nhân dân |ubnd )?(?:các )?(?:tỉnh|thành phố)(?:(?:, | và |/)(?:các )?(?:tỉnh|thành phố))?:? (?=[^\W\d_])"
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
    r"(?:(?P<post>giám đốc|thủ trưởng|bộ trưởng|trưởng|lãnh đạo|vụ trưởng|cục trưởng|trưởng các) )?các (?P<head>sở|bộ|phòng|ban|vụ|cục|hội|đoàn thể|khoa|trung tâm)(?P<more>,? (?:ban,? )?ngành)?(?: tỉnh| thành phố)?:? (?=[a-zà-ỹđ])"
)
_NEXT_FIELD = re.compile(r", và |, | và |; ")


def elliptic(clean: CleanText, at: int, limit: int) -> list[Body]:
    """`Giám đốc các Sở: A, B và C`: one body for each field."""
    match = _ELLIPTIC.match(clean.low, at, limit)
    if match is None:
        return []
    known = words()
    head = clean.text[slice(*match.span("head"))].capitalize()
    post = clean.text[slice(*match.span("post"))].capitalize() + " " if match["post"] else ""
    kind = "official" if post else known.kinds.get(lower(head), "office")
    found: list[Body] = []
    position = match.end()
    while (
        position < limit and (field := known.field.match(clean.low, position, limit)) and clean.text[position].isupper()
    ):
        end = field.end()
        found.append(Body(position if found else at, end, f"{post}{head} {printed(clean, position, end)}", kind))
        separator = _NEXT_FIELD.match(clean.low, end, limit)
        if separator is None:
            break
        position = separator.end()
    return found
