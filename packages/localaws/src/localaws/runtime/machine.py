"""How much this machine, or the container that the server lives in, lets us use: cores and memory."""

from __future__ import annotations

import os
import sys
from pathlib import Path

GIB = 1 << 30
EACH = 2 * GIB  # memory that a job's container is reckoned with where many are to run at once
_CGROUPS = Path("/sys/fs/cgroup")


def job_slots() -> int:
    """How many containers of jobs this machine bears at once: one for each core, with memory for it."""
    return job_slots_for(cores(), available_memory())


def job_slots_for(cores: int, memory: int) -> int:
    """The same for given figures; one job can always run."""
    return max(1, min(cores, memory // EACH))


def cores() -> int:
    """The cores that this process may use: its affinity and the CPU quota of its cgroup."""
    found = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    quota = _cpu_quota(_CGROUPS)
    return max(1, min(found or 1, round(quota) if quota else found or 1))


def total_memory() -> int:
    """The bytes of memory that this process may use at most."""
    found = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    limits = (_CGROUPS / "memory.max", _CGROUPS / "memory" / "memory.limit_in_bytes")
    return min([found, *filter(None, map(_number, limits))])


def available_memory() -> int:
    """The bytes of memory that are free to be used now; where that is not known, half of all."""
    total = total_memory()
    if sys.platform != "linux":
        return total // 2
    for line in Path("/proc/meminfo").read_text().splitlines():
        name, _, value = line.partition(":")
        if name == "MemAvailable":
            return min(total, int(value.split()[0]) * 1024)
    return total // 2


def _cpu_quota(cgroups: Path) -> float | None:
    """The cores of a CPU quota, of cgroup v2 or v1; None where there is none."""
    try:
        quota, period = (cgroups / "cpu.max").read_text().split()
    except (OSError, ValueError):
        found = _number(cgroups / "cpu" / "cpu.cfs_quota_us")
        each = _number(cgroups / "cpu" / "cpu.cfs_period_us")
        return found / each if found and each else None
    return int(quota) / int(period) if quota != "max" else None


def _number(path: Path) -> int | None:
    """The number in a file of a cgroup; None where there is no file or no limit."""
    try:
        text = path.read_text().strip()
    except OSError:
        return None
    return int(text) if text.isdigit() and int(text) > 0 else None
