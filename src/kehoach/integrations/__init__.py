"""Doors to other tools: each format in a module of its own, with the same two functions, looked up by name.

    >>> from kehoach.integrations import DOORS, door
    >>> sorted(DOORS)[:3]
    ['akoma-ntoso', 'arrow', 'brat']
    >>> door("csv").UNITS[0]
    'code-points'

A door writes texts with their marks (`kehoach.integrations.marks.Marked`) and reads them back. Nothing is imported before it
is asked for. `kehoach.integrations.spacy`, the tokenizer and pipe of spaCy, stands beside the doors.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

if TYPE_CHECKING:
    from kehoach.integrations.marks import Kind, Marked, Texts, Written

DOORS = {
    "akoma-ntoso": "akoma_ntoso",
    "arrow": "tables",
    "brat": "brat",
    "csv": "rows",
    "doccano": "doccano",
    "icalendar": "calendars",
    "jsonl": "jsonl",
    "label-studio": "label_studio",
    "spacy": "docbin",
    "web-annotation": "web_annotation",
}
"""The name of each door and its module."""


class Door(Protocol):
    """What every door has.

    Attributes:
        UNITS: what its offsets may count, the usual one first: `code-points`, `utf-16`, `utf-8`, `graphemes`.
        KINDS: the kinds of marks that it can say something of; all others are left out.
        FOLDER: whether it writes a folder of files, not one file.
        TEXT: whether what it writes holds the texts themselves; else `load` needs them.
    """

    UNITS: tuple[str, ...]
    KINDS: tuple[Kind, ...]
    FOLDER: bool
    TEXT: bool

    def export(self, documents: Iterable[Marked], out: Path, unit: str = ...) -> Written:
        """Write the documents, one after the other, and tell how many.

        Raises:
            DoorError: a mark cannot be held by the format, or an extra is not installed.
        """

    def load(self, source: Path, texts: Texts | None = None, unit: str = ...) -> Iterator[Marked]:
        """What `export` or the other tool wrote.

        Args:
            texts: the plans' texts, where the format does not hold them.

        Raises:
            DoorError: not of the form, or an offset does not fit its text; the message names the file and the place.
        """


def door(name: str) -> Door:
    """The door of this name.

    Raises:
        KeyError: there is none.
    """
    return cast(Door, import_module(f"kehoach.integrations.{DOORS[name]}"))


def export(name: str, documents: Iterable[Marked], out: Path, unit: str | None = None, lang: str = "vi") -> Written:
    """Write documents in the format `name`.

    Args:
        unit: what offsets count, where the format leaves it open.
        lang: of the words that a calendar has around the plans' own.

    Raises:
        KeyError: there is no such door.
        DoorError: as of the door.
    """
    if name == "icalendar":
        from kehoach.integrations import calendars

        return calendars.export(documents, out, lang=lang)
    opened = door(name)
    return opened.export(documents, out, unit or opened.UNITS[0])


def load(name: str, source: Path, texts: Texts | None = None, unit: str | None = None) -> Iterator[Marked]:
    """What a file or folder of the format `name` holds, each text compared with the plan's own where that is given.

    Raises:
        KeyError: there is no such door.
        DoorError: as of the door; or a text is not the one of the plan that has its name.
    """
    from kehoach.integrations.marks import same_text

    opened = door(name)
    for document in opened.load(source, texts, unit or opened.UNITS[0]):
        if texts is not None and opened.TEXT:
            same_text(document, texts, source)
        yield document
