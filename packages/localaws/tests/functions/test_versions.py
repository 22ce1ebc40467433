"""What is published, and what a qualifier means."""

from __future__ import annotations

from dataclasses import replace

import pytest

from localaws.functions.function import Alias, Code, Configuration, Function
from localaws.functions.versions import check_alias, publish, target
from localaws.protocols.refusal import Refusal

ARN = "arn:aws:lambda:eu-west-1:000000000000:function:greet"
FIRST = Configuration("r", Code("1" * 64, 1), "python3.12", "app.handler", revision="a")
FUNCTION = Function("greet", ARN, FIRST)


def changed(function: Function, **changes: object) -> Function:
    return replace(function, latest=replace(function.latest, **changes))  # type: ignore[arg-type]


def twice() -> Function:
    function, _ = publish(FUNCTION)
    function, _ = publish(changed(function, timeout=9))
    return function


def test_versions_are_numbered_from_one() -> None:
    assert [version.number for version in twice().versions] == ["1", "2"]


def test_what_has_not_changed_is_no_new_version() -> None:
    function, first = publish(FUNCTION, "first")
    same, again = publish(changed(function, revision="b", modified=9.0), "again")
    assert (same.versions, again) == (function.versions, first)
    assert first.configuration.description == "first"


def test_a_number_is_never_given_again() -> None:
    function = replace(twice(), versions=())
    assert publish(function)[1].number == "3"


def test_a_version_stays_as_it_was_published() -> None:
    function = twice()
    assert target(function, "1", 0).configuration.timeout == 3
    assert target(function, "2", 0).configuration.timeout == 9


def test_no_qualifier_is_the_latest() -> None:
    found = target(FUNCTION, None, 0)
    assert (found.arn, found.version, found.configuration) == (ARN, "$LATEST", FIRST)
    assert target(FUNCTION, "$LATEST", 0).arn == f"{ARN}:$LATEST"


def test_an_alias_keeps_its_name_in_the_invoked_arn() -> None:
    function = replace(twice(), aliases={"live": Alias("live", "1")})
    found = target(function, "live", 0)
    assert (found.arn, found.version) == (f"{ARN}:live", "1")


@pytest.mark.parametrize(("draw", "version"), [(0.0, "2"), (0.19, "2"), (0.2, "1"), (0.99, "1")])
def test_the_weight_of_a_second_version_is_its_share(draw: float, version: str) -> None:
    function = replace(twice(), aliases={"live": Alias("live", "1", weights={"2": 0.2})})
    assert target(function, "live", draw).version == version


def test_what_was_never_published_is_not_found() -> None:
    with pytest.raises(Refusal, match=f"Function not found: {ARN}:7"):
        target(twice(), "7", 0)


@pytest.mark.parametrize(
    ("alias", "said"),
    [
        (Alias("live", "7"), "Function not found"),
        (Alias("live", "1", weights={"7": 0.5}), "Function not found"),
        (Alias("live", "1", weights={"1": 0.5}), "already included"),
        (Alias("live", "$LATEST", weights={"1": 0.5}), "is not supported for an alias"),
    ],
)
def test_an_alias_that_cannot_be_is_refused(alias: Alias, said: str) -> None:
    with pytest.raises(Refusal, match=said):
        check_alias(twice(), alias)


def test_an_alias_that_can_be_is_let_through() -> None:
    check_alias(twice(), Alias("live", "1", weights={"2": 0.5}))
    check_alias(twice(), Alias("live", "$LATEST"))
