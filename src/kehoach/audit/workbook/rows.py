"""The rows of the sheets, streamed from the store some plans at a time.

What is made first (`prepare`): small tables of the plans and of their cells with the places of their evidence, so that a
link can point to a row that is yet to be written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from kehoach.audit.workbook.words import Language, say, state_word, value_word
from kehoach.shown import code_word

if TYPE_CHECKING:
    import duckdb

SOME = 500
"""Plans at a time."""
_MANY = 2000

# The state of a cell is its verdict, or else its status. A target with parts is shown by them, and so has no cell.
_PREPARED = """
CREATE TABLE w_docs AS
    SELECT document, row_number() OVER (ORDER BY path) - 1 AS place, path, issuer, number, year, level,
        coalesce(province_now, province) AS province, plan
    FROM documents;
CREATE TABLE w_rows AS
    SELECT d.place, c.document, c.n, c.framework, c.kind, c.item, coalesce(c.verdict, c.status) AS state,
        c.kind IN ('item', 'part')
            AND coalesce(lead(c.kind) OVER (PARTITION BY c.document ORDER BY c.n), '') <> 'part' OR c.kind = 'part' AS cell,
        NOT (c.kind = 'item' AND coalesce(lead(c.kind) OVER (PARTITION BY c.document ORDER BY c.n), '') = 'part') AS shown
    FROM coverage c JOIN w_docs d USING (document) WHERE d.plan;
CREATE TABLE w_cells AS
    SELECT *, CASE
        WHEN cell AND state IN ('absent', 'needs_review', 'mentioned', 'qualitative', 'below', 'not_comparable')
            OR kind = 'measure' AND state IN ('absent', 'needs_review', 'mentioned')
        THEN row_number() OVER (PARTITION BY
            cell AND state IN ('absent', 'needs_review', 'mentioned', 'qualitative', 'below', 'not_comparable')
            OR kind = 'measure' AND state IN ('absent', 'needs_review', 'mentioned') ORDER BY place, n) - 1
        END AS gap
    FROM w_rows WHERE shown;
DROP TABLE w_rows;
CREATE TABLE w_evidence AS
    SELECT e.document, e.n, e.framework, e.item, e.taken, e.start, e."end", row_number() OVER (ORDER BY c.place, e.n) - 1 AS row
    FROM evidence e JOIN w_cells c USING (document, framework, item) WHERE e.taken OR c.gap IS NOT NULL;
CREATE TABLE w_first AS
    SELECT document, framework, item, min(row) FILTER (taken) AS taken, min(row) AS row FROM w_evidence GROUP BY ALL;
"""
_ITEMS = """
SELECT framework, item, any_value(goal), any_value(name_vi), any_value(name_en), min(n) AS place
FROM coverage SEMI JOIN w_cells USING (document, framework, item)
WHERE kind IN ('item', 'part') GROUP BY framework, item ORDER BY min(framework), place
"""


@dataclass(frozen=True, slots=True)
class Item:
    """A target, or a part of one: a column of the matrix."""

    framework: str
    item: str
    goal: str | None
    name: str


@dataclass(slots=True)
class Row:
    """A row that a person may correct.

    Attributes:
        id: stable: sheet, document, and the row's own id in it.
        words: of the plan, on which the row stands.
        read: what was read, in codes: the same in both languages.
        values: by the keys of the sheet's columns.
        state: of the row, for its shade.
        to: row of the sheet Evidence that it leads to.
    """

    id: str
    document: str
    path: str
    words: str
    read: str
    values: dict[str, Any]
    state: str | None = None
    to: int | None = None

    @property
    def digest(self) -> str:
        """Of the words alone, however they are laid out."""
        return blake2b(" ".join(self.words.split()).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def prepare(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the tables `w_…` that all rows need."""
    connection.execute(_PREPARED)


