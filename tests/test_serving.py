"""The HTTP service: the record that the command prints, one form of error, every limit, and nothing left behind."""

from __future__ import annotations

import asyncio
import contextlib
import http.client
import io
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import hostile
import openpyxl
import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

import kehoach
from kehoach.cli import main
from kehoach.frameworks import available
from kehoach.prefill import SHIPPED

pytest.importorskip("starlette")
pytest.importorskip("uvicorn")

import evil_serving
from word_files import cell, par, row, run, table, word_file

from kehoach.serving import Settings, openapi, work
from kehoach.serving.bodies import Held, shown_name
from kehoach.serving.desk import Desk
from kehoach.serving.problems import MEDIA, STATUSES, Refused
from kehoach.serving.server import Server, bound
from kehoach.serving.work import Task

PLANS = Path(__file__).parent.parent / "corpora" / "plans"
TEXT = (
    "ỦY BAN NHÂN DÂN\nTỈNH BÌNH MINH\nSố: 12/KH-UBND\n\nKẾ HOẠCH\nThực hiện bình đẳng giới năm 2025\n\n"
    "Căn cứ Luật Bình đẳng giới ngày 29/11/2006;\nPhấn đấu đạt 60% cơ quan có lãnh đạo chủ chốt là nữ.\n"
    "Sở Y tế gửi báo cáo về Sở Nội vụ trước ngày 15/6/2025.\n"
)
SMALL = Settings(
    workers=1,
    queue=4,
    max_bytes=300_000,
    max_characters=100_000,
    timeout=20,
    hosts=("127.0.0.1", "localhost"),
    held=1_000_000,
    connections=40,
    head_seconds=0.6,
    body_seconds=1.0,
    write_seconds=0.6,
)


