"""What the register holds: documents, bodies and provinces, each with what is known of its dates and how surely.

Dates are ISO text of a day, a month or a year (`kehoach.register.days`). Nothing here depends on today's date: what holds
"now" is what has no end in the register.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from kehoach.register.days import On, bounds, first_day, last_day

CONFIDENCES = ("confirmed", "confirmed_secondary", "general", "mixed")
LEVELS = ("central", "province", "district", "commune", "any")
KINDS = (
    "government",
    "ministry",
    "agency",
    "department",
    "office",
    "people_committee",
    "people_council",
    "party",
    "front",
    "organisation",
    "court",
    "procuracy",
    "police",
    "military",
    "media",
    "health",
    "education",
    "finance",
    "committee",
    "service",
    "generic",
)
PROVINCE_KINDS = ("tỉnh", "thành phố trực thuộc trung ương")
STATUSES = ("in_force", "in_force_unverified", "superseded", "expired", "done", "report")

State: TypeAlias = Literal["held", "partly", "ended", "not_yet"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What each entry says of itself.

    Attributes:
        confidence: one of `CONFIDENCES`.
        confidence_of: the keys whose confidence differs from that of the entry.
        source: where the entry is from, in short words.
        note: what a reader of the entry should know.
    """

    confidence: str
    confidence_of: tuple[tuple[str, str], ...] = ()
    source: str | None = None
    note: str | None = None

    def confidence_in(self, key: str) -> str:
        """How surely one key of the entry is known."""
        return dict(self.confidence_of).get(key, self.confidence)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lasting(Known):
    """An entry that existed from one day to another.

    Attributes:
        since: first day; None where it was there before any plan that is read.
        until: last day; None where it goes on.
        approximate: true where the day was not the same everywhere or is not surely known.
    """

    since: str | None = None
    until: str | None = None
    approximate: bool = False

    def state_on(self, on: On | None = None) -> State:
        """How it stood on a date; without one, whether it goes on.

        `partly` is for a month or year in which it began or ended: part of the time it was there.

        Raises:
            ValueError: `on` is no date.
        """
        if on is None:
            return "held" if self.until is None else "ended"
        first, last = bounds(on)
        if first > last_day(self.until):
            return "ended"
        if last < first_day(self.since):
            return "not_yet"
        return "held" if first >= first_day(self.since) and last <= last_day(self.until) else "partly"

    def held_on(self, on: On | None = None) -> bool:
        """Whether it was there on a date, or at some time in a month or year."""
        return self.state_on(on) in ("held", "partly")


@dataclass(frozen=True, slots=True, kw_only=True)
class WrongDate:
    """A date under which a document is cited, and which is not its own."""

    date: str
    where: str
    confidence: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document(Known):
    """A document that plans cite.

    Attributes:
        number: as official, without blanks; the key of the entry.
        type: `Luật`, `Quyết định` …
        issuer, title: short, as plans write them.
        status: how it stands in the newest facts: one of `STATUSES`, or `in_force_from_` with a date.
        date: of issue; only the year where the day is not known, None where nothing is.
        effective: first day in force, where it is known and not the date.
        ended: last day of the period in the title; the document itself may not have been repealed.
        period: that period, `2021-2030`.
        superseded_by, superseded_on: number of what took its place, and the first day on which it did.
        amended_by: number of what changed it.
        aliases: names under which it is cited without its number.
        wrong_dates, wrong_numbers: seen in public texts.
        confusable: numbers that are easily taken for this one.
    """

    number: str
    type: str
    issuer: str
    title: str
    status: str
    date: str | None = None
    effective: str | None = None
    ended: str | None = None
    period: str | None = None
    superseded_by: str | None = None
    superseded_on: str | None = None
    amended_by: str | None = None
    aliases: tuple[str, ...] = ()
    wrong_dates: tuple[WrongDate, ...] = ()
    wrong_numbers: tuple[str, ...] = ()
    confusable: tuple[str, ...] = ()

    def issued_by(self, on: On | None = None) -> bool:
        """Whether it was there on `on`: a number that was given later is not the one a plan of that day means."""
        return on is None or last_day(on) >= first_day(self.date)

    def status_on(self, on: On | None = None) -> str:
        """Its status on a date: `status` without one.

        Besides the words of `status`: `not_issued` and `not_in_force` for dates before its own, `unknown` where it was
        superseded or its period ended on a day that the entry does not tell. For a month or year it is what held at
        some time in it, the older state first.

        Raises:
            ValueError: `on` is no date.
        """
        if on is None:
            return self.status
        first, last = bounds(on)
        start = self.effective or self.status.removeprefix("in_force_from_")
        if last < first_day(self.date):
            return "not_issued"
        if start[:1].isdigit() and last < first_day(start):
            return "not_in_force"
        if self.superseded_on and first >= first_day(self.superseded_on):
            return "superseded"
        if self.ended and first > last_day(self.ended):
            return "expired"
        if self.status == "superseded":
            return "in_force" if self.superseded_on else "unknown"
        if self.status == "expired":
            return "in_force" if self.ended else "unknown"
        return "in_force" if self.status.startswith("in_force_from_") else self.status