def items(connection: duckdb.DuckDBPyConnection, language: Language) -> list[Item]:
    """The columns of the matrix, in the order of the frameworks."""
    found = connection.execute(_ITEMS).fetchall()
    return [Item(f, item, goal, vi if language == "vi" else en) for f, item, goal, vi, en, _ in found]


def asked(connection: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], list[tuple[int, tuple[Any, ...]]]]:
    """What each framework asks for, by framework and item: (milestone, value), in the order of years."""
    rows = connection.execute(
        """SELECT DISTINCT framework, item, milestone, asked_comparator, asked_value, asked_value_max, asked_unit, asked_per
        FROM coverage WHERE kind IN ('item', 'part') AND asked_value IS NOT NULL AND milestone IS NOT NULL ORDER BY ALL"""
    ).fetchall()
    found: dict[tuple[str, str], list[tuple[int, tuple[Any, ...]]]] = {}
    for framework, item, milestone, *value in rows:
        found.setdefault((framework, item), []).append((milestone, tuple(value)))
    return found


def one(connection: duckdb.DuckDBPyConnection, query: str) -> int:
    """The one number that a query gives."""
    (found,) = connection.execute(query).fetchone() or (0,)
    return int(found or 0)


def streamed(connection: duckdb.DuckDBPyConnection, query: str, low: int, high: int) -> Iterator[dict[str, Any]]:
    """The rows of a query over the plans from `low` to before `high`."""
    cursor = connection.cursor()
    cursor.execute(query, {"low": low, "high": high})
    names = [told[0] for told in cursor.description or ()]
    while some := cursor.fetchmany(_MANY):
        for row in some:
            yield dict(zip(names, row, strict=True))
    cursor.close()


def all_of(connection: duckdb.DuckDBPyConnection, query: str) -> Iterator[dict[str, Any]]:
    """The rows of a query over all plans, some at a time."""
    last = one(connection, "SELECT max(place) + 1 FROM w_docs")
    for low in range(0, last, SOME):
        yield from streamed(connection, query, low, low + SOME)


_HERE = "FROM w_docs d JOIN {table} t USING (document) WHERE d.place >= $low AND d.place < $high"
_ABOUT = "d.document, d.path, d.issuer, d.year"

# --- the matrix and the evidence --------------------------------------------------------------------------------------

MATRIX = """
SELECT d.place, d.path, d.issuer, d.number, d.year, d.level, d.province, w.framework, w.item, w.state, w.gap, f.taken, f.row,
    c.stated_comparator, c.stated_value, c.stated_value_max, c.stated_unit, c.stated_per, c.stated_due,
    c.asked_comparator, c.asked_value, c.asked_value_max, c.asked_unit, c.asked_per, c.milestone, c.candidates, c.evidence
FROM w_docs d LEFT JOIN w_cells w ON w.document = d.document AND w.cell
LEFT JOIN coverage c ON c.document = w.document AND c.n = w.n
LEFT JOIN w_first f ON f.document = w.document AND f.framework = w.framework AND f.item = w.item
WHERE d.plan AND d.place >= $low AND d.place < $high ORDER BY d.place, w.n
"""
EVIDENCE = """
SELECT d.path, e.item, c.name_vi, c.name_en, e.taken, e.score, e.role, e.text, e.page, e.start, e."end"
FROM w_docs d JOIN evidence e USING (document) JOIN w_evidence w ON w.document = e.document AND w.n = e.n
JOIN coverage c ON c.document = e.document AND c.framework = e.framework AND c.item = e.item
WHERE d.place >= $low AND d.place < $high ORDER BY w.row
"""
ERRORS = """
SELECT path, status, reason FROM (
    SELECT path, status, reason, 0 AS place FROM errors
    UNION ALL SELECT path, 'not-a-plan', title, 1 FROM documents WHERE NOT plan
    UNION ALL SELECT path, 'repaired', array_to_string(warnings, '; '), 2 FROM documents WHERE len(warnings) > 0
) ORDER BY place, path
"""

