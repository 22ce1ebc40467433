"""A signal may come at any moment, also while the main thread is about to wait."""

from __future__ import annotations

import subprocess
import sys
import threading

from localaws.server.stop_request import StopRequest

STORM = """
import signal
from localaws.server.stop_request import StopRequest

request = StopRequest()
signal.signal(signal.SIGALRM, lambda *_: request.make())
for number in range(5_000):
    request = StopRequest()
    signal.setitimer(signal.ITIMER_REAL, 1e-6 * (number % 100 + 1))
    request.wait()
print("each was seen")
"""


def test_it_is_waited_for_until_a_thread_makes_it() -> None:
    request = StopRequest()
    waiting = threading.Thread(target=request.wait)
    waiting.start()
    assert not request.is_made
    request.make()
    waiting.join(10)
    assert (request.is_made, waiting.is_alive()) == (True, False)


def test_signals_that_come_in_every_line_of_the_wait_block_nobody() -> None:
    storm = subprocess.run([sys.executable, "-c", STORM], capture_output=True, timeout=60)
    assert storm.stdout.decode() == "each was seen\n", storm.stderr.decode()
