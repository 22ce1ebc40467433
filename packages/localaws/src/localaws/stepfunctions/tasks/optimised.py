"""The optimised integrations that AWS has, and how long each of their actions can wait.

https://docs.aws.amazon.com/step-functions/latest/dg/integrate-optimized.html. Which of them are done here
is said in ``table``.
"""

from __future__ import annotations

from collections.abc import Mapping

from localaws.stepfunctions.language.resource import Pattern

_ONLY = frozenset({Pattern.REQUEST_RESPONSE})
_SYNC = _ONLY | {Pattern.SYNC}
_TOKEN = _ONLY | {Pattern.TASK_TOKEN}

Patterns = frozenset[Pattern]


def _each(patterns: Patterns, *actions: str) -> dict[str, Patterns]:
    return dict.fromkeys(actions, patterns)


OPTIMISED: Mapping[str, Mapping[str, Patterns]] = {
    "apigateway": _each(_TOKEN, "invoke"),
    "athena": _each(_SYNC, "startQueryExecution")
    | _each(_ONLY, "stopQueryExecution", "getQueryExecution", "getQueryResults"),
    "batch": _each(_SYNC, "submitJob"),
    "bedrock": _each(_TOKEN, "invokeModel") | _each(_SYNC, "createModelCustomizationJob"),
    "codebuild": _each(_SYNC, "startBuild", "startBuildBatch", "retryBuildBatch")
    | _each(_ONLY, "stopBuild", "batchDeleteBuilds", "batchGetReports")
    | _each(_ONLY, "stopBuildBatch", "deleteBuildBatch"),
    "databrew": _each(_SYNC, "startJobRun"),
    "dynamodb": _each(_ONLY, "getItem", "putItem", "updateItem", "deleteItem"),
    "ecs": _each(_SYNC | _TOKEN, "runTask"),
    "eks": _each(_SYNC, "createCluster", "deleteCluster", "createNodegroup", "deleteNodegroup")
    | _each(_SYNC, "createFargateProfile", "deleteFargateProfile", "runJob")
    | _each(_ONLY, "call"),
    "elasticmapreduce": _each(_SYNC, "createCluster", "terminateCluster", "addStep")
    | _each(_ONLY, "cancelStep", "setClusterTerminationProtection")
    | _each(_ONLY, "modifyInstanceFleetByName", "modifyInstanceGroupByName"),
    "emr-containers": _each(_SYNC, "startJobRun", "deleteVirtualCluster")
    | _each(_ONLY, "createVirtualCluster"),
    "emr-serverless": _each(_SYNC, "createApplication", "startApplication", "stopApplication")
    | _each(_SYNC, "deleteApplication", "startJobRun", "cancelJobRun"),
    "events": _each(_TOKEN, "putEvents"),
    "glue": _each(_SYNC, "startJobRun"),
    "http": _each(_ONLY, "invoke"),
    "lambda": _each(_TOKEN, "invoke"),
    "mediaconvert": _each(_SYNC, "createJob"),
    "sagemaker": _each(_SYNC, "createHyperParameterTuningJob", "createLabelingJob")
    | _each(_SYNC, "createProcessingJob", "createTrainingJob", "createTransformJob")
    | _each(_ONLY, "createEndpoint", "createEndpointConfig", "createModel", "updateEndpoint"),
    "sns": _each(_TOKEN, "publish"),
    "sqs": _each(_TOKEN, "sendMessage"),
    "states": _each(_SYNC | _TOKEN | {Pattern.SYNC_2}, "startExecution"),
}
