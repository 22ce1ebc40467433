"""What another program may know of the pipelines: their names, what they take, and what is broken.

`python -m pipelines` prints it as JSON. It needs no SDK, so that whoever asks need not wait for one.
"""

import json
from collections.abc import Iterable
from typing import Any

from pipelines import catalog
from pipelines.definition import Pipeline
from pipelines.deployment_inputs import DeploymentInputs
from pipelines.fleet import Fleet
from pipelines.mistakes import BrokenPipeline
from pipelines.parameters import Value
from pipelines.workflow.execution_input import rules

# Those of no deployment in particular.
_INPUTS = DeploymentInputs(
    region="", bucket="", image_uri="", execution_role_arn="", stage="dev", endpoint_name=""
)


def summary(names: Iterable[str]) -> dict[str, Any]:
    """The pipelines of these names, and beside them those whose modules are wrong.

    Raises NoSuchPipeline.
    """
    whole, broken = [], []
    for name in names:
        try:
            whole.append(of(catalog.load(name)))
        except BrokenPipeline as error:
            broken.append(
                {
                    "name": name,
                    "file": str(error.file),
                    "line": error.line,
                    "problem": error.problem,
                    "sentence": str(error),
                }
            )
    return {"pipelines": whole, "broken": broken}


def of(pipeline: Pipeline) -> dict[str, Any]:
    """One pipeline. Hyperparameters are as SageMaker carries them: strings."""
    algorithm, training, processing = pipeline.algorithm, pipeline.training, pipeline.processing
    return {
        "name": pipeline.name,
        "description": pipeline.description,
        "algorithm": f"{algorithm.name} {algorithm.version}" if algorithm else None,
        "processes": processing is not None,
        "takes_checkpoint": pipeline.checkpoint is not None,
        "gpu_image": training.gpu_image,
        "hyperparameters": {
            parameter.name: _as_text(parameter.default) for parameter in training.parameters
        },
        "input_keys": [rule.label for rule in rules(pipeline, _INPUTS)],
        "machines": {
            **({"processing": _machines(processing.fleet)} if processing else {}),
            "training": _machines(training.fleet),
            "endpoint": _machines(pipeline.serving.fleet),
        },
    }


def _machines(fleet: Fleet) -> dict[str, Any]:
    return {"instance_type": fleet.instance_type, "instance_count": fleet.instance_count}


def _as_text(value: Value) -> str:
    return value if isinstance(value, str) else json.dumps(value)
