"""How far two readers agree: `corpora/coverage/second/*.tsv` marks again, independently, what the corpus marks.

python -m benchmarks.coverage.agreement
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence

from benchmarks.coverage import corpus

SECOND = corpus.FOLDER / "second"


def kappa(first: Sequence[Hashable], second: Sequence[Hashable]) -> float:
    """Cohen's κ (1960) of two readers over the same things."""
    count = len(first)
    seen = sum(a == b for a, b in zip(first, second, strict=True)) / count
    ours, theirs = Counter(first), Counter(second)
    chance = sum(ours[key] * theirs[key] for key in ours) / count**2
    return 1.0 if chance == 1.0 else (seen - chance) / (1 - chance)


def pairs() -> list[tuple[corpus.Statement, corpus.Statement]]:
    """Each statement that was marked twice."""
    found = []
    for plan in corpus.load():
        path = SECOND / f"{plan.name}.tsv"
        if not path.exists():
            continue
        mine = {(s.start, s.end): s for s in plan.statements}
        for row in path.read_text(encoding="utf-8").splitlines():
            start, end, role, *labels = row.split("\t")
            key = (int(start), int(end))
            if key in mine:
                marked = tuple(labels[0].split()) if labels else ()
                found.append((mine[key], corpus.Statement(*key, role, marked)))
    return found


def main() -> None:
    """Prints κ of role, of items together and each, of goals and of solution groups."""
    both = pairs()
    total = sum(len(p.statements) for p in corpus.load())
    print(f"{len(both)} statements marked twice, of {total} ({len(both) / total:.2f})")
    print(f"  role      κ {kappa([a.role for a, _ in both], [b.role for _, b in both]):.3f}")
    items = frozenset(corpus.items())

    def chosen(statement: corpus.Statement, letter: str) -> frozenset[str]:
        return frozenset(x for x in statement.labels if (x in items if not letter else x.startswith(letter)))

    for name, letter in (("items", ""), ("goals", "G"), ("groups", "S")):
        first = [chosen(a, letter) for a, _ in both]
        second = [chosen(b, letter) for _, b in both]
        same = sum(len(x & y) for x, y in zip(first, second, strict=True))
        f1 = 2 * same / max(1, sum(map(len, first)) + sum(map(len, second)))
        print(f"  {name:9} κ {kappa(first, second):.3f}, F1 between readers {f1:.3f}")
    for item in corpus.items():
        first_has = [item in a.labels for a, _ in both]
        second_has = [item in b.labels for _, b in both]
        print(f"  {item:9} κ {kappa(first_has, second_has):.3f} ({sum(first_has)} and {sum(second_has)})")


if __name__ == "__main__":
    main()
