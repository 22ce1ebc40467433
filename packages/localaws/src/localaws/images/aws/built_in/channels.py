"""The channels of a training job: which there are, by ``inputdataconfig.json``, and the rows in them.

A channel has recordIO-protobuf (what AWS's algorithms take where no content type is given) or CSV whose first
column is the label, unless its content type says ``label_size=0``. In File mode its files are in a folder, in
Pipe mode each pass over the data is a pipe of its own, of which the first is read.
"""

from __future__ import annotations

import mmap
import os
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any

import numpy as np
from scipy import sparse

from . import csv_rows, tables
from .errors import FormatError
from .failure import CustomerError
from .folders import Folders

BATCH = 1000  # rows that AWS's message on unreadable CSV names at once


class Format(Enum):
    """The formats of data, by their content types."""

    RECORDIO = "application/x-recordio-protobuf"
    CSV = "text/csv"


@dataclass(frozen=True)
class Channel:
    """One channel. ``label_size`` is how many columns of CSV are labels: none or one."""

    name: str
    format: Format
    label_size: int
    is_pipe: bool


@dataclass(frozen=True)
class Rows:
    """The rows of a channel: float32 ``features`` of (rows, columns), dense or a csr_matrix, and ``labels`` of
    (rows,), None where it has none."""

    channel: str
    features: Any
    labels: np.ndarray | None

    def __len__(self) -> int:
        return int(self.features.shape[0])

    @property
    def columns(self) -> int:
        return int(self.features.shape[1])


def parse(
    config: Mapping[str, Mapping[str, Any]],
    known: Collection[str],
    required: Collection[str] = ("train",),
) -> dict[str, Channel]:
    """The job's channels by their names.

    Raises:
        CustomerError: a channel is missing or unknown, or has another content type than the two.
    """
    unknown = sorted(set(config) - set(known))
    missing = sorted(set(required) - set(config))
    if unknown or missing:
        cause = (
            f"Additional properties are not allowed ({_listed(unknown)} unexpected)"
            if unknown
            else f"{missing[0]!r} is a required property"
        )
        raise CustomerError(
            "Unable to initialize the algorithm. Failed to validate input data configuration. (caused by "
            f"ValidationError)\n\nCaused by: {cause}. The channels of this algorithm are: "
            f"{', '.join(known)}; required: {', '.join(required)}"
        )
    return {name: _channel(name, config[name]) for name in config}


def read(folders: Folders, channel: Channel, columns: int | None = None) -> Rows:
    """The rows of a channel.

    Args:
        columns: how many features sparse rows have at least, where that is known from elsewhere.

    Raises:
        CustomerError: it is empty, cannot be read, has a number that is none or infinite, or its files differ
            in their columns.
    """
    folder = folders.channel(channel.name)
    found = [folder.with_name(f"{folder.name}_0")] if channel.is_pipe else _files(folder)
    parts = [
        part for file in found if (part := _part(channel, file, folders.told(file))) is not None
    ]
    if not parts:
        raise CustomerError(
            f"No data in the {channel.name} channel: it has no file with content. Check its S3Uri"
        )
    whole = _joined(channel.name, parts, columns)
    _check_numbers(whole)
    return whole


def _channel(name: str, config: Mapping[str, Any]) -> Channel:
    content_type = config.get("ContentType") or Format.RECORDIO.value
    media_type, *parameters = (part.strip() for part in content_type.lower().split(";"))
    known = [one.value for one in Format]
    if media_type not in known:
        raise CustomerError(
            f"Unsupported content type {content_type!r} of channel {name}: it must be one of "
            f"{', '.join(known)}"
        )
    size = dict(part.partition("=")[::2] for part in parameters).get("label_size", "1").strip()
    if size not in ("0", "1"):
        raise CustomerError(
            f"Content type {content_type!r} of channel {name}: label_size must be 0 or 1"
        )
    is_pipe = config.get("TrainingInputMode", "File") == "Pipe"
    return Channel(name, Format(media_type), int(size), is_pipe)


