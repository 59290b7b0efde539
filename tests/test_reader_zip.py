"""Zip archives: a record for each member, nothing on disk, every member answered."""

from __future__ import annotations

import io
import json
import random
import struct
import zipfile
import zlib
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hostile import PLAN, deflated, good_docx, good_html, noise, with_member, zipped
from hypothesis import given, settings
from hypothesis import strategies as st

import kehoach
from kehoach.cli import main
from kehoach.errors import ReadError
from kehoach.readers import Document, Limits, open_document, open_documents
from kehoach.readers.limits import DEFAULT
from kehoach.readers.zipped import Damaged, TooMany, directory, harmless, members, unpack

BATCH = zipped(
    ("huyện/", b""),
    ("huyện/kế hoạch.docx", good_docx()),
    ("thông báo.txt", PLAN.encode()),
    ("ảnh/hỏng.pdf", b"%PDF-1.7\n"),
    ("__MACOSX/huyện/._kế hoạch.docx", b"\0\5\x16\7"),
    ("huyện/~$kế hoạch.docx", b"\x07A"),
    ("huyện/Thumbs.db", noise(99)),
    ("huyện/trang.html", good_html()),
)


@pytest.fixture
def batch(tmp_path: Path) -> Path:
    path = tmp_path / "batch.zip"
    path.write_bytes(BATCH)
    return path


def read(data: bytes, folder: Path, limits: Limits = DEFAULT) -> list[Document | ReadError]:
    path = folder / "a.zip"
    path.write_bytes(data)
    return list(open_documents([str(path)], limits))


def call(*arguments: str | Path, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(main, [str(a) for a in arguments], input=stdin)


# --- what is given --------------------------------------------------------------------------------------------------


def test_each_member_is_a_document_or_an_error_in_the_order_of_the_archive(batch: Path) -> None:
    found = list(open_documents([str(batch)]))
    assert [one.name for one in found] == [
        f"{batch}/huyện/kế hoạch.docx",
        f"{batch}/thông báo.txt",
        f"{batch}/ảnh/hỏng.pdf",
        f"{batch}/huyện/trang.html",
    ]
    assert [one.status if isinstance(one, ReadError) else one.reader for one in found] == [
        "docx",
        "text",
        "damaged",
        "html",
    ]
    assert {one.archive for one in found if isinstance(one, Document)} == {str(batch)}


def test_a_record_names_archive_and_member(batch: Path) -> None:
    documents = [one for one in open_documents([str(batch)]) if isinstance(one, Document)]
    names = [kehoach.extract(document, frameworks=()).source.name for document in documents]
    assert names == ["batch.zip/huyện/kế hoạch.docx", "batch.zip/thông báo.txt", "batch.zip/huyện/trang.html"]


def test_a_member_gives_the_record_that_the_file_alone_gives(batch: Path, tmp_path: Path) -> None:
    alone = tmp_path / "kế hoạch.docx"
    alone.write_bytes(good_docx())
    first = next(iter(open_documents([str(batch)])))
    assert isinstance(first, Document)
    inside, outside = kehoach.extract(first).to_dict(), kehoach.extract(alone).to_dict()
    assert (inside["source"].pop("name"), outside["source"].pop("name")) == (
        "batch.zip/huyện/kế hoạch.docx",
        "kế hoạch.docx",
    )
    assert inside == outside


def test_one_document_is_not_an_archive(batch: Path) -> None:
    with pytest.raises(ReadError, match="archive of several files") as caught:
        kehoach.read(batch)
    assert caught.value.status == "unsupported"


def test_extract_prints_a_record_a_line(batch: Path) -> None:
    result = call("extract", "--no-coverage", batch)
    assert result.exit_code == 1
    names = [json.loads(line)["source"]["name"] for line in result.stdout.splitlines()]
    assert names == ["batch.zip/huyện/kế hoạch.docx", "batch.zip/thông báo.txt", "batch.zip/huyện/trang.html"]
    (line,) = result.stderr.splitlines()
    assert line.startswith(f"kehoach: {batch}/ảnh/hỏng.pdf: read as a PDF: is damaged")


def test_extract_prints_a_table_for_each(batch: Path) -> None:
    result = call("extract", "--format", "table", batch)
    assert result.stdout.count("batch.zip/") >= 3


def test_check_names_the_member(batch: Path) -> None:
    result = call("check", "--format", "json", batch)
    assert [json.loads(line)["file"] for line in result.stdout.splitlines()] == [
        f"{batch}/huyện/kế hoạch.docx",
        f"{batch}/thông báo.txt",
        f"{batch}/huyện/trang.html",
    ]
    assert "3 files" in result.stderr and "1 not read" in result.stderr


def test_coverage_is_told_member_by_member(batch: Path) -> None:
    result = call("coverage", "--format", "json", batch)
    assert [json.loads(line)["file"] for line in result.stdout.splitlines()][1] == f"{batch}/thông báo.txt"


def test_text_prints_each_members_text_behind_its_name(batch: Path) -> None:
    result = call("text", batch)
    assert result.exit_code == 1
    parts = result.stdout_bytes.decode().split("==> ")
    assert [part.partition(" <==\n")[0] for part in parts[1:]] == [
        f"{batch}/huyện/kế hoạch.docx",
        f"{batch}/thông báo.txt",
        f"{batch}/huyện/trang.html",
    ]
    assert parts[2].partition(" <==\n")[2] == PLAN


def test_an_archive_may_come_by_standard_input() -> None:
    result = call("extract", "--no-coverage", "-", stdin=zipped(("a.txt", PLAN.encode())))
    assert [json.loads(line)["source"]["name"] for line in result.stdout.splitlines()] == ["-/a.txt"]


# --- archives in archives, names ------------------------------------------------------------------------------------


def test_an_archive_in_an_archive_is_read_and_one_in_that_is_not(tmp_path: Path) -> None:
    inner = zipped(("kế hoạch.txt", PLAN.encode()))
    found = read(zipped(("một.zip", inner), ("hai.zip", zipped(("ba.zip", inner))), ("a.txt", PLAN.encode())), tmp_path)
    path = tmp_path / "a.zip"
    assert [one.name for one in found] == [f"{path}/một.zip/kế hoạch.txt", f"{path}/hai.zip/ba.zip", f"{path}/a.txt"]
    assert isinstance(found[0], Document) and found[0].archive == str(path)
    assert kehoach.extract(found[0]).source.name == "a.zip/một.zip/kế hoạch.txt"
    assert isinstance(found[1], ReadError) and found[1].status == "unsupported"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("/etc/passwd", "etc/passwd"),
        ("../../x.txt", "x.txt"),
        ("a/../../b.txt", "a/b.txt"),
        ("C:\\Windows\\x.txt", "Windows/x.txt"),
        ("\\\\server\\share\\x", "server/share/x"),
        ("./a//b/./c.txt", "a/b/c.txt"),
        ("..", "unnamed"),
        ("a\x00b.txt", "ab.txt"),
        ("kế hoạch..docx", "kế hoạch..docx"),
    ],
)
def test_names_lead_nowhere(name: str, shown: str) -> None:
    assert harmless(name) == shown


