"""The OpenAPI 3.1 description of the service; the schema of a record is the shipped one."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

from kehoach import __version__
from kehoach.serving.problems import MEDIA, STATUSES
from kehoach.serving.settings import Settings

_TAKEN = (
    "application/pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/msword",
    "text/plain",
    "text/markdown",
    "text/html",
    "image/*",
    "application/octet-stream",
)
_DOCUMENTS = {
    "record": ("The record of one plan", "What `kehoach extract --format json` prints for the same file, to the byte."),
    "coverage": ("How a plan stands against frameworks", "The `coverage` of the record, with the file's name."),
    "findings": ("What a careful reviewer would raise", "The `findings` of the record, with the file's name."),
}
FORM_MEDIA = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".json": "application/json",
    ".yaml": "application/yaml",
    ".yml": "application/yaml",
    ".csv": "text/csv",
}
"""The media type of a filled form, by the ending of its file."""
_WHY = {
    400: "The request is not of the form: bad JSON, a broken form.",
    403: "A page of another origin, or another host name.",
    408: "The body takes too long to come.",
    413: "Too many bytes or characters.",
    415: "Of a kind that is not read; an archive of several files; a packed body.",
    422: "The document is empty, damaged, encrypted or not of its charset; an unknown framework or parameter.",
    500: "The worker died; the request may be sent again.",
    501: "The service lacks what reads such a file or fills such a form.",
    503: "Too many requests; see Retry-After.",
    504: "The document takes longer than its time.",
}


def document(settings: Settings, frameworks: list[str], forms: list[str]) -> dict[str, Any]:
    """The description, with the limits of this service and the frameworks and forms that it knows."""
    limits = (
        f"A body has at most {settings.max_bytes} bytes, a text {settings.max_characters} characters; a document is given "
        f"{settings.timeout:g} s. {settings.workers} are read at one time, {settings.queue} wait. No file is kept."
    )
    paths: dict[str, Any] = {f"/v1/{name}": {"post": _document(name, frameworks)} for name in _DOCUMENTS}
    paths["/v1/forms/{form}"] = {"post": _form(frameworks, forms)}
    paths["/v1/forms"] = {"get": _plain("forms", "The forms there are", "#/components/schemas/Forms")}
    paths["/v1/frameworks"] = {
        "get": _plain("frameworks", "The frameworks there are", "#/components/schemas/Frameworks")
    }
    paths["/healthz"] = {"get": _plain("health", "How the service stands", "#/components/schemas/Health")}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "kehoach",
            "version": __version__,
            "summary": "Reads Vietnamese policy plans and says, with exact spans, what each cites, by when, how much and who.",
            "description": limits,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "paths": paths,
        "components": {"schemas": _schemas()},
    }


def _document(name: str, frameworks: list[str]) -> dict[str, Any]:
    summary, description = _DOCUMENTS[name]
    content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{name.capitalize()}Answer"}}}
    return _asked(name, summary, description, frameworks, [], {"description": summary, "content": content}, _WHY)


def _form(frameworks: list[str], forms: list[str]) -> dict[str, Any]:
    described: dict[str, tuple[str, dict[str, Any]]] = {
        "form": ("One of those that /v1/forms lists.", {"type": "string", "enum": forms}),
        "lang": ("The language of what is filled in.", {"type": "string", "enum": ["vi", "en"], "default": "vi"}),
        "min_confidence": (
            "Leave a field empty where what was read is less sure.",
            {"type": "number", "minimum": 0, "maximum": 1, "default": 0},
        ),
        "sources": (
            "`yes`: where each value came from, as JSON, in place of the form.",
            {"type": "string", "enum": ["yes", "no"], "default": "no"},
        ),
    }
    parameters = [
        _parameter(name, *about, where="path" if name == "form" else "query") for name, about in described.items()
    ]
    answer = {"description": "The filled form", "content": {media: {"schema": {}} for media in FORM_MEDIA.values()}}
    why = {**_WHY, 404: "No such form."}
    told = "What `kehoach fill` writes: nothing stands in it that stands on no words of the plan."
    return _asked("form", "A form filled from one plan", told, frameworks, parameters, answer, why)


def _parameter(name: str, told: str, schema: dict[str, Any], where: str = "query") -> dict[str, Any]:
    required = {"required": True} if where == "path" else {}
    return {"name": name, "in": where, **required, "description": told, "schema": schema}


def _asked(
    name: str,
    summary: str,
    description: str,
    frameworks: list[str],
    parameters: list[dict[str, Any]],
    answer: dict[str, Any],
    why: dict[int, str],
) -> dict[str, Any]:
    """What all requests that bring a document have in common."""
    listed = {"type": "array", "items": {"type": "string", "enum": frameworks}}
    covered = {"type": "string", "enum": ["yes", "no"], "default": "yes"}
    binary: dict[str, Any] = {"schema": {}}
    return {
        "operationId": name,
        "summary": summary,
        "description": description,
        "parameters": [
            *parameters,
            _parameter("framework", "Judge against this one; may be repeated.", listed),
            _parameter("coverage", "`no`: judge against none.", covered),
            _parameter("name", "The name of a file that is sent as it is; for the record alone.", {"type": "string"}),
        ],
        "requestBody": {
            "required": True,
            "description": "A file as a form or as it is, told by its content; or a text in JSON.",
            "content": {
                "multipart/form-data": {"schema": {"$ref": "#/components/schemas/File"}},
                "application/json": {"schema": {"$ref": "#/components/schemas/Text"}},
                **dict.fromkeys(_TAKEN, binary),
            },
        },
        "responses": {"200": answer, **{str(status): _problem(reason) for status, reason in sorted(why.items())}},
    }


def _plain(name: str, summary: str, schema: str) -> dict[str, Any]:
    return {
        "operationId": name,
        "summary": summary,
        "responses": {"200": _answer(summary, schema), "403": _problem(_WHY[403])},
    }


def _answer(description: str, schema: str) -> dict[str, Any]:
    return {"description": description, "content": {"application/json": {"schema": {"$ref": schema}}}}


def _problem(why: str) -> dict[str, Any]:
    return {"description": why, "content": {MEDIA: {"schema": {"$ref": "#/components/schemas/Problem"}}}}


@cache
def _schemas() -> dict[str, Any]:
    record = json.loads(files("kehoach").joinpath("record.schema.json").read_text(encoding="utf-8"))
    record.pop("$schema", None)
    parts = _moved(record.pop("$defs", {}))
    whole = _moved(record)
    string, count = {"type": "string"}, {"type": "integer", "minimum": 0}
    return {
        **parts,
        "RecordAnswer": whole,
        "CoverageAnswer": _object(file={"type": ["string", "null"]}, coverage=whole["properties"]["coverage"]),
        "FindingsAnswer": _object(file={"type": ["string", "null"]}, findings=whole["properties"]["findings"]),
        "Problem": _object(
            type=string,
            title=string,
            status={"type": "integer"},
            kind={"type": "string", "enum": list(STATUSES)},
            detail=string,
            file={"type": ["string", "null"]},
        ),
        "File": _object(file={"type": "string", "contentMediaType": "application/octet-stream"}),
        "Text": {**_object(text=string), "additionalProperties": False},
        "Frameworks": {
            "type": "array",
            "items": _object(
                id=string,
                version=string,
                title=_object(vi=string, en=string),
                period={"type": ["string", "null"]},
                goals=count,
                targets=count,
                parts=count,
                default={"type": "boolean"},
            ),
        },
        "Forms": {"type": "array", "items": _object(name=string, media_type=string)},
        "Health": _object(status=string, workers=count, busy=count, waiting=count, lost=count, held=count),
    }


def _object(**members: Any) -> dict[str, Any]:
    return {"type": "object", "properties": members, "required": list(members)}


def _moved(schema: Any) -> Any:
    """The same with its references to where OpenAPI keeps schemas."""
    if isinstance(schema, dict):
        return {
            key: value.replace("#/$defs/", "#/components/schemas/")
            if key == "$ref" and isinstance(value, str)
            else _moved(value)
            for key, value in schema.items()
        }
    return [_moved(one) for one in schema] if isinstance(schema, list) else schema
