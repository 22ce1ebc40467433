"""Endpoints: containers that serve, their health, updates and routing."""

from localaws.hosting.hosting import Hosting, Hostings

__all__ = ["Hosting", "Hostings"]
