"""Runs the network for many requests at once.

A few threads run the network. While they compute, requests queue; whichever is free next takes what
has queued, in turns so that a long text does not hold up short ones, and runs windows of like length
together (``grouping`` decides which). Nobody waits for a batch to fill: an idle network starts at
once.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field

import numpy as np

from .grouping import Cost, grouped

# Runs one batch: windows of token ids in, one array [sub-tokens, labels] for each out.
Network = Callable[[list[list[int]]], list[np.ndarray]]


@dataclass
class _Request:
    windows: list[list[int]]
    answer: Future[list[np.ndarray]] = field(default_factory=Future)
    taken: int = 0  # windows that have gone into a batch
    done: int = 0
    logits: list[np.ndarray | None] = field(default_factory=list)

    def keep(self, index: int, logits: np.ndarray) -> None:
        self.logits[index] = logits
        self.done += 1
        if self.done == len(self.windows) and not self.answer.done():
            self.answer.set_result([one for one in self.logits if one is not None])

    def fail(self, error: Exception) -> None:
        if not self.answer.done():
            self.answer.set_exception(error)


class Batcher:
    """Requests in, logits out."""

    def __init__(self, network: Network, cost: Cost, turn: int = 4, threads: int = 1) -> None:
        self._network = network
        self._cost = cost
        self._turn = turn  # windows that one request may put into a round
        self._waiting: deque[_Request] = deque()
        self._changed = threading.Condition()
        self._closed = False
        self._keeping = threading.Lock()
        self._threads = [
            threading.Thread(target=self._run, name=f"network-{index}", daemon=True)
            for index in range(threads)
        ]
        for thread in self._threads:
            thread.start()

    def submit(self, windows: list[list[int]]) -> Future[list[np.ndarray]]:
        """Queue the windows of one request; the result has an array for each, in their order."""
        request = _Request(windows, logits=[None] * len(windows))
        if not windows:
            request.answer.set_result([])
            return request.answer
        with self._changed:
            if self._closed:
                raise RuntimeError("the batcher is closed")
            self._waiting.append(request)
            self._changed.notify()
        return request.answer

    def close(self) -> None:
        """Answer what has been submitted, then end the threads."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        for thread in self._threads:
            thread.join()

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._waiting or self._closed)
                if not self._waiting:
                    return
                taken = self._take()
            lengths = [len(request.windows[index]) for request, index in taken]
            for batch in grouped(lengths, self._cost):
                self._answer([taken[one] for one in batch])

    def _take(self) -> list[tuple[_Request, int]]:
        """A few windows of every waiting request; those with more to come queue again."""
        taken = []
        for _ in range(len(self._waiting)):
            request = self._waiting.popleft()
            end = min(request.taken + self._turn, len(request.windows))
            taken += [(request, index) for index in range(request.taken, end)]
            request.taken = end
            if end < len(request.windows):
                self._waiting.append(request)
        return taken

    def _answer(self, batch: list[tuple[_Request, int]]) -> None:
        try:
            outputs = self._network([request.windows[index] for request, index in batch])
        except Exception as error:  # noqa: BLE001 - the thread must outlive it; the callers get it
            for request, _ in batch:
                request.fail(error)
            return
        with self._keeping:  # two threads may have windows of one request
            for (request, index), logits in zip(batch, outputs, strict=True):
                request.keep(index, logits)
