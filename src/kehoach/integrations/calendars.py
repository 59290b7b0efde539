"""iCalendar (RFC 5545): an all-day event for each deadline, milestone and report date.

The text's own date decides the days: a day is one day; a month, quarter, year or period is the span of its days, and the
description says that no day is named; what comes back each year or month is a rule. An open end (`2025/..`) shows at the year,
month or day that is named. Nothing blocks time (`TRANSPARENT`) and nothing rings. A date that is named in words alone is left
out. Each event holds its mark in `X-KEHOACH-MARK`; the texts are not in the file.

A `UID` is that of the plan's number and issuer, or else of its file's name, and of the mark: the same run after run.
"""

from __future__ import annotations

import re
from calendar import isleap, monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import blake2b
from pathlib import Path
from typing import Any, Literal

from kehoach.integrations import files
from kehoach.integrations.marks import DoorError, Kind, Mark, Marked, Texts, Written, check, utf8

UNITS = ("code-points",)
KINDS: tuple[Kind, ...] = ("dates", "targets", "responsibilities", "reports")
FOLDER = False
TEXT = False

PROPERTY = "X-KEHOACH-MARK"
ROLES = ("deadline", "milestone")
"""What a date is for, that it stands in the calendar when no duty, report or target claims it."""

_ONE = re.compile(r"(\d{4}|\d{3}X|\d\dXX|XXXX)(?:-(\d\d|XX)(?:-(\d\d|XX))?)?")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\s]+")
_SHOWN = 160
_YEAR = 1970  # from which a yearly day is shown whose plan names no year
_LEAP = 4

_WORDS = {
    "vi": {
        "plan": "Kế hoạch",
        "said": "Nguyên văn",
        "report": "Báo cáo",
        "span": "Văn bản không nêu ngày cụ thể, chỉ nêu",
        "open": "Văn bản chỉ nêu một đầu của khoảng thời gian",
        "before": "Trước thời điểm này",
        "by": "Chậm nhất vào thời điểm này",
        "until": "Đến thời điểm này",
        "from": "Từ thời điểm này",
        "yearly": "Lặp lại hằng năm",
        "monthly": "Lặp lại hằng tháng",
        "of": {
            "month": "tháng",
            "quarter": "quý",
            "half": "nửa năm",
            "year": "năm",
            "years": "các năm",
            "interval": "khoảng thời gian",
        },
    },
    "en": {
        "plan": "Plan",
        "said": "As written",
        "report": "Report",
        "span": "The text names no day, but",
        "open": "The text names one end of the period alone",
        "before": "Before this time",
        "by": "By this time at the latest",
        "until": "Until this time",
        "from": "From this time",
        "yearly": "Comes back each year",
        "monthly": "Comes back each month",
        "of": {
            "month": "a month",
            "quarter": "a quarter",
            "half": "half a year",
            "year": "a year",
            "years": "years",
            "interval": "a period",
        },
    },
}


@dataclass(frozen=True, slots=True)
class Days:
    """The days of a date.

    Attributes:
        first, last: both of them in it.
        kind: `day`, or what the text names in place of one.
        repeats: whether it comes back.
        open: whether one of its ends is not named.
    """

    first: date
    last: date
    kind: str = "day"
    repeats: Literal["", "yearly", "monthly"] = ""
    open: bool = False


def days(edtf: str, year: int = _YEAR) -> Days | None:
    """The days of an EDTF date; None where it has none that a calendar could show.

    Args:
        year: the first year of what comes back each year.
    """
    try:
        first, slash, last = edtf.partition("/")
        if not slash:
            return _one(edtf, year)
        if first in ("..", "") or last in ("..", ""):
            named = _one(last if first in ("..", "") else first, year)
            return named and Days(named.first, named.last, named.kind, named.repeats, True)
        begin, end = _one(first, year), _one(last, year)
        if begin is None or end is None or begin.repeats != end.repeats or begin.repeats == "monthly":
            return None
        ends = end.last
        if begin.repeats and ends < begin.first:  # over the turn of the year
            again = _one(last, year + 1)
            ends = again.last if again else ends
        return None if ends < begin.first else Days(begin.first, ends, "interval", begin.repeats)
    except (ValueError, OverflowError):
        return None


