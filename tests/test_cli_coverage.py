"""`kehoach coverage` and `kehoach frameworks`: what they print, and what they say of wrong files."""

from __future__ import annotations

import csv
import io
import json
import os
import re
from pathlib import Path
from typing import Any

import pytest
from markup import parsed
from plan_texts import objectives
from test_cli import call

import kehoach
from kehoach.cli import coverage as command
from kehoach.frameworks import available

RATIO = "Tỷ số giới tính khi sinh ở mức 108 bé trai/100 bé gái"
PLAN = objectives(f"- {RATIO};\n- Giữ gìn nếp sống văn minh nơi công sở.")
OWN = """
id = "của tôi"
version = "3"
title = "Khung của tôi"

[[targets]]
id = "A"
name = "Tỷ số giới tính khi sinh"
unit = "per"
per = 100
direction = "at_most"
milestones = [{ year = 2030, comparator = "<=", value = 109 }]
must = [["giới tính khi sinh"]]
paraphrases = ["tỷ số giới tính khi sinh ở mức"]
"""
FORMS = ("table", "json", "csv", "html")
every_form = pytest.mark.parametrize("form", FORMS)


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "kế hoạch.txt"
    path.write_text(PLAN, encoding="utf-8")
    return path


@pytest.fixture
def own(tmp_path: Path) -> Path:
    path = tmp_path / "khung.toml"
    path.write_text(OWN, encoding="utf-8")
    return path


@pytest.fixture
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    """A console of 200 columns: no cell is broken."""
    monkeypatch.setattr(command, "console", lambda: _console(200))


def _console(width: int) -> Any:
    from rich.console import Console

    return Console(width=width, highlight=False)


def rows(*arguments: str | Path, stdin: bytes | None = None) -> list[dict[str, str]]:
    result = call("coverage", "--format", "csv", *arguments, stdin=stdin)
    assert result.exit_code == 0, result.stderr
    return list(csv.DictReader(io.StringIO(result.stdout)))


# --- formats --------------------------------------------------------------------------------------------------------


def test_json_is_the_coverage_of_the_record(plan: Path) -> None:
    result = call("coverage", plan)
    assert (result.exit_code, result.stdout) == (0, call("coverage", "--format", "json", plan).stdout)
    told = json.loads(result.stdout)
    assert told == {"file": str(plan), "coverage": kehoach.extract(plan).to_dict()["coverage"]}
    assert "\n  " in result.stdout


def test_json_of_several_files_has_one_on_each_line(plan: Path) -> None:
    lines = call("coverage", "--format", "json", plan, plan).stdout.splitlines()
    assert len(lines) == 2 and lines[0] == lines[1]
    assert json.loads(lines[0])["file"] == str(plan)


def test_csv_has_a_row_for_each_goal_target_part_and_group(plan: Path) -> None:
    told = rows(plan)
    strategy = available()["28/NQ-CP"]
    parts = [part.id for target in strategy.targets for part in target.parts]
    assert {(row["kind"], row["id"]) for row in told} == {
        *(("goal", goal.id) for goal in strategy.goals),
        *(("item", target.id) for target in strategy.targets),
        *(("part", part) for part in parts),
        *(("measure", measure.id) for measure in strategy.measures),
    }
    assert tuple(told[0]) == command.COLUMNS


def test_csv_has_the_values_of_both_sides(plan: Path) -> None:
    row = next(row for row in rows(plan) if row["id"] == "4.1")
    wanted = {
        "status": "quantified",
        "verdict": "exceeds",
        "level": "province",
        "period": "2025",
        "plan_value": "108.0",
        "unit": "per",
        "per": "100",
        "framework_year": "2025",
        "framework_value": "111.0",
        "quote": "108 bé trai/100 bé gái",
    }
    assert {key: row[key] for key in wanted} == wanted
    assert PLAN[int(row["start"]) : int(row["end"])] == row["quote"]


