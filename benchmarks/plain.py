"""Writes the plans of `corpora/plans` without their marks: python -m benchmarks.plain FOLDER"""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks import gold


def main() -> int:
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for plan in gold.own():
        (folder / f"{plan.name}.txt").write_text(plan.text, encoding="utf-8", newline="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
