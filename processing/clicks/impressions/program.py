"""The program: runs the command that its arguments name. How it ends: ``ending``."""

from __future__ import annotations

import io
import sys
from collections.abc import Sequence

from .options import Encode, EncodeAgain, Prepare, parse


def work(arguments: Sequence[str]) -> str | None:
    """Run a command; the line that a job's log and its ExitMessage end with.

    Raises:
        JobProblem: the arguments or the data cannot be used.
    """
    command = parse(arguments)
    # Each imports only what it needs, and late.
    if isinstance(command, Encode):
        _encode(command)
        return None
    if isinstance(command, Prepare):
        from . import preparation, report

        made = preparation.prepare(command)
        for warning in report.warnings(made):
            print(f"warning: {warning}", file=sys.stderr)
        return report.summary(made)
    if isinstance(command, EncodeAgain):
        from . import raw

        return raw.encode_again(command)
    from . import evaluation, wording

    figures, text = evaluation.evaluate(command)
    print(text)
    return wording.summary(figures)


def _encode(command: Encode) -> None:
    from . import encoding, requests

    # UTF-8 whatever the terminal is set to, as the logs are; csv wants line ends as they are.
    text = io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8-sig", newline="")
    made = requests.encode(text, encoding.load(command.encoding))
    for column, counts in made.unknown.items():
        cells = ", ".join(f"{cell!r} ({count})" for cell, count in counts.most_common(20))
        print(f"warning: {column} has no feature for {cells}", file=sys.stderr)
    sys.stdout.write("\n".join(made.lines) + "\n")
    sys.stdout.flush()
