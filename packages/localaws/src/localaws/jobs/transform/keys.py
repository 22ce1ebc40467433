"""Where the output of an object is stored. Pure."""

from __future__ import annotations

from localaws.this_aws.s3_location import S3Location


def output_location(output: S3Location, path: str) -> S3Location:
    """``path`` is the object's, relative to the input's prefix; its folders stay, ``.out`` is added.

    The API reference contradicts itself about the folders; its older edition and the SDK's local mode agree.
    """
    return output.below(f"{path}.out")
