"""A request to an endpoint as a person gives it: a text, a file, or standard input."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from stepline import samples
from stepline.errors import UserError


@dataclass(frozen=True)
class Request:
    """The body and what it is, such as text/csv."""

    body: bytes
    content_type: str


def read(
    pipeline: str, text: str | None, file: Path | None, content_type: str | None = None
) -> Request:
    """The request that was asked for. A file's suffix says what it is; for the rest it is what the
    pipeline's own sample is.

    Raises:
        UserError: both a text and a file, or the file cannot be read.
    """
    if text is not None and file is not None:
        raise UserError("Give either a text or --file, not both.")
    if file is not None:
        try:
            return Request(file.read_bytes(), content_type or samples.content_type(file))
        except OSError as error:
            raise UserError(f"The file {file} cannot be read: {error.strerror}.") from error
    sample = samples.payload(pipeline)
    kind = content_type or (samples.content_type(sample) if sample else "text/plain")
    return Request(sys.stdin.buffer.read() if text is None else text.encode(), kind)
