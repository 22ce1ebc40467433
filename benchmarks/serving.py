"""Serving compared with the ordinary way: the same model behind Flask and gunicorn.

Both answer the same requests, from 16 clients at once on the same cores, which the clients share.
The peer reads and decodes texts with the very code of our server, so that only the serving
differs, and the strongest of its usual configurations counts. Run it with the job image's
requirements, Flask and gunicorn installed.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import signal
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.table import Row

ROOT = Path(__file__).resolve().parent.parent
IMAGE = ROOT / "training/ner"
CLIENTS = 16
TARGET = 3.0
PEERS = {
    "1 worker, 4 threads": ["--workers", "1", "--threads", "4"],
    "2 sync workers": ["--workers", "2"],
    "2 workers, 8 threads": ["--workers", "2", "--threads", "8"],
}


@dataclass(frozen=True)
class Load:
    """What one server did: ``p50`` and ``p99`` in milliseconds, ``rate`` in requests a second."""

    rate: float
    p50: float
    p99: float
    responses: list[list[tuple[str, int, int]]]  # (type, start, end) of each text


def peer() -> Any:
    """The Flask application that gunicorn loads: ``benchmarks.serving:peer()``."""
    import torch
    from flask import Flask, jsonify, request
    from transformers import AutoModelForTokenClassification

    from training.ner.tagger.entities import find_entities
    from training.ner.tagger.labels import read
    from training.ner.tagger.network import load_tokenizer
    from training.ner.tagger.windows import Reader

    folder = Path(os.environ["SAGEMAKER_BASE_DIR"]) / "model"
    labels = read(folder)
    reader = Reader(load_tokenizer(folder), labels)
    model = AutoModelForTokenClassification.from_pretrained(folder).eval()
    torch.set_num_threads(int(os.environ["PEER_TORCH_THREADS"]))
    app = Flask("peer")

    @app.get("/ping")
    def ping() -> str:
        return ""

    @app.post("/invocations")
    def invocations() -> Any:
        reading = reader.read(request.get_json()["text"])
        with torch.inference_mode():
            logits = [
                model(input_ids=torch.tensor([window])).logits[0].numpy()
                for window in reading.windows
            ]
        found = find_entities(reading, logits, labels.labels)
        return jsonify(entities=[entity.as_dict() for entity in found])

    return app


@contextmanager
def running(command: list[str], environment: dict[str, str]) -> Iterator[int]:
    """Start a server, wait until it answers ``/ping``, give its port, stop it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [part.replace("PORT", str(port)) for part in command]
    variables = {**os.environ, **environment, "SAGEMAKER_BIND_TO_PORT": str(port)}
    server = subprocess.Popen(command, env=variables, cwd=ROOT)
    try:
        _await_ping(server, port)
        yield port
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(60)


def compare(servers: dict[str, int], texts: list[str], rounds: int) -> dict[str, Load]:
    """Load each server (name and port) with every text, in turns; its median of all rounds.

    In turns, so that whatever else the machine does meets all of them alike.
    """
    for port in servers.values():
        asyncio.run(_load(port, texts[:200]))  # warm-up
    loads: dict[str, list[Load]] = {name: [] for name in servers}
    for _ in range(rounds):
        for name, port in servers.items():
            loads[name].append(asyncio.run(_load(port, texts)))
    return {
        name: Load(
            rate=statistics.median(one.rate for one in each),
            p50=statistics.median(one.p50 for one in each),
            p99=statistics.median(one.p99 for one in each),
            responses=each[0].responses,
        )
        for name, each in loads.items()
    }