class Running:
    """A service in a thread of this process."""

    def __init__(self, settings: Settings, serve: Callable[..., None] = work.serve) -> None:
        self.log: list[str] = []
        self.desk = Desk(settings, serve)
        ready = threading.Event()
        listener = bound("127.0.0.1", 0)
        self.port: int = listener.getsockname()[1]
        self.server = Server(settings, self.log.append, ready.set, self.desk)
        self._thread = threading.Thread(target=self.server.run, kwargs={"sockets": [listener]})
        self._thread.start()
        assert ready.wait(60)

    def ask(
        self, path: str, body: Any = None, method: str | None = None, **headers: str
    ) -> tuple[int, dict[str, str], bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        with contextlib.closing(connection):
            told = {key.replace("_", "-"): value for key, value in headers.items()}
            connection.request(method or ("GET" if body is None else "POST"), path, body, told)
            answer = connection.getresponse()
            return answer.status, {key.lower(): value for key, value in answer.getheaders()}, answer.read()

    def problem(self, path: str, body: Any = None, method: str | None = None, **headers: str) -> dict[str, Any]:
        status, told, answer = self.ask(path, body, method, **headers)
        assert told["content-type"] == MEDIA
        found: dict[str, Any] = json.loads(answer)
        assert list(found) == ["type", "title", "status", "kind", "detail", "file"]
        assert found["status"] == status == STATUSES[found["kind"]]
        assert "\n" not in found["detail"]
        assert "Traceback" not in found["detail"]
        return found

    @contextlib.contextmanager
    def raw(self, sent: bytes) -> Iterator[socket.socket]:
        with socket.create_connection(("127.0.0.1", self.port), 10) as line:
            line.sendall(sent)
            yield line

    def counts(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.ask("/healthz")[2])
        return found

    def becomes(self, **wanted: int) -> None:
        end = time.monotonic() + 10
        while not wanted.items() <= (found := self.counts()).items():
            assert time.monotonic() < end, found
            time.sleep(0.02)

    def close(self) -> None:
        self.server.should_exit = True
        self._thread.join(30)
        assert not self._thread.is_alive()


@pytest.fixture(scope="module")
def service() -> Iterator[Running]:
    running = Running(SMALL)
    yield running
    running.close()
    assert not Path(running.desk.folder).exists()


@pytest.fixture(scope="module")
def evil() -> Iterator[Running]:
    running = Running(replace(SMALL, queue=2, timeout=1.2), evil_serving.serve)
    yield running
    running.close()
    assert not Path(running.desk.folder).exists()


def form(data: bytes, name: str, media: str = "application/octet-stream") -> tuple[bytes, str]:
    quoted = name.replace('"', "%22").encode()
    head = b'--grenze\r\nContent-Disposition: form-data; name="file"; filename="%s"\r\nContent-Type: %s\r\n\r\n'
    return head % (quoted, media.encode()) + data + b"\r\n--grenze--\r\n", "multipart/form-data; boundary=grenze"


def a_docx() -> bytes:
    body = "".join(par(run(line)) for line in TEXT.splitlines())
    return word_file(body + table(row(cell("Chỉ tiêu"), cell("60%"))))


FILES = {
    "kế hoạch.txt": TEXT.encode(),
    "plan.md": b"# " + TEXT.encode(),
    "plan.pdf": hostile.good_pdf(),
    "plan.docx": a_docx(),
    "plan.html": hostile.good_html(),
    "old.txt": TEXT.encode("utf-16"),
    "long.txt": (PLANS / "01-tinh-binh-dang-gioi-2023.txt").read_bytes(),
}


# --- answers --------------------------------------------------------------------------------------------------------


def printed(folder: Path, name: str, *options: str) -> bytes:
    (folder / name).write_bytes(FILES[name])
    result = CliRunner().invoke(main, [*options, str(folder / name)])
    assert result.exit_code == 0, result.output
    return result.stdout_bytes


@pytest.mark.parametrize("name", FILES)
def test_the_record_is_what_the_command_prints(service: Running, tmp_path: Path, name: str) -> None:
    wanted = printed(tmp_path, name, "extract", "--format", "json")
    body, media = form(FILES[name], name)
    assert service.ask("/v1/record", body, Content_Type=media)[::2] == (200, wanted)
    from urllib.parse import quote

    told = service.ask(f"/v1/record?name={quote(name)}", FILES[name], Content_Type="application/octet-stream")
    assert told[::2] == (200, wanted)
    assert told[1]["content-type"] == "application/json"
    assert "access-control-allow-origin" not in told[1]


def test_a_text_gives_the_record_of_the_library(service: Running) -> None:
    for text in (TEXT, "Kế \ud800hoạch\n\x00 đến 30/6/2025", "𝔎ế hoạch " + TEXT):
        status, _, body = service.ask("/v1/record", json.dumps({"text": text}), Content_Type="application/json")
        assert status == 200
        assert json.loads(body) == json.loads(json.dumps(kehoach.extract(text=text).to_dict()))


def test_parts_of_a_record(service: Running, tmp_path: Path) -> None:
    name = "long.txt"
    record = json.loads(printed(tmp_path, name, "extract", "--format", "json"))
    body, media = form(FILES[name], name)
    covered = service.ask("/v1/coverage", body, Content_Type=media)[2]
    assert json.loads(covered) == {"file": name, "coverage": record["coverage"]}
    found = json.loads(service.ask("/v1/findings", body, Content_Type=media)[2])
    assert found == {"file": name, "findings": record["findings"]}
    assert record["findings"]


def test_frameworks(service: Running) -> None:
    listed = json.loads(service.ask("/v1/frameworks")[2])
    assert {"28/NQ-CP", "1790/QĐ-TTg"} <= {one["id"] for one in listed}
    assert [one["id"] for one in listed if one["default"]] == ["28/NQ-CP"]
    body, media = form(TEXT.encode(), "a.txt")

    def covered(query: str) -> list[str]:
        found = json.loads(service.ask(f"/v1/record?{query}", body, Content_Type=media)[2])
        return [one["framework"]["id"] for one in found["coverage"]]

    assert covered("framework=1790/Q%C4%90-TTg&framework=28/NQ-CP") == ["1790/QĐ-TTg", "28/NQ-CP"]
    assert covered("coverage=no") == []
    for query in ("framework=29/NQ-CP", "framework=/etc/passwd", "framwork=28/NQ-CP", "coverage=perhaps"):
        assert service.problem(f"/v1/record?{query}", body, Content_Type=media)["kind"] == "unknown"


def test_a_declared_markdown_and_charset(service: Running) -> None:
    _, _, body = service.ask("/v1/record", TEXT.encode(), Content_Type="Text/Markdown; charset=UTF-8")
    source = json.loads(body)["source"]
    assert (source["media_type"], source["name"]) == ("text/markdown", "-")
    for charset, kind in (("utf-8", "encoding"), ("x-none", "encoding"), ("idna", "encoding"), ("zip", "encoding")):
        sent = TEXT.encode("utf-16")
        assert service.problem("/v1/record", sent, Content_Type=f"text/plain; charset={charset}")["kind"] == kind
    assert service.ask("/v1/record", TEXT.encode("utf-16"), Content_Type="text/plain; charset=utf-16")[0] == 200


def cells(data: bytes) -> list[list[Any]]:
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    return [[(cell.value, cell.comment and cell.comment.text) for cell in row] for row in sheet.iter_rows()]


def test_a_form_is_filled_as_the_command_fills_it(service: Running, tmp_path: Path) -> None:
    name = "long.txt"
    (tmp_path / name).write_bytes(FILES[name])
    call = ["fill", str(tmp_path / name), "--template", "targets", "--out", str(tmp_path / "t.xlsx")]
    assert CliRunner().invoke(main, [*call, "--sources", str(tmp_path / "s.json"), "--lang", "en"]).exit_code == 0
    body, media = form(FILES[name], name)
    status, headers, filled = service.ask("/v1/forms/targets?lang=en", body, Content_Type=media)
    assert (status, headers["content-type"]) == (200, openapi.FORM_MEDIA[".xlsx"])
    assert "targets.xlsx" in headers["content-disposition"]
    assert cells(filled) == cells((tmp_path / "t.xlsx").read_bytes())
    _, headers, told = service.ask("/v1/forms/targets?lang=en&sources=yes", body, Content_Type=media)
    assert headers["content-type"] == "application/json"
    wanted = json.loads((tmp_path / "s.json").read_text(encoding="utf-8"))
    assert [one for key, one in json.loads(told).items() if isinstance(one, list)] == [
        one for key, one in wanted.items() if isinstance(one, list)
    ]
    assert {one["name"] for one in json.loads(service.ask("/v1/forms")[2])} == {"register", "targets", "assignments"}
    assert service.ask("/v1/forms/assignments", body, Content_Type=media)[2].startswith(b"PK")
    assert not list(Path(service.desk.folder).rglob("*.xlsx"))
    for path, kind in (
        ("target", "not-found"),
        ("..%2f..%2fetc%2fpasswd", "not-found"),
        ("targets?lang=fr", "unknown"),
        ("targets?min_confidence=nan", "unknown"),
        ("targets?out=a", "unknown"),
    ):
        assert service.problem(f"/v1/forms/{path}", body, Content_Type=media)["kind"] == kind


# --- what is refused ------------------------------------------------------------------------------------------------


def archive() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("a.txt", TEXT)
        packed.writestr("b.txt", TEXT)
    return out.getvalue()


FORM = "multipart/form-data; boundary=grenze"
BINARY = "application/octet-stream"


@pytest.mark.parametrize(
    ("body", "media", "kind"),
    [
        (b"", BINARY, "empty"),
        (b"", FORM, "malformed"),
        (form(b"", "a.txt")[0], FORM, "empty"),
        (b"  \n", BINARY, "empty"),
        (b"\x00\x01\x02\x03" * 100, BINARY, "unsupported"),
        (b"MZ" + bytes(1000), BINARY, "unsupported"),
        (hostile.good_docx()[:-300], BINARY, "damaged"),
        (b"%PDF-1.5\nnothing", BINARY, "damaged"),
        (archive(), BINARY, "unsupported"),
        (b"a" * 300_001, BINARY, "too-large"),
        (b"a " * 60_000, BINARY, "too-large"),
        (json.dumps({"text": "a " * 60_000}), "application/json", "too-large"),
        (b"{", "application/json", "malformed"),
        (b"[" * 100_000, "application/json", "malformed"),
        (b"9" * 100_000, "application/json", "malformed"),
        (b'{"text": "\xff"}', "application/json", "malformed"),
        (b'{"text": 3}', "application/json", "malformed"),
        (b'{"text": "a", "path": "/etc/passwd"}', "application/json", "malformed"),
        (b'{"text": " "}', "application/json", "empty"),
        (b"text=a", "application/x-www-form-urlencoded", "unsupported"),
        (TEXT.encode(), "video/mp4", "unsupported"),
        (TEXT.encode(), "multipart/mixed; boundary=a", "unsupported"),
        (form(TEXT.encode(), "a.txt")[0], "multipart/form-data", "malformed"),
        (form(TEXT.encode(), "a.txt")[0], "multipart/form-data; boundary=other", "malformed"),
        (form(TEXT.encode(), "a.txt")[0].replace(b'; filename="a.txt"', b""), FORM, "malformed"),
        (form(TEXT.encode(), "a.txt")[0][:-4] + b"\r\n" + form(TEXT.encode(), "b.txt")[0], FORM, "malformed"),
        (b"--grenze\r\nX-Long: " + b"a" * 200_000 + b"\r\n\r\n\r\n--grenze--\r\n", FORM, "malformed"),
        (b"--grenze\r\n" * 20_000, FORM, "malformed"),
    ],
)
def test_a_body_that_is_refused(service: Running, body: Any, media: str, kind: str) -> None:
    assert service.problem("/v1/record", body, Content_Type=media)["kind"] == kind


def test_an_archive_is_refused_with_what_to_do(service: Running) -> None:
    body, media = form(archive(), "b.zip")
    found = service.problem("/v1/record", body, Content_Type=media)
    assert found["file"] == "b.zip"
    assert "one at a time" in found["detail"]


def test_requests_that_are_refused(service: Running) -> None:
    assert service.problem("/v1/records", b"a")["kind"] == "not-found"
    assert service.problem("/v1/record/", b"a")["kind"] == "not-found"
    status, headers, _ = service.ask("/v1/record")
    assert (status, headers["allow"]) == (405, "POST")
    assert service.problem("/v1/record")["kind"] == "method"
    assert service.problem("/v1/record", b"a", Content_Encoding="gzip")["kind"] == "unsupported"
    assert service.problem("/healthz", Host="evil.example")["kind"] == "foreign"
    assert service.problem("/v1/record", b"a", Origin="http://evil.example")["kind"] == "foreign"
    assert service.problem("/v1/record", b"a", "OPTIONS", Origin="null")["kind"] == "foreign"
    assert service.ask("/healthz", Origin=f"http://127.0.0.1:{service.port}")[0] == 200


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Kế hoạch\\a.docx", "a.docx"),
        ("/", "-"),
        ("..", "-"),
        ("a\x00\n\u202eb.txt", "ab.txt"),
        ("x" * 5000 + ".docx", "x" * 195 + ".docx"),
        ("", "-"),
        ("kế hoạch.pdf", "kế hoạch.pdf"),
    ],
)
def test_a_name_is_a_label_and_never_a_path(service: Running, name: str, shown: str) -> None:
    assert shown_name(name) == shown
    if name.isprintable() and len(name) < 1000:
        body, media = form(TEXT.encode(), name)
        found = json.loads(service.ask("/v1/record?coverage=no", body, Content_Type=media)[2])
        assert found["source"]["name"] == shown


