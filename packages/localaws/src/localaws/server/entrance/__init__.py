"""The one way in: what a request asks for, whether it may, and an answer in its own protocol."""

from __future__ import annotations

from localaws.server.entrance.entrance import Entrance

__all__ = ["Entrance"]
