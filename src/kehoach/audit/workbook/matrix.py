"""The matrix: a row for each plan, a column for each target."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING, Any

from kehoach.audit.workbook.book import GRAVEST, LINE, LINKS, Book, Link, Pages, Sheet, Value, printed
from kehoach.audit.workbook.rows import MATRIX, Item, all_of, asked, why
from kehoach.audit.workbook.words import STATE_SIGNS, form, level_word, matrix_cell, say, state_word, value_word

if TYPE_CHECKING:
    import duckdb

TOP = 5
"""Rows above the plans: caption and legend, goals, names, what the framework asks for, ids."""
_WIDTH = 11


def write_matrix(
    connection: duckdb.DuckDBPyConnection, sheet: Sheet, items: list[Item], plans: int, gaps: Pages, evidence: Pages
) -> None:
    """Write the matrix; a cell leads to its best statement, or where there is none to its row among the gaps."""
    book = sheet.book
    _head(connection, sheet, items, plans)
    columns = form("matrix", book.language).columns
    first = len(columns)
    places = {(item.framework, item.item): first + at for at, item in enumerate(items)}
    links = _links(connection, plans)
    # one line for each plan, however long its names are
    body = book.format(bottom=1, bottom_color=LINE, valign="vcenter")
    centred = book.format(bottom=1, bottom_color=LINE, valign="vcenter", align="center")
    plain = [centred if column.key in ("year", "missing", "below", "met") else body for column in columns]
    row = TOP
    for _, cells in groupby(all_of(connection, MATRIX), key=lambda raw: raw["place"]):
        some = list(cells)
        about = some[0]
        some = [raw for raw in some if raw["item"] is not None]
        states = [raw["state"] for raw in some]
        opened = next((raw["gap"] for raw in some if raw["gap"] is not None), None)
        name: Value = about["path"]
        if opened is not None:
            name = Link(about["path"], gaps.place(opened))
        values: list[Value] = [
            name,
            " ".join((about["issuer"] or "").split()),
            about["number"],
            about["year"],
            level_word(about["level"], book.language),
            about["province"],
            states.count("absent"),
            states.count("below"),
            states.count("meets") + states.count("exceeds"),
        ]
        for at, value in enumerate(values):
            sheet.put(row, at, value, plain[at])
        for raw in sorted(some, key=lambda raw: places[raw["framework"], raw["item"]]):
            value = _cell(raw, book, gaps, evidence, links)
            look = book.shade(raw["state"], align="center", valign="vcenter", shrink=True)
            sheet.put(row, places[raw["framework"], raw["item"]], value, look)
        row += 1
    last = max(row - 1, TOP - 1)
    sheet.raw.autofilter(TOP - 1, 0, last, first + len(items) - 1)
    sheet.raw.print_area(0, 0, last, max(first + len(items) - 1, first - 1))


def _cell(raw: dict[str, Any], book: Book, gaps: Pages, evidence: Pages, links: dict[str, int]) -> Value:
    language = book.language
    stated = value_word(_five(raw, "stated_"), language)
    text = matrix_cell(raw["state"], stated, language)
    if raw["taken"] is not None:
        to = evidence.place(raw["taken"])
    elif raw["gap"] is not None:
        to = gaps.place(raw["gap"])
    else:
        return text
    if links.get(raw["state"], 0) <= 0:
        book.cuts.links += 1
        return text
    links[raw["state"]] -= 1
    quote = f" “{raw['evidence']}”" if raw["evidence"] else ""
    return Link(text, to, f"{raw['item']} · {state_word(raw['state'], language)}: {why(raw, language)}.{quote}")


def _five(raw: dict[str, Any], before: str) -> tuple[Any, ...]:
    return tuple(raw[before + name] for name in ("comparator", "value", "value_max", "unit", "per"))


def _links(connection: duckdb.DuckDBPyConnection, plans: int) -> dict[str, int]:
    """How many cells of each state may be links: a sheet holds so many, and those that are missing or below come first."""
    counts = dict(connection.execute("SELECT state, count(*) FROM w_cells WHERE cell GROUP BY state").fetchall())
    room = max(LINKS - plans, 0)
    found: dict[str, int] = {}
    for state in ("below", "absent", *(state for state in GRAVEST if state not in ("below", "absent"))):
        found[state] = min(counts.get(state, 0), room)
        room -= found[state]
    return found


def _head(connection: duckdb.DuckDBPyConnection, sheet: Sheet, items: list[Item], plans: int) -> None:
    book, raw = sheet.book, sheet.raw
    language = book.language
    told = form("matrix", language)
    first = len(told.columns)
    for at, column in enumerate(told.columns):
        raw.set_column(at, at, column.width, book.body())
    if items:
        raw.set_column(first, first + len(items) - 1, _WIDTH, book.format())
    raw.set_default_row(18)
    for at, height in enumerate((26, 32, 120, 32, 32)):
        raw.set_row(at, height)
    raw.freeze_panes(TOP, 1)
    printed(raw, told.title, (1, TOP - 1), paper=8)
    raw.repeat_columns(0)
    sheet.put(0, 0, told.title, book.format(bold=True, font_size=14, valign="vcenter"))
    sheet.put(0, 1, told.about, book.format(font_color="#5C5C5C", valign="vcenter", font_size=9))
    for at, (text, state) in enumerate(_legend(language)):
        sheet.put(0, first + at, text, book.shade(state, align="center", valign="vcenter", text_wrap=True, font_size=8))
    head = book.head()
    small = book.format(
        font_size=8, text_wrap=True, align="left", bg_color="#EEF2F5", border=1, border_color="#C9D3DB", valign="top"
    )
    goals = list(_goals(connection, items, language))
    for at, (low, high, name) in enumerate(goals):
        look = book.format(
            bold=True,
            font_color="#FFFFFF",
            bg_color="#22384A" if at % 2 == 0 else "#3E5F78",
            align="left",
            valign="vcenter",
            text_wrap=True,
            border=1,
            border_color="#FFFFFF",
        )
        if low == high:
            sheet.put(1, first + low, name, look)
        else:
            raw.merge_range(1, first + low, 1, first + high, "", look)
            sheet.put(1, first + low, name, look)
    for at, item in enumerate(items):
        sheet.put(2, first + at, item.name, small)
    wanted = asked(connection)
    label = book.format(font_size=9, italic=True, align="right", valign="vcenter")
    sheet.put(3, 0, say("asked", language), label)
    for at, item in enumerate(items):
        lines = [
            f"{year}: {value_word(value, language)}" for year, value in wanted.get((item.framework, item.item), ())
        ]
        sheet.put(3, first + at, "\n".join(lines) or say("no_value", language), small)
    for at, column in enumerate(told.columns):
        sheet.put(TOP - 1, at, column.heading, head)
    for at, item in enumerate(items):
        sheet.put(
            TOP - 1,
            first + at,
            item.item,
            book.format(
                bold=True,
                align="left",
                valign="vcenter",
                font_color="#FFFFFF",
                bg_color="#22384A",
                border=1,
                border_color="#FFFFFF",
            ),
        )


def _legend(language: Any) -> Iterator[tuple[str, str]]:
    for state in GRAVEST:
        if state != "quantified":  # never without a verdict in a framework that asks for values
            yield f"{STATE_SIGNS[state]} {state_word(state, language)}", state


def _goals(connection: duckdb.DuckDBPyConnection, items: list[Item], language: Any) -> Iterator[tuple[int, int, str]]:
    """Columns from, to, and the goal above them."""
    rows = connection.execute(
        "SELECT framework, item, any_value(name_vi), any_value(name_en) FROM coverage WHERE kind = 'goal' GROUP BY ALL"
    ).fetchall()
    names = {(framework, goal): vi if language == "vi" else en for framework, goal, vi, en in rows}
    several = len({item.framework for item in items}) > 1
    at = 0
    for (framework, goal), some in groupby(items, key=lambda item: (item.framework, item.goal)):
        count = len(list(some))
        name = names.get((framework, goal), "")
        text = f"{goal}. {name}" if goal else name
        yield at, at + count - 1, f"{framework} · {text}" if several else text
        at += count
