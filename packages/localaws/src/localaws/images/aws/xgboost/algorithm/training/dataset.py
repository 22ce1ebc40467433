"""A channel's files as one data set. What the columns mean is decided here; labels are checked
elsewhere, when the objective is known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from built_in import tables
from scipy import sparse

from ..formats import csv, libsvm, parquet
from ..formats.errors import FormatError
from . import log
from .channels import Format
from .data_files import contents, data_files
from .errors import UserError


@dataclass(frozen=True)
class Part:
    """The data of one file: float32 ``labels`` of (rows), ``features`` of (rows, columns), dense
    or sparse with missing values where nothing is. ``line_of`` says which line a row is in."""

    name: str  # the file, within its channel's folder, such as train/part-0.csv
    labels: np.ndarray
    features: Any
    weights: np.ndarray | None = None
    queries: np.ndarray | None = None
    line_of: Callable[[int], int] | None = None


@dataclass(frozen=True)
class Dataset:
    """The data of a channel, in the order of its files."""

    channel: str
    parts: tuple[Part, ...]
    labels: np.ndarray
    features: Any
    weights: np.ndarray | None
    queries: np.ndarray | None

    def whereabouts(self, row: int) -> str:
        """Where a row, from 0, was read: file and line, or file and row where there are no lines."""
        for part in self.parts:
            if row < len(part.labels):
                if part.line_of is None:
                    return f"{part.name}, row {row + 1}"
                return f"{part.name}, line {part.line_of(row)}"
            row -= len(part.labels)
        raise IndexError(row)

    def followed_by(self, other: Dataset) -> Dataset:
        """The rows of both, this one's first. Raises UserError if they differ in their columns."""
        return _of_parts(self.channel, [*self.parts, *other.parts])


def read(folder: Path, form: Format, *, csv_weights: bool = False) -> Dataset:
    """Read every file of a channel.

    Raises:
        UserError: there is no data, a file is not in the format, or files differ in their columns;
            with the file, and with the line where it is known.
    """
    files = data_files(folder)
    if not files:
        raise UserError(f"No data in the {folder.name} channel: {folder} has no file with content.")
    parts = []
    for file in files:
        name = f"{folder.name}/{file.relative_to(folder)}"
        try:
            parts.append(_READERS[form](name, contents(file), csv_weights))
        except FormatError as error:
            raise UserError(f"{name}, {error}." if error.line else f"{name}: {error}.") from error
    return _of_parts(folder.name, parts)


def check_columns(train: Dataset, validation: Dataset) -> None:
    """Check that rows of both channels mean the same.

    Raises:
        UserError: they differ in their columns. Sparse ones may: theirs are as many as are used.
    """
    _check_agreement([train.parts[0], validation.parts[0]])


def _of_parts(channel: str, parts: list[Part]) -> Dataset:
    _check_agreement(parts)
    return Dataset(
        channel,
        tuple(parts),
        labels=_joined([part.labels for part in parts]),
        features=_stacked([part.features for part in parts]),
        weights=_joined([part.weights for part in parts]),
        queries=_joined([part.queries for part in parts]),
    )


def _read_csv(name: str, data: Any, csv_weights: bool) -> Part:
    delimiter = csv.guess_delimiter(data)
    if delimiter is None:
        raise FormatError(
            f"no delimiter found in {csv.first_line(data)[:40]!r}: CSV has the label in column 1, "
            "features after it, and commas, semicolons or tabs between them",
            1,
        )
    log.info(f"Determined delimiter of CSV input is {delimiter!r}")
    numbers = csv.parse(data, delimiter)
    before = 2 if csv_weights else 1
    if numbers.shape[1] <= before:
        what = "label and weight" if csv_weights else "the label"
        raise FormatError(f"there is no feature after {what}", 1)
    return Part(
        name,
        numbers[:, 0],
        numbers[:, before:],
        weights=numbers[:, 1] if csv_weights else None,
        line_of=lambda row: csv.line_of_row(data, row),
    )


def _read_libsvm(name: str, data: Any, csv_weights: bool) -> Part:
    read = libsvm.parse(data)
    return Part(
        name,
        read.labels,
        read.features,
        read.weights,
        read.queries,
        line_of=lambda row: libsvm.line_of_row(data, row),
    )


def _read_parquet(name: str, data: Any, csv_weights: bool) -> Part:
    numbers = parquet.parse(data)
    if numbers.shape[1] < 2:
        raise FormatError("it has fewer than two columns: label and features")
    return Part(name, numbers[:, 0], numbers[:, 1:])


def _read_recordio(name: str, data: Any, csv_weights: bool) -> Part:
    records = tables.read_table(data)
    if records.labels is None:
        raise FormatError("its records have no label")
    return Part(name, records.labels, records.features)


_READERS: dict[Format, Callable[[str, Any, bool], Part]] = {
    Format.CSV: _read_csv,
    Format.LIBSVM: _read_libsvm,
    Format.PARQUET: _read_parquet,
    Format.RECORDIO: _read_recordio,
}


def _check_agreement(parts: list[Part]) -> None:
    first = parts[0]
    for part in parts[1:]:
        for what in ("weights", "queries"):
            if (getattr(part, what) is None) != (getattr(first, what) is None):
                raise UserError(f"Of {first.name} and {part.name} only one has {what}.")
        if sparse.issparse(part.features) != sparse.issparse(first.features):
            raise UserError(f"Of {first.name} and {part.name} only one is sparse.")
        here, there = part.features.shape[1], first.features.shape[1]
        if here != there and not sparse.issparse(part.features):
            raise UserError(
                f"Columns of features: {here} in {part.name}, but {there} in {first.name}."
            )


def _joined(arrays: list[Any]) -> Any:
    if arrays[0] is None or len(arrays) == 1:
        return arrays[0]
    return np.concatenate(arrays)


def _stacked(features: list[Any]) -> Any:
    if len(features) == 1:
        return features[0]
    if not sparse.issparse(features[0]):
        return np.concatenate(features)
    columns = max(part.shape[1] for part in features)
    widened = [
        sparse.csr_matrix((part.data, part.indices, part.indptr), (part.shape[0], columns))
        for part in features
    ]
    return sparse.vstack(widened, format="csr")
