"""Plain text: encodings old and new, words run together, pages; whatever the bytes, a text or one clear error."""

from __future__ import annotations

import random
import re
import shutil
import subprocess
import unicodedata
from functools import cache

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from benchmarks import gold
from kehoach.errors import ReadError
from kehoach.readers.document import Content, Job
from kehoach.readers.encodings import (
    MOJIBAKE,
    Legacy,
    decode,
    decode_run,
    font_encoding,
    from_western,
    legacy_text,
    western,
)
from kehoach.readers.limits import Limits
from kehoach.readers.text import read

TEXT = """ỦY BAN NHÂN DÂN XÃ
Số: 12/KH-UBND

KẾ HOẠCH
Triển khai công tác bình đẳng giới năm 2025

Căn cứ Luật Bình đẳng giới ngày 29/11/2006, xã đặt mục tiêu tối thiểu 60% cán bộ nữ được tập huấn trước ngày 15/6/2025,
giữ vững tỷ lệ nữ trong cấp ủy và hằng quý báo cáo huyện; phường, thôn, tổ dân phố cùng thực hiện kế hoạch này.
"""

# --- text in the old encodings, made from the tables read backwards -------------------------------------------------

_LATIN = "".join(chr(code) for code in range(0xA0, 0x100))
_SIGNED = [f"{base}{sign}" for base in "aeouyôöAEOUYÔÖ" for sign in "ùøûõïâáàåãäêéèúüëÙØÛÕÏÂÁÀÅÃÄÊÉÈÚÜË"]


def backwards(encoding: Legacy, codes: list[str]) -> dict[str, bytes]:
    """Letter to bytes, from what the decoder makes of each code."""
    table: dict[str, bytes] = {}
    for code in codes:
        letter = from_western(code, encoding)
        if len(letter) == 1 and letter != code:
            table.setdefault(letter, western_bytes(code))
    return table


def western_bytes(text: str) -> bytes:
    return b"".join(c.encode("cp1252") if ord(c) > 0xFF else c.encode("latin-1") for c in text)


_CODES = [western(bytes([byte])) for byte in range(0x80, 0x100)]
_TABLES: dict[Legacy, dict[str, bytes]] = {
    "TCVN3": backwards("TCVN3", [*_CODES]),
    "VNI": backwards("VNI", [*_LATIN, *_SIGNED]),
    "VISCII": backwards("VISCII", [*_CODES, *map(chr, (2, 5, 6, 0x14, 0x19, 0x1E))]),
}


@cache
def encoded(text: str, encoding: Legacy) -> tuple[str, bytes]:
    """`text` as far as the encoding has its letters, and its bytes."""
    kept, data = [], []
    for letter in text:
        code = one_letter(letter, encoding)
        kept.append("?" if code is None else letter)
        data.append(code or b"?")
    return "".join(kept), b"".join(data)


@cache
def one_letter(letter: str, encoding: Legacy) -> bytes | None:
    if encoding == "Windows-1258":
        return in_1258(letter)
    table = _TABLES[encoding]
    if letter in table:
        return table[letter]
    if encoding == "TCVN3" and letter.lower() in table:
        return table[letter.lower()]  # the fonts of capitals draw these
    try:
        code = letter.encode("latin-1" if encoding == "VISCII" else "cp1252")
    except UnicodeEncodeError:
        return None
    return code if from_western(western(code), encoding) == letter else None


def in_1258(letter: str) -> bytes | None:
    try:
        return letter.encode("cp1258")
    except UnicodeEncodeError:
        parts = unicodedata.normalize("NFD", letter)
    # a vowel with its hat is one character there, and the tone stands behind it
    for tone in parts[1:]:
        try:
            return unicodedata.normalize("NFC", parts.replace(tone, "")).encode("cp1258") + tone.encode("cp1258")
        except UnicodeEncodeError:
            continue
    return None


def mojibake(text: str, wrong: str) -> str:
    """What a program shows that takes UTF-8 for an 8-bit encoding; its holes stay the controls that they were."""

    def letter(byte: int) -> str:
        try:
            return bytes([byte]).decode(wrong)
        except UnicodeDecodeError:
            return chr(byte)

    return "".join(map(letter, text.encode()))


ENCODINGS: tuple[Legacy, ...] = ("TCVN3", "VNI", "VISCII", "Windows-1258")
# Ð, Eth typed for Đ, is a letter of its own that none of them has
PLANS = {p.name: unicodedata.normalize("NFC", p.text).lstrip("\ufeff").replace("Ð", "Đ") for p in gold.own()}
FEW = list(PLANS.values())[::5]


