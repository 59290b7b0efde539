"""What a worker process does: it gets a document with a question, and gives back JSON or the reason why there is none.

Files are read by the readers' own processes, each in its limits (`kehoach.readers.pool`); the worker itself has limits for
what it does with their text. Nothing is written to disk here; what a reader writes for itself lies in the worker's folder,
which the parent removes.
"""

from __future__ import annotations

import codecs
import json
import os
import re
import tempfile
from contextlib import suppress
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Literal

from kehoach.api import extract
from kehoach.children import memory, settle, tasks
from kehoach.errors import FormError, ReadError
from kehoach.frameworks import Framework, available, load
from kehoach.prefill import SHIPPED, Form, Plan, fill, open_form
from kehoach.readers import document_from, pool
from kehoach.readers.kinds import HTML, TEXT, kind_of
from kehoach.register import Register
from kehoach.serving.problems import Refused
from kehoach.serving.settings import Settings

Wanted = Literal["record", "coverage", "findings", "form"]

_FAT = 384 << 20
"""Bytes: a worker that has grown beyond is replaced."""
_WARM = "KẾ HOẠCH\nThực hiện bình đẳng giới năm 2025\n\nCăn cứ Luật Bình đẳng giới ngày 29/11/2006;\n"
_CHARSET = re.compile(
    r"(?:utf-?(?:8|16|32)|us-ascii|ascii|iso-?8859-\d+|latin-?1|(?:windows|cp)-?125\d)(?:-?[bl]e)?", re.I
)


@dataclass(frozen=True, slots=True)
class Filled:
    """A form that is to be filled.

    Attributes:
        form: its name.
        lang: of the words that are filled in.
        least: the confidence below which a field stays empty.
        sources: where each value came from, in place of the form.
    """

    form: str
    lang: Literal["vi", "en"] = "vi"
    least: float = 0.0
    sources: bool = False


@dataclass(frozen=True, slots=True)
class Task:
    """A question; the bytes of the document follow it.

    Attributes:
        wanted: what of the record is asked for.
        form: `file`: the bytes of one; `json`: a JSON object with a `text`.
        name: of the file, for the record and for messages; never a path.
        media: as the client gives it, without parameters.
        charset: as the client gives it, or None.
        frameworks: ids; None where the request names none.
        filled: the form, where one is wanted.
    """

    wanted: Wanted
    form: Literal["file", "json"]
    name: str
    media: str = ""
    charset: str | None = None
    frameworks: tuple[str, ...] | None = None
    filled: Filled | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a task; where it is no problem, the JSON or the filled form follows it.

    Attributes:
        tired: the worker should be replaced.
    """

    problem: Refused | None
    tired: bool


@dataclass(frozen=True, slots=True)
class Ready:
    """A worker that can be given tasks."""


@dataclass(frozen=True, slots=True)
class Begun:
    """The worker has the task and its document: should it die now, one of them may be why."""


def dumped(value: Any) -> bytes:
    """As `kehoach extract --format json` prints it, to the byte."""
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "backslashreplace")


def known_frameworks(settings: Settings) -> dict[str, Framework]:
    """The shipped frameworks and those that the service was started with, by id."""
    own = [load(name) for name in settings.frameworks]
    return {**available(), **{framework.id: framework for framework in own}}


def known_forms(settings: Settings) -> dict[str, str]:
    """The shipped forms and those that the service was started with: what `open_form` takes, by name."""
    return {**{name: name for name in SHIPPED}, **{Path(one).stem: os.path.abspath(one) for one in settings.forms}}


def suffix_of(form: str) -> str:
    """The ending of a form's file, of what `open_form` takes."""
    return Path(SHIPPED.get(form, form)).suffix.lower()


