"""What is in use: asked of the embedded AWS that runs on the home folder, if one does."""

from __future__ import annotations

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from localaws import running_server
from localaws.images.aws_made import Catalogue
from localaws.images.image_file import BadImageFile
from localaws.images.registry import current_tags
from localaws.prune import inventory
from localaws.prune.decision import Use
from localaws.running_server import DoesNotSay

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
            return running_server.ask(home, "images")
        except DoesNotSay as error:
            if not error.is_passing or time.monotonic() > deadline:
                why = str(error) or "it has no server.json"
                raise CannotTell(
                    f"An embedded AWS runs in {home}, and it does not say which images it uses "
                    f"({why}). Stop it, then prune again."
                ) from error
        time.sleep(0.1)
