"""`kehoach diff`: what two audits of an archive say differently."""

from __future__ import annotations

import csv
import io
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kehoach.cli.common import console, language, one_line, plain, shorten, table_or_json, visible, warn
from kehoach.cli.outputs import dumps
from kehoach.errors import AuditError
from kehoach.shown import no_formula

if TYPE_CHECKING:
    from kehoach.audit.diff import Difference, Differences

_SHOWN = 200
"""Differences that a table shows; the other formats give all."""
_WIDTH = 160
_COLOURS = {
    "added": "green",
    "gained": "green",
    "removed": "red",
    "lost": "red",
    "moved": "yellow",
    "changed": "yellow",
}


@click.command()
@click.argument("before", metavar="DIR1")
@click.argument("after", metavar="DIR2")
@click.option(
    "--by",
    type=click.Choice(("path", "lineage")),
    default="path",
    show_default=True,
    help="path: the same files, also under new names. lineage: besides, by issuer and title without years, for two years.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(("table", "json", "csv")),
    help="table: to be read; json, csv: every difference. [default: table on a terminal, else json]",
)
@click.option("--page", metavar="FILE", help="Write a page (HTML) too; - is standard output, in place of a format.")
@language
def diff(before: str, after: str, by: str, form: str | None, page: str | None, lang: str) -> None:
    """Print what the audit in DIR2 says differently from that in DIR1.

    Documents added, removed and changed; coverage whose status, verdict or value changed; findings, targets, citations and
    responsibilities gained and lost. Between two years the years themselves are no difference.
    """
    from kehoach.audit.diff import differences

    form = table_or_json(form)

    def told(words: str | None) -> Differences:
        return differences(before, after, by="lineage" if by == "lineage" else "path", lang=words)

    try:
        if page is not None:
            _write(told(lang), page, lang)
            if page == "-":
                return
        found = told(lang if form == "table" else None)  # programs get codes
    except AuditError as error:
        warn(str(error))
        sys.exit(2)
    if form == "json":
        click.echo(dumps(_as_dict(found), indent=2))
    elif form == "csv":
        _csv(found)
    else:
        _table(found, lang)


def _write(told: Differences, name: str, lang: str) -> None:
    from kehoach.audit.diff_page import page

    text = page(told, lang)
    if name == "-":
        click.echo(text, nl=False)
        return
    try:
        Path(name).write_text(text, encoding="utf-8")
    except OSError as error:
        warn(f"{name}: cannot be written ({(error.strerror or 'error').lower()})")
        sys.exit(1)


def _as_dict(told: Differences) -> dict[str, Any]:
    counts: dict[str, dict[str, int]] = {}
    for (kind, change), count in told.counts().items():
        counts.setdefault(kind, {})[change] = count
    return {
        "before": {"folder": told.before, "documents": told.documents[0]},
        "after": {"folder": told.after, "documents": told.documents[1]},
        "pairs": told.pairs,
        "notes": told.notes,
        "counts": counts,
        "differences": [asdict(one) for one in told.found],
    }


def _csv(told: Differences) -> None:
    from kehoach.audit.diff import COLUMNS

    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for one in told.found:
        writer.writerow([_cell(value) for value in one.row()])
    click.echo(text.getvalue(), nl=False)


def _cell(value: Any) -> Any:
    """A cell that a spreadsheet shows and does not reckon."""
    return no_formula(one_line(value) if isinstance(value, str) else value)


def _table(told: Differences, lang: str) -> None:
    from rich.table import Table

    from kehoach.audit.diff import CHANGES, KINDS
    from kehoach.audit.diff_page import CHANGE_WORDS, KIND_WORDS, WORDS

    screen = console()
    for name, folder, count in (("before", told.before, told.documents[0]), ("after", told.after, told.documents[1])):
        screen.print(
            f"[dim]{WORDS[name][lang]}[/]  {plain(visible(folder))}  [dim]{count} {WORDS['documents'][lang]}[/]"
        )
    for note in told.notes:
        screen.print(f"[yellow]{plain(note)}[/]")
    if not told.found:
        screen.print(WORDS["none"][lang])
        return
    counts = told.counts()
    shown = [change for change in CHANGES if any((kind, change) in counts for kind in KINDS)]
    table = Table(box=None, padding=(0, 2, 0, 0))
    table.add_column("")
    for change in shown:
        table.add_column(CHANGE_WORDS[change][lang], header_style="dim", justify="right")
    for kind in KINDS:
        if any((kind, change) in counts for change in shown):
            table.add_row(KIND_WORDS[kind][lang], *(str(counts.get((kind, change), "")) for change in shown))
    screen.print(table)
    listing = Table(box=None, padding=(0, 2, 0, 0))
    for head in ("", "kind", "what", "before", "after"):
        listing.add_column(WORDS[head][lang] if head else "", header_style="dim", overflow="fold")
    last = None
    for one in told.found[:_SHOWN]:
        path = one.path or one.path_before or ""
        if path != last:
            listing.add_row("", "", f"[bold]{plain(visible(path))}[/]")
            last = path
        listing.add_row(*_shown(one, lang))
    screen.print()
    screen.print(listing)
    if len(told.found) > _SHOWN:
        screen.print(f"[dim]… {len(told.found) - _SHOWN} more; --format json, --format csv and --page show all[/]")


def _shown(one: Difference, lang: str) -> tuple[str, ...]:
    from kehoach.audit.diff_page import CHANGE_WORDS, KIND_WORDS

    change = f"[{_COLOURS[one.change]}]{CHANGE_WORDS[one.change][lang]}[/]"
    texts = (plain(shorten(text, _WIDTH)) if text else "" for text in (one.what, one.before, one.after))
    return (change, KIND_WORDS[one.kind][lang], *texts)
