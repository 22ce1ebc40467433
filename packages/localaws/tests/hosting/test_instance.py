"""One instance: what its container is given, when it is ready, and what becomes of it."""

from __future__ import annotations

import signal
import threading
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from localaws.clock import Clock
from localaws.hosting import container
from localaws.hosting.instance import Instance, Unhealthy
from localaws.hosting.metrics import INSTANCES
from localaws.hosting.serverless import Serverless
from localaws.hosting.variant import Variant
from localaws.runtime.health import Cancelled
from localaws.runtime.protocol import NotServing, Response, Usage
from localaws.sagemaker.instance_memory import memory_of
from localaws.sagemaker.instance_metrics import InstanceMetrics

from ..published_metrics import published
from .conftest import eventually
from .scripted import Lines, ScriptedContainer, ScriptedRuntime, context, model, variant

NEVER = threading.Event()


def test_its_container_serves_with_the_models_environment_over_the_platforms(
    tmp_path: Path,
) -> None:
    runtime = ScriptedRuntime()
    container = {"Image": "image", "Environment": {"ISOLATED": "mine"}}
    asked = Variant(
        "a",
        model(PrimaryContainer=container, EnableNetworkIsolation=True),
        1,
        1.0,
        1.0,
        "ml.m5.large",
    )
    one = Instance(asked, context(tmp_path, runtime))
    one.start(NEVER)
    spec = runtime.started[0].spec
    assert (spec.image, spec.arguments, spec.entrypoint) == ("image", ("serve",), None)
    assert (spec.isolated, spec.serves) == (True, True)
    assert spec.memory == memory_of("ml.m5.large")
    assert spec.environment == {"ISOLATED": "mine"}
    assert one.ready
    one.stop()


def unhealthy(tmp_path: Path, runtime: ScriptedRuntime) -> str:
    one = Instance(variant(), context(tmp_path, runtime))
    with pytest.raises(Unhealthy) as caught:
        one.start(NEVER)
    assert not one.ready
    assert not runtime.running()
    return str(caught.value)


def test_one_that_is_never_healthy_is_ended(tmp_path: Path) -> None:
    def script(container: ScriptedContainer) -> None:
        container.response = Response(503, {}, b"")

    runtime = ScriptedRuntime(script)
    message = unhealthy(tmp_path, runtime)
    assert "did not pass the ping health check" in message
    assert "the last answer was HTTP 503" in message
    assert runtime.started[0].signals == [signal.SIGTERM]


def test_one_whose_command_cannot_be_executed_says_why(tmp_path: Path) -> None:
    def script(container: ScriptedContainer) -> None:
        container.say('exec: "serve": executable file not found in $PATH')
        container.end(127)

    message = unhealthy(tmp_path, ScriptedRuntime(script))
    assert message.startswith("CannotStartContainerError.")
    assert "'docker run image serve'. (exec: \"serve\"" in message


def test_a_start_can_be_given_up(tmp_path: Path) -> None:
    runtime, given_up = ScriptedRuntime(), threading.Event()
    given_up.set()
    with pytest.raises(Cancelled):
        Instance(variant(), context(tmp_path, runtime)).start(given_up)
    assert not runtime.running()


def runs_again(one: Instance, runtime: ScriptedRuntime, count: int) -> bool:
    return one.ready and len(runtime.started) > count


def test_one_that_ends_by_itself_is_started_again_after_ever_longer_pauses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(container, "_RESTART_PAUSE", 0.001)
    runtime, log = ScriptedRuntime(), Lines()
    one = Instance(variant(), context(tmp_path, runtime, log))
    one.start(NEVER)
    for count in (1, 2, 3):
        runtime.started[-1].end(9)
        eventually(partial(runs_again, one, runtime, count))
    one.stop()
    said = [f"exit code 9; it is started again in {pause} s." for pause in (0.001, 0.002, 0.004)]
    assert [line.removeprefix("The container ended with ") for line in log.written] == said
    assert not runtime.running()


def test_one_that_is_stopped_stays_so_and_leaves_nothing(tmp_path: Path) -> None:
    runtime = ScriptedRuntime()
    one = Instance(variant(), context(tmp_path, runtime))
    one.start(NEVER)
    runtime.started[0].deaf = True
    one.stop(grace=0.01)
    assert runtime.started[0].signals == [signal.SIGTERM, signal.SIGKILL]
    assert (one.ready, len(runtime.started)) == (False, 1)
    assert not list(tmp_path.iterdir())


def test_one_without_a_container_does_not_serve(tmp_path: Path) -> None:
    one = Instance(variant(), context(tmp_path, ScriptedRuntime()))
    with pytest.raises(NotServing, match="has no container"):
        one.invoke({}, b"", 1)


def measured(tmp_path: Path, asked: Variant, clock: Clock) -> dict[str, float]:
    """What is published of an instance of 8 GiB that has used a second of CPU, and 2 GiB."""

    def script(container: ScriptedContainer) -> None:
        container.used = Usage(1.0, 2 << 30)

    account = str(tmp_path)  # nobody else's
    around = replace(
        context(tmp_path, ScriptedRuntime(script)),
        clock=clock,
        metrics=InstanceMetrics(account, "r", INSTANCES, clock),
    )
    one = Instance(asked, around)
    one.start(NEVER)
    clock.move(60)
    found = published(account, "r", INSTANCES)
    one.stop()
    assert {dimensions for _, dimensions in found} <= {
        frozenset({("EndpointName", "e"), ("VariantName", asked.name)})
    }
    return {name: samples[0].sum for (name, _), samples in found.items()}


def test_what_it_uses_is_published_once_a_minute(tmp_path: Path) -> None:
    found = measured(tmp_path, replace(variant(), instance_type="ml.m5.large"), Clock())
    assert sorted(found) == ["CPUUtilization", "MemoryUtilization"]
    assert found["CPUUtilization"] > 0
    assert found["MemoryUtilization"] == 25.0


def test_a_serverless_one_has_a_metric_of_memory_alone(tmp_path: Path) -> None:
    asked = replace(variant(), serverless=Serverless(4096, 1, 0))
    assert measured(tmp_path, asked, Clock()) == {"MemoryUtilization": 50.0}
