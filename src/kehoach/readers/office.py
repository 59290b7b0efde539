"""Reads .doc, .rtf and .odt: LibreOffice makes a .docx of them, which the reader of that format reads.

What goes to LibreOffice is looked at first: random bytes, encrypted files and bombs do not. It runs without a network, in a
session and a profile of its own that forbids macros and links, under limits on time, memory and output. Where it may not
run, `catdoc` gives the bare text of a .doc.
"""

from __future__ import annotations

import atexit
import functools
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from kehoach.errors import ReadError
from kehoach.readers import docx, encodings, ole, zipped
from kehoach.readers.builder import Builder, Piece
from kehoach.readers.document import Content, Job
from kehoach.readers.docx.xml import Broken, children

Format = Literal["doc", "rtf", "odt"]

_NEEDS = "needs LibreOffice: apt-get install --no-install-recommends libreoffice-writer-nogui"
_ONLINE = "is not given to LibreOffice, as its network cannot be cut off here (needs `unshare`, and leave to use it)"
_FILTERS: dict[Format, str] = {"doc": "MS Word 97", "rtf": "Rich Text Format", "odt": "writer8"}
_ADDRESS_SPACE = 4096  # megabytes: LibreOffice reserves far more than it uses
_OPEN_FILES = 1024
_FIB = re.compile(rb"[\xec\xdc]\xa5[^\0][\0-\x02]", re.S)  # how the main stream of a Word file begins, with its version
_BRACES = re.compile(rb"\\[{}\\]|[{}]")
_MOST_BRACES = 3_000_000
_ODT = b"application/vnd.oasis.opendocument.text"


def read(data: bytes, job: Job) -> Content:
    """The text of an old or foreign text document with its layout.

    Raises:
        ReadError: `encrypted`, `damaged`, `too-large`, `unsupported`, `timeout`, `empty`, or `needs` (no LibreOffice).
    """
    form = format_of(data, job)
    try:
        made = _converted(data, form, job)
    except ReadError as error:
        if form != "doc" or error.status != "needs" or shutil.which("catdoc") is None:
            raise
        job.warn(f"{error.reason}; catdoc gave its text alone")
        return _plain(data, job)
    job.warn("was converted by LibreOffice before it was read")
    return docx.read(made, job)


# --- what it is -------------------------------------------------------------------------------------------------------


def format_of(data: bytes, job: Job) -> Format:
    """Which of the formats it is, by its content.

    Raises:
        ReadError: `encrypted`, `damaged`, `too-large`, or `unsupported`: none of them.
    """
    if not data:
        raise job.fail("empty", "the file is empty")
    if data.startswith(ole.MAGIC):
        return _checked_doc(data, job)
    if data.lstrip(b" \t\r\n\x0c\xef\xbb\xbf")[:5].lower() == b"{\\rtf":
        return _checked_rtf(data, job)
    if data.startswith(zipped.MAGIC):
        return _checked_odt(data, job)
    raise job.fail("unsupported", "is no .doc, .rtf or .odt file")


def _checked_doc(data: bytes, job: Job) -> Format:
    found = {stream.name: stream for stream in ole.streams(data)}
    if "EncryptedPackage" in found:
        raise job.fail("encrypted", "asks for a password")
    if found and "WordDocument" not in found:
        raise job.fail("unsupported", "is an old Office file without a text document")
    if not found and not ole.mentions(data, "WordDocument"):
        raise job.fail("damaged", "is a damaged old Office file")
    head = found["WordDocument"].head if found else b""
    if not head:  # a directory far behind in the file, or a tiny main stream: its parts begin at multiples of 64
        head = next((data[m.start() : m.start() + 64] for m in _FIB.finditer(data, 512) if m.start() % 64 == 0), b"")
    if not _FIB.match(head):
        raise job.fail("damaged", "is a damaged Word file")
    if int.from_bytes(head[10:12], "little") & 0x0100:
        raise job.fail("encrypted", "asks for a password")
    return "doc"


def _checked_rtf(data: bytes, job: Job) -> Format:
    depth = deepest = count = 0
    for match in _BRACES.finditer(data):
        brace = match[0]
        if brace == b"{":
            depth += 1
            count += 1
            deepest = max(deepest, depth)
        elif brace == b"}":
            depth -= 1
    if deepest > job.limits.xml_depth or count > _MOST_BRACES:
        raise job.fail("too-large", f"nests RTF groups {deepest} deep, or has {count} of them")
    return "rtf"


