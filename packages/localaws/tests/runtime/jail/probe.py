"""Runs in a container and says what it can do there: one JSON document, from what it is asked.

Standard library alone, and any Python: it is copied into ``/opt/ml``.
"""

import asyncio
import contextlib
import ctypes
import errno
import json
import os
import select
import signal
import socket
import sys
import threading
import urllib.request

LIBC = ctypes.CDLL(None, use_errno=True)
MSG_FASTOPEN = 0x20000000


def attempt(action):
    """What came of it: the result, or the name of the error."""
    try:
        return action()
    except OSError as error:
        error = getattr(error, "reason", error)
        if isinstance(error, socket.gaierror):
            return "no name"
        if isinstance(error, OSError) and error.errno:
            return errno.errorcode.get(error.errno, str(error.errno))
        return type(error).__name__


def call(number, *arguments):
    words = [ctypes.c_long(a) if isinstance(a, int) else a for a in arguments]
    if LIBC.syscall(ctypes.c_long(number), *words) < 0:
        raise OSError(ctypes.get_errno(), "")
    return "done"


def read(path, most=200):
    with open(path, "rb") as file:
        return file.read(most).decode("utf-8", "replace")


def append(path):
    with open(path, "a") as file:
        file.write("written\n")
    with open(path, "rb") as file:
        return file.read().endswith(b"written\n")


def connect(family, address, kind=socket.SOCK_STREAM):
    with socket.socket(family, kind) as tried:
        tried.settimeout(10)
        tried.connect(address)
        return "connected"


def fetch(url):
    return urllib.request.urlopen(url, timeout=20).read().decode()


def mounted(kind, target):
    if LIBC.mount(b"none", target.encode(), kind.encode(), ctypes.c_ulong(0), b"") < 0:
        raise OSError(ctypes.get_errno(), "")
    return "mounted"


def unmounted(target):
    if LIBC.umount2(target.encode(), 2) < 0:
        raise OSError(ctypes.get_errno(), "")
    return "unmounted"


def device(path, number):
    os.mknod(path, 0o660 | 0o060000, number)
    return read(path)


def in_a_child(action):
    """The signal that ended a child which did this, 0 for none."""
    child = os.fork()
    if child == 0:
        with contextlib.suppress(BaseException):
            action()
        os._exit(0)
    return os.waitpid(child, 0)[1] & 0x7F


def without_blocking(address):
    """As asyncio and Go do: EINPROGRESS or success, then writable, then the socket's error."""
    with socket.socket() as tried:
        tried.setblocking(False)
        tried.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        first = tried.connect_ex(address)
        if first not in (0, errno.EINPROGRESS):
            return errno.errorcode[first]
        select.select([], [tried], [], 10)
        error = tried.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
        no_delay = tried.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
        return [
            error,
            tried.getpeername()[0],
            no_delay,
            tried.getblocking(),
            os.get_inheritable(tried.fileno()),
        ]


async def _asynchronous(host, port):
    reader, writer = await asyncio.wait_for(asyncio.open_connection(host, port), 20)
    writer.write(b"GET /async HTTP/1.0\r\n\r\n")
    answer = await reader.read()
    writer.close()
    return answer.decode().rpartition("\n")[2]


