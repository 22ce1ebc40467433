"""Gives up what root of a container has no use for, for good: before the program is executed."""

from __future__ import annotations

import ctypes
import os
import struct

from . import filter as rules
from .syscalls import call, prctl

# Docker's default capabilities without making devices, raw packets, chroot and the audit log:
# chown, dac_override, fowner, fsetid, kill, setgid, setuid, setpcap, net_bind_service, setfcap.
CAPABILITIES = (0, 1, 3, 4, 5, 6, 7, 8, 10, 31)

_PR_SET_DUMPABLE, _PR_CAPBSET_READ, _PR_CAPBSET_DROP = 4, 23, 24
_PR_SET_NO_NEW_PRIVS, _PR_CAP_AMBIENT, _CLEAR_ALL = 38, 47, 4
_CAPSET = {"x86_64": 126, "aarch64": 91}
_SECCOMP = {"x86_64": 317, "aarch64": 277}
_CLOSE_RANGE, _ON_EXECUTION = 436, 4
_CAPABILITIES_3 = 0x20080522
_SET_FILTER, _NO_SLOW_MEMORY, _NEW_LISTENER, _ONLY_DEADLY_SIGNALS = 1, 4, 8, 32


def be_untouchable() -> None:
    """Let nobody without powers over it look into this process or trace it."""
    prctl(_PR_SET_DUMPABLE, 0)


def give_up() -> None:
    """Keep ``CAPABILITIES`` and never gain anything, whatever is executed; open files stay behind."""
    machine = os.uname().machine
    number = 0
    while prctl(_PR_CAPBSET_READ, number, fails=False) >= 0:
        if number not in CAPABILITIES:
            prctl(_PR_CAPBSET_DROP, number)
        number += 1
    prctl(_PR_CAP_AMBIENT, _CLEAR_ALL)
    low, high = (
        sum(1 << n for n in CAPABILITIES if n < 32),
        sum(1 << (n - 32) for n in CAPABILITIES if n >= 32),
    )
    head = struct.pack("Ii", _CAPABILITIES_3, 0)
    call(_CAPSET[machine], "capset", head, struct.pack("6I", low, low, 0, high, high, 0))
    prctl(_PR_SET_NO_NEW_PRIVS, 1)
    call(_CLOSE_RANGE, "close_range", 3, 0xFFFFFFFF, _ON_EXECUTION)


def filter_calls(asks: bool) -> int | None:
    """Apply the filter to this process and its children; where it asks, the file that is asked."""
    machine = os.uname().machine
    if machine not in rules.ARCHITECTURES:
        raise OSError(0, f"system calls of {machine} cannot be filtered")
    steps = rules.program(machine, asks)
    text = ctypes.create_string_buffer(steps, len(steps))
    head = struct.pack("HxxxxxxQ", len(steps) // 8, ctypes.addressof(text))
    flags = _NO_SLOW_MEMORY | (_NEW_LISTENER if asks else 0)
    number = _SECCOMP[machine]
    if asks:
        # From Linux 5.19 on a signal that does not kill waits for the answer.
        asked = call(
            number, "seccomp", _SET_FILTER, flags | _ONLY_DEADLY_SIGNALS, head, fails=False
        )
        if asked < 0:
            asked = call(number, "seccomp with a listener", _SET_FILTER, flags, head)
        return asked
    call(number, "seccomp", _SET_FILTER, flags, head)
    return None
