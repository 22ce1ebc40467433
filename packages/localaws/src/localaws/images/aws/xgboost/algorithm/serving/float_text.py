"""Numbers as Python prints them, quickly: in the answers of AWS's image a float32 is printed as the double
that it is, with as many digits as that needs."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

# Between these Arrow prints a number with a fraction as Python does, and five times as fast.
_SMALLEST, _LARGEST = 1e-4, 1e9


def texts(values: np.ndarray) -> list[str]:
    """``repr(float(value))`` of each of the one-dimensional ``values``."""
    doubles: np.ndarray = values.astype(np.float64)
    found: list[str] = pa.array(doubles).cast(pa.string()).to_pylist()
    sizes = np.abs(doubles)
    alike = (sizes >= _SMALLEST) & (sizes < _LARGEST) & (doubles != np.floor(doubles))
    for index in np.flatnonzero(~alike):
        found[index] = repr(float(doubles[index]))
    return found
