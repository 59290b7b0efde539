"""Paths to answers. Every answer is JSON, but for the one page that describes them; every error is a problem (`problems`)."""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from difflib import get_close_matches
from functools import partial
from typing import Any
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kehoach.frameworks import Framework
from kehoach.serving import openapi, page
from kehoach.serving.bodies import Held, uploaded
from kehoach.serving.desk import Desk
from kehoach.serving.openapi import FORM_MEDIA
from kehoach.serving.problems import MEDIA, Refused
from kehoach.serving.settings import Settings
from kehoach.serving.work import Filled, Task, Wanted, known_forms, known_frameworks, suffix_of

_HEADERS = [(b"cache-control", b"no-store"), (b"x-content-type-options", b"nosniff")]
_WANTED: dict[str, Wanted] = {"/v1/record": "record", "/v1/coverage": "coverage", "/v1/findings": "findings"}
_GONE = 499
"""What the log calls a client that has not waited for the answer; nobody gets it."""
_ALL = frozenset(("framework", "coverage", "name"))
_OF_FORMS = frozenset(("lang", "min_confidence", "sources"))
_NO = frozenset(("no", "0", "false"))
_YES = frozenset(("yes", "1", "true"))


def application(settings: Settings, desk: Desk, log: Callable[[str], None] | None = None) -> ASGIApp:
    """The service as an ASGI application; it starts and ends the workers of `desk`.

    Args:
        log: is given a line for each request: status, bytes in and out, seconds; nothing of what was sent.
    """
    service = _Service(settings, desk)
    routes = [
        *(Route(path, partial(service.judged, wanted), methods=["POST"]) for path, wanted in _WANTED.items()),
        Route("/v1/forms/{form}", service.form, methods=["POST"]),
        Route("/v1/forms", service.forms, methods=["GET"]),
        Route("/v1/frameworks", service.frameworks, methods=["GET"]),
        Route("/healthz", service.health, methods=["GET"]),
        Route("/openapi.json", service.openapi, methods=["GET"]),
        Route("/", service.page, methods=["GET"]),
    ]
    handlers: Any = {HTTPException: _not_there, Refused: _refused, ClientDisconnect: _left, Exception: _failed}
    app = Starlette(routes=routes, lifespan=service.life, exception_handlers=handlers)
    app.router.redirect_slashes = False
    return _Gate(app, settings, log or (lambda line: None))


def _json(value: Any) -> Response:
    return Response(json.dumps(value, ensure_ascii=False), media_type="application/json")


def _problem(problem: Refused) -> Response:
    return Response(problem.body(), problem.status, problem.headers, MEDIA)


async def _not_there(request: Request, error: HTTPException) -> Response:
    if error.status_code == 405:
        allowed = dict(error.headers or {})
        told = f"{request.method[:20]} is not answered here; {allowed.get('Allow', 'another method')} is"
        return _problem(Refused("method", told, headers=allowed))
    return _problem(Refused("not-found", "there is nothing here; / lists what there is"))


async def _refused(request: Request, problem: Refused) -> Response:
    return _problem(problem)


async def _left(request: Request, error: ClientDisconnect) -> Response:
    return Response(status_code=_GONE)


async def _failed(request: Request, error: Exception) -> Response:
    # its message might quote what was sent
    return _problem(Refused("failed", f"the service failed ({type(error).__name__})"))


