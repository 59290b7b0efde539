"""`kehoach diff`: what two audits say differently, and nothing else."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from pathlib import Path

import pytest
from across_texts import LEADERS, VICTIMS, WAGES, plan, written
from click.testing import CliRunner, Result

from kehoach.audit import audit
from kehoach.audit.diff import COLUMNS, Difference, Differences, differences
from kehoach.audit.diff_page import page
from kehoach.cli import main
from kehoach.errors import AuditError

TITLE = "Thực hiện công tác bình đẳng giới năm {} trên địa bàn tỉnh Lào Cai"
TRAINING = "Đào tạo nghề cho lao động nông thôn năm {} trên địa bàn tỉnh Lào Cai"
HEALTH = {"issuer": "SỞ Y TẾ", "parent": "UBND TỈNH LÀO CAI"}


def _before() -> dict[str, str]:
    return {
        "lc.txt": plan(
            "40/KH-UBND", "12/02/2023", TITLE.format(2023), LEADERS.format(55), WAGES.format(48), VICTIMS.format(85)
        ),
        "nghề.txt": plan("41/KH-UBND", "13/02/2023", TRAINING.format(2023), WAGES.format(50)),
        "cũ.txt": plan(
            "9/KH-SYT", "20/3/2023", "Công tác bình đẳng giới ngành Y tế năm 2023", VICTIMS.format(85), **HEALTH
        ),
        "same.txt": plan("7/KH-UBND", "02/02/2023", "Phòng, chống bạo lực gia đình năm 2023", VICTIMS.format(80)),
    }


def _after() -> dict[str, str]:
    texts = _before()
    return {
        "lc.txt": texts["lc.txt"]
        .replace("55%", "65%")
        .replace(VICTIMS.format(85) + "\n", "")
        .replace("28/NQ-CP ngày 03/3/2021", "28/NQ-CP ngày 03/5/2021")
        .replace(
            "- Mở lớp",
            "- Sở Y tế chủ trì, phối hợp với Liên đoàn Lao động tỉnh khám sức khỏe cho công nhân nữ.\n- Mở lớp",
        ),
        "mới/đào tạo.txt": texts["nghề.txt"],
        "thêm.txt": plan(
            "<b>8</b>/KH-UBND", "03/02/2023", "Gia đình <script>alert(1)</script> năm 2023", VICTIMS.format(70)
        ),
        "same.txt": texts["same.txt"],
    }


def _next_year() -> dict[str, str]:
    return {
        "2024/40.txt": plan(
            "52/KH-UBND", "15/02/2024", TITLE.format(2024), LEADERS.format(60), WAGES.format(48), VICTIMS.format(85)
        ),
        "2024/41.txt": plan("53/KH-UBND", "16/02/2024", TRAINING.format(2024), WAGES.format(50)),
    }


def _store(folder: Path, texts: dict[str, str]) -> str:
    audit(written(folder / "archive", texts), folder / "store", workers=1)
    return str(folder / "store")


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return {
        name: _store(tmp_path_factory.mktemp(name), texts)
        for name, texts in (("before", _before()), ("after", _after()), ("next", _next_year()))
    }


def _said(told: Differences, kind: str) -> list[tuple[str, str | None, str | None, str | None]]:
    return [(one.change, one.path or one.path_before, one.before, one.after) for one in told.found if one.kind == kind]


def test_an_audit_beside_itself(stores: dict[str, str]) -> None:
    told = differences(stores["before"], stores["before"])
    assert told.found == [] and told.pairs == 4 and told.documents == (4, 4) and told.notes == []


def test_documents_by_path_then_by_text(stores: dict[str, str]) -> None:
    told = differences(stores["before"], stores["after"], lang=None)
    assert told.pairs == 3
    found = {(change, path) for change, path, *_ in _said(told, "document")}
    assert found == {("changed", "lc.txt"), ("removed", "cũ.txt"), ("added", "thêm.txt"), ("moved", "mới/đào tạo.txt")}


def test_what_a_changed_plan_says(stores: dict[str, str]) -> None:
    told = differences(stores["before"], stores["after"], lang=None)
    leaders = LEADERS.removeprefix("- ").removesuffix(".").format
    victims = VICTIMS.removeprefix("- ").removesuffix(".").format
    assert _said(told, "target") == [
        ("changed", "lc.txt", leaders(55), leaders(65)),
        ("lost", "lc.txt", victims(85), None),
    ]
    ((change, path, before, after),) = _said(told, "citation")
    assert (change, path) == ("changed", "lc.txt")
    assert before is not None and after is not None and "03/3/2021" in before and "03/5/2021" in after
    assert [(c, p) for c, p, *_ in _said(told, "responsibility")] == [("gained", "lc.txt")]
    findings = [(one.change, one.what, one.path) for one in told.found if one.kind == "finding"]
    assert ("gained", "citation-date-mismatch", "lc.txt") in findings
    assert {path for *_, path in findings} == {"lc.txt"}
    cells = {one.what: (one.before, one.after) for one in told.found if one.kind == "coverage"}
    before, after = cells["1.1"]
    assert before is not None and "≥ 55 %" in before and after == "quantified · ≥ 65 % · exceeds"


def test_the_other_way_round(stores: dict[str, str]) -> None:
    """What is gained one way is lost the other way."""
    turned = {"gained": "lost", "lost": "gained", "added": "removed", "removed": "added"}
    one = differences(stores["before"], stores["after"]).found
    other = differences(stores["after"], stores["before"]).found
    assert sorted((d.kind, turned.get(d.change, d.change), d.before or "", d.after or "") for d in one) == sorted(
        (d.kind, d.change, d.after or "", d.before or "") for d in other
    )


def test_spans_point_into_the_texts(stores: dict[str, str]) -> None:
    before, after = _before(), _after()
    checked = 0
    for one in differences(stores["before"], stores["after"]).found:
        if one.kind in ("target", "citation"):
            for path, words, start, texts in (
                (one.path_before, one.before, one.start_before, before),
                (one.path, one.after, one.start, after),
            ):
                if words is not None and path is not None and start is not None:
                    assert " ".join(texts[path][start:].split()).startswith(words)
                    checked += 1
    assert checked >= 5


def test_two_years_by_issuer_and_title(stores: dict[str, str]) -> None:
    apart = differences(stores["before"], stores["next"])
    assert apart.pairs == 0 and {one.kind for one in apart.found} == {"document"}
    told = differences(stores["before"], stores["next"], by="lineage", lang=None)
    assert told.pairs == 2
    by_document = {
        (one.path_before, one.path) for one in told.found if one.kind == "document" and one.change == "changed"
    }
    assert by_document == {("lc.txt", "2024/40.txt"), ("nghề.txt", "2024/41.txt")}
    # the figure of a target is a difference, the year of a deadline and the new date of a meeting are none
    targets = [(one.path, one.before, one.after) for one in told.found if one.kind == "target"]
    leaders = LEADERS.removeprefix("- ").removesuffix(".").format
    assert targets == [("2024/40.txt", leaders(55), leaders(60))]
    assert not [one for one in told.found if one.kind in ("responsibility", "citation", "finding")]


# --- the command --------------------------------------------------------------------------------------------------------


def _run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["diff", *arguments])


def test_the_command_in_all_formats(stores: dict[str, str]) -> None:
    folders = (stores["before"], stores["after"])
    told = json.loads(_run(*folders, "--format", "json").stdout)
    assert told["counts"]["document"] == {"added": 1, "removed": 1, "moved": 1, "changed": 1}
    assert _run(*folders).stdout == _run(*folders, "--format", "json").stdout  # no terminal here
    rows = list(csv.reader(io.StringIO(_run(*folders, "--format", "csv").stdout)))
    assert rows[0] == list(COLUMNS) and len(rows) == 1 + len(told["differences"])
    assert {len(row) for row in rows} == {len(COLUMNS)}
    table = _run(*folders, "--format", "table", "--lang", "en")
    assert table.exit_code == 0 and "removed" in table.stdout and "≥ 65 %" in table.stdout
    same = _run(stores["before"], stores["before"], "--format", "table")
    assert same.exit_code == 0 and "Không có gì khác." in same.stdout


def test_a_cell_is_no_formula(stores: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = Differences("a", "b", found=[Difference("document", "added", "=1+1.txt", None, "@x", None, "-A1")])
    monkeypatch.setattr("kehoach.audit.diff.differences", lambda *_, **__: found)
    rows = list(csv.reader(io.StringIO(_run("a", "b", "--format", "csv").stdout)))
    assert rows[1][2:7] == ["'=1+1.txt", "", "'@x", "", "'-A1"]


def test_a_folder_without_an_audit(stores: dict[str, str], tmp_path: Path) -> None:
    for other in (str(tmp_path), str(tmp_path / "none")):
        for folders in ((stores["before"], other), (other, stores["before"])):
            told = _run(*folders)
            assert told.exit_code == 2 and told.stdout == ""
            assert len(told.stderr.splitlines()) == 1 and other in told.stderr


def test_a_broken_off_audit(stores: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "store" / "parts").mkdir(parents=True)
    with pytest.raises(AuditError, match="has not come to its end"):
        differences(stores["before"], tmp_path / "store")


# --- the page -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_page_is_one_file_without_a_script(stores: dict[str, str], tmp_path: Path, lang: str) -> None:
    place = tmp_path / "diff.html"
    result = _run(stores["before"], stores["after"], "--page", str(place), "--lang", lang, "--format", "csv")
    assert result.exit_code == 0 and result.stdout.startswith("kind,")
    text = place.read_text(encoding="utf-8")
    assert f'<html lang="{lang}">' in text and "default-src 'none'" in text
    assert not re.search(r"<(?:script|b|img|iframe|link)\b|\son\w+=|(?:src|href)=\"(?!#)", text)
    assert "&lt;script&gt;" in text
    told = differences(stores["before"], stores["after"], lang=lang)
    body = html.unescape(re.sub(r"<[^>]+>", "\n", text))
    for one in told.found:
        for words in (one.what, one.before, one.after):
            assert words is None or words in body


def test_the_page_holds_what_is_hostile() -> None:
    evil = Difference("target", "gained", '"><script>x</script>', None, "a\u202eb\x00", None, "</td><svg onload=x>")
    text = page(Differences("<i>", "b", found=[evil]), "en")
    assert "<script" not in text and "<svg" not in text and "<i>" not in text
    assert "\u202e" not in text and "\x00" not in text


def test_the_page_where_nothing_differs() -> None:
    assert "Nothing differs." in page(Differences("a", "b"), "en")


def test_the_page_on_standard_output(stores: dict[str, str]) -> None:
    result = _run(stores["before"], stores["after"], "--page", "-")
    assert result.stdout.startswith("<!doctype html>") and result.stdout.endswith("</html>\n")
