"""What is done about one call of ``connect`` or ``listen``: by address, family and socket."""

from __future__ import annotations

import errno
import ipaddress
import os
import socket
import struct
from dataclasses import dataclass

from localaws.runtime.inside.filter import LISTEN
from localaws.runtime.network import notifications
from localaws.runtime.network.names import name_servers
from localaws.runtime.network.notifications import Call
from localaws.runtime.network.reach import Address, Reach, judge, meant_by
from localaws.runtime.network.socket_options import copy_options

_LONGEST_ADDRESS = 128  # the kernel's
_UNIX = struct.pack("H", socket.AF_UNIX)
_INTERNET = (socket.AF_INET, socket.AF_INET6)


@dataclass
class Pending:
    """A connection that is being made while the caller waits.

    Attributes:
        made: what connects: a socket of the machine's network, or the caller's own.
        number: the caller's file that ``made`` is to take the place of; None where it is its own.
        again: the address to try again, where the kernel cannot tell when it is worth it.
    """

    call: Call
    made: socket.socket
    number: int | None
    closes: bool = False
    again: bytes | None = None


class Calls:
    """Answers the calls that come through one listener."""

    def __init__(self, listener: int, allowed: Reach) -> None:
        self._listener = listener
        self._allowed = allowed
        with socket.socket() as ours:
            self._network = notifications.network_of(ours)

    def take(self, call: Call) -> Pending | None:
        """Answer a call, or say what it waits for."""
        try:
            return self._take(call)
        except notifications.Gone:
            return None
        except OSError as error:
            notifications.answer(self._listener, call, error.errno or errno.EACCES)
            return None

    def finish(self, pending: Pending) -> None:
        """Answer a call whose connection is made, or failed; the socket is closed here."""
        with pending.made as made:
            self._end(pending, made.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR))

    def retry(self, pending: Pending) -> bool:
        """Try again to connect; whether that is the end of it."""
        assert pending.again is not None  # that is what it waits for
        try:
            error = self._connect_local(pending.call, pending.made, pending.again)
            notifications.check(self._listener, pending.call)
        except OSError as failure:
            error = failure.errno or errno.EACCES
        except notifications.Gone:
            error = errno.EINTR
        if error == errno.EAGAIN:
            return False
        with pending.made:
            self._end(pending, error)
        return True

    def _end(self, pending: Pending, error: int) -> None:
        pending.made.setblocking(True)  # it was, or the caller would not wait
        try:
            if pending.number is not None and not error:
                notifications.replace(
                    self._listener,
                    *(pending.call, pending.number, pending.made.fileno(), pending.closes),
                )
        except notifications.Gone:
            return
        notifications.answer(self._listener, pending.call, error)

    def _take(self, call: Call) -> Pending | None:
        number, length = call.arguments[0] & 0xFFFFFFFF, call.arguments[2] & 0xFFFFFFFF
        own = notifications.socket_of(call, number)
        try:
            if call.number in LISTEN:
                error = errno.EINVAL if self._is_ours(own) else 0
                error = error or notifications.listen(own.fileno(), call.arguments[1] & 0x7FFFFFFF)
                notifications.answer(self._listener, call, error)
                return None
            if not 0 <= length <= _LONGEST_ADDRESS:
                raise OSError(errno.EINVAL, "the address is too long")
            address = notifications.memory_of(call, call.arguments[1], length)
            notifications.check(self._listener, call)
            waits, closes = notifications.flags_of(call, number)
            pending = self._connect(Pending(call, own, number, closes), address, not waits)
        except BaseException:
            own.close()
            raise
        if pending is None or pending.made is not own:
            own.close()
        return pending

    def _connect(self, asked: Pending, address: bytes, waits: bool) -> Pending | None:
        own = asked.made
        if own.family in _INTERNET and own.type == socket.SOCK_STREAM:
            if self._is_ours(own) and (error := _state(own)):
                raise OSError(error, os.strerror(error))
            target = self._outside(own, address)
            if target is not None:
                return self._connect_outside(asked, target, waits)
        if self._is_ours(own):
            raise OSError(errno.ECONNREFUSED, "it belongs to a connection of the machine's")
        return self._connect_own(asked, address, waits)

    def _is_ours(self, own: socket.socket) -> bool:
        return notifications.network_of(own) == self._network

    def _outside(self, own: socket.socket, address: bytes) -> tuple[str, int] | None:
        """Where to connect in the machine's network; None: in the container's."""
        parsed = parse(own.family, address)
        if parsed is None:
            return None
        target, port = parsed
        verdict = judge(target, port, is_of_the_machine(meant_by(target)), self._allowed)
        if verdict == "refused":
            raise OSError(errno.ENETUNREACH, "no way leads there")
        if verdict == "resolver":
            host, port = name_servers()[0]
            return (host if own.family == socket.AF_INET or ":" in host else f"::ffff:{host}"), port
        return (str(target), port) if verdict == "outside" else None

    def _connect_outside(
        self, asked: Pending, target: tuple[str, int], waits: bool
    ) -> Pending | None:
        assert asked.number is not None  # it was asked with the caller's
        made = socket.socket(asked.made.family, socket.SOCK_STREAM)
        try:
            copy_options(asked.made, made)
            made.setblocking(False)
            error = made.connect_ex(target)
            if waits and error == errno.EINPROGRESS:
                return Pending(asked.call, made, asked.number, asked.closes)
            if waits:
                made.setblocking(True)
            if error in (0, errno.EINPROGRESS):
                notifications.replace(
                    self._listener, asked.call, asked.number, made.fileno(), asked.closes
                )
            notifications.answer(self._listener, asked.call, error)
        except BaseException:
            made.close()
            raise
        made.close()
        return None

    def _connect_own(self, asked: Pending, address: bytes, waits: bool) -> Pending | None:
        """Connect the caller's socket in its own network; it waits in our place, not in this one."""
        own = asked.made
        local = own.family == socket.AF_UNIX
        if waits:
            own.setblocking(False)
        error = errno.EIO
        try:
            connect = self._connect_local if local else _connect_as_it_is
            error = connect(asked.call, own, address)
        finally:
            goes_on = waits and error == (errno.EAGAIN if local else errno.EINPROGRESS)
            if waits and not goes_on:
                own.setblocking(True)
        if goes_on:
            return Pending(asked.call, own, None, again=address if local else None)
        notifications.answer(self._listener, asked.call, error)
        return None

    @staticmethod
    def _connect_local(call: Call, own: socket.socket, address: bytes) -> int:
        """A unix socket: an abstract name belongs to its network, a path to the caller's root."""
        path = address[2:].partition(b"\0")[0]
        if address[:2] != _UNIX or not path:
            return notifications.connect(own.fileno(), address)
        opened = notifications.open_of(call, path)
        try:
            here = _UNIX + f"/proc/self/fd/{opened}".encode() + b"\0"
            return notifications.connect(own.fileno(), here)
        finally:
            os.close(opened)


