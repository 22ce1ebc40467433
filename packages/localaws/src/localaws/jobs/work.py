"""Work that this server does with a job's containers while they serve, beside what they do by themselves.

A plan carries it (``JobPlan.work``), ``containers`` has it done and ends the containers after it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from localaws.runtime.protocol import Handle
from localaws.this_aws.s3_location import S3Location


@dataclass(frozen=True)
class Object:
    """One object of an input, and its path relative to that input."""

    location: S3Location
    path: str


class Ending(threading.Event):
    """Set when the containers are being ended, or have all ended.

    Attributes:
        by_themselves: those that had ended before that, told to by nobody.
    """

    def __init__(self) -> None:
        super().__init__()
        self.by_themselves: list[Handle] = []


@dataclass(frozen=True)
class Site:
    """What the work is done with.

    Attributes:
        containers: the started containers of each host by name, in order; that of an only one is "".
        objects: those of the plan's ``shared`` input that are each host's.
        folder: for its files; no container sees it.
        tell: adds a line to the data log of a host.
        over: set when the containers are being ended: there is nothing more to do.
    """

    containers: Mapping[str, Sequence[tuple[str, Handle]]]
    objects: Mapping[str, Sequence[Object]]
    folder: Path
    tell: Callable[[str, str], None]
    over: Ending


# Raises JobFailed for what becomes the job's FailureReason.
Work = Callable[[Site], None]
