"""The workbook of an audit: what a person reads, filters, prints and corrects, as `.xlsx`.

`write_workbook` streams it from the store. `words.toml` holds its words in both languages, `rows` what stands in the rows,
`book` how they are written within the limits of a spreadsheet, and the other modules one kind of sheet each.
"""

from __future__ import annotations

import hashlib
import shutil
from contextlib import suppress
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from kehoach.audit.corrections import Correction, load, store_id, take
from kehoach.audit.workbook.book import Book
from kehoach.audit.workbook.lists import (
    open_pages,
    write_corrected,
    write_corrections,
    write_errors,
    write_evidence,
)
from kehoach.audit.workbook.matrix import write_matrix
from kehoach.audit.workbook.method import write_method
from kehoach.audit.workbook.rows import CORRECTED, COUNTS, items, one, prepare
from kehoach.audit.workbook.summary import write_summary
from kehoach.audit.workbook.words import Language, form, say
from kehoach.errors import AuditError

if TYPE_CHECKING:
    import duckdb

    from kehoach.audit.store import Manifest, Store

__all__ = ["write_workbook"]

NAME = "audit.xlsx"
"""How `kehoach audit` calls it."""


def write_workbook(store: Store, path: Path, *, language: Language = "vi") -> None:
    """Write the workbook of a store; what was corrected in earlier ones (`corrections.jsonl`) stands in its rows again.

    The file takes its place in one step, when it is whole. Where a workbook of this store lies there already, what was
    corrected in it is taken first; any other file is set aside under a name of its own (`audit.old-1.xlsx`).

    Raises:
        AuditError: the store holds nothing yet or is damaged, its corrections are, an extra is not installed, or the file
            cannot be written.
    """
    try:
        import duckdb
        import xlsxwriter  # noqa: F401
        from xlsxwriter.exceptions import XlsxWriterException
    except ImportError:
        raise AuditError(str(path), "needs the extra 'audit': pip install \"kehoach[audit]\"") from None
    path = Path(path)
    scratch = path.with_name(f".{path.name}.part")
    aside = _taken(store, path)
    held = load(store.folder)
    manifest = store.manifest
    try:
        shutil.rmtree(scratch, ignore_errors=True)
        scratch.mkdir(parents=True)
        with store.connect() as connection:
            book = Book.open(scratch / "whole.xlsx", language, scratch)
            try:
                _write(connection, book, manifest, held, store_id(store.folder))
            finally:
                # closes the files in which rows wait, too
                book.file.close()
        digest = _digest(scratch / "whole.xlsx")
        if aside:
            path.replace(_free(path))
        (scratch / "whole.xlsx").replace(path)
        _remember(store.folder, digest)
    except duckdb.CatalogException:
        raise AuditError(str(store.folder), "holds nothing yet") from None
    except duckdb.Error:
        raise AuditError(str(store.folder), "is damaged, or a run changed it just now; try again") from None
    except OSError as error:
        raise AuditError(str(path), f"cannot be written ({(error.strerror or 'error').lower()})") from None
    except XlsxWriterException as error:
        raise AuditError(str(path), f"cannot be written ({error})") from None
    finally:
        with suppress(OSError):
            shutil.rmtree(scratch, ignore_errors=True)


# --- a workbook that lies there already -------------------------------------------------------------------------------

_WRITTEN = ".workbooks"
"""Digests of the workbooks that were written last: one that is still so holds nothing new."""


def _taken(store: Store, path: Path) -> bool:
    """Take what people wrote into the workbook at `path`; gives whether the file must be set aside, as it is none of ours."""
    try:
        if not path.is_file() or _digest(path) in _remembered(store.folder):
            return False
    except OSError:
        return False
    try:
        take(store, path)
    except AuditError as error:
        if error.name != str(path):
            raise
        return True
    return False


def _free(path: Path) -> Path:
    for number in count(1):
        beside = path.with_name(f"{path.stem}.old-{number}{path.suffix}")
        if not beside.exists():
            return beside
    raise AssertionError


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _remembered(folder: Path) -> list[str]:
    try:
        return (folder / _WRITTEN).read_text(encoding="ascii").split()
    except (OSError, UnicodeDecodeError):
        return []


def _remember(folder: Path, digest: str) -> None:
    with suppress(OSError):
        (folder / _WRITTEN).write_text("\n".join([digest, *_remembered(folder)][:8]) + "\n", encoding="ascii")


# --- its sheets -------------------------------------------------------------------------------------------------------


def _write(
    connection: duckdb.DuckDBPyConnection, book: Book, manifest: Manifest, held: dict[str, Correction], store: str
) -> None:
    language = book.language
    when = datetime.fromisoformat(manifest.finished) if manifest.finished else datetime.now(UTC)
    book.file.set_properties({"title": say("title", language), "created": when.replace(tzinfo=None)})
    prepare(connection)
    targets = items(connection, language)
    plans = one(connection, "SELECT count(*) FROM w_docs WHERE plan")
    # the tabs in their order; their rows come after, as links need to know where each row will be
    summary = book.sheet(form("summary", language).title)
    matrix = book.sheet(form("matrix", language).title)
    pages = {
        key: open_pages(book, key, one(connection, COUNTS[key]), store) for key in (*CORRECTED, "evidence", "errors")
    }
    pages["corrections"] = open_pages(book, "corrections", sum(not told.withdrawn for told in held.values()), store)
    method = book.sheet(form("method", language).title)
    titles = {key: some.place(0)[0] for key, some in pages.items()} | {"matrix": matrix.title, "method": method.title}

    write_summary(connection, summary, targets, manifest, titles)
    write_matrix(connection, matrix, targets, plans, pages["gaps"], pages["evidence"])
    again: list[tuple[Correction, str, tuple[str, int] | None]] = []
    for key in CORRECTED:
        again.extend(write_corrected(connection, book, pages[key], pages["evidence"], held))
    write_evidence(connection, book, pages["evidence"])
    write_errors(connection, book, pages["errors"])
    alive = {document for (document,) in connection.execute("SELECT document FROM w_docs").fetchall()}
    for correction in held.values():
        if not correction.withdrawn:
            why = "row_gone" if correction.document in alive else "document_gone"
            again.append((correction, say(why, language), None))
    write_corrections(book, pages["corrections"], sorted(again, key=lambda told: (told[0].path, told[0].id)))
    write_method(method, manifest)