@pytest.mark.parametrize(
    "case", [one for one in hostile.CASES if one.name.endswith((".docx", ".html"))][:8], ids=lambda one: one.name
)
def test_a_hostile_file_gets_an_answer(service: Running, case: hostile.Hostile) -> None:
    data = case.make()
    body, media = form(data, case.name)
    try:
        status, _, answer = service.ask("/v1/record?coverage=no", body, Content_Type=media)
    except OSError:  # http.client does not listen while it sends
        assert len(body) > 2 * SMALL.max_bytes
        status = 413
    if len(body) > SMALL.max_bytes:
        assert status == 413
    elif status == 200:
        assert {"ok", "partial"} & case.answers
    else:
        kind = json.loads(answer)["kind"]
        assert kind in case.answers or (
            kind == "too-large" and (len(data) > 250_000 or case.answers & {"ok", "partial"})
        )
    assert service.ask("/healthz")[0] == 200


# --- bodies and connections that are slow on purpose ----------------------------------------------------------------


def received(line: socket.socket) -> bytes:
    got = b""
    with contextlib.suppress(ConnectionResetError):
        while piece := line.recv(65536):
            got += piece
    return got


HEAD = b"POST /v1/record HTTP/1.1\r\nHost: localhost\r\n"


def test_a_large_body_is_cut_off_while_it_comes(service: Running) -> None:
    with service.raw(HEAD + b"Content-Length: 9999999999\r\n\r\n") as line:
        assert line.recv(12) == b"HTTP/1.1 413"
    with service.raw(HEAD + b"Transfer-Encoding: chunked\r\n\r\n") as line:
        piece = b"10000\r\n" + b"a" * 65536 + b"\r\n"
        for _ in range(5):
            line.sendall(piece)
        assert line.recv(12) == b"HTTP/1.1 413"
    with service.raw(HEAD + b"Content-Length: 9999999\r\nExpect: 100-continue\r\n\r\n") as line:
        assert line.recv(12) == b"HTTP/1.1 413"
    service.becomes(held=0)
    with service.raw(HEAD + b"Transfer-Encoding: chunked\r\n\r\n") as line, pytest.raises(OSError):
        for _ in range(1000):  # and is not heard to its end
            line.sendall(piece)


