"""What two audits say differently: of two versions of an archive, or of two years.

Documents are matched by path, then those that are left by their text, and on request by issuer and title without years. In
a matched pair everything is matched by its stable id, then by its words; what then differs in figures alone is one change,
what is left over was lost or gained. Between two years the years themselves are no difference.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

from kehoach.audit.across.titles import subject
from kehoach.audit.across.work import quoted
from kehoach.audit.store import Store, database
from kehoach.errors import AuditError
from kehoach.record import Stated
from kehoach.shown import STATUSES, VERDICTS, stated

if TYPE_CHECKING:
    import duckdb

By = Literal["path", "lineage"]
Kind = Literal["document", "coverage", "finding", "target", "citation", "responsibility"]
Change = Literal["added", "removed", "moved", "changed", "lost", "gained"]
KINDS: tuple[Kind, ...] = get_args(Kind)
CHANGES: tuple[Change, ...] = get_args(Change)
COLUMNS = ("kind", "change", "path", "path_before", "what", "before", "after", "start_before", "start")


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that two audits say differently.

    Attributes:
        path: of the document in the second audit; None where it is not there.
        path_before: of the document in the first audit.
        what: a number, code or item that names it.
        before, after: what each audit says, in words.
        start_before, start: offsets in the two source texts.
    """

    kind: Kind
    change: Change
    path: str | None
    path_before: str | None
    what: str | None = None
    before: str | None = None
    after: str | None = None
    start_before: int | None = None
    start: int | None = None

    def row(self) -> tuple[Any, ...]:
        """Its values in the order of `COLUMNS`."""
        return tuple(getattr(self, name) for name in COLUMNS)


@dataclass(slots=True)
class Differences:
    """All that two audits say differently.

    Attributes:
        before, after: the folders.
        documents: how many each holds.
        pairs: documents that were matched.
        found: by the path of the document, then by kind.
        notes: why something is not compared.
    """

    before: str
    after: str
    documents: tuple[int, int] = (0, 0)
    pairs: int = 0
    found: list[Difference] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def counts(self) -> dict[tuple[Kind, Change], int]:
        """How many of each kind and change, in a fixed order, without zeros."""
        counted = Counter((one.kind, one.change) for one in self.found)
        return {(k, c): counted[k, c] for k in KINDS for c in CHANGES if counted[k, c]}


def differences(
    before: str | os.PathLike[str], after: str | os.PathLike[str], *, by: By = "path", lang: str | None = "vi"
) -> Differences:
    """Compare the audits in two folders.

    Args:
        by: `lineage` matches the documents that no path or text matches by issuer and title without years.
        lang: language of states and verdicts; None gives their codes.

    Raises:
        AuditError: a folder holds no audit, or one that has not come to its end.
    """
    told = Differences(str(before), str(after))
    with database() as connection:
        for side, folder in (("a", before), ("b", after)):
            _open(connection, side, folder)
        told.documents = (_count(connection, "a_documents"), _count(connection, "b_documents"))
        _match(connection, by)
        told.pairs = _count(connection, "pairs")
        found = list(_documents(connection, lang))
        found += _coverage(connection, lang, told)
        for kind, sql in _LISTED.items():
            found += _listed(connection, kind, sql, lang or "vi")
    order = {kind: place for place, kind in enumerate(KINDS)}
    found.sort(
        key=lambda d: (
            d.path or d.path_before or "",
            d.path is None,
            order[d.kind],
            d.start if d.start is not None else d.start_before or 0,
            d.change,
            d.what or "",
        )
    )
    told.found = found
    return told


def _open(connection: duckdb.DuckDBPyConnection, side: str, folder: str | os.PathLike[str]) -> None:
    store = Store(folder)
    name = store.manifest.tables
    if name is None:
        raise AuditError(str(folder), "holds an audit that has not come to its end; run it once more")
    for table in ("documents", "coverage", "findings", "targets", "measurements", "citations", "responsibilities"):
        place = Path(folder) / name / f"{table}.parquet"
        connection.execute(f"CREATE VIEW {side}_{table} AS SELECT * FROM read_parquet({quoted(place)})")


def _count(connection: duckdb.DuckDBPyConnection, name: str) -> int:
    (count,) = connection.execute(f"SELECT count(*) FROM {name}").fetchone() or (0,)
    return int(count)


# --- documents ------------------------------------------------------------------------------------------------------

# one to one: the first by path that is left, with the first that is left
_LEFT = """
    SELECT d.document, d.path, {key} AS key, row_number() OVER (PARTITION BY {key} ORDER BY {order} path) AS place
    FROM {side}_documents d ANTI JOIN pairs p ON p.{side} = d.document WHERE {key} IS NOT NULL
"""


