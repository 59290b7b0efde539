"""Characters per second of each stage, beside peers on the same text in the same run.

python -m benchmarks.speed                 our own plans
python -m benchmarks.speed --plans DIR     and the text files under a folder
python -m benchmarks.speed --linear        time of 10 MB against 1 MB, on plans and on pathological input
python -m benchmarks.speed --memory        peak memory over a thousand plans
python -m benchmarks.speed --import        `import kehoach` beside `import spacy`

Runs of ours and of a peer alternate and the median of the ratios is printed: a shared machine changes its pace by half from
one second to the next. No figure here is a limit that a test enforces.
"""

from __future__ import annotations

import argparse
import importlib.util
import statistics
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

from benchmarks import gold
from kehoach import extract
from kehoach.extractors import citations, dates, header, outline
from kehoach.text import clean

LONGEST = 20_000
ROUNDS = 7

Job = Callable[[str], object]


def seconds(job: Job, texts: list[str]) -> float:
    start = time.process_time()
    for text in texts:
        job(text)
    return time.process_time() - start


def four(text: str) -> None:
    """Cleaning, header, dates, citations and outline: what a plan needs for them, without the record."""
    cleaned = clean(text)
    heads = header.scan(cleaned)
    found = dates.scan(cleaned)
    citations.scan(cleaned, found, header.own_numbers(heads), header.own_codes(heads))
    outline.scan(cleaned)


def record(text: str) -> object:
    """The record with its findings, without coverage."""
    return extract(text=text, frameworks=())


def covered(text: str) -> object:
    """The whole record, judged against the framework that is shipped."""
    return extract(text=text)


def peers() -> dict[str, Job]:
    """What is installed of the libraries people would reach for."""
    found: dict[str, Job] = {}
    if importlib.util.find_spec("underthesea"):
        from underthesea import word_tokenize

        found["underthesea.word_tokenize"] = word_tokenize
    if importlib.util.find_spec("dateparser"):
        from dateparser.search import search_dates

        found["dateparser.search"] = lambda text: search_dates(text, languages=["vi"])
    return found


def stages(texts: list[str]) -> None:
    characters = sum(map(len, texts))
    cleaned = {text: clean(text) for text in texts}
    scanned = {text: dates.scan(cleaned[text]) for text in texts}
    jobs: dict[str, Job] = {
        "clean": clean,
        "header": lambda t: header.scan(cleaned[t]),
        "dates": lambda t: dates.scan(cleaned[t]),
        "citations": lambda t: citations.scan(cleaned[t], scanned[t], set(), set()),
        "outline": lambda t: outline.scan(cleaned[t]),
        "all of these": four,
        "the record": record,
        "with its coverage": covered,
    }
    print(f"  {'stage':28} {'characters/s':>14}")
    for name, job in jobs.items():
        job(texts[0])
        best = min(seconds(job, texts) for _ in range(ROUNDS))
        print(f"  {name:28} {characters / best:14,.0f}")


def beside(texts: list[str]) -> None:
    characters = sum(map(len, texts))
    for name, peer in peers().items():
        sample = texts if "underthesea" in name else texts[:4]
        peer(sample[0][:200])
        ratios: dict[str, list[float]] = {
            "header, citations, dates, outline": [],
            "the record": [],
            "the record with its coverage": [],
        }
        paces = []
        for _ in range(ROUNDS if "underthesea" in name else 2):
            ours = {"header, citations, dates, outline": seconds(four, sample), "the record": seconds(record, sample)}
            theirs = seconds(peer, sample)
            ours["the record"] = (ours["the record"] + seconds(record, sample)) / 2
            ours["the record with its coverage"] = seconds(covered, sample)
            for what, taken in ours.items():
                ratios[what].append(theirs / taken)
            paces.append(sum(map(len, sample)) / theirs)
        print(f"  {name:28} {statistics.median(paces):14,.0f}")
        for what, found in ratios.items():
            print(f"    {what}: {statistics.median(found):.1f} times as fast")
    if importlib.util.find_spec("eyecite"):
        _eyecite(characters)


def _eyecite(characters: int) -> None:
    from eyecite import get_citations

    opinion = (
        "The court in Bush v. Gore, 531 U.S. 98, 99-100 (2000), held otherwise. See 42 U.S.C. § 1983; Roe v. Wade, 410 U.S. 113 (1973). "
        "That is not disputed by the parties, who rely on Marbury v. Madison, 5 U.S. 137 (1803), id. at 140. "
    ) * 60
    get_citations(opinion[:300])
    best = min(seconds(get_citations, [opinion]) for _ in range(3))
    print(f"  {'eyecite, its own English':28} {len(opinion) / best:14,.0f}")


