"""No file harms the reader's caller: what kind it is, one limited process a file, an answer for every hostile file."""

from __future__ import annotations

import ast
import contextlib
import io
import os
import random
import socket
import subprocess
import sys
import threading
import time
from array import array
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import hostile
import pytest
from click.testing import CliRunner, Result
from hostile import CASES, PLAN, Hostile
from hypothesis import given, settings
from hypothesis import strategies as st

import kehoach
from benchmarks.readers import fuzz
from kehoach.cli import main
from kehoach.errors import ReadError, Status
from kehoach.readers import Document, Limits, document_from, open_document, open_documents, pool, wire
from kehoach.readers.kinds import kind_of
from kehoach.text.layout import SOURCES, Aside, Box, Grid, GridCell, Layout, Page, Parts

LINUX = sys.platform.startswith("linux")
# small, so that the tests are short; the larger ones are the same code
SMALL = Limits(
    seconds=2,
    memory=512,
    file_size=15,
    text_size=8,
    output=8,
    pages=50,
    page_characters=50_000,
    page_paths=5000,
    pixels=4,
    ocr_pages=2,
    ocr_seconds=5,
    members=2000,
    member_size=8,
    unpacked=16,
    xml_nodes=200,
)
ROOMY = Limits(seconds=60)
GOOD = {
    "text": PLAN.encode(),
    "pdf": hostile.good_pdf(),
    "docx": hostile.good_docx(),
    "html": hostile.good_html(),
}


# --- the hostile files ----------------------------------------------------------------------------------------------


def answer(found: Document | ReadError) -> str:
    if isinstance(found, ReadError):
        return found.status
    assert found.text.strip()
    return "partial" if found.warnings else "ok"


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Document | ReadError]]:
    """Each hostile file read, two at a time, beside good ones."""
    folder = tmp_path_factory.mktemp("hostile")

    def read(case: Hostile) -> list[Document | ReadError]:
        path = folder / case.name
        path.write_bytes(case.make())
        # on a busy machine the others may take their time
        limits = SMALL if "timeout" in case.answers else replace(SMALL, seconds=30)
        return list(open_documents([str(path)], limits))

    with ThreadPoolExecutor(2) as two:
        return dict(zip((case.name for case in CASES), two.map(read, CASES), strict=True))


def test_there_are_fifty_hostile_files_and_more_of_unlike_names() -> None:
    assert len({case.name for case in CASES}) == len(CASES) >= 50


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_hostile_file_is_answered_as_said(case: Hostile, answers: dict[str, list[Document | ReadError]]) -> None:
    found = answers[case.name]
    assert found
    assert {answer(one) for one in found} <= case.answers, found[0]
    for one in found:
        reason = one.reason if isinstance(one, ReadError) else ""
        # a reader that fails on a file in a way that it does not know is a defect of the reader
        assert "its reader failed" not in reason
        assert "\n" not in str(one) if isinstance(one, ReadError) else True


@pytest.mark.parametrize("kind", GOOD)
def test_good_files_still_answer_behind_them(kind: str, answers: dict[str, list[Document | ReadError]]) -> None:
    assert answers
    document = document_from(GOOD[kind], "plan", ROOMY)
    assert document.reader == kind
    assert "15/6/2025" in document.text


def test_a_hostile_file_among_good_ones_is_one_line(tmp_path: Path) -> None:
    for name, data in (("a.docx", GOOD["docx"]), ("b.pdf", b"%PDF-1.7\n"), ("c.txt", GOOD["text"])):
        (tmp_path / name).write_bytes(data)
    result = call("extract", "--no-coverage", *(tmp_path / name for name in ("a.docx", "b.pdf", "c.txt")))
    assert result.exit_code == 1
    assert len(result.stdout.splitlines()) == 2
    (line,) = result.stderr.splitlines()
    assert line.startswith(f"kehoach: {tmp_path / 'b.pdf'}: read as a PDF: is damaged")


# --- kinds ----------------------------------------------------------------------------------------------------------

