"""The sentences that an execution fails with."""

import json
from itertools import product
from typing import Any

import pytest

from pipelines.workflow import failures
from stepline.watching import failure

WHERE = {"data": {"uri": "s3://b-1/data/", "bucket": "b-1", "prefix": "data/"}}


@pytest.fixture
def cause(definitions: Any, evaluate: Any) -> Any:
    """The Cause of a Fail state for what the execution knows by then."""
    return lambda state, given: evaluate(definitions["ner"]["States"][state]["Cause"], given)


def test_a_refused_input_names_every_mistake(cause: Any) -> None:
    assert cause("Refuse input", {"problems": ["One thing.", "Another."]}) == "One thing. Another."


@pytest.mark.parametrize(
    ("failure", "sentence"),
    [
        (None, "no object with data lies there (names that begin with _ or . are markers)."),
        (
            {"Error": "S3.NoSuchBucketException", "Cause": "The specified bucket does not exist"},
            "there is no bucket b-1.",
        ),
        (
            {"Error": "S3.S3Exception", "Cause": "Access Denied (Service: S3, Status Code: 403)"},
            "the state machine's role may not list bucket b-1: "
            "Access Denied (Service: S3, Status Code: 403)",
        ),
        ({"Error": "States.Timeout"}, "it could not be listed: States.Timeout"),
    ],
)
def test_data_that_is_not_there_is_named_with_its_address(
    cause: Any, failure: Any, sentence: str
) -> None:
    given = {"where": WHERE, **({"failure": failure} if failure else {})}
    assert cause("No data", given) == f"The data should be at s3://b-1/data/, but {sentence}"


def test_of_very_many_mistakes_the_first_are_named(cause: Any) -> None:
    told = cause("Refuse input", {"problems": [f"Mistake {n}." for n in range(25)]})
    assert told.endswith("Mistake 19. And 5 more.")


@pytest.fixture
def told(evaluate: Any) -> Any:
    """What a person is told of an execution that ended in an error with that cause."""
    code = failures.of_execution("$states.input.error", "$states.input.cause")

    def sentence(error: str | None, cause: Any) -> str:
        text = cause if isinstance(cause, str) or cause is None else json.dumps(cause)
        given = {"error": error, "cause": text}
        return str(evaluate("{% " + code + " %}", given))

    return sentence


def test_a_failed_job_is_told_with_its_reason_and_its_log(told: Any) -> None:
    job = {
        "TrainingJobName": "stepline-ner-dev-first-0",
        "TrainingJobStatus": "Failed",
        "FailureReason": 'AlgorithmError: no label "B-X" in "labels.json", exit code: 1',
    }
    assert told("States.TaskFailed", job) == (
        'Training job stepline-ner-dev-first-0 failed: AlgorithmError: no label "B-X" in '
        '"labels.json", exit code: 1. Its log: group /aws/sagemaker/TrainingJobs, streams '
        "stepline-ner-dev-first-0/…"
    )


@pytest.mark.parametrize(
    "cause",
    ["{oops}", "{}", '{"a": "b""c"}', '{"TrainingJobName": 5}', '{"TrainingJobName": "a', "{\n}", "[1]"],
)  # fmt: skip
def test_whoever_stops_an_execution_may_say_what_looks_like_json(told: Any, cause: str) -> None:
    assert told(None, cause) == cause


def test_a_description_that_was_cut_is_understood_as_far_as_it_goes(told: Any) -> None:
    whole = json.dumps({"TrainingJobName": "j", "FailureReason": "no\tluck: \u2026", "Tags": []})
    assert told("States.TaskFailed", whole[:-6]).startswith("Training job j failed: no luck: …. ")


def test_a_tuning_job_is_not_taken_for_its_best_training(told: Any) -> None:
    job = {
        "BestTrainingJob": {"TrainingJobName": "best", "TrainingJobStatus": "Stopped"},
        "HyperParameterTuningJobName": "tuning",
        "HyperParameterTuningJobStatus": "Failed",
    }
    assert told("States.TaskFailed", job).startswith("Hyper parameter tuning job tuning failed.")


def test_a_job_that_ran_into_its_limit_says_so(told: Any) -> None:
    job = {
        "TrainingJobName": "j",
        "TrainingJobStatus": "Stopped",
        "SecondaryStatus": "MaxRuntimeExceeded",
        "StoppingCondition": {"MaxRuntimeInSeconds": 86400},
    }
    sentence = told("States.TaskFailed", job)
    assert sentence.startswith("Training job j was stopped at its limit of 86400 seconds.")


