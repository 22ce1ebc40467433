"""What a tuning job is called, and what its event shows of it."""

from __future__ import annotations

from typing import Any

from localaws.jobs.kind import Kind


def _told(described: dict[str, Any]) -> dict[str, Any]:
    """Of the best training job the name alone, as in the output that users of AWS have published."""
    best = {
        member: {"TrainingJobName": described[member]["TrainingJobName"]}
        for member in ("BestTrainingJob", "OverallBestTrainingJob")
        if member in described
    }
    return described | best


TUNING = Kind(
    noun="HyperParameterTuningJob",
    activity="hyperparameter tuning",
    arn_part="hyper-parameter-tuning-job",
    event="SageMaker HyperParameter Tuning Job State Change",
    told=_told,
)
