"""What the runtimes that start processes of this machine have in common: their images and limits.

How they start a container of an image is the affair of each (``namespace``, ``process``).
"""

from __future__ import annotations

from pathlib import Path

from localaws.runtime.memory import MemoryLimits
from localaws.runtime.protocol import Images
from localaws.runtime.scratch import remove_left_over


class ProcessImageRuntime:
    """See ``protocol.Runtime``; subclasses start. What a killed server left behind is removed."""

    def __init__(
        self, home: Path, images: Images, why: str = "", limits: MemoryLimits | None = None
    ) -> None:
        self.why = why
        self._limits = limits
        self._home = home.absolute()
        self._images = images
        remove_left_over(self._home)

    def has(self, image: str) -> bool:
        """See ``protocol.Runtime``."""
        return self._images.built(image)

    def pull(self, image: str) -> None:
        """See ``protocol.Runtime``."""
        self._images.resolve(image)