def job() -> Job:
    return Job("plan.txt")


def text_of(data: bytes) -> str:
    return read(data, job()).text


def same(first: str, second: str, encoding: str) -> bool:
    """TCVN3 has no capitals with a tone: there their case may be lost."""
    return first.lower() == second.lower() if encoding == "TCVN3" else first == second


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("name", PLANS)
def test_a_plan_in_an_old_encoding_is_read(name: str, encoding: Legacy) -> None:
    text, data = encoded(PLANS[name], encoding)
    content = read(data, job())
    assert same(content.text, text, encoding)
    assert content.warnings[0] == f"read as {encoding}"


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("name", PLANS)
def test_its_first_300_characters_are_read(name: str, encoding: Legacy) -> None:
    text, data = encoded(PLANS[name][:300], encoding)
    assert same(text_of(data), text, encoding)


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_old_text_kept_as_western_letters_in_unicode_is_read(encoding: Legacy) -> None:
    """What comes of a document in an old font when it is saved as Unicode text."""
    for plan in FEW:
        text, data = encoded(plan, encoding)
        for kept in (western(data).encode(), western(data).encode("utf-16")):
            content = read(kept, job())
            assert same(content.text, text, encoding)
            assert content.warnings[0] == f"read as {encoding}"


@pytest.mark.parametrize("wrong", ["latin-1", "cp1252", "cp1258"])
def test_utf8_that_was_taken_for_another_encoding_is_read(wrong: str) -> None:
    for plan in FEW:
        text = re.sub("[^\x00-\u024f\u1e00-\u22ff]", "?", plan)
        for piece in (text, text[:300]):
            content = read(mojibake(piece, wrong).encode(), job())
            assert content.text == piece
            assert content.warnings[0] == f"read as {MOJIBAKE}"


def test_mojibake_of_mojibake_and_of_nfd_is_read() -> None:
    assert text_of(mojibake(mojibake(TEXT, "cp1252"), "cp1252").encode()) == TEXT
    decomposed = unicodedata.normalize("NFD", TEXT)
    assert text_of(mojibake(decomposed, "cp1252").encode()) == decomposed


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_text_is_left_as_it_is(encoding: str, form: str) -> None:
    for plan in PLANS.values():
        for piece in (plan, plan[:300]):
            text = unicodedata.normalize(form, piece)
            content = read(text.encode(encoding), job())
            assert content.text == text
            assert not any(w.startswith("read as") and w[8:12] != "utf-" for w in content.warnings)


def test_lines_in_an_old_encoding_among_others_are_read_each_as_it_is() -> None:
    lines = PLANS["02-so-y-te-2024"].splitlines(keepends=True)
    mixed = [western(encoded(line, "VNI")[1]) if at > len(lines) / 2 else line for at, line in enumerate(lines)]
    content = read("".join(mixed).encode(), job())
    assert content.text == "".join(lines)
    assert "VNI" in content.warnings[0]


def test_a_text_of_another_language_stays_and_is_told() -> None:
    text = (
        "Das Ministerium für Gesundheit prüft jährlich, ob die Maßnahmen überall genügen; größere Änderungen folgen. "
    )
    content = read((text * 3).encode(), job())
    assert content.text == text * 3
    (warning,) = content.warnings
    assert re.search(r"only \d+% of its words", warning)


@pytest.mark.parametrize("text", ["plain ASCII text", "Ke hoach nam 2025 " * 20, "abc é"])
def test_ascii_and_short_text_stay(text: str) -> None:
    assert text_of(text.encode()) == text


def test_capitals_of_tcvn3_come_back_among_capitals() -> None:
    text, data = encoded(TEXT, "TCVN3")
    read_back = text_of(data)
    assert "KẾ HOẠCH\nTriển khai" in read_back
    assert "NHÂN DÂN XÃ" in read_back
    assert (
        sum(a != b for a, b in zip(text, read_back, strict=True)) <= 1
    )  # the Ủ of ỦY, all of whose letters may be small


@pytest.mark.parametrize(
    ("kept", "meant"),
    [
        ("KÕ HO¹CH", "KẾ HOẠCH"),
        ("vÒ viÖc KÕ ho¹ch", "về việc Kế hoạch"),
        ("UBND TØnh", "UBND Tỉnh"),
        ("UBND x· T©n Tó, Së Y tÕ", "UBND xã Tân Tú, Sở Y tế"),
        ("VÒ VIÖC TRIÓN KHAI", "VỀ VIỆC TRIỂN KHAI"),
        ("Së\nKÕ HO¹CH", "Sở\nKẾ HOẠCH"),
    ],
)
def test_capitals_of_tcvn3_go_by_their_line(kept: str, meant: str) -> None:
    assert from_western(kept, "TCVN3") == meant