def _connect_as_it_is(_call: Call, own: socket.socket, address: bytes) -> int:
    return notifications.connect(own.fileno(), address)


def _state(ours: socket.socket) -> int:
    """Why a socket that was connected outside cannot be again: EISCONN, EALREADY, or 0."""
    established, syn_sent, closed = 1, 2, 7
    state = ours.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 1)[0]
    if state == syn_sent:
        return errno.EALREADY
    if state == closed:
        return ours.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
    return errno.EISCONN if state >= established else 0


def parse(family: int, address: bytes) -> tuple[Address, int] | None:
    """The address and port of a sockaddr; None where it is not one of the socket's family."""
    length = 16 if family == socket.AF_INET else 24  # an IPv6 one without a scope is taken, too
    if len(address) < length or struct.unpack_from("H", address)[0] != family:
        return None
    (port,) = struct.unpack_from("!H", address, 2)
    if family == socket.AF_INET:
        return ipaddress.IPv4Address(address[4:8]), port
    return ipaddress.IPv6Address(address[8:24]), port


def is_of_the_machine(address: Address) -> bool:
    """Whether an address is this machine's own: the kernel would use it to reach itself."""
    family = socket.AF_INET if address.version == 4 else socket.AF_INET6
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as trying:
            trying.connect((str(address), 9))  # of a datagram socket: nothing is sent
            return ipaddress.ip_address(trying.getsockname()[0].partition("%")[0]) == address
    except OSError:
        return False  # no way leads there at all
