"""What is in use: asked of the embedded AWS that runs on the home folder, if one does."""

from __future__ import annotations

import fcntl
import http.client
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from localaws.images.aws_made import Catalogue
from localaws.images.image_file import BadImageFile
from localaws.images.registry import current_tags
from localaws.prune import inventory
from localaws.prune.decision import Use

_RESPONDS_WITHIN = 30.0  # seconds
_STARTS_WITHIN = 20.0  # seconds; one that starts or stops is waited for


class CannotTell(Exception):
    """What is in use cannot be told. The message says why."""


@dataclass(frozen=True)
class Asked:
    """What is in use, and whether a server was there to be asked."""

    use: Use
    server_runs: bool


@contextmanager
def no_server(home: Path) -> Iterator[bool]:
    """Whether no server has the home folder; if so, none gets it before the end of the block."""
    try:
        lock = (home / "server.lock").open()
    except FileNotFoundError:
        yield True
        return
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
            free = True
        except BlockingIOError:
            free = False
        yield free


def ask(home: Path) -> Asked:
    """What is in use now.

    Raises:
        CannotTell: a server runs that does not say what it uses, or an image of AWS's own cannot be read.
    """
    try:
        current = current_tags(Catalogue.read(account=""))
    except BadImageFile as error:
        raise CannotTell(str(error)) from error
    answer = _server_says(home)
    if answer is None:
        return Asked(Use(current=current, trying=inventory.trying(home, None)), False)
    health, images = answer
    use = Use(
        identities=frozenset(images["identities"]),
        uris=frozenset(images["uris"]),
        current=current,
        trying=inventory.trying(home, health["pid"]),
    )
    return Asked(use, True)


def _server_says(home: Path) -> tuple[dict[str, Any], dict[str, Any]] | None:
    """Its health and its images; None where no server runs."""
    deadline = time.monotonic() + _STARTS_WITHIN
    while True:
        with no_server(home) as free:
            if free:
                return None
        try:
            record = json.loads((home / "server.json").read_text())
            health = _get(record["port"], "health")
            if health["instance"] != record["instance"]:
                raise ValueError("another embedded AWS answers at its port")
            return health, _get(record["port"], "images")
        except (OSError, http.client.HTTPException, ValueError, KeyError, TypeError) as error:
            passing = isinstance(error, (FileNotFoundError, ConnectionRefusedError))
            if not passing or time.monotonic() > deadline:
                raise CannotTell(
                    f"An embedded AWS runs in {home}, and it does not say which images it uses "
                    f"({error or type(error).__name__}). Stop it, then prune again."
                ) from error
        time.sleep(0.1)


def _get(port: int, page: str) -> dict[str, Any]:
    """A page of the server's own, straight from this machine."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_RESPONDS_WITHIN)
    try:
        connection.request("GET", f"/_localaws/{page}")
        answer = connection.getresponse()
        content = json.loads(answer.read())
    finally:
        connection.close()
    if answer.status != http.client.OK or not isinstance(content, dict):
        raise ValueError(f"{answer.status} {answer.reason}")
    return content