def test_nothing_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = zipped(("../x.txt", PLAN.encode()), ("y.txt", PLAN.encode()))
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    assert [one.name for one in read(data, tmp_path)] == [f"{tmp_path}/a.zip/x.txt", f"{tmp_path}/a.zip/y.txt"]
    assert {path.name for path in tmp_path.rglob("*")} == {"here", "a.zip"}


def test_a_control_character_in_a_name_stays_on_one_line(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(zipped(("a\n\x1b[31m.pdf", b"%PDF-1.7\n")))
    (line,) = call("extract", path).stderr.splitlines()
    assert "\\n\\x1b" in line


@pytest.mark.parametrize("flag", [True, False])
@pytest.mark.parametrize("encoding", ["utf-8", "cp437"])
def test_names_in_utf8_and_in_the_code_page_of_dos(flag: bool, encoding: str) -> None:
    name = "kế hoạch.txt" if encoding == "utf-8" else "résumé.txt"
    data = bytearray(zipped(("x" * len(name.encode(encoding)), b"a")))
    raw = name.encode(encoding)
    data[30 : 30 + len(raw)] = raw
    central = data.index(b"PK\x01\x02")
    data[central + 46 : central + 46 + len(raw)] = raw
    if flag and encoding == "utf-8":
        struct.pack_into("<H", data, central + 8, 0x800)
    assert [entry.name for entry in directory(bytes(data), 9)] == [name]


# --- unpacking ------------------------------------------------------------------------------------------------------

_names = st.text(st.characters(codec="utf-8", exclude_characters="\0/\\:"), min_size=1, max_size=12).filter(
    lambda name: not set(name) <= {"."} and harmless(name) == name
)


@given(st.dictionaries(_names, st.binary(max_size=4000), min_size=1, max_size=6), st.booleans(), st.binary(max_size=40))
@settings(max_examples=60, deadline=None)
def test_members_are_what_zipfile_packed(files: dict[str, bytes], streamed: bool, before: bytes) -> None:
    """Also where lengths stand behind the data, as in an archive that was written to a pipe, and behind other bytes."""
    out = io.BytesIO()
    sink = _Pipe(out) if streamed else out
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:  # type: ignore[arg-type]
        for name, data in files.items():
            archive.writestr(name, data)
    litter = {"Thumbs.db", "desktop.ini", ".DS_Store"}
    wanted = {n: d for n, d in files.items() if n not in litter and not n.startswith(("~$", "._"))}
    try:
        found = dict(members(before.replace(b"PK", b"") + out.getvalue(), "a.zip", DEFAULT))
    except ReadError as error:
        assert error.status == "empty" and not wanted
        return
    assert found == wanted


class _Pipe:
    """A file that cannot be sought."""

    def __init__(self, file: io.BytesIO) -> None:
        self.write, self.flush = file.write, file.flush


def test_a_member_with_long_sizes_is_read() -> None:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("a.txt", "w", force_zip64=True) as file,
    ):
        file.write(PLAN.encode())
    assert dict(members(out.getvalue(), "a.zip", DEFAULT)) == {"a.txt": PLAN.encode()}


