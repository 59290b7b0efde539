"""The run and its store: what is read is kept, whatever happens, and only once."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from typing import Any

import evil_audit
import pytest
from click.testing import CliRunner

import kehoach
from benchmarks import pages
from kehoach.audit import Progress, Settings, Store, audit, schema
from kehoach.audit.crew import Crew
from kehoach.audit.queries import examples
from kehoach.audit.rows import document_id
from kehoach.audit.sketch import opened, sketch, text_digest
from kehoach.audit.store import Writer
from kehoach.audit.walk import listed, walk
from kehoach.cli import main
from kehoach.errors import AuditError, ReadError

FAST = Settings(seconds=30)


def texts_of(plans: Path) -> list[str]:
    return [path.read_text(encoding="utf-8") for path in sorted(plans.glob("*.txt"))]


@pytest.fixture(scope="module")
def archive(plans: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Texts of our own in folders and a zip file, with what cannot be read among them."""
    top = tmp_path_factory.mktemp("archive")
    texts = texts_of(plans)[:14]
    for number, text in enumerate(texts):
        place = top / f"năm {2020 + number % 3}" / f"kế hoạch {number:02}.txt"
        place.parent.mkdir(exist_ok=True)
        place.write_text(text, encoding="utf-8")
    (top / "empty.txt").write_bytes(b"")
    (top / "locked.pdf").write_bytes(b"%PDF-1.7\nnot one")
    (top / ".hidden").write_text("no", encoding="utf-8")
    with zipfile.ZipFile(top / "batch.zip", "w") as batch:
        for number, text in enumerate(texts[:3]):
            batch.writestr(f"xã/{number}.txt", text + "\n")
        batch.writestr("xã/0.txt.bin", b"MZ" + bytes(200))
    return top


def contents(folder: Path) -> dict[str, Any]:
    """All tables of a store, and its records."""
    store = Store(folder)
    with store.connect() as connection:
        found: dict[str, Any] = {}
        for name in [*schema.tables(), *schema.across()]:
            if name != "records":
                found[name] = connection.execute(f"SELECT * FROM {name}").fetchall()
    found["records"] = list(store.records())
    return found


