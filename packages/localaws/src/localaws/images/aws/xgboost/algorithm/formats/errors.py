"""What every reader of this package raises: the same as the readers that AWS's algorithms share."""

from built_in.errors import FormatError as FormatError
