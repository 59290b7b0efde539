"""The command `kehoach`: what it prints, its exit codes, one line for each file it cannot read."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner, Result

import kehoach
from kehoach.cli import main

PLAN = """UBND TỈNH HÀ NAM
SỞ Y TẾ

Số: 12/KH-SYT
Hà Nam, ngày 05 tháng 3 năm 2024

KẾ HOẠCH
Phòng, chống bạo lực trên cơ sở giới năm 2024

Căn cứ Luật Bình đẳng giới ngày 29/11/2006;

I. MỤC ĐÍCH
1. Giữ an toàn cho người bệnh.
Các khoa gửi kết quả trước ngày 15/6/2024.
"""
AS_ROOT = not hasattr(os, "geteuid") or os.geteuid() == 0


@pytest.fixture(autouse=True)
def no_forced_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("FORCE_COLOR", "TTY_COMPATIBLE", "PYTHONIOENCODING", "PYTHONUTF8"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "kế hoạch.txt"
    path.write_text(PLAN, encoding="utf-8", newline="")
    return path


@pytest.fixture
def notice(tmp_path: Path) -> Path:
    path = tmp_path / "thông báo.md"
    path.write_text("# THÔNG BÁO\n\nThực hiện Quyết định số 1790/QĐ-TTg ngày 23/10/2021.\n", encoding="utf-8")
    return path


def call(*arguments: str | Path, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(main, [str(a) for a in arguments], input=stdin)


def command(
    *arguments: str | Path | bytes, stdin: bytes | None = b"", **env: str
) -> subprocess.CompletedProcess[bytes]:
    full = [sys.executable, "-m", "kehoach", *arguments]
    return subprocess.run(full, input=stdin, capture_output=True, env={**os.environ, **env}, check=False)


# --- what is printed ------------------------------------------------------------------------------------------------


def test_json_of_one_file_is_the_record_as_one_object(plan: Path) -> None:
    result = call("extract", "--format", "json", plan)
    assert (result.exit_code, result.stderr) == (0, "")
    assert json.loads(result.stdout) == json.loads(json.dumps(kehoach.extract(plan).to_dict()))


def test_the_record_of_the_sample_says_what_the_plan_says(plan: Path) -> None:
    record = json.loads(call("extract", plan).stdout)
    assert record["source"]["name"] == "kế hoạch.txt"
    assert record["header"]["number"]["normalised"] == "12/KH-SYT"
    assert record["header"]["issued"]["edtf"] == "2024-03-05"
    assert [c["name"] for c in record["citations"]] == ["Luật Bình đẳng giới"]
    assert [s["marker"] for s in record["sections"]] == ["I", "1"]
    assert [d["edtf"] for d in record["dates"] if d["role"] == "deadline"] == ["2024-06-15"]


@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_several_files_give_one_object_a_line_in_the_order_of_the_call(plan: Path, notice: Path, form: str) -> None:
    result = call("extract", "--format", form, notice, plan)
    assert result.exit_code == 0
    records = [json.loads(line) for line in result.stdout.splitlines()]
    assert [r["source"]["name"] for r in records] == ["thông báo.md", "kế hoạch.txt"]


def test_jsonl_of_one_file_is_one_line(plan: Path) -> None:
    result = call("extract", "--format", "jsonl", plan)
    assert len(result.stdout.splitlines()) == 1
    assert json.loads(result.stdout) == json.loads(call("extract", "--format", "json", plan).stdout)


def test_json_is_the_default_where_output_is_no_terminal(plan: Path) -> None:
    assert call("extract", plan).stdout == call("extract", "--format", "json", plan).stdout


def test_printed_records_keep_their_vietnamese_readable(plan: Path) -> None:
    assert "Luật Bình đẳng giới" in call("extract", plan).stdout


def test_printed_records_obey_the_printed_schema(plan: Path, notice: Path) -> None:
    validator = jsonschema.Draft202012Validator(json.loads(call("schema").stdout))
    for line in call("extract", "--format", "jsonl", plan, notice).stdout.splitlines():
        validator.validate(json.loads(line))


def test_the_printed_schema_is_the_shipped_one() -> None:
    result = call("schema")
    assert result.exit_code == 0
    assert result.stdout == files("kehoach").joinpath("record.schema.json").read_text(encoding="utf-8")
    jsonschema.Draft202012Validator.check_schema(json.loads(result.stdout))


def test_the_table_shows_header_outline_citations_and_dates(plan: Path) -> None:
    result = call("extract", "--format", "table", plan)
    assert (result.exit_code, result.stderr) == (0, "")
    for shown in (
        "kế hoạch.txt",
        "12/KH-SYT",
        "SỞ Y TẾ",
        "2024-03-05",
        "MỤC ĐÍCH",
        "Luật Bình đẳng giới",
        "ngày 15/6/2024",
    ):
        assert shown in result.stdout


def test_the_table_names_every_file(plan: Path, notice: Path) -> None:
    shown = call("extract", "--format", "table", plan, notice).stdout
    assert shown.index("kế hoạch.txt") < shown.index("thông báo.md")


@pytest.mark.parametrize("form", ["json", "table"])
def test_no_colour_and_no_progress_bar_where_there_is_no_terminal(plan: Path, notice: Path, form: str) -> None:
    result = command("extract", "--format", form, plan, notice, TERM="xterm-256color")
    assert (result.returncode, result.stderr) == (0, b"")
    assert b"\x1b" not in result.stdout and b"\r" not in result.stdout


def test_markup_and_control_characters_of_a_plan_stay_text_in_the_table(tmp_path: Path) -> None:
    path = tmp_path / "[bold]x.txt"
    path.write_text(PLAN.replace("MỤC ĐÍCH", "MỤC [red]ĐÍCH\x1b[31m"), encoding="utf-8")
    shown = call("extract", "--format", "table", path).stdout
    assert "[bold]x.txt" in shown and "[red]" in shown
    assert "\x1b" not in shown


# --- what is read ---------------------------------------------------------------------------------------------------


def test_a_dash_reads_standard_input(plan: Path) -> None:
    result = call("extract", "-", stdin=PLAN.encode())
    assert result.exit_code == 0
    got, expected = json.loads(result.stdout), json.loads(call("extract", plan).stdout)
    assert got["source"].pop("name") == "-"
    del expected["source"]["name"]
    assert got == expected


@pytest.mark.parametrize(
    "data",
    [
        PLAN.encode(),
        PLAN.encode("utf-8-sig"),
        PLAN.encode("utf-16"),
        b"\xfe\xff" + PLAN.encode("utf-16-be"),
        PLAN.replace("\n", "\r\n").encode(),
    ],
    ids=["utf-8", "utf-8 with bom", "utf-16 le", "utf-16 be", "crlf"],
)
def test_offsets_point_into_what_text_prints(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "plan.txt"
    path.write_bytes(data)
    record = json.loads(call("extract", path).stdout_bytes)
    source = call("text", path).stdout_bytes.decode("utf-8")
    assert len(source) == record["source"]["characters"]
    assert record["header"]["number"]["normalised"] == "12/KH-SYT"
    spans = [record["header"]["number"], *record["sections"], *record["citations"], *record["dates"]]
    assert len(spans) >= 6
    for span in spans:
        assert source[span["start"] : span["end"]] == span["text"]


@pytest.mark.parametrize("ending", ["", "\n", "\r\n", "\n\n\n"], ids=["none", "lf", "crlf", "blank lines"])
def test_text_prints_the_source_as_it_is(tmp_path: Path, ending: str) -> None:
    path = tmp_path / "plan.txt"
    data = ("\ufeffKE\u0302\u0301 HOẠCH\r\nnăm\u00a02024\u200b" + ending).encode()
    path.write_bytes(data)
    assert call("text", path).stdout_bytes == data


# --- what cannot be read --------------------------------------------------------------------------------------------


def _missing(folder: Path) -> Path:
    return folder / "không có.txt"


def _folder(folder: Path) -> Path:
    (folder / "thư mục").mkdir()
    return folder / "thư mục"


def _unreadable(folder: Path) -> Path:
    path = folder / "khóa.txt"
    path.write_text(PLAN, encoding="utf-8")
    path.chmod(0)
    return path


def _loop(folder: Path) -> Path:
    path = folder / "vòng.txt"
    path.symlink_to(path)
    return path


def _bytes(data: bytes) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        path = folder / "dữ liệu.txt"
        path.write_bytes(data)
        return path

    return make


BAD = [
    pytest.param(_missing, "no such file", id="missing"),
    pytest.param(_folder, "folder", id="folder"),
    pytest.param(
        _unreadable, "permission", id="unreadable", marks=pytest.mark.skipif(AS_ROOT, reason="root may read anything")
    ),
    pytest.param(_loop, "cannot be read", id="symlink loop"),
    pytest.param(_bytes(b""), "empty", id="empty"),
    pytest.param(_bytes(b" \r\n\t"), "blanks", id="blank"),
    pytest.param(_bytes(bytes(range(256)) * 8), "binary", id="binary"),
    pytest.param(_bytes(b"%PDF-1.7\n"), "PDF", id="pdf"),
    pytest.param(_bytes(b"PK\x03\x04rest"), "zip", id="docx"),
    pytest.param(_bytes("Kế hoạch năm 2024 của tỉnh".encode("utf-16-le")[:-1] + b"\xd8"), "", id="broken utf-16"),
    pytest.param(_bytes(b"K\xd5 ho\xb9ch n\xa8m 2024"), "UTF-8", id="legacy encoding"),
]


@pytest.mark.parametrize(("make", "reason"), BAD)
@pytest.mark.parametrize("form", ["json", "jsonl", "table"])
def test_a_bad_file_gets_one_line_and_the_others_their_records(
    tmp_path: Path, plan: Path, notice: Path, make: Callable[[Path], Path], reason: str, form: str
) -> None:
    bad = make(tmp_path)
    result = call("extract", "--format", form, plan, bad, notice)
    assert result.exit_code == 1
    (line,) = result.stderr.splitlines()
    assert line.startswith(f"kehoach: {bad}: ")
    assert reason in line.removeprefix(f"kehoach: {bad}: ")
    if form == "table":
        assert "12/KH-SYT" in result.stdout and "1790/QĐ-TTg" in result.stdout
    else:
        names = [json.loads(r)["source"]["name"] for r in result.stdout.splitlines()]
        assert names == ["kế hoạch.txt", "thông báo.md"]


@pytest.mark.parametrize(("make", "reason"), BAD)
@pytest.mark.parametrize("what", ["extract", "text"])
def test_a_bad_file_alone_prints_one_line_and_no_output(
    tmp_path: Path, make: Callable[[Path], Path], reason: str, what: str
) -> None:
    bad = make(tmp_path)
    result = call(what, bad)
    assert (result.exit_code, result.stdout) == (1, "")
    (line,) = result.stderr.splitlines()
    assert str(bad) in line and reason in line


def test_a_refused_file_gets_one_line_even_where_root_runs_the_tests(
    tmp_path: Path, plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = tmp_path / "khóa.txt"
    refused.write_text(PLAN, encoding="utf-8")
    really = os.open

    def refuse(path: Any, *rest: Any, **named: Any) -> int:
        if str(path) == str(refused):
            raise PermissionError(13, "Permission denied", str(path))
        return really(path, *rest, **named)

    monkeypatch.setattr(os, "open", refuse)
    result = call("extract", refused, plan)
    assert (result.exit_code, result.stderr) == (1, f"kehoach: {refused}: permission denied\n")
    assert json.loads(result.stdout)["source"]["name"] == "kế hoạch.txt"


def test_bad_files_never_show_a_traceback_in_a_real_run(tmp_path: Path, plan: Path) -> None:
    (tmp_path / "trống.txt").touch()
    (tmp_path / "ảnh.txt").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00")
    bad = [tmp_path, tmp_path / "không có.txt", tmp_path / "trống.txt", tmp_path / "ảnh.txt"]
    result = command("extract", *bad, plan)
    assert result.returncode == 1
    lines = result.stderr.decode("utf-8").splitlines()
    assert [line.split(": ")[:2] for line in lines] == [["kehoach", str(path)] for path in bad]
    assert json.loads(result.stdout)["source"]["name"] == "kế hoạch.txt"


def test_empty_standard_input_is_named_in_the_error() -> None:
    result = call("extract", "-", stdin=b"")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "kehoach: -: the file is empty\n"


@pytest.mark.skipif(os.name != "posix", reason="needs a shell's <&-")
def test_closed_standard_input_gets_one_line() -> None:
    shell = ["sh", "-c", 'exec "$0" -m kehoach extract - <&-', sys.executable]
    result = subprocess.run(shell, capture_output=True, text=True, check=False)
    assert result.returncode == 1
    assert result.stderr.startswith("kehoach: -: ") and result.stderr.count("\n") == 1


def test_a_name_with_a_line_end_still_gets_one_line(tmp_path: Path) -> None:
    result = call("extract", tmp_path / "không\ncó.txt")
    assert result.exit_code == 1
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.skipif(sys.platform != "linux", reason="names are bytes on Linux only")
@pytest.mark.parametrize("there", [True, False], ids=["there", "missing"])
def test_a_name_that_is_not_utf8_does_no_harm(tmp_path: Path, there: bool) -> None:
    name = os.fsencode(tmp_path) + b"/k\xff.txt"
    if there:
        Path(os.fsdecode(name)).write_text(PLAN, encoding="utf-8")
    result = command("extract", name)
    assert b"Traceback" not in result.stderr
    assert result.returncode == (0 if there else 1)
    assert len(result.stderr.splitlines()) == (0 if there else 1)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("form", ["json", "table"])
def test_a_full_disk_gets_one_line(plan: Path, form: str) -> None:
    with Path("/dev/full").open("wb") as full:
        result = subprocess.run(
            [sys.executable, "-m", "kehoach", "extract", "--format", form, plan],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert result.returncode != 0
    assert len(result.stderr.splitlines()) == 1


# --- pipes, terminals, locales --------------------------------------------------------------------------------------


@pytest.mark.skipif(os.name != "posix", reason="pipes of POSIX")
@pytest.mark.parametrize(
    ("arguments", "times"),
    [(("extract", "--format", "jsonl"), 120), (("extract", "--format", "table"), 250), (("text",), 1000)],
)
def test_a_closed_pipe_is_silent(tmp_path: Path, arguments: tuple[str, ...], times: int) -> None:
    path = tmp_path / "dài.txt"
    path.write_text(PLAN * times, encoding="utf-8")  # prints more than a pipe holds
    run = subprocess.Popen(
        [sys.executable, "-m", "kehoach", *arguments, path], stdout=subprocess.PIPE, stderr=subprocess.PIPE, bufsize=0
    )
    assert run.stdout is not None and run.stderr is not None
    assert run.stdout.read(1)
    run.stdout.close()
    with run.stderr as errors:
        assert errors.read() == b""
    run.wait()


@pytest.mark.parametrize(
    ("form", "env"),
    [
        ("json", {"PYTHONIOENCODING": "ascii"}),
        ("table", {"PYTHONIOENCODING": "ascii"}),
        ("json", {"LC_ALL": "C"}),
        ("json", {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}),
    ],
)
def test_output_is_utf8_whatever_the_locale(tmp_path: Path, form: str, env: dict[str, str]) -> None:
    path = tmp_path / "plan.txt"
    path.write_text(PLAN, encoding="utf-8")
    result = command("extract", "--format", form, path, **env)
    assert (result.returncode, result.stderr) == (0, b"")
    assert result.stdout.decode("utf-8") == call("extract", "--format", form, path).stdout
    assert "Luật Bình đẳng giới" in result.stdout.decode("utf-8")


@pytest.mark.parametrize("arguments", [("--help",), ("extract", "--help"), ("text", "không có.txt")])
def test_help_and_errors_survive_an_ascii_terminal(arguments: tuple[str, ...]) -> None:
    result = command(*arguments, PYTHONIOENCODING="ascii")
    assert b"Traceback" not in result.stderr
    assert result.returncode == ("--help" not in arguments)


def on_terminal(arguments: list[str], *streams_there: str) -> str:
    """What a call prints where the streams named are a terminal and the others are not."""
    pty = pytest.importorskip("pty")
    master, slave = pty.openpty()
    streams = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, **dict.fromkeys(streams_there, slave)}
    env = {**os.environ, "TERM": "xterm", "COLUMNS": "120"}
    run = subprocess.Popen([sys.executable, "-m", "kehoach", *arguments], env=env, stdin=subprocess.DEVNULL, **streams)
    os.close(slave)
    parts = []
    try:
        while part := os.read(master, 65536):
            parts.append(part)
    except OSError:  # the other end was closed
        pass
    os.close(master)
    assert run.wait() == 0
    return b"".join(parts).decode("utf-8")


def test_a_terminal_gets_a_table_by_default(plan: Path) -> None:
    shown = on_terminal(["extract", str(plan)], "stdout")
    assert "12/KH-SYT" in shown and "Luật Bình đẳng giới" in shown
    assert '"schema"' not in shown


def test_a_terminal_shows_progress_for_several_files(plan: Path, notice: Path) -> None:
    shown = on_terminal(["extract", str(plan), str(notice)], "stderr")
    assert "thông báo.md" in shown and "100%" in shown


def test_no_progress_is_drawn_over_what_a_terminal_shows(plan: Path, notice: Path) -> None:
    shown = on_terminal(["extract", "--format", "jsonl", str(plan), str(notice)], "stdout", "stderr")
    assert "\x1b" not in shown and shown.count('"schema"') == 2


def test_a_terminal_shows_no_progress_for_one_file(plan: Path) -> None:
    assert on_terminal(["extract", str(plan)], "stderr") == ""


# --- the call itself ------------------------------------------------------------------------------------------------


def test_version_is_that_of_the_package() -> None:
    result = call("--version")
    assert result.exit_code == 0
    assert kehoach.__version__ in result.stdout.split()


@pytest.mark.parametrize("flag", ["-h", "--help"])
def test_help_names_every_command(flag: str) -> None:
    result = call(flag)
    assert result.exit_code == 0
    assert {"extract", "check", "rules", "register", "text", "schema"} <= set(result.stdout.split())


def test_help_of_extract_names_its_formats() -> None:
    shown = call("extract", "--help").stdout
    assert all(form in shown for form in ("json", "jsonl", "table", "--format"))


@pytest.mark.parametrize(
    "arguments",
    [("extract",), ("check",), ("text",), ("extract", "--format", "xml", "plan.txt"), ("write", "plan.txt")],
)
def test_a_wrong_call_exits_with_2_and_says_why(arguments: tuple[str, ...]) -> None:
    result = call(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Error: " in result.stderr


def test_the_same_file_prints_the_same_bytes_in_two_runs(plan: Path) -> None:
    first, second = (command("extract", plan, PYTHONHASHSEED=seed).stdout for seed in ("1", "2"))
    assert first and first == second
