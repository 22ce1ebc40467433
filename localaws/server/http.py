"""HTTP/1.1 for a WSGI application: a thread for each connection, connections kept alive.

Werkzeug's own server closes every connection and waits ten milliseconds before it does, which is
most of what a small AWS call costs. This one knows nothing of AWS.
"""

from __future__ import annotations

import io
import logging
import socket
from collections.abc import Callable, Iterable
from http.server import BaseHTTPRequestHandler
from socketserver import TCPServer, ThreadingMixIn
from typing import Any
from urllib.parse import unquote_to_bytes

from moto.core.request import (
    PRESERVED_HEADER_NAMES_ENVIRON_KEY,
    environ_key_for_header,
    should_preserve_original_header_name,
)

from localaws.server.body import Chunked, Sized

log = logging.getLogger(__name__)

StartResponse = Callable[..., Any]
Application = Callable[[dict[str, Any], StartResponse], Iterable[bytes]]

_BODILESS = ("HEAD",)


class Server(ThreadingMixIn, TCPServer):
    """Serves ``application`` on a socket that already listens.

    The socket is handed in so that a taken port is known before anything else is loaded; whoever
    connects before ``serve_forever`` waits in its queue.
    """

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, listener: socket.socket, application: Application) -> None:
        super().__init__(listener.getsockname(), _Handler, bind_and_activate=False)
        self.socket.close()
        self.socket = listener
        self.server_address = listener.getsockname()
        self.application = application

    def handle_error(self, request: Any, client_address: Any) -> None:
        log.debug("a connection broke off", exc_info=True)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = 64 * 1024  # headers and a small body leave in one packet
    server: Server

    def do(self) -> None:
        """One request. The connection closes after it if its body was not read to the end."""
        body = self._body()
        if body is None:
            return
        response = _Response(self)
        answer: Iterable[bytes] = ()
        try:
            answer = self.server.application(self._environ(body), response.start)
            response.write(answer)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True
        except Exception:  # a defect is one failed request, not a dead server
            log.exception("%s %s failed", self.command, self.path)
            self.close_connection = True
            if not response.sent:
                response.fail()
        finally:
            close = getattr(answer, "close", None)
            if close is not None:
                close()
        if not body.drain():
            self.close_connection = True

    do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = do_PATCH = do_OPTIONS = do  # noqa: N815

    def handle_expect_100(self) -> bool:
        self.send_response_only(100)
        self.end_headers()
        self.wfile.flush()  # the client waits for it before it sends the body
        return True

    def log_message(self, format: str, *args: Any) -> None:
        log.debug(format, *args)

    def _body(self) -> Sized | Chunked | None:
        if "chunked" in self.headers.get("Transfer-Encoding", "").lower():
            return Chunked(self.rfile)
        length = self.headers.get("Content-Length", "0").strip()
        if not length.isascii() or not length.isdigit():
            self.send_error(400, "Content-Length is no number")
            return None
        return Sized(self.rfile, int(length))

    def _environ(self, body: Sized | Chunked) -> dict[str, Any]:
        path, _, query = self.path.partition("?")
        if "://" in path:  # an absolute URI, as a proxy gets it
            path = "/" + path.split("/", 3)[3] if path.count("/") > 2 else "/"
        host, port = self.server.server_address[:2]
        environ: dict[str, Any] = {
            "REQUEST_METHOD": self.command,
            "SCRIPT_NAME": "",
            "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
            "QUERY_STRING": query,
            "REQUEST_URI": self.path,
            "RAW_URI": self.path,
            "REMOTE_ADDR": self.client_address[0],
            "REMOTE_PORT": self.client_address[1],
            "SERVER_NAME": host,
            "SERVER_PORT": str(port),
            "SERVER_PROTOCOL": self.request_version,
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BufferedReader(body),
            "wsgi.input_terminated": True,
            "wsgi.errors": _Errors(),
            "wsgi.multithread": True,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
        }
        return environ | self._headers()

    def _headers(self) -> dict[str, Any]:
        """Header fields as WSGI names them, and the spellings that moto wants to know besides."""
        fields: dict[str, Any] = {}
        spellings: dict[str, str] = {}
        dashed = {environ_key_for_header(name) for name in self.headers if "_" not in name}
        for name, value in self.headers.items():
            key = environ_key_for_header(name)
            if "_" in name:
                # WSGI cannot tell x_y from x-y; only S3's metadata may have underscores.
                if key in dashed or not should_preserve_original_header_name(name):
                    continue
                spellings.setdefault(key, name)
            fields[key] = f"{fields[key]},{value}" if key in fields else value
        fields[PRESERVED_HEADER_NAMES_ENVIRON_KEY] = spellings
        return fields


class _Response:
    """Writes one answer: with its length where that is known, else in chunks."""

    def __init__(self, handler: _Handler) -> None:
        self._handler = handler
        self._status: tuple[int, str] | None = None
        self._headers: list[tuple[str, str]] = []
        self.sent = False

    def start(self, status: str, headers: list[tuple[str, str]], _error: Any = None) -> None:
        code, _, reason = status.partition(" ")
        self._status, self._headers = (int(code), reason), headers

    def write(self, answer: Iterable[bytes]) -> None:
        names = {name.lower() for name, _ in self._headers}
        if "content-length" not in names and isinstance(answer, list):
            self._headers.append(("Content-Length", str(sum(map(len, answer)))))
            names.add("content-length")
        assert self._status is not None, "the application answered before it named a status"
        bodiless = self._handler.command in _BODILESS or self._status[0] in (204, 304)
        chunked = "content-length" not in names and not bodiless
        if chunked:
            self._headers.append(("Transfer-Encoding", "chunked"))
        self._send_head(names)
        if not bodiless:
            self._send_body(answer, chunked)
        self._handler.wfile.flush()

    def fail(self) -> None:
        """Answer 500 in place of an answer that could not be made."""
        self._status, self._headers = (500, "Internal Server Error"), [("Content-Length", "0")]
        self._send_head({"content-length"})
        self._handler.wfile.flush()

    def _send_head(self, names: set[str]) -> None:
        assert self._status is not None
        self.sent = True
        handler = self._handler
        handler.send_response_only(*self._status)
        for name, value in self._headers:
            handler.send_header(name, value)
        if "date" not in names:
            handler.send_header("Date", handler.date_time_string())
        if handler.close_connection:
            handler.send_header("Connection", "close")
        handler.end_headers()

    def _send_body(self, answer: Iterable[bytes], chunked: bool) -> None:
        write = self._handler.wfile.write
        for part in answer:
            if part and chunked:
                write(b"%x\r\n%b\r\n" % (len(part), part))
            elif part:
                write(part)
        if chunked:
            write(b"0\r\n\r\n")


class _Errors(io.TextIOBase):
    """Where WSGI applications complain: the log."""

    def write(self, text: str) -> int:
        if text.strip():
            log.warning("%s", text.rstrip())
        return len(text)
