"""What AWS would refuse of a pipeline's description when its first execution runs, said where it is written.

The numbers are those of SageMaker's API (CreateProcessingJob, CreateTrainingJob, CreateModel, CreateEndpointConfig,
CreateHyperParameterTuningJob, CreateTransformJob) and CloudFormation's, in their references.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from pipelines.policy import Recorded

if TYPE_CHECKING:
    from pipelines.definition import Pipeline
    from pipelines.parameters import Parameter

_DAY = 24 * 3600
_SECONDS = {"processing": 5 * _DAY, "training": 28 * _DAY, "transform": 28 * _DAY}
_GIBIBYTES = 16_384
_ENVIRONMENT = {"processing": (100, 256), "training": (100, 512), "serving": (100, 1024)}
"""How many variables, and how long their values."""
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,255}")
_PARAMETER = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,99}")
_FOLDER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_VARIANT = re.compile(r"[A-Za-z0-9](-*[A-Za-z0-9]){0,62}")
_MODULE = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)*", re.ASCII)
_OF_THE_RUN = ("evaluation", "model", "champion", "code", "checkpoints", "transformed")
"""Folders of a run, or of what an evaluation reads, that are the workflow's."""
_STRATEGIES = ("Bayesian", "Random", "Hyperband", "Grid")
_SCALES = ("Auto", "Linear", "Logarithmic", "ReverseLogarithmic")
_SPLITS = ("None", "Line", "RecordIO", "TFRecord")
_MOST_SMOKE_TESTS, _LONGEST_BODY = 25, 50_000
"""A state of Step Functions may have 256 KiB, and a state machine's definition 1 MB."""


def problems(pipeline: Pipeline) -> Iterator[str]:
    """Sentences, each about the first thing of its kind."""
    said = pipeline.description
    if len(said.encode()) > 1024 or not all(sign.isprintable() for sign in said):
        yield (
            f"The description of pipeline {pipeline.name!r} must be one line of at most 1024 bytes."
        )
    for part in (_jobs, _processing, _training, _serving, _tuning, _transformation, _looks):
        yield from part(pipeline)


def _jobs(pipeline: Pipeline) -> Iterator[str]:
    """What every kind of job has."""
    parts: dict[str, Any] = {
        "processing": pipeline.processing,
        "training": pipeline.training,
        "serving": pipeline.serving,
        "transform": pipeline.transformation,
    }
    for name, part in parts.items():
        if part is None:
            continue
        what = f"The {name} of pipeline {pipeline.name!r}"
        if not 1 <= part.fleet.instance_count <= part.max_instances:
            yield (
                f"{what} must have 1 to {part.max_instances} instances (max_instances), but its fleet has "
                f"{part.fleet.instance_count}."
            )
        most = _SECONDS.get(name)
        if most and not 1 <= part.max_runtime_seconds <= most:
            yield f"{what} may take 1 to {most} seconds, but max_runtime_seconds is {part.max_runtime_seconds}."
        volume = getattr(part, "volume_gb", 1)
        if not 1 <= volume <= _GIBIBYTES:
            yield f"{what} must have a volume of 1 to {_GIBIBYTES} GB, but volume_gb is {volume}."
        if name in _ENVIRONMENT:
            yield from _environment(what, part.environment, *_ENVIRONMENT[name])


def _environment(
    what: str, environment: Mapping[str, str], most: int, longest: int
) -> Iterator[str]:
    if len(environment) > most:
        yield f"{what} may have {most} environment variables, but has {len(environment)}."
    for name, value in environment.items():
        if not _VARIABLE.fullmatch(name) or len(value) > longest:
            yield (
                f"{what} cannot have the environment variable {name!r}: a name has letters, digits and underscores, and "
                f"a value at most {longest} characters."
            )


def _processing(pipeline: Pipeline) -> Iterator[str]:
    processing = pipeline.processing
    if processing is None:
        return
    what = f"The processing of pipeline {pipeline.name!r}"
    if len(processing.outputs) > 10:
        yield f"{what} may have 10 outputs, but has {len(processing.outputs)}."
    for output in processing.outputs:
        if not _FOLDER.fullmatch(output) or output.startswith("champion-"):
            yield (
                f"{what} cannot have the output {output!r}: a folder is called by 1 to 64 letters, digits, "
                "hyphens, dots and underscores, and not champion-…, which is the workflow's."
            )
        if output in _OF_THE_RUN:
            yield f"{what} cannot have the output {output!r}: that folder is the workflow's ({', '.join(_OF_THE_RUN)})."
    yield from _twice(f"{what} has the output", processing.outputs)
    yield from _parameters(what, processing.parameters, ("instance_type", "instance_count"))
    evaluation = pipeline.evaluation.arguments if pipeline.evaluation else ()
    again = pipeline.transformation.champion_arguments if pipeline.transformation else ()
    own = len(processing.arguments) + 2 * len(processing.parameters)
    for arguments, count in (
        (processing.arguments, own),
        (evaluation, len(evaluation)),
        (again, len(again)),
    ):
        if count > 100 or any(len(each) > 256 for each in arguments):
            yield f"{what} may have 100 arguments of at most 256 characters each."


