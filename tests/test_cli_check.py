"""`kehoach check`: what it prints in each format, what is chosen, its exit codes; hostile names of files."""

from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import jsonschema
import pytest
from click.testing import Result
from test_cli import call, command, on_terminal

import kehoach
from kehoach.cli import outputs, sarif
from kehoach.cli.common import Lines
from kehoach.findings import rules
from kehoach.readers import Document
from kehoach.record import Finding, Message, Span

ERROR = "deadline-before-issue"
WARNING = "missing-number"
INFO = "no-date"
CLEAN = rules()[WARNING].counter_examples[0]
FORMS = ["text", "json", "sarif", "github"]
TEXT = re.compile(r"(?P<file>.+):(?P<line>\d+):(?P<col>\d+) (?P<code>[a-z-]+) (?P<severity>[a-z]+): (?P<message>.+)")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the plans lie: `lỗi.txt` with an error, `cảnh báo.txt` with a warning, `tin.txt` with an info, `sạch.txt`."""
    monkeypatch.chdir(tmp_path)
    for name, text in (("lỗi", ERROR), ("cảnh báo", WARNING), ("tin", INFO)):
        (tmp_path / f"{name}.txt").write_text(rules()[text].examples[0], encoding="utf-8", newline="")
    (tmp_path / "sạch.txt").write_text(CLEAN, encoding="utf-8", newline="")
    return tmp_path


def check(*arguments: str | Path, stdin: bytes | None = None) -> Result:
    return call("check", *arguments, stdin=stdin)


def codes(result: Result) -> list[str]:
    matches = [TEXT.fullmatch(line) for line in result.stdout.splitlines()]
    assert all(matches)
    return [match["code"] for match in matches if match]


# --- text -----------------------------------------------------------------------------------------------------------


def test_a_finding_is_a_line_with_its_place_code_severity_and_message(folder: Path) -> None:
    result = check("cảnh báo.txt", "--select", WARNING)
    source = rules()[WARNING].examples[0]
    row = next(number for number, line in enumerate(source.splitlines(), 1) if line.startswith("Số:"))
    column = source.splitlines()[row - 1].index("/KH") + 1
    assert result.exit_code == 0
    assert result.stdout == f"cảnh báo.txt:{row}:{column} missing-number warning: Số văn bản còn để trống: /KH-SYT.\n"
    assert result.stderr == "1 file, 0 errors, 1 warning\n"


def test_findings_stand_in_the_order_of_the_text_and_files_in_that_of_the_call(folder: Path, plans: Path) -> None:
    names = [str(path) for path in sorted(plans.glob("*.txt"), reverse=True)]
    found = [TEXT.fullmatch(line) for line in check(*names).stdout.splitlines()]
    places = [(names.index(m["file"]), int(m["line"]), int(m["col"])) for m in found if m]
    assert len(places) == len(found) > 5
    assert places == sorted(places)


def test_lines_and_columns_point_at_the_text_of_the_finding(plans: Path) -> None:
    seen = 0
    for path in sorted(plans.glob("*.txt"))[::3]:
        source = path.read_text(encoding="utf-8")
        data = json.loads(check("--format", "json", path).stdout)
        for finding in data["findings"]:
            for place in (finding, *finding["related"]):
                seen += 1
                assert source[place["start"] : place["end"]] == place["text"]
                assert source.split("\n")[place["line"] - 1][place["column"] - 1] == place["text"][0]
                assert source.split("\n")[place["end_line"] - 1][place["end_column"] - 2] == place["text"][-1]
    assert seen > 3


def test_a_clean_file_prints_nothing_but_the_summary(folder: Path) -> None:
    result = check("sạch.txt")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "1 file, 0 errors, 0 warnings\n")


def test_the_summary_counts_files_and_findings(folder: Path) -> None:
    chosen = f"{ERROR},{WARNING},{INFO}"
    result = check("lỗi.txt", "cảnh báo.txt", "tin.txt", "không có.txt", "--select", chosen)
    errors = result.stdout.count(" error: ")
    assert errors
    expected = f"3 files, {errors} error{'s' * (errors > 1)}, 1 warning, 1 info, 1 not read"
    assert result.stderr.splitlines() == ["kehoach: không có.txt: no such file", expected]


def test_messages_are_vietnamese_or_english(folder: Path) -> None:
    vietnamese, english = (check("cảnh báo.txt", "--select", WARNING, "--lang", lang).stdout for lang in ("vi", "en"))
    assert "còn để trống" in vietnamese and "blank" in english
    assert vietnamese == check("cảnh báo.txt", "--select", WARNING).stdout


def test_severity_has_colour_on_a_terminal_only(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    arguments = ["check", "cảnh báo.txt", "--select", WARNING]
    assert "\x1b[33m\x1b[1mwarning\x1b[0m: " in on_terminal(arguments, "stdout")
    assert "\x1b" not in check(*arguments[1:]).stdout
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in on_terminal(arguments, "stdout")


# --- what is chosen -------------------------------------------------------------------------------------------------


def test_select_keeps_the_codes_named(folder: Path) -> None:
    assert set(codes(check("lỗi.txt", "cảnh báo.txt", "--select", WARNING))) == {WARNING}
    both = {ERROR, WARNING}
    assert set(codes(check("lỗi.txt", "cảnh báo.txt", "--select", f"{WARNING}, {ERROR}"))) == both
    assert set(codes(check("lỗi.txt", "cảnh báo.txt", "--select", WARNING, "--select", ERROR))) == both


def test_ignore_leaves_codes_out_and_wins_over_select(folder: Path) -> None:
    every = set(codes(check("lỗi.txt", "cảnh báo.txt")))
    assert set(codes(check("lỗi.txt", "cảnh báo.txt", "--ignore", WARNING))) == every - {WARNING}
    left = every - {WARNING, ERROR}
    assert set(codes(check("lỗi.txt", "cảnh báo.txt", "--ignore", WARNING, "--ignore", ERROR))) == left
    assert check("cảnh báo.txt", "--select", WARNING, "--ignore", WARNING).stdout == ""


@pytest.mark.parametrize(
    ("least", "shown"),
    [("error", {"error"}), ("warning", {"error", "warning"}), ("info", {"error", "warning", "info"})],
)
def test_severity_is_the_least_one_shown(folder: Path, least: str, shown: set[str]) -> None:
    chosen = f"{ERROR},{WARNING},{INFO}"
    result = check("lỗi.txt", "cảnh báo.txt", "tin.txt", "--severity", least, "--select", chosen)
    assert {match["severity"] for match in map(TEXT.fullmatch, result.stdout.splitlines()) if match} == shown


@pytest.mark.parametrize("option", ["--select", "--ignore"])
def test_an_unknown_code_is_a_wrong_call_that_names_the_nearest(folder: Path, option: str) -> None:
    result = check("lỗi.txt", option, f"{WARNING},missing-numbr")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "'missing-numbr' is no code; nearest: missing-number" in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["lỗi.txt", "--select", ""],
        ["lỗi.txt", "--select", ","],
        ["lỗi.txt", "--ignore", "\x1b[31m\n"],
        ["lỗi.txt", "--severity", "fatal"],
        ["lỗi.txt", "--lang", "fr"],
        ["lỗi.txt", "--format", "xml"],
    ],
)
def test_a_wrong_call_is_code_2_and_reads_nothing(folder: Path, arguments: list[str]) -> None:
    result = check(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Error: " in result.stderr and "\x1b" not in result.stderr


# --- exit codes -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["lỗi.txt"], 1),
        (["sạch.txt", "lỗi.txt"], 1),
        (["lỗi.txt", "--ignore", ERROR], 0),
        (["cảnh báo.txt", "--select", WARNING], 0),
        (["tin.txt", "--select", INFO], 0),
        (["sạch.txt"], 0),
        (["sạch.txt", "không có.txt"], 1),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else str(value),
)
def test_exit_code_is_1_for_errors_shown_and_files_not_read(
    folder: Path, form: str, arguments: list[str], code: int
) -> None:
    assert check("--format", form, *arguments).exit_code == code


@pytest.mark.parametrize("form", FORMS)
def test_a_bad_file_gets_one_line_and_the_others_their_findings(folder: Path, form: str) -> None:
    (folder / "trống.txt").touch()
    result = check("--format", form, "--select", WARNING, "trống.txt", "cảnh báo.txt", ".")
    assert result.exit_code == 1
    first, second, summary = result.stderr.splitlines()
    assert first == "kehoach: trống.txt: the file is empty" and second.startswith("kehoach: .: ")
    assert summary == "1 file, 0 errors, 1 warning, 2 not read"
    assert WARNING in result.stdout


@pytest.mark.parametrize("form", FORMS)
def test_standard_input_is_a_dash(folder: Path, form: str) -> None:
    result = check("--format", form, "--select", WARNING, "-", stdin=rules()[WARNING].examples[0].encode())
    assert (result.exit_code, result.stderr) == (0, "1 file, 0 errors, 1 warning\n")
    start = {"text": "-:3:", "json": '{"file":"-",', "sarif": "{", "github": "::warning file=-,line=3,"}[form]
    assert result.stdout.startswith(start)


def test_a_file_named_twice_is_read_once(folder: Path) -> None:
    result = check("cảnh báo.txt", "cảnh báo.txt", "--select", WARNING)
    assert len(result.stdout.splitlines()) == 1
    assert result.stderr == "1 file, 0 errors, 1 warning\n"


# --- json -----------------------------------------------------------------------------------------------------------


def test_json_is_an_object_a_file_with_all_of_its_findings(folder: Path) -> None:
    result = check("--format", "json", "lỗi.txt", "sạch.txt", "--lang", "en")
    first, second = map(json.loads, result.stdout.splitlines())
    assert second == {"file": "sạch.txt", "findings": []}
    record = kehoach.extract(folder / "lỗi.txt")
    assert first["file"] == "lỗi.txt"
    for given, finding in zip(first["findings"], record.findings, strict=True):
        assert (given["code"], given["severity"]) == (finding.code, finding.severity)
        assert (given["start"], given["end"], given["text"]) == (finding.start, finding.end, finding.text)
        assert given["message"] == {"vi": finding.message.vi, "en": finding.message.en}
        assert [(r["start"], r["end"]) for r in given["related"]] == [(r.start, r.end) for r in finding.related]
        assert all(r["line"] >= 1 for r in given["related"])
    assert any(finding["related"] for finding in first["findings"])


# --- hostile names --------------------------------------------------------------------------------------------------

NAMES = [
    "a:12:3 b.txt",
    "hai dòng\n::error::x.txt",
    "cr\rlf.txt",
    "a,b=c%0A%.txt",
    "\x1b[31mđỏ\x07.txt",
    "https:x.txt",
    "-x.txt",
    "[a](b) {0}.txt",
    "dòng\u2028mới\u202e.txt",
]


@pytest.mark.skipif(os.name != "posix", reason="such names are of POSIX")
@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_no_name_breaks_a_format(folder: Path, name: str) -> None:
    (folder / "cảnh báo.txt").rename(folder / name)
    text, data, log, github = (
        check("--format", form, "--select", WARNING, "--", name).stdout for form in ("text", "json", "sarif", "github")
    )
    for printed in (text, data, github):
        assert len(printed.splitlines()) == 1 or "\u2028" in name
        assert printed.count("\n") == 1
    assert all(c.isprintable() for c in text.removesuffix("\n") + github.removesuffix("\n"))
    match = TEXT.fullmatch(text.removesuffix("\n"))
    assert match is not None
    assert (match["line"], match["code"]) == ("3", WARNING)
    assert json.loads(data)["file"] == name
    (result,) = json.loads(log)["runs"][0]["results"]
    uri = urlsplit(result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"])
    assert (uri.scheme, uri.netloc, unquote(uri.path)) == ("", "", name)
    command, properties, message = parsed(github)
    assert (command, properties["line"], properties["title"]) == ("warning", "3", WARNING)
    assert "trống: /KH-SYT" in message
    if all(c.isprintable() or c in "\r\n" for c in name):
        assert properties["file"] == name


@pytest.mark.skipif(sys.platform != "linux", reason="names are bytes on Linux only")
@pytest.mark.parametrize("form", FORMS)
def test_a_name_that_is_not_utf8_does_no_harm(folder: Path, form: str) -> None:
    name = os.fsencode(folder) + b"/k\xff.txt"
    (folder / "cảnh báo.txt").rename(os.fsdecode(name))
    result = command("check", "--format", form, "--select", WARNING, name)
    assert (result.returncode, result.stderr) == (0, b"1 file, 0 errors, 1 warning\n")
    printed = result.stdout.decode("utf-8")
    if form in ("json", "sarif"):
        assert json.loads(printed)
    assert "%FF.txt" in printed if form == "sarif" else "\\udcff.txt" in printed


def parsed(line: str) -> tuple[str, dict[str, str], str]:
    """A workflow command as GitHub's runner reads it (actions/runner, ActionCommand.cs)."""
    match = re.fullmatch(r"::(\w+) (.*?)::(.*)\n", line)
    assert match
    properties = dict(part.split("=", 1) for part in match[2].split(","))
    for escape, character in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        properties = {key: value.replace(escape, character) for key, value in properties.items()}
    return match[1], properties, match[3].replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%")


