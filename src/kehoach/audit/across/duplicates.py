"""Copies: the same file, the same text in another format, and texts that are nearly the same.

Near-copies are found by banding of MinHashes (Leskovec, Rajaraman and Ullman 2020, ch. 3): with 16 bands of 4 numbers two
texts of likeness 0.8 share a band in 9,998 of 10,000 cases. In a band a text is held against the first and the last before
it, so that a thousand copies of one text cost a thousand comparisons.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING, Any

import numpy as np

from kehoach.audit.across.work import Work
from kehoach.audit.sketch import SIZE, opened

if TYPE_CHECKING:
    from numpy.typing import NDArray

NEAR = 0.8
"""Estimated likeness from which two texts are near-copies."""
_ROWS = 4
_CHUNK = 65536

_SAME = """
    SELECT document, path,
        first_value(document) OVER (PARTITION BY sha256 ORDER BY path) AS of_file,
        first_value(document) OVER (PARTITION BY text_sha256 ORDER BY path) AS of_text
    FROM documents ORDER BY path
"""


def make(work: Work) -> None:
    """Write `duplicates`; leave the table `originals`, the documents that are no copies of one that is there."""
    work.connection.execute(f"CREATE TABLE same AS {_SAME}")
    # an empty file's text is no text that could be copied
    work.connection.execute("""
        CREATE TABLE texts_once AS
        SELECT d.* FROM documents d JOIN same s USING (document)
        WHERE d.characters = 0 OR (s.of_file = d.document AND s.of_text = d.document)
    """)
    work.keep("nearly", {"document": "text", "first": "text", "likeness": "number"}, _near(work))
    # nearly the same text under one number and day is another scan or state of one plan; last year's plan is not
    work.connection.execute("""
        CREATE TABLE originals AS
        SELECT d.* FROM texts_once d
        LEFT JOIN nearly n ON n.document = d.document LEFT JOIN texts_once f ON f.document = n.first
        WHERE f.document IS NULL
            OR (d.number, d.issued, d.lineage, d.year) IS DISTINCT FROM (f.number, f.issued, f.lineage, f.year)
    """)
    work.write_sql(
        "duplicates",
        """
        SELECT * FROM (
            SELECT document, path, 'exact' AS kind, of_file AS first, 1.0 AS likeness FROM same
            WHERE of_file <> document
            UNION ALL
            SELECT s.document, s.path, 'text', of_text, 1.0 FROM same s JOIN documents d USING (document)
            WHERE of_file = s.document AND of_text <> s.document AND d.characters > 0
            UNION ALL
            SELECT n.document, d.path, 'near', n.first, n.likeness FROM nearly n JOIN documents d USING (document)
        ) ORDER BY path
        """,
    )


def _near(work: Work) -> Iterator[tuple[str, str, float]]:
    rows = list(
        work.ask(
            "SELECT document, sketch FROM sketches JOIN texts_once USING (document) WHERE octet_length(sketch) > 0 ORDER BY path"
        )
    )
    if len(rows) < 2:
        return
    names = [document for document, _ in rows]
    sketches = opened([sketch for _, sketch in rows])
    del rows
    leader = np.arange(len(names))
    for one, others in _grouped(_pairs(sketches)):
        # the first of a group stands for it: what is near a member must be near the first itself
        for first in sorted({int(leader[other]) for other in others}):
            likeness = float((sketches[one] == sketches[first]).mean())
            if likeness >= NEAR:
                leader[one] = first
                yield names[one], names[first], likeness
                break


def _pairs(sketches: NDArray[np.uint32]) -> NDArray[np.int64]:
    """Pairs (later, earlier) that share a band and are near, each once, by the later."""
    found: list[Any] = []
    for start in range(0, SIZE, _ROWS):
        band = np.ascontiguousarray(sketches[:, start : start + _ROWS])
        keys = band.view(np.dtype((np.void, band.dtype.itemsize * _ROWS))).ravel()
        _, group = np.unique(keys, return_inverse=True)
        order = np.argsort(group, kind="stable")
        ranked = group[order]
        opens = np.r_[True, ranked[1:] != ranked[:-1]]
        first = order[np.maximum.accumulate(np.where(opens, np.arange(len(order)), 0))]
        later = order[~opens]
        found.append(np.column_stack((later, first[~opens])))
        found.append(np.column_stack((later, order[:-1][~opens[1:]])))
    pairs = np.unique(np.concatenate(found), axis=0)
    kept = [
        some[(sketches[some[:, 0]] == sketches[some[:, 1]]).mean(axis=1) >= NEAR]
        for some in (pairs[at : at + _CHUNK] for at in range(0, len(pairs), _CHUNK))
    ]
    return np.concatenate(kept) if kept else np.empty((0, 2), dtype=np.int64)


def _grouped(pairs: NDArray[np.int64]) -> Iterator[tuple[int, list[int]]]:
    for one, some in groupby(pairs.tolist(), key=lambda pair: int(pair[0])):
        yield one, [int(earlier) for _, earlier in some]
