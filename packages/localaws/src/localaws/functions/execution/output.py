"""What a line of a sandbox's output is: the function's own, or what our runtimes say beside it. Pure.

A record separator begins what is not the function's (see ``inside/bootstrap.py``): ``L`` and one event
of the log, whose line ends are carriage returns; ``E``, a request id and KiB: nothing more comes of it.
"""

from __future__ import annotations

from dataclasses import dataclass

MARK = "\x1e"


@dataclass(frozen=True)
class Said:
    """One line.

    Attributes:
        events: of the log, each with its line end.
        ended: the request whose output is whole with this; "" mostly.
        used: KiB that the process has used at most; None where it does not say.
        own: it is one of our own runtimes that says so.
    """

    events: tuple[str, ...] = ()
    ended: str = ""
    used: int | None = None
    own: bool = False


def said(line: str) -> Said:
    """What a line says."""
    text, marked, rest = line.partition(MARK)
    events = (text + "\n",) if text or not marked else ()
    if rest.startswith("L"):
        return Said((*events, rest[1:].replace("\r", "\n") + "\n"))
    words = rest.split()
    if rest.startswith("E ") and len(words) == 3:
        return Said(events, words[1], int(words[2]) if words[2].isdigit() else None, own=True)
    return Said(events)
