"""The modules that serving scripts take from here: encoders, content types, responses and errors."""

from . import content_types, encoders, errors, worker

__all__ = ["content_types", "encoders", "errors", "worker"]
