"""What can go wrong with one object of a transform job, and whose fault it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from localaws.jobs.failures import JobFailed

Fault = Literal["ClientError", "AlgorithmError"]


class ObjectFailed(Exception):
    """No output is stored of the object; the others go on.

    ``lines`` is what the data log says of it, each beginning with the object's bucket and key there.
    """

    def __init__(self, fault: Fault, *lines: str) -> None:
        super().__init__("; ".join(lines))
        self.fault: Fault = fault
        self.lines: Sequence[str] = lines


def job_failure(faults: Iterable[Fault]) -> JobFailed | None:
    """Why a job with those faults has failed, in AWS's words; None where there are none."""
    found = set(faults)
    if not found:
        return None
    fault = "AlgorithmError" if "AlgorithmError" in found else "ClientError"
    return JobFailed(f"{fault}: See job logs for more information")
