"""Endpoints: containers that serve, their health, updates and routing."""

from localaws.hosting.hosting import Hosting

__all__ = ["Hosting"]
