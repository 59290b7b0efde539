"""The features of a statement, by name: what the model is trained on and what it is scored with.

- `w:` syllables and pairs of syllables of the statement, masked (`tokens`);
- `c:` runs of two to five letters inside a syllable, for words that no plan has spelled that way before;
- `b:` syllables of the sentence before it on its line;
- `h:` syllables and pairs of the nearest headings, `l:` of the words that introduce the list or head the table;
- `r:` signs by rule: kinds of the sections above, what other extractors found there, how each item's words stand.

`w:` and `c:` count with one over the root of the statement's length in tokens, `b:`, `h:` and `l:` with that of their own, `r:`
with one. All is linear, so that a field that many statements share is scored once.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass

from kehoach.coverage.lexical import Lexicon
from kehoach.coverage.statements import Context, Statement, tokens

SHORTEST, LONGEST = 2, 5
_YEARS = re.compile(r"\b(?:19|20)\d\d\b")


@dataclass(frozen=True, slots=True)
class Signs:
    """What other extractors found in a statement.

    Attributes:
        units: of the values of targets in it, as `percent`, `per100000`, `times`, `count`; empty where none stands.
        aim: whether it holds a target without a value.
        duty, report, money, cites: whether a responsibility, a report, a source of money, a citation stands in it.
        dated: whether a date stands in it.
    """

    units: frozenset[str] = frozenset()
    aim: bool = False
    duty: bool = False
    report: bool = False
    money: bool = False
    cites: bool = False
    dated: bool = False


def words_of(statement: Statement) -> list[str]:
    """The names of the statement's own words, `w:`, in order."""
    found = tokens(statement.low)
    return [f"w:{word}" for word in found] + [f"w:{a} {b}" for a, b in itertools.pairwise(found)]


def letters_of(syllable: str) -> list[str]:
    """The names of a syllable's runs of letters, `c:`; the syllable is bounded by blanks."""
    if syllable[0] == "#":
        return []
    bounded = f" {syllable} "
    size = len(bounded)
    return [f"c:{bounded[at : at + n]}" for n in range(SHORTEST, min(LONGEST, size) + 1) for at in range(size - n + 1)]


def context_of(context: Context) -> tuple[list[str], list[str]]:
    """The names of what stands above: headings and lead-in."""
    above = tokens(context.headings)
    lead = tokens(context.lead_in)
    return (
        [f"h:{word}" for word in above] + [f"h:{a} {b}" for a, b in itertools.pairwise(above)],
        [f"l:{word}" for word in lead] + [f"l:{a} {b}" for a, b in itertools.pairwise(lead)],
    )


def before_of(statement: Statement) -> tuple[list[str], float]:
    """The names of the words before the statement on its line, `b:`, and the value of each."""
    if not statement.before:
        return [], 1.0
    found = tokens(statement.before)
    return [f"b:{word}" for word in found], 1.0 / max(1, len(found)) ** 0.5


def kinds_of(context: Context) -> list[str]:
    """Signs of the sections above."""
    names = [f"r:in {kind}" for kind in sorted(set(context.kinds))]
    if context.kinds:
        names.append(f"r:nearest {context.kinds[0]}")
    return names


def signs_of(lexicon: Lexicon, signs: Signs, statement: Statement) -> list[str]:
    """Signs of what else was found in the statement."""
    names = [f"r:unit {unit}" for unit in sorted(signs.units)]
    for name in ("aim", "duty", "report", "money", "cites", "dated"):
        if getattr(signs, name):
            names.append(f"r:{name}")
    if signs.units:
        names.append("r:value")
    if statement.row:
        names.append("r:row")
    years = _YEARS.findall(statement.low)
    begins = lexicon.framework.years
    if years and begins is not None and int(max(years)) < begins[0]:  # an older strategy, or the past
        names.append("r:years before the strategy")
    return names


def matches_of(lexicon: Lexicon, statement: Statement, opened: set[int]) -> list[str]:
    """Signs of how the items' words stand in the statement; `opened` are the items that its telling words open."""
    names = ["r:subject"] if lexicon.about(statement.low) else []
    for index in sorted(opened):
        item = lexicon.items[index]
        match = lexicon.match(item, statement)
        if match.own == 1.0:
            names.append(f"r:must {item.id}" if not match.barred else f"r:must not {item.id}")
        elif match.all == 1.0:
            names.append(f"r:must above {item.id}")
        elif match.barred:
            names.append(f"r:not {item.id}")
        if match.first_before:
            names.append(f"r:before {item.id}")
    return names


def named(lexicon: Lexicon, statement: Statement, signs: Signs, opened: set[int]) -> dict[str, float]:
    """All features of a statement with their values; the plain way, which the scorer's fast one must equal."""
    found: dict[str, float] = {}

    def add(names: list[str], value: float) -> None:
        for name in names:
            found[name] = found.get(name, 0.0) + value

    own = tokens(statement.low)
    scale = 1.0 / max(1, len(own)) ** 0.5
    add(words_of(statement), scale)
    for syllable in own:
        add(letters_of(syllable), scale)
    above, lead = context_of(statement.context)
    add(above, 1.0 / max(1, len(tokens(statement.context.headings))) ** 0.5)
    add(lead, 1.0 / max(1, len(tokens(statement.context.lead_in))) ** 0.5)
    add(*before_of(statement))
    signed = kinds_of(statement.context) + signs_of(lexicon, signs, statement) + matches_of(lexicon, statement, opened)
    add(signed, 1.0)
    return found
