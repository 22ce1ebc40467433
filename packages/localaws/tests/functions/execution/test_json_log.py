"""What a Python function logs where its format is JSON."""

from __future__ import annotations

import json
from typing import Any

from .plain import Functions


def logged(functions: Functions, source: str, level: str = "INFO") -> list[dict[str, Any]]:
    functions.write(source)
    functions.invoke(log_format="JSON", log_levels=(level, "WARN"))
    return [json.loads(line) for line in functions.log if line.startswith("{")]


def test_a_record_is_an_object_with_what_was_given_beside(functions: Functions) -> None:
    source = (
        "import logging\ndef handler(event, context):\n"
        "    logging.getLogger('mine').info('two\\nlines', extra={'size': 3})\n    print('as it is')"
    )
    (record,) = logged(functions, source)
    assert record.pop("timestamp").endswith("Z")
    assert record.pop("requestId").startswith("id-")
    assert record == {"level": "INFO", "message": "two\nlines", "logger": "mine", "size": 3}
    assert "as it is\n" in functions.log


def test_the_level_is_that_of_the_function(functions: Functions) -> None:
    source = (
        "import logging\ndef handler(event, _):\n    logging.info('no')\n    logging.error('yes')"
    )
    assert [record["message"] for record in logged(functions, source, "WARN")] == ["yes"]


def test_an_exception_has_its_type_and_its_frames(functions: Functions) -> None:
    source = (
        "import logging\ndef handler(event, _):\n    try:\n        1 / 0\n"
        "    except ZeroDivisionError:\n        logging.exception('caught')\n    raise KeyError('not')"
    )
    caught, failed, *_ = logged(functions, source)
    assert (caught["errorType"], caught["errorMessage"]) == (
        "ZeroDivisionError",
        "division by zero",
    )
    assert caught["location"].endswith("app.py:handler:6")
    assert (failed["level"], failed["errorType"], failed["errorMessage"]) == (
        *("ERROR", "KeyError", "'not'"),
    )


def test_the_platforms_events_are_objects_too(functions: Functions) -> None:
    functions.write("def handler(event, _):\n    return 1")
    functions.invoke(log_format="JSON")
    kinds = [json.loads(line)["type"] for line in functions.log]
    assert kinds == ["platform.initStart", "platform.start", "platform.report"]
