"""The kernel's side of a seccomp listener: which call waits, and what is answered to it.

See seccomp_unotify(2) and pidfd_getfd(2), which Python lacks.
"""

from __future__ import annotations

import ctypes
import fcntl
import os
import socket
import struct
from dataclasses import dataclass
from pathlib import Path

_RECEIVE, _SEND, _IS_VALID, _ADD_FILE = 0xC0502100, 0xC0182101, 0x40082102, 0x40182103
_PIDFD_GETFD, _OPENAT2 = 438, 437
_PIDFD_THREAD = 0x80
_IN_ROOT = 0x10
_SO_NETNS_COOKIE = 71
_NONBLOCKING, _CLOSED_ON_EXECUTION = 0o4000, 0o2000000

_libc = ctypes.CDLL(None, use_errno=True)


class Gone(Exception):
    """The call is no longer waiting: its thread was killed or went to a signal."""


@dataclass(frozen=True)
class Call:
    """A system call that waits."""

    identity: int
    thread: int
    number: int
    arguments: tuple[int, ...]


def receive(listener: int) -> Call:
    """The next call that waits.

    Raises:
        Gone: it does so no longer.
    """
    request = bytearray(80)
    try:
        fcntl.ioctl(listener, _RECEIVE, request)
    except OSError as error:
        raise Gone from error
    identity, thread, _ = struct.unpack_from("QII", request)
    (number,) = struct.unpack_from("i", request, 16)
    return Call(identity, thread, number, struct.unpack_from("6Q", request, 32))


def answer(listener: int, call: Call, error: int) -> None:
    """Let a call return 0, or fail with an error number."""
    try:
        fcntl.ioctl(listener, _SEND, struct.pack("QqiI", call.identity, 0, -error, 0))
    except OSError:
        return  # nobody waits any more


def check(listener: int, call: Call) -> None:
    """Make sure that the thread looked at was the caller's, not that of a later process.

    Raises:
        Gone: it is not certain.
    """
    try:
        fcntl.ioctl(listener, _IS_VALID, struct.pack("Q", call.identity))
    except OSError as error:
        raise Gone from error


def replace(listener: int, call: Call, number: int, file: int, closes: bool) -> None:
    """Put a file of ours in the place of the caller's file of a number.

    Raises:
        Gone: nobody waits any more.
    """
    flags = _CLOSED_ON_EXECUTION if closes else 0
    try:
        fcntl.ioctl(
            listener, _ADD_FILE, struct.pack("QIIII", call.identity, 1, file, number, flags)
        )
    except OSError as error:
        raise Gone from error


def socket_of(call: Call, number: int) -> socket.socket:
    """The caller's socket, the very same.

    Raises:
        OSError: there is none of that number, or the caller is gone.
    """
    try:
        process = os.pidfd_open(call.thread, _PIDFD_THREAD)
    except OSError:
        # Older kernels know processes only, which share their files with their threads.
        process = os.pidfd_open(_process_of(call.thread))
    try:
        file = _checked(
            _libc.syscall(_PIDFD_GETFD, process, ctypes.c_int(number), ctypes.c_uint(0))
        )
    finally:
        os.close(process)
    try:
        return socket.socket(fileno=file)
    except OSError:
        os.close(file)
        raise


def flags_of(call: Call, number: int) -> tuple[bool, bool]:
    """Whether the caller's file is non-blocking, and whether it is closed on execution."""
    for line in Path(f"/proc/{call.thread}/fdinfo/{number}").read_text().splitlines():
        name, _, value = line.partition(":")
        if name == "flags":
            flags = int(value, 8)
            return bool(flags & _NONBLOCKING), bool(flags & _CLOSED_ON_EXECUTION)
    return False, False


def memory_of(call: Call, address: int, length: int) -> bytes:
    """A piece of the caller's memory; OSError where there is none."""
    with open(f"/proc/{call.thread}/mem", "rb", buffering=0) as memory:  # noqa: PTH123
        memory.seek(address)
        return memory.read(length)


def open_of(call: Call, path: bytes) -> int:
    """A path as the caller sees it, opened as a mere place (O_PATH). Links stay in its root."""
    if not path.startswith(b"/"):
        path = os.readlink(f"/proc/{call.thread}/cwd".encode()) + b"/" + path  # noqa: PTH115
    root = os.open(f"/proc/{call.thread}/root", os.O_PATH | os.O_DIRECTORY)
    try:
        how = struct.pack("QQQ", os.O_PATH | os.O_CLOEXEC, 0, _IN_ROOT)
        return _checked(_libc.syscall(_OPENAT2, root, path, how, ctypes.c_size_t(len(how))))
    finally:
        os.close(root)


def connect(file: int, address: bytes) -> int:
    """connect(2) with the address as it is; the error number, 0 for none."""
    done = _libc.connect(ctypes.c_int(file), address, ctypes.c_uint(len(address)))
    return ctypes.get_errno() if done < 0 else 0


def listen(file: int, backlog: int) -> int:
    """listen(2), likewise."""
    done = _libc.listen(ctypes.c_int(file), ctypes.c_int(backlog))
    return ctypes.get_errno() if done < 0 else 0


def network_of(of: socket.socket) -> bytes:
    """Which network a socket belongs to; OSError before Linux 5.14, which cannot tell."""
    return of.getsockopt(socket.SOL_SOCKET, _SO_NETNS_COOKIE, 8)


def _checked(result: int) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return result


def _process_of(thread: int) -> int:
    for line in Path(f"/proc/{thread}/status").read_text().splitlines():
        if line.startswith("Tgid:"):
            return int(line.split()[1])
    raise ProcessLookupError