def _files(folder: Path) -> list[Path]:
    """Every file at any depth in order of its path, without empty ones and those whose name, or whose folder's
    name, begins with ``.`` or ``_``."""
    found = []
    for inside, folders, names in os.walk(folder, followlinks=True):
        folders[:] = [name for name in folders if not name.startswith((".", "_"))]
        found += [Path(inside, name) for name in names if not name.startswith((".", "_"))]
    return sorted(found)


def _part(channel: Channel, file: Path, told: str) -> Rows | None:
    content: Any
    with file.open("rb") as opened:
        if channel.is_pipe:
            content = opened.read()
        elif file.stat().st_size:
            content = mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ)
        else:
            content = b""
    if not len(content):
        return None
    try:
        if channel.format is Format.RECORDIO:
            table = tables.read_table(content)
            return Rows(channel.name, table.features, table.labels)
        numbers = csv_rows.parse(content)
    except FormatError as error:
        raise _unreadable(channel, told, error) from None
    if numbers.shape[1] <= channel.label_size:
        raise CustomerError(
            f"Unable to parse csv: file {told}: there is no feature after the label"
        )
    labels = numbers[:, 0] if channel.label_size else None
    return Rows(channel.name, numbers[:, channel.label_size :], labels)


def _unreadable(channel: Channel, file: str, error: FormatError) -> CustomerError:
    if channel.format is Format.RECORDIO:
        return CustomerError(f"Unable to read recordIO-protobuf: file {file}: {error}")
    first = ((error.line or 1) - 1) // BATCH * BATCH + 1
    return CustomerError(
        f"Unable to parse csv: rows {first}-{first + BATCH - 1}, file {file}: {error}"
    )


def _joined(name: str, parts: list[Rows], columns: int | None) -> Rows:
    if len({part.labels is None for part in parts}) > 1:
        raise CustomerError(f"Of the files of channel {name} only some have labels")
    features = [part.features for part in parts]
    is_sparse = any(sparse.issparse(part) for part in features)
    dense = {part.shape[1] for part in features if not sparse.issparse(part)}
    width = max([part.shape[1] for part in features] + [columns or 0 if is_sparse else 0])
    if dense - {width}:  # only a sparse row may leave features out
        raise CustomerError(
            f"The files of channel {name} differ in their number of features: "
            f"{', '.join(map(str, sorted(dense | {width})))}"
        )
    if is_sparse:
        whole = sparse.vstack([_widened(part, width) for part in features], format="csr")
    else:
        whole = features[0] if len(features) == 1 else np.concatenate(features)
    if parts[0].labels is None:
        return Rows(name, whole, None)
    return Rows(
        name, whole, np.concatenate([part.labels for part in parts if part.labels is not None])
    )


def _widened(part: Any, width: int) -> sparse.csr_matrix:
    rows = sparse.csr_matrix(part)
    return sparse.csr_matrix((rows.data, rows.indices, rows.indptr), (rows.shape[0], width))


def _check_numbers(rows: Rows) -> None:
    dense = not sparse.issparse(rows.features)
    wrong = ~np.isfinite(rows.features if dense else rows.features.data)
    if wrong.any():
        at = np.argwhere(wrong)[0]
        row = at[0] if dense else np.searchsorted(rows.features.indptr, at[0], "right") - 1
        raise _not_finite(rows.channel, f"a feature of row {row + 1}")
    if rows.labels is not None and not np.isfinite(rows.labels).all():
        first = int(np.argmin(np.isfinite(rows.labels)))
        raise _not_finite(rows.channel, f"the label of row {first + 1}")


def _not_finite(channel: str, what: str) -> CustomerError:
    return CustomerError(
        f"The {channel} channel has NaN or infinite values: {what} is one. Remove or replace missing values"
    )


def _listed(names: list[str]) -> str:
    quoted = ", ".join(map(repr, names))
    return f"{quoted} {'was' if len(names) == 1 else 'were'}"
