"""What the commands share: files in, lines and columns, text that is safe to print, options."""

from __future__ import annotations

import re
import sys
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kehoach.errors import FrameworkError, ReadError, RegisterError

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from kehoach.frameworks import Framework
    from kehoach.readers import Document
    from kehoach.readers.limits import Limits
    from kehoach.register import Register

NEWLINES = ("\r\n", "\n", "\r")
_NEWLINE = re.compile("|".join(NEWLINES))
_Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


# --- text that is safe to print -------------------------------------------------------------------------------------


def visible(text: str) -> str:
    """`text` on one line, with an escape for every character that does not show: for names of files."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def one_line(text: object) -> str:
    """Words of a plan on one line: line ends and control characters are blanks, invisible letters are left out."""
    return " ".join("".join(map(_shown, str(text))).split())


def _shown(character: str) -> str:
    if character.isprintable():
        return character
    return "" if unicodedata.category(character) == "Cf" else " "


def plain(text: object) -> str:
    """`one_line` for a table: no markup of ours can hide in it."""
    from rich.markup import escape

    return escape(one_line(text))


def shorten(text: object, width: int) -> str:
    """`one_line` in at most `width` characters, cut between words."""
    line = one_line(text)
    if len(line) <= width:
        return line
    head, blank, _ = line[:width].rpartition(" ")
    return (head.rstrip(" ,;:–-") if blank else line[: width - 1]) + "…"


def warn(message: str) -> None:
    """One line on stderr, whatever a file's name holds."""
    click.echo(f"kehoach: {visible(message)}", err=True)


# --- places ---------------------------------------------------------------------------------------------------------


class Lines:
    """Lines and columns of a source text, from 1, columns in characters. A byte-order mark has no column."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(match.end() for match in _NEWLINE.finditer(text))]
        self.mark = int(text.startswith("\ufeff"))

    def at(self, offset: int) -> tuple[int, int]:
        """Line and column of the character at `offset`."""
        line = bisect_right(self._starts, offset)
        column = offset - self._starts[line - 1] + 1
        return line, max(1, column - self.mark) if line == 1 else column


# --- files ----------------------------------------------------------------------------------------------------------


def opened(names: Iterable[str], limits: Limits) -> Iterator[Document | ReadError]:
    """Each file read, or why it could not be; with a bar on a terminal when there are several.

    A zip archive gives one or the other for each of its members, named `batch.zip/plan.docx`.
    """
    from kehoach.readers import open_documents

    names = list(names)
    if len(names) < 2 or not sys.stderr.isatty() or sys.stdout.isatty():
        yield from open_documents(names, limits)
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("reading", total=len(names))
        for name in names:
            progress.update(task, description=plain(Path(name).name[:40]))
            yield from open_documents([name], limits)
            progress.advance(task)


def would_lose(out: str, names: Iterable[str], folder: bool = False) -> str | None:
    """Which of the files read would be written over by `out`; with `folder`, which lies in it and so might be."""
    place = Path(out).resolve()
    return next(
        (one for one in names if place in ((path := Path(one).resolve()), path.parent if folder else path)), None
    )


def register_with(own: Iterable[str]) -> Register:
    """The shipped register with the entries of a user's own files; a file that is not of the form ends the call."""
    from kehoach.register import Register

    book = Register.shipped()
    try:
        for name in own:
            book = book.with_file(name)
    except RegisterError as error:
        warn(str(error))
        sys.exit(2)
    return book


# --- options --------------------------------------------------------------------------------------------------------


def own_register(name: str = "--register") -> _Decorator:
    """The option that adds entries to the register; may be given several times."""
    return click.option(
        name, "own", multiple=True, metavar="OWN.toml", help="Register entries of your own, over the shipped ones."
    )


def _limits(context: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> Limits:
    from kehoach.readers.limits import Limits

    try:
        return Limits.of(*values)
    except ValueError as error:
        raise click.BadParameter(str(error)) from None


def limit_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--limit NAME=VALUE`, several times; the command gets `limits`."""
    from kehoach.readers.limits import DEFAULT

    known = ", ".join(f"{field.name} {getattr(DEFAULT, field.name):g}" for field in fields(DEFAULT))
    return click.option(
        "--limit",
        "limits",
        multiple=True,
        callback=_limits,
        metavar="NAME=NUMBER",
        help=f"Read each file within this limit; may be repeated. Times are in seconds, sizes in MB. [default: {known}]",
    )(command)


framework_option = click.option(
    "--framework",
    "named",
    multiple=True,
    metavar="ID|FILE",
    help="Judge against this framework (`kehoach frameworks` lists them) or file of your own. [default: 28/NQ-CP]",
)


def framework_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--framework` (several times) and `--no-coverage`; the command gets `named` and `covered`."""
    command = click.option(
        "--no-coverage", "covered", is_flag=True, flag_value=False, default=True, help="Judge against no framework."
    )(command)
    return framework_option(command)


def frameworks_of(named: Iterable[str], covered: bool = True) -> list[Framework]:
    """The frameworks asked for; one that is not known or not of the form ends the call."""
    from kehoach.api import STRATEGY
    from kehoach.coverage.model import model_of
    from kehoach.frameworks import load

    if not covered:
        return []
    try:
        asked = [load(name) for name in (list(named) or [STRATEGY])]
        for framework in asked:
            model_of(framework)
    except FrameworkError as error:
        warn(str(error))
        sys.exit(2)
    return asked


language = click.option(
    "--lang", type=click.Choice(("vi", "en")), default="vi", show_default=True, help="Language of the words shown."
)


def wrong_code(code: str, known: Iterable[str]) -> str:
    """What to say of a code that does not exist: the nearest ones that do."""
    from difflib import get_close_matches

    near = ", ".join(get_close_matches(code.lower(), list(known), 3, 0.4))
    return f"{visible(code)!r} is no code" + (f"; nearest: {near}" if near else "; `kehoach rules` lists them")


# --- terminals ------------------------------------------------------------------------------------------------------


def console() -> Console:
    """Where tables go: as wide as the terminal, 120 characters elsewhere."""
    from rich.console import Console

    return Console(width=None if sys.stdout.isatty() else 120, highlight=False, soft_wrap=False)


def table_or_json(form: str | None) -> str:
    """The format asked for; else a table on a terminal and JSON elsewhere."""
    return form or ("table" if sys.stdout.isatty() else "json")


def facts() -> Table:
    """A table of two columns: what it is, and its value."""
    from rich.table import Table

    table = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
    table.add_column(style="dim", no_wrap=True)
    table.add_column()
    return table
