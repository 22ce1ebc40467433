"""The bench of the job tests, for the tests of the API."""

from __future__ import annotations

from ..jobs.conftest import bench, role, services

__all__ = ["bench", "role", "services"]
