"""Which AWS a shell means: what is chosen there goes before the embedded AWS of the folder."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from botocore.exceptions import NoCredentialsError

from stepline import embedded
from stepline.embedded import Server
from stepline.errors import UserError
from stepline.target import CHOSEN, Target
from tests.stepline import clients

HERE = "http://localhost:4566"
SERVER = Server(
    pid=1,
    endpoint=HERE,
    region="eu-west-1",
    runtime="process",
    why="",
    warning="",
    environment={
        "AWS_ENDPOINT_URL": HERE,
        "AWS_REGION": "eu-west-1",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
    },
)
NO_AWS = Target(environment={}, embedded=False)


@pytest.fixture(autouse=True)
def shell(monkeypatch: pytest.MonkeyPatch) -> None:
    """A shell in which nothing is chosen, in a folder whose embedded AWS runs."""
    for name in (*CHOSEN, "AWS_REGION", "AWS_DEFAULT_REGION"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_CONFIG_FILE", "/nonexistent")
    monkeypatch.setattr(embedded, "running", lambda: SERVER)


def test_where_nothing_is_chosen_it_is_the_embedded_aws() -> None:
    target = Target.current()
    assert target == Target.of(SERVER)
    assert str(target) == f"the embedded AWS at {HERE}"


@pytest.mark.parametrize("name", [name for name in CHOSEN if name != "AWS_ENDPOINT_URL"])
def test_whoever_chooses_an_account_means_aws(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, "mine")
    assert Target.current() == NO_AWS
    assert str(Target.current()) == "AWS"


def test_the_address_of_the_embedded_aws_means_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", HERE)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    assert Target.current() == Target.of(SERVER)


def test_another_address_means_what_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://elsewhere:1")
    assert Target.current() == NO_AWS
    assert str(Target.current()) == "AWS at http://elsewhere:1"


def test_without_either_a_region_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedded, "running", lambda: None)
    with pytest.raises(UserError, match="no AWS region is set"):
        Target.current().client("s3")


def test_a_client_of_the_embedded_aws_asks_no_proxy() -> None:
    client = Target.of(SERVER).client("s3")
    assert (client.meta.endpoint_url, client.meta.region_name) == (HERE, "eu-west-1")
    assert client.meta.config.proxies == {}


def test_a_client_of_aws_takes_the_region_of_every_other_sdk(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("AWS_REGION", "ap-northeast-1")
    assert NO_AWS.client("s3").meta.region_name == "ap-northeast-1"


def test_an_account_is_meant_however_it_stands_with_the_embedded_aws(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def astray() -> Server:
        raise UserError("it cannot be spoken to")

    monkeypatch.setattr(embedded, "running", astray)
    monkeypatch.setenv("AWS_PROFILE", "mine")
    assert Target.current() == NO_AWS


def test_the_account_is_the_one_that_aws_says() -> None:
    sts = SimpleNamespace(get_caller_identity=lambda: {"Account": "123456789012"})
    assert clients.target(sts=sts).account() == "123456789012"


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (clients.refusal("ExpiredToken"), r"does not take these credentials \(ExpiredToken\)"),
        (
            NoCredentialsError(),
            r"cannot say which account this is \(Unable to locate credentials\)",
        ),
    ],
)
def test_without_credentials_there_is_no_account_but_a_sentence(
    error: Exception, sentence: str
) -> None:
    def refuse() -> None:
        raise error

    with pytest.raises(UserError, match=sentence):
        clients.target(sts=SimpleNamespace(get_caller_identity=refuse)).account()
