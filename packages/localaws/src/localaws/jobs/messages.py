"""Reads the two files in which a program leaves a word about its end."""

from __future__ import annotations

import codecs
from collections.abc import Sequence

from localaws.jobs.failures import client_error
from localaws.jobs.written import Written

_LIMIT = 1024  # characters of an explanation, bytes of an exit message


def explanation(ml: Written, name: str) -> str:
    """What a training program wrote to ``/opt/ml/output/failure``; empty where it did not."""
    return _start(ml, name).decode(errors="replace")[:_LIMIT]


def exit_message(folders: Sequence[Written], name: str) -> str | None:
    """The ExitMessage of a processing job: the hosts' files in order, cut at the limit.

    Raises:
        JobFailed: it is no UTF-8.
    """
    content = b"".join(_start(ml, name) for ml in folders)
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        # A character that the limit cuts in two is left out; half of one at the end is no UTF-8.
        return decoder.decode(content[:_LIMIT], final=len(content) <= _LIMIT) or None
    except UnicodeDecodeError as error:
        raise client_error(f"The exit message is not valid UTF-8: {error}") from error


def _start(ml: Written, name: str) -> bytes:
    """The beginning of a file; nothing of a link, a folder or a pipe in its place."""
    try:
        file = ml.open(name)
    except PermissionError:
        raise
    except OSError:  # it is something else, or not there
        return b""
    with file:
        return file.read(4 * _LIMIT)  # a character has up to four bytes
