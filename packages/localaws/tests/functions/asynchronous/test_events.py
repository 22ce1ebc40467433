"""Events from their acceptance to their end, on a clock that the test moves."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import cast

import pytest

from localaws.clock import Clock
from localaws.functions.asynchronous.events import Events
from localaws.functions.asynchronous.told import Told
from localaws.functions.execution.executor import Executor, Throttled
from localaws.functions.execution.invocation import UNHANDLED, Invocation, Outcome
from localaws.functions.function import (
    Alias,
    Code,
    Configuration,
    EventConfig,
    Function,
    Version,
)
from localaws.functions.functions import Call, Functions
from localaws.functions.metrics import Measured
from localaws.protocols.refusal import Refusal

ACCOUNT, REGION = "000000000000", "eu-west-1"
ARN = f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:greet"
FUNCTION = Function("greet", ARN, Configuration("r", Code("1" * 64, 1), "python3.12", "app.h"))
SUCCEEDED = Outcome(b'"done"', "$LATEST")
FAILED = Outcome(b'{"errorMessage":"no"}', "$LATEST", UNHANDLED, "ValueError")


class StandInExecutor:
    """Ends each invocation as the test says: at once, or when ``end`` is called; lets in ``room``."""

    def __init__(self) -> None:
        self.outcome: Outcome | None = SUCCEEDED
        self.room = 1000
        self.others: dict[str, int] = {}  # what else runs, by ARN
        self.reason = "ReservedFunctionConcurrentInvocationLimitExceeded"
        self.invocations: list[Invocation] = []
        self._open: list[Callable[[Outcome], None]] = []

    def invoke(self, invocation: Invocation, report: Callable[[Outcome], None]) -> None:
        if len(self._open) >= self.room:
            raise Throttled(self.reason)
        self.invocations.append(invocation)
        if self.outcome is not None:
            report(self.outcome)
        else:
            self._open.append(report)

    def end(self, outcome: Outcome) -> None:
        self._open.pop(0)(outcome)

    def running(self) -> Mapping[str, int]:
        return self.others

    def forget(self, _: str) -> None:
        pass

    def close(self) -> None:
        pass


class Setting:
    """A function, its events, and what has been told and counted of them."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.executor = StandInExecutor()
        self.told: list[Told] = []
        self.counted: Counter[str] = Counter()
        self.measured: list[Measured] = []

        def none(_: object) -> None:
            raise AssertionError("nothing is started here")

        self.functions = Functions(
            none,  # type: ignore[arg-type]
            self.clock.seconds,
            measure=self._count,
        )
        self.functions.executor.close()
        self.functions.executor = cast("Executor", self.executor)
        self.events = Events(self.functions, self.clock, self.told.append)
        self.functions.add(
            replace(FUNCTION, events={"$LATEST": EventConfig(on_success="s", on_failure="f")})
        )

    def _count(self, measured: Measured) -> None:
        self.measured.append(measured)
        self.counted.update({name: int(value) for name, value in measured.values.items()})

    def send(self, payload: bytes = b"{}", **more: str) -> str:
        return self.events.send(Call(ACCOUNT, REGION, "greet", payload, **more))

    def change(self, **changes: object) -> None:
        self.functions.change(ARN, lambda found: replace(found, **changes))  # type: ignore[arg-type]

    def close(self) -> None:
        self.events.close()
        self.clock.close()

    def wait_for(self, condition: Callable[[], object]) -> None:
        """For what happens in the clock's and the tellers' threads, within moments."""
        end = time.monotonic() + 10
        while not condition():
            assert time.monotonic() < end, "it did not come"
            time.sleep(0.001)


@pytest.fixture
def setting() -> Iterator[Setting]:
    made = Setting()
    yield made
    made.close()


def test_a_success_is_told_once(setting: Setting) -> None:
    request_id = setting.send(b'{"a":1}')
    setting.wait_for(lambda: setting.told)
    (told,) = setting.told
    assert (told.condition, told.attempts, told.destination) == ("Success", 1, "s")
    assert (told.invocation.id, told.invocation.payload) == (request_id, b'{"a":1}')
    assert setting.counted["AsyncEventsReceived"] == setting.counted["Invocations"] == 1


def test_a_failure_is_tried_twice_more_with_the_same_request_id(setting: Setting) -> None:
    setting.executor.outcome = FAILED
    request_id = setting.send()
    setting.clock.move(59)
    assert len(setting.executor.invocations) == 1
    setting.clock.move(1)
    assert len(setting.executor.invocations) == 2
    setting.clock.move(119)
    assert len(setting.executor.invocations) == 2
    setting.clock.move(1)
    setting.wait_for(lambda: setting.told)
    assert [each.id for each in setting.executor.invocations] == [request_id] * 3
    assert (setting.told[0].condition, setting.told[0].destination) == ("RetriesExhausted", "f")
    assert (setting.told[0].attempts, setting.told[0].outcome) == (3, FAILED)