class Bench:
    """All that a worker needs for its tasks, loaded once."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._limits = settings.reading()
        self._register = Register.shipped()
        for name in settings.registers:
            self._register = self._register.with_file(name)
        self._usual = [load(name) for name in settings.frameworks]
        self._frameworks = known_frameworks(settings)
        self._names = known_forms(settings)
        self._forms: dict[str, Form] = {}
        extract(text=_WARM, register=self._register, frameworks=self._usual)

    def answer(self, task: Task, data: bytes) -> bytes:
        """The JSON or the form asked for.

        Raises:
            Refused, ReadError: there is none.
        """
        plan = self._plan(task, data)
        record = plan.record
        if task.filled is not None:
            return self._form(plan, task.filled)
        told = record.to_dict()
        if task.wanted == "record":
            return dumped(told)
        return dumped({"file": record.source.name, task.wanted: told[task.wanted]})

    def _plan(self, task: Task, data: bytes) -> Plan:
        judged = self._usual if task.frameworks is None else [self._frameworks[one] for one in task.frameworks]
        if task.form == "json":
            text = _text_of(data)
            self._not_too_long(text, None)
            return Plan("-", extract(text=text, register=self._register, frameworks=judged), text)
        kind = kind_of(data, self._limits) if data else TEXT
        if kind.name == "zip" and kind.status is None:
            raise ReadError(task.name, "is an archive of several files; send its files one at a time", "unsupported")
        if task.charset is not None and kind in (TEXT, HTML):
            _decodes(data, task.charset, task.name)
        document = document_from(data, task.name, self._limits)
        self._not_too_long(document.text, task.name)
        if task.media == "text/markdown" and document.media_type == "text/plain":
            document = replace(document, media_type=task.media)
        record = extract(document, register=self._register, frameworks=judged)
        return Plan(record.source.name or "-", record, document.text, document.layout)

    def _form(self, plan: Plan, filled: Filled) -> bytes:
        """A filled form: written into this worker's own folder, and not left there."""
        path = self._names[filled.form]
        try:
            form = self._forms.get(filled.form) or self._forms.setdefault(filled.form, open_form(path))
            with tempfile.TemporaryDirectory() as folder:
                out, side = Path(folder) / f"form{suffix_of(path)}", Path(folder) / "sources.json"
                fill([plan], form, out, lang=filled.lang, least=filled.least, sources=side)
                return (side if filled.sources else out).read_bytes()
        except FormError as error:
            reason = f"the form {filled.form} {error.reasons[0] if error.reasons else 'cannot be filled'}"
            kind = "needs" if any(one.startswith("needs") for one in error.reasons) else "failed"
            raise Refused(kind, " ".join(reason.split())[:400], plan.name) from None

    def _not_too_long(self, text: str, name: str | None) -> None:
        if len(text) > (most := self._settings.max_characters):
            raise Refused("too-large", f"has {len(text)} characters; at most {most} are taken", name)


def _text_of(data: bytes) -> str:
    try:
        told = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise Refused("malformed", f"the JSON is not UTF-8 (byte {error.start})") from None
    except json.JSONDecodeError as error:
        raise Refused("malformed", f"is no JSON: line {error.lineno}, column {error.colno}: {error.msg}") from None
    except (RecursionError, ValueError):  # too deep; a number of more digits than Python reads
        raise Refused("malformed", "is no JSON that can be read") from None
    if not isinstance(told, dict) or not isinstance(told.get("text"), str) or len(told) > 1:
        raise Refused("malformed", 'the JSON is to be an object with one member, {"text": "…"}')
    text: str = told["text"]
    if not text.strip("\ufeff \t\r\n\x0c"):
        raise Refused("empty", "holds no text")
    return text


def _decodes(data: bytes, charset: str, name: str) -> None:
    """A charset that the client gives must be true; the text is read as always, from its bytes alone."""
    if not _CHARSET.fullmatch(charset):
        raise Refused("encoding", f"charset {charset[:40]!r} is not known; leave it out to have it recognised", name)
    try:
        codecs.decode(data, charset)
    except (UnicodeError, LookupError):
        raise Refused("encoding", f"is not {charset}, as its content type says; leave the charset out", name) from None


def serve(pipe: Connection, settings: Settings, folder: str) -> None:
    """The worker process: it answers tasks until its parent is gone or has no more."""
    settle()
    tempfile.tempdir = folder
    os.environ["TMPDIR"] = folder
    bench = Bench(settings)
    _limit_memory(settings.limits.memory << 20)
    try:
        pipe.send(Ready())
        for task in tasks(pipe):
            data = pipe.recv_bytes()
            pipe.send(Begun())
            body, problem = _tried(bench, task, data)
            pipe.send(Answer(problem, memory()[1] > _FAT))
            if problem is None:
                pipe.send_bytes(body)
            del data, body
    except (EOFError, OSError):
        return
    finally:
        pool.close()


def _tried(bench: Bench, task: Task, data: bytes) -> tuple[bytes, Refused | None]:
    name = task.name if task.form == "file" else None
    try:
        return bench.answer(task, data), None
    except Refused as problem:
        return b"", problem
    except ReadError as error:
        return b"", Refused(error.status, error.reason, name)
    except MemoryError:
        return b"", Refused("too-large", "needs more memory than there is", name)
    except Exception as error:  # one bad file never stops a worker; its message might quote the file
        return b"", Refused("failed", f"could not be judged ({type(error).__name__})", name)


def _limit_memory(more: int) -> None:
    """So much address space beyond what is taken now. A soft limit: the readers' processes have their own."""
    with suppress(ImportError, AttributeError, OSError, ValueError):
        import resource

        pages = int(Path("/proc/self/statm").read_text().split()[0])
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (pages * resource.getpagesize() + more, hard))
