"""Faulty copies of clean plans, one defect a copy, and how many of them the findings name.

Each kind of defect is what is left when an older plan is carried over or a draft is changed in one place and not in the
other. Where a defect goes is told by the gold marks (of a real document without marks of a kind: by plain patterns that
know nothing of the library), so that what the extractors overlook is not passed over here as well. The random generator
is seeded by plan and kind. A defect is found where a finding of the expected code touches the edited place (what is
missing: stands anywhere) and the clean plan has none there.

python -m benchmarks.defects                      our own plans
python -m benchmarks.defects --plans DIR          and the real plans of the gold, part dev (--part test for the other)
python -m benchmarks.defects --kind event-year --show-missed
"""

from __future__ import annotations

import argparse
import bisect
import calendar
import itertools
import math
import random
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from benchmarks import gold
from benchmarks.gold import Gold
from benchmarks.noise import Edit
from kehoach import extract
from kehoach.record import Finding
from kehoach.register import Body, Province, Register
from kehoach.text.normal import fold

COPIES = 2
SURE = ("confirmed", "confirmed_secondary")
Mark = dict[str, Any]
Range = tuple[int, int]


# --- edits ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Fault:
    """A defect in the offsets of the clean text.

    Attributes:
        edits: in order, apart from each other.
        places: where a finding may stand besides the edited places; None: anywhere, as nothing is there to be touched.
    """

    edits: tuple[Edit, ...]
    places: tuple[Range, ...] | None = ()


@dataclass(frozen=True, slots=True)
class Copy:
    """A plan with one defect.

    Attributes:
        code: of the finding that is expected.
        edits: of the clean text, in order.
        places: in `text`, where the finding is expected; None: anywhere.
    """

    plan: str
    kind: str
    code: str
    text: str
    edits: tuple[Edit, ...]
    places: tuple[Range, ...] | None


def applied(text: str, edits: Iterable[Edit]) -> str:
    """The text with its edits made.

    Raises:
        ValueError: two edits overlap.
    """
    parts: list[str] = []
    at = 0
    for start, end, new in edits:
        if start < at or end < start:
            raise ValueError(f"edits overlap at {start}")
        parts += (text[at:start], new)
        at = end
    return "".join((*parts, text[at:]))


def moved(edits: Iterable[Edit], start: int, end: int, *, wide: bool = False) -> Range:
    """Where a range of the clean text stands in the copy; `wide` takes in what was put in at its edges."""
    return _moved(edits, start, behind=not wide, closes=False), _moved(edits, end, behind=wide, closes=True)


def _moved(edits: Iterable[Edit], offset: int, *, behind: bool, closes: bool) -> int:
    shift = 0
    for start, end, new in edits:
        if end < offset or (end == offset and (start < end or behind)):
            shift += len(new) - (end - start)
        elif start < offset:
            return start + shift + (len(new) if closes else 0)
        else:
            break
    return offset + shift


def copied(document: Gold, kind: str, fault: Fault) -> Copy:
    """The copy with this defect."""
    edits = tuple(sorted(fault.edits))
    places = None
    if fault.places is not None:
        wanted = [(start, end) for start, end, _ in edits if not fault.places] + list(fault.places)
        places = tuple(moved(edits, start, end, wide=True) for start, end in wanted)
    return Copy(document.name, kind, KINDS[kind].code, applied(document.text, edits), edits, places)


# --- the plan and its places ----------------------------------------------------------------------------------------

_LETTERS = "abcdđeghiklmnopqrstuvxy"
_MARKER = re.compile(
    r"(?:(?P<word>PHẦN|Phần|CHƯƠNG|Chương|MỤC|Mục|ĐIỀU|Điều)\s+)?(?P<path>(?:\d{1,2}\.)*)(?P<last>[IVX]+|\d{1,2}|[A-Za-zĐđ])(?![^\W_])"
)


def _number_of(last: str) -> tuple[str, int] | None:
    """Kind and number of a marker's last part."""
    if last.isdigit():
        return "1", int(last)
    if re.fullmatch(r"[IVX]+", last):
        values = [{"I": 1, "V": 5, "X": 10}[c] for c in last]
        return "I", sum(-v if v < w else v for v, w in zip(values, [*values[1:], 0], strict=True))
    if len(last) == 1 and last.lower() in _LETTERS:
        return ("a" if last.islower() else "A"), _LETTERS.index(last.lower()) + 1
    return None


def _written(kind: str, number: int, like: str) -> str:
    if kind == "1":
        return f"{number:0{len(like)}d}" if like.startswith("0") else str(number)
    if kind == "I":
        tens, ones = divmod(number, 10)
        return "X" * tens + ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")[ones]
    letter = _LETTERS[number - 1]
    return letter if kind == "a" else letter.upper()


@dataclass(slots=True)
class Part:
    """A section: from the start of its first line to the next of its level, or to the foot of the document."""

    start: int
    end: int
    opens: int  # where the marker stands
    title_end: int
    level: int
    kind: str
    word: str
    path: str
    numbering: str | None  # how its last part counts; None for a bullet
    number: int
    marker_end: int
    parent: int | None
    titled: bool
    children: list[int] = field(default_factory=list)

    @property
    def series(self) -> tuple[Any, ...]:
        return self.parent, self.level, self.word, self.numbering


