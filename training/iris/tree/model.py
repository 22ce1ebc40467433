"""The model folder: the tree as a pickle, which the pinned scikit-learn of this image reads back."""

from __future__ import annotations

import pickle
from pathlib import Path

from sklearn.tree import DecisionTreeClassifier

FILE = "decision-tree.pkl"


class ModelError(Exception):
    """There is no model that can be served. The message says why."""


def save(model: DecisionTreeClassifier, folder: Path) -> Path:
    """Write the model into a folder; the file's path."""
    path = folder / FILE
    path.write_bytes(pickle.dumps(model))
    return path


def load(folder: Path) -> DecisionTreeClassifier:
    """The model of a folder, which must come from ``save``: a pickle can run any code.

    Raises:
        ModelError: there is none, or it is none of ours.
    """
    path = folder / FILE
    try:
        model = pickle.loads(path.read_bytes())
    except FileNotFoundError:
        raise ModelError(f"There is no {FILE} in the model folder.") from None
    except (pickle.UnpicklingError, EOFError, AttributeError, ImportError, IndexError) as error:
        raise ModelError(f"{FILE} cannot be read: {error}.") from error
    if not isinstance(model, DecisionTreeClassifier):
        raise ModelError(f"{FILE} holds a {type(model).__name__}, not a decision tree.")
    return model
