"""Where the pages turn: page breaks that were typed, and those that Word noted when it last laid out the file.

Both are an estimate: the first alone say too little, the second are as old as the last layout.
"""

from __future__ import annotations

import re

from kehoach.readers.document import Job

_TYPED = re.compile(rb"<(?:\w+:)?br\b[^>]{0,200}?\btype\s*=\s*[\"']page[\"']")
_RENDERED = b"lastRenderedPageBreak"


class _Row:
    """A row that is being read: each of its cells begins where the row does."""

    __slots__ = ("base", "cell_read", "last", "read")

    def __init__(self, base: int) -> None:
        self.base = base
        self.last = base
        self.read = False
        self.cell_read = False


class Pages:
    """The page that is being read.

    Attributes:
        number: from 1; None where the file says nothing of its pages.
        rendered: whether Word has noted where the pages turn.
    """

    def __init__(self, job: Job, main: bytes, told: int | None) -> None:
        """
        Args:
            main: the part that holds the text.
            told: the number of pages that the file says it has; None where it does not.
        """
        self._job = job
        self.rendered = _RENDERED in main
        self._typed = 0 if self.rendered else len(_TYPED.findall(main))
        # without Word's own breaks, those that were typed tell the pages only where there are no others
        known = self.rendered or (self._typed > 0 and told == self._typed + 1)
        self.number: int | None = 1 if known else None
        self.count = 1 if known else 0
        self._fresh = True  # nothing was read since a break that was typed
        self._rows: list[_Row] = []

    def typed_break(self) -> None:
        """A page break that someone put there, or a section that begins on a new page."""
        self._fresh = True
        self._turn()

    def rendered_break(self) -> None:
        """A break that Word noted: where the one before was typed, it is the same."""
        if self._fresh and self.count > 1:
            self._fresh = False
            return
        row = self._rows[-1] if self._rows else None
        if row is not None and not row.cell_read:
            if row.read:
                return  # the row began on this page: its first cell has said so
            row.base += 1
        self._turn()

    def _turn(self) -> None:
        if self.number is None:
            return
        if self.number >= self._job.limits.pages:
            self._job.warn(f"pages are not counted beyond {self._job.limits.pages}")
            return
        self.number += 1
        self.count = max(self.count, self.number)

    def text(self) -> None:
        """Something visible was read."""
        self._fresh = False
        for row in self._rows[-3:]:
            row.read = row.cell_read = True

    def begin_row(self) -> None:
        self._rows.append(_Row(self.number or 0))

    def begin_cell(self) -> None:
        row = self._rows[-1]
        row.last = max(row.last, self.number or 0)
        row.cell_read = False
        if self.number is not None:
            self.number = row.base

    def end_row(self) -> None:
        row = self._rows.pop()
        if self.number is not None:
            self.number = max(row.last, self.number)