def test_a_retry_that_succeeds_is_its_end(setting: Setting) -> None:
    setting.executor.outcome = FAILED
    setting.send()
    setting.executor.outcome = SUCCEEDED
    setting.clock.move(60)
    setting.wait_for(lambda: setting.told)
    assert (setting.told[0].condition, setting.told[0].attempts) == ("Success", 2)
    setting.clock.move(3600)
    assert len(setting.executor.invocations) == 2


def test_the_configuration_says_how_often_and_how_long(setting: Setting) -> None:
    setting.executor.outcome = FAILED
    setting.change(events={"$LATEST": EventConfig(attempts=0, on_failure="f")})
    setting.send()
    setting.wait_for(lambda: setting.told)
    assert setting.told[0].condition == "RetriesExhausted"
    setting.change(events={"$LATEST": EventConfig(age=60, on_failure="f")})
    setting.send()
    setting.wait_for(lambda: len(setting.told) == 2)
    assert (setting.told[1].condition, setting.told[1].attempts) == ("EventAgeExceeded", 1)


def test_a_function_that_reserves_none_loses_its_events_at_once(setting: Setting) -> None:
    setting.executor.room = 0
    setting.change(reserved=0)
    setting.send()
    setting.wait_for(lambda: setting.told)
    assert (setting.told[0].condition, setting.told[0].outcome) == ("ZeroReservedConcurrency", None)
    assert setting.told[0].attempts == 0


def test_a_throttled_event_goes_in_when_another_has_ended(setting: Setting) -> None:
    setting.executor.outcome, setting.executor.room = None, 1
    for _ in range(3):
        setting.send()
    assert len(setting.executor.invocations) == 1
    for _ in range(3):
        setting.executor.end(SUCCEEDED)
    setting.wait_for(lambda: len(setting.told) == 3)
    assert [told.attempts for told in setting.told] == [1, 1, 1]
    assert setting.counted["Throttles"] >= 2


def test_where_all_share_the_room_anybodys_end_lets_it_in(setting: Setting) -> None:
    setting.executor.outcome, setting.executor.room = None, 1
    setting.executor.reason = "ConcurrentInvocationLimitExceeded"
    other = ARN + "-other"
    setting.functions.add(replace(FUNCTION, name="greet-other", arn=other))
    setting.functions.invoke(Call(ACCOUNT, REGION, "greet-other"), lambda _: None)
    setting.send()
    assert len(setting.executor.invocations) == 1
    setting.executor.end(SUCCEEDED)
    assert [each.function for each in setting.executor.invocations] == ["greet-other", "greet"]


def test_a_reservation_is_not_freed_by_others(setting: Setting) -> None:
    setting.executor.outcome, setting.executor.room = None, 1
    other = ARN + "-other"
    setting.functions.add(replace(FUNCTION, name="greet-other", arn=other))
    setting.functions.invoke(Call(ACCOUNT, REGION, "greet-other"), lambda _: None)
    setting.send()
    setting.executor.end(SUCCEEDED)
    assert len(setting.executor.invocations) == 1
    setting.clock.move(1)
    assert len(setting.executor.invocations) == 2


def test_a_throttled_event_is_tried_for_six_hours(setting: Setting) -> None:
    setting.executor.room = 0
    setting.send()
    setting.clock.move(1)
    assert setting.counted["Throttles"] == 2
    setting.clock.move(2)
    assert setting.counted["Throttles"] == 3
    for _ in range(80):
        setting.clock.move(300)
    setting.wait_for(lambda: setting.told)
    assert (setting.told[0].condition, setting.told[0].outcome) == ("EventAgeExceeded", None)


def test_a_pause_begins_anew_after_a_run(setting: Setting) -> None:
    setting.executor.room = 0
    setting.send()
    for pause in (1, 2, 4):
        setting.clock.move(pause)
    setting.executor.room, setting.executor.outcome = 1000, FAILED
    setting.clock.move(8)
    setting.executor.room = 0
    setting.clock.move(60)
    throttles = setting.counted["Throttles"]
    setting.clock.move(1)
    assert setting.counted["Throttles"] == throttles + 1