# --- tables ---------------------------------------------------------------------------------------------------------

needs_iconv = pytest.mark.skipif(shutil.which("iconv") is None, reason="iconv is not installed")


def iconv(code: bytes, encoding: str) -> str | None:
    run = subprocess.run(["iconv", "-f", encoding, "-t", "UTF-8"], input=code, capture_output=True, check=False)
    return run.stdout.decode() if run.returncode == 0 else None


@needs_iconv
def test_the_table_of_tcvn3_is_that_of_iconv() -> None:
    if iconv(b"a", "TCVN5712-1") is None:
        pytest.skip("this iconv does not know TCVN5712-1")
    table = _TABLES["TCVN3"] | {"ý": b"\xfd"}  # its code is that of Latin-1
    assert len(table) == 74
    assert {letter: iconv(code, "TCVN5712-1") for letter, code in table.items()} == {letter: letter for letter in table}


@needs_iconv
def test_the_table_of_viscii_is_that_of_iconv() -> None:
    if iconv(b"a", "VISCII") is None:
        pytest.skip("this iconv does not know VISCII")
    for byte in (2, 5, 6, 0x14, 0x19, 0x1E, *range(0x80, 0x100)):
        assert from_western(western(bytes([byte])), "VISCII") == iconv(bytes([byte]), "VISCII")


def test_the_table_of_windows_1258_is_that_of_python() -> None:
    for byte in range(0x80, 0x100):
        try:
            expected = bytes([byte]).decode("cp1258")
        except UnicodeDecodeError:
            continue
        assert from_western("a" + western(bytes([byte])), "Windows-1258") == unicodedata.normalize(
            "NFC", f"a{expected}"
        )


def test_every_letter_of_vietnamese_has_its_code() -> None:
    small = {
        unicodedata.normalize("NFC", base + tone)
        for base in "aăâeêioôơuưy"
        for tone in ("", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323")
    } | {"đ"}
    beyond = {letter for letter in small if not letter.isascii()}
    assert len(beyond) == 67
    assert all(one_letter(letter, "TCVN3") for letter in beyond)
    for encoding in ENCODINGS[1:]:
        assert all(one_letter(letter, encoding) for letter in beyond | {letter.upper() for letter in beyond})


# --- by font --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("font", "encoding"),
    [
        (".VnTime", "TCVN3"),
        (".VnTimeH", "TCVN3"),
        ('".VnArial Narrow"', "TCVN3"),
        (".VNTIME", "TCVN3"),
        ("VNI-Times", "VNI"),
        ("vni-helve", "VNI"),
        ("VNI Times", "VNI"),
        ("VI Times Hoa", "VISCII"),
        ("Times New Roman", None),
        ("Vineta BT", None),
        ("", None),
    ],
)
def test_a_font_tells_its_encoding(font: str, encoding: Legacy | None) -> None:
    assert font_encoding(font) == encoding


@pytest.mark.parametrize(
    ("kept", "font", "meant"),
    [
        ("KÕ ho¹ch", ".VnTime", "Kế hoạch"),
        ("Thñ t\u00adíng", ".VnTime", "Thủ tướng"),  # U+00AD is ư
        ("kÕ ho¹ch", ".VnTimeH", "KẾ HOẠCH"),
        ("uû ban", ".VnArialH", "UỶ BAN"),
        ("Keá hoaïch", "VNI-Times", "Kế hoạch"),
        ("KEÁ HOAÏCH", "VNI-Times", "KẾ HOẠCH"),
        ("Ñaïi hoäi phuï nöõ", "VNI-Helve", "Đại hội phụ nữ"),
        ("Thuû töôùng", "VNI-Times", "Thủ tướng"),
        ("Thñ t\uf0adíng", ".VnTime", "Thủ tướng"),  # in a font that Word takes for one of symbols
        ("b×nh \u03bc", ".VnTime", "bình à"),
        ("“ViÖt Nam” – 2025…", ".VnTime", "“Việt Nam” – 2025…"),
        ("Kế hoạch", ".VnTime", "Kế hoạch"),  # Unicode typed into an old font
        ("Bình", ".VnTime", "Bình"),
        ("năm", "VNI-Times", "năm"),
        ("UBND 12/KH", ".VnTime", "UBND 12/KH"),
        ("KÕ ho¹ch", "Times New Roman", "KÕ ho¹ch"),
        ("", ".VnTime", ""),
    ],
)
def test_a_run_is_read_by_its_font(kept: str, font: str, meant: str) -> None:
    assert decode_run(kept, font) == meant


