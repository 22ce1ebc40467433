"""The S3 locations that endpoint configurations name. Pure."""

from __future__ import annotations

from localaws.sagemaker.errors import validation
from localaws.this_aws.s3_location import NotS3, S3Location


def location(member: str, uri: str) -> S3Location:
    """What a member of the request names.

    Raises:
        ApiError: it is no S3 URI.
    """
    try:
        return S3Location.parse(uri)
    except NotS3 as error:
        raise validation(f"{member} must be an S3 URI, and {uri} is not.") from error
