"""Whether the parts of a pipeline's description fit together: a mistake is said where it is written, before any deployment."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from pipelines import instance_types, limits, typed
from pipelines.policy import Recorded

if TYPE_CHECKING:
    from pipelines.definition import Pipeline
    from pipelines.fleet import Fleet

NEAR_ONE = 1.5e-6
"""How far from 1 shares may be: 0.333333 three times is meant to be 1."""
_NAME = re.compile(r"[a-z][a-z0-9]{0,19}")


def check(pipeline: Pipeline) -> None:
    """See that the parts fit together, and are what AWS takes. Raises ValueError with the first thing that is not."""
    typed.check(pipeline)
    if not _NAME.fullmatch(pipeline.name):
        raise ValueError(
            f"A pipeline's name is 1 to 20 lower-case letters and digits, beginning with a "
            f"letter; got {pipeline.name!r}."
        )
    for part in (
        _of_machines,
        _of_outputs,
        _of_shares,
        _of_images,
        _of_hyperparameters,
        _of_gate,
        limits.problems,
    ):
        for problem in part(pipeline):
            raise ValueError(problem)


def _of_machines(pipeline: Pipeline) -> Iterator[str]:
    fleets: dict[instance_types.Kind, Fleet] = {
        **({"processing": pipeline.processing.fleet} if pipeline.processing else {}),
        "training": pipeline.training.fleet,
        "endpoint": pipeline.serving.fleet,
        **({"transform": pipeline.transformation.fleet} if pipeline.transformation else {}),
    }
    for kind, fleet in fleets.items():
        if wrong := instance_types.problem(kind, fleet.instance_type):
            yield f"Pipeline {pipeline.name!r} cannot have {fleet.instance_type}: {wrong}."


def _of_outputs(pipeline: Pipeline) -> Iterator[str]:
    """What reads an output of the processing job that it does not write."""
    outputs = pipeline.processing.outputs if pipeline.processing else ()
    there_are = f"outputs are: {', '.join(outputs) or 'none, as it does not process'}."
    for channel in pipeline.training.channels:
        if channel.reads not in (None, *outputs):
            yield (
                f"Channel {channel.name!r} of pipeline {pipeline.name!r} reads the processing "
                f"output {channel.reads!r}, but the {there_are}"
            )
    if pipeline.transformation and pipeline.transformation.reads not in (None, *outputs):
        yield (
            f"The transformation of pipeline {pipeline.name!r} reads {pipeline.transformation.reads}, but "
            f"the processing {there_are}"
        )
    for test in pipeline.smoke_tests:
        if isinstance(test.body, Recorded) and test.body.output not in outputs:
            yield (
                f"A smoke test of pipeline {pipeline.name!r} reads {test.body.output}, but the "
                f"processing {there_are}"
            )
    evaluation = pipeline.evaluation
    if evaluation and not pipeline.processing:
        yield (
            f"The evaluation of pipeline {pipeline.name!r} runs the processing code, but the pipeline does not process: "
            "describe a processing, or leave the evaluation and the gate out."
        )
    reads = {*evaluation.reads, *evaluation.reads_of_champion} if evaluation else set()
    if missing := reads - set(outputs):
        yield (
            f"The evaluation of pipeline {pipeline.name!r} reads {', '.join(sorted(missing))}, but the "
            f"processing {there_are}"
        )


def _of_shares(pipeline: Pipeline) -> Iterator[str]:
    processing = pipeline.processing
    if processing is None or not processing.shares:
        return
    defaults = {each.name: each.default for each in processing.parameters}
    total = sum(float(defaults.get(share, 0)) for share in processing.shares)
    if abs(total - 1) > NEAR_ONE:
        yield (
            f"The shares of pipeline {pipeline.name!r} ({', '.join(processing.shares)}) must be parameters "
            f"whose defaults make 1, but these make {total:g}."
        )


def _of_images(pipeline: Pipeline) -> Iterator[str]:
    """What the image, of AWS's or of the pipeline's own, does not do."""
    training, algorithm = pipeline.training, pipeline.algorithm
    if training.script and not algorithm:
        yield (
            f"Pipeline {pipeline.name!r} trains by the script {training.script}, but names no framework of "
            "AWS's whose image would run it (algorithm)."
        )
    if algorithm and training.metrics and not training.script:
        yield (
            f"Pipeline {pipeline.name!r} defines metrics for {algorithm.name}, but those of a "
            f"built-in algorithm are AWS's to define: it refuses others."
        )
    if algorithm and training.gpu_image:
        yield (
            f"Pipeline {pipeline.name!r} has an image for instances with a GPU, but the one of "
            f"{algorithm.name} is AWS's: it has no Dockerfile that could make another."
        )


def _of_hyperparameters(pipeline: Pipeline) -> Iterator[str]:
    names = [parameter.name for parameter in pipeline.training.parameters]
    tuned: Iterable[str] = (
        [each.parameter for each in pipeline.tuning.tuned] if pipeline.tuning else ()
    )
    if unknown := [name for name in tuned if name not in names]:
        yield (
            f"Pipeline {pipeline.name!r} tunes {', '.join(unknown)}, which is not among its parameters."
        )
    checkpoint = pipeline.checkpoint
    if checkpoint and checkpoint.hub_parameter not in names:
        yield (
            f"Pipeline {pipeline.name!r} takes a checkpoint from a hub by the hyperparameter "
            f"{checkpoint.hub_parameter!r}, which is not among its parameters."
        )


def _of_gate(pipeline: Pipeline) -> Iterator[str]:
    """A gate by numbers that nobody measures: it would refuse every model."""
    if pipeline.gate and not pipeline.evaluation:
        yield (
            f"Pipeline {pipeline.name!r} has a gate by {pipeline.gate.metric!r}, but no evaluation whose "
            f"evaluation.json would have that metric: describe one (evaluation), or leave the gate out."
        )
