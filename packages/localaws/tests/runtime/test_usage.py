"""What the processes of a container use: read from cgroups and from /proc, and of real containers."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

from localaws.runtime import usage
from localaws.runtime.protocol import Runtime, Usage

from .conftest import Started

MIB = 1 << 20
TICK = os.sysconf("SC_CLK_TCK")
BURNS = "import time\nwhile time.process_time() < 0.3: pass"
HOLDS = "x = b'1' * (64 << 20); print('holds', flush=True); import time; time.sleep(60)"


def process(proc: Path, number: int, ticks: str, pss: int = 0, children: str = "") -> None:
    """One process as /proc shows it; ``ticks`` are its own and those of children that have ended."""
    folder = proc / str(number)
    (folder / "task" / str(number)).mkdir(parents=True)
    (folder / "task" / str(number) / "children").write_text(children)
    (folder / "stat").write_text(f"{number} (a) b) S 1 1 1 0 -1 4227084 63 19 0 0 {ticks} 20 0 1")
    (folder / "smaps_rollup").write_text(f"0-1 ---p 0 00:00 0 [rollup]\nRss: 9 kB\nPss: {pss} kB\n")


def test_of_a_tree_everybodys_time_is_counted(tmp_path: Path) -> None:
    process(tmp_path, 1, f"{TICK} 0 0 0", pss=1, children="2 3 ")
    process(tmp_path, 2, f"0 {TICK} 0 0", pss=2, children="4")
    process(tmp_path, 3, f"0 0 {TICK} {TICK}", pss=4)
    process(tmp_path, 4, "0 0 0 0", pss=8)
    process(tmp_path, 5, f"{TICK} 0 0 0", pss=16)
    assert usage.of_tree(1, tmp_path) == Usage(4.0, 15 * 1024)


def test_a_process_that_may_not_be_read_closely_counts_with_all_that_it_has(tmp_path: Path) -> None:
    process(tmp_path, 1, "0 0 0 0")
    (tmp_path / "1/smaps_rollup").unlink()
    (tmp_path / "1/statm").write_text("900 7 3 1 0 90 0\n")
    assert usage.of_tree(1, tmp_path) == Usage(0.0, 7 * os.sysconf("SC_PAGE_SIZE"))


def test_of_what_has_gone_nothing_is_known(tmp_path: Path) -> None:
    (tmp_path / "cgroup.procs").write_text("")
    assert usage.of_tree(1, tmp_path) is None
    assert usage.of_group(tmp_path, tmp_path) is None
    assert usage.at_the_end(1, None, tmp_path) is None


def test_cgroup_v2_tells_both(tmp_path: Path) -> None:
    (tmp_path / "cgroup.procs").write_text("1\n")
    (tmp_path / "cpu.stat").write_text("usage_usec 2500000\nuser_usec 1\n")
    (tmp_path / "memory.current").write_text(f"{9 * MIB}\n")
    (tmp_path / "memory.stat").write_text(f"anon 1\ninactive_file {2 * MIB}\n")
    assert usage.of_group(tmp_path) == Usage(2.5, 7 * MIB)
    assert usage.at_the_end(1, tmp_path, tmp_path) == Usage(2.5)


def test_cgroup_v1_of_memory_tells_who_is_in_it(tmp_path: Path) -> None:
    process(tmp_path, 1, f"{TICK} 0 0 0")
    process(tmp_path, 2, f"{TICK} 0 0 0")
    (tmp_path / "cgroup.procs").write_text("1\n2\n")
    (tmp_path / "memory.usage_in_bytes").write_text(f"{9 * MIB}\n")
    (tmp_path / "memory.stat").write_text(f"inactive_file 1\ntotal_inactive_file {3 * MIB}\n")
    assert usage.of_group(tmp_path, tmp_path) == Usage(2.0, 6 * MIB)


def test_a_container_tells_at_its_end_what_it_has_used(
    put: Callable[..., str], start: Callable[..., Started]
) -> None:
    container = start(put({}), "python3", "-c", BURNS)
    assert container.end() == 0
    used = container.handle.usage()
    assert used is not None
    assert 0.3 <= used.cpu_seconds < 5
    assert used.memory is None


def test_a_running_container_tells_what_memory_it_has(
    put: Callable[..., str], start: Callable[..., Started]
) -> None:
    container = start(put({}), "python3", "-c", HOLDS)
    container.until_said("holds")
    assert_holds(container)


def test_without_a_cgroup_its_processes_tell(
    runtime: Runtime, put: Callable[..., str], start: Callable[..., Started]
) -> None:
    runtime._limits = None  # type: ignore[attr-defined]
    container = start(put({}), "sh", "-c", f'python3 -c "{HOLDS}"; exit')
    container.until_said("holds")
    assert_holds(container)


def assert_holds(container: Started) -> None:
    began = time.monotonic()
    used = container.handle.usage()
    assert used is not None
    assert used.memory is not None
    assert 64 * MIB <= used.memory < 160 * MIB
    assert used.cpu_seconds > 0
    assert time.monotonic() - began < 5
