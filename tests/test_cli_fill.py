"""`kehoach fill` and `kehoach fields`."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from benchmarks import gold
from kehoach.cli import main


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


@pytest.fixture(scope="module")
def plans(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    folder = tmp_path_factory.mktemp("plans")
    paths = []
    for document in gold.own()[:3]:
        path = folder / f"{document.name}.txt"
        path.write_text(document.text, encoding="utf-8")
        paths.append(str(path))
    return paths


def test_a_form_that_collects_takes_all_plans(plans: list[str], tmp_path: Path) -> None:
    out = tmp_path / "register.xlsx"
    result = run("fill", *plans, "--no-coverage", "--template", "register", "--out", str(out))
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith(f"{out}: ") and " found, " in result.stdout
    sheet = openpyxl.load_workbook(out)["Văn bản đến"]
    assert [sheet.cell(row, 1).value for row in range(4, 8)] == [1, 2, 3, None]


def test_other_forms_are_filled_once_for_each_plan(plans: list[str], tmp_path: Path) -> None:
    out = tmp_path / "sheets"
    result = run("fill", *plans, "--no-coverage", "--template", "assignments", "--out", str(out))
    assert result.exit_code == 0, result.output
    assert sorted(path.name for path in out.iterdir()) == sorted(f"{Path(name).stem}.docx" for name in plans)


def test_a_schema_is_held(plans: list[str], tmp_path: Path) -> None:
    form, schema, out = tmp_path / "f.json", tmp_path / "s.json", tmp_path / "o.json"
    form.write_text('{"so": "{{ header.number }}", "tien": "{{ budget.amount | first }}"}', encoding="utf-8")
    schema.write_text('{"type": "object", "properties": {"tien": {"type": "boolean"}}}', encoding="utf-8")
    result = run("fill", plans[0], "--template", str(form), "--schema", str(schema), "--out", str(out))
    assert result.exit_code == 1
    assert f"{schema}: does not allow /tien: " in result.stderr
    assert not out.exists()
    schema.write_text('{"properties": {"so": {"type": "string"}}}', encoding="utf-8")
    result = run("fill", plans[0], "--template", str(form), "--schema", str(schema), "--out", str(out))
    assert result.exit_code == 0, result.output
    assert set(json.loads(out.read_text(encoding="utf-8"))) == {"so", "tien"}


def test_faults_are_lines_and_nothing_is_written(plans: list[str], tmp_path: Path) -> None:
    form = tmp_path / "f.csv"
    form.write_text("{{ header.isued }},{{ targets | cont }}\n", encoding="utf-8")
    result = run("fill", plans[0], "--template", str(form), "--out", str(tmp_path / "o.csv"))
    assert result.exit_code == 2
    assert result.stderr.splitlines() == [
        f"kehoach: {form}: row 1, column 1: {{{{ header.isued }}}}: 'isued' is not known in a Header; nearest: issued",
        f"kehoach: {form}: row 1, column 2: {{{{ targets | cont }}}}: style 'cont' is not known; nearest: count",
    ]
    assert not (tmp_path / "o.csv").exists()
    result = run("fill", plans[0], "--template", str(tmp_path / "no.json"), "--out", str(tmp_path / "o.json"))
    assert (result.exit_code, result.stderr) == (2, f"kehoach: {tmp_path / 'no.json'}: no such file\n")


def test_a_plan_that_cannot_be_read_costs_itself_alone(plans: list[str], tmp_path: Path) -> None:
    broken = tmp_path / "x.pdf"
    broken.write_bytes(b"%PDF-1.4 broken")
    out = tmp_path / "r.xlsx"
    result = run("fill", str(broken), plans[0], "--no-coverage", "--template", "register", "--out", str(out))
    assert result.exit_code == 1
    assert "x.pdf" in result.stderr and out.exists()


def test_what_is_unsure_is_left_empty_where_asked(plans: list[str], tmp_path: Path) -> None:
    out = tmp_path / "t.xlsx"
    result = run("fill", plans[0], "--no-coverage", "--template", "targets", "--out", str(out), "--min-confidence", "1")
    assert result.exit_code == 0
    assert " left out as unsure)" in result.stdout
    sheet = openpyxl.load_workbook(out)["Chỉ tiêu"]
    assert sheet["D7"].value is None and "dưới mức 1,00" in sheet["D7"].comment.text.replace("1.00", "1,00")


def test_fields_are_listed_and_searched() -> None:
    every = run("fields")
    assert every.exit_code == 0 and "header.number" in every.stdout and "số_ký_hiệu" in every.stdout
    some = json.loads(run("fields", "--json", "phối", "hợp").stdout)
    assert [one["field"] for one in some][:1] == ["responsibilities.partners"]
    none = run("fields", "xyz")
    assert none.exit_code == 1 and "kehoach fields" in none.stderr


def test_neither_a_plan_nor_the_form_is_written_over(plans: list[str], tmp_path: Path) -> None:
    import shutil

    from kehoach.prefill import open_form

    plan = tmp_path / "plan.docx"
    shutil.copy(open_form("assignments").name, plan)
    before = plan.read_bytes()
    result = run("fill", str(plan), "--no-coverage", "--template", "assignments", "--out", f"{tmp_path}/")
    assert (result.exit_code, plan.read_bytes()) == (1, before)
    assert result.stderr == f"kehoach: {plan}: is one of the plans; give the filled form another place\n"
    result = run("fill", plans[0], "--no-coverage", "--template", str(plan), "--out", str(plan))
    assert (result.exit_code, plan.read_bytes()) == (1, before)
    assert "is the form itself" in result.stderr