class Plan:
    """A document of the gold with what the kinds of defects ask of it."""

    def __init__(self, document: Gold) -> None:
        self.gold = document
        self.name = document.name
        self.text = document.text
        have = document.kinds
        missing = () if have is None else {"header", "date", "citation", "section"} - have
        found = [*document.marks, *(m for m in _plain(document.text) if m["kind"] in missing)]
        self.marks = sorted(found, key=lambda m: (m["start"], -m["end"]))
        self.register = Register.shipped()

    def of(self, kind: str) -> list[Mark]:
        return [m for m in self.marks if m["kind"] == kind]

    def words(self, mark: Mark) -> str:
        return self.text[mark["start"] : mark["end"]]

    def head(self, name: str) -> list[Mark]:
        return [m for m in self.of("header") if m["field"] == name]

    @property
    def marked_to_the_end(self) -> bool:
        """Whether the gold marks reach to the end, so that what they do not name is not there."""
        return self.gold.region >= len(self.text)

    @cached_property
    def issued(self) -> str | None:
        """The day of issue, where it is whole."""
        value = next((str(m.get("value", "")) for m in self.head("issued") if m.get("doc", 1) == 1), "")
        return value if re.fullmatch(r"\d{4}-\d\d-\d\d", value) else None

    @cached_property
    def about(self) -> str | None:
        """The date of issue as far as it is known, else the year of the title."""
        value = next((str(m.get("value", "")) for m in self.head("issued") if m.get("doc", 1) == 1), "")
        match = re.match(r"\d{4}(?:-\d\d){0,2}", value)
        return match[0] if match else (str(self.year) if self.year else None)

    @cached_property
    def titles(self) -> list[str]:
        return [" ".join(self.words(m).replace("*", "").split()) for m in self.head("title")]

    @cached_property
    def year(self) -> int | None:
        """The one year that the title names."""
        years = set()
        for title in self.titles:
            if re.search(r"\d{4} ?[-–] ?\d{4}", title):
                return None
            years |= {int(y.replace(" ", "")) for y in re.findall(r"(?i)năm *(20 ?\d\d)", title)}
        return years.pop() if len(years) == 1 else None

    @cached_property
    def period(self) -> tuple[str, int, int, str] | None:
        """The title's period: its word, both years, and the dash as printed."""
        for title in self.titles:
            if match := re.search(r"(?i)(giai đoạn|nhiệm kỳ|năm học) (\d{4})( ?[-–] ?)(\d{4})", title):
                return match[1].lower(), int(match[2]), int(match[4]), match[3]
        return None

    @cached_property
    def body(self) -> int:
        """Where the first section begins."""
        title = max((m["end"] for m in self.head("title")), default=0)
        return next((part.start for part in self.parts if part.opens >= title), title)

    @cached_property
    def stops(self) -> list[int]:
        """Where a document of the file ends, before its foot, or an annex begins."""
        found = set()
        for mark in self.of("header"):
            if mark["field"] in ("recipients", "signatory", "document_type"):
                closing = self.text.rfind("./.", 0, mark["start"])
                near = closing >= 0 and mark["start"] - closing < 700
                found.add(closing + 3 if near else self.text.rfind("\n", 0, mark["start"]) + 1)
        found |= {m.start() for m in re.finditer(r"(?m)^[\W_]*(?:Nơi nhận|PHỤ LỤC|Phụ lục)\b", self.text)}
        return sorted(found)

    @cached_property
    def foot(self) -> int:
        """Where the last document's body ends."""
        return next((stop for stop in self.stops if stop > self.body), len(self.text))

    # --- sections and pieces of text

    @cached_property
    def parts(self) -> list[Part]:
        found: list[Part] = []
        stack: list[int] = []
        for mark in self.of("section"):
            opens = mark["start"]
            line = self.text.rfind("\n", 0, opens) + 1
            start = line if not self.text[line:opens].strip(" *#|>\t") else opens
            match = _MARKER.match(self.text, opens + (self.text[opens] == "("))
            counted = _number_of(match["last"]) if match and mark.get("marker") else None
            while stack and found[stack[-1]].level >= mark["level"]:
                stack.pop()
            stop = self.text.find("\n", mark["end"])
            rest = self.text[mark["end"] : stop if stop >= 0 else len(self.text)]
            words = self.text[match.end() if match else opens : mark["end"]].strip(" .):*/-–\n")
            part = Part(
                start,
                len(self.text),
                opens,
                mark["end"],
                mark["level"],
                mark.get("sec_kind", "other"),
                match["word"].lower() if match and match["word"] else "",
                match["path"] if match else "",
                counted[0] if counted else None,
                counted[1] if counted else 0,
                match.end() if match else opens,
                stack[-1] if stack else None,
                bool(words) and not rest.strip(" *:|_"),
            )
            if stack:
                found[stack[-1]].children.append(len(found))
            stack.append(len(found))
            found.append(part)
        for index, part in enumerate(found):
            following = (p.start for p in found[index + 1 :] if p.level <= part.level)
            at = bisect.bisect_right(self.stops, part.opens)
            part.end = min(next(following, len(self.text)), self.stops[at] if at < len(self.stops) else len(self.text))
        return found

    def below(self, index: int) -> set[int]:
        """A section and all that stand under it."""
        found = {index}
        for child in self.parts[index].children:
            found |= self.below(child)
        return found

    @cached_property
    def siblings(self) -> list[list[int]]:
        """Sections that are counted on from each other."""
        groups: dict[tuple[Any, ...], list[int]] = defaultdict(list)
        for index, part in enumerate(self.parts):
            if part.numbering is not None:
                groups[part.series].append(index)
        found = []
        for group in groups.values():
            run = [group[0]]
            for index in group[1:]:
                if self.parts[index].number == self.parts[run[-1]].number + 1:
                    run.append(index)
                else:
                    found.append(run)
                    run = [index]
            found.append(run)
        return found

    def renumbered(self, numbers: dict[int, int]) -> list[Edit]:
        """The edits that give sections other numbers, and those below them the new beginning of theirs."""
        edits = []
        new: dict[int, str] = {}  # the dotted path with the own number
        for index, part in enumerate(self.parts):
            if part.numbering is None:
                continue
            old_last = self.text[part.marker_end - len(self._last(part)) : part.marker_end]
            last = _written(part.numbering, numbers[index], old_last) if index in numbers else old_last
            path = part.path
            if path and part.parent is not None and part.parent in new:
                above = self.parts[part.parent]
                if path == f"{above.path}{self._last(above)}.":
                    path = f"{new[part.parent]}."
            new[index] = path + last
            if path + last != part.path + old_last:
                edits.append((part.marker_end - len(part.path + old_last), part.marker_end, path + last))
        return edits

    def _last(self, part: Part) -> str:
        match = re.search(r"(?:[IVX]+|\d{1,2}|[A-Za-zĐđ])$", self.text[part.opens : part.marker_end])
        assert match is not None
        return match[0]

    def without(self, gone: set[int], pieces: Sequence[Edit] = ()) -> list[Edit]:
        """The edits that take sections out, close up the numbers behind them, and make the edits of `pieces` in the rest."""
        cut: list[Range] = []
        for index in sorted(gone):
            start, end = self.parts[index].start, self.parts[index].end
            if end in self.stops or end == len(self.text):
                start = len(self.text[:start].rstrip())
            if not cut or start >= cut[-1][1]:
                cut.append((start, max(start, end)))
        edits: list[Edit] = []
        for start, end in cut:
            before = len(self.text[:start].rstrip(" \n*|"))
            closing = self.text[start:end].rstrip().endswith("./.") and self.text[before - 1 : before] in ".;"
            edits.append((start, end, ""))
            if closing and not any(e > before - 1 for _, e, _ in pieces if e <= start):
                edits.append((before - 1, before, "./."))
        inside = [(s, e, n) for s, e, n in pieces if not any(a <= s < b or s < a < e for a, b in cut)]
        numbers: dict[int, int] = {}
        for run in self.siblings:
            left = [i for i in run if i not in gone and not any(a <= self.parts[i].opens < b for a, b in cut)]
            if len(left) < len(run):
                numbers |= {i: self.parts[run[0]].number + at for at, i in enumerate(left)}
        for s, e, n in self.renumbered(numbers):
            if not any(a <= s < b for a, b in cut) and not any(a <= s < b for a, b, _ in inside):
                edits.append((s, e, n))
        return sorted([*edits, *inside])

    @cached_property
    def units(self) -> list[Range]:
        """List items, paragraphs and rows, without the blanks at their edges."""
        lines = [(m.start(), m.end()) for m in re.finditer(r"[^\n]+", self.text) if m[0].strip()]
        wrapped = all(end - start < 130 for start, end in lines if start >= self.body)
        blank = len(re.findall(r"\n[ \t]*(?=\n)", self.text))
        spaced = wrapped and blank > 0.8 * len(lines)  # a blank line behind every line says nothing
        breaks = {part.start for part in self.parts}
        after_title = [part.title_end for part in self.parts if part.titled]
        for at in after_title:
            if (next_line := self.text.find("\n", at)) >= 0:
                breaks.add(next_line + 1)
        starts: list[int] = []
        last = ""
        last_end = 0
        page = False
        for start, end in lines:
            line = self.text[start:end].strip()
            gap = self.text[last_end:start].count("\n") > 1
            fresh = (
                start in breaks
                or any(last_end <= b <= start for b in breaks)
                or (
                    not wrapped
                    and (gap or not re.match(r"(?:\*\*)?[a-zà-ỹđ0-9(]", line) or last.rstrip("*")[-1:] in ".;:|")
                )
                or "|" in line
                or re.match(r"[*_]*(?:[-+•–]|\*(?=\s)|\d{1,2}(?:\.\d+)*[.)/]|[a-zđ]\)|\(\d+\))\s*\S", line) is not None
                or (gap and (not spaced or (last.rstrip("*")[-1:] in (".", ";", ":") and line[:1].isupper())))
            )
            number = re.fullmatch(r"(?:- ?)?\d{1,3}(?: ?-)?", line) is not None  # of a page
            if (fresh and not number and not (page and line[:1].islower())) or not starts:
                starts.append(start)
            page = number
            if not number:
                last, last_end = line, end
        found = []
        for start, end in zip(starts, [*starts[1:], len(self.text)], strict=True):
            whole = re.sub(r"\n\s*(?:- ?)?\d{1,3}(?: ?-)?\s*$", "", self.text[start:end])  # and no number of a page
            first = start + len(whole) - len(whole.lstrip())
            found.append((first, first + len(whole.strip())))
        return found

    def unit(self, offset: int) -> Range:
        at = max(0, bisect.bisect_right(self.units, (offset, len(self.text))) - 1)
        return self.units[at]

    def _content(self, unit: Range) -> int:
        """Where the words of a unit begin: behind its marker, and behind the body's name and colon that lead it in."""
        opening = next((p for p in self.parts if unit[0] <= p.opens < unit[1] and p.numbering is not None), None)
        start = opening.marker_end if opening else unit[0]
        marks = re.compile(r"[.):/\s*_-]*" if opening else r"[\s*_]*(?:[-+•–]\s*)?")
        for pattern in (marks, re.compile(r"[^:;.]{3,110}:[*\s]*(?=\S)")):
            if match := pattern.match(self.text, start, unit[1]):
                start = match.end()
        return start

    def reduced(self, hits: Iterable[int], gone: set[int]) -> tuple[set[int], list[Edit]]:
        """Takes the clauses out that hold these offsets: sections that go with them, and edits of what is left."""
        by_unit: dict[Range, list[int]] = defaultdict(list)
        for hit in hits:
            if not any(self.parts[i].start <= hit < self.parts[i].end for i in gone):
                by_unit[self.unit(hit)].append(hit)
        emptied: list[Range] = []
        edits: list[Edit] = []
        for unit, offsets in by_unit.items():
            first = self._content(unit)
            words = None if any(o < first for o in offsets) else _left(self.text, first, unit[1], offsets)
            if words is None:
                emptied.append(unit)
            else:
                edits.append((first, unit[1], words))
        more = set(gone)
        for index in range(len(self.parts) - 1, -1, -1):
            if any(self.parts[i].start <= self.parts[index].opens < self.parts[i].end for i in gone):
                continue
            part = self.parts[index]
            own = [u for u in self.units if part.start <= u[0] < part.end]
            head = own[0] if own else None
            lost = [
                u in emptied or any(self.parts[i].start <= u[0] < self.parts[i].end for i in more if i > index)
                for u in own
            ]
            if own and head is not None and (all(lost) or (part.titled and len(own) > 1 and all(lost[1:]))):
                more -= self.below(index)
                more.add(index)
        inside = [u for u in emptied if not any(self.parts[i].start <= u[0] < self.parts[i].end for i in more)]
        for start, end in inside:
            following = re.compile(r"[ \t*]*\n*[ \t]*").match(self.text, end)
            edits.append((start, following.end() if following and following.end() < len(self.text) else end, ""))
        return more, sorted(edits)

    # --- the province

    @cached_property
    def home(self) -> Province | None:
        """The plan's own province, as its head says, else the one that its text names most."""
        if self.about is None:
            return None
        top = " ".join(self.text[: self.body].replace("*", "").split())
        issuers = " ".join(self.words(m) for m in self.head("issuer"))
        if re.match(r"(?i)bộ\s", issuers.strip("* ")):
            return None
        named = Counter(
            province.name
            for source in (top, " ".join(self.text.replace("*", "").split()))
            for m in re.finditer(
                r"(?i)(?:tỉnh|thành phố|TP\.?) (?=([A-ZĐ][^\W\d_]+(?: (?:- )?[A-ZĐ][^\W\d_]+){0,3}))", source
            )
            if (province := self._province(m[1])) is not None
            for _ in range(50 if source is top else 1)
        )
        best = named.most_common(1)
        return self.register.province(best[0][0], self.about) if best else None

    def _province(self, name: str) -> Province | None:
        words = name.split()
        for length in range(len(words), 0, -1):
            if found := self.register.province(" ".join(words[:length]).rstrip(" -").title(), self.about):
                return found
        return None


