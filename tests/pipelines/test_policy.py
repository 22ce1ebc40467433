"""What a release, an experiment and scaling may be, and what they cannot be together."""

from __future__ import annotations

import pytest

from pipelines.policy import Experiment, Release, Scaling, SmokeTest, conflict


@pytest.mark.parametrize(
    ("traffic", "percent"), [("canary", 0), ("canary", 51), ("linear", 9), ("linear", 51)]
)
def test_a_part_that_sagemaker_does_not_have_is_refused(traffic: str, percent: int) -> None:
    with pytest.raises(ValueError, match=rf"With {traffic} traffic the part must be"):
        Release(traffic, percent)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("release", "seconds"),
    [
        (Release(), 0),
        (Release("canary", 10, 300, 120), 420),
        (Release("linear", 25, 100, 50), 350),
        (Release("linear", 30, 100, 50), 350),
    ],
)
def test_an_update_bakes_after_each_part_and_before_the_old_model_ends(
    release: Release, seconds: int
) -> None:
    assert release.bakes_seconds == seconds


def test_an_update_that_sagemaker_would_take_back_before_it_is_through_is_refused() -> None:
    """It has eight hours in all."""
    assert Release("linear", 10, 2990, 90).bakes_seconds == 27_000
    with pytest.raises(ValueError, match="after 28800 seconds, and this one would wait for 27001"):
        Release("linear", 10, 2990, 91)


def test_a_wait_is_an_hour_at_most() -> None:
    with pytest.raises(ValueError, match="waits 0 to 3600 seconds at a time, but got 3601"):
        Release("canary", 10, 3601)


@pytest.mark.parametrize("share", [0, 1, -0.1, 1.5])
def test_an_experiment_leaves_both_models_some_traffic(share: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        Experiment(share)


@pytest.mark.parametrize(("most", "least"), [(1, 2), (0, 0), (3, 0)])
def test_an_endpoint_scales_between_numbers_of_which_the_first_is_not_more(
    most: int, least: int
) -> None:
    with pytest.raises(ValueError, match="at least 1 instance"):
        Scaling(most, least)


def test_parts_of_the_traffic_want_two_instances_and_the_same_variants() -> None:
    canary = Release("canary")
    assert conflict(canary, None, 2) is None
    assert "needs 2 or more, and it has 1" in str(conflict(canary, None, 1))
    assert "same variants" in str(conflict(canary, Experiment(0.1), 2))
    assert conflict(Release(), Experiment(0.1), 1) is None


@pytest.mark.parametrize(
    ("content_type", "is_json"),
    [("application/json", True), ("application/json; charset=utf-8", True), ("text/csv", False)],
)
def test_step_functions_asks_what_is_json(content_type: str, is_json: bool) -> None:
    assert SmokeTest("{}", content_type, "x").is_json is is_json


@pytest.mark.parametrize(
    ("body", "expects", "said"),
    [
        ("{}", "[", "is none"),
        ("{}", "[,}]", "a bracket stands for itself"),
        ("{}", "[(]", "a bracket stands for itself"),
        ("{", "x", "is no JSON"),
    ],
)
def test_a_smoke_test_that_nobody_could_ask_or_look_at_is_refused(
    body: str, expects: str, said: str
) -> None:
    with pytest.raises(ValueError, match=said):
        SmokeTest(body, "application/json", expects)


def test_a_bracket_may_stand_for_itself_behind_a_backslash() -> None:
    assert SmokeTest("{}", "application/json", r"^\{.*[,\}]$").expects
