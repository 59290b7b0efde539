"""The files of an archive: a folder, a zip file, or a list, in one order on every machine."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from unicodedata import normalize

from kehoach.errors import ReadError

# what systems and programs leave behind
_LITTER = re.compile(r"(?:\.DS_Store|Thumbs\.db|desktop\.ini|~\$.*|\..*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Item:
    """A file to be read.

    Attributes:
        path: within the archive, with `/`, as it stands in the store.
        file: for opening it.
    """

    path: str
    file: str


def walk(archive: str, *, include: Sequence[str] = (), exclude: Sequence[str] = (), leave: str = "") -> list[Item]:
    """The files of `archive`, sorted by path; of a file, the file itself.

    Hidden files, and folders behind links, are passed over. A pattern (`*.pdf`, `2025/*`) is compared with the path in the
    archive, or with the file's name where it holds no `/`; case does not count.

    Args:
        leave: a folder that is none of the archive's: where the audit is kept.

    Raises:
        ReadError: there is no such file or folder, or it cannot be listed.
    """
    top = Path(archive)
    if not top.exists():
        raise ReadError(archive, "no such file or folder", "missing")
    if not top.is_dir():
        return [Item(shown(top.name), archive)]
    left = os.path.realpath(leave) if leave else None
    found = [Item(shown(path), file) for path, file in _below(top, left) if _asked(shown(path), include, exclude)]
    return sorted(found, key=lambda item: item.path)


def _below(top: Path, left: str | None) -> Iterator[tuple[str, str]]:
    def broken(error: OSError) -> None:
        raise ReadError(str(error.filename), f"cannot be listed ({(error.strerror or 'error').lower()})", "missing")

    for folder, folders, names in os.walk(top, onerror=broken):
        folders[:] = [
            name for name in folders if not _LITTER.fullmatch(name) and os.path.realpath(Path(folder, name)) != left
        ]
        for name in names:
            if not _LITTER.fullmatch(name):
                file = Path(folder, name)
                yield file.relative_to(top).as_posix(), str(file)


def _asked(path: str, include: Sequence[str], exclude: Sequence[str]) -> bool:
    def like(patterns: Sequence[str]) -> bool:
        low = path.lower()
        return any(fnmatchcase(low if "/" in p else low.rpartition("/")[2], p.lower()) for p in patterns)

    return (not include or like(include)) and not like(exclude)


def listed(lines: Iterator[str], base: str = "") -> list[Item]:
    """The files that a list names, one a line, relative to `base`; blank lines and repetitions are passed over."""
    found: dict[str, Item] = {}
    for line in lines:
        name = line.rstrip("\r\n")
        if name.strip():
            path = shown(Path(name).as_posix())
            found.setdefault(path, Item(path, str(Path(base, name))))
    return sorted(found.values(), key=lambda item: item.path)


def shown(path: str) -> str:
    """A path as the store keeps it: composed letters, and what is no Unicode as an escape."""
    return normalize("NFC", path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace"))
