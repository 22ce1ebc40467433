"""What was asked for and is not done here, by name: in the log and for ``/_localaws/unsupported``.

moto skips resource types and properties of CloudFormation without a word; whoever finds one
skipped reports it here.
"""

from __future__ import annotations

import logging
import threading
from typing import Any

log = logging.getLogger(__name__)


class Unsupported:
    """Collects findings, each once, in the order in which they came."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str, str], None] = {}
        self._lock = threading.Lock()

    def add(self, stack: str, resource: str, what: str) -> None:
        """``what`` names the type or property, such as ``AWS::S3::Bucket: property X``."""
        with self._lock:
            if (stack, resource, what) in self._found:
                return
            self._found[stack, resource, what] = None
        log.warning(
            "stack %s, resource %s: %s is not supported and was skipped", stack, resource, what
        )

    def report(self) -> dict[str, Any]:
        """The findings as JSON values."""
        with self._lock:
            found = list(self._found)
        return {
            "unsupported": [
                {"stack": stack, "resource": resource, "what": what}
                for stack, resource, what in found
            ]
        }


UNSUPPORTED = Unsupported()
