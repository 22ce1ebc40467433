"""The named-entity pipeline: that what it reads from a log is what its image prints."""

import re

import pytest

from pipelines.definition import Pipeline

EPOCH = (
    "epoch=1 train:loss=0.123 validation:loss=0.12 validation:precision=0.5 "
    "validation:recall=5e-1 validation:f1=0.51;"
)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            EPOCH,
            {
                "train:loss": 0.123,
                "validation:loss": 0.12,
                "validation:precision": 0.5,
                "validation:recall": 0.5,
                "validation:f1": 0.51,
            },
        ),
        ("progress: epoch 1/3, step 20/212, 85.1 sentences/s", {}),
    ],
)
def test_metrics_are_read_from_the_lines_that_training_prints(
    ner: Pipeline, line: str, expected: dict[str, float]
) -> None:
    found = {
        metric.name: float(match.group(1))
        for metric in ner.training.metrics
        if (match := re.search(metric.regex, line))
    }
    assert found == expected


def test_training_never_sees_the_test_split(ner: Pipeline) -> None:
    assert "test" not in {channel.reads for channel in ner.training.channels}
    assert ner.evaluation is not None
    assert ner.evaluation.reads == ("test",)


def test_sagemakers_limits_on_metrics_are_kept(ner: Pipeline) -> None:
    assert len(ner.training.metrics) <= 40
    assert all(len(metric.regex) <= 500 for metric in ner.training.metrics)


def test_every_hyperparameter_says_what_it_is(ner: Pipeline) -> None:
    assert all(parameter.description for parameter in ner.training.parameters)
