"""The program: ``python3 -m monitoring``. It ends with a line on its output, which is the job's ExitMessage as well."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Sequence

from .baseline import NoBaseline
from .job import look
from .options import WrongArguments, base_folder, parse

_MESSAGE_BYTES = 1024  # what SageMaker reads of the message


def main(arguments: Sequence[str]) -> int:
    """0, or 1 with the reason."""
    try:
        told, code = look(parse(arguments)), 0
    except (NoBaseline, WrongArguments) as error:
        told, code = f"{str(error)[:1].upper()}{str(error)[1:]}.", 1
    except Exception as error:  # noqa: BLE001 - the last who can tell SageMaker
        traceback.print_exc()
        told, code = f"Unexpected {type(error).__name__}: {error}", 1
    print(told, file=sys.stderr if code else sys.stdout, flush=True)
    folder = base_folder() / "output"
    if base_folder().is_dir():
        folder.mkdir(exist_ok=True)
        # In whole characters: SageMaker fails a job whose message is not UTF-8.
        cut = told.encode("utf-8", "replace")[:_MESSAGE_BYTES].decode("utf-8", "ignore")
        (folder / "message").write_text(cut, encoding="utf-8")
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
