"""The Python runtime of a function: asks the Runtime API for events and calls the handler with them.

Runs in the sandbox with the function's Python, on the standard library alone and without what takes
long to import: a cold start is mostly this file's. The code and the layers lie where it lies itself:
not every way to run a sandbox has them at /var/task and /opt.

What it writes beside the function's own output begins with a record separator (0x1E), which the
server takes out: ``L`` and one log event, its line ends as carriage returns; ``E``, a request id and
the most memory used in KiB, after which nothing more of that invocation comes.
"""

from __future__ import annotations

import json
import os
import sys
import time

TYPE_CHECKING = False  # typing's own would take longer to import than all of this
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any, NoReturn

MARK = "\x1e"


class Fault(Exception):
    """A failure that is the runtime's to name."""

    def __init__(self, kind: str, message: str, trace: list[str] | None = None) -> None:
        super().__init__(message)
        self.kind = kind
        self.trace = trace or []


class Api:
    """The Runtime API over one connection."""

    def __init__(self, address: str) -> None:
        import socket

        host, _, port = address.rpartition(":")
        self._host = address
        self._socket = socket.create_connection((host, int(port)))
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._file = self._socket.makefile("rb")

    def next(self) -> tuple[dict[str, str], bytes]:
        """The headers (names in lower case) and the payload of the next event."""
        return self._exchange("GET", "invocation/next")

    def post(self, path: str, body: bytes, kind: str = "") -> None:
        headers = f"Lambda-Runtime-Function-Error-Type: {kind}\r\n" if kind else ""
        self._exchange("POST", path, body, headers)

    def _exchange(
        self, method: str, path: str, body: bytes = b"", headers: str = ""
    ) -> tuple[dict[str, str], bytes]:
        head = f"{method} /2018-06-01/runtime/{path} HTTP/1.1\r\nHost: {self._host}\r\n{headers}"
        text = f"{head}Content-Length: {len(body)}\r\n\r\n"
        self._socket.sendall(text.encode("latin-1", "replace") + body)
        if not self._file.readline():
            os._exit(0)  # the server has gone
        found: dict[str, str] = {}
        while line := self._file.readline().decode("latin-1").rstrip("\r\n"):
            name, _, value = line.partition(":")
            found[name.lower()] = value.strip()
        return found, self._file.read(int(found.get("content-length", "0")))


class Identity:
    def __init__(self, given: str | None) -> None:
        found = json.loads(given) if given else {}
        self.cognito_identity_id = found.get("cognitoIdentityId")
        self.cognito_identity_pool_id = found.get("cognitoIdentityPoolId")


class ClientContext:
    def __init__(self, given: Mapping[str, Any]) -> None:
        self.custom = given.get("custom")
        self.env = given.get("env")
        self.client = given.get("client") and Client(given["client"])


class Client:
    def __init__(self, given: Mapping[str, Any]) -> None:
        for name in (
            "installation_id",
            "app_title",
            "app_version_name",
            "app_version_code",
            "app_package_name",
        ):
            setattr(self, name, given.get(name))


class Context:
    """The handler's second argument."""

    def __init__(self, headers: Mapping[str, str]) -> None:
        environment = os.environ
        self.aws_request_id = headers["lambda-runtime-aws-request-id"]
        self.invoked_function_arn = headers["lambda-runtime-invoked-function-arn"]
        self.function_name = environment["AWS_LAMBDA_FUNCTION_NAME"]
        self.function_version = environment["AWS_LAMBDA_FUNCTION_VERSION"]
        self.memory_limit_in_mb = environment["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"]
        self.log_group_name = environment["AWS_LAMBDA_LOG_GROUP_NAME"]
        self.log_stream_name = environment["AWS_LAMBDA_LOG_STREAM_NAME"]
        given = headers.get("lambda-runtime-client-context")
        self.client_context = ClientContext(json.loads(given)) if given else None
        self.identity = Identity(headers.get("lambda-runtime-cognito-identity"))
        self.tenant_id = None
        self._deadline = int(headers["lambda-runtime-deadline-ms"])

    def get_remaining_time_in_millis(self) -> int:
        return max(self._deadline - int(time.time() * 1000), 0)


def find_handler(name: str) -> Callable[[Any, Context], Any]:
    """The function that ``module.function`` names."""
    import importlib

    module, dot, function = name.rpartition(".")
    if not dot:
        reason = "not enough values to unpack (expected 2, got 1)"
        raise Fault("Runtime.MalformedHandlerName", f"Bad handler '{name}': {reason}")
    if module.split(".")[0] in sys.builtin_module_names:
        message = f"Cannot use built-in module {module} as a handler module"
        raise Fault("Runtime.BuiltInModuleConflict", message)
    try:
        loaded = importlib.import_module(module.replace("/", "."))
    except ImportError as error:
        message = f"Unable to import module '{module}': {error}"
        raise Fault("Runtime.ImportModuleError", message) from error
    except SyntaxError as error:
        trace = [f'  File "{error.filename}" Line {error.lineno}\n    {error.text}']
        message = f"Syntax error in module '{module}': {error}"
        raise Fault("Runtime.UserCodeSyntaxError", message, trace) from error
    try:
        handler: Callable[[Any, Context], Any] = getattr(loaded, function)
    except AttributeError as error:
        message = f"Handler '{function}' missing on module '{module}'"
        raise Fault("Runtime.HandlerNotFound", message) from error
    return handler


