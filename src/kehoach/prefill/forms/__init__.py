"""The kinds of forms, each in a module of its own."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from kehoach.errors import FormError

if TYPE_CHECKING:
    from kehoach.prefill.form import Form

SHIPPED = {
    "register": "register.xlsx",
    "targets": "targets.xlsx",
    "assignments": "assignments.docx",
}
"""The forms that come with the program, by the name under which `--template` takes them."""
SUFFIXES = (".docx", ".xlsx", ".json", ".yaml", ".yml", ".csv")


def open_form(name: str) -> Form:
    """The form in a file, or the shipped one of that name, with all its fields looked up.

    Raises:
        FormError: it is of no kind that is filled, cannot be read, or asks for what is not there; the error has a line for
            each place.
    """
    path = name
    if name in SHIPPED and not Path(name).exists():
        path = str(files("kehoach.prefill").joinpath("shipped", SHIPPED[name]))
    suffix = Path(path).suffix.lower()
    if not Path(path).is_file():
        near = f"; shipped forms are {', '.join(SHIPPED)}" if not suffix else ""
        raise FormError(name, f"no such file{near}")
    if suffix == ".docx":
        from kehoach.prefill.forms.word import Word

        return Word(path)
    if suffix == ".xlsx":
        from kehoach.prefill.forms.excel import Excel

        return Excel(path)
    if suffix in (".json", ".yaml", ".yml"):
        from kehoach.prefill.forms.maps import Map

        return Map(path)
    if suffix == ".csv":
        from kehoach.prefill.forms.tables import Table

        return Table(path)
    raise FormError(name, f"is no form: its name ends in none of {', '.join(SUFFIXES)}")
