"""Findings as SARIF 2.1.0 (OASIS Standard), one run for one call.

Regions count lines and columns from 1 and characters from 0, in code points; as the standard asks (3.30.2), a byte-order
mark counts in none of them. Files that could not be read are notifications of the invocation.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from kehoach import __version__
from kehoach.cli.common import NEWLINES, one_line
from kehoach.cli.outputs import Checked, words
from kehoach.cli.rules import help_markdown, help_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kehoach.errors import ReadError
    from kehoach.findings import Rule
    from kehoach.record import Finding, Span

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {"error": "error", "warning": "warning", "info": "note"}


def log(rules: Sequence[Rule], done: Sequence[Checked], refused: Sequence[ReadError], lang: str) -> dict[str, Any]:
    """The whole log.

    Args:
        rules: those that were asked, in the order in which results point to them.
        done, refused: files that were read, and those that could not be.
        lang: `vi` or `en`.
    """
    numbers = {rule.code: number for number, rule in enumerate(rules)}
    artifacts: dict[str, dict[str, Any]] = {}
    places: dict[str, int] = {}
    results = []
    for checked in done:
        uri = address(checked.document.name)
        places.setdefault(uri, len(places))
        artifacts.setdefault(uri, _artifact(checked, uri))
        location = {"uri": uri, "index": places[uri]}
        results += [_result(checked, location, finding, numbers, lang) for finding in checked.findings]
    run = {
        "tool": {
            "driver": {
                "name": "kehoach",
                "version": __version__,
                "semanticVersion": __version__,
                "rules": [_rule(rule, lang) for rule in rules],
            }
        },
        "invocations": [
            {
                "executionSuccessful": not refused,
                "toolExecutionNotifications": [_notification(error) for error in refused],
            }
        ],
        "language": lang,
        "columnKind": "unicodeCodePoints",
        "newlineSequences": list(NEWLINES),
        "artifacts": list(artifacts.values()),
        "results": results,
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def address(name: str) -> str:
    """A file's name as a URI: relative where the name is, so that the place of the checkout does not matter."""
    path = Path(name)
    if path.is_absolute():
        return path.as_uri()
    return quote(os.fsencode(path.as_posix()), safe="/")


def _message(text: str) -> dict[str, str]:
    """A plain-text message."""
    return {"text": _literal(one_line(text))}


def _literal(text: str) -> str:
    """Text without meaning of its own: braces would be placeholders (3.11.5), `[…](…)` a link (3.11.6)."""
    return text.replace("{", "{{").replace("}", "}}").replace("](", "] (")


def _rule(rule: Rule, lang: str) -> dict[str, Any]:
    return {
        "id": rule.code,
        "shortDescription": _message(words(rule.title, lang)),
        "fullDescription": _message(words(rule.why, lang)),
        "help": {"text": _literal(help_text(rule, lang)), "markdown": _literal(help_markdown(rule, lang))},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }


def _artifact(checked: Checked, uri: str) -> dict[str, Any]:
    roles = ["analysisTarget"]
    if checked.document.name == "-":
        roles.append("standardStream")
    return {
        "location": {"uri": uri},
        "roles": roles,
        "mimeType": checked.document.media_type,
        "hashes": {"sha-256": checked.document.sha256},
    }


def _notification(error: ReadError) -> dict[str, Any]:
    location = {"physicalLocation": {"artifactLocation": {"uri": address(error.name)}}}
    return {"level": "error", "message": _message(error.reason), "locations": [location]}


def _result(
    checked: Checked, location: dict[str, Any], finding: Finding, numbers: dict[str, int], lang: str
) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": numbers[finding.code],
        "level": _LEVELS[finding.severity],
        "message": _message(words(finding.message, lang)),
        "locations": [{"physicalLocation": {"artifactLocation": location, "region": _region(checked, finding)}}],
    }
    if finding.related:
        result["relatedLocations"] = [
            {
                "id": number,
                "physicalLocation": {"artifactLocation": location, "region": _region(checked, span)},
                "message": _message(span.text),
            }
            for number, span in enumerate(finding.related, 1)
        ]
    return result


def _region(checked: Checked, span: Span) -> dict[str, Any]:
    line, column = checked.lines.at(span.start)
    end_line, end_column = checked.lines.at(span.end)
    start = max(0, span.start - checked.lines.mark)
    return {
        "startLine": line,
        "startColumn": column,
        "endLine": end_line,
        "endColumn": end_column,
        "charOffset": start,
        "charLength": max(0, span.end - checked.lines.mark) - start,
        "snippet": {"text": span.text},
    }
