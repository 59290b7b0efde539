"""`kehoach extract --format table`: targets, duties, reports, budget and findings at a glance, and the overview."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from test_cli import call

from kehoach.cli.common import shorten
from kehoach.cli.tables import number, value
from kehoach.record import Baseline, Comparator, Measurement

PLAN = """UBND TỈNH HÀ NAM
SỞ Y TẾ

Số:    /KH-SYT
Hà Nam, ngày 05 tháng 3 năm 2024

KẾ HOẠCH
Phòng, chống bạo lực trên cơ sở giới năm 2024

Căn cứ Luật Bình đẳng giới ngày 29/11/2006;

I. CHỈ TIÊU
1. Ít nhất 60% người bị bạo lực được tư vấn vào năm 2024 và ít nhất 80% vào năm 2025.
II. KINH PHÍ
Kinh phí thực hiện từ ngân sách tỉnh là 850 triệu đồng.
III. TỔ CHỨC THỰC HIỆN
1. Phòng Tổ chức cán bộ
- Chủ trì, phối hợp với Sở Nội vụ tập huấn cho cán bộ, xong trước ngày 30/10/2024;
- Kiểm tra việc thực hiện tại các bệnh viện.
2. Phòng Nghiệp vụ Y
- Tham mưu quy trình sàng lọc.
3. Các bệnh viện gửi báo cáo về Sở Y tế (qua Phòng Tổ chức cán bộ) định kỳ 6 tháng trước ngày 15/6/2024.

Nơi nhận:
- Lưu: VT.

