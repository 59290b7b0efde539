"""Writes the plans of `corpora/plans` without their marks: python -m benchmarks.plain FOLDER"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from benchmarks import gold


def write(folder: Path) -> None:
    """Write the plans, each under its name."""
    folder.mkdir(parents=True, exist_ok=True)
    for plan in gold.own():
        place = folder / f"{plan.name}.txt"
        if place.is_file() and place.read_bytes() == plan.text.encode("utf-8"):
            continue  # others may be reading it
        beside = place.with_name(f".{place.name}-{os.getpid()}")
        beside.write_text(plan.text, encoding="utf-8", newline="")
        beside.replace(place)


if __name__ == "__main__":
    write(Path(sys.argv[1]))
