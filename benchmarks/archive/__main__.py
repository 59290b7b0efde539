"""What an audit costs, and what it survives.

python -m benchmarks.archive --pace  [--count 10000]    documents a second with one and two workers, memory, share outside judging
python -m benchmarks.archive --kills [--count 300]      20 kills at random moments, then a last run: its tables beside an undisturbed run's
python -m benchmarks.archive --store [--records 100000] the queries on a store of so many documents, beside reading the JSONL
python -m benchmarks.archive --join  [--records 100000] joining and comparing so many documents: that all are there, and the memory
python -m benchmarks.archive --cluster [--count 600]    the same run on a local Dask cluster, one of whose workers is killed

Archives and stores lie in `build/archive`. What is asked for: two workers at least 1.8 times one, at most 15 % of the time
outside extraction, memory of a worker flat from 1,000 plans to 10,000; equal tables after kills. Exit code 1 where that fails.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.archive import joining, make
from kehoach.audit import Progress, Store, audit, schema
from kehoach.audit.queries import examples

BUILD = Path("build/archive")
_ROUNDS = 5


def archive(count: int) -> Path:
    """An archive of so many plans, made once."""
    place = BUILD / f"plans-{count}"
    if not place.is_dir():
        beside = place.with_name(f".{place.name}")
        shutil.rmtree(beside, ignore_errors=True)
        make.write(beside, count)
        beside.rename(place)
    return place


def contents(folder: Path) -> dict[str, Any]:
    """All tables of a store and a digest of its records."""
    store = Store(folder)
    with store.connect() as connection:
        names = [name for name in (*schema.tables(), *schema.across()) if name != "records"]
        found: dict[str, Any] = {name: connection.execute(f"SELECT * FROM {name}").fetchall() for name in names}
    found["records"] = list(store.records())
    return found


# --- pace -----------------------------------------------------------------------------------------------------------


def run(plans: Path, out: Path, workers: int) -> Progress:
    """One run in a process of its own would hide what the caller itself takes: it is made here, with its workers apart."""
    shutil.rmtree(out, ignore_errors=True)
    told: list[Progress] = []
    audit(plans, out, workers=workers, watch=told.append)
    return told[-1]


def pace(count: int) -> int:
    """Prints the table of pace and memory."""
    small, large = archive(min(1000, count)), archive(count)
    rows: list[tuple[str, int, Progress]] = []
    # one and two workers by turns, on the same plans: a shared machine changes its pace
    for turn in range(2 if count <= 2000 else 1):
        for workers in (1, 2):
            rows.append(
                (
                    f"{workers} worker{'s' * (workers > 1)}, turn {turn + 1}",
                    workers,
                    run(small, BUILD / "pace", workers),
                )
            )
    ones = [p.documents / p.seconds for _, workers, p in rows if workers == 1]
    twos = [p.documents / p.seconds for _, workers, p in rows if workers == 2]
    if count > 1000:
        rows.append((f"2 workers, {count} plans", 2, run(large, BUILD / "pace-large", 2)))
    print("| run | documents | a second | peak memory of a worker, MB | outside extraction |")
    print("| --- | ---: | ---: | ---: | ---: |")
    outside = 0.0
    for name, workers, told in rows:
        outside = 1 - told.judging / (workers * told.seconds)
        peak = max(told.peaks) / 1e6
        print(f"| {name} | {told.documents} | {told.documents / told.seconds:.1f} | {peak:.0f} | {outside:.1%} |")
    ratio = statistics.median(twos) / statistics.median(ones)
    growth = max(rows[-1][2].peaks) / max(rows[1][2].peaks)
    print(f"\ntwo workers: {ratio:.2f} times one (asked: 1.8); outside extraction {outside:.1%} (asked: at most 15%);")
    print(f"memory of a worker over {count} plans: {growth:.2f} times that over {min(1000, count)}")
    return int(ratio < 1.8 or outside > 0.15 or growth > 1.25)


# --- kills ----------------------------------------------------------------------------------------------------------

_SCRIPT = "import sys\nfrom kehoach.audit import audit\nif __name__ == '__main__':\n    audit(sys.argv[1], sys.argv[2], workers=2)\n"


def kills(count: int, number: int, seed: int) -> int:
    """Prints how many kills fell where, and whether the tables are equal."""
    plans = archive(count)
    calm, out = BUILD / "undisturbed", BUILD / "killed"
    whole = run(plans, calm, 2).seconds
    shutil.rmtree(out, ignore_errors=True)
    script = BUILD / "run.py"
    script.write_text(_SCRIPT, encoding="utf-8")
    draw = random.Random(seed)
    stages: dict[str, int] = {}
    dealt = 0
    while dealt < number:
        process = subprocess.Popen([sys.executable, str(script), str(plans), str(out)])
        # now at its start, now in the middle, now while tables are joined
        try:
            process.wait(draw.uniform(0.1, 0.45 * whole))
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
            dealt += 1
            stage = _stage(out)
            stages[stage] = stages.get(stage, 0) + 1
            continue
        # it came to its end before it could be killed: it is looked at, and another one begun
        if contents(out) != contents(calm):
            break
        shutil.rmtree(out, ignore_errors=True)
    last = run_again(plans, out)
    equal = contents(out) == contents(calm)
    told = ", ".join(f"{count} while {stage}" for stage, count in sorted(stages.items()))
    print(f"{dealt} kills ({told}); the last run found {last.unchanged} of {last.documents} documents read already")
    print(f"tables equal to those of an undisturbed run: {'yes' if equal else 'NO'}")
    return int(not equal)


def run_again(plans: Path, out: Path) -> Progress:
    """A run on a store that is there."""
    told: list[Progress] = []
    audit(plans, out, workers=2, watch=told.append)
    return told[-1]


def _stage(out: Path) -> str:
    if not out.is_dir():
        return "starting"
    if any(out.glob("tables-*")):
        return "joining"
    return "reading" if (out / "parts").is_dir() else "starting"


# --- store ----------------------------------------------------------------------------------------------------------


def store(count: int) -> int:
    """Prints what each query takes on a large store, beside reading its records as JSONL."""
    base = BUILD / "pace-large" if (BUILD / "pace-large" / "audit.json").is_file() else BUILD / "pace"
    if not (base / "audit.json").is_file():
        run(archive(1000), base, 2)
    large = grown(Store(base), BUILD / f"store-{count}", count)
    lines = _seconds(lambda: sum(1 for _ in large.records()), 1)
    print(f"reading {large.manifest.documents} records as JSONL, without looking into them: taken as 1\n")
    print("| query | rows | share of that |\n| --- | ---: | ---: |")
    slowest = 0.0
    with large.connect() as connection:
        for name, query in examples().items():
            rows = connection.execute(query.sql).fetchall()
            share = _seconds(lambda sql=query.sql: connection.execute(sql).fetchall(), 3) / lines  # type: ignore[misc]
            slowest = max(slowest, share)
            print(f"| {name} | {len(rows)} | 1/{1 / share:.0f} |")
    return int(slowest > 0.5)


def grown(source: Store, out: Path, count: int) -> Store:
    """A store of `count` documents, those of `source` over and over under other paths and ids."""
    if (out / "audit.json").is_file():
        return Store(out)
    import json
    from dataclasses import asdict, replace

    import pyarrow as pa

    from kehoach.audit.store import RECORDS

    shutil.rmtree(out, ignore_errors=True)
    place = out / "tables-1"
    place.mkdir(parents=True)
    with source.connect() as connection:
        (held,) = connection.execute("SELECT count(*) FROM documents").fetchone() or (0,)
        times = -(-count // held)
        for name in (*schema.tables(), *schema.across()):
            if name == "records":
                continue
            columns = [column.name for column in ({**schema.tables(), **schema.across()})[name].columns]
            again = ", ".join(f"i || '-' || {c} AS {c}" if c in ("document", "path") else f'"{c}"' for c in columns)
            connection.execute(
                f"COPY (SELECT {again} FROM {name}, range({times}) r(i) ORDER BY i) TO '{place / name}.parquet' (FORMAT parquet, COMPRESSION zstd)"
            )
    with pa.CompressedOutputStream(str(place / RECORDS), "zstd") as sink:
        for _ in range(times):
            for line in source.records():
                sink.write(line.encode("utf-8") + b"\n")
    manifest = replace(source.manifest, tables="tables-1", documents=held * times, parts=0)
    (out / "audit.json").write_text(json.dumps(asdict(manifest)), encoding="utf-8")
    return Store(out)


def _seconds(job: Callable[[], object], rounds: int) -> float:
    found = []
    for _ in range(rounds):
        before = time.perf_counter()
        job()
        found.append(time.perf_counter() - before)
    return statistics.median(found)


# --- cluster --------------------------------------------------------------------------------------------------------


def cluster(count: int) -> int:
    """Runs on a local cluster of worker processes, kills one, and compares the tables with those of a local run."""
    from kehoach.audit.cluster import local

    plans = archive(count)
    calm, out = BUILD / "undisturbed-local", BUILD / "clustered"
    one = run(plans, calm, 2)
    shutil.rmtree(out, ignore_errors=True)
    told: list[Progress] = []
    with local(2) as (address, workers):
        from kehoach.audit.cluster import on

        def watch(progress: Progress) -> None:
            told.append(progress)
            if progress.documents > count / 4 and len(workers) == 2:
                os.kill(workers.pop(), signal.SIGKILL)

        audit(plans, out, watch=watch, crew=on(address))
    equal = contents(out) == contents(calm)
    print(
        f"{told[-1].documents} documents; one worker killed on the way; tables equal to a local run's: {'yes' if equal else 'NO'}"
    )
    print(f"time beside a local run with two workers: {told[-1].seconds / one.seconds:.2f}")
    return int(not equal)


def main() -> int:
    """Prints what is asked for."""
    parser = argparse.ArgumentParser(
        prog="benchmarks.archive", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pace", action="store_true")
    parser.add_argument("--kills", action="store_true")
    parser.add_argument("--store", action="store_true")
    parser.add_argument("--join", action="store_true")
    parser.add_argument("--cluster", action="store_true")
    parser.add_argument("--count", type=int)
    parser.add_argument("--number", type=int, default=20, help="of kills")
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    BUILD.mkdir(parents=True, exist_ok=True)
    every = not (options.pace or options.kills or options.store or options.join or options.cluster)
    short = 0
    if options.pace or every:
        short |= pace(options.count or 10_000)
    if options.kills or every:
        short |= kills(options.count or 300, options.number, options.seed)
    if options.store or every:
        short |= store(options.records)
    if options.join or every:
        base = BUILD / "pace-large" if (BUILD / "pace-large" / "audit.json").is_file() else BUILD / "pace"
        if not (base / "audit.json").is_file():
            run(archive(1000), base, 2)
        short |= joining.join(Store(base), BUILD / f"joined-{options.records}", options.records)
    if options.cluster or every:
        short |= cluster(options.count or 600)
    return short


if __name__ == "__main__":
    sys.exit(main())
