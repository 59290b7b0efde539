"""`kehoach corrections`: what people corrected in the workbook of an audit, taken back into its store."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kehoach.cli.common import one_line, shorten, visible, warn
from kehoach.errors import AuditError

if TYPE_CHECKING:
    from kehoach.audit.corrections import Correction, Taken

_SHOWN = 20
"""Rows of a kind that are printed each."""


@click.command()
@click.argument("workbook", metavar="AUDIT.xlsx")
@click.option(
    "--out",
    "folder",
    metavar="DIR",
    help="The folder of the audit that the workbook is of. [default: the one in which the workbook lies]",
)
@click.option(
    "--anyway",
    is_flag=True,
    help="Take them although the workbook is of another audit's store: one that was deleted and made anew.",
)
def corrections(workbook: str, folder: str | None, anyway: bool) -> None:
    """Take the corrections in the workbook of an audit into its store.

    What stands in the columns keep, corrected, note and reviewer goes to `corrections.jsonl` in the folder of the audit, and
    is shown in its row again by the next workbook. Prints what was taken, what was unchanged, and what needs another look.
    """
    from kehoach.audit.corrections import FILE, take
    from kehoach.audit.store import Store

    place = Path(folder) if folder is not None else Path(workbook).parent
    try:
        if folder is None and not Path(workbook).is_file():
            raise AuditError(workbook, "no such file")
        taken = take(Store(place), workbook, anyway=anyway)
    except AuditError as error:
        more = "; name the folder of its audit with --out DIR" if folder is None and error.name == str(place) else ""
        warn(str(error) + more)
        sys.exit(1)
    _tell(taken)
    click.echo(f"{visible(str(place / FILE))}: {_number(len(taken.written), 'correction')} written")


def _tell(taken: Taken) -> None:
    told: tuple[tuple[str, list[Correction]], ...] = (
        ("new", taken.new),
        ("changed", taken.changed),
        ("confirmed, their words or reading having changed", taken.confirmed),
        ("taken back by their reviewer", taken.withdrawn),
        ("put in the place of another's, which is kept as `earlier`", taken.replaced),
        ("with a `keep` that is neither yes nor no, kept as it stands", taken.unclear),
        ("suspect: the words or the reading have changed since", taken.suspect),
        ("unknown: the store has no such row now; kept", taken.unknown),
    )
    for words, some in told:
        if some:
            click.echo(f"{len(some)} {words}")
            _list(some)
    if taken.incomplete:
        click.echo(f"{_number(len(taken.incomplete), 'row')} without an id, not taken:")
        for sheet, row in taken.incomplete[:_SHOWN]:
            click.echo(f"  {one_line(sheet)}, row {row}")
        _rest(len(taken.incomplete))
    click.echo(f"{len(taken.unchanged)} unchanged")


def _list(some: Iterable[Correction]) -> None:
    from kehoach.audit.workbook.words import keep_word

    listed = list(some)
    for one in listed[:_SHOWN]:
        parts = (keep_word(one.keep, "en"), one.corrected, one.note, f"({one.reviewer})" if one.reviewer else "")
        cells = " · ".join(one_line(part) for part in parts if part)
        click.echo(f"  {visible(one.path)} · {one.sheet} · {shorten(one.read, 60)} → {shorten(cells, 100)}")
    _rest(len(listed))


def _rest(count: int) -> None:
    if count > _SHOWN:
        click.echo(f"  … and {count - _SHOWN} more")


def _number(count: int, word: str) -> str:
    return f"{count} {word}" + ("" if count == 1 else "s")
