"""Readers: bytes to source text without a change, or one clear error."""

from __future__ import annotations

import hashlib
import io
import os
import unicodedata
from pathlib import Path

import pytest

import kehoach
from kehoach.errors import KehoachError, ReadError
from kehoach.readers import document_from, open_document

TEXT = "KẾ HOẠCH 🎗\nCăn cứ Luật Bình đẳng giới ngày 29/11/2006;\nGửi về Sở trước ngày 15/6/2024.\n"
AS_ROOT = not hasattr(os, "geteuid") or os.geteuid() == 0


def write(folder: Path, data: bytes, name: str = "plan.txt") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (TEXT.encode(), TEXT),
        (TEXT.encode("utf-8-sig"), "\ufeff" + TEXT),
        (b"\xff\xfe" + TEXT.encode("utf-16-le"), TEXT),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), TEXT),
        (TEXT.encode("utf-16-le"), TEXT),
        (TEXT.encode("utf-16-be"), TEXT),
    ],
    ids=["utf-8", "utf-8 bom", "utf-16 le bom", "utf-16 be bom", "utf-16 le", "utf-16 be"],
)
def test_utf8_and_utf16_are_read(tmp_path: Path, data: bytes, expected: str) -> None:
    assert kehoach.read(write(tmp_path, data)).text == expected


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_a_guess_of_the_encoding_is_a_warning_of_the_record(tmp_path: Path, encoding: str) -> None:
    (warning,) = kehoach.extract(write(tmp_path, TEXT.encode(encoding))).source.warnings
    assert encoding in warning
    assert kehoach.extract(write(tmp_path, TEXT.encode("utf-16"))).source.warnings == ()


@pytest.mark.parametrize(
    "text",
    [
        TEXT.replace("\n", "\r\n"),
        TEXT.replace("\n", "\r"),
        "một\r\nhai\nba\rbốn\x0cnăm\u2028sáu",
        unicodedata.normalize("NFD", TEXT),
        "kế\u00a0hoạch\u200b số\u00ad 1\t ",
        "\ufeff\ufeffkế hoạch",
    ],
    ids=["crlf", "cr", "mixed", "nfd", "invisible", "two boms"],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_the_source_text_is_the_files_own_characters(tmp_path: Path, text: str, encoding: str) -> None:
    assert kehoach.read(write(tmp_path, text.encode(encoding))).text == text


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_offsets_are_code_points_of_the_decoded_text(tmp_path: Path, ending: str, encoding: str, form: str) -> None:
    text = unicodedata.normalize(form, TEXT).replace("\n", ending)
    path = write(tmp_path, text.encode(encoding))
    source = kehoach.read(path).text
    record = kehoach.extract(path)
    assert record.source.characters == len(source)
    (citation,) = record.citations
    wanted = unicodedata.normalize(form, "Luật Bình đẳng giới ngày 29/11/2006")
    assert (citation.text, citation.start, citation.end) == (
        wanted,
        source.index(wanted),
        source.index(wanted) + len(wanted),
    )
    last = record.dates[-1]
    assert source[last.start : last.end] == last.text == unicodedata.normalize(form, "ngày 15/6/2024")


def test_the_document_says_what_it_was_read_from(tmp_path: Path) -> None:
    data = TEXT.encode("utf-16")
    document = kehoach.read(write(tmp_path, data))
    assert document.sha256 == hashlib.sha256(data).hexdigest()
    source = kehoach.extract(document).source
    assert (source.name, source.sha256, source.characters) == ("plan.txt", document.sha256, len(TEXT))


@pytest.mark.parametrize(
    ("name", "media"),
    [
        ("plan.txt", "text/plain"),
        ("plan.md", "text/markdown"),
        ("PLAN.MD", "text/markdown"),
        ("plan.markdown", "text/markdown"),
        ("plan", "text/plain"),
    ],
)
def test_the_media_type_goes_by_the_name(tmp_path: Path, name: str, media: str) -> None:
    assert kehoach.read(write(tmp_path, TEXT.encode(), name)).media_type == media


def test_path_string_and_document_give_the_same_record(tmp_path: Path) -> None:
    path = write(tmp_path, TEXT.encode())
    record = kehoach.extract(path)
    assert kehoach.extract(str(path)) == kehoach.extract(kehoach.read(str(path))) == record
    by_text = kehoach.extract(text=TEXT)
    assert (by_text.citations, by_text.dates) == (record.citations, record.dates)
    assert by_text.source.sha256 == record.source.sha256


def test_a_dash_is_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(TEXT.encode("utf-16"))))
    document = kehoach.read("-")
    assert (document.name, document.text) == ("-", TEXT)


