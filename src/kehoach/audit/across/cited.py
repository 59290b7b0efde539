"""The citation graph: which document a document cites, in what role, and which of the archive that is.

A number alone names no document: every province has its `12/KH-UBND` of every year. A citation is a document of the archive
where number, issuer and date agree; where one of them is not said, or differs within the year, it is said to be possible.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kehoach.audit.across.issuers import number_key, scope_of
from kehoach.audit.across.work import Work, stable
from kehoach.audit.schema import Type

# a short form ("Kế hoạch số 12") counts for the full one that it stands for
_MENTIONS = """
    WITH said AS (
        SELECT c.document, c.n, c.role, CASE WHEN c.form = 'short' THEN c.refers_to ELSE c.n END AS full_n
        FROM citations c JOIN originals d ON d.document = c.document
    ), meant AS (
        SELECT s.document, s.n, s.role, f.n AS full_n, f.type, f.number, f.name, f.year, f.issued, f.issuer, f.known_as,
            CASE WHEN f.number IS NOT NULL THEN k.number_key
                WHEN f.type IN ('Luật', 'Bộ luật', 'PL') THEN lower(f.name)
                ELSE f.known_as END AS key,
            k.scope,
            coalesce(regexp_extract(f.number, '[/-]((?:19|20)\\d\\d)[/-]', 1), '') AS inner_year
        FROM said s
        JOIN citations f ON f.document = s.document AND f.n = s.full_n AND f.form <> 'short'
        JOIN originals d ON d.document = s.document
        LEFT JOIN keys k ON k.number = f.number AND k.issuer IS NOT DISTINCT FROM f.issuer
            AND k.province IS NOT DISTINCT FROM d.province AND k.level IS NULL
    ), dated AS (
        SELECT *, CASE WHEN regexp_matches(issued, '^\\d{4}') THEN left(issued, 4)
            WHEN inner_year <> '' THEN inner_year WHEN year IS NOT NULL THEN CAST(year AS VARCHAR) END AS of_year
        FROM meant WHERE key IS NOT NULL
    ), filled AS (
        -- one that is cited again without its date or issuer is the same where only one was named in full
        SELECT * REPLACE (
            coalesce(scope, CASE WHEN min(scope) OVER same = max(scope) OVER same THEN min(scope) OVER same END) AS scope,
            coalesce(of_year, CASE WHEN min(of_year) OVER same = max(of_year) OVER same THEN min(of_year) OVER same END)
                AS of_year)
        FROM dated WINDOW same AS (PARTITION BY document, key)
    )
    SELECT document, key, scope, of_year, min(full_n) AS n, count(*) AS mentions,
        arg_min(number, full_n) AS number, arg_min(name, full_n) AS name, arg_min(type, full_n) AS type,
        coalesce(arg_min(issued, full_n) FILTER (regexp_matches(issued, '^\\d{4}-\\d\\d-\\d\\d$')),
            arg_min(issued, full_n)) AS issued,
        arg_min(issuer, full_n) AS issuer, min(known_as) AS known_as,
        CASE min(CASE role WHEN 'implements' THEN 0 WHEN 'legal_basis' THEN 1 ELSE 2 END)
            WHEN 0 THEN 'implements' WHEN 1 THEN 'legal_basis' ELSE 'mention' END AS role
    FROM filled GROUP BY document, key, scope, of_year
"""

_MATCHED = """
    WITH held AS (
        SELECT d.document, d.path, d.issued, d.province_now, k.number_key, k.scope
        FROM originals d JOIN keys k ON k.number = d.number AND k.issuer IS NOT DISTINCT FROM d.issuer
            AND k.province IS NOT DISTINCT FROM d.province AND k.level IS NOT DISTINCT FROM coalesce(d.level, 'unit')
        WHERE d.numbered
    ), candidates AS (
        SELECT m.document, m.n, h.document AS cites, h.path, h.issued AS held_issued,
            m.scope = h.scope AS same_body,
            regexp_matches(m.issued, '^\\d{4}-\\d\\d-\\d\\d$') AND m.issued = h.issued AS same_day,
            m.of_year = left(h.issued, 4) AS same_year,
            m.of_year IS NULL OR h.issued IS NULL AS no_year,
            m.scope = 'national' AND regexp_matches(m.number, '[/-](?:19|20)\\d\\d[/-]') AS unique_number,
            c.issued AS citing_issued
        FROM mentions m
        JOIN originals c ON c.document = m.document
        JOIN held h ON h.number_key = m.key AND h.document <> m.document
            AND (h.scope = m.scope OR ((m.scope IS NULL OR h.scope IS NULL) AND h.province_now = c.province_now))
        WHERE m.number IS NOT NULL
    ), judged AS (
        SELECT *, CASE
            WHEN same_body AND (coalesce(same_day, false) OR (unique_number AND coalesce(same_year, true))) THEN 'sure'
            WHEN same_body AND (coalesce(same_year, false) OR (no_year AND NOT coalesce(held_issued > citing_issued, false)))
                THEN 'possible'
            WHEN NOT coalesce(same_body, false) AND coalesce(same_year, false) THEN 'possible' END AS match
        FROM candidates
    )
    SELECT document, n, cites, match FROM judged WHERE match IS NOT NULL
    QUALIFY row_number() OVER (PARTITION BY document, n ORDER BY match = 'sure' DESC, coalesce(same_day, false) DESC,
        coalesce(same_body, false) DESC, held_issued DESC NULLS LAST, path) = 1
"""


def make(work: Work) -> None:
    """Write `cited`; leave the table `keys`, the scope of every number that is borne or cited."""
    columns: dict[str, Type] = dict.fromkeys(("number", "issuer", "province", "level", "number_key", "scope"), "text")
    work.keep("keys", columns, _keys(work))
    work.connection.execute(f"CREATE TABLE mentions AS {_MENTIONS}")
    work.connection.execute(f"CREATE TABLE matched AS {_MATCHED}")
    work.write("cited", _rows(work))
    work.connection.execute("DROP TABLE mentions; DROP TABLE matched")


def _keys(work: Work) -> list[tuple[str | None, ...]]:
    asked = """
        SELECT DISTINCT number, issuer, province, NULL AS level FROM
            (SELECT c.number, c.issuer, d.province FROM citations c JOIN originals d USING (document))
            WHERE number IS NOT NULL
        UNION
        SELECT DISTINCT number, issuer, province, coalesce(level, 'unit') FROM originals WHERE number IS NOT NULL
        ORDER BY ALL
    """
    # a list: the connection is asked again while these are kept
    return [
        (number, issuer, province, level, number_key(number), scope_of(number, issuer, province, level, work.register))
        for number, issuer, province, level in work.ask(asked)
    ]


def _rows(work: Work) -> Iterator[tuple[Any, ...]]:
    asked = """
        SELECT m.document, c.id, m.key, m.scope, m.of_year, m.type, m.number, m.name, m.issued, m.issuer, m.known_as, m.role,
            m.mentions, x.cites, x.match, m.n, c.text, c.start, c."end", c.page
        FROM mentions m
        JOIN citations c ON c.document = m.document AND c.n = m.n
        JOIN originals d ON d.document = m.document
        LEFT JOIN matched x ON x.document = m.document AND x.n = m.n
        ORDER BY d.path, m.n
    """
    for document, citation, key, scope, year, *rest in work.ask(asked):
        yield (document, stable("e", document, key, scope, year), citation, key, scope, year, *rest)
