"""What WSGI hands to an application for a request: its environ."""

from __future__ import annotations

import io
import logging
import socket
from typing import Any
from urllib.parse import unquote_to_bytes

from moto.core.request import (
    PRESERVED_HEADER_NAMES_ENVIRON_KEY,
    environ_key_for_header,
    should_preserve_original_header_name,
)

from localaws.server.request_head import Head, origin_form

log = logging.getLogger(__name__)


def of_connection(connection: socket.socket) -> dict[str, Any]:
    """The part that all requests of a connection have in common."""
    host, port = connection.getsockname()[:2]
    remote, remote_port = connection.getpeername()[:2]
    return {
        "SCRIPT_NAME": "",
        "REMOTE_ADDR": remote,
        "REMOTE_PORT": remote_port,
        "SERVER_NAME": host,
        "SERVER_PORT": str(port),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input_terminated": True,
        "wsgi.errors": _Errors(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }


def of_request(head: Head, body: io.RawIOBase, constant: dict[str, Any]) -> dict[str, Any]:
    """The whole of it for one request; ``REQUEST_URI`` is the target as it came."""
    path, _, query = origin_form(head.target).partition("?")
    return {
        **constant,
        "REQUEST_METHOD": head.method,
        "PATH_INFO": unquote_to_bytes(path.encode("latin-1")).decode("latin-1"),
        "QUERY_STRING": query,
        "REQUEST_URI": head.target,
        "RAW_URI": head.target,
        "SERVER_PROTOCOL": f"HTTP/{head.version}",
        "wsgi.input": io.BufferedReader(body),
        **_headers(head),
    }


def _headers(head: Head) -> dict[str, Any]:
    """Header fields as WSGI names them, and the spellings that moto wants to know besides."""
    fields: dict[str, Any] = {}
    spellings: dict[str, str] = {}
    underscored: list[tuple[str, str, str]] = []
    for name, value in head.headers:
        key = environ_key_for_header(name)
        if "_" in name:
            underscored.append((key, name, value))
        else:
            fields[key] = f"{fields[key]},{value}" if key in fields else value
    dashed = set(fields) if underscored else ()
    for key, name, value in underscored:
        # WSGI cannot tell x_y from x-y; only S3's metadata may have underscores.
        if key in dashed or not should_preserve_original_header_name(name):
            continue
        spellings.setdefault(key, name)
        fields[key] = f"{fields[key]},{value}" if key in fields else value
    fields[PRESERVED_HEADER_NAMES_ENVIRON_KEY] = spellings
    return fields


class _Errors(io.TextIOBase):
    """Where WSGI applications complain: the log."""

    def write(self, text: str) -> int:
        if text.strip():
            log.warning("%s", text.rstrip())
        return len(text)
