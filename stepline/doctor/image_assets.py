"""The images that a deployment has still to build: the CDK CLI builds none that the registry has."""

from __future__ import annotations

from botocore.exceptions import BotoCoreError, ClientError

from stepline.doctor.case import Case
from stepline.doctor.cloud_assembly import ImageAsset


def to_build(case: Case) -> tuple[ImageAsset, ...]:
    """All of them where the registry cannot be asked.

    Raises:
        NotKnown: there is no template.
    """
    images = case.made().images
    if case.identity is None:
        return images
    client = case.client("ecr")
    account = case.identity.account

    def pushed(image: ImageAsset) -> bool:
        try:
            client.describe_images(
                repositoryName=image.repository.replace("${AWS::AccountId}", account),
                imageIds=[{"imageTag": image.tag}],
            )
        except (
            BotoCoreError,
            ClientError,
        ):  # no such repository, no such image, or no right to look
            return False
        return True

    return tuple(image for image in images if not pushed(image))
