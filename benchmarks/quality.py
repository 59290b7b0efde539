"""Quality on gold: span F1, value accuracy on matched spans, per field and per document.

python -m benchmarks.quality                      our own plans, clean and with each kind of noise
python -m benchmarks.quality --plans DIR          and the real documents (part dev; --part test for the other)
python -m benchmarks.quality --errors citations   lists what is wrong, with the text around it
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Callable
from pathlib import Path

from benchmarks import gold, scoring
from benchmarks.scoring import Counts
from kehoach import extract
from kehoach.record import Record


def read(text: str) -> Record:
    return extract(text)


def total(documents: list[gold.Gold], reader: Callable[[str], Record]) -> dict[str, Counts]:
    sums = {kind: Counts() for kind in scoring.KINDS}
    for document in documents:
        for kind, counts in scoring.score(document, reader).items():
            for miss in counts.misses:
                document.extra.setdefault("misses", []).append((kind, *miss))
            sums[kind].add(counts)
    return sums


_DRAWS = 1000


def intervals(
    documents: list[gold.Gold], reader: Callable[[str], Record], draws: int = _DRAWS
) -> dict[str, tuple[float, float]]:
    """Interval of 95 % of the value F1 by kind: whole documents drawn with replacement, `draws` times.

    A document's errors come together, so documents are drawn and not spans (bootstrap by cluster).
    """
    scores = [scoring.score(document, reader) for document in documents]
    rng = random.Random(0)
    found: dict[str, tuple[float, float]] = {}
    chosen = [rng.choices(range(len(documents)), k=len(documents)) for _ in range(draws)]
    for kind in scoring.KINDS:
        counts = [(s[kind].right, s[kind].gold + s[kind].found) for s in scores]
        if not any(whole for _, whole in counts):
            continue
        values = []
        for draw in chosen:
            whole = sum(counts[i][1] for i in draw)
            values.append(2 * sum(counts[i][0] for i in draw) / whole if whole else 1.0)
        values.sort()
        found[kind] = values[int(0.025 * draws)], values[int(0.975 * draws) - 1]
    return found


def show(name: str, sums: dict[str, Counts], between: dict[str, tuple[float, float]] | None = None) -> None:
    print(f"\n{name}")
    interval = f" {'95 % by document':>18}" if between is not None else ""
    print(
        f"  {'field':16} {'gold':>5} {'found':>5} {'exact F1':>9} {'overlap F1':>10} {'value F1':>9}{interval}   value accuracy on matched spans"
    )
    for kind, counts in sums.items():
        if not counts.gold and not counts.found:
            continue
        values = "  ".join(f"{n} {hit}/{all_}" for n, (hit, all_) in counts.values.items())
        interval = ""
        if between is not None:
            low, high = between.get(kind, (0.0, 0.0))
            interval = f" {f'{low:.3f} – {high:.3f}':>18}"
        print(
            f"  {kind:16} {counts.gold:5} {counts.found:5} {counts.exact_f1:9.3f} {counts.overlap_f1:10.3f} {counts.f1:9.3f}{interval}   {values}"
        )


def show_errors(documents: list[gold.Gold], kinds: list[str]) -> None:
    for document in documents:
        for kind, what, wanted, got in document.extra.get("misses", []):
            if kind not in kinds and "all" not in kinds:
                continue
            item = wanted or got
            around = document.text[max(0, item.start - 50) : item.end + 40].replace("\n", "⏎")
            expected = {k: v for k, v in wanted.values.items() if k not in ("start", "end", "kind")} if wanted else None
            found = {k: v for k, v in got.values.items() if v is not None} if got else None
            print(f"{document.name[:12]} {kind} {what}: …{around}…\n      gold {expected}\n      found {found}")
            if wanted and got and what == "edges":
                print(
                    f"      gold {document.text[wanted.start : wanted.end]!r}\n      found {document.text[got.start : got.end]!r}"
                )


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="benchmarks.quality", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--plans", type=Path, help="folder with the real documents")
    parser.add_argument("--part", choices=("dev", "test"), default="dev")
    parser.add_argument("--errors", nargs="+", default=[], metavar="FIELD", help="list errors of these fields, or all")
    parser.add_argument("--by-document", action="store_true")
    parser.add_argument("--no-noise", action="store_true")
    options = parser.parse_args(arguments)
    own = gold.own()
    documents = own
    show(f"{len(own)} plans of our own", total(own, read))
    if not options.no_noise:
        from benchmarks import noise

        for name, noisy in noise.forms(own):
            show(f"our own plans, {name}", total(noisy, read))
    if options.plans:
        documents = gold.real(options.plans, options.part)
        name = f"{len(documents)} real documents, part {options.part}"
        show(name, total(documents, read), intervals(documents, read))
    if options.by_document:
        for document in documents:
            show(document.name, scoring.score(document, read))
    if options.errors:
        if options.part == "test" and options.plans:
            print("errors of the test part are not listed: rule work does not look at it", file=sys.stderr)
        else:
            show_errors(documents, options.errors)
    return 0


if __name__ == "__main__":
    sys.exit(main())
