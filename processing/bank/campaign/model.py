"""The trained model: read from ``model.tar.gz`` and asked for probabilities."""

from __future__ import annotations

import pickle
import tarfile
from pathlib import Path

import numpy as np
import xgboost

from .problems import JobProblem

ARCHIVE = "model.tar.gz"
FILE = "xgboost-model"
_PICKLE = b"\x80"  # how a pickle begins; what Booster.save_model writes does not


class Model:
    """A booster that gives the probability of yes."""

    def __init__(self, folder: Path) -> None:
        """Load the model of a folder.

        Raises:
            JobProblem: there is no archive, no model in it, or none that can be loaded.
        """
        self._path = folder / ARCHIVE
        content = _content(self._path)
        try:
            self._booster = _booster(content)
        except (
            xgboost.core.XGBoostError,
            pickle.UnpicklingError,
            AttributeError,
            EOFError,
        ) as error:
            reason = str(error).strip().splitlines()[-1:] or [type(error).__name__]
            raise JobProblem(
                f"{FILE} in {self._path} cannot be loaded by XGBoost {xgboost.__version__}: "
                f"{reason[0]}"
            ) from error

    @property
    def features(self) -> int:
        """How many features the model was trained with."""
        return int(self._booster.num_features())

    def probabilities(self, features: np.ndarray) -> np.ndarray:
        """float64 [rows]: the probability of yes, as the endpoint gives it. Features: [rows, features].

        Raises:
            JobProblem: the model gives something else than one probability a row.
        """
        # Where training stopped early, the endpoint uses the trees up to the best one, too.
        best = self._booster.attr("best_iteration")
        trees = (0, int(best) + 1) if best is not None else (0, 0)
        made = self._booster.predict(
            xgboost.DMatrix(features), iteration_range=trees, validate_features=False
        )
        if made.ndim != 1 or made.min() < 0 or made.max() > 1:
            raise JobProblem(
                f"the model in {self._path} gives no probabilities: its objective must be "
                "binary:logistic"
            )
        probabilities: np.ndarray = made.astype(np.float64)
        return probabilities

    def gains(self) -> dict[int, float]:
        """The total gain of each feature that is used, by the feature's number."""
        scores = self._booster.get_score(importance_type="total_gain")
        names = self._booster.feature_names or [f"f{n}" for n in range(self.features)]
        return {names.index(name): float(gain) for name, gain in scores.items()}


def _content(path: Path) -> bytes:
    """The model file's bytes."""
    try:
        with tarfile.open(path) as archive:
            for member in archive:
                if member.isfile() and Path(member.name).name == FILE:
                    file = archive.extractfile(member)
                    assert file is not None  # it is a regular file
                    return file.read()
            held = ", ".join(archive.getnames()) or "nothing"
    except FileNotFoundError as error:
        raise JobProblem(f"there is no model {path}: the training job writes it") from error
    except (tarfile.TarError, EOFError, OSError) as error:
        raise JobProblem(f"{path} is no archive that can be read: {error}") from error
    raise JobProblem(f"{path} holds no file {FILE}, but {held}")


def _booster(content: bytes) -> xgboost.Booster:
    """Versions up to 1.2-2 of AWS's image pickle the booster, later ones save it."""
    if content.startswith(_PICKLE):
        booster = pickle.loads(content)
        if not isinstance(booster, xgboost.Booster):
            raise JobProblem(f"{FILE} is a pickle of a {type(booster).__name__}, not of a Booster")
        return booster
    booster = xgboost.Booster()
    booster.load_model(bytearray(content))
    return booster
