"""Which version stands in for another, and how that is said."""

from __future__ import annotations

import pytest

from localaws.images.aws.script_mode.stand_in import RealImage, differences, nearest, warning

REAL = RealImage("sagemaker-scikit-learn:1.2-1", "3.9", {"scikit-learn": "1.2.1", "scipy": "1.8.0"})


@pytest.mark.parametrize(
    ("wanted", "available", "chosen"),
    [
        ("1.2.1", ["1.1.3", "1.2.1", "1.9.1"], "1.2.1"),
        ("1.0.2", ["1.9.1", "1.10.0", "1.1.3"], "1.1.3"),
        ("1.9.5", ["1.10.0", "1.9.1"], "1.10.0"),
        ("3.0", ["1.9", "2.12"], "2.12"),
    ],
)
def test_the_same_then_the_next_newer_then_the_newest_stands_in(
    wanted: str, available: list[str], chosen: str
) -> None:
    assert nearest(wanted, available) == chosen


def test_nothing_stands_in_where_there_is_nothing() -> None:
    with pytest.raises(ValueError, match=r"in place of 1\.2\.1"):
        nearest("1.2.1", [])


def test_the_warning_names_both_versions_of_all_that_differs() -> None:
    here = {"scikit-learn": "1.9.1", "scipy": "1.8.0"}
    said = warning(REAL, differences(REAL, here.get, "3.11.7"))
    assert said == (
        "This stands in for AWS's image sagemaker-scikit-learn:1.2-1: "
        "scikit-learn 1.2.1 there, 1.9.1 here; Python 3.9 there, 3.11.7 here."
    )


def test_what_lacks_is_said() -> None:
    found = differences(REAL, {"scikit-learn": "1.2.1"}.get, "3.9.2")
    assert [str(one) for one in found] == ["scipy 1.8.0 there, none here"]


def test_where_nothing_differs_nothing_is_said() -> None:
    assert warning(REAL, differences(REAL, dict(REAL.packages).get, "3.9.20")) is None
