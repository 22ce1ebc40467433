"""The kernel's own file systems as a container has them: a few devices, its own processes."""

from __future__ import annotations

import os

from .syscalls import MS_NODEV, MS_NOEXEC, MS_NOSUID, MS_RDONLY, bind, bind_read_only, mount

_DEVICES = ("null", "zero", "full", "random", "urandom", "tty")
_LINKS = {
    "fd": "/proc/self/fd",
    "stdin": "/proc/self/fd/0",
    "stdout": "/proc/self/fd/1",
    "stderr": "/proc/self/fd/2",
    "ptmx": "pts/ptmx",
}
# As Docker does, for those of /proc that are the machine's and not the processes'.
_READ_ONLY = ("bus", "fs", "irq", "sys", "sysrq-trigger")
_HIDDEN = ("acpi", "asound", "kcore", "keys", "latency_stats", "scsi", "sched_debug", "timer_list")


def mount_kernel_files(root: str) -> None:
    """/dev, /proc, and of /sys what tells how many processors there are."""
    graphics = [f"/dev/{name}" for name in sorted(os.listdir("/dev")) if name.startswith("nvidia")]
    _devices(root, graphics)
    mount("proc", root + "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC)
    for name in _READ_ONLY:
        path = f"{root}/proc/{name}"
        if os.path.exists(path):
            bind_read_only(path, path)
    for name in _HIDDEN:
        path = f"{root}/proc/{name}"
        if os.path.isdir(path):
            mount("tmpfs", path, "tmpfs", MS_RDONLY, "size=0")
        elif os.path.exists(path):
            bind(root + "/dev/null", path)
    # With a GPU, also what says where it is plugged in.
    for path in ("/sys/devices", "/sys/bus/pci") if graphics else ("/sys/devices/system",):
        if os.path.isdir(path):
            os.makedirs(root + path, exist_ok=True)
            bind_read_only(path, root + path)


def _devices(root: str, more: list[str]) -> None:
    dev = root + "/dev"
    mount("tmpfs", dev, "tmpfs", MS_NOSUID, "mode=755")
    for path in [*(f"/dev/{name}" for name in _DEVICES), *more]:
        if os.path.isdir(path):
            os.mkdir(root + path)
        elif os.path.exists(path):
            os.close(os.open(root + path, os.O_CREAT | os.O_WRONLY, 0o600))
        else:
            continue
        bind(path, root + path)
    for name, target in _LINKS.items():
        os.symlink(target, f"{dev}/{name}")
    for name, kind, data in (
        ("pts", "devpts", "newinstance,ptmxmode=0666,mode=620"),
        ("shm", "tmpfs", "mode=1777"),
    ):
        os.mkdir(f"{dev}/{name}")
        mount(kind, f"{dev}/{name}", kind, MS_NOSUID | MS_NOEXEC * (kind != "tmpfs"), data)
