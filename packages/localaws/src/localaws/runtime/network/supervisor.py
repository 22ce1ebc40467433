"""One thread for each container that has a network: waits for its calls, connections and names."""

from __future__ import annotations

import errno
import logging
import os
import select
import socket

from localaws.runtime.network import notifications
from localaws.runtime.network.calls import Calls, Pending
from localaws.runtime.network.names import Names
from localaws.runtime.network.reach import Reach

_RETRY_MILLISECONDS = 10
_MOST = 200  # connections that a container waits for at a time: each is an open file of the server
_READY = select.POLLOUT | select.POLLERR | select.POLLHUP

log = logging.getLogger(__name__)


class Supervisor:
    """Serves a listener until the last process that it listens to has ended.

    Owns ``listener`` and ``inner``, the container's socket for names, and closes both.
    """

    def __init__(self, listener: int, inner: socket.socket, allowed: Reach) -> None:
        self._listener = listener
        self._calls = Calls(listener, allowed)
        self._names = Names(inner)
        self._poll = select.poll()
        self._poll.register(listener, select.POLLIN)
        self._poll.register(self._names, select.POLLIN)
        self._connecting: dict[int, Pending] = {}
        self._again: list[Pending] = []

    def run(self) -> None:
        """Serve; returns at the container's end."""
        try:
            while self._once():
                pass
        finally:
            os.close(self._listener)
            self._names.close()
            for pending in (*self._connecting.values(), *self._again):
                pending.made.close()

    def _once(self) -> bool:
        for number, event in self._poll.poll(_RETRY_MILLISECONDS if self._again else None):
            if number == self._listener:
                if event & select.POLLIN:
                    self._take()
                elif event:
                    return False  # nobody is left that could call
            elif number == self._names.fileno():
                self._ask()
            elif number in self._connecting:
                self._poll.unregister(number)
                self._calls.finish(self._connecting.pop(number))
            else:
                self._poll.unregister(number)
                self._names.answer(number)
        self._again = [pending for pending in self._again if not self._calls.retry(pending)]
        return True

    def _take(self) -> None:
        try:
            call = notifications.receive(self._listener)
        except notifications.Gone:
            return
        if len(self._connecting) + len(self._again) >= _MOST:
            notifications.answer(self._listener, call, errno.EAGAIN)
            return
        pending = self._calls.take(call)
        if pending is None:
            return
        if pending.again is not None:
            self._again.append(pending)
        else:
            self._connecting[pending.made.fileno()] = pending
            self._poll.register(pending.made, _READY)

    def _ask(self) -> None:
        number, given_up = self._names.ask()
        for each in given_up:
            self._poll.unregister(each)
        if number >= 0:
            self._poll.register(number, select.POLLIN)


def serve(listener: int, inner: socket.socket, allowed: Reach, name: str) -> None:
    """Run a supervisor; what goes wrong in it leaves the container without a network."""
    try:
        Supervisor(listener, inner, allowed).run()
    except Exception:
        log.exception("the container %s has no network any more", name)
