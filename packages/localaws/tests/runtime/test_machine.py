"""How many containers a machine bears."""

from __future__ import annotations

from pathlib import Path

import pytest

from localaws.runtime import machine
from localaws.runtime.machine import GIB


@pytest.mark.parametrize(
    ("cores", "memory", "slots"),
    [(8, 64 * GIB, 8), (8, 7 * GIB, 3), (2, 24 * GIB, 2), (4, GIB, 1), (1, 0, 1)],
)
def test_one_for_each_core_that_has_memory_and_one_at_least(
    cores: int, memory: int, slots: int
) -> None:
    assert machine.job_slots_for(cores, memory) == slots


@pytest.mark.parametrize(
    ("files", "cores"),
    [
        ({"cpu.max": "150000 100000\n"}, 1.5),
        ({"cpu.max": "max 100000\n"}, None),
        ({"cpu/cpu.cfs_quota_us": "400000\n", "cpu/cpu.cfs_period_us": "100000\n"}, 4.0),
        ({"cpu/cpu.cfs_quota_us": "-1\n", "cpu/cpu.cfs_period_us": "100000\n"}, None),
        ({}, None),
    ],
)
def test_a_quota_of_either_cgroup_version_is_read(
    tmp_path: Path, files: dict[str, str], cores: float | None
) -> None:
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    assert machine._cpu_quota(tmp_path) == cores


def test_this_machine_has_some_of_each() -> None:
    assert machine.cores() >= 1
    assert 0 < machine.available_memory() <= machine.total_memory()
