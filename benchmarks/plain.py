"""Writes the plans of `corpora/plans` without their marks: python -m benchmarks.plain FOLDER"""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks import gold


def write(folder: Path) -> None:
    """Write the plans, each under its name."""
    folder.mkdir(parents=True, exist_ok=True)
    for plan in gold.own():
        (folder / f"{plan.name}.txt").write_text(plan.text, encoding="utf-8", newline="")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
