"""The sheets that are lists: those in which a person corrects, the evidence, the errors, the corrections to look at again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from kehoach.audit.corrections import HIDDEN, Correction, marker
from kehoach.audit.workbook.book import GRAVEST, INPUT, INPUT_HEADER, Book, Link, Pages, Value
from kehoach.audit.workbook.rows import ERRORS, EVIDENCE, Row, all_of, corrected_rows
from kehoach.audit.workbook.words import (
    STATE_SIGNS,
    correcting,
    form,
    forms,
    keep_word,
    named,
    say,
    state_word,
)
from kehoach.shown import code_word

if TYPE_CHECKING:
    import duckdb

_SEVERITIES = {"error": "absent", "warning": "mentioned", "info": "not_applicable"}
"""The shade of a finding's severity."""
# the key of the cell that carries the shade
_SHADED = {"gaps": "state", "values": "verdict", "findings": "severity"}
_NARROW = ("year", "item", "page", "number", "looked", "link", "score")


def open_pages(book: Book, key: str, count: int, store: str) -> Pages:
    """The sheet with its headings, ready for `count` rows."""
    told = form(key, book.language)
    if not told.corrected:
        return Pages(book, told, count)
    extra = [(column.heading, column.width, INPUT_HEADER) for column in correcting(book.language)]
    hidden = [(marker(key, store) if name == HIDDEN[0] else name, 0, INPUT_HEADER) for name in HIDDEN]
    pages = Pages(book, told, count, [*extra, *hidden])
    first = len(told.columns)
    language = book.language
    keep = [say("yes", language), say("no", language)]
    titled = {"input_title": say("keep_title", language), "input_message": say("keep_help", language)}
    # a warning, not a ban: what a person writes otherwise is kept as it stands
    pages.validate(first, {"validate": "list", "source": keep, "error_type": "information", **titled})
    if key == "gaps":
        states = [state_word(state, language) for state in reversed(GRAVEST)]
        pages.validate(
            first + 1,
            {
                "validate": "list",
                "source": states,
                "error_type": "information",
                "input_title": correcting(language)[1].heading,
                "input_message": say("corrected_help", language),
            },
        )
    return pages


def write_corrected(
    connection: duckdb.DuckDBPyConnection, book: Book, pages: Pages, evidence: Pages, held: dict[str, Correction]
) -> Iterator[tuple[Correction, str, tuple[str, int] | None]]:
    """Write a sheet in which a person corrects; what was corrected stands in its row again.

    Yields:
        Each correction that needs another look, why, and where its row is.
    """
    key, language = pages.form.key, book.language
    looks = _looks(book, pages)
    empty: list[Value] = [""] * len(correcting(language))
    for number, row in enumerate(corrected_rows(connection, key, language)):
        values: list[Value] = []
        for column in pages.form.columns:
            values.append(_shown(row, column.key, evidence))
        correction = held.pop(row.id, None)
        hidden: list[Value] = [row.id, row.digest, row.read, ""]
        cells = empty
        if correction is not None and not correction.withdrawn:
            suspect = _suspect(correction, row, book)
            if suspect:
                yield correction, suspect, pages.place(number)
            cells = [*_cells(correction, book), suspect]
            hidden[3] = correction.stamp + ("!" if suspect else "")
        shaded = list(looks)
        if key in _SHADED and row.state is not None:
            at = next(at for at, column in enumerate(pages.form.columns) if column.key == _SHADED[key])
            shaded[at] = book.shade(_SEVERITIES.get(row.state, row.state), text_wrap=True)
        pages.row([*values, *cells, *hidden], shaded)


def _shown(row: Row, key: str, evidence: Pages) -> Value:
    value: Value = row.values.get(key)
    if key in ("state", "verdict") and row.state is not None:
        return f"{STATE_SIGNS.get(row.state, '')} {value}"
    if key == "link":
        if row.to is None:
            return None
        return Link(f"→ {value}" if isinstance(value, int) else str(value), evidence.place(row.to))
    return value


def _suspect(correction: Correction, row: Row, book: Book) -> str:
    if correction.digest != row.digest:
        return say("text_changed", book.language)
    if correction.read != row.read:
        return say("read_changed", book.language, read=correction.read)
    return ""


def _cells(correction: Correction, book: Book) -> list[str]:
    language = book.language
    corrected = correction.corrected or ""
    if correction.sheet == "gaps":
        corrected = state_word(corrected, language)
    return [keep_word(correction.keep, language), corrected, correction.note or "", correction.reviewer or ""]


def _looks(book: Book, pages: Pages) -> list[Any]:
    looks = [book.body(align="center") if column.key in _NARROW else book.body() for column in pages.form.columns]
    looks = [
        book.body(align="center", font_color="#0B4F9C") if column.key == "link" else look
        for column, look in zip(pages.form.columns, looks, strict=True)
    ]
    if pages.form.corrected:
        looks += [book.body(bg_color=INPUT, num_format="@")] * (len(correcting(book.language)) + len(HIDDEN))
    return looks


def write_evidence(connection: duckdb.DuckDBPyConnection, book: Book, pages: Pages) -> None:
    """Write the statements that speak of an item, and those that were not taken."""
    language = book.language
    looks = _looks(book, pages)
    grey = book.body(font_color="#6A6A6A", italic=True)
    share = book.body(num_format="0 %", align="center")
    taken, rejected = say("taken", language), say("rejected", language)
    for raw in all_of(connection, EVIDENCE):
        row: list[Value] = [
            raw["path"],
            raw["item"],
            raw["name_vi" if language == "vi" else "name_en"],
            taken if raw["taken"] else rejected,
            raw["score"],
            code_word("role", raw["role"] or "", language),
            " ".join(raw["text"].split()),
            raw["page"],
            raw["start"],
            raw["end"],
        ]
        shown = list(looks)
        shown[4] = share
        if not raw["taken"]:
            shown[3] = shown[6] = grey
        pages.row(row, shown)


def write_errors(connection: duckdb.DuckDBPyConnection, book: Book, pages: Pages) -> None:
    """Write the files that need a look."""
    looks = _looks(book, pages)
    result = connection.cursor().execute(ERRORS)
    while some := result.fetchmany(1000):
        for path, status, reason in some:
            pages.row([path, named("errors", status, book.language), " ".join((reason or "").split())], looks)


def write_corrections(
    book: Book,
    pages: Pages,
    listed: Iterable[tuple[Correction, str, tuple[str, int] | None]],
) -> None:
    """Write the corrections that need another look."""
    looks = _looks(book, pages)
    titles = {told.key: told.title for told in forms(book.language)}
    for correction, why, place in listed:
        keep, corrected, note, reviewer = _cells(correction, book)
        link = Link(f"→ {place[1] + 1}", place) if place is not None else None
        sheet = titles.get(correction.sheet, correction.sheet)
        row: list[Value] = [correction.path, sheet, why, correction.read, keep, corrected, note, reviewer, link]
        pages.row([*row, correction.id], looks)
