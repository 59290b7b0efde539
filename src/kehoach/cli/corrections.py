"""`kehoach corrections`: what people corrected in the workbook of an audit, taken back into its store; and what became of the
corrections of a review, or gold marks made of them."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kehoach.cli.common import limit_option, one_line, opened, own_register, register_with, shorten, visible, warn
from kehoach.errors import AuditError, FormError, ReadError

if TYPE_CHECKING:
    from kehoach.audit.corrections import Correction as Row
    from kehoach.audit.corrections import Taken
    from kehoach.prefill import Plan
    from kehoach.prefill.corrections import Correction, Corrections
    from kehoach.readers.limits import Limits

_SHOWN = 20
"""Rows of a kind that are printed each."""


@click.command()
@click.argument("name", metavar="AUDIT.xlsx|REVIEW.jsonl")
@click.argument("plans", metavar="[PLAN]...", nargs=-1)
@click.option(
    "--out",
    "folder",
    metavar="DIR",
    help="Of a workbook: the folder of the audit that it is of. [default: the one in which it lies] With --as-gold: where the "
    "gold marks go.",
)
@click.option(
    "--anyway",
    is_flag=True,
    help="Take them although the workbook is of another audit's store: one that was deleted and made anew.",
)
@click.option("--as-gold", "as_gold", is_flag=True, help="Make gold marks of the corrections of a review.")
@own_register()
@limit_option
def corrections(
    name: str,
    plans: tuple[str, ...],
    folder: str | None,
    anyway: bool,
    as_gold: bool,
    own: tuple[str, ...],
    limits: Limits,
) -> None:
    """Take the corrections in the workbook of an audit into its store; or tell what became of those of a review.

    \b
    kehoach corrections audit/audit.xlsx
    kehoach corrections review.jsonl plans/*.docx
    kehoach corrections review.jsonl plans/*.txt --as-gold --out gold/

    Of a workbook: what stands in the columns keep, corrected, note and reviewer goes to `corrections.jsonl` in the folder of the
    audit, and is shown in its row again by the next workbook. Prints what was taken, what was unchanged, and what needs
    another look.

    Of a review (`kehoach review`): tells of each PLAN which corrections hold, which have moved with their words, and which are
    suspect, because the words or the reading have changed. With --as-gold the marks of which all values were reviewed are
    written to DIR as gold, by offsets and values, and what has no place in a mark is listed and kept beside them.
    """
    if as_gold or plans or name.lower().endswith(".jsonl"):
        if as_gold and (not plans or folder is None):
            raise click.UsageError("--as-gold needs the plans, and --out DIR")
        if anyway or (folder is not None and not as_gold):
            raise click.UsageError("--out and --anyway are of a workbook, or of --as-gold")
        _of_review(name, plans, Path(folder) if folder is not None else None, own, limits)
    else:
        _of_workbook(name, folder, anyway)


# --- of a review ----------------------------------------------------------------------------------------------------


def _of_review(name: str, names: tuple[str, ...], folder: Path | None, own: tuple[str, ...], limits: Limits) -> None:
    from kehoach.api import extract
    from kehoach.prefill import Plan
    from kehoach.prefill.corrections import load

    try:
        if not Path(name).is_file():
            raise FormError(name, "no such file")
        held = load(name)
    except FormError as error:
        warn(str(error))
        sys.exit(1)
    if not names:
        by_plan = Counter(one.plan for one in held)
        for file, count in by_plan.items():
            click.echo(f"{visible(file)}: {_number(count, 'correction')}")
        click.echo("Name the plans to see which of them hold.")
        return
    book = register_with(own)
    failed = False
    plans: list[Plan] = []
    for document in opened(names, limits):
        if isinstance(document, ReadError):
            warn(str(document))
            failed = True
            continue
        record = extract(document, register=book)
        plans.append(Plan(record.source.name or "-", record, document.text, document.layout))
    digests = {plan.record.source.sha256 for plan in plans}
    spoken: set[tuple[str, str, str]] = set()
    for plan in plans:
        apart = digests - {plan.record.source.sha256}
        mine = _of_plan(held, plan, apart)
        spoken |= {(one.plan, one.sha256, one.id) for one in mine}
        if folder is None:
            _tell_review(plan, mine)
        else:
            failed |= not _write_gold(plan, mine, folder)
    rest = sum((one.plan, one.sha256, one.id) not in spoken for one in held)
    if rest:
        click.echo(f"{_number(rest, 'correction')} of other plans")
    if failed:
        sys.exit(1)


def _of_plan(held: Corrections, plan: Plan, apart: set[str]) -> Corrections:
    """Those of one plan."""
    from kehoach.prefill.corrections import Corrections

    return Corrections(held.of(plan, apart), held.name)


def _tell_review(plan: Plan, mine: Corrections) -> None:
    applied = mine.compare(plan)
    moved = f" ({len(applied.moved)} moved with their words)" if applied.moved else ""
    held, doubtful = len(applied.held), len(applied.suspect)
    click.echo(f"{visible(plan.name)}: {held} hold{'s' if held == 1 else ''}{moved}, {doubtful} suspect")
    for one, doubt in applied.suspect[:_SHOWN]:
        click.echo(f"  {one.path} · {one.said} · {shorten(one.read or '', 60)} → {_right(one)} · {_DOUBTS[doubt]}")
    _rest(doubtful)


def _right(one: Correction) -> str:
    return shorten(one.text or (one.span.text if one.span is not None else one.read) or "", 60)


_DOUBTS = {
    "words": "the words have changed",
    "reading": "it is read otherwise now",
    "gone": "the place is gone",
    "several": "these words stand at several places",
    "span": "the chosen words are gone",
    "value": "the value does not fit the field",
    "taken": "another correction has its place",
}


def _write_gold(plan: Plan, mine: Corrections, folder: Path) -> bool:
    from kehoach.review.gold import gold

    if not len(mine):
        click.echo(f"{visible(plan.name)}: no correction speaks of it")
        return True
    found = gold(plan, mine)
    place = folder / f"{found.sha256[:16]}.json"
    beside = place.with_suffix(".left.jsonl")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        place.write_text(found.side_file(), encoding="utf-8", errors="surrogatepass")
        if found.left:
            beside.write_text(found.left_file(), encoding="utf-8", errors="surrogatepass")
        else:
            beside.unlink(missing_ok=True)
    except OSError as error:
        warn(f"{place}: cannot be written ({(error.strerror or 'error').lower()})")
        return False
    click.echo(f"{visible(plan.name)}: {visible(str(place))}: {_number(len(found.marks), 'mark')}")
    for kind, (good, of) in found.counts.items():
        whole = "" if kind in found.kinds else "; not compared before all are reviewed"
        click.echo(f"  {kind}: {good} of {of}{whole}")
    if found.sha256 != plan.record.source.sha256:
        click.echo(f"  the marks are of its text, as `kehoach text {visible(plan.name)}` prints it")
    if found.left:
        click.echo(f"  {_number(len(found.left), 'correction')} not in a mark, kept in {visible(beside.name)}:")
        for one, reason in found.left[:_SHOWN]:
            click.echo(f"    {one.path} · {one.said} · {shorten(one.note or _right(one), 60)} · {reason}")
        if len(found.left) > _SHOWN:
            click.echo(f"    … and {len(found.left) - _SHOWN} more")
    return True


# --- of a workbook --------------------------------------------------------------------------------------------------


def _of_workbook(workbook: str, folder: str | None, anyway: bool) -> None:
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
    told: tuple[tuple[str, list[Row]], ...] = (
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


def _list(some: Iterable[Row]) -> None:
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
