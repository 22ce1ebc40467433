"""The runtimes: ways to run one command of an image with a given ``/opt/ml``."""

from localaws.runtime.choice import choose

__all__ = ["choose"]