def described(error: Exception, request: str = "") -> dict[str, Any]:
    """An exception as a payload: the frames from the function's own on."""
    if isinstance(error, Fault):
        kind, trace = error.kind, error.trace
    else:
        import traceback

        frames = traceback.extract_tb(error.__traceback__)
        kind = type(error).__name__
        trace = traceback.format_list([f for f in frames if f.filename != __file__])
    return {
        "errorMessage": str(error),
        "errorType": kind,
        "requestId": request,
        "stackTrace": trace,
    }


def log_error(payload: Mapping[str, Any]) -> None:
    if is_json():
        from _json_log import of_failure  # type: ignore[import-not-found]

        write_event(of_failure(payload))
        return
    message = payload["errorMessage"]
    text = f"[ERROR] {payload['errorType']}" + (f": {message}" if message else "")
    lines = [text, "Traceback (most recent call last):"]
    for part in payload["stackTrace"]:
        for line in part.splitlines():
            stripped = line.lstrip(" ")
            lines.append("\u00a0" * (len(line) - len(stripped)) + stripped)
    write_event("\n".join(lines))


def write_event(text: str) -> None:
    """One event of the log, however many lines it has."""
    sys.stdout.write(MARK + "L" + text.rstrip("\n").replace("\n", "\r") + "\n")
    sys.stdout.flush()


def written(value: object) -> bytes:
    """A response as JSON."""
    import decimal

    def other(found: object) -> int | float:
        if isinstance(found, decimal.Decimal):
            return int(found) if found == found.to_integral_value() else float(found)
        raise TypeError(f"Object of type {type(found).__name__} is not JSON serializable")

    try:
        return json.dumps(value, default=other, ensure_ascii=sys.version_info < (3, 12)).encode()
    except Exception as error:
        raise Fault("Runtime.MarshalError", f"Unable to marshal response: {error}") from error


def is_json() -> bool:
    return os.environ.get("AWS_LAMBDA_LOG_FORMAT") == "JSON"


def set_up_logging(current: Mapping[str, str]) -> None:
    import logging

    class Events(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            record.aws_request_id = current["id"]
            write_event(self.format(record))

    handler = Events()
    formatter: logging.Formatter
    if is_json():
        from _json_log import JsonFormatter

        formatter = JsonFormatter()
        level = os.environ.get("AWS_LAMBDA_LOG_LEVEL", "INFO")
        logging.root.setLevel("DEBUG" if level == "TRACE" else level)
    else:
        form = "[%(levelname)s]\t%(asctime)s.%(msecs)dZ\t%(aws_request_id)s\t%(message)s"
        formatter = logging.Formatter(form, "%Y-%m-%dT%H:%M:%S")
        formatter.converter = time.gmtime
    handler.setFormatter(formatter)
    logging.root.addHandler(handler)


def most_memory() -> int:
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used // 1024 if sys.platform == "darwin" else used


def finish(request: str) -> None:
    """Say that all of this invocation's output is there."""
    sys.stderr.flush()
    sys.stdout.write(f"{MARK}E {request} {most_memory()}\n")
    sys.stdout.flush()


def main() -> NoReturn:
    root = os.path.realpath(__file__).removesuffix("/var/runtime/bootstrap.py")
    task, layers = root + "/var/task", root + "/opt"
    version = f"python{sys.version_info[0]}.{sys.version_info[1]}"
    shared = layers + "/python"
    sys.path[0:1] = [task, f"{shared}/lib/{version}/site-packages", shared, root + "/var/runtime"]
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(  # type: ignore[union-attr]
            line_buffering=True, errors="backslashreplace"
        )
    api = Api(os.environ["AWS_LAMBDA_RUNTIME_API"])
    current = {"id": ""}
    set_up_logging(current)
    try:
        # An image names it by its CMD.
        handler = find_handler(os.environ.get("_HANDLER") or " ".join(sys.argv[1:2]))
    except Exception as error:  # noqa: BLE001 - whatever it is, it is reported
        payload = described(error)
        log_error(payload)
        finish("init")
        api.post("init/error", json.dumps(payload).encode(), payload["errorType"])
        sys.exit(1)
    while True:
        headers, body = api.next()
        current["id"] = request = headers["lambda-runtime-aws-request-id"]
        os.environ["_X_AMZN_TRACE_ID"] = headers.get("lambda-runtime-trace-id", "")
        if b"/_localaws/custom-resource-responses/" in body:
            import _response_urls  # type: ignore[import-not-found]

            _response_urls.speak_plainly(body)
        try:
            response = written(handler(json.loads(body), Context(headers)))
            path, kind = "response", ""
        except Exception as error:  # noqa: BLE001 - whatever it is, it is the answer
            payload = described(error, request)
            log_error(payload)
            response, path, kind = json.dumps(payload).encode(), "error", payload["errorType"]
        finish(request)
        api.post(f"invocation/{request}/{path}", response, kind)