def _left(text: str, start: int, end: int, offsets: Sequence[int]) -> str | None:
    """What is left of a piece of text without the clauses that hold these offsets; None where nothing is."""
    clauses = _clauses(text, start, end)
    kept: list[str] = []
    gone = False  # the clause before this one
    listing = False  # what a lost colon led in
    for first, last in clauses:
        words = text[first:last].strip()
        lost = listing or any(first <= o < last for o in offsets)
        listing = lost and words.endswith(";") and (listing or ":" in words)
        if lost:
            if kept and words.rstrip("*")[-1:] == ".":
                kept[-1] = re.sub(r"[;,]$", ".", kept[-1])
        else:
            opens = not kept or kept[-1].endswith(".")
            led = not kept and text[:start].rstrip(" *\n").endswith(":")
            kept.append(words[:1].upper() + words[1:] if gone and opens and not led else words)
        gone = lost
    if not kept:
        return None
    whole = text[start:end].rstrip("*")
    sign = "./." if whole.endswith("./.") else whole[-1] if whole[-1] in ".;" else "."
    kept[-1] = re.sub(r"(?:\./\.|[;,.])?$", lambda _: sign, kept[-1], count=1)
    return " ".join(kept)


def _clauses(text: str, start: int, end: int) -> list[Range]:
    """What stands between semicolons and full stops, each with its sign."""
    cuts = [start]
    depth = 0
    for at in range(start, end):
        depth += (text[at] in "(“") - (text[at] in ")”")
        if depth > 0 or text[at] not in ";.":
            continue
        follows = re.compile(r"[*_]*\s+\S" if text[at] == ";" else r"[*_]*\s+[A-ZĐÀ-Ỹ]").match(text, at + 1, end)
        if follows and not re.search(r"\b(?:TP|TT|số|Đ/c|P|Q)$", text[cuts[-1] : at]):
            cuts.append(follows.end() - 1)
    return list(zip(cuts, [*cuts[1:], end], strict=True))


# --- plain patterns, for real documents whose gold lacks these marks

_NUMBERED = re.compile(
    r"(?P<type>Luật|Bộ luật|Nghị định|Nghị quyết|Quyết định|Chỉ thị|Thông tư|Kế hoạch|Công văn|Chương trình|Kết luận|Tờ trình|Văn bản)\s+(?:số:?\s+)?(?P<number>\d+[a-z]?(?:/\d{4})?[/-][A-ZĐ][A-ZĐa-zđ0-9]*(?:[-/&][A-ZĐ][A-ZĐa-z0-9]*)*)(?:,?\s+(?:ngày\s+)?(?P<date>\d{1,2}(?:\s*[/.-]\s*|\s+tháng\s+)\d{1,2}(?:\s*[/.-]\s*|\s+năm\s+)\d{4}))?"
)
_WHOLE = re.compile(
    r"(?<![OolI\d])(?P<d>\d{1,2})(?P<s>[\s*]*(?:[/.-]|tháng)[\s*]*)(?P<m>\d{1,2})(?:(?P<t>[\s*]*(?:[/.-]|năm)[\s*]*)(?P<y>(?:19|20)\d\d))?(?!\d)"
)
_HEADINGS = (
    ("budget", r"kinh phí|ngân sách"),
    ("reporting", r"báo cáo"),
    ("organisation", r"tổ chức thực hiện|phân công"),
    ("objectives", r"mục tiêu|chỉ tiêu"),
    ("purpose", r"mục đích"),
    ("tasks", r"nhiệm vụ|giải pháp|nội dung"),
)


def _plain(text: str) -> Iterator[Mark]:
    """Head, sections, citations and dates as far as plain patterns tell them."""
    sections = list(_plain_sections(text))
    top = min((m["start"] for m in sections), default=len(text))
    yield from sections
    yield from _plain_head(text)
    cited: list[Range] = []
    for match in _NUMBERED.finditer(text):
        opening = text[text.rfind("\n\n", 0, match.start()) + 2 : match.start()].strip(" *")
        role = "mention"
        if match.start() < top and opening.startswith(("Căn cứ", "Thực hiện")):
            role = "legal_basis" if opening.startswith("Căn cứ") else "implements"
        mark: Mark = {"form": "number", "type": match["type"], "number": match["number"], "role": role}
        if (date := _day(text, *match.span("date"))) and date[1]:
            mark["issued"] = date[1]
        cited.append(match.span())
        yield _mark("citation", *match.span(), **mark)
    first = 0 if top == len(text) else top
    for match in _PLAIN_SPAN.finditer(text, first):
        cited.append(match.span())
        yield _mark("date", *match.span(), edtf=f"/{match['y']}", date_kind="interval", role="observance")
    for match in _PLAIN_DAY.finditer(text, first):
        date = _day(text, *match.span())
        if date is None or any(start <= match.start() < end for start, end in cited):
            continue
        before = " ".join(text[max(0, match.start() - 40) : match.start()].lower().split())
        due = re.search(r"(?:trước|chậm nhất|muộn nhất|hoàn thành|xong|hạn)[^.;]{0,20}$", before)
        yield _mark("date", *match.span(), edtf=date[1], role="deadline" if due else "other")


_PLAIN_DAY = re.compile(
    r"(?:ngày\s+)?(?<![\d/])\d{1,2}(?:\s*[/.-]\s*|\s+tháng\s+)\d{1,2}(?:\s*[/.-]\s*|\s+năm\s+)\d{4}"
)
_PLAIN_SPAN = re.compile(
    r"(?:ngày\s+)?\d{1,2}/\d{1,2}(?:/\d{4})?\s*(?:-|đến)\s*(?:ngày\s+)?\d{1,2}/\d{1,2}/(?P<y>\d{4})"
)
_PLAIN_MARKER = re.compile(
    r"(?m)^[ \t*#|]*(?=(?:(?:PHẦN|Phần|Chương|Mục|Điều) )?(?:[IVX]+|\d{1,2}(?:\.\d{1,2})*)[.)/-]? )"
)


def _mark(kind: str, start: int, end: int, **values: Any) -> Mark:
    return {"kind": kind, "start": start, "end": end, **values}


def _plain_sections(text: str) -> Iterator[Mark]:
    """Lines that begin with a number; what comes first stands higher."""
    ranks: list[str] = []
    title = _HEAD_TITLE.search(text)
    for line in _PLAIN_MARKER.finditer(text, title.end() if title else 200):
        match = _MARKER.match(text, line.end())
        stop = text.find("\n\n", line.end())
        if match is None or stop < 0:
            continue
        marker = match[0].split(" ")[-1]
        rank = f"{match['word'] or ''}{'I' if marker[0] in 'IVX' else marker.count('.')}"
        if not ranks and rank not in ("I", "PHẦNI", "PhầnI", "ChươngI", "0"):
            continue
        if rank not in ranks:
            ranks.append(rank)
        words = text[line.end() : stop].rstrip(" *:.")
        short = len(words) < 120 and not words.endswith((";", ","))
        end = line.end() + len(words) if short else match.end() + 1
        kind = next((k for k, p in _HEADINGS if short and re.search(p, words.lower())), "other")
        yield _mark("section", line.end(), end, marker=marker, level=ranks.index(rank) + 1, sec_kind=kind)


_HEAD_NUMBER = re.compile(r"(?m)Số:?[ *]*(?P<n>\d*[ *]*/[^\s*|]+)")
_HEAD_DATE = re.compile(r",\s*(?P<n>ngày\s+(?P<d>\d{1,2}|[.…\s]*)\s*tháng\s+(?P<m>\d{1,2})\s+năm\s+(?P<y>\d{4}))")
_HEAD_TITLE = re.compile(r"(?ms)^[ *#|]*KẾ HOẠCH[ *|]*\n[\s*]*(?P<n>[^\n].*?)[ *]*(?=\n\s*\n|\nCăn cứ|\nThực hiện)")
_HEAD_FOOT = re.compile(r"(?m)^[\W_]*(?P<n>Nơi nhận)")


def _plain_head(text: str) -> Iterator[Mark]:
    if match := _HEAD_NUMBER.search(text, 0, 2500):
        yield _mark("header", *match.span("n"), field="number", doc=1, value=match["n"])
    if match := _HEAD_DATE.search(text, 0, 2500):
        day = f"{int(match['d']):02d}" if match["d"].isdigit() else "XX"
        value = f"{match['y']}-{int(match['m']):02d}-{day}"
        yield _mark("header", *match.span("n"), field="issued", doc=1, value=value)
    if match := _HEAD_TITLE.search(text):
        yield _mark("header", *match.span("n"), field="title", doc=1)
    if match := _HEAD_FOOT.search(text):
        yield _mark("header", *match.span("n"), field="recipients", doc=1)


def _day(text: str, start: int, end: int) -> tuple[re.Match[str], str | None] | None:
    """The last day printed in a range: its parts, and its EDTF where it has a year."""
    found = list(_WHOLE.finditer(text, start, end))
    if not found:
        return None
    last = found[-1]
    month_day = f"{int(last['m']):02d}-{int(last['d']):02d}"
    return last, f"{last['y']}-{month_day}" if last["y"] else None


def _like(old: str, number: int) -> str:
    """A day or month with as many figures as the old one had."""
    return f"{number:0{len(old)}d}"


def _dates(plan: Plan) -> Iterator[tuple[Mark, re.Match[str]]]:
    """The dates of one day whose printed day and month are those of the gold."""
    for mark in plan.of("date"):
        if mark.get("date_kind", "date") not in ("date", "recurring"):
            continue
        day = _day(plan.text, mark["start"], mark["end"])
        if day is not None and mark["edtf"][5:] == f"{int(day[0]['m']):02d}-{int(day[0]['d']):02d}":
            yield mark, day[0]


def _year_at(plan: Plan, mark: Mark) -> Range | None:
    """The last year printed in a mark, also one that is broken by a blank."""
    found = list(re.finditer(r"(?<!\d)(?:19|20) ?\d\d(?!\d)", plan.words(mark)))
    return (mark["start"] + found[-1].start(), mark["start"] + found[-1].end()) if found else None


def _with_year(old: str, year: int) -> str:
    figures = iter(str(year))
    return "".join(next(figures) if c.isdigit() else c for c in old)


def _length(year: int, month: int) -> int:
    return calendar.monthrange(year, month)[1]


# --- kinds of defects -----------------------------------------------------------------------------------------------

