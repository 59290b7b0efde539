"""The plans of `corpora/` in every format, read and compared with their plain text; our readers beside the libraries.

python -m benchmarks.readers                     all tables (renders with LibreOffice first: some minutes)
python -m benchmarks.readers --quick             a few plans, the main formats, no scans
python -m benchmarks.readers --table formats     one table: formats, peers, pace, memory
python -m benchmarks.readers --forms pdf docx    these formats alone
python -m benchmarks.readers --losses pdf header dates    what is lost, plan by plan

`corpora/plans` and two of three of `corpora/coverage` are there to be looked at; every third of `corpora/coverage` is the
unseen part, of which totals alone are printed. Files lie in `build/readers`. Python packages: `pip install -e ".[all,bench]"`;
Debian: `libreoffice-writer-nogui fonts-liberation2 tesseract-ocr tesseract-ocr-vie poppler-utils`.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from benchmarks.readers import measure, office, peers, plan, render
from benchmarks.readers.measure import ASKED, CELLS_ASKED, HEADER_ASKED, SCANNED_KINDS, Tally
from benchmarks.readers.plan import Doc
from benchmarks.readers.values import KINDS, Count

TABLES = ("formats", "peers", "pace", "memory")
_SLOW = ("doc-vntime", "rtf", "odt")  # each file waits for LibreOffice: every fourth plan
_SCANS = ("scan", "scan-png")


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the tables; 1 where a figure is below what is asked for."""
    parser = argparse.ArgumentParser(
        prog="benchmarks.readers", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help="six plans, the main formats, no scans")
    parser.add_argument("--table", choices=TABLES, action="append", help="this table alone")
    parser.add_argument("--forms", nargs="+", choices=render.FORMATS, default=[], help="these formats alone")
    parser.add_argument("--plans", nargs="+", default=[], metavar="NAME", help="plans whose names begin so")
    parser.add_argument("--scans", type=int, default=12, help="how many plans are scanned [12]")
    parser.add_argument("--losses", nargs="+", metavar="FORM/KIND", help="what is lost in a format, of some kinds")
    options = parser.parse_args(arguments)
    if not office.installed():
        print("LibreOffice is not installed: formats that it writes are left out", file=sys.stderr)
    docs = plan.load(options.plans, render.BUILD / "plans")
    if options.quick:
        docs = docs[:: max(1, len(docs) // 6)]
    forms = list(options.forms or (render.QUICK if options.quick else render.FORMATS))
    forms = [f for f in forms if f in options.forms or f not in render.OFFICE or office.installed()]
    if options.losses:
        return _losses(docs, options.losses[0], options.losses[1:])
    wanted = options.table or TABLES
    short = 0
    if "formats" in wanted:
        short = _formats(docs, forms, options.scans)
    if "peers" in wanted:
        peers.quality(docs, render.BUILD)
    if "pace" in wanted:
        peers.pace(docs, render.BUILD, rounds=2 if options.quick else 5)
    if "memory" in wanted:
        peers.memory(docs, render.BUILD, (50, 500) if options.quick else (50, 500, 2000))
    return 1 if short else 0


def _some(docs: Sequence[Doc], form: str, scans: int) -> list[Doc]:
    """The plans of which a format is measured: all, or a part of each part where a file takes long."""
    if form in _SCANS:
        return list(docs)[:: max(1, -(-len(docs) // scans))]
    return list(docs)[::4] if form in _SLOW and len(docs) > 12 else list(docs)


def _losses(docs: Sequence[Doc], form: str, kinds: Sequence[str]) -> int:
    files = render.render(docs, ("txt", form))
    gold = measure.references(docs, files)
    for line in measure.losses(docs, files, form, gold, kinds):
        print(line)
    return 0


def _formats(docs: Sequence[Doc], forms: Sequence[str], scans: int) -> int:
    """The table of formats; how many figures are below what is asked for."""
    files = render.render(docs, ("txt", "docx"))
    gold = measure.references(docs, files)
    short = 0
    roles: list[tuple[str, str, Tally]] = []
    for part, mine in (("seen", [d for d in docs if not d.unseen]), ("unseen", [d for d in docs if d.unseen])):
        if not mine:
            continue
        print(
            f"\nValue F1 of the record against the text's, {part} part ({len(mine)} plans; `said`: free words count too)"
        )
        print(
            f"  {'format':13} {'plans':>5} {'values':>7} {'said':>6} "
            + " ".join(f"{k[:9]:>9}" for k in KINDS)
            + "   words  order  extra  failed"
        )
        for form in forms:
            chosen = _some(mine, form, max(1, round(scans * len(mine) / len(docs))))
            render.render(chosen, (form,), files.folder)
            tally = measure.measure(chosen, files, form, gold)
            roles.append((part, form, tally))
            short += _row(form, tally)
            sys.stdout.flush()
    _cells(roles)
    _probes([r for r in roles if r[2].probes])
    return short


def _mean(numbers: Sequence[float]) -> float:
    return sum(numbers) / max(1, len(numbers))


def _row(form: str, tally: Tally) -> int:
    kinds = SCANNED_KINDS if form.startswith("scan") else KINDS
    whole = tally.all_kinds(tally.values, kinds).f1
    said = tally.all_kinds(tally.said, kinds).f1
    asked = ASKED[form.split("-")[0]]
    below = whole < asked and tally.plans > 0 and form != "scan-png"
    header = tally.values["header"].f1 < HEADER_ASKED and form.startswith("pdf")
    print(
        f"  {form:13} {tally.plans:5} {whole:7.4f}{'*' if below else ' '}{said:6.4f} "
        + " ".join(f"{tally.values[k].f1:9.4f}" for k in KINDS)
        + f"  {_mean([w.recall for w in tally.words]):.4f} {_mean([w.order for w in tally.words]):.4f} {1 - _mean([w.precision for w in tally.words]):.4f}  {len(tally.failed) or ''}"
        + (f"  * below {asked}" if below else "")
        + (f"  * header below {HEADER_ASKED}" if header else "")
    )
    for name, why in list(tally.failed.items())[:2]:
        print(f"      {name if not name.startswith('c') else 'one'}: {why}")
    return below + header


def _cells(roles: Sequence[tuple[str, str, Tally]]) -> None:
    names = list(dict.fromkeys(name for _, _, tally in roles for name in tally.roles))
    if not names:
        return
    print(
        f"\nCells of tables (* below {CELLS_ASKED}): in their row and under their header; and of made tables, in their role in the record"
    )
    print(f"  {'format':20} {'F1':>6} {'roles':>7} " + " ".join(f"{n[:9]:>9}" for n in names) + "   cells")
    for part, form, tally in roles:
        total = Count()
        for count in tally.roles.values():
            total.add(count)
        if not total.gold:
            continue
        mark = "*" if total.f1 < CELLS_ASKED else " "
        print(
            f"  {form + ' ' + part:20} {tally.placed.f1:6.4f} {total.f1:7.4f}{mark}"
            + " ".join(f"{tally.roles[n].f1:9.4f}" for n in names)
            + f"   {total.gold}"
        )


def _probes(roles: Sequence[tuple[str, str, Tally]]) -> None:
    if not roles:
        return
    names = list(dict.fromkeys(name for _, _, tally in roles for name in tally.probes))
    print("\nWhat stands in a Word feature and is in the text")
    for part, form, tally in roles:
        print(
            f"  {form + ' ' + part:20} "
            + "  ".join(f"{n} {tally.probes[n].right}/{tally.probes[n].gold}" for n in names if n in tally.probes)
        )


if __name__ == "__main__":
    sys.exit(main())