WORD_XML = b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument xmlns:w="x"/>'


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (PLAN.encode(), "text"),
        (GOOD["pdf"], "pdf"),
        (b"\x00\x05MACHDR" + GOOD["pdf"], "pdf"),
        (b"PDF files begin with %PDF-1.4", "text"),
        (GOOD["docx"], "docx"),
        (GOOD["docx"][:-150], "docx"),
        (hostile.compound(("WordDocument", b"\xec\xa5" + b"\0" * 5000)), "doc"),
        (hostile.compound(("Workbook", b""), ("WordDocument", b"\xec\xa5" + b"\0" * 5000)), "doc"),
        (b"{\\rtf1\\ansi Ke hoach}", "rtf"),
        (hostile.zipped(("mimetype", b"application/vnd.oasis.opendocument.text"), stored=True), "odt"),
        (GOOD["html"], "html"),
        (GOOD["html"].decode().encode("utf-16"), "html"),
        (GOOD["html"].decode().encode("utf-16-be"), "html"),
        (b"\xef\xbb\xbf\r\n<!-- a --><!-- b -->\n<HTML>", "html"),
        (b'<?xml version="1.0"?><!DOCTYPE html PUBLIC "x"><html>', "html"),
        (b'<html xmlns:o="urn:schemas-microsoft-com:office:office">', "html"),
        (b"<p><b>K</b></p>" * 20, "html"),
        (b"<!-- k\xe1\xba\xbf ho\xe1\xba\xa1ch -->\n# Plan\n", "text"),
        (b'<div align="center">\n\n# Plan\n\n' + PLAN.encode() * 3, "text"),
        (b"<!-- -->" * 2000 + b"plan", "text"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n boundary=x\r\n\r\n", "mht"),
        (b"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; type=x\r\n\r\n", "mht"),
        (b"Content-Type: multipart/related is what a page may be saved as.\n\nMIME-Version: 1.0", "text"),
        (b"\x89PNG\r\n\x1a\n", "image"),
        (b"\xff\xd8\xff\xe0", "image"),
        (b"II*\0", "image"),
        (b"MM\0*", "image"),
        (b"GIF89a", "image"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "image"),
        (b"BM" + b"\0" * 12 + b"\x28\0\0\0", "image"),
        (b"BMI l\xc3\xa0 ch\xe1\xbb\x89 s\xe1\xbb\x91", "text"),
        (b"MZ l\xc3\xa0 hai ch\xe1\xbb\xaf c\xc3\xa1i", "text"),
        (hostile.zipped(("a.txt", b"a")), "zip"),
        (hostile.zipped(("word/plan.docx", b"a")), "zip"),
        (WORD_XML, "a Word file saved as XML"),
        (b'<?xml version="1.0"?><rss/>', "an XML file"),
        (b"\0\0\0\x18ftypheic", "a HEIC image"),
    ],
)
def test_the_kind_goes_by_content(data: bytes, name: str) -> None:
    assert kind_of(data).name == name


@pytest.mark.parametrize("ending", ["pdf", "docx", "doc", "html", "zip", "png", "rtf", "txt"])
@pytest.mark.parametrize("kind", GOOD)
def test_a_name_that_lies_changes_nothing(tmp_path: Path, kind: str, ending: str) -> None:
    path = tmp_path / f"plan.{ending}"
    path.write_bytes(GOOD[kind])
    document = open_document(str(path), ROOMY)
    assert (document.reader, document.media_type) == (kind, kind_of(GOOD[kind]).media)


@given(
    st.binary(max_size=600),
    st.sampled_from(
        [b"", b"%PDF-", b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"<!--", b"<?xml"]
    ),
)
@settings(max_examples=300, deadline=None)
def test_no_bytes_trouble_the_look_at_the_kind(data: bytes, magic: bytes) -> None:
    kind = kind_of(magic + data)
    assert (kind.module is None) == (kind.status is not None or kind.name == "zip")


