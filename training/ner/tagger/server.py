"""The HTTP server of an endpoint: ``/ping`` and ``/invocations`` on port 8080.

The event loop reads requests and writes answers; the network runs in the batcher's thread.
On SIGTERM no more connections are accepted, requests in flight are answered, and it exits with 0.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Callable
from typing import TypeVar

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from . import gpu
from .batcher import Batcher
from .entities import Entity, find_entities
from .messages import (
    JSON,
    LARGEST,
    Question,
    Refused,
    answer_type,
    error_body,
    parse_request,
    write_answer,
)
from .paths import Paths
from .served_model import ServedModel, load

T = TypeVar("T")

LONG = 5_000  # characters that take the event loop about as long as it may be kept from others
SECONDS_TO_DRAIN = 25  # SageMaker kills 30 s after SIGTERM


def run(paths: Paths) -> None:
    """Load the model, serve until SIGTERM.

    Raises:
        JobError: there is no model that can be loaded, or a GPU that cannot be used.
    """
    gpu.check(paths)
    model = load(paths.model)
    batcher = Batcher(model.run, model.cost, threads=model.threads)
    port = int(os.environ.get("SAGEMAKER_BIND_TO_PORT", "8080"))
    config = uvicorn.Config(
        application(model, batcher),
        host="0.0.0.0",
        port=port,
        log_level="warning",
        access_log=False,
        backlog=2048,
        timeout_graceful_shutdown=SECONDS_TO_DRAIN,
    )
    # uvicorn drains on SIGTERM, then raises it again for whoever listened before: for us, who
    # have nothing more to do.
    signal.signal(signal.SIGTERM, lambda *_: None)
    # The two threads hand the interpreter to and fro; its usual 5 ms turns would idle the network.
    sys.setswitchinterval(0.0005)
    print(f"serving on port {port}", flush=True)
    uvicorn.Server(config).run()
    batcher.close()


def application(model: ServedModel, batcher: Batcher) -> Starlette:
    """The two routes of SageMaker's contract."""

    async def ping(request: Request) -> Response:
        return Response(status_code=200)

    async def invocations(request: Request) -> Response:
        try:
            body = await _read_body(request)
            question = parse_request(request.headers.get("content-type"), body)
            media_type = answer_type(request.headers.get("accept"), question)
            found = await _tag(question, model, batcher)
        except Refused as refusal:
            return Response(error_body(str(refusal)), refusal.status, media_type=JSON)
        return Response(write_answer(found, question, media_type), media_type=media_type)

    return Starlette(
        routes=[
            Route("/ping", ping, methods=["GET"]),
            Route("/invocations", invocations, methods=["POST"]),
        ],
        exception_handlers={Exception: _unexpected},
    )


async def _tag(question: Question, model: ServedModel, batcher: Batcher) -> list[list[Entity]]:
    """Tag the texts of one question. Long ones are read and decoded beside the event loop."""
    is_long = sum(map(len, question.texts)) > LONG

    async def beside(work: Callable[[], T]) -> T:
        return await asyncio.to_thread(work) if is_long else work()

    readings = await beside(lambda: [model.reader.read(text) for text in question.texts])
    windows = [window for reading in readings for window in reading.windows]
    answer = await asyncio.wrap_future(batcher.submit(windows))
    logits = iter(answer)
    parts = [[next(logits) for _ in reading.windows] for reading in readings]

    def decode() -> list[list[Entity]]:
        return [
            find_entities(reading, part, model.labels)
            for reading, part in zip(readings, parts, strict=True)
        ]

    return await beside(decode)


async def _read_body(request: Request) -> bytes:
    """The whole body, unless it is larger than SageMaker allows."""
    declared = request.headers.get("content-length", "")
    body = bytearray()
    if not declared.isdecimal() or int(declared) <= LARGEST:
        async for part in request.stream():
            body += part
            if len(body) > LARGEST:
                break
        else:
            return bytes(body)
    raise Refused(413, f"the body is larger than {LARGEST} bytes")


async def _unexpected(request: Request, error: Exception) -> Response:
    return Response(error_body(f"unexpected {type(error).__name__}"), 500, media_type=JSON)