@pytest.mark.parametrize(("encoding", "font"), [("TCVN3", ".VnTime"), ("VNI", "VNI-Times"), ("VISCII", "VI Times")])
def test_every_word_of_the_plans_is_read_by_its_font(encoding: Legacy, font: str) -> None:
    wrong = 0
    words = sorted({word for plan in PLANS.values() for word in plan.split()})
    for word in words:
        kept, data = encoded(word, encoding)
        for shown in {western(data), data.decode("latin-1")}:
            wrong += not same(decode_run(shown, font), kept, encoding)
    # one word alone may be a right one either way
    assert wrong <= len(words) // 200


def test_a_font_of_capitals_gives_capitals() -> None:
    for plan in FEW:
        for line in plan.splitlines():
            kept, data = encoded(line, "TCVN3")
            if not kept.isascii():
                assert decode_run(western(data), ".VnTimeH") == kept.upper()


# --- by score -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_paragraphs_in_unicode_are_never_taken_for_old_ones(form: str) -> None:
    for plan in PLANS.values():
        for line in unicodedata.normalize(form, plan).splitlines():
            assert legacy_text(line) is None


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_paragraphs_in_an_old_encoding_are_read_without_the_font(encoding: Legacy) -> None:
    asked = right = wrong = 0
    for plan in FEW:
        for line in plan.splitlines():
            kept, data = encoded(line, encoding)
            if len(kept.split()) < 6 or kept.isascii():
                continue
            asked += 1
            found = legacy_text(western(data))
            right += found is not None and same(found, kept, encoding)
            wrong += found is not None and not same(found, kept, encoding)
    assert asked > 200
    assert wrong <= 0.005 * asked
    assert right >= 0.95 * asked


@pytest.mark.parametrize(
    "text",
    [
        "",
        "plain",
        "Bình đẳng giới",
        "Phó Chánh Thanh tra",
        "hoà và",
        "30 °C – 40 °C",
        "Café Müller",
        "• § 5",
        "à",
        "Gửi:",
    ],
)
def test_other_paragraphs_stay(text: str) -> None:
    assert legacy_text(text) is None


def test_mojibake_is_read_without_more_knowledge() -> None:
    assert legacy_text(mojibake("Kế hoạch bình đẳng giới", "cp1252")) == "Kế hoạch bình đẳng giới"


# --- damage ---------------------------------------------------------------------------------------------------------


def failure(data: bytes, limits: Limits | None = None) -> ReadError:
    with pytest.raises(ReadError) as caught:
        read(data, Job("plan.txt", limits) if limits else job())
    return caught.value


@pytest.mark.parametrize(
    ("data", "status", "reason"),
    [
        (b"", "empty", "empty"),
        (b" \n\t", "empty", "blanks"),
        ("\ufeff".encode(), "empty", "blanks"),
        (b"\x00" * 100, "unsupported", "binary"),
        (bytes(range(256)) * 20, "unsupported", "binary"),
        (TEXT.encode("utf-32"), "unsupported", "UTF-32"),
        ("Kế hoạch".encode()[:-4], "damaged", "offset 7"),
        (b"\xff\xfe" + "Kế hoạch".encode("utf-16-le")[:-1], "damaged", "UTF-16"),
        (b"\xff\xfe" + bytes(range(1, 200)) * 4, "unsupported", "binary"),
        (("計画を実施する。" * 30).encode("shift-jis"), "unsupported", "nor"),
        (("Année prévue: été à l’hôtel, où ça coûte déjà très cher. " * 5).encode("cp1252"), "unsupported", "nor"),
    ],
)
def test_what_is_no_text_has_a_status(data: bytes, status: str, reason: str) -> None:
    error = failure(data)
    assert (error.name, error.status) == ("plan.txt", status)
    assert reason in error.reason
    assert "\n" not in str(error)


