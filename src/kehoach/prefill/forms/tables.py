"""Tables of text: CSV whose cells hold fields; a row with `{{ each … }}` in it is repeated."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from kehoach.errors import FormError
from kehoach.prefill.catalogue import Asked
from kehoach.prefill.form import Checker, Filling, collects, split_each, text_of, written_in
from kehoach.prefill.language import Each
from kehoach.shown import no_formula

_DELIMITERS = ",;\t|"


class Table:
    """A CSV form; its delimiter and its byte-order mark are kept, as the program that is to open it needs them.

    Raises:
        FormError: it cannot be read, or asks for what is not there.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.suffixes: tuple[str, ...] = (".csv",)
        text = _read(name)
        self._mark = text.startswith("\ufeff")
        self._delimiter = _delimiter(text)
        try:
            rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=self._delimiter))
        except csv.Error as error:
            raise FormError(name, f"is no CSV: {error}") from None
        self._collects = collects(one for row in rows for cell in row for one in written_in(cell))
        checker = Checker(name, self._collects)
        self._rows = [self._row(row, number, checker) for number, row in enumerate(rows, 1)]
        checker.done()

    def collects(self) -> bool:
        """Whether it takes several plans into one."""
        return self._collects

    @staticmethod
    def _row(row: list[str], number: int, checker: Checker) -> tuple[Each | None, list[tuple[str, list[Asked | None]]]]:
        each, scopes, cells = None, checker.scopes, []
        for column, cell in enumerate(row, 1):
            mark, rest = split_each(cell)
            if mark is not None:
                if each is not None:
                    checker.wrong.append(f"row {number}, column {column}: a second {{{{ {mark} }}}} in one row")
                elif (known := checker.each(mark, f"row {number}, column {column}", scopes)) is not None:
                    each, scopes = known
                else:
                    for at, other in enumerate(row, 1):
                        checker.rest(written_in(other), f"row {number}, column {at}")
                    return None, []
            cells.append(rest.strip() if mark is not None else rest)
        place = "row {}, column {}"
        return each, [
            (cell, [checker.field(one, place.format(number, column), scopes) for one in written_in(cell)])
            for column, cell in enumerate(cells, 1)
        ]

    def fill(self, filling: Filling, out: str) -> None:
        """Write the filled table."""
        written = io.StringIO()
        writer = csv.writer(written, delimiter=self._delimiter, lineterminator="\r\n" if self._mark else "\n")
        number = 0
        for each, cells in self._rows:
            for scope in [filling.scope] if each is None else filling.rows(each, filling.scope):
                number += 1
                row = []
                for column, (cell, asked) in enumerate(cells, 1):
                    place = f"row {number}, column {column}"
                    text, told = text_of(cell, asked, lambda one, at=place, of=scope: filling.field(one, of, at))  # type: ignore[misc]
                    row.append(no_formula(text) if told else text)
                writer.writerow(row)
        text = ("\ufeff" if self._mark else "") + written.getvalue()
        Path(out).write_text(text, encoding="utf-8", errors="surrogatepass", newline="")


def _read(name: str) -> str:
    try:
        with open(name, encoding="utf-8", newline="") as file:  # noqa: PTH123 - line ends are the form's own
            return file.read()
    except OSError as error:
        raise FormError(name, f"cannot be read ({(error.strerror or 'error').lower()})") from None
    except UnicodeDecodeError:
        raise FormError(name, "is not UTF-8") from None


def _delimiter(text: str) -> str:
    """The one that the first line has most of outside its fields and quoted cells."""
    from kehoach.prefill.language import FIELD

    first = FIELD.sub("", text.partition("\n")[0])
    return max(_DELIMITERS, key=lambda mark: (first.count(mark), -_DELIMITERS.index(mark)))
