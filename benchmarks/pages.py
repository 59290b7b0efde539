"""Writes `docs/findings.md` from the rules of `kehoach check`: python -m benchmarks.pages. A test holds the two equal.

Every place that the page names is where the rule speaks today: its examples are read as plans while the page is made.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from pathlib import Path

from kehoach.cli.rules import code_span, escaped, fenced, place, spoken
from kehoach.findings import Rule, rules

PATH = Path(__file__).resolve().parent.parent / "docs" / "findings.md"

_HEAD = """\
# What `kehoach check` raises

Made by `python -m benchmarks.pages` from `src/kehoach/findings/rules.toml`; change the rules, not this page. Each rule stands
with its words in English and in Vietnamese, the reason it is raised, what it rests on, a plan in which it speaks, and what has
to change for it to be silent. `kehoach rules CODE` prints one on a terminal.

`error`: two things in the texts cannot both hold. `warning`: a reviewer would ask. `info`: worth knowing.
"""


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
