"""`kehoach export` and `kehoach import`: what they write and say, and their exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from door_texts import PLAN
from test_cli import call

from kehoach.integrations import DOORS, door


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("plans") / "kế hoạch.txt"
    path.write_text(f"😀{PLAN}", encoding="utf-8", newline="")
    return path


@pytest.mark.parametrize("name", sorted(DOORS))
def test_what_is_exported_is_imported(name: str, plan: Path, tmp_path: Path) -> None:
    out, marks = tmp_path / "out", tmp_path / "marks.jsonl"
    done = call("export", plan, "--to", name, "--out", out, "--no-coverage")
    assert done.exit_code == 0
    assert "1 documents, " in done.stderr
    assert done.stdout == ""
    back = call("import", out, "--from", name, "--out", marks, "--text", plan)
    assert back.exit_code == 0
    (document,) = map(json.loads, marks.read_text(encoding="utf-8").splitlines())
    assert (document["name"], document["text"], document["unit"]) == (plan.name, f"😀{PLAN}", "code-points")
    assert done.stderr.split(" marks")[0] == back.stderr.split(" marks")[0]
    assert document["marks"]
    for mark in document["marks"]:
        assert document["text"][mark["start"] : mark["end"]] == mark["text"]


def test_kinds_and_units_are_as_asked(plan: Path, tmp_path: Path) -> None:
    out = tmp_path / "a.jsonl"
    asked = ("export", plan, "--to", "jsonl", "--out", out, "--kinds", "dates,citations", "--unit", "utf-16")
    assert call(*asked).exit_code == 0
    document = json.loads(out.read_text(encoding="utf-8"))
    assert {mark["label"] for mark in document["marks"]} == {"citation", "citation-part", "date"}
    units = document["text"].encode("utf-16-le")
    for mark in document["marks"]:
        assert units[2 * mark["start"] : 2 * mark["end"]].decode("utf-16-le") == mark["text"]


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (("--to", "jsonl", "--kinds", "numbers"), "'numbers' is no kind"),
        (("--to", "akoma-ntoso", "--kinds", "dates"), "a place for citations alone"),
        (("--to", "brat", "--unit", "utf-16"), "brat counts code-points, not utf-16"),
        (("--to", "word"), "word"),
    ],
)
def test_a_wrong_call_says_what_there_is(options: tuple[str, ...], reason: str, plan: Path, tmp_path: Path) -> None:
    done = call("export", plan, *options, "--out", tmp_path / "x")
    assert done.exit_code == 2
    assert reason in " ".join(done.stderr.split())
    assert not (tmp_path / "x").exists()


def test_a_plan_that_cannot_be_read_is_told_and_left_out(plan: Path, tmp_path: Path) -> None:
    done = call("export", tmp_path / "none.txt", plan, "--to", "csv", "--out", tmp_path / "a.csv", "--kinds", "dates")
    assert done.exit_code == 1
    first, second = done.stderr.splitlines()
    assert first.startswith(f"kehoach: {tmp_path}/none.txt: ")
    assert second.startswith("1 documents, ")


@pytest.mark.parametrize("name", sorted(DOORS))
def test_no_place_to_write_is_one_line(name: str, plan: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    out = tmp_path / "file" / "out"
    done = call("export", plan, "--to", name, "--out", out, "--kinds", "citations,dates")
    assert done.exit_code == 2
    assert done.stderr.splitlines()[-1].startswith(f"kehoach: {out}: cannot be ")
    assert len(done.stderr.splitlines()) == 1


def test_a_folder_is_not_written_over_a_file(plan: Path, tmp_path: Path) -> None:
    out = tmp_path / "file"
    out.write_text("mine", encoding="utf-8")
    done = call("export", plan, "--to", "brat", "--out", out)
    assert done.exit_code == 2
    assert out.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("name", sorted(DOORS))
def test_a_damaged_file_is_one_line_and_nothing_is_written(name: str, tmp_path: Path) -> None:
    wrong = tmp_path / ("a.ann" if name == "brat" else "a.xml")
    wrong.write_bytes(b"\x00\xff{")
    wrong.with_suffix(".txt").write_bytes(b"x")
    done = call("import", wrong, "--from", name, "--out", tmp_path / "marks.jsonl")
    assert done.exit_code == 2
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"kehoach: {wrong}: ")
    assert not (tmp_path / "marks.jsonl").exists()


def test_another_text_is_refused(plan: Path, tmp_path: Path) -> None:
    out, other = tmp_path / "a.csv", tmp_path / plan.name
    call("export", plan, "--to", "csv", "--out", out, "--kinds", "dates")
    other.write_text(f"đã sửa {PLAN}", encoding="utf-8")
    done = call("import", out, "--from", "csv", "--text", other, "--out", tmp_path / "marks.jsonl")
    assert done.exit_code == 2
    assert "a.csv: line 2: at " in done.stderr
    done = call("import", out, "--from", "csv", "--out", tmp_path / "marks.jsonl")
    assert done.exit_code == 2
    assert "give the plan with --text" in done.stderr
    assert not (tmp_path / "marks.jsonl").exists()


def test_the_help_shows_examples() -> None:
    for command in ("export", "import"):
        shown = call(command, "--help").stdout
        assert f"kehoach {command} " in shown
        assert all(name in shown for name in DOORS)


def test_every_door_says_what_it_is() -> None:
    for name in DOORS:
        opened = door(name)
        assert opened.UNITS
        assert opened.KINDS
        assert isinstance(opened.FOLDER, bool)
        assert isinstance(opened.TEXT, bool)


def test_nothing_that_is_read_is_written_over(plan: Path, tmp_path: Path) -> None:
    own = tmp_path / "own.txt"
    own.write_text(PLAN, encoding="utf-8")
    for form, out in (("jsonl", own), ("brat", tmp_path)):
        done = call("export", own, "--to", form, "--out", out, "--no-coverage")
        assert done.exit_code == 2 and str(own) in done.stderr
    marks = tmp_path / "m.jsonl"
    assert call("export", own, "--to", "jsonl", "--out", marks, "--no-coverage").exit_code == 0
    before = marks.read_bytes()
    assert call("import", marks, "--from", "jsonl", "--out", marks).exit_code == 2
    assert marks.read_bytes() == before and own.read_text(encoding="utf-8") == PLAN
