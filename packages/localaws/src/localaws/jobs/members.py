"""Checks of members that requests of several kinds of jobs have. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

from localaws.sagemaker.errors import validation
from localaws.this_aws.s3_location import NotS3, S3Location


def check_present(structure: Mapping[str, Any], member: str, within: str = "") -> None:
    """See that a member is there which the service model does not ask for, and AWS does.

    Args:
        within: the structure's path as AWS writes it, such as ``resourceConfig``.

    Raises:
        ApiError: it is not.
    """
    if member not in structure:
        name = f"{member[0].lower()}{member[1:]}"
        raise validation(
            f"1 validation error detected: Value null at '{within}{'.' if within else ''}{name}' "
            "failed to satisfy constraint: Member must not be null"
        )


def check_location(uri: str, member: str) -> None:
    """See that a member is an S3 URI.

    Raises:
        ApiError: it is not.
    """
    try:
        S3Location.parse(uri)
    except NotS3 as error:
        raise validation(f"The value of '{member}' is not valid: {error}.") from error


def check_local_path(path: str, root: str) -> None:
    """See that a path of the container lies below ``root``.

    Raises:
        ApiError: it does not.
    """
    pure = PurePosixPath(path)
    if ".." in pure.parts or PurePosixPath(root) not in pure.parents:
        raise validation(f"LocalPath '{path}' is not valid: it must start with {root}/.")
    if "\0" in path or any(len(part.encode()) > 255 for part in pure.parts):
        raise validation(f"LocalPath {path!r} is not valid: it is no path of a file system.")