@given(st.randoms(use_true_random=False))
@settings(max_examples=150, deadline=None)
def test_a_broken_directory_troubles_nobody(chance: random.Random) -> None:
    whole = bytearray(chance.choice((GOOD["docx"], hostile.compound(("WordDocument", b"\xec\xa5" * 3000)))))
    for _ in range(chance.randrange(1, 20)):
        whole[chance.randrange(len(whole))] = chance.choice((0, 0xFF, chance.randrange(256)))
    assert kind_of(bytes(whole[: chance.randrange(1, len(whole))])).name


# --- frames and layouts ---------------------------------------------------------------------------------------------

_small = st.integers(0, 60_000)
_floats = st.floats(-1e6, 1e6, width=32)
_maybe = st.none() | st.floats(0, 1)
_pages = st.builds(
    Page,
    _small,
    st.sampled_from(["text", "ocr", "estimate"]),
    _maybe,
    _maybe,
    _maybe,
    _maybe,
    st.none() | st.text(max_size=9),
    st.booleans(),
)


@st.composite
def layouts(draw: st.DrawFn) -> tuple[Layout, int]:
    """A layout with the length of its text."""
    ends = sorted(draw(st.lists(st.integers(0, 10_000), min_size=2, max_size=40)))
    parts = Parts()
    for start, end in zip(ends[::2], ends[1::2], strict=False):
        box = Box(draw(_small), *(draw(_floats) for _ in range(4)))
        parts.add(start, end, box, draw(st.sampled_from(SOURCES)), draw(_maybe))

    def span() -> tuple[int, int]:
        first, second = draw(st.integers(0, ends[-1])), draw(st.integers(0, ends[-1]))
        return min(first, second), max(first, second)

    cells = tuple(
        GridCell(draw(_small), draw(_small), *span(), draw(_small), draw(_small))
        for _ in range(draw(st.integers(0, 4)))
    )
    tables = tuple(Grid(*span(), cells, draw(st.none() | _small)) for _ in range(draw(st.integers(0, 3))))
    asides = tuple(
        Aside(*span(), draw(st.sampled_from(["footnote", "struck", "menu"]))) for _ in range(draw(st.integers(0, 3)))
    )
    turns = tuple((draw(st.integers(0, ends[-1])), draw(_small)) for _ in range(draw(st.integers(0, 3))))
    return Layout(tuple(draw(st.lists(_pages, max_size=4))), turns, tables, asides, parts), ends[-1]


@given(layouts())
@settings(max_examples=60, deadline=None)
def test_a_layout_comes_back_as_it_was(made: tuple[Layout, int]) -> None:
    layout, length = made
    assert wire.layout_of(wire.layout_blobs(layout), length) == layout


def _sent(head: wire.Head, *blobs: bytes) -> bytes:
    return b"".join(wire.pack(head, blobs))


def _received(data: bytes, most: int = 1000) -> tuple[wire.Head, list[bytearray]] | None:
    with contextlib.ExitStack() as stack:
        number, other = os.pipe()
        source = stack.enter_context(io.FileIO(number, "rb"))
        with io.FileIO(other, "wb") as sink:
            wire.send(sink, [data])
        return wire.unpack(source, most)


def test_a_frame_comes_back_as_it_was() -> None:
    head, blobs = _received(_sent({"status": "ok", "name": "a\ud800"}, b"one", b"", b"three")) or ({}, [])
    assert (head["name"], blobs) == ("a\ud800", [b"one", b"", b"three"])
    assert _received(b"") is None


@given(st.randoms(use_true_random=False))
@settings(max_examples=200, deadline=None)
def test_a_broken_frame_is_called_broken(chance: random.Random) -> None:
    whole = bytearray(_sent({"status": "ok", "warnings": []}, b"K" * 50, b"x" * 9))
    for _ in range(chance.randrange(3)):
        whole[chance.randrange(len(whole))] = chance.randrange(256)
    with contextlib.suppress(wire.Broken):
        _received(bytes(whole[: chance.randrange(1, len(whole) + 1)]))


@pytest.mark.parametrize("length", [13, 40, 41, 60])
def test_a_frame_that_is_cut_or_too_long_is_refused(length: int) -> None:
    whole = _sent({}, b"x" * 50)
    with pytest.raises(wire.Broken):
        _received(whole[:length])
    with pytest.raises(wire.Broken):
        _received(whole, most=49)


