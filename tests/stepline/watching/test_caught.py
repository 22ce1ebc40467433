"""A caught error is said as what it means."""

from __future__ import annotations

from stepline.history import lines
from stepline.watching.caught import meaning
from tests.stepline.watching.executions import START, state

ABSENT = 'Could not find endpoint "arn:aws:sagemaker:us-east-1:1:endpoint/ner".'


def caught(cause: str, *after: str) -> str:
    failed = state("Find endpoint", error="SageMaker.SageMakerException", cause=cause)
    return meaning(lines([failed, *map(state, after)], START)[0])


def test_an_endpoint_that_is_not_there_yet_is_what_every_first_run_meets() -> None:
    assert caught(ABSENT, "Create endpoint") == "no endpoint yet: it is created"
    assert caught(ABSENT) == "no endpoint yet"
    assert caught(ABSENT, "Wait") == "no endpoint yet: goes on with Wait"


def test_another_error_is_named_with_what_it_leads_to() -> None:
    said = caught("Rate exceeded", "Wait for idle endpoint")
    assert (
        said == "provided for, goes on with Wait for idle endpoint (SageMaker.SageMakerException)"
    )