def from_threads(url):
    found = []
    threads = [
        threading.Thread(target=lambda: found.append(attempt(lambda: fetch(url)))) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(set(found))


def inside(port):
    """A server and a client of the container's own, over TCP and both kinds of unix sockets."""
    served = []
    for family, address in (
        (socket.AF_INET, ("127.0.0.1", port)),
        (socket.AF_INET6, ("::1", port)),
        (socket.AF_UNIX, "/tmp/socket-of-mine"),
        (socket.AF_UNIX, "relative-socket"),
        (socket.AF_UNIX, "\0abstract-of-mine"),
    ):
        with socket.socket(family) as server, socket.socket(family) as client:
            server.bind(address)
            server.listen(1)
            client.settimeout(10)
            client.connect(address)
            accepted, _ = server.accept()
            with accepted:
                accepted.sendall(b"mine")
                served.append(client.recv(4).decode())
    return served


def full_backlog():
    """A blocking connect waits until there is room, over TCP-less unix sockets, too."""
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("\0full")
        server.listen(0)
        clients = [socket.socket(socket.AF_UNIX) for _ in range(3)]
        accepted = []

        def accept():
            for _ in range(3):
                select.select([], [], [], 0.05)
                accepted.append(server.accept()[0])

        thread = threading.Thread(target=accept)
        thread.start()
        for client in clients:
            client.connect("\0full")
        thread.join()
        for each in (*clients, *accepted):
            each.close()
        return len(accepted)


def dissolved(outside, port):
    """Try to get at a local port with a socket of the machine's network that is not connected."""
    with socket.socket() as tried:
        tried.setblocking(False)
        tried.connect_ex((outside, 9))
        with contextlib.suppress(OSError):
            tried.shutdown(socket.SHUT_RDWR)
        found = [attempt(lambda: tried.listen() or "listens")]
        found.append(attempt(lambda: tried.sendto(b"x", MSG_FASTOPEN, ("127.0.0.1", port))))
        for _ in range(2):  # the first tells of the connection that was to be
            last = attempt(lambda: tried.connect(("127.0.0.1", port)) or "connected")
        return [*found, last]


def again(address):
    with socket.create_connection(address, 10) as tried:
        with contextlib.suppress(OSError):
            LIBC.connect(tried.fileno(), b"\0" * 16, 16)  # AF_UNSPEC dissolves a connection
        return [attempt(lambda: tried.connect(address) or "again"), tried.getpeername()[0]]


def main():
    asked = json.loads(read("/opt/ml/asked.json", -1))
    local, lan, aws = asked["local"], asked["lan"], asked["aws"]
    found = {
        "root": sorted(os.listdir("/")),
        "devices": sorted(os.listdir("/dev")),
        "home": sorted(os.listdir(os.path.expanduser("~"))),
        "processes": [name for name in os.listdir("/proc") if name.isdigit()],
        "run": sorted(os.listdir("/run")),
        "read": {path: attempt(lambda p=path: read(p)) for path in asked["read"]},
        "written": {path: attempt(lambda p=path: append(p)) for path in asked["write"]},
        "status": dict(
            line.split(":", 1) for line in read("/proc/self/status", -1).splitlines() if ":" in line
        ),
        "mounts": read("/proc/self/mountinfo", -1),
        "mount": {
            kind: attempt(lambda k=kind: mounted(k, "/tmp")) for kind in ("tmpfs", "proc", "sysfs")
        },
        "umount": attempt(lambda: unmounted("/proc/kcore")),
        "remount": attempt(lambda: append("/proc/sys/kernel/hostname")),
        "chroot": attempt(lambda: os.chroot("/tmp") or "done"),
        "device": attempt(lambda: device("/tmp/disk", asked["disk"])),
        "kill": attempt(lambda: os.kill(asked["pid"], 0) or "killed"),
        "first process": {
            name: attempt(lambda n=name: os.readlink(f"/proc/1/{n}"))
            for name in ("root", "cwd", "exe", "fd/0")
        },
        "trace": attempt(lambda: LIBC.ptrace(16, 1, 0, 0) and read("/proc/1/mem")),
    }
    if os.uname().machine == "x86_64":
        found["calls"] = {
            name: attempt(lambda n=number, w=words: call(n, *w))
            for name, number, words in (
                ("unshare", 272, (0x10000000,)),
                ("setns", 308, (0, 0)),
                ("clone", 56, (0x10000000 | signal.SIGCHLD, 0, 0, 0, 0)),
                ("clone3", 435, (0, 0)),
                ("keyctl", 250, (0, -3, 0)),
                ("bpf", 321, (0, 0, 0)),
                ("perf_event_open", 298, (0, 0, -1, -1, 0)),
                ("open_by_handle_at", 304, (0, 0, 0)),
                ("io_uring_setup", 425, (1, 0)),
                ("fsopen", 430, (b"tmpfs", 0)),
                ("init_module", 175, (0, 0, 0)),
                ("kexec_load", 246, (0, 0, 0, 0)),
            )
        }
        found["x32"] = in_a_child(lambda: LIBC.syscall(ctypes.c_long(0x40000000 + 39)))
    v4, v6, unix = socket.AF_INET, socket.AF_INET6, socket.AF_UNIX
    found["network"] = {
        name: attempt(lambda f=family, a=address: connect(f, a))
        for name, family, address in (
            ("127.0.0.1", v4, ("127.0.0.1", local)),
            ("127.1.2.3", v4, ("127.1.2.3", local)),
            ("0.0.0.0", v4, ("0.0.0.0", local)),
            ("::1", v6, ("::1", local)),
            ("::ffff:127.0.0.1", v6, ("::ffff:127.0.0.1", local)),
            ("lan", v4, (lan, local)),
            ("lan mapped", v6, (f"::ffff:{lan}", local)),
            ("169.254.169.254", v4, ("169.254.169.254", 80)),
            ("metadata mapped", v6, ("::ffff:169.254.169.254", 80)),
            ("metadata 6", v6, ("fd00:ec2::254", 80)),
            ("link-local", v6, ("fe80::1", 80)),
            ("multicast", v4, ("224.0.0.1", 80)),
            ("path", unix, asked["path"]),
            ("abstract", unix, asked["abstract"]),
        )
    }
    found["vsock"] = attempt(lambda: socket.socket(40, socket.SOCK_STREAM) and "made")
    found["packets"] = attempt(lambda: socket.socket(17, socket.SOCK_RAW) and "made")
    found["raw"] = attempt(lambda: socket.socket(v4, socket.SOCK_RAW, 1) and "made")
    found["datagram"] = attempt(lambda: connect(v4, (lan, local), socket.SOCK_DGRAM))
    found["inside"] = attempt(lambda: inside(local))
    found["backlog"] = attempt(full_backlog)
    found["nobody listens"] = attempt(lambda: connect(v4, ("127.0.0.1", 1)))
    found["no socket"] = errno.errorcode[
        LIBC.connect(sys.stdin.fileno(), b"\2\0" + bytes(14), 16) and ctypes.get_errno()
    ]
    found["proxy"] = attempt(lambda: connect(v4, ("localhost", asked["proxy"])))
    found["certificate"] = attempt(lambda: read(os.environ["SSL_CERT_FILE"]))
    found["disks"] = [os.stat(path).st_dev for path in ("/opt/ml", "/tmp", "/root", "/etc", "/usr")]
    found["name"] = attempt(lambda: socket.getaddrinfo("outside.test", 80, v4)[0][4][0])
    if aws:
        url = f"http://localhost:{aws}"
        found["aws"] = attempt(lambda: fetch(url + "/one"))
        found["aws threads"] = attempt(lambda: from_threads(url + "/many"))
    if asked["outside"]:
        outside, port = asked["outside"]
        found["outside"] = attempt(lambda: fetch(f"http://{outside}:{port}/two"))
        found["datagram outside"] = attempt(lambda: connect(v4, (outside, 9), socket.SOCK_DGRAM))
        found["outside by name"] = attempt(lambda: fetch(f"http://outside.test:{port}/three"))
        found["without blocking"] = attempt(lambda: without_blocking((outside, port)))
        found["asyncio"] = attempt(lambda: asyncio.run(_asynchronous("outside.test", port)))
        found["closed port"] = attempt(lambda: connect(v4, (outside, 1)))
        found["again"] = attempt(lambda: again((outside, port)))
        found["dissolved"] = attempt(lambda: dissolved(asked["silent"], local))
    print(json.dumps(found))


main()