# --- hostile texts --------------------------------------------------------------------------------------------------


def checked(text: str, *spans: tuple[int, int], message: str = "m", name: str = "p.txt") -> outputs.Checked:
    """A file with findings at the spans, each related to the first one."""
    findings = []
    for start, end in spans:
        related = (Span(text[spans[0][0] : spans[0][1]], *spans[0]),)
        findings.append(
            Finding(
                text[start:end], start, end, code=ERROR, severity="error", message=Message(message, message), related=related
            )
        )  # fmt: skip
    return outputs.Checked(Document(name, text, "0" * 64, "text/plain"), findings)


HOSTILE = "100% của “dòng\r\nhai”\x1b[31m\x00 ::error::x\n{0} [a](http://x) n\u200dăm\u00a0nay\u202e"


def test_a_message_is_one_clean_line_in_text_and_github() -> None:
    file = checked("abc", (0, 1), message=HOSTILE)
    shown = "100% của “dòng hai” [31m ::error::x {0} [a](http://x) năm nay"
    assert list(outputs.text(file, "vi")) == [f"p.txt:1:1 {ERROR} error: {shown}"]
    (line,) = outputs.github(file, "vi")
    assert parsed(line + "\n")[2] == shown
    assert "100%25" in line


def test_a_message_has_no_placeholder_and_no_link_in_sarif() -> None:
    log = sarif.log([rules()[ERROR]], [checked("abc", (0, 1), message=HOSTILE)], [], "vi")
    assert "{{0}} [a] (http://x)" in log["runs"][0]["results"][0]["message"]["text"]


