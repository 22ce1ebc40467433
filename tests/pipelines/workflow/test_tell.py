"""The messages that people get."""

from dataclasses import replace
from typing import Any

import pytest

from pipelines.definition import Pipeline
from pipelines.deployment_inputs import DeploymentInputs
from pipelines.workflow import tell
from pipelines.workflow.outcome import (
    FORGOTTEN,
    IN_SERVICE,
    REFUSED,
    REJECTED,
    SKIPPED,
    TRANSFORMED,
    UNCHANGED,
)
from pipelines.workflow.state_machine import definition
from tests.pipelines.conftest import EXECUTION, evaluated
from tests.pipelines.workflow.calls import request, said

TOPIC = "arn:aws:sns:us-east-1:123456789012:stepline-split-dev"


@pytest.fixture(scope="module")
def states(split: Pipeline, inputs: DeploymentInputs) -> dict[str, Any]:
    found: dict[str, Any] = definition(split, replace(inputs, topic_arn=TOPIC))["States"]
    return found


def known(outcome: str, sentence: str = "It went so.") -> dict[str, Any]:
    return {
        "outcome": {"name": outcome, "sentence": sentence},
        "config": {"endpoint": {"name": "an-endpoint"}},
        "where": {"run": "s3://a-bucket/runs/r"},
    }


@pytest.mark.parametrize(
    ("outcome", "subject", "way_on"),
    [
        (IN_SERVICE, "released", "stepline explain an-endpoint"),
        (REFUSED, "Refused", "stepline evaluation split --execution first"),
        (REJECTED, "Rejected", "stepline evaluation split --execution first"),
        (FORGOTTEN, "Forgotten", "stepline start split"),
    ],
)
def test_a_message_says_what_happened_and_how_to_go_on(
    states: dict[str, Any], outcome: str, subject: str, way_on: str
) -> None:
    sent = request(states["Tell"], known(outcome, "F1 is 0.5, and must be at least 0.8."))
    assert sent["Subject"] == f"Stepline split dev: {subject}"
    first, *others = sent["Message"].split("\n\n")
    assert first == "F1 is 0.5, and must be at least 0.8."
    assert others[0] == "Execution: first\nRun: s3://a-bucket/runs/r/"
    assert others[1].endswith(": " + way_on)


def test_a_release_is_told_with_the_numbers_that_let_it_pass(states: dict[str, Any]) -> None:
    decided = {"decision": {"sentence": "F1 is 0.9."}}
    told = request(states["Tell"], known(IN_SERVICE, "It serves.") | decided)["Message"]
    assert told.startswith("It serves. F1 is 0.9.\n\n")
    refused = request(states["Tell"], known(REFUSED, "F1 is 0.5.") | decided)["Message"]
    assert refused.startswith("F1 is 0.5.\n\n")


@pytest.mark.parametrize(
    ("outcome", "told"),
    [
        (IN_SERVICE, True),
        (TRANSFORMED, True),
        (REFUSED, True),
        (REJECTED, True),
        (FORGOTTEN, True),
        (SKIPPED, False),
        (UNCHANGED, False),
    ],
)
def test_nobody_is_told_that_nothing_was_to_do(
    states: dict[str, Any], outcome: str, told: bool
) -> None:
    choice = states["Does anybody want to know?"]
    (rule,) = choice["Choices"]
    assert choice["Default"] == "Tell"
    assert said(rule["Condition"], known(outcome)) is not told


def test_a_message_that_cannot_be_sent_ends_no_execution(states: dict[str, Any]) -> None:
    (catch,) = states["Tell"]["Catch"]
    assert (catch["ErrorEquals"], catch["Next"]) == (["States.ALL"], "Nobody was told")
    failure = {"Error": "Sns.NotFoundException", "Cause": "Topic does not exist"}
    told = said(states["Nobody was told"]["Output"], {"failure": failure})
    assert told["untold"] == "Sns.NotFoundException: Topic does not exist"


@pytest.mark.parametrize(
    "what", ["再学習", "a\nb", "x" * 500, "tab\t", "é" * 200, "\x7f", "a" + "\x00" * 200]
)
def test_a_subject_is_what_sns_takes(split: Pipeline, inputs: DeploymentInputs, what: str) -> None:
    found = evaluated(tell.subject(split, inputs, "$states.input"), what)
    assert len(found) < 100
    assert found.isascii()
    assert found.isprintable()


def test_a_very_long_text_is_cut() -> None:
    assert len(evaluated(tell.text("$states.input", []), "long " * 100_000)) == 20_000


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("first", "first"),
        ("a-b_c.d", "a-b_c.d"),
        ("it's", "'it'\\''s'"),
        ("(so)!", "'(so)!'"),
        ("再学習", "'再学習'"),
    ],
)
def test_an_executions_name_is_one_word_of_a_command(name: str, word: str) -> None:
    execution = {**EXECUTION, "Name": name}
    assert evaluated(tell.execution_option(), {}, execution) == f" --execution {word}"


def test_a_command_names_a_stage_that_is_not_the_usual_one(inputs: DeploymentInputs) -> None:
    prod = replace(inputs, stage="prod")
    assert evaluated(tell.command(prod, "start", '"ner"'), {}) == "stepline start ner --stage prod"
    assert evaluated(tell.command(inputs, "start", '"ner"'), {}) == "stepline start ner"


def test_without_a_topic_nobody_is_told(split: Pipeline, inputs: DeploymentInputs) -> None:
    assert "Tell" not in definition(split, inputs)["States"]
