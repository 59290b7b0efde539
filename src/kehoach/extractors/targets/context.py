"""What the headings above a statement say of it: an aim, a general aim, a result, or something outside of the plan's words."""

from __future__ import annotations

from enum import Enum

from kehoach.extractors.outline import Item
from kehoach.extractors.targets.words import rule


class Context(Enum):
    """How a statement is to be taken.

    `SPECIFIC` is an aim even without a value, `OBJECTIVES` only with one, `GENERAL` needs a goal word, `RESULTS` never is.
    """

    NONE = "none"
    OBJECTIVES = "objectives"
    SPECIFIC = "specific"
    GENERAL = "general"
    RESULTS = "results"
    OUTSIDE = "outside"


def contexts(sections: list[Item], above: list[int | None]) -> list[Context]:
    """The context of each section, its own heading before those above it."""
    general_below = {above[i] for i, s in enumerate(sections) if s.title and rule("general").search(s.title.lower())}
    found: list[Context] = []
    for index, section in enumerate(sections):
        inherited = found[above[index]] if above[index] is not None else Context.NONE  # type: ignore[index]
        own = _of_heading(section, index in general_below) if section.title else None
        if own is None:
            own = (
                Context.NONE
                if section.kind in _ENDS and section.title and inherited is not Context.RESULTS
                else inherited
            )
        found.append(own)
    return found


_ENDS = ("tasks", "budget", "organisation", "reporting", "requirements")


def _of_heading(section: Item, has_general: bool) -> Context | None:
    title = section.title.lower() if section.title else ""
    if section.kind == "recipients":
        return Context.OUTSIDE
    if rule("rewards").search(title):
        return Context.OUTSIDE
    if rule("results").search(title):
        return Context.RESULTS
    if rule("general").search(title):
        return Context.GENERAL
    if rule("vision").search(title):
        return Context.OBJECTIVES
    if rule("objectives").search(title):
        if "cụ thể" in title or "chỉ tiêu" in title:
            return Context.SPECIFIC
        return Context.OBJECTIVES if has_general else Context.SPECIFIC
    return None
