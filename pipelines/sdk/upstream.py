"""The one module that imports the Data Science SDK and the SageMaker SDK, and keeps them quiet.

Importing them does more than it should, and so does building with them:

- `stepfunctions` sets the root logger to ERROR (SDK issue #193), which would silence the program that
  imports us; both warn of their own deprecation, of `pkg_resources` and of their syntax, and
  `sagemaker` logs where its configuration files would lie.
- `sagemaker` makes boto3 clients at import, which look for credentials: on a machine without any, at
  the metadata service of EC2, seconds long. A definition needs no AWS, so the import sees none.
- An `Estimator` makes a client for TensorBoard, and each step reads the AWS configuration of the
  machine that builds the definition.
"""

import logging
import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

_NOWHERE = {
    "AWS_EC2_METADATA_DISABLED": "true",
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    "SAGEMAKER_SUPPRESS_V2_WARNING": "1",
}


@contextmanager
def _quietly_and_without_aws() -> Iterator[None]:
    """No AWS variable of the environment, no configuration file, no warning; all as before afterwards."""
    logging.getLogger("sagemaker.config").setLevel(logging.WARNING)
    root, level, environment = logging.getLogger(), logging.getLogger().level, dict(os.environ)
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        del os.environ[name]
    os.environ.update(_NOWHERE)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        root.setLevel(level)
        os.environ.clear()
        os.environ.update(environment)


with _quietly_and_without_aws():
    import sagemaker.estimator
    from sagemaker import image_uris
    from sagemaker.estimator import Estimator
    from sagemaker.inputs import TrainingInput
    from sagemaker.model import Model
    from sagemaker.processing import ProcessingInput, ProcessingOutput, Processor
    from sagemaker.session import Session
    from sagemaker.transformer import Transformer
    from sagemaker.tuner import (
        CategoricalParameter,
        ContinuousParameter,
        HyperparameterTuner,
        IntegerParameter,
    )
    from stepfunctions.inputs import Placeholder
    from stepfunctions.steps import (
        Catch,
        Chain,
        Choice,
        EndpointConfigStep,
        EndpointStep,
        Fail,
        Graph,
        Map,
        ModelStep,
        Parallel,
        Pass,
        ProcessingStep,
        Retry,
        Succeed,
        Task,
        TrainingStep,
        TransformStep,
        TuningStep,
        Wait,
        integration_resources,
    )
    from stepfunctions.steps.choice_rule import BaseRule

# Later, too: the SDK warns wherever one of its classes is made.
os.environ.setdefault("SAGEMAKER_SUPPRESS_V2_WARNING", "1")
sagemaker.estimator.TensorBoardApp = lambda region: None
# The partition is that of the deployment, not the builder's: `sdk.machine` puts it in.
integration_resources.get_aws_partition = lambda: "aws"

__all__ = [
    "BaseRule",
    "Catch",
    "CategoricalParameter",
    "Chain",
    "Choice",
    "ContinuousParameter",
    "EndpointConfigStep",
    "EndpointStep",
    "Estimator",
    "Fail",
    "Graph",
    "HyperparameterTuner",
    "IntegerParameter",
    "Map",
    "Model",
    "ModelStep",
    "Parallel",
    "Pass",
    "Placeholder",
    "ProcessingInput",
    "ProcessingOutput",
    "ProcessingStep",
    "Processor",
    "Retry",
    "Session",
    "Succeed",
    "Task",
    "TrainingInput",
    "TrainingStep",
    "TransformStep",
    "Transformer",
    "TuningStep",
    "Wait",
    "image_uris",
]
