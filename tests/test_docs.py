"""The documentation: what its pages show is what the program does, and the site needs no network."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tomllib
from html.parser import HTMLParser
from pathlib import Path

import pytest
from blocks import (
    ALONE,
    DOCS,
    GENERATED,
    INSTALLS,
    PAGES,
    ROOT,
    WRITTEN,
    Block,
    blocks,
    commands,
    fences,
    follow,
    shows,
    typed,
)
from browsers import Browser, needs_chromium, window

from benchmarks import pages

README = ROOT / "README.md"
EVERY = [block for page in WRITTEN for block in blocks(page)]


def of(*languages: str) -> list[Block]:
    return [block for block in EVERY if block.language in languages]


# --- the blocks -----------------------------------------------------------------------------------------------------


def test_every_block_is_of_a_kind_that_is_run_parsed_or_an_install() -> None:
    assert {block.language for block in EVERY} <= {"python", "console", "sh", "toml", "json"}


def test_the_readme_shows_the_library_and_the_command() -> None:
    assert {"python", "console", "sh"} <= {block.language for block in blocks(README)}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_no_fence_is_overlooked(page: Path) -> None:
    assert fences(page) == 0


@pytest.mark.parametrize("block", of("sh"), ids=str)
def test_what_is_not_run_is_an_install(block: Block) -> None:
    for line in block.text.splitlines():
        command = line.partition("#")[0].strip()
        assert not command or INSTALLS.fullmatch(command), line


@pytest.mark.parametrize(
    "line", ["kehoach serve", "make clean", "pip install .; kehoach x", "apt-get install x && true"]
)
def test_anything_else_is_no_install(line: str) -> None:
    assert not INSTALLS.fullmatch(line)


@pytest.mark.parametrize("block", of("toml", "json"), ids=str)
def test_data_parses(block: Block) -> None:
    assert {"toml": tomllib.loads, "json": json.loads}[block.language](block.text)


@pytest.fixture(scope="module")
def without_audit() -> None:
    """A reader begins without one, and what an audit says depends on the one before."""
    shutil.rmtree(ROOT / "build" / "audit", ignore_errors=True)


@pytest.mark.parametrize(
    "page", [page for page in WRITTEN if page not in ALONE], ids=lambda page: page.relative_to(ROOT).as_posix()
)
def test_what_a_page_says_is_what_happens(page: Path, without_audit: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    follow(page)


def test_lines_of_an_output_are_compared_in_their_order() -> None:
    assert shows("a  b\n…\nd\n", "a b  \nc\nd")
    assert shows("c\n", "a b\nc\nd")
    assert not shows("d\nc\n", "a b\nc\nd")
    assert not shows("a\n", "a b")
    assert not shows("a\na\n", "a")


def test_both_beginnings_do_the_same() -> None:
    assert _done(DOCS / "start.md") == _done(DOCS / "bat-dau.md")


def _done(page: Path) -> list[str]:
    """All that a reader types, the language of the answers apart."""
    shells = [block for block in blocks(page) if block.language in ("console", "sh")]
    typed = [command.line for block in shells if block.language == "console" for command in commands(block)]
    installs = [
        line.partition("#")[0].rstrip()
        for block in shells
        if block.language == "sh"
        for line in block.text.splitlines()
    ]
    return installs + [line.replace("--lang en ", "") for line in typed]


# --- what is made from the program ----------------------------------------------------------------------------------


def test_the_page_of_the_record_is_made_from_its_classes() -> None:
    assert pages.RECORD.read_text(encoding="utf-8") == pages.record_page(), "run python -m benchmarks.pages"


def test_the_page_of_the_record_has_every_class_and_field_of_the_schema() -> None:
    schema = json.loads((ROOT / "src/kehoach/record.schema.json").read_text(encoding="utf-8"))
    sections = dict(re.findall(r"^## (\w+)\n(.*?)(?=^## |\Z)", pages.record_page(), re.MULTILINE | re.DOTALL))
    parts = {"Record": schema, **schema["$defs"]}
    assert sections.keys() == parts.keys()
    for name, part in parts.items():
        own = set(re.findall(r"^\| `(\w+)` ", sections[name], re.MULTILINE))
        if inherits := re.search(r"^All that a \[(\w+)\]", sections[name], re.MULTILINE):
            own |= set(parts[inherits[1]]["properties"]) if inherits[1] in parts else set()
        assert own == set(part.get("properties", own)), name


def test_the_page_of_commands_is_what_they_say_of_themselves() -> None:
    assert pages.COMMANDS.read_text(encoding="utf-8") == pages.commands_page(), "run python -m benchmarks.pages"


def test_the_page_of_fields_is_what_a_form_may_ask_for() -> None:
    assert pages.FIELDS.read_text(encoding="utf-8") == pages.fields_page(), "run python -m benchmarks.pages"


def test_help_stands_on_its_page_as_a_terminal_shows_it() -> None:
    _, output, _ = typed("kehoach extract --help")
    assert "\n".join(output.splitlines()) in pages.commands_page()


def test_made_pages_say_so() -> None:
    for name in GENERATED:
        assert "Made by `python -m benchmarks.pages`" in (DOCS / name).read_text(encoding="utf-8")


def test_links_of_the_readme_lead_somewhere() -> None:
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", README.read_text(encoding="utf-8"))
    assert len(links) > 8
    assert [link for link in links if not (ROOT / link).exists()] == []


# --- the site -------------------------------------------------------------------------------------------------------


def built(checkout: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    """What `make docs` does with the pages of a checkout, into a folder."""
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-f", "docs/site/mkdocs.yml", "-d", str(folder)]
    return subprocess.run(command, cwd=checkout, capture_output=True, text=True, encoding="utf-8", check=False)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    run = built(ROOT, folder)
    assert run.returncode == 0, run.stderr
    return folder


def test_a_link_that_leads_nowhere_fails_the_site(tmp_path: Path) -> None:
    shutil.copytree(DOCS, tmp_path / "docs")
    for name in ("README.md", "corpora", "models"):
        (tmp_path / name).symlink_to(ROOT / name)
    with (tmp_path / "docs" / "frameworks.md").open("a", encoding="utf-8") as page:
        page.write("\n[away](nowhere.md)\n")
    run = built(tmp_path, tmp_path / "site")
    assert run.returncode != 0
    assert "nowhere.md" in run.stderr


class _Asked(HTMLParser):
    """Addresses that a browser asks for without being told to."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        names = {"a": (), "link": ("href",) if values.get("rel") != "canonical" else ()}.get(
            tag, ("src", "srcset", "href")
        )
        self.addresses += [value for name in names if (value := values.get(name))]


