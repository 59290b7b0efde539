"""What an audit is made with: what is asked of each plan, and a fingerprint of all that its answer depends on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from shutil import which

from kehoach import __version__
from kehoach.audit.schema import STORE
from kehoach.coverage.model import model_of
from kehoach.frameworks import Framework, load
from kehoach.readers.limits import DEFAULT, Limits
from kehoach.register import Register

STRATEGY = "28/NQ-CP"


_LIBRARIES = ("pypdfium2", "lxml", "readability-lxml", "Pillow")
_PROGRAMS = ("tesseract", "soffice", "catdoc")


@dataclass(frozen=True, slots=True)
class Settings:
    """What each worker is told once.

    Attributes:
        frameworks: ids or files.
        registers: a user's own register files.
        limits: for reading one file.
        seconds: wall time for extracting and judging one document, beside the reader's own limit.
    """

    frameworks: tuple[str, ...] = (STRATEGY,)
    registers: tuple[str, ...] = ()
    limits: Limits = DEFAULT
    seconds: float = 60.0

    def register(self) -> Register:
        """The shipped register with the user's own entries."""
        book = Register.shipped()
        for name in self.registers:
            book = book.with_file(name)
        return book

    def judged(self) -> list[Framework]:
        """The frameworks, loaded."""
        return [load(name) for name in self.frameworks]

    def versions(self) -> dict[str, str]:
        """The versions of all that has a say in a record, for the method sheet and the fingerprint."""
        found = {"kehoach": __version__, "package": package_digest(), "store": STORE}
        for framework in self.judged():
            model = model_of(framework)
            found[f"framework {framework.id}"] = framework.version
            found[f"model {framework.id}"] = model.version if model is not None else "none"
        for name in (*self.registers, *self.frameworks):
            if Path(name).is_file():
                found[f"file {Path(name).name}"] = hashlib.sha256(Path(name).read_bytes()).hexdigest()
        for library in _LIBRARIES:
            with suppress(PackageNotFoundError):
                found[library] = version(library)
        # a scan that could not be read for want of a program is read again when it is there
        found["programs"] = " ".join(name for name in _PROGRAMS if which(name))
        return found

    def fingerprint(self) -> str:
        """A digest: two runs of one fingerprint give one record for the same bytes."""
        whole = {
            "versions": self.versions(),
            "frameworks": self.frameworks,
            "limits": asdict(self.limits),
            "seconds": self.seconds,
        }
        return hashlib.sha256(json.dumps(whole, sort_keys=True).encode()).hexdigest()[:32]


# what shows records, and does not make them: a change there is no reason to read an archive anew
_SHOWING = frozenset(("__pycache__", "cli", "pages", "integrations", "prefill", "review", "serving"))
# and of the audit itself what makes a row
_ROWS = frozenset(("rows.py", "sketch.py", "origin.py", "worker.py", "tables.toml"))


@cache
def package_digest() -> str:
    """A digest of the code and data that make a record: between two releases the version alone does not tell."""
    digest = hashlib.sha256()
    for name, data in sorted(_contents(files("kehoach"), "")):
        digest.update(f"{name}\0{len(data)}\0".encode())
        digest.update(data)
    return digest.hexdigest()[:16]


def _contents(folder: Traversable, above: str) -> Iterator[tuple[str, bytes]]:
    for entry in folder.iterdir():
        if entry.is_dir():
            if entry.name not in _SHOWING and above != "audit/":
                yield from _contents(entry, f"{above}{entry.name}/")
        elif not entry.name.endswith((".pyc", ".pyo")) and (above != "audit/" or entry.name in _ROWS):
            yield f"{above}{entry.name}", entry.read_bytes()
