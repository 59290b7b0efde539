"""`kehoach register`: what is known of a document, a body or a province on a date."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import click

from kehoach.cli.common import console, facts, own_register, plain, register_with, table_or_json, warn

if TYPE_CHECKING:
    from rich.console import Console


def _date(context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    from kehoach.register.days import bounds

    if value is not None:
        try:
            bounds(value)
        except ValueError as error:
            raise click.BadParameter(str(error)) from None
    return value


@click.command()
@click.argument("term")
@click.option(
    "--on", callback=_date, metavar="DATE", help="The day, month or year to answer for: 2025-06-01, 2025-06 or 2025."
)
@own_register("--file")
@click.option(
    "--format",
    "form",
    type=click.Choice(("json", "table")),
    help="json: one object; table: to be read. [default: table on a terminal, else json]",
)
def register(term: str, on: str | None, own: tuple[str, ...], form: str | None) -> None:
    """Print what the register of documents, bodies and provinces holds of TERM: a number, a name or a code.

    Exit codes: 0 found, 1 not found, 2 the call or a file of your own is wrong.
    """
    from kehoach.register.answer import answer
    from kehoach.register.keys import squeeze

    if not squeeze(term):
        raise click.BadParameter("holds no letter or figure", param_hint="TERM")
    book = register_with(own)
    answers = [answer(book, entry, on) for entry in book.lookup(term, on)]
    if not answers:
        near = "; ".join(book.suggest(term))
        warn(f"{term}: not in the register" + (f" (nearest: {near})" if near else ""))
        sys.exit(1)
    if table_or_json(form) == "json":
        click.echo(json.dumps({"term": term, "on": on, "found": answers}, ensure_ascii=False, indent=2))
        return
    screen = console()
    for found in answers:
        _print_entry(screen, found)


def _print_entry(screen: Console, found: dict[str, Any]) -> None:
    """One entry of the register: what it is, how it stood on the date, what followed, how surely that is known."""
    asked = found["asked"]
    kind = found["entry"]
    screen.rule(f"[bold]{plain(found.get('number') or found.get('full_name') or found['name'])}")
    table = facts()
    table.add_row("entry", kind)
    for key in ("type", "number", "name", "code", "level", "kind", "issuer", "title", "period"):
        if key in found:
            table.add_row(key, plain(found[key]))
    about = " (about)" if found.get("approximate") else ""
    for key, label in (("date", "issued"), ("effective", "in force from"), ("ended", "period ended")):
        if key in found:
            table.add_row(label, found[key])
    if kind != "document":
        table.add_row("time", f"{found.get('since', '…')} – {found.get('until', '…')}{about}")
    state = asked.get("status") or asked["state"]
    words = _STATES if asked["on"] else {"held": "goes on", "ended": "has ended"}
    state = words.get(state, state.replace("_", " "))
    table.add_row(f"on {plain(asked['on'])}" if asked["on"] else "status", f"[bold]{plain(state)}[/]")
    for number, step in enumerate(asked["followed_by"]):
        table.add_row("" if number else "followed by", plain(_step(step)))
    if not asked["followed_by"]:
        later = [step["name"] for step in found.get("successors", ())]
        later += [found[key] for key in ("superseded_by", "successor") if key in found]
        if later:
            day = f" (from {found['superseded_on']})" if "superseded_on" in found else ""
            table.add_row("followed later by", plain(", ".join(dict.fromkeys(later)) + day))
    if "predecessors" in found:
        table.add_row("made of", plain(", ".join(found["predecessors"])))
    for key in ("amended_by", "centre_in"):
        if key in found:
            table.add_row(key.replace("_", " "), plain(found[key]))
    for key, label in (("variants", "also written"), ("aliases", "also called"), ("confusable", "easily taken for")):
        if key in found:
            table.add_row(label, plain("; ".join(found[key])))
    for wrong in found.get("wrong_dates", ()):
        table.add_row("wrong date", plain(f"{wrong['date']} ({wrong['where']})"))
    for wrong in found.get("wrong_numbers", ()):
        table.add_row("wrong number", plain(wrong))
    sure = [found["confidence"], *(f"{key} {word}" for key, word in found.get("confidence_of", {}).items())]
    table.add_row("confidence", plain("; ".join(sure).replace("_", " ")))
    for key in ("source", "note"):
        if key in found:
            table.add_row(key, plain(found[key]))
    screen.print(table)


# words for a state that say it to a reader
_STATES = {
    "held": "existed",
    "partly": "existed for a part of that time",
    "ended": "had ended",
    "not_yet": "not there yet",
    "not_issued": "not issued yet",
    "not_in_force": "not in force yet",
}


def _step(step: dict[str, Any]) -> str:
    """What followed, in one line: its name, which part of the work, by which way, since when, how surely."""
    line: str = step.get("full_name") or step.get("name") or step["number"]
    if step.get("functions"):
        line += f": {' → '.join(step['functions'])}"
    if step.get("title"):
        line += f" {step['title']}"
    remarks = [f"through {', '.join(step['through'])}"] if step.get("through") else []
    remarks += [f"from {step[key]}" for key in ("from", "since") if key in step]
    remarks += [step["confidence"].replace("_", " ")] if "confidence" in step else []
    return f"{line} ({'; '.join(remarks)})" if remarks else line
