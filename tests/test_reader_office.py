"""The reader of .doc, .rtf and .odt: what comes through LibreOffice, and what never goes to it."""

from __future__ import annotations

import http.server
import io
import shutil
import subprocess
import threading
import time
import zipfile
from pathlib import Path

import pytest
from test_reader_docx import CAPITALS, TCVN3, archive_of_ole
from word_files import MERGE, MERGED, cell, item, levels, par, row, run, span, table, use, word_file

from kehoach.errors import ReadError
from kehoach.readers import office
from kehoach.readers.document import Content, Job
from kehoach.readers.limits import Limits

needs_office = pytest.mark.skipif(
    shutil.which("soffice") is None or office.cut_off() is None, reason="LibreOffice is missing, or its network stays"
)
needs_catdoc = pytest.mark.skipif(shutil.which("catdoc") is None, reason="catdoc is missing")


def read(data: bytes, name: str = "plan.doc") -> Content:
    return office.read(data, Job(name))


def failure(data: bytes, job: Job | None = None) -> ReadError:
    with pytest.raises(ReadError) as caught:
        office.read(data, job or Job("plan.doc"))
    assert "\n" not in str(caught.value)
    return caught.value


def grid(content: Content) -> dict[tuple[int, int, int, int], str]:
    assert content.layout is not None
    (found,) = content.layout.tables
    return {(c.row, c.column, c.rows, c.columns): content.text[c.start : c.end] for c in found.cells}


# --- .doc -------------------------------------------------------------------------------------------------------------

HEAD = table(
    row(
        cell("ỦY BAN NHÂN DÂN", "XÃ BẾN SÔNG"),
        cell("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"),
    ),
    row("Số: 12/KH-UBND", "Bến Sông, ngày 4 tháng 3 năm 2025"),
    props="",
)
TASKS = table(
    row("TT", "Nhiệm vụ", cell("Chủ trì", props=MERGE), "Thời hạn"),
    row("1", "Tập huấn", cell(props=MERGED), "Quý II"),
    row("2", "Giám sát", "Sở Y tế", "30/9"),
    row("II", cell("Kinh phí: ngân sách xã", props=span(3))),
)
FOOT = table(row(cell("Nơi nhận:", "- Như trên;", "- Lưu: VT."), cell("CHỦ TỊCH", "Lê Thị Hòa")), props="")
NOTE = '<w:r><w:footnoteReference w:id="2"/></w:r>'


