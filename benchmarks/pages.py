"""Writes `docs/findings.md` from the rules of `kehoach check`, and `docs/store.md` from the tables and queries of an audit:
python -m benchmarks.pages. Tests hold each equal to what it is made from.

Every place that the page of findings names is where the rule speaks today: its examples are read as plans while it is made.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from pathlib import Path

from kehoach.cli.rules import code_span, escaped, fenced, place, spoken
from kehoach.findings import Rule, rules

DOCS = Path(__file__).resolve().parent.parent / "docs"
PATH = DOCS / "findings.md"
STORE = DOCS / "store.md"

_HEAD = """\
# What `kehoach check` raises

Made by `python -m benchmarks.pages` from `src/kehoach/findings/rules.toml`; change the rules, not this page. Each rule stands
with its words in English and in Vietnamese, the reason it is raised, what it rests on, a plan in which it speaks, and what has
to change for it to be silent. `kehoach rules CODE` prints one on a terminal.

`error`: two things in the texts cannot both hold. `warning`: a reviewer would ask. `info`: worth knowing.
"""


_STORE = """\
# What `kehoach audit` keeps

Made by `python -m benchmarks.pages` from `src/kehoach/audit/{tables,across,queries}.toml`; change those, not this page.

The folder holds `audit.json` (what the audit was made with), `tables/` (the tables below as Parquet, and `records.jsonl.zst`, the
complete records, one JSON object a line in the order of `documents`), `audit.xlsx`, `site/index.html` and, while a run is under way,
`parts/`. Any program that reads Parquet reads the tables; `kehoach query DIR "SQL"` asks them with DuckDB, also during a run.

Every table but the first begins with `document`, which names a row of `documents`. Offsets are code points of the source text, which
stands in `texts`. Rows are sorted by the path of their document, then by `n`.
"""


def store_page() -> str:
    """The page of tables and queries."""
    from kehoach.audit import schema
    from kehoach.audit.queries import examples

    parts = [_STORE, "## Queries that come with it\n\n`kehoach query DIR --example NAME` asks one.\n"]
    for query in examples().values():
        parts.append(f"### {query.name}\n\n{query.title.en} ({query.title.vi})\n\n```sql\n{query.sql}\n```\n")
    for title, tables in (("Tables of documents", schema.tables()), ("Tables that compare documents", schema.across())):
        parts.append(f"## {title}\n")
        for table in tables.values():
            rows = "\n".join(f"| `{c.name}` | {c.type} | {escaped(c.holds)} |" for c in table.columns)
            parts.append(
                f"### {table.name}\n\nA row: {escaped(table.of)}.\n\n| column | type | holds |\n| --- | --- | --- |\n{rows}\n"
            )
    return "\n".join(parts)


def page() -> str:
    """The whole page."""
    every = rules().values()
    rows = [f"| [{r.code}](#{r.code}) | {r.severity} | {escaped(r.title.en)} | {escaped(r.title.vi)} |" for r in every]
    table = "\n".join(("| code | severity | what it looks for | tìm gì |", "| --- | --- | --- | --- |", *rows))
    return "\n".join((_HEAD, table, *("\n" + "\n\n".join(_section(rule)) for rule in every))) + "\n"


def _section(rule: Rule) -> Iterator[str]:
    """The paragraphs of one rule."""
    yield f"## {rule.code}"
    yield f"**{escaped(rule.title.en)}** ({escaped(rule.title.vi)}) · {rule.severity}"
    yield f"- English: {code_span(rule.message.en)}\n- Tiếng Việt: {code_span(rule.message.vi)}"
    yield f"{escaped(rule.why.en)}\n\nSource: {escaped(rule.source)}"
    for example in rule.examples:
        yield fenced(example)
        yield "\n".join(
            f"- L{place(example, finding)[1:]}: {escaped(finding.message.en)}\n  {escaped(finding.message.vi)}"
            for finding in spoken(rule, example)
        )
    for example in rule.counter_examples:
        yield from _counter(example, rule.examples)


def _counter(text: str, examples: tuple[str, ...]) -> Iterator[str]:
    """A counter-example as what changes in the nearest example, or whole where little of that stays."""
    lines = text.splitlines()
    best: list[str] | None = None
    for example in examples:
        changes = list(difflib.unified_diff(example.splitlines(), lines, n=1, lineterm=""))[2:]
        if best is None or len(changes) < len(best):
            best = changes
    if not best or len(best) > len(lines):
        yield "Counter-example, of which nothing is said:"
        yield fenced(text)
    else:
        yield "Counter-example: nothing is said after this change."
        yield fenced("\n".join(best), "diff")


if __name__ == "__main__":
    PATH.parent.mkdir(exist_ok=True)
    PATH.write_text(page(), encoding="utf-8", newline="\n")
    STORE.write_text(store_page(), encoding="utf-8", newline="\n")
