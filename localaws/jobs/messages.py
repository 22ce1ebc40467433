"""Reads the two files in which a program leaves a word about its end."""

from __future__ import annotations

import codecs
from collections.abc import Sequence
from pathlib import Path

from localaws.jobs.failures import client_error

_LIMIT = 1024  # characters of an explanation, bytes of an exit message


def explanation(path: Path) -> str:
    """What a training program wrote to ``/opt/ml/output/failure``; empty where it did not."""
    if not path.is_file() or path.is_symlink():
        return ""
    with path.open(errors="replace") as file:
        return file.read(_LIMIT)


def exit_message(paths: Sequence[Path]) -> str | None:
    """The ExitMessage of a processing job: the hosts' files in order, cut at the limit.

    Raises:
        JobFailed: it is no UTF-8.
    """
    content = b""
    for path in paths:
        if path.is_file() and not path.is_symlink():
            with path.open("rb") as file:
                content += file.read(_LIMIT)
    decoder = codecs.getincrementaldecoder("utf-8")()  # a character cut in two is left out
    try:
        return decoder.decode(content[:_LIMIT]) or None
    except UnicodeDecodeError as error:
        raise client_error(f"The exit message is not valid UTF-8: {error}") from error
