"""Writes the pages of `docs/` that are made from the program: python -m benchmarks.pages. Tests hold each equal to its source.

`findings.md` from the rules of `kehoach check`, `store.md` from the tables and queries of an audit, `record.md` from the
classes of `kehoach.record`, `fields.md` from what a form may ask for, `commands.md` from what each command says of itself.

Every place that the page of findings names is where the rule speaks today: its examples are read as plans while it is made.
"""

from __future__ import annotations

import difflib
import inspect
import json
import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import click

from benchmarks import gold
from kehoach import record
from kehoach.api import extract
from kehoach.cli import main
from kehoach.cli.rules import code_span, escaped, fenced, place, spoken
from kehoach.findings import Rule, rules
from kehoach.prefill import language, styles
from kehoach.prefill.catalogue import COMMON, catalogue, listed

DOCS = Path(__file__).resolve().parent.parent / "docs"
PATH = DOCS / "findings.md"
STORE = DOCS / "store.md"
RECORD = DOCS / "record.md"
COMMANDS = DOCS / "commands.md"
FIELDS = DOCS / "fields.md"

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


# --- the record -----------------------------------------------------------------------------------------------------

_RECORD = """\
# The record, field by field

Made by `python -m benchmarks.pages` from the classes of `kehoach.record`; change those, not this page.

`kehoach.extract` returns a `Record`; `kehoach extract --format json` prints the same as JSON, each class as an object, in the
order in which the fields stand here. All fields are always there: what the text does not say is `null` or an empty list.
`kehoach schema` prints the JSON Schema.

Dates are EDTF (ISO 8601-2): a blank or unknown part is `X`, a quarter is `2025-33` to `2025-36`, a half-year `2025-40` or
`2025-41`, a period `2021/2025`. Offsets are code points of the source text, which `kehoach text` prints.
"""
_EXAMPLES = "17-so-y-te-dan-so-2025"
_ALSO = {
    "page": "counts from 1",
    "x0": "left, in points",
    "y0": "top, in points",
    "x1": "right, in points",
    "y1": "bottom, in points",
    "schema": f"`{record.SCHEMA}`, the form of the record",
    "id": "the same for the same words in the same place of the text, run after run",
}
_LONGEST = 40  # lines of an example


def record_page() -> str:
    """The page of the record: each class with its fields, and one of our own plans as example."""
    plan = next(one for one in gold.own() if one.name == _EXAMPLES)
    examples = _instances(extract(text=plan.text))
    sections = ["\n\n".join(_class(one, examples.get(one))) for one in _classes(record.Record)]
    note = f"The examples are what `build/plans/{_EXAMPLES}.txt` gives."
    return "\n".join((_RECORD, note, *("\n" + section for section in sections))) + "\n"


def _classes(first: type) -> list[type]:
    """`first` and all classes that its fields lead to, parents before their children, in the order of the fields."""
    order: list[type] = [first]
    for kind in order:
        inner = [one for hint in get_type_hints(kind).values() for one in _named(hint)]
        for one in (*kind.__mro__[1:], *inner):
            if _ours(one) and one not in order:
                order.append(one)
    return order


def _ours(kind: Any) -> bool:
    return isinstance(kind, type) and kind.__module__ in ("kehoach.record", "kehoach.text.layout")


def _named(hint: Any) -> Iterator[type]:
    """The classes that a type speaks of."""
    if _ours(hint):
        yield hint
    for part in get_args(hint):
        yield from _named(part)


def _class(kind: type, example: object | None) -> Iterator[str]:
    """The paragraphs of one class."""
    said, attributes = _said(kind.__doc__ or "")
    yield f"## {kind.__name__}"
    yield _words(said)
    parent = kind.__mro__[1]
    if issubclass(kind, tuple):
        yield "In JSON a list of its fields."
    if _ours(parent):
        yield f"All that a [{parent.__name__}](#{parent.__name__.lower()}) has, and:"
    hints, known = get_type_hints(kind), set(get_type_hints(parent)) if _ours(parent) else set()
    own = [name for name in _fields(kind) if name not in known]
    rows = (
        f"| `{name}` | {_name(kind, name)} | {_type(hints[name])} | {_words(attributes.get(name) or _also(kind, name))} |"
        for name in own
    )
    yield "\n".join(("| field | name | type | holds |", "| --- | --- | --- | --- |", *rows))
    if example is not None:
        yield fenced(json.dumps(record._plain(example), ensure_ascii=False, indent=2), "json")


def _also(kind: type, field: str) -> str:
    """What is said of a field that several classes have."""
    return "" if field == "id" and not issubclass(kind, record.Span) else _ALSO.get(field, "")


def _name(kind: type, field: str) -> str:
    """What the fields of forms call a value, in English and in Vietnamese."""
    entry = catalogue().entries.get((kind.__name__, field))
    return "" if entry is None else f"{escaped(entry.en)}<br>{escaped(entry.vi)}"


def _fields(kind: Any) -> list[str]:
    """Names of the fields in the order of the output."""
    if issubclass(kind, tuple):
        return list(kind._fields)
    names = [one.name for one in fields(kind)]
    return ["schema", *names[:-1]] if kind is record.Record else names


