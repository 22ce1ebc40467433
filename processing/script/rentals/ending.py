"""How a command ends: an exit code, a line on its output, and the same line as the job's ExitMessage.

SageMaker shows the first KB of ``/opt/ml/output/message`` as ExitMessage of a processing job, however
it ended, and fails a job whose message is not UTF-8 (developer guide, "Save and Access Metadata
Information About Your Processing Job"). A process that is killed cannot write any more, so the file
says so from the beginning and is written over at the end.

Imports the standard library and ``problems`` only: it has to tell of an installation that is broken.
"""

from __future__ import annotations

import errno
import os
import signal
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import NoReturn

from .problems import JobProblem

MESSAGE_BYTES = 1024  # what SageMaker reads of the message
KILLED = (
    "The job was killed before it could say why. Most often that means that the memory ran out: "
    "give it a larger instance type, or less data."
)
STOPPED = "The job was stopped before its end."


def run(command: Callable[[], str]) -> int:
    """Run a command that returns what there is to tell; 0, or 1 with the reason on stderr."""
    signal.signal(signal.SIGTERM, _stop)
    leave_message(KILLED)
    try:
        sentence = command()
    except Exception as error:  # noqa: BLE001 - the last who can tell SageMaker
        if is_unexpected(error):
            traceback.print_exc()
        sentence = reason(error)
        print(sentence, file=sys.stderr, flush=True)
        leave_message(sentence)
        return 1
    except SystemExit as end:
        leave_message(STOPPED if end.code else "")
        raise
    print(sentence, flush=True)
    leave_message(sentence)
    return 0


def reason(error: Exception) -> str:
    """Why a job failed, as one sentence on one line."""
    if isinstance(error, JobProblem):
        text = str(error)
    elif isinstance(error, MemoryError):
        detail = f" ({error})" if str(error) else ""
        text = f"the memory ran out{detail}: give the job a larger instance type, or less data"
    elif isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        file = f" at {error.filename}" if error.filename else ""
        text = f"the disk is full{file}: give the job a larger volume, or less data"
    elif isinstance(error, OSError) and error.strerror:
        text = f"{error.filename}: {error.strerror}" if error.filename else error.strerror
    else:
        text = f"unexpected {type(error).__name__}: {error}"
    sentence = " ".join(text.split()).rstrip(":")
    if sentence.partition(" ")[0].isalpha():  # not the name of a file
        sentence = sentence[0].upper() + sentence[1:]
    return sentence if sentence.endswith((".", "?", "!")) else f"{sentence}."


def is_unexpected(error: Exception) -> bool:
    """Whether it is a defect, of which the log shows where it happened."""
    return not isinstance(error, (JobProblem, OSError, MemoryError)) or (
        isinstance(error, OSError) and error.strerror is None
    )


def message(sentence: str) -> bytes:
    """As much of a sentence as SageMaker reads, in whole characters."""
    text = sentence.encode("utf-8", "replace")
    if len(text) > MESSAGE_BYTES:
        room = MESSAGE_BYTES - len("…".encode())
        text = (text[:room].decode("utf-8", "ignore") + "…").encode()
    return text


def base_folder() -> Path:
    """The folder that SageMaker gives a job: /opt/ml, or what SAGEMAKER_BASE_DIR names."""
    return Path(os.environ.get("SAGEMAKER_BASE_DIR") or "/opt/ml")


def leave_message(sentence: str) -> None:
    """Leave the job's ExitMessage; outside of a job there is nobody to leave it for."""
    base = base_folder()
    if not base.is_dir():
        return
    path = base / "output" / "message"
    try:
        path.parent.mkdir(exist_ok=True)
        # Over what stands there, and shortened afterwards: on a full disk its bytes are all there are.
        with path.open("r+b" if path.exists() else "wb") as file:
            file.write(message(sentence))
            file.truncate()
    except OSError as error:
        print(f"The message for SageMaker cannot be left: {error}", file=sys.stderr)


def _stop(number: int, frame: FrameType | None) -> NoReturn:
    """SIGTERM: leave through the ``with`` blocks, which remove what is half-written."""
    raise SystemExit(128 + number)