def test_a_stopped_job_says_so(told: Any) -> None:
    job = {"ProcessingJobName": "j", "ProcessingJobStatus": "Stopped", "ExitMessage": "bye."}
    sentence = told("States.TaskFailed", job)
    assert sentence.startswith("Processing job j was stopped: bye. Its log:")


def test_a_processing_job_is_told_by_what_it_said_itself(told: Any) -> None:
    job = {
        "ProcessingJobName": "j",
        "ProcessingJobStatus": "Failed",
        "FailureReason": "AlgorithmError: , exit code: 1",
        "ExitMessage": "customers.csv, line 3: there is\n no column y.",
    }
    assert told("States.TaskFailed", job) == (
        "Processing job j failed: customers.csv, line 3: there is no column y. "
        "Its log: group /aws/sagemaker/ProcessingJobs, streams j/…"
    )


@pytest.mark.parametrize(
    ("reason", "message", "found"),
    [
        (
            "ClientError: Data download failed",
            "I was doing well",
            "ClientError: Data download failed",
        ),
        ("AlgorithmError: , exit code: 137", "", "AlgorithmError: , exit code: 137"),
        ("AlgorithmError: , exit code: 137", None, "AlgorithmError: , exit code: 137"),
        (None, "no space left", "no space left"),
        (None, None, None),
    ],
)
def test_the_platforms_own_reason_comes_first(
    told: Any, reason: str | None, message: str | None, found: str | None
) -> None:
    job = {"ProcessingJobName": "j", "FailureReason": reason, "ExitMessage": message}
    given = {name: value for name, value in job.items() if value is not None}
    sentence = told("States.TaskFailed", given)
    assert sentence.startswith(
        f"Processing job j failed: {found}." if found else "Processing job j failed. "
    )


@pytest.mark.parametrize("kind", ["Training", "Processing", "Transform", "HyperParameterTuning"])
def test_the_command_line_says_the_same_of_a_job(told: Any, kind: str) -> None:
    """In Python: it runs no JSONata."""
    texts = [None, "", "A reason.", "AlgorithmError: , exit code: 1", "ClientError: \n two  lines "]
    for reason, message, status in product(texts, texts, ["Failed", "Stopped"]):
        for late in ({}, {"SecondaryStatus": "MaxRuntimeExceeded"}):
            for limit in ({}, {"StoppingCondition": {"MaxRuntimeInSeconds": 60}}):
                job = {
                    f"{kind}JobName": "j",
                    f"{kind}JobStatus": status,
                    "FailureReason": reason,
                    "ExitMessage": message,
                    **late,
                    **limit,
                }
                assert told("States.TaskFailed", job) == failure.sentence(json.dumps(job))


def test_a_job_that_could_not_start_is_told_in_sagemakers_words(told: Any) -> None:
    said = "The account-level service limit is 0 Instances. (Service: AmazonSageMaker; …)"
    sentence = told("SageMaker.ResourceLimitExceededException", said)
    assert sentence == f"A job could not be started: {said}"


@pytest.mark.parametrize(
    ("error", "cause", "sentence"),
    [
        ("DataNotFound", "The data should be there.", "The data should be there."),
        ("States.TaskFailed", "{broken", "{broken"),
        ("States.TaskFailed", None, "States.TaskFailed"),
        ("States.Timeout", None, "A state did not end in time and was given up."),
        (None, "", "No reason was given."),
        ("States.Runtime", '{"a": 1}', '{"a": 1}'),
    ],
)
def test_an_error_of_any_kind_makes_a_sentence(
    told: Any, error: str | None, cause: str | None, sentence: str
) -> None:
    assert told(error, cause) == sentence


@pytest.mark.parametrize(
    ("endpoint", "sentence"),
    [
        (
            {"EndpointStatus": "Failed", "FailureReason": "The container did not pass /ping"},
            "Endpoint e is Failed: The container did not pass /ping.",
        ),
        (
            {"EndpointStatus": "InService", "EndpointConfigName": "old"},
            "Endpoint e serves old, not the new run-1: the update was rolled back, or another came "
            "after it.",
        ),
        ({"EndpointStatus": "Creating"}, "Endpoint e was still Creating after 3600 seconds."),
    ],
)
def test_an_endpoint_that_does_not_serve_the_new_model_says_why(
    cause: Any, endpoint: dict[str, str], sentence: str
) -> None:
    given = {"endpoint": {"EndpointName": "e", **endpoint}, "names": {"run": "run-1"}}
    log = " Its log: group /aws/sagemaker/Endpoints/e."
    assert cause("Endpoint not in service", given) == sentence + log
