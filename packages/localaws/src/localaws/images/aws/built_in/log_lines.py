"""The lines that AWS's own algorithms print, in the form in which published logs have them.

    [11/24/2020 18:54:28 INFO 140513285547840] #quality_metric: host=algo-1, epoch=14, train … <loss>=0.1996
    #metrics {"StartTime": …, "EndTime": …, "Dimensions": {…}, "Metrics": {"epochs": {"sum": 15.0, "count": 1, …}}}

SageMaker reads its metrics from them: the expressions are in the image's ``image.toml``.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field


def info(sentence: str) -> None:
    _say("INFO", sentence)


def warning(sentence: str) -> None:
    _say("WARNING", sentence)


def error(sentence: str) -> None:
    _say("ERROR", sentence)


def loss(host: str, what: str, value: float, epoch: int | None = None) -> None:
    """A measure that is better where it is smaller; ``what`` is such as ``train mse_objective``."""
    _quality(host, what, "loss", value, epoch)


def score(host: str, what: str, value: float, epoch: int | None = None) -> None:
    """A measure that is better where it is greater."""
    _quality(host, what, "score", value, epoch)


def progress(host: str, percent: float) -> None:
    info(f"#progress_metric: host={host}, completed {percent:g} % of epochs")


def throughput(host: str, records: int, seconds: float) -> None:
    """How many records of the training data an epoch read in its time."""
    rate = records / max(seconds, 1e-9)
    info(f"#throughput_metric: host={host}, train throughput={rate!r} records/second")


@dataclass(frozen=True)
class Metrics:
    """Writes ``#metrics`` lines of one algorithm on one host; times are taken from its making."""

    algorithm: str
    host: str
    started: float = field(default_factory=time.time)

    def write(
        self,
        values: Mapping[str, float],
        started: float | None = None,
        **dimensions: str | int,
    ) -> None:
        """A line of values; ``started`` is when what they measure began."""
        line = {
            "StartTime": self.started if started is None else started,
            "EndTime": time.time(),
            "Dimensions": {
                "Algorithm": self.algorithm,
                "Host": self.host,
                "Operation": "training",
                **dimensions,
            },
            "Metrics": {
                name: {"sum": float(value), "count": 1, "min": value, "max": value}
                for name, value in values.items()
            },
        }
        print(f"#metrics {json.dumps(line)}\n", flush=True)

    def records(
        self, seen: int, batches: int, started: float, epoch: int | None, meta: str
    ) -> None:
        """How much of the data an epoch read."""
        values = {
            "Total Records Seen": seen,
            "Total Batches Seen": batches,
            "Max Records Seen Between Resets": seen,
            "Max Batches Seen Between Resets": batches,
            "Reset Count": 1,
            "Number of Records Since Last Reset": seen,
            "Number of Batches Since Last Reset": batches,
        }
        more = {} if epoch is None else {"epoch": epoch}
        self.write(values, started, Meta=meta, **more)


def _quality(host: str, what: str, kind: str, value: float, epoch: int | None) -> None:
    when = "" if epoch is None else f"epoch={epoch}, "
    info(f"#quality_metric: host={host}, {when}{what} <{kind}>={float(value)!r}")


def _say(level: str, sentence: str) -> None:
    now = time.strftime("%m/%d/%Y %H:%M:%S", time.gmtime())
    print(f"[{now} {level} {threading.get_ident()}] {sentence}", flush=True)