def _match(connection: duckdb.DuckDBPyConnection, by: By) -> None:
    connection.execute("""
        CREATE TABLE pairs AS SELECT a.document AS a, b.document AS b, 'path' AS way
        FROM a_documents a JOIN b_documents b USING (path)
    """)
    _pair(connection, "text", "CASE WHEN characters > 0 THEN text_sha256 END", "")
    if by == "lineage":
        for side in ("a", "b"):
            connection.execute(f"CREATE TABLE {side}_subjects (document VARCHAR, subject VARCHAR)")
            result = connection.execute(
                f"SELECT document, title FROM {side}_documents d ANTI JOIN pairs p ON p.{side} = d.document"
                " WHERE lineage IS NOT NULL AND title IS NOT NULL"
            )
            rows = [(document, " ".join(sorted(subject(title)))) for document, title in result.fetchall()]
            if rows := [row for row in rows if row[1]]:
                _insert(connection, f"{side}_subjects", rows)
        key = (
            "lineage || '|' || coalesce(level, '') || '|' || coalesce(province, '') || '|' || coalesce(parent_issuer, '')"
            " || '|' || (SELECT any_value(s.subject) FROM {side}_subjects s WHERE s.document = d.document)"
        )
        # of several years in one archive the last one counts
        _pair(connection, "lineage", key, "year DESC NULLS LAST,")


def _pair(connection: duckdb.DuckDBPyConnection, way: str, key: str, order: str) -> None:
    a, b = (_LEFT.format(side=side, key=key.format(side=side), order=order) for side in ("a", "b"))
    connection.execute(f"""
        INSERT INTO pairs SELECT a.document, b.document, '{way}' FROM ({a}) a JOIN ({b}) b USING (key, place)
    """)


def _insert(connection: duckdb.DuckDBPyConnection, name: str, rows: list[tuple[str, str]]) -> None:
    import pyarrow as pa

    listed = pa.table({"document": [row[0] for row in rows], "subject": [row[1] for row in rows]})  # noqa: F841 - by name
    connection.execute(f"INSERT INTO {name} SELECT * FROM listed")


def _documents(connection: duckdb.DuckDBPyConnection, lang: str | None) -> Iterator[Difference]:
    asked = """
        SELECT a.path, b.path, p.way, a.text_sha256 = b.text_sha256, coalesce(a.number, a.title), coalesce(b.number, b.title),
            a.title, b.title, a.characters, b.characters
        FROM pairs p JOIN a_documents a ON a.document = p.a JOIN b_documents b ON b.document = p.b
    """
    for path_before, path, _, same, number, number_now, title, title_now, size, size_now in connection.execute(
        asked
    ).fetchall():
        if same and path != path_before:
            yield Difference("document", "moved", path, path_before, number_now, path_before, path)
        elif not same:
            unit = "ký tự" if lang == "vi" else "characters"
            before, after = (title, title_now) if title != title_now else (f"{size} {unit}", f"{size_now} {unit}")
            yield Difference("document", "changed", path, path_before, number_now or number, before, after)
    for side in ("a", "b"):
        asked = f"""
            SELECT d.path, d.number, d.title FROM {side}_documents d ANTI JOIN pairs p ON p.{side} = d.document
        """
        for path, number, title in connection.execute(asked).fetchall():
            if side == "a":
                yield Difference("document", "removed", None, path, number, title, None)
            else:
                yield Difference("document", "added", path, None, number, None, title)


# --- coverage -------------------------------------------------------------------------------------------------------

# one key for a cell: a join on its parts may begin with those that all plans share
_KEYED = """
    CREATE TABLE {side}_cells AS
    SELECT p.a || '|' || p.b || '|' || c.framework || '|' || c.kind || '|' || c.item AS key, p.a, p.b, c.framework, c.kind, c.item,
        c.n, c.status, c.verdict, c.stated_comparator, c.stated_value, c.stated_value_max, c.stated_unit, c.stated_per, c.start,
        (c.status, c.verdict, c.stated_comparator, c.stated_value, c.stated_value_max, c.stated_unit, c.stated_per) AS said
    FROM {side}_coverage c JOIN pairs p ON p.{side} = c.document
"""
_CELLS = """
    SELECT da.path, db.path, x.framework, x.kind, x.item,
        x.status, x.verdict, x.stated_comparator, x.stated_value, x.stated_value_max, x.stated_unit, x.stated_per, x.start,
        y.status, y.verdict, y.stated_comparator, y.stated_value, y.stated_value_max, y.stated_unit, y.stated_per, y.start
    FROM (SELECT x.key FROM a_cells x JOIN b_cells y ON y.key = x.key WHERE x.said IS DISTINCT FROM y.said) k
    JOIN a_cells x ON x.key = k.key JOIN b_cells y ON y.key = k.key
    JOIN a_documents da ON da.document = x.a JOIN b_documents db ON db.document = x.b
    ORDER BY db.path, x.framework, x.n
"""


def _coverage(connection: duckdb.DuckDBPyConnection, lang: str | None, told: Differences) -> Iterator[Difference]:
    frameworks = [
        {name for (name,) in connection.execute(f"SELECT DISTINCT framework FROM {side}_coverage").fetchall()}
        for side in ("a", "b")
    ]
    for folder, names in ((told.before, frameworks[0] - frameworks[1]), (told.after, frameworks[1] - frameworks[0])):
        for name in sorted(names):
            told.notes.append(f"{name}: judged in {folder} alone")
    for side in ("a", "b"):
        connection.execute(_KEYED.format(side=side))
    result = connection.execute(_CELLS)
    while some := result.fetchmany(2048):
        for path_before, path, framework, kind, item, *cells in some:
            before, after = cells[:8], cells[8:]
            what = item if len(frameworks[0] | frameworks[1]) < 2 else f"{framework} {item}"
            what = what if kind != "goal" else f"{what} (mục tiêu)" if lang == "vi" else f"{what} (goal)"
            yield Difference(
                "coverage",
                "changed",
                path,
                path_before,
                what,
                _cell(before, lang),
                _cell(after, lang),
                before[7],
                after[7],
            )


