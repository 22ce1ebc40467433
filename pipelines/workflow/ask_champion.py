"""What the champion says of the test split, where only AWS's own image can read its artifact.

It was trained with an encoding of its own, fitted to the data of its day. So the rows of the test split are encoded
once more, for it, and a transform job asks it about them.

A champion that cannot be asked is no failure: the new model is measured without it, and the gate says that the two
are not comparable. Nothing of that is remembered, as what ended the job may pass: the next execution asks again.
"""

from pipelines.definition import Pipeline
from pipelines.deployment_inputs import DeploymentInputs
from pipelines.sdk.fragment import Fragment
from pipelines.sdk.jsonata import block, literal, mapping
from pipelines.sdk.states import Choice, Pass, catch_all
from pipelines.sdk.values import Value, text
from pipelines.workflow import failures, protection
from pipelines.workflow.evaluation_inputs import CHAMPION, serves
from pipelines.workflow.execution_input import transformation_of
from pipelines.workflow.processing import TRANSFORMED, CodeStep
from pipelines.workflow.reasons import PASSING
from pipelines.workflow.run import job_name
from pipelines.workflow.transform import TransformStep

_REQUESTS = f"{CHAMPION}-requests"
_PASSING = "The model that serves could not be asked, which may pass."


class AskChampion(Fragment):
    """Afterwards what the champion said lies in the run's folder `champion-transformed`; without one, nothing."""

    def __init__(self, pipeline: Pipeline, inputs: DeploymentInputs) -> None:
        there = Choice("Is there a champion to ask?", "In a first execution nothing serves.")
        encode = _encode(pipeline, inputs)
        ask = TransformStep(
            pipeline,
            inputs,
            name="Transform champion",
            model=Value("$.champion.model"),
            data=text("{}/" + _REQUESTS + "/", "$.where.run"),
            folder=f"{CHAMPION}-{TRANSFORMED}",
            job=job_name("chmp"),
            result_path="$.champion_transform",
            comment="Ask the model that serves about the same rows.",
        )
        nobody = Pass("Nobody to ask", "$states.input", "The new model is measured alone.")
        unasked = Pass("Champion not asked", _unasked(), "The new model is measured alone.")
        for job in (encode, ask):
            catch_all(job, unasked)
        there.when(serves(), encode).otherwise(nobody)
        encode.next(ask)
        super().__init__(there, [ask, nobody, unasked])


def _unasked() -> str:
    failure = "$states.input.failure"
    said = failures.of_execution(f"{failure}.Error", f"{failure}.Cause")
    bindings = {
        "less": '$sift($states.input, function($value, $key) { $key != "failure" })',
        "why": f'"The model that serves could not be asked. " & ({said})',
        "champion": '$merge([$less.champion, {"problem": $why}])',
        "step": f"$merge([$less.steps.evaluate, {mapping({PASSING: literal(_PASSING)})}])",
    }
    return block(
        bindings,
        '$merge([$less, {"champion": $champion, "steps": $merge([$less.steps, {"evaluate": $step}])}])',
    )


def _encode(pipeline: Pipeline, inputs: DeploymentInputs) -> CodeStep:
    """The test split's rows, as the champion knows them."""
    transformation, evaluation = transformation_of(pipeline), pipeline.evaluation
    if evaluation is None or not transformation.champion_arguments:
        raise ValueError(
            f"Pipeline {pipeline.name!r} asks its model in every execution, but does not say how its code makes "
            "the champion's requests (transformation.champion_arguments, evaluation)."
        )
    own = {
        name: text("{}/" + name + "/", "$.where.processed")
        for name in transformation.champion_reads
    }
    its = {
        f"{CHAMPION}-{name}": text("{}/" + name + "/", "$.champion.processed")
        for name in evaluation.reads_of_champion
    }
    return CodeStep(
        pipeline,
        inputs,
        "Encode for champion",
        job_name=job_name("cenc"),
        machines=1,
        sources={**own, **its},
        outputs=(_REQUESTS,),
        container_arguments=list(transformation.champion_arguments),
        result_path="$.champion_encoding",
        comment="The test split in the encoding of the model that serves.",
        part=protection.EVALUATION,
    )
