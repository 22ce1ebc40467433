"""What the platform itself writes to a function's log, in the format and from the level asked for. Pure.

In text all of it is written. As JSON each event has a level, and ``SystemLogLevel`` leaves out what is
below; the events are those of Lambda's Telemetry API ("Event schema reference").
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from localaws.functions.execution import lines
from localaws.functions.function import Configuration
from localaws.protocols.timestamps import iso

_LEVELS = ("DEBUG", "INFO", "WARN")


@dataclass(frozen=True)
class PlatformLog:
    """Makes the events of one sandbox; None is one that is left out."""

    configuration: Configuration
    name: str
    version: str
    now: Callable[[], float]

    def init_start(self) -> str | None:
        runtime = self.configuration.runtime or "image"
        record = {"phase": "init", "runtimeVersion": runtime, **self._function()}
        return self._either("INFO", "initStart", record, lines.init_start(runtime))

    def init_report(self, seconds: float, phase: str, status: str, kind: str = "") -> str | None:
        record = {
            "phase": phase,
            "status": status,
            "metrics": {"durationMs": _round(seconds * 1e3)},
        }
        record |= {"errorType": kind} if kind else {}
        text = lines.init_report(seconds, phase, status, kind)
        return self._either("WARN", "initReport", {**record, **_ON_DEMAND}, text)

    def start(self, request: str, version: str) -> str | None:
        record = {"requestId": request, "version": version}
        return self._either("INFO", "start", record, lines.start(request, version))

    def end(self, request: str) -> str | None:
        """In JSON there is none: ``platform.report`` is the end."""
        return None if self._is_json else lines.end(request)

    def report(
        self,
        request: str,
        milliseconds: float,
        memory: int,
        used: int | None,
        init: float | None = None,
        status: str = "",
        kind: str = "",
    ) -> str | None:
        """See ``lines.report``."""
        metrics: dict[str, Any] = {
            "durationMs": _round(milliseconds),
            "billedDurationMs": math.ceil(milliseconds + (init or 0.0)),
            "memorySizeMB": memory,
        }
        metrics |= {} if used is None else {"maxMemoryUsedMB": used}
        metrics |= {} if init is None else {"initDurationMs": _round(init)}
        record = {"requestId": request, "metrics": metrics, "status": status or "success"}
        record |= {"errorType": kind} if kind and status == "error" else {}
        text = lines.report(request, milliseconds, memory, used, init, status, kind)
        return self._either("WARN" if status else "INFO", "report", record, text)

    @property
    def _is_json(self) -> bool:
        return self.configuration.log_format == "JSON"

    def _function(self) -> dict[str, str]:
        return {"functionName": self.name, "functionVersion": self.version, **_ON_DEMAND}

    def _either(self, level: str, kind: str, record: dict[str, Any], text: str) -> str | None:
        if not self._is_json:
            return text
        if _LEVELS.index(level) < _LEVELS.index(self.configuration.log_levels[1]):
            return None
        event = {"time": iso(self.now()), "type": f"platform.{kind}", "record": record}
        return json.dumps(event, separators=(",", ":"), ensure_ascii=False) + "\n"


_ON_DEMAND = {"initializationType": "on-demand"}


def _round(milliseconds: float) -> float:
    return round(milliseconds, 3)
