"""Starting the container's own program, with Docker's rules and Docker's words when it cannot."""

from __future__ import annotations

import _signal as signal  # type: ignore[import-not-found]
import os
import sys

NOT_RUNNABLE, NOT_FOUND = 126, 127


class CannotStart(Exception):
    """The command cannot be executed; ``code`` is the exit code that Docker gives for it."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code = code


def find(command: str, search_path: str, directory: str) -> str:
    """The absolute path of a command: looked up in PATH unless it has a slash in it.

    Raises:
        CannotStart: there is none, or it lacks the run bit.
    """
    if "/" in command:
        path = os.path.join(directory, command)
        if not os.path.exists(path):
            raise CannotStart(
                NOT_FOUND, f'exec: "{command}": stat {command}: no such file or directory'
            )
        if os.path.isdir(path):
            raise CannotStart(NOT_RUNNABLE, f'exec: "{command}": is a directory')
        if not os.access(path, os.X_OK):
            raise CannotStart(NOT_RUNNABLE, f'exec: "{command}": permission denied')
        return path
    refused = False
    for folder in search_path.split(":"):
        path = os.path.join(directory, folder, command)
        if os.path.isfile(path):
            if os.access(path, os.X_OK):
                return path
            refused = True
    if refused:
        raise CannotStart(NOT_RUNNABLE, f'exec: "{command}": permission denied')
    raise CannotStart(NOT_FOUND, f'exec: "{command}": executable file not found in $PATH')


def become(argv: list[str], environment: dict[str, str], directory: str) -> None:
    """Replace this process by the program; on failure say why on stderr and exit."""
    try:
        os.chdir(directory)
        path = find(argv[0], environment.get("PATH", ""), directory)
        for name in range(1, signal.NSIG):
            if name not in (signal.SIGKILL, signal.SIGSTOP) and name < 32:
                signal.signal(name, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_SETMASK, [])
        os.execve(path, argv, environment)
    except CannotStart as refusal:
        _leave(refusal.code, str(refusal))
    except FileNotFoundError:
        _leave(NOT_FOUND, f'exec: "{argv[0]}": the program that its first line names is not there')
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        _leave(NOT_RUNNABLE, f'exec: "{argv[0]}": {reason}')


def _leave(code: int, message: str) -> None:
    sys.stderr.write(message + "\n")
    sys.stderr.flush()
    os._exit(code)
