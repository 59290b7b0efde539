"""The command `kehoach`: what it prints is the contract of `kehoach.record`; errors are one line each on stderr.

Exit codes: 0 all files read, 1 some file could not be read, 2 the call itself is wrong.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import sys
from collections.abc import Iterable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kehoach import __version__
from kehoach.errors import ReadError, RegisterError

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from kehoach.readers import Document
    from kehoach.record import Record

FORMATS = ("json", "jsonl", "table")


def _warn(message: str) -> None:
    """One line on stderr, whatever a file's name holds."""
    line = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in message)
    click.echo(f"kehoach: {line}", err=True)


class _Command(click.Group):
    """The group, with one clear line where the output cannot be written (a full disk)."""

    def main(self, *args: Any, **extra: Any) -> Any:
        try:
            try:
                return super().main(*args, **extra)
            finally:
                sys.stdout.flush()
        except OSError as error:
            if error.errno != errno.EPIPE:
                _warn(f"the output cannot be written ({os.strerror(error.errno or 0).lower()})")
            # what is still buffered would fail once more when the interpreter ends
            with contextlib.suppress(OSError, ValueError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(1)


@click.group(cls=_Command, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="kehoach")
def main() -> None:
    """Reads Vietnamese policy plans (kế hoạch) and says, with exact evidence, what each cites and by when."""
    for stream in (sys.stdout, sys.stderr):
        # the output is Vietnamese whatever the locale says
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


@main.command()
@click.argument("names", metavar="FILE...", nargs=-1, required=True)
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    help="json: one object (an object a line for several files); jsonl: an object a line; table: to be read. "
    "[default: table on a terminal, else json]",
)
def extract(names: tuple[str, ...], form: str | None) -> None:
    """Print the record of each FILE (.txt or .md; - is standard input)."""
    from kehoach.api import extract as read_record

    if form is None:
        form = "table" if sys.stdout.isatty() else "json"
    failed = False
    rows: list[tuple[str, Record]] = []
    for document in _progress(names):
        if isinstance(document, ReadError):
            _warn(str(document))
            failed = True
            continue
        record = read_record(document)
        if form == "table":
            _print_table(document, record)
            rows.append((document.name, record))
        elif form == "json" and len(names) == 1:
            click.echo(json.dumps(record.to_dict(), ensure_ascii=False, indent=2))
        else:
            click.echo(json.dumps(record.to_dict(), ensure_ascii=False, separators=(",", ":")))
    if len(rows) > 1:
        _print_overview(rows)
    if failed:
        sys.exit(1)


@main.command()
@click.argument("name", metavar="FILE")
def text(name: str) -> None:
    """Print the source text of FILE, to which all offsets of its record point."""
    from kehoach.api import read

    try:
        document = read(name)
    except ReadError as error:
        _warn(str(error))
        sys.exit(1)
    sys.stdout.flush()
    # as it is: no line end added, none translated
    sys.stdout.buffer.write(document.text.encode("utf-8", "surrogatepass"))
    sys.stdout.buffer.flush()


@main.command()
def schema() -> None:
    """Print the JSON Schema of a record."""
    click.echo(files("kehoach").joinpath("record.schema.json").read_text(encoding="utf-8"), nl=False)


