"""The ways in which a run of a job comes out, with what is said of each: it ends, or it pauses to begin anew. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from localaws.jobs.job import Status, capitalized

# As the API reference describes the status; no log of AWS's shows its message.
INTERRUPTED = "The managed spot training instances were interrupted"


@dataclass(frozen=True)
class Ending:
    """How a job ends: its status, its last phase with its message, and the reason of a failure."""

    status: Status
    phase: str
    message: str
    reason: str | None = None


@dataclass(frozen=True)
class Pause:
    """A job that is to be run again, so many seconds later: the phase until then, and its message."""

    phase: str
    message: str
    seconds: float = 0.0


def completed(words: str) -> Ending:
    return Ending("Completed", "Completed", f"{capitalized(words)} completed")


def failed(words: str, reason: str) -> Ending:
    speakable = reason.encode(errors="backslashreplace").decode()  # names may be any bytes
    return Ending("Failed", "Failed", f"{capitalized(words)} failed", speakable)


def stopped(words: str) -> Ending:
    return Ending("Stopped", "Stopped", f"{capitalized(words)} stopped")


def ran_too_long(words: str) -> Ending:
    message = f"{capitalized(words)} runtime exceeded MaxRuntimeInSeconds provided"
    return Ending("Stopped", "MaxRuntimeExceeded", message)


def waited_too_long(words: str) -> Ending:
    message = f"{capitalized(words)} wait time exceeded MaxWaitTimeInSeconds provided"
    return Ending("Stopped", "MaxWaitTimeExceeded", message)


def interrupted(capacity_in: float) -> Pause:
    return Pause("Interrupted", INTERRUPTED, capacity_in)


def restarting(words: str) -> Pause:
    return Pause("Restarting", f"Restarting the {words}")
