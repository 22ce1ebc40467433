"""What AWS would refuse of a description is refused where it is written, and so is a field of another type."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from pipelines import catalog
from pipelines.definition import (
    Channel,
    Evaluation,
    FromData,
    Metric,
    Pipeline,
    Serving,
    Transformation,
    Tuned,
)
from pipelines.fleet import Fleet
from pipelines.parameters import Parameter
from pipelines.policy import Gate, Monitoring, Recorded, SmokeTest

IRIS, NER = catalog.load("iris"), catalog.load("ner")
DAY = 24 * 3600


def processing(**changed: Any) -> Pipeline:
    assert IRIS.processing
    return replace(IRIS, processing=replace(IRIS.processing, **changed))


def training(**changed: Any) -> Pipeline:
    return replace(IRIS, training=replace(IRIS.training, **changed))


def tuning(**changed: Any) -> Pipeline:
    assert NER.tuning
    return replace(NER, tuning=replace(NER.tuning, **changed))


def parameter(*given: Any, **changed: Any) -> Pipeline:
    return training(parameters=(Parameter(*given, "x", **changed),))


def smoke(*given: Any) -> Pipeline:
    return replace(IRIS, smoke_tests=(SmokeTest(*given),))


def monitoring(**changed: Any) -> Pipeline:
    return replace(IRIS, monitoring=Monitoring(**changed))


FIELDS: list[tuple[Callable[[], Any], str]] = [
    (lambda: Gate("f1", "0.5"), "Gate.floor must be a number, but is '0.5'"),  # type: ignore[arg-type]
    (lambda: Gate("f1", True), "Gate.floor must be a number, but is True"),
    (lambda: Gate("f1", None), "Gate.floor must be a number, but is None"),  # type: ignore[arg-type]
    (lambda: Gate(" ", 0.5), "A gate needs the name of the metric"),
    (lambda: replace(IRIS, gate="f1"), "Pipeline.gate must be a Gate or None, but is 'f1'"),
    (
        lambda: replace(IRIS, smoke_tests=SmokeTest("1", "text/csv", "x")),
        "smoke_tests must be a tuple, each item a SmokeTest",
    ),
    (lambda: replace(IRIS, monitoring=True), "must be a Monitoring or None, but is True"),
    (lambda: monitoring(hours="24"), "Monitoring.hours must be a whole number, but is '24'"),
    (lambda: processing(outputs="train"), "must be a tuple, each item text, but is 'train'"),
    (lambda: processing(arguments=(5,)), "Processing.arguments must be a tuple, each item text"),
    (lambda: training(environment={"A": 1}), "must be a mapping of text to text"),
    (lambda: parameter("a", "float", 1.0), "kind must be one of 'integer', 'number', 'string'"),
]
VALUES: list[tuple[Callable[[], Any], str]] = [
    (lambda: replace(IRIS, description="x" * 1025), "one line of at most 1024 bytes"),
    (lambda: replace(IRIS, description="a\nb"), "one line of at most 1024 bytes"),
    (lambda: processing(outputs=("train", "test", "train")), "has the output 'train' twice"),
    (lambda: processing(outputs=("train", "test", "a b")), "cannot have the output 'a b'"),
    (lambda: processing(outputs=("train", "test", "evaluation")), "folder is the workflow's"),
    (lambda: processing(outputs=("train", "test", "champion-x")), "which is the workflow's"),
    (lambda: processing(outputs=("train", "test", *map(str, range(9)))), "may have 10 outputs"),
    (lambda: processing(arguments=("x" * 257,)), "100 arguments of at most 256 characters"),
    (lambda: processing(arguments=("x",) * 99), "100 arguments of at most 256 characters"),
    (lambda: processing(max_runtime_seconds=6 * DAY), "processing .* 1 to 432000 seconds"),
    (lambda: training(max_runtime_seconds=0), "may take 1 to 2419200 seconds"),
    (lambda: training(volume_gb=0), "a volume of 1 to 16384 GB"),
    (lambda: training(fleet=Fleet("ml.m5.large", 5)), r"1 to 1 instances \(max_instances\)"),
    (lambda: training(fleet=Fleet("ml.m5.large", 0)), "but its fleet has 0"),
    (lambda: training(environment={"A B": "x"}), "the environment variable 'A B'"),
    (lambda: training(environment={"A": "x" * 513}), "a value at most 512 characters"),
    (lambda: training(channels=(Channel("a b", FromData()),)), "cannot have the channel 'a b'"),
    (lambda: training(channels=(Channel("a", FromData()),) * 2), "has the channel 'a' twice"),
    (lambda: training(metrics=(Metric("a", "("),)), "cannot have the metric 'a'"),
    (lambda: training(metrics=(Metric("a", "abc"),)), "with a group in brackets"),
    (lambda: training(metrics=(Metric("a", "(a)"),) * 2), "has the metric 'a' twice"),
    (lambda: parameter("a b", "integer", 1), "cannot have the parameter 'a b'"),
    (lambda: parameter("a", "string", "x", pattern="("), "is no regular expression"),
    (lambda: parameter("a", "string", "x", pattern="y"), "'x' does not match it"),
    (lambda: parameter("a", "number", float("nan")), "nan is not finite"),
    (
        lambda: processing(parameters=(Parameter("instance_type", "string", "x", "x"),)),
        "names its machines so",
    ),
    (lambda: replace(IRIS, serving=Serving(variant="a b")), "1 to 63 letters, digits and inner"),
    (lambda: replace(IRIS, serving=Serving(max_wait_seconds=0)), "waits 1 second or more"),
    (lambda: tuning(tuned=()), "tunes nothing"),
    (lambda: tuning(metric="f1"), "none of the training's metrics: train:loss"),
    (lambda: tuning(tuned=(Tuned("learning_rate", 1, 0.1),)), "least must be below most"),
    (lambda: tuning(tuned=(Tuned("learning_rate", 0.1, 1, "Log"),)), "there are Auto, Linear"),
    (lambda: tuning(tuned=(Tuned("warmup_ratio", 0, 1, "Logarithmic"),)), "begins above 0"),
    (lambda: tuning(training_jobs=2, parallel_jobs=5), "but has 2, 5 at once"),
    (lambda: tuning(strategy="Magic"), "there are Bayesian, Random"),
    (
        lambda: replace(NER, transformation=Transformation("text/csv", split_type="Lines")),
        "there are None, Line",
    ),
    (lambda: smoke("1", "", "x"), "content type must be a media type"),
    (lambda: smoke("1", "text/csv\nX: y", "x"), "content type must be a media type"),
    (lambda: smoke("1", "text/csv", ""), "that not every answer does"),
    (lambda: smoke("1", "text/csv", "(?P<a>x)"), "without Python's named groups"),
    (lambda: smoke("1" * 50_001, "text/csv", "x"), "may ask 50000 bytes"),
    (lambda: smoke(Recorded("train", "../x"), "text/csv", "x"), "is to be a file's name"),
    (lambda: replace(IRIS, smoke_tests=IRIS.smoke_tests * 26), "may have 25 smoke tests"),
    (lambda: monitoring(stability_limit=float("inf")), "A stability limit is above 0"),
    (lambda: monitoring(stability_limit=float("nan")), "A stability limit is above 0"),
    (lambda: monitoring(least_rows=10**9), "needs 1 to 10000000 rows"),
    (lambda: monitoring(reader="no such; rm"), "by a module such as monitoring.tabular"),
    (
        lambda: replace(
            training(channels=(Channel("a", FromData()),)),
            processing=None,
            evaluation=Evaluation(reads=()),
        ),
        "but the pipeline does not process",
    ),
]


@pytest.mark.parametrize(("make", "said"), FIELDS + VALUES)
def test_what_could_only_fail_later_is_refused_in_a_sentence(
    make: Callable[[], Any], said: str
) -> None:
    with pytest.raises(ValueError, match=said) as refused:
        make()
    assert re.fullmatch(r"[^\n]+\.", str(refused.value))


def test_a_list_does_for_a_tuple_and_a_whole_number_for_any() -> None:
    assert processing(outputs=["train", "test"])
    assert Gate("f1", 1).floor == 1