# --- what a person corrects -------------------------------------------------------------------------------------------

_GAPS = f"""
SELECT {_ABOUT}, w.gap, w.state, w.kind, w.framework, c.item, c.name_vi, c.name_en, c.status, c.verdict, c.milestone,
    c.stated_comparator, c.stated_value, c.stated_value_max, c.stated_unit, c.stated_per, c.stated_due,
    c.asked_comparator, c.asked_value, c.asked_value_max, c.asked_unit, c.asked_per, c.evidence, c.evidence_count, c.candidates,
    f.row, r.near
FROM w_docs d JOIN w_cells w USING (document) JOIN coverage c ON c.document = w.document AND c.n = w.n
LEFT JOIN w_first f ON f.document = w.document AND f.framework = w.framework AND f.item = w.item
LEFT JOIN (
    SELECT e.document, e.framework, e.item, list([CAST(round(e.score * 100) AS VARCHAR), e.text] ORDER BY e.n) AS near
    FROM evidence e JOIN w_docs x USING (document) WHERE NOT e.taken AND x.place >= $low AND x.place < $high GROUP BY ALL
) r ON r.document = w.document AND r.framework = w.framework AND r.item = w.item
WHERE w.gap IS NOT NULL AND d.place >= $low AND d.place < $high ORDER BY w.gap
"""
# every measurement, beside the framework's value where one was found for it; and values that stand in no target
_VALUES = f"""
SELECT {_ABOUT}, m.id, s.n, s.framework, s.item, c.name_vi, c.name_en, t.indicator, s.verdict, s.against, s.due AS s_due, m.due,
    coalesce(m.comparator, s.plan_comparator) AS comparator, coalesce(m.value, s.plan_value) AS value,
    coalesce(m.value_max, s.plan_value_max) AS value_max, coalesce(m.unit, s.plan_unit) AS unit,
    coalesce(m.per, s.plan_per) AS per,
    s.framework_comparator, s.framework_value, s.framework_value_max, s.framework_unit, s.framework_per,
    coalesce(t.text, s.text) AS text, coalesce(m.page, s.page) AS page, coalesce(m.start, s.start) AS start, e.row
FROM (SELECT * FROM measurements WHERE document IN (SELECT document FROM w_docs WHERE place >= $low AND place < $high)) m
FULL JOIN (SELECT * FROM milestones WHERE document IN (SELECT document FROM w_docs WHERE place >= $low AND place < $high)) s
    ON s.document = m.document AND s.target = m.target AND s.start = m.start AND s."end" = m."end"
JOIN w_docs d ON d.document = coalesce(m.document, s.document)
LEFT JOIN targets t ON t.document = m.document AND t.id = m.target
LEFT JOIN coverage c ON c.document = s.document AND c.framework = s.framework AND c.item = s.item
LEFT JOIN (
    SELECT y.document, y.n, min(w.row) AS row FROM milestones y JOIN w_evidence w ON w.document = y.document
        AND w.framework = y.framework AND w.item = y.item AND w.start <= y.start AND y."end" <= w."end" AND w.taken
    GROUP BY ALL
) e ON e.document = s.document AND e.n = s.n
WHERE d.place >= $low AND d.place < $high ORDER BY d.place, coalesce(m.start, s.start), s.n
"""
_FINDINGS = (
    f"SELECT {_ABOUT}, t.id, t.severity, t.code, t.message_vi, t.message_en, t.text, t.page {_HERE.format(table='findings')} "
    "ORDER BY d.place, array_position(['error', 'warning', 'info'], t.severity), t.n"
)
_CITATIONS = (
    f"SELECT {_ABOUT}, t.id, t.type, t.type_name, t.number, t.name, t.year AS cited_year, t.issued, t.issuer AS cited_issuer, "
    f"t.title, t.pinpoint, t.role, t.text, t.page {_HERE.format(table='citations')} ORDER BY d.place, t.n"
)
_DUTIES = (
    f"SELECT {_ABOUT}, t.id, t.task, t.agency, t.role, t.partners, t.due, t.text, t.page "
    f"{_HERE.format(table='responsibilities')} ORDER BY d.place, t.n"
)
COUNTS = {
    "gaps": "SELECT count(*) FROM w_cells WHERE gap IS NOT NULL",
    "values": """SELECT count(*) FROM measurements m FULL JOIN milestones s ON s.document = m.document
        AND s.target = m.target AND s.start = m.start AND s."end" = m."end"
        WHERE coalesce(m.document, s.document) IN (SELECT document FROM w_docs)""",
    "findings": "SELECT count(*) FROM findings",
    "citations": "SELECT count(*) FROM citations",
    "assignments": "SELECT count(*) FROM responsibilities",
    "evidence": "SELECT count(*) FROM w_evidence",
    "errors": f"SELECT count(*) FROM ({ERRORS})",
}