GIÁM ĐỐC
Nguyễn Văn An
"""


COUNTED = ["sections", "citations", "dates", "targets", "responsibilities", "reports", "budget", "findings"]


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "kế hoạch.txt"
    path.write_text(PLAN, encoding="utf-8", newline="")
    return path


def part(shown: str, title: str) -> list[list[str]]:
    """The rows of one listing, each as its cells; empty cells are left out."""
    lines = shown.splitlines()
    start = next(number for number, line in enumerate(lines) if re.match(rf"{title} \(\d+", line))
    rows = []
    for line in lines[start + 1 :]:
        if not line.strip():
            break
        rows.append(re.split(r" {2,}", line.strip()))
    return rows


def table(*names: Path) -> str:
    result = call("extract", "--format", "table", *names)
    assert result.exit_code == 0
    return result.stdout


def row(text: str) -> str:
    """The number of the line of the plan that holds `text`."""
    return str(PLAN[: PLAN.index(text)].count("\n") + 1)


def test_targets_show_a_value_beside_its_date(plan: Path) -> None:
    head, first, second, *_ = part(table(plan), "Targets")
    assert head == ["line", "indicator", "value", "due", "scope"]
    assert (first[0], first[-2:], second[-2:]) == (row("Ít nhất"), ["≥ 60 %", "2024"], ["≥ 80 %", "2025"])


def test_duties_stand_under_their_agency(plan: Path) -> None:
    head, *rows = part(table(plan), "Duties")
    assert head == ["agency", "line", "role", "task", "partners", "due"]
    shown = [cells for cells in rows if {"lead", "monitor", "advise"} & set(cells)]
    assert shown[0][:3] == ["Phòng Tổ chức cán bộ", row("- Chủ trì"), "lead"]
    assert shown[0][-2:] == ["Sở Nội vụ", "2024-10-30"]
    assert shown[1][:2] == [row("- Kiểm tra"), "monitor"]  # the same agency, not named again
    assert shown[2][:3] == ["Phòng Nghiệp vụ Y", row("- Tham mưu"), "advise"]


def test_every_agency_stands_once_with_as_many_rows_as_duties(plans: Path) -> None:
    for path in sorted(plans.glob("*.txt"))[15:20]:
        record = json.loads(call("extract", path).stdout)
        names = {duty["agency"]["name"] for duty in record["responsibilities"]}
        shown = table(path)
        assert f"Duties ({len(record['responsibilities'])} of {len(names)} bodies)" in shown
        roles = {duty["role"] for duty in record["responsibilities"]}
        rows = [cells for cells in part(shown, "Duties")[1:] if roles & set(cells[:3])]
        assert len(rows) == len(record["responsibilities"])


def test_reports_say_who_to_whom_through_whom_when_and_how_often(plan: Path) -> None:
    record = json.loads(call("extract", plan).stdout)
    (report,) = record["reports"]
    head, *rows = part(table(plan), "Reports")
    assert head == ["line", "who", "to", "due", "how often"]
    assert rows[0][0] == row("3. Các bệnh viện")
    assert rows[0][2].startswith("→ ")
    assert rows[0][-2:] == [report["due"]["edtf"], report["frequency"].replace("_", " ")]
    if report["via"]:
        assert "(via Phòng Tổ chức cán bộ)" in " ".join(cell for cells in rows for cell in cells)


def test_budget_shows_source_and_amount(plan: Path) -> None:
    head, *rows = part(table(plan), "Budget")
    assert head == ["line", "source", "amount"]
    assert rows[0][0] == row("ngân sách tỉnh")
    assert rows[0][-1] == "850 000 000 đồng"


def test_findings_show_line_severity_code_and_message(plan: Path) -> None:
    head, *rows = part(table(plan), "Findings")
    assert head == ["line", "severity", "code", "message"]
    assert [row("/KH-SYT"), "warning", "missing-number", "Số văn bản còn để trống: /KH-SYT."] in rows


def test_parts_that_hold_nothing_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "thư.txt"
    path.write_text("Xin chào.\n", encoding="utf-8")
    shown = table(path)
    assert not re.search(r"^(Targets|Duties|Reports|Budget|Citations|Dates) \(", shown, re.MULTILINE)


def test_the_overview_counts_every_part(plans: Path) -> None:
    paths = sorted(plans.glob("*.txt"))[15:18]
    shown = table(*paths).splitlines()
    start = next(number for number, line in enumerate(shown) if " 3 plans " in line)
    names = shown[start + 1].split()
    assert names == ["file", "number", "issued", "parts", "cited", *COUNTED[2:4], "duties", *COUNTED[5:]]
    for path, line in zip(paths, shown[start + 2 :], strict=True):
        record = json.loads(call("extract", path).stdout)
        head = record["header"]
        counts = [str(len(record[part])) for part in COUNTED]
        assert line.split() == [path.name, head["number"]["normalised"], head["issued"]["edtf"], *counts]


@pytest.mark.parametrize(
    "old, new",
    [
        ("Phòng Nghiệp vụ Y", "Phòng [red]Nghiệp\x1b[31m vụ"),
        ("sàng lọc", "[/bold]sàng\x1b]0;x\x07 [link=x]lọc"),
        ("ngân sách tỉnh", "ngân sách tỉnh [b]\x9b31m"),
        ("người bị bạo lực", "người [/] bị \x1b[2J bạo lực"),
    ],
)
def test_markup_and_control_characters_stay_text(plan: Path, old: str, new: str) -> None:
    plan.write_text(PLAN.replace(old, new), encoding="utf-8")
    shown = table(plan)
    assert not [c for c in shown if not c.isprintable() and c != "\n"]


@pytest.mark.parametrize(
    ("comparator", "given", "shown"),
    [
        ("=", {"value": 60.0, "unit": "percent"}, "60 %"),
        (">=", {"value": 1250.0, "unit": "hộ"}, "≥ 1 250 hộ"),
        ("<=", {"value": 1.9, "unit": "times"}, "≤ 1.9 times"),
        ("<", {"value": 44.0, "unit": "per", "per": 100000, "baseline": Baseline(48.0)}, "< 44 per 100 000 (from 48)"),
        (">", {"value": 0.0, "unit": "percent"}, "> 0 %"),
        ("approximately", {"value": 85.0, "unit": "percent"}, "≈ 85 %"),
        ("increase", {"value": 10, "value_max": 15.0, "unit": "percent", "baseline": Baseline(None, "2023")}, "up 10–15 % (from 2023)"),
        ("decrease", {"value": 0.5, "unit": "percent", "baseline": Baseline(3.25, "2022")}, "down 0.5 % (from 3.25, 2022)"),
        ("maintain", {"value": 100.0, "unit": "percent"}, "keep 100 %"),
        ("=", {"value": 3.0, "unit": ""}, "3"),
        ("=", {"value": 2.0, "unit": "[b]lớp\x1b[1m"}, r"2 \[b]lớp [1m"),
    ],
)  # fmt: skip
def test_values_read_at_a_glance(comparator: Comparator, given: dict[str, object], shown: str) -> None:
    assert value(Measurement("", 0, 0, comparator=comparator, **given)) == shown  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        (0.0, "0"),
        (0.1 + 0.2, "0.30000000000000004"),
        (111.8, "111.8"),
        (1000.0, "1 000"),
        (850000000.0, "850 000 000"),
        (2.5e16, "25 000 000 000 000 000"),
        (7, "7"),
    ],
)
def test_numbers_are_whole_and_apart_by_blanks(amount: float, shown: str) -> None:
    assert number(amount) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("ngắn", "ngắn"),
        ("một hai\nba bốn", "một hai ba…"),
        ("một hai, ba bốn", "một hai, ba…"),
        ("x" * 30, "x" * 11 + "…"),
        ("một hai ba b", "một hai ba b"),
    ],
)
def test_what_is_long_is_cut_between_words(text: str, shown: str) -> None:
    assert shorten(text, 12) == shown
    assert len(shown) <= 12
