"""`kehoach extract`: the record of each file."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import click

from kehoach.cli.common import (
    framework_options,
    frameworks_of,
    limit_option,
    opened,
    own_register,
    register_with,
    table_or_json,
    warn,
)
from kehoach.errors import ReadError

if TYPE_CHECKING:
    from kehoach.readers.limits import Limits
    from kehoach.record import Record

FORMATS = ("json", "jsonl", "table")


@click.command()
@click.argument("names", metavar="FILE...", nargs=-1, required=True)
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    help="json: one object (an object a line for several files or an archive); jsonl: an object a line; table: to be read. "
    "[default: table on a terminal, else json]",
)
@own_register()
@framework_options
@limit_option
def extract(
    names: tuple[str, ...],
    form: str | None,
    own: tuple[str, ...],
    named: tuple[str, ...],
    covered: bool,
    limits: Limits,
) -> None:
    """Print the record of each FILE.

    A FILE is a PDF, a scan or image, a Word (.docx, .doc), RTF, OpenDocument or HTML file, plain text or Markdown, or a zip
    archive of such, told by its content; - is standard input.
    """
    from kehoach.api import extract as read_record

    book = register_with(own)
    frameworks = frameworks_of(named, covered)
    form = table_or_json(form)
    failed = False
    rows: list[tuple[str, Record]] = []
    for document in opened(names, limits):
        if isinstance(document, ReadError):
            warn(str(document))
            failed = True
            continue
        record = read_record(document, register=book, frameworks=frameworks)
        if form == "table":
            from kehoach.cli.tables import print_record

            print_record(document, record)
            rows.append((document.name, record))
        elif form == "json" and len(names) == 1 and document.archive is None:
            click.echo(json.dumps(record.to_dict(), ensure_ascii=False, indent=2))
        else:
            click.echo(json.dumps(record.to_dict(), ensure_ascii=False, separators=(",", ":")))
    if len(rows) > 1:
        from kehoach.cli.tables import print_overview

        print_overview(rows)
    if failed:
        sys.exit(1)
