"""The shipped forms filled and opened: `python -m benchmarks.filled PLAN… [--out build/filled]`.

Fills the three forms from the plans, reads the written files again, and holds each value against its words: what is written in a
cell is what was told of it, its comment names the place, and at that place the plan has these words. Where LibreOffice is there
it opens every file and writes it as PDF, for a person to look at; what it says on the way is printed.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import docx
import openpyxl

from kehoach import extract, read
from kehoach.prefill import SHIPPED, Filled, Plan, Result, fill, open_form


def written(path: Path) -> dict[str, str]:
    """What stands in each place of a filled form, by the names that places have."""
    found = {}
    if path.suffix == ".xlsx":
        for sheet in openpyxl.load_workbook(path).worksheets:
            for row in sheet.iter_rows():
                found |= {f"{sheet.title}!{cell.coordinate}": str(cell.value) for cell in row if cell.value is not None}
        return found
    document = docx.Document(str(path))
    for number, paragraph in enumerate(document.paragraphs, 1):
        found[f"paragraph {number}"] = paragraph.text
    for number, table in enumerate(document.tables, 1):
        for at, row in enumerate(table.rows, 1):
            found |= {f"table {number}, row {at}, column {n}": cell.text for n, cell in enumerate(row.cells, 1)}
    return found


def trace(result: Result, plans: Iterable[Plan]) -> Counter[str]:
    """How many values are where they were told to be, and stand on the words that they name."""
    texts = {plan.name: plan.text for plan in plans}
    cells = written(Path(result.out))
    counts: Counter[str] = Counter()
    for filled in result.fields:
        if not filled.values:
            continue
        counts["fields"] += 1
        counts["not as told"] += not _stands(filled, cells.get(filled.place, ""))
        for value in filled.values:
            counts["values"] += 1
            if value.ground == "text":
                exact = bool(value.spans) and all(texts[filled.plan][s.start : s.end] == s.text for s in value.spans)
                counts["not on their words"] += not exact
    return counts


def _stands(filled: Filled, cell: str) -> bool:
    if filled.place.startswith(("a repeated", "header", "footer")):
        return True  # its place has no name that lasts
    data = filled.data
    number = str(data) if isinstance(data, (int, float)) else ""
    day = f"{data} 00:00:00"
    return filled.text in cell or (number != "" and number == cell) or cell == day


def main(arguments: list[str] | None = None) -> int:
    """Fill, trace, open."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("plans", nargs="+", type=Path)
    parser.add_argument("--out", type=Path, default=Path("build/filled"))
    asked = parser.parse_args(arguments)
    asked.out.mkdir(parents=True, exist_ok=True)
    plans = []
    for path in asked.plans:
        document = read(path)
        plans.append(Plan(path.name, extract(document), document.text, document.layout))
    wrong, files = 0, []
    print(
        f"  {'file':44} {'found':>6} {'inferred':>8} {'missing':>8}   {'values traced':>13} {'not as told':>12} {'not on their words':>19}"
    )
    for name in SHIPPED:
        form = open_form(name)
        for some in [plans] if form.collects() else [[plan] for plan in plans]:
            stem = name if form.collects() else f"{Path(some[0].name).stem}-{name}"
            result = fill(some, form, asked.out / f"{stem}{Path(form.name).suffix}")
            counts = trace(result, some)
            wrong += counts["not as told"] + counts["not on their words"]
            files.append(result.out)
            states = [result.count(state) for state in ("found", "inferred", "missing")]
            print(
                f"  {Path(result.out).name:44} {states[0]:6} {states[1]:8} {states[2]:8}   {counts['values']:13} {counts['not as told']:12} {counts['not on their words']:19}"
            )
    if (office := shutil.which("soffice")) is not None:
        command = [office, "--headless", "--convert-to", "pdf", "--outdir", str(asked.out / "pdf"), *files]
        told = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
        opened = sum((asked.out / "pdf" / f"{Path(name).stem}.pdf").exists() for name in files)
        said = [line for line in told.stderr.splitlines() if line.strip() and "javaldx" not in line]
        print(f"\nLibreOffice opened {opened} of {len(files)} files; it warned of {len(said)} things")
        for line in said:
            print(f"  {line}")
        wrong += len(files) - opened
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