@pytest.fixture(scope="module")
def old_word(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A .doc as a program writes it, from a .docx of our own."""
    folder = tmp_path_factory.mktemp("doc")
    deleted = (
        '<w:del w:id="1" w:author="A" w:date="2025-01-01T00:00:00Z"><w:r><w:delText>30/11</w:delText></w:r></w:del>'
    )
    added = f'<w:ins w:id="2" w:author="A" w:date="2025-01-01T00:00:00Z">{run("31/12")}</w:ins>'
    data = word_file(
        HEAD
        + par("KẾ HOẠCH")
        + item(0, "Mục đích")
        + item(1, "Một việc")
        + item(1, "Hai việc")
        + item(0, "Tổ chức")
        + par("Hoàn thành trước ngày ", deleted, added, NOTE, ".")
        + par(run("Thñ t\u00adíng ChÝnh phñ", TCVN3), run(" kÕ ho¹ch", CAPITALS), " năm 2025")
        + TASKS
        + par()
        + FOOT,
        numbering=levels(("upperRoman", "%1."), ("decimal", "%2.")) + use(1, 1),
        footnotes=f'<w:footnote w:id="2">{par("Theo Luật.")}</w:footnote>',
    )
    (folder / "plan.docx").write_bytes(data)
    profile = (folder / "profile").as_uri()
    command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", "doc"]
    subprocess.run([*command, "--outdir", str(folder), str(folder / "plan.docx")], capture_output=True, timeout=120)
    return (folder / "plan.doc").read_bytes()


@needs_office
def test_doc(old_word: bytes) -> None:
    content = read(old_word)
    lines = [line for line in content.text.split("\n") if line]
    assert lines[:7] == [
        "ỦY BAN NHÂN DÂN",
        "XÃ BẾN SÔNG",
        "Số: 12/KH-UBND",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Bến Sông, ngày 4 tháng 3 năm 2025",
        "KẾ HOẠCH",
    ]
    assert lines[7:11] == ["I. Mục đích", "1. Một việc", "2. Hai việc", "II. Tổ chức"]
    assert "Hoàn thành trước ngày 30/1131/12." in lines
    assert content.layout is not None
    asides = [(aside.kind, content.text[aside.start : aside.end].strip()) for aside in content.layout.asides]
    assert asides == [("struck", "30/11"), ("footnote", "1 Theo Luật.")]
    assert "Thủ tướng Chính phủ KẾ HOẠCH năm 2025" in lines
    assert grid(content)[0, 2, 2, 1] == "Chủ trì"
    assert grid(content)[2, 3, 1, 1] == "30/9"
    assert grid(content)[3, 1, 1, 3] == "Kinh phí: ngân sách xã"
    assert lines[-6:-1] == ["Nơi nhận:", "- Như trên;", "- Lưu: VT.", "CHỦ TỊCH", "Lê Thị Hòa"]
    assert any("converted by LibreOffice" in warning for warning in content.warnings)


@needs_office
@needs_catdoc
def test_doc_without_libreoffice_is_bare_text(old_word: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("soffice", "cut_off"):
        with monkeypatch.context() as patch:
            patch.setattr(office, name, lambda: None)
            content = read(old_word)
        assert "KẾ HOẠCH" in content.text
        assert "Sở Y tế" in content.text
        assert any("catdoc" in warning for warning in content.warnings)


@needs_office
def test_an_encrypted_doc_is_named(old_word: bytes) -> None:
    locked = bytearray(old_word)
    at = next(at for at in range(512, len(locked), 512) if locked[at : at + 2] == b"\xec\xa5")
    locked[at + 11] |= 1
    assert failure(bytes(locked)).status == "encrypted"


# --- .rtf and .odt ----------------------------------------------------------------------------------------------------


@needs_office
def test_rtf() -> None:
    def written(text: str) -> str:
        return "".join(letter if letter.isascii() else f"\\u{ord(letter)}?" for letter in text)

    cells = "\\trowd\\cellx2000\\cellx5000\\cellx8000\\intbl "
    rows = [("TT", "Nhiệm vụ", "Thời hạn"), ("1", "Tập huấn", "Quý II")]
    body = "\\pard Kế hoạch {\\strike cũ }năm 2025.\\par " + "".join(
        cells + "".join(f"{words}\\cell " for words in one) + "\\row " for one in rows
    )
    content = read(b"{\\rtf1\\ansi\\uc1 " + written(body).encode() + b"\\pard\\par}", "plan.rtf")
    assert content.text.startswith("Kế hoạch cũ năm 2025.\n")
    assert [text for _, text in sorted(grid(content).items())] == [words for one in rows for words in one]
    assert content.layout is not None
    assert [content.text[a.start : a.end] for a in content.layout.asides] == ["cũ "]


OFFICE = "urn:oasis:names:tc:opendocument:xmlns:"


def odt(body: str, *, manifest: str = "", before: str = "") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr(
            "META-INF/manifest.xml",
            f'<manifest:manifest xmlns:manifest="{OFFICE}manifest:1.0" manifest:version="1.2">'
            '<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.text"/>'
            '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
            f"{manifest}</manifest:manifest>",
        )
        archive.writestr(
            "content.xml",
            f'{before}<office:document-content xmlns:office="{OFFICE}office:1.0" xmlns:text="{OFFICE}text:1.0"'
            f' xmlns:draw="{OFFICE}drawing:1.0" xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.2">'
            f"<office:body><office:text>{body}</office:text></office:body></office:document-content>",
        )
    return out.getvalue()


@needs_office
def test_odt_and_no_request_leaves() -> None:
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        do_HEAD = do_OPTIONS = do_GET

        def log_message(self, *_: object) -> None: ...

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_address[1]}"
    image = f'<draw:frame draw:name="a"><draw:image xlink:href="{address}/a.png" xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"/></draw:frame>'
    linked = f'<text:section text:name="s"><text:section-source xlink:href="{address}/b.odt"/><text:p>Cũ.</text:p></text:section>'
    try:
        content = read(odt(f"<text:p>Kế hoạch năm 2025.{image}</text:p>{linked}"), "plan.odt")
    finally:
        server.shutdown()
        server.server_close()
    assert content.text.startswith("Kế hoạch năm 2025.")
    assert asked == []


# --- what never goes to LibreOffice -----------------------------------------------------------------------------------

BROKEN = {
    "no bytes": (b"", "empty"),
    "random bytes": (bytes(range(256)) * 40, "unsupported"),
    "OLE and noise": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(range(256)) * 40, "damaged"),
    "a spreadsheet": (archive_of_ole("Workbook"), "unsupported"),
    "a password": (archive_of_ole("EncryptedPackage"), "encrypted"),
    "no main stream": (archive_of_ole("WordDocument"), "damaged"),
    "groups in groups": (b"{\\rtf1" + b"{" * 50_000 + b"x" + b"}" * 50_001, "too-large"),
    "an archive": (word_file(par("x")), "unsupported"),
    "a cut archive": (odt("<text:p>x</text:p>")[:300], "damaged"),
    "a locked text": (odt("", manifest="<manifest:encryption-data/>"), "encrypted"),
    "a document type": (odt("<text:p>x</text:p>", before='<!DOCTYPE d [<!ENTITY a "x">]>'), "damaged"),
    "broken XML": (odt("<text:p>"), "damaged"),
    "deep XML": (odt("<text:span>" * 500 + "</text:span>" * 500), "too-large"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_files_are_named(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def never() -> str:
        raise AssertionError("LibreOffice was asked for")

    monkeypatch.setattr(office, "soffice", never)
    data, status = BROKEN[name]
    assert failure(data).status == status


# --- a program that misbehaves ----------------------------------------------------------------------------------------

RTF = b"{\\rtf1 x}"


def pretend(monkeypatch: pytest.MonkeyPatch, folder: Path, script: str) -> None:
    program = folder / "program"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setattr(office, "soffice", lambda: str(program))
    monkeypatch.setattr(office, "cut_off", lambda: ())


def test_what_is_missing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "soffice", lambda: None)
    missing = failure(RTF)
    assert missing.status == "needs"
    assert "apt-get install --no-install-recommends libreoffice-writer-nogui" in missing.reason
    monkeypatch.setattr(office, "soffice", lambda: "soffice")
    monkeypatch.setattr(office, "cut_off", lambda: None)
    online = failure(RTF)
    assert online.status == "needs"
    assert "network" in online.reason


def test_a_program_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    pretend(monkeypatch, tmp_path, f"echo $$ > {tmp_path}/pid; sleep 300 & sleep 300")
    assert failure(RTF, Job("plan.rtf", deadline=time.monotonic() + 1.5)).status == "timeout"
    number = int((tmp_path / "pid").read_text())
    assert not Path(f"/proc/{number}").exists()
    assert failure(RTF, Job("plan.rtf", deadline=time.monotonic() - 1)).status == "timeout"


SCRIPTS = {
    "dies": ("kill -9 $$", "damaged", "SIGKILL"),
    "says nothing": ("exit 0", "damaged", "cannot be read by LibreOffice"),
    "writes nothing": ("mkdir out; : > out/in.docx", "damaged", "cannot be read by LibreOffice"),
    "writes noise": ("mkdir out; echo noise > out/in.docx", "damaged", "no .docx"),
    "writes too much": ("mkdir out; head -c 3000000 /dev/zero > out/in.docx", "too-large", "2 MB"),
}


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_program_that_fails(name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    script, status, words = SCRIPTS[name]
    pretend(monkeypatch, tmp_path, script)
    error = failure(RTF, Job("plan.rtf", Limits(file_size=2)))
    assert (error.status, words in error.reason) == (status, True), error.reason


def test_the_program_gets_a_clean_room(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SECRET", "xyz")
    pretend(monkeypatch, tmp_path, f'env > {tmp_path}/env; ulimit -c > {tmp_path}/core; echo "$@" > {tmp_path}/args')
    failure(RTF)
    environment = (tmp_path / "env").read_text()
    assert "SECRET" not in environment
    assert "http_proxy=http://127.0.0.1:9" in environment
    assert (tmp_path / "core").read_text().strip() == "0"
    assert "-env:UserInstallation=file:///" in (tmp_path / "args").read_text()


def test_the_profile_is_kept_in_one_process_and_forbids_macros() -> None:
    first = office._profile()
    assert office._profile() == first
    settings = (first / "user" / "registrymodifications.xcu").read_text()
    assert "DisableMacrosExecution" in settings
    assert "ooInetHTTPProxyPort" in settings
    office._forget_profile()
    assert not first.exists()
    assert office._profile() != first
    office._forget_profile()


@needs_office
def test_the_network_is_cut_off() -> None:
    before = office.cut_off()
    assert before is not None
    program = (
        'import socket\ns = socket.socket()\ntry:\n s.connect(("127.0.0.1", 9))\nexcept OSError as e:\n print(e.errno)'
    )
    done = subprocess.run(
        [*before, "/usr/bin/env", "python3", "-c", program], capture_output=True, text=True, timeout=60
    )
    assert done.stdout.strip() == "101"  # network is unreachable: not even this machine
