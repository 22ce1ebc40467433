"""Percentages, worked out of what was read of containers."""

from __future__ import annotations

from localaws.runtime.protocol import Usage
from localaws.sagemaker.utilization import Readings, utilization

GIB = 1 << 30


def test_the_cores_use_is_added_up() -> None:
    readings = Readings()
    readings.read({"a": Usage(100.0)})
    readings.begin_anew()
    readings.read({"a": Usage(190.0)})
    assert utilization(readings, 60.0, None) == {"CPUUtilization": 150.0}


def test_the_containers_of_an_instance_are_added_up() -> None:
    readings = Readings()
    readings.read({"a": Usage(3.0, GIB), "b": Usage(1.0, GIB)})
    found = utilization(readings, 10.0, 8 * GIB)
    assert found == {"CPUUtilization": 40.0, "MemoryUtilization": 25.0}


def test_memory_is_the_mean_of_what_was_seen() -> None:
    readings = Readings()
    for used in (GIB, 3 * GIB):
        readings.read({"a": Usage(0.0, used)})
    assert utilization(readings, 60.0, 8 * GIB)["MemoryUtilization"] == 25.0


def test_a_container_that_takes_anothers_place_is_counted_from_its_start() -> None:
    readings = Readings()
    readings.read({"a": Usage(50.0)})
    readings.begin_anew()
    readings.read({"a": Usage(51.0)}, gone=["a"])
    readings.read({"b": Usage(2.0)})
    assert utilization(readings, 3.0, None) == {"CPUUtilization": 100.0}


def test_time_that_the_system_has_lost_is_not_given_back() -> None:
    readings = Readings()
    for seconds in (5.0, 4.0, 5.0, 6.0):  # a child that nobody waited for is in it, and no more
        readings.read({"a": Usage(seconds)})
    assert utilization(readings, 6.0, None) == {"CPUUtilization": 100.0}


def test_what_is_not_known_has_no_metric() -> None:
    assert utilization(Readings(), 60.0, GIB) == {}
    readings = Readings()
    readings.read({"a": Usage(0.0, GIB)})
    assert utilization(readings, 60.0, None) == {"CPUUtilization": 0.0}


def test_memory_beyond_the_instances_is_all_of_it() -> None:
    readings = Readings()
    readings.read({"a": Usage(0.0, 9 * GIB)})
    assert utilization(readings, 60.0, 8 * GIB)["MemoryUtilization"] == 100.0
