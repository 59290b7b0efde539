"""One reader over some files in a process of its own: python -m benchmarks.readers.child NAME FILE…

Prints pages, characters, seconds (of the reading alone) and peak memory in kilobytes (of the process, or of the program that
it calls) as JSON.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path

from benchmarks.readers.libraries import READERS


def peak() -> int:
    """The most memory this process has held, in kilobytes."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1])
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def main(name: str, paths: list[str]) -> None:
    """Reads the files, the first one once before the clock runs."""
    reader = next(r for r in READERS if r.name == name)
    if len(paths) > 1:
        reader.read(Path(paths[0]).read_bytes())
    before = peak()
    pages = characters = 0
    seconds = 0.0
    for path in paths:
        data = Path(path).read_bytes()
        start = time.perf_counter()
        text, count = reader.read(data)
        seconds += time.perf_counter() - start
        pages, characters = pages + count, characters + len(text)
    most = peak() if reader.program is None else resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    print(json.dumps({"pages": pages, "characters": characters, "seconds": seconds, "peak": most, "before": before}))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
