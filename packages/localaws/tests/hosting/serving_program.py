"""The serving container of the hosting tests. What it does is chosen by environment variables."""

import json
import os
import signal
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

BASE = Path(os.environ.get("SAGEMAKER_BASE_DIR", "/opt/ml"))
PORT = int(os.environ.get("SAGEMAKER_BIND_TO_PORT", "8080"))
GO_ON = threading.Semaphore(0)
STARTED = time.monotonic()


def resolves():
    """Whether the server resolves names for this container, which has a network then."""
    sockets = Path("/proc/net/udp")
    return sockets.exists() and "0B00007F:0035" in sockets.read_text()


class Serve(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # headers and body leave together, or the kernel holds the body back

    def do_GET(self):
        if os.environ.get("NEVER_HEALTHY"):
            self.answer(503, b"")
        elif time.monotonic() - STARTED < float(os.environ.get("HEALTHY_AFTER", "0")):
            self.answer(500, b"")
        else:
            self.answer(200, b"")

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if body == b"die":
            os._exit(9)
        if body.startswith(b"status "):
            self.answer(int(body.split()[1]), b"as you wish")
            return
        if body.startswith(b"sleep "):
            time.sleep(float(body.split()[1]))
        if os.environ.get("STEP"):
            seen = self.headers.get("Accept"), self.headers.get("Content-Type")
            said = f"{body.decode()} > {os.environ['STEP']}{seen}"
            self.answer(200, said.encode(), {"Content-Type": f"text/{os.environ['STEP']}"})
            return
        if body == b"go on":
            GO_ON.release()
        if body.startswith(b"stream "):
            self.stream(body.split()[1:])
            return
        if body == b"echo" or body.startswith(b"\xff"):
            self.answer(200, body, {"Content-Type": "application/octet-stream"})
            return
        files = sorted(
            str(path.relative_to(BASE)) for path in (BASE / "model").rglob("*") if path.is_file()
        )
        answer = {
            "who": os.environ.get("WHO", ""),
            "headers": {name.lower(): value for name, value in self.headers.items()},
            "arguments": sys.argv[1:],
            "files": files,
            "environment": dict(os.environ),
            "resolves": resolves(),
        }
        extra = {"Content-Type": "application/json", "X-Amzn-SageMaker-Custom-Attributes": "seen"}
        self.answer(200, json.dumps(answer).encode(), extra)

    def stream(self, words):
        """Write the words as chunks; "wait" waits for another request, "break" breaks off."""
        self.send_response(200)
        self.send_header("Content-Type", "text/words")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        self.wfile.flush()
        for word in words:
            if word == b"wait":
                GO_ON.acquire(timeout=30)
            elif word == b"break":
                self.close_connection = True
                self.connection.shutdown(2)
                return
            else:
                self.wfile.write(b"%x\r\n%b\r\n" % (len(word), word))
                self.wfile.flush()
        self.wfile.write(b"0\r\n\r\n")

    def answer(self, status, body, headers=None):
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format, *arguments):
        pass


class Server(ThreadingHTTPServer):
    request_queue_size = 128
    daemon_threads = True


print(f"serving as {os.environ.get('WHO', 'nobody')}", flush=True)
signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
if os.environ.get("EXIT_AT_ONCE"):
    sys.exit(int(os.environ["EXIT_AT_ONCE"]))
Server(("0.0.0.0", PORT), Serve).serve_forever()