def _one(edtf: str, year: int) -> Days | None:
    if (found := _ONE.fullmatch(edtf)) is None:
        return None
    years, month, day = found.groups()
    yearly = years == "XXXX"
    if yearly and month in (None, "XX"):
        if day in (None, "XX"):
            return None
        return Days(date(year, 1, int(day)), date(year, 1, int(day)), repeats="monthly")
    repeats: Literal["", "yearly"] = "yearly" if yearly else ""
    if "X" in years and not yearly:
        return _checked(
            Days(date(int(years.replace("X", "0")), 1, 1), date(int(years.replace("X", "9")), 12, 31), "years")
        )
    at = year if yearly else int(years)
    if month is None or month == "XX":
        return _checked(Days(date(at, 1, 1), date(at, 12, 31), "year"))
    number = int(month)
    if number > 12:
        return _checked(_part(at, number, repeats))
    if day is None or day == "XX":
        return _checked(Days(date(at, number, 1), date(at, number, monthrange(at, number)[1]), "month", repeats))
    if yearly and (number, day) == (2, "29"):
        at = next(one for one in range(at, at + 2 * _LEAP + 1) if isleap(one))
    return _checked(Days(date(at, number, int(day)), date(at, number, int(day)), repeats=repeats))


def _part(year: int, number: int, repeats: Literal["", "yearly"]) -> Days | None:
    """A quarter (33 to 36) or half (40, 41) of a year."""
    if 33 <= number <= 36:
        first, months, kind = 3 * (number - 33) + 1, 3, "quarter"
    elif number in (40, 41):
        first, months, kind = 6 * (number - 40) + 1, 6, "half"
    else:
        return None
    last = first + months - 1
    return Days(date(year, first, 1), date(year, last, monthrange(year, last)[1]), kind, repeats)


def _checked(found: Days | None) -> Days | None:
    # the day behind the last must be one too
    return None if found is None or found.last == date.max else found


# --- writing --------------------------------------------------------------------------------------------------------


def export(documents: Iterable[Marked], out: Path, unit: str = UNITS[0], lang: str = "vi") -> Written:
    """Write one calendar.

    Args:
        lang: of the words around the plans' own: `vi` or `en`.
    """
    icalendar = files.needed("icalendar", "doors", out)
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//kehoach//VI")
    calendar.add("version", "2.0")
    head, _, foot = calendar.to_ical().partition(b"END:VCALENDAR")
    count = marks = left = 0
    given: dict[str, int] = {}
    with files.writing(out) as file:
        file.write(head)
        for document in documents:
            wanted = dated(document)
            about = _About(document)
            count += 1
            for mark, edtf in wanted:
                event = _event(about, mark, edtf, lang, given, icalendar)
                if event is None:
                    left += 1
                    continue
                file.write(event.to_ical())
                marks += 1
            left += len(document.marks) - len(wanted)
        file.write(b"END:VCALENDAR" + foot)
    return Written(count, marks, left)


def dated(document: Marked) -> list[tuple[Mark, str]]:
    """The marks of a document that belong in a calendar, each with its date (EDTF)."""
    claimed = {mark.attributes.get("date") for mark in document.marks if mark.label == "due"}
    found = []
    for mark in document.marks:
        edtf = mark.attributes.get("resolved") or mark.attributes.get("edtf")
        asked = mark.label == "due" or (
            mark.label == "date" and mark.attributes.get("role") in ROLES and mark.id not in claimed
        )
        if asked and isinstance(edtf, str):
            found.append((mark, edtf))
    return found


def _event(about: _About, mark: Mark, edtf: str, lang: str, given: dict[str, int], icalendar: Any) -> Any:
    document = about.document
    issued = str(document.meta.get("issued", ""))
    when = days(edtf, int(issued[:4]) if re.match(r"[12]\d{3}", issued) else _YEAR)
    if when is None:
        return None
    event = icalendar.Event()
    event.add("uid", _uid(document, mark, given))
    event.add("dtstamp", _stamp(issued))
    event.add("dtstart", when.first)
    event.add("dtend", when.last + timedelta(days=1))
    if when.repeats == "yearly":
        event.add("rrule", {"freq": "yearly"})
    elif when.repeats:
        event.add("rrule", {"freq": "monthly", "bymonthday": when.first.day})
    event.add("summary", about.summary(mark, lang))
    event.add("description", about.description(mark, when, lang))
    event.add("transp", "TRANSPARENT")
    kept = {
        "document": document.name,
        "text_sha256": about.digest,
        "id": mark.id,
        "label": mark.label,
        "start": mark.start,
        "end": mark.end,
        "text": mark.text,
        "attributes": dict(mark.attributes),
        "page": mark.page,
    }
    event.add(PROPERTY, files.dumps(kept))
    return event


def _uid(document: Marked, mark: Mark, given: dict[str, int]) -> str:
    told = document.meta
    whole = told.get("number", "/").strip("/")
    key = (
        f"{told['number']}|{told.get('issuer', '')}"
        if whole != "" and not told["number"].startswith("/")
        else document.name
    )
    uid = f"{blake2b(key.encode('utf-8', 'surrogatepass'), digest_size=8).hexdigest()}-{_CONTROL.sub('-', mark.id)}"
    given[uid] = given.get(uid, 0) + 1
    return f"{uid}@kehoach" if given[uid] == 1 else f"{uid}-{given[uid]}@kehoach"


