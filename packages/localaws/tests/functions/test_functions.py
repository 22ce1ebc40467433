"""The functions of a server, and who may invoke which."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from localaws.functions.function import Code, Configuration, Function, FunctionUrl
from localaws.functions.functions import Call, Functions
from localaws.protocols.refusal import Refusal

ACCOUNT, REGION = "000000000000", "eu-west-1"
ARN = f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:greet"
FUNCTION = Function("greet", ARN, Configuration("r", Code("1" * 64, 1), "python3.12", "app.h"))


@pytest.fixture
def functions() -> Iterator[Functions]:
    def none(_: object) -> None:
        raise AssertionError("nothing is started here")

    made = Functions(none, lambda: 0.0, lambda: 0.0)  # type: ignore[arg-type]
    yield made
    made.close()


def test_a_function_is_there_once(functions: Functions) -> None:
    functions.add(FUNCTION)
    assert functions.get(ACCOUNT, REGION, "greet") is FUNCTION
    with pytest.raises(Refusal, match="Function already exist: greet"):
        functions.add(FUNCTION)


def test_they_are_listed_by_name_within_their_region(functions: Functions) -> None:
    for name, region in (("b", REGION), ("a", REGION), ("c", "us-east-1")):
        arn = f"arn:aws:lambda:{region}:{ACCOUNT}:function:{name}"
        functions.add(replace(FUNCTION, name=name, arn=arn))
    assert [function.name for function in functions.all(ACCOUNT, REGION)] == ["a", "b"]


def test_a_change_replaces_it_and_a_removed_one_is_gone(functions: Functions) -> None:
    functions.add(FUNCTION)
    functions.change(ARN, lambda found: replace(found, reserved=3))
    assert functions.get(ACCOUNT, REGION, "greet").reserved == 3
    functions.remove(ARN)
    with pytest.raises(Refusal, match=f"Function not found: {ARN}"):
        functions.get(ACCOUNT, REGION, "greet")


@pytest.mark.parametrize(
    ("function", "payload", "code"),
    [
        ("other", b"{}", "ResourceNotFoundException"),
        ("greet:7", b"{}", "ResourceNotFoundException"),
        ("greet", b"no json", "InvalidRequestContentException"),
        ("greet", b'"' + b"x" * 6_291_455 + b'"', "RequestEntityTooLargeException"),
        ("greet", b"[" * 100_000, "InvalidRequestContentException"),
        ("gr eet", b"{}", "ValidationException"),
    ],
)
def test_what_cannot_be_invoked_is_refused(
    functions: Functions, function: str, payload: bytes, code: str
) -> None:
    functions.add(FUNCTION)
    with pytest.raises(Refusal) as refused:
        functions.invocation(Call(ACCOUNT, REGION, function, payload))
    assert refused.value.code == code


def test_a_call_names_its_function_as_it_likes(functions: Functions) -> None:
    functions.add(FUNCTION)
    for name in ("greet", ARN, f"{ACCOUNT}:function:greet"):
        assert functions.invocation(Call(ACCOUNT, "us-east-1" if name == ARN else REGION, name))


def test_a_function_that_reserves_none_is_throttled(functions: Functions) -> None:
    functions.add(replace(FUNCTION, reserved=0))
    with pytest.raises(Refusal, match="Rate Exceeded"):
        functions.invoke(Call(ACCOUNT, REGION, "greet"), lambda _: None)


def test_a_function_is_found_by_its_url(functions: Functions) -> None:
    url = FunctionUrl("abc", "NONE")
    functions.add(replace(FUNCTION, urls={"live": url}))
    assert functions.by_url("abc") == (functions.by_arn(ARN), "live", url)
    assert functions.by_url("other") is None
