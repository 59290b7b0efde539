"""Workbooks (.xlsx): fields in cells, cells named like a field, and rows that repeat; styles and formulas stay.

A cell is filled where its text holds `{{ … }}`, and where it is empty and bears a name that is a path into the record
(`header.number`, `số_ký_hiệu`). A `{{ each … }}` in a cell repeats its row. A field that is all its cell holds is written as a
number where it is one, and as a date where the cell is formatted as one; everything else is text, and never a formula.
"""

from __future__ import annotations

import math
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from kehoach.errors import FormError
from kehoach.pages.coverage import readable
from kehoach.prefill.catalogue import Asked
from kehoach.prefill.evidence import comment
from kehoach.prefill.form import Checker, Filling, collects, is_field_name, split_each, text_of, written_in
from kehoach.prefill.forms.shifting import Rows, repeat
from kehoach.prefill.language import FIELD, Each
from kehoach.prefill.paths import Scope
from kehoach.prefill.values import Filled
from kehoach.prefill.words import Language, word

_LARGEST = 500_000_000
"""Bytes that a form may unpack to."""
_LONGEST = 32_767
"""Characters that a cell holds."""
_HIGHEST = 409.0
"""Points that a row may be high."""
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_LOST = {
    "vbaProject.bin": "macros",
    "ctrlProps/": "form controls",
    "slicers/": "slicers",
    "threadedComments/": "threaded comments",
    "timelines/": "timelines",
}


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of the form that holds fields: the cells with their texts, and what repeats it."""

    sheet: str
    number: int
    cells: dict[int, str]
    each: Each | None
    scopes: tuple[str, ...]


class Excel:
    """A workbook form.

    Attributes:
        warnings: what of the form cannot be kept.

    Raises:
        FormError: it cannot be read, or asks for what is not there.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.suffixes: tuple[str, ...] = (".xlsx",)
        self.warnings = tuple(_lost(name))
        book = _opened(name)
        texts = [cell.value for sheet in book.worksheets for cell in _with_fields(sheet)]
        named = list(_named(book))
        self._collects = collects([*(one for text in texts for one in written_in(text)), *(one[2] for one in named)])
        checker = Checker(name, self._collects)
        self._rows = [row for sheet in book.worksheets for row in self._rows_of(sheet, checker)]
        self._asked: dict[tuple[str, tuple[str, ...]], Asked] = {}
        for row in self._rows:
            for column, text in row.cells.items():
                for one in written_in(text):
                    self._know(one, f"{row.sheet}!{_coordinate(row.number, column)}", row.scopes, checker)
        for title, coordinate, one in named:
            self._know(one, f"{title}!{coordinate}", checker.scopes, checker)
        checker.done()

    def collects(self) -> bool:
        """Whether it takes several plans into one."""
        return self._collects

    def _know(self, written: str, place: str, scopes: tuple[str, ...], checker: Checker) -> None:
        if (asked := checker.field(written, place, scopes)) is not None:
            self._asked[written, scopes] = asked

    @staticmethod
    def _rows_of(sheet: Any, checker: Checker) -> Iterator[_Row]:
        held: dict[int, dict[int, str]] = {}
        for cell in _with_fields(sheet):
            held.setdefault(cell.row, {})[cell.column] = cell.value
        for number, cells in held.items():
            each, scopes, wrong = None, checker.scopes, False
            for column, text in cells.items():
                mark, rest = split_each(text)
                if mark is None:
                    continue
                place = f"{sheet.title}!{_coordinate(number, column)}"
                if each is not None or split_each(rest)[0] is not None:
                    checker.wrong.append(f"{place}: a second {{{{ each … }}}} in one row")
                elif (known := checker.each(mark, place, scopes)) is not None:
                    each, scopes = known
                else:
                    wrong = True
                cells[column] = rest.strip()
            if wrong:
                for column, text in cells.items():
                    checker.rest(written_in(text), f"{sheet.title}!{_coordinate(number, column)}")
            else:
                yield _Row(sheet.title, number, cells, each, scopes)

    def fill(self, filling: Filling, out: str) -> None:
        """Write the filled form."""
        book = _opened(self.name)
        named = list(_named(book))
        scopes: dict[tuple[str, int], list[Scope | None]] = {}
        rows = {sheet.title: Rows(sheet.title) for sheet in book.worksheets}
        for row in self._rows:
            if row.each is not None:
                found: list[Scope | None] = [*filling.rows(row.each, filling.scope)] or [None]
                scopes[row.sheet, row.number] = found
                rows[row.sheet].times[row.number] = len(found)
        repeat(book, rows)
        for title, coordinate, one in named:
            cell = book[title][rows[title].range(coordinate)]
            asked = self._asked[one, self._top]
            self._put(cell, [filling.field(asked, filling.scope, f"{title}!{cell.coordinate}")], True, filling)
        for row in self._rows:
            start = rows[row.sheet].first(row.number)
            for number, scope in enumerate(scopes.get((row.sheet, row.number), [filling.scope]), start):
                for column, text in row.cells.items():
                    self._cell(book[row.sheet].cell(number, column), text, row, scope, filling)
                _fit(book[row.sheet], number)
        try:
            book.save(out)
        finally:
            book.close()

    @property
    def _top(self) -> tuple[str, ...]:
        return Checker(self.name, self._collects).scopes

    def _cell(self, cell: Any, text: str, row: _Row, scope: Scope | None, filling: Filling) -> None:
        place = f"{row.sheet}!{cell.coordinate}"

        def answer(one: Asked) -> Filled:
            return filling.blank(one, place) if scope is None else filling.field(one, scope, place)

        asked = [self._asked[one, row.scopes] for one in written_in(text)]
        written, told = text_of(text, asked, answer)
        alone = len(told) == 1 and FIELD.fullmatch(text.strip()) is not None
        if alone:
            self._put(cell, told, True, filling)
        else:
            self._put(cell, told, False, filling, written if written.strip() else "")

    @staticmethod
    def _put(cell: Any, told: list[Filled], alone: bool, filling: Filling, written: str = "") -> None:
        value: Any = told[0].data if alone else written
        if alone and not isinstance(value, (int, float)):
            value = told[0].text
            raw = told[0].data
            if cell.is_date and isinstance(raw, str) and _DAY.fullmatch(raw):
                value = date.fromisoformat(raw)
        if isinstance(value, bool):
            value = told[0].text
        if isinstance(value, str):
            text = _FORBIDDEN.sub("\ufffd", readable(value))
            cell.value = (text[: _LONGEST - 1] + "…" if len(text) > _LONGEST else text) or None
            if text:
                cell.data_type = "s"  # `=` at its beginning makes no formula of it
                cell.quotePrefix = text[0] in "=+-@"
        else:
            cell.value = value
        notes = [comment(one, filling.lang) for one in told if one.to_tell]
        if notes:
            _note(cell, "\n\n".join(notes), filling.lang)


