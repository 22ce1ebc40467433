"""How often spot instances are taken away."""

from __future__ import annotations

import statistics

import pytest

from localaws.sagemaker.interruptions import Interruptions


def test_never_by_default() -> None:
    assert Interruptions().next("job", 0) is None


def test_the_same_for_the_same_seed_job_and_number() -> None:
    often = Interruptions(60, 7)
    assert often.next("job", 0) == often.next("job", 0)
    others = [often.next("job", 1), often.next("other", 0), Interruptions(60, 8).next("job", 0)]
    assert often.next("job", 0) not in others


def test_so_many_in_an_hour_on_the_average() -> None:
    waits = [Interruptions(60).next("job", number) or 0 for number in range(2000)]
    assert 55 < statistics.mean(waits) < 65


@pytest.mark.parametrize(
    ("text", "read"), [("60", (60, 0)), ("0.5:7", (0.5, 7)), ("0", (0, 0)), ("6:12", (6, 12))]
)
def test_it_is_read_from_the_command_line(text: str, read: tuple[float, int]) -> None:
    assert Interruptions.parse(text) == Interruptions(*read)


@pytest.mark.parametrize("text", ["", "often", "-1", "1:", "1:x", "nan", "1e9", "60:-7"])
def test_what_is_no_rate_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="such as 60:7"):
        Interruptions.parse(text)
