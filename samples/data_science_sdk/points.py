"""Points around some corners, of which there is something to learn: data of our own making, of no licence."""

import numpy as np

CORNERS = np.array([[0, 0, 0, 0], [9, 9, 0, 0], [0, 9, 9, 0], [9, 0, 9, 0]], "float32")


def points(count: int = 400, seed: int = 1) -> np.ndarray:
    """So many, a quarter around each corner, in no order."""
    random = np.random.default_rng(seed)
    made = CORNERS.repeat(count // 4, axis=0) + random.normal(0, 1, (count, 4))
    random.shuffle(made)
    return made.astype("float32")