def test_a_text_above_the_limit_is_too_large() -> None:
    limits = Limits(text_size=0.001)
    assert failure(b"a" * 1001, limits).status == "too-large"
    assert read(b"a" * 1000, Job("plan.txt", limits)).text == "a" * 1000


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_text_cut_within_a_letter_is_read_with_a_warning(encoding: str) -> None:
    whole = PLANS["03-phuong-2025"]
    data = whole[: whole.rindex("ế") + 1].encode(encoding)[:-1]
    content = read(data, job())
    assert content.text.startswith(whole[:200])
    assert content.text.endswith("\ufffd")
    (warning,) = [w for w in content.warnings if "U+FFFD" in w]
    assert warning.startswith("one place is")


def test_a_few_broken_bytes_are_shown_and_told() -> None:
    data = bytearray(PLANS["03-phuong-2025"].encode())
    at = data.index("ế".encode(), 500)
    data[at] = 0xFF
    content = read(bytes(data), job())
    assert content.text.count("\ufffd") >= 1
    assert any(f"at character {content.text.index(chr(0xFFFD))}" in w for w in content.warnings)


# --- words and pages ------------------------------------------------------------------------------------------------


def test_words_run_together_are_told_once() -> None:
    content = read((TEXT + "Kếhoạch và sởgiới\n").encode(), job())
    assert content.warnings == ("2 pairs of words are run together, such as 'Kếhoạch'",)
    assert read((TEXT + "Kếhoạch\n").encode(), job()).warnings == (
        "one pair of words is run together, such as 'Kếhoạch'",
    )
    assert read(TEXT.encode(), job()).warnings == ()


def pages(content: Content) -> list[str]:
    assert content.layout is not None
    starts = [start for start, _ in content.layout.turns]
    assert [number for _, number in content.layout.turns] == [page.number for page in content.layout.pages]
    return [content.text[a:b] for a, b in zip(starts, [*starts[1:], len(content.text)], strict=True)]


def test_form_feeds_part_pages() -> None:
    assert read(TEXT.encode(), job()).layout is None
    content = read(f"{TEXT}\x0c{TEXT}\x0c\x0cHết.\n\x0c\n".encode(), job())
    assert pages(content) == [f"{TEXT}\x0c", f"{TEXT}\x0c", "\x0c", "Hết.\n\x0c\n"]
    assert content.layout is not None
    assert [page.syllables for page in content.layout.pages] == [1.0, 1.0, None, None]
    assert content.layout.page_at(len(TEXT) + 1) == 2
    assert content.layout.page_at(len(TEXT)) == 1


def test_too_many_form_feeds_are_no_pages() -> None:
    limits = Limits(pages=10)
    content = read(("một\x0c" * 11).encode(), Job("plan.txt", limits))
    assert content.layout is None
    assert any("form feeds" in warning for warning in content.warnings)


# --- anything -------------------------------------------------------------------------------------------------------


def outcome(data: bytes) -> tuple[str, tuple[str, ...]] | tuple[str, str]:
    try:
        content = read(data, job())
    except ReadError as error:
        return error.status, error.reason
    assert content.text.strip()
    return content.text, content.warnings


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400))
@example(b"\xff\xfe\x00")
@example(b"\xef\xbb\xbf")
@example("Kế".encode()[:-1])
def test_any_bytes_give_a_text_or_an_error(data: bytes) -> None:
    assert outcome(data) == outcome(data)


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(ENCODINGS), st.integers(0, 400), st.binary(min_size=1, max_size=8))
def test_spoilt_files_give_a_text_or_an_error(encoding: Legacy, at: int, noise: bytes) -> None:
    data = encoded(TEXT, encoding)[1]
    assert outcome(data[:at] + noise + data[at:]) == outcome(data[:at] + noise + data[at:])


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200))
def test_any_text_and_any_font_give_a_text(text: str) -> None:
    for font in (".VnTime", ".VnTimeH", "VNI-Times", "VI Times", "Arial"):
        assert isinstance(decode_run(text, font), str)
    assert legacy_text(text) is None or isinstance(legacy_text(text), str)


@pytest.mark.parametrize("size", [12, 40, 300, 5000])
def test_random_bytes_are_no_text(size: int) -> None:
    chance = random.Random(size)
    for alphabet in (range(256), range(32, 256), [10, 32, *range(97, 123), *range(0xA0, 0x100)]):
        for _ in range(100 if size < 1000 else 10):
            data = bytes(chance.choices(list(alphabet), k=size))
            if max(data) > 0x7F and not is_utf8(data):
                assert failure(data).status in ("unsupported", "damaged")


def is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def test_a_long_text_is_judged_by_samples_and_read_whole() -> None:
    text, data = encoded(PLANS["01-tinh-binh-dang-gioi-2023"], "VNI")
    assert decode(data * 10, job()).text == text * 10