Maker = Callable[[Plan, random.Random], Iterator[Fault]]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of defect.

    Attributes:
        code: of its finding.
        make: makes the faults, each in another place.
        also: codes that name the same fault. Whether the day of a task is one of an event or a deadline is a matter of
            reading; that it is a day of the year before is said by either rule.
    """

    code: str
    make: Maker
    also: tuple[str, ...] = ()


KINDS: dict[str, Kind] = {}


def _makes(name: str, code: str, *also: str) -> Callable[[Maker], Maker]:
    def register(maker: Maker) -> Maker:
        KINDS[name] = Kind(code, maker, also)
        return maker

    return register


# dates of citations


def _cited_days(plan: Plan) -> Iterator[tuple[Mark, re.Match[str]]]:
    """Citations whose printed date is the one that the register knows for sure."""
    for mark in plan.of("citation"):
        document = plan.register.document(mark["number"]) if mark.get("number") else None
        if document is None or mark["form"] != "number" or document.confidence_in("date") not in SURE:
            continue
        for day in _WHOLE.finditer(plan.text, mark["start"], mark["end"]):
            if day["y"] and f"{day['y']}-{int(day['m']):02d}-{int(day['d']):02d}" == document.date == mark.get(
                "issued"
            ):
                yield mark, day


@_makes("citation-day", "citation-date-mismatch")
def citation_day(plan: Plan, rng: random.Random) -> Iterator[Fault]:
    for _, day in _cited_days(plan):
        old, length = int(day["d"]), _length(int(day["y"]), int(day["m"]))
        swapped = int(day["d"].zfill(2)[::-1])
        others = {old + 1, old - 1, old + 10, old - 10, swapped} - {old}
        new = rng.choice(sorted(d for d in others if 1 <= d <= length))
        yield Fault(((*day.span("d"), _like(day["d"], new)),))


@_makes("citation-month", "citation-date-mismatch")
def citation_month(plan: Plan, rng: random.Random) -> Iterator[Fault]:
    for _, day in _cited_days(plan):
        old = int(day["m"])
        others = [
            m
            for m in (old - 2, old - 1, old + 1, old + 2)
            if 1 <= m <= 12 and int(day["d"]) <= _length(int(day["y"]), m)
        ]
        others = [m for m in others if plan.issued is None or f"{day['y']}-{m:02d}" < plan.issued[:7]] or others[:1]
        yield Fault(((*day.span("m"), _like(day["m"], rng.choice(others))),))


@_makes("citation-year", "citation-date-mismatch")
def citation_year(plan: Plan, rng: random.Random) -> Iterator[Fault]:
    for mark, day in _cited_days(plan):
        years = [int(day["y"]) - 1, int(day["y"]) + 1]
        years = [y for y in years if plan.about is None or y < int(plan.about[:4])] or years[:1]
        if re.search(r"/(?:19|20)\d\d/", mark["number"]) or (day["d"], day["m"]) == ("29", "02"):
            continue  # the year stands in the number as well
        yield Fault(((*day.span("y"), str(rng.choice(years))),))


@_makes("citation-later", "citation-after-plan")
def citation_later(plan: Plan, rng: random.Random) -> Iterator[Fault]:
    """The year of a cited date is moved past the plan's own date."""
    if plan.issued is None:
        return
    for mark in plan.of("citation"):
        if re.search(r"/(?:19|20)\d\d/", mark.get("number") or "/2000/"):
            continue
        for day in _WHOLE.finditer(plan.text, mark["start"], mark["end"]):
            if not day["y"] or not mark.get("issued", "").startswith(day["y"]):
                continue
            rest = f"-{int(day['m']):02d}-{int(day['d']):02d}"
            year = int(plan.issued[:4])
            later = [y for y in (year, year + 1) if f"{y}{rest}" > plan.issued and rest != "-02-29"]
            if later:
                yield Fault(((*day.span("y"), str(later[0])),))


# carry-overs


_OVER = re.compile(
    r"hiệu lực|\bđã\b|hoạt động từ|vận hành|không còn|\bước\b|giao tại|so với|dùng thử|số liệu|thống kê|năm trước|cũ\b|trước đây|thành lập"
)


@_makes("event-year", "stale-year", "deadline-before-issue")
def event_year(plan: Plan, rng: random.Random) -> Iterator[Fault]:
    """The year of an event or a task is that of the last plan; deadlines are a kind of their own."""
    if plan.year is None:
        return
    money = [p for p in plan.parts if p.kind == "budget"]
    for mark in plan.of("date"):
        if mark["role"] not in ("observance", "other") or not plan.body <= mark["start"] < plan.foot:
            continue
        if mark.get("relation") in ("by", "until", "before") or any(p.start <= mark["start"] < p.end for p in money):
            continue
        at = _year_at(plan, mark)
        left = plan.text[max(plan.unit(mark["start"])[0], mark["start"] - 70) : mark["start"]].lower()
        if at is None or plan.text[slice(*at)].replace(" ", "") != str(plan.year) or _OVER.search(left):
            continue
        every = re.compile(rf"(?<!\d){str(plan.year)[:2]} ?{str(plan.year)[2:]}(?!\d)")
        years = [m.span() for m in every.finditer(plan.text, mark["start"], mark["end"])]
        edits = tuple((*y, _with_year(plan.text[slice(*y)], plan.year - 1)) for y in years)
        yield Fault(edits, ((mark["start"], mark["end"]),))


@_makes("heading-year", "stale-year")
def heading_year(plan: Plan, rng: random.Random) -> Iterator[Fault]:
    for part in plan.parts if plan.year else ():
        for match in re.finditer(
            rf"(?i)năm[\s*]*({plan.year})", plan.text[part.opens : part.title_end] if part.titled else ""
        ):
            start, end = part.opens + match.start(1), part.opens + match.end(1)
            yield Fault(((start, end, str((plan.year or 0) - 1)),))


@_makes("heading-period", "stale-year")
def heading_period(plan: Plan, rng: random.Random) -> Iterator[Fault]:
    """A heading bears the period before the plan's."""
    if plan.period is None:
        return
    word, first, last, dash = plan.period
    length = last - first + (word == "giai đoạn")
    older = f"{first - length}{dash}{last - length}"
    for part in plan.parts:
        if not part.titled or part.kind not in ("objectives", "tasks") or part.level > 2:
            continue
        title = plan.text[part.opens : part.title_end]
        if match := re.search(rf"{first}[ *]*[-–][ *]*{last}", title):
            yield Fault(((part.opens + match.start(), part.opens + match.end(), older),))
        elif not re.search(r"\d{4}|(?i:chung|tổng quát)", title):
            end = part.title_end - (title[-1] in ":.")
            loud = plan.text[part.marker_end : part.title_end].isupper()
            yield Fault(((end, end, f" {word.upper() if loud else word} {older}"),))


@_makes("impossible-day", "impossible-date")
def impossible_day(plan: Plan, rng: random.Random) -> Iterator[Fault]:
    for mark, day in _dates(plan):
        if mark["role"] in ("issued", "observance"):
            continue
        month, year = int(day["m"]), int(day["y"] or 2023)
        if (length := _length(year, month)) < 31:
            yield Fault(((*day.span("d"), str(30 if month == 2 and day["d"] != "30" else length + 1)),))


@_makes("deadline-year", "deadline-before-issue", "stale-year")
def deadline_year(plan: Plan, rng: random.Random) -> Iterator[Fault]:
    """A deadline has the year before its own, and was over when the plan was issued."""
    if plan.issued is None:
        return
    for mark in plan.of("date"):
        if mark["role"] != "deadline" or mark.get("date_kind", "date") not in ("date", "month", "quarter"):
            continue
        at = _year_at(plan, mark)
        if at is None or mark["edtf"][:4] != plan.text[slice(*at)].replace(" ", ""):
            continue
        year = int(mark["edtf"][:4]) - 1
        quarter = mark["edtf"][5:7] > "12"
        over = (
            year < int(plan.issued[:4]) if quarter else f"{year}{mark['edtf'][4:]}" < plan.issued[: len(mark["edtf"])]
        )
        if over and mark["edtf"][4:] != "-02-29":
            yield Fault(((*at, _with_year(plan.text[slice(*at)], year)),), ((mark["start"], mark["end"]),))


@_makes("report-order", "deadline-after-superior")
def report_order(plan: Plan, rng: random.Random) -> Iterator[Fault]:
    """Who gathers the reports gets them on the day on which it reports on, and reports on the day on which it gets them."""
    reports = [r for r in plan.of("report") if re.fullmatch(r"\d\d-\d\d", str(r.get("due", ""))[5:])]
    for second in reports:
        before = [r for r in reports if r["due"][5:] < second["due"][5:] and _handed_on(plan, r, second)]
        first = max(before, key=lambda r: r["due"][5:], default=None)
        if first is None or int(second["due"][5:7]) - int(first["due"][5:7]) > 2:  # of one round of reports
            continue
        one, other = (_day(plan.text, r["start"], r["end"]) for r in (first, second))
        if one is None or other is None:
            continue
        edits = [(*one[0].span(n), _like(one[0][n], int(other[0][n]))) for n in "dm"]
        edits += [(*other[0].span(n), _like(other[0][n], int(one[0][n]))) for n in "dm"]
        kept = tuple(e for e in edits if plan.text[e[0] : e[1]] != e[2])
        yield Fault(kept, ((first["start"], first["end"]), (second["start"], second["end"])))


def _handed_on(plan: Plan, first: Mark, second: Mark) -> bool:
    """Whether who gets the first report makes the second one of it."""
    if not 0 < second["start"] - first["end"] < 400:
        return False
    if (
        plan.unit(first["start"]) == plan.unit(second["start"])
        and "tổng hợp" in plan.text[first["end"] : second["end"]]
    ):
        return True
    gatherers = {fold(name) for name in (*first.get("to", ()), first.get("via"), *_implied(plan, first)) if name}
    return bool(gatherers & {fold(name) for name in second.get("who", ())})


