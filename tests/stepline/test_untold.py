"""Why AWS did not tell something that was only asked beside the matter."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import EndpointConnectionError, NoCredentialsError

from stepline.untold import Untold, told
from tests.stepline.clients import refusal


def asked(error: Exception) -> Untold:
    def look() -> str:
        raise error

    found = told(look)
    assert isinstance(found, Untold)
    return found


def test_a_response_is_the_response() -> None:
    assert told(lambda: 7) == 7


@pytest.mark.parametrize("code", ["ValidationException", "ResourceNotFoundException"])
def test_what_is_not_there_is_missing(code: str) -> None:
    assert asked(refusal(code)).missing


def test_missing_rights_name_the_operation() -> None:
    found = asked(refusal("AccessDeniedException"))
    assert found == Untold("not permitted: Operation")


@pytest.mark.parametrize(
    "error",
    [
        refusal("ThrottlingException"),
        refusal("InternalFailure", ResponseMetadata={"HTTPStatusCode": 500}),
        EndpointConnectionError(endpoint_url="http://localhost:9"),
    ],
)
def test_what_may_be_told_at_another_look_passes(error: Any) -> None:
    assert asked(error).passing


@pytest.mark.parametrize("error", [refusal("ExpiredToken"), NoCredentialsError()])
def test_what_stays_so_does_not_pass(error: Any) -> None:
    found = asked(error)
    assert not found.passing
    assert not found.missing
    assert found.why


def test_a_mistake_of_ours_is_not_hidden() -> None:
    with pytest.raises(KeyError):
        asked(KeyError("name"))
