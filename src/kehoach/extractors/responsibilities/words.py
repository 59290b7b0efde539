"""The rules of `lexicon/duties.toml`: which role a duty's verb gives, and who its partners are."""

from __future__ import annotations

import re
from functools import cache

from kehoach.extractors.bodies import Body, bodies, in_full
from kehoach.lexicon import patterns
from kehoach.record import ResponsibilityRole
from kehoach.text.clean import CleanText


@cache
def rule(name: str) -> re.Pattern[str]:
    """The compiled rule of that id."""
    return patterns("duties")[name]


_ROLES: tuple[ResponsibilityRole, ...] = ("lead", "coordinate", "advise", "fund", "monitor", "report")
_LONGEST = 420


def role_of(low: str, start: int, end: int) -> ResponsibilityRole:
    """The role that the duty `low[start:end]` gives, by its first verb."""
    words = low[start : min(end, start + _LONGEST)]
    for role in _ROLES:
        if rule(role).match(words):
            return role
    return "implement"


def partners_of(clean: CleanText, start: int, end: int) -> list[Body]:
    """The bodies that the duty names behind `phối hợp với`."""
    found: list[Body] = []
    for match in rule("partners").finditer(clean.low, start, end):
        named = bodies(clean, match.end(), end)
        if named:
            named[-1] = in_full(clean, named[-1], end)
        found += [body for body in named if all(body.start != other.start for other in found)]
    return found


def verb_at(clean: CleanText, at: int, end: int) -> bool:
    verb = rule("verb").match(clean.low, at, end)
    return verb is not None and clean.text[verb.start("x")].islower()


def verb_in(clean: CleanText, start: int, end: int) -> bool:
    """Whether a duty's verb stands in the range; a word with a capital belongs to a name."""
    return any(clean.text[m.start("x")].islower() for m in rule("verb").finditer(clean.low, start, end))
