"""The runtimes: ways to run one command of an image with a given ``/opt/ml``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from localaws.runtime.protocol import Images, Runtime


def choose(home: Path, images: Images, option: str = "auto") -> Runtime:
    """The best runtime that the machine allows, or the one that ``option`` names.

    Raises:
        RuntimeRefused: this machine cannot do what ``option`` asks for.
    """
    # Imported late: images need ``runtime.protocol``, and the runtimes need images.
    from localaws.runtime.choice import choose_runtime

    return choose_runtime(home, images, option)
