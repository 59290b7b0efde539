"""The code blocks of README and of the pages under `docs/`: what they hold, and how they are followed as a reader would.

A page is followed from its beginning to its end (`follow`). The language of a fence says what is done with a block:

- `python`: run as a script; with `>>>` also held against what stands there. All blocks of a page share their names.
- `console`: each `$ command` is run on a terminal of 120 columns in the checkout, and must end well. The lines under it, if
  there are any, are of its output: each must stand there, in this order, blanks and colours apart. A line `…` says for the
  reader that others were left out.
- `sh`: installs, which need a network or rights: not run. Nothing but installs may stand in one (`INSTALLS`).
- `toml`, `json`: must parse.
"""

from __future__ import annotations

import doctest
import os
import pty
import re
import subprocess
import sys
import termios
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
PAGES = (ROOT / "README.md", *sorted(DOCS.rglob("*.md")))
GENERATED = ("commands.md", "fields.md", "findings.md", "record.md", "store.md")
"""Pages that `benchmarks.pages` makes: what their blocks show is what the program says, and tests hold them equal to it."""
WRITTEN = tuple(page for page in PAGES if page.parent != DOCS or page.name not in GENERATED)

ALONE = tuple(page for page in WRITTEN if page.parent == DOCS / "how-to" and page.name != "audit.md")
"""Pages that write no file that another page writes: they can be followed beside others (`test_docs_how_to`)."""

INSTALLS = re.compile(
    r"""make\ (run|test|docs)
      | (sudo\ )?apt-get\ install\ --no-install-recommends(\ [a-z0-9-]+)+
      | (python3?\ -m\ )?pip\ install(\ -e)?\ ("?\.?(\[[a-z,]+\])?"?)
      | (python3\ -m\ venv|\.)\ \.venv(/bin/activate)?
    """,
    re.VERBOSE,
)
"""What may stand in a block that is not run, a line."""

_FENCE = re.compile(r"^(?P<fence>`{3,})(?P<language>[^\n]*)\n(?P<text>.*?)^(?P=fence)`*$", re.MULTILINE | re.DOTALL)
_COLOUR = re.compile(r"\x1b\[[\d;]*m")
_SNIPPET = re.compile(r'^--8<-- "([^"]+)"$', re.MULTILINE)


@dataclass(frozen=True)
class Block:
    """One fenced block.

    Attributes:
        page: the file it stands in, from the root of the checkout.
        line: of its fence, from 1.
        language: the word behind the fence; empty where there is none.
        text: what stands between the fences, with the files that it takes in.
    """

    page: str
    line: int
    language: str
    text: str

    def __str__(self) -> str:
        return f"{self.page}:{self.line}"


@dataclass(frozen=True)
class Command:
    """A command of a `console` block, and what stands under it."""

    line: str
    output: str


@cache
def blocks(page: Path) -> tuple[Block, ...]:
    """The blocks of a page in their order."""
    text, name = page.read_text(encoding="utf-8"), page.relative_to(ROOT).as_posix()
    return tuple(
        Block(
            name,
            text.count("\n", 0, found.start()) + 1,
            found["language"],
            _SNIPPET.sub(lambda taken: (ROOT / taken[1]).read_text(encoding="utf-8"), found["text"]),
        )
        for found in _FENCE.finditer(text)
    )


def fences(page: Path) -> int:
    """Lines of a page that hold a fence, at its margin or further in, outside of blocks."""
    return len(re.findall(r"^\s*(```|~~~)", _FENCE.sub("", page.read_text(encoding="utf-8")), re.MULTILINE))


def commands(block: Block) -> tuple[Command, ...]:
    """The commands of a `console` block; a line that ends in a backslash goes on."""
    parts = re.split(r"^\$ ", block.text.replace("\\\n", " "), flags=re.MULTILINE)
    assert not parts[0].strip(), f"{block}: begins with an output"
    return tuple(Command(line, output) for line, _, output in (part.partition("\n") for part in parts[1:]))


@cache
def typed(line: str) -> tuple[int, str, str]:
    """What a command gives on a terminal of 120 columns: its exit code, output and errors. The same one is run once."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    environment = {**os.environ, "PATH": path, "TERM": "dumb", "COLUMNS": "120", "LINES": "50"}
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (50, 120))
    with subprocess.Popen(
        ["bash", "-c", line],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=subprocess.PIPE,
    ) as run:
        os.close(theirs)
        shown = _all_of(ours)
        assert run.stderr is not None
        errors = run.stderr.read()
    return run.returncode, _COLOUR.sub("", shown.decode("utf-8")), errors.decode("utf-8", "replace")


def _all_of(terminal: int) -> bytes:
    read = b""
    with os.fdopen(terminal, "rb", buffering=0) as stream:
        while True:
            try:
                part = stream.read(1 << 16)
            except OSError:  # Linux says so that the other side is closed
                return read
            if not part:
                return read
            read += part


def shows(expected: str, output: str) -> bool:
    """Whether what a page shows of an output stands there: each line, blanks apart, in this order; others may be left out."""
    said = iter([line.split() for line in output.splitlines()])
    return all(line.split() in said for line in expected.splitlines() if line.strip() not in ("", "…"))


def follow(page: Path) -> None:
    """Do all that a page says, in its order, in the checkout.

    Raises:
        AssertionError: something fails, or gives something else than the page shows; the message names the block.
    """
    space: dict[str, object] = {"__name__": "__main__"}  # as a script of the reader
    for block in blocks(page):
        if block.language == "console":
            for command in commands(block):
                code, output, errors = typed(command.line)
                told = f"{block}: {command.line}\n{output}{errors}"
                assert code == 0, told
                assert shows(command.output, f"{output}\n{errors}"), told
        elif block.language == "python" and ">>>" in block.text:
            test = doctest.DocTestParser().get_doctest(block.text, space, str(block), block.page, block.line)
            runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
            assert runner.run(test, clear_globs=False).failed == 0, block
            space = test.globs
        elif block.language == "python":
            exec(compile(block.text, str(block), "exec"), space)
