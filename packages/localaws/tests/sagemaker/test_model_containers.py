"""The containers of a model: how they are called, and what cannot be told apart."""

from __future__ import annotations

from typing import Any

import pytest

from localaws.sagemaker.errors import ApiError
from localaws.sagemaker.model_containers import check, containers_of, is_direct

A, B = {"Image": "a"}, {"Image": "b", "Environment": {"X": "1"}}
NAMED = [A | {"ContainerHostname": "first"}, B | {"ContainerHostname": "second"}]


def names(**model: Any) -> list[str]:
    return [each.name for each in containers_of(model)]


def test_the_only_one_is_the_primary_one_and_told_no_port() -> None:
    for model in ({"PrimaryContainer": B}, {"Containers": [B]}):
        (only,) = containers_of(model)
        assert (only.name, only.image, only.environment) == ("primary", "b", {"X": "1"})


def test_several_are_numbered_or_called_by_their_hostnames() -> None:
    assert names(Containers=[A, B]) == ["container-1", "container-2"]
    assert names(Containers=NAMED) == ["first", "second"]


def test_each_of_several_is_told_its_ports_and_may_set_them_itself() -> None:
    mine = {"Image": "c", "Environment": {"SAGEMAKER_BIND_TO_PORT": "9000"}}
    first, second, third = containers_of({"Containers": [A, B, mine]})
    assert first.environment == {
        "SAGEMAKER_BIND_TO_PORT": "8080",
        "SAGEMAKER_SAFE_PORT_RANGE": "8100-8199",
    }
    assert second.environment["SAGEMAKER_SAFE_PORT_RANGE"] == "8200-8299"
    assert (second.environment["X"], third.environment["SAGEMAKER_BIND_TO_PORT"]) == ("1", "9000")


def test_those_of_a_direct_model_are_not_passed_in_turn() -> None:
    assert is_direct({"Containers": NAMED, "InferenceExecutionConfig": {"Mode": "Direct"}})
    assert not is_direct({"Containers": NAMED, "InferenceExecutionConfig": {"Mode": "Serial"}})
    assert not is_direct({"Containers": NAMED})


@pytest.mark.parametrize(
    ("model", "said"),
    [
        ({}, "Give either PrimaryContainer or Containers"),
        ({"Containers": []}, "Give either PrimaryContainer or Containers"),
        ({"Containers": [A], "PrimaryContainer": A}, "only one of them"),
        ({"Containers": [NAMED[0], B, B]}, "2 of 3 have none"),
        ({"Containers": [NAMED[0], NAMED[0]]}, 'must be unique, and "first" is not'),
        (
            {"Containers": [A], "InferenceExecutionConfig": {"Mode": "Direct"}},
            "needs at least two members of Containers, and there is 1",
        ),
    ],
)
def test_what_cannot_be_told_apart_is_refused(model: dict[str, Any], said: str) -> None:
    with pytest.raises(ApiError) as refused:
        check(model)
    assert refused.value.code == "ValidationException"
    assert said in refused.value.message


def test_others_go_through() -> None:
    for model in ({"PrimaryContainer": A}, {"Containers": [A, B]}, {"Containers": NAMED}):
        check(model)
