"""`kehoach audit`: a whole archive into a store, a workbook and pages; `kehoach query`: the store asked in SQL."""

from __future__ import annotations

import contextlib
import signal
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kehoach.cli.common import (
    console,
    framework_options,
    frameworks_of,
    language,
    limit_option,
    own_register,
    plain,
    register_with,
    table_or_json,
    visible,
    warn,
)
from kehoach.errors import AuditError, KehoachError, ReadError

if TYPE_CHECKING:
    from kehoach.audit import Manifest, Progress, Store
    from kehoach.readers.limits import Limits

_EVERY = 10.0
"""Seconds between two lines of progress in a log."""
_SHOWN_ERRORS = 10


@click.command()
@click.argument("archive", required=False)
@click.option(
    "--out", required=True, metavar="DIR", help="Where the audit is kept; that of an earlier run is brought up to date."
)
@click.option(
    "--files-from",
    metavar="LIST",
    help="Audit the files that LIST names, one a line, in place of an archive; - is standard input.",
)
@click.option("--workers", type=click.IntRange(1, 512), help="Processes. [default: one for each processor]")
@click.option(
    "--include", multiple=True, metavar="PATTERN", help="Files like `*.pdf` or `2025/*` alone; may be repeated."
)
@click.option("--exclude", multiple=True, metavar="PATTERN", help="No files like this; may be repeated.")
@click.option(
    "--seconds",
    type=click.FloatRange(1, 86400),
    default=60.0,
    show_default=True,
    help="For judging one document; beyond it is an error.",
)
@framework_options
@own_register()
@limit_option
@language
@click.option("--no-workbook", "workbook", is_flag=True, flag_value=False, default=True, help="Write no audit.xlsx.")
@click.option("--no-site", "site", is_flag=True, flag_value=False, default=True, help="Write no pages.")
@click.option(
    "--cluster",
    metavar="ADDRESS",
    help="Run on a Dask cluster (tcp://host:8786); every worker must see the same paths.",
)
def audit(
    archive: str | None,
    out: str,
    files_from: str | None,
    workers: int | None,
    include: tuple[str, ...],
    exclude: tuple[str, ...],
    seconds: float,
    named: tuple[str, ...],
    covered: bool,
    own: tuple[str, ...],
    limits: Limits,
    lang: str,
    workbook: bool,
    site: bool,
    cluster: str | None,
) -> None:
    """Read and judge every plan of ARCHIVE, a folder or a zip file, and keep what they say in DIR.

    DIR holds tables for programs (`tables/*.parquet`, `kehoach query`), audit.xlsx and site/index.html for people. A run that
    was broken off goes on where it was; files that have not changed are not read again. Exit code 1 says that some file could
    not be read: `kehoach query DIR "select * from errors"` tells which and why.
    """
    if (archive is None) == (files_from is None):
        raise click.UsageError("Give either ARCHIVE or --files-from.")
    register_with(own)  # a file that is not of the form ends the call here, not each worker
    frameworks_of(named, covered)
    from kehoach.audit import Settings, Store, run
    from kehoach.audit.crew import Crew

    asked = named or Settings().frameworks
    settings = Settings(tuple(asked) if covered else (), tuple(own), limits, seconds)
    shown = _Shown()
    try:
        source: Any = archive if files_from is None else _listed(files_from)
        crew: Any = Crew
        if cluster is not None:
            from kehoach.audit.cluster import on

            crew = on(cluster)
        with _ends_well(), shown:
            manifest = run.audit(
                source,
                out,
                settings=settings,
                workers=workers,
                include=include,
                exclude=exclude,
                watch=shown,
                crew=crew,
            )
            _for_people(Store(out), workbook, site, lang, shown)
    except KeyboardInterrupt:
        warn(f"broken off; what was read is kept in {out}: the same command goes on")
        sys.exit(130)
    except KehoachError as error:
        warn(str(error))
        sys.exit(2)
    _told(manifest, Store(out), shown.last, out)
    sys.exit(1 if manifest.errors else 0)


def _listed(name: str) -> Any:
    from kehoach.audit.walk import listed

    if name == "-":
        return listed(iter(sys.stdin))
    try:
        with Path(name).open(encoding="utf-8", errors="surrogateescape") as lines:
            return listed(lines, str(Path(name).parent))
    except OSError as error:
        raise ReadError(name, f"cannot be read ({(error.strerror or 'error').lower()})", "missing") from None


def _for_people(store: Store, workbook: bool, site: bool, lang: str, shown: _Shown) -> None:
    if workbook:
        from kehoach.audit.workbook import write_workbook

        shown.stage("writing audit.xlsx")
        write_workbook(store, store.folder / "audit.xlsx", language="vi" if lang == "vi" else "en")
    if site:
        from kehoach.audit.site import write_site

        shown.stage("writing the pages")
        write_site(store, store.folder / "site", language="vi" if lang == "vi" else "en")


