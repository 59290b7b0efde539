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
        batch = files[first : first + _AT_ONCE]
        with tempfile.TemporaryDirectory() as profile:
            command = ["soffice", f"-env:UserInstallation=file://{profile}", "--headless", "--norestore"]
            command += ["--convert-to", FILTERS[kind], "--outdir", str(folder), *map(str, batch)]
            subprocess.run(command, capture_output=True, timeout=60 + 20 * len(batch), check=False)
    made = [folder / f"{file.stem}.{kind}" for file in files]
    missing = [file.name for file in made if not file.is_file()]
    if missing:
        raise RuntimeError(f"LibreOffice did not write {', '.join(missing[:3])}")
    return made
