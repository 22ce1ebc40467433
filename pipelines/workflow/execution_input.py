"""What an execution's input may say: every key, its default, and what is legal.

The rules come from the pipeline's description and the inputs. The first state of the machine carries
them; the documentation prints them.
"""

from dataclasses import dataclass, replace
from typing import Any

from pipelines import instance_types
from pipelines.definition import Pipeline, Transformation, Tuning
from pipelines.deployment_inputs import DeploymentInputs
from pipelines.fleet import Fleet
from pipelines.parameters import Parameter
from pipelines.policy import LEAST_INSTANCES
from pipelines.sdk.jsonata import END_OF_TEXT
from pipelines.workflow.naming import LONGEST

COMPARE, IGNORE = "compare", "ignore"
"""What an execution's input may say of the champion."""
_ANYTHING = r"[\s\S]*"
_LONGEST_TEXT = {"hyperparameters": 2500, "processing": 256}
"""Characters that SageMaker takes as the value of a hyperparameter, and as an argument of a container."""
S3_ADDRESS = r"s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/[^\x00-\x1f]{0,900})?"


@dataclass(frozen=True)
class Rule:
    """One key of the input: `section.key`, or `key` where the section is empty."""

    section: str
    key: str
    type: str
    """Its JSON type: "string", "number" or "boolean"."""
    default: Any
    expects: str
    """The words for what is legal, to follow "must be"."""
    description: str
    whole: bool = False
    least: float | None = None
    above: float | None = None
    most: float | None = None
    choices: tuple[str, ...] = ()
    pattern: str | None = None
    machines: instance_types.Kind | None = None
    """The kind of job that the value is an instance type for."""

    @property
    def label(self) -> str:
        """The key as a person writes it, such as `hyperparameters.epochs`."""
        return f"{self.section}.{self.key}" if self.section else self.key


def rules(pipeline: Pipeline, inputs: DeploymentInputs) -> tuple[Rule, ...]:
    """Every key that an execution's input may have, in the order of the documentation.

    Raises ValueError where the pipeline does not describe what the deployment's variant does.
    """
    sections: list[Rule] = [
        Rule(
            "",
            "data",
            "string",
            inputs.data,
            'an S3 address such as "s3://bucket/folder/"',
            "where the data lies",
            pattern=S3_ADDRESS,
        ),
        Rule(
            "",
            "cache",
            "boolean",
            True,
            "true or false",
            "whether results of earlier executions are reused where nothing changed",
        ),
        Rule(
            "",
            "started_by",
            "string",
            "",
            "at most 1200 characters",
            "what started the execution, for whoever reads its record",
            pattern=r"[^\x00-\x1f]{0,1200}",
        ),
    ]
    if pipeline.evaluation and inputs.variant.serves:
        sections.append(_champion())
    if inputs.experiment and inputs.variant.serves:
        sections.append(_experiment())
    training, processing, serving = pipeline.training, pipeline.processing, pipeline.serving
    sections += [_parameter("hyperparameters", each) for each in settable(pipeline, inputs)]
    if processing:
        sections += [_parameter("processing", each) for each in processing.parameters]
        fleet = inputs.processing or processing.fleet
        sections += _fleet("processing", "processing", fleet, processing.max_instances)
    fleet = inputs.training or training.fleet
    sections += _fleet("training", "training", fleet, training.max_instances)
    if inputs.variant.tunes:
        sections += _tuning(tuning_of(pipeline))
    if inputs.variant.transforms:
        sections.append(_corpus(inputs))
    if inputs.variant.transforms or pipeline.asks_in_every_execution:
        transformation = transformation_of(pipeline)
        fleet = inputs.transform or transformation.fleet
        sections += _fleet("transform", "transform", fleet, transformation.max_instances)
    if inputs.variant.serves:
        sections.append(_endpoint_name(inputs))
        fleet = inputs.endpoint or serving.fleet
        sections += _of_a_release(
            inputs, _fleet("endpoint", "endpoint", fleet, serving.max_instances)
        )
    return tuple(sections)


def tuning_of(pipeline: Pipeline) -> Tuning:
    """What it tunes. Raises ValueError where it describes no tuning."""
    if pipeline.tuning is None:
        raise ValueError(
            f"Pipeline {pipeline.name!r} has no variant that tunes: it has no `tuning`."
        )
    return pipeline.tuning


def transformation_of(pipeline: Pipeline) -> Transformation:
    """What it transforms. Raises ValueError where it describes no transformation."""
    if pipeline.transformation is None:
        raise ValueError(
            f"Pipeline {pipeline.name!r} has no variant that transforms: it has no `transformation`."
        )
    return pipeline.transformation


