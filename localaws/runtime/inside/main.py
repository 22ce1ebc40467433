"""First process of a namespace container.

Two processes come of it. The outer one makes the namespaces and waits; the inner one is PID 1 of
the new PID namespace: it builds the root, starts the program, passes signals on, collects orphans,
and hands sockets of the container's network to the server. When it ends, the kernel ends every
process of the container. It ends when the program does, when the outer process does, and when the
server lets go of the control socket, which it does even if it is killed.

Arguments: the number of the control socket's file, the path of a JSON file (see ``namespace``).
"""

from __future__ import annotations

import json
import os
import select
import signal
import socket
import sys
from typing import Any

from . import syscalls
from .ending import collect, exit_code, woken_by_children
from .layout import build_root
from .program import become

SET_UP_FAILED = 125  # what Docker exits with when the container, not the program, is at fault


def main() -> None:
    control = socket.socket(fileno=int(sys.argv[1]))
    with open(sys.argv[2], encoding="utf-8") as file:
        spec: dict[str, Any] = json.load(file)
    try:
        enter_namespaces(spec["network"])
    except OSError as error:
        fail(error)
    inner = os.fork()
    if inner == 0:
        run_as_first_process(control, spec)
    # The control socket and the output belong to the inner process alone from here on.
    control.close()
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 1)
    os.dup2(nothing, 2)
    _, status = os.waitpid(inner, 0)
    os._exit(exit_code(status))


def enter_namespaces(network: bool) -> None:
    """Leave the machine's namespaces; an ordinary user becomes root of a user namespace first."""
    flags = syscalls.CLONE_NEWNS | syscalls.CLONE_NEWPID | syscalls.CLONE_NEWIPC
    flags |= syscalls.CLONE_NEWUTS | (syscalls.CLONE_NEWNET if network else 0)
    user, group = os.geteuid(), os.getegid()
    if user == 0:
        try:
            syscalls.unshare(flags)
            return
        except PermissionError:
            pass  # root without its powers, as in a plain container: the user namespace is left
    syscalls.unshare(flags | syscalls.CLONE_NEWUSER)
    for name, content in (
        ("setgroups", "deny"),
        ("uid_map", f"0 {user} 1"),
        ("gid_map", f"0 {group} 1"),
    ):
        with open(f"/proc/self/{name}", "w", encoding="ascii") as file:
            file.write(content)


def run_as_first_process(control: socket.socket, spec: dict[str, Any]) -> None:
    try:
        syscalls.die_with_parent(signal.SIGKILL)
        syscalls.mount("none", "/", flags=syscalls.MS_REC | syscalls.MS_PRIVATE)
        socket.sethostname(spec["hostname"])
        if spec["network"]:
            syscalls.loopback_up()
        build_root(spec)
        syscalls.pivot_root(spec["root"])
    except OSError as error:
        fail(error)
    wake = woken_by_children()
    program = os.fork()
    if program == 0:
        os.setsid()
        become(spec["argv"], spec["environment"], spec["directory"])
    watch(control, wake, program)


def watch(control: socket.socket, wake: int, program: int) -> None:
    """Serve the control socket and collect children until the program ends."""
    poll = select.poll()
    poll.register(control, select.POLLIN)
    poll.register(wake, select.POLLIN)
    while True:
        for ready, _ in poll.poll():
            if ready == wake:
                os.read(wake, 4096)
                code = collect(program)
                if code is not None:
                    os._exit(code)
            else:
                answer(control, control.recv(64), program)


def answer(control: socket.socket, message: bytes, program: int) -> None:
    """One request of the server.

    ``S<n>`` sends the program signal n. ``N`` asks for a new socket of the container's network,
    ``L<port>`` for one that listens on a port there. Nothing means that the server is gone.
    """
    kind, argument = message[:1], message[1:].decode()
    if not message:
        os._exit(128 + signal.SIGKILL)
    elif kind == b"S":
        try:
            os.kill(program, int(argument))
        except ProcessLookupError:
            return
    elif kind in (b"N", b"L"):
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as made:
            try:
                if kind == b"L":
                    made.bind(("127.0.0.1", int(argument)))
                    made.listen(128)
                socket.send_fds(control, [kind], [made.fileno()])
            except OSError as error:
                control.send(b"E" + str(error).encode())


def fail(error: OSError) -> None:
    sys.stderr.write(f"the container could not be set up: {error.strerror}\n")
    sys.stderr.flush()
    os._exit(SET_UP_FAILED)
