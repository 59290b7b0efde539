"""One connection: uvicorn's, with an end to every wait that a client can stretch.

uvicorn waits for the head of a request as long as the client likes, and for a client that takes nothing of its answer.
"""

from __future__ import annotations

import asyncio
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from kehoach.serving.problems import MEDIA, Refused
from kehoach.serving.settings import Settings


def protocol(settings: Settings) -> type[asyncio.Protocol]:
    """The protocol of uvicorn with the limits of `settings`."""

    class Guarded(H11Protocol):
        _waits: asyncio.TimerHandle | None = None
        _stuck: asyncio.TimerHandle | None = None
        _unheard = 0
        """Bytes of a body that came after its answer."""

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            super().connection_made(transport)
            if len(self.connections) > settings.connections:
                self._refuse(Refused("busy", "too many connections", headers={"Retry-After": "2"}))
                return
            self._wait()

        def connection_lost(self, exc: Exception | None) -> None:
            self._unwait()
            self._flows()
            super().connection_lost(exc)

        def data_received(self, data: bytes) -> None:
            if self.conn.our_state is h11.DONE and self.conn.their_state is h11.SEND_BODY:
                self._unheard += len(data)
                if self._unheard > settings.max_bytes:
                    self.transport.abort()
                    return
            super().data_received(data)

        def handle_events(self) -> None:
            if self.transport.is_closing():
                return
            super().handle_events()
            if self.cycle is not None and not self.cycle.response_complete:
                self._unwait()

        def on_response_complete(self) -> None:
            # for the next head, or for what of this body is still to come
            self._wait()
            super().on_response_complete()

        def pause_writing(self) -> None:
            super().pause_writing()
            self._stuck = self._stuck or self.loop.call_later(settings.write_seconds, self.transport.abort)

        def resume_writing(self) -> None:
            self._flows()
            super().resume_writing()

        def send_400_response(self, msg: str) -> None:
            self._refuse(Refused("malformed", "is no HTTP request"))

        def _should_upgrade(self) -> bool:
            return False

        def _wait(self) -> None:
            self._unwait()
            self._waits = self.loop.call_later(settings.head_seconds, self._late)

        def _unwait(self) -> None:
            if self._waits is not None:
                self._waits.cancel()
                self._waits = None

        def _flows(self) -> None:
            if self._stuck is not None:
                self._stuck.cancel()
                self._stuck = None

        def _late(self) -> None:
            if self.conn.our_state is h11.IDLE and self.conn.trailing_data[0] and not self.transport.is_closing():
                told = f"the head of the request takes longer than {settings.head_seconds:g} s to come"
                self._refuse(Refused("slow", told))
            else:
                self.transport.abort()

        def _refuse(self, problem: Refused) -> None:
            """An answer to what is no request, and the end of the connection."""
            self._unwait()
            body = problem.body()
            headers: list[tuple[str, str]] = [("content-type", MEDIA), ("content-length", str(len(body)))]
            headers += [*problem.headers.items(), ("connection", "close")]
            try:
                events: list[Any] = [
                    h11.Response(status_code=problem.status, headers=headers, reason=problem.told()["title"].encode()),
                    h11.Data(data=body),
                    h11.EndOfMessage(),
                ]
                for event in events:
                    self.transport.write(self.conn.send(event) or b"")
            except h11.LocalProtocolError:  # in the middle of an answer
                self.transport.abort()
                return
            self.transport.close()

    return Guarded