def _implied(plan: Plan, report: Mark) -> Iterable[str]:
    """The receivers of a report that shares its sentence with one that names them."""
    return [
        name
        for r in plan.of("report")
        if r.get("who") == report.get("who") and plan.unit(r["start"]) == plan.unit(report["start"])
        for name in (*r.get("to", ()), r.get("via") or "")
    ]


# values


def _figure(plan: Plan, mark: Mark) -> Range | None:
    match = re.search(r"\d+(?:[.,]\d+)*", plan.words(mark))
    return (mark["start"] + match.start(), mark["start"] + match.end()) if match else None


def _another(rng: random.Random, written: str, *, percent: bool) -> str:
    """A value with one figure changed or two swapped."""
    places = [i for i, c in enumerate(written) if c.isdigit()]
    found = set()
    for i in places:
        for step in (-2, -1, 1, 2):
            figure = int(written[i]) + step
            if 0 <= figure <= 9:
                found.add(f"{written[:i]}{figure}{written[i + 1 :]}")
    for i, j in itertools.pairwise(places):
        swapped = list(written)
        swapped[i], swapped[j] = swapped[j], swapped[i]
        found.add("".join(swapped))

    def value(text: str) -> float:
        return (
            float(text.replace(".", "").replace(",", ".")) if percent or "," in text else float(text.replace(".", ""))
        )

    kept = [w for w in found if value(w) not in (0, value(written)) and not (percent and value(w) > 100)]
    kept = [w for w in kept if not (w.startswith("0") and not written.startswith("0"))]
    return rng.choice(sorted(kept) or ["90", "95", "98"])


def _indicator(plan: Plan, mark: Mark) -> str:
    start, end = mark.get("indicator_start"), mark.get("indicator_end")
    return fold(plan.text[start:end].replace("*", "")) if start is not None else ""


@_makes("repeated-value", "conflicting-values")
def repeated_value(plan: Plan, rng: random.Random) -> Iterator[Fault]:
    """Of two places that state one value of one indicator and year, one has it wrong."""
    marks = [
        m for m in plan.of("measurement") if _indicator(plan, m) and m.get("due") and not {"max", "freq"} & m.keys()
    ]
    for at, first in enumerate(marks):
        for second in marks[at + 1 :]:
            same = all(first.get(k) == second.get(k) for k in ("value", "unit", "per", "due", "cmp"))
            figure = _figure(plan, second)
            if (
                same
                and figure
                and len(_indicator(plan, first).split()) > 3
                and _indicator(plan, first) == _indicator(plan, second)
            ):
                new = _another(rng, plan.text[slice(*figure)], percent=second["unit"] == "percent")
                yield Fault(((*figure, new),), ((first["start"], first["end"]), (second["start"], second["end"])))


@_makes("doubled-target", "conflicting-values")
def doubled_target(plan: Plan, rng: random.Random) -> Iterator[Fault]:
    """An item with one value is said again at the end of its list, with another value."""
    for index, part in enumerate(plan.parts):
        inside = [m for m in plan.of("measurement") if part.opens <= m["start"] < part.end]
        if part.children or part.titled or len(inside) != 1 or part.end - part.start > 500:
            continue
        mark = inside[0]
        figure = _figure(plan, mark)
        if (
            figure is None
            or len(_indicator(plan, mark).split()) < 4
            or mark["cmp"] in ("increase", "decrease", "maintain")
        ):
            continue
        if (
            mark.get("freq")
            or "max" in mark
            or not mark.get("due")
            or plan.text[part.start : part.end].rstrip().endswith("./.")
        ):
            continue
        if not part.start <= mark["indicator_start"] < part.end:
            continue
        last = [i for i, p in enumerate(plan.parts) if p.series == part.series][-1]
        end = len(plan.text[: plan.parts[last].end].rstrip())
        item = plan.text[part.start : part.end].rstrip()
        gap = plan.text[len(plan.text[: part.start].rstrip()) : part.start]
        new = _another(rng, plan.text[slice(*figure)], percent=mark["unit"] == "percent")
        edits = [(figure[0] - part.start, figure[1] - part.start, new)]
        if part.numbering is not None:
            number = _written(part.numbering, plan.parts[last].number + 1, "1")
            edits.insert(
                0, (part.marker_end - len(plan._last(part)) - part.start, part.marker_end - part.start, number)
            )
        if index != last and item.endswith(";"):
            edits.append((len(item) - 1, len(item), "."))
        yield Fault(((end, end, gap + applied(item, edits)),), ((mark["start"], mark["end"]), (end, end)))


@_makes("milestones", "weakening-milestones")
def milestones(plan: Plan, rng: random.Random) -> Iterator[Fault]:
    """The values of two milestones of one indicator are swapped."""
    rows: dict[tuple[Any, ...], list[Mark]] = defaultdict(list)
    for mark in plan.of("measurement"):
        if mark.get("indicator_start") is not None and re.fullmatch(r"\d{4}", str(mark.get("due", ""))):
            if mark["cmp"] not in ("increase", "decrease", "maintain") and "max" not in mark:
                rows[mark["indicator_start"], mark["unit"], mark.get("per")].append(mark)
    for marks in rows.values():
        marks.sort(key=lambda m: str(m["due"]))
        for first, second in itertools.pairwise(marks):
            one, other = _figure(plan, first), _figure(plan, second)
            if (
                first["due"] == second["due"]
                or first["value"] == second["value"]
                or not one
                or not other
                or one == other
            ):
                continue
            edits = ((*one, plan.text[slice(*other)]), (*other, plan.text[slice(*one)]))
            yield Fault(edits, ((first["start"], first["end"]), (second["start"], second["end"])))


_COUNTED = re.compile(r"chỉ tiêu|mục tiêu|nhiệm vụ|giải pháp|nội dung|hoạt động")


@_makes("count", "count-mismatch")
def count(plan: Plan, rng: random.Random) -> Iterator[Fault]:
    """A lead-in announces another number than follows: one that is there is changed, or one is put over a list."""
    for match in re.finditer(
        rf"(?<![\d/.,])(\d{{1,2}}) (?:nhóm )?(?:{_COUNTED.pattern})\b[^.;:\n]{{0,60}}:\s*\n", plan.text
    ):
        if plan.body <= match.start() < plan.foot and not any(
            m["start"] <= match.start() < m["end"] for m in plan.of("measurement")
        ):
            yield Fault(((*match.span(1), _like(match[1], int(match[1]) + 1)),), (match.span(),))
    for part in plan.parts:
        title = plan.text[part.opens : part.title_end].lower()
        word = _COUNTED.findall(" ".join(title.split()))
        listed = [plan.parts[i] for i in part.children]
        if not part.titled or not word or len(listed) < 3 or len({p.series for p in listed}) > 1:
            continue
        if plan.text[part.title_end : listed[0].start].strip(" *:\n|") or any(p.titled for p in listed):
            continue
        number = len(listed) + rng.choice((-1, 1, 2))
        lead = rng.choice(("Kế hoạch đề ra {} {} sau:", "Gồm {} {} sau đây:", "Tập trung vào {} {}:"))
        gap = plan.text[len(plan.text[: listed[0].start].rstrip()) : listed[0].opens]
        indent = re.sub(r"[*#|]", "", gap[gap.rfind("\n") + 1 :])
        words = indent + lead.format(f"{number:02d}", word[-1]) + re.sub(r"[^\n]", "", gap)
        yield Fault(((listed[0].start, listed[0].start, words),))


# sections


@_makes("section-number", "duplicate-section")
def section_number(plan: Plan, rng: random.Random) -> Iterator[Fault]:
    """A section bears the number of the one before it, and those behind are counted on from there."""
    for run in plan.siblings:
        for at, index in enumerate(run[1:], 1):
            part, before = plan.parts[index], plan.parts[run[at - 1]]
            if part.numbering == "a" or not part.titled or not before.titled or part.level > 2:
                continue
            edits = plan.renumbered({i: plan.parts[i].number - 1 for i in run[at:]})
            if edits:
                yield Fault(tuple(edits), ((before.opens, before.title_end), (part.opens, part.title_end)))


@_makes("section-gap", "skipped-section")
def section_gap(plan: Plan, rng: random.Random) -> Iterator[Fault]:
    """A section is taken out and leaves its number as a gap."""
    for run in plan.siblings:
        for at in range(1, len(run) - 1):
            part, after = plan.parts[run[at]], plan.parts[run[at + 1]]
            needed = part.kind in ("budget", "reporting") or (
                part.level == 1 and part.kind in ("organisation", "objectives")
            )
            if (
                part.numbering == "a"
                or not part.titled
                or not after.titled
                or part.level > 2
                or needed
                or part.end != after.start
            ):
                continue
            before = plan.parts[run[at - 1]]
            places = ((before.opens, before.title_end), (part.start, after.title_end))
            yield Fault(((part.start, part.end, ""),), places)


def _of_kind(plan: Plan, kind: str, words: str) -> set[int]:
    """The topmost sections of a kind whose headings say so."""
    found: set[int] = set()
    for index, part in enumerate(plan.parts):
        title = plan.text[part.opens : part.title_end].lower()
        if part.kind == kind and part.opens >= plan.body and re.search(words, " ".join(title.split())):
            above = part.parent
            while above is not None and above not in found:
                above = plan.parts[above].parent
            if above is None:
                found.add(index)
    return found


_MONEY = re.compile(r"kinh phí|ngân sách|dự toán|quyết toán|tài trợ|nguồn vốn|nguồn lực|xã hội h(?:óa|oá)")


