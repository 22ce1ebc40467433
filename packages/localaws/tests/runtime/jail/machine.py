"""A machine with local servers, sockets that nobody may reach, and an outside.

Everything lies below /var/tmp: /tmp is hidden from a container anyway. The outside is a network
namespace of its own at the other end of a pair of interfaces, which only root can make.
"""

from __future__ import annotations

import contextlib
import http.server
import os
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

SERVER = """
import http.server
class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(f"outside {self.path} from {self.client_address[0]}".encode())
    def log_message(self, *args):
        pass
server = http.server.ThreadingHTTPServer(("", 80), Answer)
print("up", flush=True)
server.serve_forever()
"""


class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(f"seen {self.path}".encode())

    def log_message(self, format: str, *args: object) -> None:
        return


@dataclass
class Machine:
    """Where its parts are. ``lan`` is an address of its own, ``outside`` one that is not."""

    folder: Path
    aws: int
    local: int
    proxy: int
    lan: str
    abstract: str
    outside: tuple[str, int] | None = None
    silent: str = ""
    reached: list[str] = field(default_factory=list)  # what came to where nothing may come


def lan_address() -> str:
    """An address of this machine that is not of its loopback; the loopback's where it has none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        try:
            asking.connect(("192.0.2.1", 9))
            return str(asking.getsockname()[0])
        except OSError:
            return "127.0.0.1"


@contextlib.contextmanager
def make_machine() -> Iterator[Machine]:
    with contextlib.ExitStack() as at_end:
        folder = Path(tempfile.mkdtemp(dir="/var/tmp", prefix="localaws-jail-"))
        at_end.callback(shutil.rmtree, folder, ignore_errors=True)
        folder.chmod(0o755)
        aws = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer)
        threading.Thread(target=aws.serve_forever, daemon=True).start()
        at_end.callback(aws.server_close)
        at_end.callback(aws.shutdown)
        local = at_end.enter_context(socket.create_server(("", 0)))
        abstract = f"\0localaws-jail-{os.getpid()}"
        proxy = at_end.enter_context(socket.create_server(("127.0.0.1", 0)))
        ports = aws.server_port, local.getsockname()[1], proxy.getsockname()[1]
        made = Machine(folder, *ports, lan_address(), abstract)
        (folder / "authorities.pem").write_text("an authority")
        at_end.enter_context(contextlib.closing(_listening(made, abstract)))
        at_end.enter_context(contextlib.closing(_listening(made, str(folder / "socket"))))
        _count(made, local, "port")
        if os.getuid() == 0 and shutil.which("ip") and shutil.which("unshare"):
            _make_outside(made, at_end)
        yield made


def _listening(machine: Machine, address: str) -> socket.socket:
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(address)
    listener.listen()
    if not address.startswith("\0"):
        Path(address).chmod(0o777)
    _count(machine, listener, "socket")
    return listener


def _count(machine: Machine, listener: socket.socket, what: str) -> None:
    def accept() -> None:
        with contextlib.suppress(OSError):
            while True:
                listener.accept()[0].close()
                machine.reached.append(what)

    threading.Thread(target=accept, daemon=True).start()


def _make_outside(machine: Machine, at_end: contextlib.ExitStack) -> None:
    """A web server and a silent address in another network, and a resolver on our loopback."""
    number = os.getpid() % 250
    here, there, silent = (f"198.18.{number}.{n}" for n in (1, 2, 3))
    pair = f"jail{os.getpid() % 100000}"
    inside = ["unshare", "--net", sys.executable, "-I", "-c"]
    code = (
        "import sys, subprocess; print('made', flush=True); sys.stdin.readline();"
        f"subprocess.run('ip link set lo up; ip addr add {there}/24 dev {pair}o; ip link set {pair}o up',"
        "shell=True, check=True);" + f"exec({SERVER!r})"
    )
    process = subprocess.Popen(
        [*inside, code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    at_end.callback(process.wait)
    at_end.callback(process.kill)
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stdout.readline() == "made\n"
    made = subprocess.run(
        f"ip link add {pair} type veth peer name {pair}o netns {process.pid}"
        f" && ip addr add {here}/24 dev {pair} && ip link set {pair} up",
        shell=True,
        capture_output=True,
        text=True,
        check=False,
    )
    if made.returncode != 0:
        return  # no such interfaces here: the tests of the outside are skipped, with that reason
    process.stdin.write("go\n")
    process.stdin.flush()
    assert process.stdout.readline() == "up\n"
    machine.outside, machine.silent, machine.lan = (there, 80), silent, here
    resolver = at_end.enter_context(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
    resolver.bind((f"127.0.53.{number + 1}", 53))
    (machine.folder / "resolv.conf").write_text(f"nameserver 127.0.53.{number + 1}\n")
    threading.Thread(target=_resolve, args=(resolver, there), daemon=True).start()


def _resolve(resolver: socket.socket, address: str) -> None:
    """Answer every question for an A record with one address, others with none."""
    with contextlib.suppress(OSError):
        while True:
            question, client = resolver.recvfrom(512)
            end = question.index(b"\0", 12) + 5
            (kind,) = struct.unpack_from("!H", question, end - 4)
            count = int(kind == 1)
            head = question[:2] + struct.pack("!HHHHH", 0x8180, 1, count, 0, 0)
            record = b"\xc0\x0c" + struct.pack("!HHIH", 1, 1, 60, 4) + socket.inet_aton(address)
            resolver.sendto(head + question[12:end] + record * count, client)
