"""When what is measured of an instance is published, and of what."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from localaws.clock import Clock
from localaws.runtime.protocol import Usage
from localaws.sagemaker import instance_metrics
from localaws.sagemaker.disk import GB, Disk
from localaws.sagemaker.instance_metrics import InstanceMetrics, Measured, Measuring

from ..hosting.scripted import ScriptedContainer
from ..published_metrics import published

GIB = 1 << 30
SPACE = "/aws/sagemaker/TrainingJobs"
HOST = frozenset({("Host", "job/algo-1")})


class Bench:
    """One container, which is there once a test says so, on an instance of 8 GiB."""

    def __init__(self, clock: Clock) -> None:
        self.account = uuid.uuid4().hex
        self.clock = clock
        self.containers: list[ScriptedContainer] = []

    def start(self, used: Usage | None) -> ScriptedContainer:
        container = ScriptedContainer(None, print)  # type: ignore[arg-type]
        container.used = used
        self.containers.append(container)
        return container

    def measure(self, disk: Disk | None = None) -> Measuring:
        where = InstanceMetrics(self.account, "r", SPACE, self.clock)
        instance = Measured({"Host": "job/algo-1"}, 8 * GIB, disk)
        return where.measure(instance, lambda: self.containers)

    def values(self, name: str) -> list[float]:
        """One for each minute."""
        return [each.sum for each in published(self.account, "r", SPACE)[name, HOST]]


@pytest.fixture
def bench() -> Iterator[Bench]:
    clock = Clock()
    yield Bench(clock)
    clock.close()


def test_one_that_ends_at_once_has_its_values(bench: Bench) -> None:
    container = bench.start(Usage(1.0, GIB))
    measuring = bench.measure()
    bench.clock.move(1)
    container.used = Usage(200.0)
    container.end(0)
    measuring.end()
    measuring.end()
    [cpu] = bench.values("CPUUtilization")
    assert cpu > 100  # minutes of CPU in a few milliseconds
    assert bench.values("MemoryUtilization") == [12.5]


def test_the_memory_of_one_that_is_looked_at_before_its_end_is_known_though_no_timer_rang(
    bench: Bench,
) -> None:
    container = bench.start(Usage(0.1, GIB))
    measuring = bench.measure()
    measuring.look()
    container.used = Usage(0.2)
    container.end(0)
    measuring.end()
    assert bench.values("MemoryUtilization") == [12.5]


def test_each_minute_has_its_own(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(instance_metrics, "_LEAST", 60.0)
    bench.start(Usage(1.0, GIB))
    measuring = bench.measure()
    for _ in range(3):
        bench.clock.move(60)
    assert bench.values("MemoryUtilization") == [12.5, 12.5, 12.5]
    measuring.end()
    assert len(bench.values("MemoryUtilization")) == 3, "so little is worth no values"


def test_without_a_container_there_is_nothing(bench: Bench) -> None:
    measuring = bench.measure()
    bench.clock.move(60)
    measuring.end()
    assert published(bench.account, "r", SPACE) == {}


def test_after_its_end_nobody_looks(bench: Bench) -> None:
    bench.start(Usage(1.0, GIB))
    bench.measure().end()
    bench.clock.move(600)
    assert len(bench.values("CPUUtilization")) == 1


def test_where_nobody_can_tell_there_is_the_disk_alone(bench: Bench, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"1" * (1 << 20))
    bench.start(None)
    bench.measure(Disk([tmp_path], GB)).end()
    [disk] = bench.values("DiskUtilization")
    assert 100 / 1024 <= disk < 110 / 1024
    assert list(published(bench.account, "r", SPACE)) == [("DiskUtilization", HOST)]


def test_a_disk_that_takes_long_to_look_at_is_not_measured(tmp_path: Path) -> None:
    assert Disk([tmp_path], GB).utilization(patience=-1) is None
