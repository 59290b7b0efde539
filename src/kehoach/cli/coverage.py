"""`kehoach coverage`: how each file stands against a framework; `kehoach frameworks`: what there is to judge against."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import click

from kehoach.cli.common import (
    console,
    facts,
    framework_option,
    frameworks_of,
    language,
    limit_option,
    one_line,
    opened,
    own_register,
    plain,
    register_with,
    shorten,
    table_or_json,
    warn,
)
from kehoach.cli.outputs import dumps, words
from kehoach.errors import FrameworkError, ReadError
from kehoach.shown import STATUSES, VERDICTS, about, no_formula, stated

if TYPE_CHECKING:
    from kehoach.frameworks import Framework
    from kehoach.readers.limits import Limits
    from kehoach.record import Coverage, Covered, CoveredItem, Record

_COLOURS = {
    "quantified": "green",
    "qualitative": "cyan",
    "mentioned": "yellow",
    "absent": "red",
    "not_applicable": "dim",
    "needs_review": "magenta",
    "exceeds": "green",
    "meets": "green",
    "below": "red",
    "not_comparable": "dim",
}
_HEADS = {
    "vi": ("Mục", "Chỉ tiêu", "Tình trạng", "Kế hoạch", "Khung", "Kết luận", "Trích"),
    "en": ("Item", "Target", "Status", "Plan", "Framework", "Verdict", "Quote"),
}
_NARROW = 100
"""Columns of a terminal below which the values stand under the names."""
COLUMNS = (
    "file",
    "framework",
    "period",
    "level",
    "kind",
    "id",
    "name",
    "status",
    "probability",
    "verdict",
    "due",
    "plan_comparator",
    "plan_value",
    "plan_value_max",
    "unit",
    "per",
    "framework_year",
    "framework_comparator",
    "framework_value",
    "start",
    "end",
    "quote",
)


@click.command()
@click.argument("names", metavar="FILE...", nargs=-1, required=True)
@click.option(
    "--format",
    "form",
    type=click.Choice(("table", "json", "csv", "html")),
    help="table: to be read; json: the coverage of each file; csv: a row for each goal, target and group; html: one page "
    "with the text beside it. [default: table on a terminal, else json]",
)
@framework_option
@own_register()
@language
@limit_option
def coverage(
    names: tuple[str, ...],
    form: str | None,
    named: tuple[str, ...],
    own: tuple[str, ...],
    lang: str,
    limits: Limits,
) -> None:
    """Print how each FILE stands against a framework: each goal and target with status, values, verdict and quote.

    A FILE is a PDF, a scan or image, a Word (.docx, .doc), RTF, OpenDocument or HTML file, plain text or Markdown, or a zip
    archive of such, told by its content; - is standard input.
    """
    from kehoach.api import extract

    book = register_with(own)
    frameworks = frameworks_of(named)
    form = table_or_json(form)
    failed = False
    pages: list[tuple[str, str, Record]] = []
    if form == "csv":
        click.echo(_lines([dict(zip(COLUMNS, COLUMNS, strict=True))]), nl=False)
    for document in opened(names, limits):
        if isinstance(document, ReadError):
            warn(str(document))
            failed = True
            continue
        record = extract(document, register=book, frameworks=frameworks)
        if form == "table":
            for judged in record.coverage:
                _print(document.name, judged, lang)
        elif form == "json":
            told = {"file": document.name, "coverage": record.to_dict()["coverage"]}
            click.echo(dumps(told, indent=2 if len(names) == 1 and document.archive is None else None))
        elif form == "csv":
            about_file = {"file": document.name}
            click.echo(_lines({**about_file, **r} for judged in record.coverage for r in rows(judged, lang)), nl=False)
        else:
            pages.append((document.name, document.text, record))
    if pages:
        from kehoach.pages.coverage import page

        click.echo(page(pages, lang), nl=False)
    if failed:
        sys.exit(1)


# --- formats --------------------------------------------------------------------------------------------------------


def _lines(told: Iterable[dict[str, Any]]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writerows({key: no_formula(value) for key, value in row.items()} for row in told)
    return out.getvalue()


def rows(judged: Coverage, lang: str) -> Iterator[dict[str, Any]]:
    """A row for each goal, item, part and group; an item with several values has one for each."""
    about = {"framework": judged.framework.id, "period": judged.period, "level": judged.level}
    for kind, group in (("goal", judged.goals), ("item", judged.items), ("measure", judged.measures)):
        for one in group:
            for part in (one, *getattr(one, "parts", ())):
                base = {
                    **about,
                    "kind": "part" if part is not one else kind,
                    "id": part.id,
                    "name": words(part.name, lang),
                    "status": part.status,
                    "probability": part.probability,
                }
                yield from _valued(base, part, judged.milestone)


def _valued(base: dict[str, Any], part: Covered, year: int | None) -> Iterator[dict[str, Any]]:
    verdict = getattr(part, "verdict", None)
    milestones = getattr(part, "milestones", ())
    first = part.evidence[0] if part.evidence else None
    if not milestones:
        span = {"start": first.start, "end": first.end, "quote": one_line(first.text)} if first else {}
        yield {**base, "verdict": verdict, **_asked(part, year), **span}
    for m in milestones:
        yield {
            **base,
            "verdict": m.verdict,
            "due": m.due,
            "plan_comparator": m.plan.comparator,
            "plan_value": m.plan.value,
            "plan_value_max": m.plan.value_max,
            "unit": m.plan.unit,
            "per": m.plan.per,
            "framework_year": m.against,
            "framework_comparator": m.framework.comparator,
            "framework_value": m.framework.value,
            "start": m.start,
            "end": m.end,
            "quote": one_line(m.text),
        }


def _asked(part: Covered, year: int | None) -> dict[str, Any]:
    """What the framework asks for, where the plan states no value."""
    asked = getattr(part, "asked", None)
    if asked is None or asked.value is None:
        return {}
    return {
        "unit": asked.unit,
        "per": asked.per,
        "framework_year": year,
        "framework_comparator": asked.comparator,
        "framework_value": asked.value,
    }


def _print(name: str, judged: Coverage, lang: str) -> None:
    from rich.table import Table

    screen = console()
    screen.rule(f"[bold]{plain(name)}[/] · {plain(judged.framework.id)}")
    table = facts()
    for fact, value in about(judged, lang):
        table.add_row(fact, plain(value))
    screen.print(table)
    narrow = screen.width < _NARROW
    matrix = Table(box=None, padding=(0, 1, 0, 0), pad_edge=False)
    heads = _HEADS[lang][:2] if narrow else _HEADS[lang]
    options: tuple[dict[str, Any], ...] = (
        {"overflow": "fold"},
        {"ratio": 3},
        {"no_wrap": True},
        {},
        {},
        {},
        {"ratio": 4, "style": "dim"},
    )
    for head, told in zip(heads, options, strict=False):
        matrix.add_column(head, header_style="dim", **told)
    for cells in _matrix(judged, lang):
        if narrow:
            number, name, status, value, asked, verdict, quote = cells
            values = (status, value, f"{_HEADS[lang][4].lower()}: {asked}" if asked else "", verdict)
            lines = (name, " · ".join(filter(None, values)), f"[dim]{quote}[/]" if quote else "")
            matrix.add_row(number, "\n".join(filter(None, lines)))
        else:
            matrix.add_row(*cells)
    screen.print(matrix)


def _matrix(judged: Coverage, lang: str) -> Iterator[tuple[str, ...]]:
    """The cells of each row: id, name, status, the plan's value, the framework's, verdict, quote."""
    under: dict[str | None, list[CoveredItem]] = {}
    for item in judged.items:
        under.setdefault(item.goal, []).append(item)
    for goal in judged.goals:
        yield f"[bold]{plain(goal.id)}[/]", f"[bold]{plain(words(goal.name, lang))}[/]", _status(goal, lang), *[""] * 4
        yield from _rows(under.pop(goal.id, []), lang)
    for items in under.values():
        yield from _rows(items, lang)
    for group in judged.measures:
        yield plain(group.id), plain(words(group.name, lang)), _status(group, lang), "", "", "", _quote(group)


def _rows(items: Iterable[CoveredItem], lang: str) -> Iterator[tuple[str, ...]]:
    for item in items:
        for one in (item, *item.parts):
            yield _cells(one, lang)


def _status(one: Covered, lang: str) -> str:
    return f"[{_COLOURS[one.status]}]{STATUSES[one.status][lang]}[/]"


def _quote(one: Covered) -> str:
    return plain(shorten(one.evidence[0].text, 80)) if one.evidence else ""


def _cells(item: CoveredItem, lang: str) -> tuple[str, ...]:
    verdict = f"[{_COLOURS[item.verdict]}]{VERDICTS[item.verdict][lang]}[/]" if item.verdict else ""
    return (
        plain(item.id),
        plain(words(item.name, lang)),
        _status(item, lang),
        plain("; ".join(f"{stated(m.plan, lang)}{f' ({m.due})' if m.due else ''}" for m in item.milestones)),
        plain(stated(item.asked, lang)) if item.asked else "",
        verdict,
        _quote(item),
    )


# --- frameworks -----------------------------------------------------------------------------------------------------


@click.command()
@click.argument("name", metavar="[ID|FILE]", required=False)
@language
@click.option(
    "--format", "form", type=click.Choice(("table", "json")), help="[default: table on a terminal, else json]"
)
def frameworks(name: str | None, lang: str, form: str | None) -> None:
    """List the frameworks, or check the one of ID or FILE and print it in full."""
    from kehoach.frameworks import available, load

    form = table_or_json(form)
    if name is None:
        _list(list(available().values()), lang, form)
        return
    try:
        framework = load(name)
    except FrameworkError as error:
        warn(str(error))
        sys.exit(2)
    if form == "json":
        click.echo(dumps(_as_dict(framework), indent=2))
    else:
        _full(framework, lang)


def _list(known: list[Framework], lang: str, form: str) -> None:
    from kehoach.coverage.model import model_of

    if form == "json":
        listed: list[dict[str, Any]] = [
            {
                "id": f.id,
                "version": f.version,
                "title": {"vi": f.title.vi, "en": f.title.en},
                "period": f.period,
                "goals": len(f.goals),
                "targets": len(f.targets),
                "parts": len(f.items),
                "model": _version(f),
            }
            for f in known
        ]
        click.echo(dumps(listed, indent=2))
        return
    from rich.table import Table

    table = Table(box=None, padding=(0, 2, 0, 0))
    for head in ("id", "period", "targets", "model", "title"):
        table.add_column(head, header_style="dim", overflow="fold")
    for f in known:
        model = model_of(f)
        table.add_row(
            f.id, f.period or "", str(len(f.targets)), model.version if model else "–", plain(words(f.title, lang))
        )
    console().print(table)


def _version(framework: Framework) -> str | None:
    from kehoach.coverage.model import model_of

    model = model_of(framework)
    return model.version if model is not None else None


def _as_dict(framework: Framework) -> dict[str, Any]:
    from dataclasses import asdict

    plain_data = asdict(framework)
    for remit in plain_data["remits"]:
        remit["items"] = sorted(remit["items"])
    for key in ("path", "own"):
        del plain_data[key]
    return plain_data


def _full(framework: Framework, lang: str) -> None:
    from rich.table import Table

    from kehoach.record import Stated

    screen = console()
    screen.rule(f"[bold]{plain(framework.id)}[/] · {plain(words(framework.title, lang))}")
    table = Table(box=None, padding=(0, 2, 0, 0))
    years = sorted({m.year for item in framework.items for m in item.milestones})
    for head in ("id", "target", *map(str, years), "confidence"):
        table.add_column(head, header_style="dim", overflow="fold")
    for target in framework.targets:
        for item in target.parts or (target,):
            values = {
                m.year: stated(Stated(m.comparator, m.value, None, item.unit, item.per), lang) for m in item.milestones
            }
            table.add_row(item.id, plain(words(item.name, lang)), *(values.get(y, "") for y in years), item.confidence)
    screen.print(table)
