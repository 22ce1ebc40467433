"""The model of an endpoint: one Booster, or several whose predictions are combined.

Numbers in, predictions out. What a request may look like is ``content``'s to say.
"""

from __future__ import annotations

import json
import pickle
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ..library import xgboost
from .booster import Booster, Matrix

VOTING = ("multi:softmax", "binary:hinge")  # objectives whose predictions are classes
_PICKLE = b"\x80"  # with which every pickle begins since protocol 2; no model file of XGBoost does


class ModelError(Exception):
    """There is no model that can be served. The message says which file is wrong, and how."""


@dataclass(frozen=True)
class Model:
    """The Boosters of one endpoint. ``features`` is the number of columns that the first was trained on,
    ``is_pickled`` tells its file, ``classes`` is 0 unless the objective has several."""

    boosters: tuple[Booster, ...]
    objective: str
    classes: int
    features: int
    is_pickled: bool

    def predict(self, matrix: Matrix) -> np.ndarray:
        """Predictions of (rows,), or of (rows, classes) where the objective makes several.

        Missing columns on the right are missing values. Several models are averaged, or vote where
        they predict classes; the lowest class wins a draw.

        Raises:
            ValueError: there are more columns than a model knows.
            XGBoostError: what the library itself refuses.
        """
        predictions = [booster.predict(matrix) for booster in self.boosters]
        if len(predictions) == 1:
            return predictions[0]
        if self.objective not in VOTING:
            mean: np.ndarray = np.mean(predictions, axis=0)
            return mean
        classes: np.ndarray = np.unique(predictions)
        votes = [np.sum(np.equal(predictions, one), axis=0) for one in classes]
        winners: np.ndarray = classes[np.argmax(votes, axis=0)]
        return winners


def load(folder: Path, *, is_ensemble: bool = True) -> Model:
    """Load every file of the folder that is no dot file, or only the first one.

    Raises:
        ModelError: there is none, or one that is no model.
    """
    found = sorted(folder.iterdir()) if folder.is_dir() else []
    files = [file for file in found if file.is_file() and not file.name.startswith(".")]
    if not files:
        raise ModelError(
            f"there is no model in {folder}: a training job writes xgboost-model there"
        )
    boosters = tuple(_load(file) for file in (files if is_ensemble else files[:1]))
    first = boosters[0].library
    learner = json.loads(first.save_config())["learner"]
    return Model(
        boosters=boosters,
        objective=learner["objective"]["name"],
        classes=int(learner["learner_model_param"]["num_class"]),
        features=first.num_features(),
        is_pickled=_is_pickle(files[0]),
    )


def _load(file: Path) -> Booster:
    content = file.read_bytes()
    try:
        if _is_pickle(file):
            library = pickle.loads(content)
        else:
            library = xgboost.Booster()
            library.load_model(bytearray(content))  # from memory: the file's name has no suffix
    except Exception as error:  # a pickle that is damaged may raise anything
        reason = str(error).partition("\nStack trace:")[0]
        raise ModelError(f"{file} cannot be loaded as a model of XGBoost: {reason}") from error
    if not isinstance(library, xgboost.Booster):
        raise ModelError(f"{file} holds a {type(library).__name__}, not a Booster of XGBoost")
    return Booster(library)


def _is_pickle(file: Path) -> bool:
    with file.open("rb") as stream:
        return stream.read(1) == _PICKLE
