"""How good is the new model, and how good the one that serves? Both on the test split, in one job."""

from typing import Any

from pipelines.definition import Pipeline
from pipelines.deployment_inputs import DeploymentInputs
from pipelines.sdk.fragment import Fragment, early_ends, in_a_row
from pipelines.workflow import steps
from pipelines.workflow.evaluation_inputs import GatherEvaluation
from pipelines.workflow.processing import EvaluationStep
from pipelines.workflow.readable_champion import ReadableChampion
from pipelines.workflow.reuse import Reuse
from pipelines.workflow.scores import ReadScores


class Measure(Fragment):
    """Evaluates and reads what was found; `$.scores` is then what the gate goes by.

    `before` are the jobs without which there is nothing to evaluate, such as those that ask the models.
    """

    def __init__(self, pipeline: Pipeline, inputs: DeploymentInputs, *before: Any) -> None:
        if pipeline.evaluation is None:
            raise ValueError(f"Pipeline {pipeline.name!r} does not say how it is evaluated.")
        readable = ReadableChampion(pipeline.evaluation) if inputs.variant.serves else None
        evaluated = Reuse(
            inputs,
            steps.evaluation(pipeline, inputs),
            *before,
            GatherEvaluation(pipeline, inputs),
            EvaluationStep(pipeline, inputs),
        )
        read = ReadScores(inputs)
        in_a_row(readable, evaluated, read)
        super().__init__(readable or evaluated, [read], early_ends([evaluated, read]))
