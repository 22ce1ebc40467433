"""What every reader of data raises."""

from __future__ import annotations


class FormatError(ValueError):
    """The data are not what their content type says. ``line`` counts from 1; None: not known."""

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(f"line {line}: {message}" if line is not None else message)
        self.line = line
