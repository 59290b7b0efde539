"""The page of coverage: the plan's text on one side with its evidence lit up, the matrix of targets on the other."""

from __future__ import annotations

from collections.abc import Sequence

from kehoach.record import Record


def page(read: Sequence[tuple[str, str, Record]], lang: str) -> str:
    """One self-contained HTML page.

    Args:
        read: for each file its name, its source text and its record.
        lang: `vi` or `en`.
    """
    raise NotImplementedError
