"""`kehoach rules`: what `kehoach check` looks for, and one rule in full with its proof."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import click

from kehoach.cli.common import Lines, console, facts, language, one_line, plain, table_or_json, wrong_code
from kehoach.cli.outputs import dumps, words

if TYPE_CHECKING:
    from kehoach.findings import Rule
    from kehoach.record import Finding


@click.command()
@click.argument("code", required=False)
@language
@click.option(
    "--format",
    "form",
    type=click.Choice(("table", "json", "markdown")),
    help="table: to be read; json: both languages; markdown: for a page. [default: table on a terminal, else json]",
)
def rules(code: str | None, lang: str, form: str | None) -> None:
    """List the rules of `kehoach check`, or print the one of CODE in full."""
    from kehoach.findings import rules as known

    form = table_or_json(form)
    if code is None:
        _LISTS[form](list(known().values()), lang)
    elif code in known():
        _FULL[form](known()[code], lang)
    else:
        raise click.BadParameter(wrong_code(code, known()), param_hint="CODE")


# --- the list -------------------------------------------------------------------------------------------------------


def _list_table(every: list[Rule], lang: str) -> None:
    from rich.table import Table

    from kehoach.cli.tables import COLOURS

    table = Table(box=None, padding=(0, 2, 0, 0))
    for name in ("code", "severity", "title"):
        table.add_column(name, header_style="dim", overflow="fold")
    for rule in every:
        table.add_row(rule.code, f"[{COLOURS[rule.severity]}]{rule.severity}[/]", plain(words(rule.title, lang)))
    console().print(table)


def _list_json(every: list[Rule], lang: str) -> None:
    listed = [
        {"code": rule.code, "severity": rule.severity, "title": {"vi": rule.title.vi, "en": rule.title.en}}
        for rule in every
    ]
    click.echo(dumps(listed, indent=2))


def _list_markdown(every: list[Rule], lang: str) -> None:
    click.echo("| code | severity | title |\n| --- | --- | --- |")
    for rule in every:
        click.echo(f"| `{rule.code}` | {rule.severity} | {escaped(words(rule.title, lang))} |")


# --- one rule -------------------------------------------------------------------------------------------------------


def spoken(rule: Rule, text: str) -> list[Finding]:
    """What a rule says of one of its examples."""
    from kehoach.api import extract

    return [finding for finding in extract(text=text).findings if finding.code == rule.code]


def _full_table(rule: Rule, lang: str) -> None:
    screen = console()
    screen.rule(f"[bold]{rule.code}")
    table = facts()
    table.add_row("severity", rule.severity)
    for label, said in (("title", rule.title), ("message", rule.message), ("why", rule.why)):
        table.add_row(label, plain(words(said, lang)))
    table.add_row("source", plain(rule.source))
    screen.print(table)
    for example in rule.examples[:1]:
        found = spoken(rule, example)
        marked = {Lines(example).at(finding.start)[0] for finding in found}
        screen.print("\n[bold]Example[/]")
        for number, line in enumerate(example.splitlines(), 1):
            sign = "[yellow]>[/]" if number in marked else " "
            screen.print(f"{sign} [dim]{number:3}[/] {plain(line)}")
        for finding in found:
            at = "{}:{}".format(*Lines(example).at(finding.start))
            screen.print(f"  [yellow]{at}[/] {plain(words(finding.message, lang))}")
    for example in rule.counter_examples[:1]:
        screen.print("\n[bold]Counter-example[/] [dim](nothing is said)[/]")
        for number, line in enumerate(example.splitlines(), 1):
            screen.print(f"  [dim]{number:3}[/] {plain(line)}")


def _full_json(rule: Rule, lang: str) -> None:
    full: dict[str, Any] = {"code": rule.code, "severity": rule.severity}
    for name in ("title", "message", "why"):
        said = getattr(rule, name)
        full[name] = {"vi": said.vi, "en": said.en}
    full |= {"source": rule.source, "examples": rule.examples, "counter_examples": rule.counter_examples}
    click.echo(dumps(full, indent=2))


def _full_markdown(rule: Rule, lang: str) -> None:
    click.echo(f"## {rule.code}\n\n{escaped(words(rule.title, lang))} ({rule.severity})\n")
    click.echo(f"{code_span(words(rule.message, lang))}\n\n{help_markdown(rule, lang)}")
    for example in rule.examples[:1]:
        click.echo(f"\nExample:\n\n{fenced(example)}\n")
        for finding in spoken(rule, example):
            click.echo(f"- {place(example, finding)}: {escaped(words(finding.message, lang))}")
    for example in rule.counter_examples[:1]:
        click.echo(f"\nCounter-example, of which nothing is said:\n\n{fenced(example)}")


_LISTS = {"table": _list_table, "json": _list_json, "markdown": _list_markdown}
_FULL = {"table": _full_table, "json": _full_json, "markdown": _full_markdown}


# --- words for pages ------------------------------------------------------------------------------------------------


def help_text(rule: Rule, lang: str) -> str:
    """Why a rule is there and what it rests on, as plain text."""
    return f"{one_line(words(rule.why, lang))}\n\n{_SOURCE[lang]}: {one_line(rule.source)}"


def help_markdown(rule: Rule, lang: str) -> str:
    """Why a rule is there and what it rests on, as Markdown."""
    return f"{escaped(words(rule.why, lang))}\n\n{_SOURCE[lang]}: {escaped(rule.source)}"


_SOURCE = {"vi": "Cơ sở", "en": "Source"}


def place(text: str, finding: Finding) -> str:
    """Where a finding stands in an example, in Markdown: `line 10, column 5, “năm 2023”`."""
    line, column = Lines(text).at(finding.start)
    return f"line {line}, column {column}, {code_span(finding.text)}"


def escaped(text: str) -> str:
    """Text on one line that Markdown leaves as it is."""
    return re.sub(r"([\\`*_<>|\[\]])", r"\\\1", one_line(text))


def code_span(text: str) -> str:
    """Text on one line as a code span, whatever backticks it holds."""
    line = one_line(text)
    ticks = "`" * (max(map(len, re.findall("`+", line)), default=0) + 1)
    blank = " " if line.startswith("`") or line.endswith("`") or not line else ""
    return f"{ticks}{blank}{line}{blank}{ticks}"


def fenced(text: str, kind: str = "text") -> str:
    """Text as a fenced block, whatever backticks it holds."""
    ticks = "`" * max(3, max(map(len, re.findall("`+", text)), default=0) + 1)
    return f"{ticks}{kind}\n{text.rstrip()}\n{ticks}"
