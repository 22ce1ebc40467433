"""The steps that bring a model into service."""

import pytest

from pipelines.sdk.serving import EndpointStep


def test_an_update_with_tags_is_refused_where_it_is_written() -> None:
    with pytest.raises(ValueError, match="UpdateEndpoint takes no tags"):
        EndpointStep("E", update=True, tags={"a": "b"}, endpoint_name="e", endpoint_config_name="c")
