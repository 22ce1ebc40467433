"""The model that serves, beside which the new one is measured: one that cannot be asked is told of, and ends nothing.

It may be of another time: of a library that this image no longer reads, of other columns, or gone. The new model is
measured all the same; that the two cannot be compared is for whoever decides, who finds the reason in the file.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from typing import TypeVar

LONGEST = 500
"""Characters of a reason."""
TOLD_BY = "STEPLINE_CHAMPION_PROBLEM"
"""The environment variable that says why a model that serves is not among what the job reads. Empty: it is, or
none serves."""
_OF_THE_JOB = (errno.ENOSPC, errno.EDQUOT, errno.EMFILE, errno.ENFILE)

Scores = TypeVar("Scores")


def measured(
    measure: Callable[[], Scores], *known: type[Exception]
) -> tuple[Scores | None, str | None]:
    """What ``measure`` finds of the model that serves, or None and why there is nothing.

    ``known`` errors are sentences already. A model of another version may fail in any way, so that all errors
    are told, but for those of the job itself: no memory, no disk.
    """
    try:
        return measure(), None
    except MemoryError:
        raise
    except Exception as error:  # whatever a model of another day ends in
        if isinstance(error, OSError) and error.errno in _OF_THE_JOB:
            raise
        if isinstance(error, known):
            return None, sentence(str(error))
        return None, sentence(
            f"the model that serves cannot be asked: {type(error).__name__}: {error}"
        )


def told() -> str | None:
    """Why the job was given no model that serves although there is one; None: nobody said so."""
    said = os.environ.get(TOLD_BY, "").strip()
    return sentence(said) if said else None


def sentence(text: str) -> str:
    """A reason as one sentence on one line."""
    line = " ".join(text.split())
    if len(line) > LONGEST:
        line = line[: LONGEST - 1] + "…"
    line = line[:1].upper() + line[1:]
    return line if line.endswith((".", "?", "!", "…")) else f"{line}."
