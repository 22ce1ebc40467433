"""Asks an endpoint with a text as it is: what a state of Step Functions cannot do, which sends JSON."""

import boto3
from botocore.config import Config

# A model may take 60 seconds. Who asks here tries again itself.
_CONFIG = Config(read_timeout=70, retries={"total_max_attempts": 1})
_LONGEST = 20_000
_PASSES = ("ServiceUnavailable", "InternalFailure", "ModelNotReadyException", "ThrottlingException")

client = boto3.client("sagemaker-runtime", config=_CONFIG)


class Unavailable(Exception):
    """The service, and not the model, has not answered: worth another try."""


class NoAnswer(Exception):
    """The model has not answered, or the request was refused."""


def handler(event: dict[str, str], _context: object) -> dict[str, str]:
    """The answer's text, cut; what is no text in UTF-8 is shown by its bytes' numbers."""
    try:
        response = client.invoke_endpoint(
            EndpointName=event["endpoint"],
            TargetVariant=event["variant"],
            ContentType=event["content_type"],
            Accept=event["accept"],
            Body=event["body"].encode(),
        )
    except client.exceptions.ClientError as error:
        passes = error.response.get("Error", {}).get("Code") in _PASSES
        raise (Unavailable if passes else NoAnswer)(str(error)) from None
    return {"body": response["Body"].read().decode("utf-8", "backslashreplace")[:_LONGEST]}