def _tuning(tuning: Tuning) -> list[Rule]:
    return [
        _parameter(
            "tuning",
            Parameter(name, "integer", default, description, least=1, most=most),
        )
        for name, default, description, most in (
            ("training_jobs", tuning.training_jobs, "how many trainings are compared", 500),
            ("parallel_jobs", tuning.parallel_jobs, "how many of them run at once", 10),
        )
    ]


def _champion() -> Rule:
    return Rule(
        "",
        "champion",
        "string",
        COMPARE,
        f'one of "{COMPARE}" and "{IGNORE}"',
        "whether the new model must bear comparison with the one that serves; ignored, the floor alone decides",
        choices=(COMPARE, IGNORE),
    )


def _experiment() -> Rule:
    return Rule(
        "",
        "experiment",
        "string",
        "",
        'one of "promote" and "withdraw", or an empty string',
        "how the experiment that runs is to end; empty: not now",
        choices=("", "promote", "withdraw"),
    )


def _corpus(inputs: DeploymentInputs) -> Rule:
    return Rule(
        "transform",
        "data",
        "string",
        inputs.corpus,
        'an S3 address such as "s3://bucket/folder/"',
        "what the model is asked about",
        pattern=S3_ADDRESS,
    )


def settable(pipeline: Pipeline, inputs: DeploymentInputs) -> tuple[Parameter, ...]:
    """The hyperparameters that an execution may set.

    Where the deployment brings a checkpoint from S3, a hub's name is not among them: the two would
    contradict each other. Where it names a checkpoint on a hub, that is its default.
    """
    hub = pipeline.checkpoint.hub_parameter if pipeline.checkpoint else None
    others = tuple(p for p in pipeline.training.parameters if p.name != hub)
    if inputs.checkpoint_prefix:
        return others
    named = (p for p in pipeline.training.parameters if p.name == hub)
    return others + tuple(replace(p, default=inputs.hub_name or p.default) for p in named)


def _parameter(section: str, parameter: Parameter) -> Rule:
    numeric = parameter.kind in ("integer", "number")
    expects, pattern = parameter.expects, parameter.pattern
    if parameter.kind == "string" and not (pattern or parameter.choices):
        longest = _LONGEST_TEXT[section]
        expects, pattern = (
            f"{expects} of at most {longest} characters",
            rf"[\s\S]{{0,{longest}}}",
        )
    return Rule(
        section,
        parameter.name,
        "number" if numeric else parameter.kind,
        parameter.default,
        expects,
        parameter.description,
        whole=parameter.kind == "integer",
        least=parameter.least,
        above=parameter.above,
        most=parameter.most,
        choices=parameter.choices,
        pattern=pattern,
    )


def _fleet(section: str, kind: instance_types.Kind, fleet: Fleet, most: int) -> list[Rule]:
    return [
        Rule(
            section,
            "instance_type",
            "string",
            fleet.instance_type,
            f'an instance type for {instance_types.KINDS[kind]} such as "ml.m5.xlarge"',
            "the machines' type",
            machines=kind,
        ),
        Rule(
            section,
            "instance_count",
            "number",
            fleet.instance_count,
            f"a whole number from 1 to {most}" if most > 1 else "1",
            "how many machines",
            whole=True,
            least=1,
            most=most,
        ),
    ]


def _of_a_release(inputs: DeploymentInputs, fleet: list[Rule]) -> list[Rule]:
    """The endpoint's machines, without those that SageMaker would refuse when all jobs have been paid for."""
    machines, count = fleet
    if inputs.scaling:
        machines = replace(
            machines,
            expects=f"{machines.expects}, but none of T2 or T3, which SageMaker does not scale",
            pattern=f"(?!{instance_types.BURSTABLE}){_ANYTHING}",
        )
        most = inputs.scaling.most_instances
        count = replace(
            count, expects=f"a whole number from {count.least} to {most}, as it scales", most=most
        )
    if inputs.release.in_parts:
        count = replace(
            count,
            expects=f"a whole number from {LEAST_INSTANCES} to {count.most}, as traffic comes in parts",
            least=LEAST_INSTANCES,
        )
    return [machines, count]


def _endpoint_name(inputs: DeploymentInputs) -> Rule:
    expects = f"1 to {LONGEST} lower-case letters and digits, with hyphens between them"
    begin = inputs.endpoint_prefix
    if begin:
        expects += f', and "{begin}" or begin with "{begin}-", as this stack may touch no other'
    # IAM policies and ARNs carry endpoint names in lower case; upper case ends in access denied.
    name = r"[a-z0-9](-*[a-z0-9]){0,62}"
    return Rule(
        "endpoint",
        "name",
        "string",
        inputs.endpoint_name,
        expects,
        "the endpoint to create or update",
        pattern=f"(?={begin}(?:-|{END_OF_TEXT})){name}" if begin else name,
    )