@dataclass(frozen=True, slots=True, kw_only=True)
class Successor:
    """A body that took over: its name, which part of the work (None for the whole), how surely (None: as the entry)."""

    name: str
    function: str | None = None
    confidence: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Body(Lasting):
    """A body that plans name: a ministry, department, office, party committee, organisation, or a general addressee.

    Attributes:
        name: full Vietnamese name; with `since` the key of the entry.
        level: one of `LEVELS`.
        kind: one of `KINDS`.
        code: as in document numbers and initials (`SLĐTBXH`); one code may stand at several levels.
        variants: other written forms.
        successors: who took over when it ended.
    """

    name: str
    level: str
    kind: str
    code: str | None = None
    variants: tuple[str, ...] = ()
    successors: tuple[Successor, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Province(Lasting):
    """A province or a city under the central government, as it was in one time.

    Attributes:
        name: without the word for its kind; with `since` the key of the entry.
        full_name: with it (`Tỉnh Hà Giang`).
        kind: one of `PROVINCE_KINDS`.
        code: of the official list in that time; numbers were given anew in 2025.
        variants: other written forms of the name; `tỉnh …` and `TP. …` before it need none.
        predecessors: names of the provinces that it was made of.
        successor: name of the province that its area belongs to since it ended.
        centre_in: the former province in which the seat of the merged one lies.
    """

    name: str
    full_name: str
    kind: str
    code: str | None = None
    variants: tuple[str, ...] = ()
    predecessors: tuple[str, ...] = ()
    successor: str | None = None
    centre_in: str | None = None


Entry: TypeAlias = Document | Body | Province


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """A body that stood, on the date asked for, where another had stood before.

    Attributes:
        body: the later body.
        functions: the part of the work, one for each step of the way that names one.
        through: names of the bodies between, where the way had more than one step.
        confidence: of the least sure step.
    """

    body: Body
    functions: tuple[str, ...] = ()
    through: tuple[str, ...] = ()
    confidence: str = "general"


def as_dict(entry: Entry) -> dict[str, Any]:
    """The entry as plain data in the order of the file's keys, empty keys left out."""
    order = _ORDER[type(entry)]
    data: dict[str, Any] = {}
    for key in order:
        value = getattr(entry, key)
        if value is None or value == () or (key == "approximate" and not value):
            continue
        if key == "confidence_of":
            data[key] = dict(value)
        elif isinstance(value, tuple):
            data[key] = [_plain_item(item) for item in value]
        else:
            data[key] = value
    return data


def _plain_item(item: Any) -> Any:
    if isinstance(item, str):
        return item
    found = {key: getattr(item, key) for key in item.__dataclass_fields__}
    return {key: value for key, value in found.items() if value is not None}


_LASTING = ("since", "until", "approximate")
_KNOWN = ("source", "confidence", "confidence_of", "note")
_ORDER: dict[type, tuple[str, ...]] = {
    Document: (
        *("number", "type", "date", "effective", "issuer", "title", "aliases", "status", "period", "ended"),
        *("superseded_by", "superseded_on", "amended_by", "wrong_dates", "wrong_numbers", "confusable", *_KNOWN),
    ),
    Body: ("name", "code", "level", "kind", "variants", *_LASTING, "successors", *_KNOWN),
    Province: (
        *("name", "full_name", "kind", "code", "variants", *_LASTING),
        *("predecessors", "successor", "centre_in", *_KNOWN),
    ),
}
