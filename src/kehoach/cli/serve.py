"""`kehoach serve`: the HTTP service."""

from __future__ import annotations

import ipaddress
import os
import sys
from typing import TYPE_CHECKING

import click

from kehoach.cli.common import framework_option, frameworks_of, limit_option, own_register, register_with, warn
from kehoach.errors import FormError, KehoachError

if TYPE_CHECKING:
    from kehoach.readers.limits import Limits


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8028, show_default=True, help="0: one that is free.")
@click.option("--workers", type=click.IntRange(1, 64), help="Processes. [default: one for each processor]")
@click.option(
    "--queue", type=click.IntRange(1, 10_000), default=64, show_default=True, help="Requests that wait for a worker."
)
@click.option(
    "--max-bytes", type=click.IntRange(1, 1 << 30), default=20_000_000, show_default=True, help="Of a request's body."
)
@click.option(
    "--max-characters",
    type=click.IntRange(1, 10_000_000),
    default=2_000_000,
    show_default=True,
    help="Of a document's text.",
)
@click.option(
    "--timeout",
    type=click.FloatRange(1, 3600),
    default=60.0,
    show_default=True,
    help="Seconds for one document, reading and judging together.",
)
@click.option(
    "--allow-host",
    "hosts",
    multiple=True,
    metavar="NAME",
    help="A host name by which the service may be called (behind a proxy); may be repeated. [default: on loopback its own]",
)
@click.option(
    "--form",
    "forms",
    multiple=True,
    metavar="FILE",
    help="Fill this form too, under its name without the ending; may be repeated. The shipped ones are always there.",
)
@framework_option
@own_register()
@limit_option
def serve(
    host: str,
    port: int,
    workers: int | None,
    queue: int,
    max_bytes: int,
    max_characters: int,
    timeout: float,
    hosts: tuple[str, ...],
    forms: tuple[str, ...],
    named: tuple[str, ...],
    own: tuple[str, ...],
    limits: Limits,
) -> None:
    """Answer requests over HTTP: a file or a text in; its record, coverage, findings or a filled form out.

    \b
        kehoach serve
        kehoach serve --port 9000 --workers 4 --timeout 30
        curl -F file=@plan.docx http://127.0.0.1:8028/v1/record
        curl --data-binary @plan.pdf -H 'Content-Type: application/pdf' http://127.0.0.1:8028/v1/findings
        curl -F file=@plan.docx -o targets.xlsx http://127.0.0.1:8028/v1/forms/targets

    / describes all paths, /openapi.json the same for programs. No file is kept, and a line of the log tells status, sizes and
    seconds of a request, nothing of what was sent. There is no password: on another address than loopback everyone who
    reaches it may ask. Ctrl-C ends the service.
    """
    # a file that is not of the form ends the call here, not each worker; what is shipped is not asked after
    if own:
        register_with(own)
    if named:
        frameworks_of(named)
    if forms:
        _fillable(forms)
    try:
        from kehoach.serving import Settings
        from kehoach.serving.server import LOOPBACK, bound, run
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("starlette", "uvicorn", "python_multipart", "h11", "anyio"):
            raise
        warn("serve: needs the extra 'serve': pip install \"kehoach[serve]\"")
        sys.exit(2)
    try:
        listener = bound(host, port)
        address, taken = listener.getsockname()[:2]
        loopback = ipaddress.ip_address(address).is_loopback
        if not loopback:
            warn(f"anyone who reaches {address} may send files; there is no password")
        settings = Settings(
            workers=workers or _processors(),
            queue=queue,
            max_bytes=max_bytes,
            max_characters=max_characters,
            timeout=timeout,
            frameworks=named or Settings().frameworks,
            registers=own,
            forms=forms,
            limits=limits,
            hosts=tuple(
                one.lower() for one in (*hosts, *(LOOPBACK if loopback else ()), *((address,) if hosts else ()))
            ),
            held=max(Settings().held, 4 * max_bytes),
        )
        shown = f"[{address}]" if ":" in address else address

        def ready() -> None:
            many = f"{settings.workers} worker{'s' * (settings.workers != 1)}"
            warn(f"http://{shown}:{taken} ({many}); Ctrl-C ends it")

        run(settings, listener, _logged, ready)
    except KehoachError as error:
        warn(f"serve: {error}")
        sys.exit(2)


def _fillable(forms: tuple[str, ...]) -> None:
    """A form that asks for what is not there ends the call."""
    from kehoach.prefill import open_form

    for name in forms:
        try:
            open_form(name)
        except FormError as error:
            for reason in error.reasons:
                warn(f"{error.name}: {reason}")
            sys.exit(2)


def _processors() -> int:
    """Those that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _logged(line: str) -> None:
    import time

    click.echo(f"{time.strftime('%Y-%m-%dT%H:%M:%S%z')} {line}", err=True)
