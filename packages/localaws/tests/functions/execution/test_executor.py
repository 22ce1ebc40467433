"""Invocations from their start to their outcome, with the real Python runtime in plain processes."""

from __future__ import annotations

import json
import threading
import time

import pytest

from localaws.functions.execution.executor import Throttled
from localaws.functions.execution.invocation import Outcome

from .plain import ARN, Functions


def test_a_handler_gets_its_event_and_its_context(functions: Functions) -> None:
    functions.write(
        "def handler(event, context):\n"
        "    return [event, context.invoked_function_arn, context.function_name,\n"
        "            0 < context.get_remaining_time_in_millis() <= 3000, context.memory_limit_in_mb]"
    )
    outcome = functions.invoke({"name": "Ü"})
    assert json.loads(outcome.payload) == [{"name": "Ü"}, ARN, "greet", True, "128"]
    assert (outcome.error, outcome.version) == (None, "$LATEST")


def test_a_sandbox_is_used_again_and_keeps_its_globals(functions: Functions) -> None:
    functions.write("seen = []\ndef handler(event, _):\n    seen.append(event)\n    return seen")
    functions.invoke(1)
    assert json.loads(functions.invoke(2).payload) == [1, 2]
    assert functions.starts == 1


def test_a_changed_function_gets_a_new_one(functions: Functions) -> None:
    functions.write("seen = []\ndef handler(event, _):\n    seen.append(event)\n    return seen")
    functions.invoke(1)
    assert json.loads(functions.invoke(2, revision="other").payload) == [2]


def test_the_log_has_each_line_between_start_and_report(functions: Functions) -> None:
    functions.write(
        "import logging\n"
        "def handler(event, _):\n"
        "    print('one\\ntwo')\n"
        "    logging.error('bad\\nluck')\n"
        "    print('no end', end='')\n"
    )
    outcome = functions.invoke()
    log = functions.log
    assert log[0] == "INIT_START Runtime Version: python3.11\n"
    assert log[1].startswith("START RequestId: id-")
    assert log[2:4] == ["one\n", "two\n"]
    assert log[4].startswith("[ERROR]\t")
    assert log[4].endswith("\tbad\nluck\n")
    assert log[5] == "no end\n"
    assert log[6].startswith("END RequestId: id-")
    assert "\tMemory Size: 128 MB\tMax Memory Used: " in log[7]
    assert "\tInit Duration: " in log[7]
    assert outcome.tail.decode() == "".join(log[1:])


def test_only_a_cold_start_reports_its_initialization(functions: Functions) -> None:
    functions.write("def handler(event, _):\n    pass")
    functions.invoke()
    functions.invoke()
    assert "Init Duration" not in functions.log[-1]


def test_an_exception_is_the_payload_and_the_sandbox_goes_on(functions: Functions) -> None:
    functions.write("def handler(event, _):\n    raise ValueError('no such thing')")
    outcome = functions.invoke()
    failure = json.loads(outcome.payload)
    assert (outcome.error, outcome.kind) == ("Unhandled", "ValueError")
    assert (failure["errorType"], failure["errorMessage"]) == ("ValueError", "no such thing")
    assert len(failure["stackTrace"]) == 1
    assert "app.py" in failure["stackTrace"][0]
    assert any(
        line.startswith("[ERROR] ValueError: no such thing\nTrace") for line in functions.log
    )
    functions.invoke()
    assert functions.starts == 1


@pytest.mark.parametrize(
    ("source", "handler", "kind", "message"),
    [
        ("", "other.handler", "Runtime.ImportModuleError", "Unable to import module 'other': "),
        ("", "app.handler", "Runtime.HandlerNotFound", "Handler 'handler' missing on module 'app'"),
        ("", "app", "Runtime.MalformedHandlerName", "Bad handler 'app': "),
        ("def (", "app.handler", "Runtime.UserCodeSyntaxError", "Syntax error in module 'app': "),
        ("1 / 0", "app.handler", "ZeroDivisionError", "division by zero"),
    ],
)
def test_a_function_that_cannot_be_initialized_says_why(
    functions: Functions, source: str, handler: str, kind: str, message: str
) -> None:
    functions.write(source)
    outcome = functions.invoke(handler=handler)
    failure = json.loads(outcome.payload)
    assert (outcome.error, failure["errorType"]) == ("Unhandled", kind)
    assert failure["errorMessage"].startswith(message)
    assert f"Status: error\tError Type: {kind}\n" in "".join(functions.log)


def test_an_initialization_that_fails_is_begun_anew_within_the_invocation(
    functions: Functions,
) -> None:
    functions.write(
        "from pathlib import Path\nfirst = Path(__file__).parent / 'first'\n"
        "if not first.exists():\n    first.touch()\n    raise RuntimeError('not yet')\n"
        "def handler(event, _):\n    return 1"
    )
    assert functions.invoke().payload == b"1"
    log = "".join(functions.log)
    assert log.count("[ERROR] RuntimeError: not yet") == 1
    assert "\tPhase: init\tStatus: error\tError Type: RuntimeError\n" in log
    assert "Init Duration: " not in functions.log[-1]
    functions.invoke()
    assert log.count("INIT_START") == 1


