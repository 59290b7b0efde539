"""What is judged: each statement of a plan with its context, as tokens.

A statement is a sentence or list item, or a row of a table. Its context is the headings above it, the words that
introduce its list, and a table's header. Places, years, percentages, ratios, document numbers and other figures are
masked, so that what is learned of one province and year holds for all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kehoach.extractors.plan import Reading
from kehoach.record import SectionKind
from kehoach.text.clean import CleanText

NEAREST = 3
"""So many headings above a statement count as its context, the innermost ones."""
BEFORE = 160
"""So many characters of what stands before a statement on its line count as its context."""


@dataclass(frozen=True, slots=True)
class Context:
    """What stands above a statement, the same for all statements of a list.

    Attributes:
        headings, lead_in: in small letters, places masked.
        kinds: of the sections above, the innermost first.
    """

    headings: str
    lead_in: str
    kinds: tuple[SectionKind, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement in the offsets of the cleaned text.

    Attributes:
        low: its words in small letters, places masked.
        before: the end of the sentence before it on the same line, of which it may be the rest: `…; năm 2030 là 76 %`.
        row: whether it is a row of a table.
    """

    start: int
    end: int
    low: str
    context: Context
    before: str = ""
    row: bool = False


_PLACE = re.compile(
    r"\b(?:[Tt]ỉnh|[Tt]hành phố|[Tt]hị xã|[Tt]hị trấn|[Hh]uyện|[Qq]uận|[Xx]ã|[Pp]hường|[Đđ]ặc khu|TP\.?|TX\.?|TỈNH|HUYỆN|XÃ|PHƯỜNG|THÀNH PHỐ)"
    r" ((?-i:[A-ZÀ-ỸĐ])[^\W\d_]*(?:(?: - | )[A-ZÀ-ỸĐ][^\W\d_]*){0,3})"
)
MASK = "\u0180"  # a letter that Vietnamese does not have; a masked name keeps its length


def _masked(clean: CleanText) -> str:
    """The cleaned text in small letters, with the names of places as runs of `MASK`."""
    low = clean.low
    pieces = []
    at = 0
    for match in _PLACE.finditer(clean.text):
        start, end = match.span(1)
        if not clean.text[start].isupper():
            continue
        # the class of capitals holds small letters too: what is no capital ends the name
        name = []
        for word in match[1].split(" "):
            if word != "-" and not word[:1].isupper():
                break
            name.append(word)
        end = start + len(" ".join(name).rstrip(" -"))
        pieces += [low[at:start], MASK * (end - start)]
        at = end
    return "".join((*pieces, low[at:]))


def statements(reading: Reading, *, masked: bool = True) -> list[Statement]:
    """The statements of a plan in the order of the text.

    Args:
        masked: whether names of places are masked; a first look at a plan needs none.
    """
    low = _masked(reading.clean) if masked else reading.clean.low
    sections = reading.sections
    above: list[tuple[str, tuple[SectionKind, ...]]] = []
    path: list[tuple[int, str, SectionKind]] = []
    for section in sections:
        while path and path[-1][0] >= section.level:
            path.pop()
        if section.title is not None:
            path.append((section.level, low[section.start : section.end], section.kind))
        nearest = path[-NEAREST:]
        above.append((" | ".join(words for _, words, _ in nearest), tuple(kind for _, _, kind in reversed(path))))
    contexts: dict[tuple[int | None, tuple[int, int] | None], Context] = {}
    in_tables = [(table.start, table.end) for table in reading.tables]
    found: list[Statement] = []
    grid = 0
    line, last = -1, 0
    title = reading.record.header.title
    begin = reading.clean.derived(title.end) if title is not None else 0  # what stands above is no statement
    for piece in reading.statements:
        if piece.start < begin:
            continue
        while grid < len(in_tables) and in_tables[grid][1] <= piece.start:
            grid += 1
        if grid < len(in_tables) and in_tables[grid][0] <= piece.start:
            continue
        key = (piece.section, piece.lead_in)
        context = contexts.get(key)
        if context is None:
            headings, kinds = above[piece.section] if piece.section is not None else ("", ())
            lead_in = low[slice(*piece.lead_in)] if piece.lead_in else ""
            context = contexts[key] = Context(headings, lead_in, kinds)
        before = ""
        if piece.line == line:
            before = low[max(last, piece.start - BEFORE) : piece.start]
        else:
            line = piece.line
            last = piece.start
        found.append(Statement(piece.start, piece.end, low[piece.start : piece.end], context, before))
    if reading.tables:
        found += _rows(reading, low, above)
        found.sort(key=lambda s: s.start)
    return found


def _rows(reading: Reading, low: str, above: list[tuple[str, tuple[SectionKind, ...]]]) -> list[Statement]:
    rows = []
    at = -1
    for table in reading.tables:
        while at + 1 < len(reading.sections) and reading.sections[at + 1].start < table.start:
            at += 1
        headings, kinds = above[at] if at >= 0 else ("", ())
        context = Context(headings, " | ".join(table.header), kinds)
        for row in table.rows:
            filled = [cell for cell in row if cell[1] > cell[0]]
            if filled:
                start, end = filled[0][0], filled[-1][1]
                rows.append(Statement(start, end, low[start:end], context, row=True))
    return rows


# --- tokens ---------------------------------------------------------------------------------------------------------

_TOKEN = re.compile(r"[^\W\d_]+|\d[\d.,/\-]*(?: ?%[o0]?)?(?:[a-zđ/-]*[a-zđ])?|‰")
_MASKED = re.compile(rf"[\d{MASK}]")
_YEAR = re.compile(r"(?:19|20)\d\d")


def tokens(low: str) -> list[str]:
    """The syllables of a text, its figures masked by what they are.

    `#y` a year, `#%` a percentage, `#2` `#3` `#5` a ratio to 100, 1,000 or 100,000, `#d` a date, `#q` a document's
    number, `#n` another number, `#p` the name of a place.
    """
    words: list[str] = _TOKEN.findall(low)
    if not _MASKED.search(low):
        return words
    found = []
    last = ""
    for word in words:
        first = word[0]
        if first.isdigit():
            word = _figure(word)
        elif first == MASK:
            word = "#p"
        if word[0] == "#" and word == last:
            continue  # a name of several words, a list of years
        found.append(word)
        last = word
    return found


def _figure(word: str) -> str:
    if "%" in word:
        return "#%"
    if "/" in word:
        ratio = word[word.rindex("/") + 1 :].rstrip(".,-")
        plain = ratio.replace(".", "").replace(",", "")
        if plain == "100":
            return "#2"
        if plain == "1000":
            return "#3"
        if plain == "100000":
            return "#5"
        return "#q" if not plain.isdigit() else "#d"
    if _YEAR.match(word):
        return "#y"
    return "#n"
