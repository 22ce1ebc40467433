"""What local mode has put into a folder and left there: ``.local-mode.json`` in that folder.

By it a later run knows what it may take away. Whatever else lies there, and what was changed
since, is the user's own.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from localaws.jobs.written import Written

_FILE = ".local-mode.json"
Stamp = list[int]  # size in bytes and time of the last change in nanoseconds


@dataclass(frozen=True)
class Record:
    """Files by their path relative to the folder."""

    brought: Mapping[str, Stamp] = field(default_factory=dict)  # data and configuration
    # What the program left; None while it runs, and after a run that was killed.
    results: Mapping[str, Stamp] | None = field(default_factory=dict)
    whole: bool = True  # the program ended well, or there was none yet


def read(ml: Path) -> Record:
    """The record of a folder; an empty one where there is none, or no longer ours.

    The program could write there as well: what it put in the record's place is not followed.
    """
    try:
        with Written(ml).open(_FILE) as file:
            found = Record(**json.load(file))
        stamps_of = [found.brought, {} if found.results is None else found.results]
        return found if all(isinstance(each, dict) for each in stamps_of) else Record()
    except (OSError, ValueError, TypeError, RecursionError):
        return Record()


def write(ml: Path, record: Record) -> None:
    """Keep it, whole or not at all."""
    number, aside = tempfile.mkstemp(prefix=f"{_FILE}.", dir=ml)  # never what lies there already
    with os.fdopen(number, "w") as file:
        json.dump(asdict(record), file)
    Path(aside).replace(ml / _FILE)


def stamps(ml: Path, paths: Iterable[str]) -> dict[str, Stamp]:
    """These files and every file below these folders, as they are now."""
    found = {}
    for path in paths:
        below = [Path(top, name) for top, _, names in os.walk(ml / path) for name in names]
        for file in below or [ml / path]:
            if file.is_symlink() or file.is_file():
                status = file.lstat()
                stamp = [status.st_size, status.st_mtime_ns]
                found[file.relative_to(ml).as_posix()] = stamp
    return dict(sorted(found.items()))


def users_own(ml: Path, path: str, known: Mapping[str, Stamp] | None) -> list[str]:
    """The files at or below ``path`` that are not as an earlier run left them; ``None`` knows them all."""
    if known is None:
        return []
    return [file for file, stamp in stamps(ml, [path]).items() if known.get(file) != stamp]