def _with_parts(**changed: array[int]) -> Layout:
    parts = Parts()
    parts.add(0, 4, Box(1, 0, 0, 1, 1))
    parts.add(5, 9, Box(1, 0, 0, 1, 1))
    for name, column in changed.items():
        setattr(parts, name, column)
    return Layout(parts=parts)


@pytest.mark.parametrize(
    "layout",
    [
        Layout(turns=((11, 1),)),
        Layout(asides=(Aside(3, 11, "menu"),)),
        Layout(asides=(Aside(5, 3, "menu"),)),
        Layout(asides=(Aside(3, 5, "other"),)),  # type: ignore[arg-type]
        Layout(pages=(Page(1, "magic"),)),  # type: ignore[arg-type]
        Layout(tables=(Grid(0, 5, (GridCell(0, 0, 0, 12),)),)),
        _with_parts(end=array("I", [4, 11])),
        _with_parts(start=array("I", [0, 3])),
        _with_parts(source=array("B", [0, 9])),
        _with_parts(page=array("H", [1])),
    ],
)
def test_a_layout_that_points_out_of_its_text_is_refused(layout: Layout) -> None:
    with pytest.raises(wire.Broken):
        wire.layout_of(wire.layout_blobs(layout), 10)


# --- the reading process --------------------------------------------------------------------------------------------


