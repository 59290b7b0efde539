"""The first sheet: what the whole says at one look, and where the rest stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from kehoach.audit.workbook.book import GRAVEST, SHADES, Link, Sheet, Value, printed
from kehoach.audit.workbook.rows import Item, one
from kehoach.audit.workbook.words import STATE_SIGNS, form, forms, level_word, say, state_word
from kehoach.shown import code_word

if TYPE_CHECKING:
    import duckdb

    from kehoach.audit.store import Manifest

# from met to missing, as a bar is read; `quantified` alone is seen where a framework has no values to compare with
_BAR = (
    "exceeds",
    "meets",
    "quantified",
    "not_comparable",
    "qualitative",
    "mentioned",
    "needs_review",
    "below",
    "absent",
)
_WIDTHS = (18, 62, *(11,) * (len(_BAR) + 1))
_CHART_ROW = 20


class _Lines:
    """Rows written one below the other."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.book = sheet.book
        self.row = 0

    def put(self, values: Sequence[Value], looks: Sequence[Any], first: int = 0, height: float | None = None) -> None:
        if height is not None:
            self.sheet.raw.set_row(self.row, height)
        for at, (value, look) in enumerate(zip(values, looks, strict=True), first):
            if value is not None or look is not None:
                self.sheet.put(self.row, at, value, look)
        self.row += 1

    def heading(self, text: str) -> None:
        self.row += 1
        self.put([text], [self.book.format(bold=True, font_size=13, font_color="#22384A")], height=20)


def write_summary(
    connection: duckdb.DuckDBPyConnection, sheet: Sheet, items: list[Item], manifest: Manifest, titles: dict[str, str]
) -> None:
    """Write it; `titles` are those of the sheets by key."""
    book = sheet.book
    language = book.language
    told = form("summary", language)
    for at, width in enumerate(_WIDTHS):
        sheet.raw.set_column(at, at, width)
    sheet.raw.hide_gridlines(2)
    printed(sheet.raw, told.title, None)
    lines = _Lines(sheet)
    lines.put([say("title", language)], [book.format(bold=True, font_size=18, font_color="#22384A")], height=28)
    _facts(connection, lines, manifest)
    states = _states(connection, lines)
    if items and states:
        _by_target(connection, lines, items, states)
        _by(connection, lines, states, "level")
        _by(connection, lines, states, "province")
    _findings(connection, lines)
    lines.heading(say("sheets", language))
    link = book.format(font_color="#0B4F9C", underline=1)
    for other in forms(language):
        if other.key in titles:
            lines.put(
                [Link(other.title, (titles[other.key], 0)), other.about],
                [link, book.format()],
            )
    sheet.raw.print_area(0, 0, lines.row, len(_WIDTHS) - 1)


def _facts(connection: duckdb.DuckDBPyConnection, lines: _Lines, manifest: Manifest) -> None:
    book, language = lines.book, lines.book.language
    label, text = book.format(font_color="#5C5C5C"), book.format(bold=True)
    number = book.format(bold=True, num_format="#,##0", align="left")
    plans = one(connection, "SELECT count(*) FROM w_docs WHERE plan")
    frameworks = connection.execute("SELECT DISTINCT framework FROM coverage ORDER BY 1").fetchall()
    finished = manifest.finished.replace("T", " ")[:16] + " UTC" if manifest.finished else say("running", language)
    facts: list[tuple[str, Value, Any]] = [
        ("archive", manifest.archive, text),
        ("finished", finished, text),
        ("framework", ", ".join(name for (name,) in frameworks), text),
        ("plans", plans, number),
        ("others", one(connection, "SELECT count(*) FROM w_docs WHERE NOT plan"), number),
        ("unread", one(connection, "SELECT count(*) FROM errors"), number),
    ]
    for key, value, look in facts:
        lines.put([say(key, language), value], [label, look])


def _states(connection: duckdb.DuckDBPyConnection, lines: _Lines) -> list[str]:
    """The tally of all cells, which explains the signs too; gives the states that occur and are asked for."""
    book, language = lines.book, lines.book.language
    counts = dict(connection.execute("SELECT state, count(*) FROM w_cells WHERE cell GROUP BY state").fetchall())
    total = sum(counts.values())
    if not total:
        return []
    lines.heading(say("cells", language))
    head = book.head()
    heads = [say("sign", language), f"{say('state', language)} – {say('meaning', language).lower()}"]
    lines.put([*heads, say("count", language), say("share", language)], [head] * 4)
    number, share = book.body(num_format="#,##0"), book.body(num_format="0.0 %")
    for state in GRAVEST:
        if state in counts or state != "quantified":
            count = counts.get(state, 0)
            told = f"{state_word(state, language)} – {say(f'meanings.{state}', language)}"
            lines.put(
                [STATE_SIGNS[state], told, count, count / total],
                [book.shade(state, align="center"), book.body(), number, share],
            )
    return [state for state in _BAR if state in counts]