# --- growth ---------------------------------------------------------------------------------------------------------


def pathological(size: int) -> dict[str, str]:
    """Inputs that make careless patterns grow faster than the text."""
    plans = "\n\n".join(p.text for p in gold.own())
    texts = {
        "plans": (plans * (size // len(plans) + 1))[:size],
        "one digit": "1" * size,
        "digits and blanks": "12 " * (size // 3),
        "slashes": "/" * size,
        "1/1/1/1": "1/" * (size // 2),
        "nested brackets": "(" * (size // 2) + ")" * (size // 2),
        "Căn cứ without end": "Căn cứ " * (size // 7),
        "ngày ngày ngày": "ngày " * (size // 5),
        "Luật Luật Luật": "Luật " * (size // 5),
        "Quyết định số số số": "Quyết định số " * (size // 14),
        "line ends": "\n" * size,
        "blank lines of marks": "** \n|\n" * (size // 6),
        "one long line": "Thực hiện công tác bình đẳng giới " * (size // 34),
        "bullets": "- a\n" * (size // 4),
        "combining marks": "a\u0301" * (size // 2),
        "Số: without a number": "Số: \n" * (size // 5),
        "type words": "KẾ HOẠCH\n" * (size // 9),
        "dates": "ngày 01/01/2024, " * (size // 17),
        "numbers": "số 1/QĐ-TTg, " * (size // 13),
        "values": f"I. MỤC TIÊU\n- Phấn đấu {'60% ' * (size // 4)}",
        "shares": f"I. MỤC TIÊU\n- Phấn đấu {'1/3 số ' * (size // 7)}",
        "bodies": f"I. TỔ CHỨC THỰC HIỆN\n1. {'Sở Y tế, ' * (size // 9)}chủ trì",
        "reports": f"I. BÁO CÁO\n1. {'gửi báo cáo về ' * (size // 15)}",
    }
    return {name: text[:size] for name, text in texts.items()}


def linear(small: int, factor: int) -> None:
    print(f"  time of {small * factor / 1e6:g} million characters, as a multiple of {small / 1e6:g} million")
    large = pathological(small * factor)
    for name, text in pathological(small).items():
        covered(text[:1000])
        first = min(seconds(covered, [text]) for _ in range(3))
        second = min(seconds(covered, [large[name]]) for _ in range(2))
        print(f"  {name:28} {second / first:6.1f}", flush=True)


def memory(count: int) -> None:
    texts = [p.text for p in gold.own()]
    covered(texts[0])
    tracemalloc.start()
    peaks = []
    for part in range(4):
        tracemalloc.reset_peak()
        for index in range(count // 4):
            covered(texts[index % len(texts)] + " " * (part * 1000 + index % 7))
        peaks.append(tracemalloc.get_traced_memory()[1] / 1e6)
    tracemalloc.stop()
    print("  peak of each quarter of " + f"{count} plans: " + ", ".join(f"{peak:.1f} MB" for peak in peaks))


def imports() -> None:
    def once(module: str) -> float:
        code = f"import time; s = time.perf_counter(); import {module}; print(time.perf_counter() - s)"
        return float(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout)

    once("kehoach"), once("spacy")
    ratios = [once("kehoach") / once("spacy") for _ in range(5)]
    print(f"  import kehoach takes {statistics.median(ratios):.3f} of the time of import spacy")


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="benchmarks.speed", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--plans", type=Path)
    parser.add_argument("--linear", action="store_true")
    parser.add_argument("--size", type=int, default=1_000_000, help="characters of the smaller text of --linear")
    parser.add_argument("--memory", action="store_true")
    parser.add_argument("--import", dest="imports", action="store_true")
    options = parser.parse_args()
    if options.linear:
        linear(options.size, 10)
    elif options.memory:
        memory(1000)
    elif options.imports:
        imports()
    else:
        sets = {"our own plans": [p.text for p in gold.own()]}
        if options.plans:
            paths = sorted(p for p in options.plans.rglob("*") if p.suffix in (".md", ".txt") and p.name != "README.md")
            sets[f"{options.plans.name}, up to {LONGEST} characters of each"] = [
                p.read_text(encoding="utf-8")[:LONGEST] for p in paths[:: max(1, len(paths) // 16)]
            ]
        for name, texts in sets.items():
            print(f"{name}: {len(texts)} texts, {sum(map(len, texts))} characters")
            stages(texts)
            beside(texts)
    return 0


if __name__ == "__main__":
    sys.exit(main())