@_makes("dropped-budget", "no-budget")
def dropped_budget(plan: Plan, rng: random.Random) -> Iterator[Fault]:
    """The part on funding goes, and every clause that speaks of money for the plan; names of laws stay."""
    gone = _of_kind(plan, "budget", r"kinh phí|ngân sách|nguồn lực")
    if not gone or not plan.marked_to_the_end:
        return
    cited = [(m["start"], m["end"]) for m in plan.of("citation")]
    hits = [m.start() for m in _MONEY.finditer(plan.text.lower(), plan.body, plan.foot)]
    hits = [h for h in hits if not any(s <= h < e for s, e in cited)]
    hits += [m["start"] for m in plan.of("budget") if plan.body <= m["start"] < plan.foot]
    edits = plan.without(*plan.reduced(hits, gone))
    if all(any(s <= m["start"] < e for s, e, _ in edits) for m in plan.of("budget")):
        yield Fault(tuple(edits), None)


_BARE_REPORT = re.compile(r"(?i)\b(?:chế\s+độ\s+(?:thông\s+tin,?\s+)?|thông\s+tin,\s+)báo\s+cáo")


@_makes("dropped-reporting", "no-reporting")
def dropped_reporting(plan: Plan, rng: random.Random) -> Iterator[Fault]:
    """The part on reports goes, and every clause with a report that is due to someone."""
    gone = _of_kind(plan, "reporting", "báo cáo")
    reports = plan.of("report")
    if not (gone or reports) or not plan.marked_to_the_end:
        return
    # a duty to report that names neither day nor addressee bears no mark
    bare = [m.start() for m in _BARE_REPORT.finditer(plan.text, plan.body, plan.foot)]
    more, edits = plan.reduced([m["start"] for m in reports] + [m["end"] - 1 for m in reports] + bare, gone)
    for part in plan.parts:
        title = plan.text[part.opens : part.title_end]
        match = re.search(r"(?i)(?:,| và)?\s*(?:chế độ )?(?:thông tin,? )?báo cáo(?:,? ?)", title)
        if match and part.titled and match.start() > part.marker_end - part.opens + 2:
            edits.append((part.opens + match.start(), part.opens + match.end(), ""))
    found = plan.without(more, sorted(edits))
    if all(any(s <= m["start"] < e for s, e, _ in found) for m in reports):
        yield Fault(tuple(found), None)


_LABEL = re.compile(r"(?:Cơ quan|Đơn vị|Người) (?:chủ trì|thực hiện|phối hợp)[^:\n]{0,20}:")
_ASKED = re.compile(r"(?i)(?:yêu cầu|đề nghị|giao)\s+$")


@_makes("dropped-owners", "no-responsibilities")
def dropped_owners(plan: Plan, rng: random.Random) -> Iterator[Fault]:
    """The part on who does what goes, and every clause that charges a body; reports stay, without who owes them."""
    if not plan.marked_to_the_end:
        return
    duties = plan.of("responsibility")
    gone = _of_kind(plan, "organisation", r"tổ chức|phân công|trách nhiệm")
    if (
        not duties
        or not gone
        or any(title.lower().startswith(("quyết định", "về việc ban hành")) for title in plan.titles)
    ):
        return
    if any(re.match(r"[\W_]*Điều \d", plan.text[p.start : p.marker_end]) for p in plan.parts):
        return  # a decision always charges someone
    for start, _, rows in _tables(plan.text):
        if any(row.owner for row in rows):
            gone |= {max((i for i, p in enumerate(plan.parts) if p.start <= start < p.end), default=-1)} - {-1}
    reporting = [p for p in plan.parts if p.kind == "reporting"]
    hits: list[int] = []
    edits: list[Edit] = []
    for duty in duties:
        agency: int = duty["start"]
        task: int = duty.get("task_start", agency)
        if any(plan.parts[i].start <= agency < plan.parts[i].end for i in gone):
            continue
        unit = plan.unit(agency)
        opening, closing = plan.text.rfind("(", unit[0], agency), plan.text.find(")", duty["end"], unit[1])
        together = [d["start"] for d in duties if d.get("task_start") == task and unit[0] <= d["start"]]
        if opening >= 0 and ")" not in plan.text[opening:agency] and closing >= 0:
            start = len(plan.text[:opening].rstrip())
            edits.append((start, closing + 1, ""))
        elif (
            agency < task < unit[1]
            and any(p.start <= agency < p.end for p in reporting)
            and not _ASKED.search(plan.text[unit[0] : min(together)])
        ):
            opens = re.search(r"(?:^|[.:)]\**)\s*$", plan.text[unit[0] : min(together)]) is not None
            edits.append((min(together), task + opens, plan.text[task].upper() if opens else ""))
        elif _LABEL.match(plan.text, unit[0]):
            behind = plan.units[bisect.bisect_right(plan.units, unit) : bisect.bisect_right(plan.units, unit) + 1]
            hits += [agency, *(u[0] for u in behind if _LABEL.match(plan.text, u[0]))]
        else:
            hits += [agency, task]
    more, found = plan.reduced(hits, gone)
    edits = [e for e in dict.fromkeys(edits) if not any(s <= e[0] < t for s, t, _ in found)]
    try:
        every = plan.without(more, sorted([*found, *edits]))
        applied(plan.text, every)
    except ValueError:
        return
    if all(any(s <= d["start"] < e for s, e, _ in every) for d in duties):
        yield Fault(tuple(every), None)


@_makes("dropped-basis", "no-legal-basis")
def dropped_basis(plan: Plan, rng: random.Random) -> Iterator[Fault]:
    """The preamble goes up to the clause that says who issues the plan."""
    basis = [m for m in plan.of("citation") if m["role"] in ("legal_basis", "implements")]
    title = max((m["end"] for m in plan.head("title") if m["end"] < plan.body), default=0)
    if not basis or not title:
        return
    opens = re.compile(r"(?i)căn cứ|thực hiện|theo|xét").search(
        plan.text, plan.unit(basis[0]["start"])[0], basis[0]["start"]
    )
    if opens is None:
        return
    first = opens.start()
    decides = re.compile(r"(?m)^[\s*|]*QUYẾT ĐỊNH:").search(plan.text, first, plan.body)
    if decides:
        end = decides.start()
    else:
        clause = re.compile(r"(?s).*[,;.]\s+(?=(?:[A-ZĐÀ-Ỹ]|phòng )[^:;]{5,260}(?:[:.]|dưới đây\.)[\s*]*$)").match(
            plan.text, first, plan.body
        )
        if clause is None:
            return
        end = clause.end()
    if first > title and all(first <= m["start"] < end for m in basis):
        new = "" if decides else plan.text[end].upper()
        yield Fault(((first, end + len(new), new),), None)


# documents of the register


def _number_at(plan: Plan, mark: Mark) -> Range | None:
    """Where the number of a citation is printed, also broken by blanks and marks of emphasis."""
    letters = [re.escape(c) for c in mark["number"] if not c.isspace()]
    match = re.compile(r"[\s*]*".join(letters), re.IGNORECASE).search(plan.text, mark["start"], mark["end"])
    return match.span() if match else None


@_makes("old-document", "superseded-citation")
def old_document(plan: Plan, rng: random.Random) -> Iterator[Fault]:
    """A document is cited that the one in its place had replaced by then."""
    if plan.about is None:
        return
    for mark in plan.of("citation"):
        if re.search(
            r"thay thế|thay cho|sửa đổi|bãi bỏ|được sửa",
            plan.text[max(0, mark["start"] - 60) : mark["end"] + 30].lower(),
        ):
            continue
        olds = []
        for old in plan.register.documents:
            new = plan.register.document(old.superseded_by or "")
            if (
                new is None
                or new.type != old.type
                or old.date is None
                or plan.register.status(old, plan.about) != "superseded"
            ):
                continue
            if mark["form"] == "number" and mark.get("number") == new.number:
                olds.append((old, new))
            elif (
                mark["form"] == "name"
                and mark.get("year") == int((new.date or "0")[:4])
                and fold(mark["name"]) == fold(new.title)
            ):
                olds.append((old, new))
        for old, new in olds:
            assert old.date is not None
            edits: list[Edit] = []
            if mark["form"] == "number":
                if (at := _number_at(plan, mark)) is None:
                    continue
                edits.append((*at, old.number.lower() if plan.text[slice(*at)].islower() else old.number))
            for day in _WHOLE.finditer(plan.text, mark["start"], mark["end"]):
                if day["y"] and f"{day['y']}-{int(day['m']):02d}-{int(day['d']):02d}" == new.date:
                    year, month, number = old.date.split("-")
                    edits += [
                        (*day.span("d"), _like(day["d"], int(number))),
                        (*day.span("m"), _like(day["m"], int(month))),
                        (*day.span("y"), year),
                    ]
            for year_match in re.compile(r"năm[\s*]+(\d{4})").finditer(plan.text, mark["start"], mark["end"]):
                if mark["form"] == "name":
                    edits.append((*year_match.span(1), old.date[:4]))
            if edits:
                yield Fault(tuple(sorted(edits)), ((mark["start"], mark["end"]),))


@_makes("ended-programme", "ended-programme")
def ended_programme(plan: Plan, rng: random.Random) -> Iterator[Fault]:
    """A programme whose period was over is named among those that the plan carries out."""
    if plan.about is None:
        return
    ended = [
        d for d in plan.register.documents if d.ended and d.date and plan.register.status(d, plan.about) == "expired"
    ]
    ended = [
        d
        for d in ended
        if d.number not in plan.text and re.search(r"\w \d{4}-\d{4}", d.title) and "bổ sung" not in d.title
    ]
    title_end = max((m["end"] for m in plan.head("title") if m["end"] < plan.body), default=0)
    if not ended:
        return
    for mark in plan.of("citation"):
        before = plan.text[max(0, mark["start"] - 20) : mark["start"]]
        if (
            mark["role"] != "implements"
            or not title_end < mark["start"] < plan.body
            or not re.search(r"(?:[Tt]hực hiện|;)[\s*]+$", before)
        ):
            continue
        if not plan.words(mark).startswith(("Nghị quyết", "Quyết định", "Kế hoạch", "Chỉ thị", "Công văn")):
            continue
        old = rng.choice(ended)
        assert old.date is not None
        year, month, day = old.date.split("-")
        title = re.sub(r"(\d{4})-(\d{4}).*", r"giai đoạn \1 - \2", old.title.replace("DTTS", "dân tộc thiểu số"))
        date = f"{day}/{month if month < '03' else int(month)}/{year}"
        words = f"{old.type} số {old.number} ngày {date} của {old.issuer} phê duyệt {title}; "
        yield Fault(((mark["start"], mark["start"], words),))


