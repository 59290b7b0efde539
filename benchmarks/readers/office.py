"""Calls of LibreOffice: many files at once, no network, a profile of its own."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

FILTERS = {
    "pdf": "pdf:writer_pdf_Export",
    "doc": "doc:MS Word 97",
    "rtf": "rtf:Rich Text Format",
    "odt": "odt:writer8",
    "html": "html:HTML (StarWriter)",
    "docx": "docx:MS Word 2007 XML",
}
_AT_ONCE = 20


def installed() -> bool:
    """Whether LibreOffice is there."""
    return shutil.which("soffice") is not None


def convert(files: Sequence[Path], kind: str, folder: Path) -> list[Path]:
    """The files as `kind` (a key of `FILTERS`) in `folder`, under their own names.

    Raises:
        RuntimeError: LibreOffice did not write one of them.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for first in range(0, len(files), _AT_ONCE):
        _run(files[first : first + _AT_ONCE], kind, folder)
    made = [folder / f"{file.stem}.{kind}" for file in files]
    for file, target in zip(files, made, strict=True):
        if not target.is_file():  # a batch that broke off
            _run([file], kind, folder)
    missing = [file.name for file in made if not file.is_file()]
    if missing:
        raise RuntimeError(f"LibreOffice did not write {', '.join(missing[:3])}")
    return made


def _run(batch: Sequence[Path], kind: str, folder: Path) -> None:
    with tempfile.TemporaryDirectory() as profile:
        command = ["soffice", f"-env:UserInstallation=file://{profile}", "--headless", "--norestore"]
        command += ["--convert-to", FILTERS[kind], "--outdir", str(folder), *map(str, batch)]
        # its words are of no use, and a full pipe would hold it up
        try:
            subprocess.run(
                command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=60 + 20 * len(batch), check=False
            )
        except subprocess.TimeoutExpired:
            return
