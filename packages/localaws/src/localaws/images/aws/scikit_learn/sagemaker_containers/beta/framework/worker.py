"""What a function may answer with."""

from script_mode.serving.response import Response

__all__ = ["Response"]
