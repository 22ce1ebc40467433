"""The serving container of the transform tests: it doubles the number of each line."""

import os
import signal
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

BASE = Path(os.environ.get("SAGEMAKER_BASE_DIR", "/opt/ml"))
PORT = int(os.environ.get("SAGEMAKER_BIND_TO_PORT", "8080"))
FACTOR = int((BASE / "model/factor").read_text())


class Serve(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # headers and body leave together, or the kernel holds the body back

    def do_GET(self):
        found = os.environ.get("PARAMETERS", "") if "parameters" in self.path else "healthy"
        self.answer(200 if found else 404, found.encode())

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if body in (b"die", b"leave"):
            os._exit(9 if body == b"die" else 0)
        if body == b"hang":
            signal.pause()
        try:
            lines = [f"{FACTOR * int(line)}\n" for line in body.decode().split()]
        except ValueError as error:
            self.answer(400, str(error).encode())
        else:
            self.answer(200, "".join(lines).encode())

    def answer(self, status, body):
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format, *arguments):
        pass


ThreadingHTTPServer.daemon_threads = True
signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
asked = {name: value for name, value in os.environ.items() if name.startswith("SAGEMAKER_BATCH")}
print(*sys.argv[1:], *sorted(asked.items()), os.environ.get("WHO"), flush=True)
if os.environ.get("EXIT_AT_ONCE"):
    sys.exit(int(os.environ["EXIT_AT_ONCE"]))
ThreadingHTTPServer(("0.0.0.0", PORT), Serve).serve_forever()
