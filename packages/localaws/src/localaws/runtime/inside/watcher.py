"""Keeps a plain process company: passes signals on, and leaves nothing behind when it ends.

For systems without namespaces, macOS among them. It ends when the program does, and when the
server lets go of the control socket, which it does even if it is killed.

Arguments: the number of the control socket's file, the path of a file (marshal) with ``argv``,
``environment``, ``directory`` and ``at_end``, a command to run when the server has gone.
"""

from __future__ import annotations

import _socket as socket
import marshal
import os
import select
import sys
import time

from .ending import SIGKILL, collect, woken_by_children
from .program import become

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable


def main() -> None:
    control = socket.socket(fileno=int(sys.argv[1]))
    with open(sys.argv[2], "rb") as file:
        spec = marshal.load(file)
    if sys.platform == "linux":
        adopt_orphans()
    wake = woken_by_children()
    program = os.fork()
    if program == 0:
        os.setsid()
        if sys.platform == "linux":
            die_with_watcher()
        become(spec["argv"], spec["environment"], spec["directory"])
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 1)
    os.dup2(nothing, 2)
    code = watch(control, wake, program)
    if code is None:
        code = 128 + SIGKILL
        if spec.get("at_end"):
            # With the server's environment: it says where the engine's daemon or its storage is.
            os.spawnvpe(os.P_WAIT, spec["at_end"][0], spec["at_end"], spec["environment"])
    end_everything(program)
    os._exit(code)


def watch(control: socket.socket, wake: int, program: int) -> int | None:
    """Pass signals on until the program ends (its exit code) or it must be killed (None)."""
    while True:
        ready, _, _ = select.select([control.fileno(), wake], [], [])
        if wake in ready:
            os.read(wake, 4096)
            code = collect(program)
            if code is not None:
                return code
        if control.fileno() in ready:
            asked = control.recv(1)  # one byte is one signal
            if not asked or asked[0] == SIGKILL:
                return None
            os.kill(program, asked[0])


def end_everything(program: int) -> None:
    """Kill the program's session and, on Linux, whatever moved out of it."""
    kill(os.killpg, program)
    deadline = time.monotonic() + 5
    while sys.platform == "linux" and time.monotonic() < deadline:
        left = children()
        if not left:
            break
        for child in left:
            kill(os.kill, child)
        collect(program)
        time.sleep(0.005)
    collect(program)


def kill(how: Callable[[int, int], None], whom: int) -> None:
    """Kill a process or a group of them that may have ended; macOS says that with the second error."""
    try:
        how(whom, SIGKILL)
    except (ProcessLookupError, PermissionError):
        return


def children() -> list[int]:
    """The processes whose parent is this one; orphans of the program become that on Linux."""
    own = str(os.getpid())
    found = []
    for name in os.listdir("/proc"):
        if not name.isdigit():
            continue
        try:
            with open(f"/proc/{name}/stat", encoding="utf-8", errors="replace") as file:
                state, parent = file.read().rpartition(")")[2].split()[:2]
        except (FileNotFoundError, ProcessLookupError):
            continue
        if parent == own and state != "Z":
            found.append(int(name))
    return found


def adopt_orphans() -> None:
    from .syscalls import become_subreaper

    become_subreaper()


def die_with_watcher() -> None:
    from .syscalls import die_with_parent

    die_with_parent(SIGKILL)