def test_a_slow_head_and_a_slow_body(service: Running) -> None:
    with (
        service.raw(HEAD) as head,
        service.raw(HEAD + b"Content-Length: 9\r\n\r\na") as body,
        service.raw(b"") as silent,
    ):
        assert service.counts()["status"] == "ok"
        assert received(head).startswith(b"HTTP/1.1 408")
        assert received(silent) == b""
        told = received(body)
        assert told.startswith(b"HTTP/1.1 408")
        assert b'"kind": "slow"' in told


def test_what_still_comes_after_the_answer_is_not_heard_for_long(service: Running) -> None:
    before = time.monotonic()
    with service.raw(HEAD + b"Content-Length: 200000\r\nContent-Encoding: br\r\n\r\n") as line:
        assert line.recv(12) == b"HTTP/1.1 415"
        with pytest.raises(OSError):
            while time.monotonic() < before + 10:
                line.sendall(b"a")
                time.sleep(0.02)
    assert time.monotonic() < before + 5


def test_what_is_no_request(service: Running) -> None:
    for sent in (
        b"GARBAGE\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET /" + b"a" * 99_999,
    ):
        with service.raw(sent) as line:
            told = received(line)
            assert told.startswith(b"HTTP/1.1 400")
            assert MEDIA.encode() in told


