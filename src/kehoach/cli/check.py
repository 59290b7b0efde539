"""`kehoach check`: the findings of each file, in the order of its text, as linters print them."""

from __future__ import annotations

import sys
from collections import Counter
from typing import TYPE_CHECKING, get_args

import click

from kehoach.cli import outputs
from kehoach.cli.common import (
    framework_options,
    frameworks_of,
    language,
    limit_option,
    opened,
    own_register,
    register_with,
    warn,
    wrong_code,
)
from kehoach.errors import ReadError
from kehoach.record import Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kehoach.readers.limits import Limits

SEVERITIES: tuple[Severity, ...] = get_args(Severity)
_FORMS: dict[str, Callable[[outputs.Checked, str], Iterator[str]]] = {
    "text": outputs.text,
    "json": outputs.json,
    "github": outputs.github,
}


def _codes(context: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> frozenset[str]:
    """The codes of comma lists; one that does not exist is a wrong call."""
    if not values:
        return frozenset()
    from kehoach.findings import rules

    codes = [code.strip() for value in values for code in value.split(",") if code.strip()]
    if not codes:
        raise click.BadParameter("names no code")
    for code in codes:
        if code not in rules():
            raise click.BadParameter(wrong_code(code, rules()))
    return frozenset(codes)


@click.command()
@click.argument("names", metavar="FILE...", nargs=-1, required=True)
@click.option(
    "--format",
    "form",
    type=click.Choice((*_FORMS, "sarif")),
    default="text",
    show_default=True,
    help="text: a line a finding; json: an object a file; sarif: SARIF 2.1.0; github: commands that annotate a change.",
)
@click.option(
    "--select", callback=_codes, multiple=True, metavar="CODE[,CODE]", help="Only these rules; may be repeated."
)
@click.option("--ignore", callback=_codes, multiple=True, metavar="CODE[,CODE]", help="Not these; may be repeated.")
@click.option(
    "--severity", type=click.Choice(SEVERITIES), default="info", show_default=True, help="The least severity shown."
)
@language
@own_register()
@framework_options
@limit_option
def check(
    names: tuple[str, ...],
    form: str,
    select: frozenset[str],
    ignore: frozenset[str],
    severity: Severity,
    lang: str,
    own: tuple[str, ...],
    named: tuple[str, ...],
    covered: bool,
    limits: Limits,
) -> None:
    """Print what a careful reviewer would raise in each FILE.

    A FILE is a PDF, a scan or image, a Word (.docx, .doc), RTF, OpenDocument or HTML file, plain text or Markdown, or a zip
    archive of such, told by its content; - is standard input.

    Lines and columns count from 1, columns in characters. A file named twice is read once.

    Exit codes: 0 no error is shown, 1 an error is shown or a file could not be read, 2 the call is wrong.
    """
    from kehoach.api import extract
    from kehoach.findings import rules

    book = register_with(own)
    frameworks = frameworks_of(named, covered)
    active = [rule for code, rule in rules().items() if (not select or code in select) and code not in ignore]
    wanted = {rule.code for rule in active}
    shown = SEVERITIES[: SEVERITIES.index(severity) + 1]
    counts: Counter[str] = Counter()
    done: list[outputs.Checked] = []
    refused: list[ReadError] = []
    for document in opened(dict.fromkeys(names), limits):
        if isinstance(document, ReadError):
            warn(str(document))
            refused.append(document)
            continue
        findings = extract(document, register=book, frameworks=frameworks).findings
        kept = [finding for finding in findings if finding.code in wanted and finding.severity in shown]
        counts.update(finding.severity for finding in kept)
        counts["file"] += 1
        checked = outputs.Checked(document, kept)
        if form == "sarif":
            done.append(checked)
            continue
        for line in _FORMS[form](checked, lang):
            click.echo(line)
    if form == "sarif":
        from kehoach.cli.sarif import log

        click.echo(outputs.dumps(log(active, done, refused, lang), indent=2))
    click.echo(_summary(counts, len(refused)), err=True)
    if counts["error"] or refused:
        sys.exit(1)


def _summary(counts: Counter[str], refused: int) -> str:
    """`3 files, 2 errors, 5 warnings`; what else there is stands behind."""
    parts = [f"{counts[name]} {name}{'s' * (counts[name] != 1)}" for name in ("file", "error", "warning")]
    if counts["info"]:
        parts.append(f"{counts['info']} info")
    if refused:
        parts.append(f"{refused} not read")
    return ", ".join(parts)
