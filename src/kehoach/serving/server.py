"""The service on a socket: uvicorn, our log, and an end that leaves nothing behind."""

from __future__ import annotations

import contextlib
import logging
import signal
import socket
from collections.abc import Callable, Iterator
from typing import Any

import uvicorn

from kehoach.serving.app import application
from kehoach.serving.desk import Desk, ServeError
from kehoach.serving.protocol import protocol
from kehoach.serving.settings import Settings

LOOPBACK = ("localhost", "127.0.0.1", "::1")


def bound(host: str, port: int) -> socket.socket:
    """A listening socket; port 0 takes one that is free.

    Raises:
        ServeError: the host is not known, or the port is taken.
    """
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind)
    except (OSError, UnicodeError) as error:
        raise ServeError(f"{host}: {getattr(error, 'strerror', None) or 'is no host'}") from None
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(512)
    except OSError as error:
        listener.close()
        raise ServeError(f"{host}, port {port}: {(error.strerror or 'cannot be taken').lower()}") from None
    return listener


class Server(uvicorn.Server):
    """uvicorn, with a word to the desk before it waits for what is at work.

    Args:
        ready: is called when requests are answered.
        desk: another than the usual one, for tests.
    """

    def __init__(
        self,
        settings: Settings,
        log: Callable[[str], None] | None = None,
        ready: Callable[[], None] | None = None,
        desk: Desk | None = None,
    ) -> None:
        self.desk = desk or Desk(settings)
        self._ready = ready
        guarded: Any = protocol(settings)
        super().__init__(
            uvicorn.Config(
                application(settings, self.desk, log),
                http=guarded,
                ws="none",
                lifespan="on",
                log_config=None,
                access_log=False,
                server_header=False,
                proxy_headers=False,
                timeout_keep_alive=5,
                timeout_graceful_shutdown=5,
            )
        )
        # they would print what is wrong with requests, and traces with what these were about
        for name in ("uvicorn", "uvicorn.error", "uvicorn.access", "uvicorn.asgi", "python_multipart"):
            logging.getLogger(name).addHandler(logging.NullHandler())
            logging.getLogger(name).propagate = False
            logging.getLogger(name).setLevel(logging.CRITICAL)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started and self._ready is not None:
            self._ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self.desk.end()
        await super().shutdown(sockets)


def run(settings: Settings, listener: socket.socket, log: Callable[[str], None], ready: Callable[[], None]) -> None:
    """Answer requests until the process is asked to end.

    Raises:
        ServeError: the workers do not start.
    """
    server = Server(settings, log, ready)
    # where its start fails uvicorn ends the interpreter
    with _ends_well(), contextlib.closing(listener), contextlib.suppress(SystemExit):
        server.run(sockets=[listener])
    if not server.started:
        raise ServeError("the workers could not be started")


@contextlib.contextmanager
def _ends_well() -> Iterator[None]:
    """To be asked to end is to end well: uvicorn raises the signal anew when all is done, and it is at its end then."""
    before = {number: signal.signal(number, _heard) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _heard(*_: object) -> None:
    return