def _checked_odt(data: bytes, job: Job) -> Format:
    try:
        entries = {entry.name: entry for entry in zipped.directory(data, job.limits.members)}
    except zipped.TooMany as error:
        raise job.fail("too-large", str(error)) from None
    except zipped.Damaged as error:
        raise job.fail("damaged", f"is a damaged zip archive: {error}") from None

    def part(name: str) -> bytes | None:
        entry = entries.get(name)
        return None if entry is None else zipped.unpack(data, entry, job.name, job.limits)

    if not (part("mimetype") or b"").strip().startswith(_ODT):
        raise job.fail("unsupported", "is a zip archive, not an OpenDocument text")
    if b"encryption-data" in (part("META-INF/manifest.xml") or b""):
        raise job.fail("encrypted", "asks for a password")
    content = part("content.xml")
    if content is None:
        raise job.fail("damaged", "is an OpenDocument text without its text")
    try:
        for name in ("content.xml", "styles.xml"):
            for _ in children(job, part(name) or b"<none/>", "?:text"):
                pass  # limits on depth and elements are kept while it is read
    except Broken as error:
        raise job.fail("damaged", f"is a damaged OpenDocument text: {error}") from None
    return "odt"


# --- LibreOffice ------------------------------------------------------------------------------------------------------

_lock = threading.Lock()  # one profile, one run at a time


def _converted(data: bytes, form: Format, job: Job) -> bytes:
    """The .docx that LibreOffice makes of a file."""
    program = soffice()
    if program is None:
        raise job.fail("needs", _NEEDS)
    alone = cut_off()
    if alone is None:
        raise job.fail("needs", _ONLINE)
    seconds = job.deadline - time.monotonic()
    if seconds <= 1:
        raise job.fail("timeout", f"takes longer than {job.limits.seconds:g} s to be read")
    with _lock, tempfile.TemporaryDirectory(prefix="kehoach-office-") as folder:
        work = Path(folder)
        given = work / f"in.{form}"
        given.write_bytes(data)
        code = _run(_command(alone, program, given, form), work, seconds, job)
        if code == 81:  # a new profile was made; it asks to be started again
            code = _run(_command(alone, program, given, form), work, job.deadline - time.monotonic(), job)
        made = work / "out" / "in.docx"
        if code is None:
            _forget_profile()
            raise job.fail("timeout", f"takes LibreOffice longer than {seconds:.0f} s")
        if not made.is_file() or not made.stat().st_size:
            _forget_profile()
            if code < 0:
                raise job.fail("damaged", f"cannot be read: LibreOffice died of it ({_signal(code)})")
            raise job.fail("damaged", "cannot be read by LibreOffice")
        if made.stat().st_size > job.limits.file_size * 1e6:
            raise job.fail("too-large", f"makes a .docx of more than {job.limits.file_size:g} MB")
        return made.read_bytes()


def _command(alone: tuple[str, ...], program: str, given: Path, form: Format) -> list[str]:
    return [
        *alone,
        program,
        f"-env:UserInstallation={_profile().as_uri()}",
        *"--headless --invisible --nocrashreport --nodefault --nofirststartwizard --nolockcheck --nologo --norestore".split(),
        f"--infilter={_FILTERS[form]}",
        "--convert-to",
        "docx:MS Word 2007 XML",
        "--outdir",
        str(given.parent / "out"),
        str(given),
    ]


def _run(command: list[str], work: Path, seconds: float, job: Job, output: Path | None = None) -> int | None:
    """Run a program under limits; its exit code, or None where it took too long. It and its children are gone then."""
    (work / "tmp").mkdir(exist_ok=True)
    environment = {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(work),
        "TMPDIR": str(work / "tmp"),
        "LANG": "C.UTF-8",
        "SAL_USE_VCLPLUGIN": "svp",
        **dict.fromkeys(("http_proxy", "https_proxy", "ftp_proxy"), "http://127.0.0.1:9"),
    }
    with open(output or os.devnull, "wb") as sink:  # noqa: PTH123
        process = subprocess.Popen(
            command,
            cwd=work,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=sink,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_limits(job, seconds) if os.name == "posix" else None,
        )
        try:
            return process.wait(max(0.1, seconds))
        except subprocess.TimeoutExpired:
            return None
        finally:
            if os.name == "posix":
                with _ignored():
                    os.killpg(process.pid, signal.SIGKILL)
            process.kill()
            process.wait()


class _ignored:
    """Errors of ending what has ended."""

    def __enter__(self) -> None: ...

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> bool:
        return kind is not None and issubclass(kind, OSError)