def test_csv_says_what_is_asked_for_where_the_plan_has_no_value(plan: Path) -> None:
    row = next(row for row in rows(plan) if row["id"] == "4.2")
    assert (row["plan_value"], row["framework_value"], row["framework_year"], row["per"]) == (
        "",
        "42.0",
        "2025",
        "100000",
    )


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "＝", "＠"])
def test_no_cell_is_a_formula(plan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sign: str) -> None:
    path = tmp_path / "khung.toml"
    path.write_text(
        OWN.replace('"của tôi"', f'"{sign}id()"')
        .replace('"A"', f'"{sign}A1"')
        .replace('name = "', f'name = "{sign}cmd|'),
        encoding="utf-8",
    )
    named = Path(f"{sign}1.txt")
    monkeypatch.chdir(tmp_path)
    named.write_text(f"{sign}HYPERLINK(1)\n{PLAN}", encoding="utf-8")
    read = rows("--framework", path, "--", named)
    assert [row["id"] for row in read] == [f"'{sign}A1"]
    for row in read:
        for cell in row.values():
            # a sign alone is none, nor is a number
            assert not re.match(r"[=+\-@＝＋－＠\t\r\n].", cell, re.S) or re.fullmatch(r"-?[\d.]+", cell), cell


def test_csv_keeps_what_holds_quotes_and_commas(plan: Path, tmp_path: Path) -> None:
    path = tmp_path / "khung.toml"
    path.write_text(OWN.replace('"Tỷ số giới tính khi sinh"', "'Tỷ số, \"giới\"; sinh'"), encoding="utf-8")
    assert rows(plan, "--framework", path)[0]["name"] == 'Tỷ số, "giới"; sinh'


@pytest.mark.usefixtures("wide")
def test_the_table_shows_values_verdict_and_quote(plan: Path) -> None:
    shown = call("coverage", "--format", "table", plan).stdout
    line = next(line for line in shown.splitlines() if line.startswith("4.1"))
    assert re.search(r"có số +108/100 .*111/100 +vượt +Tỷ số giới tính khi sinh ở mức 108", line)
    assert re.search(r"cấp +tỉnh", shown) and re.search(r"mốc đối chiếu +2025", shown)


@pytest.mark.usefixtures("wide")
def test_the_table_in_english(plan: Path) -> None:
    shown = call("coverage", "--format", "table", "--lang", "en", plan).stdout
    assert re.search(r"4\.1 .*quantified +108/100 .*111/100 +exceeds", shown)
    assert re.search(r"level +province", shown) and "42/100,000" in shown