def test_too_many_connections(service: Running) -> None:
    with contextlib.ExitStack() as stack:
        lines = [stack.enter_context(service.raw(b"")) for _ in range(SMALL.connections + 5)]
        told = received(lines[-1])
        assert told.startswith(b"HTTP/1.1 503")
        assert b"Retry-After" in told
    time.sleep(0.1)
    assert service.ask("/healthz")[0] == 200


# --- workers --------------------------------------------------------------------------------------------------------


def test_a_document_that_takes_too_long(evil: Running) -> None:
    lost = evil.counts()["lost"]
    assert evil.problem("/v1/record", b"sleep 60", Content_Type=BINARY)["kind"] == "timeout"
    assert evil.ask("/v1/record", b"say", Content_Type=BINARY)[::2] == (200, b"say")
    assert evil.counts()["lost"] == lost + 1
    assert len(list(Path(evil.desk.folder).iterdir())) == 1
    assert not [path for path in Path(evil.desk.folder).rglob("*") if path.is_file()]


def test_a_worker_that_dies_costs_one_request(evil: Running) -> None:
    first = evil.ask("/v1/record", b"pid", Content_Type=BINARY)[2]
    found = evil.problem("/v1/record?name=a.txt", b"die now", Content_Type=BINARY)
    assert (found["kind"], found["file"]) == ("failed", "a.txt")
    assert "exit code 3" in found["detail"]
    second = evil.ask("/v1/record", b"pid", Content_Type=BINARY)[2]
    assert int(first) != int(second)
    os.kill(int(second), signal.SIGKILL)  # while it has nothing to do: that costs nothing
    assert evil.ask("/v1/record", b"pid", Content_Type=BINARY)[0] == 200


def test_an_error_and_a_lack_of_memory_are_answers(evil: Running) -> None:
    found = evil.problem("/v1/record", b"raise bi mat", Content_Type=BINARY)
    assert found["kind"] == "failed"
    assert "KeyError" in found["detail"]
    assert "bi mat" not in found["detail"]
    assert evil.problem("/v1/record", b"memory 3000", Content_Type=BINARY)["kind"] == "too-large"


