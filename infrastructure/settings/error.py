"""What a wrong configuration is told."""

from __future__ import annotations


class SettingsError(Exception):
    """The configuration cannot be deployed. The message is one sentence for whoever wrote it."""
