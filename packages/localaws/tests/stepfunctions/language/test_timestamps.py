"""A moment is the same millisecond wherever it is told."""

from __future__ import annotations

import pytest

from localaws.stepfunctions.language import timestamps
from localaws.stepfunctions.operations.shown import moment


@pytest.mark.parametrize(
    "seconds", [0.5414, 0.5416, 0.541, 0.9996, 1790000000.5416, 1790000000.9999]
)
def test_a_text_and_a_number_are_the_same_millisecond(seconds: float) -> None:
    written = timestamps.write(seconds)
    milliseconds = round(seconds * 1000)
    assert written == moment(seconds).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    assert written.endswith(f".{milliseconds % 1000:03}Z")
