"""The filter of system calls, for both kinds of machines."""

from __future__ import annotations

import pytest

from localaws.runtime.inside import filter as rules


@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
def test_the_filter_fits_what_the_kernel_takes(machine: str) -> None:
    for asks in (True, False):
        steps = rules.program(machine, asks)
        assert len(steps) % 8 == 0
        assert len(steps) // 8 < 4096  # BPF_MAXINSNS
    assert rules.program(machine, True) != rules.program(machine, False)


def test_no_call_is_denied_twice_or_is_one_that_is_asked_about() -> None:
    for at in (0, 1):
        numbers = [each[at] for each in rules.DENIED.values()]
        assert len(numbers) == len(set(numbers))
        assert not {rules.CONNECT[at], rules.LISTEN[at]} & set(numbers)
