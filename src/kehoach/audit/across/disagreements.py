"""The same document cited under different dates: what most say, and who says otherwise.

No register of law is needed for this, and none is the judge: where at least three documents of two issuers, and three of
four of all, give one date, the others are asked to look again. Nobody is said to be wrong.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from kehoach.audit import schema
from kehoach.audit.across.likeness import jaccard
from kehoach.audit.across.titles import subject
from kehoach.audit.across.work import Work, quoted, stable

CODE = "citation-date-mismatch"
_DOCUMENTS, _LINEAGES, _SHARE = 3, 2, 0.75
_MANY, _MOST = 5, 0.9
"""So many others, and such a share of them, make it a warning."""
_SAME_SUBJECT = 0.6
"""Likeness of the words for what is cited."""
_TITLES = 16
"""So many dates of a number, and titles of a date, are looked at: more are no slips."""
_SURE = ("confirmed", "confirmed_secondary")

# dates within the citation's own words are where it points to; elsewhere (a list with one date) they are hearsay
_DATED = """
    SELECT coalesce(k.number_key || ' ' || k.scope, lower(c.name) || ' ' || left(c.issued, 4)) AS key,
        coalesce(c.number, c.name) AS name, c.issued, c.document, d.path, c.n, c.id, c.title, c.text, c.start, c."end", c.page,
        coalesce(d.lineage, lower(d.issuer), '') AS lineage
    FROM citations c JOIN originals d USING (document)
    LEFT JOIN keys k ON k.number = c.number AND k.issuer IS NOT DISTINCT FROM c.issuer
        AND k.province IS NOT DISTINCT FROM d.province AND k.level IS NULL
    WHERE c.form <> 'short' AND regexp_matches(c.issued, '^\\d{4}-\\d\\d-\\d\\d$')
        AND (k.scope IS NOT NULL OR (c.number IS NULL AND c.type IN ('Luật', 'Bộ luật', 'PL') AND c.name IS NOT NULL))
"""


@dataclass(frozen=True, slots=True)
class _Cited:
    """A citation with a full date."""

    key: str
    name: str
    issued: str
    document: str
    path: str
    n: int
    id: str
    title: str | None
    text: str
    start: int
    end: int
    page: int | None
    lineage: str


@dataclass(slots=True)
class _Said:
    """What a citation's date stands against."""

    one: _Cited
    most: str | None
    agree: int = 0
    others: int = 0
    lineages: int = 0
    itself: bool = False
    severity: str | None = None
    place: tuple[str, int, int] | None = None
    raised: str | None = None
    id: str = field(init=False)

    def __post_init__(self) -> None:
        self.id = stable("x", CODE, self.one.document, self.one.id, self.one.issued)


def make(work: Work) -> None:
    """Write `disagreements`, and the store's findings with those that follow from it."""
    work.connection.execute(f"CREATE TABLE dated AS {_DATED}")
    asked = """
        SELECT * FROM dated WHERE key IN (SELECT key FROM dated GROUP BY key HAVING count(DISTINCT issued) > 1)
        ORDER BY key, path, n
    """
    said: list[_Said] = []
    for _, some in groupby((_Cited(*row) for row in work.ask(asked)), key=lambda one: one.key):
        for group in _documents_meant(list(some)):
            said += _judged(group)
    said.sort(key=lambda one: (one.one.path, one.one.n))
    _place(work, said)
    work.connection.execute("DROP TABLE dated")
    work.write("disagreements", map(_row, said))
    _add_findings(work, [one for one in said if one.raised == "finding"])


def _documents_meant(some: list[_Cited]) -> Iterator[list[_Cited]]:
    """Citations of one number, apart where they mean the documents of different years.

    Dates of one year, and of one day of the year, are of one document; so are those whose words for it agree.
    """
    dates = sorted({one.issued for one in some})
    group = {date: at for at, date in enumerate(dates)}

    def join(one: str, other: str) -> None:
        old, new = group[other], group[one]
        if old != new:
            for date in dates:
                if group[date] == old:
                    group[date] = new

    if re.search(r"/(?:19|20)\d\d/", some[0].key):
        for date in dates[1:]:
            join(dates[0], date)
    else:
        firsts: dict[str, str] = {}
        for date in dates:
            join(firsts.setdefault(date[:4], date), date)
            join(firsts.setdefault(date[4:], date), date)
        words: defaultdict[str, list[frozenset[str]]] = defaultdict(list)
        for one in some:
            if one.title and len(words[one.issued]) < _TITLES:
                words[one.issued].append(subject(one.title))
        for at, date in enumerate(dates[:_TITLES]):
            for other in dates[:at]:
                if any(_alike(one, two) for one in words[date] for two in words[other]):
                    join(other, date)
    found: defaultdict[int, list[_Cited]] = defaultdict(list)
    for one in some:
        found[group[one.issued]].append(one)
    yield from found.values()


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return min(len(one), len(other)) >= 4 and jaccard(one, other) >= _SAME_SUBJECT


