"""A time limit ends its own block and nothing after it."""

from __future__ import annotations

import signal
import time

import pytest

from stepline.doctor.time_limit import TookTooLong, within


def test_what_takes_longer_is_ended() -> None:
    with pytest.raises(TookTooLong), within(0.05):
        time.sleep(30)


def test_what_is_done_in_time_leaves_no_alarm_behind() -> None:
    before = signal.getsignal(signal.SIGALRM)
    with within(30):
        pass
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)
    assert signal.getsignal(signal.SIGALRM) is before
