"""The main command with its parts; `text` and `schema`, which are a few lines each, stand here."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import click

from kehoach import __version__
from kehoach.cli.audit import audit, query
from kehoach.cli.check import check
from kehoach.cli.common import limit_option, opened, visible, warn
from kehoach.cli.corrections import corrections
from kehoach.cli.coverage import coverage, frameworks
from kehoach.cli.diff import diff
from kehoach.cli.export import export, import_
from kehoach.cli.extract import extract
from kehoach.cli.fill import fields, fill
from kehoach.cli.register import register
from kehoach.cli.review import review
from kehoach.cli.rules import rules
from kehoach.cli.serve import serve
from kehoach.errors import ReadError

if TYPE_CHECKING:
    from kehoach.readers.limits import Limits


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
                warn(f"the output cannot be written ({os.strerror(error.errno or 0).lower()})")
            # what is still buffered would fail once more when the interpreter ends
            with contextlib.suppress(OSError, ValueError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(1)


@click.group(cls=_Command, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="kehoach")
def main() -> None:
    """Reads Vietnamese policy plans (kế hoạch) and says, with exact evidence, what each cites, by when, how much and who."""
    for stream in (sys.stdout, sys.stderr):
        # the output is Vietnamese whatever the locale says
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


@click.command()
@click.argument("name", metavar="FILE")
@limit_option
def text(name: str, limits: Limits) -> None:
    """Print the source text of FILE, to which all offsets of its record point.

    FILE is of any kind that `extract` reads; of a zip archive each member's text is printed behind a line with its name.
    """
    failed = False
    for document in opened([name], limits):
        if isinstance(document, ReadError):
            warn(str(document))
            failed = True
            continue
        if document.archive is not None:
            click.echo(f"==> {visible(document.name)} <==")
        sys.stdout.flush()
        # as it is: no line end added, none translated
        sys.stdout.buffer.write(document.text.encode("utf-8", "surrogatepass"))
        if document.archive is not None and not document.text.endswith("\n"):
            sys.stdout.buffer.write(b"\n")
        sys.stdout.buffer.flush()
    if failed:
        sys.exit(1)


@click.command()
def schema() -> None:
    """Print the JSON Schema of a record."""
    click.echo(files("kehoach").joinpath("record.schema.json").read_text(encoding="utf-8"), nl=False)


for _part in (
    extract,
    check,
    coverage,
    fill,
    fields,
    review,
    audit,
    query,
    corrections,
    diff,
    frameworks,
    rules,
    register,
    text,
    schema,
    serve,
    export,
    import_,
):
    main.add_command(_part)
