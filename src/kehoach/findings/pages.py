"""Pages that were not read, or not well: a person is to look at them before anything is built on what they say."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from kehoach.findings.case import Case
from kehoach.findings.rule import Raised, finds
from kehoach.text.layout import Layout, Page

_DOUBTFUL = 0.6  # mean confidence of the recognition below which a page is not relied on
_GARBLED = 0.85  # share of Vietnamese syllables below which it is not
_FEW = 30  # words, too few to judge by
_VIETNAMESE = 0.2  # share of words with marks that tells a Vietnamese text from any other
_LINE = re.compile(r"\S(?:[^\n]*\S)?")
Range = tuple[int, int]
Cause = tuple[str, str]  # in Vietnamese, in English


@finds("unreadable-page")
def unreadable_page(case: Case) -> Iterator[Raised]:
    layout = case.reading.layout
    if layout is None or not layout.pages:
        yield from _text_without_pages(case)
        return
    source = case.clean.source
    ranges = _ranges(layout, source)
    starts = sorted((number, places[0][0]) for number, places in ranges.items())
    found: dict[tuple[Range, Cause], list[int]] = {}
    for page in layout.pages:
        places = ranges.get(page.number, [])
        if (cause := _cause(page, bool(places))) is not None:
            place = max(places, key=lambda one: one[1] - one[0]) if places else _beside(page, starts, source)
            if place is not None:
                found.setdefault((place, cause), []).append(page.number)
        if page.scanned_table and places:
            place = _table(layout, places) or max(places, key=lambda one: one[1] - one[0])
            found.setdefault((place, _TABLE), []).append(page.number)
    said: dict[Range, list[tuple[Cause, list[int]]]] = {}
    for (place, cause), numbers in found.items():
        said.setdefault(place, []).append((cause, numbers))
    for (start, end), causes in said.items():
        values = {
            "what_vi": "; ".join(f"{_named('trang', numbers)}: {cause[0]}" for cause, numbers in causes),
            "what_en": "; ".join(
                f"{_named('page' if len(numbers) == 1 else 'pages', numbers)}: {cause[1]}" for cause, numbers in causes
            ),
        }
        yield Raised(start, end, values)


_TABLE = (
    "có bảng trong ảnh quét, cần người đối chiếu từng ô",
    "a table in a scanned image, whose cells a person needs to compare",
)


def _named(word: str, numbers: list[int]) -> str:
    return f"{word} {', '.join(map(str, numbers))}"


def _cause(page: Page, has_text: bool) -> Cause | None:
    if page.confidence is not None and page.confidence < _DOUBTFUL:
        share = f"{100 * page.confidence:.0f}%"
        return f"nhận dạng với độ tin cậy {share}", f"recognised with a confidence of {share}"
    if page.syllables is not None and page.syllables < _GARBLED:
        return _of_syllables(page.syllables)
    if page.problem is None:
        return None
    return ("mới đọc được một phần", "read in part") if has_text else ("chưa đọc được", "not read")


def _of_syllables(share: float) -> Cause:
    return (
        f"chỉ {100 * share:.0f}% số chữ là âm tiết tiếng Việt",
        f"only {100 * share:.0f}% of the words are Vietnamese syllables",
    )


def _text_without_pages(case: Case) -> Iterator[Raised]:
    """A plain text is one page: what another program recognised badly comes as such."""
    counts = case.clean.words
    if counts.words < _FEW or counts.share >= _GARBLED or counts.marked < _VIETNAMESE * counts.words:
        return
    cause = _of_syllables(counts.share)
    yield Raised(
        case.start.start, case.start.end, {"what_vi": f"văn bản: {cause[0]}", "what_en": f"the text: {cause[1]}"}
    )


def _ranges(layout: Layout, source: str) -> dict[int, list[Range]]:
    """Where the text of each page stands, without the blanks about it."""
    found: dict[int, list[Range]] = {}
    ends = [at for at, _ in layout.turns[1:]] + [len(source)]
    for (start, number), end in zip(layout.turns, ends, strict=True):
        piece = source[start:end]
        start += len(piece) - len(piece.lstrip())
        end = start + len(piece.strip())
        if start < end:
            found.setdefault(number, []).append((start, end))
    return found


def _beside(page: Page, starts: list[tuple[int, int]], source: str) -> Range | None:
    """The line before the place of a page that left no text, else the one behind it; None where there is no text at all."""
    following = bisect_right(starts, (page.number, len(source)))
    at = starts[following][1] if following < len(starts) else len(source)
    end = at
    while end and source[end - 1].isspace():
        end -= 1
    if end:
        return source.rfind("\n", 0, end) + 1, end
    match = _LINE.search(source, at)
    return match.span() if match else None


def _table(layout: Layout, places: list[Range]) -> Range | None:
    """The first table that stands on a page."""
    for start, end in places:
        for table in layout.tables:
            if table.start < end and start < table.end:
                return table.start, table.end
    return None