def _note(cell: Any, words: str, lang: Language) -> None:
    from openpyxl.comments import Comment

    if cell.comment is not None:
        words = f"{cell.comment.text}\n\n{words}"
    words = _FORBIDDEN.sub("\ufffd", readable(words))
    lines = sum(1 + len(line) // 48 for line in words.split("\n"))
    cell.comment = Comment(words, word("words", "author", lang), height=min(400, 24 + 16 * lines), width=340)


def _fit(sheet: Any, row: int) -> None:
    """Make a row as high as its wrapped texts need, unless the form gives it a height: LibreOffice does not by itself."""
    if sheet.row_dimensions[row].height is not None:
        return
    most = 1
    for cell in sheet[row]:
        if isinstance(cell.value, str) and cell.alignment.wrap_text and cell.data_type == "s":
            width = max(1.0, (sheet.column_dimensions[cell.column_letter].width or 8.43) * 1.05)
            most = max(most, sum(max(1, math.ceil(len(line) / width)) for line in cell.value.split("\n")))
    if most > 1:
        sheet.row_dimensions[row].height = min(_HIGHEST, 3 + 14.5 * most)


def _opened(name: str) -> Any:
    try:
        import openpyxl
    except ImportError:
        raise FormError(name, "needs the extra 'forms': pip install \"kehoach[forms]\"") from None
    try:
        with open(name, "rb") as file:  # noqa: PTH123 - closed whatever openpyxl leaves open
            return openpyxl.load_workbook(file)
    except OSError as error:
        raise FormError(name, f"cannot be read ({(error.strerror or 'error').lower()})") from None
    except Exception:  # openpyxl and the XML below it raise whatever a damaged file leads them to
        raise FormError(name, "is no workbook (.xlsx), or a damaged one") from None


def _lost(name: str) -> Iterator[str]:
    """What a form holds that openpyxl does not keep."""
    try:
        with zipfile.ZipFile(name) as packed:
            entries = packed.infolist()
            if sum(entry.file_size for entry in entries) > _LARGEST:
                raise FormError(name, "unpacks to more than a form can be")
            for part, what in _LOST.items():
                if any(part in entry.filename for entry in entries):
                    yield f"its {what} are not kept"
            drawings = [entry for entry in entries if re.fullmatch(r"xl/drawings/drawing\d+\.xml", entry.filename)]
            if any(b"<xdr:sp>" in packed.read(entry) or b"<xdr:sp " in packed.read(entry) for entry in drawings):
                yield "its drawn shapes and text boxes are not kept"
    except OSError as error:
        raise FormError(name, f"cannot be read ({(error.strerror or 'error').lower()})") from None
    except (zipfile.BadZipFile, ValueError, NotImplementedError, RuntimeError):
        raise FormError(name, "is no workbook (.xlsx), or a damaged one") from None


def _with_fields(sheet: Any) -> Iterator[Any]:
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell.value, str) and cell.data_type != "f" and "{{" in cell.value:
                yield cell


def _named(book: Any) -> Iterator[tuple[str, str, str]]:
    """Empty cells that bear a name which begins like a field: sheet, coordinate, name."""
    for names in (book.defined_names, *(sheet.defined_names for sheet in book.worksheets)):
        for name, defined in names.items():
            if not is_field_name(name):
                continue
            places = list(defined.destinations) if defined.type == "RANGE" else []
            if len(places) != 1:
                continue
            title, area = places[0]
            coordinate = area.replace("$", "")
            if (
                title in book.sheetnames
                and re.fullmatch(r"[A-Z]+\d+", coordinate)
                and book[title][coordinate].value is None
            ):
                yield title, coordinate, name


def _coordinate(row: int, column: int) -> str:
    from openpyxl.utils import get_column_letter

    return f"{get_column_letter(column)}{row}"
