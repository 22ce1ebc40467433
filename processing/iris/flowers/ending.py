"""How a command ends: an exit code, a line on its output, and the same line as the job's ExitMessage.

SageMaker shows the first KB of ``/opt/ml/output/message`` as ExitMessage of a processing job, however it ended.
Imports the standard library and ``problems`` only: it has to tell of an installation that is broken.
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable
from pathlib import Path

from .problems import JobProblem

MESSAGE_BYTES = 1024
_OF_THE_USER = ("JobProblem", "JobError", "TableError", "ModelError", "Unusable")


def run(command: Callable[[], str | None]) -> int:
    """Run a command that returns what there is to tell; 0, or 1 with the reason on stderr."""
    try:
        sentence = command() or "Done."
    except Exception as error:  # noqa: BLE001 - the last who can tell SageMaker
        if type(error).__name__ not in _OF_THE_USER:
            traceback.print_exc()
        sentence = reason(error)
        print(sentence, file=sys.stderr, flush=True)
        leave_message(sentence)
        return 1
    print(sentence, flush=True)
    leave_message(sentence)
    return 0


def reason(error: Exception) -> str:
    """Why a job failed, as one sentence on one line."""
    if isinstance(error, JobProblem) or type(error).__name__ in _OF_THE_USER:
        text = str(error)
    elif isinstance(error, MemoryError):
        text = "the memory ran out: give the job a larger instance type, or less data"
    elif isinstance(error, OSError) and error.strerror:
        text = f"{error.filename or 'a file'} cannot be used: {error.strerror}"
    else:
        text = f"unexpected {type(error).__name__}: {error}"
    sentence = " ".join(text.split())
    if sentence.partition(" ")[0].isalpha():
        sentence = sentence[0].upper() + sentence[1:]
    return sentence if sentence.endswith((".", "?", "!")) else f"{sentence}."


def leave_message(sentence: str) -> None:
    """Leave the job's ExitMessage; outside of a job there is nobody to leave it for."""
    base = Path(os.environ.get("SAGEMAKER_BASE_DIR") or "/opt/ml")
    if not base.is_dir():
        return
    path = base / "output" / "message"
    try:
        path.parent.mkdir(exist_ok=True)
        # As many bytes as SageMaker reads, in whole characters: it fails a job whose message is not UTF-8.
        text = sentence.encode("utf-8", "replace")[:MESSAGE_BYTES].decode("utf-8", "ignore")
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        print(f"The message for SageMaker cannot be left: {error}", file=sys.stderr)
