"""The server of a review: on this machine alone, for whoever has its token.

Every request is looked at before anything is done. Its `Host` must be the server's own address, so that a name that was
made to lead here (DNS rebinding) leads nowhere. Its `Origin`, where it has one, must be the server's own. And it must bring
the token: in the address of the page, in a header for all else, which no page of another origin can send. No cookie is
set: those of one port are sent to all others of the machine.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, get_args
from urllib.parse import parse_qs, urlsplit

from kehoach.errors import FormError
from kehoach.prefill.corrections import Said
from kehoach.prefill.words import Language
from kehoach.review.page import page, policy
from kehoach.review.session import Refused, Session

HOST = "127.0.0.1"
HEADER = "X-Kehoach-Token"
_LARGEST = 200_000
"""Bytes of a request."""
_SECONDS = 30
"""How long a request may take to come."""


class Server(ThreadingHTTPServer):
    """Shows a session to one browser.

    Args:
        port: 0 for a free one.

    Raises:
        OSError: the port is taken.
    """

    daemon_threads = True
    block_on_close = False

    def __init__(self, session: Session, port: int = 0, lang: Language = "vi") -> None:
        super().__init__((HOST, port), _Handler)
        self.session = session
        self.lang = lang
        self.token = secrets.token_urlsafe(32)
        self.hosts = {f"{HOST}:{self.server_port}", f"localhost:{self.server_port}"}

    @property
    def address(self) -> str:
        """The address of the page, with its token."""
        return f"http://{HOST}:{self.server_port}/?token={self.token}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that goes away in the midst of an answer is nobody's concern."""
        import sys

        if not isinstance(sys.exc_info()[1], (ConnectionError, TimeoutError)):
            super().handle_error(request, client_address)


class _NotSo(Exception):
    """A request that is not answered: the status and a word why."""

    def __init__(self, status: HTTPStatus, why: str) -> None:
        super().__init__(why)
        self.status = status