@pytest.mark.parametrize(
    ("text", "offset", "place"),
    [
        ("", 0, (1, 1)),
        ("ab", 2, (1, 3)),
        ("a\nb", 2, (2, 1)),
        ("a\r\nb", 3, (2, 1)),
        ("a\rb", 2, (2, 1)),
        ("a\r\n\r\nb", 5, (3, 1)),
        ("a\n", 2, (2, 1)),
        ("\ufeffab", 0, (1, 1)),
        ("\ufeffab", 1, (1, 1)),
        ("\ufeffab\ncd", 2, (1, 2)),
        ("\ufeffab\ncd", 5, (2, 2)),
        ("𝒜b", 1, (1, 2)),
        ("e\u0323\u0302b", 3, (1, 4)),
        ("a\u2028b\x0cc", 4, (1, 5)),
    ],
)
def test_lines_and_columns_count_from_one(text: str, offset: int, place: tuple[int, int]) -> None:
    assert Lines(text).at(offset) == place


# --- sarif ----------------------------------------------------------------------------------------------------------


def _object(required: str, optional: str = "", **kinds: Any) -> dict[str, Any]:
    names = [*required.split(), *optional.split()]
    text = {"type": "string", "minLength": 1}
    return {
        "type": "object",
        "additionalProperties": False,
        "required": required.split(),
        "properties": {name: kinds.get(name, text) for name in names},
    }


