"""The command: reads its arguments, does it, and says in a sentence what went wrong."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from localaws.images.changes import InstallFailed
from localaws.images.dockerfile import DockerfileError
from localaws.local_mode import options
from localaws.local_mode.errors import LocalModeError
from localaws.local_mode.options import Train
from localaws.local_mode.serving import serve
from localaws.local_mode.training import train
from localaws.runtime.protocol import RuntimeRefused
from localaws.server.errors import CannotStart


def main(arguments: Sequence[str] | None = None) -> int:
    """Do one command; the exit code."""
    asked = options.parse(arguments)
    try:
        return train(asked) if isinstance(asked, Train) else serve(asked)
    except (LocalModeError, DockerfileError, InstallFailed, RuntimeRefused, CannotStart) as error:
        return _say(str(error), 1)
    except OSError as error:
        return _say(f"{error.filename}: {error.strerror}" if error.filename else str(error), 1)
    except KeyboardInterrupt:
        return _say("interrupted", 130)


def _say(sentence: str, code: int) -> int:
    print(f"local mode: {sentence}", file=sys.stderr)
    return code
