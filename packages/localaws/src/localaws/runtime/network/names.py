"""Answers a container's questions for names by asking the machine's own name servers.

They may be of the machine's loopback, as systemd's is, which the container cannot reach itself.
"""

from __future__ import annotations

import socket
from collections import OrderedDict
from pathlib import Path

_LONGEST = 65535
_WAITING = 256  # questions at a time; the oldest is given up for a new one


class Names:
    """Between a container's socket on port 53 and the name servers. Never blocks."""

    def __init__(self, inner: socket.socket) -> None:
        self._inner = inner
        self._inner.setblocking(False)
        # By the file number of the socket that asks: that socket and who is to have the answer.
        self._asked: OrderedDict[int, tuple[socket.socket, tuple[str, int]]] = OrderedDict()
        self._tries: OrderedDict[tuple[tuple[str, int], bytes], int] = OrderedDict()

    def close(self) -> None:
        self._inner.close()
        for asking, _ in self._asked.values():
            asking.close()
        self._asked.clear()

    def fileno(self) -> int:
        return self._inner.fileno()

    def ask(self) -> tuple[int, list[int]]:
        """Pass one question on. The file to wait on (-1: none), and those that were given up."""
        try:
            question, client = self._inner.recvfrom(_LONGEST)
        except OSError:
            return -1, []
        if not is_question(question):
            return -1, []
        given_up = []
        while len(self._asked) >= _WAITING:
            number, (oldest, _) = self._asked.popitem(last=False)
            oldest.close()
            given_up.append(number)
        servers = name_servers()
        address, port = servers[self._try(client, question) % len(servers)]
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        asking = socket.socket(family, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK)
        try:
            asking.connect((address, port))
            asking.send(question)
        except OSError:
            asking.close()
            return -1, given_up
        self._asked[asking.fileno()] = asking, client
        return asking.fileno(), given_up

    def answer(self, number: int) -> bool:
        """Pass an answer back; whether the file was one of a question. It is closed."""
        found = self._asked.pop(number, None)
        if found is None:
            return False
        asking, client = found
        with asking:
            try:
                self._inner.sendto(asking.recv(_LONGEST), client)
            except OSError:
                return True  # no server answers, or nobody waits: the container asks again
        return True

    def _try(self, client: tuple[str, int], question: bytes) -> int:
        """How often the same question was asked before: each time the next server is."""
        key = client, question
        count = self._tries.pop(key, -1) + 1
        self._tries[key] = count
        while len(self._tries) > _WAITING:
            self._tries.popitem(last=False)
        return count


def is_question(message: bytes) -> bool:
    """Whether a message is a plain query of the DNS: nothing else goes to the name server."""
    return len(message) >= 12 and message[2] & 0xF8 == 0


def name_servers(file: Path = Path("/etc/resolv.conf")) -> list[tuple[str, int]]:
    """The machine's own, read anew each time, as they change with the network."""
    try:
        lines = file.read_text(errors="replace").splitlines()
    except OSError:
        lines = []
    words = [line.split() for line in lines]
    found = [(word[1], 53) for word in words if len(word) > 1 and word[0] == "nameserver"]
    return found or [("127.0.0.1", 53)]
