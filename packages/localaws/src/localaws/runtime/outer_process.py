"""Starts the outer process of a container: a program of ``inside`` with a control socket and a pipe.

What the program does, what is said over the socket and how its end is noticed is its handle's affair.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

from localaws.runtime.memory import Group

_START = "import sys; sys.path.append({!r}); from inside.{} import main; main()"
_ENTER = "open({!r}, 'w').write('0'); "  # a cgroup, before there is any child


def start(
    program: str,
    plan: Path,
    name: str,
    theirs: socket.socket,
    path: str,
    group: Group | None = None,
) -> tuple[subprocess.Popen[bytes], int]:
    """Run ``inside.<program>``; the process, and the end to read of its stdout and stderr.

    ``theirs`` is its end of the control socket, closed here whatever happens; ``path`` is its PATH.
    It and all that comes of it live in the cgroup ``group``.
    """
    reading, writing = os.pipe()
    code = _START.format(str(Path(__file__).parent), program)
    if group is not None:
        code = _ENTER.format(str(group.door)) + code
    arguments = ["-c", code, str(theirs.fileno()), str(plan), name]
    try:
        process = subprocess.Popen(
            [sys.executable, "-I", "-S", *arguments],
            stdin=subprocess.DEVNULL,
            stdout=writing,
            stderr=writing,
            pass_fds=[theirs.fileno()],
            start_new_session=True,
            env={"PATH": path},
        )
    except BaseException:
        os.close(reading)
        raise
    finally:
        theirs.close()
        os.close(writing)
    return process, reading
