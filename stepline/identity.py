"""Whether the embedded AWS of a home folder runs, and how it is asked to stop.

It runs if the folder's ``server.lock`` is held, and if whoever answers at the address in
``server.json`` says the same instance as that file. A process id says nothing: it may be anybody's.
"""

from __future__ import annotations

import http.client
import json
from dataclasses import dataclass
from pathlib import Path

from stepline import lock_holder, server_record
from stepline.server_record import Record, Unusable

LOCK = "server.lock"
RESPONDS_WITHIN = 5.0  # seconds


@dataclass(frozen=True)
class Absent:
    """Nobody holds the lock: no embedded AWS runs here, whatever files say."""


@dataclass(frozen=True)
class Running:
    """It runs, and it is this folder's."""

    record: Record
    pid: int  # as it says itself; to be shown, never to be signalled


@dataclass(frozen=True)
class Passing:
    """The lock is held, and nothing can be asked yet or any more: it starts or it stops."""


@dataclass(frozen=True)
class Astray:
    """The lock is held, but the holder cannot be spoken to. ``why`` is a clause about it."""

    why: str


State = Absent | Running | Passing | Astray


def observe(home: Path) -> State:
    """How it stands with the embedded AWS of that folder, at this moment."""
    try:
        if not lock_holder.is_held(home / LOCK):
            return Absent()
    except OSError as error:
        return Astray(f"its {LOCK} cannot be read ({error.strerror})")
    try:
        record = server_record.read(home)
    except Unusable as error:
        return Astray(f"its {server_record.FILE} {error}")
    return Passing() if record is None else _ask(home, record)


def _ask(home: Path, record: Record) -> State:
    try:
        _, health = _request(record, "GET", "health")
    except ConnectionRefusedError:
        return Passing()  # it withdraws its record before it stops to listen
    except TimeoutError:
        return Astray(f"it has not answered at {record.endpoint} for {RESPONDS_WITHIN:.0f} s")
    except (OSError, http.client.HTTPException) as error:
        return Astray(f"what answers at {record.endpoint} is no embedded AWS ({error})")
    if not isinstance(health.get("instance"), str):
        return Astray(f"what answers at {record.endpoint} is no embedded AWS")
    if health["instance"] != record.instance:
        return Astray(
            f"at {record.endpoint} another embedded AWS answers (home folder {health.get('home')})"
        )
    started_as, pid = health.get("home"), health.get("pid")
    if not isinstance(started_as, str) or not _same(home, Path(started_as)):
        return Astray(f"the folder was {started_as} when it started and has been moved since")
    return Running(record, pid if isinstance(pid, int) else 0)


def ask_to_stop(record: Record) -> bool:
    """Whether the server has said that it stops."""
    try:
        status, _ = _request(record, "POST", "stop", {"X-Localaws-Secret": record.secret})
    except (OSError, http.client.HTTPException):
        return False
    return status == http.client.ACCEPTED


def _request(
    record: Record, method: str, page: str, headers: dict[str, str] | None = None
) -> tuple[int, dict[str, object]]:
    """The status and the JSON object of an answer. No proxy is asked, no redirection followed."""
    connection = http.client.HTTPConnection(record.host, record.port, timeout=RESPONDS_WITHIN)
    try:
        connection.request(method, f"/_localaws/{page}", headers=headers or {})
        answer = connection.getresponse()
        content = answer.read(1 << 16)
    finally:
        connection.close()
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        found = None
    return answer.status, found if isinstance(found, dict) else {}


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False
