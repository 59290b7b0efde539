"""The reader's check of findings: what is drawn, what is kept, what is counted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks import checked

PLAN = """ỦY BAN NHÂN DÂN TỈNH SƠN LA
Số: /KH-UBND
Sơn La, ngày 05 tháng 3 năm 2024

KẾ HOẠCH
Thực hiện công tác bình đẳng giới năm 2024

Nơi nhận:
- Như trên;
"""


@pytest.fixture
def plans(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "plans"
    folder.mkdir()
    (folder / "plan.md").write_text(PLAN, encoding="utf-8")
    (folder / "README.md").write_text("# not a document", encoding="utf-8")
    (folder / "law.txt").write_text("LUẬT\nBình đẳng giới\n", encoding="utf-8")
    monkeypatch.setattr(checked, "CHECKED", tmp_path / "findings" / "checked.json")
    return folder


def test_the_same_documents_are_drawn_in_every_run(plans: Path) -> None:
    assert checked.drawn(plans) == checked.drawn(plans)
    assert {text for _, text in checked.drawn(plans)} == {PLAN, "LUẬT\nBình đẳng giới\n"}


def test_plans_are_drawn_before_other_documents(plans: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checked, "DOCUMENTS", 1)
    assert [text for _, text in checked.drawn(plans)] == [PLAN]


def test_verdicts_are_kept_without_text_and_counted(plans: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert checked.main(["--plans", str(plans), "--unread"]) == 0
    unread = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert "missing-number" in {entry["code"] for entry in unread}
    said = plans.parent / "said.jsonl"
    said.write_text(
        "\n".join(json.dumps({**entry, "stands": entry["code"] == "missing-number"}) for entry in unread),
        encoding="utf-8",
    )
    assert checked.main(["--plans", str(plans), "--add", str(said)]) == 0
    shown = capsys.readouterr().out
    assert f"2 real documents, {len(unread)} errors and warnings, {len(unread)} of them read" in shown
    assert f"1 of {len(unread):3} stand" in shown
    kept = json.loads(checked.CHECKED.read_text(encoding="utf-8"))
    assert all(entry.keys() == {"document", "code", "start", "end", "stands"} for entry in kept)
    checked.main(["--plans", str(plans), "--unread"])
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("hit", "all_", "low", "high"), [(0, 0, 0.0, 1.0), (9, 10, 0.596, 0.982), (10, 10, 0.722, 1.0)]
)
def test_the_interval_is_wilson_s(hit: int, all_: int, low: float, high: float) -> None:
    assert checked.wilson(hit, all_) == pytest.approx((low, high), abs=0.001)


def test_the_kept_verdicts_hold_no_text() -> None:
    entries = json.loads((checked.gold.ROOT / "corpora" / "findings" / "checked.json").read_text(encoding="utf-8"))
    assert entries
    for entry in entries:
        assert entry.keys() == {"document", "code", "start", "end", "stands"}
        assert len(entry["document"]) == 16 and 0 <= entry["start"] < entry["end"]