class _Service:
    def __init__(self, settings: Settings, desk: Desk) -> None:
        self._settings = settings
        self._desk = desk
        self._held = Held(settings.held)
        self._known = known_frameworks(settings)
        self._forms = known_forms(settings)

    @contextlib.asynccontextmanager
    async def life(self, app: Starlette) -> AsyncIterator[None]:
        """Workers from the first request to the last."""
        await self._desk.start()
        try:
            yield
        finally:
            await self._desk.close()

    async def judged(self, wanted: Wanted, request: Request) -> Response:
        """A document's record, or a part of it."""
        _known(request, _ALL)
        return Response(await self._done(request, wanted), media_type="application/json")

    async def form(self, request: Request) -> Response:
        """A form filled from a document, or where its values came from."""
        name: str = request.path_params["form"]
        if name not in self._forms:
            near = get_close_matches(name[:80], self._forms, 1, 0.3) or list(self._forms)
            raise Refused("not-found", f"no form {name[:80]!r}; /v1/forms lists them; nearest: {near[0]}")
        _known(request, _ALL | _OF_FORMS)
        lang = request.query_params.get("lang", "vi")
        if lang not in ("vi", "en"):
            raise Refused("unknown", f"lang is vi or en, not {lang[:40]!r}")
        sources = _yes(request, "sources", "no")
        filled = Filled(name, "vi" if lang == "vi" else "en", _share(request, "min_confidence"), sources)
        body = await self._done(request, "form", filled)
        suffix = ".json" if sources else suffix_of(self._forms[name])
        file = quote(f"{name}.sources.json" if sources else f"{name}{suffix}")
        headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{file}"}
        return Response(body, headers=headers, media_type=FORM_MEDIA[suffix])

    async def _done(self, request: Request, wanted: Wanted, filled: Filled | None = None) -> bytes:
        if self._desk.full:  # before it is sent in vain
            raise self._desk.busy("too many requests are waiting")
        frameworks = self._asked(request)
        with self._held.share(self._desk) as share:
            upload = await uploaded(request, self._settings, share)
            task = Task(wanted, upload.form, upload.name, upload.media, upload.charset, frameworks, filled)
            return await self._while_there(request, task, upload.data)

    def _asked(self, request: Request) -> tuple[str, ...] | None:
        """The frameworks that a request names; None where it names none.

        Raises:
            Refused: it names one that is not known.
        """
        named = tuple(dict.fromkeys(request.query_params.getlist("framework")))
        for name in named:
            if name not in self._known:
                near = get_close_matches(name[:80], self._known, 1, 0.3) or list(self._known)
                raise Refused("unknown", f"no framework {name[:80]!r}; /v1/frameworks lists them; nearest: {near[0]}")
        if not _yes(request, "coverage", "yes"):
            return ()
        return named or None

    async def _while_there(self, request: Request, task: Task, data: bytes) -> bytes:
        """The answer of a worker, given up when the client goes away."""
        answer = asyncio.ensure_future(self._desk.ask(task, data))
        gone = asyncio.ensure_future(_gone(request))
        try:
            await asyncio.wait((answer, gone), return_when=asyncio.FIRST_COMPLETED)
            if answer.done():
                return answer.result()
            raise ClientDisconnect
        finally:
            for task_ in (answer, gone):
                task_.cancel()
            await asyncio.gather(answer, gone, return_exceptions=True)

    async def frameworks(self, request: Request) -> Response:
        """The frameworks that a request may name."""
        usual = set(self._settings.frameworks)
        return _json([{**_shown(one), "default": one.id in usual} for one in self._known.values()])

    async def forms(self, request: Request) -> Response:
        """The forms that can be filled."""
        listed = [(name, FORM_MEDIA[suffix_of(path)]) for name, path in self._forms.items()]
        return _json([{"name": name, "media_type": media} for name, media in listed])

    async def health(self, request: Request) -> Response:
        """Whether the service takes requests, and how it stands."""
        counts = self._desk.counts
        told = {"workers": self._settings.workers, "busy": counts.busy, "waiting": self._desk.waiting}
        return _json({"status": "ok", **told, "lost": counts.lost, "held": self._held.now})

    async def openapi(self, request: Request) -> Response:
        """The description of the service for programs."""
        return _json(openapi.document(self._settings, list(self._known), list(self._forms)))

    async def page(self, request: Request) -> Response:
        """The same for people: one page that loads nothing."""
        shown = page.page(openapi.document(self._settings, list(self._known), list(self._forms)))
        policy = {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"}
        return Response(shown, headers=policy, media_type="text/html")


def _known(request: Request, known: frozenset[str]) -> None:
    for key in request.query_params:
        if key not in known:
            raise Refused("unknown", f"no parameter {key[:40]!r}; there are {', '.join(sorted(known))}")


def _yes(request: Request, key: str, usual: str) -> bool:
    told = request.query_params.get(key, usual).lower()
    if told not in _YES | _NO:
        raise Refused("unknown", f"{key} is yes or no, not {told[:40]!r}")
    return told in _YES


def _share(request: Request, key: str) -> float:
    told = request.query_params.get(key, "0")
    try:
        share = float(told)
    except ValueError:
        share = -1.0
    if not 0 <= share <= 1:
        raise Refused("unknown", f"{key} is a number from 0 to 1, not {told[:40]!r}")
    return share


def _shown(framework: Framework) -> dict[str, Any]:
    return {
        "id": framework.id,
        "version": framework.version,
        "title": {"vi": framework.title.vi, "en": framework.title.en},
        "period": framework.period,
        "goals": len(framework.goals),
        "targets": len(framework.targets),
        "parts": len(framework.items),
    }


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


class _Gate:
    """Around all: who may call, what every answer bears, the line in the log, and an answer whatever fails."""

    def __init__(self, app: ASGIApp, settings: Settings, log: Callable[[str], None]) -> None:
        self._app = app
        self._hosts = settings.hosts
        self._log = log

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        call = _Call(receive, send)
        before = time.monotonic()
        try:
            await self._answered(scope, call)
        finally:
            seconds = time.monotonic() - before
            self._log(f"status={call.status} in={call.came} out={call.went} seconds={seconds:.3f}")

    async def _answered(self, scope: Scope, call: _Call) -> None:
        try:
            self._admit(scope)
            await self._app(scope, call.receive, call.send)
        except Refused as problem:
            await call.told(problem, scope)
        except asyncio.CancelledError:  # uvicorn ends what is at work
            await call.told(Refused("busy", "the service is ending", headers={"Retry-After": "5"}), scope)
        except Exception as error:
            self._log(f"error={type(error).__name__}")  # Starlette has answered

    def _admit(self, scope: Scope) -> None:
        """A page of another origin may not call, nor one whose name was turned to this address."""
        headers = dict(scope["headers"])
        host = headers.get(b"host", b"").decode("latin-1").lower()
        if self._hosts and _without_port(host) not in self._hosts:
            raise Refused("foreign", "is not called by this name; `kehoach serve --allow-host` allows one")
        origin = headers.get(b"origin")
        if origin is not None and origin.decode("latin-1").lower().partition("://")[2] != host:
            raise Refused("foreign", "a page of another origin may not call")


def _without_port(host: str) -> str:
    head, colon, port = host.rpartition(":")
    return (head if colon and port.isdecimal() else host).strip("[]")


class _Call:
    """One request: what has come and gone, counted."""

    def __init__(self, receive: Receive, send: Callable[[Message], Awaitable[None]]) -> None:
        self._receive = receive
        self._send = send
        self.status = 0
        self.came = 0
        self.went = 0

    async def receive(self) -> Message:
        message = await self._receive()
        self.came += len(message.get("body", b""))
        return message

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            message = {**message, "headers": [*message.get("headers", ()), *_HEADERS]}
        self.went += len(message.get("body", b""))
        await self._send(message)

    async def told(self, problem: Refused, scope: Scope) -> None:
        """The problem, unless an answer has begun."""
        if not self.status:
            await _problem(problem)(scope, self.receive, self.send)