def corrected_rows(
    connection: duckdb.DuckDBPyConnection, sheet: str, language: Language, documents: set[str] | None = None
) -> Iterator[Row]:
    """The rows of a sheet in their order.

    Args:
        sheet: gaps, values, findings, citations or assignments.
        documents: of these alone, in place of all.
    """
    query, make = _MADE[sheet]
    if documents is None:
        found = all_of(connection, query)
    else:
        places = _places(connection, documents)
        found = (row for at in places for row in streamed(connection, query, at, at + 1))
    document, seen = "", set[str]()
    for raw in found:
        row = make(raw, language)
        if row.document != document:
            document, seen = row.document, set()
        own, more = row.id, 1
        while own in seen:  # two rows of one plan never share an id
            more += 1
            own = f"{row.id}~{more}"
        seen.add(own)
        row.id = f"{sheet}:{row.document}:{own}"
        yield row


def _places(connection: duckdb.DuckDBPyConnection, documents: set[str]) -> list[int]:
    listed = connection.execute("SELECT place, document FROM w_docs ORDER BY place").fetchall()
    return [at for at, document in listed if document in documents]


def _base(raw: dict[str, Any]) -> dict[str, Any]:
    return {"path": raw["path"], "issuer": _line(raw["issuer"]), "year": raw["year"], "page": raw.get("page")}


def _line(text: str | None) -> str:
    return " ".join(text.split()) if text else ""


def _name(raw: dict[str, Any], language: Language) -> str:
    return (raw["name_vi"] if language == "vi" else raw["name_en"]) or ""


def _five(raw: dict[str, Any], before: str) -> tuple[Any, ...]:
    return tuple(raw[before + name] for name in ("comparator", "value", "value_max", "unit", "per"))


def why(raw: dict[str, Any], language: Language) -> str:
    """Why a cell has its state, in a sentence."""
    state, stated = raw["state"], value_word(_five(raw, "stated_"), language)
    wanted = value_word(_five(raw, "asked_"), language) or say("no_value", language)
    if state in ("absent", "needs_review"):
        return say(f"why.{state}" if raw["candidates"] else "why.nothing", language, looked=raw["candidates"])
    year = say("why.year", language, year=raw["milestone"]) if raw["milestone"] else ""
    due = f" ({raw['stated_due']})" if raw["stated_due"] else ""
    if not stated and state not in ("mentioned", "qualitative"):
        return state_word(state, language)
    return say(f"why.{state}", language, stated=stated, asked=wanted, year=year, due=due)


