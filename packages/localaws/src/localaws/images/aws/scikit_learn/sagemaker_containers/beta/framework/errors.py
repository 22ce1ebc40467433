"""What may be raised for a type that is not understood."""

from script_mode.serving.codec import UnsupportedFormatError

__all__ = ["UnsupportedFormatError"]
