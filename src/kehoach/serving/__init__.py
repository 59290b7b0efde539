"""The HTTP service: a file or a text in; its record, its coverage, its findings or a filled form out.

Starlette and uvicorn, not FastAPI: a body must be counted while it comes in, before any framework takes it for a form and
puts it on disk, and the schema of a record is there already; what FastAPI adds to Starlette would stand idle.

- `settings`: the limits, each with its default.
- `app`: paths to answers; `bodies` reads a request, `problems` is the one form of all errors, `openapi` and `page` describe it.
- `desk`: the queue and the worker processes; `work`: what a worker does.
- `protocol`, `server`: connections that are slow on purpose, signals, the log.
"""

from __future__ import annotations

from kehoach.serving.settings import Settings

__all__ = ["Settings"]