def one(data: bytes, limits: Limits = DEFAULT) -> bytes:
    (entry,) = directory(data, 10)
    return unpack(data, entry, "a.zip/x", limits)


@pytest.mark.parametrize(
    ("limits", "reason"),
    [(Limits(member_size=1), "larger than 1 MB"), (Limits(ratio=100), "100 times"), (Limits(), "200 times")],
)
def test_bytes_are_counted_while_they_are_unpacked(limits: Limits, reason: str) -> None:
    # the directory says 10 bytes
    data = with_member(zipped(), "x", deflated(b"\0" * 1_000_000, 50), 10)
    with pytest.raises(ReadError, match=reason) as caught:
        one(data, limits)
    assert caught.value.status == "too-large"


def test_a_small_member_of_one_letter_is_no_bomb() -> None:
    assert one(zipped(("x", b"a" * 900_000))) == b"a" * 900_000


def test_a_member_stored_as_it_is_is_limited_too() -> None:
    with pytest.raises(ReadError, match="larger than 1 MB"):
        one(zipped(("x", noise(1_100_000)), stored=True), Limits(member_size=1))


def test_all_members_together_are_limited(tmp_path: Path) -> None:
    data = zipped(*((f"{n}.txt", PLAN.encode() * 300) for n in range(20)))
    found = read(data, tmp_path, Limits(unpacked=0.3))
    assert 1 <= sum(isinstance(one, Document) for one in found) < 20
    last = found[-1]
    assert isinstance(last, ReadError) and last.status == "too-large"
    assert last.name == str(tmp_path / "a.zip") and "members were not read" in last.reason


def test_a_bad_member_is_one_error_and_the_others_answer(tmp_path: Path) -> None:
    good = PLAN.encode()
    data = with_member(zipped(("a.txt", good)), "b.txt", noise(50), 99, flags=1)
    data = with_member(data, "c.txt", noise(50), 99)
    data = with_member(data, "d.txt", deflated(good, 1), len(good))  # its checksum says 0
    found = read(data, tmp_path)
    assert [one.status if isinstance(one, ReadError) else "ok" for one in found] == [
        "ok",
        "encrypted",
        "damaged",
        "damaged",
    ]


def test_two_names_for_the_same_bytes_are_read_once(tmp_path: Path) -> None:
    data = zipped(("a.txt", PLAN.encode()))
    end = data.rfind(b"PK\x05\x06")
    _, length, start = struct.unpack_from("<HII", data, end + 10)
    twice = data[start : start + length] * 2
    data = data[:start] + twice + struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 2, 2, len(twice), start, 0)
    first, second = read(data, tmp_path)
    assert isinstance(first, Document) and isinstance(second, ReadError) and "shares its bytes" in second.reason


@pytest.mark.parametrize("cut", [1, 10, 22, 40, 60])
def test_an_archive_that_is_cut_is_damaged(tmp_path: Path, cut: int) -> None:
    data = zipped(("a.txt", PLAN.encode()))
    with pytest.raises(ReadError) as caught:
        path = tmp_path / "a.zip"
        path.write_bytes(data[:-cut])
        open_document(str(path))
    assert caught.value.status == "damaged"


def test_entries_are_counted_before_they_are_kept() -> None:
    data = zipped(*((str(n), b"") for n in range(30)))
    assert len(directory(data, 30)) == 30
    with pytest.raises(TooMany, match="more than 29"):
        directory(data, 29)


@given(st.randoms(use_true_random=False))
@settings(max_examples=200, deadline=None)
def test_a_broken_archive_raises_nothing_but_its_own_errors(chance: random.Random) -> None:
    data = bytearray(zipped(("a.txt", PLAN.encode()), ("b/c.docx", good_docx())))
    for _ in range(chance.randrange(1, 12)):
        data[chance.randrange(len(data))] = chance.choice((0, 0xFF, chance.randrange(256)))
    whole = bytes(data[: chance.randrange(30, len(data) + 1)])
    try:
        entries = directory(whole, 100)
    except (Damaged, TooMany):
        return
    for entry in entries:
        try:
            found = unpack(whole, entry, entry.name, Limits(member_size=1))
        except ReadError:
            continue
        assert zlib.crc32(found) == entry.crc