def _training(pipeline: Pipeline) -> Iterator[str]:
    training = pipeline.training
    what = f"The training of pipeline {pipeline.name!r}"
    if len(training.channels) > 20:
        yield f"{what} may have 20 channels, but has {len(training.channels)}."
    for channel in training.channels:
        if not _FOLDER.fullmatch(channel.name):
            yield f"{what} cannot have the channel {channel.name!r}: 1 to 64 letters, digits, hyphens, dots and underscores."
    yield from _twice(f"{what} has the channel", [each.name for each in training.channels])
    if len(training.parameters) > 100:
        yield f"{what} may have 100 hyperparameters, but has {len(training.parameters)}."
    yield from _parameters(what, training.parameters, ())
    if len(training.metrics) > 40:
        yield f"{what} may have 40 metrics, but has {len(training.metrics)}."
    yield from _twice(f"{what} has the metric", [each.name for each in training.metrics])
    for metric in training.metrics:
        groups = _groups(metric.regex)
        if not 1 <= len(metric.name) <= 255 or not groups or len(metric.regex) > 500:
            yield (
                f"{what} cannot have the metric {metric.name!r} by {metric.regex!r}: a name has 1 to 255 characters, and "
                "a regular expression at most 500, with a group in brackets around the number."
            )


def _groups(pattern: str) -> int | None:
    try:
        return re.compile(pattern).groups
    except re.error:
        return None


def _parameters(
    what: str, parameters: Iterable[Parameter], reserved: tuple[str, ...]
) -> Iterator[str]:
    names = [each.name for each in parameters]
    yield from _twice(f"{what} has the parameter", names)
    for name in names:
        if not _PARAMETER.fullmatch(name):
            yield f"{what} cannot have the parameter {name!r}: letters, digits, underscores, dots and hyphens."
        if name in reserved:
            yield f"{what} cannot have the parameter {name!r}: an execution's input names its machines so."


def _serving(pipeline: Pipeline) -> Iterator[str]:
    serving = pipeline.serving
    if not _VARIANT.fullmatch(serving.variant):
        yield (
            f"The variant of pipeline {pipeline.name!r} is called by 1 to 63 letters, digits and inner hyphens, but is "
            f"{serving.variant!r}."
        )
    if serving.max_wait_seconds < 1:
        yield f"The serving of pipeline {pipeline.name!r} waits 1 second or more, but max_wait_seconds is {serving.max_wait_seconds}."


def _tuning(pipeline: Pipeline) -> Iterator[str]:
    tuning = pipeline.tuning
    if tuning is None:
        return
    what = f"The tuning of pipeline {pipeline.name!r}"
    defined = [each.name for each in pipeline.training.metrics]
    of_aws = pipeline.algorithm is not None and not pipeline.training.script
    if not of_aws and tuning.metric not in defined:
        yield f"{what} goes by {tuning.metric!r}, which is none of the training's metrics: {', '.join(defined) or 'none'}."
    if not tuning.tuned:
        yield f"{what} tunes nothing: name a hyperparameter (tuned)."
    choices = {each.name for each in pipeline.training.parameters if each.choices}
    for each in tuning.tuned:
        if each.scale not in _SCALES:
            yield f"{what} tries {each.parameter} on the scale {each.scale!r}: there are {', '.join(_SCALES)}."
        if each.parameter not in choices and not each.least < each.most:
            yield f"{what} tries {each.parameter} from {each.least} to {each.most}: least must be below most."
        if each.scale == "Logarithmic" and each.least <= 0:
            yield f"{what} tries {each.parameter} on a logarithmic scale, which begins above 0."
    if tuning.strategy not in _STRATEGIES:
        yield f"{what} has the strategy {tuning.strategy!r}: there are {', '.join(_STRATEGIES)}."
    if not 1 <= tuning.parallel_jobs <= min(10, tuning.training_jobs) or tuning.training_jobs > 500:
        yield (
            f"{what} has 1 to 500 trainings, of which 1 to 10 run at once, but has {tuning.training_jobs}, "
            f"{tuning.parallel_jobs} at once."
        )
    if tuning.seed is not None and not 0 <= tuning.seed < 2**31:
        yield f"{what} has a seed from 0 to {2**31 - 1}, but it is {tuning.seed}."


def _transformation(pipeline: Pipeline) -> Iterator[str]:
    if pipeline.transformation and pipeline.transformation.split_type not in _SPLITS:
        yield (
            f"The transformation of pipeline {pipeline.name!r} splits by {pipeline.transformation.split_type!r}: there "
            f"are {', '.join(_SPLITS)}."
        )


def _looks(pipeline: Pipeline) -> Iterator[str]:
    """Smoke tests and monitoring."""
    tests = pipeline.smoke_tests
    if len(tests) > _MOST_SMOKE_TESTS:
        yield f"Pipeline {pipeline.name!r} may have {_MOST_SMOKE_TESTS} smoke tests, but has {len(tests)}."
    for test in tests:
        if isinstance(test.body, Recorded):
            parts = test.body.file.split("/")
            if not all(_FOLDER.fullmatch(part) for part in parts):
                yield (
                    f"A smoke test of pipeline {pipeline.name!r} reads the file {test.body.file!r} of the output "
                    f"{test.body.output}: it is to be a file's name, with folders before it or not."
                )
        elif len(test.body.encode()) > _LONGEST_BODY:
            yield f"A smoke test of pipeline {pipeline.name!r} may ask {_LONGEST_BODY} bytes; record a longer body (Recorded)."
    reader = pipeline.monitoring.reader if pipeline.monitoring else "none"
    if not _MODULE.fullmatch(reader):
        yield (
            f"The monitoring of pipeline {pipeline.name!r} reads by a module such as monitoring.tabular, but reader is "
            f"{reader!r}."
        )


def _twice(what: str, names: Iterable[str]) -> Iterator[str]:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            yield f"{what} {name!r} twice."
        seen.add(name)
