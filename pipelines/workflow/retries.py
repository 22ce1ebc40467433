"""What is worth trying again. A job that ran and failed is not: it would fail again, at full price."""

from typing import Any

from pipelines.sdk.states import Retry


def of_a_creation() -> list[Any]:
    """For a state that creates something in SageMaker.

    A full quota empties when other jobs end: wait long. SageMaker's general exception, which has a name for each
    of Step Functions' two integrations, is throttling, but also every request that SageMaker finds wrong: twice,
    and soon.
    """
    general = ["SageMaker.AmazonSageMakerException", "SageMaker.SageMakerException"]
    return [
        Retry(["SageMaker.ResourceLimitExceededException"], interval=60, attempts=5, ceiling=900),
        Retry(general, interval=2, attempts=2),
    ]


def of_a_look(service: str) -> list[Any]:
    """For a state that only reads, through the AWS SDK integration of `service`.

    A broken connection is worth another try. The service's general error is not among them: it is
    also how an endpoint that does not exist says so.
    """
    return [Retry([f"{service}.SdkClientException", "States.Timeout"], interval=2, attempts=3)]


def of_a_poll(service: str) -> list[Any]:
    """For a look that is repeated: a throttled one must not end an execution that is nearly done."""
    general = f"{service}.{service}Exception"
    names = [f"{service}.SdkClientException", general, "States.Timeout"]
    return [Retry(names, interval=3, attempts=5, ceiling=30)]


def of_the_table() -> list[Any]:
    """For a state that reads or writes the stack's table; of two writers at once, one is told to come again."""
    names = [
        "SdkClientException",
        "ProvisionedThroughputExceededException",
        "RequestLimitExceededException",
        "InternalServerErrorException",
        "TransactionCanceledException",
        "TransactionConflictException",
    ]
    return [
        Retry([*(f"DynamoDb.{name}" for name in names), "States.Timeout"], interval=1, attempts=4)
    ]


def of_an_invocation() -> list[Any]:
    """For a request to an endpoint, or to the function that asks it: what the model itself says is none of these
    errors, and is said once."""
    runtime = ("ServiceUnavailable", "InternalFailure", "ModelNotReady", "SdkClient")
    function = ("Service", "AWSLambda", "SdkClient", "TooManyRequests")
    errors = [
        *(f"SageMakerRuntime.{name}Exception" for name in runtime),
        *(f"Lambda.{name}Exception" for name in function),
        "Unavailable",
    ]
    return [Retry(errors, interval=2, attempts=4, ceiling=20)]
