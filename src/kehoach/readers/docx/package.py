"""The zip archive of a Word file: its parts by name and by relationship."""

from __future__ import annotations

import posixpath
from typing import NamedTuple

from kehoach.errors import ReadError
from kehoach.readers import ole, zipped
from kehoach.readers.document import Job
from kehoach.readers.docx.xml import Broken, children

_OTHERS = (
    ("xl/", "a spreadsheet (.xlsx)"),
    ("ppt/", "a presentation (.pptx)"),
    ("visio/", "a drawing (.vsdx)"),
    ("content.xml", "an OpenDocument file"),
)


class Relation(NamedTuple):
    """Where a relationship leads: its kind (`styles`, `header`) and the part's name."""

    kind: str
    target: str


class Package:
    """The parts of one file.

    Attributes:
        main: name of the part that holds the text.

    Raises:
        ReadError: `encrypted`, `damaged`, `too-large` (entries), or `unsupported`: not a Word file.
    """

    def __init__(self, data: bytes, job: Job) -> None:
        if data.startswith(ole.MAGIC):
            if any(stream.name == "EncryptedPackage" for stream in ole.streams(data)):
                raise job.fail("encrypted", "asks for a password")
            raise job.fail("unsupported", "is an old Office file, not a .docx")
        if not data:
            raise job.fail("empty", "the file is empty")
        if not data.startswith((zipped.MAGIC, zipped.EMPTY)):
            raise job.fail("damaged", "is no .docx: not a zip archive")
        self._data = data
        self._job = job
        try:
            entries = zipped.directory(data, job.limits.members)
        except zipped.TooMany as error:
            raise job.fail("too-large", str(error)) from None
        except zipped.Damaged as error:
            raise job.fail("damaged", f"is a damaged Word file: {error}") from None
        self._entries = {_plain(entry.name): entry for entry in entries if not entry.folder}
        self.main = self._main()

    def _main(self) -> str:
        for relation in self.relations("").values():
            if relation.kind == "officeDocument" and _plain(relation.target) in self._entries:
                if relation.target.startswith(("xl/", "ppt/")):
                    break
                return relation.target
        if "word/document.xml" in self._entries:
            return "word/document.xml"
        for start, what in _OTHERS:
            if any(name.startswith(start) for name in self._entries):
                raise self._job.fail("unsupported", f"is {what}")
        if any(name.startswith(("word/", "_rels/")) for name in self._entries):
            raise self._job.fail("damaged", "is a Word file without its text")
        raise self._job.fail("unsupported", "is a zip archive, not a Word file")

    def part(self, name: str) -> bytes | None:
        """The bytes of a part; None where there is none of that name.

        Raises:
            ReadError: `encrypted`, `damaged`, `too-large`, or `unsupported`.
        """
        entry = self._entries.get(_plain(name))
        return None if entry is None else zipped.unpack(self._data, entry, self._job.name, self._job.limits)

    def aside(self, name: str) -> bytes | None:
        """The bytes of a part that the text can be read without: a warning where it cannot be unpacked."""
        try:
            return self.part(name)
        except ReadError as error:
            self._job.warn(f"{name} was left out: it {error.reason}")
            return None

    def relations(self, name: str) -> dict[str, Relation]:
        """Relationships of a part (of the whole file for an empty name) by id; those that lead out of it are left out."""
        folder, base = posixpath.split(name)
        data = self.aside(posixpath.join(folder, "_rels", f"{base}.rels"))
        found: dict[str, Relation] = {}
        if data is None:
            return found
        try:
            for node in children(self._job, data, "rel:Relationships"):
                target = node.attributes.get("Target", "")
                if node.attributes.get("TargetMode") == "External" or not target:
                    continue
                kind = node.attributes.get("Type", "").rpartition("/")[2]
                path = target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
                found[node.attributes.get("Id", "")] = Relation(kind, path)
        except Broken as error:
            self._job.warn(f"{name or 'the package'}: its list of parts is damaged ({error})")
        return found


def _plain(name: str) -> str:
    """Names of parts are compared without regard to case; some programs write backslashes."""
    return name.replace("\\", "/").lstrip("/").lower()
