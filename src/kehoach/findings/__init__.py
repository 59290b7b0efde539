"""What a careful reviewer would raise: one small rule for each code.

A rule's words, severity and examples stand in `rules.toml`, its function in the module of its subject; `rules()` joins them.
Wording is neutral: what disagrees with what, never who is wrong.
"""

from __future__ import annotations

from kehoach.extractors.ids import Identifiers
from kehoach.extractors.plan import Reading
from kehoach.findings.case import Case
from kehoach.findings.rule import Raised, Rule, as_written, rules
from kehoach.record import Finding, Message
from kehoach.register import Register

__all__ = ["Case", "Raised", "Rule", "review", "rules"]


def review(reading: Reading, register: Register) -> tuple[Finding, ...]:
    """The findings of one plan, in the order of the text."""
    case = Case(reading, register)
    source = reading.clean.source
    ids = Identifiers(source)
    found: list[Finding] = []
    for rule in rules().values():
        seen: set[tuple[int, int]] = set()
        for raised in rule.find(case):
            if (raised.start, raised.end) in seen or raised.start >= raised.end:
                continue  # said already, or there is no text that could show it
            seen.add((raised.start, raised.end))
            in_vietnamese = {name: as_written(value) for name, value in raised.values.items()}
            message = Message(rule.message.vi.format(**in_vietnamese), rule.message.en.format(**raised.values))
            found.append(
                Finding(
                    source[raised.start : raised.end],
                    raised.start,
                    raised.end,
                    id=ids("f", raised.start, raised.end, rule.code),
                    code=rule.code,
                    severity=rule.severity,
                    message=message,
                    related=raised.related,
                )
            )
    found.sort(key=lambda f: (f.start, f.end, f.code))
    return tuple(found)
