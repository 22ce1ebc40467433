"""How soon the embedded AWS is ready, and how much memory it takes then."""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.table import Row, below

STARTS = 3
READY_SECONDS = 4.0
RESIDENT_MIB = 300.0


def rows() -> Iterator[Row]:
    seconds, resident = zip(*(_start() for _ in range(STARTS)), strict=True)
    yield below("embedded AWS: ready", statistics.median(seconds), READY_SECONDS, "s")
    yield below("embedded AWS: resident when ready", max(resident), RESIDENT_MIB, "MiB")


def _start() -> tuple[float, float]:
    with tempfile.TemporaryDirectory() as home:
        command = [sys.executable, "-m", "localaws", "--port", "0", "--home", home]
        begun = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        try:
            while not (Path(home) / "server.json").exists():
                if process.poll() is not None:
                    raise RuntimeError(f"the embedded AWS ended with {process.returncode}")
                time.sleep(0.01)
            ready = time.perf_counter() - begun
            return ready, _resident_mib(process.pid)
        finally:
            process.terminate()
            process.wait()


def _resident_mib(pid: int) -> float:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError(f"process {pid} says nothing of its memory")


if __name__ == "__main__":
    for row in rows():
        print(row, flush=True)