@contextlib.contextmanager
def _ends_well() -> Iterator[None]:
    """To be asked to end is to be broken off."""

    def end(*_: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


class _Shown:
    """How a run stands: a bar on a terminal, a line now and then in a log."""

    def __init__(self) -> None:
        self.last: Progress | None = None
        self._bar: Any = None
        self._task: Any = None
        self._said = time.monotonic()

    def __enter__(self) -> _Shown:
        if sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import BarColumn, Progress, TextColumn

            told = "{task.completed}/{task.total} files", "{task.fields[told]}"
            self._bar = Progress(
                TextColumn("{task.description}"),
                BarColumn(),
                *map(TextColumn, told),
                console=Console(stderr=True),
                transient=True,
            )
            self._bar.start()
            self._task = self._bar.add_task("reading", total=None, told="")
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.stop()

    def __call__(self, progress: Progress) -> None:
        self.last = progress
        if self._bar is not None:
            self._bar.update(
                self._task,
                description=progress.stage,
                completed=progress.done,
                total=progress.files,
                told=_rate(progress),
            )
        elif progress.stage == "reading" and time.monotonic() - self._said > _EVERY:
            self._said = time.monotonic()
            warn(f"{progress.done} of {progress.files} files, {_rate(progress)}")

    def stage(self, words: str) -> None:
        """Say what is done now."""
        if self._bar is not None:
            self._bar.update(self._task, description=words, told="")
        elif time.monotonic() - self._said > _EVERY:
            self._said = time.monotonic()
            warn(words)


def _rate(progress: Progress) -> str:
    left = progress.left
    time_left = "" if left is None else f", {int(left) // 3600}:{int(left) // 60 % 60:02}:{int(left) % 60:02} left"
    failed = f", {progress.failed} failed" if progress.failed else ""
    return f"{progress.rate:.1f} documents a second{time_left}{failed}"


def _told(manifest: Manifest, store: Store, progress: Progress | None, out: str) -> None:
    new = f", {progress.unchanged} unchanged" if progress is not None and progress.unchanged else ""
    click.echo(f"{manifest.documents} documents, {manifest.errors} that could not be read{new}: {visible(out)}")
    if manifest.errors:
        with store.connect() as connection:
            asked = f"SELECT path, reason FROM errors ORDER BY path LIMIT {_SHOWN_ERRORS}"
            for path, reason in connection.execute(asked).fetchall():
                warn(f"{path}: {reason}")
        if manifest.errors > _SHOWN_ERRORS:
            warn(f"… and {manifest.errors - _SHOWN_ERRORS} more, in the table errors")


# --- query ----------------------------------------------------------------------------------------------------------


@click.command()
@click.argument("folder", metavar="DIR")
@click.argument("sql", required=False)
@click.option(
    "--example",
    metavar="NAME",
    help="Ask one of the queries that come with the program; without a name of one: list them.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(("table", "csv", "json", "jsonl")),
    help="[default: table on a terminal, else json]",
)
def query(folder: str, sql: str | None, example: str | None, form: str | None) -> None:
    """Ask the audit in DIR in SQL (of DuckDB), also while a run is under way.

    Without SQL the tables are shown with their columns: `kehoach query DIR "select code, count(*) from findings group by 1"`.
    """
    from kehoach.audit import Store
    from kehoach.audit.queries import examples

    try:
        store = Store(folder)
        if example is not None:
            known = examples()
            if example not in known:
                for name, one in known.items():
                    click.echo(f"{name}  {one.title.en}")
                sys.exit(0 if example in ("list", "help") else 2)
            sql = known[example].sql
        if sql is None:
            with store.connect() as connection:
                _print_tables(connection)
            return
        names, rows = _asked(store, sql)
    except AuditError as error:
        warn(str(error))
        sys.exit(2)
    _print(names, rows, table_or_json(form))


def _asked(store: Store, sql: str) -> tuple[list[str], list[tuple[Any, ...]]]:
    import duckdb

    for last in (False, False, True):
        with store.connect() as connection:
            try:
                result = connection.execute(sql)
                names = [column[0] for column in result.description or ()]
                return names, result.fetchall() if names else []
            except duckdb.IOException as error:
                if last or store.folder.name not in str(error):
                    raise AuditError("the query", _first_line(error)) from None
                # a run came to its end just now and put new tables in the place of those asked
            except duckdb.Error as error:
                raise AuditError("the query", _first_line(error)) from None
    raise AssertionError


def _first_line(error: Exception) -> str:
    return " ".join(str(error).split("\n\n")[0].split())


def _print_tables(connection: Any) -> None:
    from kehoach.audit import schema

    held = {
        name for (name,) in connection.execute("SELECT view_name FROM duckdb_views() WHERE NOT internal").fetchall()
    }
    for table in (*schema.tables().values(), *schema.across().values()):
        if table.name in held:
            click.echo(f"{table.name}: {table.of}")
            for column in table.columns:
                click.echo(f"    {column.name:<22} {column.type:<8} {column.holds}")


def _print(names: list[str], rows: Iterable[tuple[Any, ...]], form: str) -> None:
    from kehoach.cli.outputs import dumps

    if form == "table":
        from rich.table import Table

        table = Table(*map(plain, names), box=None, header_style="bold")
        for row in rows:
            table.add_row(*("" if value is None else plain(_short(value)) for value in row))
        console().print(table)
    elif form == "csv":
        import csv

        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(names)
        writer.writerows(rows)
    else:
        found = [dict(zip(names, map(_plain_value, row), strict=True)) for row in rows]
        if form == "json":
            click.echo(dumps(found, 2))
        else:
            for one in found:
                click.echo(dumps(one))


def _short(value: Any) -> Any:
    return f"{value:.4g}" if isinstance(value, float) and not value.is_integer() else value


def _plain_value(value: Any) -> Any:
    """As JSON has it: dates and bytes as text."""
    if isinstance(value, (list, tuple)):
        return [_plain_value(one) for one in value]
    if isinstance(value, dict):
        return {str(key): _plain_value(one) for key, one in value.items()}
    if isinstance(value, bytes):
        return value.hex()
    return value if value is None or isinstance(value, (str, int, float, bool)) else str(value)
