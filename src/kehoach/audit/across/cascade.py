"""From the strategy down: what becomes of each target in the plans of each step, and where it is lost.

The steps are the framework itself, ministries (the same for all provinces), the province's own plans, its departments and
other bodies, its districts, its communes. Schools, hospitals and other units stand beside these, and are in `rollup` alone.
"""

from __future__ import annotations

from kehoach.audit.across.work import Work

STEPS = ("strategy", "central", "province", "department", "district", "commune")

_STEP = """
    CASE WHEN d.level = 'province' AND d.field IS NULL AND d.parent_issuer IS NULL THEN 'province'
        WHEN d.level = 'province' THEN 'department' ELSE d.level END
"""
_RANKED = ("quantified", "qualitative", "needs_review", "mentioned", "absent")
_VERDICTS = ("exceeds", "meets", "not_comparable", "below")


def _rank(column: str, values: tuple[str, ...]) -> str:
    whens = " ".join(f"WHEN '{value}' THEN {at}" for at, value in enumerate(values))
    return f"CASE {column} {whens} ELSE {len(values)} END"


_JUDGED = f"""
    SELECT c.framework, c.kind, c.item, c.goal, c.n, {_STEP} AS step, d.document, d.path, d.year, c.status, c.verdict,
        c.asked_value, CASE WHEN d.level = 'central' THEN NULL ELSE d.province_now END AS province_now
    FROM coverage c JOIN originals d USING (document) WHERE d.plan
"""

_CASCADE = f"""
    WITH asked AS (
        SELECT framework, kind, item, any_value(goal) AS goal, min(n) AS n, max(asked_value) IS NOT NULL AS valued
        FROM judged GROUP BY framework, kind, item
    ), of_it AS (
        -- a plan on another subject has lost nothing: it takes up no target, and does not cite the framework
        SELECT framework, document FROM judged WHERE kind IN ('item', 'part') AND status IN ('quantified', 'qualitative')
        UNION SELECT j.framework, j.document FROM judged j JOIN citations c ON c.document = j.document
            AND (c.number = j.framework OR c.known_as = j.framework)
    ), best AS (
        SELECT framework, kind, item, step, province_now, count(*) AS plans,
            count(*) FILTER (status IN ('quantified', 'qualitative')) AS taken,
            first(status ORDER BY {_rank("status", _RANKED)}, {_rank("verdict", _VERDICTS)}, path) AS status,
            first(verdict ORDER BY {_rank("status", _RANKED)}, {_rank("verdict", _VERDICTS)}, path) AS verdict,
            first(document ORDER BY {_rank("status", _RANKED)}, {_rank("verdict", _VERDICTS)}, path) AS document
        FROM judged SEMI JOIN of_it USING (framework, document)
        WHERE status <> 'not_applicable' AND step IN ({", ".join(f"'{step}'" for step in STEPS)})
        GROUP BY framework, kind, item, step, province_now
    ), provinces AS (
        SELECT DISTINCT framework, province_now FROM best WHERE province_now IS NOT NULL
    ), rows AS (
        SELECT a.framework, a.kind, a.item, p.province_now, 'strategy' AS step, 1 AS plans, 1 AS taken,
            CASE WHEN a.valued THEN 'quantified' ELSE 'qualitative' END AS status, NULL AS verdict, NULL AS document
        FROM asked a JOIN provinces p USING (framework)
        UNION ALL
        SELECT b.framework, b.kind, b.item, p.province_now, b.step, b.plans, b.taken, b.status, b.verdict, b.document
        FROM best b JOIN provinces p ON p.framework = b.framework
            AND (b.step = 'central' OR p.province_now = b.province_now)
    ), placed AS (
        SELECT *, {_rank("step", STEPS)} AS place, status IN ('mentioned', 'absent') AS without FROM rows
    ), told AS (
        SELECT *,
            without AND NOT coalesce(bool_or(without) OVER (item_ ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), false)
                AS lost,
            min(CASE WHEN taken > 0 THEN place END) OVER (item_ ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING) AS next_place
        FROM placed WINDOW item_ AS (PARTITION BY framework, kind, item, province_now ORDER BY place)
    )
    SELECT t.framework, t.kind, t.item, a.goal, t.province_now, t.step, t.plans, t.taken, t.status, t.verdict, t.document,
        t.lost, CASE WHEN t.lost THEN list_extract([{", ".join(f"'{step}'" for step in STEPS)}], t.next_place + 1) END AS again
    FROM told t JOIN asked a ON a.framework = t.framework AND a.kind = t.kind AND a.item = t.item
    ORDER BY t.framework, a.n, t.kind, t.item, t.province_now, t.place
"""

_ROLLUP = """
    SELECT framework, kind, item, any_value(goal) AS goal, step AS level, province_now, year, status, verdict, count(*) AS plans
    FROM judged GROUP BY framework, kind, item, step, province_now, year, status, verdict
    ORDER BY framework, min(n), kind, item, level NULLS LAST, province_now NULLS LAST, year NULLS LAST, status, verdict NULLS LAST
"""


def make(work: Work) -> None:
    """Write `cascade` and `rollup`."""
    work.connection.execute(f"CREATE VIEW judged AS {_JUDGED}")
    work.write_sql("cascade", _CASCADE)
    work.write_sql("rollup", _ROLLUP)
