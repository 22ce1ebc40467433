"""One embedded AWS for the tests of a room that only talk to it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from localaws.server.embedded import EmbeddedAWS


@pytest.fixture(scope="package")
def aws(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedAWS]:
    with EmbeddedAWS(home=tmp_path_factory.mktemp("home")) as running:
        yield running
