"""A model's data: where it lies in S3, whether it is there, and how it comes to ``/opt/ml/model``."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from localaws.sagemaker.archive import BadArchive, extract
from localaws.sagemaker.errors import validation
from localaws.this_aws import objects
from localaws.this_aws.s3_location import NotS3, S3Location


class ModelDataFailed(Exception):
    """The data could not be brought to the container. The message becomes the FailureReason."""


@dataclass(frozen=True)
class ModelData:
    """Model data in S3: one ``.tar.gz``, or every object under a prefix."""

    uri: str
    bucket: str
    key: str
    archive: bool  # one gzipped tar; otherwise the objects under the prefix, as they are


def of(container: dict[str, Any]) -> ModelData | None:
    """The model data that a container definition names, or None where it names none.

    Raises:
        ApiError: the location is no S3 URI.
    """
    source = container.get("ModelDataSource", {}).get("S3DataSource")
    if source is None:
        uri = container.get("ModelDataUrl")
        archive = True
    else:
        uri = source["S3Uri"]
        archive = source["CompressionType"] == "Gzip"
        if archive and source["S3DataType"] != "S3Object":
            raise validation("S3DataSource with CompressionType Gzip needs S3DataType S3Object.")
    if uri is None:
        return None
    try:
        location = S3Location.parse(uri)
    except NotS3 as error:
        raise validation(f"Could not find model data at {uri}.") from error
    return ModelData(uri, location.bucket, location.key, archive)


def check(data: ModelData) -> None:
    """See that the data is there, as CreateModel does.

    Raises:
        ApiError: it is not.
    """
    if not _keys(data):
        raise validation(f"Could not find model data at {data.uri}.")


def bring(data: ModelData, folder: Path) -> None:
    """Download the data and lay it out in ``folder``.

    Raises:
        ModelDataFailed: it is gone, or it is no sound archive.
    """
    keys = _keys(data)
    if not keys:
        raise ModelDataFailed(
            f'Failed to download model data for container "container_1" from URL "{data.uri}". '
            "Please ensure that there is an object located at the URL and that the role passed "
            "to CreateModel has permissions to download the object."
        )
    if not data.archive:
        for key in keys:
            relative = key.removeprefix(data.key).lstrip("/") or key.rpartition("/")[2]
            if key.endswith("/"):
                continue
            _download(data.bucket, key, folder / relative, folder)
        return
    with tempfile.TemporaryDirectory(dir=folder.parent) as scratch:
        archive = Path(scratch) / "model.tar.gz"
        _download(data.bucket, data.key, archive, Path(scratch))
        try:
            extract(archive, folder)
        except BadArchive as error:
            raise ModelDataFailed(
                f'Failed to extract model data archive from URL "{data.uri}". Please ensure that '
                f"the object located at the URL is a valid tar.gz archive: {error}"
            ) from error


def _download(bucket: str, key: str, path: Path, root: Path) -> None:
    try:
        if not path.resolve().is_relative_to(root.resolve()):
            raise ModelDataFailed(f'The key "{key}" of the model data leads out of /opt/ml/model.')
        path.parent.mkdir(parents=True, exist_ok=True)
        objects.download(bucket, key, path)
    except (OSError, ValueError, objects.NoSuchBucket, objects.NoSuchKey) as error:
        # Gone meanwhile; a folder of other keys; too long for a file's name; a NUL in it.
        raise ModelDataFailed(
            f"The key {key!r} of the model data cannot be a file of /opt/ml/model: {error}"
        ) from error


def _keys(data: ModelData) -> list[str]:
    """The keys that the data consists of; empty where bucket or objects are missing."""
    try:
        keys = list(objects.list_keys(data.bucket, data.key))
    except objects.NoSuchBucket:
        return []
    return [key for key in keys if key == data.key] if data.archive else keys