def _judged(group: list[_Cited]) -> Iterator[_Said]:
    by_date: defaultdict[str, set[str]] = defaultdict(set)
    lineages: dict[str, str] = {}
    for one in group:
        by_date[one.issued].add(one.document)
        lineages[one.document] = one.lineage
    total = len(lineages)
    if len(by_date) < 2 or total < _DOCUMENTS:
        return  # one against one says nothing
    most = max(sorted(by_date), key=lambda date: len(by_date[date]))
    agreeing = by_date[most]
    kinds = len({lineages[document] for document in agreeing})
    clear = len(agreeing) >= _DOCUMENTS and kinds >= _LINEAGES and len(agreeing) >= _SHARE * total
    for one in group:
        if one.issued == most:
            if not clear:
                yield _Said(one, None)
            continue
        if not clear:
            yield _Said(one, None)
            continue
        agree, others = len(agreeing - {one.document}), total - 1
        # a document that gives the common date elsewhere is one of those who say it, and not one of the others
        enough = agree >= _DOCUMENTS - (one.document in agreeing)
        strong = agree >= _MANY and agree >= _MOST * others
        severity = ("warning" if strong else "info") if enough else None
        yield _Said(one, most, agree, others, kinds, one.document in agreeing, severity)


def _place(work: Work, said: list[_Said]) -> None:
    """Find where each date stands, and say which are raised: not those that are raised already, or may be right."""
    documents = sorted({one.one.document for one in said if one.severity is not None})
    if not documents:
        return
    work.keep("asked", {"document": "text"}, [(document,) for document in documents])
    dates: defaultdict[str, list[tuple[str, str, int, int]]] = defaultdict(list)
    for document, edtf, text, start, end in work.ask(
        'SELECT document, edtf, text, start, "end" FROM dates SEMI JOIN asked USING (document) ORDER BY document, n'
    ):
        dates[document].append((edtf, text, start, end))
    known: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for document, start, end in work.ask(
        f"SELECT document, start, \"end\" FROM findings SEMI JOIN asked USING (document) WHERE code = '{CODE}' AND NOT across"
    ):
        known[document].append((start, end))
    held = set(
        work.ask(
            "SELECT DISTINCT k.number_key || ' ' || k.scope, d.issued FROM originals d JOIN keys k"
            " ON k.number = d.number AND k.issuer IS NOT DISTINCT FROM d.issuer"
            " AND k.province IS NOT DISTINCT FROM d.province AND k.level = coalesce(d.level, 'unit') WHERE d.numbered"
        )
    )
    for one in said:
        cited = one.one
        if one.severity is None:
            continue
        one.place = next(
            (
                (text, start, end)
                for edtf, text, start, end in dates[cited.document]
                if edtf == cited.issued and cited.start <= start and end <= cited.end
            ),
            None,
        )
        if any(start < cited.end and cited.start < end for start, end in known[cited.document]):
            one.raised = "register"
        elif (cited.key, cited.issued) in held or _vouched(work, cited):
            one.raised = "vouched"
        elif one.place is not None:
            one.raised = "finding"
    work.connection.execute("DROP TABLE asked")


def _vouched(work: Work, cited: _Cited) -> bool:
    """Whether the register gives the very date that few give."""
    document = work.register.document(cited.name)
    return document is not None and document.date == cited.issued and document.confidence_in("date") in _SURE


def _row(said: _Said) -> tuple[Any, ...]:
    one = said.one
    text, start, end = said.place or (one.text, one.start, one.end)
    said_of = (one.key, one.name, one.issued, said.most, said.agree, said.others, said.lineages)
    finding = said.id if said.raised == "finding" else None
    return (
        one.document,
        said.id,
        one.id,
        one.n,
        *said_of,
        said.severity,
        said.raised,
        finding,
        text,
        start,
        end,
        one.page,
    )


def _add_findings(work: Work, said: Iterable[_Said]) -> None:
    """Write the findings anew: those of the records as they are, those from here behind them."""
    listed = list(said)
    counts = Counter[str]()
    last = dict(work.ask("SELECT document, max(n) + 1 FROM findings WHERE NOT across GROUP BY document"))
    rows = []
    for one in listed:
        cited = one.one
        assert one.place is not None and one.most is not None
        n = last.get(cited.document, 0) + counts[cited.document]
        counts[cited.document] += 1
        name = " ".join(cited.name.split())
        mine, theirs = _written(cited.issued), _written(one.most)
        too_vi, too_en = (
            (", và chính văn bản này ở chỗ khác,", " and this document elsewhere") if one.itself else ("", "")
        )
        vi = f"{name} được viện dẫn với ngày {mine}; {one.agree} trong {one.others} văn bản khác{too_vi} ghi ngày {theirs}."
        en = f"{name} is cited under {cited.issued}; {one.agree} of {one.others} others{too_en} say {one.most}."
        text, start, end = one.place
        rows.append((cited.document, n, one.id, text, start, end, cited.page, None, CODE, one.severity, vi, en, True))
    table = schema.tables()["findings"]
    work.keep("added", {column.name: column.type for column in table.columns}, rows)
    columns = ", ".join(f'f."{name}"' for name in table.names)
    beside = work.folder / ".findings.parquet"
    place = work.folder / "findings.parquet"
    work.connection.execute(f"""
        COPY (SELECT {columns} FROM (SELECT * FROM findings WHERE NOT across UNION ALL SELECT * FROM added) f
            JOIN documents d USING (document) ORDER BY d.path, f.n)
        TO {quoted(beside)} (FORMAT parquet, COMPRESSION zstd)
    """)
    beside.replace(place)
    work.connection.execute(f"CREATE OR REPLACE VIEW findings AS SELECT * FROM read_parquet({quoted(place)})")
    work.connection.execute("DROP TABLE added")


def _written(day: str) -> str:
    return "/".join(reversed(day.split("-")))
