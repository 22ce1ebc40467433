"""XGBoost's own form of a data set."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy import sparse

from ..library import xgboost
from .dataset import Dataset
from .errors import UserError


def matrix(dataset: Dataset, threads: int | None = None) -> Any:
    """The ``DMatrix`` of a data set.

    Raises:
        UserError: a feature is infinite, or the rows of a query do not lie together.
    """
    try:
        return xgboost.DMatrix(
            dataset.features,
            label=dataset.labels,
            weight=dataset.weights,
            qid=dataset.queries,
            nthread=threads,
        )
    except xgboost.core.XGBoostError as error:
        features = dataset.features
        if sparse.issparse(features):
            infinite = np.isinf(features.data)
            row = np.searchsorted(features.indptr, infinite.argmax(), side="right") - 1
        else:
            infinite = np.isinf(features)
            row = infinite.any(axis=1).argmax()
        if infinite.any():
            whereabouts = dataset.whereabouts(int(row))
            raise UserError(
                f"{whereabouts}: a feature is infinite or too large for 32 bits; the largest is 3.4e38."
            ) from error
        raise UserError(
            f"The {dataset.channel} data cannot be used: {str(error).splitlines()[0]}"
        ) from error


def joined(train: Dataset, validation: Dataset | None, threads: int | None = None) -> Any:
    """One ``DMatrix`` of both channels' rows, which cross validation divides anew.

    Raises:
        UserError: as ``matrix`` does.
    """
    if validation is None:
        return matrix(train, threads)
    return matrix(train.followed_by(validation), threads)
