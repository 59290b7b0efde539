"""The one form of all errors: `application/problem+json` (RFC 9457), with the kind of the failure and the file's name."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any

MEDIA = "application/problem+json"

STATUSES: dict[str, int] = {
    # of the request
    "malformed": 400,
    "foreign": 403,
    "not-found": 404,
    "method": 405,
    "slow": 408,
    "unknown": 422,
    # of the document: those of `kehoach.errors.Status`
    "missing": 422,
    "empty": 422,
    "encrypted": 422,
    "unsupported": 415,
    "damaged": 422,
    "encoding": 422,
    "too-large": 413,
    "crashed": 422,
    "timeout": 504,
    "needs": 501,
    # of the service
    "failed": 500,
    "busy": 503,
}
"""The HTTP status of each kind of failure."""


class Refused(Exception):
    """A request that gets no answer but a problem.

    Attributes:
        kind: a key of `STATUSES`.
        reason: why, in one line, without the name.
        name: the file as the client named it; None where there is none, or no matter.
        headers: for the answer.
    """

    def __init__(self, kind: str, reason: str, name: str | None = None, headers: dict[str, str] | None = None) -> None:
        super().__init__(reason)
        self.kind = kind
        self.reason = reason
        self.name = name
        self.headers = headers or {}

    def __reduce__(self) -> tuple[Any, ...]:
        # it comes from a worker: an exception alone is sent with its message, and no more
        return Refused, (self.kind, self.reason, self.name, self.headers)

    @property
    def status(self) -> int:
        return STATUSES[self.kind]

    def told(self) -> dict[str, Any]:
        """The members of the problem."""
        return {
            "type": "about:blank",
            "title": HTTPStatus(self.status).phrase,
            "status": self.status,
            "kind": self.kind,
            "detail": self.reason,
            "file": self.name,
        }

    def body(self) -> bytes:
        """The problem as JSON."""
        return json.dumps(self.told(), ensure_ascii=False).encode("utf-8", "backslashreplace")
