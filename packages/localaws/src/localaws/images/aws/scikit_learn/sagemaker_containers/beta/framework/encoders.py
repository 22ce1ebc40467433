"""Arrays from and to what is sent."""

from script_mode.serving.codec import decode, encode

__all__ = ["decode", "encode"]
