"""The parameters of a call, which come as text or as JSON."""

import json
from email.parser import BytesParser
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request

Json = dict[str, Any]
Files = dict[str, tuple[str, bytes]]


async def read_call(request: Request) -> tuple[Json, Files]:
    """Parameters in the query, a form or JSON; files in a form of many parts."""
    params: Json = dict(request.query_params)
    kind = request.headers.get("content-type", "")
    body = await request.body()
    if kind.startswith("application/json"):
        return params | (await request.json()), {}
    if kind.startswith("multipart/form-data"):
        return _parts(kind, body, params)
    return params | dict(parse_qsl(body.decode(), keep_blank_values=True)), {}


def _parts(kind: str, body: bytes, params: Json) -> tuple[Json, Files]:
    message = BytesParser().parsebytes(b"Content-Type: " + kind.encode() + b"\r\n\r\n" + body)
    files: Files = {}
    for part in message.get_payload():
        assert not isinstance(part, str)
        raw = dict(part.raw_items())["Content-Disposition"]  # a name with accents comes in UTF-8
        part.replace_header("Content-Disposition", raw.encode("ascii", "surrogateescape").decode())
        name = str(part.get_param("name", header="content-disposition"))
        content = part.get_payload(decode=True)
        assert isinstance(content, bytes)
        filename = part.get_filename()
        if filename is None:
            params[name] = content.decode()
        else:
            files[name] = (filename, content)
    return params, files


def structure(params: Json, name: str) -> Any:
    """A list or an object, sent as itself or as JSON in a text."""
    value = params.get(name)
    return json.loads(value) if isinstance(value, str) and value else value


def number(params: Json, name: str) -> int | None:
    """A whole number, or None."""
    value = params.get(name)
    return int(value) if value not in {None, ""} else None


def yes(params: Json, name: str) -> bool:
    """Whether it was said to be so."""
    return str(params.get(name, "")).lower() in {"true", "yes", "1"}
