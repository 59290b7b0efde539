"""The description as one page for people, which loads nothing: no script, no font, no server beside this one."""

from __future__ import annotations

from html import escape
from typing import Any

_STYLE = """body{font:16px/1.5 system-ui,sans-serif;max-width:52rem;margin:2rem auto;padding:0 1rem;color:#1b1b1b;background:#fff}
code,pre{font:14px/1.4 ui-monospace,monospace;background:#f2f2ef}pre{padding:.75rem;overflow:auto}
h2{margin-top:2.5rem;border-top:1px solid #ccc;padding-top:1rem}table{border-collapse:collapse}
td,th{text-align:left;vertical-align:top;padding:.2rem 1rem .2rem 0}
@media(prefers-color-scheme:dark){body{color:#e6e6e6;background:#161616}code,pre{background:#262626}a{color:#8ab4f8}}"""
_TRY = """curl -F file=@plan.docx http://HOST/v1/record
curl --data-binary @plan.pdf -H 'Content-Type: application/pdf' 'http://HOST/v1/findings?name=plan.pdf'
curl --json '{"text": "…"}' http://HOST/v1/coverage"""


def page(document: dict[str, Any]) -> str:
    """The page of an OpenAPI document of ours."""
    info = document["info"]
    parts = [
        f"<h1>{escape(info['title'])} {escape(info['version'])}</h1>",
        f"<p>{escape(info['summary'])}</p><p>{escape(info['description'])}</p>",
        f"<pre>{escape(_TRY)}</pre>",
        '<p>For programs: <a href="/openapi.json">/openapi.json</a></p>',
    ]
    for path, methods in document["paths"].items():
        for method, about in methods.items():
            parts.append(_part(path, method, about))
    body = "\n".join(parts)
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{escape(info["title"])}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style></head>\n<body>\n{body}\n</body></html>\n'
    )


def _part(path: str, method: str, about: dict[str, Any]) -> str:
    rows = [(f"<code>{escape(one['name'])}</code>", escape(one["description"])) for one in about.get("parameters", ())]
    rows += [(escape(status), escape(one["description"])) for status, one in about["responses"].items()]
    cells = "".join(f"<tr><th>{name}</th><td>{told}</td></tr>" for name, told in rows)
    told = escape(about.get("description", ""))
    return (
        f"<h2><code>{method.upper()} {escape(path)}</code></h2><p><strong>{escape(about['summary'])}.</strong> {told}</p>"
        f"<table>{cells}</table>"
    )
