"""The program: runs a command and says how it ended, to the terminal and to SageMaker."""

from __future__ import annotations

import io
import signal
import sys
import traceback
from collections.abc import Sequence
from types import FrameType
from typing import NoReturn

from .options import Command, Encode, Prepare, base_folder, parse
from .problems import JobProblem

MESSAGE_BYTES = 1024  # what SageMaker reads of the message


def main(arguments: Sequence[str]) -> int:
    """Run a command; the exit code is 0, or 1 with one sentence on stderr and in the ExitMessage."""
    signal.signal(signal.SIGTERM, _stop)
    # `encode` runs on somebody's own machine, where no platform waits for a message.
    is_job = list(arguments[:1]) != ["encode"]
    try:
        said = _run(parse(arguments))
    except JobProblem as problem:
        return _failed(str(problem), is_job)
    except OSError as error:
        name = f"{error.filename}: " if error.filename else ""
        return _failed(f"{name}{error.strerror or error}", is_job)
    except Exception as error:  # noqa: BLE001 -- the last place that can tell SageMaker
        traceback.print_exc()
        return _failed(f"unexpected {type(error).__name__}: {error}", is_job)
    if said is not None:
        print(said, flush=True)
        _leave_message(said)
    return 0


def _run(command: Command) -> str | None:
    """Run it; the line that a job's log ends with. Each imports only what it needs, and late."""
    if isinstance(command, Encode):
        _encode(command)
        return None
    if isinstance(command, Prepare):
        from . import preparation, report

        made = preparation.prepare(command)
        for warning in report.warnings(made):
            print(f"warning: {warning}", file=sys.stderr)
        return report.summary(made)
    from . import evaluation, wording

    figures, text = evaluation.evaluate(command)
    print(text)
    return wording.summary(figures)


def _encode(command: Encode) -> None:
    from . import customers, encoding

    # UTF-8 whatever the terminal is set to, as the tables are; csv wants line ends as they are.
    text = io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8-sig", newline="")
    made = customers.encode(text, encoding.load(command.encoding))
    for column, counts in made.unknown.items():
        told = encoding.unknown_in_words(column, dict(counts.most_common(20)))
        print(f"warning: {told}", file=sys.stderr)
    if made.ignored:
        print(f"warning: ignored columns: {', '.join(made.ignored)}", file=sys.stderr)
    sys.stdout.write("\n".join(made.lines) + "\n")
    sys.stdout.flush()


def _stop(number: int, frame: FrameType | None) -> NoReturn:
    """SIGTERM: leave through the ``with`` blocks, which remove what is half-written."""
    raise SystemExit(128 + number)


def _failed(reason: str, is_job: bool) -> int:
    sentence = " ".join(reason.split())
    if sentence.startswith(("the ", "there ", "wrong ", "unexpected ", "all ", "no ")):
        sentence = sentence[0].upper() + sentence[1:]  # it does not begin with the name of a file
    if not sentence.endswith((".", "?", "!")):
        sentence += "."
    print(sentence, file=sys.stderr, flush=True)
    if is_job:
        _leave_message(sentence)
    return 1


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
