"""Who cannot be known is told why, with the command that mends it."""

from __future__ import annotations

import pytest
from botocore.exceptions import (
    ConnectTimeoutError,
    EndpointConnectionError,
    NoCredentialsError,
    PartialCredentialsError,
    ProfileNotFound,
    UnauthorizedSSOTokenError,
)

from localaws.server.embedded import EmbeddedAWS
from stepline.doctor import account
from stepline.doctor.case import Case, NotKnown
from stepline.doctor.finding import Finding, State
from stepline.target import CHOSEN
from tests.stepline.clients import refusal


def refused(error: Exception, signs_in: bool = False) -> Finding:
    return account.refused(error, "AWS", "mine", signs_in)


@pytest.mark.parametrize("code", ["ExpiredToken", "ExpiredTokenException", "RequestExpired"])
def test_a_session_that_has_expired_is_renewed(code: str) -> None:
    found = refused(refusal(code, "The token has expired."), signs_in=True)
    assert found.state is State.PROBLEM
    assert found.found == "they have expired (The token has expired)"
    assert found.mend == "aws sso login --profile mine"


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (UnauthorizedSSOTokenError(), "they have expired"),
        (refusal("InvalidClientTokenId"), "AWS knows no such access key (InvalidClientTokenId)"),
        (
            refusal("SignatureDoesNotMatch", "not so"),
            "what they sign (SignatureDoesNotMatch: not so)",
        ),
        (ProfileNotFound(profile="mine"), "there is no profile mine"),
        (NoCredentialsError(), "there are none"),
        (
            PartialCredentialsError(provider="env", cred_var="AWS_SECRET_ACCESS_KEY"),
            "there are none",
        ),
        (refusal("Odd", "who knows"), "AWS does not take them (who knows)"),
    ],
)
def test_credentials_that_are_not_taken_are_told_from_each_other(
    error: Exception, said: str
) -> None:
    found = refused(error)
    assert (found.check, found.state, found.mend) == (
        "credentials",
        State.PROBLEM,
        "aws configure --profile mine",
    )
    assert said in found.found


@pytest.mark.parametrize("error", [EndpointConnectionError, ConnectTimeoutError])
def test_an_aws_that_cannot_be_reached_is_no_fault_of_the_credentials(
    error: type[Exception],
) -> None:
    found = refused(error(endpoint_url="https://sts.eu-west-1.amazonaws.com/"))
    assert (found.check, found.state) == ("AWS", State.PROBLEM)
    assert "cannot be reached" in found.found


def test_a_region_that_is_misspelt_is_named_with_the_one_that_is_close() -> None:
    regions = {"sagemaker": ["eu-west-1", "us-east-1"], "stepfunctions": ["eu-west-1", "us-east-1"]}
    (found,) = account.unknown_region("eu-wset-1", regions)
    assert (found.state, found.mend) == (State.WARNING, "export AWS_REGION=eu-west-1")
    assert not list(account.unknown_region("us-east-1", regions))
    assert not list(account.unknown_region("cn-north-1", regions))  # a partition of its own


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """A shell in which nothing is chosen, in a folder without an embedded AWS."""
    for name in (*CHOSEN, "AWS_SECRET_ACCESS_KEY", "AWS_REGION", "AWS_DEFAULT_REGION"):
        monkeypatch.delenv(name, raising=False)
    for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
        monkeypatch.setenv(name, "/nonexistent")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("LOCALAWS_HOME", str(tmp_path_factory.mktemp("home")))


@pytest.mark.usefixtures("bare")
def test_where_nothing_is_set_both_are_said_and_nobody_is_asked_again() -> None:
    case = Case("ner", "dev")
    region, credentials = account.check(case)
    assert (region.check, region.state) == ("region", State.PROBLEM)
    assert (credentials.check, credentials.found) == ("credentials", "there are none")
    with pytest.raises(NotKnown):
        case.client("s3")


@pytest.mark.usefixtures("bare")
def test_account_and_region_are_named(aws: EmbeddedAWS, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in aws.environment.items():
        monkeypatch.setenv(name, value)
    case = Case("ner", "dev")
    (found,) = account.check(case)
    assert found.state is State.OK
    assert found.found.startswith("123456789012 in us-east-1, on the embedded AWS at http")
    assert case.who().account == "123456789012"
    assert case.environment["AWS_REGION"] == "us-east-1"
