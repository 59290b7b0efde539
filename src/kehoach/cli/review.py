"""`kehoach review`: a local page on which a person reads a plan beside its values and corrects them."""

from __future__ import annotations

import contextlib
import sys
from typing import TYPE_CHECKING

import click

from kehoach.cli.common import (
    framework_options,
    frameworks_of,
    language,
    limit_option,
    opened,
    own_register,
    register_with,
    warn,
)
from kehoach.errors import FormError, ReadError

if TYPE_CHECKING:
    from kehoach.prefill.words import Language
    from kehoach.readers.limits import Limits


@click.command()
@click.argument("names", metavar="PLAN...", nargs=-1, required=True)
@click.option(
    "--form",
    "template",
    metavar="FORM",
    help="Show the fields of this form, or of one that is shipped (register, targets, assignments). [default: the record's]",
)
@click.option(
    "--corrections",
    "path",
    metavar="FILE",
    default="review.jsonl",
    show_default=True,
    help="Where what you say is kept, at every change; what the file holds is taken up.",
)
@click.option("--reviewer", metavar="NAME", help="Stands in each correction.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=0, help="Of the page, on this machine alone. [default: a free one]"
)
@click.option("--no-browser", "browser", is_flag=True, flag_value=False, default=True, help="Print the address only.")
@language
@own_register()
@framework_options
@limit_option
def review(
    names: tuple[str, ...],
    template: str | None,
    path: str,
    reviewer: str | None,
    port: int,
    browser: bool,
    lang: Language,
    own: tuple[str, ...],
    named: tuple[str, ...],
    covered: bool,
    limits: Limits,
) -> None:
    """Open a page to review what was read in each PLAN: its text on one side, its values on the other.

    \b
    kehoach review plan.pdf
    kehoach review plans/*.docx --corrections review.jsonl --reviewer Lan
    kehoach review plan.docx --form register --lang en

    The page is shown by this program to this machine alone, behind a token in its address; Ctrl-C ends it. `?` on the page
    lists its keys. `kehoach fill --corrections FILE` puts what was corrected into a form; `kehoach corrections FILE PLAN…`
    tells what still holds, and with --as-gold makes gold marks of it.
    """
    from datetime import UTC, datetime

    from kehoach.api import extract
    from kehoach.prefill import Plan, open_form
    from kehoach.review.server import Server
    from kehoach.review.session import Session

    book = register_with(own)
    frameworks = frameworks_of(named, covered)
    failed = False
    try:
        form = open_form(template) if template is not None else None
        plans = []
        for document in opened(names, limits):
            if isinstance(document, ReadError):
                warn(str(document))
                failed = True
                continue
            record = extract(document, register=book, frameworks=frameworks)
            plans.append(Plan(record.source.name or "-", record, document.text, document.layout))
        if not plans:
            sys.exit(1)
        today = datetime.now(UTC).date().isoformat()
        session = Session(plans, path, form=form, reviewer=reviewer, when=today)
        session.overview()
    except FormError as error:
        for reason in error.reasons:
            warn(f"{error.name}: {reason}")
        sys.exit(2)
    try:
        server = Server(session, port, lang)
    except OSError as error:
        warn(f"port {port}: cannot be used ({(error.strerror or 'error').lower()})")
        sys.exit(1)
    with server, contextlib.suppress(KeyboardInterrupt):
        click.echo(f"{server.address}\nCtrl-C ends the review; what you say is kept in {path}")
        if browser:
            import webbrowser

            # without a browser the address is there to be opened
            with contextlib.suppress(webbrowser.Error, OSError):
                webbrowser.open(server.address)
        server.serve_forever()
    if failed:
        sys.exit(1)
