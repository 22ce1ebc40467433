from __future__ import annotations

import pytest

from localaws.alarms import numbers


@pytest.mark.parametrize(
    ("value", "text"),
    [
        *((0.0, "0.0"), (1, "1.0"), (50.5, "50.5"), (-3.25, "-3.25"), (1893750, "1893750.0")),
        *((10000000.0, "1.0E7"), (123456789.0, "1.23456789E8"), (0.00012, "1.2E-4")),
        *((0.001, "0.001"), (-2.5e20, "-2.5E20"), (99.50160229693434, "99.50160229693434")),
    ],
)
def test_a_number_as_java_writes_it(value: float, text: str) -> None:
    assert numbers.double(float(value)) == text


def test_a_timestamp_has_milliseconds_and_a_zone() -> None:
    assert numbers.timestamp(1570035880.985) == "2019-10-02T17:04:40.985+0000"
