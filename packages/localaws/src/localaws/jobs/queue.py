"""Who may run now: first come, first served, with so many slots for containers. Pure."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass


@dataclass(frozen=True)
class Standing:
    """How things stood when a job came to wait, for what its user is told.

    Attributes:
        slots: how many containers of jobs run at once.
        taken: how many run now.
        ahead: how many jobs wait before this one.
    """

    slots: int
    taken: int
    ahead: int

    @property
    def text(self) -> str:
        """What the user of the job reads."""
        return (
            f"Waiting for a job slot on this machine: {self.taken} of the {self.slots} containers of "
            f"jobs that may run at once do, and {self.ahead} jobs wait before this one"
        )


class Queue:
    """Jobs that run and jobs that wait, by whatever identifies them; knows neither thread nor time.

    A job takes a slot for each of its hosts, all at once or none. The first that waits holds up all
    behind it, so that no stream of small jobs can keep a large one out. Where nothing runs, the first
    is admitted whatever it asks for.
    """

    def __init__(self, slots: int) -> None:
        if slots < 1:
            raise ValueError(f"{slots} job slots: at least one is needed")
        self.slots = slots
        self._running: dict[Hashable, int] = {}
        self._waiting: dict[Hashable, int] = {}  # in the order in which they came

    @property
    def taken(self) -> int:
        return sum(self._running.values())

    @property
    def running(self) -> tuple[Hashable, ...]:
        return tuple(self._running)

    @property
    def waiting(self) -> tuple[Hashable, ...]:
        return tuple(self._waiting)

    def ask(self, job: Hashable, hosts: int) -> bool:
        """Take slots for a job, or queue it; whether it may run now."""
        if job in self._running or job in self._waiting:
            raise ValueError(f"{job!r} has asked already")
        self._waiting[job] = hosts
        return job in self._admit()

    def leave(self, job: Hashable) -> list[Hashable]:
        """Give a job's slots back; those that may run now, in their order."""
        self._running.pop(job, None)
        return self._admit()

    def withdraw(self, job: Hashable) -> tuple[bool, list[Hashable]]:
        """Take a job out of the line: whether it was waiting, and those that may run now."""
        waited = self._waiting.pop(job, None) is not None
        return waited, self._admit()

    def standing(self) -> Standing:
        """How things stand for the last in the line."""
        return Standing(self.slots, self.taken, len(self._waiting) - 1)

    def _admit(self) -> list[Hashable]:
        admitted: list[Hashable] = []
        for job, hosts in list(self._waiting.items()):
            if self._running and self.taken + hosts > self.slots:
                break
            self._running[job] = self._waiting.pop(job)
            admitted.append(job)
        return admitted
