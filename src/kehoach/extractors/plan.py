"""One plan from source text to record: clean once, then each extractor in its turn, then what joins them."""

from __future__ import annotations

import re

from kehoach import register
from kehoach.extractors import citations, dates, header, outline
from kehoach.extractors.dates.atom import Found
from kehoach.extractors.header.head import Head
from kehoach.record import Record, Source
from kehoach.text.clean import CleanText, clean


def read(text: str, source: Source) -> Record:
    """Extract the record of `text`, which was read from `source`.

    Nothing is raised whatever the text; what is not there is null or empty.
    """
    cleaned = clean(text)
    heads = header.scan(cleaned)
    found = dates.scan(cleaned)
    titles = [head.title_span for head in heads if head.title_span]
    mentions = citations.scan(cleaned, found, header.own_numbers(heads), header.own_codes(heads), titles)
    issued = [head.issued_span for head in heads if head.issued_span] + _own_dates(cleaned, heads)
    cited = [span for m in mentions for span in (m.issued_span, *m.extra_dates) if span]
    cited += [(m.start, m.end) for m in mentions if m.form != "short"]
    known = dates.Spans([(d.start, d.end) for d in found])
    found += [
        Found(start, end, cleaned.text[start:end], "year", "during", "citation")
        for m in mentions
        for start, end in m.extra_dates
        if not known.holding(start, end)
    ]
    found.sort(key=lambda d: d.start)
    items = outline.scan(cleaned, [head.type_span[0] for head in heads[1:] if head.type_span])
    return Record(
        source,
        header.finish(cleaned, heads[0]),
        tuple(header.finish(cleaned, head) for head in heads[1:]),
        outline.finish(cleaned, items),
        citations.finish(cleaned, mentions, register.identifiers()),
        dates.finish(
            cleaned,
            found,
            issued=issued,
            cited=_disjoint(cited),
            titles=_disjoint([m.title_span for m in mentions if m.title_span]),
            plan_year=title_year(cleaned, heads[0]),
            issued_on=_issued_on(cleaned, heads[0]),
        ),
    )


def _disjoint(ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _own_dates(cleaned: CleanText, heads: list[Head]) -> list[tuple[int, int]]:
    """Dates behind the document's own number, where an annex repeats it: `(Kèm theo Quyết định số …)`."""
    ranges = []
    for number in header.own_numbers(heads):
        pattern = r" ?".join(re.escape(part) for part in re.split(r"(?<=[/-])|(?=[/-])", number.lower()) if part)
        for match in re.finditer(pattern + r",? ", cleaned.low):
            ranges.append((match.end(), match.end() + 32))
    for match in re.finditer(r"kèm theo [^\n]{0,60}?số ?[ .…:_]*/[^\n ]+ ", cleaned.low):
        ranges.append((match.end(), match.end() + 36))
    return _disjoint(ranges)


_YEAR = re.compile(r"năm (?P<y>(?:19|20) ?\d\d)(?!\d| ?- ?\d| ?đến)")


def title_year(cleaned: CleanText, head: Head) -> int | None:
    """The one year that the title names; None where it names none or several."""
    if head.title_span is None:
        return None
    title = cleaned.low[slice(*head.title_span)]
    years = {
        int(m["y"].replace(" ", "")) for m in _YEAR.finditer(title) if not _NOT_PLAN_YEAR.search(title[: m.start()])
    }
    return years.pop() if len(years) == 1 else None


_NOT_PLAN_YEAR = re.compile(r"(?:tháng ?\d+|đến|từ|trước) $")


_PERIOD = re.compile(r"\d{4} ?- ?\d{4}")


def _issued_on(cleaned: CleanText, head: Head) -> str | None:
    """The date of issue with its year; None where the title names a period, of which a date may be any year."""
    if head.issued is None or not head.issued[:4].isdigit():
        return None
    if head.title_span is not None and _PERIOD.search(cleaned.low, *head.title_span):
        return None
    return head.issued