@pytest.fixture
def evil(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Reading processes with a reader that does what its file says."""
    pool.close()
    monkeypatch.setattr(pool, "_COMMAND", (sys.executable, str(Path(__file__).parent / "evil_worker.py")))
    yield
    pool.close()


def told(order: str, **limits: float) -> str:
    return pool.read("evil", order.encode(), "plan", replace(ROOMY, **limits)).text


def refused(order: str, **limits: float) -> tuple[Status, str]:
    with pytest.raises(ReadError) as caught:
        told(order, **limits)
    assert caught.value.name == "plan"
    return caught.value.status, caught.value.reason


def facts() -> dict[str, object]:
    found = ast.literal_eval(told("about"))
    assert isinstance(found, dict)
    return found


@pytest.mark.usefixtures("evil")
class TestProcess:
    def test_one_process_reads_file_after_file(self) -> None:
        assert facts()["pid"] == facts()["pid"] != os.getpid()

    @pytest.mark.parametrize(
        ("order", "status", "reason"),
        [
            ("raise KeyError", "damaged", "its reader failed (KeyError)"),
            ("raise SystemExit", "damaged", "its reader failed (SystemExit)"),
            ("raise MemoryError", "too-large", "more than 1536 MB of memory"),
            ("recurse", "damaged", "nested too deeply"),
            ("segv", "crashed", "SIGSEGV"),
            ("exit 3", "crashed", "exit code 3"),
            ("exit 0", "crashed", "exit code 0"),
            ("lie", "crashed", "died"),
            ("lie long", "crashed", "died"),
            ("say", "empty", "holds no text"),
            ("say   ", "empty", "holds no text"),
        ],
    )
    def test_each_failure_has_its_status(self, order: str, status: Status, reason: str) -> None:
        found = refused(order)
        assert found[0] == status and reason in found[1] and "\n" not in found[1]
        assert told("say Still here.") == "Still here."

    @pytest.mark.parametrize("order", ["hang", "sleep 60"])
    def test_a_reader_that_hangs_is_ended(self, order: str) -> None:
        start = time.monotonic()
        assert refused(order, seconds=0.2) == ("timeout", "takes longer than 0.2 s to be read")
        assert time.monotonic() - start < 30
        assert told("say Still here.") == "Still here."

    def test_a_reader_that_notices_gives_what_it_has(self) -> None:
        content = pool.read("evil", b"until-late", "plan", replace(ROOMY, seconds=0.2))
        assert (content.text, content.warnings) == ("Half of it.", ("time was up",))

    @pytest.mark.skipif(not LINUX, reason="only Linux limits the address space")
    def test_memory_is_limited_file_by_file(self) -> None:
        assert refused("memory 1000", memory=500) == ("too-large", "needs more than 500 MB of memory to be read")
        assert told("memory 100", memory=500) and told("memory 1000", memory=2000)

    @pytest.mark.skipif(not LINUX, reason="only Linux limits files so")
    def test_what_a_reader_writes_is_limited(self) -> None:
        assert "refused" in told("write 40", file_size=1, output=1)

    def test_what_a_reader_gives_is_limited(self) -> None:
        assert refused("much 2000000", output=1) == ("too-large", "gives more than 1 MB of text")
        assert len(told("much 900000", output=1)) == 900_000

    def test_warnings_are_limited(self) -> None:
        warnings = pool.read("evil", b"warn 5000", "plan", ROOMY).warnings
        assert len(warnings) == 50 and max(map(len, warnings)) == 400

    def test_what_libraries_print_goes_nowhere(self) -> None:
        assert told("print") == "'' was read."

    def test_half_characters_come_through(self) -> None:
        assert told("surrogate") == "Kế \ud800hoạch"

    def test_large_files_come_through(self) -> None:
        text = "kế hoạch " * 1_000_000
        assert told("say " + text) == text

    def test_the_environment_is_clean(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
        monkeypatch.setenv("PASSWORD", "x")
        pool.close()
        found = facts()
        assert not {"HTTP_PROXY", "PASSWORD", "USER"} & set(found["environment"])  # type: ignore[call-overload]
        assert found["cwd"] == found["temporary"] != str(Path.cwd())

    def test_its_temporary_files_go_with_it(self) -> None:
        folder = Path(str(facts()["temporary"]))
        (folder / "left").write_text("x")
        pool.close()
        assert not folder.exists()

    @pytest.mark.skipif(not LINUX, reason="needs /proc")
    def test_helper_programs_end_with_the_reader(self, tmp_path: Path) -> None:
        told_at = tmp_path / "numbers"
        assert refused(f"children {told_at}", seconds=1)[0] == "timeout"
        for number in told_at.read_text().split():
            assert _gone(int(number))

    @pytest.mark.skipif(not LINUX, reason="needs a network of its own")
    def test_a_reader_has_no_network(self) -> None:
        reader = pool.Reader()
        offline = reader.offline
        reader.end()
        with listening() as (port, connections):
            assert told(f"network {port}").startswith("refused" if offline else "")
            assert len(connections) == (0 if offline else 1)
            socket.create_connection(("127.0.0.1", port), 5).close()
            _until(lambda: len(connections) == (1 if offline else 2))
        if os.geteuid() == 0:
            assert offline or not _may_unshare()

    def test_threads_read_side_by_side(self) -> None:
        with ThreadPoolExecutor(6) as many:
            found = list(many.map(lambda n: told(f"say {n}"), range(40)))
            failed = list(many.map(lambda n: refused("exit 1")[0], range(6)))
        assert found == [str(n) for n in range(40)] and failed == ["crashed"] * 6

    def test_a_process_is_replaced_in_time(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(pool, "_FILES", 3)
        numbers = [facts()["pid"] for _ in range(6)]
        assert len(set(numbers[:3])) == len(set(numbers[3:])) == 1 and numbers[0] != numbers[3]

    def test_one_that_died_idle_is_replaced(self) -> None:
        number = int(str(facts()["pid"]))
        os.kill(number, 9)
        _until(lambda: _state(number) in "Z")
        assert facts()["pid"] != number

    @pytest.mark.skipif(not LINUX, reason="needs /proc")
    def test_nothing_is_left_open_or_half_dead(self) -> None:
        told("say warm")
        pool.close()
        before, threads = sorted(path.name for path in Path("/proc/self/fd").iterdir()), threading.active_count()
        for order in ("say a", "exit 1", "raise KeyError", "segv"):
            with contextlib.suppress(ReadError):
                told(order)
        assert refused("hang", seconds=0.1)[0] == "timeout"
        told("say b")
        pool.close()
        assert sorted(path.name for path in Path("/proc/self/fd").iterdir()) == before
        assert threading.active_count() == threads
        assert not [n for n in _children(os.getpid()) if _state(n) == "Z"]

    @pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
    @pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
    def test_a_forked_process_starts_its_own(self) -> None:
        ours = facts()["pid"]
        number, other = os.pipe()
        child = os.fork()
        if child == 0:
            with contextlib.suppress(BaseException):
                os.write(other, f"{facts()['pid']}".encode())
                pool.close()
            os._exit(0)
        os.close(other)
        with os.fdopen(number, "rb") as source:
            theirs = source.read()
        assert os.waitpid(child, 0)[1] == 0
        assert theirs.isdigit() and int(theirs) != ours
        assert facts()["pid"] == ours


def _may_unshare() -> bool:
    return subprocess.run(["unshare", "-n", "true"], capture_output=True, check=False).returncode == 0


def _state(number: int) -> str:
    """`R`, `S`, `Z` … of a process; `X` where there is none."""
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return "X"


def _children(number: int) -> list[int]:
    found = []
    for path in Path("/proc").iterdir():
        if path.name.isdigit():
            with contextlib.suppress(OSError, IndexError):
                if (path / "stat").read_text().rpartition(")")[2].split()[1] == str(number):
                    found.append(int(path.name))
    return found


def _until(true: object, seconds: float = 10) -> None:
    assert callable(true)
    end = time.monotonic() + seconds
    while not true() and time.monotonic() < end:
        time.sleep(0.01)
    assert true()


def _gone(number: int) -> bool:
    _until(lambda: _state(number) in "XZ")
    return True


@contextlib.contextmanager
def listening() -> Iterator[tuple[int, list[object]]]:
    """A server on this machine, and who has come."""
    connections: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.05)
        over = threading.Event()

        def serve() -> None:
            while not over.is_set():
                with contextlib.suppress(TimeoutError):
                    connection, address = server.accept()
                    connections.append(address)
                    connection.close()

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield server.getsockname()[1], connections
        finally:
            over.set()
            thread.join()


# --- the end of the caller ------------------------------------------------------------------------------------------

_SCRIPT = """
import sys, time
from kehoach.readers import document_from, pool
pool._COMMAND = (sys.executable, sys.argv[3])
assert document_from(open(sys.argv[1], "rb").read(), "plan").text
reader = pool._POOL._idle[0]
print(reader._process.pid, reader._folder, flush=True)
sys.stdin.readline()
if sys.argv[2] == "at work": pool.read("evil", b"sleep 1", "plan", pool.Limits())
if sys.argv[2] == "idle": time.sleep(60)
"""


@pytest.mark.skipif(not LINUX, reason="needs /proc")
@pytest.mark.parametrize("killed", ["", "idle", "at work"])
def test_no_reader_outlives_its_caller(tmp_path: Path, killed: str) -> None:
    path = tmp_path / "plan"
    path.write_bytes(GOOD["docx"])
    worker = str(Path(__file__).parent / "evil_worker.py")
    arguments = [sys.executable, "-c", _SCRIPT, str(path), killed, worker]
    pipe = subprocess.PIPE
    with subprocess.Popen(arguments, stdin=pipe, stdout=pipe, stderr=pipe, text=True) as run:
        assert run.stdin is not None and run.stdout is not None and run.stderr is not None
        number, folder = run.stdout.readline().split()
        assert Path(folder).is_dir()
        run.stdin.write("on\n")
        run.stdin.flush()
        if killed:
            time.sleep(0.3)
            run.kill()
        assert run.stderr.read() == ""
        assert run.wait(20) == (-9 if killed else 0)
        _until(lambda: _state(int(number)) in "XZ" and not Path(folder).exists())


# --- no file reaches out --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["html", "html.doc", "docx", "rtf", "odt"])
def test_no_file_makes_a_connection(tmp_path: Path, kind: str) -> None:
    with listening() as (port, connections):
        url = f"http://127.0.0.1:{port}/x.png"
        made = {
            "html": hostile.html(f'<link rel=stylesheet href="{url}"><img src="{url}"><iframe src="{url}"></iframe>' + PLAN),
            "docx": hostile.docx(
                hostile.paragraphs(PLAN) + '<w:p><w:r><w:instrText xml:space="preserve"> INCLUDEPICTURE "'
                f'{url}" \\d</w:instrText></w:r></w:p>'
            ),
            "rtf": b"{\\rtf1 Ke hoach {\\field{\\*\\fldinst INCLUDEPICTURE \"%s\" \\\\d}{\\fldrslt x}}}" % url.encode(),
            "odt": hostile.zipped(
                ("mimetype", b"application/vnd.oasis.opendocument.text"),
                ("META-INF/manifest.xml", _MANIFEST.encode()),
                ("content.xml", _ODT.replace("URL", url).encode()),
                stored=True,
            ),
        }  # fmt: skip
        made["html.doc"] = made["html"]
        path = tmp_path / f"plan.{kind.rpartition('.')[2]}"
        path.write_bytes(made[kind])
        try:
            document = open_document(str(path), Limits(seconds=60))
            assert "ho" in document.text.lower()
        except ReadError as error:
            assert error.status in ("needs", "unsupported") and kind in ("rtf", "odt")
        assert connections == []
        socket.create_connection(("127.0.0.1", port), 5).close()
        _until(lambda: len(connections) == 1)


_MANIFEST = (
    '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    '<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.text"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)
_ODT = (
    '<?xml version="1.0"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" '
    'xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.2"><office:body><office:text><text:p>Kế hoạch<draw:frame>'
    '<draw:image xlink:href="URL" xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"/></draw:frame></text:p>'
    "</office:text></office:body></office:document-content>"
)


# --- files ----------------------------------------------------------------------------------------------------------


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes")
def test_a_pipe_or_a_device_is_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for name in (str(tmp_path / "pipe"), "/dev/zero", "/dev/null"):
        with pytest.raises(ReadError) as caught:
            kehoach.read(name)
        assert (caught.value.status, caught.value.reason) == (
            "unsupported",
            "is a pipe or a device; - reads standard input",
        )


def test_a_file_beyond_the_limit_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "plan.pdf"
    with path.open("wb") as file:
        file.truncate(10_000_000_000)
    with pytest.raises(ReadError) as caught:
        kehoach.read(path)
    assert (caught.value.status, caught.value.reason) == ("too-large", "is larger than 100 MB")


def test_standard_input_is_limited_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"a" * 2000)))
    with pytest.raises(ReadError, match=r"is larger than 0\.001 MB"):
        kehoach.read("-", limits=Limits(file_size=0.001))


@pytest.mark.parametrize("name", ["missing.pdf", ""])
def test_a_file_that_is_not_there_is_missing(tmp_path: Path, name: str) -> None:
    with pytest.raises(ReadError) as caught:
        open_document(str(tmp_path / name) if name else name)
    assert caught.value.status == "missing"


def test_short_plain_text_needs_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "_COMMAND", ("false",))
    pool.close()
    assert document_from(GOOD["text"], "plan.md").media_type == "text/markdown"
    with pytest.raises(ReadError) as caught:
        document_from(GOOD["docx"], "plan.docx")
    assert caught.value.status == "crashed"


# --- mutated files --------------------------------------------------------------------------------------------------


def test_mutated_files_are_answered() -> None:
    mht = (
        b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\nContent-Type: text/html\n\n%s\n--x--\n"
    )
    seeds = {**GOOD, "mht": mht % GOOD["html"], "pdf-lines": _drawn_pdf()}
    outcome = fuzz.run(seeds, range(300), limits=replace(SMALL, seconds=15), jobs=2)
    assert outcome.failures == []
    assert sum(outcome.counts.values()) == 300
    # not all of them refused at the door: some are read to their end, some break within
    statuses = {status for _, status in outcome.counts}
    assert {"ok", "damaged"} <= statuses and len({kind for kind, _ in outcome.counts}) == len(seeds)


def _drawn_pdf() -> bytes:
    lines = b"".join(b"%d %d m %d %d l S\n" % (50, y, 500, y) for y in range(100, 400, 50))
    lines += b"".join(b"%d %d m %d %d l S\n" % (x, 100, x, 350) for x in range(50, 501, 150))
    cells = b"".join(b"BT /F1 9 Tf %d %d Td (So Y te) Tj ET\n" % (x + 5, y + 5) for x in (50, 200) for y in (100, 150))
    return hostile.page(hostile.stream(lines + cells))


def test_a_mutation_is_told_by_its_number() -> None:
    first = [one.data for one in fuzz.mutations(GOOD, 3, range(40))]
    assert first == [one.data for one in fuzz.mutations(GOOD, 3, range(40))]
    assert first[30:] == [one.data for one in fuzz.mutations(GOOD, 3, range(30, 40))]
    assert first != [one.data for one in fuzz.mutations(GOOD, 4, range(40))]


@pytest.mark.usefixtures("evil")
def test_the_fuzz_run_sees_what_goes_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    def read(data: bytes, name: str, limits: Limits = ROOMY) -> Document:
        text = pool.read("evil", data.partition(b"\n")[0], name, limits).text
        return Document(name, text, "", "text/plain")

    def failures(order: str) -> list[str]:
        monkeypatch.setattr(fuzz, "mutated", lambda data, other, chance: data)
        return [failure for _, _, failure in fuzz.run({"text": order.encode()}, range(2), limits=ROOMY).failures]

    monkeypatch.setattr(fuzz, "document_from", read)
    assert failures("say K\u1ebf ho\u1ea1ch") == []
    assert any("KeyError" in failure for failure in failures("raise KeyError"))
    assert "raised KeyError: 'unknown'" in failures("unknown") or failures("unknown")
    monkeypatch.setattr(fuzz, "document_from", lambda data, name, limits=ROOMY: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        failures("say a")


# --- the commands ---------------------------------------------------------------------------------------------------


def call(*arguments: str | Path, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(main, [str(a) for a in arguments], input=stdin)


@pytest.mark.parametrize("command", ["extract", "check", "coverage", "text"])
@pytest.mark.parametrize("kind", GOOD)
def test_each_command_takes_each_kind(tmp_path: Path, command: str, kind: str) -> None:
    path = tmp_path / "plan"
    path.write_bytes(GOOD[kind])
    result = call(command, path)
    assert result.exit_code == 0, result.stderr
    assert result.stdout or command == "check"


@pytest.mark.parametrize("kind", GOOD)
def test_text_prints_the_text_that_offsets_point_into(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "plan"
    path.write_bytes(GOOD[kind])
    source = kehoach.read(path).text
    assert call("text", path).stdout_bytes.decode() == source
    for date in kehoach.extract(path, frameworks=()).dates:
        assert source[date.start : date.end] == date.text


@pytest.mark.parametrize("command", ["extract", "check", "coverage", "text"])
def test_limits_are_options_of_each_command(tmp_path: Path, command: str) -> None:
    path = tmp_path / "plan.txt"
    path.write_bytes(GOOD["text"])
    result = call(command, path, "--limit", "file_size=0.0001")
    assert result.exit_code == 1
    assert f"kehoach: {path}: is larger than 0.0001 MB" in result.stderr.splitlines()
    assert call(command, path, "--limit", "pages=5", "--limit", "seconds=30").exit_code == 0
    for wrong in ("pges=5", "pages", "pages=0", "pages=many"):
        assert call(command, path, "--limit", wrong).exit_code == 2
    for field in ("seconds", "member_size", "ocr_pages"):
        assert field in call(command, "--help").stdout


def test_limits_are_an_argument_of_read_and_extract(tmp_path: Path) -> None:
    path = tmp_path / "plan.pdf"
    path.write_bytes(next(case for case in CASES if case.name == "10000-pages.pdf").make())
    document = kehoach.read(path, limits=Limits(pages=3))
    assert document.layout is not None and any("3" in warning for warning in document.warnings)
    record = kehoach.extract(path, limits=Limits(pages=3), frameworks=())
    assert record.source.warnings == document.warnings
