"""First process of a namespace container.

Two processes come of it. The outer one makes the namespaces and waits; the inner one is PID 1 of
the new PID namespace: it builds the root, starts the program without privileges, passes signals on,
collects orphans, and hands sockets of the container's network to the server. When it ends, the kernel ends every
process of the container. It ends when the program does, when the outer process does, and when the
server lets go of the control socket, which it does even if it is killed.

Arguments: the number of the control socket's file, the path of the plan (see ``namespace_plan``).
"""

from __future__ import annotations

import _socket as socket
import marshal
import os
import select
import sys

from . import RESOLVER, privileges, syscalls
from .ending import SIGKILL, collect, exit_code, woken_by_children
from .kernel_files import mount_kernel_files
from .layout import build_root
from .program import become

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_BACKLOG = 64
SET_UP_FAILED = 125  # what Docker exits with when the container, not the program, is at fault


def main() -> None:
    control = socket.socket(fileno=int(sys.argv[1]))
    os.set_inheritable(control.fileno(), False)  # it is not the program's
    with open(sys.argv[2], "rb") as file:
        spec: dict[str, Any] = marshal.load(file)
    try:
        own_user = enter_namespaces()
    except OSError as error:
        fail(error)
    inner = os.fork()
    if inner == 0:
        run_as_first_process(control, spec, own_user)
    # The control socket and the output belong to the inner process alone from here on.
    control.close()
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 1)
    os.dup2(nothing, 2)
    _, status = os.waitpid(inner, 0)
    os._exit(exit_code(status))


def enter_namespaces() -> bool:
    """Leave the machine's namespaces; an ordinary user becomes root of a user namespace first.

    Whether there is such a user namespace.
    """
    flags = syscalls.CLONE_NEWNS | syscalls.CLONE_NEWPID | syscalls.CLONE_NEWIPC
    flags |= syscalls.CLONE_NEWUTS | syscalls.CLONE_NEWNET | syscalls.CLONE_NEWCGROUP
    user, group = os.geteuid(), os.getegid()
    if user == 0:
        try:
            syscalls.unshare(flags)
            return False
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
    return True


def run_as_first_process(control: socket.socket, spec: dict[str, Any], own_user: bool) -> None:
    try:
        syscalls.die_with_parent(SIGKILL)
        syscalls.mount("none", "/", flags=syscalls.MS_REC | syscalls.MS_PRIVATE)
        socket.sethostname(spec["hostname"])
        syscalls.loopback_up()
        build_root(spec, own_user)
        mount_kernel_files(spec["root"])
        syscalls.pivot_root(spec["root"])
        privileges.be_untouchable()
    except OSError as error:
        fail(error)
    wake = woken_by_children()
    program = os.fork()
    if program == 0:
        os.setsid()
        try:
            privileges.give_up()
            be_filtered(control, spec["network"], spec["asks"])
        except OSError as error:
            fail(error)
        become(spec["argv"], spec["environment"], spec["directory"])
    watch(control, wake, program)


def be_filtered(control: socket.socket, network: bool, asks: int) -> None:
    """Apply the filter; with a network, hand the server what it answers: its calls, and names.

    Where the program ``asks`` on a port, also the socket that listens there.
    """
    if not network:
        privileges.filter_calls(asks=False)
        return
    names = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    names.bind((RESOLVER, 53))
    files = [names.fileno()]
    if asks:
        asked = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        asked.bind(("127.0.0.1", asks))
        asked.listen(_BACKLOG)
        files.append(asked.fileno())
    calls = privileges.filter_calls(asks=True)
    assert calls is not None  # as it asks
    send_files(control, b"F", [calls, *files])
    for file in (calls, *files):
        os.close(file)


def send_files(control: socket.socket, message: bytes, files: list[int]) -> None:
    """``socket.send_fds``, whose module takes too long to import."""
    numbers = b"".join(file.to_bytes(4, sys.byteorder) for file in files)
    control.sendmsg([message], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, numbers)])


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

    ``S<n>`` sends the program signal n. ``N`` asks for a new socket of the container's network.
    Nothing means that the server is gone.
    """
    kind, argument = message[:1], message[1:].decode()
    if not message:
        os._exit(128 + SIGKILL)
    elif kind == b"S":
        try:
            os.kill(program, int(argument))
        except ProcessLookupError:
            return
    elif kind == b"N":
        try:
            made = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
            send_files(control, kind, [made.fileno()])
            made.close()
        except OSError as error:
            control.send(b"E" + str(error).encode())


def fail(error: OSError) -> None:
    sys.stderr.write(f"the container could not be set up: {error.strerror}\n")
    sys.stderr.flush()
    os._exit(SET_UP_FAILED)