# names


@_makes("other-province", "foreign-province")
def other_province(plan: Plan, rng: random.Random) -> Iterator[Fault]:
    """Another province stands where the plan's own is meant."""
    home = plan.home
    if home is None or plan.about is None:
        return
    family = {home.name, *home.predecessors, home.successor}
    others = [
        p.name
        for p in plan.register.provinces
        if p.kind == "tỉnh" and p.held_on(plan.about) and not family & {p.name, p.successor} and p.name not in plan.text
    ]
    others = sorted(set(others))
    closes = re.compile(r";|\n\n|$")  # a citation's issuer may stand anywhere behind it
    taken = [(m["start"], m["end"]) for m in plan.of("header")]
    for mark in plan.of("citation"):
        closing = closes.search(plan.text, mark["end"])
        taken.append((mark["start"] - 5, closing.start() if closing else mark["end"]))
    name = r"[\s*]+".join(map(re.escape, home.name.split()))
    own = re.compile(
        rf"(?:UBND|[ỦU][yỷ] ban nhân dân|HĐND|Hội đồng nhân dân|địa bàn|Công an|của|toàn)\s+tỉnh(?P<gap>\s+)(?P<name>{name})(?![^\W_])",
        re.IGNORECASE,
    )
    bare = re.compile(
        r"(?:UBND|[ỦU][yỷ] ban nhân dân|Hội đồng nhân dân|địa bàn|Công an|toàn)\s+tỉnh(?=[,.;:)/\s])(?!\s+[A-ZĐ])",
        re.IGNORECASE,
    )
    for pattern in (own, bare):
        for match in pattern.finditer(plan.text, plan.body, plan.foot):
            if any(s <= match.start() < e for s, e in taken) or (
                pattern is bare and re.match(r"\s*[A-ZĐ]", plan.text[match.end() :])
            ):
                continue
            if pattern is own:
                yield Fault(((*match.span("name"), rng.choice(others)),))
            else:
                yield Fault(((match.end(), match.end(), f" {rng.choice(others)}"),))


_NAMED = re.compile(
    r"(?:Sở|Phòng|Ban|Bộ|Vụ|Cục|Chi cục|UBND|[ỦU][yỷ] ban|Hội|Công an|Trung tâm|Bệnh viện|Trạm|Khoa|Tổ|Văn phòng|Đoàn|Đài|Liên đoàn|Công đoàn|Trường|Viện|Thống kê|Báo|Thanh tra|T[òo][aà] án|Chi nhánh|Kho bạc|Bảo hiểm|Thường trực)\b(?! trưởng)"
)


def _owners(plan: Plan) -> list[Range]:
    """The bodies that a duty is laid on, where they are named, each once."""
    found = {(m["start"], m["end"]) for m in plan.of("responsibility")}
    return sorted(r for r in found if _NAMED.match(plan.text, r[0]))


@cache
def _predecessors() -> dict[str, tuple[Body, ...]]:
    """Bodies that ended, by the folded names of those that followed."""
    table: dict[str, list[Body]] = defaultdict(list)
    for body in Register.shipped().bodies:
        for successor in body.successors if body.until else ():
            table[fold(successor.name)].append(body)
    return {name: tuple(bodies) for name, bodies in table.items()}


@_makes("ended-body", "defunct-body")
def ended_body(plan: Plan, rng: random.Random) -> Iterator[Fault]:
    """A duty is laid on the body that had done the work before."""
    if plan.about is None:
        return
    for start, end in _owners(plan):
        words = " ".join(plan.text[start:end].replace("*", "").split())
        body = plan.register.body(words, plan.about)
        names = {fold(words), *((fold(body.name),) if body else ())}
        olds = []
        for name in sorted(names):
            for old in _predecessors().get(name, ()):
                settled = not old.approximate or plan.about[:7] >= "2025-07"
                alike = old.name.split()[0] == (body.name if body else words).split()[0] and "thuộc" not in old.name
                if old.state_on(plan.about) == "ended" and settled and alike and old.level != "any":
                    olds.append(old)
        if not olds:
            continue
        old = rng.choice(olds)
        form = old.name
        if re.match(r"(?i)UBND|[ủu][yỷ] ban nhân dân", words):
            if "các tỉnh" in words:
                continue
            form = "Ủy ban nhân dân các huyện, thị xã, thành phố" if re.search(r"\bcác\b|,", words) else old.name
            form = form.replace("Ủy ban nhân dân", "UBND") if words.startswith("UBND") else form
        if form not in plan.text:
            yield Fault(((start, end, form),))


_UNKNOWN = ("TTDVVL", "BQLKKT", "TTPVHCC", "BCHPTDS", "VPĐPNTM", "CCQLCL", "TTXTĐT", "BQLDAXD", "TTUDKH", "TTHTPTCĐ")


@_makes("initials", "unknown-abbreviation")
def initials(plan: Plan, rng: random.Random) -> Iterator[Fault]:
    """A duty is laid on a body in initials that nobody explains."""
    unknown = [u for u in _UNKNOWN if u not in plan.text and plan.register.body(u) is None]
    for start, end in _owners(plan):
        if unknown and not re.search(r"\bcác\b|\bcấp\b", plan.text[start:end]):
            yield Fault(((start, end, rng.choice(unknown)),))


# blanks


@_makes("blank-number", "missing-number")
def blank_number(plan: Plan, rng: random.Random) -> Iterator[Fault]:
    for mark in plan.head("number")[:1]:
        match = re.match(r"\d+[a-z]?(?=[\s*]*[-/])", plan.words(mark))
        if match and mark.get("doc", 1) == 1:
            blank = rng.choice(("      ", "         ", "…", "......"))
            bold = plan.text[: mark["start"]].endswith("**")
            yield Fault(
                ((mark["start"], mark["start"] + match.end(), "…" if bold else blank),), ((mark["start"], mark["end"]),)
            )


@_makes("blank-day", "incomplete-date")
def blank_day(plan: Plan, rng: random.Random) -> Iterator[Fault]:
    for mark in plan.head("issued")[:1]:
        match = re.search(r"ngày[\s*]*(\d{1,2})(?=[\s*]*tháng)", plan.words(mark))
        if match and mark.get("doc", 1) == 1:
            bold = "**" in plan.words(mark)
            blank = "…" if bold else rng.choice(("    ", "      ", "…", "......"))
            at = (mark["start"] + match.start(1), mark["start"] + match.end(1))
            yield Fault(((*at, blank),), ((mark["start"], mark["end"]),))


# task tables


@dataclass(slots=True)
class Row:
    """A row of a task table, with the cells that have words."""

    start: int
    end: int
    task: Range | None
    owner: Range | None
    time: Range | None


def _columns(header: list[str]) -> tuple[int, int, int | None] | None:
    """The columns of task, owner and time."""
    task = next((i for i, h in enumerate(header) if re.search(r"nhiệm vụ|việc|nội dung|hoạt động", h)), None)
    time = next((i for i, h in enumerate(header) if re.search(r"thời (?:gian|hạn)|tiến độ|hoàn thành", h)), None)
    rest = [i for i in range(len(header)) if i not in (task, time) and "phối hợp" not in header[i]]
    owner = next((i for i in rest if "chủ trì" in header[i]), None)
    if owner is None:
        owner = next((i for i in rest if re.search(r"phụ trách|thực hiện|cơ quan|đơn vị", header[i])), None)
    return None if task is None or owner is None else (task, owner, time)


def _tables(text: str) -> Iterator[tuple[int, int, list[Row]]]:
    """Task tables, one row a line, or one cell between lone bars."""
    groups: list[list[list[Range]]] = [[]]
    end = 0
    for line in re.finditer(r"(?m)^[^\n|]*\|[^\n]*\|[^\n]*$|^[^\n|]+\|[^\n|]+$", text):
        if line.start() > end + 1:
            groups.append([])
        end = line.end()
        if re.fullmatch(r"[\s|:-]+", line[0]):
            continue
        bars = [line.start() - 1, *(line.start() + m.start() for m in re.finditer(r"\|", line[0])), line.end()]
        cells = [(a + 1, b) for a, b in itertools.pairwise(bars)]
        if not text[slice(*cells[0])].strip():
            cells = cells[1:]
        if line[0].rstrip().endswith("|") and line[0].lstrip().startswith("|"):
            cells = cells[:-1]
        groups[-1].append(cells)
    groups += _barred(text)
    for rows in groups:
        if len(rows) < 3:
            continue
        columns = _columns([" ".join(text[a:b].replace("*", "").lower().split()) for a, b in rows[0]])
        if columns is None:
            continue
        task, owner, time = columns
        found = []
        for cells in rows[1:]:
            if len(cells) != len(rows[0]):
                continue
            inner = [_inner(text, *cell) for cell in cells]
            found.append(
                Row(cells[0][0], cells[-1][1], inner[task], inner[owner], inner[time] if time is not None else None)
            )
        yield rows[0][0][0], rows[-1][-1][1], found


def _barred(text: str) -> Iterator[list[list[Range]]]:
    """Rows of tables that stand one cell between two lone bars, an empty one behind each row."""
    bars = [(m.start(), m.end()) for m in re.finditer(r"(?m)^\|$", text)]
    rows: list[list[Range]] = []
    row: list[Range] = []
    for first, second in [(a[1], b[0]) for a, b in itertools.pairwise(bars)] + [(0, 0)]:
        between = text[first:second]
        if between.strip() and "\n\n" not in between:
            row.append((first, second))
            continue
        if row:
            rows.append(row)
        row = []
        if between.strip() or first == second:  # the text behind a table
            yield rows
            rows = []


