"""The entry point of ``train``."""

from __future__ import annotations

from built_in.failure import AlgorithmError, run
from built_in.folders import Folders


def main() -> int:
    """Run the job of this container; returns the exit code."""

    def job() -> None:
        raise AlgorithmError("Linear Learner cannot be trained here yet")

    code: int = run(job, Folders.of_this_container().failure)
    return code