def test_no_page_of_the_site_asks_another_host(site: Path) -> None:
    found = list(site.rglob("*.html"))
    assert len(found) >= len(PAGES) - 1  # all but README
    for page in found:
        parser = _Asked()
        parser.feed(page.read_text(encoding="utf-8"))
        assert parser.addresses
        assert not [address for address in parser.addresses if re.match(r"(https?:)?//", address)], page
    for style in site.rglob("*.css"):
        assert not re.search(r"(@import|url\()\s*[\"']?(https?:)?//", style.read_text(encoding="utf-8")), style


def test_readme_and_site_share_the_figures(site: Path) -> None:
    shown = (site / "figures.html").read_text(encoding="utf-8")
    figures = README.read_text(encoding="utf-8").partition("## How good it is")[2].partition("\n## ")[0]
    numbers = set(re.findall(r"\d\.\d{3}", figures))
    assert len(numbers) > 30
    assert not [number for number in numbers if number not in shown]


@needs_chromium
def test_the_site_is_found_in_without_a_server(site: Path) -> None:
    with window() as shown:
        shown.open(site / "index.html", 1200)
        for words, where in (("missing-number", "findings"), ("đẳng", "findings"), ("rà soát", "bat-dau")):
            shown.run(
                "const box = document.querySelector('.md-search__input'); box.focus(); box.value = arguments[0];"
                "for (const kind of ['keyup', 'input']) box.dispatchEvent(new Event(kind, { bubbles: true }))",
                words,
            )
            link = f".md-search-result__item a[href*='{where}']"
            _wait(shown, f'return document.querySelector("{link}") !== null')
        assert all(address.startswith(("file:", "data:", "blob:")) for address in shown.requests())
        assert shown.complaints() == []


@needs_chromium
def test_the_button_copies_the_command_without_prompt_and_output(site: Path) -> None:
    with window() as shown:
        shown.open(site / "start.html", 1200)
        _wait(shown, "return document.querySelectorAll('button.md-code__button').length > 1")
        shown.run("navigator.clipboard.writeText = text => { window.copied = text; return Promise.resolve() }")
        shown.run("document.execCommand = () => { window.copied = document.activeElement.value; return true }")
        shown.run("document.querySelectorAll('button.md-code__button')[1].click()")
        _wait(shown, "return window.copied !== undefined")
        assert shown.run("return window.copied") == "kehoach extract build/plans/08-truong-hoc.txt"


def _wait(shown: Browser, question: str) -> None:
    from selenium.webdriver.support.ui import WebDriverWait

    WebDriverWait(shown.driver, 20).until(lambda _: shown.run(question))


def test_ci_builds_the_site_with_what_make_uses() -> None:
    rule = re.search(r"^docs:.*\n((?:\t.*\n)+)", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert rule is not None
    assert "mkdocs build --strict -f docs/site/mkdocs.yml" in rule[1]  # with --quiet a warning would not count
    assert "make docs" in (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert shutil.which("mkdocs", path=str(Path(sys.executable).parent))
