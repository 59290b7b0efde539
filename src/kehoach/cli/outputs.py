"""The findings of one file as lines: for people, for programs, for GitHub's annotations."""

from __future__ import annotations

import json as _json
import os
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import click

from kehoach.cli.common import Lines, one_line, visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kehoach.readers import Document
    from kehoach.record import Finding, Message, Span

_COLOURS = {"error": "red", "warning": "yellow", "info": "cyan"}
_GITHUB = {"error": "error", "warning": "warning", "info": "notice"}


@dataclass(frozen=True, slots=True)
class Checked:
    """A file that was read, and what is shown of it."""

    document: Document
    findings: Sequence[Finding]
    lines: Lines = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "lines", Lines(self.document.text))


def words(message: Message, lang: str) -> str:
    """A message in one language."""
    return message.vi if lang == "vi" else message.en


def dumps(value: object, indent: int | None = None) -> str:
    """JSON with its Vietnamese readable."""
    return _json.dumps(value, ensure_ascii=False, indent=indent, separators=None if indent else (",", ":"))


def text(checked: Checked, lang: str) -> Iterator[str]:
    """`FILE:LINE:COL CODE severity: message`, with the page where the file has pages: `FILE:LINE:COL (p. 3) …`."""
    coloured = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    for finding in checked.findings:
        line, column = checked.lines.at(finding.start)
        severity: str = finding.severity
        if coloured:
            severity = click.style(severity, fg=_COLOURS[severity], bold=True)
        message = one_line(words(finding.message, lang))
        page = "" if finding.page is None else f" (p. {finding.page})"
        yield f"{visible(checked.document.name)}:{line}:{column}{page} {finding.code} {severity}: {message}"


def json(checked: Checked, lang: str) -> Iterator[str]:
    """One object: `file` and its `findings`; offsets as in the record, lines and columns beside them. Both languages."""
    findings = [
        {
            "code": finding.code,
            "severity": finding.severity,
            **_place(checked, finding),
            "message": {"vi": finding.message.vi, "en": finding.message.en},
            "related": [_place(checked, span) for span in finding.related],
        }
        for finding in checked.findings
    ]
    yield dumps({"file": checked.document.name, "findings": findings})


def _place(checked: Checked, span: Span) -> dict[str, Any]:
    line, column = checked.lines.at(span.start)
    end_line, end_column = checked.lines.at(span.end)
    place = {"line": line, "column": column, "end_line": end_line, "end_column": end_column}
    return {**place, "start": span.start, "end": span.end, "text": span.text}


def github(checked: Checked, lang: str) -> Iterator[str]:
    """Workflow commands, which GitHub shows beside the lines of a change."""
    name = _property("".join(c if c in "\r\n" else visible(c) for c in checked.document.name))
    for finding in checked.findings:
        line, column = checked.lines.at(finding.start)
        message = _data(one_line(words(finding.message, lang)))
        level = _GITHUB[finding.severity]
        yield f"::{level} file={name},line={line},col={column},title={_property(finding.code)}::{message}"


def _data(value: str) -> str:
    """The escapes of a workflow command's message (actions/toolkit, packages/core/src/command.ts)."""
    return value.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(value: str) -> str:
    """The escapes of a workflow command's property."""
    return _data(value).replace(":", "%3A").replace(",", "%2C")