def _array(items: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "array", "items": items, **more}


_COUNT = {"type": "integer", "minimum": 1}
_FROM_0 = {"type": "integer", "minimum": 0}
_LEVEL = {"enum": ["none", "note", "warning", "error"]}
_MESSAGE = _object("text", "markdown")
_AT = _object("uri", "index", index=_FROM_0)
_REGION = _object(
    "startLine startColumn endLine endColumn charOffset charLength snippet",
    **dict.fromkeys(("startLine", "startColumn", "endLine", "endColumn"), _COUNT),
    charOffset=_FROM_0,
    charLength=_FROM_0,
    snippet=_object("text", text={"type": "string"}),
)
_LOCATION = _object(
    "physicalLocation",
    "id message",
    id=_FROM_0,
    message=_MESSAGE,
    physicalLocation=_object("artifactLocation", "region", artifactLocation=_AT, region=_REGION),
)
_RULE = _object(
    "id shortDescription fullDescription help defaultConfiguration",
    shortDescription=_MESSAGE,
    fullDescription=_MESSAGE,
    help=_MESSAGE,
    defaultConfiguration=_object("level", level=_LEVEL),
)
_NOTIFICATION = _object("message level locations", message=_MESSAGE, level=_LEVEL, locations=_array(_LOCATION))
_RESULT = _object(
    "ruleId ruleIndex level message locations",
    "relatedLocations",
    ruleIndex=_FROM_0,
    level=_LEVEL,
    message=_MESSAGE,
    locations=_array(_LOCATION, minItems=1, maxItems=1),
    relatedLocations=_array(_LOCATION, uniqueItems=True),
)
_ARTIFACT = _object(
    "location roles mimeType hashes",
    location=_AT,
    roles=_array({"enum": ["analysisTarget", "standardStream"]}, uniqueItems=True),
    mimeType={"type": "string", "pattern": "[^/]+/.+"},
    hashes=_object("sha-256", **{"sha-256": {"type": "string", "pattern": "^[0-9a-f]{64}$"}}),
)
_RUN = _object(
    "tool invocations language columnKind newlineSequences artifacts results",
    tool=_object("driver", driver=_object("name version semanticVersion rules", rules=_array(_RULE, uniqueItems=True))),
    invocations=_array(
        _object(
            "executionSuccessful toolExecutionNotifications",
            executionSuccessful={"type": "boolean"},
            toolExecutionNotifications=_array(_NOTIFICATION),
        )
    ),
    language={"enum": ["vi", "en"]},
    columnKind={"const": "unicodeCodePoints"},
    newlineSequences=_array({"type": "string"}, minItems=1, uniqueItems=True),
    artifacts=_array(_ARTIFACT, uniqueItems=True),
    results=_array(_RESULT),
)
# what we write of SARIF, with the names, types and limits of its schema (sarif-schema-2.1.0.json)
SARIF = jsonschema.Draft202012Validator(
    _object("$schema version runs", version={"const": "2.1.0"}, runs=_array(_RUN, minItems=1, maxItems=1))
)


