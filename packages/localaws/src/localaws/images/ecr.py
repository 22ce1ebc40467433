"""Records a pushed image in the embedded AWS's ECR, where the CDK CLI looks before it builds."""

from __future__ import annotations

import hashlib
import json
import os

from localaws.images.ecr_name import parse
from localaws.runtime.process_image import ProcessImage

# What the registry's own protocol calls these errors of ECR, which `docker push` prints before the message.
_IN_DOCKERS_WORDS = {
    "RepositoryNotFoundException": "name unknown",
    "ImageTagAlreadyExistsException": "tag invalid",
}


class PushRefused(Exception):
    """The image cannot be recorded; the message says why."""


def record(uri: str, image: ProcessImage) -> str:
    """Put the image's manifest into its ECR repository at ``AWS_ENDPOINT_URL``; its digest there.

    Raises:
        PushRefused: there is no embedded AWS in the environment, no such repository, or it does
            not answer.
    """
    import boto3
    from botocore.config import Config
    from botocore.exceptions import BotoCoreError, ClientError

    name = parse(uri)
    if name is None:
        raise PushRefused(f"{uri} is not the address of an ECR repository with a tag")
    endpoint = os.environ.get("AWS_ENDPOINT_URL", "")
    if not endpoint:
        # Without it boto3 would go to the real AWS, with an image that means nothing there.
        raise PushRefused("AWS_ENDPOINT_URL is not set: it says which embedded AWS to push to")
    ecr = boto3.client(
        "ecr", region_name=name.region, endpoint_url=endpoint, config=Config(proxies={})
    )
    text = manifest(image)
    try:
        ecr.put_image(
            repositoryName=name.repository,
            imageTag=name.tag,
            imageManifest=text,
            imageManifestMediaType="application/vnd.docker.distribution.manifest.v2+json",
        )
    except ClientError as error:
        code, message = error.response["Error"]["Code"], error.response["Error"]["Message"]
        if code in _IN_DOCKERS_WORDS:
            raise PushRefused(f"{_IN_DOCKERS_WORDS[code]}: {message}") from error
        if code != "ImageAlreadyExistsException":
            raise PushRefused(f"{endpoint}: {error}") from error
    except BotoCoreError as error:
        raise PushRefused(f"{endpoint}: {error}") from error
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"


def manifest(image: ProcessImage) -> str:
    """A manifest whose configuration and one layer have the process image's identity as digest."""
    digest = f"sha256:{image.identity}"
    return json.dumps(
        {
            "schemaVersion": 2,
            "mediaType": "application/vnd.docker.distribution.manifest.v2+json",
            "config": {
                "mediaType": "application/vnd.docker.container.image.v1+json",
                "size": 0,
                "digest": digest,
            },
            "layers": [
                {
                    "mediaType": "application/vnd.docker.image.rootfs.diff.tar.gzip",
                    "size": 0,
                    "digest": digest,
                }
            ],
        }
    )
