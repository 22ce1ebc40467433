"""Which versions the real image has, which ones stand in for them here, and the sentence that says so."""

from __future__ import annotations

import importlib.metadata
import platform
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class RealImage:
    """What AWS's own image is made of.

    Attributes:
        name: repository and version, such as ``sagemaker-scikit-learn:1.2-1``.
        python: its Python, ``3.9``.
        packages: versions by the name of the distribution, those that a script may notice first.
    """

    name: str
    python: str
    packages: Mapping[str, str]


@dataclass(frozen=True)
class Difference:
    """One thing that is of another version here."""

    name: str
    there: str
    here: str

    def __str__(self) -> str:
        return f"{self.name} {self.there} there, {self.here} here"


def nearest(wanted: str, available: Iterable[str]) -> str:
    """The version that stands in for ``wanted``: itself, else the next newer one, else the newest.

    A newer library reads more of what was written for an older one than the other way round.

    Raises:
        ValueError: nothing is available.
    """
    ordered = sorted(available, key=_numbers)
    if not ordered:
        raise ValueError(f"nothing is available in place of {wanted}")
    return next((one for one in ordered if _numbers(one) >= _numbers(wanted)), ordered[-1])


def installed(name: str) -> str | None:
    """The version of a distribution in this environment, or of the same one built for CPUs alone."""
    for distribution in (name, f"{name}-cpu"):
        try:
            return importlib.metadata.version(distribution)
        except importlib.metadata.PackageNotFoundError:
            continue
    return None


def differences(
    image: RealImage,
    version_here: Callable[[str], str | None] = installed,
    python: str = platform.python_version(),
) -> list[Difference]:
    """What differs, Python last; what lacks here is said too."""
    found = [
        Difference(name, there, version_here(name) or "none")
        for name, there in image.packages.items()
        if version_here(name) != there
    ]
    if _numbers(python)[:2] != _numbers(image.python)[:2]:
        found.append(Difference("Python", image.python, python))
    return found


def warning(image: RealImage, found: Iterable[Difference]) -> str | None:
    """The sentence for a log; None where it is all the same."""
    said = "; ".join(map(str, found))
    return f"This stands in for AWS's image {image.name}: {said}." if said else None


def _numbers(version: str) -> tuple[int, ...]:
    """What a version is compared by: its leading numbers; ``1.2-1`` comes after ``1.2``."""
    numbers: list[int] = []
    for part in version.replace("-", ".").split("."):
        digits = part[: len(part) - len(part.lstrip("0123456789"))]
        if not digits:
            break
        numbers.append(int(digits))
    return tuple(numbers)
