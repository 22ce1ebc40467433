"""A job is found by its name among all kinds, or the nearest ones are told."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from stepline.errors import UserError
from stepline.jobs.lookup import find
from stepline.jobs.processing import PROCESSING
from stepline.jobs.training import TRAINING
from stepline.jobs.transform import TRANSFORM
from stepline.jobs.tuning import TUNING


class SageMaker:
    """A client of an account with these jobs."""

    def __init__(
        self,
        training: tuple[str, ...] = (),
        processing: tuple[str, ...] = (),
        transform: tuple[str, ...] = (),
        tuning: tuple[str, ...] = (),
        code: str = "",
    ) -> None:
        self.training, self.processing, self.transform = training, processing, transform
        self.tuning = tuning
        self.code = code or "ResourceNotFound"

    def describe_training_job(self, **request: str) -> dict[str, Any]:
        return self._one(request["TrainingJobName"], self.training)

    def describe_processing_job(self, **request: str) -> dict[str, Any]:
        return self._one(request["ProcessingJobName"], self.processing)

    def list_training_jobs(self, **_: Any) -> dict[str, Any]:
        return {"TrainingJobSummaries": [{"TrainingJobName": name} for name in self.training]}

    def list_processing_jobs(self, **_: Any) -> dict[str, Any]:
        return {"ProcessingJobSummaries": [{"ProcessingJobName": name} for name in self.processing]}

    def describe_transform_job(self, **request: str) -> dict[str, Any]:
        return self._one(request["TransformJobName"], self.transform)

    def list_transform_jobs(self, **_: Any) -> dict[str, Any]:
        return {"TransformJobSummaries": [{"TransformJobName": name} for name in self.transform]}

    def describe_hyper_parameter_tuning_job(self, **request: str) -> dict[str, Any]:
        return self._one(request["HyperParameterTuningJobName"], self.tuning)

    def list_hyper_parameter_tuning_jobs(self, **_: Any) -> dict[str, Any]:
        names = [{"HyperParameterTuningJobName": name} for name in self.tuning]
        return {"HyperParameterTuningJobSummaries": names}

    def _one(self, name: str, among: tuple[str, ...]) -> dict[str, Any]:
        if name in among:
            return {}
        raise ClientError({"Error": {"Code": self.code, "Message": "no"}}, "Describe")


def test_the_kind_is_that_of_the_job_that_there_is() -> None:
    account = SageMaker(
        training=("one",), processing=("two",), transform=("three",), tuning=("four",)
    )
    assert find(account, "one") is TRAINING
    assert find(account, "two") is PROCESSING
    assert find(account, "three") is TRANSFORM
    assert find(account, "four") is TUNING


def test_of_two_jobs_of_a_name_the_kind_decides() -> None:
    account = SageMaker(training=("both",), processing=("both",))
    with pytest.raises(
        UserError,
        match="There are a training job and a processing job named both: "
        "say which one with --kind training or --kind processing",
    ):
        find(account, "both")
    assert find(account, "both", "processing") is PROCESSING


def test_the_nearest_names_of_all_kinds_are_told() -> None:
    account = SageMaker(training=("bank-weekly-2026",), processing=("bank-weekly-2024",))
    with pytest.raises(
        UserError, match=r"no training, processing, transform or tuning job bank-weekly-2025\."
    ) as no:
        find(account, "bank-weekly-2025")
    assert {"bank-weekly-2026", "bank-weekly-2024"} <= set(
        str(no.value).rstrip(".").replace(",", "").split()
    )


def test_only_the_kind_that_was_asked_for_is_looked_through() -> None:
    with pytest.raises(UserError, match=r"no training job two\. There is none at all yet\."):
        find(SageMaker(processing=("two",)), "two", "training")


def test_a_kind_that_is_none_is_named() -> None:
    with pytest.raises(
        UserError, match="kind is training, processing, transform or tuning, not labeling"
    ):
        find(SageMaker(), "one", "labeling")


def test_another_refusal_is_no_missing_job() -> None:
    with pytest.raises(UserError, match=r"AWS does not tell: training \(not permitted: Describe\)"):
        find(SageMaker(code="AccessDeniedException"), "one")


def test_a_kind_that_may_not_be_seen_hides_no_job_of_another() -> None:
    account = SageMaker(processing=("two",), code="AccessDeniedException")
    assert find(account, "two") is PROCESSING


def test_names_that_may_not_be_listed_are_not_told() -> None:
    def denied(**_: Any) -> Any:
        raise ClientError({"Error": {"Code": "AccessDeniedException"}}, "ListTrainingJobs")

    account = SageMaker()
    account.list_training_jobs = denied  # type: ignore[method-assign]
    with pytest.raises(
        UserError, match=r"There is no training, processing, transform or tuning job one\.$"
    ):
        find(account, "one")
