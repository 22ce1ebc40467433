"""The program: runs the job and says how it ended, to the terminal and to SageMaker."""

from __future__ import annotations

import signal
import sys
import traceback
from collections.abc import Sequence
from types import FrameType
from typing import Any, NoReturn

from .options import base_folder, parse
from .problems import JobProblem

MESSAGE_BYTES = 1024  # what SageMaker reads of the message


def main(arguments: Sequence[str]) -> int:
    """Run the job; the exit code is 0, or 1 with one sentence on stderr and in the ExitMessage."""
    signal.signal(signal.SIGTERM, _stop)
    try:
        options = parse(arguments)
        # Imported late, so that wrong arguments are told at once.
        from .job import prepare

        result = prepare(options)
    except JobProblem as problem:
        return _failed(str(problem))
    except OSError as error:
        name = f"{error.filename}: " if error.filename else ""
        return _failed(f"{name}{error.strerror or error}")
    except Exception as error:  # noqa: BLE001 -- the last place that can tell SageMaker
        traceback.print_exc()
        return _failed(f"unexpected {type(error).__name__}: {error}")
    for warning in result["warnings"]:
        print(f"warning: {warning}", file=sys.stderr)
    _tell(_summary(result))
    return 0


def _stop(number: int, frame: FrameType | None) -> NoReturn:
    """SIGTERM: leave through the ``with`` blocks, which remove what is half-written."""
    raise SystemExit(128 + number)


def _failed(reason: str) -> int:
    sentence = " ".join(reason.split())
    if sentence.startswith(("the ", "there ", "wrong ", "unexpected ")):  # not the name of a file
        sentence = sentence[0].upper() + sentence[1:]
    if not sentence.endswith((".", "?", "!")):
        sentence += "."
    print(sentence, file=sys.stderr, flush=True)
    _leave_message(sentence)
    return 1


def _summary(result: dict[str, Any]) -> str:
    splits = result["splits"]
    sizes = ", ".join(f"{name} {figures['sentences']}" for name, figures in splits.items())
    entities = sum(splits["train"]["entities"].values())
    dropped = result["dropped"]["sentences"]
    tail = f"; {dropped} dropped" if dropped else ""
    for warning in result["warnings"]:
        tail += f". Warning: {warning}"
    return (
        f"Sentences: {sizes}; {entities} entities of {len(result['labels']) // 2} types to train "
        f"on; unit {result['unit']}{tail}."
    )


def _tell(sentence: str) -> None:
    print(sentence, flush=True)
    _leave_message(sentence)


def _leave_message(sentence: str) -> None:
    """Leave the job's ExitMessage; outside of a job there is nobody to leave it for."""
    base = base_folder()
    if not base.is_dir():
        return
    text = sentence.encode("utf-8")[:MESSAGE_BYTES].decode("utf-8", "ignore")
    try:
        (base / "output").mkdir(exist_ok=True)
        (base / "output" / "message").write_text(text, encoding="utf-8")
    except OSError as error:
        print(f"The message for SageMaker cannot be left: {error}", file=sys.stderr)