def _inner(text: str, start: int, end: int) -> Range | None:
    words = text[start:end]
    if not words.strip():
        return None
    first = start + len(words) - len(words.lstrip())
    return first, first + len(words.strip())


def _emptied(plan: Plan, cell: Range) -> Edit:
    """The edit that leaves a cell empty; with its line, where it has one of its own."""
    alone = plan.text[cell[0] - 1] == "\n" and plan.text[cell[1] : cell[1] + 1] == "\n"
    return cell[0], cell[1] + alone, ""


@_makes("empty-owner", "task-without-owner")
def empty_owner(plan: Plan, rng: random.Random) -> Iterator[Fault]:
    for _, _, rows in _tables(plan.text):
        for row in rows:
            if row.task and row.owner:
                yield Fault((_emptied(plan, row.owner),), ((row.start, row.end),))


@_makes("empty-deadline", "owner-without-deadline")
def empty_deadline(plan: Plan, rng: random.Random) -> Iterator[Fault]:
    for _, _, rows in _tables(plan.text):
        for row in rows:
            if row.task and row.owner and row.time:
                yield Fault((_emptied(plan, row.time),), ((row.start, row.end),))


# --- copies and the measure -----------------------------------------------------------------------------------------


def copies(plan: Plan, kind: str, most: int = COPIES) -> list[Copy]:
    """Copies of a plan with one kind of defect, each in another place; none where the kind does not apply."""
    document = plan.gold
    rng = random.Random(f"{kind}/{plan.name}")
    faults = list(KINDS[kind].make(plan, rng))
    rng.shuffle(faults)
    found: list[Copy] = []
    for fault in faults:
        copy = copied(document, kind, fault)
        if copy.text != document.text and all(copy.text != other.text for other in found):
            found.append(copy)
        if len(found) == most:
            break
    return found


@dataclass(slots=True)
class Outcome:
    """What was raised for one copy.

    Attributes:
        found: whether the expected finding is there, in its place.
        instead: whether it is not, and a finding of another code is.
        others: new findings besides.
    """

    copy: Copy
    found: bool
    instead: bool
    others: list[Finding]


def judged(copy: Copy, clean: Sequence[Finding], faulty: Sequence[Finding]) -> Outcome:
    """Compares the findings of a copy with those of its clean plan."""
    before = [(f.code, *moved(copy.edits, f.start, f.end)) for f in clean]
    new = [
        f
        for f in faulty
        if not any(f.code == code and _touch((f.start, f.end), (start, end)) for code, start, end in before)
    ]
    there = [f for f in new if copy.places is None or any(_touch((f.start, f.end), p) for p in copy.places)]
    hits = [f for f in there if f.code in (copy.code, *KINDS[copy.kind].also)]
    instead = not hits and copy.places is not None and bool(there)
    return Outcome(copy, bool(hits), instead, [f for f in new if f not in hits])


def _touch(one: Range, other: Range) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]


@dataclass(slots=True)
class Tally:
    """What became of the copies of one kind: plans it was made of, plans it does not apply to, and the outcomes."""

    plans: int = 0
    skipped: int = 0
    outcomes: list[Outcome] = field(default_factory=list)

    @property
    def found(self) -> int:
        return sum(outcome.found for outcome in self.outcomes)


Reader = Callable[[str], Sequence[Finding]]


def read(text: str) -> Sequence[Finding]:
    return extract(text=text).findings


def measured(
    documents: Sequence[Gold], kinds: Iterable[str], most: int = COPIES, reader: Reader | None = None
) -> tuple[dict[str, Tally], dict[str, Sequence[Finding]]]:
    """The tally of each kind over these documents, and the findings of the clean ones by name."""
    reader = reader or read
    clean = {document.name: reader(document.text) for document in documents}
    tallies = {kind: Tally() for kind in kinds}
    for plan in map(Plan, documents):
        for kind, tally in tallies.items():
            made = copies(plan, kind, most)
            tally.plans += bool(made)
            tally.skipped += not made
            tally.outcomes += [judged(copy, clean[plan.name], reader(copy.text)) for copy in made]
    return tallies, clean


def wilson(hit: int, of: int, z: float = 1.96) -> tuple[float, float]:
    """The interval of a rate at 95 %; (0, 1) where nothing was tried."""
    if not of:
        return 0.0, 1.0
    rate, square = hit / of, z * z
    middle = (rate + square / (2 * of)) / (1 + square / of)
    half = z * math.sqrt(rate * (1 - rate) / of + square / (4 * of * of)) / (1 + square / of)
    return max(0.0, middle - half), min(1.0, middle + half)


def show(name: str, tallies: dict[str, Tally]) -> None:
    print(f"\n{name}")
    print(
        f"  {'kind':18} {'expected finding':24} {'plans':>5} {'n/a':>4} {'copies':>6} {'found':>5} {'recall':>7} {'other code':>10}"
    )
    for kind, tally in tallies.items():
        of = len(tally.outcomes)
        rate = f"{tally.found / of:7.3f}" if of else f"{'-':>7}"
        instead = sum(outcome.instead for outcome in tally.outcomes) or ""
        print(
            f"  {kind:18} {KINDS[kind].code:24} {tally.plans:5} {tally.skipped:4} {of:6} {tally.found:5} {rate} {instead:>10}"
        )
    every = [outcome for tally in tallies.values() for outcome in tally.outcomes]
    hit = sum(outcome.found for outcome in every)
    low, high = wilson(hit, len(every))
    rates = [tally.found / len(tally.outcomes) for tally in tallies.values() if tally.outcomes]
    if every:
        print(
            f"  all: {hit} of {len(every)} found, recall {hit / len(every):.3f} (95 % Wilson {low:.3f}-{high:.3f})",
            end="",
        )
        print(f", mean over kinds {sum(rates) / len(rates):.3f}")
    beside = Counter((f.severity, f.code) for outcome in every for f in outcome.others)
    touched = sum(bool(outcome.others) for outcome in every)
    print(f"  other new findings: {beside.total()} in {touched} of {len(every)} copies")
    for (severity, code), number in beside.most_common():
        print(f"    {number:4} {severity:8} {code}")


def show_clean(name: str, documents: Sequence[Gold], clean: dict[str, Sequence[Finding]], texts: bool) -> None:
    """What is raised at error or warning on the clean plans; with `texts` each finding in its words."""
    raised = [(d, f) for d in documents for f in clean[d.name] if f.severity != "info"]
    print(f"\n{name}: {len(raised)} findings at error or warning on {len(documents)} clean plans")
    for code, number in Counter(f.code for _, f in raised).most_common():
        real = sum(f.code == code and _blank(d, f) for d, f in raised)
        print(f"  {number:4} {code}" + (f" ({real} of them blank in the gold too)" if real else ""))
        for document, finding in raised if texts else ():
            if finding.code == code and not _blank(document, finding):
                print(f"         {document.name[:16]}: {_around(document.text, finding.start, finding.end)}")


def _blank(document: Gold, finding: Finding) -> bool:
    """Whether the gold says that a number or day is blank."""
    wanted = {"missing-number": ("number", r"[-/]"), "incomplete-date": ("issued", r".*X")}.get(finding.code)
    return wanted is not None and any(
        m["kind"] == "header" and m["field"] == wanted[0] and re.match(wanted[1], str(m.get("value", "")))
        for m in document.marks
    )


def _around(text: str, start: int, end: int, width: int = 60) -> str:
    parts = text[max(0, start - width) : start], text[start:end], text[end : end + width]
    return "…{}[{}]{}…".format(*(part.replace("\n", "⏎") for part in parts))


def show_missed(tallies: dict[str, Tally]) -> None:
    """Each copy whose defect was not found: what was put where."""
    for kind, tally in tallies.items():
        for outcome in tally.outcomes:
            if not outcome.found:
                copy = outcome.copy
                print(f"\n  {kind} {copy.plan[:40]} ({len(copy.edits)} edits), expected {copy.code}")
                for start, end in shown(copy)[:3]:
                    print(f"      {_around(copy.text, start, min(end, start + 300))}")
                for finding in outcome.others:
                    print(f"      raised instead: {finding.code} {finding.text[:60]!r}")


def shown(copy: Copy) -> list[Range]:
    """The edited places in the copy."""
    return [moved(copy.edits, start, end, wide=True) for start, end, _ in copy.edits]


def plans(documents: Iterable[Gold]) -> list[Gold]:
    """Those that a record says are plans."""
    found = []
    for document in documents:
        record = extract(text=document.text)
        heads = (record.header, *record.attached)
        if any(h.document_type is not None and h.document_type.code == "KH" for h in heads):
            found.append(document)
    return found


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="benchmarks.defects", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--plans", type=Path, help="folder with the real documents")
    parser.add_argument("--part", choices=("dev", "test"), default="dev")
    parser.add_argument("--kind", help="only this kind, or the kinds with this code")
    parser.add_argument("--copies", type=int, default=COPIES, help="at most so many of a plan and kind")
    parser.add_argument("--show-missed", action="store_true")
    options = parser.parse_args(arguments)
    kinds = [k for k in KINDS if options.kind in (None, k, KINDS[k].code)]
    if not kinds:
        parser.error(f"{options.kind} is none of: {', '.join(KINDS)}")
    sources = [("our own plans", gold.own(), True)]
    if options.plans:
        found = plans(gold.real(options.plans, options.part))
        sources.append((f"real plans, part {options.part}", found, options.part == "dev"))
    for name, documents, open_ in sources:
        tallies, clean = measured(documents, kinds, options.copies)
        show(f"{len(documents)} {name}", tallies)
        if options.show_missed and open_:
            show_missed(tallies)
        if options.kind is None:
            show_clean(name, documents, clean, open_)
        if not open_:
            print("texts of the test part are not listed: rule work does not look at it", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
