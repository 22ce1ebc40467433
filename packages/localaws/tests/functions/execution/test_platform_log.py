"""The platform's own events, in text and as JSON."""

from __future__ import annotations

import json
from dataclasses import replace

from localaws.functions.execution.platform_log import PlatformLog
from localaws.functions.function import Code, Configuration

TEXT = Configuration("r", Code("0" * 64, 1), "python3.12", "app.handler")


def log(level: str = "INFO") -> PlatformLog:
    configuration = replace(TEXT, log_format="JSON", log_levels=("INFO", level))
    return PlatformLog(configuration, "greet", "7", lambda: 0.5)


def event(text: str | None) -> object:
    assert text is not None
    return json.loads(text)


def test_text_has_all_of_them_whatever_the_level() -> None:
    text = PlatformLog(replace(TEXT, log_levels=("WARN", "WARN")), "greet", "7", lambda: 0.5)
    assert text.init_start() == "INIT_START Runtime Version: python3.12\n"
    assert text.start("id", "7") == "START RequestId: id Version: 7\n"
    assert text.end("id") == "END RequestId: id\n"


def test_each_is_a_json_object_with_its_time_type_and_record() -> None:
    assert event(log().start("id", "7")) == {
        "time": "1970-01-01T00:00:00.500Z",
        "type": "platform.start",
        "record": {"requestId": "id", "version": "7"},
    }
    assert log().end("id") is None


def test_a_report_has_its_metrics_as_numbers() -> None:
    text = log().report("id", 1.5, 128, 30, 100.25)
    assert text is not None
    assert json.loads(text)["record"] == {
        "requestId": "id",
        "metrics": {
            "durationMs": 1.5,
            "billedDurationMs": 102,
            "memorySizeMB": 128,
            "maxMemoryUsedMB": 30,
            "initDurationMs": 100.25,
        },
        "status": "success",
    }


def test_a_level_leaves_out_what_is_below() -> None:
    quiet = log("WARN")
    assert quiet.init_start() is None
    assert quiet.start("id", "7") is None
    assert quiet.report("id", 1, 128, None) is None
    failed = quiet.report("id", 1, 128, None, None, "error", "Runtime.ExitError")
    assert failed is not None
    assert json.loads(failed)["record"]["errorType"] == "Runtime.ExitError"
    assert quiet.init_report(10, "init", "timeout") is not None