def _gap(raw: dict[str, Any], language: Language) -> Row:
    near = raw["near"] or []
    values = _base(raw) | {
        "item": raw["item"],
        "name": _name(raw, language),
        "state": state_word(raw["state"], language),
        "stated": value_word(_five(raw, "stated_"), language),
        "asked": value_word(_five(raw, "asked_"), language),
        "why": why(raw, language),
        "looked": raw["candidates"],
        "statement": _line(raw["evidence"]),
        "nearest": "\n".join(f"{score.partition('.')[0]} % · {_line(text)}" for score, text in near),
        "link": raw["evidence_count"] or len(near),
    }
    stated = value_word(_five(raw, "stated_"), "en")
    words = raw["evidence"] or "\n".join(text for _, text in near)
    read = " ".join(filter(None, (raw["status"], raw["verdict"], stated)))
    own = f"{raw['framework']}:{raw['item']}"
    return Row(own, raw["document"], raw["path"], words, read, values, raw["state"], raw["row"])


def _value(raw: dict[str, Any], language: Language) -> Row:
    five, wanted = _five(raw, ""), _five(raw, "framework_")
    due = raw["s_due"] or raw["due"]
    values = _base(raw) | {
        "item": raw["item"],
        "name": _name(raw, language) or _line(raw["indicator"]),
        "stated": value_word(five, language),
        "number": raw["value"],
        "due": due,
        "asked": value_word(wanted, language),
        "against": raw["against"],
        "verdict": state_word(raw["verdict"], language) if raw["verdict"] else "",
        "statement": _line(raw["text"]),
        "link": "→" if raw["row"] is not None else "",
    }
    read = " ".join(filter(None, (raw["item"], value_word(five, "en"), due, raw["verdict"])))
    # a value in no target has no id of its own: its item, milestone and words stand for one
    own = raw["id"] or f"{raw['framework']}:{raw['item']}:{due or ''}:{_line(raw['text'])[:40]}"
    return Row(own, raw["document"], raw["path"], raw["text"] or "", read, values, raw["verdict"], raw["row"])


def _finding(raw: dict[str, Any], language: Language) -> Row:
    values = _base(raw) | {
        "severity": code_word("severity", raw["severity"] or "", language),
        "code": raw["code"],
        "message": raw["message_vi"] if language == "vi" else raw["message_en"],
        "statement": _line(raw["text"]),
    }
    return Row(raw["id"], raw["document"], raw["path"], raw["text"] or "", raw["code"], values, raw["severity"])


def _citation(raw: dict[str, Any], language: Language) -> Row:
    number = raw["number"] or " ".join(filter(None, (_line(raw["name"]), str(raw["cited_year"] or ""))))
    values = _base(raw) | {
        "type": raw["type_name"] or raw["type"],
        "number": number,
        "issued": raw["issued"],
        "cited_issuer": _line(raw["cited_issuer"]),
        "title": _line(raw["title"]),
        "pinpoint": _line(raw["pinpoint"]),
        "role": code_word("role", raw["role"] or "", language),
        "statement": _line(raw["text"]),
    }
    read = " ".join(filter(None, (raw["type"], number, raw["issued"])))
    return Row(raw["id"], raw["document"], raw["path"], raw["text"] or "", read, values)


def _duty(raw: dict[str, Any], language: Language) -> Row:
    agency, partners = _line(raw["agency"]), [_line(name) for name in raw["partners"] or ()]
    leads = raw["role"] != "coordinate"
    values = _base(raw) | {
        "task": _line(raw["task"]) or _line(raw["text"]),
        "lead": agency if leads else "",
        "with": "; ".join(partners if leads else filter(None, (agency, *partners))),
        "due": raw["due"],
        "role": code_word("role", raw["role"] or "", language),
    }
    read = " · ".join(filter(None, (raw["role"], agency, "; ".join(partners), raw["due"])))
    return Row(raw["id"], raw["document"], raw["path"], raw["text"] or "", read, values)


_MADE: dict[str, tuple[str, Callable[[dict[str, Any], Language], Row]]] = {
    "gaps": (_GAPS, _gap),
    "values": (_VALUES, _value),
    "findings": (_FINDINGS, _finding),
    "citations": (_CITATIONS, _citation),
    "assignments": (_DUTIES, _duty),
}
CORRECTED = tuple(_MADE)
