"""Timestamps as values; how one is written is the language's."""

from localaws.stepfunctions.language.timestamps import read, write

__all__ = ["read", "write"]
