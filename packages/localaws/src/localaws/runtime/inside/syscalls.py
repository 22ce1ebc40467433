"""The Linux calls that Python's ``os`` lacks, each raising OSError with a sentence."""

from __future__ import annotations

import _socket as socket
import ctypes
import fcntl
import os
import struct

CLONE_NEWNS = 0x00020000
CLONE_NEWCGROUP = 0x02000000
CLONE_NEWUTS = 0x04000000
CLONE_NEWIPC = 0x08000000
CLONE_NEWUSER = 0x10000000
CLONE_NEWPID = 0x20000000
CLONE_NEWNET = 0x40000000

MS_RDONLY = 1
MS_NOSUID = 2
MS_NODEV = 4
MS_NOEXEC = 8
MS_REMOUNT = 32
MS_NOATIME = 1024
MS_NODIRATIME = 2048
MS_BIND = 4096
MS_REC = 16384
MS_PRIVATE = 1 << 18
MS_RELATIME = 1 << 21
MNT_DETACH = 2
PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36

_libc = ctypes.CDLL(None, use_errno=True)


def _check(result: int, what: str) -> None:
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")


def unshare(flags: int) -> None:
    """Leave the given kinds of namespaces for new ones."""
    _check(_libc.unshare(ctypes.c_int(flags)), "unshare")


def mount(source: str, target: str, kind: str = "", flags: int = 0, data: str = "") -> None:
    """mount(2); ``kind`` is the file system's type where there is one."""
    result = _libc.mount(
        source.encode(), target.encode(), kind.encode(), ctypes.c_ulong(flags), data.encode()
    )
    _check(result, f"mount {kind or source} on {target}")


def call(number: int, what: str, *arguments: int | bytes, fails: bool = True) -> int:
    """The system call of a number; OSError when it fails, or -1 where it may."""
    words = [
        ctypes.c_long(argument) if isinstance(argument, int) else argument for argument in arguments
    ]
    result = int(_libc.syscall(ctypes.c_long(number), *words))
    if result < 0 and fails:
        _check(result, what)
    return result


def prctl(option: int, *arguments: int, fails: bool = True) -> int:
    """prctl(2), likewise."""
    words = [ctypes.c_ulong(word) for word in (*arguments, 0, 0, 0, 0)[:4]]
    result = int(_libc.prctl(ctypes.c_int(option), *words))
    if result < 0 and fails:
        _check(result, f"prctl {option}")
    return result


def overlay(lower: list[str], writes: str, target: str, own_user: bool) -> None:
    """Show folders over each other, the first on top; what is written goes to ``writes``.

    The folders are named by open files: no path needs escaping, and none can be read in the
    container's list of mounts. ``own_user``: this is a user namespace of an ordinary user.
    """
    folders = [*lower, f"{writes}/upper", f"{writes}/work"]
    files = [os.open(folder, os.O_PATH | os.O_DIRECTORY) for folder in folders]
    try:
        *low, upper, work = (f"/proc/self/fd/{file}" for file in files)
        data = f"volatile,lowerdir={':'.join(low)},upperdir={upper},workdir={work}"
        data += ",userxattr" if own_user else ""
        mount("overlay", target, "overlay", MS_NOSUID | MS_NODEV, data)
    finally:
        for file in files:
            os.close(file)


def bind(source: str, target: str) -> None:
    """Show ``source``, with what is mounted below it, at ``target`` too."""
    mount(source, target, flags=MS_BIND | MS_REC)


def bind_read_only(source: str, target: str) -> None:
    """Like ``bind``, but nothing can be written through ``target``."""
    bind(source, target)
    # A user namespace may not drop the flags that the mount came with: they are asked for again.
    flags = os.statvfs(target).f_flag
    flags &= MS_NOSUID | MS_NODEV | MS_NOEXEC | MS_NOATIME | MS_NODIRATIME
    mount("none", target, flags=MS_REMOUNT | MS_BIND | MS_RDONLY | flags)


def unmount(target: str) -> None:
    """Detach a mount, whatever still uses it."""
    _check(_libc.umount2(target.encode(), ctypes.c_int(MNT_DETACH)), f"unmount {target}")


def pivot_root(new_root: str) -> None:
    """Make a mount point the root folder of this mount namespace, and forget the old one."""
    os.chdir(new_root)
    _check(_libc.pivot_root(b".", b"."), f"pivot_root to {new_root}")
    unmount(".")
    os.chdir("/")


def die_with_parent(signum: int) -> None:
    """Have the kernel send this process a signal when the process that started it ends."""
    prctl(PR_SET_PDEATHSIG, signum)


def become_subreaper() -> None:
    """Have descendants whose parent ends become children of this process."""
    prctl(PR_SET_CHILD_SUBREAPER, 1)


def loopback_up() -> None:
    """Switch on ``lo`` in a new network namespace; it comes without."""
    get_flags, set_flags, up = 0x8913, 0x8914, 0x1
    query = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    request = struct.pack("16sh22x", b"lo", 0)
    flags = struct.unpack("16sh22x", fcntl.ioctl(query.fileno(), get_flags, request))[1]
    fcntl.ioctl(query.fileno(), set_flags, struct.pack("16sh22x", b"lo", flags | up))
    query.close()
