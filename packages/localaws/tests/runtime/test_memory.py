"""The memory of containers: bounded where this machine's cgroups allow it, and told when exceeded."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from localaws.runtime import cgroups, memory
from localaws.runtime.cgroups import candidates
from localaws.runtime.memory import MemoryLimits, find_limits
from localaws.runtime.protocol import Runtime

from .conftest import Started

MIB = 1 << 20
# tail keeps what it is given: so much memory is used, whatever the machine does with pages.
USES_300_MIB = "head -c 314572800 /dev/zero | tail -c 314572800 | wc -c"


@pytest.fixture(scope="module")
def limits() -> MemoryLimits:
    found, obstacle = find_limits()
    if found is None:
        pytest.skip(f"no memory limits here: {obstacle}")
    return found


def test_a_container_that_uses_more_is_killed_and_that_is_told(
    limits: MemoryLimits, put: Callable[..., str], start: Callable[..., Started]
) -> None:
    container = start(put({}), "sh", "-c", f"set -e; {USES_300_MIB}; exit 3", memory=64 * MIB)
    container.end()
    assert container.handle.out_of_memory
    assert "314572800" not in container.lines


def test_the_program_itself_ends_with_dockers_code(
    limits: MemoryLimits, put: Callable[..., str], start: Callable[..., Started]
) -> None:
    text = "x = bytearray(300 << 20); x[::4096] = b'1' * len(x[::4096]); print('lives')"
    container = start(put({}), "python3", "-c", text, memory=64 * MIB)
    assert container.end() == 137
    assert container.handle.out_of_memory
    assert container.lines == []


def test_a_container_that_keeps_within_it_is_left_alone(
    limits: MemoryLimits, put: Callable[..., str], start: Callable[..., Started]
) -> None:
    container = start(put({}), "sh", "-c", USES_300_MIB, memory=512 * MIB)
    assert container.end() == 0
    assert container.lines == ["314572800"]
    assert not container.handle.out_of_memory


def test_a_program_that_is_killed_otherwise_is_not_out_of_memory(
    put: Callable[..., str], start: Callable[..., Started]
) -> None:
    container = start(put({}), "sh", "-c", "kill -9 $$", memory=512 * MIB)
    assert container.end() == 137
    assert not container.handle.out_of_memory


def test_no_cgroup_is_left_behind(
    limits: MemoryLimits, put: Callable[..., str], start: Callable[..., Started]
) -> None:
    assert start(put({}), "true").end() == 0
    limits.group(None).close()  # also sweeps what was not quite gone before
    assert list(limits._home.glob("*/")) == []


def test_containers_that_begin_at_once_sweep_side_by_side(
    limits: MemoryLimits, monkeypatch: pytest.MonkeyPatch
) -> None:
    both = threading.Barrier(2, timeout=5)

    def removed(path: Path) -> bool:
        if path.name.startswith("left"):
            with contextlib.suppress(threading.BrokenBarrierError):
                both.wait(0.2)  # the other thread is in here as well, or has nothing to do
        return cgroups.remove(path)

    monkeypatch.setattr(memory, "remove", removed)
    limits._left.extend([limits._home / "left-1", limits._home / "left-2"])
    with ThreadPoolExecutor(2) as threads:
        groups = list(threads.map(limits.group, [None, None]))
    for group in groups:
        group.close()
    assert not limits._left


def test_a_machine_without_cgroups_runs_containers_unlimited(
    runtime: Runtime, put: Callable[..., str], start: Callable[..., Started], tmp_path: Path
) -> None:
    found, obstacle = find_limits(tmp_path)
    assert found is None
    assert obstacle == "this machine mounts no cgroup with a memory controller"
    runtime._limits = None  # type: ignore[attr-defined]
    container = start(put({}), "true", memory=1)
    assert container.end() == 0
    assert not container.handle.out_of_memory


def proc(folder: Path, cgroup: str, mounts: str) -> Path:
    """A /proc that says where this process's cgroup is and what is mounted."""
    (folder / "self").mkdir(parents=True)
    (folder / "self/cgroup").write_text(cgroup)
    (folder / "self/mountinfo").write_text(mounts)
    return folder


def test_cgroup_v1_is_the_servers_own(tmp_path: Path) -> None:
    mounts = (
        "30 24 0:26 / /sys/fs/cgroup ro,nosuid - tmpfs tmpfs ro,mode=755\n"
        "31 30 0:27 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw\n"
        "37 30 0:33 / /sys/fs/cgroup/memory rw,nosuid shared:15 - cgroup cgroup rw,memory\n"
        "38 30 0:34 / /sys/fs/cgroup/cpu rw,nosuid shared:16 - cgroup cgroup rw,cpu\n"
    )
    here = proc(tmp_path, "4:memory:/user/me\n1:cpu:/\n0::/\n", mounts)
    assert list(candidates(here)) == [(Path("/sys/fs/cgroup/memory/user/me"), 1)]


def test_cgroup_v2_is_the_nearest_that_hands_memory_on(tmp_path: Path) -> None:
    root = tmp_path / "cgroup"
    slices = root / "user.slice/user@1000.service/app.slice"
    (slices / "editor.scope").mkdir(parents=True)
    for folder, enabled in (
        (slices / "editor.scope", ""),
        (slices, "memory pids\n"),
        (slices.parent, "cpu memory pids\n"),
        (slices.parent.parent, ""),
        (root, "memory\n"),
    ):
        (folder / "cgroup.subtree_control").write_text(enabled)
    cgroup = "0::/user.slice/user@1000.service/app.slice/editor.scope\n"
    here = proc(tmp_path / "proc", cgroup, f"31 30 0:27 / {root} rw - cgroup2 cgroup2 rw\n")
    assert list(candidates(here)) == [(slices, 2), (slices.parent, 2), (root, 2)]


def test_in_a_container_the_path_is_relative_to_what_is_mounted(tmp_path: Path) -> None:
    mounts = "37 30 0:33 /docker/ab /sys/fs/cgroup/memory ro - cgroup cgroup rw,memory\n"
    here = proc(tmp_path, "4:memory:/docker/ab/c\n", mounts)
    assert list(candidates(here)) == [(Path("/sys/fs/cgroup/memory/c"), 1)]