def test_only_a_failure_goes_to_the_dead_letter_queue_of_the_latest_version(
    setting: Setting,
) -> None:
    setting.change(
        latest=replace(FUNCTION.latest, dead_letter="queue"),
        versions=(Version("1", FUNCTION.latest),),
        events={"1": EventConfig(attempts=0, on_success="s")},
    )
    setting.send(qualifier="1")
    setting.executor.outcome = FAILED
    setting.send(qualifier="1")
    setting.wait_for(lambda: len(setting.told) == 2)
    found = {(told.condition, told.destination, told.dead_letter) for told in setting.told}
    assert found == {("Success", "s", None), ("RetriesExhausted", None, "queue")}


def test_an_event_of_a_function_that_is_gone_is_dropped(setting: Setting) -> None:
    setting.executor.outcome = FAILED
    setting.send()
    setting.functions.remove(ARN)
    setting.clock.move(60)
    assert len(setting.executor.invocations) == 1
    assert not setting.told


def test_nobody_is_told_where_nobody_wants_to_know(setting: Setting) -> None:
    setting.change(events={})
    setting.executor.outcome = FAILED
    setting.send()
    setting.clock.move(60)
    setting.clock.move(120)
    assert setting.counted["AsyncEventsDropped"] == 1
    assert not setting.told


def test_an_alias_has_its_own_configuration(setting: Setting) -> None:
    setting.change(
        versions=(Version("1", FUNCTION.latest),),
        aliases={"live": Alias("live", "1")},
        events={
            "$LATEST": EventConfig(on_success="latest"),
            "live": EventConfig(on_success="live"),
        },
    )
    for qualifier in ("live", "$LATEST"):
        setting.send(qualifier=qualifier)
    setting.send(qualifier="1")
    setting.wait_for(lambda: len(setting.told) == 2)
    assert sorted(told.destination or "" for told in setting.told) == ["latest", "live"]


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (Call(ACCOUNT, REGION, "other"), "ResourceNotFoundException"),
        (Call(ACCOUNT, REGION, "greet:3"), "ResourceNotFoundException"),
        (Call(ACCOUNT, REGION, "greet", b"no json"), "InvalidRequestContentException"),
        (
            Call(ACCOUNT, REGION, "greet", b'"' + b"x" * 1_048_576 + b'"'),
            "RequestEntityTooLargeException",
        ),
    ],
)
def test_what_can_be_no_event_is_refused(setting: Setting, call: Call, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        setting.events.send(call)
    assert refused.value.code == code
    assert not setting.executor.invocations


def test_an_invocation_counts_what_runs_beside_it_in_its_region(setting: Setting) -> None:
    reserving = ARN + "-reserving"
    setting.functions.add(replace(FUNCTION, name="greet-reserving", arn=reserving, reserved=5))
    elsewhere = ARN.replace(REGION, "us-east-1")
    setting.executor.others = {ARN: 1, reserving: 4, elsewhere: 7}
    setting.executor.outcome = FAILED
    setting.functions.invoke(Call(ACCOUNT, REGION, "greet"), lambda _: None)
    (measured,) = setting.measured
    assert measured.values["ConcurrentExecutions"] == 2
    assert measured.account == {"ConcurrentExecutions": 6, "UnreservedConcurrentExecutions": 2}
    assert (measured.values["Errors"], measured.values["Invocations"]) == (1, 1)


def test_nothing_is_tried_after_the_end(setting: Setting) -> None:
    setting.executor.outcome = FAILED
    setting.send()
    setting.events.close()
    setting.clock.move(60)
    assert len(setting.executor.invocations) == 1


def test_a_chain_that_comes_back_sixteen_times_is_stopped(setting: Setting) -> None:
    for _ in range(20):
        trace = setting.executor.invocations[-1].trace if setting.executor.invocations else ""
        setting.send(trace=trace)
    assert len(setting.executor.invocations) == 16
    setting.wait_for(lambda: len(setting.told) == 20)
    assert [t.destination for t in setting.told].count("f") == 4
    assert setting.counted["RecursiveInvocationsDropped"] == 4


def test_a_chain_that_may_come_back_goes_on(setting: Setting) -> None:
    setting.change(recursive_loop="Allow")
    for _ in range(20):
        trace = setting.executor.invocations[-1].trace if setting.executor.invocations else ""
        setting.send(trace=trace)
    assert len(setting.executor.invocations) == 20


def test_many_events_at_once_all_get_in(setting: Setting) -> None:
    setting.executor.outcome, setting.executor.room = None, 5
    threads = [threading.Thread(target=setting.send) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for _ in range(50):
        setting.executor.end(SUCCEEDED)
    setting.wait_for(lambda: len(setting.told) == 50)