def _limits(job: Job, seconds: float) -> Callable[[], None]:
    """What the program's process sets for itself before it begins."""
    import resource

    wanted = [
        (resource.RLIMIT_AS, max(_ADDRESS_SPACE, job.limits.memory) << 20),
        (resource.RLIMIT_CPU, round(seconds) + 5),
        (resource.RLIMIT_FSIZE, round(job.limits.file_size * 1e6) + (1 << 20)),  # more is seen as too large
        (resource.RLIMIT_NOFILE, _OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
    ]
    libc: Any = None
    if sys.platform.startswith("linux"):
        import ctypes

        libc = ctypes.CDLL(None)

    def apply() -> None:
        for limit, value in wanted:
            hard = resource.getrlimit(limit)[1]
            if hard != resource.RLIM_INFINITY:
                value = min(value, hard)
            try:
                resource.setrlimit(limit, (value, value))
            except (OSError, ValueError):
                continue
        if libc is not None:
            libc.prctl(1, signal.SIGKILL, 0, 0, 0)  # it ends with the process that started it

    return apply


def _signal(code: int) -> str:
    try:
        return signal.Signals(-code).name
    except ValueError:
        return f"signal {-code}"


@functools.cache
def soffice() -> str | None:
    """The program of LibreOffice, not the script around it, so that there is one process to be watched."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    if found is None:
        return None
    program = Path(found).resolve().with_name("soffice.bin")
    return str(program) if program.is_file() else found


@functools.cache
def cut_off() -> tuple[str, ...] | None:
    """What is to stand before a command so that it has no network; None where nothing does that here."""
    if is_offline():
        return ()
    unshare = shutil.which("unshare")
    if unshare is None:
        return None
    for flags in ("-n", "-rn"):
        trial = [unshare, flags, sys.executable, "-I", "-c", _TRIAL]
        try:
            if subprocess.run(trial, capture_output=True, timeout=30, stdin=subprocess.DEVNULL).returncode == 0:
                return (unshare, flags)
        except (OSError, subprocess.SubprocessError):
            continue
    return None


_TRIAL = """
import sys
with open("/proc/self/net/fib_trie") as routes:
    sys.exit("LOCAL" in routes.read())
"""


def is_offline() -> bool:
    """Whether this process has no address of its own, not even that of the machine itself: a network cut off."""
    try:
        if "LOCAL" in Path("/proc/self/net/fib_trie").read_text():
            return False
    except OSError:
        return False
    try:
        return not Path("/proc/self/net/if_inet6").read_text().strip()
    except OSError:
        return True  # without IPv6


# --- the profile ------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _State:
    profile: Path | None = None
    owner: int = 0


_state = _State()

_SETTINGS = (
    ("Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Common/Save/Document", "AutoSave", "false"),
    ("Writer/Content/Update", "Link", "2"),  # never
    ("Writer/Content/Update", "Field", "false"),  # dates stay as they were printed
)
_PROXY = (
    ("ooInetProxyType", "2"),
    *((f"ooInet{kind}ProxyName", "127.0.0.1") for kind in ("HTTP", "HTTPS")),
    *((f"ooInet{kind}ProxyPort", "9") for kind in ("HTTP", "HTTPS")),
)


def _profile() -> Path:
    """The folder of settings, made once in a process: no macros, no links, a proxy that leads nowhere."""
    if _state.profile is None or _state.owner != os.getpid():
        folder = Path(tempfile.mkdtemp(prefix="kehoach-profile-"))
        _state.profile, _state.owner = folder, os.getpid()
        items = [(f"/org.openoffice.Office.{path}", name, value) for path, name, value in _SETTINGS]
        items += [("/org.openoffice.Inet/Settings", name, value) for name, value in _PROXY]
        lines = "".join(
            f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>\n'
            for path, name, value in items
        )
        (folder / "user").mkdir()
        (folder / "user" / "registrymodifications.xcu").write_text(
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            '<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"'
            ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n'
            f"{lines}</oor:items>\n"
        )
    return _state.profile


@atexit.register
def _forget_profile() -> None:
    if _state.profile is not None and _state.owner == os.getpid():
        shutil.rmtree(_state.profile, ignore_errors=True)
        _state.profile = None


# --- the bare text ----------------------------------------------------------------------------------------------------


def _plain(data: bytes, job: Job) -> Content:
    """The text of a .doc as catdoc gives it: cells parted by tabs, notes and numbers lost."""
    program = shutil.which("catdoc")
    if program is None:
        raise job.fail("needs", _NEEDS)
    with tempfile.TemporaryDirectory(prefix="kehoach-office-") as folder:
        work = Path(folder)
        (work / "in.doc").write_bytes(data)
        code = _run([program, "-d", "utf-8", "-w", "in.doc"], work, job.deadline - time.monotonic(), job, work / "text")
        if code is None:
            raise job.fail("timeout", f"takes longer than {job.limits.seconds:g} s to be read")
        text = (work / "text").read_bytes()[: round(job.limits.output * 1e6)].decode("utf-8", "replace")
    builder = Builder(job)
    old = False
    for line in re.split("[\n\r\x0b\x0c\x07]", text):
        mended = None if line.isascii() else encodings.legacy_text(line)
        old = old or mended is not None
        if line.strip():
            builder.paragraph([Piece(mended or line)])
        else:
            builder.blank()
    if old:
        job.warn("is in an old encoding, of which catdoc loses the letter ư")
    return builder.finish()