def test_an_answer_that_is_not_taken_is_not_kept(evil: Running) -> None:
    with evil.raw(HEAD + b"Content-Type: application/octet-stream\r\nContent-Length: 7\r\n\r\nmuch 30") as line:
        assert line.recv(12) == b"HTTP/1.1 200"
        assert evil.server.server_state.connections
        end = time.monotonic() + 10
        while evil.server.server_state.connections:
            assert time.monotonic() < end
            time.sleep(0.05)


def test_a_full_queue(evil: Running) -> None:
    with ThreadPoolExecutor(6) as threads:
        told = list(threads.map(lambda _: evil.ask("/v1/record", b"sleep 0.5", Content_Type=BINARY), range(6)))
    assert [status for status, _, _ in told].count(200) == 3
    refused = [(headers, json.loads(body)) for status, headers, body in told if status == 503]
    assert len(refused) == 3
    for headers, body in refused:
        assert int(headers["retry-after"]) > 0
        assert body["kind"] == "busy"


def test_a_client_that_goes_away_frees_its_place(evil: Running) -> None:
    asked = HEAD + b"Content-Type: application/octet-stream\r\nContent-Length: %d\r\n\r\n%s"
    with contextlib.ExitStack() as stack:
        lines = [stack.enter_context(evil.raw(asked % (8, b"sleep 60"))) for _ in range(3)]
        evil.becomes(busy=1, waiting=2)
        for line in lines:
            line.shutdown(socket.SHUT_RDWR)
    evil.becomes(busy=0, waiting=0, held=0)
    assert "status=499" in "".join(evil.log)
    # in the middle of its body
    with evil.raw(HEAD + b"Content-Length: 100\r\n\r\nabc"):
        evil.becomes(held=3)
    evil.becomes(held=0)
    assert not [path for path in Path(evil.desk.folder).rglob("*") if path.is_file()]


def test_waiting_has_an_end() -> None:
    async def waited() -> None:
        desk = Desk(replace(SMALL, patience=0.1))  # nobody works at it
        with pytest.raises(Refused, match="too long") as refused:
            await desk.ask(Task("record", "file", "-"), b"a")
        assert refused.value.headers["Retry-After"]
        assert desk.waiting == 0

    asyncio.run(waited())


def test_the_benchmark_sees_a_wrong_answer(evil: Running) -> None:
    from benchmarks.serving import Bad, Client, Good, Tally

    def told(good: Good, bad: Bad) -> Tally:
        tally = Tally()
        client = Client(0, evil.port, [good], [bad], tally, seed=1)
        client._asked()
        client._hostile()
        return tally

    read = Bad("a.docx", b"say", frozenset({422}))
    wrong = told(Good("/v1/record", b"say", BINARY, b"say more"), read).wrong
    assert [one.partition(":")[0] for one in wrong] == ["a good file", "a.docx"]
    assert not told(Good("/v1/record", b"say", BINARY, b"say"), Bad("a.docx", b"say", frozenset({200}))).wrong
    died = told(Good("/v1/record", b"die", BINARY, b"say"), Bad("a.docx", b"raise a", frozenset({200, 422}))).wrong
    assert [" 500 " in one for one in died] == [True, True]


def test_the_log_holds_nothing_of_a_request(evil: Running) -> None:
    body, media = form("Bí mật ngày 1/2/2025".encode(), "bi-mat.txt")
    evil.ask("/v1/record?name=bi-mat", body, Content_Type=media)
    evil.ask("/bi-mat")
    log = "\n".join(evil.log)
    assert "mat" not in log
    assert f"status=200 in={len(body)} out=" in log


def test_too_much_at_one_time() -> None:
    held = Held(10)
    desk = Desk(SMALL)
    with held.share(desk) as one:
        one.take(6)
        with held.share(desk) as two, pytest.raises(Refused, match="at one time") as refused:
            two.take(6)
        assert refused.value.headers["Retry-After"]
        assert held.now == 6
    assert held.now == 0


# --- the description ------------------------------------------------------------------------------------------------


