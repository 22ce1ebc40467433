"""Lays a container's ``/opt/ml`` out, as the platform does before the start, and takes it away."""

from __future__ import annotations

import json
import logging
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from localaws.jobs.plan import JobPlan

log = logging.getLogger(__name__)


def lay_out(plan: JobPlan, host: str, ml: Path) -> None:
    """Make the folders and write the configuration files of one host."""
    for folder in plan.all_folders():
        (ml / folder).mkdir(parents=True, exist_ok=True)
    for path, content in plan.files.items():
        _write(ml / path, content)
    if plan.resources is not None:
        path, resources = plan.resources
        _write(ml / path, {"current_host": host, **resources})


def remove(folder: Path) -> None:
    """Remove a working folder; what cannot be removed is logged, for the job has ended anyway."""
    shutil.rmtree(folder, onerror=_retry)


def remove_left_over(home: Path) -> None:
    """Remove the working folders of jobs whose server was killed."""
    if (home / "jobs").exists():
        remove(home / "jobs")


def _write(path: Path, content: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content))


def _retry(action: Callable[[str], Any], path: str, failure: Any) -> None:
    """Programs leave folders without the right to write behind: grant it and try once more."""
    if isinstance(failure[1], FileNotFoundError):
        return
    try:
        Path(path).parent.chmod(0o700)
        if not Path(path).is_symlink():  # the program's, to a file of the user's
            Path(path).chmod(0o700)
        action(path)
    except OSError as error:
        log.warning("%s was left behind: %s", path, error)
