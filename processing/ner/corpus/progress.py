"""Lines that say how far a long pass over the data is."""

from __future__ import annotations

import time

INTERVAL = 5.0  # seconds between two lines


class Progress:
    """Prints ``progress: <what>, <n>[/<total>] sentences, <n> sentences/s`` now and then."""

    def __init__(self, what: str, total: int | None = None) -> None:
        self._what = what
        self._of = f"/{total}" if total else ""
        self._count = 0
        self._began = self._said = time.monotonic()

    def add(self, sentences: int) -> None:
        self._count += sentences
        now = time.monotonic()
        if now - self._said >= INTERVAL:
            self._said = now
            rate = self._count / (now - self._began)
            print(
                f"progress: {self._what}, {self._count}{self._of} sentences, "
                f"{rate:.1f} sentences/s",
                flush=True,
            )