def _said(doc: str) -> tuple[str, dict[str, str]]:
    """A docstring as its words and what it says of each attribute."""
    words, _, listed = inspect.cleandoc(doc).partition("Attributes:")
    attributes: dict[str, str] = {}
    for entry in re.split(r"^ {4}(?! )", listed, flags=re.MULTILINE)[1:]:
        names, _, holds = entry.partition(":")
        attributes |= dict.fromkeys(names.split(", "), holds)
    return words, attributes


def _words(text: str) -> str:
    """Words of a docstring, which hold code in backticks, in a cell."""
    return " ".join(text.split()).replace("|", "\\|")


_PLAIN: dict[Any, str] = {str: "text", int: "integer", float: "number", bool: "true or false"}


def _type(hint: Any) -> str:
    """A type in plain words, with the way to the classes it names."""
    if hint in _PLAIN:
        return _PLAIN[hint]
    if _ours(hint):
        return f"[{hint.__name__}](#{hint.__name__.lower()})"
    kind, parts = get_origin(hint), get_args(hint)
    if kind is Literal:
        return ", ".join(code_span(one) for one in parts)
    if kind in (Union, UnionType):
        return " or ".join("null" if part is NoneType else _type(part) for part in parts)
    if kind is tuple and parts[-1] is Ellipsis:
        return f"list of {_type(parts[0])}"
    if kind is tuple:
        return f"list of {len(parts)}: {', '.join(map(_type, parts))}"
    if kind is dict:
        return f"object: {_type(parts[0])} to {_type(parts[1])}"
    raise TypeError(f"no words for {hint}")


def _instances(value: Any) -> dict[type, object]:
    """Of each class the first instance that says something and is short enough to be shown."""
    found: dict[type, object] = {}
    stack = [value]
    while stack:
        one = stack.pop()
        if isinstance(one, (list, tuple)) and not _ours(type(one)):
            stack.extend(reversed(one))
        elif _ours(type(one)):
            parts = [getattr(one, name) for name in _fields(type(one))]
            if type(one) not in found and json.dumps(record._plain(one), indent=2).count("\n") < _LONGEST:
                found[type(one)] = one
            stack.extend(reversed(parts))
    return found


# --- the fields of forms --------------------------------------------------------------------------------------------

_FIELDS = """\
# What a form may ask for

Made by `python -m benchmarks.pages` from `kehoach.prefill`; change that, not this page. [How to fill a form](how-to/forms.md).
"""


def fields_page() -> str:
    """The page of fields: their language, their styles, and all that there are."""
    said, _, _ = inspect.cleandoc(language.__doc__ or "").partition("\n\nPure:")
    words, _, shown = said.partition("\n\n")
    used = (f"| {code_span(name)} | {_words(inspect.getdoc(style) or '')} |" for name, style in styles.STYLES.items())
    kinds = "\n".join(("| style | writes |", "| --- | --- |", *used))
    rows = (
        f"| `{one.path}{'[]' if one.several else ''}` | {escaped(one.called)} | {escaped(theirs.called)} | {one.state} "
        f"| {code_span(one.short) if one.short else ''} |"
        for one, theirs in zip(listed("en"), listed("vi"), strict=True)
    )
    table = "\n".join(("| field | called | tên | state | short name |", "| --- | --- | --- | --- | --- |", *rows))
    common = ", ".join(f"`{name}`" for name in COMMON)
    return "\n".join(
        (
            _FIELDS,
            f"{words}\n\n{fenced(inspect.cleandoc(shown))}\n",
            f"## Styles\n\n{kinds}\n",
            f"## Fields\n\n`[]` is a list. Every entry has {common} too.\n\n{table}\n",
        )
    )


# --- the commands ---------------------------------------------------------------------------------------------------

_COMMANDS = """\
# The commands

Made by `python -m benchmarks.pages` from what each command says of itself, as `--help` prints it on a terminal of 80 columns.
"""


def commands_page() -> str:
    """The page of all commands, the main one first."""
    parts = (f"## {name}\n\n{fenced(text)}\n" for name, text in _helps(main, "kehoach", None))
    return "\n".join((_COMMANDS, *parts))


def _helps(command: click.Command, name: str, above: click.Context | None) -> Iterator[tuple[str, str]]:
    """Each command under its whole name with its help; what is hidden is left out."""
    # click leaves two columns free
    context = click.Context(command, info_name=name, parent=above, terminal_width=80 - 2, **command.context_settings)
    yield context.command_path, command.get_help(context)
    if isinstance(command, click.Group):
        for part in command.list_commands(context):
            inner = command.get_command(context, part)
            if inner is not None and not inner.hidden:
                yield from _helps(inner, part, context)


if __name__ == "__main__":
    PATH.parent.mkdir(exist_ok=True)
    made = ((PATH, page), (STORE, store_page), (RECORD, record_page), (FIELDS, fields_page), (COMMANDS, commands_page))
    for path, text in made:
        path.write_text(text(), encoding="utf-8", newline="\n")