# --- errors ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"\n \t\r\n", "blanks"),
        ("\ufeff\r\n".encode(), "blanks"),
        (b"\xff\xfe", "blanks"),
        (b"\xff\xfe" + "\n \n".encode("utf-16-le"), "blanks"),
        (b"\x00\x01\x02\x03", "binary"),
        (b"ke hoach\x00\x00\x00nam 2024", "binary"),
        (b"\x01\x02\x03\x04\x05\x06\x0e\x0f\x10" * 10, "binary"),
        (b"%PDF-1.4 ...", "PDF"),
        (b"PK\x03\x04....", "zip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Word"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"\xff\xd8\xff\xe0", "JPEG"),
        ("Kế hoạch".encode() + b"\xff", "offset 12"),
        ("Kế hoạch".encode()[:-4], "UTF-8"),
        ("Quyết định".encode("cp1258", "replace") + b"\xd0", "UTF-8"),
        (b"\xff\xfe" + "Kế hoạch".encode("utf-16-le")[:-1], "UTF-16"),
        (b"\xff\xfe" + "Kế".encode("utf-16-le") + b"\x00\xd8K\x00", "UTF-16"),
        (TEXT.encode("utf-32"), ""),
    ],
)
def test_bytes_that_are_no_text_raise_a_read_error(tmp_path: Path, data: bytes, reason: str) -> None:
    path = write(tmp_path, data)
    with pytest.raises(ReadError) as caught:
        kehoach.extract(path)
    assert caught.value.name == str(path)
    assert reason in caught.value.reason


@pytest.mark.parametrize("read", [kehoach.read, open_document, lambda name: kehoach.extract(Path(name))])
def test_a_missing_file_raises_a_read_error(tmp_path: Path, read: object) -> None:
    assert callable(read)
    path = str(tmp_path / "không có.txt")
    with pytest.raises(ReadError) as caught:
        read(path)
    assert (caught.value.name, caught.value.reason) == (path, "no such file")


def test_a_folder_raises_a_read_error(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="folder"):
        kehoach.read(tmp_path)


@pytest.mark.skipif(AS_ROOT, reason="root may read anything")
def test_an_unreadable_file_raises_a_read_error(tmp_path: Path) -> None:
    path = write(tmp_path, TEXT.encode())
    path.chmod(0)
    with pytest.raises(ReadError, match="permission"):
        kehoach.read(path)


@pytest.mark.parametrize("name", ["plan.txt/plan.txt", "a" * 5000, "plan\x00.txt"])
def test_an_impossible_name_raises_a_read_error(tmp_path: Path, name: str) -> None:
    write(tmp_path, TEXT.encode())
    with pytest.raises(ReadError):
        kehoach.read(tmp_path / name)


def test_the_message_is_one_line_with_name_and_reason(tmp_path: Path) -> None:
    path = write(tmp_path, b"")
    with pytest.raises(KehoachError) as caught:
        kehoach.read(path)
    assert isinstance(caught.value, ReadError)
    assert str(caught.value) == f"{path}: {caught.value.reason}"
    assert "\n" not in str(caught.value)


def test_a_read_error_hides_the_error_below_it(tmp_path: Path) -> None:
    with pytest.raises(ReadError) as caught:
        kehoach.read(tmp_path / "none.txt")
    assert caught.value.__suppress_context__


def test_a_few_control_characters_do_not_make_a_text_binary() -> None:
    text = TEXT + "\x0c\x02"
    document = document_from(text.encode(), "plan.txt")
    assert (document.text, document.warnings) == (text, ())


def test_a_string_that_names_no_file_is_a_text() -> None:
    (citation,) = kehoach.extract("Theo Quyết định số 1790/QĐ-TTg").citations
    assert citation.number == "1790/QĐ-TTg"


def test_text_is_never_taken_for_a_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, TEXT.encode())
    monkeypatch.chdir(tmp_path)
    assert kehoach.extract(text="plan.txt").source.characters == len("plan.txt")
    assert kehoach.extract("plan.txt").source.characters == len(TEXT)


@pytest.mark.parametrize("arguments", [{}, {"source": "một", "text": "hai"}])
def test_extract_takes_either_a_source_or_a_text(arguments: dict[str, str]) -> None:
    with pytest.raises(TypeError):
        kehoach.extract(**arguments)