@pytest.mark.parametrize("width", [24, 40, 60, 80, 99])
def test_in_a_narrow_terminal_values_stand_under_the_names(
    plan: Path, monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    monkeypatch.setattr(command, "console", lambda: _console(width))
    shown = call("coverage", "--format", "table", plan).stdout
    lines = shown.splitlines()
    assert max(map(len, lines)) <= width
    told = " ".join(shown.split())
    assert "Tỷ số giới tính khi sinh có số · 108/100" in told
    assert "khung: 111/100 · vượt" in told


def test_markup_in_a_framework_stays_text(plan: Path, tmp_path: Path) -> None:
    path = tmp_path / "khung.toml"
    path.write_text(OWN.replace('id = "A"', 'id = "[red]A"').replace('name = "', 'name = "[/] '), encoding="utf-8")
    shown = call("coverage", "--format", "table", plan, "--framework", path).stdout
    assert "[red]A" in shown and "[/] Tỷ số" in shown


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_html_is_one_page_of_all_files(plan: Path, tmp_path: Path, lang: str) -> None:
    other = tmp_path / "khác.txt"
    other.write_text(PLAN, encoding="utf-8")
    root = parsed(call("coverage", "--format", "html", "--lang", lang, plan, other).stdout)
    assert root.one("html").attributes["lang"] == lang
    assert [head.text() for head in root.all("h2")] == [plan.name, other.name]


# --- files ----------------------------------------------------------------------------------------------------------


@every_form
def test_a_dash_reads_standard_input(form: str, plan: Path) -> None:
    result = call("coverage", "--format", form, "-", stdin=PLAN.encode())
    assert (result.exit_code, result.stderr) == (0, "")
    assert "4.1" in result.stdout


@every_form
def test_a_missing_file_is_one_line_and_the_others_are_shown(form: str, plan: Path) -> None:
    result = call("coverage", "--format", form, "không có.txt", plan)
    assert result.exit_code == 1
    assert result.stderr == "kehoach: không có.txt: no such file\n"
    assert "4.1" in result.stdout


def test_no_page_is_made_of_no_file() -> None:
    result = call("coverage", "--format", "html", "không có.txt")
    assert (result.exit_code, result.stdout) == (1, "")


@every_form
def test_many_files_and_several_frameworks(form: str, plan: Path, own: Path) -> None:
    result = call("coverage", "--format", form, plan, plan, plan, "--framework", own, "--framework", "1790/qđ-ttg")
    assert result.exit_code == 0
    assert "của tôi" in result.stdout and "1790/QĐ-TTg" in result.stdout


@every_form
def test_a_name_that_is_no_text_can_be_shown(form: str, tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/k\xff.txt"
    try:
        Path(os.fsdecode(path)).write_text(PLAN, encoding="utf-8")
    except OSError:
        pytest.skip("the file system takes text alone")
    result = call("coverage", "--format", form, os.fsdecode(path))
    assert result.exit_code == 0
    result.stdout_bytes.decode("utf-8")


# --- frameworks -----------------------------------------------------------------------------------------------------


def test_a_framework_of_a_few_lines_is_enough(plan: Path, own: Path) -> None:
    row = rows(plan, "--framework", own)[0]
    assert (row["framework"], row["id"], row["status"], row["plan_value"]) == ("của tôi", "A", "quantified", "108.0")
    assert (row["verdict"], row["framework_value"], row["probability"]) == ("exceeds", "109.0", "")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (None, "no such file or directory; no file and no framework that is known (28/NQ-CP, 1790/QĐ-TTg)"),
        ("kế hoạch", "is not TOML"),
        ('id = "x"', "`version` is missing|`title` must be"),
        (OWN.replace("must =", "mutz ="), r"unknown key `mutz` \(did you mean must\?\)"),
        (OWN.replace("2030", "2"), "a milestone needs a `year`"),
        (OWN.split("[[")[0], r"holds no \[\[targets\]\]"),
    ],
)
@pytest.mark.parametrize("name", ["coverage", "extract", "check"])
def test_a_wrong_framework_ends_the_call_with_one_line(
    plan: Path, tmp_path: Path, text: str | None, reason: str, name: str
) -> None:
    path = tmp_path / "sai.toml"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    result = call(name, plan, "--framework", path)
    assert (result.exit_code, result.stdout) == (2, "")
    line = result.stderr.removesuffix("\n")
    assert line.startswith(f"kehoach: {path}: ") and "\n" not in line
    assert reason in line or re.search(reason, line)


def test_coverage_has_no_option_that_takes_it_away(plan: Path) -> None:
    assert call("coverage", "--no-coverage", plan).exit_code == 2
    assert "--no-coverage" not in call("coverage", "--help").stdout


def test_extract_and_check_go_without_coverage(plan: Path) -> None:
    assert json.loads(call("extract", "--no-coverage", plan).stdout)["coverage"] == []
    assert len(json.loads(call("extract", plan).stdout)["coverage"]) == 1
    assert call("check", "--no-coverage", plan).exit_code == 0


def test_the_frameworks_are_listed() -> None:
    listed = json.loads(call("frameworks").stdout)
    assert [(one["id"], one["goals"], one["targets"]) for one in listed] == [("28/NQ-CP", 6, 20), ("1790/QĐ-TTg", 0, 5)]
    shown = call("frameworks", "--format", "table", "--lang", "en").stdout
    assert "National Strategy on Gender Equality" in shown and "1790/QĐ-TTg" in shown


def test_one_framework_is_shown_in_full(own: Path) -> None:
    shown = call("frameworks", "--format", "table", "--lang", "en", "28/nq-cp").stdout
    assert re.search(r"4\.2 .* 42/100,000 +< 42/100,000", shown)
    told = json.loads(call("frameworks", own).stdout)
    assert (told["id"], told["targets"][0]["must"]) == ("của tôi", [["giới tính khi sinh"]])


def test_a_wrong_framework_is_checked(tmp_path: Path) -> None:
    path = tmp_path / "sai.toml"
    path.write_text(OWN + "mutz = 1\n", encoding="utf-8")
    result = call("frameworks", path)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "unknown key `mutz`" in result.stderr
