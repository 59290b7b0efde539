"""Reads the names of bodies and office holders in running text, one or a list of them.

Names hold commas, dashes and `và` (`Sở Văn hóa, Thể thao và Du lịch`), lists leave the head out (`Giám đốc các Sở: A, B và C`),
and a list of units belongs to one head (`UBND các xã, phường`). A name is read from a place where one is expected – a
heading, the start of a sentence, behind `giao` or `phối hợp với` – so that `giao thông` or `ban hành` never becomes one.
"""

from __future__ import annotations

import re

from kehoach.extractors.bodies.lists import elliptic, places
from kehoach.extractors.bodies.name import Body, body_of, closed, goes_on, one, tail
from kehoach.extractors.bodies.words import SYLLABLE, words
from kehoach.text.clean import CleanText

__all__ = ["Body", "bodies", "in_full", "may_open", "subjects"]

_SEPARATOR = re.compile(r"(?: ?[,;] ?(?:và |cùng )?| và | hoặc | cùng(?: với)? |/| ?\n)(?:các (?=đồng chí|ông))?")


def may_open(low: str, at: int) -> bool:
    """Whether the syllable at `at` opens the name of any body: a cheap look before the names are tried."""
    match = SYLLABLE.match(low, at)
    return match is not None and match[0] in words().first


def _next(clean: CleanText, at: int, limit: int) -> list[Body]:
    """The name, or the short list under one head, at `at`."""
    several = elliptic(clean, at, limit) or places(clean, at, limit)
    if several:
        return several
    body = one(clean, at, limit)
    return [body] if body is not None else []


def bodies(clean: CleanText, at: int, limit: int) -> list[Body]:
    """The bodies of the list that begins at `at`, not beyond `limit`; empty where no body is named there."""
    if not may_open(clean.low, at):
        return []
    found: list[Body] = []
    while at < limit:
        several = _next(clean, at, limit)
        if not several:
            break
        found += several
        separator = _SEPARATOR.match(clean.low, several[-1].end, limit)
        if separator is None:
            full = in_full(clean, several[-1], limit)
            separator = _SEPARATOR.match(clean.low, full.end, limit)
            if separator is None or not _lists_on(clean, separator.end(), limit):
                break
            found[-1] = full  # các doanh nghiệp viễn thông, Sở Y tế: the list shows where the name ends
        if separator.end() <= at:
            break
        at = separator.end()
    return found


def _lists_on(clean: CleanText, at: int, limit: int) -> bool:
    """Whether a body of the same list stands at `at`: one that is named, or of which is said which."""
    if at >= limit or not may_open(clean.low, at):
        return False
    following = _next(clean, at, limit)
    return bool(following) and (
        following[0].kind != "generic" or clean.low.startswith("các ", at) or closed(clean, following[0])
    )


def in_full(clean: CleanText, body: Body, limit: int) -> Body:
    """A generic body with the words that say which: `các cơ sở` of `các cơ sở giam giữ phạm nhân`."""
    if body.kind != "generic" or closed(clean, body) or not goes_on(clean.low, body.end, limit):
        return body
    return body_of(clean, body.start, tail(clean, body.end, limit), body.kind)


_PARTS = re.compile(r"(?:, và |,? và (?:các )?(?=[^\W\d])|[,;] ?|/(?=\S))")
_LONGEST_REGION = 700


def subjects(clean: CleanText, at: int, end: int) -> list[Body]:
    """The bodies of `at:end`, all of which is known to be a list of names: what no body opens belongs to the one before it."""
    found: list[Body] = []
    if end - at > _LONGEST_REGION:
        return found
    while at < end:
        named = _next(clean, at, end)
        if not named and not found:
            return []
        if named:
            found += named
            at = named[-1].end
        parted = _PARTS.match(clean.low, at, end)
        if parted is None:
            parted = _PARTS.search(clean.low, at, end)
            stop = parted.start() if parted else end
            while stop > at and clean.low[stop - 1] in " .:,;(":
                stop -= 1
            last = found[-1]
            if stop > last.end:
                found[-1] = body_of(clean, last.start, stop, last.kind)
        at = parted.end() if parted else end
    return found
