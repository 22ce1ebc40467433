"""What a pipeline ships to be tried with."""

from __future__ import annotations

from pathlib import Path

import pytest

from stepline import samples
from stepline.errors import UserError

pytestmark = pytest.mark.usefixtures("shipped")


def test_the_data_is_the_data_file_that_is_no_payload() -> None:
    assert samples.data("shop") == Path("samples/shop/sales.csv")


def test_a_pipeline_without_a_sample_needs_data() -> None:
    with pytest.raises(UserError, match="no sample in samples/other"):
        samples.data("other")


def test_the_payload_is_what_the_endpoint_is_asked_with() -> None:
    assert samples.payload("shop") == Path("samples/shop/payload.csv")
    assert samples.payload("other") is None