def _stamp(issued: str) -> datetime:
    """When the plan was issued; the same plan gives the same file."""
    when = days(issued)
    at = when.first if when is not None and when.first == when.last else date(_YEAR, 1, 1)
    return datetime(at.year, at.month, at.day, tzinfo=UTC)


class _About:
    """What is said of a document's dates."""

    def __init__(self, document: Marked) -> None:
        self.document = document
        self.digest = document.digest
        self._by_id = {mark.id: mark for mark in document.marks}
        self._agency: dict[str, str] = {}
        for mark in document.marks:
            if mark.label == "agency" and mark.attributes.get("as") in ("agency", "who"):
                self._agency.setdefault(str(mark.attributes.get("of")), str(mark.attributes.get("name") or mark.text))

    def summary(self, mark: Mark, lang: str) -> str:
        owner = mark
        while (above := self._by_id.get(str(owner.attributes.get("of")))) is not None and above is not owner:
            owner = above
        if owner is mark:
            return _line(self._context(mark))
        what = owner.attributes.get("task") or owner.text
        who = self._agency.get(owner.id) or (_WORDS[lang]["report"] if owner.label == "report" else "")
        return _line(f"{who}: {what}" if who else str(what))

    def _context(self, mark: Mark) -> str:
        """The line of the text in which a date stands."""
        text = self.document.text
        before = text[max(0, mark.start - _SHOWN) : mark.start].rpartition("\n")[2]
        return before + mark.text + text[mark.end : mark.end + _SHOWN].partition("\n")[0]

    def description(self, mark: Mark, when: Days, lang: str) -> str:
        words: dict[str, Any] = _WORDS[lang]
        told = self.document.meta
        named = " ".join(filter(None, (told.get("number"), told.get("title")))) or self.document.name
        lines = [f"{words['plan']}: {_line(named)}", f"{words['said']}: “{_line(mark.text)}”"]
        source = self._by_id.get(str(mark.attributes.get("date")), mark)
        relation = source.attributes.get("relation")
        if relation in ("before", "by", "until", "from"):
            lines.append(f"{words[relation]}.")
        if when.kind != "day":
            lines.append(f"{words['span']} {words['of'][when.kind]}.")
        if when.open:
            lines.append(f"{words['open']}.")
        if when.repeats:
            lines.append(f"{words[when.repeats]}.")
        return "\n".join(lines)


def _line(words: str) -> str:
    line = utf8(_CONTROL.sub(" ", words)).strip()
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN]}…"


# --- reading --------------------------------------------------------------------------------------------------------


def load(source: Path, texts: Texts | None = None, unit: str = UNITS[0]) -> Iterator[Marked]:
    """The documents of a calendar that was written here, as far as they have events."""
    icalendar = files.needed("icalendar", "doors", source)
    with files.reading(source) as file:
        data = file.read()
    try:
        calendars = icalendar.Calendar.from_ical(data, multiple=True)
        events = [event for calendar in calendars for event in calendar.walk("VEVENT")]
    except (ValueError, KeyError, IndexError, TypeError, AttributeError) as error:
        raise DoorError(source, f"is no iCalendar file ({_line(str(error))[:80]})") from None
    known = texts or Texts()
    documents: dict[tuple[str, str], list[Mark]] = {}
    for number, event in enumerate(events, 1):
        if (said := event.get(PROPERTY)) is None:
            continue  # an event of someone else
        place = f"event {number}"
        kept = files.expected(files.loads(str(said), source, place), dict, "its mark", source, place)
        name, digest, id, label, quoted = (
            files.expected(kept.get(key), str, f"`{key}`", source, place)
            for key in ("document", "text_sha256", "id", "label", "text")
        )
        text = known.find(source, name, digest)
        start, end = (files.expected(kept.get(key), int, f"`{key}`", source, place) for key in ("start", "end"))
        check(source, place, text, start, end, quoted)
        attributes = files.expected(kept.get("attributes", {}), dict, "`attributes`", source, place)
        page = kept.get("page")
        mark = Mark(id, label, start, end, text[start:end], attributes, page if isinstance(page, int) else None)
        documents.setdefault((name, digest), []).append(mark)
    if not documents and events:
        raise DoorError(source, f"no event has {PROPERTY}: the calendar is not one of kehoach")
    for (name, digest), marks in documents.items():
        yield files.whole(name, known.find(source, name, digest), marks, {}, source)
