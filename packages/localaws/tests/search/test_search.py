"""Results: their order, their pages, what they show, and what is refused."""

from __future__ import annotations

import pytest

from .conftest import Bench


@pytest.fixture
def jobs(bench: Bench) -> Bench:
    for name, rate in (("b", "0.5"), ("a", "10"), ("c", "9"), ("d", "")):
        bench.job(name, HyperParameters={"rate": rate} if rate else {})
    return bench


def test_the_newest_comes_first(jobs: Bench) -> None:
    assert jobs.found() == ["d", "c", "a", "b"]
    assert jobs.found(SortOrder="Ascending") == ["b", "a", "c", "d"]


def test_results_are_sorted_by_a_property_and_what_lacks_it_comes_last(jobs: Bench) -> None:
    assert jobs.found(SortBy="TrainingJobName", SortOrder="Ascending") == ["a", "b", "c", "d"]
    by_rate = {"SortBy": "HyperParameters.rate"}
    assert jobs.found(**by_rate, SortOrder="Ascending") == ["b", "a", "c", "d"]  # as text
    assert jobs.found(**by_rate) == ["c", "a", "b", "d"]


def test_pages_neither_repeat_nor_skip(jobs: Bench) -> None:
    first = jobs.search(MaxResults=3)
    assert first["TotalHits"] == {"Value": 4, "Relation": "EqualTo"}
    assert jobs.found(MaxResults=3, NextToken=first["NextToken"]) == ["b"]
    assert "NextToken" not in jobs.search(MaxResults=3, NextToken=first["NextToken"])


@pytest.mark.parametrize("token", ["?", "YWZ0ZXI6bm9uZQ=="])
def test_a_token_of_nobody_is_refused(jobs: Bench, token: str) -> None:
    assert jobs.refusal(NextToken=token) == "Invalid NextToken."


def test_a_result_shows_the_resource_and_its_tags(bench: Bench) -> None:
    bench.job("a", {"team": "risk"}, NoMemberOfIt=1)
    (result,) = bench.search()["Results"]
    assert result["TrainingJob"]["Tags"] == [{"Key": "team", "Value": "risk"}]
    assert "NoMemberOfIt" not in result["TrainingJob"]


def test_results_are_limited_to_what_one_may_see(bench: Bench) -> None:
    bench.job("mine", {"team": "risk"})
    bench.job("theirs", {"team": "fraud"})
    bench.job("nobodys")
    conditions = [{"Key": "Tags.team", "Value": "risk"}]
    assert bench.found(VisibilityConditions=conditions) == ["nobodys", "mine"]


def test_no_other_account_shows_anything(jobs: Bench) -> None:
    assert jobs.found(CrossAccountFilterOption="CrossAccount") == []


def test_what_is_never_made_here_is_refused_by_name(bench: Bench) -> None:
    assert bench.refusal(Resource="Pipeline") == (
        "Search for Pipeline is not supported by this embedded AWS. What can be searched is "
        "TrainingJob."
    )


def test_a_structure_is_nothing_to_sort_by(bench: Bench) -> None:
    assert "SortBy ResourceConfig is a structure" in bench.refusal(SortBy="ResourceConfig")


def test_suggestions_begin_as_one_has_begun(bench: Bench) -> None:
    bench.job(
        "a",
        {"team": "risk"},
        HyperParameters={"rate": "1"},
        FinalMetricDataList=[{"MetricName": "auc", "Value": 0.9}],
    )

    def suggested(hint: str) -> list[str]:
        query = {"PropertyNameQuery": {"PropertyNameHint": hint}}
        found = bench.service.call(
            "GetSearchSuggestions", {"Resource": "TrainingJob", "SuggestionQuery": query}
        )
        return [each["PropertyName"] for each in found["PropertyNameSuggestions"]]

    assert suggested("trainingJobS") == ["TrainingJobStatus"]
    assert suggested("HyperParameters.") == ["HyperParameters.rate"]
    assert suggested("Metrics") == ["Metrics.auc"]
    assert suggested("Tags") == ["Tags.team"]
    assert "InputDataConfig.DataSource.S3DataSource.S3Uri" in suggested("InputDataConfig")
