"""FailureReason, in AWS's words."""

from __future__ import annotations

from localaws.jobs import failures
from localaws.jobs.job import FAILURE_REASON_LIMIT
from localaws.jobs.plan import JobPlan


def plan(entrypoint: tuple[str, ...] | None, arguments: tuple[str, ...] | None) -> JobPlan:
    return JobPlan(
        image="image:1",
        hosts=("algo-1",),
        time_limit=60,
        role="arn",
        instance_type="ml.m5.large",
        entrypoint=entrypoint,
        arguments=arguments,
    )


def test_a_clients_error_says_so_once() -> None:
    assert str(failures.client_error("no data")) == "ClientError: no data"
    assert str(failures.client_error("ClientError: no data")) == "ClientError: no data"


def test_an_explanation_is_cut_before_the_exit_code() -> None:
    end = ", exit code: 137"
    room = FAILURE_REASON_LIMIT - len("AlgorithmError: ") - len(end)
    for excess in (0, 1, 5000):
        reason = str(failures.algorithm_error(137, "x" * (room + excess)))
        assert reason == f"AlgorithmError: {'x' * room}{end}"


def test_what_did_not_start_is_shown_as_docker_is_called() -> None:
    called = "'docker run --entrypoint python image:1 -m train --fast': not found"
    assert called in str(
        failures.not_started(plan(("python", "-m"), ("train", "--fast")), "not found")
    )
    assert "'docker run image:1 train': x" in str(failures.not_started(plan(None, ("train",)), "x"))


def test_an_algorithm_of_awss_own_names_the_users_fault_itself() -> None:
    assert (
        str(failures.algorithm_error(2, "ClientError: No data"))
        == "ClientError: No data, exit code: 2"
    )
    assert str(failures.algorithm_error(1, "ClientError: No data")) == (
        "AlgorithmError: ClientError: No data, exit code: 1"
    )