def _by_target(connection: duckdb.DuckDBPyConnection, lines: _Lines, items: list[Item], states: list[str]) -> None:
    book, language = lines.book, lines.book.language
    found = connection.execute(
        "SELECT framework, item, state, count(*) FROM w_cells WHERE cell GROUP BY ALL"
    ).fetchall()
    counts = {(framework, item, state): count for framework, item, state, count in found}
    lines.heading(f"{say('by_target', language)} ({say('by_target_note', language)})")
    chart_at = lines.row
    lines.row += _CHART_ROW
    head = book.head()
    lines.put(
        [say("item", language), say("target", language), *_state_heads(states, language), say("asked_of", language)],
        [head, head, *(book.shade(state, align="center", valign="vcenter", text_wrap=True) for state in states), head],
        height=30,
    )
    top = lines.row
    for item in items:
        row = [counts.get((item.framework, item.item, state), 0) for state in states]
        _counted(lines, [item.item, item.name], row, states)
    _chart(lines, chart_at, top, len(items), states)


def _counted(lines: _Lines, names: list[Value], counts: list[int], states: list[str]) -> None:
    """A row of counts; a state that takes up a quarter of the row or more has its shade."""
    book = lines.book
    total = sum(counts)
    number = book.body(num_format="#,##0;;", align="center")
    looks = [
        book.shade(state, num_format="#,##0", align="center") if total and count * 4 >= total else number
        for state, count in zip(states, counts, strict=True)
    ]
    height = 28 if any(len(str(name)) > _WIDTHS[1] for name in names) else 15
    last = book.body(num_format="#,##0", align="center")
    lines.put([*names, *counts, total], [*(book.body(align="left") for _ in names), *looks, last], height=height)


def _state_heads(states: list[str], language: Any) -> list[str]:
    return [f"{STATE_SIGNS[state]} {state_word(state, language)}" for state in states]


def _chart(lines: _Lines, at: int, top: int, count: int, states: list[str]) -> None:
    """A bar for each target: the share of each state among the plans of which it is asked."""
    book, sheet = lines.book, lines.sheet
    chart = book.file.add_chart({"type": "column", "subtype": "percent_stacked"})
    for column, state in enumerate(states, 2):
        fill, _, _ = SHADES[state]
        chart.add_series(
            {
                "name": f"{STATE_SIGNS[state]} {state_word(state, book.language)}",
                "categories": [sheet.title, top, 0, top + count - 1, 0],
                "values": [sheet.title, top, column, top + count - 1, column],
                "fill": {"color": fill},
                "border": {"color": "#6A6A6A", "width": 0.5},
                "gap": 30,
            }
        )
    chart.set_legend({"position": "right", "font": {"size": 9}})
    chart.set_y_axis({"num_format": "0%", "major_gridlines": {"visible": True, "line": {"color": "#DDDDDD"}}})
    chart.set_x_axis({"num_font": {"size": 9}})
    chart.set_size({"width": 1080, "height": (_CHART_ROW - 1) * 20})
    sheet.raw.insert_chart(at, 0, chart, {"x_offset": 4, "y_offset": 4})


def _by(connection: duckdb.DuckDBPyConnection, lines: _Lines, states: list[str], column: str) -> None:
    book, language = lines.book, lines.book.language
    found = connection.execute(
        f"""SELECT d.{column}, w.state, count(*) FROM w_cells w JOIN w_docs d USING (document) WHERE w.cell GROUP BY ALL"""
    ).fetchall()
    plans = dict(connection.execute(f"SELECT {column}, count(*) FROM w_docs WHERE plan GROUP BY ALL").fetchall())
    counts = {(group, state): count for group, state, count in found}
    lines.heading(say(f"by_{column}", language))
    head = book.head()
    lines.put(
        [say("plans", language), say(column, language), *_state_heads(states, language), say("asked_of", language)],
        [head, head, *(book.shade(state, align="center", valign="vcenter", text_wrap=True) for state in states), head],
        height=30,
    )
    order = ("central", "province", "district", "commune", "unit")
    groups = sorted(
        plans, key=lambda group: (group is None, order.index(group) if group in order else len(order), group or "")
    )
    for group in groups:
        name = (level_word(group, language) if column == "level" else group) or say("unknown", language)
        row = [counts.get((group, state), 0) for state in states]
        _counted(lines, [plans[group], name], row, states)


def _findings(connection: duckdb.DuckDBPyConnection, lines: _Lines) -> None:
    book, language = lines.book, lines.book.language
    found = connection.execute(
        """SELECT severity, code, count(*), count(DISTINCT document) FROM findings GROUP BY severity, code
        ORDER BY array_position(['error', 'warning', 'info'], severity), 3 DESC, code"""
    ).fetchall()
    if not found:
        return
    lines.heading(say("findings", language))
    head = book.head()
    lines.put(
        ["", say("code", language), say("count", language), say("documents", language)],
        [head] * 4,
    )
    number = book.body(num_format="#,##0")
    for severity, code, count, documents in found:
        lines.put(
            [code_word("severity", severity, language), code, count, documents],
            [book.body(), book.body(), number, number],
        )