def test_the_description_is_openapi_and_holds_for_answers(service: Running) -> None:
    from openapi_spec_validator import validate

    document = json.loads(service.ask("/openapi.json")[2])
    validate(document)
    assert document == json.loads(json.dumps(openapi.document(SMALL, list(available()), list(SHIPPED))))
    body, media = form(TEXT.encode(), "a.txt")

    def check(name: str, answer: bytes) -> None:
        schema = {"$ref": f"#/components/schemas/{name}", "components": document["components"]}
        Draft202012Validator(schema).validate(json.loads(answer))

    for name in ("record", "coverage", "findings"):
        check(f"{name.capitalize()}Answer", service.ask(f"/v1/{name}", body, Content_Type=media)[2])
    check("Forms", service.ask("/v1/forms")[2])
    check("Frameworks", service.ask("/v1/frameworks")[2])
    check("Health", service.ask("/healthz")[2])
    check("Problem", service.ask("/v1/record", b"", Content_Type=BINARY)[2])
    told = {int(status) for status in document["paths"]["/v1/record"]["post"]["responses"]}
    assert told >= set(STATUSES.values()) - {404, 405}


def test_the_page_loads_nothing(service: Running) -> None:
    status, headers, body = service.ask("/")
    assert status == 200
    assert "default-src 'none'" in headers["content-security-policy"]
    page = body.decode()
    assert "/v1/record" in page
    for loading in ("<script", "<link", "<img", "src=", "url(", "@import"):
        assert loading not in page


# --- the command ----------------------------------------------------------------------------------------------------


def processes(group: int) -> list[int]:
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError, ValueError):
            fields = path.read_bytes().rpartition(b")")[2].split()
            if int(fields[3]) == group and fields[0] != b"Z":
                found.append(int(path.parent.name))
    return found


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks at /proc")
@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_well(tmp_path: Path, sign: signal.Signals) -> None:
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    command = [sys.executable, "-m", "kehoach", "serve", "--port", "0", "--workers", "1"]
    with subprocess.Popen(
        command, stderr=subprocess.PIPE, env=environment, text=True, start_new_session=True
    ) as process:
        assert process.stderr is not None
        line = process.stderr.readline()
        assert line.startswith("kehoach: http://127.0.0.1:"), line
        port = int(line.split(":")[3].split()[0])
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        if sign == signal.SIGTERM:  # in the middle of work
            bomb = next(case for case in hostile.CASES if case.name == "operators.pdf").make()
            connection.request("POST", "/v1/record", bomb, {"Content-Type": BINARY})
            time.sleep(0.5)
        assert len(processes(process.pid)) >= 2
        assert any(tmp_path.iterdir())
        os.killpg(process.pid, sign)  # as Ctrl-C on a terminal does
        assert process.wait(15) == 0
        if sign == signal.SIGTERM:
            assert connection.getresponse().status in (200, 503)
        connection.close()
        log = process.stderr.read()
        assert "Traceback" not in log
        assert "Error" not in log
    assert not list(tmp_path.iterdir())
    end = time.monotonic() + 5
    while left := processes(process.pid):
        assert time.monotonic() < end, left
        time.sleep(0.05)


def test_a_wrong_call_is_one_line() -> None:
    with contextlib.closing(bound("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = CliRunner().invoke(main, ["serve", "--port", str(port)])
        assert result.exit_code == 2
        assert result.stderr == f"kehoach: serve: 127.0.0.1, port {port}: address already in use\n"
    assert CliRunner().invoke(main, ["serve", "--framework", "no such"]).exit_code == 2
    result = CliRunner().invoke(main, ["serve", "--host", "no.such.host.invalid"])
    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1


def test_without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(sys.modules):
        if name.startswith("kehoach.serving"):
            monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    result = CliRunner().invoke(main, ["serve"])
    assert (result.exit_code, result.stderr) == (
        2,
        "kehoach: serve: needs the extra 'serve': pip install \"kehoach[serve]\"\n",
    )


def test_workers_that_do_not_start() -> None:
    listener = bound("127.0.0.1", 0)
    desk = Desk(replace(SMALL, workers=1), evil_serving.never)
    server = Server(SMALL, desk=desk)
    with contextlib.closing(listener), contextlib.suppress(SystemExit):
        server.run(sockets=[listener])
    assert not server.started
    assert not Path(desk.folder).exists()
