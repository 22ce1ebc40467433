"""What AWS's own images of scikit-learn are made of, as far as their public Dockerfiles say.

Source: aws/sagemaker-scikit-learn-container, ``docker/*/base`` and ``requirements.txt``.
"""

from __future__ import annotations

import os

from script_mode.stand_in import RealImage

_MADE_OF = {
    "0.20.0": ("3.7", {"scikit-learn": "0.20.0"}),
    "0.23-1": ("3.7", {"scikit-learn": "0.23.2"}),
    "1.0-1": ("3.7", {"scikit-learn": "1.0.2"}),
    "1.2-1": ("3.9", {"scikit-learn": "1.2.1", "numpy": "1.24.1", "pandas": "1.1.3"}),
    "1.4-2": ("3.10", {"scikit-learn": "1.4.2", "numpy": "2.1.0"}),
}


def meant() -> RealImage:
    """The one that this container stands in for."""
    version = os.environ.get("VERSION", "1.4-2")
    python, packages = _MADE_OF[version]
    return RealImage(f"sagemaker-scikit-learn:{version}", python, packages)
