"""Brings the objects that an input names from S3 into a container's folder."""

from __future__ import annotations

import json
from collections.abc import Sequence
from errno import ENAMETOOLONG
from pathlib import Path, PurePosixPath
from typing import Any

from localaws.jobs.failures import JobFailed, client_error
from localaws.jobs.plan import Input
from localaws.jobs.work import Object
from localaws.this_aws import objects
from localaws.this_aws.s3_location import NotS3, S3Location

_LONGEST_NAME = 255  # bytes, on every file system that anybody uses


def downloads(item: Input, hosts: Sequence[str], role: str, region: str) -> dict[str, list[Object]]:
    """What each host is to fetch.

    Raises:
        JobFailed: there is nothing, or it cannot be laid out as files.
    """
    try:
        found = _listed_in_manifest(item) if item.manifest else _below_prefix(item.location)
    except objects.NoSuchBucket as error:
        raise _failed(str(error)) from error
    except (objects.NoSuchKey, objects.Denied) as error:
        raise _failed(str(error)) from error
    if not found:
        raise _failed(
            f'No S3 objects found under S3 URL "{item.location}" given in input data source. '
            f"Please ensure that the bucket exists in the selected region ({region}), that objects "
            f'exist under that S3 prefix, and that the role "{role}" has "s3:ListBucket" '
            f'permissions on bucket "{item.location.bucket}".'
        )
    _check_paths(found, item)
    if not item.sharded:
        return dict.fromkeys(hosts, found)
    ordered = sorted(found, key=lambda download: download.location.key)
    return {host: ordered[number :: len(hosts)] for number, host in enumerate(hosts)}


def fetch(found: Sequence[Object], folder: Path) -> None:
    """Write the objects below a folder.

    Raises:
        JobFailed: one has gone meanwhile, or its path is a folder as well.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for download in found:
        path = folder / download.path
        try:
            if download.location.key.endswith("/"):  # a console's marker of an empty folder
                path.mkdir(parents=True, exist_ok=True)
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            objects.download(download.location.bucket, download.location.key, path)
        except (objects.NoSuchBucket, objects.NoSuchKey, objects.Denied) as error:
            raise _failed(str(error)) from error
        except (FileExistsError, NotADirectoryError, IsADirectoryError) as error:
            raise _failed(
                f'the key "{download.location.key}" is both an object and a folder of others'
            ) from error
        except OSError as error:
            if error.errno != ENAMETOOLONG:
                raise
            raise _failed(
                f'the key "{download.location.key}" is too long for a file\'s name'
            ) from error


def relative_path(prefix: str, key: str) -> str:
    """Where the object of a key lies below the folder of an input.

    The prefix is text, not a folder: ``data/train`` fetches ``data/train.csv`` as ``train.csv``,
    ``data/train/a`` as ``a`` and ``data/train-2/a`` as ``train-2/a``.
    """
    folder = prefix if prefix.endswith("/") or not prefix else f"{prefix}/"
    start = len(folder) if key.startswith(folder) else prefix.rfind("/") + 1
    return key[start:].lstrip("/")


def below_folder(location: S3Location) -> list[Object]:
    """Every object below a location taken as a folder; none is no fault.

    Raises:
        JobFailed: the bucket is missing.
    """
    folder = location.key.strip("/")
    prefix = f"{folder}/" if folder else ""
    try:
        return _below_prefix(S3Location(location.bucket, prefix))
    except objects.NoSuchBucket as error:
        raise _failed(str(error)) from error


def _below_prefix(location: S3Location) -> list[Object]:
    return [
        Object(S3Location(location.bucket, key), relative_path(location.key, key))
        for key in objects.list_keys(location.bucket, location.key)
    ]


def _listed_in_manifest(item: Input) -> list[Object]:
    manifest = item.location
    try:
        prefix, names = _entries(json.loads(objects.read(manifest.bucket, manifest.key)))
        base = S3Location.parse(prefix)
    except (ValueError, RecursionError, NotS3) as error:
        raise _failed(
            f'the manifest "{manifest}" is not a JSON list of {{"prefix": "s3://…"}} and keys: {error}'
        ) from error
    found = [Object(S3Location(base.bucket, base.key + name), name.lstrip("/")) for name in names]
    for download in found:
        if not objects.exists(download.location.bucket, download.location.key):
            raise _failed(str(objects.NoSuchKey(download.location.bucket, download.location.key)))
    return found


def _entries(manifest: Any) -> tuple[str, list[str]]:
    """The prefix of a manifest and the rest of each key."""
    match manifest:
        case [{"prefix": str(prefix)}, *names] if all(isinstance(name, str) for name in names):
            return prefix, names
        case [{"prefix": str()}, *_]:
            raise ValueError("an entry is not a string")
        case [_, *_]:
            raise ValueError("its first entry has no prefix")
    raise ValueError("it is no list" if not isinstance(manifest, list) else "it is empty")


def _check_paths(found: Sequence[Object], item: Input) -> None:
    """See that each object is a file of its own in the input's folder."""
    keys: dict[PurePosixPath, str] = {}
    for download in found:
        path, key = PurePosixPath(download.path), download.location.key
        if ".." in path.parts or path.is_absolute() or "\0" in download.path:
            raise _failed(f'the key "{_shown(key)}" leads out of the folder of input "{item.name}"')
        if any(len(part.encode(errors="surrogatepass")) > _LONGEST_NAME for part in path.parts):
            raise _failed(
                f'the key "{_shown(key)}" has a part of more than {_LONGEST_NAME} bytes, which is '
                "no file's name"
            )
        other = keys.setdefault(path, key)
        if other != key and not key.endswith("/"):
            raise _failed(
                f'the keys "{_shown(other)}" and "{_shown(key)}" would be the same file of input '
                f'"{item.name}"'
            )


def _shown(key: str) -> str:
    text = key.encode("unicode_escape").decode() if not key.isprintable() else key
    return text if len(text) <= 300 else f"{text[:300]}..."


def _failed(message: str) -> JobFailed:
    return client_error(f"Data download failed: {message}")
