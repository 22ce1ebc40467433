"""The seccomp filter of a container's program, as instructions of the kernel's packet filter. Pure.

What Docker's default profile denies a container without privileges is denied here with EPERM, so
that root of a container cannot mount, enter or make namespaces, or reach the kernel's own. With a
network, ``connect`` and ``listen`` are asked of the server first (see ``runtime.network``); what could
connect or listen without them (TCP Fast Open, io_uring) is not there.
"""

from __future__ import annotations

import struct

EPERM, ENOSYS, EAFNOSUPPORT, EOPNOTSUPP = 1, 38, 97, 95
KILL, ALLOW, ASK, ERROR = 0x80000000, 0x7FFF0000, 0x7FC00000, 0x00050000

# What each call is numbered on x86_64 and on aarch64, where most came later and are the same.
_X86_64, _AARCH64 = 0xC000003E, 0xC00000B7
ARCHITECTURES = {"x86_64": (_X86_64, 0), "aarch64": (_AARCH64, 1)}
CONNECT, LISTEN = (42, 203), (50, 201)
_SOCKET, _CLONE, _CLONE3 = (41, 198), (56, 220), (435, 435)
_WITH_FLAGS = (
    (44, 206, 3),
    (46, 211, 2),
    (307, 269, 3),
)  # sendto, sendmsg, sendmmsg: which argument the flags are
_FAST_OPEN = 0x20000000
_NAMESPACES = 0x7E020000  # every CLONE_NEW… that clone takes
_FAMILIES = (1, 2, 10, 16)  # unix, IPv4, IPv6, netlink: vsock leads to the machine's own host
_X32 = 0x40000000  # from here on numbers are those of the x32 variant of x86_64

DENIED = {
    "mount": (165, 40),
    "umount2": (166, 39),
    "pivot_root": (155, 41),
    "chroot": (161, 51),
    "open_tree": (428, 428),
    "move_mount": (429, 429),
    "fsopen": (430, 430),
    "fsconfig": (431, 431),
    "fsmount": (432, 432),
    "fspick": (433, 433),
    "mount_setattr": (442, 442),
    "open_tree_attr": (467, 467),
    "unshare": (272, 97),
    "setns": (308, 268),
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "keyctl": (250, 219),
    "kexec_load": (246, 104),
    "kexec_file_load": (320, 294),
    "init_module": (175, 105),
    "finit_module": (313, 273),
    "delete_module": (176, 106),
    "open_by_handle_at": (304, 265),
    "userfaultfd": (323, 282),
    "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427),
    "swapon": (167, 224),
    "swapoff": (168, 225),
    "reboot": (169, 142),
    "acct": (163, 89),
    "quotactl": (179, 60),
    "quotactl_fd": (443, 443),
    "syslog": (103, 116),
    "settimeofday": (164, 170),
    "clock_settime": (227, 112),
    "fanotify_init": (300, 262),
    "lookup_dcookie": (212, 18),
    "vhangup": (153, 58),
}
_X86_ONLY = {"iopl": 172, "ioperm": 173, "uselib": 134, "create_module": 174, "modify_ldt": 154}

_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_NUMBER, _ARCHITECTURE, _ARGUMENTS = 0, 4, 16  # where they lie in what the filter is shown


def program(machine: str, asks: bool) -> bytes:
    """The filter for a machine as ``os.uname`` names it.

    Args:
        asks: the server is asked about connecting and listening. Not: nothing needs it.

    Raises:
        KeyError: no such machine is known.
    """
    architecture, at = ARCHITECTURES[machine]
    steps = [_step(_LOAD, _ARCHITECTURE), _step(_EQUAL, architecture, 1, 0), _give(KILL)]
    steps.append(_step(_LOAD, _NUMBER))
    if at == 0:
        steps += [_step(_AT_LEAST, _X32, 0, 1), _give(KILL)]
    denied = [numbers[at] for numbers in DENIED.values()]
    denied += _X86_ONLY.values() if at == 0 else []
    for number in denied:
        steps += _on(number, [_give(ERROR | EPERM)])
    steps += _on(_CLONE3[at], [_give(ERROR | ENOSYS)])  # its flags lie in memory: use clone
    steps += _on(_CLONE[at], [_argument(0), *_with_bits(_NAMESPACES, EPERM), _give(ALLOW)])
    families = [_step(_EQUAL, family, len(_FAMILIES) - n, 0) for n, family in enumerate(_FAMILIES)]
    steps += _on(_SOCKET[at], [_argument(0), *families, _give(ERROR | EAFNOSUPPORT), _give(ALLOW)])
    for *numbers, position in _WITH_FLAGS:
        steps += _on(
            numbers[at], [_argument(position), *_with_bits(_FAST_OPEN, EOPNOTSUPP), _give(ALLOW)]
        )
    if asks:
        for call in (CONNECT, LISTEN):
            steps += _on(call[at], [_give(ASK)])
    return b"".join([*steps, _give(ALLOW)])


def _step(code: int, operand: int, if_so: int = 0, if_not: int = 0) -> bytes:
    return struct.pack("HBBI", code, if_so, if_not, operand)


def _give(verdict: int) -> bytes:
    return _step(_RETURN, verdict)


def _on(number: int, then: list[bytes]) -> list[bytes]:
    return [_step(_EQUAL, number, 0, len(then)), *then]


def _argument(position: int) -> bytes:
    return _step(
        _LOAD, _ARGUMENTS + 8 * position
    )  # its lower half: both machines are little-endian


def _with_bits(bits: int, error: int) -> list[bytes]:
    return [_step(_ANY_BIT, bits, 0, 1), _give(ERROR | error)]
