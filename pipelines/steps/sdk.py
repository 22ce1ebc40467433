"""The one place that imports the Data Science SDK and the SageMaker SDK, and keeps them quiet.

Importing `stepfunctions` sets the root logger to ERROR (SDK issue #193), which would silence the
program that imports us. Both SDKs warn at import of their own deprecation, of `pkg_resources` and of
their syntax, and `sagemaker` logs where its configuration files would lie: nothing a reader of our
output can act on.
"""

import logging
import os
import warnings

os.environ.setdefault("SAGEMAKER_SUPPRESS_V2_WARNING", "1")
logging.getLogger("sagemaker.config").setLevel(logging.WARNING)

_root_level = logging.getLogger().level
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from sagemaker.estimator import Estimator
    from sagemaker.inputs import TrainingInput
    from sagemaker.model import Model
    from sagemaker.processing import ProcessingInput, ProcessingOutput, Processor
    from sagemaker.session import Session
    from stepfunctions.inputs import Placeholder
    from stepfunctions.steps import (
        Catch,
        Choice,
        EndpointConfigStep,
        EndpointStep,
        Fail,
        Graph,
        ModelStep,
        Pass,
        ProcessingStep,
        Retry,
        Succeed,
        Task,
        TrainingStep,
        Wait,
        integration_resources,
    )
    from stepfunctions.steps.choice_rule import BaseRule
logging.getLogger().setLevel(_root_level)

# For each step the SDK reads the AWS configuration of the machine that builds the definition, to find
# the partition of its ARNs, and parses all of botocore's endpoints for it (a quarter of a second). The
# partition is the place's, not the builder's: `steps.machine` puts it in.
integration_resources.get_aws_partition = lambda: "aws"

__all__ = [
    "BaseRule",
    "Catch",
    "Choice",
    "EndpointConfigStep",
    "EndpointStep",
    "Estimator",
    "Fail",
    "Graph",
    "Model",
    "ModelStep",
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
    "Wait",
]