def test_an_initialization_of_more_than_its_limit_is_begun_anew(functions: Functions) -> None:
    functions.write(
        "from pathlib import Path\nimport time\nfirst = Path(__file__).parent / 'first'\n"
        "if not first.exists():\n    first.touch()\n    time.sleep(60)\n"
        "def handler(event, context):\n    return context.get_remaining_time_in_millis()"
    )
    left = json.loads(functions.invoke(timeout=20).payload)
    assert 10_000 < left < 20_000
    assert "\tPhase: init\tStatus: timeout\n" in "".join(functions.log)


def test_an_initialization_that_takes_for_ever_is_the_invocations_timeout(
    functions: Functions,
) -> None:
    functions.write("import time\ntime.sleep(60)")
    failure = json.loads(functions.invoke(timeout=1).payload)
    assert failure["errorMessage"].endswith(" Error: Task timed out after 1.00 seconds")
    assert "\tPhase: invoke\tStatus: timeout\n" in "".join(functions.log)


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        ("os._exit(3)", "exit status 3"),
        ("sys.exit(1)", "exit status 1"),
        ("os.kill(os.getpid(), 9)", "signal: killed"),
        ("os.kill(os.getpid(), 11)", "signal: segmentation fault"),
    ],
)
def test_a_process_that_ends_is_an_exit_error(
    functions: Functions, statement: str, reason: str
) -> None:
    functions.write(f"import os, sys\ndef handler(event, _):\n    {statement}")
    invocation = functions.invoke()
    failure = json.loads(invocation.payload)
    assert failure["errorType"] == "Runtime.ExitError"
    assert failure["errorMessage"].endswith(f" Error: Runtime exited with error: {reason}")


def test_a_handler_that_hangs_is_killed_when_its_time_is_over(functions: Functions) -> None:
    functions.write("import time\ndef handler(event, _):\n    print('here')\n    time.sleep(60)")
    began = time.monotonic()
    outcome = functions.invoke(timeout=1)
    assert time.monotonic() - began < 5
    failure = json.loads(outcome.payload)
    assert failure["errorType"] == "Sandbox.Timedout"
    assert failure["errorMessage"].endswith(" Error: Task timed out after 1.00 seconds")
    assert "here\n" in functions.log
    assert functions.log[-1].endswith("\tStatus: timeout\t\n")
    assert functions.invoke(timeout=1).error
    assert functions.starts == 2


def test_what_is_not_json_cannot_be_returned(functions: Functions) -> None:
    functions.write("def handler(event, _):\n    return {1, 2}")
    failure = json.loads(functions.invoke().payload)
    assert failure["errorType"] == "Runtime.MarshalError"
    assert failure["errorMessage"] == (
        "Unable to marshal response: Object of type set is not JSON serializable"
    )


def test_a_response_of_seven_megabytes_is_too_large(functions: Functions) -> None:
    functions.write("def handler(event, _):\n    return 'x' * 7_000_000")
    failure = json.loads(functions.invoke().payload)
    assert failure["errorType"] == "Function.ResponseSizeTooLarge"
    assert "(7000002 bytes)" in failure["errorMessage"]


def test_a_reservation_holds_back_the_next(functions: Functions) -> None:
    functions.write("import time\ndef handler(event, _):\n    time.sleep(0.5)")
    functions.reserved = {ARN: 1}
    done = threading.Event()
    functions.executor.invoke(functions.invocation(), lambda _: done.set())
    with pytest.raises(Throttled) as refused:
        functions.invoke()
    assert refused.value.reason == "ReservedFunctionConcurrentInvocationLimitExceeded"
    assert done.wait(10)
    assert functions.invoke().error is None


def test_what_comes_at_once_gets_a_sandbox_each(functions: Functions) -> None:
    functions.write(
        "import time, os\ndef handler(event, _):\n    time.sleep(0.5)\n    return os.getpid()"
    )
    outcomes: list[Outcome] = []
    for _ in range(4):
        functions.executor.invoke(functions.invocation(), outcomes.append)
    until = time.monotonic() + 20
    while len(outcomes) < 4 and time.monotonic() < until:
        time.sleep(0.01)
    assert len({outcome.payload for outcome in outcomes}) == 4


def test_the_end_of_the_server_ends_what_runs(functions: Functions) -> None:
    functions.write("import time\ndef handler(event, _):\n    time.sleep(60)")
    outcomes: list[Outcome] = []
    functions.executor.invoke(functions.invocation(timeout=900), outcomes.append)
    time.sleep(0.3)
    functions.executor.close()
    assert outcomes[0].kind == "Runtime.ExitError"


def test_who_is_no_runtime_is_told_that_the_api_is_not_its_own(functions: Functions) -> None:
    functions.write(
        "import os, urllib.request\n"
        "def handler(event, _):\n"
        "    api = os.environ['AWS_LAMBDA_RUNTIME_API']\n"
        "    url = f'http://{api}/2018-06-01/runtime/invocation/next'\n"
        "    asking = urllib.request.Request(url, headers={'Origin': 'http://a.example'})\n"
        "    try:\n        urllib.request.urlopen(asking)\n"
        "    except urllib.error.HTTPError as error:\n        return error.code"
    )
    assert functions.invoke(timeout=10).payload == b"403"