@pytest.fixture(scope="module")
def undisturbed(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("store") / "one"
    audit(archive, out, settings=FAST, workers=1)
    return out


def test_every_file_is_there_once(archive: Path, undisturbed: Path) -> None:
    held = contents(undisturbed)
    paths = [row[1] for row in held["documents"] + held["errors"]]
    expected = [p.relative_to(archive).as_posix() for p in archive.rglob("*.txt")] + ["locked.pdf"]
    assert sorted(paths) == sorted([*expected, *(f"batch.zip/xã/{n}.txt" for n in range(3)), "batch.zip/xã/0.txt.bin"])
    assert {row[1] for row in held["errors"]} == {"empty.txt", "locked.pdf", "batch.zip/xã/0.txt.bin"}
    assert [row[1] for row in held["archives"]] == ["batch.zip"]
    assert [row[1] for row in held["documents"]] == sorted(row[1] for row in held["documents"])


def test_rows_say_what_the_record_says(archive: Path, undisturbed: Path) -> None:
    store = Store(undisturbed)
    with store.connect() as connection:
        asked = "SELECT document, path, text FROM documents JOIN texts USING (document) ORDER BY path"
        rows = connection.execute(asked).fetchall()
        for (document, path, text), line in zip(rows, store.records(), strict=True):
            told = json.loads(line)
            assert told.pop("path") == path
            if ".zip" not in path:
                assert told == kehoach.extract(archive / path).to_dict()
            assert document == document_id(path)
            for name in (
                "sections",
                "citations",
                "dates",
                "targets",
                "responsibilities",
                "reports",
                "budget",
                "findings",
            ):
                spans = connection.execute(
                    f'SELECT "start", "end", "text" FROM {name} WHERE document = ? ORDER BY n', [document]
                ).fetchall()
                assert spans == [(s["start"], s["end"], s["text"]) for s in told[name]]
                assert all(text[start:end] == words for start, end, words in spans)
            items = connection.execute(
                "SELECT item, status, verdict FROM coverage WHERE document = ? AND kind = 'item' ORDER BY n", [document]
            ).fetchall()
            assert items == [(i["id"], i["status"], i["verdict"]) for i in told["coverage"][0]["items"]]


def test_columns_are_those_that_are_written_down(undisturbed: Path) -> None:
    import pyarrow.parquet as pq

    for name, table in schema.tables().items():
        if name != "records":
            found = pq.read_schema(undisturbed / "tables" / f"{name}.parquet")
            assert tuple(found.names) == table.names


def test_tables_do_not_depend_on_the_number_of_workers(archive: Path, undisturbed: Path, tmp_path: Path) -> None:
    audit(archive, tmp_path / "three", settings=FAST, workers=3)
    assert contents(tmp_path / "three") == contents(undisturbed)


def test_what_has_not_changed_is_not_read_again(archive: Path, undisturbed: Path, tmp_path: Path) -> None:
    place, out = tmp_path / "archive", tmp_path / "out"
    shutil.copytree(archive, place)
    shutil.copytree(undisturbed, out, symlinks=True)
    told: list[Progress] = []
    audit(place, out, settings=FAST, workers=1, watch=told.append)
    assert told[-1].read == 0
    assert told[-1].failed == 0
    assert contents(out) == contents(undisturbed)
    changed = next(place.rglob("kế hoạch 03.txt"))
    changed.write_text(changed.read_text(encoding="utf-8").replace("Nơi nhận", "Nơi nhận"), encoding="utf-8")
    changed.write_text(changed.read_text(encoding="utf-8") + "\nThêm.\n", encoding="utf-8")
    next(place.rglob("kế hoạch 05.txt")).unlink()
    (place / "năm 2020" / "mới.txt").write_text("KẾ HOẠCH\nMới\n", encoding="utf-8")
    audit(place, out, settings=FAST, workers=1, watch=told.append)
    assert told[-1].read == 2
    fresh = tmp_path / "fresh"
    audit(place, fresh, settings=FAST, workers=2)
    assert contents(out) == contents(fresh)
    assert not (out / "parts").exists()


def test_other_settings_read_all_anew(archive: Path, undisturbed: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    shutil.copytree(undisturbed, out, symlinks=True)
    told: list[Progress] = []
    manifest = audit(archive, out, settings=Settings(frameworks=("1790/QĐ-TTg",)), workers=1, watch=told.append)
    assert told[-1].unchanged == 0
    with Store(out).connect() as connection:
        assert connection.execute("SELECT DISTINCT framework FROM coverage").fetchall() == [("1790/QĐ-TTg",)]
    assert manifest.fingerprint != Store(undisturbed).manifest.fingerprint


RUN = "import sys; from kehoach.audit import audit, Settings\nif __name__ == '__main__': audit(sys.argv[1], sys.argv[2], workers=2, settings=Settings(seconds=30))"


@pytest.mark.skipif(os.name != "posix", reason="needs SIGKILL")
def test_a_run_killed_at_any_moment_goes_on(archive: Path, undisturbed: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    script = tmp_path / "run.py"
    script.write_text(RUN, encoding="utf-8")
    draw = random.Random(5)
    ended = 0
    for _ in range(4):
        process = subprocess.Popen([sys.executable, str(script), str(archive), str(out)], stderr=subprocess.DEVNULL)
        try:
            process.wait(draw.uniform(0.3, 6))
            ended += 1
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
        if (out / "parts").is_dir() or (out / "audit.json").is_file():
            with Store(out).connect() as connection:  # what is there can be asked at any time
                connection.execute("SELECT count(*) FROM documents JOIN citations USING (document)").fetchall()
    audit(archive, out, settings=FAST, workers=2)
    assert contents(out) == contents(undisturbed)


class Interrupted(Exception):
    pass


def test_what_was_read_before_a_break_is_not_read_again(archive: Path, undisturbed: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"

    def stop(progress: Progress) -> None:
        if progress.documents >= 10:
            raise Interrupted

    with pytest.raises(Interrupted):
        audit(archive, out, settings=FAST, workers=1, watch=stop)
    store = Store(out)
    assert not store.finished
    with store.connect() as connection:
        (before,) = connection.execute("SELECT count(*) FROM documents").fetchone() or (0,)
    assert before
    told: list[Progress] = []
    audit(archive, out, settings=FAST, workers=1, watch=told.append)
    assert told[-1].unchanged >= before
    assert store.finished
    assert contents(out) == contents(undisturbed)


def _evil(settings: Settings, workers: int) -> Crew:
    return Crew(settings, workers, serve=evil_audit.serve)


def test_a_worker_that_dies_or_hangs_costs_one_file(plans: Path, tmp_path: Path) -> None:
    top = tmp_path / "archive"
    top.mkdir()
    text = texts_of(plans)[0]
    for name in ("a.txt", "b die.txt", "c.txt", "d hang.txt", "e.txt", "f die.txt"):
        (top / name).write_text(text, encoding="utf-8")
    with zipfile.ZipFile(top / "g.zip", "w") as batch:
        for name in ("1.txt", "2 die.txt", "3.txt"):
            batch.writestr(name, text)
    slow = Settings(limits=kehoach.readers.Limits(seconds=5.0), seconds=5.0)
    manifest = audit(top, tmp_path / "out", settings=slow, workers=2, crew=_evil)
    held = contents(tmp_path / "out")
    assert [row[1] for row in held["documents"]] == ["a.txt", "c.txt", "e.txt", "g.zip/1.txt", "g.zip/3.txt"]
    assert [(row[1], row[3]) for row in held["errors"]] == [
        ("b die.txt", "crashed"),
        ("d hang.txt", "timeout"),
        ("f die.txt", "crashed"),
        ("g.zip/2 die.txt", "crashed"),
    ]
    assert manifest.errors == 4


def test_a_run_whose_workers_cannot_start_says_so(archive: Path, tmp_path: Path) -> None:
    with pytest.raises(AuditError, match="before its first file"):
        audit(archive, tmp_path / "out", workers=1, crew=lambda s, n: Crew(s, n, serve=evil_audit.stillborn))


def test_one_run_at_a_time(archive: Path, undisturbed: Path) -> None:
    with Writer.open(undisturbed, "x"), pytest.raises(AuditError, match="another run"):
        audit(archive, undisturbed)


def test_a_folder_of_other_things_is_left_alone(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(AuditError, match="holds other files"):
        audit(archive, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


@pytest.mark.parametrize("told", ["{", "[]", '{"schema": "kehoach.audit/9"}', '{"surprise": 1}'])
def test_a_damaged_manifest_is_one_clear_error(told: str, tmp_path: Path) -> None:
    (tmp_path / "audit.json").write_text(told, encoding="utf-8")
    with pytest.raises(AuditError, match=r"audit\.json: is (?:damaged|of the form)"):
        Store(tmp_path).connect()


def test_walk_keeps_an_order_and_patterns(archive: Path, tmp_path: Path) -> None:
    names = [item.path for item in walk(str(archive))]
    assert names == sorted(names)
    assert ".hidden" not in names
    assert [item.path for item in walk(str(archive), include=["*.PDF"])] == ["locked.pdf"]
    assert all(item.path.startswith("năm 2021/") for item in walk(str(archive), include=["năm 2021/*"]))
    assert "empty.txt" not in [item.path for item in walk(str(archive), exclude=["emp*"])]
    with pytest.raises(ReadError, match="no such file"):
        walk(str(tmp_path / "nowhere"))
    out = archive / "out"
    assert not [item for item in walk(str(archive), leave=str(out)) if item.path.startswith("out/")]


def test_a_list_of_files() -> None:
    items = listed(iter(["b.txt\n", "a/c.pdf\r\n", "\n", "b.txt\n"]), "base")
    assert [(item.path, Path(item.file)) for item in items] == [
        ("a/c.pdf", Path("base/a/c.pdf")),
        ("b.txt", Path("base/b.txt")),
    ]


def test_sketches_are_alike_where_texts_are(plans: Path) -> None:
    text, other = texts_of(plans)[:2]
    near = text.replace("2025", "2026")
    first, second, third = opened([sketch(text), sketch(near), sketch(other)])
    assert (first == second).mean() > 0.6
    assert (first == third).mean() < 0.4
    assert sketch("hai ba") == b""
    assert text_digest("Kế  hoạch,\nnăm 2025") == text_digest("KẾ HOẠCH NĂM 2025")
    assert text_digest("năm 2025") != text_digest("năm 2026")


# --- the command ----------------------------------------------------------------------------------------------------


def kehoach_command(*words: str) -> Any:
    return CliRunner().invoke(main, list(words))


def test_the_command_says_what_there_is(archive: Path, tmp_path: Path) -> None:
    out = str(tmp_path / "out")
    done = kehoach_command("audit", str(archive), "--out", out, "--workers", "1", "--no-workbook", "--no-site")
    assert done.exit_code == 1
    assert "17 documents, 3 that could not be read" in done.stdout
    assert "empty.txt: the file is empty" in done.stderr
    again = kehoach_command("audit", str(archive), "--out", out, "--workers", "1", "--no-workbook", "--no-site")
    assert "unchanged" in again.stdout


@pytest.mark.parametrize("name", list(examples()))
def test_example_queries_answer(name: str, undisturbed: Path) -> None:
    done = kehoach_command("query", str(undisturbed), "--example", name, "--format", "json")
    assert done.exit_code == 0, done.stderr
    rows = json.loads(done.stdout)
    assert rows or name == "below"


def test_a_query_in_every_form(undisturbed: Path) -> None:
    asked = "SELECT path, plan FROM documents ORDER BY path LIMIT 2"
    assert kehoach_command("query", str(undisturbed), asked, "--format", "csv").stdout.splitlines()[0] == "path,plan"
    assert len(kehoach_command("query", str(undisturbed), asked, "--format", "jsonl").stdout.splitlines()) == 2
    assert "batch.zip" in kehoach_command("query", str(undisturbed), asked, "--format", "table").stdout
    assert "documents: a file" in kehoach_command("query", str(undisturbed)).stdout


@pytest.mark.parametrize("sql", ["selec", "select * from nowhere", "select 1/x"])
def test_a_wrong_query_is_one_line(sql: str, undisturbed: Path) -> None:
    done = kehoach_command("query", str(undisturbed), sql)
    assert done.exit_code == 2
    assert len(done.stderr.splitlines()) == 1


def test_no_audit_is_one_line(tmp_path: Path) -> None:
    done = kehoach_command("query", str(tmp_path), "select 1")
    assert done.exit_code == 2
    assert "holds no audit" in done.stderr
    assert kehoach_command("audit", "--out", str(tmp_path / "o")).exit_code == 2
    missing = kehoach_command("audit", str(tmp_path / "no"), "--out", str(tmp_path / "o"))
    assert (missing.exit_code, len(missing.stderr.splitlines())) == (2, 1)


@pytest.mark.skipif(os.name != "posix", reason="needs signals")
def test_to_be_asked_to_end_keeps_what_was_read(archive: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    command = [sys.executable, "-m", "kehoach", "audit", str(archive), "--out", str(out), "--workers", "1"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    while process.poll() is None and not (out / ".lock").exists():
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "goes on" in said
    assert "Traceback" not in said


@pytest.mark.skipif(os.name != "posix", reason="needs SIGKILL")
def test_a_cluster_gives_the_same_tables_though_a_worker_is_killed(
    archive: Path, undisturbed: Path, tmp_path: Path
) -> None:
    pytest.importorskip("distributed")
    from kehoach.audit.cluster import local, on

    with local(2) as (address, workers):

        def kill(progress: Progress) -> None:
            if len(workers) == 2:
                os.kill(workers.pop(), signal.SIGKILL)

        audit(archive, tmp_path / "out", settings=FAST, watch=kill, crew=on(address))
    assert contents(tmp_path / "out") == contents(undisturbed)


def test_no_cluster_is_one_clear_error(archive: Path, tmp_path: Path) -> None:
    pytest.importorskip("distributed")
    from kehoach.audit.cluster import on

    with pytest.raises(AuditError, match="no Dask cluster"):
        audit(archive, tmp_path / "out", settings=FAST, crew=on("nonsense://nowhere"))


def test_the_page_of_tables_is_up_to_date() -> None:
    assert pages.STORE.read_text(encoding="utf-8") == pages.store_page(), "run python -m benchmarks.pages"


@pytest.mark.parametrize("names", [["a", "b", "c", "d", "e"], ["d", "a", "e", "c", "b"]])
def test_records_of_a_part_come_by_path_whatever_order_they_were_written_in(tmp_path: Path, names: list[str]) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    from kehoach.audit.store import _records_of

    rows = pa.table({"document": [f"d{name}" for name in names], "json": [f"{{{name}}}" for name in names]})
    pq.write_table(rows, tmp_path / "records.parquet", 2)
    paths = {f"d{name}": f"x/{name}" for name in "abde"}  # c was read anew in a later part
    assert list(_records_of(tmp_path / "records.parquet", paths)) == [(f"x/{n}", f"{{{n}}}".encode()) for n in "abde"]
    assert list(_records_of(tmp_path / "nothing.parquet", paths)) == []
