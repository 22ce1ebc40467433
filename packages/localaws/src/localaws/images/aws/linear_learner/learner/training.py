"""The entry point of ``train``: the job of this container, and how it says why it failed."""

from __future__ import annotations

from built_in.failure import run
from built_in.folders import Folders


def main() -> int:
    """Run the job of this container; returns the exit code."""
    folders = Folders.of_this_container()
    code: int = run(lambda: _train(folders), folders.failure)
    return code


def _train(folders: Folders) -> None:
    from . import job  # its imports take time, and it is soon enough to say then what is wrong

    job.run(folders)