def _await_ping(server: subprocess.Popen[bytes], port: int) -> None:
    while True:
        if server.poll() is not None:
            raise RuntimeError(f"the server ended with {server.returncode}")
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
                connection.sendall(b"GET /ping HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                if b" 200 " in connection.recv(100):
                    return
        except OSError:
            pass  # not listening yet
        time.sleep(0.1)


async def _load(port: int, texts: list[str]) -> Load:
    waiting = list(enumerate(texts))[::-1]
    seconds = np.zeros(len(texts))
    responses: list[list[tuple[str, int, int]]] = [[] for _ in texts]

    async def client() -> None:
        streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
        while waiting:
            index, text = waiting.pop()
            body = json.dumps({"text": text}).encode()
            started = time.perf_counter()
            if streams is None:
                streams = await asyncio.open_connection("127.0.0.1", port)
            reader, writer = streams
            writer.write(
                b"POST /invocations HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                b"Content-Length: %d\r\n\r\n" % len(body) + body
            )
            head = (await reader.readuntil(b"\r\n\r\n")).lower()
            if b" 200 " not in head.splitlines()[0]:
                raise RuntimeError(head.decode())
            length = int(head.split(b"content-length:")[1].split()[0])
            answer = json.loads(await reader.readexactly(length))
            seconds[index] = time.perf_counter() - started
            responses[index] = [
                (one["type"], one["start"], one["end"]) for one in answer["entities"]
            ]
            if b"connection: close" in head:  # gunicorn's sync workers keep no connection
                writer.close()
                streams = None
        if streams is not None:
            streams[1].close()

    started = time.perf_counter()
    await asyncio.gather(*(client() for _ in range(CLIENTS)))
    rate = len(texts) / (time.perf_counter() - started)
    p50, p99 = (float(np.percentile(seconds, percent)) * 1000 for percent in (50, 99))
    return Load(rate, p50, p99, responses)


def _texts(data: Path) -> list[str]:
    sentences = (data / "wnut17/emerging.dev.conll").read_text(encoding="utf-8").split("\n\n")
    return [
        " ".join(line.split("\t")[0] for line in sentence.splitlines())
        for sentence in sentences
        if sentence.strip()
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--base", type=Path, required=True, help="the folder that holds model/")
    parser.add_argument(
        "--data", type=Path, default=Path(os.environ.get("STEPLINE_DATA", "../shared/data"))
    )
    parser.add_argument("--rounds", type=int, default=3, help="times that all texts are sent")
    options = parser.parse_args()
    for row in rows(_texts(options.data), options.base, options.rounds):
        print(row, flush=True)


def rows(texts: list[str], folder: Path, rounds: int) -> Iterator[Row]:
    """Send ``texts`` that many ``rounds`` to our server and its peers; ``folder`` holds model/."""
    base = {"SAGEMAKER_BASE_DIR": str(folder.resolve())}
    with ExitStack() as stack:
        servers = {
            "stepline": stack.enter_context(running([sys.executable, str(IMAGE / "serve")], base))
        }
        for name, arguments in PEERS.items():
            threads = 2 if "1 worker" in name else 1
            gunicorn = [sys.executable, "-m", "gunicorn", "--log-level", "error"]
            gunicorn += ["--bind", "127.0.0.1:PORT", *arguments, "benchmarks.serving:peer()"]
            # Threads that wait sleep, as ours do: a busy machine must not decide the comparison.
            variables = {**base, "PEER_TORCH_THREADS": str(threads), "OMP_WAIT_POLICY": "PASSIVE"}
            servers[name] = stack.enter_context(running(gunicorn, variables))
        loads = compare(servers, texts, rounds)
    ours = loads.pop("stepline")
    name, best = max(loads.items(), key=lambda item: item[1].rate)
    same = sum(mine == theirs for mine, theirs in zip(ours.responses, best.responses, strict=True))
    ratio = ours.rate / best.rate
    peer = f"Flask, gunicorn {name} {best.rate:.0f}/s, at least {TARGET:g}x"
    yield Row("serving: requests/s", f"{ours.rate:.0f}/s", peer, ratio, ratio >= TARGET)
    peer, slower = f"the same peer {best.p99:.0f} ms, no worse", ours.p99 / best.p99
    yield Row("serving: p99", f"{ours.p99:.0f} ms", peer, slower, slower <= 1)
    share = same / len(texts)
    yield Row("serving: texts with the peer's entities", f"{share:.2%}", "all", share, share > 0.99)


if __name__ == "__main__":
    main()