def logged(*arguments: str | Path) -> dict[str, Any]:
    log = json.loads(check("--format", "sarif", *arguments).stdout)
    assert [error.message for error in SARIF.iter_errors(log)] == []
    run: dict[str, Any] = log["runs"][0]
    return run


def test_sarif_is_one_valid_log_for_all_files(folder: Path, plans: Path) -> None:
    names = sorted(plans.glob("*.txt"))[:12]
    run = logged(*names, "lỗi.txt", "./lỗi.txt", "sạch.txt", "không có.txt")
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == list(rules())
    for result in run["results"]:
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        for location in (*result["locations"], *result.get("relatedLocations", ())):
            at = location["physicalLocation"]["artifactLocation"]
            assert run["artifacts"][at["index"]]["location"]["uri"] == at["uri"]
    uris = [artifact["location"]["uri"] for artifact in run["artifacts"]]
    assert uris == [path.as_uri() for path in names] + ["l%E1%BB%97i.txt", "s%E1%BA%A1ch.txt"]
    (invocation,) = run["invocations"]
    assert invocation["executionSuccessful"] is False
    assert [n["message"]["text"] for n in invocation["toolExecutionNotifications"]] == ["no such file"]


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_sarif_rules_carry_their_words(folder: Path, lang: str) -> None:
    run = logged("sạch.txt", "--lang", lang, "--ignore", INFO)
    assert run["language"] == lang and run["results"] == [] and run["invocations"][0]["executionSuccessful"]
    given = {rule["id"]: rule for rule in run["tool"]["driver"]["rules"]}
    assert given.keys() == rules().keys() - {INFO}
    for code, rule in given.items():
        assert rule["shortDescription"]["text"] == getattr(rules()[code].title, lang)
        assert rule["fullDescription"]["text"] == getattr(rules()[code].why, lang)
        assert rules()[code].source in rule["help"]["text"]
        level = {"error": "error", "warning": "warning", "info": "note"}[rules()[code].severity]
        assert rule["defaultConfiguration"] == {"level": level}


