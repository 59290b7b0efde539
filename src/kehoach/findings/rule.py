"""What a rule is: a code, a function that looks at one plan, and the words in which it speaks (`findings/rules.toml`)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any, get_args

from kehoach.findings.case import Case
from kehoach.record import Message, Severity, Span


@dataclass(frozen=True, slots=True)
class Raised:
    """What a rule found, in offsets of the source.

    Attributes:
        values: what the rule's message names.
        related: other places that the finding rests on.
    """

    start: int
    end: int
    values: dict[str, str] = field(default_factory=dict)
    related: tuple[Span, ...] = ()


Finder = Callable[[Case], Iterator[Raised]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule with its words and its proof.

    Attributes:
        code: its name, as in `kehoach check --select`.
        severity: `error` where two things in the texts cannot both hold, `warning` where a reviewer would ask,
            `info` for what is worth knowing.
        title: what it looks for.
        message: the finding, with `{names}` of the values a finder gives.
        why: why a reviewer raises it, and what is left alone.
        source: article, fact or practice that it rests on.
        examples, counter_examples: texts in which it speaks, and in which it is silent.
    """

    code: str
    severity: Severity
    title: Message
    message: Message
    why: Message
    source: str
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]
    find: Finder


def as_written(day: str) -> str:
    """A day or month as one writes it in Vietnamese: `2025-03-01` is 01/03/2025; anything else as it is."""
    return "/".join(reversed(day.split("-"))) if _ISO.fullmatch(day) else day


_ISO = re.compile(r"\d{4}-\d\d(?:-\d\d)?")
_FINDERS: dict[str, Finder] = {}


def finds(code: str) -> Callable[[Finder], Finder]:
    """Register a function as the finder of the rule `code`."""

    def register(finder: Finder) -> Finder:
        _FINDERS[code] = finder
        return finder

    return register


@cache
def rules() -> dict[str, Rule]:
    """All rules by code, in the order of `rules.toml`.

    Raises:
        ValueError: a rule lacks its finder or its words, or a finder its rule.
    """
    from kehoach.findings import bodies, citations, coverage, duties, header, pages, structure, targets, times  # noqa: F401

    data: list[dict[str, Any]] = tomllib.loads(files(__package__).joinpath("rules.toml").read_text(encoding="utf-8"))[
        "rule"
    ]
    made = {}
    for entry in data:
        code = entry["code"]
        if code not in _FINDERS or entry["severity"] not in get_args(Severity):
            raise ValueError(f"rules.toml: {code} has no finder or an unknown severity")
        made[code] = Rule(
            code,
            entry["severity"],
            Message(**entry["title"]),
            Message(**entry["message"]),
            Message(**entry["why"]),
            entry["source"],
            tuple(entry["examples"]),
            tuple(entry.get("not", ())),
            _FINDERS[code],
        )
    if missing := _FINDERS.keys() - made.keys():
        raise ValueError(f"rules.toml: no words for {', '.join(sorted(missing))}")
    return made