def _cell(cell: list[Any], lang: str | None) -> str:
    status, verdict, comparator, value, value_max, unit, per, _ = cell
    shown = stated(Stated(comparator or "=", value, value_max, unit, per), lang or "en") if value is not None else ""
    words = (
        (STATUSES[status][lang], shown, VERDICTS[verdict][lang] if verdict else "")
        if lang
        else (status, shown, verdict)
    )
    return " · ".join(word for word in words if word)


# --- findings, targets, citations, responsibilities --------------------------------------------------------------------

_EVEN = "trim(regexp_replace({0}, '\\s+', ' ', 'g'))"
# of each: id, what names it, the words that must agree, and what is shown
_LISTED: dict[Kind, str] = {
    "finding": f"""
        SELECT document, n, id, code AS what, code || '|' || {_EVEN.format("text")} AS words, message_{{lang}} AS shown, start
        FROM {{side}}_findings
    """,
    "target": f"""
        SELECT document, n, id, indicator AS what, {_EVEN.format("text")} AS words, {_EVEN.format("text")} AS shown, start
        FROM {{side}}_targets
    """,
    "citation": f"""
        SELECT document, min(n) AS n, NULL AS id, key AS what, key || '|' || coalesce(min(issued), '') AS words,
            {_EVEN.format("arg_min(text, n)")} AS shown, min(start) AS start
        FROM (SELECT *, coalesce(number, name) AS key FROM {{side}}_citations WHERE form <> 'short')
        WHERE key IS NOT NULL GROUP BY document, key
    """,
    "responsibility": f"""
        SELECT document, n, id, agency AS what, coalesce(agency, '') || '|' || role || '|' || {_EVEN.format("task")} AS words,
            coalesce(agency || ': ', '') || {_EVEN.format("task")} AS shown, start
        FROM {{side}}_responsibilities
    """,
}

_YEARS = "regexp_replace({0}, '(19|20)\\d\\d', '0000', 'g')"
_FIGURES = "regexp_replace({0}, '\\d+([.,]\\d+)*', '0', 'g')"


def _listed(connection: duckdb.DuckDBPyConnection, kind: Kind, sql: str, lang: str) -> Iterator[Difference]:
    for side in ("a", "b"):
        other = "b" if side == "a" else "a"
        connection.execute(f"""
            CREATE OR REPLACE TEMP TABLE left_{side} AS
            SELECT p.a, p.b, t.*, CASE WHEN p.way = 'lineage' THEN {_YEARS.format("words")} ELSE words END AS exact
            FROM ({sql.format(side=side, lang=lang)}) t JOIN pairs p ON p.{side} = t.document
            ANTI JOIN (SELECT document AS held, id AS same_id FROM ({sql.format(side=other, lang=lang)}) WHERE id IS NOT NULL) o
                ON o.held = p.{other} AND o.same_id = t.id
        """)
    for number, key in enumerate(("exact", "loose" if kind != "citation" else "what")):
        for side in ("a", "b"):
            source = "left_" if number == 0 else "rest_"
            connection.execute(f"""
                CREATE OR REPLACE TEMP TABLE ranked_{side} AS
                SELECT *, row_number() OVER (PARTITION BY a, b, {key} ORDER BY n) AS place FROM {source}{side}
            """)
        if number == 0:
            for side, other in (("a", "b"), ("b", "a")):
                connection.execute(f"""
                    CREATE OR REPLACE TEMP TABLE rest_{side} AS
                    SELECT r.* EXCLUDE (place), {_FIGURES.format("r.exact")} AS loose FROM ranked_{side} r
                    ANTI JOIN ranked_{other} o ON o.a = r.a AND o.b = r.b AND o.exact = r.exact AND o.place = r.place
                """)
    key = "loose" if kind != "citation" else "what"
    result = connection.execute(f"""
        SELECT da.path, db.path, coalesce(y.what, x.what), x.shown, y.shown, x.start, y.start, x.document IS NULL, y.document IS NULL
        FROM ranked_a x FULL JOIN ranked_b y ON x.a = y.a AND x.b = y.b AND x.{key} = y.{key} AND x.place = y.place
        JOIN a_documents da ON da.document = coalesce(x.a, y.a) JOIN b_documents db ON db.document = coalesce(x.b, y.b)
    """)
    for path_before, path, what, before, after, start_before, start, gained, lost in result.fetchall():
        if not (gained or lost) and kind == "finding":
            continue  # the same finding of other figures
        change: Change = "gained" if gained else "lost" if lost else "changed"
        yield Difference(kind, change, path, path_before, what, before, after, start_before, start)
