"""Whether this account's ECR has the image that a request names, in a form that SageMaker takes.

CreateModel and CreateTrainingJob look there at once; a processing job fails when it pulls (its
FailureReason in aws/amazon-sagemaker-examples#2333 and others). CreateModel alone minds the manifest's form:
it refuses OCI's, which training and processing jobs run (aws/amazon-sagemaker-feedback#180,
mlflow/mlflow#13834). The words are those that users report; what follows them where a tag is missing in
CreateTrainingJob is cut off in every report that we know (aws/amazon-sagemaker-examples#1476).
"""

from __future__ import annotations

from localaws.images.ecr_name import repository_of
from localaws.images.pushed import NoRepository, PushedImages
from localaws.runtime.protocol import ImageNotFound
from localaws.sagemaker.errors import validation

_OF_MODELS = frozenset(
    {
        "application/vnd.docker.distribution.manifest.v2+json",
        "application/vnd.docker.distribution.manifest.v1+json",
        "application/vnd.docker.distribution.manifest.v1+prettyjws",
    }
)
_PULLING = "ecr:BatchCheckLayerAvailability, ecr:BatchGetImage, ecr:GetDownloadUrlForLayer"


def check_of_model(uri: str, account: str) -> None:
    """See that a model can have the image.

    Raises:
        ApiError: ECR lacks it, or has it in a form that SageMaker does not host.
    """
    try:
        found = PushedImages(account).find(uri)
    except ImageNotFound as error:
        raise validation(f"Requested image {uri} not found.") from error
    if found is not None and found.media_type not in _OF_MODELS:
        raise validation(
            f"Unsupported manifest media type {found.media_type} for image {uri}. "
            "Ensure that valid manifest media type is used for specified image."
        )


def check_of_training(uri: str, account: str, role: str) -> None:
    """See that a training job finds the image.

    Raises:
        ApiError: ECR lacks it.
    """
    pulling = f"role {role} has proper pull permissions for SageMaker: {_PULLING}"
    try:
        PushedImages(account).find(uri)
    except NoRepository as error:
        repository = repository_of(uri).partition("/")[2]
        raise validation(
            f"Cannot find repository: {repository} in registry ID: {account} "
            f"Please check if your ECR repository exists and {pulling}"
        ) from error
    except ImageNotFound as error:
        raise validation(
            f"Cannot find the requested image: {uri} "
            f"Please check if your ECR repository and image exist and {pulling}"
        ) from error
