"""What ``server.json`` says of an embedded AWS: read with care, as anybody may have written it.

Whether that server runs is ``identity``'s to find out; nothing in the file is proof of it.
"""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from stepline.proxies import HERE

FILE = "server.json"
LARGEST = 1 << 20  # bytes; the real one has about one thousand


class Unusable(Exception):
    """The file is not what an embedded AWS writes. The message says what it is, after its name."""


@dataclass(frozen=True)
class Record:
    """The content of a ``server.json``.

    Attributes:
        instance: what the server that wrote it answers to the question who it is.
        secret: what it wants to be told before it stops itself.
    """

    host: str
    port: int
    endpoint: str
    region: str
    runtime: str
    why: str
    instance: str
    secret: str
    environment: Mapping[str, str]
    warning: str = ""  # what its jobs are not kept from, in a sentence


def read(home: Path) -> Record | None:
    """The record in that folder; None where there is none.

    Raises:
        Unusable: there is something by that name, and it is no such record.
    """
    content = _content(home / FILE)
    if content is None:
        return None
    try:
        found = json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise Unusable("is not UTF-8") from None
    except (ValueError, RecursionError):
        raise Unusable("is not JSON" if content.strip() else "is empty") from None
    return _record(found)


def _content(file: Path) -> bytes | None:
    try:
        # A named pipe would otherwise be waited for.
        handle = os.open(file, os.O_RDONLY | os.O_NONBLOCK)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise Unusable(f"cannot be read ({error.strerror})") from error
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise Unusable("is no file")
    with os.fdopen(handle, "rb") as opened:
        try:
            content = opened.read(LARGEST + 1)
        except OSError as error:
            raise Unusable(f"cannot be read ({error.strerror})") from error
    if len(content) > LARGEST:
        raise Unusable(f"is larger than {LARGEST >> 20} MiB")
    return content


def _record(found: Any) -> Record:
    if not isinstance(found, dict):
        raise Unusable(f"holds a JSON {type(found).__name__}, not an object")
    endpoint = _text(found, "endpoint")
    try:
        address = urlsplit(endpoint)
        host, port = address.hostname, address.port
    except ValueError:
        host = port = None
    if host not in HERE or not port or address.scheme != "http":
        raise Unusable(f"names {endpoint!r} as its endpoint, which is no address of this machine")
    return Record(
        host=host,
        port=port,
        endpoint=endpoint,
        environment=_environment(found.get("environment")),
        warning=_text(found, "warning") if found.get("warning") else "",
        **{name: _text(found, name) for name in ("region", "runtime", "why", "instance", "secret")},
    )


def _environment(value: Any) -> dict[str, str]:
    if not isinstance(value, dict) or not value:
        raise Unusable("has no environment")
    for name, text in value.items():
        if not name or "=" in name or not _usable(name) or not _usable(text):
            raise Unusable(f"has an environment in which {name!r} is no variable")
    for name in ("AWS_ENDPOINT_URL", "AWS_REGION"):
        if name not in value:
            raise Unusable(f"has an environment without {name}")
    return value


def _text(found: Mapping[str, Any], name: str) -> str:
    value = found.get(name)
    if not isinstance(value, str) or not value or not value.isprintable():
        raise Unusable(f"has no {name}")
    return value


def _usable(value: Any) -> bool:
    """Whether a process can have it in its environment."""
    try:
        return isinstance(value, str) and b"\0" not in os.fsencode(value)
    except UnicodeEncodeError:
        return False
