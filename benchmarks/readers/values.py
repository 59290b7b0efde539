"""Value F1 of one record against another: what they say, wherever it stands in the text.

A value is a thing's normalised fields without offsets, ids and references; the two multisets are compared. `said` also
asks for the free words (indicator, task, title of a cited document, source of money).
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from kehoach.record import Agency, Due, Header, Record
from kehoach.text.normal import new_tones

KINDS = ("citations", "dates", "targets", "responsibilities", "reports", "budget", "header")
Value = tuple[Any, ...]
_NOTE = re.compile(r"\[\d{1,2}\](?!\s*\w)")


def words(text: str | None) -> str:
    """`text` on one line, NFC, new tone places, without the marks of footnotes: spellings that count as equal."""
    return " ".join(_NOTE.sub("", new_tones(unicodedata.normalize("NFC", text or ""))).split())


def _name(agency: Agency | None) -> str:
    return "" if agency is None else agency.code or words(agency.name)


def _edtf(due: Due | None) -> str:
    return "" if due is None else due.edtf


def _many(agencies: Iterable[Agency]) -> tuple[str, ...]:
    return tuple(sorted(map(_name, agencies)))


def header_values(header: Header, number: int = 0) -> list[Value]:
    """The fields of one head and foot, each a value of its own."""
    kind, own, signed = header.document_type, header.number, header.signatory
    fields = {
        "type": kind and kind.code,
        "number": own and own.normalised,
        "complete": own and own.complete,
        "issuer": header.issuer and words(header.issuer.name),
        "parent": header.parent_issuer and words(header.parent_issuer.name),
        "place": header.place and words(header.place.name),
        "issued": header.issued and header.issued.edtf,
        "title": header.title and words(header.title.name),
        "signatory": signed and words(signed.name),
        "position": signed and signed.position and words(signed.position),
        "authority": signed and signed.authority,
    }
    found: list[Value] = [(number, name, value) for name, value in fields.items() if value is not None]
    return found + [(number, "recipient", words(one.text)) for one in header.recipients]


def values(record: Record, *, free: bool) -> dict[str, Counter[Value]]:
    """The values of a record by kind; with its free words where `free`."""
    say: Callable[[str | None], str] = words if free else lambda _: ""
    heads = [v for i, h in enumerate((record.header, *record.attached)) for v in header_values(h, i)]
    return {
        "citations": Counter(
            (
                c.type.code if c.type else None,
                c.number,
                words(c.name),
                c.year,
                c.issued,
                words(c.issuer),
                c.pinpoint,
                c.role,
                c.form,
                c.known_as,
                say(c.title),
            )
            for c in record.citations
        ),
        "dates": Counter((d.edtf, d.kind, d.relation, d.role, d.resolved) for d in record.dates),
        "targets": Counter(
            (
                say(t.indicator),
                t.quantified,
                _edtf(t.due),
                t.frequency,
                *tuple(
                    (m.comparator, m.value, m.value_max, m.unit, m.per, _edtf(m.due), m.frequency)
                    for m in t.measurements
                ),
            )
            for t in record.targets
        ),
        "responsibilities": Counter(
            (_name(r.agency), r.role, _many(r.partners), _edtf(r.due), say(r.task)) for r in record.responsibilities
        ),
        "reports": Counter(
            (_many(r.who), _many(r.to), _name(r.via), _edtf(r.due), r.frequency) for r in record.reports
        ),
        "budget": Counter((b.amount, say(b.source)) for b in record.budget),
        "header": Counter(heads),
    }


@dataclass(slots=True)
class Count:
    """Values in common, in the reference, and found."""

    right: int = 0
    gold: int = 0
    found: int = 0

    def add(self, other: Count) -> None:
        """Add another's counts."""
        self.right += other.right
        self.gold += other.gold
        self.found += other.found

    @property
    def f1(self) -> float:
        """1.0 where there is nothing to find and nothing was found."""
        return 2 * self.right / (self.gold + self.found) if self.gold + self.found else 1.0


def compare(gold: Counter[Value], found: Counter[Value]) -> Count:
    """How many values two multisets share."""
    return Count((gold & found).total(), gold.total(), found.total())


@dataclass(frozen=True)
class Words:
    """How much of a text another one holds.

    Attributes:
        recall: share of its words that the other has, wherever.
        order: share of its pairs of neighbouring words that the other has as neighbours.
        precision: share of the other's words that it has.
        characters: share of its letters and digits that the other has, by number of each.
    """

    recall: float
    order: float
    precision: float
    characters: float


_WORD = re.compile(r"[^\W_]+")


def same_words(gold: str, found: str) -> Words:
    """How much of `gold` stands in `found`; marks and blanks do not count."""
    one, other = _WORD.findall(words(gold)), _WORD.findall(words(found))
    mine, theirs = Counter(one), Counter(other)
    pairs = Counter(itertools.pairwise(one))
    shared = mine & theirs
    letters, others = Counter("".join(one)), Counter("".join(other))
    return Words(
        shared.total() / max(1, len(one)),
        (pairs & Counter(itertools.pairwise(other))).total() / max(1, pairs.total()),
        shared.total() / max(1, len(other)),
        (letters & others).total() / max(1, letters.total()),
    )
