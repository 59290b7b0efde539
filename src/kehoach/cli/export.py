"""`kehoach export`: the spans of plans in the form of another tool; `kehoach import`: such a form as marks."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kehoach.cli.common import (
    framework_options,
    frameworks_of,
    language,
    limit_option,
    opened,
    own_register,
    register_with,
    visible,
    warn,
    would_lose,
)
from kehoach.errors import KehoachError, ReadError
from kehoach.integrations import DOORS, door
from kehoach.integrations.offsets import UNITS

if TYPE_CHECKING:
    from kehoach.integrations.marks import Kind, Marked, Texts
    from kehoach.readers.limits import Limits

_unit = click.option(
    "--unit",
    type=click.Choice(UNITS),
    help="What offsets count, where the format leaves it open. [default: what the tool counts]",
)


def _kinds(context: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    """The kinds of comma lists; one that does not exist is a wrong call."""
    from kehoach.integrations.marks import EVERY

    asked = [one.strip() for value in values for one in value.split(",") if one.strip()]
    if wrong := next((one for one in asked if one not in EVERY), None):
        raise click.BadParameter(f"{wrong!r} is no kind; there are {', '.join(EVERY)}")
    return tuple(one for one in EVERY if one in asked)


def _checked_unit(name: str, unit: str | None) -> None:
    known = door(name).UNITS
    if unit is not None and unit not in known:
        raise click.UsageError(f"{name} counts {' or '.join(known)}, not {unit}.")


@click.command()
@click.argument("names", metavar="PLAN...", nargs=-1, required=True)
@click.option("--to", "form", required=True, type=click.Choice(sorted(DOORS)), help="The format.")
@click.option(
    "--out", required=True, metavar="FILE|DIR", help="Where it is written; brat and akoma-ntoso are folders of files."
)
@click.option(
    "--kinds",
    callback=_kinds,
    multiple=True,
    metavar="KIND[,KIND]",
    help="Spans of these kinds alone: header, sections, citations, dates, targets, responsibilities, reports, budget, "
    "coverage, findings. [default: all that the format has a place for]",
)
@_unit
@language
@own_register()
@framework_options
@limit_option
def export(
    names: tuple[str, ...],
    form: str,
    out: str,
    kinds: tuple[Kind, ...],
    unit: str | None,
    lang: str,
    own: tuple[str, ...],
    named: tuple[str, ...],
    covered: bool,
    limits: Limits,
) -> None:
    """Write the spans of each PLAN in the form of another tool, with exact places.

    \b
    kehoach export plans/*.docx --to label-studio --out tasks.json --kinds citations,dates
    kehoach export plans/*.pdf --to icalendar --out deadlines.ics
    kehoach export plan.txt --to brat --out folder

    A PLAN is any file that `extract` reads. A plan that cannot be read is told and left out; the exit code is 1 then.
    """
    from kehoach.integrations import export as write

    _checked_unit(form, unit)
    opened_door = door(form)
    wanted = tuple(kind for kind in opened_door.KINDS if kind in kinds) if kinds else opened_door.KINDS
    if not wanted:
        raise click.UsageError(f"{form} has a place for {', '.join(opened_door.KINDS)} alone.")
    book = register_with(own)
    # coverage takes most of the time, and is judged where it is asked for
    frameworks = frameworks_of(named, covered and ("coverage" in wanted or "findings" in wanted))
    place = Path(out)
    if opened_door.FOLDER and place.exists() and not place.is_dir():
        raise click.UsageError(f"{form} is written into a folder, and {visible(out)} is a file.")
    if (lost := would_lose(out, names, opened_door.FOLDER)) is not None:
        raise click.UsageError(f"{visible(out)} {'holds' if opened_door.FOLDER else 'is'} the plan {visible(lost)}.")
    failed = False

    def documents() -> Iterator[Marked]:
        nonlocal failed
        from kehoach.api import extract
        from kehoach.integrations.marks import marked

        for document in opened(names, limits):
            if isinstance(document, ReadError):
                warn(str(document))
                failed = True
                continue
            yield marked(document, extract(document, register=book, frameworks=frameworks), wanted)

    try:
        written = write(form, documents(), place, unit, lang)
    except KehoachError as error:
        warn(str(error))
        sys.exit(2)
    left = f", {written.left_out} that have no place in it" if written.left_out else ""
    click.echo(f"{written.documents} documents, {written.marks} marks{left}: {visible(out)}", err=True)
    sys.exit(1 if failed else 0)


@click.command("import")
@click.argument("names", metavar="FILE...", nargs=-1, required=True)
@click.option("--from", "form", required=True, type=click.Choice(sorted(DOORS)), help="The format.")
@click.option("--out", required=True, metavar="FILE", help="Where the marks are written, as JSON lines.")
@click.option(
    "--text",
    "plans",
    multiple=True,
    metavar="PLAN",
    help="A plan whose spans the files hold; may be repeated. Needed where the format does not hold the text "
    "(csv, arrow, web-annotation, icalendar); elsewhere the text must be the same.",
)
@_unit
@limit_option
def import_(
    names: tuple[str, ...], form: str, out: str, plans: tuple[str, ...], unit: str | None, limits: Limits
) -> None:
    """Read what another tool made of the spans of plans: a document a line, with its text and its marks.

    \b
    kehoach import export.json --from label-studio --out marks.jsonl
    kehoach import spans.csv --from csv --text plans/a.txt --text plans/b.txt --out marks.jsonl

    Offsets become code points. One that does not fit its text ends the call, and nothing is written.
    """
    from kehoach.integrations import export as write
    from kehoach.integrations import load

    _checked_unit(form, unit)
    if (lost := would_lose(out, (*names, *plans))) is not None:
        raise click.UsageError(f"{visible(out)} is {visible(lost)}, which is read; nothing is written over it.")
    try:
        texts = _texts(plans, limits) if plans else None
        documents = (document for name in names for document in load(form, Path(name), texts, unit))
        written = write("jsonl", documents, Path(out))
    except KehoachError as error:
        warn(str(error))
        sys.exit(2)
    click.echo(f"{written.documents} documents, {written.marks} marks: {visible(out)}", err=True)


def _texts(plans: tuple[str, ...], limits: Limits) -> Texts:
    from kehoach.integrations.marks import Texts

    texts = Texts()
    for document in opened(plans, limits):
        if isinstance(document, ReadError):
            raise document
        file = document.archive or document.name
        texts.add((file if file == "-" else Path(file).name) + document.name[len(file) :], document.text)
    return texts
