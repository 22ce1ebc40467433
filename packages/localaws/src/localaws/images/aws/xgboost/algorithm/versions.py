"""What differs between the versions of AWS's image, decided in one place.

``VERSION`` of the environment says which one is meant: ``0.72`` or ``<XGBoost>-<build>``, such as
``1.7-1``. All of them run on the one XGBoost library of this image.
"""

from __future__ import annotations

import os
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Version:
    """A version of the image; versions compare in the order in which AWS released them."""

    major: int
    minor: int
    build: int

    @classmethod
    def parse(cls, text: str) -> Version:
        """Read ``1.7-1``, or ``0.72``, which has no build."""
        release, _, build = text.partition("-")
        major, minor = release.split(".")
        return cls(int(major), int(minor), int(build or 1))

    @classmethod
    def of_this_container(cls) -> Version:
        return cls.parse(os.environ.get("VERSION", "1.7-1"))

    @property
    def is_first_generation(self) -> bool:
        """``xgboost:1``, on XGBoost 0.72: its own hyperparameters and default objective."""
        return self < SECOND_GENERATION

    @property
    def pickles_models(self) -> bool:
        """Whether the model file is a pickled Booster, and not ``Booster.save_model``'s."""
        return self < FIRST_NATIVE_MODEL

    @property
    def default_objective(self) -> str:
        return "reg:linear" if self.is_first_generation else "reg:squarederror"


SECOND_GENERATION = Version(0, 90, 1)
FIRST_NATIVE_MODEL = Version(1, 3, 1)
