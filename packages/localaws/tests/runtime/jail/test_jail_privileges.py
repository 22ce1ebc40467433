"""What root of a namespace container cannot do."""

from __future__ import annotations

import os
import signal
from typing import Any

import pytest

from localaws.runtime.inside.privileges import CAPABILITIES


def test_nothing_can_be_mounted_or_unmounted(seen: dict[str, Any]) -> None:
    assert set(seen["mount"].values()) == {"EPERM"}
    assert seen["umount"] == "EPERM"
    assert seen["chroot"] == "EPERM"
    assert seen["remount"] in ("EROFS", "EACCES")  # the second: it is root's, who is not there


def test_the_list_of_mounts_tells_no_path_of_the_images(seen: dict[str, Any]) -> None:
    overlays = [line for line in seen["mounts"].splitlines() if " - overlay " in line]
    assert overlays
    assert not [line for line in overlays if "lowerdir=/proc/self/fd" not in line]


def test_the_disk_cannot_be_opened(seen: dict[str, Any]) -> None:
    assert seen["device"] == "EPERM"


def test_other_processes_are_not_there(seen: dict[str, Any]) -> None:
    assert len(seen["processes"]) <= 3
    assert seen["kill"] == "ESRCH"


def test_the_first_process_cannot_be_looked_into(seen: dict[str, Any]) -> None:
    assert set(seen["first process"].values()) == {"EACCES"}
    assert seen["trace"] in ("EACCES", "EPERM")


def test_capabilities_are_few_and_nothing_adds_to_them(seen: dict[str, Any]) -> None:
    status = {name: value.strip() for name, value in seen["status"].items()}
    few = sum(1 << number for number in CAPABILITIES)
    assert int(status["CapBnd"], 16) == int(status["CapPrm"], 16) == few
    assert int(status["CapInh"], 16) == int(status["CapAmb"], 16) == 0
    assert (status["NoNewPrivs"], status["Seccomp"]) == ("1", "2")


@pytest.mark.skipif(os.uname().machine != "x86_64", reason="numbers of calls are x86_64's")
def test_calls_that_reach_the_kernel_itself_are_denied(seen: dict[str, Any]) -> None:
    assert seen["calls"].pop("clone3", "ENOSYS") == "ENOSYS"  # the C library uses clone then
    assert set(seen["calls"].values()) == {"EPERM"}


@pytest.mark.skipif(os.uname().machine != "x86_64", reason="only x86_64 has such a variant")
def test_calls_by_other_numbers_end_the_program(seen: dict[str, Any]) -> None:
    assert seen["x32"] == signal.SIGSYS


def test_sockets_that_no_network_namespace_holds_are_not_there(seen: dict[str, Any]) -> None:
    assert (seen["vsock"], seen["packets"], seen["raw"]) == (
        "EAFNOSUPPORT",
        "EAFNOSUPPORT",
        "EPERM",
    )
