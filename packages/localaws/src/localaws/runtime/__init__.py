"""The runtimes: ways to run one command of an image with a given ``/opt/ml``."""

from localaws.runtime.choice import choose, choose_for_zips

__all__ = ["choose", "choose_for_zips"]