def _date(context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    from kehoach.register.days import bounds

    if value is not None:
        try:
            bounds(value)
        except ValueError as error:
            raise click.BadParameter(str(error)) from None
    return value


@main.command()
@click.argument("term")
@click.option(
    "--on", callback=_date, metavar="DATE", help="The day, month or year to answer for: 2025-06-01, 2025-06 or 2025."
)
@click.option("--file", "own", multiple=True, metavar="OWN.toml", help="Entries of your own, over the shipped ones.")
@click.option(
    "--format",
    "form",
    type=click.Choice(("json", "table")),
    help="json: one object; table: to be read. [default: table on a terminal, else json]",
)
def register(term: str, on: str | None, own: tuple[str, ...], form: str | None) -> None:
    """Print what the register of documents, bodies and provinces holds of TERM: a number, a name or a code.

    Exit codes: 0 found, 1 not found, 2 the call or a file of your own is wrong.
    """
    from kehoach.register import Register
    from kehoach.register.answer import answer
    from kehoach.register.keys import squeeze

    if not squeeze(term):
        raise click.BadParameter("holds no letter or figure", param_hint="TERM")
    book = Register.shipped()
    try:
        for name in own:
            book = book.with_file(name)
    except RegisterError as error:
        _warn(str(error))
        sys.exit(2)
    answers = [answer(book, entry, on) for entry in book.lookup(term, on)]
    if not answers:
        near = "; ".join(book.suggest(term))
        _warn(f"{term}: not in the register" + (f" (nearest: {near})" if near else ""))
        sys.exit(1)
    if form == "json" or (form is None and not sys.stdout.isatty()):
        click.echo(json.dumps({"term": term, "on": on, "found": answers}, ensure_ascii=False, indent=2))
        return
    console = _console()
    for found in answers:
        _print_entry(console, found)


def _progress(names: Iterable[str]) -> Iterator[Document | ReadError]:
    """Each file read, or why it could not be; with a bar on a terminal when there are several."""
    names = list(names)
    if len(names) < 2 or not sys.stderr.isatty():
        yield from map(_open, names)
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("reading", total=len(names))
        for name in names:
            progress.update(task, description=Path(name).name[:40])
            yield _open(name)
            progress.advance(task)


def _open(name: str) -> Document | ReadError:
    from kehoach.api import read

    try:
        return read(name)
    except ReadError as error:
        return error


# --- the table ------------------------------------------------------------------------------------------------------


def _console() -> Console:
    from rich.console import Console

    return Console(width=None if sys.stdout.isatty() else 120, highlight=False, soft_wrap=False)


def _print_overview(rows: list[tuple[str, Record]]) -> None:
    """A line for each plan, below the tables of several."""
    from rich.table import Table

    console = _console()
    table = Table(box=None, padding=(0, 2, 0, 0))
    for name in ("file", "type", "number", "issued"):
        table.add_column(name, header_style="dim", overflow="fold")
    for name in ("sections", "citations", "dates"):
        table.add_column(name, header_style="dim", justify="right")
    for name, record in rows:
        head = record.header
        table.add_row(
            _plain(Path(name).name),
            head.document_type.code if head.document_type else "–",
            _plain(head.number.normalised) if head.number else "–",
            _plain(head.issued.edtf) if head.issued else "–",
            *(str(len(part)) for part in (record.sections, record.citations, record.dates)),
        )
    console.rule(f"[bold]{len(rows)} plans")
    console.print(table)


def _print_table(document: Document, record: Record) -> None:
    console = _console()
    _print_head(console, document, record)
    _print_outline(console, record)
    _print_citations(console, document, record)
    _print_dates(console, document, record)
    for warning in record.source.warnings:
        console.print(f"[yellow]{_plain(warning)}[/]")


def _plain(text: object) -> str:
    """A value of the plan as one line that no markup or control character of a terminal can hide in."""
    from rich.markup import escape

    return escape(" ".join("".join(c if c.isprintable() else " " for c in str(text)).split()))


def _line(document: Document, offset: int) -> str:
    return str(document.text.count("\n", 0, offset) + 1)


def _print_head(console: Console, document: Document, record: Record) -> None:
    from rich.table import Table

    console.rule(f"[bold]{_plain(document.name)}")
    table = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
    table.add_column(style="dim", no_wrap=True)
    table.add_column()
    for number, header in enumerate((record.header, *record.attached)):
        if number:
            table.add_row("", "")
            table.add_row("attached", "")
        kind = header.document_type
        table.add_row("type", _plain(f"{kind.code}  {kind.name}") if kind else "–")
        if header.number:
            note = "" if header.number.complete else "  [yellow](not numbered yet)[/]"
            table.add_row("number", _plain(header.number.normalised) + note)
        for label, part in (("parent", header.parent_issuer), ("issuer", header.issuer), ("place", header.place)):
            if part:
                table.add_row(label, _plain(part.name))
        if header.issued:
            table.add_row("issued", _plain(header.issued.edtf))
        if header.title:
            table.add_row("title", _plain(header.title.name))
        if header.signatory:
            position = " ".join(filter(None, (header.signatory.authority, header.signatory.position)))
            table.add_row(
                "signed", _plain(f"{header.signatory.name}, {position}" if position else header.signatory.name)
            )
        if header.recipients:
            table.add_row("recipients", _plain("; ".join(span.text for span in header.recipients)))
    console.print(table)


def _print_outline(console: Console, record: Record) -> None:
    shown = [s for s in record.sections if s.title and s.level <= 3]
    if not shown:
        return
    console.print(f"\n[bold]Outline[/] [dim]{len(record.sections)} sections, headings to level 3[/]")
    for section in shown:
        marker = f"{section.marker} " if section.marker else ""
        kind = "" if section.kind == "other" else f"  [dim]{section.kind}[/]"
        console.print(
            "  " * section.level + f"[cyan]{_plain(marker)}[/]" + " " * bool(marker) + _plain(section.title) + kind
        )


def _listing(title: str, columns: tuple[str, ...]) -> Table:
    from rich.table import Table

    table = Table(title=title, title_justify="left", title_style="bold", box=None, padding=(0, 2, 0, 0))
    for name in columns:
        table.add_column(name, header_style="dim", overflow="fold")
    return table


def _print_citations(console: Console, document: Document, record: Record) -> None:
    if not record.citations:
        return
    table = _listing(
        f"Citations ({len(record.citations)})", ("line", "document", "issued", "issuer", "pinpoint", "role")
    )
    for citation in record.citations:
        meant = citation
        if citation.form == "short" and citation.refers_to is not None:
            meant = record.citations[citation.refers_to]
        what = " ".join(filter(None, (meant.name or (meant.type.name if meant.type else ""), meant.number)))
        if citation.form == "short":
            what = f"{citation.text} → {what}" if meant is not citation else citation.text
        issued = citation.issued or (str(citation.year) if citation.year else "")
        table.add_row(
            _line(document, citation.start),
            _plain(what),
            _plain(issued),
            _plain(citation.issuer or ""),
            _plain(citation.pinpoint or ""),
            citation.role.replace("_", " "),
        )
    console.print()
    console.print(table)


def _print_dates(console: Console, document: Document, record: Record) -> None:
    shown = [d for d in record.dates if d.role not in ("citation", "issued")]
    if not shown:
        return
    table = _listing(
        f"Dates ({len(shown)}; those of cited documents stand above)",
        ("line", "as written", "edtf", "relation", "role", "resolved"),
    )
    for date in shown:
        table.add_row(
            _line(document, date.start),
            _plain(date.text),
            date.edtf,
            date.relation,
            date.role.replace("_", " "),
            date.resolved or "",
        )
    console.print()
    console.print(table)


def _print_entry(console: Console, found: dict[str, Any]) -> None:
    """One entry of the register: what it is, how it stood on the date, what followed, how surely that is known."""
    from rich.table import Table

    asked = found["asked"]
    kind = found["entry"]
    console.rule(f"[bold]{_plain(found.get('number') or found.get('full_name') or found['name'])}")
    table = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
    table.add_column(style="dim", no_wrap=True)
    table.add_column()
    table.add_row("entry", kind)
    for key in ("type", "number", "name", "code", "level", "kind", "issuer", "title", "period"):
        if key in found:
            table.add_row(key, _plain(found[key]))
    about = " (about)" if found.get("approximate") else ""
    for key, label in (("date", "issued"), ("effective", "in force from"), ("ended", "period ended")):
        if key in found:
            table.add_row(label, found[key])
    if kind != "document":
        table.add_row("time", f"{found.get('since', '…')} – {found.get('until', '…')}{about}")
    state = asked.get("status") or asked["state"]
    words = _STATES if asked["on"] else {"held": "goes on", "ended": "has ended"}
    state = words.get(state, state.replace("_", " "))
    table.add_row(f"on {_plain(asked['on'])}" if asked["on"] else "status", f"[bold]{_plain(state)}[/]")
    for number, step in enumerate(asked["followed_by"]):
        table.add_row("" if number else "followed by", _plain(_step(step)))
    if not asked["followed_by"]:
        later = [step["name"] for step in found.get("successors", ())]
        later += [found[key] for key in ("superseded_by", "successor") if key in found]
        if later:
            day = f" (from {found['superseded_on']})" if "superseded_on" in found else ""
            table.add_row("followed later by", _plain(", ".join(dict.fromkeys(later)) + day))
    if "predecessors" in found:
        table.add_row("made of", _plain(", ".join(found["predecessors"])))
    for key in ("amended_by", "centre_in"):
        if key in found:
            table.add_row(key.replace("_", " "), _plain(found[key]))
    for key, label in (("variants", "also written"), ("aliases", "also called"), ("confusable", "easily taken for")):
        if key in found:
            table.add_row(label, _plain("; ".join(found[key])))
    for wrong in found.get("wrong_dates", ()):
        table.add_row("wrong date", _plain(f"{wrong['date']} ({wrong['where']})"))
    for wrong in found.get("wrong_numbers", ()):
        table.add_row("wrong number", _plain(wrong))
    sure = [found["confidence"], *(f"{key} {word}" for key, word in found.get("confidence_of", {}).items())]
    table.add_row("confidence", _plain("; ".join(sure).replace("_", " ")))
    for key in ("source", "note"):
        if key in found:
            table.add_row(key, _plain(found[key]))
    console.print(table)


# words for a state that say it to a reader
_STATES = {
    "held": "existed",
    "partly": "existed for a part of that time",
    "ended": "had ended",
    "not_yet": "not there yet",
    "not_issued": "not issued yet",
    "not_in_force": "not in force yet",
}


def _step(step: dict[str, Any]) -> str:
    """What followed, in one line: its name, which part of the work, by which way, since when, how surely."""
    line: str = step.get("full_name") or step.get("name") or step["number"]
    if step.get("functions"):
        line += f": {' → '.join(step['functions'])}"
    if step.get("title"):
        line += f" {step['title']}"
    remarks = [f"through {', '.join(step['through'])}"] if step.get("through") else []
    remarks += [f"from {step[key]}" for key in ("from", "since") if key in step]
    remarks += [step["confidence"].replace("_", " ")] if "confidence" in step else []
    return f"{line} ({'; '.join(remarks)})" if remarks else line


if __name__ == "__main__":
    main()