def test_info_is_a_note(folder: Path) -> None:
    (result,) = logged("tin.txt", "--select", INFO)["results"]
    assert (result["ruleId"], result["level"]) == (INFO, "note")


@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["no mark", "byte-order mark"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
def test_sarif_regions_do_not_depend_on_a_byte_order_mark(mark: str, end: str) -> None:
    """The places of `bc`, `é` decomposed with what follows on the next line, and nothing at the end."""
    text = f"{mark}abcd{end}e\u0301 g{end}hi{end}"
    at = [text.index("bc"), text.index("e\u0301"), len(text)]
    spans = [(at[0], at[0] + 2), (at[1], text.index("hi") + 1), (at[2], at[2])]
    log = sarif.log([rules()[ERROR]], [checked(text, *spans)], [], "en")
    regions = [result["locations"][0]["physicalLocation"]["region"] for result in log["runs"][0]["results"]]
    plain = text.removeprefix(mark)
    for region, (start, stop) in zip(regions, spans, strict=True):
        assert region["snippet"]["text"] == text[start:stop]
        first = region["charOffset"]
        assert plain[first : first + region["charLength"]] == text[start:stop]
    numbers = [[r[key] for key in ("startLine", "startColumn", "endLine", "endColumn")] for r in regions]
    assert numbers == [[1, 2, 1, 4], [2, 1, 3, 2], [4, 1, 4, 1]]


# --- a register of one's own ----------------------------------------------------------------------------------------

OWN = """
[[document]]
number = "77/KH-XYZ"
type = "Kế hoạch"
issuer = "Sở Thử nghiệm"
date = "2023-05-04"
title = "Thử nghiệm"
status = "in_force"
confidence = "confirmed"
source = "our own list"

[[body]]
name = "Sở Thử nghiệm"
code = "STN"
level = "province"
kind = "department"
confidence = "general"
source = "our own list"
"""
CITING = """KẾ HOẠCH
Năm 2024

Thực hiện Kế hoạch số 77/KH-XYZ ngày 01/02/2023 của Sở Thử nghiệm.
I. TỔ CHỨC THỰC HIỆN
1. Sở Thử nghiệm chủ trì tập huấn cho cán bộ.
"""


@pytest.fixture
def own(folder: Path) -> Path:
    (folder / "viện dẫn.txt").write_text(CITING, encoding="utf-8")
    path = folder / "own.toml"
    path.write_text(OWN, encoding="utf-8")
    return path


def test_check_knows_what_an_own_register_holds(own: Path) -> None:
    arguments = ["viện dẫn.txt", "--select", "citation-date-mismatch"]
    assert check(*arguments).stdout == ""
    assert codes(check(*arguments, "--register", own)) == ["citation-date-mismatch"]


def test_extract_knows_what_an_own_register_holds(own: Path) -> None:
    for options, code in (([], None), (["--register", own], "STN")):
        record = json.loads(call("extract", "viện dẫn.txt", *options).stdout)
        assert [duty["agency"]["code"] for duty in record["responsibilities"]] == [code]


@pytest.mark.parametrize("what", ["check", "extract"])
@pytest.mark.parametrize(
    "content", [None, b"", b"[[document]]\nnumber = 1\n", b"not toml", b"\xff"], ids=["none", "empty", "form", "toml", "bytes"]
)  # fmt: skip
def test_a_bad_register_is_one_line_and_code_2(own: Path, what: str, content: bytes | None) -> None:
    bad = own.with_name("sai\n.toml")
    if content is not None:
        bad.write_bytes(content)
    result = call(what, "viện dẫn.txt", "--register", own, "--register", bad)
    assert (result.exit_code, result.stdout) == (2, "")
    (line,) = result.stderr.splitlines()
    assert line.startswith("kehoach: ") and "sai\\n.toml: " in line


# --- pipes ----------------------------------------------------------------------------------------------------------


def test_output_is_the_same_in_two_processes_and_utf8(folder: Path) -> None:
    runs = [command("check", "lỗi.txt", PYTHONHASHSEED=seed, LC_ALL="C", PYTHONIOENCODING="ascii") for seed in "12"]
    assert runs[0].stdout == runs[1].stdout
    assert "Thời hạn" in runs[0].stdout.decode("utf-8")
