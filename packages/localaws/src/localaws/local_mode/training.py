"""Trains an image on a folder: what ``docker run -v FOLDER:/opt/ml IMAGE train`` would do."""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from pathlib import Path

from localaws.jobs import messages
from localaws.jobs.training import config as training_config
from localaws.jobs.written import Written
from localaws.local_mode import building, folder, record
from localaws.local_mode.errors import LocalModeError
from localaws.local_mode.interruption import ending
from localaws.local_mode.options import Train
from localaws.runtime.protocol import ContainerSpec

GRACE = 30.0  # seconds from Ctrl-C's SIGTERM to SIGKILL; AWS waits for 120
_NOT_STARTED = (126, 127)  # a runtime's exit codes when there is no such program, after Docker


def train(asked: Train) -> int:
    """Train; the exit code of the command.

    Raises:
        LocalModeError: the folder cannot be used, or the program failed.
        RuntimeRefused, DockerfileError, InstallFailed, OSError: the image cannot be run; an earlier
            model is still there.
        KeyboardInterrupt: there was a signal.
    """
    earlier = record.read(asked.ml)
    preparation = folder.decide(folder.survey(asked.ml, earlier), asked)
    runtime, tag = building.make_ready(asked)
    name = asked.image.resolve().name
    spec = ContainerSpec(
        name=f"{name}/{folder.HOST}",
        image=tag,
        ml=asked.ml,
        arguments=("train",),
        environment={"TRAINING_JOB_NAME": name},
    )
    last_line = ""

    def show(line: str) -> None:
        nonlocal last_line
        last_line = line
        print(line, flush=True)

    print(_hyperparameters(asked, preparation), file=sys.stderr, flush=True)
    began = time.monotonic()
    with folder.prepared(asked.ml, earlier, preparation):
        handle = runtime.start(spec, show)
    code = None
    try:
        with ending(handle, GRACE) as interrupted:
            code = handle.wait()
    finally:
        left = record.stamps(asked.ml, folder.RESULTS)
        known = replace(record.read(asked.ml), results=left, whole=code == 0)
        record.write(asked.ml, known)
    if interrupted.is_set():
        raise KeyboardInterrupt
    if code != 0:
        said = messages.explanation(Written(asked.ml), training_config.FAILURE)
        said = said or (last_line if code in _NOT_STARTED else "it wrote no output/failure")
        raise LocalModeError(f"train failed with exit code {code}: {said}")
    print(_summary(asked.ml, left, time.monotonic() - began, f"{runtime.name}: {runtime.why}"))
    return 0


def _hyperparameters(asked: Train, preparation: folder.Preparation) -> str:
    """What it is trained with: what was set and, in parentheses, what was not."""
    path = training_config.HYPERPARAMETERS
    if path not in preparation.files:
        return f"Hyperparameters: those of {asked.ml}/{path}"
    values = preparation.files[path].items()
    shown = (f"{k}={v}" if k in asked.hyperparameters else f"({k}={v})" for k, v in values)
    return f"Hyperparameters: {' '.join(shown) or 'none'}"


def _summary(ml: Path, left: dict[str, record.Stamp], seconds: float, how: str) -> str:
    lines = [f"  {path}  {size:,} bytes" for path, (size, _) in left.items()]
    if not any(path.startswith("model/") for path in left):
        lines.append("  model is empty: SageMaker would keep no model.tar.gz")
    return "\n".join([f"Trained in {seconds:.1f} s ({how}). In {ml}:", *lines])
