"""`kehoach fill`: forms filled from plans; `kehoach fields`: what a form may ask for."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kehoach.cli.common import (
    framework_options,
    frameworks_of,
    language,
    limit_option,
    opened,
    own_register,
    plain,
    register_with,
    shorten,
    visible,
    warn,
    would_lose,
)
from kehoach.errors import FormError, ReadError

if TYPE_CHECKING:
    from kehoach.prefill import Form, Plan, Result
    from kehoach.prefill.words import Language
    from kehoach.readers import Document
    from kehoach.readers.limits import Limits


@click.command()
@click.argument("names", metavar="PLAN...", nargs=-1, required=True)
@click.option(
    "--template",
    "template",
    required=True,
    metavar="FORM",
    help="A .docx, .xlsx, .json, .yaml or .csv form; or one that is shipped: register, targets, assignments.",
)
@click.option(
    "--out",
    required=True,
    metavar="FILE|DIR",
    help="The filled form. For several plans and a form that takes one: a folder, in which each gets the name of its plan.",
)
@click.option(
    "--min-confidence",
    "least",
    type=click.FloatRange(0, 1),
    help="Leave a field empty, with the reason, where what was read is less sure than this. "
    "[default: 0.9 for what is found, 0.75 for what is inferred]",
)
@click.option("--sources", metavar="FILE", help="Write where each value came from to this file, as JSON.")
@click.option("--schema", metavar="FILE", help="A JSON Schema that a filled .json or .yaml form has to meet.")
@click.option("--corrections", "corrected", metavar="FILE", help="What `kehoach review` took back, put in its places.")
@language
@own_register()
@framework_options
@limit_option
def fill(
    names: tuple[str, ...],
    template: str,
    out: str,
    least: float | None,
    sources: str | None,
    schema: str | None,
    corrected: str | None,
    lang: Language,
    own: tuple[str, ...],
    named: tuple[str, ...],
    covered: bool,
    limits: Limits,
) -> None:
    """Fill a form from each PLAN, with where each value came from.

    \b
    kehoach fill plan.pdf --template targets --out targets.xlsx
    kehoach fill plans/*.docx --template register --out register.xlsx
    kehoach fill plans/*.docx --template assignments --out sheets/
    kehoach fill plan.docx --template form.json --schema schema.json --out plan.json

    Nothing is written that stands on no words of a plan. A value is found (written there), inferred (concluded from it) or
    missing. Comments in Word and Excel say so, with the words, their page and their place; beside other forms a file does
    (FILE.sources.json). `kehoach fields` lists what a form may ask for.
    """
    from kehoach.api import extract
    from kehoach.prefill import Plan, open_form

    try:
        form = open_form(template)
        check = _schema(schema) if schema is not None else None
    except FormError as error:
        warn_all(error)
        sys.exit(2)
    book = register_with(own)
    frameworks = frameworks_of(named, covered)
    several = not form.collects() and (len(names) > 1 or out.endswith(("/", "\\")) or Path(out).is_dir())
    failed = False
    plans: list[Plan] = []
    taken: set[str] = set()
    for document in opened(names, limits):
        if isinstance(document, ReadError):
            warn(str(document))
            failed = True
            continue
        if document.archive is not None and not (several or form.collects()):
            several = True  # an archive holds several plans
        record = extract(document, register=book, frameworks=frameworks)
        plan = _corrected(Plan(record.source.name or "-", record, document.text, document.layout), corrected, lang)
        if form.collects():
            plans.append(plan)
        elif several:
            failed |= not _write([plan], form, _place(document, form, out, taken), names, least, lang, None, check)
        else:
            failed |= not _write([plan], form, out, names, least, lang, sources, check)
    if plans:
        failed |= not _write(plans, form, out, names, least, lang, sources, check)
    if failed:
        sys.exit(1)


def warn_all(error: FormError) -> None:
    """Each thing that is wrong with a form, on a line of its own."""
    for reason in error.reasons:
        warn(f"{error.name}: {reason}")


def _corrected(plan: Plan, name: str | None, lang: Language) -> Plan:
    if name is None:
        return plan
    from kehoach.prefill.corrections import load

    try:
        if not Path(name).is_file():
            raise FormError(name, "no such file")
        applied = load(name).compare(plan, lang)
    except FormError as error:
        warn_all(error)
        sys.exit(2)
    if applied.suspect:
        told = "1 correction is" if len(applied.suspect) == 1 else f"{len(applied.suspect)} corrections are"
        warn(f"{plan.name}: {told} suspect and not applied; `kehoach corrections {name}` with the plan tells which")
    return applied.plan


def _place(document: Document, form: Form, folder: str, taken: set[str]) -> str:
    """The file in a folder for one plan; two plans of one name get two files."""
    suffix = Path(form.name).suffix
    stem = Path(document.name).stem or "plan"
    name, number = f"{stem}{suffix}", 2
    while name in taken:
        name, number = f"{stem} ({number}){suffix}", number + 1
    taken.add(name)
    return str(Path(folder) / name)


def _write(
    plans: list[Plan],
    form: Form,
    out: str,
    names: tuple[str, ...],
    least: float | None,
    lang: Language,
    sources: str | None,
    check: Callable[[Any], None] | None,
) -> bool:
    """Fill one form; False where that failed. The plans themselves, `names`, are never written over."""
    from kehoach.prefill import fill as fill_form

    if would_lose(out, names) is not None:
        warn(f"{out}: is one of the plans; give the filled form another place")
        return False
    try:
        Path(out).parent.mkdir(parents=True, exist_ok=True)
        result = fill_form(plans, form, out, lang=lang, least=least, sources=sources, schema=check)
    except FormError as error:
        warn_all(error)
        return False
    except OSError as error:
        warn(f"{out}: cannot be written ({(error.strerror or 'error').lower()})")
        return False
    for warning in result.warnings:
        warn(f"{form.name}: {warning}")
    click.echo(f"{visible(result.out)}: {_told(result)}")
    return True


def _told(result: Result) -> str:
    held_back = sum(len(filled.left_out) for filled in result.fields)
    told = ", ".join(f"{result.count(state)} {state}" for state in ("found", "inferred", "missing"))
    return told + (f" ({held_back} left out as unsure)" if held_back else "")


def _schema(name: str) -> Callable[[Any], None]:
    """What holds a filled map against a JSON Schema."""
    import json

    try:
        import jsonschema
    except ImportError:
        raise FormError(name, "needs the extra 'forms': pip install \"kehoach[forms]\"") from None
    try:
        held = json.loads(Path(name).read_text(encoding="utf-8-sig"))
        kind = jsonschema.validators.validator_for(held, jsonschema.Draft202012Validator)
        kind.check_schema(held)
    except OSError as error:
        raise FormError(name, f"cannot be read ({(error.strerror or 'error').lower()})") from None
    except (ValueError, jsonschema.SchemaError, AttributeError, TypeError, RecursionError):
        raise FormError(name, "is no JSON Schema") from None

    def check(filled: Any) -> None:
        wrong = [
            f"does not allow /{'/'.join(map(str, one.absolute_path))}: {shorten(one.message, 160)}"
            for one in sorted(kind(held).iter_errors(filled), key=lambda one: list(map(str, one.absolute_path)))
        ]
        if wrong:
            raise FormError(name, *wrong)

    return check


@click.command()
@click.argument("words", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@language
def fields(words: tuple[str, ...], as_json: bool, lang: Language) -> None:
    """List what a form may ask for, or what of it holds all of these WORDS.

    \b
    kehoach fields
    kehoach fields thời hạn
    kehoach fields due
    """
    import json

    from kehoach.cli.common import console
    from kehoach.prefill.catalogue import COMMON, listed
    from kehoach.text.normal import fold

    asked = [fold(word) for word in words]
    rows = [row for row in listed(lang) if all(word in fold(f"{row.path} {row.called} {row.short}") for word in asked)]
    if as_json:
        told = [
            {
                "field": row.path,
                "short": row.short or None,
                "called": row.called,
                "state": row.state,
                "list": row.several,
            }
            for row in rows
        ]
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    if not rows:
        warn("no field holds these words; `kehoach fields` lists them all")
        sys.exit(1)
    from rich.table import Table

    table = Table(box=None, padding=(0, 2, 0, 0))
    for head in ("field", "called", "state", "short name"):
        table.add_column(head, no_wrap=head == "field")
    for row in rows:
        table.add_row(plain(row.path + ("[]" if row.several else "")), plain(row.called), row.state, plain(row.short))
    console().print(table)
    click.echo(f"[] is a list. Every entry has {', '.join(COMMON)} too.")