class _Handler(BaseHTTPRequestHandler):
    server: Server
    timeout = _SECONDS
    server_version = "kehoach"
    sys_version = ""

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: the address of the page holds the token."""

    def do_GET(self) -> None:
        self._answer(self._get)

    def do_POST(self) -> None:
        self._answer(self._post)

    def _answer(self, method: Callable[[str], tuple[str, str, dict[str, str]]]) -> None:
        address = urlsplit(self.path)
        more: dict[str, str] = {}
        status = HTTPStatus.OK
        try:
            self._allowed(address.path, address.query)
            kind, body, more = method(address.path)
        except _NotSo as refused:
            status, kind, body = refused.status, "text/plain", str(refused)
        except Refused as refused:
            status, kind, body = HTTPStatus.UNPROCESSABLE_ENTITY, "application/json", _json({"refused": str(refused)})
        except FormError as error:
            told = {"refused": "not_written", "reason": str(error)}
            status, kind, body = HTTPStatus.INTERNAL_SERVER_ERROR, "application/json", _json(told)
        data = body.encode("utf-8", "surrogatepass" if kind == "application/x-ndjson" else "replace")
        self.send_response(status)
        headers = {
            "Content-Type": f"{kind}; charset=utf-8",
            "Content-Length": str(len(data)),
            "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": "DENY",
            "Referrer-Policy": "no-referrer",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Cross-Origin-Opener-Policy": "same-origin",
            "Cache-Control": "no-store",
        } | more
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def _allowed(self, path: str, query: str) -> None:
        """Whether a request is the page's own.

        Raises:
            _NotSo: it is not.
        """
        server = self.server
        hosts = self.headers.get_all("Host", [])
        if len(hosts) != 1 or hosts[0] not in server.hosts:
            raise _NotSo(HTTPStatus.FORBIDDEN, "wrong host")
        origins = self.headers.get_all("Origin", [])
        own = f"http://{hosts[0]}"
        if any(origin != own for origin in origins) or (self.command != "GET" and len(origins) != 1):
            raise _NotSo(HTTPStatus.FORBIDDEN, "wrong origin")
        if path == "/":
            given = parse_qs(query).get("token", [""])[-1]
        else:
            given = self.headers.get(HEADER, "")
            if self.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
                raise _NotSo(HTTPStatus.FORBIDDEN, "wrong origin")
        if not secrets.compare_digest(given.encode("utf-8", "replace"), server.token.encode()):
            raise _NotSo(HTTPStatus.FORBIDDEN, "wrong token")

    # --- what can be asked ------------------------------------------------------------------------------------------

    def _get(self, path: str) -> tuple[str, str, dict[str, str]]:
        session = self.server.session
        if path == "/":
            nonce = secrets.token_urlsafe(16)
            return "text/html", page(nonce, self.server.lang), {"Content-Security-Policy": policy(nonce)}
        if path == "/api/plans":
            return "application/json", _json(session.overview()), {}
        if path == "/api/export":
            return "application/x-ndjson", session.export(), {}
        match path.split("/"):
            case ["", "api", "plan", number]:
                return "application/json", _json(session.plan(self._number(number))), {}
        raise _NotSo(HTTPStatus.NOT_FOUND, "not here")

    def _post(self, path: str) -> tuple[str, str, dict[str, str]]:
        asked = self._body()
        session = self.server.session
        match path.split("/"):
            case ["", "api", "plan", number, "say"]:
                lang: Language = "en" if asked.get("lang") == "en" else "vi"
                said = asked.get("said")
                if said is not None and said not in get_args(Said):
                    raise _NotSo(HTTPStatus.BAD_REQUEST, "said is not known")
                told = session.say(
                    self._number(number),
                    _text(asked, "id") or "",
                    said,
                    text=_text(asked, "text"),
                    span=_span(asked),
                    note=_text(asked, "note"),
                    lang=lang,
                    exact=asked.get("exact") is True,
                )
            case ["", "api", "plan", number, "add"]:
                span = _span(asked)
                if span is None:
                    raise _NotSo(HTTPStatus.BAD_REQUEST, "span is missing")
                told = session.add(self._number(number), _text(asked, "list") or "", span)
            case ["", "api", "plan", number, "forget"]:
                at = asked.get("suspect")
                told = session.forget(self._number(number), at if isinstance(at, int) else -1)
            case _:
                raise _NotSo(HTTPStatus.NOT_FOUND, "not here")
        return "application/json", _json(told), {}

    def _number(self, text: str) -> int:
        if not (text.isascii() and text.isdigit() and len(text) < 10 and int(text) < len(self.server.session)):
            raise _NotSo(HTTPStatus.NOT_FOUND, "no such plan")
        return int(text)

    def _body(self) -> dict[str, Any]:
        if self.headers.get_content_type() != "application/json":
            raise _NotSo(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "not JSON")
        length = self.headers.get("Content-Length", "")
        if not (length.isascii() and length.isdigit()):
            raise _NotSo(HTTPStatus.LENGTH_REQUIRED, "no length")
        if int(length) > _LARGEST:
            raise _NotSo(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too large")
        try:
            asked = json.loads(self.rfile.read(int(length)))
        except (ValueError, RecursionError):
            raise _NotSo(HTTPStatus.BAD_REQUEST, "not JSON") from None
        if not isinstance(asked, dict):
            raise _NotSo(HTTPStatus.BAD_REQUEST, "not JSON")
        return asked


def _text(asked: dict[str, Any], name: str) -> str | None:
    found = asked.get(name)
    if found is not None and not isinstance(found, str):
        raise _NotSo(HTTPStatus.BAD_REQUEST, f"{name} is no text")
    return found


def _span(asked: dict[str, Any]) -> tuple[int, int] | None:
    found = asked.get("span")
    if found is None:
        return None
    if not (isinstance(found, list) and len(found) == 2 and all(type(one) is int for one in found)):
        raise _NotSo(HTTPStatus.BAD_REQUEST, "span is no pair of numbers")
    return found[0], found[1]


def _json(told: Any) -> str:
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))
